"""What pictures of a rollout share: what one is, scales of time and of values, and who is who."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil, floor, log10

from readiness.i18n import Line
from readiness.reports.pictures.canvas import SMALL, Canvas, line_height
from readiness.reports.pictures.colours import BRAND, INK, MUTED, PAPER, RULE
from readiness.reports.pictures.measure import width_of, wrapped
from readiness.reports.rollout.teller import Teller
from readiness.rollout.outcome import Outcome

WIDTH = 664.0
"""CSS pixels: the width of a page of the report."""
LEGEND = 236.0
"""The width that the list of options takes."""
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_ROOM = 14.0
PERCENT = {"tenth": 10, "half": 50, "eighty": 80, "ninety": 90}
"""Percentiles by their place in phrases."""


@dataclass(frozen=True)
class Picture:
    """A picture: its finding, its numbers in words for those who cannot see it, and the SVG."""

    title: Line
    told: Line
    svg: str


@dataclass(frozen=True)
class Box:
    """Where the data of a picture are drawn."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Times:
    """A scale of time across a box; ``since`` and ``until`` are instants."""

    teller: Teller
    box: Box
    since: int
    until: int

    def x(self, instant: float) -> float:
        """Return the place of an instant; what lies beyond the scale is at its end."""
        share = (instant - self.since) / max(self.until - self.since, 1)
        return self.box.left + min(max(share, 0.0), 1.0) * (self.box.right - self.box.left)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield the place and the name of months, as many as there is room for."""
        words = self.teller.words
        widest = max(width_of(words.month(date(2000, month, 1)), SMALL) for month in range(1, 13)) + _ROOM
        first, last = self.teller.day(self.since), self.teller.day(self.until)
        months = (last.year - first.year) * 12 + last.month - first.month
        room = (self.box.right - self.box.left) / widest
        step = next((one for one in _STEPS if months / one <= room), _STEPS[-1])
        number = first.year * 12 + first.month - 1
        number = -(-number // step) * step
        while number <= last.year * 12 + last.month - 1:
            month = date(number // 12, number % 12 + 1, 1)
            at = int(datetime(month.year, month.month, 1, tzinfo=self.teller.zone).timestamp())
            if self.since <= at <= self.until:
                yield self.x(at), words.month(month)
            number += step

    def draw(self, canvas: Canvas) -> float:
        """Draw the scale below its box; return where it ends."""
        box = self.box
        canvas.line(box.left, box.bottom, box.right, box.bottom, stroke=INK)
        for x, name in self.ticks():
            canvas.line(x, box.top, x, box.bottom + 4, stroke=RULE)
            half = width_of(name, SMALL) / 2
            middle = min(max(x, box.left + half - 8), box.right - half + 8, WIDTH - half)
            canvas.text(middle, box.bottom + 16, name, size=SMALL, fill=MUTED, anchor="middle")
        return box.bottom + 21


@dataclass(frozen=True)
class Values:
    """A scale of values up a box, with round marks."""

    box: Box
    least: float
    most: float
    step: float

    def y(self, value: float) -> float:
        """Return the place of a value."""
        share = (value - self.least) / ((self.most - self.least) or 1)
        return self.box.bottom - share * (self.box.bottom - self.box.top)

    @property
    def marks(self) -> tuple[float, ...]:
        """The round values that are named."""
        count = round((self.most - self.least) / self.step)
        return tuple(self.least + number * self.step for number in range(count + 1))

    def draw(self, canvas: Canvas, names: Sequence[str]) -> None:
        """Draw a thin line at each mark, and its name to the left."""
        for mark, name in zip(self.marks, names, strict=True):
            y = self.y(mark)
            canvas.line(self.box.left, y, self.box.right, y, stroke=RULE)
            canvas.text(self.box.left - 6, y + 4, name, size=SMALL, fill=MUTED, anchor="end")


def ends(teller: Teller, outcome: Outcome) -> dict[str, Line]:
    """Return the days by which so many percent of the trials are done, by their place in phrases."""
    return {name: teller.finish(outcome, percent) for name, percent in PERCENT.items()}


def told(teller: Teller, title: Line, lines: Iterable[Line]) -> Line:
    """Return a finding and its numbers as sentences."""
    words = teller.words
    return words.phrases.sentences([words.say("marks.stop", text=title), *lines])


def values(box: Box, least: float, most: float, marks: int = 4) -> Values:
    """Return a scale from at most the least to at least the most value, with about so many round marks."""
    span = (most - least) or 1.0
    rough = span / marks
    power = 10.0 ** floor(log10(rough))
    step = next(part * power for part in (1.0, 2.0, 5.0, 10.0) if part * power >= rough * 0.999)
    low, high = floor(least / step) * step, ceil(most / step) * step
    return Values(box, low, high if high > low else low + step, step)


def badge(canvas: Canvas, x: float, y: float, number: int, *, filled: bool) -> None:
    """Draw the number of an option in a circle: filled for the recommended one."""
    canvas.circle(
        x, y, 8.5, fill=BRAND if filled else PAPER, stroke=BRAND if filled else INK, stroke_width=1.2
    )
    fill = PAPER if filled else INK
    canvas.text(x, y + 4, str(number), size=SMALL, bold=True, fill=fill, anchor="middle")


def roster(
    canvas: Canvas,
    teller: Teller,
    options: Sequence[tuple[int, Outcome, object]],
    best: Outcome | None,
    *,
    x: float,
    y: float,
) -> float:
    """List options by their number, each with a line of figures below; return where the list ends."""
    for number, outcome, figures in options:
        is_best = best is not None and outcome.id == best.id
        badge(canvas, x + 9, y + 9, number, filled=is_best)
        width = WIDTH - x - 26
        below = y
        for words in wrapped(teller.option(outcome), width, SMALL, lines=2, bold=is_best):
            canvas.text(x + 26, below + SMALL, words, size=SMALL, bold=is_best)
            below += line_height(SMALL)
        for words in wrapped(figures, width, SMALL, lines=2):
            canvas.text(x + 26, below + SMALL, words, size=SMALL, fill=MUTED)
            below += line_height(SMALL)
        y = max(below, y + 20) + 6
    return y
