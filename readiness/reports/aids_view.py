"""What helps to read a report: the sources of its figures, and its terms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FigureSources:
    """The lines below the figures, one for each kind of figure, ready to print."""

    verdicts: str = ""
    map: str = ""
    sides: str = ""
    order: str = ""
    answered: str = ""


@dataclass(frozen=True)
class Term:
    """A word of the report that has a meaning of its own here."""

    id: str
    term: str
    meaning: str
