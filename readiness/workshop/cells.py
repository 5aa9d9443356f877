"""One value of the room, who wrote it, when, and what others would have written instead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from readiness.workshop.keys import BOARD_LISTS


class Rival(NamedTuple):
    """A value written by somebody who had not seen the one that stands."""

    value: Any
    rev: int
    by: str | None


class Cell(NamedTuple):
    """A value with the number of the change that touched it last; ``None`` is nothing, or deleted."""

    value: Any
    rev: int = 0
    by: str | None = None
    rivals: tuple[Rival, ...] = ()

    def to_json(self, *, anonymous: bool = False) -> list[Any]:
        """Return ``[value, rev, by, rivals]``, short where there are no rivals."""
        by = None if anonymous else self.by
        row: list[Any] = [self.value, self.rev, by]
        if self.rivals:
            row.append([[one.value, one.rev, None if anonymous else one.by] for one in self.rivals])
        return row


def read_cell(row: list[Any]) -> Cell:
    """Return the cell that ``Cell.to_json`` wrote."""
    rivals = tuple(Rival(*one) for one in row[3]) if len(row) > 3 else ()
    return Cell(row[0], row[1], row[2], rivals)


def write_json(value: Any) -> str:
    """Return a value as JSON without blanks and with sorted keys: equal values, equal text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def fingerprint(cells: Mapping[str, Cell]) -> str:
    """Return eight digits that are equal where two boards show the same.

    The exclusive or of FNV-1a (Fowler, Noll and Vo, 1991; 32 bits) over each
    cell's name and value in UTF-16, so that a browser can compute it, too.
    """
    total = 0
    for key, cell in cells.items():
        if cell.value is not None and key.split("/", 1)[0] in BOARD_LISTS and is_alive(cells, key):
            total ^= _fnv(f"{key}\n{write_json(cell.value)}")
    return f"{total:08x}"


def is_alive(cells: Mapping[str, Cell], key: str) -> bool:
    """Say whether the element of a cell of the board is there and not deleted."""
    element = cells.get("/".join(key.split("/", 2)[:2]))
    return element is not None and element.value is not None


def _fnv(text: str) -> int:
    mark = 2166136261
    for octet in text.encode("utf-16-le", "surrogatepass"):
        mark = ((mark ^ octet) * 16777619) & 0xFFFFFFFF
    return mark
