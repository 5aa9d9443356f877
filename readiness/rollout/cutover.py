"""The joint cut-over of a wave: tries, failures, rolling back, and doors that are closed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np

from readiness.rollout.activities import Activity
from readiness.rollout.step import CutOver, Step
from readiness.rollout.trial import Disturbance, Places, Run, Truths, whole_seconds
from readiness.rollout.worktime import FAR, Seconds

CutOvers: TypeAlias = tuple[tuple[Step, CutOver], ...]
Closed: TypeAlias = tuple[Step, Seconds, Seconds]
"""A step, and when its touchpoints are closed and open again."""


def cut_over(done: Run, activity: Activity, ready: Seconds) -> tuple[Seconds, Seconds]:
    """Return when the first try of a wave's cut-over starts, and when all its steps are live."""
    wave = tuple(done.plan.arrangement.steps[name] for name in activity.steps)
    steps = tuple((step, step.cut_over) for step in wave if step.cut_over is not None)
    start, live = _tries(done, activity, steps, ready) if steps else (ready, ready)
    for step in wave:
        done.live[step.id] = live
    done.disturbances.append(Disturbance("dip", activity.steps, live, live))
    return start, live


def found_by_pilot(done: Run, step: Step) -> Truths | None:
    """Return the trials in which a pilot finds what would have made the first try fail; None without one."""
    cut = step.cut_over
    if step.pilot is None or cut is None or not cut.fails or cut.tries < 2:
        return None
    found: Truths = done.happens(f"{step.id}/fails/0", cut.fails)
    return found & done.happens(f"{step.id}/finds", step.pilot.finds)


def _tries(done: Run, activity: Activity, steps: CutOvers, ready: Seconds) -> tuple[Seconds, Seconds]:
    """Try the joint cut-over until it succeeds; the last try is taken to."""
    size = done.draws.size
    live, failed = np.full(size, FAR), np.zeros(size, dtype=np.int64)
    first: Seconds | None = None
    trials: Places = np.arange(size)
    back = whole_seconds(max(cut.roll_back_hours for _, cut in steps) * 3600)
    slowest, longest = max(steps, key=lambda one: one[1].retry_days)
    wait = whole_seconds(done.setting.day_seconds(longest.retry_days))
    now = ready
    for attempt in range(max(cut.tries for _, cut in steps)):
        start, end = _try(done, steps, now, trials)
        first = start if first is None else first
        lost = _lost(done, steps, attempt, trials) | _confused(done, activity, attempt, trials)
        lost &= end < FAR
        live[trials[~lost]] = end[~lost]
        trials, end = trials[lost], end[lost]
        if not trials.size:
            break
        failed[trials] += 1
        again = np.minimum(end + back, FAR)
        if back:
            done.disturbances.append(Disturbance("rolled-back", activity.steps, end, again, trials))
        now = done.setting.work(slowest).finish(again, wait)
    done.failures[activity.name] = failed
    return (ready if first is None else first), live


def _try(done: Run, steps: CutOvers, now: Seconds, trials: Places) -> tuple[Seconds, Seconds]:
    """Return when the earliest cut-over of several starts and the latest ends."""
    first, end = np.full(now.size, FAR), now
    closed: list[Closed] = []
    for step, cut in steps:
        seconds = whole_seconds(cut.hours * 3600)
        start = done.setting.cut_over(step).window(now, seconds)
        over = np.minimum(start + seconds, FAR)
        first, end = np.minimum(first, start), np.maximum(end, over)
        if cut.closed and seconds:
            closed.append((step, start, over))
    done.disturbances.extend(_closed(closed, trials))
    return first, end


def _closed(closed: Sequence[Closed], trials: Places) -> Iterator[Disturbance]:
    """Yield when touchpoints are closed; what several steps close at once is closed once."""
    closers: dict[str, list[int]] = {}
    for number, (step, _, _) in enumerate(closed):
        for touchpoint in step.affects:
            closers.setdefault(touchpoint, []).append(number)
    groups: dict[tuple[int, ...], list[str]] = {}
    for touchpoint, numbers in closers.items():
        groups.setdefault(tuple(numbers), []).append(touchpoint)
    for group, touchpoints in groups.items():
        steps = tuple(closed[number][0].id for number in group)
        if len(group) == 1:
            _, since, until = closed[group[0]]
            yield Disturbance("closed", steps, since, until, trials, frozenset(touchpoints))
            continue
        starts = np.stack([closed[number][1] for number in group])
        ends = np.stack([closed[number][2] for number in group])
        order = np.argsort(starts, axis=0, kind="stable")
        starts, ends = np.take_along_axis(starts, order, 0), np.take_along_axis(ends, order, 0)
        ends = np.maximum.accumulate(ends, axis=0)
        starts[1:] = np.maximum(starts[1:], ends[:-1])
        for since, until in zip(starts, ends, strict=True):
            if np.any(since < until):
                yield Disturbance("closed", steps, since, until, trials, frozenset(touchpoints))


def crowding(done: Run, steps: int) -> float:
    """Return the chance that one of several steps that go live at once fails for the others' sake."""
    return 1 - (1 - done.setting.rollout.together) ** max(steps - 1, 0)


def _confused(done: Run, activity: Activity, attempt: int, trials: Places) -> Truths:
    """Return the trials in which a try fails only since several steps go live in it."""
    wave = (done.plan.arrangement.steps[name].cut_over for name in activity.steps)
    last = max(cut.tries for cut in wave if cut is not None)
    chance = crowding(done, len(activity.steps))
    if not chance or attempt + 1 >= last:
        return np.zeros(trials.size, dtype=bool)
    return done.happens(f"{activity.name}/together/{attempt}", chance)[trials]


def _lost(done: Run, steps: CutOvers, attempt: int, trials: Places) -> Truths:
    lost: Truths = np.zeros(trials.size, dtype=bool)
    for step, cut in steps:
        if not cut.fails or attempt + 1 >= cut.tries:
            continue
        mine = done.happens(f"{step.id}/fails/{attempt}", cut.fails)[trials]
        found = found_by_pilot(done, step) if attempt == 0 else None
        if found is not None:
            mine = mine & ~found[trials]
        lost |= mine
    return lost
