"""Records of a map as rows of a sheet: names in the place of ids, words in the place of codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from readiness.folder.map_columns import CHOICES, COLUMNS, Column, choice
from readiness.scalars import read_words

_BETWEEN = "; "


def row_of(
    record: Mapping[str, Any], columns: Sequence[Column], touchmap: Mapping[str, Any], language: str
) -> tuple[str, ...]:
    """Return the cells of a record; ``touchmap`` is the raw map whose names the record uses."""
    names = {
        kind: {
            str(other["id"]): _words(other.get("title", other["id"]), language)
            for other in touchmap.get(kind, ())
        }
        for kind in COLUMNS
    }
    return tuple(_cell(_at(record, column.key.split(".")), column, names, language) for column in columns)


def _words(value: Any, language: str) -> str:
    return read_words(value).choose(language)[1]


def _at(value: Any, path: Sequence[str]) -> Any:
    for step in path:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        else:
            # evidence may be written as its grade alone
            value = value if step == "grade" else None
    return value


def _cell(value: Any, column: Column, names: Mapping[str, Mapping[str, str]], language: str) -> str:
    if value is None:
        return ""
    if column.kind in ("text", "word") and column.of:
        known = value in CHOICES[column.of[0]]
        return choice(column.of[0], value, language) if known else _words(value, language)
    if column.kind == "text":
        return _words(value, language)
    if column.kind == "texts":
        return _BETWEEN.join(value)
    if column.kind == "truth":
        return choice("truth", value, language)
    if column.kind == "flag":
        return choice("truth", "true", language) if value == column.of[0] else ""
    if column.kind in ("choice", "choices"):
        listed = [value] if isinstance(value, str) else value
        return _BETWEEN.join(choice(column.of[0], one, language) for one in listed)
    if column.kind in ("ref", "refs"):
        listed = [value] if isinstance(value, str) else value
        return _BETWEEN.join(_named(one, column, names, language) for one in listed)
    if column.kind == "volume" and isinstance(value, Mapping):
        return _BETWEEN.join(
            f"{names['buyers'].get(buyer, buyer)}: {visits}" for buyer, visits in value.items()
        )
    return str(value)


def _named(one: str, column: Column, names: Mapping[str, Mapping[str, str]], language: str) -> str:
    for kind in column.of:
        if one in names.get(kind, ()):
            return names[kind][one]
        if one in CHOICES.get(kind, ()):
            return choice(kind, one, language)
    return one
