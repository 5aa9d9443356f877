"""Reach in words: who is met in which stage, and which touchpoints nobody reaches, answers or owns."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table, shortened
from readiness.touchmap.analyses.reach import Reach

_LOOSE = ("ORPHAN-TOUCHPOINT", "DEAD-END", "OWNER-GAP")


def section(result: Reach, namer: Namer) -> Section:
    """Return reach as sentences and a table each of buyers, stages and loose touchpoints."""
    tables = (_buyers(result, namer), _stages(result, namer), _loose(result, namer))
    shown = tuple(table for table in tables if table.rows)
    return Section("reach", namer.words.say("reach.title"), tuple(_sentences(result, namer)), shown)


def _sentences(result: Reach, namer: Namer) -> Iterator[Line]:
    say, number = namer.words.say, namer.words.number
    customers = dict.fromkeys(one.customer for one in result.buyers)
    lacking = {one.customer: one.missing_together for one in result.buyers if one.missing_together}
    if not customers:
        yield say("reach.no-buyers")
    elif not result.staged:
        yield say("reach.no-stages")
    elif not lacking:
        yield say("reach.all-stages")
    else:
        contacts = {
            one: sum(buyer.contacts for buyer in result.buyers if buyer.customer == one) for one in lacking
        }
        most = max(lacking, key=lambda one: contacts[one])
        yield say(
            "reach.gaps",
            number=number(len(lacking)),
            total=number(len(customers)),
            customer=namer.title(most),
            stages=namer.titles(lacking[most]),
        )
    unserved = dict.fromkeys(need for one in result.buyers for need in one.unserved)
    if unserved:
        yield say("reach.unserved", needs=namer.titles(unserved))
    if orphans := (*result.nobodys, *result.unreached):
        yield say("reach.orphans", touchpoints=namer.titles(orphans))
    if result.dead_ends:
        yield say("reach.dead-ends", touchpoints=namer.titles(result.dead_ends))
    if result.ownerless:
        share = namer.words.percent(result.ownerless_share)
        yield say("reach.owners", touchpoints=namer.titles(result.ownerless), share=share)


def _buyers(result: Reach, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    rows = [
        (
            namer.title(one.buyer),
            words.number(one.contacts),
            words.number(len(one.reached)),
            namer.titles(one.missing),
            namer.titles(one.missing_together),
        )
        for one in result.buyers
    ]
    head = (
        say("reach.buyer"),
        say("reach.contacts"),
        say("reach.places"),
        say("reach.alone"),
        say("reach.together"),
    )
    return Table(head, shortened(rows, words), say("reach.buyers"), frozenset((1, 2)))


def _stages(result: Reach, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    reaching: dict[str, int] = {}
    contacts: dict[str, float] = {}
    for one in result.buyers:
        for stage in one.stages:
            reaching[stage.stage] = reaching.get(stage.stage, 0) + (stage.touchpoints > 0)
            contacts[stage.stage] = contacts.get(stage.stage, 0.0) + stage.contacts
    rows = [
        (namer.title(stage), words.number(number), words.number(contacts[stage]))
        for stage, number in reaching.items()
    ]
    head = (say("reach.stage"), say("reach.reached-by"), say("reach.contacts"))
    return Table(head, shortened(rows, words), say("reach.stages"), frozenset((1, 2)))


def _loose(result: Reach, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    rows = [
        (namer.title(one.subject), say(f"found.{one.code}.title"), words.number(one.contacts))
        for one in result.findings
        if one.code in _LOOSE
    ]
    head = (say("reach.touchpoint"), say("reach.finding"), say("reach.contacts"))
    return Table(head, shortened(rows, words), say("reach.loose"), frozenset((2,)))
