"""The trace of technology in words: what serves whom, what can be dropped, what nothing answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table, shortened
from readiness.touchmap.analyses.technology import TechnologyTrace

_NONE = "–"
_FEW = 2
_STATES: Mapping[str, str] = {
    "traced": "technology-trace.state.traced",
    "no-goal": "technology-trace.state.no-goal",
    "no-need": "technology-trace.state.no-need",
    "no-touchpoint": "technology-trace.state.no-touchpoint",
    "nobody": "technology-trace.state.nobody",
}
_CURES: Mapping[str, str] = {
    "people": "technology-trace.cures.people",
    "process": "technology-trace.cures.process",
    "software": "technology-trace.cures.software",
}


def section(result: TechnologyTrace, namer: Namer) -> Section:
    """Return the trace as sentences, a table of functions and one of needs."""
    tables = (_functions(result, namer), _needs(result, namer))
    shown = tuple(table for table in tables if table.rows)
    title = namer.words.say("technology-trace.title")
    return Section("technology", title, tuple(_sentences(result, namer)), shown)


def _sentences(result: TechnologyTrace, namer: Namer) -> Iterator[Line]:
    say, number = namer.words.say, namer.words.number
    total = number(len(result.traces))
    if not result.traces:
        yield say("technology-trace.nothing")
    elif not result.dropped:
        yield say("technology-trace.keep", total=total)
    else:
        functions = namer.titles(result.dropped)
        yield say(
            "technology-trace.drop", number=number(len(result.dropped)), total=total, functions=functions
        )
        if result.dropped_cost:
            cost, whole = namer.money(result.dropped_cost), namer.money(result.cost)
            yield say("technology-trace.saved", cost=cost, whole=whole)
        if result.unpriced:
            yield say("technology-trace.unpriced", number=number(result.unpriced))
    if aimless := [one.technology for one in result.traces if one.state == "no-goal"]:
        yield say("technology-trace.no-goal", functions=namer.titles(aimless))
    if people := [one.need for one in result.needs if one.cure in ("people", "process") and one.technology]:
        yield say("technology-trace.people", needs=namer.titles(people))
    if open_ := [one.need for one in result.needs if one.buyers and not one.answered]:
        yield say("technology-trace.unanswered", needs=namer.titles(open_))
    if result.traces and result.touched_share is not None:
        yield say("technology-trace.touched", share=namer.words.percent(result.touched_share))


def _functions(result: TechnologyTrace, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    rows = [
        (
            namer.title(one.technology),
            say(_STATES[one.state]),
            namer.titles(one.needs, _FEW) or _NONE,
            namer.titles(one.goals, _FEW) or _NONE,
            words.number(one.contacts),
            words.number(one.indirect_contacts),
            _NONE if one.cost is None else namer.money(one.cost),
        )
        for one in result.traces
    ]
    head = (
        say("technology-trace.function"),
        say("technology-trace.result"),
        say("technology-trace.asked"),
        say("technology-trace.goals"),
        say("technology-trace.direct"),
        say("technology-trace.indirect"),
        say("technology-trace.cost"),
    )
    return Table(head, shortened(rows, words), say("technology-trace.functions"), frozenset((4, 5, 6)))


def _needs(result: TechnologyTrace, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    order = sorted(result.needs, key=lambda one: (one.answered or not one.buyers, -one.contacts))
    rows = [
        (
            namer.title(one.need),
            say(_CURES[one.cure]) if one.cure is not None else _NONE,
            words.number(one.by_person),
            words.number(one.by_system),
            namer.titles(one.technology, _FEW) or _NONE,
        )
        for one in order
    ]
    head = (
        say("technology-trace.need"),
        say("technology-trace.cure"),
        say("technology-trace.people-at"),
        say("technology-trace.systems-at"),
        say("technology-trace.planned"),
    )
    return Table(head, shortened(rows, words), say("technology-trace.needs"), frozenset((2, 3)))
