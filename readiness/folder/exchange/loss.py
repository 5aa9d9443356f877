"""What does not survive a change of format: which field, of which kind of record, in how many records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from readiness.folder.exchange.plain_map import records
from readiness.touchmap.model import KINDS

MAP = "map"
"""The kind of what is said about the whole map."""
WHOLE = ""
"""The field of a loss that concerns whole records."""
LANGUAGES, SHORT, UNKNOWN = "languages", "short", "unknown"
"""Behind the name of a field and a colon: words in other languages, the end of long ones, no score."""
_APART = ("evidence", "consent")


@dataclass(frozen=True)
class Loss:
    """A field that was not carried over; an empty ``field`` stands for whole records."""

    kind: str
    field: str
    records: int


def not_among(plain: Mapping[str, Any], carried: Mapping[str, Collection[str]]) -> list[Loss]:
    """Return what a map holds beside the fields that a format can carry.

    ``plain`` is the map as plain values; ``carried`` names the fields by kind
    of record, ``next.handoff`` within ``next``.  Words in several languages are
    carried in one only, which is told as ``title:languages``.
    Linear in the size of the map.
    """
    lost: Counter[tuple[str, str]] = Counter()
    for kind in (MAP, *KINDS):
        rows = [_facts(plain)] if kind == MAP else records(plain, kind)
        kept = carried.get(kind)
        for row in rows:
            if kept is None and kind != MAP:
                lost[kind, WHOLE] += 1
                continue
            for name, words in _flat(row):
                if name not in ("id", *(kept or ())):
                    lost[kind, name] += 1
                elif words:
                    lost[kind, f"{name}:{LANGUAGES}"] += 1
    return [Loss(kind, name, number) for (kind, name), number in lost.items()]


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Loss]:
    """Return what became of a map on its way through a format and back: every field that differs.

    Records are compared by id; one whose id is gone with the next new one.  A
    title made up for a record that had none, and a stage that was added, count
    for nothing.  Linear in the size of the maps.
    """
    lost: Counter[tuple[str, str]] = Counter()
    for name in _changed(_facts(before), _facts(after)):
        lost[MAP, name] += 1
    for kind in KINDS:
        there = {row["id"]: row for row in records(after, kind)}
        here = {row["id"]: row for row in records(before, kind)}
        new = iter([identity for identity in there if identity not in here])
        for identity, row in here.items():
            found = identity if identity in there else next(new, None)
            if found is None:
                lost[kind, WHOLE] += 1
            else:
                for name in _changed(row, there[found]):
                    lost[kind, name] += 1
        if kind != "stages":
            lost[kind, "added"] += sum(1 for _ in new)
    return [Loss(kind, name, number) for (kind, name), number in lost.items() if number]


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = dict(_parts(before)), dict(_parts(after))
    for name in dict.fromkeys((*old, *new)):
        if name == "title" and name not in old:
            continue
        was, becomes = old.get(name), new.get(name)
        if name == "none" and was and becomes:  # it says what there is not, in any order
            was, becomes = sorted(was), sorted(becomes)
        if isinstance(was, Mapping) and isinstance(becomes, str) and becomes in was.values():
            yield f"{name}:{LANGUAGES}"
        elif was != becomes:
            yield name


def _parts(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a record; those of evidence, consent and hand-offs one by one."""
    for name, value in row.items():
        if name in _APART and isinstance(value, Mapping):
            yield from ((f"{name}.{part}", inner) for part, inner in value.items())
        elif name == "next":
            yield name, [(step["to"], step["share"]) for step in value]
            for part in dict.fromkeys(key for step in value for key in step.get("handoff", ())):
                parts = [step.get("handoff", {}).get(part) for step in value]
                yield f"next.handoff.{part}", parts
        else:
            yield name, value


def _flat(row: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield the fields that are set, and whether each holds words in several languages."""
    for name, value in row.items():
        if name == "next":
            yield name, False
            if any("handoff" in step for step in value):
                yield "next.handoff", False
        else:
            yield name, isinstance(value, Mapping) and name in ("title", "note", "why") and len(value) > 1


def _facts(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if key not in KINDS}
