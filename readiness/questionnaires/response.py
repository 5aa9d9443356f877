"""One person's answers to a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from readiness.evidence import EVIDENCE, NO_EVIDENCE, EvidenceNote, read_evidence
from readiness.questionnaires.model import Role
from readiness.scalars import (
    NOTHING,
    WORD,
    WORDS,
    Day,
    Id,
    Text,
    Unreadable,
    Whole,
    Words,
    Written,
    kind_of,
    read_number,
    read_words,
)

DONT_KNOW = "dont-know"
GATE_ANSWERS = ("yes", "no", DONT_KNOW)
ESTIMATES = ("money", "months", "hours")
_KEYS = ("value", "parts", "gate", "comment", "evidence", "not_applicable", "risk")


@dataclass(frozen=True)
class Answer:
    """What a person answered, still as written; the item's kind gives it its meaning.

    ``value`` is the written value or ``dont-know``; ``values`` is what is
    chosen, ranked or picked where that is a list; ``not_applicable`` is the
    reason why the question does not apply; ``risk`` states a map fact where no
    map exists.
    """

    value: str | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    gate: str | None = None
    comment: Text = Text()
    evidence: EvidenceNote = NO_EVIDENCE
    not_applicable: Text | None = None
    risk: float | None = None
    values: tuple[str, ...] = ()

    @property
    def unknown(self) -> bool:
        """The person says that he or she does not know."""
        return self.value == DONT_KNOW


def read_answer(value: object) -> Answer:
    """Read an answer: a bare value, a list of values, or a mapping with value, parts, gate, comment ...

    The executives' own figures may stand without ``parts``: money, months, hours.
    """
    if isinstance(value, str):
        if value == "":
            return Answer()
        return Answer(value=value)
    if isinstance(value, list | tuple):
        return Answer(values=_listed(value))
    if not isinstance(value, Mapping):
        raise Unreadable("mapping", value=kind_of(value))
    known: dict[str, Any] = {}
    short = {key: part for key, part in value.items() if key in ESTIMATES}
    if short:
        known["parts"] = _parts(short)
    for key, part in value.items():
        if key in short:
            continue
        if key not in _KEYS:
            raise Unreadable("unknown-key", path=(key,), key=key, allowed=_KEYS)
        listed = key == "value" and isinstance(part, list | tuple)
        try:
            known["values" if listed else key] = _listed(part) if listed else _READERS[key](part)
        except Unreadable as error:
            raise Unreadable(error.code, path=(key, *error.path), **error.values) from None
    return Answer(**known)


def _listed(words: Sequence[object]) -> tuple[str, ...]:
    for place, word in enumerate(words):
        if not isinstance(word, str):
            raise Unreadable("scalar", path=(place,), value=kind_of(word))
    return tuple(str(word) for word in words)


def _written(value: object) -> str | None:
    if not isinstance(value, str):
        raise Unreadable("scalar", value=kind_of(value))
    return value or None


def _parts(value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise Unreadable("mapping", value=kind_of(value))
    for key, part in value.items():
        if not isinstance(part, str):
            raise Unreadable("scalar", path=(key,), value=kind_of(part))
    return {str(key): part for key, part in value.items() if part}


def _gate(value: object) -> str | None:
    if value == "":
        return None
    if value not in GATE_ANSWERS:
        raise Unreadable("choice", value=str(value), allowed=GATE_ANSWERS)
    return str(value)


def _risk(value: object) -> float:
    number = read_number(value)
    if number not in (0, 0.5, 1):
        raise Unreadable("choice", value=str(value), allowed=("0", "0.5", "1"))
    return number


_READERS: Mapping[str, Any] = {
    "value": _written,
    "parts": _parts,
    "gate": _gate,
    "comment": read_words,
    "evidence": read_evidence,
    "not_applicable": read_words,
    "risk": _risk,
}
_LIST: Mapping[str, object] = {"type": "array", "items": WORD}
ANSWER: Mapping[str, object] = {
    "anyOf": [
        WORD,
        _LIST,
        {
            "type": "object",
            "properties": {
                "value": {"anyOf": [WORD, _LIST]},
                "parts": {"type": "object", "additionalProperties": WORD},
                **dict.fromkeys(ESTIMATES, WORD),
                "gate": {"anyOf": [{"enum": [*GATE_ANSWERS]}, NOTHING]},
                "comment": WORDS,
                "evidence": EVIDENCE,
                "not_applicable": WORDS,
                "risk": {
                    "anyOf": [
                        {"enum": [0, 0.5, 1]},
                        {"type": "string", "pattern": r"^[+]?0*([01](\.0+)?|0\.50*)$"},
                    ]
                },
            },
            "additionalProperties": False,
        },
    ]
}
AnswerField = Annotated[Answer, Written(read_answer, ANSWER)]


@dataclass(frozen=True)
class Response:
    """The answers of one respondent in one round."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
        "allow_inf_nan": False,
    }

    format: Literal["response/1"]
    questionnaire: str
    """Id and version, customer-strategy@1.0.0."""
    respondent: Id
    """A code, not a name."""
    role: Role
    answers: Mapping[str, AnswerField]
    digest: str = ""
    """sha256 of the questionnaire when answering started."""
    on: Day | None = None
    round: Whole = 1
    language: Literal["en", "zh-Hant", "zh-Hans"] | None = None
    note: Words = Text()
    carried_from: str = ""
    """The engagement from which `readiness questionnaire upgrade` took these answers; take the line out once
    the person has confirmed them."""
