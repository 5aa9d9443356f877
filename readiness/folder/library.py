"""The files that come with the product, read once: questionnaires, indicators, rules, phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from readiness import LANGUAGES
from readiness.assessment.rules import Indicator, Rules
from readiness.folder.reader import Reader
from readiness.i18n import Phrases
from readiness.questionnaires.assembly import assemble
from readiness.questionnaires.model import Questionnaire
from readiness.questionnaires.translation import Translation, tag
from readiness.resources import package_path
from readiness.scalars import Text, Written

T = TypeVar("T")
FOUNDATION = (
    "customer-strategy",
    "organization-readiness",
    "technology-fit",
    "customer-relationship",
    "ownership",
    "five-questions",
    "five-imperatives",
    "workshop-core",
)
"""The questionnaires that are asked where an engagement names none."""
PRINTED = ("report", "marks")  # a number and its unit stay on one line there; a terminal gets plain spaces
_UNIT = re.compile("(?<=[a-z0-9}]) (?=[级級项項个個份次条條位倍年月种種人位台套周週小天道])")
_TIGHT = "\u00a0"
_CONFIG: Mapping[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}


@dataclass(frozen=True)
class IndicatorFile:
    """The file of map facts."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _CONFIG
    format: Literal["indicators/1"]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class PhraseFile:
    """A file of phrases: texts by nested keys."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _CONFIG
    format: Literal["phrases/1"]
    words: Annotated[Mapping[str, Any], Written(lambda value: value, {})] = field(default_factory=dict)


def questionnaires() -> tuple[Questionnaire, ...]:
    """Return the bundled questionnaires, derived and translated."""
    return with_all_they_need(frozenset(questionnaire_ids()))


@cache
def questionnaire_ids() -> tuple[str, ...]:
    """Return the ids of the bundled questionnaires, which are the names of their files; none is read."""
    folder = package_path("questionnaires", "library")
    return tuple(path.stem for path in sorted(folder.glob("*.yaml")) if "." not in path.stem)


@cache
def with_all_they_need(ids: frozenset[str]) -> tuple[Questionnaire, ...]:
    """Return some bundled questionnaires and those on which they rest, in the order of their files.

    Only their files are read: reading all of them would take longer than all
    else at the start of a command.
    """
    found: dict[str, tuple[Questionnaire, tuple[Translation, ...]]] = {}
    waiting = [*ids]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _bundled(name)
            waiting += references(found[name][0])
    in_order = [found[name] for name in questionnaire_ids() if name in found]
    translations = [translation for _, beside in in_order for translation in beside]
    return assemble([written for written, _ in in_order], translations).questionnaires


def references(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the ids of the questionnaires that one extends or includes."""
    named = (questionnaire.extends, *(one.from_ for one in questionnaire.include))
    return tuple(name.partition("@")[0] for name in named if name)


@cache
def _bundled(name: str) -> tuple[Questionnaire, tuple[Translation, ...]]:
    """Return a questionnaire and its translations as their files have them."""
    path = package_path("questionnaires", "library", f"{name}.yaml")
    return tag(_own(path, Questionnaire)), tuple(_own(beside, Translation) for beside in _beside(path))


def _beside(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem}.*.yaml"))


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return the map facts and derived indicators."""
    path = package_path("assessment", "indicators.yaml")
    found = _own(path, IndicatorFile).indicators
    for beside in (None, *_beside(path)):
        translation = _own(beside, Translation) if beside else None
        found = tuple(_in_language(one, translation) for one in found)
    return found


def _in_language(indicator: Indicator, translation: Translation | None) -> Indicator:
    """Return an indicator tagged with English, or with the words of a translation added."""

    def words(key: str) -> Text:
        text: Text = getattr(indicator, key)
        if translation is None:
            return text.tagged("en")
        added = translation.texts.get(f"{indicator.id}.{key}", "")
        return Text((*text.words, (translation.language, added))) if added else text

    return replace(
        indicator, title=words("title"), text=words("text"), concern=words("concern"), remedy=words("remedy")
    )


@cache
def rules() -> Rules:
    """Return the thresholds of the assessment."""
    return _own(package_path("assessment", "rules.yaml"), Rules)


@cache
def phrases(language: str = "en") -> Phrases:
    """Return every phrase of a language."""
    words: dict[str, str] = {}
    for path in sorted(package_path("i18n", language).glob("*.yaml")):
        flat = dict(_flat(Reader(path.parent).record(path.name) or {}, ""))
        if language != "en" and path.stem in PRINTED:
            flat = {key: _UNIT.sub(_TIGHT, word) for key, word in flat.items()}
        words |= flat
    words.pop("format", None)
    if language != "en":  # a severity is no word of a language
        rules = {key: word for key, word in phrases().words.items() if key.startswith("rules.")}
        words |= {key: word for key, word in rules.items() if key.endswith(".severity")}
    return Phrases(language, words)


def _own(path: Path, type_: type[T]) -> T:
    reader = Reader(path.parent)
    value = reader.typed(type_, reader.record(path.name))
    if value is None or reader.problems:
        message = f"a bundled file is broken: {reader.problems[:3]}"
        raise AssertionError(message)
    return value


def _flat(record: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def languages() -> tuple[str, ...]:
    """Return the languages that have phrases."""
    return LANGUAGES
