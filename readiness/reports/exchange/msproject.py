"""An option as Microsoft Project XML: steps as tasks, waves as summary tasks, go-lives as milestones.

The elements stand in the order that the schema of Project 2007 asks for.  Dates are those
of the likely run on the clock of the engagement, as constraint and as baseline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from readiness.folder.exchange.project_fields import (
    CENTS,
    COSTS,
    DURATIONS,
    FINISH_TO_START,
    GO_LIVE,
    NAMESPACE,
    NOT_EARLIER,
    STEP,
    TEXTS,
    WAVE,
)
from readiness.folder.exchange.step_columns import figure
from readiness.folder.exchange.step_fields import estimate_text
from readiness.reports.exchange.project_calendars import (
    STANDARD_UID,
    calendar_numbers,
    calendars,
    resources,
)
from readiness.reports.exchange.project_xml import Node, document, node
from readiness.reports.words import Words
from readiness.rollout.likely_dates import LikelyDates
from readiness.rollout.model import Rollout
from readiness.rollout.setting import Setting
from readiness.rollout.step import Step
from readiness.rollout.worktime import FAR
from readiness.scalars import Text

CARRIED: Mapping[str, tuple[str, ...]] = {
    "rollout": ("id", "title", "start", "day_hours"),
    "calendars": ("id", "title", "hours", "closed", "extra"),
    "teams": ("id", "title", "people", "changes", "calendar"),
    "steps": (
        "id", "title", "kind", "note", "team", "people", "calendar", "days", "after", "cost.once",
        "cost.monthly", "benefit", "done",
    ),
}  # fmt: skip
_LONGEST = 512


@dataclass
class ProjectFile:
    """An option on its way into a file; tasks are numbered as they are written."""

    dates: LikelyDates
    rollout: Rollout
    words: Words
    zone: tzinfo
    first: date
    currency: str = ""
    _numbers: dict[str, int] = field(default_factory=dict)
    """Step, or ``wave/0``, to the number of its task or of its go-live."""
    _written: int = 0

    def render(self) -> bytes:
        """Return the file; the same option gives the same octets."""
        option, rollout = self.dates.arrangement, self.rollout
        title = option.option.title if option.option is not None else Text()
        done = [name for name, step in option.steps.items() if step.done is not None]
        tasks = [self._step(option.steps[name], None, str(place)) for place, name in enumerate(done, start=1)]
        for number in range(len(option.waves)):
            tasks += self._wave(number, len(done) + number + 1)
        minutes = round(rollout.day_hours * 60)
        root = node(
            f'Project xmlns="{NAMESPACE}"',
            node("SaveVersion", 12),
            node("Name", rollout.id),
            node("Title", str(self.words.text(rollout.title))[:_LONGEST]),
            node("Subject", str(self.words.title(title, option.id))[:_LONGEST]),
            node("Category", option.id),
            node("ScheduleFromStart", 1),
            node("StartDate", f"{self.first}T00:00:00"),
            *([node("CurrencyCode", self.currency[:3])] if self.currency else []),
            node("CalendarUID", STANDARD_UID),
            node("MinutesPerDay", minutes),
            node("MinutesPerWeek", minutes * 5),
            node("DaysPerMonth", 20),
            node("ExtendedAttributes", *_definitions()),
            calendars(rollout, self.words),
            node("Tasks", *tasks),
            resources(rollout, self.words, self.first),
            node("Assignments", *self._assignments(done)),
        )
        return document(root)

    def _wave(self, number: int, place: int) -> Iterator[Node]:
        """Yield a wave: a summary with its steps and their go-live, or a step and its go-live."""
        option = self.dates.arrangement
        wave = option.waves[number]
        live = [self.dates.live.get(name, FAR) for name in wave]
        if option.barriers:
            starts = [self.dates.start.get(f"{name}/work", FAR) for name in wave]
            name = str(self.words.say("rollout-exchange.wave", number=number + 1))
            role = {"id": f"wave-{number + 1}", "role": WAVE}
            yield self._task(name, str(place), summary=True, moments=(min(starts), max(live)), texts=role)
        for at, one in enumerate(wave, start=1):
            outline = f"{place}.{at}" if option.barriers else str(2 * place - 1)
            yield self._step(option.steps[one], number, outline)
        titles = self.words.listed(self._title(option.steps[name]) for name in wave)
        outline = f"{place}.{len(wave) + 1}" if option.barriers else str(2 * place)
        yield self._task(
            str(self.words.say("rollout-exchange.event.cut-over", what=titles)),
            outline,
            moments=(max(live), max(live)),
            links=[self._numbers[name] for name in wave],
            texts={"id": f"go-live-{number + 1}", "role": GO_LIVE},
        )
        self._numbers[f"wave/{number}"] = self._written

    def _step(self, step: Step, wave: int | None, outline: str) -> Node:
        option = self.dates.arrangement
        before = [f"wave/{wave - 1}"] if option.barriers and wave else []
        work = f"{step.id}/work"
        moments = (self.dates.start.get(work, FAR), self.dates.finish.get(work, FAR))
        made = self._task(
            self._title(step),
            outline,
            step=step,
            moments=moments,
            links=[self._numbers[name] for name in (*step.after, *before) if name in self._numbers],
            texts={"id": step.id, "role": STEP, "kind": step.kind, "shape": step.days.shape}
            | ({"cost-shape": step.cost.once.shape} if not step.cost.once.is_nothing else {})
            | _worth(step),
        )
        self._numbers[step.id] = self._written
        return made

    def _task(
        self,
        name: str,
        outline: str,
        *,
        moments: tuple[int, int],
        texts: Mapping[str, str],
        links: list[int] | tuple[()] = (),
        step: Step | None = None,
        summary: bool = False,
    ) -> Node:
        self._written += 1
        start, finish = (self._moment(at) if at < FAR else "" for at in moments)
        if step is not None and step.done is not None:
            start = finish = f"{step.done}T00:00:00"
        duration = self._duration(step.days.likely if step is not None else 0)
        bounds = [node("Start", start), node("Finish", finish)] if start and finish else []
        inside = [node("UID", self._written), node("ID", self._written), node("Name", name[:_LONGEST]),
                  node("Type", 1), node("IsNull", 0), node("OutlineNumber", outline),
                  node("OutlineLevel", outline.count(".") + 1), *bounds]  # fmt: skip
        if not summary:
            inside += [node("Duration", duration), node("DurationFormat", 7)]
        inside += [node("Milestone", int(step is None and not summary)), node("Summary", int(summary))]
        if step is not None and not step.cost.once.is_nothing:
            inside.append(node("FixedCost", figure(step.cost.once.likely * CENTS)))
        if step is not None and step.done is not None:
            inside += [node("PercentComplete", 100), node("ActualStart", start), node("ActualFinish", finish)]
        elif start and not summary:
            inside.append(node("ConstraintType", NOT_EARLIER))
        inside += self._calendar_and_date(step, start, constrained=not summary)
        if step is not None and step.note:
            inside.append(node("Notes", str(self.words.text(step.note))))
        inside += [_link(one) for one in links]
        inside += self._fields(step, texts)
        if bounds and not summary:
            inside.append(node("Baseline", node("Number", 0), *bounds, node("Duration", duration)))
        return node("Task", *inside)

    def _calendar_and_date(self, step: Step | None, start: str, *, constrained: bool) -> Iterator[Node]:
        if step is not None and step.calendar is not None:
            yield node("CalendarUID", calendar_numbers(self.rollout).get(step.calendar, STANDARD_UID))
        if start and constrained and (step is None or step.done is None):
            yield node("ConstraintDate", start)

    def _fields(self, step: Step | None, texts: Mapping[str, str]) -> Iterator[Node]:
        for name, text in texts.items():
            yield _custom(TEXTS[name], text)
        if step is None:
            return
        for number, days in zip(DURATIONS, _three(step.days.points), strict=True):
            yield _custom(number, self._duration(days), node("DurationFormat", 7))
        if not step.cost.once.is_nothing:
            for number, cost in zip(COSTS, _three(step.cost.once.points), strict=True):
                yield _custom(number, figure(cost * CENTS))

    def _assignments(self, done: list[str]) -> Iterator[Node]:
        option = self.dates.arrangement
        teams = {team.id: number for number, team in enumerate(self.rollout.teams, start=1)}
        number = 0
        for step in (option.steps[name] for name in (*done, *option.order)):
            if step.team in teams:
                number += 1
                yield node(
                    "Assignment",
                    node("UID", number),
                    node("TaskUID", self._numbers[step.id]),
                    node("ResourceUID", teams[step.team]),
                    node("Units", figure(step.people)),
                    node("Work", self._duration(step.days.likely * step.people)),
                )

    def _title(self, step: Step) -> str:
        return str(self.words.title(step.title, step.id))

    def _moment(self, instant: int) -> str:
        return f"{datetime.fromtimestamp(instant, UTC).astimezone(self.zone):%Y-%m-%dT%H:%M:%S}"

    def _duration(self, days: float) -> str:
        """Return working days as hours, minutes and seconds of working time."""
        seconds = round(days * self.rollout.day_hours * 3600)
        return f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


def render(dates: LikelyDates, setting: Setting, words: Words, *, currency: str = "") -> bytes:
    """Return an option as Microsoft Project XML; the same option gives the same octets."""
    zone = setting.zones("")
    return ProjectFile(dates, setting.rollout, words, zone, setting.first, currency).render()


def _worth(step: Step) -> dict[str, str]:
    """Return what a step costs and brings each month, as texts: Project knows no such figures."""
    ramp = step.benefit.ramp_months
    texts = {
        "monthly": estimate_text(step.cost.monthly),
        "worth": estimate_text(step.benefit.monthly),
        "ramp": figure(ramp) if ramp else "",
    }
    return {name: text for name, text in texts.items() if text}


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


def _link(number: int) -> Node:
    return node(
        "PredecessorLink",
        node("PredecessorUID", number),
        node("Type", FINISH_TO_START),
        node("CrossProject", 0),
        node("LinkLag", 0),
        node("LagFormat", 7),
    )
