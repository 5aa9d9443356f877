"""The map as a grid of words for a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from readiness.reports.namer import Namer
from readiness.reports.pictures.chips import owner
from readiness.reports.pictures.measure import broken
from readiness.reports.pictures.places import Heading, Places, busiest_of, places
from readiness.reports.pictures.ways import conclusion, ways_on
from readiness.reports.section import width as columns_of
from readiness.reports.text import plain
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.volumes import Traffic

NARROWEST, LEAST, WIDEST = 60, 22, 32
_STAGE = 16
_GAP = "  "
_MOMENT, _ALONE, _OUTBOUND = "*", "!", ">"


def grid_text(traffic: Traffic, namer: Namer, *, wide: int = 100, buyer: str = "") -> str:
    """Return the grid, of all buyers or of one, as lines at most ``wide`` columns long.

    Channels that find no room beside each other come in blocks below each
    other.  Touchpoints stand in the order of the file, marked with ``*`` (moment
    of truth), ``!`` (nobody answers for it) and ``>`` (we contact them).
    """
    seen = places(traffic, namer, buyer, bounded=False)
    lines: list[str] = [*filter(None, conclusion(namer, seen, ways_on(traffic, seen)))]
    if seen.shown:
        for block in _blocks(namer, seen, max(wide, NARROWEST)):
            lines += ["", *block]
        lines += ["", *_legend(namer)]
    return plain("\n".join(lines))


def _blocks(namer: Namer, seen: Places, wide: int) -> Iterator[list[str]]:
    stage = min(_STAGE, max(columns_of(row.title) for row in seen.rows))
    beside = max((wide - stage) // (LEAST + len(_GAP)), 1)
    count = -(-len(seen.columns) // beside)
    each = -(-len(seen.columns) // count)
    cell = min((wide - stage) // each - len(_GAP), WIDEST)
    for first in range(0, len(seen.columns), each):
        yield [*_block(namer, seen, seen.columns[first : first + each], (stage, cell))]


def _block(namer: Namer, seen: Places, columns: Sequence[Heading], wide: tuple[int, int]) -> Iterator[str]:
    """Yield the lines of a block: the channels, then a row for each stage that has something here."""
    stage, cell = wide
    heads = [_fold(column.title, cell, 2) for column in columns]
    yield from _row([[], *heads], wide)
    rule = "-" * (stage + len(columns) * (len(_GAP) + cell))
    for row in seen.rows:
        members = [seen.cells.get((row.id, column.id), ()) for column in columns]
        if any(members):
            yield rule
            yield from _row(
                [_fold(row.title, stage, 3), *(_cell(namer, seen, one, cell) for one in members)], wide
            )


def _cell(namer: Namer, seen: Places, members: Sequence[Touchpoint], cell: int) -> list[str]:
    number, lines = namer.words.number, list[str]()
    kept, rest = busiest_of(members, seen.visits)
    for touchpoint in kept:
        mark = _ALONE if touchpoint.department is None else _MOMENT if touchpoint.moment_of_truth else " "
        mark = _OUTBOUND if touchpoint.direction == "outbound" and mark == " " else mark
        title = _fold(namer.title(f"touchpoints:{touchpoint.id}"), cell - 2, 2) or [""]
        lines.append(f"{mark} {title[0]}")
        lines += [f"  {line}" for line in title[1:]]
        visits = seen.visits[touchpoint.id]
        figure = number(visits) if visits else "-"
        if visits and touchpoint.direction == "outbound":
            figure = namer.words.say("map-pictures.ours", number=figure)
        lines += [f"  {line}" for line in _fold(f"{figure} · {owner(namer, touchpoint)}", cell - 2, 1)]
    if rest:
        more = namer.words.say("map-pictures.more", number=number(len(rest)))
        told = [namer.words.say("map-pictures.a-year", number=number(seen.contacts(rest)))]
        if seen.ours(rest):
            told.append(namer.words.say("map-pictures.ours", number=number(seen.ours(rest))))
        lines += [f"  {line}" for part in (more, *told) for line in _fold(part, cell - 2, 1)]
    return lines


def _row(cells: Sequence[Sequence[str]], wide: tuple[int, int]) -> Iterator[str]:
    widths = [wide[0], *([wide[1]] * (len(cells) - 1))]
    for line in zip_longest(*cells, fillvalue=""):
        parts = (words + " " * (width - columns_of(words)) for words, width in zip(line, widths, strict=True))
        yield _GAP.join(parts).rstrip()


def _fold(words: object, columns: int, lines: int) -> list[str]:
    return [str(line) for line in broken(words, columns, lines=lines, advance=columns_of)]


def _legend(namer: Namer) -> list[str]:
    say = namer.words.say
    marks = (
        (_MOMENT, "map-pictures.legend.moment"),
        (_ALONE, "map-pictures.legend.alone"),
        (_OUTBOUND, "map-pictures.legend.outbound"),
    )
    return [f"{mark} {say(key)}" for mark, key in marks]
