"""How sure the end of each option is: the share of trials that are done by a day, as curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from readiness.i18n import Line
from readiness.reports.pictures.canvas import SMALL, Canvas, number
from readiness.reports.pictures.colours import BRAND, INK, MUTED
from readiness.reports.pictures.measure import brief
from readiness.reports.rollout.figures import end_of_day
from readiness.reports.rollout.pictures.frame import (
    LEGEND,
    WIDTH,
    Box,
    Picture,
    Times,
    badge,
    ends,
    roster,
    told,
    values,
)
from readiness.reports.rollout.teller import Teller
from readiness.rollout.outcome import NEVER, Outcome

DAY = 86400
_SHARES = np.linspace(0, 1, 41)
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 4", "5 2 1 2", "1 2")
_HEIGHTS = (0.8, 0.5, 0.65, 0.35, 0.2, 0.92)
_TALL = 150.0
Points = list[tuple[float, float]]


def draw_finish(outcomes: Sequence[Outcome], best: Outcome | None, teller: Teller) -> Picture | None:
    """Return the curves of all options that finish in more than half of the trials; None without any."""
    shown = [
        (place, one)
        for place, one in enumerate(outcomes, start=1)
        if one.plan.arrangement.order and one.never < 0.5
    ]
    return _Curves(shown, best, teller).picture() if shown else None


def curve(outcome: Outcome) -> list[tuple[int, float]]:
    """Return seconds after the start with the share of trials that are done by then, rising."""
    ordered = np.sort(outcome.finish)
    places = np.minimum(np.ceil(_SHARES * ordered.size).astype(int), ordered.size) - 1
    found = [(int(ordered[max(at, 0)]), float(share)) for at, share in zip(places, _SHARES, strict=True)]
    return [point for point in found if point[0] < NEVER]


class _Curves:
    def __init__(self, shown: Sequence[tuple[int, Outcome]], best: Outcome | None, teller: Teller) -> None:
        self.shown, self.best, self.teller, self.words = shown, best, teller, teller.words
        self.curves = {outcome.id: curve(outcome) for _, outcome in shown}
        start = shown[0][1].setting.start
        first = min(points[0][0] for points in self.curves.values())
        last = max(points[-1][0] for points in self.curves.values())
        self.start = start
        box = Box(44, 12, WIDTH - LEGEND - 20, 12 + _TALL)
        self.times = Times(teller, box, start + first - 7 * DAY, start + last + 7 * DAY)
        self.scale = values(box, 0, 1, 5)
        self.canvas = Canvas(self.words.language)

    def picture(self) -> Picture:
        canvas, words = self.canvas, self.words
        marks = [words.percent(mark) for mark in self.scale.marks]
        self.scale.draw(canvas, marks)
        below = self.times.draw(canvas)
        self._finish_by()
        badges: Points = []
        for place, outcome in reversed(self.shown):
            self._line(outcome, _DASHES[(place - 1) % len(_DASHES)])
            badges.append(self._place(outcome, badges))
        for (place, outcome), (x, y) in zip(reversed(self.shown), badges, strict=True):
            badge(canvas, x, y, place, filled=self._is_best(outcome))
        listed = [(place, one, self._ends(one, "short")) for place, one in self.shown]
        end = roster(canvas, self.teller, listed, self.best, x=WIDTH - LEGEND, y=6)
        title = self._title(self.teller)
        spoken = self._title(self.teller.speaking)
        alt = told(self.teller, spoken, (self._ends(one, "told") for _, one in self.shown))
        return Picture(title, alt, canvas.svg(WIDTH, max(below, end) + 2, title=alt, description=spoken))

    def _is_best(self, outcome: Outcome) -> bool:
        return self.best is not None and outcome.id == self.best.id

    def _line(self, outcome: Outcome, dash: str) -> None:
        points = self._points(outcome)
        data = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        style = {"stroke": BRAND, "stroke_width": 3} if self._is_best(outcome) else {"stroke": INK}
        if dash and not self._is_best(outcome):
            style["stroke_dasharray"] = dash
        self.canvas.path(data, fill="none", **style)

    def _points(self, outcome: Outcome) -> Points:
        return [(self.times.x(self.start + at), self.scale.y(share)) for at, share in self.curves[outcome.id]]

    def _place(self, outcome: Outcome, taken: Points) -> tuple[float, float]:
        """Return where the number of a curve stands: on it, clear of others."""
        points = self._points(outcome)
        places = [points[min(round(height * 40), len(points) - 1)] for height in _HEIGHTS]
        free = ((x, y) for x, y in places if all(abs(x - a) > 19 or abs(y - b) > 19 for a, b in taken))
        return next(free, places[0])

    def _finish_by(self) -> None:
        day = self.shown[0][1].setting.rollout.finish_by
        if day is None:
            return
        at = end_of_day(day.isoformat(), self.teller.zone)
        if self.times.since < at < self.times.until:
            x, box = self.times.x(at), self.times.box
            self.canvas.line(x, box.top - 6, x, box.bottom, stroke=INK, stroke_dasharray="3 3")
            wanted = self.words.say("rollout-report.finish.wanted")
            right = x > (box.left + box.right) / 2
            anchor = "end" if right else "start"
            self.canvas.text(
                x - 5 if right else x + 5, box.top - 1, wanted, size=SMALL, fill=MUTED, anchor=anchor
            )

    def _title(self, teller: Teller) -> Line:
        shown = self.best if self.best is not None and self.best.id in self.curves else self.shown[0][1]
        option, day = teller.option(shown), shown.setting.rollout.finish_by
        if day is not None:
            share = self.words.percent(shown.p_by(end_of_day(day.isoformat(), self.teller.zone)))
            return self.words.say(
                "rollout-report.finish.by", option=option, day=self.words.day(day), share=share
            )
        return self.words.say("rollout-report.finish.title", option=option, **ends(self.teller, shown))

    def _ends(self, outcome: Outcome, how: str) -> Line:
        values = {"option": brief(self.teller.speaking.option(outcome)), **ends(self.teller, outcome)}
        return self.words.say(f"rollout-report.finish.{how}", **values)
