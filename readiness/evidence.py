"""What a statement rests on: its grade and its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Annotated, Any

from readiness.scalars import DAY, WORD, WORDS, Text, Unreadable, Written, kind_of, read_day, read_words


class Grade(IntEnum):
    """How much a statement can carry: E0 said or assumed, E1 documented, E2 measured."""

    E0 = 0
    E1 = 1
    E2 = 2


GRADES: Mapping[str, Grade] = {
    "assumed": Grade.E0,
    "said": Grade.E0,
    "document": Grade.E1,
    "measured": Grade.E2,
}
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}\Z", re.ASCII)
SPEAKERS = ("customer", "front-line", "business", "it", "executive")


@dataclass(frozen=True)
class EvidenceNote:
    """Where a figure or an answer comes from."""

    grade: str = "assumed"
    """assumed, said, document or measured."""
    by: str | None = None
    """Who confirmed it: customer, front-line, business, it or executive."""
    source: Text = Text()
    """The document, log or person."""
    ref: str = ""
    """A file name or reference within the source."""
    on: date | None = None
    """The day it was seen, written or counted."""
    digest: str = ""
    """sha256 of the file that ref names, if it lies in the folder: sha256:..."""

    @property
    def level(self) -> Grade:
        """The grade as a level E0, E1 or E2."""
        return GRADES[self.grade]


def read_evidence(value: object) -> EvidenceNote:
    """Read evidence: a bare grade, or a mapping with grade, by, source, ref, on and digest."""
    if isinstance(value, str):
        value = {"grade": value}
    if not isinstance(value, Mapping):
        raise Unreadable("mapping", value=kind_of(value))
    known: dict[str, Any] = {}
    for key, part in value.items():
        if key not in _PARTS:
            raise _unknown(key)
        known[key] = _PARTS[key](key, part)
    if "grade" not in known:
        raise Unreadable("missing-key", key="grade")
    return EvidenceNote(**known)


def _one_of(key: str, value: object, allowed: Iterable[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise Unreadable("choice", path=(key,), value=str(value), allowed=tuple(allowed))
    return value


def _at(key: str, value: object, read: Any) -> Any:
    try:
        return read(value)
    except Unreadable as error:
        raise Unreadable(error.code, path=(key, *error.path), **error.values) from None


def _plain(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("scalar", value=kind_of(value))
    return value


def _digest(value: object) -> str:
    text = _plain(value)
    if not _DIGEST.match(text):
        raise Unreadable("digest", value=text)
    return text


def _unknown(key: str) -> Unreadable:
    return Unreadable("unknown-key", path=(key,), key=key, allowed=tuple(_PARTS))


_PARTS: Mapping[str, Any] = {
    "grade": lambda key, value: _one_of(key, value, GRADES),
    "by": lambda key, value: _one_of(key, value, SPEAKERS),
    "source": lambda key, value: _at(key, value, read_words),
    "ref": lambda key, value: _at(key, value, _plain),
    "on": lambda key, value: _at(key, value, read_day),
    "digest": lambda key, value: _at(key, value, _digest),
}

EVIDENCE: Mapping[str, object] = {
    "anyOf": [
        {"enum": [*GRADES]},
        {
            "type": "object",
            "properties": {
                "grade": {"enum": [*GRADES]},
                "by": {"enum": [*SPEAKERS]},
                "source": WORDS,
                "ref": WORD,
                "on": DAY,
                "digest": {"type": "string", "pattern": _DIGEST.pattern.replace("\\Z", "$")},
            },
            "required": ["grade"],
            "additionalProperties": False,
        },
    ]
}
Evidence = Annotated[EvidenceNote, Written(read_evidence, EVIDENCE)]
NO_EVIDENCE = EvidenceNote()
