"""What a rule may look at: a rollout on its map, and dates where a schedule has given them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import fsum
from typing import TypeAlias

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.localtime import Zones
from readiness.rollout.model import Rollout
from readiness.rollout.rules.finding import RolloutFinding
from readiness.rollout.step import Kind, Step
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import Traffic

SOFTWARE: tuple[Kind, ...] = ("data", "technology", "channel", "analytics", "outbound")
"""Kinds of steps that change a system which customers or staff use."""
PEOPLE: tuple[Kind, ...] = ("process", "training")
"""Kinds of steps that settle and teach how people work."""
DONE = -1


@dataclass(frozen=True)
class Case:
    """A rollout and its map.

    ``milestones`` are the dates of the engagement by name.  ``live`` holds for
    each step of the option the instants (seconds since 1970-01-01T00:00Z) of
    its go-live: the earliest, the 50th and the 80th percentile; it is empty
    where nothing has been scheduled.
    """

    rollout: Rollout
    touchmap: TouchMap
    traffic: Traffic
    zones: Zones
    first: date
    last: date
    milestones: Mapping[str, date | None] = field(default_factory=dict)
    live: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)

    @cached_property
    def touchpoints(self) -> Mapping[str, Touchpoint]:
        """Touchpoints of the map by id."""
        return {touchpoint.id: touchpoint for touchpoint in self.touchmap.touchpoints}

    def touched(self, step: Step) -> tuple[Touchpoint, ...]:
        """Return the touchpoints of the map that a step affects."""
        return tuple(self.touchpoints[name] for name in step.affects if name in self.touchpoints)

    def inbound(self, step: Step) -> tuple[Touchpoint, ...]:
        """Return those at which buyers come to the company; outbound, the company chooses when."""
        return tuple(touchpoint for touchpoint in self.touched(step) if touchpoint.direction == "inbound")

    def contacts(self, *steps: Step) -> float:
        """Return the contacts a year at the touchpoints that steps affect, each once."""
        touched = {touchpoint.id: touchpoint for step in steps for touchpoint in self.touched(step)}
        return self.traffic.all(touched.values())

    def inbound_share(self, *steps: Step) -> float:
        """Return the share of all inbound contacts at the touchpoints that steps affect, each once."""
        touched = {touchpoint.id: touchpoint for step in steps for touchpoint in self.inbound(step)}
        return self.traffic.all(touched.values()) / self._inbound if self._inbound else 0.0

    @cached_property
    def _inbound(self) -> float:
        return fsum(self.traffic.total(touchpoint.id) for touchpoint in self.traffic.inbound)


Rule: TypeAlias = Callable[[Case, Arrangement], Iterator[RolloutFinding]]


def steps_of(arrangement: Arrangement) -> tuple[Step, ...]:
    """Return the steps of an arrangement, wave after wave."""
    return tuple(arrangement.steps[name] for name in arrangement.order)


def is_felt(step: Step) -> bool:
    """Say whether customers can feel a step: a dip, a loss, or a change-over at a touchpoint."""
    effects = [effect for name, effect in step.affects.items() if name != "none"]
    lasting = any(effect.severity > 0 or effect.function == "removed" for effect in effects)
    return bool(effects) and (lasting or step.cut_over is not None)


def places(case: Case, arrangement: Arrangement) -> Mapping[str, int]:
    """Return when steps go live, as numbers that rise with time; the same number is the same stroke.

    Waves by their number; single go-lives by the 50th percentile of their
    date, or where nothing is scheduled by the order in which what they come
    after lets them.  Steps that are live already have the number DONE, steps
    left out have none.
    """
    done = {name: DONE for name, step in arrangement.steps.items() if step.done is not None}
    if arrangement.barriers:
        return done | dict(arrangement.wave_of)
    names = arrangement.order
    if all(name in case.live for name in names):
        return done | {name: case.live[name][1] for name in names}
    return done | {name: number for number, name in enumerate(_in_turn(arrangement))}


def _in_turn(arrangement: Arrangement) -> Iterator[str]:
    left = [*arrangement.order]
    while left:
        free = (name for name in left if not {*arrangement.steps[name].after} & ({*left} - {name}))
        name = next(free, left[0])
        left.remove(name)
        yield name


def named(kind: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return ids as elements of a kind."""
    return tuple(f"{kind}:{name}" for name in names)
