"""What became of an option in all trials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from readiness.questionnaires.model import PitfallId
from readiness.rollout.activities import Plan
from readiness.rollout.estimate import Numbers
from readiness.rollout.sensitivity import Cause, Drive
from readiness.rollout.setting import Setting
from readiness.rollout.trial import Run

Trials = NDArray[np.float32]
NEVER = np.iinfo(np.int32).max
"""Seconds after the start at which what never comes comes."""
PERCENTILES = (10, 50, 80, 90)
LIVE_PERCENTILES = (0, 10, 50, 80, 90)


@dataclass(frozen=True)
class Dates:
    """When a step goes live and is done: instants at LIVE_PERCENTILES of the first chunk of trials."""

    live: tuple[int, ...]
    done: tuple[int, ...]


@dataclass(frozen=True)
class StopPoint:
    """What it is worth that the programme may be ended after a step, and how often one would."""

    step: str
    value: float
    used: float
    """Share of trials in which ending there is better."""


@dataclass(frozen=True)
class Outcome:
    """An option in all trials.

    Instants are seconds after the start, NEVER where they never come; money is
    in the currency of the programme; ``npv`` counts disturbed contacts at what
    one costs.
    """

    id: str
    plan: Plan
    setting: Setting
    likely: Run
    """The one trial of medians without failures."""
    finish: NDArray[np.int32]
    first_value: NDArray[np.int32]
    half_benefit: NDArray[np.int32]
    exposure: Trials
    costs: Trials
    npv: Trials
    by_buyer: Mapping[str, float]
    """Expected disturbed contacts."""
    weekly: Numbers
    """Expected disturbed contacts by week and buyer."""
    cash: Numbers
    """Percentiles 10, 50 and 90 of the money in hand at the end of each month."""
    payback: float | None
    """Years until the median of the money in hand is back above nought; None where it is not."""
    failures: float
    """Expected failed tries."""
    drives: tuple[Drive, ...] = ()
    causes: Mapping[str, tuple[Cause, ...]] = field(default_factory=dict)
    stop_points: tuple[StopPoint, ...] = ()
    dates: Mapping[str, Dates] = field(default_factory=dict)
    """Uncertain dates of each step."""

    @property
    def trials(self) -> int:
        """How many trials."""
        return int(self.finish.size)

    @property
    def buyers(self) -> tuple[str, ...]:
        """The buyers of ``by_buyer``, in its order."""
        return tuple(self.by_buyer)

    @property
    def never(self) -> float:
        """Share of trials that never finish."""
        return float(np.mean(self.finish == NEVER))

    def p_by(self, instant: int) -> float:
        """Return the share of trials that are finished at an instant."""
        return float(np.mean(self.finish <= instant - self.setting.start))

    def finished(self, percent: float) -> int | None:
        """Return the instant by which so many percent of the trials are finished; None for never."""
        return instant_of(self.finish, percent, self.setting)

    @property
    def p_loss(self) -> float:
        """Share of trials that lose money."""
        return float(np.mean(self.npv < 0))

    @property
    def blocked(self) -> Mapping[str, PitfallId]:
        """Steps that can never start."""
        return self.plan.blocked


def dates_of(done: Run) -> dict[str, Dates]:
    """Return the uncertain dates of each step of a run."""
    return {
        step: Dates(_at_percentiles(done.live[step]), _at_percentiles(done.finish[f"{step}/test"]))
        for step in done.plan.arrangement.order
    }


def _at_percentiles(instants: NDArray[np.int64]) -> tuple[int, ...]:
    places = [max(0, -(-percent * instants.size // 100) - 1) for percent in LIVE_PERCENTILES]
    sorted_there = np.partition(instants, places)
    return tuple(int(sorted_there[place]) for place in places)


def instant_of(seconds: NDArray[np.int32], percent: float, setting: Setting) -> int | None:
    """Return a percentile of seconds after the start as an instant: the value of a trial, not between two."""
    found = int(np.percentile(seconds, percent, method="inverted_cdf"))
    return None if found == NEVER else setting.start + found
