"""How many people a team has, and from when on there are enough of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from readiness.rollout.worktime import FAR, Seconds

HAIR = 1e-9
"""Parts of people that are lost in sums."""


@dataclass(frozen=True)
class Crew:
    """How many people a team has: ``people[n]`` from ``since[n]`` on, the first of them always."""

    since: tuple[int, ...]
    people: tuple[float, ...]

    @property
    def shrinks(self) -> bool:
        """People leave at some time."""
        return any(more < 0 for _, more in self.changes)

    @cached_property
    def changes(self) -> tuple[tuple[int, float], ...]:
        """The instants at which people come and, below nought, leave."""
        more = (after - before for before, after in pairwise(self.people))
        return tuple(zip(self.since[1:], more, strict=True))

    def at(self, moments: Seconds) -> np.ndarray:
        """Return how many there are at each moment."""
        place = np.searchsorted(np.array(self.since[1:], dtype=np.int64), moments, side="right")
        return np.array(self.people)[place]


@dataclass(frozen=True)
class Busy:
    """People who are busy from one instant up to another, in each trial."""

    people: float
    start: Seconds
    finish: Seconds


def too_early(crew: Crew, people: float, start: Seconds, finish: Seconds, busy: Sequence[Busy]) -> Seconds:
    """Return an instant before which nothing can start, where too few people are left; else 0.

    Where some moment has too few, they stay too few until the next activity is
    over or the team changes; whatever starts before then meets that moment.
    """
    some = [one for one in busy if np.any((one.start < finish) & (one.finish > start))]
    changes = [np.full_like(start, at) for at in crew.since[1:]]
    events = [*changes, *(one.finish for one in some)]
    until = np.zeros_like(start)
    for moment in (start, *changes, *(one.start for one in some)):
        used = people + _sum(one.people * ((one.start <= moment) & (moment < one.finish)) for one in some)
        clash = (start <= moment) & (moment < finish) & (used > crew.at(moment) + HAIR)
        if clash.any():
            until = np.where(clash, np.maximum(until, _next(events, moment)), until)
    return until


def _next(events: Iterable[Seconds], moment: Seconds) -> Seconds:
    following = np.full_like(moment, FAR)
    for event in events:
        following = np.where(event > moment, np.minimum(following, event), following)
    return following


def _sum(parts: Iterable[np.ndarray]) -> np.ndarray | float:
    total: np.ndarray | float = 0.0
    for part in parts:
        total = total + part
    return total
