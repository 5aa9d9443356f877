"""The visits of one buyer type as a flow: stages from left to right, a place for each touchpoint and way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import fsum

from readiness.reports.pictures.places import Places, busiest_of
from readiness.touchmap.handoffs import crosses, flows
from readiness.touchmap.model import Next, Touchpoint
from readiness.touchmap.volumes import Traffic

NODE_GAP = 18.0
LANE_GAP = 7.0
FIGURE = 13.0
"""The room that the figure of a link takes: in it where it is wider than that, else above it."""
MOST_NODES = 40
MOST_LINKS = 120
_LEAST = 1.4
_PAD = 8.0


@dataclass
class Node:
    """A touchpoint with its visits a year, those that start and end there, and its place."""

    touchpoint: Touchpoint
    layer: int
    visits: float
    starts: float
    ends: float
    words: float = 0.0
    y: float = 0.0
    height: float = 0.0
    start_y: float = 0.0
    end_y: float = 0.0

    @property
    def outbound(self) -> bool:
        """The company starts what happens here."""
        return self.touchpoint.direction == "outbound"

    @property
    def middle(self) -> float:
        """The place of its middle down the page."""
        return self.y + self.height / 2


@dataclass
class Link:
    """Visits a year from one touchpoint to another, and the places through which they run.

    ``passes`` are the middles at which it passes the layers between its ends,
    from the source on.
    """

    source: int
    target: int
    visits: float
    crosses: bool
    width: float = 0.0
    start: float = 0.0
    end: float = 0.0
    passes: list[tuple[int, float]] = field(default_factory=list)


@dataclass
class Journeys:
    """The flow of a buyer; ``stages`` names the layers by stage, ``left_out`` what has no room.

    ``visits`` are the contacts a year, ``ours`` those that the company starts.
    """

    buyer: str
    nodes: list[Node]
    links: list[Link]
    stages: list[str | None]
    visits: float
    left_out: int = 0
    ours: float = 0.0


Steps = Sequence[tuple[Touchpoint, Next, Touchpoint]]


def steps_of(traffic: Traffic) -> Steps:
    """Return every way on, from, step, to, which the flows of all buyers share."""
    return [(one, step, other) for one, step, other, _ in flows(traffic) if step.share > 0]


def journeys(traffic: Traffic, seen: Places, buyer: str, *, steps: Steps) -> Journeys:
    """Return the touchpoints of a buyer as nodes, stage by stage, and the ways between them.

    What a touchpoint has beyond the visits that arrive starts there, and what
    does not go on to a touchpoint of this buyer ends there.
    """
    met = [t for t in seen.shown if seen.visits[t.id] > 0]
    kept, rest = busiest_of(met, seen.visits, MOST_NODES)
    stage_of = {t.id: cell[0] for cell, members in seen.cells.items() for t in members}
    stages = [row.id for row in seen.rows if any(stage_of[t.id] == row.id for t in kept)]
    order = {t.id: place for place, t in enumerate(traffic.map.touchpoints)}
    ordered = sorted(kept, key=lambda t: (stages.index(stage_of[t.id]), order[t.id]))
    numbers = {t.id: number for number, t in enumerate(ordered)}
    links = [
        Link(numbers[one.id], numbers[other.id], seen.visits[one.id] * step.share, crosses(one, other))
        for one, step, other in steps
        if one.id in numbers and other.id in numbers
    ]
    if len(links) > MOST_LINKS:
        ranked = sorted(range(len(links)), key=lambda place: -links[place].visits)
        links = [links[place] for place in sorted(ranked[:MOST_LINKS])]
    nodes = [
        Node(
            t, stages.index(stage_of[t.id]), seen.visits[t.id], traffic.starts_of(t.id, buyer), _ends(t, seen)
        )
        for t in ordered
    ]
    left = len(rest) + len(seen.left_out)
    return Journeys(buyer, nodes, links, stages, seen.contacts(met), left, seen.ours(met))


def settle(flow: Journeys, scale: float) -> float:
    """Place nodes and links, ``scale`` pixels for a visit; return how high the flow is.

    Nodes keep the order of the file within a layer.  A link that passes layers
    gets a lane in each, where a straight line between its ends would meet the
    order of that layer.  O(links x layers).
    """
    nodes, links = flow.nodes, flow.links
    for link in links:
        link.width = max(_LEAST, link.visits * scale)
    sides = [(_left(flow, number), _right(flow, number)) for number in range(len(nodes))]
    for node, (left, right) in zip(nodes, sides, strict=True):
        into = fsum(_slot(*end) for end in left) + _stub(node.starts * scale)
        out = fsum(_slot(*end) for end in right) + _stub(node.ends * scale)
        node.height = max(node.words, into + _PAD, out + _PAD)
    high = _stack(flow)
    for node, (left, right) in zip(nodes, sides, strict=True):
        _attach(node, sorted(left, key=_other(flow)), node.starts * scale, at_top=True)
        _attach(node, sorted(right, key=_other(flow)), node.ends * scale, at_top=False)
    return high


def _ends(touchpoint: Touchpoint, seen: Places) -> float:
    visits = seen.visits[touchpoint.id]
    going = fsum(visits * step.share for step in touchpoint.next if seen.visits.get(step.to, 0.0) > 0)
    return max(visits - going, 0.0) if visits - going > 1e-9 * visits else 0.0


_End = tuple[Link, bool]
_Item = tuple[float, int, int]
"""Where in its layer, 1 for a link that passes or 0 for a node, and the number of either."""


def _left(flow: Journeys, number: int) -> list[_End]:
    """Return the links on the left of a node (and whether they leave): those that come or go back."""
    layer = [node.layer for node in flow.nodes]
    return [
        (link, link.source == number)
        for link in flow.links
        if (link.target == number and layer[link.source] < layer[number])
        or (link.source == number and layer[link.target] < layer[number])
    ]


def _right(flow: Journeys, number: int) -> list[_End]:
    """Return the links on the right of a node: those that go forward, come back, or stay in the stage."""
    layer = [node.layer for node in flow.nodes]
    out = [one for one in flow.links if one.source == number and layer[one.target] >= layer[number]]
    into = [one for one in flow.links if one.target == number and layer[one.source] >= layer[number]]
    return [*((link, True) for link in out), *((link, False) for link in into)]


def _slot(link: Link, leaves: bool) -> float:
    """Return the room of an end on the side of a node; one that leaves has its figure there."""
    return link.width + (FIGURE if leaves and link.width < FIGURE else 4.0)


def _stub(width: float) -> float:
    return max(width + 4, FIGURE + 1) if width else 0.0


def _other(flow: Journeys) -> Callable[[_End], float]:
    """Return a key that sorts ends by where the link comes from or goes to."""

    def key(end: _End) -> float:
        link, leaves = end
        if link.passes:
            return link.passes[0 if leaves else -1][1]
        return flow.nodes[link.target if leaves else link.source].middle

    return key


def _attach(node: Node, ends: Sequence[_End], stub: float, *, at_top: bool) -> None:
    """Give the ends on a side of a node their places; starts come first, ends last."""
    slots = [_slot(*end) for end in ends]
    extra = _stub(stub)
    y = node.y + (node.height - fsum(slots) - extra) / 2
    if at_top:
        node.start_y = y + extra / 2
        y += extra
    for (link, leaves), slot in zip(ends, slots, strict=True):
        if leaves:
            link.start = y + slot - link.width / 2 - (1 if link.width < FIGURE else 2)
        else:
            link.end = y + slot / 2
        y += slot
    if not at_top:
        node.end_y = y + extra / 2


def _stack(flow: Journeys) -> float:
    """Place what lies in each layer from top to bottom, layers around a common middle; return the height."""
    nodes, links = flow.nodes, flow.links
    fraction: dict[int, float] = {}
    members: list[list[int]] = [[] for _ in flow.stages]
    for number, node in enumerate(nodes):
        members[node.layer].append(number)
    for inside in members:
        fraction |= {number: (place + 0.5) / len(inside) for place, number in enumerate(inside)}
    columns: list[list[_Item]] = [[(fraction[number], 0, number) for number in inside] for inside in members]
    for number, link in enumerate(links):
        first, last = nodes[link.source].layer, nodes[link.target].layer
        step = 1 if last > first else -1
        link.passes = [(layer, 0.0) for layer in range(first + step, last, step)] if first != last else []
        for layer, _ in link.passes:
            part = (layer - first) / (last - first)
            middle = fraction[link.source] * (1 - part) + fraction[link.target] * part
            columns[layer].append((middle, 1, number))
    highest = max((_column(flow, sorted(column), 0.0) for column in columns), default=0.0)
    for layer, column in enumerate(columns):
        items = sorted(column)
        spare = highest - _column(flow, items, 0.0)
        _column(flow, items, spare / 2, layer)
    return highest


def _column(
    flow: Journeys, items: Sequence[tuple[float, int, int]], y: float, layer: int | None = None
) -> float:
    """Return where a layer ends that begins at ``y``; settle its places if its number is given."""
    for place, (_, passing, number) in enumerate(items):
        if place:
            y += LANE_GAP if passing and items[place - 1][1] else NODE_GAP
        if passing:
            link = flow.links[number]
            if layer is not None:
                link.passes = [(at, y + link.width / 2 if at == layer else was) for at, was in link.passes]
            y += link.width
        else:
            if layer is not None:
                flow.nodes[number].y = y
            y += flow.nodes[number].height
    return y
