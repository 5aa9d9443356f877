"""Journeys in words: what it takes until it is done, and which number to improve first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table, shortened
from readiness.reports.words import Words
from readiness.touchmap.analyses.journeys import Journey, Journeys

_MORE = 1.005


def section(result: Journeys, namer: Namer) -> Section:
    """Return journeys as sentences and the tables of buyers, entries and levers."""
    say = namer.words.say
    entries = sorted(result.entries, key=lambda entry: -(entry.contacts or 0.0))
    tables = (
        _journeys(result.buyers, "buyer", namer, say("journeys.buyers")),
        _journeys(entries, "entry", namer, say("journeys.entries")),
        _levers(result, namer),
    )
    return Section(
        "journeys",
        say("journeys.title"),
        (
            *_totals(result, namer),
            *_longest(entries, namer),
            *_loops(result, namer),
            *_first(result, namer),
        ),
        tuple(table for table in tables if table.rows),
    )


def _totals(result: Journeys, namer: Namer) -> Iterator[Line]:
    words = namer.words
    every, year, say = result.all, result.year, words.say
    if not every.starts:
        yield say("journeys.no-starts")
        return
    if every.contacts is None or every.handoffs is None:
        yield say("journeys.endless")
        return
    contacts, handoffs = words.number(every.contacts, 2), words.number(every.handoffs, 2)
    yield say("journeys.average", contacts=contacts, handoffs=handoffs)
    if every.bounces:
        yield say("journeys.bounces", share=words.percent(every.bounces / every.contacts))
    yield say(
        "journeys.year",
        starts=words.number(every.starts),
        contacts=words.number(year.contacts),
        handoffs=words.number(year.handoffs),
    )
    if every.starts * every.contacts > year.contacts * _MORE:
        more = every.starts * every.contacts - year.contacts
        yield say("journeys.more-than-listed", number=words.number(more), listed=words.number(year.contacts))
    if year.cost is not None and every.cost_share is not None:
        cost, share = namer.money(year.cost), words.percent(every.cost_share)
        whole = _whole(every.cost_share)
        yield say("journeys.cost", cost=cost) if whole else say("journeys.cost-part", cost=cost, share=share)
    if year.minutes is not None and every.minutes_share is not None:
        hours, share = words.number(year.minutes / 60), words.percent(every.minutes_share)
        whole = _whole(every.minutes_share)
        yield (
            say("journeys.minutes", hours=hours)
            if whole
            else say("journeys.minutes-part", hours=hours, share=share)
        )


def _longest(entries: Sequence[Journey], namer: Namer) -> Iterator[Line]:
    if entries and (entries[0].contacts or 0.0) > 1:
        contacts = namer.words.number(entries[0].contacts or 0.0, 2)
        yield namer.words.say("journeys.longest", entry=namer.title(entries[0].subject), contacts=contacts)


def _loops(result: Journeys, namer: Namer) -> Iterator[Line]:
    words = namer.words
    if not result.loops:
        return
    worst = max(result.loops, key=lambda loop: loop.contacts)
    contacts, way = words.number(worst.contacts), namer.titles(worst.way)
    if len(result.loops) == 1:
        yield words.say("journeys.loop", contacts=contacts, way=way)
    else:
        number = words.number(len(result.loops))
        yield words.say("journeys.loops", number=number, contacts=contacts, way=way)


def _first(result: Journeys, namer: Namer) -> Iterator[Line]:
    words = namer.words
    if not result.levers or not result.levers[0].passed_on or not result.levers[0].contacts:
        return
    lever = result.levers[0]
    values = {
        "giving": namer.title(lever.giving),
        "taking": namer.title(lever.taking),
        "share": words.percent(lever.share),
        "contacts": words.number(lever.contacts),
        "handoffs": words.number(lever.handoffs),
    }
    if lever.cost:
        yield words.say("journeys.first", cost=namer.money(lever.cost), **values)
    else:
        yield words.say("journeys.first-unpriced", **values)


def _whole(share: float) -> bool:
    return share > 1 - 1e-9


def _journeys(rows: Sequence[Journey], subject: str, namer: Namer, title: Line) -> Table:
    """Return a table of journeys; minutes and cost only where some are known."""
    words = namer.words
    told = [row for row in rows if row.starts]
    timed = any(row.minutes is not None for row in told)
    priced = any(row.cost is not None for row in told)
    keys = (subject, "starts", "contacts", "handoffs", "bounces", *["minutes"] * timed, *["cost"] * priced)
    lines = [
        (
            namer.title(row.subject),
            words.number(row.starts),
            _figure(row.contacts, 1.0, words),
            _figure(row.handoffs, 1.0, words),
            _figure(row.bounces, 1.0, words),
            *[_figure(row.minutes, row.minutes_share, words)] * timed,
            *[_figure(row.cost, row.cost_share, words)] * priced,
        )
        for row in told
    ]
    return Table(_head(keys, words), shortened(lines, words), title, frozenset(range(1, len(keys))))


def _figure(value: float | None, known: float | None, words: Words) -> str:
    if value is None or known is None:
        return words.say("journeys.unknown")
    number = words.number(value, 2)
    return number if _whole(known) else words.say("journeys.at-least", number=number)


def _head(keys: Sequence[str], words: Words) -> tuple[Line, ...]:
    return tuple(words.say(f"journeys.head.{key}") for key in keys)


def _levers(result: Journeys, namer: Namer) -> Table:
    words = namer.words
    rows = [
        (
            namer.title(lever.giving),
            namer.title(lever.taking),
            words.percent(lever.share),
            words.number(lever.contacts),
            words.number(lever.handoffs),
            words.number(lever.cost),
        )
        for lever in result.levers
        if lever.passed_on and lever.contacts
    ]
    keys = ("giving", "taking", "share", "contacts", "handoffs", "cost")
    title = words.say("journeys.levers")
    return Table(_head(keys, words), shortened(rows, words), title, frozenset(range(2, len(keys))))
