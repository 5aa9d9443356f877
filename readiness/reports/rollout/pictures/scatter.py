"""Options by when they end and whom they disturb: what one gives for the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readiness.i18n import Line
from readiness.reports.pictures.canvas import SMALL, Canvas
from readiness.reports.pictures.colours import BRAND, INK, MUTED, PAPER
from readiness.reports.pictures.measure import brief
from readiness.reports.rollout.figures import mean
from readiness.reports.rollout.pictures.frame import LEGEND, WIDTH, Box, Picture, Times, roster, told, values
from readiness.reports.rollout.teller import Teller
from readiness.rollout.comparison import Standing
from readiness.rollout.outcome import Outcome

DAY = 86400
_TALL = 190.0
_LEAST, _MOST = 9.0, 15.0
"""Radii of what is worth nothing or less, and of what is worth most."""


def draw_scatter(
    outcomes: Sequence[Outcome], standings: Mapping[str, Standing], best: Outcome | None, teller: Teller
) -> Picture | None:
    """Return all options that end as SVG, the unbeaten ones marked; None without any.

    Options without a step stand at the start: they are done before they begin.
    """
    shown = [(place, one) for place, one in enumerate(outcomes, start=1) if one.finished(80) is not None]
    return _Scatter(shown, standings, best, teller).picture() if shown else None


class _Scatter:
    def __init__(
        self,
        shown: Sequence[tuple[int, Outcome]],
        standings: Mapping[str, Standing],
        best: Outcome | None,
        teller: Teller,
    ) -> None:
        self.shown, self.standings, self.best = shown, standings, best
        self.teller, self.words = teller, teller.words
        ends = [self._end(one) for _, one in shown]
        start = shown[0][1].setting.start
        box = Box(52, 24, WIDTH - LEGEND - 24, 24 + _TALL)
        edge = max(30 * DAY, (max(ends) - start) // 12)
        self.times = Times(teller, box, start - edge // 2, max(ends) + edge)
        contacts = [mean(one.exposure) for _, one in shown]
        top = max([*contacts, 1.0])
        self.scale = values(Box(box.left, box.top, box.right, box.bottom - 22), 0, top * 1.1, 5)
        self.most = max((mean(one.npv) for _, one in shown), default=0.0)
        self.canvas = Canvas(self.words.language)

    def picture(self) -> Picture:
        canvas, words = self.canvas, self.words
        self.scale.draw(canvas, [words.number(mark, 1) for mark in self.scale.marks])
        canvas.text(0, 12, words.say("rollout-report.scatter.contacts"), size=SMALL, fill=MUTED)
        below = self.times.draw(canvas)
        done = words.say("rollout-report.scatter.done")
        canvas.text(self.times.box.right, below + 10, done, size=SMALL, fill=MUTED, anchor="end")
        taken: list[tuple[float, float, float]] = []
        for place, outcome in sorted(self.shown, key=lambda one: -self._radius(one[1])):
            taken.append(self._mark(place, outcome, taken))
        listed = [(place, one, self._figures(one)) for place, one in self.shown]
        end = roster(canvas, self.teller, listed, self.best, x=WIDTH - LEGEND, y=6)
        note = words.say("rollout-report.scatter.legend")
        end = canvas.paragraph(WIDTH - LEGEND, end + 2, note, width=LEGEND, size=SMALL, fill=MUTED, lines=4)
        title = self._title()
        alt = told(self.teller, title, (self._told(one) for _, one in self.shown))
        return Picture(title, alt, canvas.svg(WIDTH, max(below + 16, end), title=alt, description=title))

    def _end(self, outcome: Outcome) -> int:
        found = outcome.finished(80)
        return outcome.setting.start if found is None or not outcome.plan.arrangement.order else found

    def _radius(self, outcome: Outcome) -> float:
        share = max(mean(outcome.npv), 0.0) / self.most if self.most > 0 else 0.0
        return float((_LEAST**2 + (_MOST**2 - _LEAST**2) * share) ** 0.5)

    def _mark(
        self, place: int, outcome: Outcome, taken: Sequence[tuple[float, float, float]]
    ) -> tuple[float, float, float]:
        """Draw an option; where another one lies already, beside it with a line to its place."""
        x, y = self.times.x(self._end(outcome)), self.scale.y(mean(outcome.exposure))
        radius = self._radius(outcome)
        up = y
        while any((x - a) ** 2 + (up - b) ** 2 < (radius + r + 1) ** 2 for a, b, r in taken):
            up -= 4
        if up != y:
            self.canvas.line(x, y, x, up, stroke=MUTED)
            self.canvas.circle(x, y, 2, fill=INK)
        is_best = self.best is not None and outcome.id == self.best.id
        beaten = self.standings[outcome.id].beaten is not None
        style: dict[str, object] = {"stroke_dasharray": "3 2"} if beaten else {"stroke_width": 2}
        fill = BRAND if is_best else PAPER
        self.canvas.circle(x, up, radius, fill=fill, stroke=BRAND if is_best else INK, **style)
        ink = PAPER if is_best else INK
        self.canvas.text(x, up + 4, str(place), size=SMALL, bold=True, fill=ink, anchor="middle")
        return x, up, radius

    def _figures(self, outcome: Outcome) -> Line:
        worth = self.teller.worth(mean(outcome.npv))
        return self.words.say("rollout-report.scatter.worth", worth=worth)

    def _title(self) -> Line:
        free = [one for _, one in self.shown if self.standings[one.id].beaten is None]
        return self.words.phrases.count("rollout-report.scatter.title", len(free), all=len(self.shown))

    def _told(self, outcome: Outcome) -> Line:
        return self.words.say(
            "rollout-report.scatter.told",
            option=brief(self.teller.speaking.option(outcome)),
            done=self.teller.finish(outcome, 80),
            contacts=self.teller.count(mean(outcome.exposure)),
            worth=self.teller.worth(mean(outcome.npv)),
        )
