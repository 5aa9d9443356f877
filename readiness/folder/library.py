"""The files that come with the product, read once: questionnaires, indicators, rules, phrases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from readiness.assessment.rules import Indicator, Rules
from readiness.folder.reader import Reader
from readiness.i18n import Phrases
from readiness.questionnaires.model import Questionnaire
from readiness.resources import package_path
from readiness.scalars import Written

T = TypeVar("T")
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


@cache
def questionnaires() -> tuple[Questionnaire, ...]:
    """Return the bundled questionnaires."""
    folder = package_path("questionnaires", "library")
    return tuple(_own(path, Questionnaire) for path in sorted(folder.glob("*.yaml")))


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return the map facts and derived indicators."""
    return _own(package_path("assessment", "indicators.yaml"), IndicatorFile).indicators


@cache
def rules() -> Rules:
    """Return the thresholds of the assessment."""
    return _own(package_path("assessment", "rules.yaml"), Rules)


@cache
def phrases(language: str = "en") -> Phrases:
    """Return every phrase of a language."""
    words: dict[str, str] = {}
    for path in sorted(package_path("i18n", language).glob("*.yaml")):
        record = Reader(path.parent).record(path.name)
        words |= dict(_flat(record or {}, ""))
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
    return tuple(sorted(path.name for path in package_path("i18n").iterdir() if any(path.glob("*.yaml"))))
