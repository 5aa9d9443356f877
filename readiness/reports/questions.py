"""Questionnaires for a terminal and for tools: their names and their questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from readiness.i18n import Phrases
from readiness.questionnaires.model import Item, Questionnaire
from readiness.reports.form import asked_of, facts_of
from readiness.reports.words import Words


def row_json(questionnaire: Questionnaire, items: Sequence[Item], phrases: Phrases) -> dict[str, Any]:
    """Return what a questionnaire is called and how large it is, with its line for a list."""
    languages = [language for language, _ in questionnaire.title.words]
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "title": questionnaire.title.choose(phrases.language)[1],
        "questions": len(items),
        "minutes": questionnaire.minutes,
        "languages": languages,
        "roles": sorted({role for item in items for role in item.ask}),
    }


def row_text(questionnaire: Questionnaire, items: Sequence[Item], phrases: Phrases) -> str:
    """Return the two lines of a questionnaire in a list."""
    title = questionnaire.title.choose(phrases.language)[1]
    languages = ", ".join(language for language, _ in questionnaire.title.words)
    facts = phrases.say(
        "questionnaires.facts", facts=facts_of(questionnaire, items, phrases), languages=languages
    )
    return f"{phrases.say('questionnaires.row', name=questionnaire.name, title=title)}\n    {facts}"


def questions_text(questionnaire: Questionnaire, items: Sequence[Item], phrases: Phrases) -> str:
    """Return a questionnaire as lines: its promise, then every question with what its answers mean."""
    words = Words(phrases, questionnaire.language)
    lines = [row_text(questionnaire, items, phrases)]
    if questionnaire.intro:
        lines += ["", str(words.text(questionnaire.intro))]
    for number, item in enumerate(items, start=1):
        lines += ["", f"{number}  {item.id}  {words.text(item.text)}", *_below(item, words)]
    return "\n".join(lines) + "\n"


def _below(item: Item, words: Words) -> Iterator[str]:
    indent = "    "
    if item.help:
        yield f"{indent}{words.text(item.help)}"
    yield indent + words.say("form.for", roles=asked_of([item], words.phrases))
    for level in item.anchors:
        text = words.text(item.anchor(int(level)))
        yield indent + words.say("questionnaires.anchor", level=level, text=text)
    for choice in item.choices:
        yield indent + words.say("sheet.choice", id=choice.id, text=words.text(choice.text))
    for name, part in item.parts.items():
        text = words.text(part.text)
        said = words.say("questionnaires.reverse", text=text) if part.reverse else text
        yield indent + words.say("questionnaires.part", name=name, text=said)
    if item.gate:
        reverse = any(part.reverse for part in item.parts.values())
        key = f"questionnaires.gate-{'reverse' if reverse else 'parts' if item.parts else 'alone'}"
        yield indent + words.say(key, ask=words.text(item.gate.ask))


def questions_json(questionnaire: Questionnaire, items: Sequence[Item], phrases: Phrases) -> dict[str, Any]:
    """Return a questionnaire with its questions as JSON values, in the language of the phrases."""
    language = phrases.language
    return row_json(questionnaire, items, phrases) | {
        "intro": questionnaire.intro.choose(language)[1],
        "items": [_item_json(item, language) for item in items],
    }


def _item_json(item: Item, language: str) -> dict[str, Any]:
    return {
        "id": item.id,
        "text": item.text.choose(language)[1],
        "help": item.help.choose(language)[1],
        "kind": item.kind,
        "ask": item.ask,
        "anchors": {level: text.choose(language)[1] for level, text in item.anchors.items()},
        "choices": {choice.id: choice.text.choose(language)[1] for choice in item.choices},
        "parts": {
            name: {"text": part.text.choose(language)[1], "reverse": part.reverse}
            for name, part in item.parts.items()
        },
        "gate": item.gate.ask.choose(language)[1] if item.gate else None,
        "evidence": item.evidence,
    }
