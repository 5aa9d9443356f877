"""The words of a questionnaire by key, and the same questionnaire with more languages.

A translation is a file beside the questionnaire: ``customer-strategy.zh-Hant.yaml``
maps keys such as ``P1-Q1.anchors.0`` to words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

from readiness.diagnostics import Problem, nearest
from readiness.questionnaires.model import Change, Item, Questionnaire
from readiness.scalars import Text

Words = Callable[[str, Text], Text]


@dataclass(frozen=True)
class Translation:
    """The words of one file in another language."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid", "use_attribute_docstrings": True}

    format: Literal["translation/1"]
    of: str
    """What is translated: id and version of a questionnaire, customer-strategy@1.0.0."""
    language: Literal["en", "zh-Hant", "zh-Hans"]
    """The language of the translation."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Words by key: title, intro, P1-Q1.text, P1-Q1.help, P1-Q1.anchors.0, P1-Q1.gate.ask, P1-Q1.parts.a,
    P1-Q1.choices.other, P1-Q1.unit, P1-Q1.remedy, and changes.0.why of a derived template."""


def each_text(questionnaire: Questionnaire, change: Words) -> Questionnaire:
    """Return the questionnaire with every text replaced by ``change(key, text)``."""
    return replace(
        questionnaire,
        title=change("title", questionnaire.title),
        intro=change("intro", questionnaire.intro),
        changes=tuple(_each_of_change(one, place, change) for place, one in enumerate(questionnaire.changes)),
        items=tuple(_each_of_item(item, change) for item in questionnaire.items),
    )


def _each_of_change(one: Change, place: int, change: Words) -> Change:
    """Return a change of a derived template with its words replaced; keys are those of its item."""
    why = change(f"changes.{place}.why", one.why)
    if one.add is not None:
        return replace(one, why=why, add=_each_of_item(one.add, change))
    written: dict[str, Any] = {}
    for name in ("text", "help", "remedy", "unit"):
        text = getattr(one, name)
        written[name] = None if text is None else change(f"{one.set}.{name}", text)
    if one.anchors is not None:
        written["anchors"] = {n: change(f"{one.set}.anchors.{n}", text) for n, text in one.anchors.items()}
    if one.parts is not None:
        written["parts"] = {
            n: replace(part, text=change(f"{one.set}.parts.{n}", part.text)) for n, part in one.parts.items()
        }
    if one.gate is not None:
        written["gate"] = replace(one.gate, ask=change(f"{one.set}.gate.ask", one.gate.ask))
    if one.choices is not None:
        written["choices"] = tuple(
            replace(choice, text=change(f"{one.set}.choices.{choice.id}", choice.text))
            for choice in one.choices
        )
    return replace(one, why=why, **written)


def _each_of_item(item: Item, change: Words) -> Item:
    def at(key: str, text: Text) -> Text:
        return change(f"{item.id}.{key}", text)

    return replace(
        item,
        text=at("text", item.text),
        help=at("help", item.help),
        anchors={level: at(f"anchors.{level}", text) for level, text in item.anchors.items()},
        gate=replace(item.gate, ask=at("gate.ask", item.gate.ask)) if item.gate else None,
        parts={name: replace(part, text=at(f"parts.{name}", part.text)) for name, part in item.parts.items()},
        choices=tuple(
            replace(choice, text=at(f"choices.{choice.id}", choice.text)) for choice in item.choices
        ),
        unit=at("unit", item.unit),
        remedy=at("remedy", item.remedy),
    )


def texts_of(questionnaire: Questionnaire) -> Mapping[str, Text]:
    """Return every text that is written, by key, in the order of the file."""
    found: dict[str, Text] = {}

    def note(key: str, text: Text) -> Text:
        if text:
            found[key] = text
        return text

    each_text(questionnaire, note)
    return found


def tag(questionnaire: Questionnaire) -> Questionnaire:
    """Return the questionnaire with its language written beside every text."""
    return each_text(questionnaire, lambda _key, text: text.tagged(questionnaire.language))


def translate(questionnaire: Questionnaire, *translations: Translation) -> Questionnaire:
    """Return a tagged questionnaire with the words of translations added."""
    added: dict[str, list[tuple[str, str]]] = {}
    for translation in translations:
        for key, words in translation.texts.items():
            if words:
                added.setdefault(key, []).append((translation.language, words))

    def add(key: str, text: Text) -> Text:
        return Text((*text.words, *added[key])) if key in added and text.words else text

    return each_text(questionnaire, add) if added else questionnaire


def check_translation(questionnaire: Questionnaire, translation: Translation) -> Iterator[Problem]:
    """Yield keys that lead nowhere and texts that are not translated, once it has been added."""
    known = texts_of(questionnaire)
    for key in translation.texts:
        if key not in known:
            yield Problem("unknown-text", ("texts", key), {"key": key, "near": nearest(key, known)})
    missing = [key for key, text in known.items() if translation.language not in dict(text.words)]
    if missing:
        values = {"number": len(missing), "total": len(known), "keys": missing[:5]}
        yield Problem("untranslated", ("texts",), values)
