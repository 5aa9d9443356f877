"""Local time and instants: clocks that go forward and back.

A local second is a second since 1970-01-01 00:00 as a clock on the wall shows
it, as if no clock were ever changed.  Between two changes of the clock, local
seconds are instants plus an offset that stays; so a set of local seconds is
moved piece by piece, and what a clock skips is in no piece, what it shows twice
is in two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from readiness.rollout.worktime import FAR, WorkTime
from readiness.touchmap.hours import Hours

Zones: TypeAlias = Callable[[str], tzinfo]
"""Gives the time zone of a name, and that of the engagement for no name."""

MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 604800
_LAP = 2**25  # about a year of seconds
_TOLD = (-62_000_000_000, 253_000_000_000)  # what datetime can tell, the years 6 to 9987
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1).toordinal()


def local_midnight(day: date) -> int:
    """Return the local second at which a day begins."""
    return (day.toordinal() - _FIRST_DAY) * DAY


def midnight(day: date, zone: tzinfo) -> int:
    """Return the first instant of a local day, which need not be 00:00 where clocks go forward then."""
    start = local_midnight(day)
    return to_instants(WorkTime.of([(start, start + 2 * DAY)]), zone).opening(-FAR)


def local_day(instant: int, zone: tzinfo) -> date:
    """Return the day that a calendar on the wall shows."""
    return date.fromordinal((instant + _offset(instant, zone)) // DAY + _FIRST_DAY)


def to_instants(local: WorkTime, zone: tzinfo) -> WorkTime:
    """Return the instants at which a clock shows any of these local seconds."""
    if not len(local):
        return local
    starts, ends = [], []
    for since, until, offset in offsets(int(local.starts[0]) - DAY, int(local.ends[-1]) + DAY, zone):
        piece = local.within(since + offset, until + offset)
        starts.append(piece.starts - offset)
        ends.append(piece.ends - offset)
    return WorkTime.between(np.concatenate(starts), np.concatenate(ends))


def offsets(since: int, until: int, zone: tzinfo) -> Iterator[tuple[int, int, int]]:
    """Yield stretches of instants with the seconds by which clocks are ahead of UTC in them.

    Clocks are read once a day, so two changes within a day are taken for one;
    no zone has such.
    """
    edges = [since]
    for lap in range(since // _LAP, until // _LAP + 1):
        edges += [change for change in _changes(lap, zone) if since < change < until]
    for one, other in pairwise([*edges, until]):
        yield one, other, _offset(one, zone)


def of_week(hours: Hours, first: int, last: int) -> WorkTime:
    """Return weekly hours as local seconds, over all weeks that touch ``[first, last)``."""
    monday = (first - 4 * DAY) // WEEK * WEEK + 4 * DAY  # 1970-01-05 was the first Monday
    weeks = np.arange(monday, last, WEEK, dtype=np.int64)[:, np.newaxis]
    minutes = np.array(hours, dtype=np.int64).reshape(-1, 2)
    starts, ends = (weeks + minutes[:, side] * MINUTE for side in (0, 1))
    return WorkTime.between(starts.ravel(), ends.ravel()).within(first, last)


def of_days(periods: Iterable[tuple[date, date]]) -> WorkTime:
    """Return whole days, each pair from the first to the last, as local seconds."""
    return WorkTime.of((local_midnight(first), local_midnight(last) + DAY) for first, last in periods)


def _offset(instant: int, zone: tzinfo) -> int:
    told = min(max(instant, _TOLD[0]), _TOLD[1])
    ahead = (_EPOCH + timedelta(seconds=told)).astimezone(zone).utcoffset()
    return int(ahead.total_seconds()) if ahead else 0


@lru_cache(maxsize=4096)
def _changes(lap: int, zone: tzinfo) -> tuple[int, ...]:
    """Return the instants at which the clocks of a zone change, in one lap; the same for ever, so kept."""
    readings = [
        (at, _offset(at, zone)) for at in (*range(lap * _LAP, (lap + 1) * _LAP, DAY), (lap + 1) * _LAP)
    ]
    return tuple(
        _change(one, other, zone) for (one, ahead), (other, later) in pairwise(readings) if ahead != later
    )


def _change(one: int, other: int, zone: tzinfo) -> int:
    """Return the first instant of the offset that ``other`` has, by halves."""
    before = _offset(one, zone)
    while other - one > 1:
        middle = (one + other) // 2
        one, other = (middle, other) if _offset(middle, zone) == before else (one, middle)
    return other
