"""The column of an online form in which people say who they are, and which roles its words mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from readiness.folder.answer_words import codes_by_word, columns_by_heading
from readiness.folder.cell_text import same
from readiness.folder.forms.phrasing import listed
from readiness.folder.workbook import Table
from readiness.questionnaires.model import ROLES

_WORD = re.compile(r"[a-z]+")
_CJK = re.compile(r"[\u3400-\u9fff]")
_FEW_WORDS, _FEW_CHARACTERS = 3, 6
"""A heading no longer than this that names a role is about the person without saying so."""
_MOST_WORDS, _MOST_CHARACTERS = 12, 24
_VALUES = 40
"""How many different words of a column are listed."""


@dataclass(frozen=True)
class RoleColumn:
    """A column with roles."""

    heading: str
    words: Mapping[str, str]
    """Each word that is no role itself, and the role that it means; empty where nobody can tell."""
    sure: bool
    """Both the heading and a word of the column say so, or the heading is ours."""


def find_roles(table: Table, taken: Callable[[int, str], bool]) -> RoleColumn | None:
    """Return the column in which people say who they are; None where no column looks like it.

    It is one whose heading asks for role, department, function or team, or most
    of whose words are roles; the best of several.  ``taken`` says of the number
    of a column and its heading whether the column is known to be another thing.
    """
    found: tuple[tuple[bool, bool, bool, float], str] | None = None
    for number, heading in enumerate(table.headings):
        values = _values(table, heading)
        ours = columns_by_heading().get(same(heading)) == "role"
        named = ours or _asks_role(heading)
        known = sum(same(value) in _roles_by_word() for value in values)
        mostly = len(values) > 1 and known * 2 > len(values)
        if not (named or mostly):
            continue
        figures = sum(not any(map(str.isalpha, value)) for value in values) * 2 > len(values)
        if not ours and (figures or taken(number, heading)):
            continue
        rank = (ours, named and known > 0, named, known / max(1, len(values)))
        if found is None or rank > found[0]:
            found = rank, heading
    if found is None:
        return None
    (ours, sure, _, _), heading = found
    return RoleColumn(heading, _words(table, heading), ours or sure)


def _words(table: Table, heading: str) -> dict[str, str]:
    values = [value for value in _values(table, heading) if value not in ROLES]
    return {value: _roles_by_word().get(same(value), "") for value in values[:_VALUES]}


def _values(table: Table, heading: str) -> list[str]:
    return list(dict.fromkeys(row.cells[heading] for row in table.rows if heading in row.cells))


def _asks_role(heading: str) -> bool:
    """Say whether a heading asks for the person's own role: "Your department", not "Which one pays?"."""
    text = normalize("NFKC", heading).lower()
    words, characters = _WORD.findall(text), len(_CJK.findall(text))
    if len(words) > _MOST_WORDS or characters > _MOST_CHARACTERS:
        return False
    short = len(words) <= _FEW_WORDS and characters <= _FEW_CHARACTERS
    return _holds("role", text, words) and (short or _holds("you", text, words))


def _holds(kind: str, text: str, words: list[str]) -> bool:
    """Say whether one of some words is in a heading: as a whole word, in Chinese anywhere."""
    spaced = f" {' '.join(words)} "
    return any(
        one in text if _CJK.search(one) else f" {one} " in spaced
        for one in listed(f"interchange.headings.{kind}")
    )


@cache
def _roles_by_word() -> Mapping[str, str]:
    """Return roles by the words for them, with names of departments that leave no doubt."""
    found = dict(codes_by_word("role"))
    for role in ROLES:
        for word in listed(f"interchange.mapping.says.{role}"):
            found.setdefault(same(word), role)
    return found
