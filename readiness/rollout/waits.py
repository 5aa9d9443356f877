"""What an activity waits for before it can start, and which of it is over last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from readiness.questionnaires.model import PitfallId
from readiness.rollout.activities import Activity, Plan, last_before_live
from readiness.rollout.model import Option
from readiness.rollout.setting import Setting
from readiness.rollout.trial import Run

WaitKind = Literal["start", "gate", "gate-step", "after", "wave", "joint", "part", "live", "people", "staff"]
"""The start of the rollout; a pitfall to be cleared, by people or by a step; a step that it comes after; the
wave before; the slowest of the wave; the part before; the go-live; people who are busy elsewhere; people who
join later."""
FREE_WAITS: tuple[WaitKind, ...] = ("gate", "gate-step", "after", "wave", "people", "staff")
"""Waits that could be done without; the others follow from what a step is."""


Link: TypeAlias = tuple[WaitKind, str, int]
"""Why something is waited for, the activity, and when that is over."""


@dataclass(frozen=True)
class Wait:
    """One thing that an activity waits for to the last."""

    kind: WaitKind
    by: str
    """The activity that is waited for; empty for the start and for people who join."""
    until: int
    without: int
    """When all else is over."""
    elements: tuple[str, ...] = ()
    pitfalls: tuple[PitfallId, ...] = ()
    """Those that are cleared by it, where the wait is for a gate."""
    team: str = ""
    """The team, where people are waited for."""
    people: float = 0.0


def waits(run: Run, activity: Activity) -> tuple[Wait, ...]:
    """Return what an activity waits for to the last, in the first trial of a run."""
    ready = int(run.ready[activity.name][0])
    links = tuple(_dated(run, activity))
    binding = tuple(link for link in links if link[2] == ready)
    if not binding and activity.team is not None:  # people have left, so that others must be over first
        binding = tuple(("people", name, ready) for name in _busy_until(run, activity, ready))
        binding = binding or (("staff", "", ready),)
    return tuple(
        Wait(
            kind,
            by,
            until,
            _else(links, kind, by, run.setting.start),
            elements_of(run, activity, kind, by),
            tuple(_pitfalls(run.plan, activity, by)) if kind in ("gate", "gate-step") else (),
            team=activity.team or "" if kind in ("people", "staff") else "",
            people=activity.people if kind in ("people", "staff") else 0.0,
        )
        for kind, by, until in binding
    )


def without(run: Run, activity: Activity, wait: Wait) -> Activity:
    """Return an activity that does not wait for this: for no wave, for nobody's people, for no gate."""
    if wait.kind == "staff":
        return replace(activity, not_before=0)
    dropped = {
        name
        for name in activity.after
        if all(_goes_with(wait.kind, wait.by, kind, name) for kind in kinds(run.plan, activity, name))
    }
    after = tuple(name for name in activity.after if name not in dropped)
    return replace(activity, after=after, not_before=0 if wait.kind == "people" else activity.not_before)


def kinds(plan: Plan, activity: Activity, name: str) -> tuple[WaitKind, ...]:
    """Return why an activity waits for another; there may be several reasons."""
    return tuple(_kinds(plan, activity, name))


def _goes_with(kind: WaitKind, by: str, other: WaitKind, name: str) -> bool:
    """Say whether another wait is gone where one is: all of a wave, and all people who are busy."""
    return other == kind and (kind in ("wave", "people") or name == by)


def _else(links: Iterable[Link], kind: WaitKind, by: str, start: int) -> int:
    """Return when everything else is over."""
    return max((until for one, name, until in links if not _goes_with(kind, by, one, name)), default=start)


def _dated(run: Run, activity: Activity) -> Iterator[Link]:
    for name in activity.after:
        until = int(run.finish[name][0])
        for kind in kinds(run.plan, activity, name):
            yield kind, name, until
    if activity.not_before > run.setting.start:
        yield "staff", "", activity.not_before
    yield "start", "", run.setting.start


