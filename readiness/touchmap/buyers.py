"""Who the buyers are: beyond the one who signs, and known well enough to serve."""

from __future__ import annotations

from readiness.evidence import Grade
from readiness.touchmap.measure import Measure, majority_grade, missing, not_applicable
from readiness.touchmap.volumes import Traffic


def buyers_behind_contracts(traffic: Traffic) -> Measure:
    """P1-M1: share of contracting buyers to whom another buyer belongs (S0-12..14).

    Missing without a market or a contracting buyer, not applicable in b2c.
    The ids are the contracting buyers with nobody behind them.
    """
    market = traffic.map.market
    if market == "b2c":
        return not_applicable("market-b2c")
    contracting = [buyer for buyer in traffic.map.buyers if buyer.kind == "contracting"]
    if market is None or not contracting:
        return missing("no-market" if market is None else "no-contracting-buyer")
    accounts = {buyer.account for buyer in traffic.map.buyers if buyer.account != buyer.id}
    alone = [buyer for buyer in contracting if buyer.id not in accounts]
    grade = majority_grade((buyer.evidence.level, 1) for buyer in alone or contracting)
    return Measure(1 - len(alone) / len(contracting), tuple(f"buyers:{buyer.id}" for buyer in alone), grade)


def contacts_tied_to_needs(traffic: Traffic) -> Measure:
    """P1-M2: share of inbound visits by buyers that have a segment and a need (S0-15, S0-16).

    The ids are the buyers without segment or need, those with most visits first.
    """
    known = {b.id for b in traffic.map.buyers if b.segment and b.needs}
    by_buyer: dict[str, float] = {}
    for touchpoint in traffic.inbound:
        for buyer, visits in traffic.visits[touchpoint.id].items():
            by_buyer[buyer] = by_buyer.get(buyer, 0.0) + visits
    total = sum(by_buyer.values())
    if not total:
        return missing("no-volumes")
    loose = sorted((b for b in by_buyer if b not in known and by_buyer[b]), key=lambda b: -by_buyer[b])
    tied = sum(visits for buyer, visits in by_buyer.items() if buyer in known)
    ids = tuple(f"buyers:{buyer}" for buyer in loose if buyer)
    return Measure(tied / total, ids, traffic.grade(traffic.inbound, by_buyer=True))


def confirmed_from_outside(traffic: Traffic) -> Measure:
    """P2-M5: share of touchpoints that customers or the front line confirmed (S0-27).

    Missing where no touchpoint says who confirmed it.
    """
    touchpoints = traffic.map.touchpoints
    if not any(t.evidence.by for t in touchpoints):
        return missing("no-confirmation")
    unseen = [t for t in touchpoints if t.evidence.by not in ("customer", "front-line")]
    return Measure(
        1 - len(unseen) / len(touchpoints),
        tuple(f"touchpoints:{t.id}" for t in unseen),
        Grade.E1,
    )
