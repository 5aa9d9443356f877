"""How much later a step could begin, and which single change would bring its go-live a day forward.

Both are found by working the likely run out again with one thing changed, the
people handed on in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from readiness.rollout.activities import Activity, Plan
from readiness.rollout.hindrances import Limit, hindrances, lifted, open_time
from readiness.rollout.localtime import DAY, local_day
from readiness.rollout.needs import shortened, task_of
from readiness.rollout.run import run as run_plan
from readiness.rollout.setting import Setting
from readiness.rollout.trial import Run
from readiness.rollout.waits import FREE_WAITS, Wait, WaitKind, waits, without
from readiness.rollout.worktime import FAR

QUARTER = 900
"""Shorter times are looked for in steps of a quarter of an hour."""
LeverKind = Literal["shorter", "limit", "wait", "alone"]


@dataclass(frozen=True)
class Slack:
    """How much later the work of a step could begin before a date moves."""

    latest: int
    """The last instant at which it could begin."""
    seconds: int
    """Open time of its calendar between its likely begin and the last."""


@dataclass(frozen=True)
class Lever:
    """One change that brings the go-live forward by a day or more."""

    kind: LeverKind
    activity: str
    step: str
    live: int
    """The go-live with it."""
    seconds: int = 0
    """``shorter``: by how much open time at least."""
    limit: Limit | None = None
    """``limit``: what is lifted."""
    wait: Wait | None = None
    """``wait``: what is not waited for."""


def ancestors(plan: Plan, name: str) -> frozenset[str]:
    """Return an activity and all that it waits for, directly or not."""
    after = {activity.name: activity.after for activity in plan.activities}
    found, left = {name}, [name]
    while left:
        for other in after.get(left.pop(), ()):
            if other not in found:
                found.add(other)
                left.append(other)
    return frozenset(found)


def path(run: Run, name: str) -> tuple[tuple[Activity, tuple[Wait, ...]], ...]:
    """Return the activities that drive the end of one, first to last, each with what it waits for.

    Where several things are over at the same time, the first of them is followed.
    """
    by_name = {activity.name: activity for activity in run.plan.activities}
    found = []
    while name:
        activity = by_name[name]
        waited = waits(run, activity)
        found.append((activity, waited))
        name = waited[0].by if waited else ""
    return tuple(reversed(found))


def slack(run: Run, step: str, date: Callable[[Run], int]) -> Slack | None:
    """Return how much later the work of a step could begin before a date of the run moves; None for never."""
    activity = _activity(run.plan, f"{step}/work")
    now, ready = date(run), int(run.ready[activity.name][0])
    if now >= FAR:
        return None
    good, bad = ready, now + 1
    while bad - good > 1:
        middle = (good + bad) // 2
        later = _swapped(run.plan, replace(activity, not_before=middle))
        same = date(run_plan(later, run.setting, run.draws)) <= now
        good, bad = (middle, bad) if same else (good, middle)
    start = int(run.start[activity.name][0])
    return Slack(good, _between(run, activity, start, good))


def _between(run: Run, activity: Activity, start: int, latest: int) -> int:
    """Return the open time between two instants; all time where nothing is to be done."""
    task = task_of(run.plan, run.setting, activity)
    if not task.need.seconds:
        return max(0, latest - start)
    time = open_time(run.setting, task.permit, start, latest)
    return max(0, time.worked(latest) - time.worked(start))


def levers(run: Run, step: str, *, by: int = DAY) -> tuple[Lever, ...]:
    """Return each single change that brings the go-live of a step forward by so many seconds."""
    live = int(run.live[step][0])
    if live >= FAR:
        return ()
    return tuple(Search(run, step, live - by).found())


class Search:
    """The likely run of what a go-live rests on, worked out again and again."""

    def __init__(self, run: Run, step: str, target: int) -> None:
        arrangement = run.plan.arrangement
        self.run, self.step, self.target = run, step, target
        self.joint = f"waves/{arrangement.wave_of[step]}/cut-over"
        names = ancestors(run.plan, self.joint)
        some = tuple(activity for activity in run.plan.activities if activity.name in names)
        self.plan = replace(run.plan, activities=some)
        last = min(run.setting.last, local_day(int(run.live[step][0]), run.setting.zones("")))
        self.setting = replace(run.setting, rollout=replace(run.setting.rollout, horizon=last))

    def live(self, plan: Plan, setting: Setting | None = None) -> int:
        """Return the go-live in a changed plan or setting."""
        done = run_plan(plan, setting or self.setting, self.run.draws)
        return int(done.live[self.step][0])

    def found(self) -> Iterator[Lever]:
        """Yield the changes along the path that drives the go-live, the last parts first."""
        tried: set[Limit] = set()
        for activity, waited in reversed(path(self.run, self.joint)):
            steps = self._decisive(activity)
            for name in steps:
                yield from self._shorter(activity, name)
                for limit in self._limits(activity, name):
                    if limit not in tried:
                        tried.add(limit)
                        yield from self._lifted(activity, name, limit)
            if activity.name == self.joint and len(activity.steps) > 1:
                yield from self._alone(activity)
            for wait in waited:
                if wait.kind in FREE_WAITS:
                    yield from self._waited(activity, wait)

    def _decisive(self, activity: Activity) -> tuple[str, ...]:
        """Return the step of a part; of a joint cut-over the first of those that are over last."""
        if activity.part != "cut-over":
            return (activity.step,)
        over = window_ends(self.run, activity)
        return tuple(name for name, end in over.items() if end == max(over.values()))[:1]

    def _shorter(self, activity: Activity, name: str) -> Iterator[Lever]:
        need = task_of(self.plan, self.setting, activity, name).need.seconds

        def live(seconds: int) -> int:
            return self.live(shortened(self.plan, self.setting, activity, name, seconds))

        if not need or live(0) > self.target:
            return
        few, enough = 0, -(-need // QUARTER)
        while enough - few > 1:
            middle = (few + enough) // 2
            few, enough = (few, middle) if live(need - middle * QUARTER) <= self.target else (middle, enough)
        less = min(need, enough * QUARTER)
        yield Lever("shorter", activity.name, name, live(need - less), seconds=less)

    def _limits(self, activity: Activity, name: str) -> Iterator[Limit]:
        """Yield what puts off the end of a part; that people do not work day and night is no such thing."""
        task = task_of(self.plan, self.setting, activity, name)
        ready = int(self.run.ready[activity.name][0])
        if not task.need.seconds and not task.need.unbroken:
            return
        end = task.need.ends(open_time(self.setting, task.permit, ready, FAR), ready)
        for one in hindrances(
            self.setting, task.permit, lambda time: task.need.ends(time, ready), since=ready, until=end
        ):
            day_and_night = task.permit.kind == "work" and one.limit.cause == "hours"
            if one.without < end and not day_and_night:
                yield one.limit

    def _lifted(self, activity: Activity, name: str, limit: Limit) -> Iterator[Lever]:
        task = task_of(self.plan, self.setting, activity, name)
        live = self.live(self.plan, lifted(self.setting, task.permit, limit)[0])
        if live <= self.target:
            yield Lever("limit", activity.name, name, live, limit=limit)

    def _waited(self, activity: Activity, wait: Wait) -> Iterator[Lever]:
        live = self.live(_swapped(self.plan, without(self.run, activity, wait)))
        if live <= self.target:
            yield Lever("wait", activity.name, activity.step, live, wait=wait)

    def _alone(self, activity: Activity) -> Iterator[Lever]:
        """Yield the go-live of the step by itself, without the others of its wave."""
        own = tuple(name for name in activity.after if name.startswith(f"{self.step}/"))
        live = self.live(_swapped(self.plan, replace(activity, steps=(self.step,), after=own)))
        if live <= self.target:
            yield Lever("alone", activity.name, self.step, live)


def window_ends(run: Run, activity: Activity) -> dict[str, int]:
    """Return when the cut-over of each step of a wave is over; those that have none are left out."""
    ready = int(run.ready[activity.name][0])
    found = {}
    for name in activity.steps:
        task = task_of(run.plan, run.setting, activity, name)
        if task.step is not None and task.step.cut_over is not None:
            found[name] = task.need.ends(run.setting.cut_over(task.step), ready)
    return found


def _activity(plan: Plan, name: str) -> Activity:
    return next(activity for activity in plan.activities if activity.name == name)


def _swapped(plan: Plan, activity: Activity) -> Plan:
    """Return a plan with an activity in place of that of the same name."""
    return replace(
        plan, activities=tuple(activity if one.name == activity.name else one for one in plan.activities)
    )


__all__ = ["Lever", "Slack", "WaitKind", "ancestors", "levers", "path", "slack", "window_ends"]
