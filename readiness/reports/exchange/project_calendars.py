"""Calendars and teams of a rollout as those of Microsoft Project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from readiness.folder.exchange.project_fields import DAYS, EVERY_DAY, ROUND_THE_CLOCK, STANDARD
from readiness.folder.exchange.step_columns import figure
from readiness.reports.exchange.project_xml import Node, node
from readiness.reports.words import Words
from readiness.rollout.model import WORKING_WEEK, Calendar, Rollout, Team
from readiness.touchmap.hours import ALWAYS, Hours, read_hours, union

STANDARD_UID = 1
OF_TEAMS = ROUND_THE_CLOCK
"""Teams' own calendars are numbered behind it; Project gives every resource one that stands on another."""
NOBODY = "-1"
_ALWAYS = "24 Hours"
"""As Project calls it."""
_LAST = date(2049, 12, 31)  # of Microsoft Project


def calendar_numbers(rollout: Rollout) -> Mapping[str, int]:
    """Return the number of each calendar by id; that of the working week is 1."""
    return {calendar.id: number for number, calendar in enumerate(rollout.calendars, start=2)}


def calendars(rollout: Rollout, words: Words) -> Node:
    """Return the calendars: the working week first, then those of the rollout and one for each team."""
    numbers = calendar_numbers(rollout)
    usual, always = Calendar("standard", hours=WORKING_WEEK), Calendar("always")
    return node(
        "Calendars",
        _calendar(usual, STANDARD_UID, STANDARD),
        _calendar(always, ROUND_THE_CLOCK, _ALWAYS),
        *(_calendar(one, numbers[one.id], str(words.title(one.title, one.id))) for one in rollout.calendars),
        *(_of_team(team, place, numbers, words) for place, team in enumerate(rollout.teams, start=1)),
    )


def _of_team(team: Team, number: int, calendars: Mapping[str, int], words: Words) -> Node:
    return node(
        "Calendar",
        node("UID", OF_TEAMS + number),
        node("Name", str(words.title(team.title, team.id))),
        node("IsBaseCalendar", 0),
        node("BaseCalendarUID", calendars.get(team.calendar or "", STANDARD_UID)),
    )


def _calendar(calendar: Calendar, number: int, name: str) -> Node:
    week = union(*map(read_hours, calendar.hours)) if calendar.hours else ALWAYS
    exceptions = list(_exceptions(calendar))
    return node(
        "Calendar",
        node("UID", number),
        node("Name", name),
        node("IsBaseCalendar", 1),
        node("BaseCalendarUID", NOBODY),
        node("WeekDays", *(_week_day(day, week) for day in range(7))),
        *([node("Exceptions", *exceptions)] if exceptions else []),
    )


def _week_day(day: int, week: Hours) -> Node:
    times = list(_of_day(week, day))
    return node(
        "WeekDay",
        node("DayType", DAYS[day]),
        node("DayWorking", int(bool(times))),
        *([_working(times)] if times else []),
    )


def _of_day(week: Hours, day: int) -> Iterator[tuple[int, int]]:
    """Yield the minutes of a day of the week, from 0 to 1440."""
    for start, end in week:
        first, last = max(start - day * EVERY_DAY, 0), min(end - day * EVERY_DAY, EVERY_DAY)
        if first < last:
            yield first, last


def _working(times: list[tuple[int, int]]) -> Node:
    return node(
        "WorkingTimes",
        *(
            node("WorkingTime", node("FromTime", _clock(first)), node("ToTime", _clock(last)))
            for first, last in times
        ),
    )


def _clock(minute: int) -> str:
    """Return a time of the day; the end of the day is 00:00:00 there."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}:00"


def _exceptions(calendar: Calendar) -> Iterator[Node]:
    for first, last in _closed(calendar):
        yield _exception(first, last, [])
    for extra in calendar.extra:
        hours = read_hours(f"mon {extra.hours}")
        yield _exception(extra.on, extra.on, list(_of_day(hours, 0)))


def _closed(calendar: Calendar) -> Iterator[tuple[date, date]]:
    """Yield closed periods parted by extra days, since exceptions of Project must not overlap."""
    extra = sorted(one.on for one in calendar.extra)
    for period in calendar.closed:
        first = period.first
        for on in (one for one in extra if one in period):
            if first < on:
                yield first, on - timedelta(days=1)
            first = on + timedelta(days=1)
        if first <= period.last:
            yield first, period.last


def _exception(first: date, last: date, times: list[tuple[int, int]]) -> Node:
    days = (last - first).days + 1
    return node(
        "Exception",
        node("EnteredByOccurrences", 0),
        _period(first, last),
        node("Occurrences", days),
        node("Type", 1),
        node("DayWorking", int(bool(times))),
        *([_working(times)] if times else []),
    )


def _period(first: date, last: date) -> Node:
    return node("TimePeriod", node("FromDate", f"{first}T00:00:00"), node("ToDate", f"{last}T23:59:00"))


def resources(rollout: Rollout, words: Words, first: date) -> Node:
    """Return the teams as resources; how many people they have from when on as periods of availability."""
    return node(
        "Resources",
        *(_resource(team, place, words, first) for place, team in enumerate(rollout.teams, start=1)),
    )


def _resource(team: Team, number: int, words: Words, first: date) -> Node:
    return node(
        "Resource",
        node("UID", number),
        node("ID", number),
        node("Name", str(words.title(team.title, team.id))),
        node("Type", 1),
        node("Code", team.id),
        node("MaxUnits", figure(team.people)),
        node("CalendarUID", OF_TEAMS + number),
        *([node("AvailabilityPeriods", *_availability(team, first))] if team.changes else []),
    )


def _availability(team: Team, first: date) -> Iterator[Node]:
    since = {first: team.people} | {change.on: change.people for change in team.changes}
    days = sorted(since)
    ends = [*(day - timedelta(days=1) for day in days[1:]), _LAST]
    for start, end in zip(days, ends, strict=True):
        yield node(
            "AvailabilityPeriod",
            node("AvailableFrom", f"{start}T00:00:00"),
            node("AvailableTo", f"{end}T23:59:00"),
            node("AvailableUnits", figure(since[start])),
        )
