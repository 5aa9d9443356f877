"""Whether what somebody wrote as the code of a respondent looks like the name of a person."""

from __future__ import annotations

import re
from functools import cache

from readiness import LANGUAGES
from readiness.folder import library
from readiness.folder.answer_words import codes_by_word
from readiness.folder.cell_text import same

_BETWEEN = re.compile(r"[\s._/]+")
_FEWEST, _MOST = 2, 4
_CAPITALS = 3
"""Words all in capitals are names from this length on; IT and HR are none."""
_CJK_NAME = re.compile(r"[\u3400-\u9fff]{2,4}\Z")


def looks_like_name(written: str) -> bool:
    """Say whether a text looks like a name: two to four words with capitals, or few Chinese characters.

    Words that name a place or role of people, as in "Front Line" or "Shop
    Manager", make it none.
    """
    text = written.strip()
    if same(text) in codes_by_word("role"):
        return False
    if _CJK_NAME.match(text):
        return text not in _other_words()
    words = [word for word in _BETWEEN.split(text) if word]
    if not _FEWEST <= len(words) <= _MOST:
        return False
    return all(map(_like_name, words)) and not {word.lower() for word in words} & _other_words()


def _like_name(word: str) -> bool:
    """Say whether a word is written as a name is: Anna, Jean-Luc, O'Neil, MUSTER."""
    bare = word.replace("-", "").replace("'", "").replace("’", "")
    if not bare.isalpha() or not word[0].isupper():
        return False
    return not bare.isupper() or len(bare) >= _CAPITALS


@cache
def _other_words() -> frozenset[str]:
    """Return words of codes that are no names, in small letters."""
    found: set[str] = set()
    for language in LANGUAGES:
        said = str(library.phrases(language).say("interchange.headings.no-name"))
        found |= {word.strip().lower() for word in said.split("|")}
    return frozenset(found)
