"""One plan in many trials: when each activity starts and ends, what fails, whom it disturbs."""

from __future__ import annotations

import numpy as np

from readiness.rollout.activities import Activity, Plan
from readiness.rollout.crew import Busy, Crew, too_early
from readiness.rollout.cutover import crowding, cut_over, found_by_pilot
from readiness.rollout.draw import Draws
from readiness.rollout.fields import NOTHING
from readiness.rollout.setting import Setting
from readiness.rollout.step import CustomerCheck, ExitTest, Migrate, Pilot, Step
from readiness.rollout.trial import Disturbance, Run, do, whole_seconds
from readiness.rollout.worktime import FAR, Seconds, WorkTime


def run(plan: Plan, setting: Setting, draws: Draws) -> Run:
    """Go through a plan once for each trial of the draws."""
    done = Run(plan, setting, draws)
    for activity in plan.activities:
        ready = done.when_ready(activity)
        crew = plan.crews.get(activity.team or "")
        if crew is not None and activity.people:
            ready = _put_off(done, activity, ready, crew)
        done.ready[activity.name] = ready
        done.start[activity.name], done.finish[activity.name] = go(done, activity, ready)
        if crew is not None and activity.people:
            here = Busy(activity.people, done.start[activity.name], done.finish[activity.name])
            done.busy.setdefault(activity.team or "", []).append(here)
    return done


def go(done: Run, activity: Activity, ready: Seconds) -> tuple[Seconds, Seconds]:
    """Return when an activity starts and ends, given when all that it waits for is over."""
    if activity.part == "cut-over":
        return cut_over(done, activity, ready)
    if activity.part in ("gate", "work"):
        time, seconds = _task(done, activity)
        return do(time, ready, seconds)
    step = done.plan.arrangement.steps[activity.step]
    match activity.part:
        case "check" if step.customer_check:
            return _check(done, step, step.customer_check, ready)
        case "move" if step.migrate:
            return _move(done, step, step.migrate, ready)
        case "pilot" if step.pilot:
            return _pilot(done, step, step.pilot, ready)
        case "test" if step.exit_test:
            return _test(done, step, step.exit_test, ready)
    return ready, ready


def _task(done: Run, activity: Activity) -> tuple[WorkTime, Seconds]:
    """Return the hours and the length of what a team does: the work of a step or clearing a gate."""
    if activity.pitfall is not None:
        gate = done.plan.gates[activity.pitfall]
        days = gate.days or NOTHING
        return done.setting.team_time(gate.team), done.value(f"gates/{gate.pitfall}/days", days)
    step = done.plan.arrangement.steps[activity.step]
    return done.setting.work(step), done.value(f"{step.id}/days", step.days, step.id)


def _put_off(done: Run, activity: Activity, ready: Seconds, crew: Crew) -> Seconds:
    """Return when there are enough people too, whoever has left the team by then."""
    time, seconds = _task(done, activity)
    ready = ready.copy()
    trials = np.arange(ready.size)
    while trials.size:
        start, finish = do(time, ready[trials], seconds[trials])
        busy = [
            Busy(one.people, one.start[trials], one.finish[trials])
            for one in done.busy.get(activity.team or "", [])
        ]
        until = too_early(crew, activity.people, start, finish, busy)
        trials = trials[until > 0]
        ready[trials] = until[until > 0]
    return ready


def _check(done: Run, step: Step, check: CustomerCheck, ready: Seconds) -> tuple[Seconds, Seconds]:
    days = done.figure(f"{step.id}/check", check.days)
    if check.vetoes:
        sent_back = done.happens(f"{step.id}/vetoes", check.vetoes)
        again = days + done.figure(f"{step.id}/check-rework", check.rework_days)
        days = days + np.where(sent_back, again, 0.0)
    return do(done.setting.work(step), ready, done.seconds(days))


def _move(done: Run, step: Step, migrate: Migrate, ready: Seconds) -> tuple[Seconds, Seconds]:
    runs = np.full(done.draws.size, 1.0 + migrate.rehearsals)
    if migrate.rerun:
        runs = runs + done.happens(f"{step.id}/rerun", migrate.rerun)
    rate = np.maximum(done.figure(f"{step.id}/per-hour", migrate.per_hour), 1e-9)
    seconds = whole_seconds(np.ceil(runs * min(migrate.records, FAR) / rate * 3600))
    return do(done.setting.move(step), ready, seconds)


def _pilot(done: Run, step: Step, pilot: Pilot, ready: Seconds) -> tuple[Seconds, Seconds]:
    time = done.setting.work(step)
    start, end = do(time, ready, done.value(f"{step.id}/pilot", pilot.days))
    done.disturbances.append(Disturbance("pilot", (step.id,), start, end))
    found = found_by_pilot(done, step)
    if found is not None and not pilot.rework_days.is_nothing:
        rework = done.figure(f"{step.id}/pilot-rework", pilot.rework_days) * found
        end = time.finish(end, done.seconds(rework))
    return start, end


def _test(done: Run, step: Step, test: ExitTest, ready: Seconds) -> tuple[Seconds, Seconds]:
    arrangement = done.plan.arrangement
    at_once = len(arrangement.waves[arrangement.wave_of[step.id]]) if arrangement.barriers else 1
    passes = test.passes * (1 - crowding(done, at_once))
    if passes < 1:
        done.passed[step.id] = done.draws.likely | done.happens(f"{step.id}/passes", passes)
    return do(done.setting.work(step), ready, done.value(f"{step.id}/test", test.days))


__all__ = ["Disturbance", "Run", "go", "run"]
