"""The texts of a questionnaire that a translator writes: those of its own file, not those it inherits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from readiness.folder.forms.loss import Loss
from readiness.folder.forms.yaml_text import yaml_text
from readiness.questionnaires.library import find
from readiness.questionnaires.model import Questionnaire
from readiness.questionnaires.translation import texts_of
from readiness.scalars import Text


@dataclass(frozen=True)
class Words:
    """Translations that were read from a translator's file, by language and key."""

    of: Questionnaire
    texts: Mapping[str, Mapping[str, str]]
    losses: tuple[Loss, ...]
    """Entries that were not taken, with their place and why."""
    entries: int
    """How many entries the file has."""


def own_texts(questionnaire: Questionnaire, known: Sequence[Questionnaire]) -> Mapping[str, Text]:
    """Return the texts that stand in the file of a questionnaire itself, by key.

    Of a derived template these are title, changes with their reasons, and an
    intro of its own.
    """
    if not questionnaire.extends:
        return texts_of(questionnaire)
    parent = find(questionnaire.extends, known)
    found = dict(texts_of(replace(questionnaire, items=())))
    if parent is not None and parent.intro == questionnaire.intro:
        found.pop("intro", None)
    return found


def in_language(text: Text, language: str) -> str:
    """Return the words of a text in exactly one language, empty where it has none."""
    return dict(text.words).get(language, "")


def take(
    words: dict[str, str], key: str, text: str, *, known: Mapping[str, Text], at: str, losses: list[Loss]
) -> None:
    """Put a translated text to the others; one whose key leads nowhere or stands twice is told."""
    if key not in known:
        losses.append(Loss("unknown-key", at, key[:80]))
    elif key in words:
        losses.append(Loss("key-twice", at, key[:80]))
    else:
        words[key] = text


def translation_text(questionnaire: Questionnaire, language: str, texts: Mapping[str, str]) -> str:
    """Return the file of a translation, keys in the order of the questionnaire."""
    raw: dict[str, Any] = {
        "format": "translation/1",
        "of": questionnaire.name,
        "language": language,
        "texts": dict(texts),
    }
    return yaml_text(raw)


def in_order(texts: Mapping[str, str], known: Mapping[str, Text]) -> dict[str, str]:
    """Return translated texts in the order in which a questionnaire has them."""
    return {key: texts[key] for key in known if key in texts}
