"""Where every touchpoint lies: in which stage and channel, and what a picture must leave out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.pictures.measure import brief
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.volumes import Traffic, buyers_of

Cell = tuple[str | None, str | None]
MOST_ROWS = 24
MOST_COLUMNS = 21
MOST_IN_CELL = 12


@dataclass(frozen=True)
class Heading:
    """A stage or channel of the picture; ``id`` is None for touchpoints that have none.

    ``visits`` are its contacts a year, ``ours`` those that the company starts.
    """

    id: str | None
    title: Line
    visits: float
    ours: float = 0.0


@dataclass(frozen=True)
class Places:
    """Touchpoints by stage and channel, both in the order of the file.

    ``visits`` are those a year at each touchpoint (of one buyer where only that
    one is shown).  What buyers start are contacts, what the company starts is
    told apart from them.
    ``left_out`` counts touchpoints whose stage or channel has no room.
    """

    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: Mapping[Cell, tuple[Touchpoint, ...]]
    visits: Mapping[str, float]
    left_out: tuple[Touchpoint, ...] = ()

    @property
    def shown(self) -> tuple[Touchpoint, ...]:
        """The touchpoints of all cells, row by row."""
        return tuple(
            touchpoint
            for row in self.rows
            for column in self.columns
            for touchpoint in self.cells.get((row.id, column.id), ())
        )

    def contacts(self, touchpoints: Sequence[Touchpoint]) -> float:
        """Return the contacts a year at some touchpoints: what buyers start."""
        return fsum(self.visits[t.id] for t in touchpoints if t.direction == "inbound")

    def ours(self, touchpoints: Sequence[Touchpoint]) -> float:
        """Return how often a year the company contacts buyers at some touchpoints."""
        return fsum(self.visits[t.id] for t in touchpoints if t.direction == "outbound")


def places(traffic: Traffic, namer: Namer, buyer: str = "", *, bounded: bool = True) -> Places:
    """Return where the touchpoints of a map, or of one buyer, lie.

    Where there are more stages or channels than a picture can hold, the
    busiest are kept, in the order of the file.
    """
    touchmap, say = traffic.map, namer.words.say
    touchpoints = tuple(
        t for t in touchmap.index["touchpoints"].values() if not buyer or buyer in buyers_of(t)
    )
    visits = {
        t.id: traffic.visits[t.id].get(buyer, 0.0) if buyer else traffic.total(t.id) for t in touchpoints
    }
    cells: dict[Cell, list[Touchpoint]] = {}
    for touchpoint in touchpoints:
        cells.setdefault(_cell(traffic, touchpoint), []).append(touchpoint)
    rows = _headings(
        [(s.id, namer.words.stage(s)) for s in touchmap.index["stages"].values()],
        say("labels.unplaced"), cells, visits, lambda cell: cell[0],
    )  # fmt: skip
    columns = _headings(
        [(c.id, namer.title(f"channels:{c.id}")) for c in touchmap.index["channels"].values()],
        say("labels.elsewhere"), cells, visits, lambda cell: cell[1],
    )  # fmt: skip
    met = {column for _, column in cells}
    columns = [heading for heading in columns if heading.id in met]
    kept_rows = _busiest(rows, MOST_ROWS) if bounded else tuple(rows)
    kept_columns = _busiest(columns, MOST_COLUMNS) if bounded else tuple(columns)
    inside = {(row.id, column.id) for row in kept_rows for column in kept_columns}
    return Places(
        kept_rows,
        kept_columns,
        {cell: tuple(members) for cell, members in cells.items() if cell in inside},
        visits,
        tuple(t for cell, members in cells.items() if cell not in inside for t in members),
    )


def busiest_of(
    touchpoints: Sequence[Touchpoint], visits: Mapping[str, float], most: int = MOST_IN_CELL
) -> tuple[tuple[Touchpoint, ...], tuple[Touchpoint, ...]]:
    """Return the busiest touchpoints in their order, and the rest; all where just one would be left."""
    if len(touchpoints) <= most + 1:
        return tuple(touchpoints), ()
    chosen = {t.id for t in sorted(touchpoints, key=lambda t: -visits[t.id])[:most]}
    return tuple(t for t in touchpoints if t.id in chosen), tuple(
        t for t in touchpoints if t.id not in chosen
    )


def _cell(traffic: Traffic, touchpoint: Touchpoint) -> Cell:
    index = traffic.map.index
    return (
        touchpoint.stage if touchpoint.stage in index["stages"] else None,
        touchpoint.channel if touchpoint.channel in index["channels"] else None,
    )


def _headings(
    known: Sequence[tuple[str, Line]],
    other: Line,
    cells: Mapping[Cell, Sequence[Touchpoint]],
    visits: Mapping[str, float],
    part: Callable[[Cell], str | None],
) -> list[Heading]:
    inside: dict[str | None, list[Touchpoint]] = {}
    for cell, members in cells.items():
        inside.setdefault(part(cell), []).extend(members)
    named: list[tuple[str | None, Line]] = [*known, *([(None, other)] if None in inside else [])]
    sums = Places((), (), {}, visits)
    return [
        Heading(name, title, sums.contacts(inside.get(name, ())), sums.ours(inside.get(name, ())))
        for name, title in named
    ]


def _busiest(headings: Sequence[Heading], most: int) -> tuple[Heading, ...]:
    if len(headings) <= most:
        return tuple(headings)
    ranked = sorted(range(len(headings)), key=lambda p: (-headings[p].visits, -headings[p].ours))
    return tuple(headings[place] for place in sorted(ranked[:most]))


def eyebrow(traffic: Traffic, namer: Namer, picture: Line) -> Line:
    """Return what stands over a headline: the title of the map, if it has one, and what is shown."""
    title = brief(namer.words.text(traffic.map.title), 80)
    return namer.words.say("map-pictures.of", map=title, picture=picture) if title else picture
