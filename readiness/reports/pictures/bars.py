"""Outages as bars: what hurts most if it fails, how many contacts it takes along, whom it strands."""

from __future__ import annotations

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.pictures.canvas import MARGIN, SMALL, Canvas, line_height
from readiness.reports.pictures.colours import BRAND, EDGE, INK, MUTED, PAPER, RULE
from readiness.reports.pictures.measure import brief, wrapped
from readiness.reports.pictures.places import eyebrow
from readiness.touchmap.analyses.outages import Outages, Scenario, outages
from readiness.touchmap.volumes import Traffic

MOST = 16
_NAME, _BAR, _FIGURE, _VALUE, _WHO = 230.0, 300.0, 110.0, 92.0, 330.0
_GAP = 22.0
_SIZE = 13.0


def draw_outages(traffic: Traffic, namer: Namer) -> str:
    """Return the worst outages of one element as SVG, worst first."""
    return _Bars(traffic, namer).svg()


class _Bars:
    def __init__(self, traffic: Traffic, namer: Namer) -> None:
        self.traffic, self.namer, self.words = traffic, namer, namer.words
        self.found: Outages = outages(traffic)
        self.canvas = Canvas(self.words.language)

    def svg(self) -> str:
        canvas, say, words = self.canvas, self.words.say, self.words
        width = 2 * MARGIN + _NAME + _BAR + _FIGURE + _VALUE + _WHO + 3 * _GAP
        worst = [one for one in self.found.worst if one.contacts or one.stranded]
        headline = self._headline(worst)
        title = eyebrow(self.traffic, self.namer, say("map-pictures.is.outages"))
        stranding = sum(bool(one.stranded) for one in worst)
        below = say("map-pictures.outages.counts", number=words.number(len(self.found.scenarios)),
                    hurting=words.number(len(worst)), stranding=words.number(stranding))  # fmt: skip
        y = canvas.heading(title, headline, below if self.found.scenarios else "", width=width - 2 * MARGIN)
        notes: list[Line] = []
        if worst:
            y = self._heads(y)
            most = max(one.contacts for one in worst)
            for one in worst[:MOST]:
                y = self._row(one, most, y)
            y += 6
            notes.append(say("map-pictures.outages.explained"))
        if len(worst) > MOST:
            notes.append(say("map-pictures.outages.more", number=words.number(len(worst) - MOST)))
        for note in notes:
            y = canvas.paragraph(MARGIN, y + 6, note, width=width - 2 * MARGIN, fill=MUTED)
        description = words.phrases.sentences([below, *notes])
        return canvas.svg(width, y + MARGIN, title=headline, description=description)

    def _headline(self, worst: list[Scenario]) -> Line:
        say, words = self.words.say, self.words
        if not self.found.scenarios:
            return say("map-pictures.outages.nothing")
        if not worst:
            return say("map-pictures.outages.harmless")
        first = worst[0]
        values = {"name": brief(self.namer.title(first.ids[0])), "visits": words.number(first.contacts),
                  "share": words.percent(first.contacts_share)}  # fmt: skip
        if not first.stranded:
            return say("map-pictures.outages.headline-none", **values)
        buyers = len(first.stranded)
        return words.phrases.count("map-pictures.outages.headline", buyers,
                                   value=words.percent(first.value_share), **values)  # fmt: skip

    def _heads(self, y: float) -> float:
        say, canvas = self.words.say, self.canvas
        x = MARGIN
        ends = []
        for key, wide in (
            ("map-pictures.outages.fails", _NAME),
            ("map-pictures.outages.contacts", _BAR + _FIGURE),
            ("map-pictures.outages.value", _VALUE),
            ("map-pictures.outages.stranded", _WHO),
        ):
            ends.append(canvas.paragraph(x, y, say(key), width=wide, fill=MUTED, bold=True, lines=2))
            x += wide + _GAP
        canvas.line(MARGIN, max(ends) + 4, x - _GAP, max(ends) + 4, stroke=INK)
        return max(ends) + 5

    def _row(self, one: Scenario, most: float, y: float) -> float:
        """Draw one outage below ``y`` and return where it ends."""
        canvas, words, say = self.canvas, self.words, self.words.say
        name = wrapped(self.namer.title(one.ids[0]), _NAME, _SIZE, lines=2, bold=True)
        who = self._who(one)
        tall = max(len(name) * line_height(_SIZE) + line_height(SMALL), len(who) * line_height(12)) + 15
        middle = y + tall / 2
        with canvas.group(self._told(one)):
            base = middle - (len(name) * line_height(_SIZE) + line_height(SMALL)) / 2 + _SIZE * 0.95
            for line in name:
                canvas.text(MARGIN, base, line, size=_SIZE, bold=True)
                base += line_height(_SIZE)
            kind = say(f"map-pictures.kind.{one.kind}")
            canvas.text(MARGIN, base - 1, kind, size=SMALL, fill=MUTED)
            x = MARGIN + _NAME + _GAP
            long = max(_BAR * one.contacts / most, 1.5) if most else 1.5
            style = {"fill": BRAND} if one.stranded else {"fill": EDGE, "stroke": BRAND, "stroke_width": 1}
            lift = 7 if one.diverted else 0
            canvas.rect(x, middle - 9 - lift, long, 18, rx=2, **style)
            figure = words.number(one.contacts)
            canvas.text(x + long + 8, middle + 4.5 - lift, figure, size=_SIZE, bold=True)
            if one.diverted:
                told = say("map-pictures.outages.diverted", number=words.number(one.diverted))
                canvas.paragraph(x, middle + 5, told, width=_BAR + _FIGURE, size=SMALL, fill=MUTED, lines=1)
            x += _BAR + _FIGURE + _GAP
            self._value(one, x, middle)
            x += _VALUE + _GAP
            base = middle - len(who) * line_height(12) / 2 + 11.4
            for line in who:
                canvas.text(x, base, line, fill=INK if one.stranded else MUTED)
                base += line_height(12)
        canvas.line(
            MARGIN,
            y + tall,
            MARGIN + _NAME + _BAR + _FIGURE + _VALUE + _WHO + 3 * _GAP,
            y + tall,
            stroke=RULE,
        )
        return y + tall

    def _value(self, one: Scenario, x: float, middle: float) -> None:
        """Write the share of value that is stranded, with a small bar beside it."""
        canvas = self.canvas
        if not one.stranded:
            canvas.text(x, middle + 4.5, "–", size=_SIZE, fill=MUTED)
            return
        canvas.text(x, middle + 4.5, self.words.percent(one.value_share), size=_SIZE)
        canvas.rect(x + 44, middle - 5, 46, 10, rx=2, fill=PAPER, stroke=EDGE)
        if one.value_share:
            canvas.rect(x + 44, middle - 5, 46 * min(one.value_share, 1.0), 10, rx=2, fill=BRAND)

    def _who(self, one: Scenario) -> tuple[Line, ...]:
        """Return the stranded buyers in at most three lines: as many as fit, and how many more."""
        names = [f"buyers:{buyer}" for buyer in one.stranded]
        if not names:
            return wrapped(self.words.say("map-pictures.outages.nobody"), _WHO, 12)
        for told in range(len(names), 0, -1):
            line = self.namer.titles(names, told)
            lines = wrapped(line, _WHO, 12, lines=4)
            if len(lines) <= 3:
                return lines
        return wrapped(self.namer.titles(names, 1), _WHO, 12, lines=3)

    def _told(self, one: Scenario) -> Line:
        buyers = [f"buyers:{buyer}" for buyer in one.stranded]
        who = self.namer.titles(buyers, 12) if buyers else self.words.say("map-pictures.outages.nobody")
        name, visits = brief(self.namer.title(one.ids[0]), 140), self.words.number(one.contacts)
        told = self.words.say("map-pictures.outages.told", name=name, who=who, visits=visits)
        if not one.diverted:
            return told
        number = self.words.number(one.diverted)
        also = self.words.say("map-pictures.outages.diverted-told", number=number)
        return self.words.phrases.sentences([told, also])
