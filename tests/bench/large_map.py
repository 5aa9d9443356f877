"""A map as large as asked for, of the shape that real ones have, made in memory."""

from __future__ import annotations

from random import Random

from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.model import CANONICAL_STAGES, HandOff, Next, TouchMap, Touchpoint
from readiness.touchmap.records import (
    Buyer,
    Channel,
    DataObject,
    Department,
    Goal,
    Need,
    Segment,
    System,
    Technology,
)


def large_map(touchpoints: int, *, components: int = 0, buyers: int = 10, seed: int = 1) -> TouchMap:
    """Return a map of so many touchpoints: three ways on each, two systems needed, every fifth only led to.

    ``components`` is how many systems, channels, departments and data objects
    there are together; a tenth of the touchpoints, at least 60, if it is 0.
    """
    chance = Random(seed)
    parts = components or max(60, touchpoints // 10)
    channels = [f"channel-{n}" for n in range(10)]
    departments = [f"department-{n}" for n in range(20)]
    data = [f"data-{n}" for n in range(20)]
    systems = [f"system-{n}" for n in range(parts - 50)]
    people = [f"buyer-{n}" for n in range(buyers)]
    needs = [f"need-{n}" for n in range(40)]
    size = max(touchpoints // len(CANONICAL_STAGES), 1)

    def touchpoint(n: int) -> Touchpoint:
        stage = min(n // size, len(CANONICAL_STAGES) - 1)
        mine = chance.sample(people, 3)
        only_led_to = n % 5 == 4
        visits = 0 if only_led_to else chance.randint(10, 5000)
        onward = [min(touchpoints - 1, n + chance.randint(1, 50)) for _ in range(2)]
        onward.append(max(0, n - chance.randint(1, 10)) if n % 7 == 0 else onward[0] - 1)
        rule = HandOff(repeats=chance.choice((True, False, None)))
        ways = [Next(f"place-{to}", 0.15, rule) for to in dict.fromkeys(onward) if to != n]
        return Touchpoint(
            f"place-{n}",
            stage=CANONICAL_STAGES[stage],
            channel=chance.choice(channels),
            buyers=tuple(mine),
            serves=(chance.choice(needs),),
            owner=chance.choice(departments),
            requires=(chance.choice(systems), chance.choice(systems)),
            any_of=((chance.choice(systems), chance.choice(systems)),) if n % 3 == 0 else (),
            captures=(chance.choice(data),),
            logs_to=chance.choice(systems),
            volume=Volume(by_buyer=dict.fromkeys(mine, float(visits))),
            cost=round(chance.uniform(0.1, 20), 2),
            minutes=float(chance.randint(1, 20)),
            satisfaction=round(chance.uniform(1, 5), 1),
            next=tuple(ways),
        )

    return TouchMap(
        "touchmap/1",
        "large",
        goals=(Goal("goal"),),
        segments=(Segment("segment", decision="invest"),),
        needs=tuple(Need(name, usual=True, top=n < 5) for n, name in enumerate(needs)),
        buyers=tuple(
            Buyer(name, segment="segment", value_share=1 / buyers, needs=tuple(needs[n::2]))
            for n, name in enumerate(people)
        ),
        stages=tuple(Stage(name, name) for name in CANONICAL_STAGES),
        channels=tuple(
            Channel(name, hours=(f"mon-fri 0{7 + n % 3}:00-{16 + n % 4}:00",), human=n % 2 == 0)
            for n, name in enumerate(channels)
        ),
        departments=tuple(Department(name) for name in departments),
        systems=tuple(
            System(name, feeds=(systems[(n + 1) % len(systems)],) if n % 4 else (), holds=(data[n % 20],))
            for n, name in enumerate(systems)
        ),
        data=tuple(
            DataObject(name, about="buyers", records=1000, master=systems[n]) for n, name in enumerate(data)
        ),
        touchpoints=tuple(touchpoint(n) for n in range(touchpoints)),
        technology=tuple(
            Technology(f"function-{n}", needs=(needs[n],), goals=("goal",), touchpoints=(f"place-{n}",))
            for n in range(min(20, touchpoints))
        ),
    )


def links(touchmap: TouchMap) -> int:
    """Return how many edges a map has: ways on, needs of a touchpoint, buyers at it, feeds, copies."""
    count = sum(len(s.feeds) + len(s.holds) for s in touchmap.systems)
    return count + sum(
        len(t.next) + len(t.buyers) + len(t.requires) + sum(map(len, t.any_of)) + len(t.captures)
        + bool(t.channel) + bool(t.owner) + len(t.serves) + bool(t.logs_to)
        for t in touchmap.touchpoints
    )  # fmt: skip
