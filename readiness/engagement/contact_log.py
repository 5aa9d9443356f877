"""How a contact log is read: which columns of which files say who came, when, where and why.

One frozen dataclass for each kind of record in ``contacts.yaml``; the text
below a field explains it to an author.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Ge

from readiness.rollout.fields import PeriodField
from readiness.scalars import WORD, Id, Number, Text, Unreadable, Whole, Words, Written, kind_of

CODED = ("buyer", "channel", "touchpoint", "outcome")
"""The columns whose words stand for something on the map, or for an outcome."""
KEEP, QUARANTINE = "keep", "quarantine"
_PATTERN = re.compile(r"/(.+)/\Z", re.DOTALL)
_NEVER_RE2 = re.compile(r"\(\?(?![:imsU-])|\\[1-9]")
"""What the engine's patterns lack, since it never takes long over any text: looking around, going back."""


@dataclass(frozen=True)
class Aliases:
    """What a log writes for an id: whole words, patterns, and what becomes of everything else."""

    words: Mapping[str, str] = field(default_factory=dict)
    """The id of each word that a log writes."""
    patterns: tuple[tuple[str, str], ...] = ()
    """Regular expressions with their ids; the first that is found counts."""
    otherwise: str = QUARANTINE
    """quarantine, keep (the word as it stands), or the id that it shall be."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id that is named, in the order of the file."""
        fixed = () if self.otherwise in (KEEP, QUARANTINE) else (self.otherwise,)
        named = (*self.words.values(), *(one for _, one in self.patterns), *fixed)
        return tuple(dict.fromkeys(named))


def read_aliases(value: object) -> Aliases:
    """Read aliases: ids with the words of the log, ``{call-expert: [T17, /^EXP/], else: keep}``.

    A word between slashes is a pattern.  Raises Unreadable: ``contact-pattern``
    for one that cannot be used, ``contact-alias-twice`` for a word of two ids.
    """
    if not isinstance(value, Mapping):
        raise Unreadable("mapping", value=kind_of(value))
    words: dict[str, str] = {}
    patterns: list[tuple[str, str]] = []
    otherwise = QUARANTINE
    for key, written in value.items():
        if key == "else":
            otherwise = _word(written, ("else",)) or QUARANTINE
            continue
        many = [written] if isinstance(written, str) else written
        if not isinstance(many, list | tuple):
            raise Unreadable("list", path=(key,), value=kind_of(written))
        for place, one in enumerate(many):
            at = (key,) if isinstance(written, str) else (key, place)
            word = _word(one, at)
            if found := _PATTERN.match(word):
                patterns.append((_pattern(found[1], at), str(key)))
            elif words.setdefault(word, str(key)) != key:
                raise Unreadable("contact-alias-twice", path=at, value=word, other=words[word])
    return Aliases(words, tuple(patterns), otherwise)


def _word(value: object, at: tuple[str | int, ...]) -> str:
    if not isinstance(value, str):
        raise Unreadable("scalar", path=at, value=kind_of(value))
    return value


def _pattern(text: str, at: tuple[str | int, ...]) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        raise Unreadable("contact-pattern", path=at, value=text) from None
    if _NEVER_RE2.search(text) or len(text) > 1000:
        raise Unreadable("contact-pattern", path=at, value=text)
    return text


_WORDS_OR_LIST: Mapping[str, object] = {"anyOf": [WORD, {"type": "array", "items": WORD}]}
ALIASES: Mapping[str, object] = {
    "type": "object",
    "properties": {"else": WORD},
    "additionalProperties": _WORDS_OR_LIST,
}
AliasesField = Annotated[Aliases, Written(read_aliases, ALIASES)]


@dataclass(frozen=True)
class AliasLists:
    """What a log writes for the ids of the map, and for outcomes: under each id its words and patterns."""

    buyer: AliasesField | None = None
    """Words for buyer types; others are set aside unless `else` says more."""
    channel: AliasesField | None = None
    """Words for channels."""
    touchpoint: AliasesField | None = None
    """Words for touchpoints."""
    outcome: AliasesField | None = None
    """Words for outcomes; they are kept as they stand where this is absent."""


@dataclass(frozen=True)
class Columns:
    """Where a file writes what: a column, ``=phone`` for all rows, or several columns, ``{how}/{topic}``."""

    customer: str
    """Who came; the key is never kept, only what a secret of your own makes of it."""
    time: str
    """When the contact began."""
    touchpoint: str
    """Where on the map it was."""
    buyer: str = ""
    """The buyer type of the customer."""
    channel: str = ""
    """The channel; the touchpoint's own on the map where absent."""
    outcome: str = ""
    """How the contact ended."""


@dataclass(frozen=True)
class LogSource:
    """One file of contacts."""

    id: Id
    file: str
    """The file, from this folder; it may lie outside of it."""
    columns: Columns
    """Which columns hold what."""
    kind: Literal["csv", "parquet", "json-lines", "xes"] | None = None
    """csv, parquet, json-lines or xes; by the end of the file's name where absent."""
    encoding: str = "utf-8"
    """How characters of a CSV file are written, such as utf-8, gb18030, big5 or latin-1."""
    delimiter: str = ","
    """What stands between the cells of a CSV file."""
    times: tuple[str, ...] = ()
    """How times are written, such as "%d.%m.%Y %H:%M"; 2000-11-30 14:05:00 where absent."""
    time_zone: str = ""
    """The zone of times that name none; that of the whole file where absent."""

    @property
    def form(self) -> str:
        """The kind of file: as written, else by the end of its name; csv for an unknown end."""
        ends = {"parquet": "parquet", "jsonl": "json-lines", "ndjson": "json-lines", "xes": "xes"}
        name = self.file.lower().removesuffix(".gz")
        return self.kind or ends.get(name.rpartition(".")[2], "csv")


@dataclass(frozen=True)
class Journeys:
    """How contacts of one customer become journeys."""

    idle_days: Annotated[Number, Ge(0)] = 7.0
    """A journey ends where this many days pass without a contact."""


@dataclass(frozen=True)
class Privacy:
    """What keeps people from being recognised."""

    minimum_cell: Whole = 5
    """Counts of fewer contacts than this are not told."""


@dataclass(frozen=True)
class ContactLog:
    """The file ``contacts.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
        "allow_inf_nan": False,
    }

    format: Literal["contacts/1"]
    id: Id
    sources: tuple[LogSource, ...]
    """The files of contacts."""
    title: Words = Text()
    note: Words = Text()
    time_zone: str = ""
    """The zone of times that name none; that of the engagement where absent."""
    valid: PeriodField | None = None
    """The days that the log covers; contacts on other days are set aside."""
    aliases: AliasLists = AliasLists()
    """What the log writes for each buyer type, channel, touchpoint and outcome."""
    resolved: tuple[str, ...] = ()
    """Outcomes after which the customer's matter is done."""
    journeys: Journeys = Journeys()
    """How contacts of one customer become journeys."""
    buyer_changes: Literal["each", "first", "last"] = "each"
    """For a customer of several buyer types: each contact's own, the first, or the last for all."""
    tie_order: tuple[str, ...] = ()
    """Touchpoints in the order in which they come where one customer's times are the same."""
    privacy: Privacy = Privacy()
    """What keeps people from being recognised."""

    def aliases_of(self, column: str) -> Aliases:
        """Return the aliases of a column; outcomes are kept as they stand where none are written."""
        written: Aliases | None = getattr(self.aliases, column)
        return written or Aliases(otherwise=KEEP if column == "outcome" else QUARANTINE)
