"""The pages of answers: what nobody knows yet, what people wrote, and what else they were asked."""

from __future__ import annotations

from readiness.assessment.assess import Assessment
from readiness.assessment.ownership import QUESTIONS as OWNERSHIP
from readiness.reports.sentences import Teller
from readiness.reports.view import FurtherView, OwnWords, QuestionView, Said

OWN_ACTION = "FQ-5"


def view_questions(assessment: Assessment, teller: Teller) -> tuple[QuestionView, ...]:
    """Return what is not known, pitfall by pitfall, in the order of its chance to change a verdict."""
    words = teller.words
    found = []
    for name, pitfall in assessment.pitfalls.items():
        for sign in pitfall.questions:
            item = assessment.items.get(sign.id)
            witness = item.witness if item else "map"
            found.append(
                QuestionView(
                    sign.id,
                    teller.text(sign.id),
                    words.say(f"role.{witness}"),
                    words.say(f"missing.{sign.why or 'gate-unanswered'}"),
                    words.say(f"pitfalls.{name}.short"),
                )
            )
    return tuple(found)


def view_own_words(assessment: Assessment, teller: Teller) -> tuple[OwnWords, ...]:
    """Return what people wrote to questions of free text."""
    found = []
    for name, item in assessment.items.items():
        if item.kind == "text" and name != OWN_ACTION:
            said = teller.speakers.texts(assessment.voices[name])
            if said:
                found.append(OwnWords(teller.words.text(item.text), said))
    return tuple(found)


def view_further(assessment: Assessment, teller: Teller) -> tuple[FurtherView, ...]:
    """Return, questionnaire by questionnaire, the answers on which no verdict rests.

    Questions on ownership stand on their own page, those of free text on
    another; those that do not apply to the programme, and those with too few
    answers of a group, stand nowhere.
    """
    judged = {sign.id for pitfall in assessment.pitfalls.values() for sign in pitfall.signs}
    status = assessment.engagement.profile.programme.status
    found = []
    for questionnaire in assessment.engagement.questionnaires:
        rows = []
        for item in questionnaire.items:
            if item.kind == "text" or item.id in judged or item.id in OWNERSHIP:
                continue
            said = teller.speakers.levels(item, assessment.voices[item.id])
            if said and status in item.applies:
                rows.append((item.id, teller.words.text(item.text), said))
        if rows:
            found.append(FurtherView(teller.words.text(questionnaire.title), tuple(rows)))
    return tuple(found)


def view_own_actions(assessment: Assessment, teller: Teller) -> tuple[Said, ...]:
    """Return the actions people wrote down before they saw any of the tool's."""
    return teller.speakers.texts(assessment.voices.get(OWN_ACTION, ()))
