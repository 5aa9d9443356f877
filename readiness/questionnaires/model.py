"""A questionnaire: the questions, how they are answered and what they weigh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from readiness.scalars import (
    TRUTH,
    WORD,
    WORDS,
    Amount,
    Number,
    Text,
    Truth,
    Unreadable,
    Words,
    Written,
    kind_of,
    read_truth,
    read_words,
)

Role = Literal["executive", "business", "it", "front-line", "customer"]
Status = Literal["exploring", "choosing", "chosen", "live", "repairing"]
PitfallId = Literal["strategy", "organization", "technology", "relationship"]
Kind = Literal["maturity", "percent", "estimate", "choice", "text"]

ROLES: tuple[Role, ...] = ("executive", "business", "it", "front-line", "customer")
STATUSES: tuple[Status, ...] = ("exploring", "choosing", "chosen", "live", "repairing")
PITFALLS: tuple[PitfallId, ...] = ("strategy", "organization", "technology", "relationship")


@dataclass(frozen=True)
class Part:
    """One part of an item; in a reverse part a high value is bad."""

    text: Text
    reverse: bool = False


def read_part(value: object) -> Part:
    """Read a part: a text, or a mapping with text and reverse."""
    if isinstance(value, Mapping) and "text" in value:
        for key in value:
            if key not in ("text", "reverse"):
                raise Unreadable("unknown-key", path=(key,), key=key, allowed=("text", "reverse"))
        return Part(read_words(value["text"]), read_truth(value.get("reverse", "false")))
    return Part(read_words(value))


def read_applies(value: object) -> tuple[str, ...]:
    """Read the programme statuses in which an item counts: ``all`` or a list."""
    if value == "all":
        return STATUSES
    if not isinstance(value, list | tuple):
        raise Unreadable("list", value=kind_of(value))
    for place, status in enumerate(value):
        if status not in STATUSES:
            raise Unreadable("choice", path=(place,), value=str(status), allowed=("all", *STATUSES))
    return tuple(value)


PART: Mapping[str, object] = {
    "anyOf": [
        WORDS,
        {
            "type": "object",
            "properties": {"text": WORDS, "reverse": TRUTH},
            "required": ["text"],
            "additionalProperties": False,
        },
    ]
}
APPLIES: Mapping[str, object] = {
    "anyOf": [{"const": "all"}, {"type": "array", "items": {"enum": [*STATUSES]}}]
}
PartField = Annotated[Part, Written(read_part, PART)]
Applies = Annotated[tuple[str, ...], Written(read_applies, APPLIES)]


@dataclass(frozen=True)
class Gate:
    """A yes-or-no question that alone can decide a pitfall."""

    ask: Words
    when: Literal["yes"] = "yes"


@dataclass(frozen=True)
class Bands:
    """Bounds of a measured item.

    At ``good`` or better there is no risk, at ``half`` or better half of it, else all.
    A percentage is better when higher, the spread of estimates when lower.
    """

    good: Number
    half: Number


@dataclass(frozen=True)
class Choice:
    """One answer that may be chosen."""

    id: str
    text: Words


@dataclass(frozen=True)
class Item:
    """One question."""

    id: str
    text: Words
    help: Words = Text()
    kind: Kind = "maturity"
    anchors: Mapping[Literal["0", "1", "2", "3", "4"], Words] = field(default_factory=dict)
    """What each value from 0 to 4 means for this item."""
    weight: Amount = 1
    witness: Literal["executive", "business", "it", "front-line", "customer", "both"] = "business"
    """Whose word counts first."""
    ask: tuple[Role, ...] = ()
    gate: Gate | None = None
    """Asked where the value is 0 or 1."""
    parts: Mapping[str, PartField] = field(default_factory=dict)
    """The value of an item with parts is its worst part."""
    applies: Applies = STATUSES
    """Programme statuses in which the item counts."""
    evidence: Literal["none", "allowed", "expected", "required"] = "allowed"
    duty: Truth = False
    """Not knowing this is itself a sign of risk in the best witness."""
    legal: Truth = False
    """Touches the law."""
    choices: tuple[Choice, ...] = ()
    bands: Bands | None = None
    sources: tuple[str, ...] = ()
    remedy: Words = Text()
    """A free first action."""

    def anchor(self, level: float) -> Text:
        """Return what the nearest whole level means for this item, empty where nothing is written."""
        return next((text for key, text in self.anchors.items() if key == str(round(level))), Text())


@dataclass(frozen=True)
class Include:
    """Items taken over from another questionnaire."""

    from_: str
    items: tuple[str, ...]


def read_include(value: object) -> Include:
    """Read ``{from: customer-strategy@^1, items: [P1-Q4]}``."""
    if not isinstance(value, Mapping):
        raise Unreadable("mapping", value=kind_of(value))
    for key in value:
        if key not in ("from", "items"):
            raise Unreadable("unknown-key", path=(key,), key=key, allowed=("from", "items"))
    for key in ("from", "items"):
        if key not in value:
            raise Unreadable("missing-key", key=key)
    items = value["items"]
    if not isinstance(items, list | tuple):
        raise Unreadable("list", path=("items",), value=kind_of(items))
    for path, word in ((("from",), value["from"]), *((("items", at), item) for at, item in enumerate(items))):
        if not isinstance(word, str):
            raise Unreadable("scalar", path=path, value=kind_of(word))
    return Include(value["from"], tuple(items))


INCLUDE: Mapping[str, object] = {
    "type": "object",
    "properties": {"from": WORD, "items": {"type": "array", "items": WORD}},
    "required": ["from", "items"],
    "additionalProperties": False,
}
IncludeField = Annotated[Include, Written(read_include, INCLUDE)]


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
    title: Words
    language: Literal["en", "zh-Hant", "zh-Hans"] = "en"
    pitfall: PitfallId | None = None
    intro: Words = Text()
    minutes: Amount | None = None
    provider: str = ""
    licence: str = ""
    sources: tuple[str, ...] = ()
    include: tuple[IncludeField, ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def name(self) -> str:
        """Id and version, ``customer-strategy@1.0.0``."""
        return f"{self.id}@{self.version}"
