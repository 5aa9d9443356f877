"""The options that are compared: the planner's own, and those that nobody should forget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness.rollout.activities import Activity, in_order
from readiness.rollout.arrangement import Arrangement, arrange
from readiness.rollout.model import Rollout
from readiness.rollout.step import Step

DO_NOTHING = "do-nothing"
FREE_ONLY = "free-remedies-only"
EXIT = "stop-and-exit"


def contenders(rollout: Rollout, *, live: bool) -> tuple[Arrangement, ...]:
    """Return the planner's options, then do nothing, free remedies only and, when live, stop and exit.

    Where the planner has written no option, all steps one by one are one.  An
    option of the planner that has the id of one of ours takes its place.
    """
    own = tuple(arrange(rollout, option) for option in rollout.options) or (one_by_one(rollout),)
    taken = {arrangement.id for arrangement in own}
    return (*own, *(one for one in _ours(rollout, live=live) if one.id not in taken))


def one_by_one(rollout: Rollout) -> Arrangement:
    """Return all steps, one after the other as they can."""
    order = sorted_steps(rollout.pool, [step.id for step in rollout.steps if step.done is None])
    return Arrangement("one-by-one", tuple((step,) for step in order), rollout.pool, barriers=False)


def _ours(rollout: Rollout, *, live: bool) -> Iterator[Arrangement]:
    todo = tuple(step.id for step in rollout.steps if step.done is None)
    yield Arrangement(DO_NOTHING, (), rollout.pool, left_out=todo)
    free = free_steps(rollout)
    if free:
        left = tuple(name for name in todo if name not in free)
        yield Arrangement(FREE_ONLY, tuple((name,) for name in free), rollout.pool, False, left)
    if live and any(step.done is not None for step in rollout.steps):
        yield Arrangement(EXIT, (), rollout.pool, left_out=todo, exits=True)


def free_steps(rollout: Rollout) -> tuple[str, ...]:
    """Return the steps that need no technology and rest on none that do, each after what it comes after."""
    free = {step.id for step in rollout.steps if step.is_free and step.done is None}
    live = {step.id for step in rollout.steps if step.done is not None}
    while True:
        kept = {name for name in free if free | live >= {*rollout.pool[name].after} & rollout.pool.keys()}
        if kept == free:
            return sorted_steps(rollout.pool, [step.id for step in rollout.steps if step.id in free])
        free = kept


def sorted_steps(pool: Mapping[str, Step], names: list[str]) -> tuple[str, ...]:
    """Return steps so that each comes after those it rests on, else as they are listed."""
    made = {name: Activity(name, "work", (name,), after=pool[name].after) for name in names}
    return tuple(activity.name for activity in in_order(made))
