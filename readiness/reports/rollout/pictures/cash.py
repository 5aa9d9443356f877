"""Money in hand month by month: the median of all trials, and the band in which four of five lie."""

from __future__ import annotations

from datetime import date

import numpy as np

from readiness.i18n import Line
from readiness.reports.pictures.canvas import SMALL, Canvas, number
from readiness.reports.pictures.colours import BRAND, INK, MUTED, PAPER, WAY
from readiness.reports.pictures.measure import width_of
from readiness.reports.rollout.pictures.frame import WIDTH, Box, Picture, Times, told, values
from readiness.reports.rollout.teller import MONTH, Teller
from readiness.rollout.outcome import Outcome
from readiness.rollout.setting import YEAR

BAND_FILL = "#dfe7ec"
_TALL = 112.0
DAY = 86400


def draw_cash(outcome: Outcome, teller: Teller) -> Picture | None:
    """Return the money in hand over time as SVG; None where no money is written."""
    if outcome.cash.shape[1] < 2 or not outcome.cash.any():
        return None
    return _Curve(outcome, teller).picture()


class _Curve:
    def __init__(self, outcome: Outcome, teller: Teller) -> None:
        self.outcome, self.teller, self.words = outcome, teller, teller.words
        self.canvas = Canvas(self.words.language)
        setting = outcome.setting
        self.instants = [
            min(setting.start + round(month * MONTH * DAY), setting.until)
            for month in range(outcome.cash.shape[1])
        ]
        low, high = float(outcome.cash.min()), float(outcome.cash.max())
        box = Box(0, 22, WIDTH, 22 + _TALL)
        marks = values(box, min(low, 0.0), max(high, 0.0), 6).marks
        names = [self.words.number(mark) for mark in marks]
        left = max(width_of(name, SMALL) for name in names) + 8
        box = Box(left, 22, WIDTH - 6, 22 + _TALL)
        self.names, self.scale = names, values(box, min(low, 0.0), max(high, 0.0), 6)
        self.times = Times(teller, box, self.instants[0], self.instants[-1])

    def picture(self) -> Picture:
        canvas, words = self.canvas, self.words
        self.scale.draw(canvas, self.names)
        below = self.times.draw(canvas)
        money = self.teller.currency
        head = (
            words.say("rollout-report.cash.axis", currency=money)
            if money
            else words.say("rollout-report.cash.bare")
        )
        canvas.text(0, 12, head, size=SMALL, fill=MUTED)
        low, middle, high = (
            [self._point(at, row[at]) for at in range(len(row))] for row in self.outcome.cash
        )
        canvas.polygon([*high, *reversed(low)], fill=BAND_FILL, stroke=WAY, stroke_width=0.8)
        zero = self.scale.y(0)
        canvas.line(self.times.box.left, zero, self.times.box.right, zero, stroke=INK)
        data = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in middle)
        canvas.path(data, fill="none", stroke=BRAND, stroke_width=2.4)
        deepest = int(np.argmin(self.outcome.cash[1]))
        if self.outcome.cash[1][deepest] < 0:
            x, y = self._point(deepest, self.outcome.cash[1][deepest])
            canvas.circle(x, y, 4, fill=PAPER, stroke=BRAND, stroke_width=2)
        if self.outcome.payback is not None:
            x = self.times.x(self.outcome.setting.start + self.outcome.payback * YEAR)
            canvas.circle(x, zero, 4, fill=BRAND, stroke=PAPER)
        title = self._title(deepest, self.teller)
        spoken = self._title(deepest, self.teller.speaking)
        alt = told(self.teller, spoken, [self._told(-1)])
        return Picture(title, alt, canvas.svg(WIDTH, below + 2, title=alt, description=spoken))

    def _point(self, at: int, amount: float) -> tuple[float, float]:
        return self.times.x(self.instants[at]), self.scale.y(float(amount))

    def _month(self, instant: float) -> str:
        day: date = self.teller.day(int(instant))
        return self.words.month(day)

    def _title(self, deepest: int, teller: Teller) -> Line:
        out = float(self.outcome.cash[1][deepest])
        option = teller.option(self.outcome)
        values = {
            "option": option,
            "out": self.teller.money(-out),
            "month": self._month(self.instants[deepest]),
        }
        if out >= 0:
            return self.words.say("rollout-report.cash.never-out", option=option)
        if self.outcome.payback is None:
            until = self._month(self.instants[-1])
            return self.words.say("rollout-report.cash.not-back", **values, until=until)
        back = self._month(self.outcome.setting.start + self.outcome.payback * YEAR)
        return self.words.say("rollout-report.cash.back", **values, back=back)

    def _told(self, at: int) -> Line:
        low, middle, high = (self.teller.money(float(row[at])) for row in self.outcome.cash)
        month = self._month(self.instants[at])
        return self.words.say("rollout-report.cash.told", month=month, tenth=low, half=middle, ninety=high)
