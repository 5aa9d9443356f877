"""Who answers for a touchpoint."""

from __future__ import annotations

from readiness.touchmap.measure import Measure, missing
from readiness.touchmap.volumes import Traffic


def volume_without_owner(traffic: Traffic) -> Measure:
    """P2-M1: share of visits at touchpoints that nobody owns (S2-14).

    On an incomplete map only those count of which the map says outright that
    nobody owns them.
    """
    touchpoints = traffic.map.touchpoints
    total = traffic.all(touchpoints)
    if not total:
        return missing("no-volumes")
    stated = [t for t in touchpoints if t.owner == "none"]
    orphans = [t for t in touchpoints if t.department is None]
    if stated and not traffic.complete:
        orphans = stated
    return Measure(
        traffic.share(orphans, total),
        tuple(f"touchpoints:{t.id}" for t in sorted(orphans, key=lambda t: -traffic.total(t.id))),
        traffic.grade(orphans or touchpoints),
        explicit=bool(stated),
    )
