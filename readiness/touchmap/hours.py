"""Opening hours: texts such as "mon-fri 07:00-19:00", as minutes of a week.

A week runs from Monday 00:00 and has 10,080 minutes.  ``Hours`` are half-open
stretches ``(first minute, minute after the last)``, sorted, none touching the
next, so that equal hours are equal values.  The week is a circle: Sunday night
goes on as Monday morning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from readiness.diagnostics import Problem
from readiness.scalars import Unreadable
from readiness.touchmap.model import TouchMap
from readiness.touchmap.records import Channel

Hours = tuple[tuple[int, int], ...]

DAY = 24 * 60
WEEK = 7 * DAY
WEEK_HOURS = 168.0
ALWAYS: Hours = ((0, WEEK),)
NEVER: Hours = ()
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMES = {
    **{name: day for names in (DAYS, _LONG) for day, name in enumerate(names)},
    **{f"{week}{name}": day for week in ("周", "週", "星期") for day, name in enumerate("一二三四五六日")},
    **{f"{week}天": 6 for week in ("周", "週", "星期")},
}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~〜至到", "-") | dict.fromkeys(";、", ","))
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?\Z", re.ASCII)


@dataclass(frozen=True)
class Opening:
    """The same hours on one or more days.

    ``days`` counts from Monday, 0, and ``start`` from midnight in minutes;
    ``end`` counts from the same midnight and passes 1,440 where it lies on a
    later day.
    """

    days: tuple[int, ...]
    start: int
    end: int

    @property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """First and last day of each run of days; from Saturday on to Monday is one run."""
        days = self.days
        firsts = [day for day in days if (day - 1) % 7 not in days] or [0]
        return tuple((first, _last(first, days)) for first in firsts)

    @property
    def is_stretch(self) -> bool:
        """A day or more without a break, which does not start and end at midnight."""
        return self.end - self.start >= DAY and (self.start, self.end) != (0, DAY)


def read_hours(text: str) -> Hours:
    """Read opening hours.

    Days (``mon``, ``monday``, ``mon-fri``, ``mon,wed,fri``, ``fri-mon``, in
    Chinese ``周一至周五``), then one time or more (``8-12 13:00-17:00``), which
    end on the next day where the end is before the start (``22:00-06:00``).
    Other days with their times may follow.  ``fri 19:00-mon 07:00`` is one
    stretch, ``24/7`` the whole week.  Raises Unreadable (``hours-unreadable``,
    with the text as ``value``) for anything else; a time from 08:00 to 08:00
    could be a day or nothing and is refused too.
    """
    try:
        return _merged(_stretches(_tokens(text)))
    except _NoHours:
        raise Unreadable("hours-unreadable", value=text) from None


def open_week(channel: Channel) -> Hours | None:
    """Return when a channel is open; None where it is not written or any of it cannot be read."""
    if not channel.hours:
        return None
    try:
        return union(*(read_hours(text) for text in channel.hours))
    except Unreadable:
        return None


def unreadable_hours(touchmap: TouchMap) -> Iterator[Problem]:
    """Yield the opening hours that cannot be read."""
    for place, channel in enumerate(touchmap.channels):
        for number, text in enumerate(channel.hours):
            try:
                read_hours(text)
            except Unreadable as error:
                yield Problem(error.code, ("channels", place, "hours", number), error.values)


def union(*many: Hours) -> Hours:
    """Return the minutes that are in any."""
    return _merged(stretch for hours in many for stretch in hours)


def complement(hours: Hours) -> Hours:
    """Return the minutes of the week that are not in the hours."""
    ends = [0, *(end for _, end in hours)]
    starts = [*(start for start, _ in hours), WEEK]
    return tuple((end, start) for end, start in zip(ends, starts, strict=True) if end < start)


def intersection(one: Hours, other: Hours) -> Hours:
    """Return the minutes that are in both: what is in neither's complement (De Morgan)."""
    return complement(union(complement(one), complement(other)))


def length(hours: Hours) -> float:
    """Return how long hours are together, in hours."""
    return sum(end - start for start, end in hours) / 60


def round_the_week(hours: Hours) -> Hours:
    """Return the unbroken stretches; one over Sunday midnight is whole and ends past the week."""
    if len(hours) > 1 and hours[0][0] == 0 and hours[-1][1] == WEEK:
        return (*hours[1:-1], (hours[-1][0], WEEK + hours[0][1]))
    return hours


