"""A report as Markdown: CommonMark with tables, no HTML, no links, and people's words as they wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from readiness.i18n import Phrases
from readiness.reports.faces.blocks import Block, Bullets, Cell, Figure, Grid, Heading, Paragraph
from readiness.reports.faces.clean import clean
from readiness.reports.faces.whole import blocks_of
from readiness.reports.view import ReportView

_MARKS = re.compile(r"([\\`*_\[\]<>|~$])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_START = re.compile(r"\A(\s*)(#{1,6}(?=\s|\Z)|[-+=>](?=\s|[-=]|\Z)|={1,}\s*\Z)")
_NUMBERED = re.compile(r"\A(\s*\d{1,9})([.)])(?=\s|\Z)")


def render_markdown(view: ReportView, phrases: Phrases) -> str:
    """Return a report as Markdown; pictures are told by their numbers."""
    return write_markdown(blocks_of(view, phrases), phrases)


def write_markdown(blocks: Iterable[Block], phrases: Phrases) -> str:
    """Return blocks as Markdown, one blank line between them."""
    tables, figures = count(1), count(1)
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * (block.level + 1)} {_inline(block.words)}")
        elif isinstance(block, Paragraph):
            parts.append(_paragraph(block))
        elif isinstance(block, Bullets):
            parts.append("\n".join(f"- {_paragraph(item)}" for item in block.items))
        elif isinstance(block, Figure):
            caption = phrases.say("faces.figure", number=next(figures))
            parts += [f"**{_inline(caption)}** {_inline(block.caption)}", _line(block.told)]
        else:
            caption = phrases.say("faces.table", number=next(tables))
            parts += [f"**{_inline(caption)}** {_inline(block.caption)}", "\n".join(_table(block))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _paragraph(paragraph: Paragraph) -> str:
    label = f"**{_inline(paragraph.label).strip()}**" if paragraph.label else ""
    if label:
        return f"{label} {_inline(paragraph.words)}".rstrip()
    return _line(paragraph.words)


def _table(grid: Grid) -> Iterator[str]:
    yield _row(_inline(head) for head in grid.head)
    yield _row("---:" if place in grid.right else "---" for place in range(len(grid.head)))
    for place, row in enumerate(grid.rows):
        yield _row(_cell(one, strong=place in grid.strong) for one in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, *, strong: bool) -> str:
    words = " · ".join(_paragraph(part) for part in cell.parts)
    if not words and cell.figure is not None:
        words = _inline(cell.figure.told)
    return f"**{words}**" if strong and words and "**" not in words else words


def _line(words: object) -> str:
    """Return words at the start of a line: nothing in them makes a list, a heading or a rule."""
    told = _START.sub(r"\1\\\2", _inline(words))
    return _NUMBERED.sub(r"\1\\\2", told)


def _inline(words: object) -> str:
    """Return words that mean themselves: every mark of Markdown and HTML is escaped."""
    kept = _MARKS.sub(r"\\\1", " ".join(clean(words).split(" ")))
    return _ENTITY.sub("&amp;", kept).strip()
