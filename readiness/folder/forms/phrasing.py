"""Our own words within a form, in all of its languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from babel import Locale

from readiness import LANGUAGES
from readiness.folder import library
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.translation import texts_of
from readiness.scalars import Text

_TAG = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*\Z")

_PLAIN_TAG = re.compile(r"[a-z]{2,3}")


def own_words(key: str, languages: Iterable[str]) -> Text:
    """Return a phrase in those languages that have phrases, as one text."""
    known = [language for language in languages if language in LANGUAGES] or ["en"]
    return Text(tuple((one, str(library.phrases(one).say(key)).replace("\u00a0", " ")) for one in known))


@cache
def listed(key: str) -> tuple[str, ...]:
    """Return the words that a phrase lists with bars between them, of every language, in small letters."""
    return tuple(
        word.strip(" ").lower().replace("_", " ")
        for language in LANGUAGES
        for word in str(library.phrases(language).say(key)).split("|")
    )


def languages_in(questionnaire: Questionnaire, items: Sequence[Item]) -> tuple[str, ...]:
    """Return the languages of a questionnaire, its own first, then the others in a fixed order."""
    found: dict[str, None] = {}
    for text in [questionnaire.title, *texts_in(items)]:
        found |= dict.fromkeys(tag or questionnaire.language for tag, word in text.words if word)
    order = [questionnaire.language, *LANGUAGES]
    return tuple(sorted(found, key=lambda tag: (order.index(tag) if tag in order else len(order), tag)))


def texts_in(items: Sequence[Item]) -> list[Text]:
    """Return every text of some items."""
    holder = Questionnaire("questionnaire/1", "x", "1.0.0", Text(), items=tuple(items))
    return list(texts_of(holder).values())


def language_heading(language: str) -> str:
    """Return a language as columns of forms name it, ``English (en)``."""
    if language not in LANGUAGES:
        return f"{language} ({language})"
    return f"{library.phrases(language).say('interchange.language')} ({language})"


def language_named(name: str) -> str | None:
    """Return the tag of a language as a form names it, ``English (en)``, ``Chinese (zh-TW)`` or ``zh``.

    Chinese of Taiwan, Hong Kong and Macau is Traditional, other Chinese
    Simplified; None where the name is none that is known.
    """
    matched = _TAG.search(name)
    tag = (matched[1] if matched else name).strip().lower().replace("_", "-")
    if tag in ("zh", "chinese", "中文", "zh-cn", "zh-sg", "zh-hans", "zh-hans-cn", "简体中文", "cmn"):
        return "zh-Hans"
    if tag in ("zh-tw", "zh-hk", "zh-mo", "zh-hant", "zh-hant-tw", "繁體中文"):
        return "zh-Hant"
    if tag in ("english", "en") or tag.startswith("en-"):
        return "en"
    if matched or re.fullmatch(r"[a-z]{2,3}", tag):
        return tag
    return _tags_by_name().get(tag)


@cache
def _tags_by_name() -> dict[str, str]:
    """Return the tags of languages by their English names (Unicode CLDR, from babel)."""
    names = Locale("en").languages
    return {name.lower(): tag.lower() for tag, name in names.items() if _PLAIN_TAG.fullmatch(tag)}
