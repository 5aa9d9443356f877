"""Minimal cut sets: the few elements that must fail together to leave a buyer without a need served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from readiness.touchmap.analyses.outages import outages
from readiness.touchmap.dependence import COMPONENTS, lost
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import Traffic

LARGEST = 3
BUDGET = 400_000
WIDEST = 2_000
Cut = frozenset[str]


@dataclass(frozen=True)
class CutSet:
    """Elements (``kind:id``) whose joint failure leaves a buyer without a need; none of them is idle."""

    buyer: str
    need: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class CutSets:
    """All minimal cut sets up to a size; ``complete`` is False where the search stopped at its bound.

    Those listed are real and minimal in any case; where the search stopped,
    others may be missing.
    """

    size: int
    found: tuple[CutSet, ...]
    complete: bool
    tried: int
    served: int
    """Pairs of a buyer and a need of theirs that is served today."""


def cut_sets(traffic: Traffic, size: int = LARGEST, *, budget: int = BUDGET) -> CutSets:
    """Return the minimal cut sets of every buyer and need, up to ``size`` elements.

    Top-down with truncation by order (Fussell & Vesely 1972), as one more
    algebra of ``dependence.lost``: a value is the family of smallest sets that
    bring a loss about.  Bounded by ``budget`` unions of sets.  Each set found
    is tried as an outage, so that none is listed that does no harm or that has
    an idle member.
    """
    families = _Families(size, budget, _order(traffic.map))
    gone = lost(traffic, families)
    ways: dict[tuple[str, str], Any] = {}
    for touchpoint in traffic.inbound:
        for buyer, when in gone.reach[touchpoint.id].items():
            for need in dict.fromkeys(touchpoint.serves):
                ways[buyer, need] = ways.get((buyer, need), families.always) & when
    candidates = [
        (buyer.id, need, cut)
        for buyer in traffic.map.index["buyers"].values()
        for need in dict.fromkeys(buyer.needs)
        for cut in families.sorted(ways.get((buyer.id, need), families.never))
        if cut
    ]
    wanted = {(buyer.id, need) for buyer in traffic.map.buyers for need in buyer.needs}
    served = sum(key in wanted and when != families.always for key, when in ways.items())
    proved = tuple(_proved(traffic, candidates, families))
    return CutSets(size, proved, families.complete, families.tried, served)


def _proved(
    traffic: Traffic, candidates: list[tuple[str, str, Cut]], families: _Families
) -> Iterable[CutSet]:
    """Yield the candidates that do harm of which no smaller part does."""
    trials: dict[tuple[str, ...], None] = {}
    for _, _, cut in candidates:
        trials[families.named(cut)] = None
        for part in combinations(families.named(cut), len(cut) - 1):
            trials[part] = None
    wanted = [trial for trial in trials if trial]
    lost_by = {
        scenario.ids: {(loss.buyer, need) for loss in scenario.losses for need in loss.needs}
        for scenario in outages(traffic, wanted).scenarios
    }
    for buyer, need, cut in candidates:
        ids = families.named(cut)
        smaller = [part for part in combinations(ids, len(ids) - 1) if part]
        if (buyer, need) in lost_by[ids] and not any((buyer, need) in lost_by[part] for part in smaller):
            yield CutSet(buyer, need, ids)


def _order(touchmap: TouchMap) -> dict[str, int]:
    names = [f"{kind}:{record.id}" for kind in COMPONENTS for record in getattr(touchmap, kind)]
    return {name: place for place, name in enumerate(names)}


@dataclass
class _Families:
    """Families of cut sets as an algebra: all sets of at most ``size`` elements, none within another."""

    size: int
    budget: int
    places: dict[str, int]
    complete: bool = True
    tried: int = 0
    always: _Family = field(init=False)
    never: _Family = field(init=False)

    def __post_init__(self) -> None:
        self.always = _Family(frozenset((frozenset(),)), self)
        self.never = _Family(frozenset(), self)

    def fails(self, element: str) -> _Family:
        """Return the family of the element alone."""
        return _Family(frozenset((frozenset((element,)),)), self)

    def named(self, cut: Cut) -> tuple[str, ...]:
        """Return a set in the order of the map."""
        return tuple(sorted(cut, key=lambda name: self.places[name]))

    def sorted(self, family: _Family) -> list[Cut]:
        """Return the sets of a family, smallest first."""
        return sorted(
            family.sets, key=lambda cut: (len(cut), [self.places[name] for name in self.named(cut)])
        )

    def spend(self, unions: int) -> bool:
        """Say whether so many unions may still be tried, and count them."""
        if self.tried + unions > self.budget:
            self.complete = False
            return False
        self.tried += unions
        return True

    def smallest(self, sets: Iterable[Cut]) -> _Family:
        """Return the sets that hold no other one, at most WIDEST of them."""
        kept: set[Cut] = set()
        for cut in sorted(set(sets), key=lambda cut: (len(cut), sorted(self.places[name] for name in cut))):
            parts = (frozenset(p) for size in range(len(cut)) for p in combinations(cut, size))
            if any(part in kept for part in parts):
                continue
            if len(kept) == WIDEST:
                self.complete = False
                break
            kept.add(cut)
        return _Family(frozenset(kept), self)


@dataclass(frozen=True)
class _Family:
    """Sets of elements of which the failure of any one set brings a loss about."""

    sets: frozenset[Cut]
    home: _Families = field(compare=False, repr=False)

    def __or__(self, other: _Family) -> _Family:
        if not other.sets or other.sets <= self.sets:
            return self
        return self.home.smallest(self.sets | other.sets)

    def __and__(self, other: _Family) -> _Family:
        if self == self.home.always or self.sets == other.sets:
            return other
        if other == self.home.always:
            return self
        if not self.home.spend(len(self.sets) * len(other.sets)):
            return self.home.smallest(self.sets & other.sets)
        unions = (one | two for one, two in product(self.sets, other.sets))
        return self.home.smallest(cut for cut in unions if len(cut) <= self.home.size)
