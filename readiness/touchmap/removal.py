"""A map without some of its elements, as if they had been given up for good."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from readiness.touchmap.analyses.outages import outages
from readiness.touchmap.dependence import fallbacks
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import KINDS, REQUIRABLE, TouchMap, Touchpoint
from readiness.touchmap.references import REFERENCES
from readiness.touchmap.volumes import Traffic


def without(traffic: Traffic, elements: Iterable[str]) -> TouchMap:
    """Return the map after elements (``kind:id``) are given up, and all that cannot work without them.

    A touchpoint goes where it would stop in an outage of the elements: its
    channel is given up and has no fall-back, something it requires is gone.
    Its contacts go with it; where those buyers would turn is not guessed.  With
    a fall-back it moves to the first channel that is left.
    """
    given_up = tuple(elements)
    gone = {
        kind: {name.partition(":")[2] for name in given_up if name.startswith(f"{kind}:")} for kind in KINDS
    }
    for scenario in outages(traffic, [given_up]).scenarios:
        gone["touchpoints"].update(scenario.stopped)
    kept: dict[str, Any] = {}
    for kind in KINDS:
        records = (record for record in getattr(traffic.map, kind) if record.id not in gone[kind])
        if kind == "touchpoints" and gone["channels"]:
            records = (_moved(record, traffic.map, gone["channels"]) for record in records)
        kept[kind] = tuple(_forget(kind, record, gone) for record in records)
    return replace(traffic.map, **kept)


def _moved(touchpoint: Touchpoint, touchmap: TouchMap, gone: Collection[str]) -> Touchpoint:
    """Return a touchpoint on the first channel that its own falls back to, where that one is given up."""
    if touchpoint.channel is None or touchpoint.channel not in gone:
        return touchpoint
    left = (name for name in fallbacks(touchmap, touchpoint.channel) if name not in gone)
    return replace(touchpoint, channel=next(left, None))


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
    visits = touchpoint.volume.by_buyer
    if not visits.keys().isdisjoint(gone["buyers"]):
        left = {buyer: number for buyer, number in visits.items() if buyer not in gone["buyers"]}
        changes["volume"] = Volume(by_buyer=left)
    return changes
