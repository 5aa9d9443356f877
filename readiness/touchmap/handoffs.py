"""Hand-offs: where a customer passes from one department to another."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from readiness.touchmap.measure import Measure, missing
from readiness.touchmap.model import Next, Touchpoint
from readiness.touchmap.volumes import Traffic


def crosses(here: Touchpoint, there: Touchpoint) -> bool:
    """Say whether a way on is a hand-off: both ends have an owner, and not the same (declared or not)."""
    return bool(here.department and there.department and here.department != there.department)


def flows(traffic: Traffic) -> Iterator[tuple[Touchpoint, Next, Touchpoint, float]]:
    """Yield every way on: from, step, to and its visits a year."""
    touchpoints = traffic.map.index["touchpoints"]
    for here in traffic.map.touchpoints:
        for step in here.next:
            if step.to in touchpoints:
                yield here, step, touchpoints[step.to], traffic.total(here.id) * step.share


def handoffs_without_rule(traffic: Traffic) -> Measure:
    """P2-M2: share of cross-department hand-offs, by visits, without an agreed rule (S3-55, S2-18).

    A way on whose ends have different owners is a hand-off, declared or not.
    The ids are the touchpoints from which such hand-offs leave.
    """
    crossing = [
        (here, step, visits)
        for here, step, there, visits in flows(traffic)
        if crosses(here, there) and visits > 0
    ]
    total = fsum(visits for _, _, visits in crossing)
    if not total:
        return missing("no-handoffs")
    loose = [
        (here, visits) for here, step, visits in crossing if step.handoff is None or not step.handoff.has_rule
    ]
    loose.sort(key=lambda pair: -pair[1])
    return Measure(
        fsum(visits for _, visits in loose) / total,
        tuple(dict.fromkeys(f"touchpoints:{here.id}" for here, _ in loose)),
        traffic.grade(here for here, _ in loose) if loose else traffic.grade(h for h, _, _ in crossing),
    )


def repeats_per_need(traffic: Traffic) -> Measure:
    """P2-M3: times a buyer must say things again, per journey started (S1-29, S3-54).

    Visits over hand-offs declared ``repeats: true``, divided by the inbound
    journeys started.  Missing where no hand-off says whether it repeats.
    """
    declared = [
        (here, step, visits)
        for here, step, _, visits in flows(traffic)
        if step.handoff is not None and step.handoff.repeats is not None
    ]
    started = fsum(traffic.starts[t.id] for t in traffic.inbound)
    if not declared or not started:
        return missing("no-repeats" if not declared else "no-volumes")
    again = [(here, visits) for here, step, visits in declared if step.handoff and step.handoff.repeats]
    again.sort(key=lambda pair: -pair[1])
    return Measure(
        fsum(visits for _, visits in again) / started,
        tuple(dict.fromkeys(f"touchpoints:{here.id}" for here, _ in again)),
        traffic.grade(here for here, _ in again) if again else traffic.grade(h for h, _, _ in declared),
    )
