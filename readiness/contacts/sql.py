"""Words of SQL: names and texts of other people, quoted so that they can do nothing."""

from __future__ import annotations

from collections.abc import Iterable
from re import compile as pattern

_PLACE = pattern(r"\{([^{}]*)\}")


def name(word: str) -> str:
    """Return a name, such as that of a column."""
    return '"' + word.replace('"', '""') + '"'


def text(word: object) -> str:
    """Return a text; characters that ask for nothing but trouble are left out."""
    return "'" + str(word).replace("\0", "").replace("'", "''") + "'"


def texts(words: Iterable[object]) -> str:
    """Return a list of texts."""
    return "[" + ", ".join(map(text, words)) + "]"


def columns_in(written: str) -> tuple[str, ...]:
    """Return the columns that a column of contacts.yaml is made of; none for a constant."""
    if not written or written.startswith("="):
        return ()
    return tuple(_PLACE.findall(written)) or (written,)


def term(written: str) -> str:
    """Return the text that a column of contacts.yaml stands for: a column, ``=constant`` or ``{a}/{b}``."""
    if not written:
        return "NULL::VARCHAR"
    if written.startswith("="):
        return text(written[1:])
    if not _PLACE.search(written):
        return f"trim(CAST({name(written)} AS VARCHAR))"
    parts = []
    for place, part in enumerate(_PLACE.split(written)):
        column = f"coalesce(trim(CAST({name(part)} AS VARCHAR)), '')"
        parts.append(column if place % 2 else text(part))
    return f"({' || '.join(parts)})"
