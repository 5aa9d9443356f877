"""Ways between the chips of a grid: through the gutters between columns and rows, never over a chip.

A way leaves its chip on the side where the other end lies, runs up or down in
the gutter beside it and arrives at once where the columns are neighbours (or
the same); else it runs along the gutter of the rows next to its end.  Places
down the page are settled first, since they need no places across.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from readiness.reports.pictures.lanes import Far, Piece, order, packed, port_order

CHIP_GAP = 12.0
CELL_PAD = 11.0
PORT_GAP = 7.0
LANE_GAP = 6.0
TIGHT = 2.0
GUTTER_PAD = 15.0
HEADS = 8.0
"""How long an arrow head is."""


@dataclass
class Box:
    """A chip: its cell, how high its words are, and where it came to lie."""

    row: int
    column: int
    words: float
    x: float = 0.0
    y: float = 0.0
    height: float = 0.0

    @property
    def middle(self) -> float:
        """The place of its middle down the page."""
        return self.y + self.height / 2


@dataclass
class Way:
    """A way between two chips (by number), how wide it is, and the corners it came to have."""

    source: int
    target: int
    width: float
    points: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Head:
    """An arrow head at a chip: its tip, half its height, whether it points right, the ways that end in it."""

    x: float
    y: float
    half: float
    to_right: bool
    ways: tuple[int, ...]


@dataclass
class Sheet:
    """A block of the grid with all its places."""

    boxes: list[Box]
    ways: list[Way]
    column_x: list[float]
    row_y: list[tuple[float, float]]
    width: float
    height: float
    heads: list[Head]


@dataclass(frozen=True)
class _Route:
    out_gutter: int
    in_gutter: int
    out_right: bool
    in_left: bool
    channel: int | None
    bundle: tuple[int, int]


def lay_out(
    boxes: list[Box], ways: list[Way], *, rows: int, columns: int, chip: float, least: float
) -> Sheet:
    """Place chips and ways; ``chip`` is the width of a chip, ``least`` the height of an empty row."""
    first = {(box.row, box.column): number for number, box in reversed([*enumerate(boxes)])}
    at_top = set(first.values())
    routes = [
        _route(boxes[way.source], boxes[way.target], above=way.source in at_top and way.target in at_top)
        for way in ways
    ]
    sides = _sides(routes, ways)
    for (number, _right), ends in sides.items():
        wide = sum(ways[way].width for way, _ in ends) + PORT_GAP * (len(ends) - 1) + 14
        boxes[number].height = max(boxes[number].height, boxes[number].words, wide)
    for box in boxes:
        box.height = max(box.height, box.words)
    tracks, heights = _tracks(boxes, ways, routes, rows)
    row_y, channel_y, bottom = _down(boxes, rows, heights, least)
    track_y = {way: channel_y[routes[way].channel or 0] + offset for way, offset in tracks.items()}
    ports, heads = _ports(boxes, ways, routes, sides, track_y)
    lanes, gutters = _lanes(ways, routes, ports, track_y, columns)
    column_x, x = [], gutters[0]
    for gutter in gutters[1:]:
        column_x.append(x)
        x += chip + gutter
    starts = [0.0, *(left + chip for left in column_x)]
    for box in boxes:
        box.x = column_x[box.column]
    for number, (way, route) in enumerate(zip(ways, routes, strict=True)):
        source, target = boxes[way.source], boxes[way.target]
        begin = source.x + chip if route.out_right else source.x
        end = target.x if route.in_left else target.x + chip
        tip = end - HEADS if route.in_left else end + HEADS
        y1, y2 = ports[number, True], ports[number, False]
        x1 = starts[route.out_gutter] + lanes[number, True]
        if route.channel is None:
            corners = [(begin, y1), (x1, y1), (x1, y2), (tip, y2)]
        else:
            x2, y = starts[route.in_gutter] + lanes[number, False], track_y[number]
            corners = [(begin, y1), (x1, y1), (x1, y), (x2, y), (x2, y2), (tip, y2)]
        way.points = corners
    placed = [
        Head(boxes[box].x if right else boxes[box].x + chip, y, half, right, members)
        for box, right, y, half, members in heads
    ]
    return Sheet(boxes, ways, column_x, row_y, x, bottom, placed)


def _route(source: Box, target: Box, *, above: bool) -> _Route:
    """Return which gutters a way takes; in a row it runs above where both ends are first in their cell."""
    right = target.column >= source.column
    from_left = target.column > source.column
    out = source.column + 1 if right else source.column
    into = target.column if from_left else target.column + 1
    channel = None
    if out != into:
        down = target.row > source.row or (target.row == source.row and above)
        channel = target.row if down else target.row + 1
    return _Route(out, into, right, from_left, channel, (target.row, target.column))


_Ends = dict[tuple[int, bool], list[tuple[int, bool]]]


def _sides(routes: Sequence[_Route], ways: Sequence[Way]) -> _Ends:
    """Return the ends of ways (way, whether it leaves) by chip and side (whether the right one)."""
    found: _Ends = {}
    for number, (way, route) in enumerate(zip(ways, routes, strict=True)):
        found.setdefault((way.source, route.out_right), []).append((number, True))
        found.setdefault((way.target, not route.in_left), []).append((number, False))
    return found


def _tracks(
    boxes: Sequence[Box], ways: Sequence[Way], routes: Sequence[_Route], rows: int
) -> tuple[dict[int, float], list[float]]:
    """Return where each way runs within the gutter of its rows, and how high those gutters are."""
    offsets: dict[int, float] = {}
    heights = []
    for channel in range(rows + 1):
        here = [number for number, route in enumerate(routes) if route.channel == channel]
        pieces = [
            Piece(
                1000.0 * routes[number].out_gutter,
                1000.0 * routes[number].in_gutter,
                boxes[ways[number].source].row < channel,
                boxes[ways[number].target].row < channel,
                ways[number].width,
                routes[number].bundle,
            )
            for number in here
        ]
        middles, wide = packed(pieces, order(pieces), gap=LANE_GAP, tight=TIGHT)
        offsets.update(
            {number: GUTTER_PAD / 2 + middle for number, middle in zip(here, middles, strict=True)}
        )
        heights.append(wide + GUTTER_PAD if here else 6.0)
    return offsets, heights


def _down(
    boxes: Sequence[Box], rows: int, heights: Sequence[float], least: float
) -> tuple[list[tuple[float, float]], list[float], float]:
    """Place the chips down the page; return top and height of each row, tops of the gutters, the bottom."""
    stacks: dict[tuple[int, int], list[Box]] = {}
    for box in boxes:
        stacks.setdefault((box.row, box.column), []).append(box)
    tall = [least] * rows
    for (row, _), stack in stacks.items():
        needed = sum(box.height for box in stack) + CHIP_GAP * (len(stack) - 1) + 2 * CELL_PAD
        tall[row] = max(tall[row], needed)
    channel_y, row_y, y = [0.0], [], heights[0]
    for row in range(rows):
        row_y.append((y, tall[row]))
        for column in sorted({column for at, column in stacks if at == row}):
            top = y + CELL_PAD
            for box in stacks[row, column]:
                box.y = top
                top += box.height + CHIP_GAP
        y += tall[row]
        channel_y.append(y)
        y += heights[row + 1]
    return row_y, channel_y, y


def _ports(
    boxes: Sequence[Box],
    ways: Sequence[Way],
    routes: Sequence[_Route],
    sides: _Ends,
    track_y: dict[int, float],
) -> tuple[dict[tuple[int, bool], float], list[tuple[int, bool, float, float, tuple[int, ...]]]]:
    """Return the place of every end, and the arrow heads: one for ends that touch."""
    places: dict[tuple[int, bool], float] = {}
    heads: list[tuple[int, bool, float, float, tuple[int, ...]]] = []
    for (number, right), ends in sides.items():
        fars = []
        for way, leaves in ends:
            route = routes[way]
            if route.channel is None:
                other = boxes[ways[way].target if leaves else ways[way].source]
                fars.append(Far(other.middle, other.column == boxes[number].column))
            else:
                fars.append(Far(track_y[way], same_side=False))
        ordered = [ends[place] for place in port_order(boxes[number].middle, fars)]
        gaps = [PORT_GAP if one[1] or other[1] else TIGHT for one, other in pairwise(ordered)]
        y = boxes[number].middle - (sum(ways[way].width for way, _ in ordered) + sum(gaps)) / 2
        group: list[tuple[int, float]] = []
        for (way, leaves), gap in zip(ordered, [*gaps, PORT_GAP], strict=True):
            wide = ways[way].width
            places[way, leaves] = y + wide / 2
            if not leaves:
                group.append((way, y))
                if gap != TIGHT:
                    top, bottom = group[0][1], y + wide
                    members = tuple(one for one, _ in group)
                    heads.append((number, not right, (top + bottom) / 2, (bottom - top) / 2 + 3, members))
                    group = []
            y += wide + gap
    return places, heads


def _lanes(
    ways: Sequence[Way],
    routes: Sequence[_Route],
    ports: dict[tuple[int, bool], float],
    track_y: dict[int, float],
    columns: int,
) -> tuple[dict[tuple[int, bool], float], list[float]]:
    """Return where each way runs within the gutters beside its ends, and how wide the gutters are."""
    here: list[list[tuple[int, bool, Piece]]] = [[] for _ in range(columns + 1)]
    for number, (way, route) in enumerate(zip(ways, routes, strict=True)):
        y1, y2 = ports[number, True], ports[number, False]
        if route.channel is None:
            piece = Piece(y1, y2, route.out_right, not route.in_left, way.width, route.bundle)
            here[route.out_gutter].append((number, True, piece))
            continue
        y = track_y[number]
        out = Piece(y1, y, route.out_right, not route.out_right, way.width, route.bundle)
        into = Piece(y, y2, route.in_left, not route.in_left, way.width, route.bundle)
        here[route.out_gutter].append((number, True, out))
        here[route.in_gutter].append((number, False, into))
    offsets: dict[tuple[int, bool], float] = {}
    widths = []
    for members in here:
        pieces = [piece for _, _, piece in members]
        middles, wide = packed(pieces, order(pieces), gap=LANE_GAP, tight=TIGHT)
        for (number, leaves, _), middle in zip(members, middles, strict=True):
            offsets[number, leaves] = GUTTER_PAD + middle
        widths.append(wide + 2 * GUTTER_PAD if members else 24.0)
    return offsets, widths
