"""The page of the sides: where IT and business disagree."""

from __future__ import annotations

from readiness.assessment.assess import Assessment, Pitfall, people_by_role
from readiness.assessment.voices import SIDES, of_side
from readiness.reports.sentences import Teller
from readiness.reports.view import GapView, Said, SidesView
from readiness.reports.words import Words


def view_sides(assessment: Assessment, teller: Teller) -> SidesView:
    """Return the questions on which the sides differ most, widest first, and each side's verdicts."""
    words = teller.words
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
    return SidesView(title, gaps, tuple(notes))


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
