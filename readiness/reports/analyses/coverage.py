"""Coverage in words: which buyer meets the company where, and where he has one way only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.section import MOST_ROWS, Section, Table, shortened
from readiness.reports.words import Words
from readiness.touchmap.analyses.coverage import Cell, Coverage, OneWay

_MOST_COLUMNS = 9
_OTHERS = "\0"
_NOTHING = (0, 0.0)


def section(result: Coverage, namer: Namer) -> Section:
    """Return coverage as sentences, two matrices and the list of single ways."""
    say = namer.words.say
    tables = (
        _matrix(result.by_channel, namer, ("stages", "channels"), say("coverage.by-channel")),
        _matrix(result.by_buyer, namer, ("buyers", "stages"), say("coverage.by-buyer")),
        _one_ways(result.one_channel_stages, namer),
    )
    shown = tuple(table for table in tables if table.rows)
    return Section("coverage", say("coverage.title"), tuple(_sentences(result, namer)), shown)


def _sentences(result: Coverage, namer: Namer) -> Iterator[Line]:
    words = namer.words
    say = words.say
    if not result.cells:
        yield say("coverage.none")
        return
    ways = result.one_channel_stages
    whole = sum(1 for cell in result.by_buyer if cell.stage and cell.buyer)
    if ways or any(not cell.channel for cell in result.cells):
        yield say("coverage.one-way", number=words.number(len(ways)), whole=words.number(whole))
    else:
        yield say("coverage.second")
    heaviest = max(ways, key=lambda way: way.contacts, default=None)
    if heaviest is not None and heaviest.contacts:
        yield say(
            "coverage.heaviest",
            buyer=namer.title(f"buyers:{heaviest.buyer}"),
            stage=namer.title(f"stages:{heaviest.stage}"),
            channel=namer.title(f"channels:{heaviest.channel}"),
            contacts=words.number(heaviest.contacts),
        )
    if result.one_channel_buyers:
        buyers = namer.titles(f"buyers:{way.buyer}" for way in result.one_channel_buyers)
        yield say("coverage.one-buyer", buyers=buyers)


_PART: Mapping[str, Callable[[Cell], str]] = {
    "stages": lambda cell: cell.stage,
    "channels": lambda cell: cell.channel,
    "buyers": lambda cell: cell.buyer,
}
_OPEN = {"stages": "coverage.no-stage", "channels": "coverage.no-channel", "buyers": "coverage.no-buyer"}
_HEAD = {"stages": "coverage.head.stage", "buyers": "coverage.head.buyer"}


def _matrix(cells: Iterable[Cell], namer: Namer, kinds: tuple[str, str], title: str) -> Table:
    """Return contacts and touchpoints, rows and columns in the order of the map.

    Where there are too many, those with least contacts are put together.
    """
    words = namer.words
    row_of, column_of = (_PART[kind] for kind in kinds)
    sums: dict[tuple[str, str], tuple[int, float]] = {}
    for cell in cells:
        number, contacts = sums.get((row_of(cell), column_of(cell)), _NOTHING)
        sums[row_of(cell), column_of(cell)] = (number + cell.touchpoints, contacts + cell.contacts)
    rows = _heaviest(sums, 0, namer, kinds[0], MOST_ROWS)
    columns = _heaviest(sums, 1, namer, kinds[1], _MOST_COLUMNS)
    shown: dict[tuple[str, str], tuple[int, float]] = {}
    for (row, column), (number, contacts) in sums.items():
        place = (row if row in rows else _OTHERS, column if column in columns else _OTHERS)
        more, others = shown.get(place, _NOTHING)
        shown[place] = (more + number, others + contacts)
    head = (words.say(_HEAD[kinds[0]]), *(_named(column, kinds[1], namer) for column in columns))
    body = tuple(
        (_named(row, kinds[0], namer), *(_cell(shown.get((row, column)), words) for column in columns))
        for row in rows
    )
    return Table(head, body, title, frozenset(range(1, len(head))))


def _heaviest(
    sums: Mapping[tuple[str, str], tuple[int, float]], side: int, namer: Namer, kind: str, most: int
) -> tuple[str, ...]:
    """Return the names on one side of a matrix in the order of the map: so many at most, others last."""
    weights: dict[str, float] = {}
    for key, (_, contacts) in sums.items():
        weights[key[side]] = weights.get(key[side], 0.0) + contacts
    order = {name: place for place, name in enumerate(namer.touchmap.index[kind])}
    names = sorted(weights, key=lambda name: order.get(name, len(order)))
    if len(names) <= most:
        return tuple(names)
    kept = set(sorted(names, key=lambda name: -weights[name])[: most - 1])
    return (*(name for name in names if name in kept), _OTHERS)


def _named(name: str, kind: str, namer: Namer) -> Line:
    if name == _OTHERS:
        return namer.words.say("coverage.others")
    return namer.title(f"{kind}:{name}") if name else namer.words.say(_OPEN[kind])


def _cell(sums: tuple[int, float] | None, words: Words) -> str:
    if sums is None:
        return ""
    return words.say("coverage.cell", contacts=words.number(sums[1]), number=words.number(sums[0]))


def _one_ways(ways: Sequence[OneWay], namer: Namer) -> Table:
    """Return the single ways, those with most contacts first."""
    words = namer.words
    say = words.say
    rows = [
        (
            namer.title(f"buyers:{way.buyer}"),
            namer.title(f"stages:{way.stage}"),
            namer.title(f"channels:{way.channel}"),
            words.number(way.contacts),
            "" if way.share is None else words.percent(way.share),
        )
        for way in sorted(ways, key=lambda way: -way.contacts)
    ]
    head = (
        say("coverage.head.buyer"),
        say("coverage.head.stage"),
        say("coverage.head.channel"),
        say("coverage.head.contacts"),
        say("coverage.head.share"),
    )
    return Table(head, shortened(rows, words), say("coverage.one-ways"), frozenset((3, 4)))
