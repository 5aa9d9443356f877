"""Who answered what, as bars: how much of what was asked was answered, and on which levels."""

from __future__ import annotations

from readiness.reports.charts_view import AnsweredRow, AnsweredView
from readiness.reports.pictures.canvas import SMALL, Canvas
from readiness.reports.pictures.colours import EDGE, INK, MUTED, PAPER, WAY, ink_on, shade
from readiness.reports.pictures.measure import width_of, wrapped
from readiness.reports.words import Words

_WIDTH, _NAME, _BAR, _GAP, _ROW = 664.0, 180.0, 170.0, 24.0, 22.0
_TALL = 13.0
_SIZE = 11.0


def draw_answered(view: AnsweredView, words: Words) -> str:
    """Return the bars of all questionnaires as SVG: on the left what came, on the right its levels."""
    canvas = Canvas(words.language)
    say = words.say
    left, right = _NAME + _GAP, _NAME + _BAR + 2 * _GAP + 44
    canvas.text(left, 11, say("chart.answered.came-head"), size=SMALL, fill=MUTED)
    canvas.text(right, 11, say("chart.answered.levels-head"), size=SMALL, fill=MUTED)
    y = 18.0
    for row in view.rows:
        name = wrapped(row.title, _NAME, _SIZE)[0]
        canvas.text(0, y + _TALL - 3, name, size=_SIZE)
        _came(canvas, row, left, y, words)
        _levels(canvas, row, right, y, _WIDTH - right)
        y += _ROW
    _key(canvas, left, y + 9, words)
    return canvas.svg(_WIDTH, y + 14, title=view.told, description="")


def _came(canvas: Canvas, row: AnsweredRow, x: float, y: float, words: Words) -> None:
    """Draw values, other answers and silence side by side, with the share that answered behind them."""
    spoken = row.values + row.dont_know + row.not_applicable
    filled = _BAR * row.values / row.asked
    other = _BAR * (spoken - row.values) / row.asked
    canvas.rect(x, y, _BAR, _TALL, fill=PAPER, stroke=WAY)
    canvas.rect(x, y, filled, _TALL, fill=WAY)
    if other:
        canvas.rect(x + filled, y, other, _TALL, fill=EDGE, stroke=WAY)
    canvas.text(x + _BAR + 6, y + _TALL - 3, words.percent(spoken / row.asked), size=_SIZE)


def _levels(canvas: Canvas, row: AnsweredRow, x: float, y: float, width: float) -> None:
    """Draw how many answers stand on each level, darker for higher; the figure where it fits."""
    whole = sum(row.levels)
    if not whole:
        canvas.text(x, y + _TALL - 3, "–", size=_SIZE, fill=MUTED)
        return
    for level, number in enumerate(row.levels):
        wide = width * number / whole
        ground = shade(level / 4)
        if number:
            canvas.rect(x, y, wide, _TALL, fill=ground, stroke=WAY)
        if number and wide > width_of(str(number), _SIZE) + 4:
            figure = str(number)
            start = x + (wide - width_of(figure, _SIZE)) / 2
            canvas.text(start, y + _TALL - 3, figure, size=_SIZE, fill=ink_on(ground))
        x += wide


def _key(canvas: Canvas, x: float, y: float, words: Words) -> None:
    for key, style in (
        ("value", {"fill": WAY}),
        ("other", {"fill": EDGE, "stroke": WAY}),
        ("silent", {"fill": PAPER, "stroke": WAY}),
    ):
        said = words.say(f"chart.answered.{key}")
        canvas.rect(x, y - 9, 10, 10, **style)
        canvas.text(x + 15, y, said, size=SMALL, fill=INK)
        x += 15 + width_of(str(said), SMALL) + 18
