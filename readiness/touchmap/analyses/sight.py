"""Who sees the whole customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from operator import or_

from readiness.touchmap.analyses.feeds import Feeds
from readiness.touchmap.analyses.reach import flood
from readiness.touchmap.model import Touchpoint


@dataclass(frozen=True)
class View:
    """How much of a customer a department or a touchpoint can see.

    ``share`` is the mean, over the data objects about buyers, of the part of the
    systems in which they begin that it can see; ``unseen`` are the objects it
    does not see wholly.
    """

    element: str
    share: float
    unseen: tuple[str, ...]


def views(feeds: Feeds) -> tuple[tuple[View, ...], tuple[View, ...]]:
    """Return what departments and what touchpoints see, in file order; nothing if nobody keeps any.

    A system shows all that begins in it or in a system whose feeds lead to it; a
    touchpoint sees the systems it requires, may choose or logs to, a department
    those it owns and those of its touchpoints.  Feeds in life pass on less than
    all, so a share is the most there can be.  One :func:`flood` with a bit for
    each place in which an object begins, whole bytes for each object, so that
    what a system shows falls apart into small numbers.  Touchpoints that see
    the same systems are worked out once.
    """
    whole = {data: len(begins) for data, begins in feeds.springs.items()}
    if not whole:
        return (), ()
    shown = _shown(feeds)
    used = {f"touchpoints:{point.id}": _systems_of(point, feeds.place) for point in feeds.points}
    owned: dict[str, list[int]] = {f"departments:{d}": [] for d in feeds.traffic.map.index["departments"]}
    for system in feeds.systems.values():
        owned.get(f"departments:{system.owner}", []).append(feeds.place[system.id])
    for point in feeds.points:
        owned.get(f"departments:{point.department}", []).extend(used[f"touchpoints:{point.id}"])
    known: dict[frozenset[int], tuple[float, tuple[str, ...]]] = {}

    def view(element: str, places: Iterable[int]) -> View:
        group = frozenset(places)
        if group not in known:
            seen = [0] * len(whole)
            for place in group:
                seen = [*map(or_, seen, shown[place])]
            parts = [one.bit_count() / number for one, number in zip(seen, whole.values(), strict=True)]
            unseen = tuple(f"data:{data}" for data, part in zip(whole, parts, strict=True) if part < 1)
            known[group] = fsum(parts) / len(parts), unseen
        return View(element, *known[group])

    return tuple(view(*one) for one in owned.items()), tuple(view(*one) for one in used.items())


def _shown(feeds: Feeds) -> list[list[int]]:
    """Return for each system, object by object, the places where it begins that the system shows."""
    bits = [0] * len(feeds.feeds)
    ends = [0]
    for begins in feeds.springs.values():
        for number, place in enumerate(begins, start=8 * ends[-1]):
            bits[place] |= 1 << number
        ends.append(ends[-1] + (len(begins) + 7) // 8)
    shown = (found.to_bytes(ends[-1], "little") for found in flood(bits, feeds.feeds))
    return [[int.from_bytes(octets[a:b], "little") for a, b in pairwise(ends)] for octets in shown]


def _systems_of(point: Touchpoint, place: Mapping[str, int]) -> list[int]:
    named = (*point.requires, *(one for group in point.any_of for one in group), point.logs_to or "")
    return [place[one] for one in dict.fromkeys(named) if one in place]
