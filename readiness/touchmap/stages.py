"""Which stages of a customer's life the map covers."""

from __future__ import annotations

from readiness.touchmap.measure import Measure, majority_grade, missing
from readiness.touchmap.volumes import Traffic, buyers_of


def missing_stages(traffic: Traffic) -> Measure:
    """P1-M3: applicable stages without a touchpoint, for the worst priority buyer (S3-7).

    Priority buyers belong to a segment with the decision invest.  A contracting
    buyer and the individuals who belong to it walk through the stages together:
    the one who pays need not be the one who orders.  The ids are the worst
    buyer and the stages missing.
    """
    touchmap = traffic.map
    invest = {segment.id for segment in touchmap.segments if segment.decision == "invest"}
    priority = [buyer for buyer in touchmap.buyers if buyer.segment in invest]
    if not touchmap.stages or not priority:
        return missing("no-stages" if not touchmap.stages else "no-priority-buyer")
    customer = {buyer.id: buyer.account or buyer.id for buyer in touchmap.buyers}
    covered: dict[str, set[str | None]] = {customer[buyer.id]: set() for buyer in priority}
    for touchpoint in touchmap.touchpoints:
        for buyer_id in buyers_of(touchpoint):
            if customer.get(buyer_id) in covered:
                covered[customer[buyer_id]].add(touchpoint.stage)
    gaps = {
        account: [stage.id for stage in touchmap.stages if stage.id not in met]
        for account, met in covered.items()
    }
    worst = max(gaps, key=lambda buyer: len(gaps[buyer]))
    grade = majority_grade((t.evidence.level, 1) for t in touchmap.touchpoints)
    ids = (f"buyers:{worst}", *(f"stages:{stage}" for stage in gaps[worst])) if gaps[worst] else ()
    return Measure(len(gaps[worst]), ids, grade)
