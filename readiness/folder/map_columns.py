"""The columns of the sheets in which a map is filled, and the words that name them in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from readiness import LANGUAGES
from readiness.evidence import GRADES, SPEAKERS
from readiness.folder import library
from readiness.folder.cell_text import same
from readiness.touchmap.model import CANONICAL_STAGES, REQUIRABLE

CellKind = Literal[
    "text", "texts", "number", "whole", "share", "rating", "truth", "day",
    "flag", "choice", "choices", "word", "ref", "refs", "volume",
]  # fmt: skip
STEPS = 3
"""How many ways on a touchpoint can name."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet, or a fact about the whole map."""

    key: str
    """Where its value goes in the record: ``title``, ``evidence.grade``, ``next.0.to``."""
    kind: CellKind = "text"
    of: tuple[str, ...] = ()
    """The kinds of records that it names, or the family of words to choose from."""
    width: float = 18
    needed: bool = False


CHOICES: Mapping[str, tuple[str, ...]] = {
    "market": ("b2b", "b2c"),
    "buyer": ("contracting", "individual"),
    "role": ("sign", "order", "use", "pay", "complain", "influence"),
    "cure": ("people", "process", "software"),
    "decision": ("invest", "manage-cost", "let-go", "duty-to-serve", "undecided"),
    "contact": ("wanted", "indifferent"),
    "stage": CANONICAL_STAGES,
    "direction": ("inbound", "outbound"),
    "basis": ("consent", "contract", "legitimate-interest", "law", "none"),
    "absent": ("none",),
    "nobody": ("none",),
    "status": ("planned", "in-use", "dropped"),
    "grade": tuple(GRADES),
    "by": SPEAKERS,
    "truth": ("true", "false"),
}

_NAME = Column("title", width=30, needed=True)
_NOTE = Column("note", width=30)
_EVIDENCE = (
    Column("evidence.grade", "choice", ("grade",), 14),
    Column("evidence.by", "choice", ("by",), 14),
    Column("evidence.source", width=22),
    Column("evidence.on", "day", width=13),
)


def _steps() -> Iterator[Column]:
    for number in range(STEPS):
        yield Column(f"next.{number}.to", "ref", ("touchpoints",), 24)
        yield Column(f"next.{number}.share", "share", width=11)
        yield Column(f"next.{number}.handoff.rule", "word", ("absent",), 24)
        yield Column(f"next.{number}.handoff.repeats", "truth", width=11)


FACTS = (
    Column("title"),
    Column("market", "choice", ("market",)),
    Column("contacts_per_year", "number"),
    Column("confirmed_on", "day"),
    Column("none.outbound", "truth"),
    Column("none.technology", "truth"),
)
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "buyers": (
        _NAME,
        Column("kind", "choice", ("buyer",), 20),
        Column("account", "ref", ("buyers",), 26),
        Column("roles", "choices", ("role",), 22),
        Column("segment", "ref", ("segments",), 20),
        Column("head_count", "whole", width=12),
        Column("value_share", "share", width=12),
        Column("needs", "refs", ("needs",), 30),
        *_EVIDENCE,
        _NOTE,
    ),
    "needs": (
        _NAME,
        Column("cure", "choice", ("cure",), 16),
        Column("usual", "truth", width=13),
        Column("top", "truth", width=13),
        *_EVIDENCE,
        _NOTE,
    ),
    "channels": (
        _NAME,
        Column("hours", "texts", width=24),
        Column("human", "truth", width=13),
        Column("entry_points", "texts", width=26),
        Column("falls_back_to", "refs", ("channels",), 22),
        *_EVIDENCE,
        _NOTE,
    ),
    "departments": (_NAME, _NOTE),
    "systems": (
        _NAME,
        Column("owner", "ref", ("departments",), 22),
        Column("feeds", "refs", ("systems",), 26),
        Column("holds", "refs", ("data",), 24),
        *_EVIDENCE,
        _NOTE,
    ),
    "touchpoints": (
        _NAME,
        Column("stage", "choice", ("stage",), 15),
        Column("channel", "ref", ("channels",), 16),
        Column("direction", "choice", ("direction",), 18),
        Column("buyers", "refs", ("buyers",), 30),
        Column("serves", "refs", ("needs",), 28),
        Column("owner", "ref", ("departments", "nobody"), 20),
        Column("volume", "volume", ("buyers",), 26),
        Column("moment_of_truth", "truth", width=13),
        Column("satisfaction", "rating", width=13),
        Column("cost", "number", width=12),
        Column("requires", "refs", REQUIRABLE, 24),
        Column("logs_to", "ref", ("systems",), 20),
        Column("captures", "refs", ("data",), 20),
        Column("entry_points", "texts", width=20),
        *_steps(),
        Column("promotional", "truth", width=13),
        Column("consent.basis", "word", ("basis",), 18),
        Column("consent.opt_out", "word", ("absent",), 22),
        Column("minutes", "number", width=12),
        *_EVIDENCE,
        _NOTE,
    ),
    "segments": (
        _NAME,
        Column("decision", "choice", ("decision",), 18),
        Column("contact", "choice", ("contact",), 18),
        Column("value_share", "share", width=12),
        *_EVIDENCE,
        _NOTE,
    ),
    "technology": (
        _NAME,
        Column("part_of", width=20),
        Column("status", "choice", ("status",), 14),
        Column("first", "truth", width=12),
        Column("needs", "refs", ("needs",), 26),
        Column("touchpoints", "refs", ("touchpoints",), 26),
        Column("goals", "refs", ("goals",), 24),
        Column("cost", "number", width=12),
        Column("why", width=26),
        *_EVIDENCE,
        _NOTE,
    ),
    "goals": (_NAME, _NOTE),
    "data": (
        _NAME,
        Column("about", "flag", ("buyers",), 14),
        Column("records", "whole", width=14),
        Column("master", "ref", ("systems",), 24),
        *_EVIDENCE,
        _NOTE,
    ),
}
"""Kind of record to the columns of its sheet, in the order of the workbook."""
NEEDED = ("buyers", "channels", "touchpoints")


