"""A map without some of its elements, as if they had been given up for good."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import reduce
from operator import and_
from typing import Any

from readiness.touchmap.dependence import Lost, lost
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import KINDS, REQUIRABLE, TouchMap, Touchpoint
from readiness.touchmap.references import REFERENCES
from readiness.touchmap.scenarios import scenarios
from readiness.touchmap.volumes import Traffic, buyers_of


def without(traffic: Traffic, elements: Iterable[str]) -> TouchMap:
    """Return the map after elements (``kind:id``) are given up, and all that cannot work without them.

    A touchpoint goes where it would stop in an outage of the elements: its
    channel is given up, something it requires is gone.  A buyer leaves a
    touchpoint to which no way leads them any more.  Contacts go with them;
    where those buyers would turn is not guessed.
    """
    given_up = tuple(elements)
    gone = {
        kind: {name.partition(":")[2] for name in given_up if name.startswith(f"{kind}:")} for kind in KINDS
    }
    left_by = _left_by(traffic, given_up)
    for touchpoint in traffic.map.touchpoints:
        if left_by[touchpoint.id] is None:
            gone["touchpoints"].add(touchpoint.id)
    kept: dict[str, Any] = {}
    for kind in KINDS:
        records = [record for record in getattr(traffic.map, kind) if record.id not in gone[kind]]
        if kind == "touchpoints":
            records = [
                _leave(record, {*(left_by[record.id] or ()), *gone["buyers"]}, traffic) for record in records
            ]
        kept[kind] = tuple(_forget(kind, record, gone) for record in records)
    return replace(traffic.map, **kept)


def _left_by(traffic: Traffic, given_up: tuple[str, ...]) -> Mapping[str, Collection[str] | None]:
    """Return the buyers who can no longer use each touchpoint; None where nobody can."""
    sets = scenarios([given_up])
    gone: Lost[Any] = lost(traffic, sets)

    def out(when: Any) -> bool:
        return any(True for _ in sets.members(when))

    found: dict[str, Collection[str] | None] = {}
    for name, reach in gone.reach.items():
        everybody = reduce(and_, reach.values()) if reach else gone.elements[f"touchpoints:{name}"]
        found[name] = None if out(everybody) else [buyer for buyer, when in reach.items() if out(when)]
    return found


def _leave(touchpoint: Touchpoint, buyers: Collection[str], traffic: Traffic) -> Touchpoint:
    """Return a touchpoint without some of its buyers and their visits; the others keep theirs."""
    if not any(buyer in buyers for buyer in buyers_of(touchpoint)):
        return touchpoint
    visits = traffic.visits[touchpoint.id]
    left = {buyer: number for buyer, number in visits.items() if buyer not in buyers}
    kept = tuple(buyer for buyer in touchpoint.buyers if buyer not in buyers)
    return replace(touchpoint, buyers=kept, volume=Volume(by_buyer=left))


def _forget(kind: str, record: Any, gone: Mapping[str, Collection[str]]) -> Any:
    """Return a record that names nothing that is gone."""
    changes: dict[str, Any] = {}
    for of, name, targets in REFERENCES:
        if of != kind:
            continue
        lost = {one for target in targets for one in gone[target]}
        value = getattr(record, name)
        if isinstance(value, str):
            if value in lost:
                changes[name] = None
        elif value and not lost.isdisjoint(value):
            changes[name] = tuple(one for one in value if one not in lost)
    if isinstance(record, Touchpoint):
        changes |= _forget_ways(record, gone)
    return replace(record, **changes) if changes else record


def _forget_ways(touchpoint: Touchpoint, gone: Mapping[str, Collection[str]]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if any(step.to in gone["touchpoints"] for step in touchpoint.next):
        changes["next"] = tuple(step for step in touchpoint.next if step.to not in gone["touchpoints"])
    lost = {one for kind in REQUIRABLE for one in gone[kind]}
    groups = tuple(tuple(one for one in group if one not in lost) for group in touchpoint.any_of)
    if groups != touchpoint.any_of:
        changes["any_of"] = tuple(group for group in groups if group)
    return changes
