"""The search behind the cheapest way to clear a verdict: branch and bound over answers.

A verdict is clear where five sums reach their bounds (see ``_against_clearance``
in :mod:`readiness.assessment.verdict`).  Each answer can add to these sums in
a few ways, so this is a small knapsack in several dimensions, solved by branch
and bound (Land and Doig 1960).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from readiness.assessment.moves import Move, all_moved, moved
from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign, add_up
from readiness.assessment.verdict import judge
from readiness.evidence import Grade

MOST_LOOKS = 60_000
"""Half-made paths that are looked at before the search stops."""
MOST_ANSWERS = 200
"""Answers of one pitfall that are searched at all."""
INFINITE = float("inf")
_SUMS = range(5)
_TINY = 1e-9
Sums = tuple[float, ...]


def _kind(choices: Sequence[tuple[Move, Sums]]) -> tuple[tuple[float, Sums], ...]:
    """Return all that decides how an answer can move, so that alike answers are found."""
    return tuple((move.steps, gain) for move, gain in choices)


def _pace(move: Move, gain: float) -> float:
    """Return what a move adds to a sum for each step."""
    return gain / move.steps if move.steps else (INFINITE if gain > 0 else 0.0)


class Search:
    """Branch and bound over answers: how many are moved, then which, then how far."""

    def __init__(
        self, signs: tuple[Sign, ...], options: Mapping[int, tuple[Move, ...]], rules: Rules
    ) -> None:
        self.signs = signs
        self.rules = rules
        self.whole = add_up(signs).whole
        base = [self._sums(sign) for sign in signs]
        self.start = tuple(map(sum, zip(*base, strict=True)))
        self.need = self._bounds()
        gated = {at for at, sign in enumerate(signs) if sign.kind == "answer" and sign.gate}
        self.forced = gated
        choices = {at: self._choices(at, found, base[at]) for at, found in options.items()}
        self.order = sorted(
            (at for at, found in choices.items() if found),
            key=lambda at: (at not in gated, -max(sum(gain) for _, gain in choices[at]), _kind(choices[at])),
        )
        self.choices = [choices[at] for at in self.order]
        kinds = [(at in gated, _kind(choices[at])) for at in self.order]
        self.alike = [place > 0 and kinds[place] == kinds[place - 1] for place in range(len(kinds))]
        self.looks = 0
        self.stopped = False
        self.best: tuple[float, tuple[Move, ...]] | None = None

    def run(self) -> tuple[Move, ...] | None:
        """Return the cheapest moves; None where the search stopped before it found any."""
        if len(self.order) > MOST_ANSWERS:
            self.stopped = True
            return None
        self._bound()
        for count in range(len(self.forced), len(self.order) + 1):
            self._look(0, count, self.start, 0.0, ())
            if self.best is not None or self.stopped:
                break
        if self.best is None:
            return None
        place = {self.signs[at].id: at for at in self.order}
        return tuple(sorted(self.best[1], key=lambda move: place[move.id]))

    def _sums(self, sign: Sign) -> Sums:
        """Return what a sign adds to the sums that a clearance compares; each has a lower bound."""
        if sign.state == "not-applicable":
            return (0.0,) * 5
        clear = self.rules.clear
        known = sign.weight if sign.known else 0.0
        good = sign.known and sign.risk < clear.good_risk and sign.grade >= Grade.E1
        return (
            clear.risk * known - sign.load,
            known,
            known - sign.load,
            known if sign.witnessed else 0.0,
            (known if good else 0.0) - clear.evidenced * known,
        )

    def _bounds(self) -> Sums:
        clear = self.rules.clear
        unknown = max(self.rules.unknown.coverage, self.rules.unknown.coverage_without_sign)
        return (
            0.0,
            max(clear.coverage, unknown) * self.whole,
            (1 - clear.high) * self.whole,
            clear.witnessed * self.whole,
            0.0,
        )

    def _choices(self, at: int, found: Sequence[Move], base: Sums) -> list[tuple[Move, Sums]]:
        """Return the moves of an answer with what they add, those that another one beats left out."""
        kept: list[tuple[Move, Sums]] = []
        for move in found:
            after = self._sums(moved(self.signs[at], move))
            gain = tuple(new - old for new, old in zip(after, base, strict=True))
            if not self.signs[at].gate and max(gain) <= _TINY:
                continue
            kept.append((move, gain))
        return [
            (move, gain)
            for one, (move, gain) in enumerate(kept)
            if not any(
                other.steps <= move.steps
                and all(a >= b for a, b in zip(more, gain, strict=True))
                and (other.steps < move.steps or more != gain or two < one)
                for two, (other, more) in enumerate(kept)
                if two != one
            )
        ]

    def _bound(self) -> None:
        """Prepare what further answers can add at most, and cost at least, from each place on."""
        size = len(self.choices)
        tops = [[max(gain[s] for _, gain in found) for s in _SUMS] for found in self.choices]
        least = [min(move.steps for move, _ in found) for found in self.choices]
        pace = [[max(_pace(move, gain[s]) for move, gain in found) for s in _SUMS] for found in self.choices]
        self.most: list[list[Sums]] = []
        self.least: list[list[float]] = []
        self.pace: list[Sums] = []
        for place in range(size + 1):
            columns = [sorted((top[s] for top in tops[place:]), reverse=True) for s in _SUMS]
            sums = [accumulate(column, initial=0.0) for column in columns]
            self.most.append(list(zip(*sums, strict=True)))
            self.least.append(list(accumulate(sorted(least[place:]), initial=0.0)))
            self.pace.append(tuple(max((one[s] for one in pace[place:]), default=0.0) for s in _SUMS))

    def _look(
        self,
        place: int,
        left: int,
        sums: Sums,
        steps: float,
        chosen: tuple[Move, ...],
        *,
        last: int | None = 0,
    ) -> None:
        """Look at all ways to go on from here; ``last`` is the way taken at the place before, None for none.

        Answers that could move alike are interchangeable, so they are taken in one order only.
        """
        if self.stopped:
            return
        self.looks += 1
        if self.looks > MOST_LOOKS:
            self.stopped = True
            return
        if left == 0:
            if all(got >= need - _TINY for got, need in zip(sums, self.need, strict=True)) and (
                all(at not in self.forced for at in self.order[place:])
            ):
                self._keep(steps, chosen)
            return
        if len(self.order) - place < left or self._hopeless(place, left, sums, steps):
            return
        alike = self.alike[place]
        ways = () if alike and last is None else tuple(enumerate(self.choices[place]))
        for way, (move, gain) in ways[last if alike else 0 :]:
            after = tuple(a + b for a, b in zip(sums, gain, strict=True))
            self._look(place + 1, left - 1, after, steps + move.steps, (*chosen, move), last=way)
        if self.order[place] not in self.forced:
            self._look(place + 1, left, sums, steps, chosen, last=None)

    def _hopeless(self, place: int, left: int, sums: Sums, steps: float) -> bool:
        most, pace = self.most[place][left], self.pace[place]
        further = self.least[place][left]
        for s in _SUMS:
            lacks = self.need[s] - sums[s]
            if lacks > _TINY:
                if most[s] < lacks - _TINY:
                    return True
                further = max(further, lacks / pace[s])
        return self.best is not None and steps + further >= self.best[0] - _TINY

    def _keep(self, steps: float, chosen: tuple[Move, ...]) -> None:
        if self.best is not None and steps >= self.best[0] - _TINY:
            return
        places = {self.signs[at].id: at for at in self.order}
        after = all_moved(self.signs, {places[move.id]: move for move in chosen})
        if judge(after, self.rules).verdict == "clear":
            self.best = (steps, chosen)
