"""An option as Microsoft Project XML: steps, their parts and gates as tasks, waves as summary tasks.

The elements stand in the order that the schema of Project 2007 asks for.  Dates are those
of the likely run on the clock of the engagement, as constraint and as baseline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from readiness.folder.exchange.part_fields import IN_TEXT, OF_STEP
from readiness.folder.exchange.project_fields import (
    CENTS,
    COSTS,
    DURATIONS,
    ELAPSED_HOURS,
    FINISH_TO_START,
    NAMESPACE,
    NOT_EARLIER,
    ROUND_THE_CLOCK,
    TEXTS,
)
from readiness.folder.exchange.step_columns import figure
from readiness.reports.exchange.project_calendars import (
    STANDARD_UID,
    calendar_numbers,
    calendars,
    resources,
)
from readiness.reports.exchange.project_rows import PlanRows, Row, clock_seconds
from readiness.reports.exchange.project_xml import Node, document, node
from readiness.reports.words import Words
from readiness.rollout.likely_dates import LikelyDates
from readiness.rollout.model import Rollout
from readiness.rollout.setting import Setting
from readiness.rollout.worktime import FAR
from readiness.scalars import Text

CARRIED: Mapping[str, tuple[str, ...]] = {
    "rollout": ("id", "title", "start", "day_hours"),
    "calendars": ("id", "title", "hours", "closed", "extra"),
    "teams": ("id", "title", "people", "changes", "calendar"),
    "steps": (
        "id", "title", "kind", "note", "team", "people", "calendar", "days", "after", "cost.once",
        "cost.monthly", "benefit.monthly", "benefit.ramp_months", "done", "gate",
        "exit_test.proves", "exit_test.to", "migrate.bypass",
        *(f"{name}.days" for name in ("pilot", "exit_test", "customer_check")),
        *(f"{name}.{one}" for name, kind in OF_STEP.items() for one in IN_TEXT[kind]),
    ),
    "gates": ("pitfall", "days", "by", "team", "cost", "opens_at"),
}  # fmt: skip
_LONGEST = 512
_DAYS = 7
"""The format of durations in working days."""


@dataclass
class ProjectFile:
    """An option on its way into a file; tasks are numbered in the order of its rows."""

    dates: LikelyDates
    rollout: Rollout
    words: Words
    zone: tzinfo
    first: date
    currency: str = ""

    def __post_init__(self) -> None:
        plan = PlanRows(self.dates, self.rollout, self.words, calendar_numbers(self.rollout), self.zone)
        self._rows = [*plan.rows()]
        self._numbers = {row.key: number for number, row in enumerate(self._rows, start=1)}

    def render(self) -> bytes:
        """Return the file; the same option gives the same octets."""
        option, rollout = self.dates.arrangement, self.rollout
        title = option.option.title if option.option is not None else Text()
        minutes = round(rollout.day_hours * 60)
        ends = [row.moments[1] for row in self._rows if row.moments[1] < FAR]
        root = node(
            f'Project xmlns="{NAMESPACE}"',
            node("SaveVersion", 12),
            node("Name", rollout.id),
            node("Title", str(self.words.text(rollout.title))[:_LONGEST]),
            node("Subject", str(self.words.title(title, option.id))[:_LONGEST]),
            node("Category", option.id),
            node("ScheduleFromStart", 1),
            node("StartDate", f"{self.first}T00:00:00"),
            *([node("FinishDate", self._moment(max(ends)))] if ends else []),
            *([node("CurrencyCode", self.currency[:3])] if self.currency else []),
            node("CalendarUID", STANDARD_UID),
            node("MinutesPerDay", minutes),
            node("MinutesPerWeek", minutes * 5),
            node("DaysPerMonth", 20),
            node("ExtendedAttributes", *_definitions()),
            calendars(rollout, self.words),
            node("Tasks", *(self._task(row, outline) for row, outline in self._outlined())),
            resources(rollout, self.words, self.first),
            node("Assignments", *self._assignments()),
        )
        return document(root)

    def _outlined(self) -> Iterator[tuple[Row, str]]:
        """Yield the rows with their numbers in the outline, ``2.1`` for the first in the second."""
        places: list[int] = []
        for row in self._rows:
            places = [*places, 0][: row.level]
            places[-1] += 1
            yield row, ".".join(map(str, places))

    def _task(self, row: Row, outline: str) -> Node:
        number = self._numbers[row.key]
        start, finish = (self._moment(at) if at < FAR else "" for at in row.moments)
        if row.done is not None:
            start = finish = f"{row.done}T00:00:00"
        duration, form = self._length(row)
        bounds = [node("Start", start), node("Finish", finish)] if start and finish else []
        inside = [node("UID", number), node("ID", number), node("Name", row.title[:_LONGEST]),
                  node("Type", 1), node("IsNull", 0), node("OutlineNumber", outline),
                  node("OutlineLevel", row.level), *bounds]  # fmt: skip
        if not row.summary:
            inside += [node("Duration", duration), node("DurationFormat", form)]
        inside += [node("Milestone", int(row.milestone)), node("Summary", int(row.summary))]
        if not row.cost.is_nothing:
            inside.append(node("FixedCost", figure(row.cost.likely * CENTS)))
        if row.done is not None:
            inside += [node("PercentComplete", 100), node("ActualStart", start), node("ActualFinish", finish)]
        bound = bool(start) and not row.summary and row.done is None
        if bound:
            inside.append(node("ConstraintType", NOT_EARLIER))
        inside += self._calendar(row)
        if bound:
            inside.append(node("ConstraintDate", start))
        if row.note:
            inside.append(node("Notes", str(self.words.text(row.note))))
        inside += [_link(self._numbers[key], lag) for key, lag in row.after if key in self._numbers]
        inside += self._fields(row)
        if bounds and not row.summary:
            inside.append(node("Baseline", node("Number", 0), *bounds, node("Duration", duration)))
        return node("Task", *inside)

    def _calendar(self, row: Row) -> Iterator[Node]:
        if row.by_clock:
            yield node("CalendarUID", ROUND_THE_CLOCK)
        elif row.calendar is not None:
            yield node("CalendarUID", calendar_numbers(self.rollout).get(row.calendar, STANDARD_UID))

    def _length(self, row: Row) -> tuple[str, int]:
        """Return how long a row takes, and the format in which that is shown."""
        if row.moves:
            return _clock(clock_seconds(*row.moments, self.zone)), ELAPSED_HOURS
        return self._duration(row.days.likely if row.days is not None else 0), _DAYS

    def _fields(self, row: Row) -> Iterator[Node]:
        for name, text in row.texts.items():
            yield _custom(TEXTS[name], text)
        if row.days is not None:
            for number, days in zip(DURATIONS, _three(row.days.points), strict=True):
                yield _custom(number, self._duration(days), node("DurationFormat", _DAYS))
        if not row.cost.is_nothing:
            for number, cost in zip(COSTS, _three(row.cost.points), strict=True):
                yield _custom(number, figure(cost * CENTS))

    def _assignments(self) -> Iterator[Node]:
        teams = {team.id: number for number, team in enumerate(self.rollout.teams, start=1)}
        staffed = [row for row in self._rows if row.team in teams]
        for number, row in enumerate(staffed, start=1):
            yield node(
                "Assignment",
                node("UID", number),
                node("TaskUID", self._numbers[row.key]),
                node("ResourceUID", teams[row.team or ""]),
                node("Units", figure(row.people)),
                node("Work", self._duration(row.days.likely * row.people if row.days is not None else 0)),
            )

    def _moment(self, instant: int) -> str:
        return f"{datetime.fromtimestamp(instant, UTC).astimezone(self.zone):%Y-%m-%dT%H:%M:%S}"

    def _duration(self, days: float) -> str:
        """Return working days as hours, minutes and seconds of working time."""
        return _clock(round(days * self.rollout.day_hours * 3600))


def _clock(seconds: int) -> str:
    return f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


def render(dates: LikelyDates, setting: Setting, words: Words, *, currency: str = "") -> bytes:
    """Return an option as Microsoft Project XML; the same option gives the same octets."""
    zone = setting.zones("")
    return ProjectFile(dates, setting.rollout, words, zone, setting.first, currency).render()


def _three(points: tuple[float, ...]) -> tuple[float, ...]:
    return points if len(points) == len(DURATIONS) else points * len(DURATIONS)


def _definitions() -> Iterator[Node]:
    names = [f"Text{place}" for place in range(1, len(TEXTS) + 1)]
    for name, (alias, number) in zip(names, TEXTS.items(), strict=True):
        yield node(
            "ExtendedAttribute",
            node("FieldID", number),
            node("FieldName", name),
            node("Alias", f"readiness {alias}"),
        )
    for kind, numbers in (("Duration", DURATIONS), ("Cost", COSTS)):
        for place, number in enumerate(numbers, start=1):
            yield node("ExtendedAttribute", node("FieldID", number), node("FieldName", f"{kind}{place}"))


def _custom(number: str, value: str, *more: Node) -> Node:
    return node("ExtendedAttribute", node("FieldID", number), node("Value", value), *more)


def _link(number: int, lag: int) -> Node:
    """Return a link to the end of a task; Project writes lags in tenths of minutes."""
    return node(
        "PredecessorLink",
        node("PredecessorUID", number),
        node("Type", FINISH_TO_START),
        node("CrossProject", 0),
        node("LinkLag", -(-lag // 6)),
        node("LagFormat", ELAPSED_HOURS if lag else _DAYS),
    )
