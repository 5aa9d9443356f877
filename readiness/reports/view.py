"""The view of a report: everything that is printed, as words and figures ready to print.

PDF, HTML, text and JSON show the same view, so a number can never differ
between them.  The parts of a page are built by the modules named like them.
"""

from __future__ import annotations

from dataclasses import dataclass

from readiness.questionnaires.model import PitfallId
from readiness.reports.aids_view import FigureSources, Term
from readiness.reports.arithmetic_view import Arithmetic
from readiness.reports.charts_view import AnsweredView
from readiness.reports.map_view import MapView
from readiness.reports.rollout_view import RolloutView


@dataclass(frozen=True)
class Bar:
    """Risk as a point on a bar from the least to the greatest possible risk, each 0..1."""

    low: float
    high: float
    point: float | None


@dataclass(frozen=True)
class Said:
    """What one group answered."""

    who: str
    answer: str


@dataclass(frozen=True)
class Reason:
    """One heavy reason with everything that proves it."""

    id: str
    sentence: str
    share: str
    evidence: str
    answers: tuple[Said, ...]
    comments: tuple[Said, ...]
    elements: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator in the appendix."""

    id: str
    text: str
    weight: str
    state: str
    risk: str
    evidence: str


@dataclass(frozen=True)
class PitfallView:
    """One pitfall as it is printed."""

    id: PitfallId
    number: int
    name: str
    short: str
    title: str
    means: str
    verdict: str
    verdict_word: str
    severity: str
    confidence: str
    doubts: str
    why: tuple[str, ...]
    first_reason: str
    coverage: str
    risk: str
    bar: Bar | None
    """Absent where the sums behind it would give an answer away."""
    reasons: tuple[Reason, ...]
    sides: str
    changes: tuple[str, ...]
    indicators: tuple[IndicatorRow, ...]
    arithmetic: Arithmetic


@dataclass(frozen=True)
class ActionView:
    """One free action."""

    text: str
    owner: str
    on: str
    indicator: str
    due: str
    """The same date as YYYY-MM-DD."""


@dataclass(frozen=True)
class DecisionView:
    """The decision asked, and the advice."""

    advice: str
    title: str
    why: str
    facts: tuple[tuple[str, str], ...]
    asked: str
    would_change: tuple[str, ...]
    amount: float | None
    currency: str
    due: str
    """The date of the decision as YYYY-MM-DD; empty where none is written."""


@dataclass(frozen=True)
class GapView:
    """A question on which the sides differ; levels run from 0 to 4."""

    id: str
    text: str
    it: float
    business: float
    it_word: str
    business_word: str
    it_evidence: str
    business_evidence: str
    comments: tuple[Said, ...]
    conflict: bool
    better: str
    people: tuple[str, ...] = ()
    """Who faces whom, and the two camps, in sentences; empty where nothing is disputed."""
    counts: tuple[int, ...] = ()
    """How many people gave each level from 0 to 4, where a question is disputed and they may be shown."""


@dataclass(frozen=True)
class CampsView:
    """A question on which people, but not the sides, fall into two camps."""

    id: str
    text: str
    people: tuple[str, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class AgreedView:
    """A question to which both sides gave the same answer."""

    id: str
    text: str
    level: str


@dataclass(frozen=True)
class SidesView:
    """Where IT and business disagree; ``honest`` says what so few people cannot decide."""

    title: str
    gaps: tuple[GapView, ...]
    notes: tuple[str, ...]
    camps: tuple[CampsView, ...] = ()
    honest: str = ""
    agreed: tuple[AgreedView, ...] = ()
    """Questions on which both sides say the same, as far as that may be shown."""
    answered: AnsweredView | None = None
    """Who answered what; nothing where nobody answered."""


@dataclass(frozen=True)
class QuestionView:
    """Something that is not known."""

    id: str
    text: str
    ask: str
    why: str
    pitfall: str


@dataclass(frozen=True)
class StepView:
    """One step of the right order; ``at`` is its place on the line of time, 0..1."""

    name: str
    on: str
    state: str
    state_word: str
    at: float | None
    day: str
    """The same date as YYYY-MM-DD; empty where none is written."""
    breaches: tuple[str, ...]


@dataclass(frozen=True)
class OrderView:
    """The order of things."""

    title: str
    steps: tuple[StepView, ...]
    behind: tuple[str, ...]
    ahead: tuple[str, ...]
    as_of_at: float | None


@dataclass(frozen=True)
class OwnWords:
    """A question of free text with what was written."""

    question: str
    answers: tuple[Said, ...]


@dataclass(frozen=True)
class FurtherView:
    """A questionnaire on which no verdict rests: its questions by id, with what each group said."""

    title: str
    rows: tuple[tuple[str, str, tuple[Said, ...]], ...]


@dataclass(frozen=True)
class FindingView:
    """A finding in words, with the places that prove it."""

    code: str
    severity: str
    message: str
    places: tuple[str, ...]
    accepted: str = ""
    """Who accepts it until when and why; empty where nobody does."""


@dataclass(frozen=True)
class OwnershipView:
    """Who owns programme, money and data: a title, and what is not or hardly true today."""

    title: str
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class PainView:
    """What hurts, where, and its dots; 0 where nobody voted."""

    text: str
    where: str
    dots: int


@dataclass(frozen=True)
class TaskView:
    """What a workshop decided to do: who sees to it, by when, against which pitfall."""

    text: str
    owner: str
    due: str
    pitfall: str
    dots: int


@dataclass(frozen=True)
class WorkshopView:
    """What a workshop has said beside the map and the answers."""

    voted: str
    """How many people gave dots; empty where nobody did."""
    pains: tuple[PainView, ...]
    """The most dots first."""
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True)
class ReportView:
    """A whole report."""

    language: str
    title: str
    client: str
    as_of: str
    iso_date: str
    people: str
    roles: tuple[tuple[str, int], ...]
    """How many people answered, by role."""
    programme: tuple[tuple[str, str], ...]
    decision: DecisionView
    pitfalls: tuple[PitfallView, ...]
    root: str
    ownership: OwnershipView
    actions: tuple[ActionView, ...]
    own_actions: tuple[Said, ...]
    map: MapView | None
    sides: SidesView
    questions: tuple[QuestionView, ...]
    order: OrderView
    own_words: tuple[OwnWords, ...]
    findings: tuple[FindingView, ...]
    limits: tuple[str, ...]
    sources: tuple[str, ...]
    asked: tuple[str, ...] = ()
    adapted: tuple[str, ...] = ()
    further: tuple[FurtherView, ...] = ()
    rollout: RolloutView | None = None
    figures: FigureSources = FigureSources()
    glossary: tuple[Term, ...] = ()
    workshop: WorkshopView | None = None
