"""Hand-offs between departments as a matrix, darker for more."""

from __future__ import annotations

from readiness.i18n import line
from readiness.reports.charts_view import MatrixView
from readiness.reports.pictures.canvas import SMALL, Canvas
from readiness.reports.pictures.colours import BAND, MUTED, RULE, WAY, ink_on, shade
from readiness.reports.pictures.measure import width_of, wrapped
from readiness.reports.words import Words

_WIDTH, _NAME, _CELL, _HEAD = 322.0, 118.0, 22.0, 30.0
_SIZE = 11.0


def draw_matrix(view: MatrixView, words: Words) -> str:
    """Return the matrix as SVG: from the row to the column, whose numbers are those of the rows."""
    canvas = Canvas(words.language)
    wide = (_WIDTH - _NAME) / len(view.departments)
    most = max(max(row) for row in view.cells)
    canvas.text(0, 11, words.say("chart.matrix.from"), size=SMALL, fill=MUTED)
    canvas.text(_NAME, 11, words.say("chart.matrix.to"), size=SMALL, fill=MUTED)
    for number, (name, cells) in enumerate(zip(view.departments, view.cells, strict=True), start=1):
        x, y = _NAME + wide * (number - 1), _HEAD + _CELL * (number - 1)
        _centred(canvas, str(number), x + wide / 2, _HEAD - 5, MUTED)
        said = wrapped(line(number, "  ", name), _NAME - 8, _SIZE)[0]
        canvas.text(0, y + 15, said, size=_SIZE)
        for place, contacts in enumerate(cells):
            left = _NAME + wide * place
            ground = shade(contacts / most) if contacts else BAND
            canvas.rect(left, y, wide - 1, _CELL - 1, fill=ground, stroke=WAY if contacts else RULE)
            if contacts:
                figure = _brief(contacts, wide - 4, words)
                _centred(canvas, figure, left + wide / 2, y + 15, ink_on(ground))
    return canvas.svg(_WIDTH, _HEAD + _CELL * len(view.departments) + 2, title=view.told, description="")


def _centred(canvas: Canvas, words: str, x: float, y: float, fill: str) -> None:
    canvas.text(x - width_of(words, _SIZE) / 2, y, words, size=_SIZE, fill=fill)


def _brief(contacts: float, room: float, words: Words) -> str:
    """Return a figure, in thousands where there is no room for it."""
    whole = words.number(contacts)
    if width_of(whole, _SIZE) <= room:
        return whole
    return str(words.say("chart.thousands", number=words.number(contacts / 1000)))
