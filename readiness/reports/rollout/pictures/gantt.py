"""Steps over time: likely dates as bars, how far each end may move, and when nothing may change."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.i18n import Line
from readiness.reports.pictures import legend
from readiness.reports.pictures.canvas import SMALL, Canvas, line_height
from readiness.reports.pictures.colours import BRAND, INK, MUTED, PAPER, RULE, WAY
from readiness.reports.pictures.measure import brief, wrapped
from readiness.reports.rollout.pictures.frame import WIDTH, Box, Picture, Times, ends, told
from readiness.reports.rollout.teller import Teller
from readiness.rollout.localtime import midnight
from readiness.rollout.outcome import Outcome
from readiness.rollout.worktime import FAR

MOST_ROWS = 30
SHUT = "#e3e8ec"
_NAME, _DATE, _ROW, _HEAD = 212.0, 104.0, 30.0, 18.0
_TOP = 20.0
DAY = 86400


def draw_gantt(outcome: Outcome, teller: Teller) -> Picture:
    """Return the steps of an option as SVG; the option does at least one."""
    return _Gantt(outcome, teller).picture()


class _Gantt:
    def __init__(self, outcome: Outcome, teller: Teller) -> None:
        self.outcome, self.teller, self.words = outcome, teller, teller.words
        self.setting = outcome.setting
        self.canvas = Canvas(self.words.language)
        arrangement = outcome.plan.arrangement
        self.steps = arrangement.order[:MOST_ROWS]
        self.hidden = len(arrangement.order) - len(self.steps)
        self.waves = arrangement.wave_of if arrangement.barriers and len(arrangement.waves) > 1 else {}
        heads = len({self.waves[step] for step in self.steps}) if self.waves else 0
        bottom = _TOP + len(self.steps) * _ROW + heads * _HEAD
        self.times = Times(
            teller, Box(_NAME + 10, _TOP, WIDTH - _DATE - 10, bottom), self.setting.start, self._until()
        )

    def _until(self) -> int:
        run = self.outcome.likely
        known = [at for step in self.steps for at in self.outcome.dates[step].done[1:]]
        known += [int(run.start[f"{step}/work"][0]) for step in self.steps]
        known = [at for at in known if at < FAR]
        return max([*known, self.setting.start + 30 * DAY]) + 5 * DAY

    def picture(self) -> Picture:
        canvas, say, words = self.canvas, self.words.say, self.words
        title = self._title(self.teller)
        spoken = self._title(self.teller.speaking)
        head = say("rollout-report.gantt.live")
        canvas.text(WIDTH, _TOP - 7, head, size=SMALL, fill=MUTED, anchor="end")
        self._shut()
        below = self.times.draw(canvas)
        y, rows = _TOP, []
        wave = -1
        for step in self.steps:
            if self.waves and self.waves[step] != wave:
                wave = self.waves[step]
                canvas.line(0, y, WIDTH, y, stroke=RULE)
                name = say("rollout-report.gantt.wave", number=wave + 1)
                canvas.text(0, y + 13, name, size=SMALL, fill=MUTED, bold=True)
                y += _HEAD
            rows.append(self._row(step, y))
            y += _ROW
        if self.hidden:
            more = words.phrases.count("rollout-report.gantt.more", self.hidden)
            below = canvas.paragraph(0, below, more, width=WIDTH, size=SMALL, fill=MUTED, lines=1)
        below = legend.draw(canvas, list(self._legend()), 0, below + 4, WIDTH)
        alt = told(self.teller, spoken, rows)
        return Picture(title, alt, canvas.svg(WIDTH, below, title=alt, description=spoken))

    def _title(self, teller: Teller) -> Line:
        option = teller.option(self.outcome)
        if self.outcome.finished(80) is None:
            return self.words.say("rollout-report.gantt.never", option=option)
        return self.words.say("rollout-report.gantt.title", **ends(self.teller, self.outcome))

    def _shut(self) -> None:
        box = self.times.box
        for blackout in self.setting.rollout.blackouts:
            zone = self.setting.zones("")
            since, until = midnight(blackout.period.first, zone), midnight(blackout.period.end, zone)
            if until > self.times.since and since < self.times.until:
                left, right = self.times.x(since), self.times.x(until)
                self.canvas.rect(left, box.top, right - left, box.bottom - box.top, fill=SHUT)

    def _row(self, step: str, y: float) -> Line:
        """Draw a step and return it in words."""
        canvas, run, dates = self.canvas, self.outcome.likely, self.outcome.dates[step]
        middle = y + _ROW / 2
        title = self.words.title(self.outcome.plan.arrangement.steps[step].title, step)
        lines = wrapped(title, _NAME, SMALL, lines=2)
        base = middle - len(lines) * line_height(SMALL) / 2 + SMALL * 0.92
        for line in lines:
            canvas.text(0, base, line, size=SMALL)
            base += line_height(SMALL)
        start, live = int(run.start[f"{step}/work"][0]), int(run.live[step][0])
        done = int(run.finish[f"{step}/test"][0])
        sure = self._day(dates.live[3])
        canvas.text(WIDTH, middle + 4, sure, size=SMALL, anchor="end")
        values = {
            "step": brief(self.teller.speaking.name(title, step)),
            "start": self._day(start),
            "live": self._day(live),
            "sure": sure,
        }
        values |= {"early": self._day(dates.done[1]), "late": self._day(dates.done[4])}
        said = self.words.say("rollout-report.gantt.step", **values)
        if live >= FAR:
            return said
        x = self.times.x
        with canvas.group(said):
            canvas.rect(x(start), middle - 5, max(x(live) - x(start), 1.5), 10, fill=WAY)
            canvas.rect(x(live), middle - 4.5, max(x(done) - x(live), 1.5), 9, fill=PAPER, stroke=WAY)
            if dates.done[4] < FAR:
                whisker(canvas, x(dates.done[1]), x(dates.done[4]), middle)
            diamond(canvas, x(live), middle)
        return said

    def _day(self, instant: int) -> Line:
        if instant >= FAR:
            return self.teller.say("never")
        return self.words.day(self.teller.day(instant))

    def _legend(self) -> Iterator[legend.Item]:
        say = self.words.say

        def work(canvas: Canvas, x: float, middle: float) -> None:
            canvas.rect(x, middle - 5, 26, 10, fill=WAY)

        def test(canvas: Canvas, x: float, middle: float) -> None:
            canvas.rect(x, middle - 4.5, 26, 9, fill=PAPER, stroke=WAY)

        def golive(canvas: Canvas, x: float, middle: float) -> None:
            diamond(canvas, x + 7, middle)

        def spread(canvas: Canvas, x: float, middle: float) -> None:
            whisker(canvas, x, x + 26, middle)

        def shut(canvas: Canvas, x: float, middle: float) -> None:
            canvas.rect(x, middle - 7, 26, 14, fill=SHUT)

        yield legend.Item(26, work, say("rollout-report.gantt.work"))
        yield legend.Item(14, golive, say("rollout-report.gantt.golive"))
        yield legend.Item(26, test, say("rollout-report.gantt.test"))
        yield legend.Item(26, spread, say("rollout-report.gantt.spread"))
        if self.setting.rollout.blackouts:
            yield legend.Item(26, shut, say("rollout-report.gantt.shut"))


def diamond(canvas: Canvas, x: float, y: float) -> None:
    """Draw the mark of a go-live."""
    canvas.polygon([(x - 5.5, y), (x, y - 5.5), (x + 5.5, y), (x, y + 5.5)], fill=BRAND, stroke=PAPER)


def whisker(canvas: Canvas, left: float, right: float, y: float) -> None:
    """Draw from where to where the end moves."""
    canvas.line(left, y, right, y, stroke=INK)
    for x in (left, right):
        canvas.line(x, y - 4, x, y + 4, stroke=INK)
