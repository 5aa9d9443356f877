"""The worst outages as bars, small enough to stand beside another picture."""

from __future__ import annotations

from readiness.reports.charts_view import OutagesView
from readiness.reports.pictures.canvas import SMALL, Canvas
from readiness.reports.pictures.colours import EDGE, MUTED, WAY
from readiness.reports.pictures.measure import wrapped
from readiness.reports.words import Words

_WIDTH, _NAME, _BAR, _ROW = 322.0, 164.0, 92.0, 28.0
_SIZE = 11.0


def draw_fallen(view: OutagesView, words: Words) -> str:
    """Return the outages as SVG; a filled bar leaves some buyers without any way."""
    canvas = Canvas(words.language)
    most = max(row.contacts for row in view.rows)
    canvas.text(0, 11, words.say("chart.outages.fails"), size=SMALL, fill=MUTED)
    canvas.text(_NAME, 11, words.say("chart.outages.contacts"), size=SMALL, fill=MUTED)
    y = 18.0
    for row in view.rows:
        canvas.text(0, y + 9, wrapped(row.name, _NAME - 8, _SIZE)[0], size=_SIZE)
        canvas.text(0, y + 21, row.kind, size=SMALL, fill=MUTED)
        style = {"fill": WAY} if row.stranded else {"fill": EDGE, "stroke": WAY}
        long = max(_BAR * row.contacts / most, 1.5)
        canvas.rect(_NAME, y + 1, long, 11, **style)
        canvas.text(_NAME + long + 5, y + 10.5, words.number(row.contacts), size=_SIZE)
        if row.stranded:
            said = words.phrases.count("chart.outages.buyers", row.stranded)
            canvas.text(_NAME, y + 22, said, size=SMALL, fill=MUTED)
        y += _ROW
    return canvas.svg(_WIDTH, y + 2, title=view.told, description="")
