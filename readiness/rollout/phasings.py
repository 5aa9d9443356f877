"""All legal phasings: every way to do the steps in waves that keeps what comes after what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.model import Rollout
from readiness.rollout.outcome import NEVER
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import Progress, draw_chunks, go_on, simulate

MOST_STEPS = 6


@dataclass(frozen=True)
class Phasing:
    """One way to do the steps in waves, and what became of it on average."""

    waves: tuple[tuple[str, ...], ...]
    finish: float
    """Seconds after the start by which 80 % of the trials are finished."""
    exposure: float
    npv: float

    @property
    def never(self) -> bool:
        """More than a fifth of the trials never finish."""
        return self.finish >= NEVER


def legal(rollout: Rollout) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield every ordered partition of the steps into waves in which no step comes before its reasons.

    A step may share a wave with what it comes after.  Fewer waves come first
    among those that begin alike.  There are as many as ordered set partitions
    (Fubini numbers) where no step comes after another: 4,683 for six.
    """
    todo = tuple(step.id for step in rollout.steps if step.done is None)
    after = {name: {*rollout.pool[name].after} & {*todo} for name in todo}

    def from_here(left: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ...]]:
        if not left:
            yield ()
            return
        for wave in _subsets(left):
            if all(after[name] & {*left} <= {*wave} for name in wave):
                for rest in from_here(tuple(name for name in left if name not in wave)):
                    yield (wave, *rest)

    return from_here(todo)


def _subsets(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(names, size) for size in range(len(names), 0, -1))


def phasings(setting: Setting, *, trials: int, seed: int, progress: Progress = go_on) -> tuple[Phasing, ...]:
    """Return all legal phasings of up to six steps, each simulated with the same random numbers.

    Raises ValueError for more than six steps.  Where ``progress`` says so it
    stops and returns those that are done.
    """
    rollout = setting.rollout
    if sum(step.done is None for step in rollout.steps) > MOST_STEPS:
        raise ValueError
    ways = list(legal(rollout))
    chunks = list(draw_chunks(setting, trials=trials, seed=seed))
    found: list[Phasing] = []
    for number, waves in enumerate(ways):
        one = Arrangement(f"phasing-{number + 1}", waves, rollout.pool)
        (outcome,) = simulate([one], setting, trials=trials, seed=seed, depth=False, chunks=chunks)
        finish = float(np.percentile(outcome.finish, 80, method="inverted_cdf"))
        exposure, npv = (float(np.mean(each, dtype=np.float64)) for each in (outcome.exposure, outcome.npv))
        found.append(Phasing(waves, finish, exposure, npv))
        if not progress(number + 1, len(ways)):
            break
    return tuple(found)


def front(found: Iterable[Phasing]) -> tuple[Phasing, ...]:
    """Return those that no other beats: not later, not disturbing more, not worth less, and one of it better.

    The earliest first; of several that are alike the one with fewer waves.
    """
    best: list[Phasing] = []
    ordered = sorted(found, key=lambda one: (one.finish, one.exposure, -one.npv, len(one.waves), one.waves))
    for one in ordered:
        if not any(other.exposure <= one.exposure and other.npv >= one.npv for other in best):
            best.append(one)
    return tuple(best)
