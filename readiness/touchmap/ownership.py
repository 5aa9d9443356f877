"""Who answers for a touchpoint."""

from __future__ import annotations

from readiness.touchmap.measure import Measure, missing
from readiness.touchmap.volumes import Traffic


def volume_without_owner(traffic: Traffic) -> Measure:
    """P2-M1: share of visits at touchpoints that nobody owns (S2-14).

    An ownerless touchpoint without a volume counts as a hair above none: its
    visits are unknown, not zero.
    """
    touchpoints = traffic.map.touchpoints
    total = traffic.all(touchpoints)
    if not total:
        return missing("no-volumes")
    orphans = [t for t in touchpoints if not t.owner or t.owner == "none"]
    share = traffic.all(orphans) / total
    return Measure(
        max(share, 1e-9) if orphans else 0.0,
        tuple(f"touchpoints:{t.id}" for t in sorted(orphans, key=lambda t: -traffic.total(t.id))),
        traffic.grade(orphans or touchpoints),
        explicit=any(t.owner == "none" for t in orphans),
    )
