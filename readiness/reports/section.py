"""A section of an analysis: sentences and tables that every face can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from readiness.reports.text import plain
from readiness.reports.words import Words

MOST_ROWS = 12
"""Rows of a table that people are shown."""
_GAP = "  "


@dataclass(frozen=True)
class Table:
    """Rows of words under headings; columns in ``right`` hold figures and end flush right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    right: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Section:
    """What one analysis says: a heading, its conclusion in sentences, the figures behind it."""

    id: str
    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


def shortened(rows: Sequence[tuple[str, ...]], words: Words) -> tuple[tuple[str, ...], ...]:
    """Return the first rows of a table; the last one then says how many more there are."""
    if len(rows) <= MOST_ROWS:
        return tuple(rows)
    left = words.say("labels.more", number=words.number(len(rows) - MOST_ROWS))
    return (*rows[:MOST_ROWS], (left, *("" for _ in rows[0][1:])))


def sections_text(sections: Sequence[Section]) -> str:
    """Return sections as lines for a terminal."""
    lines: list[str] = []
    for section in sections:
        lines += [section.title, *(f"   {sentence}" for sentence in section.sentences)]
        for table in section.tables:
            lines += ["", *(_GAP + line for line in _table(table))] if table.rows else []
        lines.append("")
    return plain("\n".join(lines[:-1]))


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield table.title
    rows = [table.head, *table.rows]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            _filled(cell, wide, right=place in table.right)
            for place, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        yield _GAP.join(cells).rstrip()


def width(words: str) -> int:
    """Return how many columns of a terminal words take; a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in words)


def _filled(words: str, wide: int, *, right: bool) -> str:
    blank = " " * (wide - width(words))
    return blank + words if right else words + blank
