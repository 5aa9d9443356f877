"""The map against what a log says: what is only on one side, and figures that are too far apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readiness.engagement.measured import Measured
from readiness.evidence import Grade
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import Traffic, buyers_of

NOT_ON_MAP, UNUSED, STRANGER = "touchpoint-not-on-map", "touchpoint-unused", "buyer-not-on-map"
STEP_NOT_ON_MAP, STEP_UNUSED = "step-not-on-map", "step-unused"
VOLUME, DRIFT = "volume-differs", "volume-drifts"
CODES = (NOT_ON_MAP, UNUSED, STRANGER, STEP_NOT_ON_MAP, STEP_UNUSED, VOLUME, DRIFT)
TOLERANCE: Mapping[Grade, float] = {Grade.E0: 0.5, Grade.E1: 0.25, Grade.E2: 0.1}
"""How far a yearly volume may be from the measured one, by the grade of its evidence."""
DRIFTS_FROM = 0.5
"""How much a touchpoint's share of contacts may change from the first half of the months to the second."""
STEP_FROM = 0.01
"""Part of the steps from a touchpoint that a step must reach to be missed on the map."""


@dataclass(frozen=True)
class Mismatch:
    """Something in which map and log differ; ``contacts`` are those of the log that it concerns."""

    code: str
    touchpoint: str
    other: str = ""
    """The buyer type, or the touchpoint to which a step leads."""
    contacts: int = 0
    believed: float | None = None
    """What the map says: visits a year, or a share."""
    measured: float | None = None
    """What the log says, in the same unit."""


@dataclass(frozen=True)
class Conformance:
    """How well a map fits a log: mismatches by kind, those of most contacts first."""

    contacts: int
    covered: int
    """Contacts at a touchpoint of the map by a buyer type that the map shows there."""
    mismatches: tuple[Mismatch, ...]

    @property
    def coverage(self) -> float:
        """Part of the contacts that the map explains; 1 where there are none."""
        return self.covered / self.contacts if self.contacts else 1.0


def conform(traffic: Traffic, log: Measured) -> Conformance:
    """Compare a map with a log; what the log withholds, since it is too small, is not compared."""
    touchmap = traffic.map
    used: dict[str, dict[str, int]] = {}
    for cell in log.cells:
        by_buyer = used.setdefault(cell.touchpoint, {})
        by_buyer[cell.buyer] = by_buyer.get(cell.buyer, 0) + cell.contacts
    shown = {one.id: set(buyers_of(one)) for one in touchmap.touchpoints}
    covered = sum(
        number
        for touchpoint, by_buyer in used.items()
        for buyer, number in by_buyer.items()
        if touchpoint in shown and (buyer in shown[touchpoint] or buyer == "")
    )
    found = [
        *_places(used, shown),
        *_volumes(traffic, used, log.years),
        *_steps(touchmap, log, used),
        *_drift(log),
    ]
    order = {code: place for place, code in enumerate(CODES)}
    found.sort(key=lambda one: (order[one.code], -one.contacts, one.touchpoint, one.other))
    return Conformance(sum(sum(one.values()) for one in used.values()), covered, tuple(found))


def _places(used: Mapping[str, Mapping[str, int]], shown: Mapping[str, set[str]]) -> Iterator[Mismatch]:
    for touchpoint, by_buyer in used.items():
        if touchpoint not in shown:
            yield Mismatch(NOT_ON_MAP, touchpoint, contacts=sum(by_buyer.values()))
            continue
        for buyer, number in by_buyer.items():
            if buyer and buyer not in shown[touchpoint]:
                yield Mismatch(STRANGER, touchpoint, buyer, number)
    for touchpoint in shown:
        if touchpoint not in used:
            yield Mismatch(UNUSED, touchpoint)


def _volumes(traffic: Traffic, used: Mapping[str, Mapping[str, int]], years: float) -> Iterator[Mismatch]:
    for touchpoint in traffic.map.touchpoints:
        believed, contacts = traffic.total(touchpoint.id), sum(used.get(touchpoint.id, {}).values())
        if not believed or not contacts:
            continue
        yearly = contacts / years
        bound = 1 + TOLERANCE[touchpoint.evidence.level]
        if not believed / bound <= yearly <= believed * bound:
            yield Mismatch(
                VOLUME, touchpoint.id, contacts=contacts, believed=believed, measured=round(yearly, 1)
            )


def _steps(touchmap: TouchMap, log: Measured, used: Mapping[str, Mapping[str, int]]) -> Iterator[Mismatch]:
    went: dict[tuple[str, str], int] = {}
    for step in log.steps:
        went[step.start, step.to] = went.get((step.start, step.to), 0) + step.contacts
    drawn = {(one.id, step.to): step.share for one in touchmap.touchpoints for step in one.next}
    visits = {touchpoint: sum(by_buyer.values()) for touchpoint, by_buyer in used.items()}
    known = touchmap.index["touchpoints"]
    for (start, to), number in went.items():
        if start in known and to in known and (start, to) not in drawn:
            share = number / max(1, visits.get(start, number))
            if share >= STEP_FROM:
                yield Mismatch(STEP_NOT_ON_MAP, start, to, number, measured=round(share, 4))
    for (start, to), share in drawn.items():
        if share and (start, to) not in went and visits.get(start, 0) * share >= max(1, log.minimum):
            yield Mismatch(STEP_UNUSED, start, to, believed=share)


def _drift(log: Measured) -> Iterator[Mismatch]:
    """Yield touchpoints whose share of contacts changes between the halves of the months."""
    months = sorted({month for by_month in log.months.values() for month in by_month})
    middle = len(months) // 2
    if middle < 3:
        return
    halves = (set(months[:middle]), set(months[-middle:]))
    totals = [sum(n for by in log.months.values() for m, n in by.items() if m in half) for half in halves]
    for touchpoint, by_month in log.months.items():
        parts = [sum(number for month, number in by_month.items() if month in half) for half in halves]
        before, after = (part / total if total else 0.0 for part, total in zip(parts, totals, strict=True))
        if sum(parts) < 20 * max(1, log.minimum):
            continue
        if abs(after - before) > DRIFTS_FROM * max(before, after):
            yield Mismatch(
                DRIFT, touchpoint, contacts=sum(parts), believed=round(before, 4), measured=round(after, 4)
            )
