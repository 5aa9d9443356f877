"""Charts of a report as figures and words, before they are drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AnsweredRow:
    """A questionnaire: how many answers were asked for and came, and how many of them stand on each level."""

    title: str
    asked: int
    values: int
    dont_know: int
    not_applicable: int
    levels: tuple[int, ...]
    """Answers at level 0 to 4, of the questions whose answers may be shown one by one."""


@dataclass(frozen=True)
class AnsweredView:
    """Who answered what, and where the answers stand."""

    title: str
    told: str
    """The figures in a sentence, for those who cannot see the picture."""
    rows: tuple[AnsweredRow, ...]


@dataclass(frozen=True)
class MatrixView:
    """Contacts a year that go from a department (row) to another (column)."""

    title: str
    told: str
    departments: tuple[str, ...]
    cells: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class OutageRow:
    """What fails, the contacts a year at stake, and how many kinds of buyers are left without a way."""

    name: str
    kind: str
    contacts: float
    stranded: int


@dataclass(frozen=True)
class OutagesView:
    """The outages of one element that hurt most, worst first."""

    title: str
    told: str
    rows: tuple[OutageRow, ...]
