"""A report as a row of blocks, before it takes a face: headings, words, lists, tables, pictures.

Word, Markdown and the sheet of words in a workbook are made of the same
blocks, so that none of them can say more or less than another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Tone = Literal["body", "lead", "note", "small", "legend", "quote", "fact"]
"""How words stand; a legend explains pictures and is left out where there are none."""


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` runs from 0, the title of the report, to 3."""

    level: int
    words: str


@dataclass(frozen=True)
class Paragraph:
    """Some sentences; ``label`` are words before them that stand out."""

    words: str
    tone: Tone = "body"
    label: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list; each item may have a label that stands out."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Figure:
    """A picture: its caption, its numbers in words, and its drawing; ``width`` is in millimetres."""

    caption: str
    told: str
    svg: str
    width: float


@dataclass(frozen=True)
class Cell:
    """A cell of a table: paragraphs, maybe a small picture above them, maybe a verdict as its colour."""

    parts: tuple[Paragraph, ...] = ()
    figure: Figure | None = None
    verdict: str = ""


@dataclass(frozen=True)
class Grid:
    """A table with a caption and headings; ``widths`` are shares of the line, ``right`` are figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    """Rows that stand out."""
    wide: bool = False
    """Needs the long side of a page."""


Block = Heading | Paragraph | Bullets | Figure | Grid


def cell(*parts: object, figure: Figure | None = None, verdict: str = "") -> Cell:
    """Return a cell of words and paragraphs; what is empty is left out."""
    found = [one if isinstance(one, Paragraph) else Paragraph(_words(one)) for one in parts]
    return Cell(tuple(one for one in found if one.words or one.label), figure, verdict)


def bullets(items: Iterable[str]) -> tuple[Bullets, ...]:
    """Return words as a list, nothing where there are none."""
    found = tuple(Paragraph(item) for item in items)
    return (Bullets(found),) if found else ()


def _words(value: object) -> str:
    return value if isinstance(value, str) else str(value)  # a line keeps its languages
