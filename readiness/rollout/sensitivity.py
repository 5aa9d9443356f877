"""What drives a result: how often an activity decides the end, and how much of the spread a figure causes.

Criticality is the share of trials in which a delay of the step would delay the
end (Van Slyke 1963).  Cruciality is the correlation of a step's time with the
end (Williams 1992).  The schedule sensitivity index weighs criticality by the
spread of the step's time against that of the end, both from clock to clock
(PMI 2004).  What would be "removed if known" is the first-order share of the
variance, from the trials themselves, sorted into bins (Saltelli 2002; Plischke,
Borgonovo and Smith 2013); of what happens or not, there are two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from readiness.rollout.activities import Activity
from readiness.rollout.estimate import REACH, Numbers, normal_share
from readiness.rollout.trial import Run, Truths

BINS = 32
_CELLS = 4096
NEVER = 2**31
"""Seconds that count for what never ends."""
RESULTS = ("finish", "npv", "exposure")


@dataclass(frozen=True)
class Drive:
    """How a step drives the end; each from 0 to 1, cruciality from -1."""

    step: str
    criticality: float
    cruciality: float
    index: float


@dataclass(frozen=True)
class Cause:
    """How much of the variance of a result would be gone if a figure were known, from 0 to 1."""

    figure: str
    removed: float


@dataclass
class _Moments:
    """Sums of several rows of numbers, of their squares, and of their products with the last row."""

    number: int = 0
    sums: Numbers = field(default_factory=lambda: np.zeros(0))

    def add(self, *rows: Numbers) -> None:
        table = np.stack(rows)
        sums = np.concatenate((table.sum(axis=1), np.einsum("ij,ij->i", table, table), table @ table[-1]))
        self.number += table.shape[1]
        self.sums = self.sums + sums if self.sums.size else sums

    def spreads(self) -> tuple[Numbers, Numbers]:
        """Return the standard deviation of each row, and its correlation with the last."""
        means, squares, products = self.sums.reshape(3, -1) / max(self.number, 1)
        spread = np.sqrt(np.maximum(squares - means**2, 0.0))
        both = spread * spread[-1]
        strength = np.divide(products - means * means[-1], both, out=np.zeros_like(both), where=both > 1e-9)
        return spread, np.clip(strength, -1.0, 1.0)


@dataclass
class Sensitivity:
    """Sums over chunks of trials; without ``tornadoes`` none of what figures cause."""

    tornadoes: bool = True
    critical: dict[str, int] = field(default_factory=dict)
    times: dict[str, _Moments] = field(default_factory=dict)
    bins: dict[str, Numbers] = field(default_factory=dict)
    """By figure: trials, and the sums of each result, in each bin."""
    squares: Numbers = field(default_factory=lambda: np.zeros((2, len(RESULTS))))
    trials: int = 0
    origin: Numbers | None = None

    def add(self, done: Run, results: Mapping[str, Numbers]) -> None:
        """Add a chunk; ``results`` are finish in days, npv and exposure by trial."""
        self.trials += done.draws.size
        rows = np.stack([results[name] for name in RESULTS])
        if self.origin is None:
            self.origin = rows.mean(axis=1, keepdims=True)
        rows = rows - self.origin  # digits would be lost in squares of large numbers
        self._add_drives(done, rows[0])
        if self.tornadoes:
            self._add_causes(done, rows)

    def drives(self) -> tuple[Drive, ...]:
        """Return how each step drives the end, the most critical first."""
        found = []
        for step, number in self.critical.items():
            (_, spent, end), (strength, _, _) = self.times[step].spreads()
            rate = number / max(self.trials, 1)
            index = min(1.0, rate * spent / end) if end > 1e-9 else 0.0
            found.append(Drive(step, rate, float(strength), float(index)))
        return tuple(sorted(found, key=lambda one: (-one.criticality, -one.cruciality, one.step)))

    def causes(self, result: str) -> tuple[Cause, ...]:
        """Return the figures that cause the spread of finish, npv or exposure, the strongest first."""
        number = RESULTS.index(result)
        mean, square = (float(one) for one in self.squares[:, number] / max(self.trials, 1))
        whole = square - mean**2
        if whole <= 1e-9 * max(1.0, square):
            return ()
        found = []
        for name, table in self.bins.items():
            full = table[0] > 0
            counts, sums = table[0][full], table[1 + number][full]
            asked = float(counts.sum())  # a later try may not come in every chunk
            between = float((sums**2 / counts).sum()) / asked - (float(sums.sum()) / asked) ** 2
            chance = (int(full.sum()) - 1) / asked * whole  # what bins differ by chance alone
            removed = max(0.0, min(1.0, (between - chance) / whole))
            if removed >= 0.0005:
                found.append(Cause(name, removed))
        return tuple(sorted(found, key=lambda one: (-one.removed, one.figure)))

    def _add_drives(self, done: Run, finish: Numbers) -> None:
        for step, is_critical in critical_steps(done).items():
            self.critical[step] = self.critical.get(step, 0) + int(np.count_nonzero(is_critical))
        for step in done.plan.arrangement.order:
            name = f"{step}/work"
            spent = np.minimum(done.finish[name] - done.start[name], NEVER) / 86400
            days = done.figure(f"{step}/days", done.plan.arrangement.steps[step].days, step)
            self.times.setdefault(step, _Moments()).add(np.minimum(days, NEVER), spent, finish)

    def _add_causes(self, done: Run, rows: Numbers) -> None:
        self.squares += (rows.sum(axis=1), np.einsum("ij,ij->i", rows, rows))
        for name, drawn in done.figures.items():
            place, bins = _sorted_in(drawn)
            found = self.bins.setdefault(name, np.zeros((1 + len(RESULTS), bins)))
            found[0] += np.bincount(place, minlength=bins)
            for number, row in enumerate(rows):
                found[1 + number] += np.bincount(place, weights=row, minlength=bins)


def critical_steps(done: Run) -> dict[str, Truths]:
    """Return the trials in which each step lies on the way that decides the end."""
    end = done.end
    decides: dict[str, Truths] = {}
    steps: dict[str, Truths] = {}
    for activity in reversed(done.plan.activities):
        name = activity.name
        here = decides.get(name)
        if here is None:
            here = done.finish[name] >= end
        if not here.any():
            continue
        ready = done.ready[name]
        for other in activity.after:
            passed_on = here & (done.finish[other] >= ready)
            known = decides.get(other)
            decides[other] = passed_on if known is None else known | passed_on
        for step in _whose_time(done, activity):
            steps[step] = steps[step] | here if step in steps else here
    return {step: steps[step] for step in done.plan.arrangement.order if step in steps}


def _whose_time(done: Run, activity: Activity) -> Iterator[str]:
    """Yield the steps whose time an activity is: a step without cut-over only goes live with the others."""
    for name in activity.steps:
        step = done.plan.arrangement.steps[name]
        own = {"cut-over": step.cut_over, "test": step.exit_test}.get(activity.part, step)
        if own is not None:
            yield name


def _sorted_in(drawn: Numbers | Truths) -> tuple[np.ndarray, int]:
    """Return the bin of each trial, and how many bins there are, about as full each; two for an event."""
    if drawn.dtype == np.bool_:
        return drawn.astype(np.intp), 2
    place = np.clip((drawn + REACH) * (_CELLS / (2 * REACH)), 0, _CELLS - 1).astype(np.intp)
    return _bin_of_cell()[place], BINS


@cache
def _bin_of_cell() -> np.ndarray:
    """Return the bin of each of _CELLS equal parts of the numbers z."""
    share = normal_share()
    middles = np.interp((np.arange(_CELLS) + 0.5) / _CELLS, np.linspace(0, 1, share.size), share)
    return np.minimum((middles * BINS).astype(np.intp), BINS - 1)
