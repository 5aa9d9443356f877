"""Why something cannot be done at once: hours, holidays, business hours, blackouts.

Each limit is judged by what happens without it: the date is worked out again
by the calendar functions themselves, with that limit alone taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from readiness.rollout.calendars import OUTSIDE, STANDARD, blocked, business_hours, work_time
from readiness.rollout.fields import Period
from readiness.rollout.localtime import DAY, local_day, local_midnight, of_week, to_instants
from readiness.rollout.model import BUSINESS, OUTSIDE_BUSINESS, Blackout, Calendar, Rollout, Work
from readiness.rollout.setting import Setting
from readiness.rollout.step import Step
from readiness.rollout.worktime import FAR, WorkTime
from readiness.touchmap.hours import ALWAYS, open_week

Cause = Literal["hours", "closed", "business", "excluded", "blackout"]
When = Callable[[WorkTime], int]
"""Works a date out from open time."""


@dataclass(frozen=True)
class Limit:
    """One thing that closes a calendar: its weekly hours, a holiday, what it excludes, or a blackout.

    ``name`` is the calendar, the blackout, or what is excluded.
    """

    cause: Cause
    name: str
    calendar: str
    period: Period | None = None


@dataclass(frozen=True)
class Hindrance:
    """A limit that is in the way of a date."""

    limit: Limit
    without: int
    """The date if this limit alone were not there."""
    to_the_end: bool
    """It closes the last moment before the date."""
    channels: tuple[str, ...] = ()
    """Channels that are open meanwhile, where business hours are in the way."""
    touchpoints: tuple[str, ...] = ()
    """The touchpoints of these channels that the step affects."""

    @property
    def elements(self) -> tuple[str, ...]:
        """The records it stands on."""
        limit = self.limit
        if limit.cause == "blackout":
            return (f"blackouts:{limit.name}",)
        own = (f"calendars:{limit.calendar}",)
        if limit.cause == "excluded":
            return (*own, f"calendars:{limit.name}")
        channels = tuple(f"channels:{name}" for name in self.channels)
        return (*own, *channels, *(f"touchpoints:{name}" for name in self.touchpoints))


@dataclass(frozen=True)
class Permit:
    """When a kind of work may be done: in a calendar, outside blackouts of its kind."""

    calendar: Calendar
    kind: Work
    touchpoints: tuple[str, ...] = ()
    """Those whose opening hours are the business hours; none for those of the whole map."""


def permit_of(setting: Setting, kind: Work, step: Step | None = None, team: str | None = None) -> Permit:
    """Return when the work, migration or cut-over of a step may be done, or when a team works."""
    if kind == "work":
        calendar = setting.work_calendar(step) if step is not None else _of_team(setting, team)
        return Permit(calendar, kind)
    part = None if step is None else step.migrate if kind == "migration" else step.cut_over
    name = part.calendar if part is not None else OUTSIDE_BUSINESS
    return Permit(_named(setting, name), kind, tuple(step.affects) if step is not None else ())


def open_time(setting: Setting, permit: Permit, since: int, until: int) -> WorkTime:
    """Return the open time of the days from one instant to another, as far as the rollout looks."""
    zone = setting.zones("")
    first, last = setting.first, setting.last
    if since < FAR:
        first = max(first, local_day(since, zone))
    if until < FAR:
        last = min(last, local_day(until, zone))
    if first > last:
        return WorkTime.of(())
    time = work_time(
        permit.calendar,
        calendars={one.id: one for one in reversed(setting.rollout.calendars)},
        business=business_hours(setting.touchmap, permit.touchpoints),
        zone=setting.zones,
        first=first,
        last=last,
    )
    return time.minus(blocked(setting.rollout.blackouts, permit.kind, zone, first, last))


def hindrances(
    setting: Setting, permit: Permit, when: When, *, since: int, until: int, to: int | None = None
) -> tuple[Hindrance, ...]:
    """Return the limits that close some of the time from one instant to another, those that cost most first.

    ``when`` works out the date that they put off to ``until``; it looks at open
    time up to ``to``.
    """
    if since >= until:
        return ()
    found = []
    span = WorkTime.of([(since, min(until, FAR))])
    for limit in _limits(setting, permit):
        alone = only(setting, permit, limit)
        shut = span.minus(open_time(alone[0], alone[1], since, until))
        if not len(shut):
            continue
        changed, freed = lifted(setting, permit, limit)
        without = min(until, when(open_time(changed, freed, since, until if to is None else to)))
        last = int(shut.ends[-1]) >= min(until, FAR)
        channels = _open_channels(setting, permit, shut) if limit.cause == "business" else ()
        mine = _touchpoints_on(setting, permit, channels)
        found.append(Hindrance(limit, without, last, channels, mine))
    return tuple(sorted(found, key=lambda one: (one.without, not one.to_the_end)))


def lifted(setting: Setting, permit: Permit, limit: Limit) -> tuple[Setting, Permit]:
    """Return a setting, and the permit in it, in which one limit is not there."""
    rollout = setting.rollout
    if limit.cause == "blackout":
        kept = tuple(one for one in rollout.blackouts if one.id != limit.name)
        return _with(setting, rollout, blackouts=kept), permit
    calendar = permit.calendar
    match limit.cause:
        case "hours":
            calendar = replace(calendar, hours=())
        case "closed":
            calendar = replace(calendar, closed=tuple(p for p in calendar.closed if p != limit.period))
        case _:
            calendar = replace(calendar, excludes=tuple(n for n in calendar.excludes if n != limit.name))
    known = any(one.id == calendar.id for one in rollout.calendars)
    others = tuple(calendar if one.id == calendar.id else one for one in rollout.calendars)
    calendars = others if known else (*others, calendar)
    return _with(setting, rollout, calendars=calendars), replace(permit, calendar=calendar)


def only(setting: Setting, permit: Permit, limit: Limit) -> tuple[Setting, Permit]:
    """Return a setting, and a permit in it, in which one limit is all there is."""
    rollout, whole = setting.rollout, permit.calendar
    blackouts: tuple[Blackout, ...] = ()
    calendar = Calendar(whole.id, time_zone=whole.time_zone, extra=whole.extra)
    match limit.cause:
        case "blackout":
            blackouts = tuple(one for one in rollout.blackouts if one.id == limit.name)
        case "hours":
            calendar = replace(calendar, hours=whole.hours)
        case "closed":
            calendar = replace(calendar, closed=(limit.period,) if limit.period else ())
        case _:
            calendar = replace(calendar, excludes=(limit.name,))
    return _with(setting, rollout, blackouts=blackouts), replace(permit, calendar=calendar)


def _with(setting: Setting, rollout: Rollout, **fields: object) -> Setting:
    return replace(setting, rollout=replace(rollout, **fields))  # type: ignore[arg-type]  # two tuples


def _limits(setting: Setting, permit: Permit) -> Iterator[Limit]:
    calendar = permit.calendar
    if calendar.hours:
        yield Limit("hours", calendar.id, calendar.id)
    for period in dict.fromkeys(calendar.closed):
        yield Limit("closed", calendar.id, calendar.id, period)
    for name in dict.fromkeys(calendar.excludes):
        yield Limit("business" if name == BUSINESS else "excluded", name, calendar.id)
    for blackout in setting.blackouts(permit.kind):
        yield Limit("blackout", blackout.id, calendar.id, blackout.period)


def _open_channels(setting: Setting, permit: Permit, shut: WorkTime) -> tuple[str, ...]:
    """Return the channels whose opening hours make some time business hours."""
    zone = setting.zones("")
    first, last = (local_day(int(one), zone) for one in (shut.starts[0], min(shut.ends[-1], FAR)))
    span = (local_midnight(first), local_midnight(min(last, setting.last)) + DAY)
    names = {channel for _, channel in _on_channels(setting, permit.touchpoints)}
    weeks = {channel.id: open_week(channel) for channel in setting.touchmap.channels if channel.id in names}
    return tuple(
        name
        for name, hours in weeks.items()
        if hours and hours != ALWAYS and len(to_instants(of_week(hours, *span), zone).both(shut))
    )


def _touchpoints_on(setting: Setting, permit: Permit, channels: Iterable[str]) -> tuple[str, ...]:
    known = {*channels}
    return tuple(one for one, channel in _on_channels(setting, permit.touchpoints) if channel in known)


def _on_channels(setting: Setting, touchpoints: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return touchpoints with their channels: those whose hours count, else all of the map."""
    own = {*touchpoints}
    every = tuple((one.id, one.channel or "") for one in setting.touchmap.touchpoints)
    weeks = {channel.id: open_week(channel) for channel in setting.touchmap.channels}
    mine = tuple(pair for pair in every if pair[0] in own and weeks.get(pair[1]) not in (None, ALWAYS))
    return mine or every


def _of_team(setting: Setting, name: str | None) -> Calendar:
    team = next((team for team in setting.rollout.teams if team.id == name), None)
    return _named(setting, team.calendar) if team and team.calendar else STANDARD


def _named(setting: Setting, name: str) -> Calendar:
    known = {one.id: one for one in reversed(setting.rollout.calendars)}
    return known.get(name, OUTSIDE if name == OUTSIDE_BUSINESS else STANDARD)
