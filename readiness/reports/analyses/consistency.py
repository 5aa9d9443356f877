"""Consistency in words: how evenly the channels serve each need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.i18n import Line
from readiness.reports.map_findings import shown
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table, shortened
from readiness.reports.words import Words
from readiness.touchmap.analyses.consistency import (
    UNEVEN_FROM,
    Consistency,
    Moment,
    NeedService,
)


def section(result: Consistency, namer: Namer) -> Section:
    """Return consistency as sentences and the tables of needs, channels and moments of truth."""
    ordered = sorted(result.needs, key=lambda service: -(service.spread or 0.0))
    compared = [service for service in ordered if len(service.channels) > 1]
    tables = (
        _needs(compared, namer),
        _channels(compared, namer),
        _moments(result.open_moments, namer),
    )
    return Section(
        "consistency",
        namer.words.say("consistency.title"),
        (*_uneven(ordered, namer), *_dear(result, namer), *_truths(result, namer)),
        tuple(table for table in tables if table.rows),
    )


def _uneven(ordered: Sequence[NeedService], namer: Namer) -> Iterator[Line]:
    words = namer.words
    known = [service for service in ordered if service.spread is not None]
    if not known:
        yield words.say("consistency.none")
        return
    worst = known[0]
    if (worst.spread or 0.0) < UNEVEN_FROM:
        yield words.say("consistency.even", number=words.number(len(known)))
        return
    by_channel = {one.channel: one for one in worst.channels}
    best, least = by_channel[worst.best or ""], by_channel[worst.worst or ""]
    yield words.say(
        "consistency.uneven",
        need=namer.title(worst.need),
        best=namer.title(best.channel),
        best_points=_figure(best.satisfaction, words),
        worst=namer.title(least.channel),
        worst_points=_figure(least.satisfaction, words),
    )


def _dear(result: Consistency, namer: Namer) -> Iterator[Line]:
    """Yield the heaviest finding of a dear channel with its costs."""
    words = namer.words
    dear = next((finding for finding in result.findings if finding.code == "DEAR-CHANNEL"), None)
    service = next((one for one in result.needs if dear and one.need == dear.subject), None)
    if dear is None or service is None:
        return
    cost = {one.channel: one.cost for one in service.channels}
    ends = str(dear.values["dear"]), str(dear.values["cheap"])
    yield words.say(
        "consistency.dear",
        need=namer.title(dear.subject),
        dear=namer.title(ends[0]),
        dear_cost=_figure(cost[ends[0]], words),
        cheap=namer.title(ends[1]),
        cheap_cost=_figure(cost[ends[1]], words),
        extra=shown("extra", dear.values["extra"], namer),
    )


def _truths(result: Consistency, namer: Namer) -> Iterator[Line]:
    words = namer.words
    number = words.number(result.moments)
    if not result.moments:
        yield words.say("consistency.no-moments")
    elif result.open_moments:
        missing = words.number(len(result.open_moments))
        yield words.say("consistency.moments-open", number=number, open=missing)
    else:
        yield words.say("consistency.moments-kept", number=number)


def _needs(services: Sequence[NeedService], namer: Namer) -> Table:
    words = namer.words
    say = words.say
    rows = []
    for service in services:
        points = {one.channel: one.satisfaction for one in service.channels}
        rows.append(
            (
                namer.title(service.need),
                words.number(service.contacts),
                _rated(service.best, points.get(service.best or ""), namer),
                _rated(service.worst, points.get(service.worst or ""), namer),
                _figure(service.spread, words, 1),
                _times(service.factor, words),
            )
        )
    head = (
        say("consistency.head.need"),
        say("consistency.head.contacts"),
        say("consistency.head.best"),
        say("consistency.head.worst"),
        say("consistency.head.spread"),
        say("consistency.head.factor"),
    )
    return Table(head, shortened(rows, words), say("consistency.needs"), frozenset((1, 4, 5)))


def _channels(services: Sequence[NeedService], namer: Namer) -> Table:
    words = namer.words
    say = words.say
    rows = [
        (
            namer.title(service.need),
            namer.title(one.channel),
            words.number(one.contacts),
            _figure(one.cost, words),
            _figure(one.satisfaction, words, 1),
            _figure(one.hours, words, 1),
            _answer(one.human, words),
            namer.titles(one.data, 2) if one.data else "",
        )
        for service in services
        for one in service.channels
    ]
    head = (
        say("consistency.head.need"),
        say("consistency.head.channel"),
        say("consistency.head.contacts"),
        say("consistency.head.cost"),
        say("consistency.head.satisfaction"),
        say("consistency.head.hours"),
        say("consistency.head.human"),
        say("consistency.head.data"),
    )
    return Table(head, shortened(rows, words), say("consistency.channels"), frozenset((2, 3, 4, 5)))


def _moments(moments: Sequence[Moment], namer: Namer) -> Table:
    words = namer.words
    say = words.say
    measures = {
        "known": say("consistency.known"),
        "assumed": say("consistency.assumed"),
        "absent": say("labels.missing"),
    }
    rows = [
        (
            namer.title(moment.touchpoint),
            words.number(moment.contacts),
            say("consistency.owned") if moment.owned else say("consistency.no-owner"),
            measures[moment.measure],
        )
        for moment in sorted(moments, key=lambda moment: -moment.contacts)
    ]
    head = (
        say("consistency.head.moment"),
        say("consistency.head.contacts"),
        say("consistency.head.owner"),
        say("consistency.head.satisfaction"),
    )
    return Table(head, shortened(rows, words), say("consistency.moments"), frozenset((1,)))


def _figure(figure: float | None, words: Words, digits: int = 2) -> str:
    return words.say("labels.missing") if figure is None else words.number(figure, digits)


def _times(factor: float | None, words: Words) -> str:
    if factor is None:
        return ""
    return words.say("consistency.times", number=words.number(factor, 1 if factor < 10 else 0))


def _rated(channel: str | None, points: float | None, namer: Namer) -> str:
    if channel is None:
        return namer.words.say("labels.missing")
    label, text = namer.title(channel), _figure(points, namer.words, 1)
    return namer.words.say("marks.with-note", label=label, text=text)


def _answer(human: bool | None, words: Words) -> Line:
    if human is None:
        return words.say("labels.missing")
    return words.say("fact.yes") if human else words.say("fact.no")