def longest(hours: Hours) -> float:
    """Return the longest stretch without a break, in hours; over Sunday midnight too."""
    return max((end - start for start, end in round_the_week(hours)), default=0) / 60


def openings(hours: Hours) -> tuple[Opening, ...]:
    """Return hours as people say them: the same times on several days together."""
    days: dict[tuple[int, int], list[int]] = {}
    for start, end in round_the_week(hours):
        day, minute = divmod(start, DAY)
        whole, rest = divmod(end - start, DAY)
        if minute == rest == 0:
            days.setdefault((0, DAY), []).extend(range(day, day + whole))
        else:
            days.setdefault((minute, end - day * DAY), []).append(day)
    found: list[Opening] = []
    for (minute, end), on in days.items():
        each = [Opening((day,), minute, end) for day in on]
        # a stretch names its own first and last day, so each stands alone
        found += each if each[0].is_stretch else [Opening(_week_days(on), minute, end)]
    return tuple(found)


def written(hours: Hours) -> tuple[str, ...]:
    """Return texts that read_hours reads as the same hours."""
    return tuple(_text(opening) for opening in openings(hours))


def clock(minute: int) -> str:
    """Return a minute of a day as 07:30; the end of a day is 24:00, a later one starts anew."""
    of_day = minute if minute <= DAY else minute % DAY
    return f"{of_day // 60:02}:{of_day % 60:02}"


class _NoHours(ValueError):
    """No opening hours are written here."""


def _tokens(text: str) -> list[str]:
    plain = " ".join(normalize("NFKC", text).lower().translate(_DASHES).split())
    for mark in "-,":
        plain = plain.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    return [token for token in plain.replace(",", " ").split(" ") if token]


def _stretches(tokens: list[str]) -> Iterator[tuple[int, int]]:
    """Yield stretches that may end in the next week; a circle is cut later."""
    if tokens == ["24/7"]:
        yield 0, WEEK
        return
    days: list[int] = []
    timed = True
    left = iter(tokens)
    for token in left:
        first, _, last = token.partition("-")
        if first in _NAMES:
            days = [] if timed else days
            days += _days(first, last or first)
            timed = False
            continue
        if not days:
            raise _NoHours
        start = _minute(first)
        if last in _NAMES:
            if len(days) != 1:
                raise _NoHours
            end = _NAMES[last] * DAY + _minute(next(left, ""), end=True)
            yield _lasting(days[0] * DAY + start, end, WEEK)
        else:
            end = _minute(last, end=True)
            for day in days:
                yield _lasting(day * DAY + start, day * DAY + end, DAY)
        timed = True
    if not timed or not days:
        raise _NoHours


def _lasting(start: int, end: int, later: int) -> tuple[int, int]:
    if start == end:
        raise _NoHours
    return start, end if start < end else end + later


def _days(first: str, last: str) -> list[int]:
    if last not in _NAMES:
        raise _NoHours
    start = _NAMES[first]
    return [(start + day) % 7 for day in range((_NAMES[last] - start) % 7 + 1)]


def _minute(word: str, *, end: bool = False) -> int:
    found = _TIME.match(word)
    if not found:
        raise _NoHours
    hour, minute = int(found[1]), int(found[2] or 0)
    of_day = hour * 60 + minute
    if minute > 59 or of_day > DAY or (of_day == DAY and not end):
        raise _NoHours
    return of_day


def _merged(stretches: Iterable[tuple[int, int]]) -> Hours:
    """Return stretches cut at the end of the week, sorted and joined, O(n log n)."""
    cut: list[tuple[int, int]] = []
    for start, end in stretches:
        cut.append((start, min(end, WEEK)))
        if end > WEEK:
            cut.append((0, end - WEEK))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(cut):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _week_days(days: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(day % 7 for day in days))


def _last(first: int, days: tuple[int, ...]) -> int:
    last = first
    while (last + 1) % 7 in days and (last + 1) % 7 != first:
        last = (last + 1) % 7
    return last


def _text(opening: Opening) -> str:
    if opening.is_stretch:
        later, minute = divmod(opening.end, DAY)
        first, last = DAYS[opening.days[0]], DAYS[(opening.days[0] + later) % 7]
        return f"{first} {clock(opening.start)}-{last} {clock(minute)}"
    runs = (DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}" for first, last in opening.runs)
    return f"{','.join(runs)} {clock(opening.start)}-{clock(opening.end)}"
