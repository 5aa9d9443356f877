"""An option with everything it takes from the pool and from the option it is like: steps in waves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from readiness.rollout.model import Option, Rollout, changed, in_mode
from readiness.rollout.step import Step


@dataclass(frozen=True)
class Arrangement:
    """Steps as one option does them.

    ``waves`` hold ids of steps.  With ``barriers`` the steps of a wave go live
    together and a wave starts when the one before is done; without, each wave
    is one step that goes live by itself, and the waves' order says who gets
    people first.
    """

    id: str
    waves: tuple[tuple[str, ...], ...]
    steps: Mapping[str, Step]
    barriers: bool = True
    left_out: tuple[str, ...] = ()
    exits: bool = False
    """The programme is ended: what is live stops to cost and to be worth anything."""
    option: Option | None = field(default=None, compare=False)
    """The option of the file; none for one that the tool added."""

    @cached_property
    def wave_of(self) -> Mapping[str, int]:
        """The number of each step's wave, from 0."""
        return {step: number for number, wave in enumerate(self.waves) for step in wave}

    @property
    def order(self) -> tuple[str, ...]:
        """The steps, wave after wave."""
        return tuple(step for wave in self.waves for step in wave)


def arrange(rollout: Rollout, option: Option) -> Arrangement:
    """Return an option as steps in waves.

    It starts from the option it is ``like``; then its own ``waves`` or
    ``order`` take the place of that one's, changes and modes are laid over,
    and what it is ``without`` is taken out.  Steps that are live already
    (``done``) are in no wave.  An option with neither waves nor order has the
    order of the pool.  Options that are like each other in a circle are read
    as if the last were like none.
    """
    line = _line(rollout, option)
    waves: tuple[tuple[str, ...], ...] = ()
    barriers = False
    steps = dict(rollout.pool)
    without: dict[str, None] = {}
    for one in line:
        if one.waves:
            waves, barriers = one.waves, True
        elif one.order:
            waves, barriers = tuple((step,) for step in one.order), False
        if one.waves or one.order:
            without = {step: None for step in without if not any(step in wave for wave in waves)}
        without |= dict.fromkeys(one.without)
        for name, mode in one.modes.items():
            if name in steps:
                steps[name] = in_mode(steps[name], mode)
        for name, change in one.change.items():
            if name in steps:
                steps[name] = changed(steps[name], change)
    if not waves:
        waves = tuple((step.id,) for step in rollout.steps)
    kept = _kept(waves, steps, without)
    named = {step for wave in kept for step in wave}
    left = tuple(name for name, step in rollout.pool.items() if name not in named and step.done is None)
    return Arrangement(option.id, kept, steps, barriers, left, option=option)


def _line(rollout: Rollout, option: Option) -> tuple[Option, ...]:
    line = [option]
    while (parent := rollout.by_option.get(line[0].like or "")) is not None and parent not in line:
        line.insert(0, parent)
    return tuple(line)


def _kept(
    waves: Iterable[Iterable[str]], steps: Mapping[str, Step], without: Mapping[str, None]
) -> tuple[tuple[str, ...], ...]:
    seen: set[str] = set()
    kept = []
    for wave in waves:
        here = []
        for step in wave:
            if step in steps and step not in without and step not in seen and steps[step].done is None:
                here.append(step)
                seen.add(step)
        if here:
            kept.append(tuple(here))
    return tuple(kept)
