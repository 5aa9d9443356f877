"""Why each date of a step is as it is in the likely run: what each part waits for, what is in its way.

``explain`` returns values; words are made of them elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from readiness.questionnaires.model import PitfallId
from readiness.rollout.activities import Activity, Part
from readiness.rollout.earlier import Lever, Slack, ancestors, levers, path, slack, window_ends
from readiness.rollout.hindrances import Hindrance, Permit, hindrances, open_time
from readiness.rollout.needs import Need, task_of
from readiness.rollout.obstacles import Obstacle, obstacles
from readiness.rollout.outcome import Outcome
from readiness.rollout.setting import Setting
from readiness.rollout.trial import Run
from readiness.rollout.waits import Wait, changed_in, waits
from readiness.rollout.worktime import FAR

State = Literal["planned", "never", "done", "left-out"]


@dataclass(frozen=True)
class DatedPart:
    """One part of a step with its dates and the reasons for them.

    Of a joint cut-over, what one step of the wave does in it.
    """

    name: str
    part: Part
    step: str
    pitfall: PitfallId | None
    ready: int
    """When all that it waits for is over."""
    start: int
    finish: int
    waits: tuple[Wait, ...]
    """What it waits for to the last."""
    need: Need
    permit: Permit
    before: tuple[Hindrance, ...] = ()
    """What is in the way between ready and start."""
    longest: int = 0
    """The longest stretch of open time that was too short, in seconds."""
    during: tuple[Hindrance, ...] = ()
    """What puts the end off once it has started, besides the weekly hours."""
    elements: tuple[str, ...] = ()
    """Where its length is written."""


@dataclass(frozen=True)
class Leg:
    """A part on the path that drives a go-live."""

    name: str
    part: Part
    steps: tuple[str, ...]
    pitfall: PitfallId | None
    start: int
    finish: int
    wait: Wait | None


@dataclass(frozen=True)
class Explanation:
    """The likely dates of a step of an option, and why they are not earlier."""

    option: str
    step: str
    state: State
    since: date | None = None
    """Where it is done already."""
    live: int = FAR
    done: int = FAR
    """When its exit test is over."""
    wave: tuple[str, ...] = ()
    """The steps that go live with it, itself among them."""
    open_gates: tuple[PitfallId, ...] = ()
    """Pitfalls of its gate that are cleared today."""
    parts: tuple[DatedPart, ...] = ()
    path: tuple[Leg, ...] = ()
    slack_live: Slack | None = None
    """Until its go-live moves."""
    slack_end: Slack | None = None
    """Until the end of the whole option moves."""
    levers: tuple[Lever, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    elements: tuple[str, ...] = ()


def explain(of: Outcome | Run, step: str) -> Explanation:
    """Explain the dates of a step in the likely run.

    Of a run of many trials, those of the first.  Raises KeyError for a step that
    is not in the pool.
    """
    run = of.likely if isinstance(of, Outcome) else of
    plan, arrangement = run.plan, run.plan.arrangement
    pool = arrangement.steps[step]
    elements = (f"steps:{step}", *changed_in(run.setting, plan, step))
    if pool.done is not None and step not in arrangement.wave_of:
        return Explanation(arrangement.id, step, "done", pool.done, elements=elements)
    if step not in arrangement.wave_of:
        return Explanation(arrangement.id, step, "left-out", elements=elements)
    joint, test = f"waves/{arrangement.wave_of[step]}/cut-over", f"{step}/test"
    wave = arrangement.waves[arrangement.wave_of[step]]
    names = ancestors(plan, test) | {f"{step}/work"}
    known = test in run.finish
    live, done = (int(run.live[step][0]), int(run.finish[test][0])) if known else (FAR, FAR)
    return Explanation(
        arrangement.id,
        step,
        "planned" if done < FAR else "never",
        live=live,
        done=done,
        wave=wave,
        open_gates=tuple(name for name in pool.gate if name not in plan.gates),
        parts=tuple(_parts(run, step)),
        path=tuple(_legs(run, joint)) if live < FAR else (),
        slack_live=slack(run, step, lambda one: int(one.live[step][0])) if live < FAR else None,
        slack_end=slack(run, step, lambda one: int(one.end[0])) if live < FAR else None,
        levers=levers(run, step) if live < FAR else (),
        obstacles=obstacles(run, names) if done >= FAR else (),
        elements=elements,
    )


def _legs(run: Run, name: str) -> Iterator[Leg]:
    for activity, waited in path(run, name):
        start, finish = (int(dates[activity.name][0]) for dates in (run.start, run.finish))
        yield Leg(activity.name, activity.part, activity.steps, activity.pitfall, start, finish,
                  waited[0] if waited else None)  # fmt: skip


def _parts(run: Run, step: str) -> Iterator[DatedPart]:
    one = run.plan.arrangement.steps[step]
    for activity in run.plan.activities:
        if activity.part == "gate" and activity.pitfall in one.gate:
            yield _dated(run, activity, "")
        elif activity.part == "cut-over" and step in activity.steps:
            yield from _cut_over(run, activity, step)
        elif activity.part != "cut-over" and activity.steps == (step,):
            yield _dated(run, activity, step)


def _cut_over(run: Run, activity: Activity, step: str) -> Iterator[DatedPart]:
    """Yield the cut-over of a step, and that of the wave which is over last where it is another's."""
    over = window_ends(run, activity)
    last = next((name for name, end in over.items() if end == max(over.values())), step)
    for name in dict.fromkeys((step, last) if over.get(step) != over.get(last) else (step,)):
        yield _dated(run, activity, name, over.get(name))


def _dated(run: Run, activity: Activity, name: str, over: int | None = None) -> DatedPart:
    """Return a part with its reasons; ``over`` is when one cut-over of several ends."""
    task = task_of(run.plan, run.setting, activity, name)
    ready, start, finish = (int(dates[activity.name][0]) for dates in (run.ready, run.start, run.finish))
    if activity.part == "cut-over":
        finish = ready if over is None else over
        start = ready if over is None else finish - task.need.seconds if finish < FAR else FAR
    written = f"gates:{activity.pitfall}" if activity.pitfall is not None else f"steps:{name}"
    part = DatedPart(
        activity.name,
        activity.part,
        name,
        activity.pitfall,
        ready,
        start,
        finish,
        waits(run, activity) if ready < FAR else (),
        task.need,
        task.permit,
        elements=(written, *changed_in(run.setting, run.plan, name)),
    )
    part = _begun(run.setting, part) if ready < start and ready < FAR else part
    return _ended(run.setting, part) if start < FAR and task.need.seconds and not task.need.unbroken else part


def _begun(setting: Setting, part: DatedPart) -> DatedPart:
    """Return a part with what is in the way of its start."""
    need, ready, start = part.need, part.ready, part.start
    seconds = need.seconds if need.unbroken else 1
    before = hindrances(
        setting,
        part.permit,
        lambda time: time.window(ready, seconds),
        since=ready,
        until=start,
        to=part.finish if need.unbroken else start,
    )
    passed = open_time(setting, part.permit, ready, start).within(ready, start)
    return replace(part, before=before, longest=max((end - begin for begin, end in passed), default=0))


def _ended(setting: Setting, part: DatedPart) -> DatedPart:
    """Return a part with what puts its end off once it has begun."""
    start, seconds = part.start, part.need.seconds
    found = hindrances(
        setting, part.permit, lambda time: time.finish(start, seconds), since=start, until=part.finish
    )
    return replace(part, during=tuple(one for one in found if one.limit.cause not in ("hours", "business")))
