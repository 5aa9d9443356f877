"""The map as an absorbing Markov chain: what is to be expected until a buyer is done.

States are touchpoints, transitions the shares of ``next``; what is left of a
visit is done (Kemeny and Snell 1960, chapter 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum, isfinite

from readiness.diagnostics import Problem
from readiness.touchmap.elimination import Loop, TooLarge, solved
from readiness.touchmap.loops import strong_components, way_round
from readiness.touchmap.model import TouchMap
from readiness.touchmap.sweeps import NotSettled

HAIR = 1e-12
"""A share done that is smaller than this is rounding: shares of 0.1, 0.2 and 0.7 leave nothing."""
_TOLD = 8


@dataclass(frozen=True)
class Chain:
    """An absorbing chain: ways on from each state as (state, share), and the share that is done there.

    Shares and what is done sum to 1 for every state; every solution visits the
    strongly connected parts once, near O(states + ways) (see ``elimination``).
    """

    ids: tuple[str, ...]
    ways: tuple[tuple[tuple[int, float], ...], ...]
    done: tuple[float, ...]

    @cached_property
    def successors(self) -> Sequence[Sequence[int]]:
        """The states to which ways lead, without shares."""
        return [[there for there, _ in row] for row in self.ways]

    @cached_property
    def parts(self) -> Sequence[Sequence[int]]:
        """The strongly connected parts, each after all to which it leads."""
        return strong_components(self.successors)

    @cached_property
    def part_of(self) -> Sequence[int]:
        """The number of the part of each state."""
        numbers = [0] * len(self.ways)
        for number, part in enumerate(self.parts):
            for state in part:
                numbers[state] = number
        return numbers

    @cached_property
    def closed(self) -> tuple[bool, ...]:
        """For each part: nobody who comes there is ever done."""
        part_of = self.part_of
        return tuple(
            all(
                self.done[state] <= 0 and all(part_of[there] == number for there in self.successors[state])
                for state in part
            )
            for number, part in enumerate(self.parts)
        )

    @cached_property
    def _leaves(self) -> Sequence[float]:
        """The share of visits of a state that does not stay there at once."""
        return [
            done + fsum(share for there, share in row if there != here)
            for here, (row, done) in enumerate(zip(self.ways, self.done, strict=True))
        ]

    @cached_property
    def _loops(self) -> Mapping[int, Loop | None]:
        """The parts of several states, solved; None where that is not to be had."""
        return {
            number: self._loop(number)
            for number, part in enumerate(self.parts)
            if len(part) > 1 and not self.closed[number]
        }

    def _loop(self, number: int) -> Loop | None:
        part_of = self.part_of
        rows: dict[int, dict[int, float]] = {}
        leak: dict[int, float] = {}
        for state in self.parts[number]:
            rows[state] = {there: share for there, share in self.ways[state] if part_of[there] == number}
            leak[state] = self.done[state]
            leak[state] += fsum(share for there, share in self.ways[state] if part_of[there] != number)
        try:
            return solved(rows, leak)
        except TooLarge:
            return None

    def expected(self, rewards: Sequence[float]) -> tuple[float | None, ...]:
        """Return what is to be expected from each state on, if a visit of a state is worth its reward (>= 0).

        Solves h = r + Q h.  None where there is no finite expectation, because
        a journey may never end, or where it cannot be had (``TooLarge``).
        """
        values = [0.0] * len(self.ways)
        unknown = [False] * len(self.ways)
        largest = max(rewards, default=0.0)
        for number, part in enumerate(self.parts):
            if self.closed[number] or any(
                unknown[there] for state in part for there in self.successors[state]
            ):
                known = False
            elif len(part) == 1:
                known = True
                self._single(part[0], rewards, values)
            else:
                known = self._several(number, rewards, values, largest)
            if not known or not all(isfinite(values[state]) for state in part):
                for state in part:
                    unknown[state] = True
        return tuple(None if hidden else value for value, hidden in zip(values, unknown, strict=True))

    def _single(self, state: int, rewards: Sequence[float], values: list[float]) -> None:
        total = rewards[state]
        for there, share in self.ways[state]:
            total += share * values[there]  # the state's own value is still nothing
        values[state] = total / self._leaves[state]

    def _several(self, number: int, rewards: Sequence[float], values: list[float], largest: float) -> bool:
        loop, part_of = self._loops[number], self.part_of
        if loop is None:
            return False
        for state in self.parts[number]:
            total = rewards[state]
            for there, share in self.ways[state]:
                if part_of[there] != number:
                    total += share * values[there]
            values[state] = total
        try:
            loop.solve_back(values, largest)
        except NotSettled:
            return False
        return True

    def visits(self, starts: Sequence[float]) -> tuple[float | None, ...]:
        """Return the visits of each state, if so many journeys (>= 0) start at each.

        Solves v = s + Q' v.  None where visits never end, or cannot be had.
        """
        values = list(starts)
        unknown = [False] * len(self.ways)
        for number in range(len(self.parts) - 1, -1, -1):
            part = self.parts[number]
            if any(unknown[state] for state in part) or not self._arrived(number, values):
                for state in part:
                    unknown[state] = True
            for state in part:
                for there, share in self.ways[state]:
                    if self.part_of[there] != number:
                        values[there] += values[state] * share
                        unknown[there] = unknown[there] or unknown[state]
        return tuple(None if hidden else value for value, hidden in zip(values, unknown, strict=True))

    def _arrived(self, number: int, values: list[float]) -> bool:
        part = self.parts[number]
        if not any(values[state] for state in part):
            return True
        if self.closed[number]:
            return False
        if len(part) == 1:
            values[part[0]] /= self._leaves[part[0]]
        else:
            loop = self._loops[number]
            try:
                if loop is None:
                    return False
                loop.solve_forward(values)
            except NotSettled:
                return False
        return all(isfinite(values[state]) for state in part)

    @cached_property
    def _inverses(self) -> Mapping[int, Mapping[int, Mapping[int, float]] | None]:
        return {number: None if loop is None else loop.inverse() for number, loop in self._loops.items()}

    def visits_from(self, here: int, there: int) -> float | None:
        """Return the expected visits at ``there`` of who is at ``here``.

        For the same state (its first visit counts) or where a way leads from
        ``there`` to ``here``; None where they cannot be had or never end.
        """
        number = self.part_of[here]
        if number != self.part_of[there]:
            return 0.0
        if self.closed[number]:
            return None
        if len(self.parts[number]) == 1:
            return 1.0 / self._leaves[here]
        inverse = self._inverses[number]
        found = None if inverse is None else inverse[here][there]
        return found if found is not None and isfinite(found) else None


def chain_of(touchmap: TouchMap) -> Chain:
    """Return the chain of a map; several steps to one place add up, those to nowhere are done.

    Shares that sum to more than 1 are scaled to 1.
    """
    records = touchmap.index["touchpoints"]
    place = {identity: number for number, identity in enumerate(records)}
    ways: list[tuple[tuple[int, float], ...]] = []
    done: list[float] = []
    for touchpoint in records.values():
        row: dict[int, float] = {}
        for step in touchpoint.next:
            if step.to in place and step.share > 0:
                row[place[step.to]] = row.get(place[step.to], 0.0) + step.share
        whole = fsum(row.values())
        if whole > 1:
            row = {there: share / whole for there, share in row.items()}
        ways.append(tuple(row.items()))
        done.append(1 - whole if 1 - whole > HAIR else 0.0)
    return Chain(tuple(place), tuple(ways), tuple(done))


def never_ending(touchmap: TouchMap) -> Iterator[Problem]:
    """Yield every closed set of touchpoints: whoever comes there is never done."""
    chain = chain_of(touchmap)
    first: dict[str, int] = {}
    for at, touchpoint in enumerate(touchmap.touchpoints):
        first.setdefault(touchpoint.id, at)
    loops = [sorted(part) for part, closed in zip(chain.parts, chain.closed, strict=True) if closed]
    for loop in sorted(loops):
        way = way_round(chain.successors, loop[0], frozenset(loop))
        names = [chain.ids[state] for state in way]
        if len(names) > _TOLD:
            names = [*names[: _TOLD - 2], "...", names[-1]]
        others = [first[chain.ids[state]] for state in loop[1:_TOLD]]
        yield Problem(
            "journey-never-ends",
            ("touchpoints", first[chain.ids[loop[0]]], "next"),
            {"loop": " -> ".join(names)},
            tuple(("in-the-loop", ("touchpoints", at, "id")) for at in others),
        )
