"""What the shapes of a picture mean: a row of samples with words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10

from readiness.i18n import Line
from readiness.reports.pictures.canvas import Canvas
from readiness.reports.pictures.chips import diamond, ground
from readiness.reports.pictures.colours import CROSSING, MUTED, RULE, WAY
from readiness.reports.pictures.measure import width_of, wrapped
from readiness.reports.words import Words

SIZE = 12.0
_ROW = 26.0
_GAP = 26.0
Sample = Callable[[Canvas, float, float], None]


@dataclass(frozen=True)
class Item:
    """A sample, drawn with its left end and middle at a place, and what it means."""

    width: float
    draw: Sample
    words: Line


def draw(canvas: Canvas, items: Sequence[Item], x: float, y: float, width: float) -> float:
    """Draw samples in rows below a line; return where they end below."""
    canvas.line(x, y, x + width, y, stroke=RULE)
    at, middle = x, y + 22
    for item in items:
        room = width - item.width - 8
        words = wrapped(item.words, room, SIZE)
        wide = item.width + 8 + max((width_of(line, SIZE) for line in words), default=0)
        if at > x and at + wide > x + width:
            at, middle = x, middle + _ROW
        item.draw(canvas, at, middle)
        for line in words:
            canvas.text(at + item.width + 8, middle + SIZE * 0.35, line, size=SIZE, fill=MUTED)
        at += wide + _GAP
    return middle + _ROW / 2 + 4


def arrow(width: float, *, crosses: bool = False, long: float = 44) -> Sample:
    """Return an arrow as a sample."""

    def sample(canvas: Canvas, x: float, y: float) -> None:
        colour = CROSSING if crosses else WAY
        style: dict[str, object] = {"stroke_dasharray": dashes(width)} if crosses else {}
        canvas.line(x, y, x + long - 8, y, stroke=colour, stroke_width=width, **style)
        half = width / 2 + 3
        canvas.polygon([(x + long - 9, y - half), (x + long, y), (x + long - 9, y + half)], fill=colour)

    return sample


def dashes(width: float) -> str:
    """Return the dashes of a hand-off's arrow, longer the wider it is."""
    return f"{max(6, round(width * 1.8))} {3 if width < 6 else 3.5}"


def for_grid(words: Words, most: float, thick: Callable[[float], float]) -> list[Item]:
    """Return what the grid shows; ``thick`` tells the width of an arrow."""
    say = words.say

    def chip(kind: str) -> Sample:
        return lambda canvas, x, y: ground(canvas, x, y - 8, (30, 16), kind=kind)

    items = [
        Item(30, chip("inbound"), say("map-pictures.legend.inbound")),
        Item(30, chip("outbound"), say("map-pictures.legend.outbound")),
        Item(30, chip("alone"), say("map-pictures.legend.alone")),
        Item(12, lambda canvas, x, y: diamond(canvas, x + 6, y), say("map-pictures.legend.moment")),
        Item(44, arrow(3), say("map-pictures.legend.way")),
        Item(44, arrow(3, crosses=True), say("map-pictures.legend.crossing")),
    ]
    for visits in _scale(most):
        told = say("map-pictures.a-year", number=words.number(visits))
        items.append(Item(44, arrow(thick(visits)), told))
    return items


def _scale(most: float) -> list[float]:
    """Return two round numbers that show the scale: a large one and a tenth or so of it."""
    if most < 10:
        return [most] if most else []
    step = 10.0 ** floor(log10(most))
    large = step * (5 if most >= 5 * step else 2 if most >= 2 * step else 1)
    return [large / 10, large]
