"""The page of the sides: where IT and business disagree."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.assessment.agreement import GroupAgreement, agreement, stands
from readiness.assessment.assess import Assessment, Pitfall, people_by_role
from readiness.assessment.item_agreement import ItemAgreement
from readiness.assessment.sides import Gap
from readiness.assessment.turnout import LEVELLED
from readiness.assessment.voices import SIDES, of_side
from readiness.engagement.checks import DERIVED
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import FIGURES
from readiness.reports.camps import camps_sentence, facing_sentence, parted_sentence
from readiness.reports.charts_page import view_answered
from readiness.reports.contests import honest_sentence
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.sentences import Teller
from readiness.reports.view import AgreedView, CampsView, GapView, Said, SidesView
from readiness.reports.words import Words

MOST_ROWS = 14
"""Questions that the page lists."""


def view_sides(assessment: Assessment, teller: DiscreetTeller) -> SidesView:
    """Return the questions on which the sides differ most, widest first, and each side's verdicts."""
    words = teller.words
    found = agreement(assessment, teller.rules)
    secret = teller.gaps_kept
    shown = [gap for gap in assessment.gaps if gap not in secret]
    ranked = sorted((gap for gap in shown if gap.gap > 0), key=lambda gap: (-gap.gap, gap.id))
    gaps = tuple(_view_gap(gap, found.items.get(gap.id), assessment, teller) for gap in ranked)
    notes = [
        words.say("marks.with-note", label=words.say(f"pitfalls.{name}.short"), text=note)
        for name, pitfall in assessment.pitfalls.items()
        if (note := side_sentence(pitfall, teller))
    ]
    kept = len(assessment.gaps) - len(shown)
    if kept:
        few = words.say("labels.few-people", number=teller.rules.answers.small_role)
        notes.append(words.say("agreement.kept", number=kept) if shown else few)
    return SidesView(
        _title(assessment, gaps, teller) if shown or not assessment.gaps else words.say("pages.sides-few"),
        gaps,
        tuple(notes),
        tuple(_camps(found, gaps, teller)),
        _honest(found, gaps, words),
        tuple(_agreed(gap, assessment, teller) for gap in shown if not gap.gap),
        view_answered(found, teller),
    )


def _title(assessment: Assessment, gaps: tuple[GapView, ...], teller: Teller) -> str:
    """Return what the page says, from what may be shown."""
    words, conflicts = teller.words, sum(gap.conflict for gap in gaps)
    if not people_by_role(assessment.voices):
        return words.say("pages.sides-nobody")
    if not assessment.gaps:
        return words.say("pages.sides-silent")
    if conflicts:
        return words.say(f"pages.sides-conflicts{'-one' if conflicts == 1 else ''}", number=conflicts)
    if assessment.disagreement and not teller.hides(DERIVED):
        return words.say("pages.sides", number=words.percent(assessment.disagreement))
    return words.say("pages.sides-agree")


def _agreed(gap: Gap, assessment: Assessment, teller: Teller) -> AgreedView:
    asked = assessment.items[gap.id]
    if asked.kind in FIGURES:
        level = teller.speakers.level(asked, stands(asked, assessment.voices[gap.id])["it"])
        return AgreedView(gap.id, teller.text(gap.id), level)
    return AgreedView(gap.id, teller.text(gap.id), teller.words.number(gap.it, 1))


def _view_gap(gap: Gap, item: ItemAgreement | None, assessment: Assessment, teller: Teller) -> GapView:
    words, asked = teller.words, assessment.items[gap.id]
    levels = {"it": gap.it, "business": gap.business}
    told = {side: words.number(level, 1) for side, level in levels.items()}
    if asked.kind in FIGURES:
        values = stands(asked, assessment.voices[gap.id])
        told = {side: teller.speakers.level(asked, value) for side, value in values.items()}
    return GapView(
        gap.id,
        teller.text(gap.id),
        gap.it,
        gap.business,
        told["it"],
        told["business"],
        gap.it_grade.name,
        gap.business_grade.name,
        _both_camps(gap.id, assessment, teller) if gap.conflict else (),
        gap.conflict,
        words.say(f"side.{gap.better_evidence}" if gap.better_evidence else "labels.neither"),
        *_people(item, words),
    )


def _people(item: ItemAgreement | None, words: Words) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the people behind a disputed question: in sentences, and by level."""
    if item is None or not item.disputed:
        return (), ()
    if item.parted:
        return (parted_sentence(item, words),), ()
    told = (facing_sentence(item, words), camps_sentence(item, words))
    levels = tuple(str(level) for level in range(TOP + 1))
    whole = item.kind in LEVELLED and item.distribution and item.distribution.keys() <= set(levels)
    counts = tuple(item.distribution.get(level, 0) for level in levels) if whole else ()
    return tuple(sentence for sentence in told if sentence), counts


def _camps(found: GroupAgreement, gaps: tuple[GapView, ...], teller: Teller) -> Iterator[CampsView]:
    """Yield the disputed questions that the table does not list."""
    listed = {gap.id for gap in gaps[:MOST_ROWS]}
    for item in found.items.values():
        # how many stand where tells the value that counts
        kept = teller.hides(item.id) and (item.camps or item.id not in teller.few)
        if (item.camps or item.parted) and item.id not in listed and not kept:
            yield CampsView(item.id, teller.text(item.id), *_people(item, teller.words))


def _honest(found: GroupAgreement, gaps: tuple[GapView, ...], words: Words) -> str:
    """Return what so many people of both sides cannot decide; empty without gaps or where they can."""
    contest = next((one for one in found.contests if one.groups == tuple(SIDES)), None)
    return honest_sentence(contest, words) if gaps and contest else ""


def _both_camps(name: str, assessment: Assessment, teller: Teller) -> tuple[Said, ...]:
    """Return one comment of each side, so that neither stands alone."""
    voices = assessment.voices[name]
    return tuple(said for side in SIDES for said in teller.speakers.comments(of_side(voices, side))[:1])


def side_sentence(pitfall: Pitfall, teller: Teller) -> str:
    """Return whether the sides contest a pitfall or one has not spoken; empty where neither is so.

    It is empty as well where too few people of a side are behind it.
    """
    words = teller.words
    if pitfall.contested and teller.sets_apart(sign.id for sign in pitfall.signs):
        flags, other = ("it", "business") if pitfall.sides["it"].flags else ("business", "it")
        return words.say("contested", flags=words.say(f"side.{flags}"), other=words.say(f"side.{other}"))
    if pitfall.one_sided is not None and teller.speakers.shows(pitfall.one_sided):
        return words.say("one-sided", silent=words.say(f"side.{pitfall.one_sided}"))
    return ""
