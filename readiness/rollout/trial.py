"""What happened in each trial: instants, failures, disturbances, and the figures that were drawn.

Instants are arrays with one number for each trial.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from readiness.rollout.activities import Activity, Plan
from readiness.rollout.crew import Busy
from readiness.rollout.draw import Draws
from readiness.rollout.estimate import Numbers
from readiness.rollout.fields import Estimate
from readiness.rollout.setting import Setting
from readiness.rollout.worktime import FAR, Seconds, WorkTime

Places: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]
Cause = Literal["closed", "rolled-back", "pilot", "dip"]


@dataclass(frozen=True)
class Disturbance:
    """A time in which customers are disturbed by steps, in some or all trials."""

    cause: Cause
    steps: tuple[str, ...]
    since: Seconds
    until: Seconds
    trials: Places | None = None
    """The numbers of the trials; all where None."""
    touchpoints: frozenset[str] | None = None
    """Where; at all touchpoints that the steps affect where None."""


@dataclass
class Run:
    """What happened in each trial; the mappings are filled as activities are gone through."""

    plan: Plan
    setting: Setting
    draws: Draws
    ready: dict[str, Seconds] = field(default_factory=dict)
    """When all that an activity waits for is over."""
    start: dict[str, Seconds] = field(default_factory=dict)
    finish: dict[str, Seconds] = field(default_factory=dict)
    live: dict[str, Seconds] = field(default_factory=dict)
    """The go-live of each step."""
    failures: dict[str, Places] = field(default_factory=dict)
    """Failed tries of a cut-over, by its name."""
    passed: dict[str, Truths] = field(default_factory=dict)
    """Whether the exit test of a step was passed."""
    disturbances: list[Disturbance] = field(default_factory=list)
    busy: dict[str, list[Busy]] = field(default_factory=dict)
    """Who is busy in each team that people leave."""
    figures: dict[str, Numbers | Truths] = field(default_factory=dict)
    """What this plan drew, by name: numbers z of uncertain figures, and whether events came true."""

    @property
    def end(self) -> Seconds:
        """When the last activity is over."""
        return latest([self.finish[name] for name in self.plan.last], self.draws.size, self.setting.start)

    def when_ready(self, activity: Activity) -> Seconds:
        """Return when all that an activity waits for is over; never where nobody opens its gate."""
        if any(name in self.plan.blocked for name in activity.steps):
            return np.full(self.draws.size, FAR)
        waited = [self.finish[name] for name in activity.after]
        return latest(waited, self.draws.size, max(self.setting.start, activity.not_before))

    def takes_time(self, activity: Activity) -> bool:
        """Say whether an activity that a team does lasts longer than nothing in any trial."""
        if activity.pitfall is not None:
            days = self.plan.gates[activity.pitfall].days
        else:
            days = self.plan.arrangement.steps[activity.step].days
        return days is not None and not days.is_nothing

    def figure(self, name: str, estimate: Estimate, step: str | None = None) -> Numbers:
        """Return a value for each trial; times of a step hang together with those of others."""
        if not estimate.is_certain:
            self.figures[name] = self.draws.z(name, step)
        return self.draws.value(name, estimate, step)

    def happens(self, name: str, chance: float) -> Truths:
        """Return the trials in which something happens; it never does in the likely one."""
        happened: Truths = self.draws.chance(name) < chance
        self.figures[name] = happened
        return happened

    def value(self, name: str, estimate: Estimate, step: str | None = None) -> Seconds:
        """Return working days that are drawn, in seconds of open time."""
        return self.seconds(self.figure(name, estimate, step))

    def seconds(self, days: Numbers) -> Seconds:
        """Return working days in seconds of open time."""
        return whole_seconds(self.setting.day_seconds() * days)


def whole_seconds(seconds: Numbers | float) -> Seconds:
    """Return seconds as whole numbers; what is longer than FAR is FAR."""
    return np.rint(np.minimum(seconds, FAR)).astype(np.int64)


def latest(instants: Iterable[Seconds], size: int, earliest: int) -> Seconds:
    """Return by trial the latest of several instants and an earliest one."""
    found = np.full(size, earliest, dtype=np.int64)
    for other in instants:
        np.maximum(found, other, out=found)
    return found


def do(time: WorkTime, ready: Seconds, seconds: Seconds) -> tuple[Seconds, Seconds]:
    """Return when work of so many seconds starts and ends; nothing to do takes no time."""
    if not seconds.any():
        return ready, ready
    finish = time.finish(ready, seconds)
    return np.minimum(time.opening(ready), finish), finish
