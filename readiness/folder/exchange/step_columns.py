"""The columns of a table of steps, their headings in every language, and figures in cells."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from readiness import LANGUAGES
from readiness.folder import library
from readiness.folder.cell_text import same

COLUMNS = (
    "id", "title", "kind", "team", "people", "wave", "after",
    "low", "likely", "high", "shape",
    "cost-low", "cost-likely", "cost-high", "cost-shape",
    "done", "note", "start", "live",
)  # fmt: skip
TOLD = ("start", "live")
"""Columns that say when things would likely happen; they are worked out and never read."""
FIGURES = ("low", "likely", "high")


def heading(column: str, language: str) -> str:
    """Return the heading of a column."""
    return str(library.phrases(language).say(f"rollout-exchange.column.{column}"))


@cache
def columns() -> dict[str, str]:
    """Return the column of each heading, in any language or by its id, as compared by ``same``."""
    found = {same(column): column for column in COLUMNS}
    for language in LANGUAGES:
        for column in COLUMNS:
            found.setdefault(same(heading(column, language)), column)
    return found


def figure(number: float) -> str:
    """Return a number without exponent and without needless noughts, to six digits behind the point."""
    text = f"{Decimal(repr(round(number, 6))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
