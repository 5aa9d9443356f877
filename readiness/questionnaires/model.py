"""A questionnaire: the questions, how they are answered and what they weigh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Le

from readiness.questionnaires.fields import (
    STATUSES,
    Applies,
    Include,
    IncludeField,
    Lock,
    Part,
    PartField,
    Status,
)
from readiness.scalars import Amount, Number, Text, Truth, Whole, Words

__all__ = ["PITFALLS", "ROLES", "STATUSES", "Include", "Part", "Status"]
Role = Literal["executive", "business", "it", "front-line", "customer"]
Witness = Literal["executive", "business", "it", "front-line", "customer", "both"]
PitfallId = Literal["strategy", "organization", "technology", "relationship"]
Kind = Literal[
    "maturity",
    "agree",
    "yes-no",
    "percent",
    "number",
    "money",
    "estimate",
    "date",
    "choice",
    "choices",
    "rank",
    "allocate",
    "matrix",
    "touchpoint",
    "text",
]
Level = Literal["0", "1", "2", "3", "4"]
Needed = Literal["none", "allowed", "expected", "required"]

ROLES: tuple[Role, ...] = ("executive", "business", "it", "front-line", "customer")
PITFALLS: tuple[PitfallId, ...] = ("strategy", "organization", "technology", "relationship")
LEVELS: tuple[Kind, ...] = ("maturity", "agree", "yes-no", "choice", "choices", "matrix")
"""Kinds whose value is a level from 0 to 4, where it has one."""
FIGURES: tuple[Kind, ...] = ("percent", "number", "money")
"""Kinds whose value is a figure in its own unit."""
WITH_CHOICES: tuple[Kind, ...] = ("choice", "choices", "rank", "allocate")
"""Kinds that cannot be without choices."""


@dataclass(frozen=True)
class Gate:
    """A yes-or-no question that alone can decide a pitfall."""

    ask: Words
    when: Literal["yes"] = "yes"


@dataclass(frozen=True)
class Bands:
    """Bounds of a measured item.

    At ``good`` or better there is no risk, at ``half`` or better half of it, else all.
    """

    good: Number
    half: Number
    better: Literal["higher", "lower"] | None = None
    """Which way is better; where absent, a percentage is better when higher, all else when lower."""


@dataclass(frozen=True)
class Choice:
    """One answer that may be chosen, or one thing to be ranked or given points."""

    id: str
    text: Words
    level: Annotated[Whole, Le(4)] | None = None
    """What choosing it is worth, from 0 to 4; an item whose choices have levels is scored."""


@dataclass(frozen=True)
class Item:
    """One question."""

    id: str
    text: Words
    help: Words = Text()
    kind: Kind = "maturity"
    anchors: Mapping[Level, Words] = field(default_factory=dict)
    """What each value from 0 to 4 means for this item."""
    points: Whole = 5
    """How many points a scale of kind agree has: 1 is the least agreement."""
    unit: Words = Text()
    """The unit of a number, in words."""
    reverse: Truth = False
    """A high value is bad: the value is turned round before it counts."""
    weight: Amount = 1
    witness: Witness = "business"
    """Whose word counts first."""
    ask: tuple[Role, ...] = ()
    gate: Gate | None = None
    """Asked where the value is 0 or 1."""
    parts: Mapping[str, PartField] = field(default_factory=dict)
    """The value of an item with parts is its worst part; the parts of a matrix are its rows."""
    applies: Applies = STATUSES
    """Programme statuses in which the item counts."""
    show_if: str = ""
    """A condition on earlier answers of the same person, P1-Q2 >= 2; hidden answers never count."""
    evidence: Needed = "allowed"
    duty: Truth = False
    """Not knowing this is itself a sign of risk in the best witness."""
    legal: Truth = False
    """Touches the law."""
    choices: tuple[Choice, ...] = ()
    score: Literal["worst", "share"] = "worst"
    """How several choices make a value: the worst level chosen, or the share chosen of those listed."""
    bands: Bands | None = None
    sources: tuple[str, ...] = ()
    remedy: Words = Text()
    """A free first action."""
    lock: Lock = ()
    """What a derived template may not change: fields of the item, drop, or all."""

    def anchor(self, level: float) -> Text:
        """Return what the nearest whole level means for this item, empty where nothing is written."""
        return next((text for key, text in self.anchors.items() if key == str(round(level))), Text())

    @property
    def levelled(self) -> bool:
        """Its value is a level from 0 to 4."""
        if self.kind in ("choice", "choices") or (self.kind == "matrix" and self.choices):
            shared = self.kind == "choices" and self.score == "share"
            return shared or any(choice.level is not None for choice in self.choices)
        return self.kind in LEVELS

    @property
    def scored(self) -> bool:
        """It has a weight and a value from which a risk follows."""
        banded = self.kind in (*FIGURES, "estimate") and self.bands is not None
        return bool(self.weight) and (banded or self.levelled)

    @property
    def lower_is_better(self) -> bool:
        """A lower figure is a better one."""
        better = self.bands.better if self.bands else None
        return self.kind in (*FIGURES, "estimate") and (
            better == "lower" or (better is None and self.kind != "percent")
        )


@dataclass(frozen=True)
class Change:
    """One difference of a derived template from the one that it extends.

    Exactly one of ``drop``, ``set``, ``move`` and ``add`` is written; all fields
    below ``why`` belong to ``set`` and mean what they mean in an item.
    """

    like: ClassVar[type] = Item
    """Where the meaning of the fields of ``set`` is told."""

    why: Words
    """The reason, which the report prints."""
    drop: str = ""
    """The item that is left out."""
    set: str = ""
    """The item whose fields change; anchors and parts change key by key."""
    move: str = ""
    """The item that is asked at another place."""
    add: Item | None = None
    """A new item."""
    before: str = ""
    """The item before which one is moved or added."""
    after: str = ""
    """The item after which one is moved or added; without before and after it is the last."""
    text: Words | None = None
    help: Words | None = None
    kind: Kind | None = None
    anchors: Mapping[Level, Words] | None = None
    points: Whole | None = None
    unit: Words | None = None
    reverse: Truth | None = None
    weight: Amount | None = None
    witness: Witness | None = None
    ask: tuple[Role, ...] | None = None
    gate: Gate | None = None
    parts: Mapping[str, PartField] | None = None
    applies: Applies | None = None
    show_if: str | None = None
    evidence: Needed | None = None
    duty: Truth | None = None
    legal: Truth | None = None
    choices: tuple[Choice, ...] | None = None
    score: Literal["worst", "share"] | None = None
    bands: Bands | None = None
    sources: tuple[str, ...] | None = None
    remedy: Words | None = None
    lock: Lock | None = None

    @property
    def act(self) -> Literal["drop", "set", "move", "add"]:
        """What is done; the first of the four that is written."""
        return "drop" if self.drop else "set" if self.set else "move" if self.move else "add"

    @property
    def item(self) -> str:
        """The id of the item of which it speaks."""
        return self.drop or self.set or self.move or (self.add.id if self.add else "")


CHANGEABLE = tuple(name for name in Change.__dataclass_fields__ if name in Item.__dataclass_fields__)
"""The fields of an item that a derived template may set."""


@dataclass(frozen=True)
class Pin:
    """Where the resolved template of this file was taken from."""

    of: str
    """Id and version of the template."""
    digest: str
    """Of the resolved template, sha256."""


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire as it stands in its file."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
        "allow_inf_nan": False,
    }

    format: Literal["questionnaire/1"]
    id: str
    version: str
    """Patch: other words. Minor: an item more. Major: answers can no longer be compared."""
    title: Words
    language: Literal["en", "zh-Hant", "zh-Hans"] = "en"
    pitfall: PitfallId | None = None
    """The pitfall in which the items are scored; without one they are asked and told, never scored."""
    intro: Words = Text()
    minutes: Amount | None = None
    provider: str = ""
    licence: str = ""
    sources: tuple[str, ...] = ()
    extends: str = ""
    """The template from which this one is derived, customer-strategy@^1."""
    changes: tuple[Change, ...] = ()
    """The differences from the template that is extended, in the order in which they are made."""
    include: tuple[IncludeField, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Items (or choices, ITEM.choice) that had another id in an earlier version: old id, new id."""
    conditions: Mapping[str, str] = field(default_factory=dict)
    """Conditions by a name (letters, digits, underscores) that show_if may use."""
    pinned: Pin | None = None
    """Set by `readiness questionnaire vendor` in a copy that shall not change."""
    items: tuple[Item, ...] = ()

    @property
    def name(self) -> str:
        """Id and version, ``customer-strategy@1.0.0``."""
        return f"{self.id}@{self.version}"
