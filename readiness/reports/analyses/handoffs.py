"""Hand-offs in words: between which departments, by what rule, and who must say everything again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table, shortened
from readiness.reports.words import Words
from readiness.touchmap.analyses.handoffs import HandOffs


def section(result: HandOffs, namer: Namer) -> Section:
    """Return hand-offs as sentences and the tables of departments, hand-offs and entry points."""
    tables = (_matrix(result, namer), _crossings(result, namer), _redials(result, namer))
    return Section(
        "handoffs",
        namer.words.say("handoffs.title"),
        (*_rules(result, namer.words), *_repeats(result, namer.words), *_between(result, namer)),
        tuple(table for table in tables if table.rows),
    )


def _rules(result: HandOffs, words: Words) -> Iterator[Line]:
    contacts = words.number(result.contacts)
    if not any(one.giving != one.taking and one.giving and one.taking for one in result.matrix):
        yield words.say("handoffs.none")
    elif not result.contacts:
        yield words.say("handoffs.uncounted")
    elif result.without_rule:
        share = words.percent(result.without_rule / result.contacts)
        without = words.number(result.without_rule)
        yield words.say("handoffs.contacts", contacts=contacts, without=without, share=share)
    else:
        yield words.say("handoffs.ruled", contacts=contacts)


def _repeats(result: HandOffs, words: Words) -> Iterator[Line]:
    declared, computed = words.number(result.declared), words.number(result.computed)
    if result.declared and result.computed:
        number = words.number(result.declared + result.computed)
        yield words.say("handoffs.repeats", number=number, declared=declared, computed=computed)
    elif result.declared:
        yield words.say("handoffs.repeats-declared", number=declared)
    elif result.computed:
        yield words.say("handoffs.repeats-computed", number=computed)
    elif result.contacts and not result.unknown:
        yield words.say("handoffs.no-repeats")
    if result.unknown:
        yield words.say("handoffs.unknown", number=words.number(result.unknown))


def _between(result: HandOffs, namer: Namer) -> Iterator[Line]:
    words = namer.words
    if result.back_and_forth:
        pair = result.back_and_forth[0]
        yield words.say(
            "handoffs.back-and-forth",
            one=namer.title(pair.one),
            other=namer.title(pair.other),
            there=words.number(pair.there),
            back=words.number(pair.back),
        )
    if result.redials:
        most = max(result.redials, key=lambda one: (len(one.entry_points), one.contacts))
        number = words.number(len(most.entry_points))
        yield words.say("handoffs.redial", buyer=namer.title(most.buyer), number=number)


def _owner(department: str, namer: Namer) -> Line:
    return namer.title(department) if department else namer.words.say("handoffs.nobody")


def _table(
    rows: Sequence[tuple[str, ...]], keys: Sequence[str], right: Sequence[int], title: Line, words: Words
) -> Table:
    head = tuple(words.say(f"handoffs.head.{key}") for key in keys)
    return Table(head, shortened(rows, words), title, frozenset(right))


def _matrix(result: HandOffs, namer: Namer) -> Table:
    words = namer.words
    passed = sorted((one for one in result.matrix if one.giving != one.taking), key=lambda one: -one.contacts)
    rows = [
        (_owner(one.giving, namer), _owner(one.taking, namer), words.number(one.contacts)) for one in passed
    ]
    return _table(rows, ("giving", "taking", "contacts"), (2,), words.say("handoffs.matrix"), words)


def _crossings(result: HandOffs, namer: Namer) -> Table:
    words = namer.words
    rows = [
        (
            namer.title(one.giving),
            namer.title(one.taking),
            words.number(one.contacts),
            words.say("handoffs.rule-yes" if one.ruled else "handoffs.rule-no"),
            words.say(f"handoffs.says.{one.repeats}"),
        )
        for one in result.crossings
    ]
    keys = ("giving", "taking", "contacts", "rule", "repeats")
    return _table(rows, keys, (2,), words.say("handoffs.crossings"), words)


def _redials(result: HandOffs, namer: Namer) -> Table:
    words = namer.words
    most = sorted(result.redials, key=lambda one: -len(one.entry_points))
    rows = [
        (
            namer.title(one.buyer),
            words.number(len(one.entry_points)),
            words.listed(
                words.say("handoffs.channel", channel=namer.title(channel), number=words.number(number))
                for channel, number in one.channels
            ),
            words.number(one.contacts),
        )
        for one in most
    ]
    keys = ("buyer", "number", "channels", "contacts")
    return _table(rows, keys, (1, 3), words.say("handoffs.redials"), words)
