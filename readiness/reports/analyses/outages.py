"""Outages and cut sets in words."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table
from readiness.touchmap.analyses.cutsets import LARGEST, CutSet, CutSets
from readiness.touchmap.analyses.outages import Outages, Scenario

MOST = 12


def section(result: Outages, namer: Namer) -> Section:
    """Return the worst outages first, as sentences and a table."""
    say, count = namer.words.say, namer.words.number
    worst = result.worst
    sentences = [_worst(worst[0], namer)] if worst else [say("outages.none")]
    if result.findings:
        sentences.append(say("outages.points", number=count(len(result.findings))))
    if len(worst) > MOST:
        sentences.append(say("outages.more", number=count(len(worst) - MOST)))
    if result.left_out:
        kinds = namer.words.listed(say(f"kind.{kind}") for kind in result.left_out)
        sentences.append(say("outages.left-out", kinds=kinds))
    return Section("outages", say("outages.title"), tuple(sentences), (_table(worst[:MOST], namer),))


def pairs_section(hurting: Sequence[Scenario], tried: int, namer: Namer) -> Section:
    """Return the pairs that take away what neither element does alone."""
    say, count = namer.words.say, namer.words.number
    key = "outages.pairs" if hurting else "outages.pairs-none"
    sentences = [say(key, number=count(len(hurting)), tried=count(tried))]
    table = _table(hurting[:MOST], namer)
    rows = tuple((row[0], *row[2:]) for row in table.rows)
    shown = Table((table.head[0], *table.head[2:]), rows, "", frozenset((1, 2, 3)))
    return Section("pairs", say("outages.title"), tuple(sentences), (shown,))


def scenario_section(scenario: Scenario, namer: Namer, *, for_good: bool = False) -> Section:
    """Return one outage that was asked for, or that of what is given up: what stops, who loses what."""
    say, words = namer.words.say, namer.words
    sentences = [
        say(
            "outages.given-up" if for_good else "outages.asked",
            subject=namer.titles(scenario.ids),
            contacts=words.number(scenario.contacts),
            share=words.percent(scenario.contacts_share),
        )
    ]
    if scenario.stranded:
        buyers = namer.titles((f"buyers:{buyer}" for buyer in scenario.stranded), len(scenario.stranded))
        sentences.append(say("outages.stranded", value=words.percent(scenario.value_share), buyers=buyers))
    else:
        sentences.append(say("outages.nobody"))
    if scenario.diverted:
        sentences.append(say("outages.diverted", number=words.number(scenario.diverted)))
    if scenario.outbound:
        sentences.append(say("outages.outbound", number=words.number(scenario.outbound)))
    if scenario.stopped:
        stopped = namer.titles((f"touchpoints:{name}" for name in scenario.stopped), MOST)
        sentences.append(say("outages.stopped", touchpoints=stopped))
    rows = [
        (
            namer.title(f"buyers:{loss.buyer}"),
            words.number(loss.contacts),
            namer.titles(f"needs:{need}" for need in loss.needs),
            namer.titles(f"stages:{stage}" for stage in loss.stages),
        )
        for loss in scenario.losses
    ]
    head = tuple(say(f"outages.head.{key}") for key in ("buyer", "contacts", "needs", "stages"))
    table = Table(head, tuple(rows), say("outages.losses"), frozenset((1,)))
    return Section("outage", say("outages.title"), tuple(sentences), (table,))


def cut_sets_section(result: CutSets, namer: Namer) -> Section:
    """Return the cut sets that hit most needs."""
    say, count = namer.words.say, namer.words.number
    smallest: dict[tuple[str, str], int] = {}
    hit: dict[tuple[str, ...], list[CutSet]] = {}
    for cut in result.found:
        key = cut.buyer, cut.need
        smallest[key] = min(smallest.get(key, len(cut.ids)), len(cut.ids))
        hit.setdefault(cut.ids, []).append(cut)
    sizes = [*smallest.values()]
    sentences = [
        say("cutsets.sentence", **{
            word: count(sizes.count(size))
            for size, word in enumerate(("singles", "pairs", "triples"), start=1)
        })
    ]  # fmt: skip
    if result.complete:
        if result.size == LARGEST and result.served > len(smallest):
            sentences.append(say("cutsets.safe", number=count(result.served - len(smallest))))
    else:
        sentences.append(say("cutsets.stopped"))
    heavy = sorted(hit, key=lambda ids: (len(ids), -len(hit[ids])))
    if len(heavy) > MOST:
        sentences.append(say("cutsets.more", number=count(len(heavy) - MOST)))
    rows = tuple(
        (
            namer.titles(ids),
            count(len(hit[ids])),
            namer.titles(f"buyers:{cut.buyer}" for cut in hit[ids]),
        )
        for ids in heavy[:MOST]
    )
    head = tuple(say(f"cutsets.head.{key}") for key in ("together", "times", "whose"))
    return Section(
        "cut-sets", say("cutsets.title"), tuple(sentences), (Table(head, rows, "", frozenset((1,))),)
    )


def _worst(scenario: Scenario, namer: Namer) -> str:
    words = namer.words
    values = {
        "subject": namer.title(scenario.ids[0]) if len(scenario.ids) == 1 else namer.titles(scenario.ids),
        "kind": words.say(f"element.{scenario.kind}"),
        "contacts": words.number(scenario.contacts),
        "share": words.percent(scenario.contacts_share),
    }
    if not scenario.stranded:
        return words.say("outages.harmless", **values)
    buyers = namer.titles(f"buyers:{buyer}" for buyer in scenario.stranded)
    return words.say("outages.worst", **values, value=words.percent(scenario.value_share), buyers=buyers)


def _table(scenarios: Sequence[Scenario], namer: Namer) -> Table:
    words = namer.words
    rows = tuple(
        (
            namer.titles(one.ids),
            words.say(f"element.{one.kind}"),
            words.number(one.contacts),
            words.percent(one.contacts_share),
            words.percent(one.value_share),
            namer.titles((f"buyers:{buyer}" for buyer in one.stranded), 2),
        )
        for one in scenarios
    )
    keys = ("fails", "kind", "contacts", "share", "value", "stranded")
    return Table(tuple(words.say(f"outages.head.{key}") for key in keys), rows, "", frozenset((2, 3, 4)))
