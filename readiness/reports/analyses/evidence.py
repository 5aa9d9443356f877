"""Evidence in words: what the contacts rest on, how old that is, and which findings hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table, shortened
from readiness.touchmap.analyses.evidence import HALF, STALE_AFTER, EvidenceShare
from readiness.touchmap.shaking import Held, Shaken

_WEAKEST = 6
_GRADES: Mapping[str, str] = {
    "assumed": "evidence-share.words.assumed",
    "said": "evidence-share.words.said",
    "document": "evidence-share.words.document",
    "measured": "evidence-share.words.measured",
}


def section(result: EvidenceShare, namer: Namer) -> Section:
    """Return what the map rests on as sentences and a table each of grades, places and ages."""
    tables = (_grades(result, namer), _places(result, namer), _ages(result, namer))
    shown = tuple(table for table in tables if table.rows)
    title = namer.words.say("evidence-share.title")
    return Section("evidence", title, tuple(_sentences(result, namer)), shown)


def shaken_section(shaken: Shaken, namer: Namer) -> Section:
    """Return which findings hold if the guesses are wrong."""
    say, number = namer.words.say, namer.words.number
    values = {
        "number": number(len(shaken.held)),
        "falling": number(len(shaken.falling)),
        "figures": number(shaken.figures),
        "spread": namer.words.percent(shaken.spread),
        "rounds": number(shaken.rounds),
    }
    if not shaken.figures:
        sentences = [say("shaken.nothing")]
    else:
        sentences = [say("shaken.falling" if shaken.falling else "shaken.steady", **values)]
        if shaken.appearing:
            sentences.append(say("shaken.new", number=number(len(shaken.appearing))))
    tables = (
        _held(sorted(shaken.falling, key=lambda one: one.share), say("shaken.falls"), namer),
        _held(shaken.appearing, say("shaken.turns-up"), namer),
    )
    shown = tuple(table for table in tables if table.rows)
    return Section("shaken", say("shaken.title"), tuple(sentences), shown)


def _sentences(result: EvidenceShare, namer: Namer) -> Iterator[Line]:
    say, words = namer.words.say, namer.words
    share = {one.grade: one.share for one in result.grades}
    if not any(share.values()):
        yield say("evidence-share.nothing")
        return
    key = "evidence-share.weighed" if result.weighed == "visits" else "evidence-share.unweighed"
    yield say(
        key,
        guessed=words.percent(result.guessed_share),
        documented=words.percent(share["document"]),
        measured=words.percent(share["measured"]),
    )
    if result.split_share:
        yield say("evidence-share.split", share=words.percent(result.split_share))
    weakest = (*result.stages[:1], *result.channels[:1])
    if places := [one for one in weakest if one.guessed_share > HALF]:
        told = [
            say("marks.bracketed", text=namer.title(one.element), note=words.percent(one.guessed_share))
            for one in places
        ]
        yield say("evidence-share.weakest", places=words.listed(told))
    if result.stale_share:
        stale = words.percent(result.stale_share)
        yield say("evidence-share.stale", share=stale, months=words.number(STALE_AFTER))
    if result.undated_share:
        yield say("evidence-share.undated", share=words.percent(result.undated_share))
    if result.oldest is not None:
        on = words.day(date.fromisoformat(result.oldest.on))
        yield say("evidence-share.oldest", element=namer.title(result.oldest.element), date=on)


def _grades(result: EvidenceShare, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    rows = tuple((say(_GRADES[one.grade]), one.level, words.percent(one.share)) for one in result.grades)
    head = (say("evidence-share.grade"), say("evidence-share.level"), say("evidence-share.share"))
    return Table(head, rows, say("evidence-share.grades"), frozenset((2,)))


def _places(result: EvidenceShare, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    rows = tuple(
        (
            namer.title(one.element),
            words.percent(one.guessed_share),
            words.percent(one.documented_share),
            words.percent(one.measured_share),
        )
        for group in (result.stages, result.channels)
        for one in group[:_WEAKEST]
    )
    head = (
        say("evidence-share.place"),
        say("evidence-share.guessed"),
        say("evidence-share.documented"),
        say("evidence-share.measured"),
    )
    return Table(head, rows, say("evidence-share.places"), frozenset((1, 2, 3)))


def _ages(result: EvidenceShare, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    rows = [
        (namer.title(one.element), say(_GRADES[one.grade]), one.on, words.number(one.months))
        for one in result.dated
    ]
    head = (
        say("evidence-share.record"),
        say("evidence-share.grade"),
        say("evidence-share.day"),
        say("evidence-share.months"),
    )
    return Table(head, shortened(rows, words), say("evidence-share.ages"), frozenset((3,)))


def _held(found: tuple[Held, ...] | list[Held], title: Line, namer: Namer) -> Table:
    say, words = namer.words.say, namer.words
    rows = [
        (say(f"found.{one.code}.title"), namer.title(one.subject), words.percent(one.share)) for one in found
    ]
    head = (say("shaken.finding"), say("shaken.where"), say("shaken.held"))
    return Table(head, shortened(rows, words), title, frozenset((2,)))
