"""What every touchpoint depends on: when each element of the map stops, in all scenarios at once.

An element is lost or works; a touchpoint works if its channel is open, its
owner is there, ALL it ``requires`` works and one member of every ``any_of``
group does.  What a channel falls back to is no alternative for the touchpoint
itself: a buyer has one if another touchpoint serves the need.  These are
Horn clauses; what works is their least fixpoint, so that elements which only
support each other do not work (Dowling & Gallier 1984, forward chaining).  A
data object is readable while one of the systems that store it works.  The
plain dominators of the graph cannot see that ``requires`` means all.

Nothing here knows what a "when" is.  A value is any algebra with ``|`` (lost
in either case) and ``&`` (lost in both): integers with a bit for each
scenario, sets of scenarios, or families of cut sets.  So one pass, O(links x
the price of a value), answers for all scenarios together.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Generic, Protocol, Self, TypeVar

from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import Traffic, buyers_of

COMPONENTS = ("systems", "channels", "departments", "data", "touchpoints")
ROUNDS = 10_000


class Value(Protocol):
    """When something is lost."""

    def __or__(self, other: Self, /) -> Self:
        """Lost when either is."""
        ...

    def __and__(self, other: Self, /) -> Self:
        """Lost when both are."""
        ...


When = TypeVar("When", bound=Value)
When_co = TypeVar("When_co", bound=Value, covariant=True)


class Algebra(Protocol[When_co]):
    """Values of one kind: when an element fails by itself, and the two ends."""

    @property
    def always(self) -> When_co:
        """In every case."""
        ...

    @property
    def never(self) -> When_co:
        """In no case."""
        ...

    def fails(self, element: str, /) -> When_co:
        """Return when an element (``kind:id``) fails by itself."""
        ...


@dataclass(frozen=True)
class Lost(Generic[When]):
    """When each element (``kind:id``) is lost, and each touchpoint for each of its buyers."""

    elements: Mapping[str, When]
    reach: Mapping[str, Mapping[str, When]]
    """By touchpoint and buyer: the touchpoint is lost or no way leads to it any more."""


def lost(traffic: Traffic, algebra: Algebra[When]) -> Lost[When]:
    """Return when every element is lost, in the values of an algebra."""
    touchmap = traffic.map
    elements = {
        name: algebra.fails(name)
        for kind in ("systems", "channels", "departments")
        for name in (f"{kind}:{record.id}" for record in getattr(touchmap, kind))
    }
    holders: dict[str, list[str]] = {}
    for system in touchmap.systems:
        for name in system.holds:
            holders.setdefault(name, []).append(f"systems:{system.id}")
    for data in touchmap.data:
        stores = [*holders.get(data.id, ()), f"systems:{data.master}"]
        known = [elements[store] for store in stores if store in elements]
        alone = algebra.fails(f"data:{data.id}")
        elements[f"data:{data.id}"] = alone | reduce(and_, known) if known else alone
    elements |= _touchpoints(touchmap, elements, algebra)
    return Lost(elements, _reach(traffic, elements, algebra.always))


def fallbacks(touchmap: TouchMap, channel: str) -> tuple[str, ...]:
    """Return a channel and all that it falls back to, directly or by another; a cycle just closes."""
    channels = touchmap.index["channels"]
    found, left = {channel: None}, [channel]
    for name in left:
        more = [other for other in channels[name].falls_back_to if other in channels and other not in found]
        found |= dict.fromkeys(more)
        left += more
    return tuple(found)


def entries(traffic: Traffic) -> Mapping[str, frozenset[str]]:
    """Return for each touchpoint the buyers who can begin there, so that no other touchpoint must lead to it.

    Journeys of the buyer start there, the company starts the contact, or no
    touchpoint of that buyer leads to it.
    """
    return _entries(traffic, ways_in(traffic.map))


def _entries(traffic: Traffic, lead_in: Mapping[str, Sequence[str]]) -> Mapping[str, frozenset[str]]:
    buyers = {touchpoint.id: buyers_of(touchpoint) for touchpoint in traffic.map.touchpoints}
    return {
        t.id: frozenset(
            buyer
            for buyer in buyers[t.id]
            if t.direction == "outbound"
            or traffic.starts_of(t.id, buyer) > 0
            or not any(buyer in buyers[before] for before in lead_in[t.id])
        )
        for t in traffic.map.touchpoints
    }


def ways_in(touchmap: TouchMap) -> Mapping[str, Sequence[str]]:
    """Return for each touchpoint those from which visits really come, in the order of the file."""
    found: dict[str, list[str]] = {touchpoint.id: [] for touchpoint in touchmap.touchpoints}
    for touchpoint in touchmap.touchpoints:
        for step in touchpoint.next:
            if step.share > 0 and step.to in found and step.to != touchpoint.id:
                found[step.to].append(touchpoint.id)
    return found


def never_working(touchmap: TouchMap) -> Iterator[tuple[str, ...]]:
    """Yield the loops of touchpoints that ``require`` each other, so that none of them can ever work.

    One loop for each component of them, in the order of the file; O(touchpoints + requirements).
    """
    requires = {
        t.id: [name for name in t.requires if name in touchmap.index["touchpoints"]]
        for t in touchmap.touchpoints
    }
    state: dict[str, int] = {}
    for root, needs in requires.items():
        if root in state:
            continue
        path, ways = [root], [iter(needs)]
        state[root] = 1
        while path:
            following = next((name for name in ways[-1] if state.get(name) != 2), None)
            if following is None:
                state[path.pop()] = 2
                ways.pop()
            elif state.get(following) == 1:
                yield tuple(path[path.index(following) :])
                for name in path:
                    state[name] = 2
                path, ways = [], []
            else:
                state[following] = 1
                path.append(following)
                ways.append(iter(requires[following]))


def names_of(touchmap: TouchMap) -> Mapping[str, str]:
    """Return ``kind:id`` by id for everything that can be required or can fail."""
    return {record.id: f"{kind}:{record.id}" for kind in COMPONENTS for record in getattr(touchmap, kind)}


def needed(touchpoint: Touchpoint, names: Mapping[str, str]) -> tuple[list[str], list[list[str]]]:
    """Return what a touchpoint needs: elements of which all count, and groups of which one is enough."""
    together = [names[name] for name in touchpoint.requires if name in names]
    if touchpoint.department:
        together.append(f"departments:{touchpoint.department}")
    groups = [[names[name] for name in group if name in names] for group in touchpoint.any_of]
    return together, [group for group in groups if group]


def _touchpoints(
    touchmap: TouchMap,
    elements: Mapping[str, When],
    algebra: Algebra[When],
) -> dict[str, When]:
    """Return when each touchpoint is lost for everybody: from ``always`` down to the greatest fixpoint."""
    names = names_of(touchmap)
    found: dict[str, When] = {f"touchpoints:{t.id}": algebra.always for t in touchmap.touchpoints}
    fixed: dict[str, When] = {}
    open_: dict[str, tuple[list[str], list[list[str]]]] = {}
    waiting: dict[str, list[str]] = {}
    for touchpoint in touchmap.touchpoints:
        here = f"touchpoints:{touchpoint.id}"
        together, groups = needed(touchpoint, names)
        when = algebra.fails(here) | elements.get(f"channels:{touchpoint.channel}", algebra.never)
        when = reduce(or_, (elements[name] for name in together if name in elements), when)
        linked = [name for name in together if name in found]
        mixed = [group for group in groups if any(name in found for name in group)]
        for group in groups:
            if group not in mixed:
                when = when | reduce(and_, (elements[name] for name in group))
        fixed[here] = when
        if linked or mixed:
            open_[here] = (linked, mixed)
            for name in (*linked, *(name for group in mixed for name in group)):
                waiting.setdefault(name, []).append(here)
        else:
            found[here] = when
    every = {**elements, **found}

    def value(here: str) -> When:
        linked, mixed = open_[here]
        when = reduce(or_, (every[name] for name in linked), fixed[here])
        return reduce(or_, (reduce(and_, (every[name] for name in group)) for group in mixed), when)

    _settle(open_, waiting, every, value)
    return {here: every[here] for here in found}


def _reach(traffic: Traffic, elements: Mapping[str, When], always: When) -> Mapping[str, Mapping[str, When]]:
    """Return when each touchpoint is lost for each of its buyers, along the ways on."""
    lead_in = ways_in(traffic.map)
    first = _entries(traffic, lead_in)
    found: dict[str, dict[str, When]] = {}
    by_buyer: dict[str, dict[str, When]] = {}
    later: dict[str, list[str]] = {}
    for touchpoint in traffic.map.touchpoints:
        alone = elements[f"touchpoints:{touchpoint.id}"]
        found[touchpoint.id] = {}
        for buyer in buyers_of(touchpoint):
            starts = buyer in first[touchpoint.id]
            when = alone if starts else always
            found[touchpoint.id][buyer] = when
            by_buyer.setdefault(buyer, {})[touchpoint.id] = when
            if not starts:
                later.setdefault(buyer, []).append(touchpoint.id)
    for buyer, places in later.items():
        mine = by_buyer[buyer]
        before = {place: [p for p in lead_in[place] if p in mine] for place in places}
        waiting: dict[str, list[str]] = {}
        for place, many in before.items():
            for one in many:
                waiting.setdefault(one, []).append(place)

        def value(place: str, mine: dict[str, When] = mine, before: dict[str, list[str]] = before) -> When:
            return elements[f"touchpoints:{place}"] | reduce(and_, (mine[one] for one in before[place]))

        _settle(before, waiting, mine, value)
        for place in places:
            found[place][buyer] = mine[place]
    return found


def _settle(
    unknown: Iterable[str],
    waiting: Mapping[str, Sequence[str]],
    values: dict[str, When],
    value: Callable[[str], When],
) -> None:
    """Bring values down to their fixpoint, each again whenever one it depends on has changed."""
    queue = deque(_in_order(unknown, waiting))
    queued = set(queue)
    rounds = ROUNDS * max(len(queued), 1)
    while queue and rounds:
        rounds -= 1
        here = queue.popleft()
        queued.discard(here)
        now = value(here)
        if now != values[here]:
            values[here] = now
            for other in waiting.get(here, ()):
                if other not in queued:
                    queued.add(other)
                    queue.append(other)


def _in_order(unknown: Iterable[str], waiting: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield places so that most come after those they depend on (reverse postorder)."""
    seen: set[str] = set()
    order: list[str] = []
    wanted = list(unknown)
    inside = set(wanted)
    for root in wanted:
        stack = [(root, iter(waiting.get(root, ())))] if root not in seen else []
        seen.add(root)
        while stack:
            here, others = stack[-1]
            for other in others:
                if other in inside and other not in seen:
                    seen.add(other)
                    stack.append((other, iter(waiting.get(other, ()))))
                    break
            else:
                order.append(here)
                stack.pop()
    return reversed(order)
