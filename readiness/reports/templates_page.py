"""The questionnaires behind a report: which versions were asked, and how they were adapted."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.engagement.model import Engagement
from readiness.questionnaires.inheritance import set_fields
from readiness.questionnaires.model import Change, Questionnaire
from readiness.reports.words import Words

SHOWN = 12
"""Digits of a digest that people are shown; the JSON holds all."""


def asked_lines(engagement: Engagement, words: Words) -> Iterator[str]:
    """Yield each questionnaire of which an item was answered, with version and digest."""
    answered = {key for response in engagement.responses for key in response.answers}
    for one in engagement.questionnaires:
        if answered.isdisjoint(item.id for item in one.items):
            continue
        stamp = engagement.digests.get(one.name, "").partition(":")[2][:SHOWN]
        yield words.say("adapted.asked", title=words.text(one.title), name=words.code(one.name),
                        digest=words.code(stamp))  # fmt: skip


def adaptation_lines(engagement: Engagement, words: Words) -> Iterator[str]:
    """Yield every change of a derived template with its reason."""
    for one in engagement.questionnaires:
        for change in one.changes:
            yield _told(one, change, words)


def _told(questionnaire: Questionnaire, change: Change, words: Words) -> str:
    fields = [words.say(f"revision.field.{name}") for name in set_fields(change)] if change.set else []
    weight = "" if change.weight is None else words.number(change.weight)
    key = "adapted.weight" if weight and len(fields) == 1 else f"adapted.{change.act}"
    return words.say(
        key,
        id=words.code(change.item),
        name=words.code(questionnaire.id),
        fields=words.listed(fields),
        weight=weight,
        why=words.text(change.why),
    )
