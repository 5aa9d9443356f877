"""Why a step never comes to an end: the first causes, behind which all else waits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from readiness.questionnaires.model import PitfallId
from readiness.rollout.activities import Activity
from readiness.rollout.crew import HAIR
from readiness.rollout.hindrances import open_time
from readiness.rollout.needs import Task, task_of
from readiness.rollout.setting import Setting
from readiness.rollout.trial import Run
from readiness.rollout.worktime import FAR

ObstacleKind = Literal[
    "gate", "people", "never-open", "blackout", "window", "too-long", "migration", "horizon", "circle"
]
"""Nobody clears the gate; too few people; the calendar has no hours; blackouts take all of them; no stretch
is long enough; the work, or the moving of records, needs more hours than are left; it is only ready after the
last day; it waits for itself."""


@dataclass(frozen=True)
class Obstacle:
    """One first cause; figures that say nothing about its kind are nought."""

    kind: ObstacleKind
    activity: str
    step: str
    elements: tuple[str, ...]
    pitfall: PitfallId | None = None
    team: str = ""
    people: float = 0.0
    most: float = 0.0
    """The most people that the team has from then on."""
    calendar: str = ""
    blackouts: tuple[str, ...] = ()
    needed: int = 0
    """Seconds of open time, without a break for a cut-over."""
    found: int = 0
    """Open seconds that are left, or those of the longest stretch."""


def obstacles(run: Run, names: Collection[str] | None = None) -> tuple[Obstacle, ...]:
    """Return why a plan, or some of its activities by name, never ends in the first trial of a run."""
    return tuple(dict.fromkeys(_obstacles(run, names)))


def _obstacles(run: Run, names: Collection[str] | None) -> Iterator[Obstacle]:
    plan = run.plan
    for activity in plan.activities:
        if (names is not None and activity.name not in names) or run.finish[activity.name][0] < FAR:
            continue
        if any(run.finish[other][0] >= FAR for other in activity.after):
            continue
        if activity.part == "work" and activity.step in plan.blocked:
            pitfall = plan.blocked[activity.step]
            elements = (f"gates:{pitfall}", f"steps:{activity.step}")
            yield Obstacle("gate", activity.name, activity.step, elements, pitfall=pitfall)
        elif run.ready[activity.name][0] >= FAR:
            yield from _people(run, activity)
        else:
            yield from _time(run, activity)


def _people(run: Run, activity: Activity) -> Iterator[Obstacle]:
    """Yield that there are too few people, or what waits for itself where there are enough."""
    team = next((team for team in run.setting.rollout.teams if team.id == activity.team), None)
    changes = sorted(team.changes, key=lambda change: change.on) if team is not None else ()
    figures = [team.people, *(change.people for change in changes)] if team is not None else [FAR]
    if team is None or figures[-1] + HAIR >= activity.people:
        for step in _in_circles(run, activity.step):
            yield Obstacle("circle", f"{step}/work", step, (f"steps:{step}",))
        return
    enough = max(figures) + HAIR >= activity.people
    most = figures[-1] if enough else max(figures)  # there were enough once: those who are left count
    yield Obstacle(
        "people",
        activity.name,
        activity.step,
        (f"teams:{team.id}", *_own(activity)),
        team=team.id,
        people=activity.people,
        most=most,
    )


def _in_circles(run: Run, step: str) -> tuple[str, ...]:
    """Return the steps that wait for themselves, among a step and all that it waits for."""
    plan, arrangement = run.plan, run.plan.arrangement

    def before(name: str) -> Iterator[str]:
        one, number = arrangement.steps[name], arrangement.wave_of[name]
        yield from one.after
        yield from (gate.by for pitfall in one.gate if (gate := plan.gates.get(pitfall)) and gate.by)
        if arrangement.barriers and number:
            yield from arrangement.waves[number - 1]

    def reached(name: str) -> set[str]:
        found: set[str] = set()
        left = [name]
        while left:
            new = {other for other in before(left.pop()) if other in arrangement.wave_of} - found
            found |= new
            left += new
        return found

    behind = reached(step) | {step} if step in arrangement.wave_of else set[str]()
    return tuple(name for name in arrangement.order if name in behind and name in reached(name))


def _time(run: Run, activity: Activity) -> Iterator[Obstacle]:
    """Yield what the calendar of a part, or of the steps of a joint cut-over, lacks."""
    ready = int(run.ready[activity.name][0])
    for name in activity.steps or ("",):
        task = task_of(run.plan, run.setting, activity, name)
        if activity.part == "cut-over" and not task.need.unbroken:
            continue
        if task.need.ends(open_time(run.setting, task.permit, run.setting.start, FAR), ready) >= FAR:
            yield _lacking(run.setting, task, ready)


def _lacking(setting: Setting, task: Task, ready: int) -> Obstacle:
    """Return what stops a part: the blackouts where it would do without them, else what is left without."""
    activity, need, calendar = task.activity, task.need, task.permit.calendar.id
    free = replace(setting, rollout=replace(setting.rollout, blackouts=()))
    time = open_time(free, task.permit, setting.start, FAR)
    one = Obstacle(
        "never-open",
        activity.name,
        task.step.id if task.step is not None else activity.step,
        (f"calendars:{calendar}", *_own(activity)),
        calendar=calendar,
        needed=need.seconds,
    )
    if need.ends(time, ready) < FAR:
        blackouts = tuple(blackout.id for blackout in setting.blackouts(task.permit.kind))
        elements = (*(f"blackouts:{blackout}" for blackout in blackouts), *one.elements)
        return replace(one, kind="blackout", blackouts=blackouts, elements=elements)
    if not len(time):
        return one
    longest = max(end - start for start, end in time)
    if need.unbroken and longest < need.seconds:
        return replace(one, kind="window", found=longest)
    left = time.seconds - time.worked(ready)
    if need.unbroken or not left:
        return replace(one, kind="horizon", found=left)
    return replace(one, kind="migration" if activity.part == "move" else "too-long", found=left)


def _own(activity: Activity) -> tuple[str, ...]:
    if activity.pitfall is not None:
        return (f"gates:{activity.pitfall}",)
    return tuple(f"steps:{step}" for step in activity.steps)
