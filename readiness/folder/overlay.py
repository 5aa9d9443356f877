"""The map as it shall be: today's map with additions, changes and removals by id.

The overlay is laid over the plain values, before types, so that the result is
checked like any map and every value keeps the place where it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from readiness.diagnostics import Path as Steps
from readiness.diagnostics import Problem, nearest
from readiness.folder.parse import Record, Rows
from readiness.scalars import Day, Id, Text, Unreadable, Words, Written, kind_of
from readiness.touchmap.model import KINDS


def _raw(shape: type[dict[str, Any] | str]) -> Written:
    def read(value: object) -> Any:
        if not isinstance(value, Mapping):
            raise Unreadable("mapping", value=kind_of(value))
        for kind, rows in value.items():
            if kind not in KINDS:
                raise Unreadable("unknown-key", path=(kind,), key=kind, allowed=KINDS)
            if not isinstance(rows, list):
                raise Unreadable("list", path=(kind,), value=kind_of(rows))
            for place, row in enumerate(rows):
                if not isinstance(row, shape):
                    code = "mapping" if shape is dict else "scalar"
                    raise Unreadable(code, path=(kind, place), value=kind_of(row))
                named = not isinstance(row, dict) or isinstance(row.get("id"), str)
                if not named:
                    raise Unreadable("missing-key", path=(kind, place), key="id", empty=False)
        return value

    return Written(read, {"type": "object"})


Records = Annotated[Mapping[str, Any], _raw(dict)]
Names = Annotated[Mapping[str, Any], _raw(str)]


@dataclass(frozen=True)
class Overlay:
    """The file ``to-be.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
        "allow_inf_nan": False,
    }

    format: Literal["overlay/1"]
    of: Id
    """The id of the map it is laid over."""
    title: Words = Text()
    note: Words = Text()
    planned_for: Day | None = None
    after: Id | None = None
    """The overlay after which this one comes; laid over today's map where absent."""
    add: Records = field(default_factory=dict)
    """New records by kind."""
    change: Records = field(default_factory=dict)
    """Records with an id and the fields that change."""
    remove: Names = field(default_factory=dict)
    """Ids that disappear, by kind."""


def lay_over(today: Record, overlay: Record) -> tuple[Record, list[Problem]]:
    """Return the planned map as a record, and what does not fit today's map.

    A field of ``change`` replaces the whole field.  Problems have paths into
    the overlay.
    """
    problems = [*_misfits(today, overlay), *_twice(overlay)]
    planned = _copy(today)
    for kind in KINDS:
        rows = today.get(kind)
        if not isinstance(rows, Rows):
            rows = _empty_rows(overlay)
        removed = set(_part(overlay, "remove", kind))
        changes = {str(row["id"]): row for row in _part(overlay, "change", kind)}
        merged = _empty_rows(rows)
        for row, place in zip(rows, rows.item_places, strict=True):
            name = _id(row)
            if name in removed:
                continue
            change = changes.get(name)
            merged.append(row if change is None else _merge(row, change))
            merged.item_places.append(place)
        added = _part(overlay, "add", kind)
        merged.extend(added)
        merged.item_places.extend(getattr(added, "item_places", ()))
        if merged or kind in today:
            planned[kind] = merged
            planned.value_places.setdefault(kind, today.place)
            planned.key_places.setdefault(kind, today.place)
    return planned, problems


def touched(overlay: Record, part: str) -> tuple[str, ...]:
    """Return the elements that a part of the overlay names, as ``kind:id``."""
    return tuple(f"{kind}:{_id(row)}" for kind in KINDS for row in _part(overlay, part, kind))


def _misfits(today: Record, overlay: Record) -> Iterator[Problem]:
    if overlay["of"] != today.get("id"):
        values = {"id": overlay["of"], "other": today.get("id", "")}
        yield Problem("overlay-other-map", ("of",), values)
    for kind in KINDS:
        known = {_id(row) for row in today.get(kind, ())}
        for part in ("change", "remove"):
            for place, row in enumerate(_part(overlay, part, kind)):
                if _id(row) not in known:
                    values = {"id": _id(row), "kind": kind, "near": nearest(_id(row), known)}
                    yield Problem("overlay-unknown-id", (part, kind, place), values)
        for place, row in enumerate(_part(overlay, "add", kind)):
            if _id(row) in known:
                values = {"id": _id(row), "kind": kind}
                yield Problem("overlay-id-taken", ("add", kind, place), values)


def _twice(overlay: Record) -> Iterator[Problem]:
    for kind in KINDS:
        named: dict[str, Steps] = {}
        for part in ("change", "remove"):
            for place, row in enumerate(_part(overlay, part, kind)):
                at: Steps = (part, kind, place)
                first = named.setdefault(_id(row), at)
                if first != at:
                    yield Problem("overlay-twice", at, {"id": _id(row)}, (("first-here", first),))


def _part(overlay: Record, part: str, kind: str) -> Any:
    return overlay.get(part, {}).get(kind, ())


def _id(row: Any) -> str:
    return str(row.get("id", "")) if isinstance(row, Mapping) else str(row)


def _copy(record: Record) -> Record:
    copy = Record(record)
    copy.source, copy.place = record.source, record.place
    copy.key_places, copy.value_places = dict(record.key_places), dict(record.value_places)
    return copy


def _empty_rows(like: Any) -> Rows:
    rows = Rows()
    rows.source, rows.place, rows.item_places = like.source, like.place, []
    return rows


def _merge(row: Record | str, change: Record) -> Record:
    """Return the row with the changed fields; its places are those of the overlay."""
    merged = Record({**(row if isinstance(row, Record) else {}), **change})
    merged.source, merged.place = change.source, change.place
    merged.key_places = {key: change.key_places.get(key, change.place) for key in merged}
    merged.value_places = {key: change.value_places.get(key, change.place) for key in merged}
    return merged
