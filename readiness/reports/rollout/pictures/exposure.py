"""Whom an option disturbs when: contacts of each week, stacked by kind of buyer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.pictures import legend
from readiness.reports.pictures.canvas import SMALL, Canvas, number
from readiness.reports.pictures.colours import BAND, MUTED, WAY, shade
from readiness.reports.pictures.measure import brief
from readiness.reports.rollout.figures import mean
from readiness.reports.rollout.pictures.frame import WIDTH, Box, Picture, Times, told, values
from readiness.reports.rollout.teller import Teller
from readiness.rollout.estimate import Numbers
from readiness.rollout.localtime import WEEK
from readiness.rollout.outcome import Outcome

MOST_BUYERS = 4
MOST_BARS = 110
_TALL = 104.0
_SHADES = (1.0, 0.68, 0.4, 0.14)
_LEAST = 1e-4
"""Weeks at the end with less than this share of the worst week are left out."""


def draw_exposure(outcome: Outcome, teller: Teller, namer: Namer) -> Picture | None:
    """Return the disturbed contacts of each week as SVG; None where nobody is disturbed."""
    if not outcome.weekly.size or mean(outcome.exposure) < 1:
        return None
    return _Weeks(outcome, teller, namer).picture()


def stacked(outcome: Outcome) -> tuple[tuple[tuple[str, ...], Numbers], ...]:
    """Return the buyers disturbed most, each with its weeks, and all others together as the last."""
    order = sorted(range(len(outcome.buyers)), key=lambda at: (-outcome.weekly[:, at].sum(), at))
    order = [at for at in order if outcome.weekly[:, at].sum() > 0]
    kept = order if len(order) <= MOST_BUYERS + 1 else order[:MOST_BUYERS]
    found: list[tuple[tuple[str, ...], Numbers]] = [
        ((outcome.buyers[at],), outcome.weekly[:, at]) for at in kept
    ]
    rest = order[len(kept) :]
    if rest:
        found.append((tuple(outcome.buyers[at] for at in rest), outcome.weekly[:, rest].sum(axis=1)))
    return tuple(found)


class _Weeks:
    def __init__(self, outcome: Outcome, teller: Teller, namer: Namer) -> None:
        self.outcome, self.teller, self.words, self.namer = outcome, teller, teller.words, namer
        self.layers = stacked(outcome)
        self.total = outcome.weekly.sum(axis=1)
        last = int(np.flatnonzero(self.total > self.total.max() * _LEAST)[-1]) + 2
        self.weeks = min(last, self.total.size)
        self.each = -(-self.weeks // MOST_BARS)
        start = outcome.setting.start
        box = Box(48, 20, WIDTH, 20 + _TALL)
        self.times = Times(teller, box, start, start + self.weeks * WEEK)
        self.canvas = Canvas(self.words.language)

    def picture(self) -> Picture:
        canvas, words = self.canvas, self.words
        bars = [self._grouped(layer) for _, layer in self.layers]
        scale = values(self.times.box, 0, float(np.sum(bars, axis=0).max()), 5)
        scale.draw(canvas, [self.teller.words.number(mark, 1) for mark in scale.marks])
        head = words.phrases.count("rollout-report.exposure.axis", self.each)
        canvas.text(0, 12, head, size=SMALL, fill=MUTED)
        below = self.times.draw(canvas)
        wide = (self.times.box.right - self.times.box.left) * self.each / self.weeks
        ground = np.zeros(bars[0].size)
        for layer, bar in enumerate(bars):
            drawn = []
            for at in np.flatnonzero(bar > 0):
                top, bottom = scale.y(ground[at] + bar[at]), scale.y(ground[at])
                left = self.times.box.left + at * wide
                thick = min(wide, self.times.box.right - left) - (1 if wide > 4 else 0)
                if bottom - top >= 0.1:
                    place = (number(left), number(bottom), number(top), number(left + thick))
                    drawn.append("M{0} {1}V{2}H{3}V{1}Z".format(*place))
            if drawn:  # one shape for each buyer: many small ones take time to print
                canvas.path("".join(drawn), **self._style(layer))
            ground += bar
        box = self.times.box
        canvas.line(box.left, box.bottom, box.right, box.bottom, stroke=MUTED)
        below = legend.draw(canvas, list(self._legend()), 0, below + 4, WIDTH)
        title = self._title(self.teller)
        spoken = self._title(self.teller.speaking)
        alt = told(self.teller, spoken, self._told())
        return Picture(title, alt, canvas.svg(WIDTH, below, title=alt, description=spoken))

    def _grouped(self, weeks: Numbers) -> Numbers:
        padded = np.zeros(-(-self.weeks // self.each) * self.each)
        padded[: self.weeks] = weeks[: self.weeks]
        grouped: Numbers = padded.reshape(-1, self.each).sum(axis=1)
        return grouped

    def _style(self, layer: int) -> dict[str, Any]:
        if layer < len(_SHADES):
            return {"fill": shade(_SHADES[layer]), "stroke": WAY, "stroke_width": 0.4}
        return {"fill": BAND, "stroke": WAY, "stroke_width": 0.6}

    def _legend(self) -> Iterator[legend.Item]:
        for layer, (buyers, weeks) in enumerate(self.layers):
            style = self._style(layer)
            yield legend.Item(16, _sample(style), self._who(buyers, float(weeks.sum()), self.teller))

    def _who(self, buyers: tuple[str, ...], contacts: float, teller: Teller) -> Line:
        amount = self.teller.count(contacts)
        if len(buyers) == 1:
            name = brief(teller.name(self.namer.title(f"buyers:{buyers[0]}"), buyers[0]))
            return self.words.say("rollout-report.exposure.who", name=name, contacts=amount)
        values = {"number": len(buyers), "contacts": amount}
        return self.words.say("rollout-report.exposure.others", **values)

    def _title(self, teller: Teller) -> Line:
        worst = int(np.argmax(self.total))
        day = self.words.day(self.teller.day(self.outcome.setting.start + worst * WEEK))
        return self.words.say(
            "rollout-report.exposure.title",
            option=teller.option(self.outcome),
            contacts=self.teller.count(mean(self.outcome.exposure)),
            day=day,
            worst=self.teller.count(float(self.total[worst])),
        )

    def _told(self) -> Iterator[Line]:
        for buyers, weeks in self.layers:
            who = self._who(buyers, float(weeks.sum()), self.teller.speaking)
            yield self.words.say("rollout-report.exposure.told", who=who)


def _sample(style: dict[str, Any]) -> legend.Sample:
    def sample(canvas: Canvas, x: float, middle: float) -> None:
        canvas.rect(x, middle - 6, 16, 12, **style)

    return sample
