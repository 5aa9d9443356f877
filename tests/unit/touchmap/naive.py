"""A slow, plain way to the same answers: random maps, and outages one at a time."""

from __future__ import annotations

from random import Random

from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.model import Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, DataObject, Department, Need, System


def random_map(seed: int, *, touchpoints: int = 8) -> TouchMap:
    """Return a small map with every kind of dependence, cycles included."""
    chance = Random(seed)
    names = {
        kind: [f"{kind}-{n}" for n in range(chance.randint(1, 3))]
        for kind in ("channel", "department", "system", "data", "buyer", "need")
    }
    places = [f"place-{n}" for n in range(chance.randint(1, touchpoints))]
    stages = ("find", "buy", "pay")

    def some(words, most=2):
        return tuple(chance.sample(words, min(chance.randint(0, most), len(words))))

    def maybe(words):
        return chance.choice([None, *words])

    required = [*names["channel"], *names["department"], *names["system"], *names["data"], *places]

    def touchpoint(name):
        buyers = some(names["buyer"], 3)
        share = chance.choice((0.2, 0.3))
        return Touchpoint(
            name,
            stage=maybe(stages),
            channel=maybe(names["channel"]),
            direction=chance.choice(("inbound", "inbound", "outbound")),
            buyers=buyers,
            serves=some(names["need"], 3),
            owner=chance.choice([None, "none", *names["department"]]),
            requires=some(required),
            any_of=tuple(some(required, 3) for _ in range(chance.randint(0, 2))),
            volume=Volume(by_buyer={buyer: chance.choice((0, 10, 200)) for buyer in buyers}),
            next=tuple(Next(other, share) for other in some(places, 3)),
        )

    return TouchMap(
        "touchmap/1",
        "random",
        stages=tuple(Stage(stage, stage) for stage in stages),
        needs=tuple(Need(name) for name in names["need"]),
        buyers=tuple(Buyer(name, needs=some(names["need"], 3), value_share=0.1) for name in names["buyer"]),
        channels=tuple(Channel(name, falls_back_to=some(names["channel"])) for name in names["channel"]),
        departments=tuple(Department(name) for name in names["department"]),
        systems=tuple(System(name, holds=some(names["data"])) for name in names["system"]),
        data=tuple(DataObject(name, master=maybe(names["system"])) for name in names["data"]),
        touchpoints=tuple(touchpoint(name) for name in places),
    )


class Naive:
    """A map read once for plain questions; one outage after the other, true and false, no sets."""

    def __init__(self, touchmap: TouchMap) -> None:
        self.map = touchmap
        self.places = {t.id: t for t in touchmap.touchpoints}
        self.channels = {c.id: c for c in touchmap.channels}
        self.buyers = {
            t.id: tuple(dict.fromkeys((*t.buyers, *t.volume.by_buyer))) for t in self.map.touchpoints
        }
        arriving: dict[tuple[str, str], float] = {}
        for t in touchmap.touchpoints:
            for step in t.next:
                for buyer, visits in t.volume.by_buyer.items():
                    key = step.to, buyer
                    arriving[key] = arriving.get(key, 0) + visits * step.share
        self.starts = {
            (t.id, buyer): visits - arriving.get((t.id, buyer), 0) > 1e-9 * visits
            for t in touchmap.touchpoints
            for buyer, visits in t.volume.by_buyer.items()
        }

    def works(self, failed: set[str]) -> set[str]:
        """Return the ids of what works: from nothing up to the least fixpoint."""
        up: set[str] = set()
        plain = {
            record.id
            for kind in ("systems", "channels", "departments")
            for record in getattr(self.map, kind)
            if record.id not in failed
        }
        up |= plain
        for data in self.map.data:
            stores = {s.id for s in self.map.systems if data.id in s.holds}
            stores |= {data.master} - {None}
            if data.id not in failed and (not stores or stores & up):
                up.add(data.id)
        while True:
            more = {t.id for t in self.map.touchpoints if t.id not in failed and self._stands(t, up)}
            if more <= up:
                return up
            up |= more

    def _stands(self, t: Touchpoint, up: set[str]) -> bool:
        if t.channel is not None and t.channel not in up:
            return False
        owner = t.owner if t.owner not in (None, "none") else None
        if owner is not None and owner not in up:
            return False
        return set(t.requires) <= up and all(set(group) & up for group in t.any_of if group)

    def reached(self, failed: set[str]) -> set[tuple[str, str]]:
        """Return (touchpoint, buyer) for all that a buyer can use."""
        up = self.works(failed)
        before: dict[str, set[str]] = {name: set() for name in self.places}
        for t in self.map.touchpoints:
            for step in t.next:
                if step.share > 0 and step.to in before and step.to != t.id:
                    before[step.to].add(t.id)
        found: set[tuple[str, str]] = set()
        while True:
            more = {
                (name, buyer)
                for name, t in self.places.items()
                for buyer in self.buyers[name]
                if name in up
                and (
                    t.direction == "outbound"
                    or self.starts.get((name, buyer), False)
                    or not any(buyer in self.buyers[one] for one in before[name])
                    or any((one, buyer) in found for one in before[name])
                )
            }
            if more <= found:
                return found
            found |= more

    def diverted(self, failed: set[str]) -> float:
        """Return the contacts that a channel which fails loses and its fall-backs can serve."""
        today, then = self.reached(set()), self.reached(failed)
        found = 0.0
        for name, buyer in today - then:
            t = self.places[name]
            if t.direction != "inbound" or t.channel not in failed:
                continue
            left, seen = [t.channel], set()
            while left:
                channel = left.pop()
                if channel not in seen:
                    seen.add(channel)
                    left += self.channels[channel].falls_back_to
            seen.discard(t.channel)
            if any(
                who == buyer
                and self.places[other].channel in seen
                and self.places[other].direction == "inbound"
                and set(self.places[other].serves) & set(t.serves)
                for other, who in then
            ):
                found += t.volume.by_buyer.get(buyer, 0)
        return found

    def losses(self, failed: set[str]) -> tuple[dict[str, float], set[tuple[str, str]], set[str]]:
        """Return contacts lost by buyer, (buyer, need) lost, and touchpoints that nobody can use any more."""
        today, then = self.reached(set()), self.reached(failed)
        contacts: dict[str, float] = {}
        for name, buyer in today - then:
            t = self.places[name]
            if t.direction == "inbound" and t.volume.by_buyer.get(buyer):
                contacts[buyer] = contacts.get(buyer, 0) + t.volume.by_buyer[buyer]
        needs = set()
        for buyer in self.map.buyers:
            for need in buyer.needs:
                can = lambda found, b=buyer.id, n=need: any(
                    who == b and n in self.places[name].serves
                    for name, who in found
                    if self.places[name].direction == "inbound"
                )
                if can(today) and not can(then):
                    needs.add((buyer.id, need))
        used = lambda found: {name for name, _ in found}
        stopped = used(today) - used(then)
        bare = {t.id for t in self.map.touchpoints if not self.buyers[t.id]}
        stopped |= (bare & self.works(set())) - self.works(failed)
        return contacts, needs, stopped
