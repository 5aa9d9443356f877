"""What the ranking of options rests on: figures made smaller and larger, one assumption at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np

from readiness.rollout.activities import Plan
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.draw import CHUNK, Draws
from readiness.rollout.estimate import Numbers
from readiness.rollout.exposure import Exposure
from readiness.rollout.fields import Estimate
from readiness.rollout.model import Rollout
from readiness.rollout.money import ledger
from readiness.rollout.run import run
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import contact_cost, net_worth, planned
from readiness.rollout.step import Step
from readiness.rollout.trial import Run

SPREAD = 0.25
MOST = 4.0
"""A switch-over is looked for up to so many times a figure."""
PROBES = 8
_OF_STEPS: Mapping[str, tuple[str, ...]] = {
    "days": ("days",),
    "failures": ("cut_over", "fails"),
    "once": ("cost", "once"),
    "monthly": ("cost", "monthly"),
    "benefit": ("benefit", "monthly"),
    "ramp": ("benefit", "ramp_months"),
    "severity": ("affects", "severity"),
    "dip": ("affects", "dip_days"),
    "rate": ("migrate", "per_hour"),
}
_OF_ROLLOUT: Mapping[str, tuple[str, ...]] = {
    "clearing": ("gates", "days"),
    "together": ("together",),
    "contact-cost": ("disturbed_contact_costs",),
}
ASSUMPTIONS = (*_OF_STEPS, *_OF_ROLLOUT)
_MONEY = frozenset({"once", "monthly", "benefit", "ramp", "contact-cost"})
"""Assumptions that move no date and disturb nobody."""


@dataclass(frozen=True)
class Shift:
    """The option that is worth most where one assumption is a quarter less or more."""

    assumption: str
    factor: float
    best: str
    before: str


@dataclass(frozen=True)
class Switch:
    """The factor of an assumption at which another option becomes worth more than the best.

    ``value`` is the figure itself there, where it is one number: the chance
    that a cut-over fails, or that one does since several steps go live in it.
    """

    assumption: str
    other: str
    factor: float
    value: float | None = None


class Sweep:
    """Simulates options again and again with other figures and the same random numbers."""

    def __init__(
        self, arrangements: Sequence[Arrangement], setting: Setting, *, trials: int, seed: int
    ) -> None:
        self.plans = tuple(planned(one, setting) for one in arrangements)
        self.setting = setting
        size = min(trials, CHUNK)
        self.draws = Draws(seed, 0, size, setting.rollout.correlation)
        self.known: dict[tuple[str, float], dict[str, float]] = {}
        self.as_written: dict[str, tuple[Run, Numbers]] = {}

    def worths(self, assumption: str = "days", factor: float = 1.0) -> dict[str, float]:
        """Return what each option is worth on average with a figure multiplied.

        People are handed on as they are in the plan as it is written.
        """
        name = assumption if factor != 1 else ""
        if (name, factor) not in self.known:
            setting = self.setting.varied(scaled_rollout(self.setting.rollout, assumption, factor))
            gates = {gate.pitfall: gate for gate in setting.rollout.gates}
            self.known[name, factor] = {
                one.arrangement.id: self._worth(
                    replace(
                        one,
                        arrangement=scaled(one.arrangement, assumption, factor),
                        gates={pitfall: gates[pitfall] for pitfall in one.gates},
                    ),
                    setting,
                    moves=bool(name) and name not in _MONEY,
                )
                for one in self.plans
            }
        return self.known[name, factor]

    def _worth(self, plan: Plan, setting: Setting, *, moves: bool) -> float:
        """Return what a plan is worth on average; where nothing moves, all happened as it is written."""
        name = plan.arrangement.id
        if moves or name not in self.as_written:
            done = run(plan, setting, self.draws)
            disturbed = Exposure(setting, plan.arrangement.steps).of_run(done).total
            if not moves:
                self.as_written[name] = done, disturbed
        else:
            before, disturbed = self.as_written[name]
            done = replace(before, plan=plan, setting=setting)
        books = ledger(done)
        return float(np.mean(net_worth(map(books.value, books.accounts), contact_cost(done) * disturbed)))

    def used(self) -> tuple[str, ...]:
        """Return the assumptions that make a difference to any option."""
        before = self.worths()
        changed = {name: self.worths(name, 1 + SPREAD) for name in ASSUMPTIONS}
        return tuple(
            name
            for name in ASSUMPTIONS
            if any(
                abs(changed[name][one] - before[one]) > 1e-6 * max(1.0, abs(before[one])) for one in before
            )
        )

    def shifts(self) -> Iterator[Shift]:
        """Yield, for each assumption, a quarter less and a quarter more, the best option before and then."""
        before = _best(self.worths())
        for name in self.used():
            for factor in (1 - SPREAD, 1 + SPREAD):
                yield Shift(name, factor, _best(self.worths(name, factor)), before)

    def switches(self) -> Iterator[Switch]:
        """Yield where another option overtakes the best, the nearest factor for each assumption."""
        best = _best(self.worths())
        for name in self.used():
            found = [
                switch
                for factors in ((1.0, 0.0), (1.0, MOST))
                if (switch := self._switch(name, best, factors)) is not None
            ]
            if found:
                yield min(found, key=lambda one: abs(np.log(max(one.factor, 1e-9))))

    def _switch(self, name: str, best: str, factors: tuple[float, float]) -> Switch | None:
        near, far = factors
        at_end = self.worths(name, far)
        other = _best(at_end)
        if other == best:
            return None
        for _ in range(PROBES):
            middle = (near + far) / 2
            worths = self.worths(name, middle)
            if _best(worths) == best:
                near = middle
            else:
                far, other = middle, _best(worths)
        return Switch(name, other, (near + far) / 2, self._figure(name, (near + far) / 2))

    def _figure(self, name: str, factor: float) -> float | None:
        if name == "together":
            return min(1.0, self.setting.rollout.together * factor)
        if name != "failures":
            return None
        chances = {
            step.cut_over.fails
            for one in (plan.arrangement for plan in self.plans)
            for step in (one.steps[name] for name in one.order)
            if step.cut_over is not None and step.cut_over.fails
        }
        return min(1.0, chances.pop() * factor) if len(chances) == 1 else None


def _best(worths: Mapping[str, float]) -> str:
    """Return the option that is worth most; the first of several that are alike."""
    return max(worths, key=lambda one: worths[one])


def scaled(arrangement: Arrangement, assumption: str, factor: float) -> Arrangement:
    """Return an arrangement with a figure of all its steps multiplied."""
    path = _OF_STEPS.get(assumption)
    if path is None or factor == 1:
        return arrangement
    steps: dict[str, Step] = {
        name: step if step.done else multiplied(step, path, factor)
        for name, step in arrangement.steps.items()
    }
    return replace(arrangement, steps=steps)


def scaled_rollout(rollout: Rollout, assumption: str, factor: float) -> Rollout:
    """Return a rollout with a figure of its gates or prices multiplied."""
    path = _OF_ROLLOUT.get(assumption)
    return rollout if path is None or factor == 1 else multiplied(rollout, path, factor)


def multiplied(value: Any, path: tuple[str, ...], factor: float) -> Any:
    """Return a value in which the figures at a path are multiplied; chances stay between 0 and 1."""
    if value is None:
        return None
    if isinstance(value, Estimate):
        return replace(value, points=tuple(point * factor for point in value.points))
    if isinstance(value, tuple):
        return tuple(multiplied(one, path, factor) for one in value)
    if isinstance(value, Mapping):
        return {key: multiplied(one, path, factor) for key, one in value.items()}
    if is_dataclass(value) and path and path[0] in {one.name for one in fields(value)}:
        part = getattr(value, path[0])
        new: Any
        if isinstance(part, int | float):
            new = part * factor
            new = min(1.0, new) if path[0] in ("fails", "severity", "together") else new
        else:
            new = multiplied(part, path[1:], factor)
        return replace(value, **{path[0]: new})  # type: ignore[type-var]
    return value
