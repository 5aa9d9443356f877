"""The flow of customer data in words: where they lie, what is typed again, who sees the whole."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table, shortened
from readiness.touchmap.analyses.data import DataFlow, ObjectFlow

_NONE = "–"
_MOST_OBJECTS = 2


def section(result: DataFlow, namer: Namer) -> Section:
    """Return the flow of data as sentences and a table each of data, rekeying and departments."""
    tables = (_objects(result, namer), _rekeying(result, namer), _departments(result, namer))
    shown = tuple(table for table in tables if table.rows)
    return Section("data", namer.words.say("data-flow.title"), tuple(_sentences(result, namer)), shown)


def _sentences(result: DataFlow, namer: Namer) -> Iterator[Line]:
    say, words = namer.words.say, namer.words
    about = [one for one in result.objects if one.about_buyers and one.islands]
    apart = [one for one in about if len(one.islands) > 1]
    if not about:
        yield say("data-flow.no-data")
    elif not apart:
        yield say("data-flow.together")
    for one in apart[:_MOST_OBJECTS]:
        main = next((group for group in one.islands if one.master in group), one.islands[0])
        others = [holder for group in one.islands if group is not main for holder in group]
        number = words.number(len(one.islands))
        yield say("data-flow.islands", data=namer.title(one.data), number=number, apart=namer.titles(others))
    if loose := [one.data for one in result.objects if one.master is None and _is_used(one)]:
        yield say("data-flow.no-master", data=namer.titles(loose))
    if double := [one.data for one in result.objects if len(one.masters) > 1]:
        yield say("data-flow.two-masters", data=namer.titles(double))
    if result.rekeying:
        contacts = sum(one.contacts for one in result.rekeying)
        yield say("data-flow.rekeying", contacts=words.number(contacts))
    yield from _sight(result, namer)
    if result.bridges:
        systems = namer.titles(one.system for one in result.bridges)
        yield say("data-flow.bridges", systems=systems)
    if result.unlogged:
        yield say("data-flow.unlogged", touchpoints=namer.titles(result.unlogged))


def _is_used(one: ObjectFlow) -> bool:
    return bool(one.islands or one.captured_at)


def _sight(result: DataFlow, namer: Namer) -> Iterator[Line]:
    whole = [view.element for view in result.departments if not view.unseen]
    if whole:
        yield namer.words.say("data-flow.somebody", departments=namer.titles(whole))
    elif result.departments:
        best = max(result.departments, key=lambda view: view.share)
        share = namer.words.percent(best.share)
        yield namer.words.say("data-flow.nobody", best=namer.title(best.element), share=share)


def _objects(result: DataFlow, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    rows = [
        (
            namer.title(one.data),
            words.number(len(one.islands)),
            namer.title(one.master) if one.master is not None else _NONE,
            namer.titles(one.masters) or _NONE,
        )
        for one in result.objects
    ]
    head = (say("data-flow.data"), say("data-flow.groups"), say("data-flow.counts"), say("data-flow.act"))
    return Table(head, shortened(rows, words), say("data-flow.objects"), frozenset((1,)))


def _rekeying(result: DataFlow, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    rows = [
        (
            namer.title(one.touchpoint),
            namer.titles(one.data),
            namer.title(one.logs_to),
            namer.titles(one.masters),
            words.number(one.contacts),
        )
        for one in sorted(result.rekeying, key=lambda one: -one.contacts)
    ]
    head = (
        say("data-flow.touchpoint"),
        say("data-flow.data"),
        say("data-flow.written"),
        say("data-flow.counts"),
        say("data-flow.contacts"),
    )
    return Table(head, shortened(rows, words), say("data-flow.again"), frozenset((4,)))


def _departments(result: DataFlow, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    rows = [
        (namer.title(one.element), words.percent(one.share), namer.titles(one.unseen) or _NONE)
        for one in sorted(result.departments, key=lambda one: -one.share)
    ]
    head = (say("data-flow.department"), say("data-flow.sees"), say("data-flow.lacks"))
    return Table(head, shortened(rows, words), say("data-flow.sight"), frozenset((1,)))
