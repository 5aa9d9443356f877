"""The dates of an option in its likely run: when each activity begins and ends, and each step goes live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.rollout.activities import Activity
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.run import run
from readiness.rollout.scheduling import likely
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import planned
from readiness.rollout.worktime import FAR


@dataclass(frozen=True)
class LikelyDates:
    """When things happen, as instants; FAR where they never do."""

    arrangement: Arrangement
    activities: tuple[Activity, ...]
    start: Mapping[str, int]
    """Name of the activity to its begin."""
    finish: Mapping[str, int]
    live: Mapping[str, int]
    """Step to its go-live."""

    @property
    def end(self) -> int:
        """The end of the last activity that ends at all; 0 without any."""
        return max((at for at in self.finish.values() if at < FAR), default=0)


def likely_dates(arrangement: Arrangement, setting: Setting) -> LikelyDates:
    """Return the dates of an option where every estimate has its median and nothing fails."""
    plan = planned(arrangement, setting)
    done = run(plan, setting, likely(setting))
    return LikelyDates(
        arrangement,
        plan.activities,
        {name: int(at[0]) for name, at in done.start.items()},
        {name: int(at[0]) for name, at in done.finish.items()},
        {name: int(at[0]) for name, at in done.live.items()},
    )
