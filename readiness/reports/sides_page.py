"""The page of the sides: where IT and business disagree."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.assessment.agreement import GroupAgreement, agreement
from readiness.assessment.assess import Assessment, Pitfall, people_by_role
from readiness.assessment.item_agreement import ItemAgreement
from readiness.assessment.turnout import LEVELLED
from readiness.assessment.voices import SIDES, of_side
from readiness.questionnaires.answers import TOP
from readiness.reports.camps import camps_sentence, facing_sentence
from readiness.reports.contests import honest_sentence
from readiness.reports.sentences import Teller
from readiness.reports.view import CampsView, GapView, Said, SidesView
from readiness.reports.words import Words

MOST_ROWS = 14
"""Questions that the page lists."""


def view_sides(assessment: Assessment, teller: Teller) -> SidesView:
    """Return the questions on which the sides differ most, widest first, and each side's verdicts."""
    words = teller.words
    found = agreement(assessment, teller.rules.answers.small_role)
    items = found.items
    ranked = sorted(assessment.gaps, key=lambda gap: (-gap.gap, gap.id))
    gaps = tuple(
        GapView(
            gap.id,
            teller.text(gap.id),
            gap.it,
            gap.business,
            words.number(gap.it, 1),
            words.number(gap.business, 1),
            gap.it_grade.name,
            gap.business_grade.name,
            _both_camps(gap.id, assessment, teller) if gap.conflict else (),
            gap.conflict,
            words.say(f"side.{gap.better_evidence}" if gap.better_evidence else "labels.neither"),
            *_people(items.get(gap.id), words),
        )
        for gap in ranked
        if gap.gap > 0 and teller.speakers.shows_sides()
    )
    conflicts = sum(gap.conflict for gap in gaps)
    notes = [
        words.say("marks.with-note", label=words.say(f"pitfalls.{name}.short"), text=note)
        for name, pitfall in assessment.pitfalls.items()
        if (note := side_sentence(pitfall, words))
    ]
    if assessment.gaps and not teller.speakers.shows_sides():
        notes.append(words.say("labels.few-people"))
    if not people_by_role(assessment.voices):
        title = words.say("pages.sides-nobody")
    elif not assessment.gaps:
        title = words.say("pages.sides-silent")
    elif not teller.speakers.shows_sides():
        title = words.say("pages.sides-few")
    elif conflicts:
        title = words.say(f"pages.sides-conflicts{'-one' if conflicts == 1 else ''}", number=conflicts)
    elif gaps and assessment.disagreement:
        title = words.say("pages.sides", number=words.percent(assessment.disagreement))
    else:
        title = words.say("pages.sides-agree")
    return SidesView(
        title, gaps, tuple(notes), tuple(_camps(found, gaps, teller)), _honest(found, gaps, words)
    )


def _people(item: ItemAgreement | None, words: Words) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the people behind a disputed question: in sentences, and by level."""
    if item is None or not item.disputed:
        return (), ()
    told = (facing_sentence(item, words), camps_sentence(item, words))
    levels = tuple(str(level) for level in range(TOP + 1))
    whole = item.kind in LEVELLED and item.distribution and item.distribution.keys() <= set(levels)
    counts = tuple(item.distribution.get(level, 0) for level in levels) if whole else ()
    return tuple(sentence for sentence in told if sentence), counts


def _camps(found: GroupAgreement, gaps: tuple[GapView, ...], teller: Teller) -> Iterator[CampsView]:
    """Yield the questions with two camps that the table does not list."""
    listed = {gap.id for gap in gaps[:MOST_ROWS]}
    for item in found.items.values():
        if item.camps and item.id not in listed:
            yield CampsView(item.id, teller.text(item.id), *_people(item, teller.words))


def _honest(found: GroupAgreement, gaps: tuple[GapView, ...], words: Words) -> str:
    """Return what so many people of both sides cannot decide; empty without gaps or where they can."""
    contest = next((one for one in found.contests if one.groups == tuple(SIDES)), None)
    return honest_sentence(contest, words) if gaps and contest else ""


def _both_camps(name: str, assessment: Assessment, teller: Teller) -> tuple[Said, ...]:
    """Return one comment of each side, so that neither stands alone."""
    voices = assessment.voices[name]
    return tuple(said for side in SIDES for said in teller.speakers.comments(of_side(voices, side))[:1])


def side_sentence(pitfall: Pitfall, words: Words) -> str:
    """Return whether the sides contest a pitfall or one has not spoken; empty where neither is so."""
    if pitfall.contested:
        flags, other = ("it", "business") if pitfall.sides["it"].flags else ("business", "it")
        return words.say("contested", flags=words.say(f"side.{flags}"), other=words.say(f"side.{other}"))
    if pitfall.one_sided is not None:
        return words.say("one-sided", silent=words.say(f"side.{pitfall.one_sided}"))
    return ""