def _say(key: str, language: str) -> str:
    return str(library.phrases(language).say(key))


def sheet_name(kind: str, language: str) -> str:
    """Return the name of a sheet: of a kind of record, of ``guide`` or ``map``."""
    return _say(f"sheets.names.{kind}", language)


def heading(kind: str, key: str, language: str) -> str:
    """Return the heading of a column, or the label of a fact about the whole ``map``."""
    phrases = library.phrases(language)
    number, bare = _slot(key)
    own = f"sheets.headings.{kind}.{bare}"
    said = phrases.say(own if phrases.has(own) else f"sheets.headings.{bare}")
    return str(phrases.say("sheets.headings.numbered", heading=said, number=number) if number > 1 else said)


def meaning(kind: str, key: str, language: str) -> str:
    """Return what goes into a column; nothing for the repetition of one."""
    phrases = library.phrases(language)
    number, bare = _slot(key)
    own = f"sheets.meanings.{kind}.{bare}"
    if number > 1:
        return ""
    return str(phrases.say(own if phrases.has(own) else f"sheets.meanings.{bare}"))


def _slot(key: str) -> tuple[int, str]:
    """Return the number of a key's slot from 1, and its name in phrases."""
    parts = key.split(".")
    number = next((int(part) + 1 for part in parts if part.isdigit()), 1)
    return number, "-".join(part for part in parts if not part.isdigit())


def choice(family: str, value: str, language: str) -> str:
    """Return the word for a choice."""
    return _say(f"stage.{value}" if family == "stage" else f"sheets.choices.{family}.{value}", language)


@cache
def choices_by_word(family: str) -> Mapping[str, str]:
    """Return what each word of a family stands for, in every language and as a code word."""
    found = {same(value): value for value in CHOICES[family]}
    for language in LANGUAGES:
        for value in CHOICES[family]:
            found.setdefault(same(choice(family, value, language)), value)
    return found


@cache
def kinds_by_name() -> Mapping[str, str]:
    """Return the kind of each sheet by its name in every language."""
    kinds = ("guide", "map", *COLUMNS)
    return {
        same(word): kind
        for kind in kinds
        for language in LANGUAGES
        for word in (sheet_name(kind, language), kind)
    }


@cache
def columns_by_heading(kind: str) -> Mapping[str, Column]:
    """Return the columns of a sheet by their heading in every language; of ``map`` the facts by label."""
    columns = FACTS if kind == "map" else COLUMNS[kind]
    return {same(heading(kind, column.key, language)): column for language in LANGUAGES for column in columns}


@cache
def labels(key: str) -> frozenset[str]:
    """Return the words in every language for ``mark``, or for ``fact`` or ``answer`` of the sheet ``map``."""
    return frozenset(same(heading("map", key, language)) for language in LANGUAGES)
