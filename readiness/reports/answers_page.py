"""The pages of answers: what nobody knows yet, and what people wrote in their own words."""

from __future__ import annotations

from readiness.assessment.assess import Assessment
from readiness.reports.sentences import Teller
from readiness.reports.view import OwnWords, QuestionView, Said

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
    """Return the answers to unscored text items, such as the five imperatives."""
    return tuple(
        OwnWords(teller.words.text(item.text), said)
        for name, item in assessment.items.items()
        if item.kind == "text" and name != OWN_ACTION
        if (said := teller.speakers.texts(assessment.voices[name]))
    )


def view_own_actions(assessment: Assessment, teller: Teller) -> tuple[Said, ...]:
    """Return the actions people wrote down before they saw any of the tool's."""
    return teller.speakers.texts(assessment.voices.get(OWN_ACTION, ()))
