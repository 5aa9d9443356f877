"""Contacts that the company starts: how many, to whom, on what ground."""

from __future__ import annotations

from collections import Counter
from math import fsum

from readiness.touchmap.fields import Consent, says_no
from readiness.touchmap.measure import Measure, missing, not_applicable, worst_of
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
            for buyer in buyers_of(touchpoint):
                if (number := traffic.visits[touchpoint.id].get(buyer)) is None:
                    continue
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
    if not any(inbound.values()):
        return missing("no-volumes")
    sent, places = _promotional(traffic)
    if not sent:
        return _unsent(traffic)
    ratio = {buyer: number / max(inbound.get(buyer, 0.0), 1.0) for buyer, number in sent.items()}
    return _worst_buyer(traffic, ratio, places)


def promotion_per_month(traffic: Traffic) -> Measure:
    """P4-M2: promotional contacts for each person and month over all departments, worst buyer (S4-43)."""
    if not traffic.outbound:
        return _no_outbound(traffic)
    heads = {buyer.id: buyer.head_count for buyer in traffic.map.buyers if buyer.head_count}
    if not heads:
        return missing("no-head-count")
    sent, places = _promotional(traffic)
    if not sent:
        return _unsent(traffic)
    rate = {buyer: number / heads[buyer] / 12 for buyer, number in sent.items() if buyer in heads}
    if not rate:
        return missing("no-head-count")
    return _worst_buyer(traffic, rate, places)


def _unsent(traffic: Traffic) -> Measure:
    if any(t.promotional for t in traffic.outbound):
        return missing("no-volumes")
    return Measure(0.0, (), traffic.grade(traffic.outbound))


def _worst_buyer(traffic: Traffic, rate: dict[str, float], places: dict[str, list[Touchpoint]]) -> Measure:
    value, worst = worst_of(rate)
    touchpoints = {t.id: t for buyer in worst for t in places[buyer]}
    ids = (*(f"buyers:{buyer}" for buyer in worst), *(f"touchpoints:{t}" for t in touchpoints))
    return Measure(value, ids, traffic.grade(touchpoints.values(), by_buyer=True))


def contact_without_basis(traffic: Traffic) -> Measure:
    """P4-M3: outbound touchpoints without a basis, or promotional ones without a way out (GDPR 21).

    The grade is the best of the touchpoints that prove it: one counted case is
    enough.  On an incomplete map only those count of which the map says
    outright what they lack.
    """
    if not traffic.outbound:
        return _no_outbound(traffic)
    bare = [t for t in traffic.outbound if _lacking(t)]
    stated = [t for t in bare if any(map(says_no, _lacking(t)))]
    if stated and not traffic.complete:
        bare = stated
    grade = max((t.evidence.level for t in bare), default=None)
    return Measure(
        len(bare),
        tuple(f"touchpoints:{t.id}" for t in bare),
        grade if grade is not None else traffic.grade(traffic.outbound),
        explicit=bool(stated),
    )


def _lacking(touchpoint: Touchpoint) -> list[str | None]:
    """Return what stands in the place of the basis or the way out that a touchpoint needs and lacks."""
    consent = touchpoint.consent or Consent()
    lacking = [] if consent.has_basis else [consent.basis]
    if touchpoint.promotional and not consent.has_way_out:
        lacking.append(consent.opt_out)
    return lacking


def contact_unwanted(traffic: Traffic) -> Measure:
    """P4-M4: share of outbound visits to segments that are let go or indifferent (S4-41, S4-42).

    Missing where no visit goes to a buyer who belongs to a segment.
    """
    if not traffic.outbound:
        return _no_outbound(traffic)
    total = traffic.all(traffic.outbound)
    if not total:
        return missing("no-volumes")
    segments = traffic.map.index["segments"]
    placed = {buyer.id: segments.get(buyer.segment or "") for buyer in traffic.map.buyers}
    if not any(placed.get(buyer) for t in traffic.outbound for buyer in traffic.visits[t.id]):
        return missing("no-segment")
    away = {
        buyer
        for buyer, segment in placed.items()
        if segment is not None and (segment.decision == "let-go" or segment.contact == "indifferent")
    }
    sent = {
        t.id: fsum(number for buyer, number in traffic.visits[t.id].items() if buyer in away)
        for t in traffic.outbound
    }
    hit = [t for t in traffic.outbound if sent[t.id] > 0]
    hit.sort(key=lambda t: -sent[t.id])
    return Measure(
        fsum(sent.values()) / total,
        tuple(f"touchpoints:{t.id}" for t in hit),
        traffic.grade(hit or traffic.outbound, by_buyer=True),
    )


def departments_without_log(traffic: Traffic) -> Measure:
    """P4-M5: departments that can contact one buyer without a shared log, worst buyer (S1-33).

    For each buyer, the departments with outbound touchpoints less those that
    log all of them in the log most departments share; one department alone
    needs no shared log.  A touchpoint that nobody owns is one of its own.
    """
    if not traffic.outbound:
        return _no_outbound(traffic)
    apart = {}
    for buyer in dict.fromkeys(buyer for t in traffic.outbound for buyer in buyers_of(t)):
        apart[buyer] = _without_log([t for t in traffic.outbound if buyer in buyers_of(t)])
    if not apart:
        return missing("no-outbound")
    count, worst = worst_of({buyer: number for buyer, (number, _) in apart.items()})
    loose = {t.id: t for buyer in worst for t in apart[buyer][1]}
    ids = (*(f"buyers:{buyer}" for buyer in worst), *(f"touchpoints:{t}" for t in loose))
    return Measure(count, ids if count > 1 else (), traffic.grade(loose.values() or traffic.outbound))


def _without_log(touchpoints: list[Touchpoint]) -> tuple[int, list[Touchpoint]]:
    """Return how many departments share no log with the others, and the touchpoints outside that log."""
    used: dict[str, set[str | None]] = {}
    for t in touchpoints:
        used.setdefault(t.department or f"?{t.id}", set()).add(t.logs_to)
    users = Counter(log for logs in used.values() if len(logs) == 1 for log in logs if log)
    most = max(users.values(), default=0)
    if most < 2:
        return len(used), touchpoints
    shared = [log for log, number in users.items() if number == most]
    return len(used) - most, [t for t in touchpoints if any(t.logs_to != log for log in shared)]
