"""Calendars as open time: weekly hours in a time zone, holidays, extra days, what other calendars take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, tzinfo

from readiness.rollout.fields import Period
from readiness.rollout.localtime import (
    DAY,
    MINUTE,
    Zones,
    local_midnight,
    midnight,
    of_days,
    of_week,
    to_instants,
)
from readiness.rollout.model import (
    BUSINESS,
    OUTSIDE_BUSINESS,
    WORKING_WEEK,
    Blackout,
    Calendar,
    ExtraDay,
    Work,
)
from readiness.rollout.worktime import NEVER, WorkTime
from readiness.touchmap.hours import ALWAYS, Hours, open_week, read_hours, union
from readiness.touchmap.model import TouchMap

OUTSIDE = Calendar(OUTSIDE_BUSINESS, excludes=(BUSINESS,))
"""All hours but business hours; a calendar of the same id in the file takes its place."""
STANDARD = Calendar("standard", hours=WORKING_WEEK)
"""The calendar of a team without one."""
_MARGIN = 3 * DAY
"""Calendars of other zones begin and end up to a day before or after; what is too much is cut off."""


def work_time(
    calendar: Calendar,
    *,
    calendars: Mapping[str, Calendar],
    business: Hours,
    zone: Zones,
    first: date,
    last: date,
) -> WorkTime:
    """Return the open time of a calendar from its first to its last day, in the engagement's zone.

    What it excludes goes out last, so that an extra day never opens business
    hours.  ``business`` are hours of the week in the engagement's zone, on
    holidays too.  Calendars that are not known are ignored; in a circle the
    one that closes it is.
    """
    span = _span(first, last, zone(""))
    outer = (local_midnight(first) - _MARGIN, local_midnight(last) + DAY + _MARGIN)
    made: dict[int, WorkTime] = {}
    for one in _innermost_first(calendar, calendars):
        time = _own_hours(one, outer, zone(one.time_zone))
        for name in dict.fromkeys(one.excludes):
            if name == BUSINESS:
                time = time.minus(to_instants(of_week(business, *outer), zone("")))
            else:
                time = time.minus(made.get(id(_named(name, calendars)), NEVER))
        made[id(one)] = time
    return made[id(calendar)].both(span)


def blocked(blackouts: Iterable[Blackout], kind: Work, zone: tzinfo, first: date, last: date) -> WorkTime:
    """Return when blackouts forbid a kind of work, in whole days of the zone."""
    periods = (blackout.period for blackout in blackouts if kind in blackout.blocks)
    return in_periods(periods, zone, first, last)


def in_periods(periods: Iterable[Period], zone: tzinfo, first: date, last: date) -> WorkTime:
    """Return periods as instants, as far as they lie between the first and the last day."""
    inside = of_days([(first, last)]).both(of_days((period.first, period.last) for period in periods))
    return to_instants(inside, zone)


def business_hours(touchmap: TouchMap, touchpoints: Iterable[str]) -> Hours:
    """Return the hours of the week in which any of some touchpoints is open.

    Channels that are always open, or of which no hours are written, do not
    count.  Where none is left, the hours are those of all touchpoints of the
    map, and of a working week where none of those has any.
    """
    for some in ({*touchpoints}, {touchpoint.id for touchpoint in touchmap.touchpoints}):
        channels = {touchpoint.channel for touchpoint in touchmap.touchpoints if touchpoint.id in some}
        weeks = [open_week(channel) for channel in touchmap.channels if channel.id in channels]
        hours = union(*(week for week in weeks if week is not None and week != ALWAYS))
        if hours:
            return hours
    return union(*map(read_hours, WORKING_WEEK))


def _span(first: date, last: date, zone: tzinfo) -> WorkTime:
    """Return all instants from the first to the last day."""
    return to_instants(of_days([(first, last)]), zone)


def _own_hours(calendar: Calendar, outer: tuple[int, int], zone: tzinfo) -> WorkTime:
    """Return the hours of a calendar before others take theirs out."""
    hours = union(*map(read_hours, calendar.hours)) if calendar.hours else ALWAYS
    closed = of_days((period.first, period.last) for period in calendar.closed)
    extra = WorkTime.of(stretch for day in calendar.extra for stretch in _of_day(day))
    local = of_week(hours, *outer).minus(closed).union(extra)
    return to_instants(local.within(*outer), zone)


def _of_day(day: ExtraDay) -> Iterator[tuple[int, int]]:
    start = local_midnight(day.on)
    for opened, closed in read_hours(f"mon {day.hours}"):
        yield start + opened * MINUTE, start + closed * MINUTE


def _named(name: str, calendars: Mapping[str, Calendar]) -> Calendar | None:
    return calendars.get(name, OUTSIDE if name == OUTSIDE_BUSINESS else None)


def _innermost_first(calendar: Calendar, calendars: Mapping[str, Calendar]) -> Iterator[Calendar]:
    """Yield a calendar and all that it needs, each once, after those that it excludes itself."""
    path = [(calendar, iter(calendar.excludes))]
    seen = {id(calendar)}
    while path:
        here, names = path[-1]
        other = next((other for name in names if (other := _named(name, calendars)) is not None), None)
        if other is None:
            path.pop()
            yield here
        elif id(other) not in seen:
            seen.add(id(other))
            path.append((other, iter(other.excludes)))


__all__ = ["OUTSIDE", "STANDARD", "blocked", "business_hours", "in_periods", "midnight", "work_time"]
