"""Contacts that the company starts: how many, to whom, on what ground."""

from __future__ import annotations

from collections import Counter

from readiness.evidence import Grade
from readiness.touchmap.measure import Measure, missing, not_applicable
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.volumes import Traffic, buyers_of


def _no_outbound(traffic: Traffic) -> Measure:
    declared = "outbound" in traffic.map.none
    return not_applicable("none-outbound") if declared else missing("no-outbound")


def _promotional(traffic: Traffic) -> tuple[dict[str, float], dict[str, list[Touchpoint]]]:
    visits: dict[str, float] = {}
    places: dict[str, list[Touchpoint]] = {}
    for touchpoint in traffic.outbound:
        if touchpoint.promotional:
            for buyer, number in traffic.visits[touchpoint.id].items():
                visits[buyer] = visits.get(buyer, 0.0) + number
                places.setdefault(buyer, []).append(touchpoint)
    return visits, places


def promotion_per_inbound(traffic: Traffic) -> Measure:
    """P4-M1: promotional contacts for each inbound contact of the same buyer, worst buyer (S4-43).

    A buyer who never calls counts as one who calls once.
    """
    if not traffic.outbound:
        return _no_outbound(traffic)
    inbound: dict[str, float] = {}
    for touchpoint in traffic.inbound:
        for buyer, number in traffic.visits[touchpoint.id].items():
            inbound[buyer] = inbound.get(buyer, 0.0) + number
    sent, places = _promotional(traffic)
    if not sent:
        return _unsent(traffic)
    if not any(inbound.values()):
        return missing("no-volumes")
    ratio = {buyer: number / max(inbound.get(buyer, 0.0), 1.0) for buyer, number in sent.items()}
    return _worst_buyer(traffic, ratio, places)


def promotion_per_month(traffic: Traffic) -> Measure:
    """P4-M2: promotional contacts for each person and month over all departments, worst buyer (S4-43)."""
    if not traffic.outbound:
        return _no_outbound(traffic)
    sent, places = _promotional(traffic)
    if not sent:
        return _unsent(traffic)
    heads = {buyer.id: buyer.head_count for buyer in traffic.map.buyers if buyer.head_count}
    rate = {buyer: number / heads[buyer] / 12 for buyer, number in sent.items() if buyer in heads}
    if not rate:
        return missing("no-head-count")
    return _worst_buyer(traffic, rate, places)


def _unsent(traffic: Traffic) -> Measure:
    if any(t.promotional for t in traffic.outbound):
        return missing("no-volumes")
    return Measure(0.0, (), traffic.grade(traffic.outbound))


def _worst_buyer(traffic: Traffic, rate: dict[str, float], places: dict[str, list[Touchpoint]]) -> Measure:
    worst = max(rate, key=lambda buyer: rate[buyer])
    touchpoints = places[worst]
    ids = (f"buyers:{worst}", *(f"touchpoints:{t.id}" for t in touchpoints))
    return Measure(rate[worst], ids, traffic.grade(touchpoints))


def contact_without_basis(traffic: Traffic) -> Measure:
    """P4-M3: outbound touchpoints without a basis, or promotional ones without a way out (GDPR 21).

    The grade is the best of the touchpoints that prove it: one counted case is
    enough.
    """
    if not traffic.outbound:
        return _no_outbound(traffic)
    bare = [
        t
        for t in traffic.outbound
        if t.consent is None or not t.consent.has_basis or (t.promotional and not t.consent.has_way_out)
    ]
    grade = max((t.evidence.level for t in bare), default=None)
    return Measure(
        len(bare),
        tuple(f"touchpoints:{t.id}" for t in bare),
        grade if grade is not None else traffic.grade(traffic.outbound),
        explicit=any(t.consent is not None and t.consent.denied for t in bare),
    )


def contact_unwanted(traffic: Traffic) -> Measure:
    """P4-M4: share of outbound visits to segments that are let go or indifferent (S4-41, S4-42)."""
    if not traffic.outbound:
        return _no_outbound(traffic)
    total = traffic.all(traffic.outbound)
    if not total:
        return missing("no-volumes")
    segments = traffic.map.index["segments"]
    away = {
        buyer.id
        for buyer in traffic.map.buyers
        if (segment := segments.get(buyer.segment or "")) is not None
        and (segment.decision == "let-go" or segment.contact == "indifferent")
    }
    sent = {
        t.id: sum(number for buyer, number in traffic.visits[t.id].items() if buyer in away)
        for t in traffic.outbound
    }
    hit = [t for t in traffic.outbound if sent[t.id] > 0]
    hit.sort(key=lambda t: -sent[t.id])
    return Measure(
        sum(sent.values()) / total,
        tuple(f"touchpoints:{t.id}" for t in hit),
        traffic.grade(hit or traffic.outbound),
    )


def departments_without_log(traffic: Traffic) -> Measure:
    """P4-M5: departments that can contact one buyer without a shared log, worst buyer (S1-33).

    For each buyer, the departments with outbound touchpoints less those that
    log all of them in the log most departments share; one department alone
    needs no shared log.
    """
    if not traffic.outbound:
        return _no_outbound(traffic)
    worst: tuple[int, str, list[Touchpoint]] = (0, "", [])
    for buyer in traffic.map.buyers:
        mine = [t for t in traffic.outbound if buyer.id in buyers_of(t)]
        departments = {t.owner or f"?{t.id}" for t in mine}
        logs = {d: {t.logs_to for t in mine if (t.owner or f"?{t.id}") == d} for d in departments}
        single = Counter(next(iter(used)) for used in logs.values() if len(used) == 1)
        single.pop(None, None)
        shared, users = max(single.items(), key=lambda pair: (pair[1], str(pair[0])), default=(None, 0))
        apart = len(departments) - (users if users > 1 else 0)
        if apart > worst[0]:
            loose = [t for t in mine if users < 2 or t.logs_to != shared]
            worst = (apart, buyer.id, loose)
    count, buyer_id, loose = worst
    ids = (f"buyers:{buyer_id}", *(f"touchpoints:{t.id}" for t in loose)) if count > 1 else ()
    return Measure(count, ids, traffic.grade(loose) if loose else Grade.E0)
