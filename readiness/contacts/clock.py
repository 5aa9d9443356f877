"""Time zones as arithmetic: the offset of a zone at an instant, for an engine that knows only numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

SECOND = 1_000_000
"""Microseconds, in which all times are counted, from 1970 on."""
HOUR = 3600 * SECOND
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Offsets:
    """How far the clocks of a zone are ahead of UTC, in microseconds.

    ``first`` holds up to the first change; ``changes`` are the instant of each
    change in UTC, the offset before it and the one after it, in order.
    """

    first: int
    changes: tuple[tuple[int, int, int], ...] = ()

    def at_utc(self, term: str) -> str:
        """Return SQL for the offset at an instant in UTC."""
        return _choice(term, [(at, after) for at, _, after in self.changes], self.first)

    def at_local(self, term: str) -> str:
        """Return SQL for the offset at a time of the clocks.

        An hour that comes twice is the first of the two; one that is left out
        counts as if the clocks had not changed yet (as ``fold=0`` in PEP 495).
        """
        steps = [(at + max(before, after), after) for at, before, after in self.changes]
        return _choice(term, steps, self.first)


def offsets(zone: tzinfo, first: date, last: date) -> Offsets:
    """Return the offsets of a zone from the day before a first day to the day after a last."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=2)
    days = (last - first).days + 5
    known = [_offset(zone, start + timedelta(days=number)) for number in range(days)]
    changes = []
    for number in range(1, days):
        if known[number] != known[number - 1]:
            at = _change(zone, start + timedelta(days=number - 1), start + timedelta(days=number))
            changes.append((at, known[number - 1], known[number]))
    return Offsets(known[0], tuple(changes))


def microseconds(day: date) -> int:
    """Return the midnight at which a day starts, as if its clocks showed UTC."""
    return (day - _EPOCH.date()).days * DAY


def _change(zone: tzinfo, low: datetime, high: datetime) -> int:
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return (high - _EPOCH) // timedelta(microseconds=1)


def _offset(zone: tzinfo, instant: datetime) -> int:
    offset = instant.astimezone(zone).utcoffset()
    return (offset or timedelta()) // timedelta(microseconds=1)


def _choice(term: str, steps: Sequence[tuple[int, int]], first: int) -> str:
    """Return SQL that finds the last step at or before a term, as a tree of questions."""
    if not steps:
        return str(first)
    middle = len(steps) // 2
    at, value = steps[middle]
    left, right = _choice(term, steps[:middle], first), _choice(term, steps[middle + 1 :], value)
    return f"CASE WHEN {term} < {at} THEN {left} ELSE {right} END"
