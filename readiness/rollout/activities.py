"""An arrangement as activities: what is done, for how long, in which hours, and after what.

A step is done in parts: its gate is cleared, then the work, the customer
check, the moving of records, the pilot, the cut-over of its whole wave, and
the exit test.  Parts that a step does not have are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import Literal

from readiness.questionnaires.model import PitfallId
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.crew import Crew
from readiness.rollout.fields import Estimate
from readiness.rollout.model import Clearing, Rollout
from readiness.rollout.step import Step
from readiness.rollout.worktime import FAR

Part = Literal["gate", "work", "check", "move", "pilot", "cut-over", "test"]
BEFORE_LIVE: tuple[Part, ...] = ("work", "check", "move", "pilot")


@dataclass(frozen=True)
class Activity:
    """One thing that is done.

    ``steps`` is the step it belongs to, or all steps of a wave for the joint
    cut-over, or none for the clearing of a gate.  ``after`` holds the names of
    activities that must be over.
    """

    name: str
    part: Part
    steps: tuple[str, ...] = ()
    pitfall: PitfallId | None = None
    after: tuple[str, ...] = ()
    team: str | None = None
    people: float = 0.0
    handed: tuple[str, ...] = ()
    """Activities from which its people come; they are among ``after``."""
    not_before: int = 0
    """An instant before which its people are not there."""

    @property
    def step(self) -> str:
        """The step, or the first of several, or the pitfall."""
        return self.steps[0] if self.steps else str(self.pitfall)


@dataclass(frozen=True)
class Plan:
    """The activities of an arrangement, each after all that it waits for."""

    arrangement: Arrangement
    activities: tuple[Activity, ...]
    gates: Mapping[PitfallId, Clearing]
    """The gates that are still shut."""
    blocked: Mapping[str, PitfallId]
    """Steps that can never start, since nobody clears the pitfall."""
    crews: Mapping[str, Crew] = field(default_factory=dict)
    """Teams that people leave; trials that run late must wait for those who stay."""

    @property
    def places(self) -> Mapping[str, int]:
        """The number of each activity by name."""
        return {activity.name: place for place, activity in enumerate(self.activities)}

    @cached_property
    def last(self) -> tuple[str, ...]:
        """The activities after which nothing comes."""
        before = {name for activity in self.activities for name in activity.after}
        return tuple(activity.name for activity in self.activities if activity.name not in before)


def plan(rollout: Rollout, arrangement: Arrangement, *, shut: frozenset[PitfallId]) -> Plan:
    """Return the activities of an arrangement; ``shut`` are the pitfalls whose gates are shut today."""
    asked = {pitfall for name in arrangement.order for pitfall in arrangement.steps[name].gate}
    gates = {gate.pitfall: gate for gate in reversed(rollout.gates) if gate.pitfall in shut & asked}
    for pitfall in sorted(shut & asked - gates.keys()):
        gates[pitfall] = Clearing(pitfall)
    blocked = dict(_blocked(arrangement, gates))
    made = {activity.name: activity for activity in _activities(arrangement, gates)}
    return Plan(arrangement, in_order(made), gates, blocked)


def in_order(made: Mapping[str, Activity]) -> tuple[Activity, ...]:
    """Return activities so that each comes after all it waits for, else as they were made.

    Names that no activity has are dropped.  What waits for itself, which checks
    refuse, and what waits for that come last and never start.
    """
    known = {
        name: replace(
            activity, after=tuple(other for other in dict.fromkeys(activity.after) if other in made)
        )
        for name, activity in made.items()
    }
    left = {name: len(activity.after) for name, activity in known.items()}
    then: dict[str, list[str]] = {name: [] for name in known}
    for name, activity in known.items():
        for other in activity.after:
            then[other].append(name)
    names = tuple(known)
    number = {name: place for place, name in enumerate(names)}
    ready = [number[name] for name, count in left.items() if not count]
    heapify(ready)
    ordered: list[Activity] = []
    while ready:
        name = names[heappop(ready)]
        ordered.append(known[name])
        for other in then[name]:
            left[other] -= 1
            if not left[other]:
                heappush(ready, number[other])
    over = {activity.name for activity in ordered}
    for name in names:
        if name not in over:
            after = tuple(other for other in known[name].after if other in over)
            ordered.append(replace(known[name], after=after, not_before=FAR))
            over.add(name)
    return tuple(ordered)


def _blocked(
    arrangement: Arrangement, gates: Mapping[PitfallId, Clearing]
) -> Iterator[tuple[str, PitfallId]]:
    for name in arrangement.order:
        for pitfall in arrangement.steps[name].gate:
            gate = gates.get(pitfall)
            if gate is not None and gate.days is None and gate.by not in arrangement.order:
                yield name, pitfall


def _activities(arrangement: Arrangement, gates: Mapping[PitfallId, Clearing]) -> Iterator[Activity]:
    for pitfall, gate in gates.items():
        if gate.days is not None:
            people = 1.0 if gate.team else 0.0
            yield Activity(f"gates/{pitfall}", "gate", (), pitfall, team=gate.team, people=people)
    before: tuple[str, ...] = ()
    for number, wave in enumerate(arrangement.waves):
        barrier = before if arrangement.barriers else ()
        ready = []
        for name in wave:
            parts = [*_before_live(arrangement, name, gates, barrier)]
            yield from parts
            ready.append(parts[-1].name)
        joint = f"waves/{number}/cut-over"
        yield Activity(joint, "cut-over", wave, after=tuple(ready))
        before = tuple(f"{name}/test" for name in wave)
        for name in wave:
            yield Activity(f"{name}/test", "test", (name,), after=(joint,))


def _before_live(
    arrangement: Arrangement, name: str, gates: Mapping[PitfallId, Clearing], barrier: tuple[str, ...]
) -> Iterator[Activity]:
    step = arrangement.steps[name]
    after = (*barrier, *_waits(arrangement, step), *_opened(arrangement, step, gates))
    yield Activity(f"{name}/work", "work", (name,), after=after, team=step.team, people=step.people)
    last = f"{name}/work"
    for part in BEFORE_LIVE[1:]:
        if _has(step, part):
            yield Activity(f"{name}/{part}", part, (name,), after=(last,))
            last = f"{name}/{part}"


def last_before_live(step: Step) -> str:
    """Return the name of the last activity of a step before the cut-over."""
    parts = [part for part in BEFORE_LIVE if part == "work" or _has(step, part)]
    return f"{step.id}/{parts[-1]}"


def _waits(arrangement: Arrangement, step: Step) -> Iterator[str]:
    """Yield what a step comes after: within a wave what is ready to go live, else what is done."""
    wave = arrangement.wave_of
    for other in step.after:
        if other not in wave:
            continue
        together = arrangement.barriers and wave[other] == wave[step.id]
        yield last_before_live(arrangement.steps[other]) if together else f"{other}/test"


def _opened(arrangement: Arrangement, step: Step, gates: Mapping[PitfallId, Clearing]) -> Iterator[str]:
    for pitfall in step.gate:
        gate = gates.get(pitfall)
        if gate is None or gate.by == step.id:
            continue
        if gate.days is not None:
            yield f"gates/{pitfall}"
        if gate.by is not None and gate.by in arrangement.wave_of:
            same = arrangement.barriers and arrangement.wave_of[gate.by] == arrangement.wave_of[step.id]
            yield last_before_live(arrangement.steps[gate.by]) if same else f"{gate.by}/test"


def _has(step: Step, part: Part) -> bool:
    found: Estimate | object | None = {
        "check": step.customer_check,
        "move": step.migrate,
        "pilot": step.pilot,
    }[part]
    return found is not None
