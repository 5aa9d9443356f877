"""The workbook to be filled: sheets with explanations, drop-down lists and marked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from readiness.folder import library
from readiness.folder.map_columns import CHOICES, COLUMNS, FACTS, Column, choice, heading, meaning, sheet_name
from readiness.folder.map_rows import row_of
from readiness.folder.reader import Reader
from readiness.folder.worksheets import REMARK, Sheet
from readiness.resources import templates

_EXAMPLES = 3


def template(language: str) -> tuple[Sheet, ...]:
    """Return the sheets of an empty workbook that teaches, with marked examples of the blank start."""
    return (_guide(language), _map(language), *(_records(kind, language) for kind in COLUMNS))


def _guide(language: str) -> Sheet:
    phrases = library.phrases(language)
    lines = sorted(key for key in phrases.words if key.startswith("sheets.guide."))
    rows = tuple((str(number), str(phrases.say(key))) for number, key in enumerate(lines, start=1))
    headings = ("", str(phrases.say("sheets.guide-heading")))
    return Sheet(sheet_name("guide", language), headings, rows, widths={0: 4, 1: 110})


def _map(language: str) -> Sheet:
    rows = tuple(
        ("", heading("map", fact.key, language), "", meaning("map", fact.key, language)) for fact in FACTS
    )
    words = tuple(heading("map", key, language) for key in ("mark", "fact", "answer", "meaning"))
    return Sheet(
        sheet_name("map", language),
        words,
        rows,
        widths={0: 4, 1: 36, 2: 34, 3: 70},
        answers={(at, 2): _offered(fact, language) for at, fact in enumerate(FACTS) if _chooses(fact)},
    )


def _records(kind: str, language: str) -> Sheet:
    columns = COLUMNS[kind]
    numbered = list(enumerate(columns, start=1))
    heads = tuple(heading(kind, column.key, language) for column in columns)
    offered = {at: _offered(column, language) for at, column in numbered if _chooses(column)}
    named = {at: (sheet_name(column.of[0], language), 1) for at, column in numbered if _names(column)}
    return Sheet(
        sheet_name(kind, language),
        (heading(kind, "mark", language), *heads),
        tuple(_examples(kind, language)),
        choices=offered,
        widths={0: 4} | {at: column.width for at, column in numbered},
        notes={at: meaning(kind, column.key, language) for at, column in numbered},
        named=named,
        frozen=2,
    )


def _chooses(column: Column) -> bool:
    return column.kind in ("choice", "choices", "truth", "flag", "word")


def _names(column: Column) -> bool:
    return column.kind in ("ref", "refs")


def _offered(column: Column, language: str) -> tuple[str, ...]:
    family = "truth" if column.kind in ("truth", "flag") else column.of[0]
    return tuple(choice(family, value, language) for value in CHOICES[family])


def _examples(kind: str, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the first records of the blank start as rows that carry the mark."""
    touchmap: Any = Reader(templates() / "engagement" / language).record("touchmap.yaml")
    for record in touchmap[kind][:_EXAMPLES]:
        yield (REMARK, *row_of(record, COLUMNS[kind], touchmap, language))
