"""A map's records as the cells of a shared board: ``touchpoints/shop/buyers/office`` = true.

Cells are the eleven lists of the map; what else the file says, and what no key
can name (a reference with a blank, say), stays in the file and is no cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readiness.folder.map_forms import Form, forms, handoff_forms, read_scalar
from readiness.touchmap.model import KINDS

Cells = Mapping[str, Any]
"""Key to JSON value."""

_ELEMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_MEMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}\Z")
_LONGEST = 80


def flatten(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of a map as ``parse`` read it; an element's own cell holds its place, from 1.

    Numbers and truths are such where they can be read, else the text that is
    written; of two records with one id, the first counts.
    """
    cells: dict[str, Any] = {}
    for kind in KINDS:
        for number, (identity, item) in enumerate(elements(record.get(kind)).items(), start=1):
            cells[f"{kind}/{identity}"] = number
            if isinstance(item, Mapping):
                for field, form in forms(kind).items():
                    if field in item:
                        cells.update(_cells(f"{kind}/{identity}/{field}", form, item[field]))
    return cells


def elements(listed: Any) -> dict[str, Any]:
    """Return the items of a list that a key can name, by id, the first of each."""
    found: dict[str, Any] = {}
    for item in listed if isinstance(listed, list) else ():
        identity = item.get("id") if isinstance(item, Mapping) else item
        if is_element(identity):
            found.setdefault(str(identity), item)
    return found


def is_element(identity: object) -> bool:
    """Say whether a key can name an element by this id."""
    return isinstance(identity, str) and len(identity) <= _LONGEST and bool(_ELEMENT.match(identity))


def is_member(name: object) -> bool:
    """Say whether a key can name a member so."""
    return isinstance(name, str) and bool(_MEMBER.match(name))


def same(one: Any, other: Any) -> bool:
    """Say whether two JSON values are the same; true is not 1."""
    if not isinstance(one, dict | list) or not isinstance(other, dict | list):
        return one == other and isinstance(one, bool) == isinstance(other, bool)
    return one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _cells(key: str, form: Form, value: Any) -> Iterator[tuple[str, Any]]:
    if form == "whole":
        yield key, _plain(value)
    elif isinstance(value, str) and form not in ("ids", "next"):
        yield key, read_scalar("number" if form == "volume" else form, value)
    else:
        yield from ((f"{key}/{member}", one) for member, one in _members(form, value) if is_member(member))


def _members(form: Form, value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, list) and form == "ids":
        yield from ((one, True) for one in value)
    elif isinstance(value, list) and form == "next":
        ways = [way for way in value if isinstance(way, Mapping)]
        yield from ((way.get("to"), read_way(way)) for way in reversed(ways))  # the first of a name counts
    elif isinstance(value, Mapping) and form in ("words", "volume"):
        scalar: Form = "text" if form == "words" else "number"
        yield from ((name, read_scalar(scalar, one)) for name, one in value.items() if isinstance(one, str))


def read_way(way: Mapping[str, Any]) -> dict[str, Any]:
    """Return a way on as a JSON value: its share, and its hand-off where there is one."""
    found: dict[str, Any] = {}
    if isinstance(way.get("share"), str):
        found["share"] = read_scalar("number", way["share"])
    if isinstance(way.get("handoff"), Mapping):
        found["handoff"] = read_handoff(way["handoff"])
    return found


def read_handoff(handoff: Mapping[str, Any]) -> dict[str, Any]:
    """Return a hand-off as a JSON value."""
    return {
        field: read_scalar(form, value) if isinstance(value := handoff[field], str) else _plain(value)
        for field, form in handoff_forms().items()
        if field in handoff
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value
