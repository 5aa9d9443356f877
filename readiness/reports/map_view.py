"""The map in a report: everything that its pages print, as words and figures ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.reports.charts_view import MatrixView, OutagesView


@dataclass(frozen=True)
class Chip:
    """A touchpoint in the grid of the map; ``marks`` number the findings that concern it."""

    id: str
    title: str
    visits: str
    outbound: bool
    marks: tuple[int, ...]
    severe: bool
    yearly: float | None = None
    """Visits a year; None where no volume is known."""


@dataclass(frozen=True)
class MapFinding:
    """A map fact at risk."""

    mark: int
    id: str
    title: str
    measured: str
    concern: str
    elements: tuple[str, ...]
    where: str
    severe: bool
    value: float = 0.0
    """What was measured, as a number: a share, a count, or 1 for yes."""


@dataclass(frozen=True)
class Grid:
    """Touchpoints by stage (rows) and channel (columns)."""

    channels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Chip, ...], ...]], ...]


@dataclass(frozen=True)
class MapView:
    """The map as one or more grids, none wider than a page, and what it shows."""

    title: str
    grids: tuple[Grid, ...]
    findings: tuple[MapFinding, ...]
    headline: str
    summary: str
    dropped: tuple[tuple[str, str], ...]
    matrix: MatrixView | None = None
    """Who passes buyers on to whom; nothing where nobody does."""
    outages: OutagesView | None = None
    """What must not fail; nothing where no outage takes a contact along."""
