"""Coverage: how many contacts a year lie in each stage and channel, and where there is no way at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.pictures import legend
from readiness.reports.pictures.canvas import MARGIN, SMALL, Canvas
from readiness.reports.pictures.colours import (
    BAND,
    EDGE,
    INK,
    MUTED,
    OUTBOUND,
    OUTBOUND_PALE,
    RULE,
    ink_on,
    shade,
)
from readiness.reports.pictures.measure import brief, wrapped
from readiness.reports.pictures.places import Heading, Places, eyebrow, places
from readiness.reports.pictures.ways import without_contacts
from readiness.touchmap.volumes import UNKNOWN, Traffic

WIDEST = 9
MOST_BUYERS = 24
_GAP = 3.0
_GAMMA = 0.65
"""Small numbers keep a shade that the eye can tell from none."""


@dataclass(frozen=True)
class _Size:
    """The measures of a heat map: of the one on top, and of the small ones below."""

    stage: float
    cell: float
    row: float
    text: float
    label: float


_LARGE = _Size(130, 112, 44, 13, 13)
_LITTLE = _Size(112, 58, 21, 11, 11)
_BESIDE = 40.0


def draw_heat(traffic: Traffic, namer: Namer) -> str:
    """Return the coverage as SVG: all buyers together, then each where there is room."""
    return _Heat(traffic, namer).svg()


class _Heat:
    def __init__(self, traffic: Traffic, namer: Namer) -> None:
        self.traffic, self.namer, self.words = traffic, namer, namer.words
        self.canvas = Canvas(self.words.language)
        self.whole = places(traffic, namer)
        self.ours = self.whole.ours([*self.whole.shown, *self.whole.left_out])
        self.large = replace(_LARGE, row=58) if self.ours else _LARGE

    def svg(self) -> str:
        canvas, words, whole = self.canvas, self.words, self.whole
        title = eyebrow(self.traffic, self.namer, words.say("map-pictures.is.coverage"))
        headline, below = self._headline()
        columns = min(len(whole.columns), WIDEST)
        width = max(860.0, 2 * MARGIN + _LARGE.stage + columns * _LARGE.cell + _LARGE.cell)
        wide = _LITTLE.stage + columns * _LITTLE.cell
        width = max(width, 2 * MARGIN + 2 * wide + _BESIDE)
        y = canvas.heading(title, headline, below, width=width - 2 * MARGIN)
        if not whole.shown:
            return canvas.svg(width, y + MARGIN, title=headline, description=headline)
        for block in _folded(whole.columns, WIDEST):
            last = block[-1] is whole.columns[-1]
            y = self._map(whole, block, self.large, MARGIN, y, totals=last) + 22
        y = self._legend(y, width)
        notes = self._notes()
        if not notes or len(whole.columns) <= WIDEST:
            y = self._buyers(y + 22, width)
        for note in notes:
            y = canvas.paragraph(MARGIN, y + 6, note, width=width - 2 * MARGIN, fill=MUTED)
        description = words.phrases.sentences([*([below] if below else []), *notes])
        return canvas.svg(width, y + MARGIN, title=headline, description=description or headline)

    def _headline(self) -> tuple[Line, Line]:
        say, words, whole = self.words.say, self.words, self.whole
        if not whole.shown:
            return say("map-pictures.nothing"), Line()
        total = whole.contacts(whole.shown)
        cells = [(whole.contacts(m), cell) for cell, m in whole.cells.items()]
        most, (stage, channel) = max(cells, key=lambda pair: pair[0])
        rows = {row.id: row.title for row in whole.rows}
        columns = {column.id: column.title for column in whole.columns}
        values = {"stage": brief(rows[stage]), "channel": brief(columns[channel])}
        if total:
            told = say("map-pictures.heat.headline", visits=words.number(most), contacts=words.number(total),
                       share=words.percent(most / total), **values)  # fmt: skip
        else:
            told = without_contacts(self.namer, whole)
        pairs = len(whole.rows) * len(whole.columns)
        below = say(
            "map-pictures.heat.covered", covered=words.number(len(whole.cells)), pairs=words.number(pairs)
        )
        if not total or not self.ours:
            return told, below
        ours = say("map-pictures.ours-told", number=words.number(self.ours))
        return told, words.phrases.sentences([below, ours])

    def _map(
        self,
        seen: Places,
        columns: list[Heading],
        size: _Size,
        x: float,
        y: float,
        *,
        totals: bool,
    ) -> float:
        """Draw one heat map and return where it ends below."""
        canvas = self.canvas
        most = max((seen.contacts(m) for m in seen.cells.values()), default=0.0)
        left = x + size.stage
        heads = [column.title for column in columns]
        heads += [self.words.say("map-pictures.heat.together")] if totals else []
        below = max(self._head(words, left + place * size.cell, y, size) for place, words in enumerate(heads))
        y = below + 6
        for row in seen.rows:
            self._row_title(row, x, y, size)
            for place, column in enumerate(columns):
                self._cell(seen, (row, column), left + place * size.cell, y, size=size, most=most)
            if totals:
                self._sum(row.visits, row.ours, left + (len(columns) + 0.5) * size.cell, y + size.row / 2)
            y += size.row
        if size is self.large:
            canvas.line(x, y + 4, left + len(heads) * size.cell, y + 4, stroke=RULE)
            base = y + 24
            canvas.text(x, base, self.words.say("map-pictures.heat.together"), size=size.label, bold=True)
            sums = [(column.visits, column.ours) for column in columns]
            sums += [(seen.contacts(seen.shown), seen.ours(seen.shown))] if totals else []
            for place, (visits, ours) in enumerate(sums):
                self._sum(visits, ours, left + (place + 0.5) * size.cell, base + (2 if self.ours else -4))
            y = base + (22 if self.ours else 8)
        return y

    def _sum(self, visits: float, ours: float, x: float, middle: float) -> None:
        """Write a sum of contacts around a place, with those we start below it."""
        canvas, number, size = self.canvas, self.words.number, _LARGE.text
        base = middle + size * 0.35 - (8 if ours else 0)
        canvas.text(x, base, number(visits), size=size, bold=True, anchor="middle")
        if ours:
            told = self.words.say("map-pictures.ours", number=number(ours))
            canvas.text(x, base + 15, told, size=SMALL, fill=OUTBOUND, anchor="middle")

    def _head(self, words: Line, x: float, y: float, size: _Size) -> float:
        return self.canvas.paragraph(x + size.cell / 2, y, words, width=size.cell - 6, size=size.label,
                                     bold=size is self.large, fill=INK if size is self.large else MUTED,
                                     anchor="middle", lines=2)  # fmt: skip

    def _row_title(self, row: Heading, x: float, y: float, size: _Size) -> None:
        large = size is self.large
        words = wrapped(row.title, size.stage - 10, size.label, lines=2 if large else 1, bold=large)
        base = y + size.row / 2 + size.label * 0.35 - (len(words) - 1) * size.label * 0.63
        for line in words:
            self.canvas.text(x, base, line, size=size.label, bold=large)
            base += size.label * 1.27

    def _cell(
        self, seen: Places, pair: tuple[Heading, Heading], x: float, y: float, *, size: _Size, most: float
    ) -> None:
        canvas, words = self.canvas, self.words
        row, column = pair
        members = seen.cells.get((row.id, column.id), ())
        contacts = seen.contacts(members)
        place = (x + _GAP / 2, y + _GAP / 2, size.cell - _GAP, size.row - _GAP)
        values = {"stage": brief(row.title), "channel": brief(column.title)}
        if not members:
            with canvas.group(words.say("map-pictures.heat.none", **values)):
                canvas.rect(*place, rx=3, fill=BAND)
                canvas.text(x + size.cell / 2, y + size.row / 2 + 4, "–", size=size.text, fill=MUTED,
                            anchor="middle")  # fmt: skip
            return
        ours = seen.ours(members)
        asked = [t for t in members if t.direction == "inbound"]
        figure = words.number(contacts) if any(t.volume != UNKNOWN for t in asked) else "?"
        told = words.say("map-pictures.heat.cell", touchpoints=words.number(len(members)), visits=figure,
                         **values)  # fmt: skip
        if ours:
            also = words.say("map-pictures.ours-told", number=words.number(ours))
            told = words.phrases.sentences([told, also])
        with canvas.group(told):
            if asked:
                ground = shade((contacts / most) ** _GAMMA if most else 0.0)
                canvas.rect(*place, rx=3, fill=ground, **({} if contacts else {"stroke": EDGE}))
                ink = ink_on(ground)
            else:
                canvas.rect(*place, rx=3, fill=OUTBOUND_PALE, stroke=OUTBOUND, stroke_dasharray="4 3")
                figure, ink = "", OUTBOUND
            lines: list[tuple[object, float]] = [(figure, size.text)] if figure else []
            if size is self.large:
                lines.append((words.phrases.count("map-pictures.heat.touchpoints", len(members)), SMALL))
                lines += [(words.say("map-pictures.ours", number=words.number(ours)), SMALL)] if ours else []
            elif not figure:
                lines.append((words.number(ours) if ours else "?", size.text))
            self._lines(lines, x + size.cell / 2, y + size.row / 2, ink)

    def _lines(self, lines: Sequence[tuple[object, float]], x: float, middle: float, ink: str) -> None:
        """Write lines, each in its size, one below the other around a place."""
        base = middle - sum(size * 1.3 for _, size in lines) / 2
        for words, size in lines:
            base += size * 1.3
            bold = size == self.large.text
            self.canvas.text(x, base - size * 0.3, words, size=size, bold=bold, fill=ink, anchor="middle")

    def _buyers(self, y: float, width: float) -> float:
        """Draw a small heat map for each buyer, as many beside each other as there is room."""
        canvas, words = self.canvas, self.words
        buyers = list(self.traffic.map.index["buyers"].values())
        if not buyers:
            return y
        wide = _LITTLE.stage + len(self.whole.columns) * _LITTLE.cell
        beside = max(1, int((width - 2 * MARGIN + _BESIDE) // (wide + _BESIDE)))
        y = canvas.paragraph(MARGIN, y, words.say("map-pictures.heat.by-buyer"), width=width - 2 * MARGIN,
                             size=16, bold=True) + 12  # fmt: skip
        shown = buyers[:MOST_BUYERS]
        for first in range(0, len(shown), beside):
            ends = []
            for place, buyer in enumerate(shown[first : first + beside]):
                x = MARGIN + place * (wide + _BESIDE)
                ends.append(self._buyer(buyer.id, x, y, wide))
            y = max(ends) + 26
        return y

    def _buyer(self, buyer: str, x: float, y: float, wide: float) -> float:
        canvas, words = self.canvas, self.words
        seen = places(self.traffic, self.namer, buyer)
        whole = Places(self.whole.rows, self.whole.columns, seen.cells, seen.visits)
        y = canvas.paragraph(
            x, y, self.namer.title(f"buyers:{buyer}"), width=wide, size=13, bold=True, lines=1
        )
        asked = {
            stage
            for (stage, _), members in whole.cells.items()
            if any(t.direction == "inbound" for t in members)
        }
        told = words.say("map-pictures.heat.buyer", visits=words.number(whole.contacts(whole.shown)),
                         stages=words.number(len(asked)),
                         rows=words.number(len(whole.rows)))  # fmt: skip
        y = canvas.paragraph(x, y, told, width=wide, size=SMALL, fill=MUTED, lines=1) + 5
        return self._map(whole, list(whole.columns), _LITTLE, x, y, totals=False)

    def _legend(self, y: float, width: float) -> float:
        say = self.words.say

        def ramp(canvas: Canvas, x: float, middle: float) -> None:
            for place in range(5):
                canvas.rect(x + place * 18, middle - 8, 17, 16, fill=shade(place / 4))

        def empty(canvas: Canvas, x: float, middle: float) -> None:
            canvas.rect(x, middle - 8, 30, 16, rx=3, fill=BAND)
            canvas.text(x + 15, middle + 4, "–", size=12, fill=MUTED, anchor="middle")

        def own(canvas: Canvas, x: float, middle: float) -> None:
            canvas.rect(x, middle - 8, 30, 16, rx=3, fill=OUTBOUND_PALE, stroke=OUTBOUND,
                        stroke_dasharray="4 3")  # fmt: skip

        items = [
            legend.Item(90, ramp, say("map-pictures.heat.more")),
            legend.Item(30, empty, say("map-pictures.heat.no-way")),
        ]
        if any(t.direction == "outbound" for t in self.whole.shown):
            items.append(legend.Item(30, own, say("map-pictures.heat.ours")))
        return legend.draw(self.canvas, items, MARGIN, y, width - 2 * MARGIN)

    def _notes(self) -> list[Line]:
        say, number, whole = self.words.say, self.words.number, self.whole
        notes = []
        if whole.left_out:
            notes.append(say("map-pictures.no-room", number=number(len(whole.left_out)),
                             contacts=number(whole.contacts(whole.left_out))))  # fmt: skip
        nobody = fsum(self.traffic.visits[t.id].get("", 0.0) for t in self.traffic.inbound)
        if nobody:
            notes.append(say("map-pictures.not-stated", number=number(nobody)))
        buyers = len(self.traffic.map.index["buyers"])
        if len(whole.columns) > WIDEST:
            notes.append(say("map-pictures.heat.too-wide"))
        elif buyers > MOST_BUYERS:
            notes.append(say("map-pictures.more-buyers", number=number(buyers - MOST_BUYERS)))
        return notes


def _folded(columns: tuple[Heading, ...], most: int) -> list[list[Heading]]:
    count = -(-len(columns) // most)
    each = -(-len(columns) // count)
    return [list(columns[first : first + each]) for first in range(0, len(columns), each)]
