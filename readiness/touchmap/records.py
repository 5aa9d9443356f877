"""The records of a map beside its touchpoints: who is served, by whom, with what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from readiness.evidence import NO_EVIDENCE, Evidence
from readiness.scalars import Amount, Id, Share, Text, Truth, Whole, Words

Decision = Literal["invest", "manage-cost", "let-go", "duty-to-serve", "undecided"]
Role = Literal["sign", "order", "use", "pay", "complain", "influence"]


@dataclass(frozen=True)
class Goal:
    """What the company wants to reach for its customers."""

    id: Id
    title: Words = Text()
    note: Words = Text()
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Segment:
    """A group of customers and the decision taken about it."""

    id: Id
    title: Words = Text()
    decision: Decision = "undecided"
    """invest, manage-cost, let-go, duty-to-serve or undecided."""
    contact: Literal["wanted", "indifferent"] | None = None
    """Whether the group wants to be contacted."""
    value_share: Share | None = None
    """Share of yearly value, 0 to 1."""
    note: Words = Text()
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Need:
    """Something a buyer wants done."""

    id: Id
    title: Words = Text()
    cure: Literal["people", "process", "software"] | None = None
    """What would meet it best."""
    usual: Truth = False
    """Part of everyday business."""
    top: Truth = False
    """Among the needs that matter most."""
    note: Words = Text()
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Buyer:
    """A buyer type: the account that signs a contract, or an individual who orders, uses, pays."""

    id: Id
    title: Words = Text()
    kind: Literal["contracting", "individual"] = "individual"
    account: str | None = None
    """The contracting buyer to whom this individual belongs."""
    roles: tuple[Role, ...] = ()
    segment: str | None = None
    head_count: Whole | None = None
    """How many people or firms of this type there are."""
    value_share: Share | None = None
    needs: tuple[str, ...] = ()
    note: Words = Text()
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Channel:
    """A way in which contact happens: phone, web, visit."""

    id: Id
    title: Words = Text()
    hours: tuple[str, ...] = ()
    """Opening hours, such as "mon-fri 07:00-19:00"."""
    profile: str | None = None
    human: Truth | None = None
    """A person answers."""
    falls_back_to: tuple[str, ...] = ()
    entry_points: tuple[str, ...] = ()
    """The numbers and addresses a buyer must know."""
    note: Words = Text()
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Department:
    """A part of the company that can own a touchpoint."""

    id: Id
    title: Words = Text()
    note: Words = Text()
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class System:
    """A computer system, card file or notebook."""

    id: Id
    title: Words = Text()
    feeds: tuple[str, ...] = ()
    """Systems to which it passes data."""
    holds: tuple[str, ...] = ()
    """Data objects of which it keeps a copy."""
    owner: str | None = None
    note: Words = Text()
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class DataObject:
    """A kind of record, such as customers or orders."""

    id: Id
    title: Words = Text()
    about: str | None = None
    """buyers where the record is about customers."""
    records: Whole | None = None
    master: str | None = None
    """The system whose copy counts."""
    note: Words = Text()
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True)
class Technology:
    """A system or function that is planned, in use or dropped."""

    id: Id
    title: Words = Text()
    part_of: str | None = None
    """The suite it is sold in."""
    status: Literal["planned", "in-use", "dropped"] = "planned"
    first: Truth = False
    """Part of the first step."""
    needs: tuple[str, ...] = ()
    touchpoints: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    why: Words = Text()
    cost: Amount | None = None
    note: Words = Text()
    evidence: Evidence = NO_EVIDENCE
