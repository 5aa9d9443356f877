"""Calendars of Microsoft Project's XML as those of a rollout: weekly hours, holidays, extra days.

A calendar may stand on another, whose days it changes one by one.  Exceptions
are written in two ways, before and since Project 2007, and often in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from readiness.folder.exchange.msproject_xml import day, minute, part, parts, said, truth, whole
from readiness.folder.exchange.project_fields import ROUND_THE_CLOCK
from readiness.folder.exchange.rollout_draft import RolloutDraft
from readiness.folder.exchange.xml_reading import Element
from readiness.rollout.model import WORKING_WEEK
from readiness.touchmap.hours import DAY, Hours, clock, read_hours, union, written

_OFFICE = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
USUAL: Hours = union(*(read_hours(text) for text in WORKING_WEEK))
"""The hours of whoever has no calendar in a rollout."""
MOST_EXTRA = 62
"""How many days one exception may open."""
MOST_BASES = 20
"""How many calendars may stand on each other."""
MOST_DAYS = 2000
"""How many exceptions of a calendar are read."""


@dataclass
class Week:
    """What a calendar says, that of its base included."""

    days: dict[int, Hours] = field(default_factory=dict)
    """Day of the week, Monday 0, to minutes of the day."""
    closed: dict[tuple[date, date], None] = field(default_factory=dict)
    extra: dict[date, Hours] = field(default_factory=dict)

    @property
    def hours(self) -> Hours:
        """The minutes of the week that are open."""
        return union(
            *(
                tuple((number * DAY + start, number * DAY + end) for start, end in times)
                for number, times in self.days.items()
            )
        )


class PlanCalendars:
    """The calendars of a plan by number; those that something needs are added to the draft."""

    def __init__(self, root: Element, draft: RolloutDraft) -> None:
        self._draft = draft
        self._elements = {whole(one, "UID"): one for one in parts(root, "Calendars", "Calendar")}
        self._given: dict[int, str | None] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._elements

    def give_all(self) -> None:
        """Add every calendar that others stand on, whether anything needs it or not."""
        for number, element in self._elements.items():
            if truth(element, "IsBaseCalendar") and number != ROUND_THE_CLOCK:
                self.give(number)

    def give(self, number: int | None) -> str | None:
        """Return the id of a calendar, adding it to the draft; None for the usual week, or for none."""
        element = self._elements.get(number)
        if number is None or element is None:
            return None
        base = whole(element, "BaseCalendarUID")
        if base != number and base in self._elements and not _says_something(element):
            return self._resolved(base, number)
        return self._resolved(number, number)

    def _resolved(self, number: int | None, asked: int) -> str | None:
        if number is None:
            return None
        if number not in self._given:
            self._given[number] = self._add(number)
        self._given[asked] = self._given[number]
        return self._given[number]

    def _add(self, number: int) -> str | None:
        draft, element = self._draft, self._elements[number]
        at = draft.line(element.line)
        title = draft.clean(" ".join(said(element, "Name").split()), at)
        week = self._week(number, ())
        hours = week.hours
        if not hours:
            draft.lose("calendar-empty", title or str(number))
            return None
        if hours == USUAL and not week.closed and not week.extra:
            return None
        identity = draft.ids["calendars"].give("calendar", title, number)
        closed = [
            first.isoformat() if first == last else f"{first}..{last}" for first, last in sorted(week.closed)
        ]
        extra = [{"on": on.isoformat(), "hours": _times(times)} for on, times in sorted(week.extra.items())]
        record = {
            "id": identity,
            "title": title,
            "hours": [*written(hours)],
            "closed": closed,
            "extra": extra,
        }
        draft.add("calendars", record, at)
        return identity

    def _week(self, number: int, below: tuple[int, ...]) -> Week:
        """Return what a calendar says; a base that stands on itself says nothing more."""
        element = self._elements[number]
        base = whole(element, "BaseCalendarUID")
        week = Week(dict.fromkeys(range(5), _OFFICE))
        if base is not None and base in self._elements and base != number and base not in below:
            if len(below) < MOST_BASES:
                week = self._week(base, (*below, number))
        elif part(element, "WeekDays") is not None:
            week = Week()
        name = said(element, "Name") or str(number)
        for one in parts(element, "WeekDays", "WeekDay"):
            kind = whole(one, "DayType")
            if kind == 0:
                self._except(week, one, name)
            elif kind is not None and 1 <= kind <= 7:
                week.days[(kind + 5) % 7] = self._open(one, name) if truth(one, "DayWorking") else ()
        for one in parts(element, "Exceptions", "Exception"):
            if said(one, "Type") not in ("", "1"):
                self._draft.lose("calendar-recurring", name, said(one, "Name"))
            else:
                self._except(week, one, name)
        return week

    def _except(self, week: Week, element: Element, name: str) -> None:
        period = part(element, "TimePeriod")
        first, last = day(period, "FromDate"), day(period, "ToDate")
        if first is None or last is None or last < first or len(week.closed) + len(week.extra) > MOST_DAYS:
            self._draft.lose("calendar-exception", name)
            return
        if not truth(element, "DayWorking"):
            week.closed[first, last] = None
            return
        times = self._open(element, name)
        if not times or (last - first).days >= MOST_EXTRA:
            self._draft.lose("calendar-exception", name)
            return
        for ahead in range((last - first).days + 1):
            week.extra[first + timedelta(ahead)] = times

    def _open(self, element: Element, name: str) -> Hours:
        """Return the working times of a day, in minutes."""
        found = list(_working_times(element))
        if any(end is None for _, end in found):
            self._draft.lose("calendar-times", name)
        return union(*(((start, end),) for start, end in found if end is not None))


def _working_times(element: Element) -> Iterator[tuple[int, int | None]]:
    """Yield start and end; the end is None where the times make no sense."""
    for one in parts(element, "WorkingTimes", "WorkingTime"):
        start, end = minute(one, "FromTime"), minute(one, "ToTime")
        if start is None and end is None:
            continue  # an empty row, as Project writes five of them
        end = DAY if end == 0 else end
        sound = start is not None and end is not None and start < end
        yield start or 0, end if sound else None


def _says_something(element: Element) -> bool:
    return any(part(element, name) is not None for name in ("WeekDays", "Exceptions"))


def _times(times: Hours) -> str:
    return " ".join(f"{clock(start)}-{clock(end)}" for start, end in times)