def _kinds(plan: Plan, activity: Activity, name: str) -> Iterator[WaitKind]:
    if activity.part == "cut-over":
        yield "joint" if len(activity.steps) > 1 else "part"
    elif activity.part == "test":
        yield "live"
    elif activity.part == "work":
        yield from _before_work(plan, activity, name)
    elif activity.part != "gate":
        yield "part"
    if name in activity.handed:
        yield "people"


def _before_work(plan: Plan, activity: Activity, name: str) -> Iterator[WaitKind]:
    arrangement, step = plan.arrangement, plan.arrangement.steps[activity.step]
    if any(name == f"gates/{pitfall}" for pitfall in step.gate):
        yield "gate"
    clearing = (gate.by for pitfall in step.gate if (gate := plan.gates.get(pitfall)) is not None)
    if any(by != step.id and name == _waited(plan, step.id, by) for by in clearing if by is not None):
        yield "gate-step"
    if any(name == _waited(plan, step.id, other) for other in step.after):
        yield "after"
    before = arrangement.wave_of[step.id] - 1
    wave = arrangement.waves[before] if arrangement.barriers and before >= 0 else ()
    if any(name == f"{other}/test" for other in wave):
        yield "wave"


def _waited(plan: Plan, step: str, other: str) -> str | None:
    """Return the activity for which a step waits when it comes after another."""
    arrangement = plan.arrangement
    wave = arrangement.wave_of
    if other not in wave:
        return None
    if arrangement.barriers and wave[other] == wave[step]:
        return last_before_live(arrangement.steps[other])
    return f"{other}/test"


def _busy_until(run: Run, activity: Activity, ready: int) -> Iterator[str]:
    for other in run.plan.activities:
        busy = other.team == activity.team and other.people and other.name != activity.name
        if busy and other.name in run.finish and int(run.finish[other.name][0]) == ready:
            yield other.name


def elements_of(run: Run, activity: Activity, kind: WaitKind, by: str) -> tuple[str, ...]:
    """Return the records on which a wait stands."""
    plan = run.plan
    mine = () if activity.part == "gate" else (f"steps:{activity.step}",)
    other = next((one for one in plan.activities if one.name == by), None)
    its = tuple(f"steps:{step}" for step in other.steps) if other is not None else ()
    match kind:
        case "gate" | "gate-step":
            return (*(f"gates:{name}" for name in _pitfalls(plan, activity, by)), *its)
        case "wave" | "joint":
            return (*options_of(run.setting, plan), *its)
        case "people" | "staff":
            return (f"teams:{activity.team}", *its)
        case "start":
            return ("rollout:start",)
        case "after":
            return (*mine, *its)
    return its or mine


def _pitfalls(plan: Plan, activity: Activity, by: str) -> Iterator[PitfallId]:
    """Yield the pitfalls in the gate of a step that are cleared by an activity, or by its step."""
    step = by.partition("/")[0]
    for pitfall in plan.arrangement.steps[activity.step].gate:
        gate = plan.gates.get(pitfall)
        if gate is not None and (by == f"gates/{pitfall}" or gate.by == step):
            yield pitfall


def options_of(setting: Setting, plan: Plan) -> tuple[str, ...]:
    """Return the options in which the waves of a plan are written: its own, else the one it is like."""
    seen: list[Option] = []
    option = plan.arrangement.option
    while option is not None and option not in seen:
        if option.waves or option.order:
            return (f"options:{option.id}",)
        seen.append(option)
        option = setting.rollout.by_option.get(option.like or "")
    return tuple(f"options:{one.id}" for one in seen[:1])


def changed_in(setting: Setting, plan: Plan, step: str) -> tuple[str, ...]:
    """Return the options in which fields of a step are written that take the place of those in the pool."""
    seen: list[Option] = []
    option = plan.arrangement.option
    while option is not None and option not in seen:
        seen.append(option)
        option = setting.rollout.by_option.get(option.like or "")
    return tuple(f"options:{one.id}" for one in seen if step in one.change or step in one.modes)
