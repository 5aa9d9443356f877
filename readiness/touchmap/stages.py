"""Which stages of a customer's life the map covers."""

from __future__ import annotations

from readiness.touchmap.measure import Measure, majority_grade, missing, worst_of
from readiness.touchmap.volumes import Traffic, buyers_of


def missing_stages(traffic: Traffic) -> Measure:
    """P1-M3: applicable stages without a touchpoint, for the worst priority buyer (S3-7).

    Priority buyers belong to a segment with the decision invest.  A contracting
    buyer and the individuals who belong to it walk through the stages together:
    the one who pays need not be the one who orders.  Listed stages that stand
    for one of the nine count as one.  The ids are the worst buyers and the
    stages they miss.
    """
    touchmap = traffic.map
    invest = {segment.id for segment in touchmap.segments if segment.decision == "invest"}
    priority = [buyer for buyer in touchmap.buyers if buyer.segment in invest]
    canonical: dict[str | None, str] = {stage.id: stage.canonical for stage in touchmap.stages}
    if not any(touchpoint.stage in canonical for touchpoint in touchmap.touchpoints):
        return missing("no-stages")
    if not priority:
        return missing("no-priority-buyer")
    customer = {
        buyer.id: buyer.id if buyer.kind == "contracting" else buyer.account or buyer.id
        for buyer in touchmap.buyers
    }
    covered: dict[str, set[str | None]] = {customer[buyer.id]: set() for buyer in priority}
    for touchpoint in touchmap.touchpoints:
        for buyer in buyers_of(touchpoint):
            if customer.get(buyer) in covered:
                covered[customer[buyer]].add(canonical.get(touchpoint.stage))
    applicable = set(canonical.values())
    count, worst = worst_of({buyer: len(applicable - met) for buyer, met in covered.items()})
    ids = [f"buyers:{buyer}" for buyer in worst]
    ids += [f"stages:{s.id}" for s in touchmap.stages if any(s.canonical not in covered[b] for b in worst)]
    grade = majority_grade((t.evidence.level, 1) for t in touchmap.touchpoints)
    return Measure(count, tuple(ids) if count else (), grade)
