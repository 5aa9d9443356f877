"""Lower bounds on the length of a project: no schedule can end earlier.

With several modes each activity counts with its shortest duration and its least
work for each resource, each taken alone, so that every bound stays true.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.rollout.projects.project import Project, usable

MOST_FOR_PAIRS = 600
"""Above so many activities pairs are not looked at: their number grows with the square."""
MOST_FOR_ENERGY = 2000


@dataclass(frozen=True)
class Least:
    """What every activity takes at least, and the shortest way before and behind it."""

    durations: tuple[int, ...]
    work: tuple[tuple[int, ...], ...]
    """Activity, then resource: demand times duration."""
    demand: tuple[tuple[int, ...], ...]
    heads: tuple[int, ...]
    """The earliest start."""
    tails: tuple[int, ...]
    """The time from the end of the activity to the end of the project at least."""


def least(project: Project) -> Least:
    """Return what every activity takes at least."""
    durations, work, demand = [], [], []
    resources = range(len(project.renewable))
    for place, one in enumerate(project.activities):
        modes = [one.modes[at] for at in usable(project, place)] or list(one.modes)
        durations.append(min(mode.duration for mode in modes))
        work.append(tuple(min(mode.duration * mode.renewable[r] for mode in modes) for r in resources))
        demand.append(tuple(min(mode.renewable[r] for mode in modes) for r in resources))
    heads, tails = [0] * len(durations), [0] * len(durations)
    for i in project.order:
        for j in project.successors[i]:
            heads[j] = max(heads[j], heads[i] + durations[i])
    for i in reversed(project.order):
        tails[i] = max((tails[j] + durations[j] for j in project.successors[i]), default=0)
    return Least(tuple(durations), tuple(work), tuple(demand), tuple(heads), tuple(tails))


def lower_bound(project: Project) -> int:
    """Return the best of all bounds: the project cannot be shorter, in time units."""
    known = least(project)
    bound = critical_path(known)
    if len(known.durations) <= MOST_FOR_ENERGY:
        for resource, capacity in enumerate(project.renewable):
            bound = max(bound, energy(known, resource, capacity))
    else:
        bound = max(bound, resource_load(project, known))
    if len(known.durations) <= MOST_FOR_PAIRS:
        bound = max(bound, exclusive(project, known))
    return bound


def critical_path(known: Least) -> int:
    """Return the longest way through the project, resources aside (Kelley and Walker 1959)."""
    parts = zip(known.heads, known.durations, known.tails, strict=True)
    return max((head + own + tail for head, own, tail in parts), default=0)


def resource_load(project: Project, known: Least) -> int:
    """Return how long the busiest resource is busy at least."""
    work = ((sum(row[r] for row in known.work), capacity) for r, capacity in enumerate(project.renewable))
    return max((_ceil(all_of_it, capacity) for all_of_it, capacity in work), default=0)


def energy(known: Least, resource: int, capacity: int) -> int:
    """Return the best bound of a head, the work of all with such heads and tails, and a tail.

    All activities that start at ``h`` at the earliest and leave at least ``t`` behind
    them do their work between (Carlier and Latapie 1991).
    """
    rows = [
        (head, tail, row[resource])
        for head, tail, row in zip(known.heads, known.tails, known.work, strict=True)
        if row[resource]
    ]
    rows.sort(key=lambda row: -row[1])
    bound = 0
    for head in sorted({row[0] for row in rows}):
        work = 0
        for own, tail, more in rows:  # the longest tails first: each is the least of those before it
            if own >= head:
                work += more
                bound = max(bound, head + tail + _ceil(work, capacity))
    return bound


def exclusive(project: Project, known: Least) -> int:
    """Return the best bound of activities of which no two can run together.

    Pairs in either order (Klein and Scholl 1999), and greedy cliques of the graph of
    such pairs as on one machine: least head, all durations, least tail (Mingozzi
    and others 1998).
    """
    apart = _apart(project, known)
    heads, durations, tails = known.heads, known.durations, known.tails
    bound = 0
    for i, one in enumerate(apart):
        for j in _places(one >> (i + 1), i + 1):
            both = durations[i] + durations[j]
            bound = max(bound, both + min(heads[i] + tails[j], heads[j] + tails[i]))
        bound = max(bound, _machine(known, list(_clique(i, apart, durations))))
    return bound


def _machine(known: Least, clique: Sequence[int]) -> int:
    """Return the bound of activities that run one by one, best over the subsets by head and tail."""
    rows = sorted(((known.heads[j], known.tails[j], known.durations[j]) for j in clique), key=lambda r: -r[1])
    bound = 0
    for head in {row[0] for row in rows}:
        work = 0
        for own, tail, duration in rows:
            if own >= head:
                work += duration
                bound = max(bound, head + work + tail)
    return bound


def _clique(start: int, apart: Sequence[int], durations: Sequence[int]) -> Iterator[int]:
    """Yield a greedy clique around an activity, long activities first."""
    yield start
    left = apart[start]
    while left:
        j = max(_places(left), key=lambda place: (durations[place], -place))
        yield j
        left &= apart[j]


def _apart(project: Project, known: Least) -> list[int]:
    """Return for each activity the set, in bits, of those that cannot run at the same time."""
    count = len(known.durations)
    after = [0] * count
    for i in reversed(project.order):
        for j in project.successors[i]:
            after[i] |= after[j] | 1 << j
    apart = list(after)
    for i in range(count):
        for j in _places(after[i]):
            apart[j] |= 1 << i
    real = [j for j in range(count) if known.durations[j]]
    for resource, capacity in enumerate(project.renewable):
        ranked = sorted((known.demand[j][resource], j) for j in real)
        needs = [need for need, _ in ranked]
        behind = [0] * (len(ranked) + 1)
        for at in range(len(ranked) - 1, -1, -1):
            behind[at] = behind[at + 1] | 1 << ranked[at][1]
        for need, j in ranked:
            apart[j] |= behind[bisect_left(needs, capacity - need + 1)] & ~(1 << j)
    events = sum(1 << j for j in range(count) if not known.durations[j])
    return [0 if not known.durations[j] else one & ~events for j, one in enumerate(apart)]


def pairs(project: Project) -> Iterator[tuple[int, int]]:
    """Yield the pairs that only their demand keeps apart: either of them comes first."""
    known = least(project)
    apart = _apart(project, known)
    after = [0] * len(apart)
    for i in reversed(project.order):
        for j in project.successors[i]:
            after[i] |= after[j] | 1 << j
    for i, one in enumerate(apart):
        for j in _places(one >> (i + 1), i + 1):
            if not (after[i] >> j | after[j] >> i) & 1:
                yield i, j


def _places(bits: int, offset: int = 0) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1 + offset
        bits ^= low


def _ceil(work: int, capacity: int) -> int:
    return -(-work // capacity) if capacity else 0
