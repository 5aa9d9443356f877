"""Schedule generation: from an order of the activities to a schedule, serial and parallel (Kelley 1963).

All capacities at one instant are packed into one whole number, a field of bits
each.  A field holds what is used above ``bias``, so that its highest bit, the
guard, is set exactly where demand goes above capacity.  A serial profile packs
all instants into one long number: whether an activity fits, at every time and
for every resource, is one addition.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from readiness.rollout.projects.project import Project

PATIENCE = 200
"""How many activities that do not fit a parallel schedule tries at one instant, where there are very many."""
WIDEST = 1 << 19
"""Bits of a serial profile: above it only parallel schedules are made."""


class Row(NamedTuple):
    """An activity in one of its modes as the generation of schedules needs it."""

    duration: int
    need: int
    """Demand at one instant."""
    use: int = 0
    """Demand at every instant of the duration."""
    full: int = 0
    """Demand and bias at every instant of the horizon."""
    window: int = 0
    """The guards of every instant of the duration."""


@dataclass(frozen=True)
class Way:
    """The order between the activities, forwards or backwards."""

    before: Sequence[Sequence[int]]
    after: Sequence[Sequence[int]]
    rank: Sequence[int]
    """The place of each activity in a topological order."""

    @property
    def back(self) -> Way:
        """The same in mirrored time."""
        return Way(self.after, self.before, [-one for one in self.rank])


class Generator:
    """Makes schedules of a project; starts count from 0."""

    def __init__(self, project: Project) -> None:
        self.project = project
        rank = [0] * len(project.activities)
        for at, place in enumerate(project.order):
            rank[place] = at
        self.forth = Way(project.predecessors, project.successors, rank)
        self.back = self.forth.back
        self.horizon = 0
        """The latest time that a serial schedule may use; 0: there is no room for serial schedules."""
        self._shifts, at = [], 0
        self._guard = self._bias = 0
        for capacity in project.renewable:
            bits = capacity.bit_length() + 1
            self._shifts.append(at)
            self._guard |= 1 << (at + bits - 1)
            self._bias |= ((1 << (bits - 1)) - 1 - capacity) << at
            at += bits
        self._width = at
        self._plain: dict[tuple[int, int], Row] = {}
        self._long: dict[tuple[int, int], Row] = {}

    def room(self, horizon: int) -> bool:
        """Make room for serial schedules up to a time; say whether that is possible."""
        self._long.clear()
        self.horizon = horizon if self._width * horizon <= WIDEST else 0
        return self.horizon > 0

    def rows(self, modes: Sequence[int]) -> list[Row]:
        """Return the row of every activity in its chosen mode."""
        known, make = (self._long, self._long_row) if self.horizon else (self._plain, self._plain_row)
        rows = []
        for key in enumerate(modes):
            row = known.get(key)
            if row is None:
                row = known[key] = make(*key)
            rows.append(row)
        return rows

    def _plain_row(self, place: int, at: int) -> Row:
        mode = self.project.activities[place].modes[at]
        if not mode.duration:
            return Row(0, 0)
        return Row(mode.duration, sum(d << s for d, s in zip(mode.renewable, self._shifts, strict=True)))

    def _long_row(self, place: int, at: int) -> Row:
        duration, need = self._plain_row(place, at)[:2]
        if not need:
            return Row(duration, 0)
        once, ever = self._repeated(duration), self._repeated(self.horizon)
        return Row(duration, need, need * once, (need + self._bias) * ever, self._guard * once)

    def _repeated(self, times: int) -> int:
        """Return the number whose lowest bit of each of so many instants is set."""
        return ((1 << self._width * times) - 1) // ((1 << self._width) - 1)

    def serial(self, order: Iterable[int], way: Way, rows: Sequence[Row]) -> list[int] | None:
        """Start each activity in turn as early as possible; return the ends, None beyond the horizon."""
        before, width, horizon = way.before, self._width, self.horizon
        ends, profile = [0] * len(rows), 0
        for j in order:
            duration, _, use, full, window = rows[j]
            start = 0
            for i in before[j]:
                start = max(start, ends[i])
            if use:
                rest = profile >> start * width
                if rest:
                    rest += full
                    hit = rest & window
                    while hit:  # start behind the last instant at which it does not fit
                        step = (hit.bit_length() - 1) // width + 1
                        start += step
                        rest >>= step * width
                        hit = rest & window
                if start + duration > horizon:
                    return None
                profile += use << start * width
            ends[j] = start + duration
        return ends

    def parallel(self, urgency: Sequence[int], way: Way, rows: Sequence[Row]) -> list[int]:
        """Go through time and start what fits, the least ``urgency`` first; return the ends."""
        waiting = [len(one) for one in way.before]
        ready = sorted((urgency[j], way.rank[j], j) for j, number in enumerate(waiting) if not number)
        ends = [0] * len(rows)
        running: list[tuple[int, int]] = []
        guard, used, now, patience = self._guard, self._bias, 0, max(PATIENCE, 0)
        while ready or running:
            failed: list[tuple[int, int, int]] = []
            at = 0
            while at < len(ready) and len(failed) <= patience:
                one = ready[at]
                at += 1
                j = one[2]
                if (used + rows[j].need) & guard:
                    failed.append(one)
                    continue
                used += rows[j].need
                ends[j] = now + rows[j].duration
                heappush(running, (ends[j], j))
            ready[:at] = failed
            now = running[0][0]
            while running and running[0][0] == now:
                _, j = heappop(running)
                used -= rows[j].need
                for k in way.after[j]:
                    waiting[k] -= 1
                    if not waiting[k]:
                        insort(ready, (urgency[k], way.rank[k], k))
        return ends

    def listed(self, urgency: Sequence[int], way: Way) -> list[int]:
        """Return an order that keeps what comes before what, the least ``urgency`` first."""
        waiting = [len(one) for one in way.before]
        ready = [(urgency[j], way.rank[j], j) for j, number in enumerate(waiting) if not number]
        heapify(ready)
        order = []
        while ready:
            j = heappop(ready)[2]
            order.append(j)
            for k in way.after[j]:
                waiting[k] -= 1
                if not waiting[k]:
                    heappush(ready, (urgency[k], way.rank[k], k))
        return order

    def turned(self, ends: Sequence[int], way: Way) -> list[int]:
        """Return the order of the other direction: what ends last comes first (Tormos and Lova 2001)."""
        rank = way.rank
        return sorted(range(len(ends)), key=lambda j: (-ends[j], -rank[j]))

    def improved(self, ends: list[int], rows: Sequence[Row]) -> list[int]:
        """Shift a forward schedule to its end and back to its beginning; it never becomes longer."""
        mirrored = self.serial(self.turned(ends, self.forth), self.back, rows)
        if mirrored is None:
            return ends
        return self.serial(self.turned(mirrored, self.back), self.forth, rows) or ends


def late_ends(way: Way, durations: Sequence[int], order: Iterable[int]) -> list[int]:
    """Return minus the longest way from the end of each activity to the end of all (late finish, Davis 1975).

    ``order`` is topological in the direction of the way.
    """
    tails = [0] * len(durations)
    for j in reversed(list(order)):
        tails[j] = max((tails[k] + durations[k] for k in way.after[j]), default=0)
    return [-tail for tail in tails]


def urgencies(project: Project, durations: Sequence[int]) -> list[list[int]]:
    """Return the numbers of several priority rules, the least first (Kolisch 1996).

    Late finish, late start, most successors in all, greatest rank positional weight.
    """
    order, after = project.order, project.successors
    finish = late_ends(Way(project.predecessors, after, ()), durations, order)
    start = [late - own for late, own in zip(finish, durations, strict=True)]
    weight = [-(own + sum(durations[k] for k in after[j])) for j, own in enumerate(durations)]
    reached = [0] * len(order)
    if len(order) <= 2000:  # the sets of all successors grow with the square
        for j in reversed(order):
            for k in after[j]:
                reached[j] |= reached[k] | 1 << k
        return [finish, start, [-one.bit_count() for one in reached], weight]
    return [finish, start, weight]
