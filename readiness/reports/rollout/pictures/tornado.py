"""Which uncertain figures matter: how much of the spread of end, worth and contacts each would remove."""

from __future__ import annotations

from readiness.i18n import Line
from readiness.reports.pictures.canvas import SMALL, Canvas, line_height
from readiness.reports.pictures.colours import BRAND, INK, MUTED
from readiness.reports.pictures.measure import wrapped
from readiness.reports.rollout.grounds import RESULTS
from readiness.reports.rollout.pictures.frame import WIDTH, Picture, told
from readiness.reports.rollout.teller import Teller
from readiness.rollout.outcome import Outcome
from readiness.rollout.sensitivity import Cause

MOST = 4
LEAST = 0.02
"""Figures that would remove less than this share are not shown."""
_GAP = 26.0
_BAR = 10.0
_FIGURE = 40.0


def draw_tornadoes(outcome: Outcome, teller: Teller) -> Picture | None:
    """Return three lists of bars as SVG: what removes most of the spread of each result; None without any."""
    shown = {
        result: [one for one in outcome.causes.get(result, ())[:MOST] if one.removed >= LEAST]
        for result in RESULTS
    }
    shown = {result: causes for result, causes in shown.items() if causes}
    return _Bars(outcome, teller, shown).picture() if shown else None


class _Bars:
    def __init__(self, outcome: Outcome, teller: Teller, shown: dict[str, list[Cause]]) -> None:
        self.outcome, self.teller, self.words, self.shown = outcome, teller, teller.words, shown
        self.canvas = Canvas(self.words.language)
        self.wide = (WIDTH - (len(shown) - 1) * _GAP) / len(shown)
        self.most = max(cause.removed for causes in shown.values() for cause in causes)

    def picture(self) -> Picture:
        ends = [self._list(result, place) for place, result in enumerate(self.shown)]
        first, *_ = [(result, causes[0]) for result, causes in self.shown.items()]
        title = self.words.say("rollout-report.tornado.title", **self._said(*first))
        lines = (
            self.words.say("rollout-report.tornado.told", **self._said(result, cause))
            for result, causes in self.shown.items()
            for cause in causes
        )
        alt = told(self.teller, title, lines)
        return Picture(title, alt, self.canvas.svg(WIDTH, max(ends), title=alt, description=title))

    def _said(self, result: str, cause: Cause) -> dict[str, object]:
        return {
            "what": self.teller.say(f"drives.{result}"),
            "figure": self._figure(cause, self.teller.speaking),
            "share": self.words.percent(cause.removed),
        }

    def _figure(self, cause: Cause, teller: Teller) -> Line:
        return teller.figure(cause.figure, self.outcome.plan.arrangement.steps).capitalized()

    def _list(self, result: str, place: int) -> float:
        canvas, x = self.canvas, place * (self.wide + _GAP)
        head = self.words.say(f"rollout-report.tornado.{result}")
        y = canvas.paragraph(x, 0, head, width=self.wide, size=12, bold=True, lines=2) + 3
        canvas.line(x, y, x + self.wide, y, stroke=INK)
        y += 5
        for cause in self.shown[result]:
            for line in wrapped(self._figure(cause, self.teller), self.wide, SMALL, lines=3):
                canvas.text(x, y + SMALL * 0.95, line, size=SMALL)
                y += line_height(SMALL)
            long = max((self.wide - _FIGURE) * cause.removed / self.most, 1.5)
            canvas.rect(x, y + 2, long, _BAR, fill=BRAND)
            share = self.words.percent(cause.removed)
            canvas.text(x + long + 6, y + 2 + _BAR - 1, share, size=SMALL, fill=MUTED)
            y += _BAR + 10
        return y
