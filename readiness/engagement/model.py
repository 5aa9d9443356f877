"""An engagement: one company at one date, with everything that is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from readiness.diagnostics.span import Span
from readiness.engagement.contact_log import ContactLog
from readiness.engagement.workshop_notes import WorkshopNotes
from readiness.questionnaires.model import Questionnaire, Status
from readiness.questionnaires.response import Response
from readiness.rollout.model import Rollout
from readiness.scalars import (
    DAY,
    NOTHING,
    Amount,
    Day,
    Id,
    Text,
    Unreadable,
    Words,
    Written,
    kind_of,
    read_day,
)
from readiness.touchmap.model import TouchMap

MILESTONES = (
    "customer-strategy",
    "touchpoint-map",
    "processes",
    "roles",
    "vendor-chosen",
    "go-live",
    "outbound-contact",
)


@dataclass(frozen=True)
class NextDecision:
    """The decision that the assessment serves."""

    what: Words = Text()
    on: Day | None = None
    owner: str = ""
    amount: Amount | None = None


@dataclass(frozen=True)
class Programme:
    """The CRM programme."""

    status: Status
    """exploring, choosing, chosen, live or repairing."""
    purpose: Words = Text()
    budget: Amount | None = None
    currency: str = ""
    next_decision: NextDecision = NextDecision()


def read_milestones(value: object) -> Mapping[str, date]:
    """Read milestones: a mapping from their name to a date; an empty date means not yet."""
    if not isinstance(value, Mapping):
        raise Unreadable("mapping", value=kind_of(value))
    found = {}
    for name, on in value.items():
        if on == "":
            continue
        try:
            found[str(name)] = read_day(on)
        except Unreadable as error:
            raise Unreadable(error.code, path=(name,), **error.values) from None
    return found


_DAY_OR_NOTHING: Mapping[str, object] = {"anyOf": [DAY, NOTHING]}
MILESTONE_DATES: Mapping[str, object] = {
    "type": "object",
    "properties": dict.fromkeys(MILESTONES, _DAY_OR_NOTHING),
    "additionalProperties": _DAY_OR_NOTHING,
}
Milestones = Annotated[Mapping[str, date], Written(read_milestones, MILESTONE_DATES)]


@dataclass(frozen=True)
class Profile:
    """The file ``engagement.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
        "allow_inf_nan": False,
    }

    format: Literal["engagement/1"]
    id: Id
    title: Words
    as_of: Day
    """The date of the assessment; nothing reads the clock."""
    programme: Programme
    client: Words = Text()
    note: Words = Text()
    language: Literal["en", "zh-Hant", "zh-Hans"] = "en"
    time_zone: str = ""
    anonymity: Literal["sides", "named"] = "sides"
    """sides: roles under 3 people print only as a side; named: everybody agreed to be shown."""
    milestones: Milestones = field(default_factory=dict)
    owners: Mapping[str, Words] = field(default_factory=dict)
    """Who takes an action: a name for a role (executive, business, it, front-line) or an indicator id."""
    touchmap: str | None = None
    to_be: str | None = None
    overlays: Mapping[Id, str] = field(default_factory=dict)
    """Further planned maps, such as the phases on the way: a name and the file of the overlay."""
    questionnaires: tuple[str, ...] = ()
    responses: str = "responses"
    """Folder of the answer files."""
    rollout: str | None = None
    contacts: str | None = None
    workshop: str = "workshop.yaml"
    """The file that a live workshop writes: what hurts, what shall be done. Read where it is there."""


TO_BE = "to-be"
"""The name of the overlay that ``to_be`` names."""


@dataclass(frozen=True)
class ToBe:
    """The map as it shall be, and what the overlay does to today's map (``kind:id``)."""

    map: TouchMap
    title: Text = Text()
    planned_for: date | None = None
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)
    """Where each element of the planned map is written."""


@dataclass(frozen=True)
class Engagement:
    """The whole case as one value, typed and consistent.

    ``spans`` maps an element or answer, ``touchpoints:call-expert`` or
    ``P1-Q1@it-2``, to the place where it is written.
    """

    profile: Profile
    touchmap: TouchMap | None
    to_be: ToBe | None
    questionnaires: tuple[Questionnaire, ...]
    responses: tuple[Response, ...]
    overlays: Mapping[str, ToBe] = field(default_factory=dict)
    """Every planned map by name, ``to-be`` among them."""
    rollout: Rollout | None = None
    contacts: ContactLog | None = None
    """How the contact log is read; the log itself is not part of the case."""
    workshop: WorkshopNotes | None = None
    """What a workshop has said beside the map and the answers."""
    spans: Mapping[str, Span] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    """Of each questionnaire as it is asked, by id and version: sha256 of its resolved template."""
