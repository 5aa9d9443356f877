"""Cells of a board that were changed, written into the text of the map that people write by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from readiness.folder.amendment import amend, read_plain
from readiness.folder.board import (
    Cells,
    elements,
    flatten,
    is_element,
    is_member,
    read_handoff,
    read_way,
    same,
)
from readiness.folder.map_forms import Form, forms, handoff_forms, written
from readiness.touchmap.model import KINDS, TouchMap

Members = Mapping[str, Any]
"""The changed cells of one field by member; ``""`` is the field itself."""
_ORDER = tuple(one.name for one in fields(TouchMap))
_WAY = ("to", "share", "handoff")


def edited(text: str, changes: Cells, *, language: str = "en") -> str:
    """Return the text of a map with some cells changed, and everything else as it was written.

    ``changes`` maps keys to JSON values; None takes a cell away, and an element
    with its fields and the comments directly above it.  An element with a
    number that is not there yet is added; numbers order a list.  Keys of no
    list of the map, and fields of elements that are not there, change nothing.
    ``language`` is that of a text that had none, once others stand beside it.

    Raises NotReadable where the text cannot be read.
    """
    plain = read_plain(text)
    real = _real(plain, changes)
    return amend(text, _changed(plain, real, language)) if real else text


def changed(record: Mapping[str, Any], changes: Cells, *, language: str = "en") -> dict[str, Any]:
    """Return a map as plain values with some cells changed, as :func:`edited` writes it."""
    return _changed(record, _real(record, changes), language)


def _real(record: Mapping[str, Any], changes: Cells) -> dict[str, Any]:
    """Return the changes that change something."""
    now = flatten(record)
    return {key: value for key, value in changes.items() if not same(now.get(key), value)}


def _changed(plain: Mapping[str, Any], changes: Cells, language: str) -> dict[str, Any]:
    by_kind: dict[str, dict[str, dict[str, dict[str, Any]]]] = defaultdict(lambda: defaultdict(dict))
    places: dict[str, dict[str, Any]] = defaultdict(dict)
    for key, value in changes.items():
        kind, identity, field, member = [*key.split("/", 3), "", "", ""][:4]
        if kind not in KINDS or not is_element(identity):
            continue
        if not field:
            places[kind][identity] = value
        elif field in forms(kind) and (not member or is_member(member)):
            by_kind[kind][identity].setdefault(field, {})[member] = value
    wanted = dict(plain)
    for kind in KINDS:
        if kind in by_kind or kind in places:
            _put_list(wanted, kind, _listed(wanted.get(kind), kind, by_kind[kind], places[kind], language))
    return wanted


def _put_list(wanted: dict[str, Any], kind: str, listed: list[Any]) -> None:
    if listed:
        put(wanted, kind, listed, _ORDER)
    elif isinstance(wanted.get(kind), list) and wanted[kind]:
        del wanted[kind]


def _listed(
    old: Any,
    kind: str,
    changes: Mapping[str, Mapping[str, Members]],
    places: Mapping[str, Any],
    language: str,
) -> list[Any]:
    """Return the items of a list with its changes."""
    items = list(old) if isinstance(old, list) else []
    known = elements(items)
    left = {identity: number for number, identity in enumerate(known, start=1)}
    found: list[tuple[float, Any]] = []
    number: float = 0
    for item in items:
        identity = item.get("id") if isinstance(item, Mapping) else item
        if not isinstance(identity, str) or identity not in left:
            found.append((number, item))  # what no key names stays behind the one before it
            continue
        number = left.pop(identity)
        place = places.get(identity, number)
        if place is not None:
            found.append((place, _element(item, kind, changes.get(identity, {}), language)))
    for identity, place in places.items():
        if identity not in known and place is not None:
            new = identity if kind == "stages" else {"id": identity}
            found.append((place, _element(new, kind, changes.get(identity, {}), language)))
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def _element(item: Any, kind: str, changes: Mapping[str, Members], language: str) -> Any:
    if not changes:
        return item
    record = {"id": item} if isinstance(item, str) else dict(item)
    known = forms(kind)
    for field in (name for name in known if name in changes):
        value = _field(record.get(field), known[field], changes[field], language)
        if value is None:
            record.pop(field, None)
        else:
            put(record, field, value, ("id", *known))
    return item if isinstance(item, str) and record.keys() == {"id"} else record


def put(record: dict[str, Any], key: str, value: Any, order: tuple[str, ...]) -> None:
    """Set a key of a record, a new one behind those that come before it in an order."""
    if key in record:
        record[key] = value
        return
    before = set(order[: order.index(key)])
    pairs = list(record.items())
    place = max((number for number, (name, _) in enumerate(pairs, start=1) if name in before), default=0)
    record.clear()
    record.update([*pairs[:place], (key, value), *pairs[place:]])


def _field(old: Any, form: Form, changes: Members, language: str) -> Any:
    """Return what a field holds after its changes; None where it is to be left out."""
    if form == "words":
        return _words(old, changes, language)
    if form == "volume":
        return _volume(old, changes)
    if form == "ids":
        return _ids(old, changes) or None
    if form == "next":
        return _ways(old, changes) or None
    value = changes.get("")
    return None if value is None else written(value)


def _ids(old: Any, changes: Members) -> list[Any]:
    listed = old if isinstance(old, list) else []
    stay = [one for one in listed if not isinstance(one, str) or changes.get(one, True)]
    return [*stay, *(one for one, value in changes.items() if one and value and one not in stay)]


def _words(old: Any, changes: Members, language: str) -> Any:
    tagged = _members(old, changes)
    alone = written(changes[""]) if changes.get("") is not None else None
    if not tagged:
        return alone if "" in changes else old if isinstance(old, str) else None
    if alone is not None:
        tagged[language] = alone
    elif isinstance(old, str) and "" not in changes and language not in tagged:
        tagged = {language: old, **tagged}
    return tagged


def _volume(old: Any, changes: Members) -> Any:
    total = changes.get("")
    if total is not None and all(value is None for member, value in changes.items() if member):
        return written(total)
    by_buyer = _members(old, changes)
    if by_buyer:
        return by_buyer
    return old if isinstance(old, str) and "" not in changes else None


def _members(old: Any, changes: Members) -> dict[str, Any]:
    """Return the members of a mapping after their changes; those of no key stay."""
    found = dict(old) if isinstance(old, Mapping) else {}
    for member, value in changes.items():
        if member and value is None:
            found.pop(member, None)
        elif member:
            found[member] = written(value)
    return found


def _ways(old: Any, changes: Members) -> list[Any]:
    ways: list[Any] = []
    left = {target: value for target, value in changes.items() if target}
    gone = {target for target, value in left.items() if value is None}
    for way in old if isinstance(old, list) else ():
        target = way.get("to") if isinstance(way, Mapping) else None
        if isinstance(target, str) and target in gone:
            continue
        value = left.pop(target, None) if isinstance(target, str) else None
        ways.append(way if value is None else _way(way, value))
    return [*ways, *(_way({"to": one}, value) for one, value in left.items() if value is not None)]


def _way(old: Mapping[str, Any], value: Any) -> dict[str, Any]:
    new = dict(value) if isinstance(value, Mapping) else {"share": value}
    way, now = dict(old), read_way(old)
    if new.get("share") is None:
        way.pop("share", None)
    elif not same(now.get("share"), new["share"]):
        put(way, "share", written(new["share"]), _WAY)
    handoff = new.get("handoff")
    if not isinstance(handoff, Mapping):
        way.pop("handoff", None)
    elif not same(now.get("handoff"), handoff):
        put(way, "handoff", _handoff(way.get("handoff"), handoff), _WAY)
    return way


def _handoff(old: Any, value: Mapping[str, Any]) -> dict[str, Any]:
    handoff = dict(old) if isinstance(old, Mapping) else {}
    now = read_handoff(handoff)
    for field in handoff_forms():
        if value.get(field) is None:
            handoff.pop(field, None)
        elif not same(now.get(field), value[field]):
            put(handoff, field, written(value[field]), tuple(handoff_forms()))
    return handoff
