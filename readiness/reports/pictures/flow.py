"""Where the visits of a buyer type go: stages from left to right, widths for visits a year."""

from __future__ import annotations

from math import fsum

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.pictures import legend
from readiness.reports.pictures.canvas import MARGIN, SMALL, Canvas, line_height
from readiness.reports.pictures.chips import owner
from readiness.reports.pictures.colours import (
    CHIP,
    CROSSING,
    CROSSING_PALE,
    INK,
    MUTED,
    OUTBOUND,
    OUTBOUND_PALE,
    PAPER,
    RULE,
    WAY,
    WAY_PALE,
)
from readiness.reports.pictures.flow_places import FIGURE, Journeys, Link, Node, journeys, settle, steps_of
from readiness.reports.pictures.measure import brief, wrapped
from readiness.reports.pictures.places import eyebrow, places
from readiness.touchmap.volumes import Traffic

NODE = 164.0
SPACE = 178.0
SIDE = 78.0
TALLEST, WIDEST = 130.0, 44.0
"""The most pixels of a node, and of a link: a wider one could not bend between two stages."""
MOST_BUYERS = 16
_STUB = 16.0
_RIGHT, _LEFT = 46.0, 68.0
"""How far figures reach on the right and on the left of a node: there links run level."""
_TITLE = 12.5


def draw_flow(traffic: Traffic, namer: Namer, buyer: str = "") -> str:
    """Return the flow of one buyer type as SVG, or of all below each other in one scale."""
    return _Flow(traffic, namer, buyer).svg()


