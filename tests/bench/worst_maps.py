"""Maps of the worst shapes: nobody draws them, and none of them may hang the analyses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from large_map import large_map

from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.model import Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, DataObject, Department, Need, System


def one_stage() -> TouchMap:
    """100,000 touchpoints in one stage, on one channel, of one owner, for all buyers, after one another."""
    return _line(100_000, buyers=10)


def long_line() -> TouchMap:
    """A line of 20,000 touchpoints, each the only way to the next and required by it."""
    touchmap = _line(20_000, buyers=3)
    places = [replace(touchmap.touchpoints[0], requires=("system",))]
    places += [
        replace(t, requires=(before.id,))
        for before, t in zip(touchmap.touchpoints, touchmap.touchpoints[1:], strict=False)
    ]
    return replace(touchmap, touchpoints=tuple(places))


def one_ring() -> TouchMap:
    """20,000 touchpoints that lead to each other at random, three ways on each: one strong component."""
    chance = Random(3)
    touchmap = _line(20_000, buyers=3)
    places = touchmap.touchpoints
    return replace(
        touchmap,
        touchpoints=tuple(
            replace(
                t,
                owner=chance.choice(("department", "other")),
                next=tuple(Next(place.id, 0.3) for place in chance.sample(places, 3)),
            )
            for t in places
        ),
    )


def all_linked() -> TouchMap:
    """700 systems that all feed each other and hold each of 700 data objects; 2,000 touchpoints use them."""
    chance = Random(5)
    systems = [f"system-{n}" for n in range(700)]
    data = [f"data-{n}" for n in range(700)]
    touchmap = _line(2_000, buyers=3)
    return replace(
        touchmap,
        systems=tuple(
            System(name, feeds=tuple(systems), holds=tuple(data), owner="department") for name in systems
        ),
        data=tuple(DataObject(name, about="buyers", master=systems[n]) for n, name in enumerate(data)),
        touchpoints=tuple(
            replace(
                t,
                requires=tuple(chance.sample(systems, 3)),
                captures=tuple(chance.sample(data, 3)),
                logs_to=chance.choice(systems),
            )
            for t in touchmap.touchpoints
        ),
    )


def many_buyers() -> TouchMap:
    """1,000 buyers who all use each of 1,000 touchpoints."""
    return _line(1_000, buyers=1_000)


def few_of_many_buyers() -> TouchMap:
    """5,000 touchpoints, 1,000 buyers, three of them at each."""
    return large_map(5_000, buyers=1_000)


def all_ways() -> TouchMap:
    """700 touchpoints, each with a way to every other."""
    touchmap = _line(700, buyers=10)
    ids = [t.id for t in touchmap.touchpoints]
    every = {one: tuple(Next(other, 0.9 / len(ids)) for other in ids if other != one) for one in ids}
    return replace(touchmap, touchpoints=tuple(replace(t, next=every[t.id]) for t in touchmap.touchpoints))


def _line(touchpoints: int, *, buyers: int) -> TouchMap:
    people = tuple(f"buyer-{n}" for n in range(buyers))
    return TouchMap(
        "touchmap/1",
        "worst",
        needs=(Need("need", usual=True, top=True),),
        buyers=tuple(Buyer(name, needs=("need",)) for name in people),
        stages=(Stage("find", "find"),),
        channels=(Channel("phone", hours=("mon-fri 08:00-17:00",), human=True),),
        departments=(Department("department"), Department("other")),
        systems=(System("system"),),
        touchpoints=tuple(
            Touchpoint(
                f"place-{n}",
                stage="find",
                channel="phone",
                buyers=people,
                serves=("need",),
                owner="department" if n % 2 else "other",
                requires=("system",),
                logs_to="system",
                volume=Volume(by_buyer=dict.fromkeys(people, 100.0)),
                cost=1.0,
                minutes=2.0,
                satisfaction=3.0,
                next=(Next(f"place-{n + 1}", 0.9),) if n + 1 < touchpoints else (),
            )
            for n in range(touchpoints)
        ),
    )


WORST: Mapping[str, tuple[Callable[[], TouchMap], float]] = {
    "100,000 touchpoints in one stage": (one_stage, 120.0),
    "a line of 20,000, each requiring the one before": (long_line, 60.0),
    "one ring of 20,000 at random": (one_ring, 60.0),
    "700 systems all linked, 700 data objects": (all_linked, 60.0),
    "1,000 buyers at each of 1,000 touchpoints": (many_buyers, 60.0),
    "1,000 buyers, three at each of 5,000 touchpoints": (few_of_many_buyers, 60.0),
    "700 touchpoints with ways to all others": (all_ways, 60.0),
}
"""What is asked for, how it is made, and CPU seconds that it may take."""
