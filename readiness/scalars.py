"""How a written scalar becomes a value.

Files keep every plain scalar as text; the type of a field says how its text is
read.  A type is marked with :class:`Written`, whose schema hook hands the
reading function to the validator without this module knowing any validator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from annotated_types import Ge, Le

from readiness import LANGUAGES

# Shapes of written values in JSON Schema.  A word may look like a boolean; the type is not named, since an
# editor would offer `true` and `false` in every field of words.
WORD: Mapping[str, object] = {
    "anyOf": [
        {"type": ["string", "number"]},
        {"not": {"type": ["string", "number", "array", "object", "null"]}},
    ]
}
NOTHING: Mapping[str, object] = {"type": "string", "maxLength": 0}
NUMBER: Mapping[str, object] = {
    "type": ["number", "string"],
    "pattern": r"^[+-]?[0-9]{1,15}(\.[0-9]{1,12})?$",
}
WHOLE: Mapping[str, object] = {"type": ["integer", "string"], "pattern": "^[+-]?[0-9]{1,15}$"}
TRUTH: Mapping[str, object] = {"type": ["boolean", "string"], "pattern": "^(true|false)$"}
DAY: Mapping[str, object] = {
    "type": "string",
    "format": "date",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}
ID: Mapping[str, object] = {**WORD, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80, "minimum": 0}
BY_LANGUAGE: Mapping[str, object] = {
    "type": "object",
    "minProperties": 1,
    "properties": dict.fromkeys(LANGUAGES, WORD),
    "propertyNames": {"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    "additionalProperties": WORD,
}
WORDS: Mapping[str, object] = {"anyOf": [WORD, BY_LANGUAGE]}

_NUMBER = re.compile(r"[+-]?(?:\d{1,15})(?:\.\d{1,12})?\Z", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,15}\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_SIMPLE_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")


class Unreadable(ValueError):
    """A written value its field cannot take.

    ``code`` names the message, ``values`` fill it, ``path`` leads from the
    field to the place inside it that is wrong.
    """

    def __init__(self, code: str, path: tuple[str | int, ...] = (), **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.path = path
        self.values = values


@dataclass(frozen=True)
class Written:
    """Marks a type as read from text by ``read``.

    ``schema`` says the same to an editor, which reads YAML 1.2: what is a
    number or a boolean there is text here until ``read`` has seen it.
    """

    read: Callable[[Any], Any]
    schema: Mapping[str, object] = field(compare=False)

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> dict[str, object]:
        return {"type": "function-plain", "function": {"type": "no-info", "function": self.read}}

    def __get_pydantic_json_schema__(self, core: object, handler: object) -> dict[str, object]:
        return dict(self.schema)


@dataclass(frozen=True)
class Text:
    """Words for people, in one or more languages.

    ``words`` maps a language tag to the words; the tag ``""`` stands for the
    language of the file the text was written in.
    """

    words: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.words[0][1] if self.words else ""

    def __bool__(self) -> bool:
        return any(word for _, word in self.words)

    def choose(self, language: str) -> tuple[str, str]:
        """Return ``(tag, words)`` for a language, else what was written first."""
        same = (pair for pair in self.words if pair[0] == language)
        return next(same, None) or (self.words[0] if self.words else ("", ""))

    def tagged(self, language: str) -> Text:
        """Return the text with the language of its file written beside words that have none."""
        return Text(tuple((tag or language, word) for tag, word in self.words))


def read_number(value: object) -> float:
    """Read a decimal number: digits, one point, no exponent, no grouping marks."""
    text = _scalar(value)
    if not _NUMBER.match(text):
        raise Unreadable("number", value=text)
    return float(text)


def read_whole(value: object) -> int:
    """Read a whole number."""
    text = _scalar(value)
    if not _WHOLE.match(text):
        raise Unreadable("whole-number", value=text)
    return int(text)


def read_percent(value: object) -> float:
    """Read a percentage, ``12``, ``12%`` or ``12 %``, as a number from 0 to 100."""
    text = _scalar(value).removesuffix("%").rstrip()
    number = read_number(text)
    if not 0 <= number <= 100:
        raise Unreadable("percent", value=text)
    return number


def read_truth(value: object) -> bool:
    """Read ``true`` or ``false``; nothing else is a boolean."""
    text = _scalar(value)
    if text not in ("true", "false"):
        raise Unreadable("boolean", value=text)
    return text == "true"


def read_day(value: object) -> date:
    """Read an ISO date, ``2000-12-01``."""
    text = _scalar(value)
    if not _DAY.match(text):
        raise Unreadable("date", value=text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable("no-such-day", value=text) from None


def read_id(value: object) -> str:
    """Read a kebab-case id, ``large-accounts``."""
    text = _scalar(value)
    if len(text) > 80 or not _ID.match(text):
        raise Unreadable("id", value=text, better=_kebab(text))
    return text


def read_words(value: object) -> Text:
    """Read a text: a string, or a mapping from language to string."""
    if isinstance(value, str):
        return Text((("", value),))
    if isinstance(value, Mapping):
        words = []
        for tag, word in value.items():
            if not _SIMPLE_TAG.match(str(tag)):
                raise Unreadable("language-tag", path=(tag,), value=tag)
            if not isinstance(word, str):
                raise Unreadable("text", path=(tag,), value=kind_of(word))
            words.append((str(tag), word))
        if words:
            return Text(tuple(words))
    raise Unreadable("text", value=kind_of(value))


class Kind(str):
    """The name of a shape, which messages translate; a word that a person wrote is none."""

    __slots__ = ()


def kind_of(value: object) -> Kind:
    """Name the shape of a raw value in messages: a list, a mapping, a value or nothing."""
    if isinstance(value, Mapping):
        return Kind("mapping")
    if isinstance(value, list | tuple):
        return Kind("list")
    return Kind("nothing" if value is None else "value")


def _scalar(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("scalar", value=kind_of(value))
    return value


def _kebab(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80]


Number = Annotated[float, Written(read_number, NUMBER)]
Amount = Annotated[Number, Ge(0)]
Share = Annotated[Number, Ge(0), Le(1)]
Whole = Annotated[int, Written(read_whole, WHOLE), Ge(0)]
Truth = Annotated[bool, Written(read_truth, TRUTH)]
Day = Annotated[date, Written(read_day, DAY)]
Id = Annotated[str, Written(read_id, ID)]
Words = Annotated[Text, Written(read_words, WORDS)]
