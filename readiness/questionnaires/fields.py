"""How the fields of a questionnaire are written: parts, statuses, includes and locks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from readiness.scalars import (
    TRUTH,
    WORD,
    WORDS,
    Text,
    Unreadable,
    Written,
    kind_of,
    read_truth,
    read_words,
)

Status = Literal["exploring", "choosing", "chosen", "live", "repairing"]
STATUSES: tuple[Status, ...] = ("exploring", "choosing", "chosen", "live", "repairing")
ALL_LOCKED = ("all",)


@dataclass(frozen=True)
class Part:
    """One part of an item, or one row of a matrix; in a reverse part a high value is bad."""

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


def read_lock(value: object) -> tuple[str, ...]:
    """Read what a derived template may not change: ``all``, a field, or a list of fields and ``drop``."""
    return (value,) if isinstance(value, str) and value else _words(value, ())


@dataclass(frozen=True)
class Include:
    """Items taken over from another questionnaire; all of them where none are named."""

    from_: str
    items: tuple[str, ...] = ()


def read_include(value: object) -> Include:
    """Read ``{from: customer-strategy@^1, items: [P1-Q4]}``; without items it is the whole questionnaire."""
    if not isinstance(value, Mapping):
        raise Unreadable("mapping", value=kind_of(value))
    for key in value:
        if key not in ("from", "items"):
            raise Unreadable("unknown-key", path=(key,), key=key, allowed=("from", "items"))
    if "from" not in value:
        raise Unreadable("missing-key", key="from")
    if not isinstance(value["from"], str):
        raise Unreadable("scalar", path=("from",), value=kind_of(value["from"]))
    return Include(value["from"], _words(value.get("items", ()), ("items",)))


def _words(value: object, at: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise Unreadable("list", path=at, value=kind_of(value))
    for place, word in enumerate(value):
        if not isinstance(word, str):
            raise Unreadable("scalar", path=(*at, place), value=kind_of(word))
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
LOCK: Mapping[str, object] = {"anyOf": [WORD, {"type": "array", "items": WORD}]}
INCLUDE: Mapping[str, object] = {
    "type": "object",
    "properties": {"from": WORD, "items": {"type": "array", "items": WORD}},
    "required": ["from"],
    "additionalProperties": False,
}
PartField = Annotated[Part, Written(read_part, PART)]
Applies = Annotated[tuple[str, ...], Written(read_applies, APPLIES)]
Lock = Annotated[tuple[str, ...], Written(read_lock, LOCK)]
IncludeField = Annotated[Include, Written(read_include, INCLUDE)]
