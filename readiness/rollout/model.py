"""A rollout: a pool of steps, the options that arrange them, and what they stand on.

One frozen dataclass for each kind of record in ``rollout.yaml``; the text
below a field explains it to an author.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, ClassVar, Literal

from readiness.evidence import NO_EVIDENCE, Evidence
from readiness.questionnaires.model import PitfallId
from readiness.rollout.fields import NOTHING, EstimateField, Months, PeriodField, Weights
from readiness.rollout.step import Step, StepChange
from readiness.scalars import Amount, Day, Id, Share, Text, Words

BUSINESS = "business"
"""The hours in which a step's touchpoints are open; calendars may exclude them."""
OUTSIDE_BUSINESS = "outside-business"
"""The calendar of all other hours; always there."""
WORKING_WEEK = ("mon-fri 09:00-17:00",)
Work = Literal["cut-over", "migration", "work"]


@dataclass(frozen=True)
class ExtraDay:
    """A day that is worked though the week says otherwise, as before or after long holidays."""

    on: Day
    hours: str
    """Times of that day: "09:00-17:00"."""


@dataclass(frozen=True)
class Calendar:
    """Hours in which something may be done."""

    id: Id
    title: Words = Text()
    hours: tuple[str, ...] = ()
    """Weekly hours, such as "mon-fri 08:00-17:00"; all hours where absent."""
    time_zone: str = ""
    """Such as America/Boise; that of the engagement where absent."""
    closed: tuple[PeriodField, ...] = ()
    """Holidays: days, or periods 2001-12-24..2002-01-01."""
    extra: tuple[ExtraDay, ...] = ()
    """Days worked although closed."""
    excludes: tuple[str, ...] = ()
    """business, or ids of calendars whose hours are taken out."""
    note: Words = Text()


@dataclass(frozen=True)
class Blackout:
    """A time in which something must not be done."""

    id: Id
    period: PeriodField
    blocks: tuple[Work, ...] = ("cut-over", "migration")
    """cut-over, migration or work."""
    why: Words = Text()


@dataclass(frozen=True)
class Deadline:
    """A day or time set from outside, such as a new law."""

    id: Id
    period: PeriodField
    title: Words = Text()
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class CapacityFrom:
    """How many people a team has from a day on."""

    on: Day
    people: Amount


@dataclass(frozen=True)
class Team:
    """Those who do the work of steps."""

    id: Id
    title: Words = Text()
    people: Amount = 1.0
    """How many can work on steps at once."""
    changes: tuple[CapacityFrom, ...] = ()
    """How many from a day on."""
    calendar: str | None = None
    """When they work; Monday to Friday, 09:00 to 17:00, where absent."""
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Season:
    """How the contacts of a channel are spread over the year and the week."""

    channel: str
    months: Months = (1.0,) * 12
    """Weight of a day in each month, January first."""
    hours: Weights = field(default_factory=dict)
    """Weight of an hour of the week; those not named weigh 1."""
    peak: tuple[PeriodField, ...] = ()
    """Times in which nothing should change."""
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Clearing:
    """What it takes to clear a pitfall."""

    pitfall: PitfallId
    days: EstimateField | None = None
    """Working days; nobody can clear it where absent and no step does."""
    by: str | None = None
    """The step that clears it."""
    team: str | None = None
    cost: EstimateField = NOTHING
    opens_at: Literal["clear", "watch"] = "clear"
    """The verdict from which on the gate is open."""
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class CorrelationGroup:
    """Steps whose times are long or short together."""

    id: Id
    steps: tuple[str, ...]
    correlation: Share


@dataclass(frozen=True)
class Correlation:
    """How much the uncertain times hang together."""

    all: Share = 0.0
    """Share of the spread that all steps have in common."""
    groups: tuple[CorrelationGroup, ...] = ()


@dataclass(frozen=True)
class Exit:
    """What it takes to end a programme that is live."""

    cost: EstimateField = NOTHING
    days: EstimateField = NOTHING


@dataclass(frozen=True)
class DroppedGoal:
    """A goal that was given up early, and why."""

    goal: Words
    why: Words
    on: Day | None = None


@dataclass(frozen=True)
class Option:
    """One way to arrange the steps: waves that go live together, or an order of single go-lives."""

    id: Id
    title: Words = Text()
    note: Words = Text()
    like: str | None = None
    """The option from which this one differs."""
    waves: tuple[tuple[str, ...], ...] = ()
    """Steps that go live together, wave after wave; a wave starts when the one before is done."""
    order: tuple[str, ...] = ()
    """Steps that go live one by one, as soon as they can; who comes first gets the people first."""
    without: tuple[str, ...] = ()
    """Steps that are left out."""
    modes: Mapping[str, str] = field(default_factory=dict)
    """The mode in which a step is done."""
    change: Mapping[str, StepChange] = field(default_factory=dict)
    """Fields of steps that differ from the pool."""


@dataclass(frozen=True)
class Rollout:
    """The file ``rollout.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
        "allow_inf_nan": False,
    }

    format: Literal["rollout/1"]
    id: Id
    title: Words = Text()
    note: Words = Text()
    start: Day | None = None
    """The first day on which work can begin; the day after the assessment where absent."""
    until: Day | None = None
    """The last day that counts for money; three years after the start where absent."""
    horizon: Day | None = None
    """No date is looked for after it; twelve years after the start where absent."""
    finish_by: Day | None = None
    """The day by which it should be done."""
    day_hours: Amount = 8.0
    """Hours of a working day."""
    discount: Share = 0.0
    """Yearly rate at which later money counts less."""
    disturbed_contact_costs: EstimateField = NOTHING
    """What one disturbed contact costs."""
    together: Share = 0.0
    """The chance that each further step that goes live at once makes a cut-over, or an exit test, fail.

    Nobody can tell which change is to blame, and nobody has learned from the one before."""
    blueprint: Words = Text()
    """The plan of the whole to which every step belongs."""
    correlation: Correlation = Correlation()
    calendars: tuple[Calendar, ...] = ()
    blackouts: tuple[Blackout, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    teams: tuple[Team, ...] = ()
    profile: tuple[Season, ...] = ()
    """How contacts are spread over months and hours, per channel."""
    gates: tuple[Clearing, ...] = ()
    exit: Exit = Exit()
    dropped: tuple[DroppedGoal, ...] = ()
    """Goals that were given up."""
    steps: tuple[Step, ...] = ()
    options: tuple[Option, ...] = ()

    @cached_property
    def pool(self) -> Mapping[str, Step]:
        """Steps by id; the first of an id wins."""
        return _by_id(self.steps)

    @cached_property
    def by_option(self) -> Mapping[str, Option]:
        """Options by id."""
        return _by_id(self.options)


def _by_id(records: tuple[Any, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for record in records:
        found.setdefault(record.id, record)
    return found


def changed(step: Step, change: StepChange) -> Step:
    """Return a step with the fields of a change in place of its own."""
    new = {one.name: getattr(change, one.name) for one in fields(change)}
    return replace(step, **{name: value for name, value in new.items() if value is not None})


def in_mode(step: Step, mode: str | None) -> Step:
    """Return a step as it is done in one of its modes, or as it is where none is named."""
    chosen = next((one for one in step.modes if one.id == mode), None)
    if chosen is None:
        return step
    new = {name: getattr(chosen, name) for name in ("team", "people", "days", "cost")}
    return replace(step, **{name: value for name, value in new.items() if value is not None})