class _Flow:
    def __init__(self, traffic: Traffic, namer: Namer, buyer: str) -> None:
        self.traffic, self.namer, self.words = traffic, namer, namer.words
        self.canvas = Canvas(self.words.language)
        names = [buyer] if buyer else [*traffic.map.index["buyers"]]
        steps = steps_of(traffic)
        flows = [
            journeys(traffic, places(traffic, namer, name), name, steps=steps) for name in names[:MOST_BUYERS]
        ]
        self.flows = [flow for flow in flows if flow.nodes]
        self.more = max(len(names) - MOST_BUYERS, 0)
        self.still = [flow.buyer for flow in flows if not flow.nodes]
        most = max((node.visits for flow in self.flows for node in flow.nodes), default=0.0)
        widest = max((link.visits for flow in self.flows for link in flow.links), default=0.0)
        self.scale = min(TALLEST / most, WIDEST / widest if widest else TALLEST) if most else 0.0

    def svg(self) -> str:
        canvas, say, words = self.canvas, self.words.say, self.words
        title = eyebrow(self.traffic, self.namer, say("map-pictures.is.flow"))
        headline, below = self._headline()
        layers = max((len(flow.stages) for flow in self.flows), default=0)
        width = max(860.0, 2 * MARGIN + 2 * SIDE + layers * NODE + max(layers - 1, 0) * SPACE)
        y = canvas.heading(title, headline, below, width=width - 2 * MARGIN)
        for place, flow in enumerate(self.flows):
            if place:
                canvas.line(MARGIN, y - 22, width - MARGIN, y - 22, stroke=RULE)
            y = self._panel(flow, y) + 46
        if self.flows:
            y = legend.draw(canvas, self._legend(), MARGIN, y - 10, width - 2 * MARGIN) + 6
        notes = self._notes()
        for note in notes:
            y = canvas.paragraph(MARGIN, y, note, width=width - 2 * MARGIN, fill=MUTED) + 2
        description = words.phrases.sentences([*([below] if below else []), *notes])
        return canvas.svg(width, y + MARGIN - 8, title=headline, description=description or headline)

    def _headline(self) -> tuple[Line, Line]:
        say, words = self.words.say, self.words
        if not self.flows:
            key = "map-pictures.nothing" if not self.traffic.map.touchpoints else "map-pictures.flow.nothing"
            return say(key), Line()
        pairs = [(link, flow) for flow in self.flows for link in flow.links]
        below = say("map-pictures.flow.explained")
        if not pairs:
            return say("map-pictures.flow.no-ways"), below
        asked = [(link, flow) for link, flow in pairs if not flow.nodes[link.source].outbound]
        link, flow = max(asked or pairs, key=lambda pair: pair[0].visits)
        here, there = (brief(self._title(flow.nodes[end])) for end in (link.source, link.target))
        values = {"buyer": brief(self._buyer(flow)), "visits": words.number(link.visits)}
        key = "map-pictures.flow.headline" if asked else "map-pictures.flow.headline-ours"
        return say(key, here=here, there=there, **values), below

    def _panel(self, flow: Journeys, y: float) -> float:
        canvas, words = self.canvas, self.words
        starts = fsum(node.starts for node in flow.nodes if not node.outbound)
        told = words.say(
            "map-pictures.flow.buyer", visits=words.number(flow.visits), starts=words.number(starts)
        )
        if flow.ours:
            ours = words.say("map-pictures.ours-told", number=words.number(flow.ours))
            told = words.phrases.sentences([told, ours])
        y = canvas.paragraph(MARGIN, y, self._buyer(flow), width=900, size=16, bold=True, lines=1)
        y = canvas.paragraph(MARGIN, y + 2, told, width=900, size=12, fill=MUTED, lines=1) + 12
        stages = {stage.id: words.stage(stage) for stage in self.traffic.map.index["stages"].values()}
        heads = [stages[one] if one in stages else words.say("labels.unplaced") for one in flow.stages]
        tops = [
            canvas.paragraph(self._x(place), y, head, width=NODE, size=12, bold=True, fill=MUTED, lines=2)
            for place, head in enumerate(heads)
        ]
        y = max(tops) + 8
        for node in flow.nodes:
            lines = self._lines(node)
            node.words = 16 + len(lines) * line_height(_TITLE) + line_height(SMALL)
        high = settle(flow, self.scale)
        for link in sorted(flow.links, key=lambda one: -one.width):
            self._link(flow, link, y)
        for link in flow.links:
            self._figure(flow, link, y)
        for node in flow.nodes:
            self._node(node, y)
        return y + high

    def _x(self, layer: int) -> float:
        return MARGIN + SIDE + layer * (NODE + SPACE)

    def _node(self, node: Node, top: float) -> None:
        canvas, words = self.canvas, self.words
        x, y = self._x(node.layer), node.y + top
        values = {"visits": words.number(node.visits), "starts": words.number(node.starts),
                  "ends": words.number(node.ends), "touchpoint": brief(self._title(node), 240)}  # fmt: skip
        key = "map-pictures.flow.node-ours" if node.outbound else "map-pictures.flow.node"
        with canvas.group(words.say(key, **values)):
            canvas.rect(x, y, NODE, node.height, rx=4, fill=OUTBOUND_PALE if node.outbound else CHIP)
            base = y + (node.height - node.words) / 2 + 8 + _TITLE * 0.92
            for line in self._lines(node):
                canvas.text(x + 10, base, line, size=_TITLE)
                base += line_height(_TITLE)
            key = "map-pictures.ours" if node.outbound else "map-pictures.flow.visits"
            told = words.say(key, number=words.number(node.visits))
            ink = OUTBOUND if node.outbound else MUTED
            canvas.paragraph(x + 10, base - SMALL, told, width=NODE - 18, size=SMALL, fill=ink, lines=1)
            self._start(node, x, top)
            self._end(node, x + NODE, top)

    def _start(self, node: Node, x: float, top: float) -> None:
        if not node.starts:
            return
        wide = max(node.starts * self.scale, 2.0)
        y = node.start_y + top
        start_mark(self.canvas, x - _STUB, y, wide)
        self.canvas.text(x - _STUB - 9, y + 4, self.words.number(node.starts), size=SMALL, anchor="end")

    def _end(self, node: Node, x: float, top: float) -> None:
        if not node.ends:
            return
        wide = max(node.ends * self.scale, 2.0)
        y = node.end_y + top
        end_mark(self.canvas, x, y, wide)
        self.canvas.text(x + _STUB + 6, y + 4, self.words.number(node.ends), size=SMALL, fill=MUTED)

    def _link(self, flow: Journeys, link: Link, top: float) -> None:
        words = self.words
        source, target = flow.nodes[link.source], flow.nodes[link.target]
        here, there = brief(self._title(source), 140), brief(self._title(target), 140)
        values = {"here": here, "there": there, "visits": words.number(link.visits)}
        told = words.say("map-pictures.way", **values)
        if link.crosses:
            one, other = (
                owner(self.namer, node.touchpoint, "map-pictures.nobody") for node in (source, target)
            )
            told = words.say("map-pictures.way-crossing", one=one, other=other, **values)
        forward = target.layer > source.layer
        leaves_right = target.layer >= source.layer
        x1 = self._x(source.layer) + (NODE if leaves_right else 0)
        x2 = self._x(target.layer) + (0 if forward else NODE)
        tip = 0.0 if forward else 8.0
        y1, y2 = link.start + top, link.end + top
        ends = (x1, y1), (x2 + tip, y2)
        data = self._course(flow, link, *ends, top)
        colour = CROSSING if link.crosses else WAY
        pale = CROSSING_PALE if link.crosses else WAY_PALE
        with self.canvas.group(told, fill="none"):
            self.canvas.path(data, stroke=PAPER, stroke_width=link.width + 1.6)
            self.canvas.path(data, stroke=pale, stroke_width=link.width)
            if link.crosses:
                if link.width >= FIGURE:  # the figure stands in the ribbon, the dashes begin behind it
                    data = self._course(flow, link, *ends, top, skip=_RIGHT if leaves_right else _LEFT)
                self.canvas.path(data, stroke=colour, stroke_width=1.2, stroke_dasharray="6 4")
        if not forward:
            half = link.width / 2 + 2.5
            self.canvas.polygon([(x2 + 9, y2 - half), (x2, y2), (x2 + 9, y2 + half)], fill=colour)

    def _figure(self, flow: Journeys, link: Link, top: float) -> None:
        """Write the visits of a link where it leaves: in it where it is wide enough, else above it."""
        source, target = flow.nodes[link.source], flow.nodes[link.target]
        y = link.start + top
        base = y + 4 if link.width >= FIGURE else y - link.width / 2 - 2.5
        x, figure = self._x(source.layer), self.words.number(link.visits)
        if target.layer >= source.layer:
            self.canvas.text(x + NODE + 7, base, figure, size=SMALL)
        else:
            self.canvas.text(x - 7, base, figure, size=SMALL, anchor="end")

    def _course(
        self, flow: Journeys, link: Link, start: tuple[float, float], end: tuple[float, float], top: float, *,
        skip: float = 0.0,
    ) -> str:  # fmt: skip
        """Return the path of a link from node to node, without its first ``skip`` pixels."""
        layer = flow.nodes[link.source].layer
        if layer != flow.nodes[link.target].layer:
            return self._run(link, start, end, top, skip=skip)
        turns = [one for one in flow.links if _stays(flow, one, layer)].index(link)
        return _bend(start, end, turns, skip=skip)

    def _run(
        self, link: Link, start: tuple[float, float], end: tuple[float, float], top: float, *, skip: float
    ) -> str:
        """Return a path through other layers: level where it passes one and where it has its figures."""
        sign = 1 if end[0] > start[0] else -1
        lead, arrive = (_RIGHT, _LEFT) if sign > 0 else (_LEFT, _RIGHT)
        x, y = start[0] + sign * lead, start[1]
        data = [f"M{start[0] + sign * skip:.1f} {y:.1f}H{x:.1f}"]
        for layer, middle in link.passes:
            left = self._x(layer)
            near, far = (left, left + NODE) if sign > 0 else (left + NODE, left)
            data.append(f"{_curve(x, y, near, middle + top)}H{far:.1f}")
            x, y = far, middle + top
        data.append(f"{_curve(x, y, end[0] - sign * arrive, end[1])}H{end[0]:.1f}")
        return "".join(data)

    def _lines(self, node: Node) -> tuple[Line, ...]:
        return wrapped(self._title(node), NODE - 18, _TITLE, lines=3) or (Line(),)

    def _title(self, node: Node) -> Line:
        return self.namer.title(f"touchpoints:{node.touchpoint.id}")

    def _buyer(self, flow: Journeys) -> Line:
        return self.namer.title(f"buyers:{flow.buyer}")

    def _legend(self) -> list[legend.Item]:
        say = self.words.say

        def ribbon(canvas: Canvas, x: float, y: float) -> None:
            canvas.rect(x, y - 5, 40, 10, fill=WAY_PALE)

        def crossing(canvas: Canvas, x: float, y: float) -> None:
            canvas.rect(x, y - 5, 40, 10, fill=CROSSING_PALE)
            canvas.line(x, y, x + 40, y, stroke=CROSSING, stroke_width=1.2, stroke_dasharray="6 4")

        def own(canvas: Canvas, x: float, y: float) -> None:
            canvas.rect(x, y - 8, 30, 16, rx=4, fill=OUTBOUND_PALE)

        ours = any(node.outbound for flow in self.flows for node in flow.nodes)
        return [
            *([legend.Item(30, own, say("map-pictures.legend.outbound"))] if ours else []),
            legend.Item(
                20, lambda canvas, x, y: start_mark(canvas, x + 4, y, 10), say("map-pictures.flow.start")
            ),
            legend.Item(20, lambda canvas, x, y: end_mark(canvas, x, y, 10), say("map-pictures.flow.end")),
            legend.Item(40, ribbon, say("map-pictures.flow.way")),
            legend.Item(40, crossing, say("map-pictures.flow.crossing")),
            legend.Item(40, legend.arrow(3, long=40), say("map-pictures.flow.back")),
        ]

    def _notes(self) -> list[Line]:
        say, number = self.words.say, self.words.number
        notes = []
        nobody = fsum(self.traffic.visits[t.id].get("", 0.0) for t in self.traffic.inbound)
        if nobody:
            notes.append(say("map-pictures.not-stated", number=number(nobody)))
        if self.still:
            names = self.namer.titles([f"buyers:{name}" for name in self.still])
            notes.append(say("map-pictures.flow.still", buyers=names))
        left = sum(flow.left_out for flow in self.flows)
        if left:
            notes.append(say("map-pictures.flow.left-out", number=number(left)))
        if self.more:
            notes.append(say("map-pictures.more-buyers", number=number(self.more)))
        return notes


