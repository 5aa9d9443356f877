"""A step of a rollout: work, records to move, a cut-over, what it does to customers and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le

from readiness.evidence import NO_EVIDENCE, Evidence
from readiness.questionnaires.model import PitfallId
from readiness.rollout.fields import NOTHING, Estimate, EstimateField
from readiness.scalars import Amount, Day, Id, Share, Text, Truth, Whole, Words

Kind = Literal[
    "data", "process", "training", "segments", "technology", "channel", "analytics", "outbound", "other"
]
FREE_KINDS: tuple[Kind, ...] = ("process", "training", "segments")
"""Kinds of steps that need no technology."""
Test = Literal["load", "end-to-end", "back-out"]
TESTS: tuple[Test, ...] = ("load", "end-to-end", "back-out")


@dataclass(frozen=True)
class Cost:
    """What a step costs."""

    once: EstimateField = NOTHING
    """Paid when its work begins."""
    monthly: EstimateField = NOTHING
    """Paid each month from its go-live on."""


@dataclass(frozen=True)
class Benefit:
    """What a step is worth."""

    monthly: EstimateField = NOTHING
    """Worth of a month at full run, from its go-live on."""
    ramp_months: Amount = 0.0
    """Months from go-live until the full worth is reached, in a straight line."""


@dataclass(frozen=True)
class Migrate:
    """Records to be moved."""

    records: Amount
    per_hour: EstimateField
    """Records moved in an hour."""
    calendar: str = "outside-business"
    """When they may be moved; outside-business where absent."""
    rehearsals: Whole = 0
    """Complete trial runs before the real one."""
    rerun: Share = 0.0
    """The chance that the real run fails and is done once more."""
    bypass: Words = Text()
    """How customers are served meanwhile, where records move in business hours."""
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class CutOver:
    """The change-over from the old way to the new."""

    hours: Amount = 0.0
    """Hours without a break."""
    calendar: str = "outside-business"
    """When it may happen; outside-business where absent."""
    fails: Share = 0.0
    """The chance that a try fails and is rolled back."""
    roll_back_hours: Amount = 0.0
    """Hours until the old way works again, whatever the calendar."""
    retry_days: Amount = 5.0
    """Working days before the next try."""
    tries: Annotated[Whole, Ge(1), Le(10)] = 3
    """The last try is taken to succeed."""
    closed: Truth = False
    """Customers cannot use the touchpoints during the cut-over."""
    failure_costs: EstimateField = NOTHING
    """What each failed try costs."""
    bypass: Words = Text()
    """How customers are served meanwhile, where it happens in business hours."""
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Effect:
    """What customers at a touchpoint feel after go-live."""

    severity: Share = 0.0
    """Part of the contacts that are disturbed."""
    dip_days: Amount = 0.0
    """Days after go-live until everything runs as well as before."""
    function: Literal["kept", "removed"] = "kept"
    """removed: customers lose something that they can do today."""
    agreed: Words = Text()
    """Which customers agreed to the loss, and when."""
    notice: Words = Text()
    """What customers will notice."""
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Pilot:
    """A trial with a small part of the customers before the cut-over for all."""

    share: Share
    """Part of the contacts in the trial."""
    days: EstimateField
    """Working days."""
    finds: Share = 0.5
    """The chance that it finds what would make the cut-over fail."""
    rework_days: EstimateField = NOTHING
    """Working days to mend what it found."""
    representative: Truth = True
    """Those in the trial are like the rest."""


@dataclass(frozen=True)
class ExitTest:
    """What must be shown before the next step starts."""

    proves: Words
    """What is shown."""
    to: Words = Text()
    """The team to which its worth is shown."""
    days: EstimateField = NOTHING
    """Working days after go-live."""
    passes: Share = 1.0
    """The chance that it is passed."""
    worth_if_failed: Share = 0.5
    """Part of the step's worth that is left where it is not passed."""


@dataclass(frozen=True)
class CustomerCheck:
    """A few real buyers look at the step and may stop it."""

    buyers: tuple[str, ...] = ()
    days: EstimateField = NOTHING
    """Working days."""
    vetoes: Share = 0.0
    """The chance that they send it back."""
    rework_days: EstimateField = NOTHING
    """Working days to mend it."""


@dataclass(frozen=True)
class Mode:
    """Another way to do the work: another team, time or cost."""

    id: Id
    title: Words = Text()
    team: str | None = None
    people: Amount | None = None
    days: EstimateField | None = None
    cost: Cost | None = None


@dataclass(frozen=True)
class Step:
    """A step of the pool."""

    id: Id
    title: Words = Text()
    kind: Kind = "other"
    """data, process, training, segments, technology, channel, analytics, outbound or other."""
    note: Words = Text()
    team: str | None = None
    """Who does the work."""
    people: Amount = 1.0
    """How many of the team."""
    calendar: str | None = None
    """When the work is done; the calendar of the team where absent."""
    days: EstimateField = NOTHING
    """Working days of the work."""
    after: tuple[str, ...] = ()
    """Steps that must be done first."""
    modes: tuple[Mode, ...] = ()
    gate: tuple[PitfallId, ...] = ()
    """Pitfalls that must be cleared before it starts."""
    cost: Cost = Cost()
    benefit: Benefit = Benefit()
    migrate: Migrate | None = None
    cut_over: CutOver | None = None
    affects: Mapping[str, Effect] = field(default_factory=dict)
    """Touchpoints and what customers feel there; `none` where none is affected."""
    pilot: Pilot | None = None
    exit_test: ExitTest | None = None
    roll_back: Words = Text()
    """How to go back, and until when."""
    stop_point: Truth = False
    """The programme may be ended after it, keeping what was reached."""
    customer_check: CustomerCheck | None = None
    tests: tuple[Test, ...] = ()
    """Tests that are passed before go-live: load, end-to-end, back-out."""
    fewer_staff_on: Day | None = None
    """The day on which staff is cut because of the step."""
    done: Day | None = None
    """It has been live since this day."""
    evidence: Evidence = NO_EVIDENCE

    @property
    def is_free(self) -> bool:
        """It needs no technology and no money paid once."""
        return self.kind in FREE_KINDS and self.cost.once.is_nothing


@dataclass(frozen=True)
class StepChange:
    """Fields that replace those of a step of the pool in one option; what is absent stays."""

    team: str | None = None
    people: Amount | None = None
    calendar: str | None = None
    days: EstimateField | None = None
    after: tuple[str, ...] | None = None
    gate: tuple[PitfallId, ...] | None = None
    cost: Cost | None = None
    benefit: Benefit | None = None
    migrate: Migrate | None = None
    cut_over: CutOver | None = None
    affects: Mapping[str, Effect] | None = None
    pilot: Pilot | None = None
    exit_test: ExitTest | None = None
    customer_check: CustomerCheck | None = None
    stop_point: Truth | None = None


__all__ = ["Estimate", "Step", "StepChange"]
