"""A touchpoint as a chip: its title, contacts a year, who answers for it, and marks that need no colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.pictures.canvas import SMALL, Canvas, line_height
from readiness.reports.pictures.colours import (
    ALARM,
    ALARM_PALE,
    BRAND,
    EDGE,
    MUTED,
    OUTBOUND,
    OUTBOUND_PALE,
    PAPER,
)
from readiness.reports.pictures.colours import CHIP as GROUND
from readiness.reports.pictures.measure import clean, width_of, wrapped
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.volumes import UNKNOWN

WIDTH = 172.0
TITLE = 12.5
_PAD = 7.0
_LEFT = 12.0
_RIGHT = 8.0
_MARK = 15.0
_ROOM = WIDTH - _LEFT - _RIGHT


@dataclass(frozen=True)
class Chip:
    """What stands in a cell: a touchpoint, or where there is none, how many more there are.

    ``onward`` are lines about ways on that no arrow shows.
    """

    touchpoint: Touchpoint | None
    rest: tuple[Touchpoint, ...] = ()
    onward: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Chips:
    """Draws chips on a canvas; ``visits`` are contacts a year by touchpoint."""

    canvas: Canvas
    namer: Namer
    visits: Mapping[str, float]

    def height(self, chip: Chip) -> float:
        """Return how high a chip must be for its words."""
        titles = len(self._title(chip.touchpoint)) if chip.touchpoint else 1
        below = bool(chip.touchpoint and self._beside(chip.touchpoint) is None)
        small = 1 + below + len(chip.onward)
        return 2 * _PAD + titles * line_height(TITLE) + small * line_height(SMALL) + 1

    def draw(self, chip: Chip, x: float, y: float, height: float) -> None:
        """Draw a chip with its upper left corner at a place, its words in the middle of its height."""
        top = y + (height - self.height(chip)) / 2 + _PAD
        if chip.touchpoint is None:
            self.canvas.rect(x, y, WIDTH, height, rx=4, fill=PAPER, stroke=EDGE, stroke_dasharray="2 3")
            self._more(chip.rest, x + _LEFT, top)
            return
        with self.canvas.group(self._told(chip.touchpoint)):
            self._ground(chip.touchpoint, x, y, height)
            self._words(chip.touchpoint, chip.onward, x, top)

    def _words(self, touchpoint: Touchpoint, onward: Sequence[Line], x: float, top: float) -> None:
        canvas, namer = self.canvas, self.namer
        for words in self._title(touchpoint):
            canvas.text(x + _LEFT, top + TITLE * 0.92, words, size=TITLE)
            top += line_height(TITLE)
        base = top + SMALL
        style = {"fill": OUTBOUND} if touchpoint.direction == "outbound" else {}
        canvas.text(x + _LEFT, base, self._figure(touchpoint), size=SMALL, bold=True, **style)
        at = self._beside(touchpoint)
        if at is None:
            at = _LEFT
            base += line_height(SMALL)
        alone = touchpoint.department is None
        for words in wrapped(owner(namer, touchpoint), WIDTH - _RIGHT - at, SMALL, bold=alone):
            canvas.text(x + at, base, words, size=SMALL, bold=alone, fill=ALARM if alone else MUTED)
        for line in onward:
            base += line_height(SMALL)
            for words in wrapped(line, _ROOM, SMALL):
                canvas.text(x + _LEFT, base, words, size=SMALL, fill=MUTED)

    def _figure(self, touchpoint: Touchpoint) -> str:
        visits = self.visits[touchpoint.id]
        return self.namer.words.number(visits) if visits else "–"

    def _beside(self, touchpoint: Touchpoint) -> float | None:
        """Return where the owner stands beside the figure, None where he has no room there."""
        at = _LEFT + width_of(self._figure(touchpoint), SMALL, bold=True) + 7
        name = owner(self.namer, touchpoint)
        wide = width_of(clean(name), SMALL, bold=touchpoint.department is None)
        return at if at + wide <= WIDTH - _RIGHT else None

    def _ground(self, touchpoint: Touchpoint, x: float, y: float, height: float) -> None:
        outbound = touchpoint.direction == "outbound"
        kind = "alone" if touchpoint.department is None else "outbound" if outbound else "inbound"
        ground(self.canvas, x, y, (WIDTH, height), kind=kind)
        if kind == "alone" and outbound:
            _dashed_bar(self.canvas, x, y, height)
        if touchpoint.moment_of_truth:
            diamond(self.canvas, x + WIDTH - 12, y + 12.5)

    def _title(self, touchpoint: Touchpoint) -> tuple[Line, ...]:
        room = _ROOM - (_MARK if touchpoint.moment_of_truth else 0)
        return wrapped(self.namer.title(f"touchpoints:{touchpoint.id}"), room, TITLE, lines=3) or (Line(),)

    def _told(self, touchpoint: Touchpoint) -> Line:
        """Return what a pointer shows: the whole title, contacts, owner."""
        say, words = self.namer.words.say, self.namer.words
        unknown = touchpoint.volume == UNKNOWN
        number = words.number(self.visits[touchpoint.id])
        contacts = say("map-pictures.unknown") if unknown else say("map-pictures.a-year", number=number)
        title = self.namer.title(f"touchpoints:{touchpoint.id}")
        parts: list[object] = [title, contacts, owner(self.namer, touchpoint)]
        if touchpoint.moment_of_truth:
            parts.append(say("map-pictures.moment"))
        if touchpoint.direction == "outbound":
            parts.append(say("map-pictures.outbound"))
        return words.listed(parts)

    def _more(self, rest: Sequence[Touchpoint], x: float, top: float) -> None:
        words = self.namer.words
        more = words.say("map-pictures.more", number=words.number(len(rest)))
        below = self.canvas.paragraph(x, top, more, width=_ROOM, size=TITLE, lines=1)
        parts = []
        for key, direction in (("map-pictures.a-year", "inbound"), ("map-pictures.ours", "outbound")):
            visits = fsum(self.visits[t.id] for t in rest if t.direction == direction)
            parts += [words.say(key, number=words.number(visits))] if visits else []
        told = words.listed(parts)
        self.canvas.paragraph(x, below, told, width=_ROOM, size=SMALL, fill=MUTED, lines=1)


def owner(namer: Namer, touchpoint: Touchpoint, nobody: str = "map-pictures.no-owner") -> Line:
    """Return the department that answers for a touchpoint, or the phrase that says there is none."""
    if touchpoint.department is None:
        return namer.words.say(nobody)
    return namer.title(f"departments:{touchpoint.department}")


def diamond(canvas: Canvas, x: float, y: float) -> None:
    """Draw the mark of a moment of truth around a place."""
    canvas.polygon([(x - 5.5, y), (x, y - 5.5), (x + 5.5, y), (x, y + 5.5)], fill=BRAND)


def ground(canvas: Canvas, x: float, y: float, size: tuple[float, float], *, kind: str) -> None:
    """Draw the ground of a chip: ``inbound``, ``outbound`` or ``alone`` (nobody answers for it)."""
    fill = {"outbound": OUTBOUND_PALE, "alone": ALARM_PALE}.get(kind, GROUND)
    style: dict[str, object] = {"stroke": ALARM, "stroke_dasharray": "4 3"} if kind == "alone" else {}
    canvas.rect(x, y, *size, rx=4, fill=fill, **style)
    if kind == "outbound":
        _dashed_bar(canvas, x, y, size[1])
    elif kind != "alone":
        canvas.rect(x, y, 3.5, size[1], rx=1.5, fill=EDGE)


def _dashed_bar(canvas: Canvas, x: float, y: float, height: float) -> None:
    canvas.line(x + 2, y + 2, x + 2, y + height - 2, stroke=OUTBOUND, stroke_width=3, stroke_dasharray="5 3")
