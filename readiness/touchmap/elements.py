"""From elements of the map to the touchpoints that they concern."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import buyers_of


def touchpoints_of(touchmap: TouchMap, elements: Iterable[str]) -> frozenset[str]:
    """Return the ids of the touchpoints that elements (``kind:id``) are or, if none is one, concern.

    A buyer concerns the touchpoints he uses, a need those that serve it, a
    system those that require it or log to it, technology those it names.  A
    date or a stage that nobody serves concerns none.
    """
    wanted = set(elements)
    named = frozenset(t.id for t in touchmap.touchpoints if f"touchpoints:{t.id}" in wanted)
    if named:
        return named
    planned = {
        touchpoint
        for entry in touchmap.technology
        if f"technology:{entry.id}" in wanted
        for touchpoint in entry.touchpoints
    }
    return frozenset(
        t.id for t in touchmap.touchpoints if t.id in planned or not wanted.isdisjoint(_concerning(t))
    )


def _concerning(touchpoint: Touchpoint) -> Iterable[str]:
    for buyer in buyers_of(touchpoint):
        yield f"buyers:{buyer}"
    for need in touchpoint.serves:
        yield f"needs:{need}"
    for system in (*touchpoint.requires, touchpoint.logs_to or ""):
        yield f"systems:{system}"
