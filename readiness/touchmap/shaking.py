"""Shaking the guessed figures of a map, to see which findings hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import fsum

from readiness.evidence import Grade
from readiness.touchmap.fields import Volume
from readiness.touchmap.finding import MapFinding
from readiness.touchmap.model import HandOff, Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Technology

FALLS_FROM = 0.1
"""A finding that is gone in more than this part of the rounds rests on guesses."""
_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_LEAST, _MOST = 1.0, 5.0  # satisfaction runs from 1 to 5

Find = Callable[[TouchMap], Iterable[MapFinding]]


@dataclass(frozen=True)
class Held:
    """A finding and the part of the rounds in which it was found."""

    code: str
    subject: str
    share: float


@dataclass(frozen=True)
class Shaken:
    """What became of the findings; ``figures`` is how many figures were shaken in each round.

    ``held`` are the findings of today, in their order, ``falling`` those of
    them that are gone in more than a tenth of the rounds, ``appearing`` those
    that today's figures do not show, the most frequent first.
    """

    rounds: int
    spread: float
    seed: int
    figures: int
    held: tuple[Held, ...]
    falling: tuple[Held, ...]
    appearing: tuple[Held, ...]


def shake(touchmap: TouchMap, find: Find, *, seed: int, rounds: int = 200, spread: float = 0.3) -> Shaken:
    """Multiply every guessed figure by a factor of its own and look again, round after round.

    Guessed are the visits, shares, cost, satisfaction and minutes of touchpoints
    of grade E0 (minutes of their hand-offs too), head counts of such buyers and
    the cost of such technology.  Factors are even in [1 - spread, 1 + spread].
    The shares of a touchpoint are scaled back where they would sum to more than 1
    (or than they did), guessed inbound visits where they would pass the control
    total (or what they were), satisfaction is kept within 1 to 5.

    The same seed gives the same result, and an unchanged figure of a changed map
    gets the same factors (common random numbers), so that two maps can be
    compared.  A Monte Carlo sensitivity analysis (Saltelli et al. 2008) of
    ``rounds`` calls of ``find``; a share of rounds is good to about
    0.5 / sqrt(rounds).  Raises ValueError for no rounds or a spread outside [0, 1).
    """
    if rounds < 1 or not 0 <= spread < 1:
        message = f"rounds {rounds} or spread {spread} out of range"
        raise ValueError(message)
    today = list(dict.fromkeys(finding.key for finding in find(touchmap)))
    shaker = _Shaker(touchmap, seed, spread)
    if not shaker.figures or not spread:
        held = tuple(Held(code, subject, 1.0) for code, subject in today)
        return Shaken(rounds, spread, seed, shaker.figures, held, (), ())
    times: dict[tuple[str, str], int] = dict.fromkeys(today, 0)
    for number in range(rounds):
        for key in dict.fromkeys(finding.key for finding in find(shaker.shaken(number))):
            times[key] = times.get(key, 0) + 1
    known = set(today)
    held = tuple(Held(*key, times[key] / rounds) for key in today)
    new = [Held(*key, number / rounds) for key, number in times.items() if key not in known]
    return Shaken(
        rounds=rounds,
        spread=spread,
        seed=seed,
        figures=shaker.figures,
        held=held,
        falling=tuple(one for one in held if 1 - one.share > FALLS_FROM + 1e-12),
        appearing=tuple(sorted(new, key=lambda one: (-one.share, one.code, one.subject))),
    )


class _Shaker:
    """Makes maps with other figures in the place of the guessed ones."""

    def __init__(self, touchmap: TouchMap, seed: int, spread: float) -> None:
        self.map = touchmap
        self.seed = seed
        self.spread = spread
        self.keys: dict[str, int] = {}
        self.round = 0
        self.shaken(0)
        self.figures = len(self.keys)

    def factor(self, figure: str) -> float:
        """Return the factor of a figure in this round."""
        key = self.keys.get(figure)
        if key is None:
            key = self.keys[figure] = _hashed(figure)
        drawn = _mixed(_mixed(_mixed(self.seed & _MASK) ^ key) + self.round * _GOLDEN)
        return 1 + self.spread * (2 * ((drawn >> 11) / (1 << 53)) - 1)

    def shaken(self, number: int) -> TouchMap:
        """Return the map of one round."""
        self.round = number
        touchpoints = tuple(self._touchpoint(point) for point in self.map.touchpoints)
        return replace(
            self.map,
            touchpoints=self._within_total(touchpoints),
            buyers=tuple(self._buyer(buyer) for buyer in self.map.buyers),
            technology=tuple(self._technology(entry) for entry in self.map.technology),
        )

    def _touchpoint(self, point: Touchpoint) -> Touchpoint:
        if point.evidence.level is not Grade.E0:
            return point
        name = f"touchpoints:{point.id}"
        satisfaction = self._of(point.satisfaction, f"{name}/satisfaction")
        if satisfaction is not None:
            satisfaction = min(max(satisfaction, _LEAST), _MOST)
        return replace(
            point,
            volume=Volume(
                self._of(point.volume.total, f"{name}/volume"),
                {b: v * self.factor(f"{name}/volume/{b}") for b, v in point.volume.by_buyer.items()},
            ),
            cost=self._of(point.cost, f"{name}/cost"),
            minutes=self._of(point.minutes, f"{name}/minutes"),
            satisfaction=satisfaction,
            next=self._ways(point, name),
        )

    def _ways(self, point: Touchpoint, name: str) -> tuple[Next, ...]:
        shares = [
            min(step.share * self.factor(f"{name}/next/{step.to}/{place}"), max(step.share, 1.0))
            for place, step in enumerate(point.next)
        ]
        before, whole = fsum(step.share for step in point.next), fsum(shares)
        # what is done is off by no more than the rest: a guess must not close a loop for good
        limit = before if before >= 1 else 1 - (1 - before) * (1 - self.spread)
        scale = limit / whole if whole > limit else 1.0
        return tuple(
            replace(step, share=share * scale, handoff=self._handoff(step.handoff, f"{name}/next/{step.to}"))
            for step, share in zip(point.next, shares, strict=True)
        )

    def _handoff(self, handoff: HandOff | None, name: str) -> HandOff | None:
        if handoff is None or handoff.minutes is None:
            return handoff
        return replace(handoff, minutes=self._of(handoff.minutes, f"{name}/minutes"))

    def _buyer(self, buyer: Buyer) -> Buyer:
        if buyer.evidence.level is not Grade.E0 or not buyer.head_count:
            return buyer
        heads = round(buyer.head_count * self.factor(f"buyers:{buyer.id}/head_count"))
        return replace(buyer, head_count=max(heads, 1))

    def _technology(self, entry: Technology) -> Technology:
        if entry.evidence.level is not Grade.E0 or entry.cost is None:
            return entry
        return replace(entry, cost=self._of(entry.cost, f"technology:{entry.id}/cost"))

    def _of(self, figure: float | None, name: str) -> float | None:
        return None if figure is None else figure * self.factor(name)

    def _within_total(self, shaken: tuple[Touchpoint, ...]) -> tuple[Touchpoint, ...]:
        """Scale guessed inbound visits back where all together would pass the control total."""
        control = self.map.contacts_per_year
        if control is None:
            return shaken
        limit = max(control, fsum(_inbound(self.map.touchpoints, guessed=None)))
        fixed = fsum(_inbound(shaken, guessed=False))
        loose = fsum(_inbound(shaken, guessed=True))
        if fixed + loose <= limit or not loose:
            return shaken
        scale = max(limit - fixed, 0.0) / loose
        return tuple(
            replace(point, volume=_scaled(point.volume, scale))
            if point.direction == "inbound" and point.evidence.level is Grade.E0
            else point
            for point in shaken
        )


def _inbound(points: Iterable[Touchpoint], *, guessed: bool | None) -> Iterable[float]:
    for point in points:
        if point.direction == "inbound" and guessed in (None, point.evidence.level is Grade.E0):
            yield from _numbers(point.volume)


def _numbers(volume: Volume) -> tuple[float, ...]:
    return tuple(volume.by_buyer.values()) if volume.total is None else (volume.total,)


def _scaled(volume: Volume, scale: float) -> Volume:
    by_buyer: Mapping[str, float] = {buyer: visits * scale for buyer, visits in volume.by_buyer.items()}
    return Volume(None if volume.total is None else volume.total * scale, by_buyer)


def _hashed(name: str) -> int:
    """Return 64 bits of a name: FNV-1a (Fowler, Noll and Vo 1991)."""
    bits = 0xCBF29CE484222325
    for byte in name.encode("utf-8", "surrogatepass"):
        bits = (bits ^ byte) * 0x100000001B3 & _MASK
    return bits


def _mixed(bits: int) -> int:
    """Return the next output of SplitMix64 for a state (Steele, Lea and Flood 2014): 64 even bits."""
    bits = bits + _GOLDEN & _MASK
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 & _MASK
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & _MASK
    return bits ^ bits >> 31
