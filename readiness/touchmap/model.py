"""The touchpoint map: how every kind of buyer reaches the company.

One frozen dataclass for each kind of record in ``touchmap.yaml``; the text
below a field explains it to an author.  File order is picture order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Ge, Le

from readiness.evidence import NO_EVIDENCE, Evidence
from readiness.scalars import Amount, Day, Id, Number, Share, Text, Truth, Words
from readiness.touchmap.fields import Consent, StageField, Volume, VolumeField, says_no
from readiness.touchmap.records import (
    Buyer,
    Channel,
    DataObject,
    Department,
    Goal,
    Need,
    Segment,
    System,
    Technology,
)

CANONICAL_STAGES = ("find", "choose", "buy", "receive", "use", "get-help", "pay", "renew", "leave")
REQUIRABLE = ("systems", "data", "departments", "channels", "touchpoints")


@dataclass(frozen=True)
class HandOff:
    """What happens when one department passes a customer to another."""

    rule: Words = Text()
    """The agreed rule; none where there is none."""
    repeats: Truth | None = None
    """The customer must say everything again."""
    minutes: Amount | None = None
    """Minutes the customer waits until the next department takes over."""

    @property
    def has_rule(self) -> bool:
        """An agreed rule is written."""
        return bool(self.rule) and not says_no(str(self.rule))


@dataclass(frozen=True)
class Next:
    """Where visits go from a touchpoint."""

    to: str
    share: Share
    """Part of the visits that go on there, 0 to 1."""
    handoff: HandOff | None = None


@dataclass(frozen=True)
class Touchpoint:
    """A place where a buyer and the company meet."""

    id: Id
    title: Words = Text()
    stage: str | None = None
    channel: str | None = None
    direction: Literal["inbound", "outbound"] = "inbound"
    promotional: Truth = False
    """The contact is meant to sell."""
    consent: Consent | None = None
    buyers: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    """Needs it serves."""
    owner: str | None = None
    """The department that answers for it."""
    requires: tuple[str, ...] = ()
    """Systems, data, departments, channels or touchpoints it needs, all of them."""
    any_of: tuple[tuple[str, ...], ...] = ()
    """Groups of which one member is enough."""
    captures: tuple[str, ...] = ()
    """Data objects written here."""
    logs_to: str | None = None
    """The system in which the contact is logged."""
    entry_points: tuple[str, ...] = ()
    volume: VolumeField = Volume()
    """Visits a year: per buyer, or one number split by head count."""
    cost: Amount | None = None
    """Cost of one contact."""
    minutes: Amount | None = None
    """Minutes that one contact takes the buyer."""
    satisfaction: Annotated[Number, Ge(1), Le(5)] | None = None
    """From 1 (poor) to 5 (good)."""
    moment_of_truth: Truth = False
    next: tuple[Next, ...] = ()
    note: Words = Text()
    evidence: Evidence = NO_EVIDENCE

    @property
    def department(self) -> str | None:
        """The owner, unless the map says that there is none."""
        return None if self.owner in ("", "none") else self.owner


@dataclass(frozen=True)
class Acceptance:
    """A finding that somebody has decided to live with, until a day."""

    finding: str
    """The code of the finding, such as SINGLE-POINT or P2-M1."""
    reason: Words
    """Why the company can live with it."""
    owner: str
    """Who decided it and looks at it again."""
    until: Day
    """The last day on which it counts; from the next day on the finding is back."""
    subject: str | None = None
    """The element it is about, such as order-system; all subjects where absent."""


@dataclass(frozen=True)
class TouchMap:
    """A whole touchpoint map, as it is or as it shall be."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
        "allow_inf_nan": False,
    }

    format: Literal["touchmap/1"]
    id: Id
    title: Words = Text()
    note: Words = Text()
    market: Literal["b2b", "b2c"] | None = None
    confirmed_on: Day | None = None
    """The day on which the team agreed that the map is complete."""
    contacts_per_year: Amount | None = None
    """Control total of the inbound visits."""
    none: tuple[Literal["outbound", "technology"], ...] = ()
    """What the company says it does not have."""
    goals: tuple[Goal, ...] = ()
    segments: tuple[Segment, ...] = ()
    needs: tuple[Need, ...] = ()
    buyers: tuple[Buyer, ...] = ()
    stages: tuple[StageField, ...] = ()
    channels: tuple[Channel, ...] = ()
    departments: tuple[Department, ...] = ()
    systems: tuple[System, ...] = ()
    data: tuple[DataObject, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    technology: tuple[Technology, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    """Findings that are accepted for a time, each with a reason and an owner."""
    evidence: Evidence = NO_EVIDENCE

    @cached_property
    def index(self) -> Mapping[str, Mapping[str, Any]]:
        """Records by kind and id, first record of an id wins."""
        return {kind: _by_id(getattr(self, kind)) for kind in KINDS}


KINDS = (
    "goals",
    "segments",
    "needs",
    "buyers",
    "stages",
    "channels",
    "departments",
    "systems",
    "data",
    "touchpoints",
    "technology",
)


def _by_id(records: tuple[Any, ...]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for record in records:
        found.setdefault(record.id, record)
    return found
