"""One question as a screen asks it: its words, its scale and what may be chosen, as JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.i18n import Phrases
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.response import ESTIMATES
from readiness.reports.asking import LEVELS, gate_when
from readiness.reports.words import Words
from readiness.scalars import Text


def asked_question(
    item: Item,
    questionnaire: Questionnaire,
    phrases: Phrases,
    *,
    touchpoints: Mapping[str, Text],
    currency: str = "",
) -> dict[str, Any]:
    """Return a question in the language of the phrases.

    ``touchpoints`` are the titles of those on the map by id, for questions
    that ask for one; ``currency`` is the code in which amounts are asked.
    """
    words = Words(phrases, questionnaire.language)
    told: dict[str, Any] = {
        "id": item.id,
        "kind": item.kind,
        "question": str(words.text(item.text)),
        "help": str(words.text(item.help)),
        "scale": _scale(item, words),
        "choices": _choices(item, words, touchpoints),
        "parts": _parts(item, words),
        "unit": _unit(item, words, currency),
        "evidence": item.evidence != "none",
    }
    if item.gate:
        told["gate"] = {"ask": str(words.text(item.gate.ask)), "when": str(gate_when(item, words))}
    return told


def _scale(item: Item, words: Words) -> list[dict[str, str]]:
    """Return the steps of which one is chosen, for the question or for each part of it."""
    if item.kind == "yes-no":
        return [{"value": name, "label": str(words.say(f"form.{name}"))} for name in ("yes", "no")]
    if item.kind == "agree":
        return [{"value": str(point), "label": ""} for point in range(1, item.points + 1)]
    if item.kind == "maturity" or (item.kind == "matrix" and not item.choices):
        return [{"value": level, "label": str(words.text(item.anchor(int(level))))} for level in LEVELS]
    return []


def _choices(item: Item, words: Words, touchpoints: Mapping[str, Text]) -> list[dict[str, str]]:
    if item.kind == "touchpoint":
        return [
            {"value": name, "label": str(words.title(title, name))} for name, title in touchpoints.items()
        ]
    return [{"value": choice.id, "label": str(words.text(choice.text))} for choice in item.choices]


def _parts(item: Item, words: Words) -> list[dict[str, str]]:
    return [
        {
            "value": name,
            "label": str(words.text(part.text)),
            "unit": str(words.say(f"form.{name}")) if item.kind == "estimate" and name in ESTIMATES else "",
        }
        for name, part in item.parts.items()
    ]


def _unit(item: Item, words: Words, currency: str) -> str:
    if item.kind == "money":
        return currency or str(words.say("form.currency"))
    return "%" if item.kind == "percent" else str(words.text(item.unit))
