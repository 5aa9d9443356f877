"""Questionnaires for a terminal and for tools: their names and their questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from readiness.i18n import Line, Phrases, joined, line
from readiness.questionnaires.inheritance import set_fields
from readiness.questionnaires.library import digest
from readiness.questionnaires.model import Change, Item, Questionnaire
from readiness.reports.asking import gate_when, good_end, is_low, kind_words, turned
from readiness.reports.conditions import Conditions
from readiness.reports.form import asked_of, facts_of
from readiness.reports.words import Words

_INDENT = "    "
_STAR = " *"


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
    """Return a questionnaire as lines: where it is from, its promise, then every question.

    With each question stand its kind, weight, answers, condition and locks.
    """
    words = Words(phrases, questionnaire.language)
    conditions = conditions_of(questionnaire, items, words)
    lines = [row_text(questionnaire, items, phrases)]
    lines += [f"{_INDENT}{fact}" for fact in _origin(questionnaire, items, words)]
    if questionnaire.intro:
        lines += ["", str(words.text(questionnaire.intro))]
    if questionnaire.changes:
        lines += ["", *_changes(questionnaire, words)]
    for number, item in enumerate(items, start=1):
        lines += ["", f"{number}  {item.id}  {words.text(item.text)}"]
        lines += [f"{_INDENT}{told}" for told in _below(item, conditions)]
    return "\n".join(_visible(text) for text in lines) + "\n"


def conditions_of(questionnaire: Questionnaire, items: Sequence[Item], words: Words) -> Conditions:
    """Return the conditions of a questionnaire, told with the ids of its questions."""
    return Conditions(
        {item.id: item for item in items},
        questionnaire.conditions,
        words,
        lambda name: words.say("ask.question-id", id=words.code(name)),
    )


def _origin(questionnaire: Questionnaire, items: Sequence[Item], words: Words) -> Iterator[Line]:
    if questionnaire.provider:
        yield words.say("ask.provider", provider=questionnaire.provider)
    if questionnaire.licence:
        yield words.say("ask.licence", licence=questionnaire.licence)
    yield words.say("ask.digest", digest=_digest(questionnaire, items))


def _digest(questionnaire: Questionnaire, items: Sequence[Item]) -> str:
    return digest(replace(questionnaire, include=(), items=tuple(items)), ())


def _changes(questionnaire: Questionnaire, words: Words) -> Iterator[str]:
    number = words.phrases.count("ask.changes", len(questionnaire.changes))
    yield words.say("ask.extends", parent=questionnaire.extends, changes=number)
    for change in questionnaire.changes:
        yield f"{_INDENT}{change_words(change, words)}"


def change_words(change: Change, words: Words) -> Line:
    """Return what a change does to the parent, and why."""
    item, why = words.code(change.item), words.text(change.why)
    if change.act == "set":
        fields = words.listed(words.say(f"ask.field.{name}") for name in set_fields(change))
        return words.say("ask.change.set", item=item, fields=fields, why=why)
    if change.act == "move":
        key = "ask.change.move-before" if change.before else "ask.change.move-after"
        other = words.code(change.before or change.after)
        return words.say(key, item=item, other=other, why=why)
    return words.say(f"ask.change.{change.act}", item=item, why=why)


def _below(item: Item, conditions: Conditions) -> Iterator[str]:
    words = conditions.words
    if item.help:
        yield words.text(item.help)
    yield words.say("form.for", roles=asked_of([item], words.phrases))
    if item.show_if:
        yield conditions.only_if(item)
    yield words.say("ask.facts", kind=kind_words(item, words), weight=_weight(item, words))
    for level in item.anchors:
        text = words.text(item.anchor(int(level)))
        yield words.say("questionnaires.anchor", level=level, text=text)
    yield from _choices(item, words)
    for name, part in item.parts.items():
        text = words.text(part.text)
        if part.reverse:
            good = good_end(item, words, reverse=not item.reverse)
            text = words.say("questionnaires.reverse", text=text, good=good)
        if item.gate and turned(item)[name]:
            text = line(text, _STAR)
        key = "ask.row" if item.kind == "matrix" else "questionnaires.part"
        yield words.say(key, name=name, text=text)
    if item.gate:
        yield joined(words.say("marks.gap"), (gate_when(item, words), words.text(item.gate.ask)))
    if item.lock == ("all",):
        yield words.say("ask.locked-all")
    elif item.lock:
        fields = words.listed(words.say(f"ask.field.{name}") for name in item.lock)
        yield words.say("ask.locked", fields=fields)


def _choices(item: Item, words: Words) -> Iterator[Line]:
    for choice in item.choices:
        text = words.text(choice.text)
        if item.kind == "matrix":
            told = words.say("ask.column", name=choice.id, text=text)
        else:
            told = words.say("sheet.choice", id=choice.id, text=text)
        told = line(told, _STAR) if is_low(item, choice.level) else told
        worth = choice.level if item.weight else None
        yield words.say("ask.worth", choice=told, level=worth) if worth is not None else told


def _weight(item: Item, words: Words) -> Line:
    """Return how much an item counts, with its limits and its good end."""
    if not item.scored:
        return words.say("ask.unscored")
    told = [words.say("ask.weight", number=words.number(item.weight, 2))]
    if item.bands is not None:
        key = "spread" if item.kind == "estimate" else "lower" if item.lower_is_better else "higher"
        good, half = (_bound(item, bound, words) for bound in (item.bands.good, item.bands.half))
        told.append(words.say(f"ask.bands.{key}", good=good, half=half))
    if item.reverse:
        told.append(words.say("ask.good-end", good=good_end(item, words, reverse=True)))
    return joined(words.say("marks.semicolon"), told)


def _bound(item: Item, bound: float, words: Words) -> str:
    return words.percent(bound / 100) if item.kind == "percent" else words.number(bound, 2)


def _visible(text: str) -> str:
    return "".join(char if char == "\n" or char.isprintable() else " " for char in text)


def questions_json(questionnaire: Questionnaire, items: Sequence[Item], phrases: Phrases) -> dict[str, Any]:
    """Return a questionnaire with its questions as JSON values, in the language of the phrases."""
    language = phrases.language
    words = Words(phrases, questionnaire.language)
    conditions = conditions_of(questionnaire, items, words)
    return row_json(questionnaire, items, phrases) | {
        "intro": questionnaire.intro.choose(language)[1],
        "pitfall": questionnaire.pitfall,
        "provider": questionnaire.provider,
        "licence": questionnaire.licence,
        "digest": _digest(questionnaire, items),
        "extends": questionnaire.extends or None,
        "changes": [_change_json(change, language) for change in questionnaire.changes],
        "items": [_item_json(item, conditions) for item in items],
    }


def _change_json(change: Change, language: str) -> dict[str, Any]:
    return {
        "act": change.act,
        "item": change.item,
        "fields": list(set_fields(change)),
        "before": change.before or None,
        "after": change.after or None,
        "why": change.why.choose(language)[1],
    }


def _item_json(item: Item, conditions: Conditions) -> dict[str, Any]:
    language = conditions.words.language
    bands = item.bands
    better = "lower" if item.lower_is_better else "higher"
    return {
        "id": item.id,
        "text": item.text.choose(language)[1],
        "help": item.help.choose(language)[1],
        "kind": item.kind,
        "points": item.points if item.kind == "agree" else None,
        "unit": item.unit.choose(language)[1],
        "reverse": item.reverse,
        "weight": item.weight,
        "scored": item.scored,
        "ask": item.ask,
        "witness": item.witness,
        "show_if": item.show_if or None,
        "only_if": str(conditions.only_if(item)) or None,
        "anchors": {level: text.choose(language)[1] for level, text in item.anchors.items()},
        "choices": {choice.id: choice.text.choose(language)[1] for choice in item.choices},
        "levels": {choice.id: choice.level for choice in item.choices if choice.level is not None},
        "score": item.score if item.kind == "choices" else None,
        "bands": {"good": bands.good, "half": bands.half, "better": better} if bands else None,
        "parts": {
            name: {"text": part.text.choose(language)[1], "reverse": part.reverse}
            for name, part in item.parts.items()
        },
        "gate": item.gate.ask.choose(language)[1] if item.gate else None,
        "evidence": item.evidence,
        "lock": list(item.lock),
    }
