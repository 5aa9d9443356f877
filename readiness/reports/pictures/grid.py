"""The map as a grid: stages down, channels across, touchpoints as chips, ways on as arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.pictures import legend
from readiness.reports.pictures.canvas import MARGIN, SMALL, Canvas
from readiness.reports.pictures.chips import WIDTH, Chip, Chips, owner
from readiness.reports.pictures.colours import BAND, CROSSING, MUTED, OUTBOUND, PAPER, WAY
from readiness.reports.pictures.measure import brief
from readiness.reports.pictures.places import Heading, busiest_of, eyebrow, places
from readiness.reports.pictures.routes import CELL_PAD, Box, Head, Sheet, Way, lay_out
from readiness.reports.pictures.ways import WayOn, conclusion, ways_on
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.volumes import Traffic

WIDEST = 7
MOST_WAYS = 60
STAGE = 118.0
THICKEST = 12.0
THINNEST = 1.5
_ONWARD = 2
_FEW = 30


@dataclass(frozen=True)
class _Block:
    """Channels that stand beside each other, with everything that is drawn in them."""

    sheet: Sheet
    chips: tuple[Chip, ...]
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    ways: tuple[WayOn, ...]


def draw_grid(traffic: Traffic, namer: Namer, buyer: str = "") -> str:
    """Return the grid as SVG, of all buyers or of one.

    More than WIDEST channels fold into blocks below each other; ways from one
    block to another are told in words at the touchpoint where they leave.
    """
    return _Grid(traffic, namer, buyer).svg()


class _Grid:
    def __init__(self, traffic: Traffic, namer: Namer, buyer: str) -> None:
        self.namer, self.words, self.buyer = namer, namer.words, buyer
        self.traffic = traffic
        self.places = places(traffic, namer, buyer)
        self.canvas = Canvas(self.words.language)
        self.chips = Chips(self.canvas, namer, self.places.visits)
        self.ways = ways_on(traffic, self.places)
        self.thickest = THICKEST if len(self.ways) <= _FEW else THICKEST / 2
        self.most = max((way.visits for way in self.ways), default=0.0)
        self.left_out: list[Touchpoint] = list(self.places.left_out)
        self.ways_left = 0

    def svg(self) -> str:
        canvas, say = self.canvas, self.words.say
        headline, below = conclusion(self.namer, self.places, self.ways)
        title = eyebrow(self.traffic, self.namer, say("map-pictures.is.grid"))
        if self.buyer:
            title = say("map-pictures.of", map=title, picture=brief(self.namer.title(f"buyers:{self.buyer}")))
        blocks = self._blocks() if self.places.shown else []
        width = max([760.0, *(2 * MARGIN + STAGE + block.sheet.width for block in blocks)])
        y = canvas.heading(title, headline, below, width=width - 2 * MARGIN)
        for block in blocks:
            y = self._draw(block, y) + 26
        if blocks:
            items = legend.for_grid(self.words, self.most, self._thick)
            y = legend.draw(canvas, items, MARGIN, y, width - 2 * MARGIN) + 8
        notes = self._notes()
        for note in notes:
            y = canvas.paragraph(MARGIN, y, note, width=width - 2 * MARGIN, size=12, fill=MUTED) + 2
        description = self.words.phrases.sentences([*([below] if below else []), *notes])
        return canvas.svg(width, y + MARGIN - 8, title=headline, description=description or headline)

    def _blocks(self) -> list[_Block]:
        columns = self.places.columns
        count = -(-len(columns) // WIDEST)
        each = -(-len(columns) // count)
        return [
            self._block(columns[first : first + each], alone=count == 1)
            for first in range(0, len(columns), each)
        ]

    def _block(self, columns: Sequence[Heading], *, alone: bool) -> _Block:
        cells = self.places.cells
        rows = [r for r in self.places.rows if alone or any((r.id, c.id) in cells for c in columns)]
        spots: list[tuple[int, int]] = []
        found: list[Touchpoint | tuple[Touchpoint, ...]] = []
        for row, stage in enumerate(rows):
            for column, channel in enumerate(columns):
                kept, rest = busiest_of(cells.get((stage.id, channel.id), ()), self.places.visits)
                self.left_out += rest
                here: list[Touchpoint | tuple[Touchpoint, ...]] = [*kept, *([rest] if rest else [])]
                found += here
                spots += [(row, column)] * len(here)
        numbers = {one.id: number for number, one in enumerate(found) if isinstance(one, Touchpoint)}
        drawn, told = self._split(numbers)
        chips = tuple(
            Chip(one, onward=self._onward(told.get(one.id, ())))
            if isinstance(one, Touchpoint)
            else Chip(None, one)
            for one in found
        )
        boxes = [Box(*spot, self.chips.height(chip)) for spot, chip in zip(spots, chips, strict=True)]
        ways = [Way(numbers[w.here.id], numbers[w.there.id], self._thick(w.visits)) for w in drawn]
        least = 66.0 if any(row.ours and row.visits for row in rows) else 40.0
        sheet = lay_out(boxes, ways, rows=len(rows), columns=len(columns), chip=WIDTH, least=least)
        return _Block(sheet, chips, tuple(rows), tuple(columns), tuple(drawn))

    def _split(self, numbers: Mapping[str, int]) -> tuple[list[WayOn], dict[str, list[WayOn]]]:
        """Return the ways drawn as arrows within a block, and by touchpoint those told in words."""
        inside: list[WayOn] = []
        told: dict[str, list[WayOn]] = {}
        for way in self.ways:
            if way.here.id in numbers and way.there.id in numbers and way.here.id != way.there.id:
                inside.append(way)
            elif way.here.id in numbers:
                told.setdefault(way.here.id, []).append(way)
        ranked = sorted(range(len(inside)), key=lambda place: -inside[place].visits)
        kept = [inside[place] for place in sorted(ranked[:MOST_WAYS])]
        self.ways_left += len(inside) - len(kept)
        return kept, told

    def _onward(self, told: Sequence[WayOn]) -> tuple[Line, ...]:
        say, number = self.words.say, self.words.number
        lines = [
            say(
                "map-pictures.onward",
                visits=number(way.visits),
                touchpoint=brief(self.namer.title(f"touchpoints:{way.there.id}")),
            )
            for way in told[:_ONWARD]
        ]
        rest = told[_ONWARD:]
        if rest:
            visits = number(fsum(way.visits for way in rest))
            lines.append(say("map-pictures.onward-more", number=number(len(rest)), visits=visits))
        return tuple(lines)

    def _thick(self, visits: float) -> float:
        return max(THINNEST, round(self.thickest * visits / self.most, 1)) if self.most else THINNEST

    def _draw(self, block: _Block, y: float) -> float:
        """Draw a block below ``y`` and return where it ends."""
        canvas, sheet = self.canvas, block.sheet
        left = MARGIN + STAGE
        top = self._column_heads(block.columns, [left + x for x in sheet.column_x], y)
        for (at, height), row in zip(sheet.row_y, block.rows, strict=True):
            canvas.rect(MARGIN, top + at, STAGE + sheet.width, height, rx=6, fill=BAND)
            self._heading(row, MARGIN + 12, top + at + CELL_PAD, STAGE - 20)
        with canvas.group(fill="none", stroke_linejoin="round"):
            for way, on in sorted(zip(sheet.ways, block.ways, strict=True), key=lambda pair: -pair[0].width):
                self._way(way, on, left, top)
        for head in sheet.heads:
            self._head(head, block.ways, left, top)
        for box, chip in zip(sheet.boxes, block.chips, strict=True):
            self.chips.draw(chip, left + box.x, top + box.y, box.height)
        return top + sheet.height

    def _column_heads(self, columns: Sequence[Heading], across: Sequence[float], y: float) -> float:
        pairs = zip(columns, across, strict=True)
        return max(self._heading(column, x, y, WIDTH) for column, x in pairs) + 8

    def _heading(self, heading: Heading, x: float, y: float, width: float) -> float:
        """Write a stage or channel with its contacts, those we start apart, and return where they end."""
        y = self.canvas.paragraph(x, y, heading.title, width=width, size=13, bold=True, lines=2)
        for key, visits, colour in (
            ("map-pictures.a-year", heading.visits, MUTED),
            ("map-pictures.ours", heading.ours, OUTBOUND),
        ):
            if visits:
                told = self.words.say(key, number=self.words.number(visits))
                y = self.canvas.paragraph(x, y, told, width=width, size=SMALL, fill=colour, lines=1)
        return y

    def _way(self, way: Way, on: WayOn, left: float, top: float) -> None:
        data = rounded([(x + left, y + top) for x, y in way.points])
        here, there = (brief(self.namer.title(f"touchpoints:{end.id}"), 140) for end in (on.here, on.there))
        values = {"here": here, "there": there, "visits": self.words.number(on.visits)}
        self.canvas.path(data, stroke=PAPER, stroke_width=way.width + 2.2)
        if not on.crosses:
            told = self.words.say("map-pictures.way", **values)
            self.canvas.path(data, title=told, stroke=WAY, stroke_width=way.width)
            return
        one, other = (owner(self.namer, end, "map-pictures.nobody") for end in (on.here, on.there))
        told = self.words.say("map-pictures.way-crossing", one=one, other=other, **values)
        style = {"stroke": CROSSING, "stroke_width": way.width, "stroke_dasharray": legend.dashes(way.width)}
        self.canvas.path(data, title=told, **style)

    def _head(self, head: Head, ways: Sequence[WayOn], left: float, top: float) -> None:
        widest = max(head.ways, key=lambda number: ways[number].visits)
        x, y, back = head.x + left, head.y + top, 9.0 if head.to_right else -9.0
        corners = [(x - back, y - head.half), (x, y), (x - back, y + head.half)]
        self.canvas.polygon(corners, fill=CROSSING if ways[widest].crosses else WAY)

    def _notes(self) -> list[Line]:
        say, number = self.words.say, self.words.number
        notes = []
        if self.left_out:
            contacts = number(self.places.contacts(self.left_out))
            notes.append(say("map-pictures.left-out", number=number(len(self.left_out)), contacts=contacts))
        if self.ways_left:
            notes.append(say("map-pictures.ways-left", number=number(self.ways_left)))
        return notes


def rounded(points: Sequence[tuple[float, float]], radius: float = 9.0) -> str:
    """Return a path through points, level and upright in turn, with round corners."""
    x, y = points[0]
    data = [f"M{x:.1f} {y:.1f}"]
    for (x0, y0), (x1, y1), (x2, y2) in zip(points, points[1:], points[2:], strict=False):
        before, after = abs(x1 - x0) + abs(y1 - y0), abs(x2 - x1) + abs(y2 - y1)
        bend = min(radius, before / 2, after / 2)
        if bend < 0.05:
            data.append(f"L{x1:.1f} {y1:.1f}")
            continue
        xa, ya = x1 + (x0 - x1) / before * bend, y1 + (y0 - y1) / before * bend
        xb, yb = x1 + (x2 - x1) / after * bend, y1 + (y2 - y1) / after * bend
        data.append(f"L{xa:.1f} {ya:.1f}Q{x1:.1f} {y1:.1f} {xb:.1f} {yb:.1f}")
    x, y = points[-1]
    data.append(f"L{x:.1f} {y:.1f}")
    return "".join(data)