def start_mark(canvas: Canvas, x: float, y: float, width: float) -> None:
    """Draw where visits start: a stub with a round beginning."""
    canvas.rect(x, y - width / 2, _STUB, width, fill=WAY)
    canvas.circle(x, y, 4, fill=INK)


def end_mark(canvas: Canvas, x: float, y: float, width: float) -> None:
    """Draw where visits end: a stub that stops at a bar."""
    canvas.rect(x, y - width / 2, _STUB - 2, width, fill=RULE)
    half = max(width / 2, 4.0)
    canvas.rect(x + _STUB - 2, y - half, 2.4, 2 * half, fill=MUTED)


def _stays(flow: Journeys, link: Link, layer: int) -> bool:
    return flow.nodes[link.source].layer == layer == flow.nodes[link.target].layer


def _bend(start: tuple[float, float], end: tuple[float, float], turns: int, *, skip: float) -> str:
    """Return a path that stays in the stage: out on the right and back again, each further out."""
    (x1, y1), (x2, y2) = start, end
    out = x1 + 74 + 8 * (turns % 4)
    turn = min(16.0, abs(y2 - y1) / 2)
    down = turn if y2 > y1 else -turn
    return (
        f"M{x1 + skip:.1f} {y1:.1f}H{out - turn:.1f}Q{out:.1f} {y1:.1f} {out:.1f} {y1 + down:.1f}"
        f"V{y2 - down:.1f}Q{out:.1f} {y2:.1f} {out - turn:.1f} {y2:.1f}H{x2:.1f}"
    )


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (x1 + x2) / 2
    return f"C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
