"""The words of a sheet of answers in every language: headings, and answers in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from readiness import LANGUAGES
from readiness.folder import library
from readiness.folder.cell_text import same
from readiness.questionnaires.model import ROLES
from readiness.questionnaires.response import DONT_KNOW, GATE_ANSWERS

COLUMNS = (
    "respondent", "role", "date", "item", "part", "text", "answer", "gate", "aside", "comment", "grade",
    "source", "questionnaire",
)  # fmt: skip
NOT_APPLICABLE = "not-applicable"
WORDS: Mapping[str, tuple[str, ...]] = {
    "answer": (DONT_KNOW, NOT_APPLICABLE),
    "gate": GATE_ANSWERS,
    "grade": ("said", "document", "measured"),
    "role": ROLES,
}
"""Column to the code words that its cells may stand for."""


def heading(column: str, language: str) -> str:
    """Return the heading of a column."""
    return str(library.phrases(language).say(f"sheet.heading.{column}"))


def word(code: str, language: str) -> str:
    """Return the word for a code word: ``don't know`` for ``dont-know``."""
    return str(library.phrases(language).say(f"sheet.word.{code}"))


@cache
def columns_by_heading() -> Mapping[str, str]:
    """Return the column that each heading stands for, in every language and in other usual words."""
    found = {same(column): column for column in COLUMNS}
    for language in LANGUAGES:
        for column in COLUMNS:
            for name in (heading(column, language), *_listed(f"sheet.also.{column}", language)):
                found.setdefault(same(name), column)
    return found


@cache
def codes_by_word(column: str) -> Mapping[str, str]:
    """Return the code word that each word of a column stands for, in every language."""
    found = {same(code): code for code in WORDS[column]}
    for language in LANGUAGES:
        for code in WORDS[column]:
            for name in (word(code, language), *_listed(f"sheet.like.{code}", language)):
                found.setdefault(same(name), code)
    return found


def language_of(headings: tuple[str, ...]) -> str | None:
    """Return the language in which most headings are written; None where two have as many."""
    written = {same(name) for name in headings}
    counts = sorted(
        ((len(written & {same(heading(column, one)) for column in COLUMNS}), one) for one in LANGUAGES),
        reverse=True,
    )
    return counts[0][1] if counts[0][0] > counts[1][0] else None


def _listed(key: str, language: str) -> Iterator[str]:
    for name in str(library.phrases(language).say(key)).split("|"):
        yield name.strip()
