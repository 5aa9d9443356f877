"""Who sees the whole customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

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
    each place in which an object begins.
    """
    bits, masks, next_bit = [0] * len(feeds.feeds), {}, 1
    for data, begins in feeds.springs.items():
        masks[data] = 0
        for place in begins:
            bits[place] |= next_bit
            masks[data], next_bit = masks[data] | next_bit, next_bit << 1
    shown = flood(bits, feeds.feeds)
    used = {f"touchpoints:{point.id}": _systems_of(point, feeds.place) for point in feeds.points}
    owned: dict[str, list[int]] = {f"departments:{d}": [] for d in feeds.traffic.map.index["departments"]}
    for system in feeds.systems.values():
        owned.get(f"departments:{system.owner}", []).append(feeds.place[system.id])
    for point in feeds.points:
        owned.get(f"departments:{point.department}", []).extend(used[f"touchpoints:{point.id}"])

    def view(element: str, places: Iterable[int]) -> View:
        seen = 0
        for place in places:
            seen |= shown[place]
        parts = {data: (seen & mask).bit_count() / mask.bit_count() for data, mask in masks.items()}
        unseen = tuple(f"data:{data}" for data, part in parts.items() if part < 1)
        return View(element, fsum(parts.values()) / len(parts), unseen)

    if not masks:
        return (), ()
    return tuple(view(*one) for one in owned.items()), tuple(view(*one) for one in used.items())


def _systems_of(point: Touchpoint, place: Mapping[str, int]) -> list[int]:
    named = (*point.requires, *(one for group in point.any_of for one in group), point.logs_to or "")
    return [place[one] for one in dict.fromkeys(named) if one in place]
