"""How long a part of a step takes in the likely run, and from which figures that follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from readiness.rollout.activities import Activity, Plan
from readiness.rollout.estimate import median
from readiness.rollout.fields import NOTHING, Estimate
from readiness.rollout.hindrances import Permit, permit_of
from readiness.rollout.setting import Setting
from readiness.rollout.step import Step
from readiness.rollout.trial import whole_seconds
from readiness.rollout.worktime import FAR, WorkTime

_FAST = 1e15
"""Records in an hour: any move is over at once."""


@dataclass(frozen=True)
class Need:
    """The open time that a part takes: working days, records to move, or hours without a break."""

    seconds: int
    days: float | None = None
    """Working days."""
    runs: int = 0
    """Complete runs of a move: rehearsals and the real one."""
    records: float = 0.0
    per_hour: float = 0.0
    unbroken: bool = False
    certain: bool = True
    """The figure is no median of an estimate."""

    def ends(self, time: WorkTime, ready: int) -> int:
        """Return when a part ends that is ready at an instant, in some open time."""
        if self.unbroken:
            return min(time.window(ready, self.seconds) + self.seconds, FAR)
        return time.finish(ready, self.seconds) if self.seconds else ready


NONE = Need(0)


@dataclass(frozen=True)
class Task:
    """A part of a step, or what one step does in a joint cut-over: how long, and when it may be done."""

    activity: Activity
    step: Step | None
    need: Need
    permit: Permit


def task_of(plan: Plan, setting: Setting, activity: Activity, step: str = "") -> Task:
    """Return what an activity is to do; of a joint cut-over, what one of its steps does."""
    one = None if activity.pitfall is not None else plan.arrangement.steps.get(step or activity.step)
    return Task(
        activity, one, need_of(plan, setting, activity, one), permit_for(plan, setting, activity, one)
    )


def need_of(plan: Plan, setting: Setting, activity: Activity, step: Step | None) -> Need:
    """Return what a part takes; of a joint cut-over, what one of its steps takes."""
    if activity.pitfall is not None:
        return _days(setting, plan.gates[activity.pitfall].days or NOTHING)
    if step is None:
        return NONE
    match activity.part:
        case "work":
            return _days(setting, step.days)
        case "check" if step.customer_check:
            return _days(setting, step.customer_check.days)
        case "pilot" if step.pilot:
            return _days(setting, step.pilot.days)
        case "test" if step.exit_test:
            return _days(setting, step.exit_test.days)
        case "move" if step.migrate:
            runs, per_hour = 1 + int(step.migrate.rehearsals), median(step.migrate.per_hour)
            seconds = whole_seconds(ceil(runs * step.migrate.records / max(per_hour, 1e-9) * 3600))
            certain = step.migrate.per_hour.is_certain
            return Need(int(seconds), None, runs, step.migrate.records, per_hour, certain=certain)
        case "cut-over" if step.cut_over:
            return Need(int(whole_seconds(step.cut_over.hours * 3600)), unbroken=True)
    return NONE


def permit_for(plan: Plan, setting: Setting, activity: Activity, step: Step | None) -> Permit:
    """Return when a part may be done; of a joint cut-over, when one of its steps may."""
    if activity.pitfall is not None:
        return permit_of(setting, "work", team=plan.gates[activity.pitfall].team)
    if activity.part in ("move", "cut-over"):
        return permit_of(setting, "migration" if activity.part == "move" else "cut-over", step)
    return permit_of(setting, "work", step)


def shortened(plan: Plan, setting: Setting, activity: Activity, step: str, seconds: int) -> Plan:
    """Return a plan in which a part takes so many seconds of open time, for certain."""
    days = Estimate(points=(seconds / setting.day_seconds() if setting.day_seconds() else 0.0,))
    if activity.pitfall is not None:
        gate = replace(plan.gates[activity.pitfall], days=days)
        return replace(plan, gates={**plan.gates, activity.pitfall: gate})
    steps = plan.arrangement.steps
    one = _taking(steps[step], activity, days, seconds)
    return replace(plan, arrangement=replace(plan.arrangement, steps={**steps, step: one}))


def _taking(step: Step, activity: Activity, days: Estimate, seconds: int) -> Step:
    match activity.part:
        case "work":
            return replace(step, days=days)
        case "check" if step.customer_check:
            return replace(step, customer_check=replace(step.customer_check, days=days))
        case "pilot" if step.pilot:
            return replace(step, pilot=replace(step.pilot, days=days))
        case "test" if step.exit_test:
            return replace(step, exit_test=replace(step.exit_test, days=days))
        case "move" if step.migrate:
            whole = (1 + step.migrate.rehearsals) * step.migrate.records
            rate = Estimate(points=(whole * 3600 / seconds if seconds else _FAST,))
            return replace(step, migrate=replace(step.migrate, per_hour=rate))
        case "cut-over" if step.cut_over:
            return replace(step, cut_over=replace(step.cut_over, hours=seconds / 3600))
    return step


def _days(setting: Setting, days: Estimate) -> Need:
    likely = median(days)
    return Need(int(whole_seconds(setting.day_seconds(likely))), likely, certain=days.is_certain)
