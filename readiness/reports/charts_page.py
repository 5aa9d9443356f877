"""The charts of a report: who answered what, who passes buyers on to whom, and what must not fail."""

from __future__ import annotations

from math import fsum

from readiness.assessment.agreement import GroupAgreement, SectionAgreement
from readiness.assessment.turnout import LEVELLED
from readiness.i18n import Line, line
from readiness.questionnaires.answers import TOP
from readiness.reports.charts_view import AnsweredRow, AnsweredView, MatrixView, OutageRow, OutagesView
from readiness.reports.namer import Namer
from readiness.reports.sentences import Teller
from readiness.reports.words import Words
from readiness.touchmap.analyses.handoffs import handoffs
from readiness.touchmap.analyses.outages import outages
from readiness.touchmap.volumes import Traffic

MOST_DEPARTMENTS = 7
MOST_OUTAGES = 6
_LEVELS = tuple(str(level) for level in range(TOP + 1))


def view_answered(found: GroupAgreement, teller: Teller) -> AnsweredView | None:
    """Return how many answers came to each questionnaire, and their levels; None where nobody answered.

    Only what may be shown of single questions is added up.
    """
    words = teller.words
    titles = {one.id: words.text(one.title) for one in teller.assessment.engagement.questionnaires}
    answered = [one for one in found.sections if one.people and one.asked]
    rows = tuple(
        AnsweredRow(
            titles[one.id], one.asked, one.values, one.dont_know, one.not_applicable, _levels(one, teller)
        )
        for one in answered
    )
    if not rows:
        return None
    asked, spoken = sum(row.asked for row in rows), sum(_spoken(row) for row in rows)
    shown = [sum(row.levels[level] for row in rows) for level in range(TOP + 1)]
    told = words.phrases.sentences(
        words.say(
            "chart.answered.told",
            title=_aloud(titles[one.id], one.id, words),
            given=words.number(_spoken(row)),
            asked=words.number(row.asked),
            levels=words.listed(map(str, row.levels)),
        )
        for one, row in zip(answered, rows, strict=True)
    )
    share = words.percent(spoken / asked)
    if not sum(shown):
        return AnsweredView(words.say("chart.answered.came", share=share), told, rows)
    low = words.percent((shown[0] + shown[1]) / sum(shown))
    return AnsweredView(words.say("chart.answered.title", share=share, low=low), told, rows)


def view_matrix(traffic: Traffic, namer: Namer) -> MatrixView | None:
    """Return who passes buyers on to whom, the busiest departments first; None where nobody does."""
    words = namer.words
    passed = [one for one in handoffs(traffic).matrix if one.giving != one.taking and one.contacts]
    passed = [one for one in passed if one.giving and one.taking]
    if not passed:
        return None
    names = dict.fromkeys(name for one in passed for name in (one.giving, one.taking))
    busy = {name: fsum(one.contacts for one in passed if name in (one.giving, one.taking)) for name in names}
    kept = sorted(names, key=lambda name: (-busy[name], name))[:MOST_DEPARTMENTS]
    between = {(one.giving, one.taking): one.contacts for one in passed}
    most = max(passed, key=lambda one: (one.contacts, one.giving, one.taking))
    told = words.phrases.sentences(
        _passed(one.giving, one.taking, one.contacts, namer)
        for one in sorted(passed, key=lambda one: (-one.contacts, one.giving, one.taking))
        if one.giving in kept and one.taking in kept
    )
    title = words.say(
        "chart.matrix.title",
        giving=namer.title(most.giving),
        taking=namer.title(most.taking),
        contacts=words.number(most.contacts),
    )
    cells = tuple(tuple(between.get((giving, taking), 0.0) for taking in kept) for giving in kept)
    return MatrixView(title, told, tuple(namer.title(name) for name in kept), cells)


def view_outages(traffic: Traffic, namer: Namer) -> OutagesView | None:
    """Return the outages that hurt most; None where no outage takes a contact along."""
    words = namer.words
    worst = [one for one in outages(traffic).worst if one.contacts][:MOST_OUTAGES]
    if not worst:
        return None
    rows = tuple(
        OutageRow(
            namer.title(one.ids[0]),
            words.say(f"map-pictures.kind.{one.kind}"),
            one.contacts,
            len(one.stranded),
        )
        for one in worst
    )
    told = words.phrases.sentences(
        words.say(
            "chart.outages.told",
            name=_aloud(row.name, one.ids[0], words),
            contacts=words.number(row.contacts),
            buyers=row.stranded,
        )
        for one, row in zip(worst, rows, strict=True)
    )
    share = words.percent(worst[0].contacts_share)
    return OutagesView(words.say("chart.outages.title", name=rows[0].name, share=share), told, rows)


def _levels(section: SectionAgreement, teller: Teller) -> tuple[int, ...]:
    shown = [
        item.distribution
        for item in section.items
        if item.kind in LEVELLED and item.distribution.keys() <= set(_LEVELS) and not teller.hides(item.id)
    ]
    return tuple(sum(one.get(level, 0) for one in shown) for level in _LEVELS)


def _aloud(title: str, identity: str, words: Words) -> Line:
    """Return a title for an alternative text, which is in one language: the id of a foreign one."""
    runs = title.runs if isinstance(title, Line) else ()
    name = identity.partition(":")[2] or identity
    return words.code(name) if any(run.language for run in runs) else line(title)


def _spoken(row: AnsweredRow) -> int:
    return row.values + row.dont_know + row.not_applicable


def _passed(giving: str, taking: str, contacts: float, namer: Namer) -> Line:
    words = namer.words
    return words.say(
        "chart.matrix.told",
        giving=_aloud(namer.title(giving), giving, words),
        taking=_aloud(namer.title(taking), taking, words),
        contacts=words.number(contacts),
    )
