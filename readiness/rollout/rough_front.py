"""Rough plans that no other beats, found and proven by a solver of constraints (OR-tools, CP-SAT).

Each round looks for the best plan that none of those found beats or equals,
until there is none: then all of them are found (Sylva and Crema 2004).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, inf
from typing import Any

from readiness.rollout.phasings import Waves
from readiness.rollout.rough import Aims, Rough
from readiness.rollout.rough_model import RoughModel

MOST_STEPS = 40
"""More steps make a model that is too large."""


EACH = Aims(1, 1, 1)


@dataclass(frozen=True)
class RoughFront:
    """Plans that no other beats; ``proven`` where no other is better by as much as was asked for."""

    plans: tuple[tuple[Waves, Aims], ...]
    proven: bool
    bounds: Aims | None = None
    """No rough plan at all has less of an aim, each taken alone; None where that was not asked for."""

    @property
    def gaps(self) -> tuple[float | None, float | None, float | None]:
        """How far the best in each aim (end, contacts, worth) is from the best possible at most.

        Shares of the best possible; None where nothing is known.
        """
        if self.bounds is None or not self.plans:
            return None, None, None
        best = [min(column) for column in zip(*(aims.row for _, aims in self.plans), strict=True)]
        finish, disturbed, loss = map(_share, best, self.bounds.row)
        return finish, disturbed, loss


def is_there() -> bool:
    """Say whether the solver is installed."""
    try:
        from ortools.sat.python import cp_model  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def rough_front(
    rough: Rough,
    *,
    effort: float,
    seed: int = 1,
    least: Aims = EACH,
    most: int = 1000,
    bound_effort: float = 0.0,
    left_over: Callable[[], float] = lambda: inf,
) -> RoughFront:
    """Return rough plans that no other beats, the earliest first.

    ``least`` is by how much a further plan has to be better in one aim; with
    ones all are found.  ``effort`` bounds the work of all rounds in the
    solver's own deterministic seconds, ``most`` their number; ``bound_effort``
    the work of telling how good a plan could be in each aim where that does not
    follow.  ``left_over`` answers how many seconds of a clock are left, and 0
    where somebody stopped.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415

    model = RoughModel(rough, cp_model)
    found: list[tuple[Waves, Aims]] = []
    left = effort
    while len(found) < most and (seconds := left_over()) > 0:
        solver = _solver(cp_model, seed, left, seconds)
        status = solver.solve(model.model)
        left -= solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            kept = _kept(found)
            return RoughFront(kept, proven=True, bounds=_after_proof(kept, least))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        waves = model.waves(solver)
        aims = rough.aims(waves)
        found.append((waves, aims))
        model.must_differ(aims, least)
        if left <= 0:
            break
    bounds, alone = _each_alone(rough, bound_effort, seed, left_over) if bound_effort > 0 else (None, [])
    return RoughFront(_kept([*found, *alone]), proven=False, bounds=bounds)


def _solver(cp_model: Any, seed: int, effort: float, seconds: float) -> Any:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.catch_sigint_signal = False  # Ctrl-C is Python's
    solver.parameters.linearization_level = 0  # its bounds are weak here: 3 x slower
    solver.parameters.max_deterministic_time = effort
    if seconds < inf:
        solver.parameters.max_time_in_seconds = seconds
    return solver


def _after_proof(kept: tuple[tuple[Waves, Aims], ...], least: Aims) -> Aims | None:
    """Return what no plan is below where none is better by ``least`` than what was found."""
    if not kept:
        return None
    columns = zip(*(aims.row for _, aims in kept), strict=True)
    return Aims(*(min(column) - step + 1 for column, step in zip(columns, least.row, strict=True)))


def _each_alone(
    rough: Rough, effort: float, seed: int, left_over: Callable[[], float]
) -> tuple[Aims | None, list[tuple[Waves, Aims]]]:
    """Return what no plan is below in each aim, and the plans that were found on the way."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    bounds: list[int] = []
    found: list[tuple[Waves, Aims]] = []
    for place in range(len(EACH.row)):
        if (seconds := left_over()) <= 0:
            return None, found
        model = RoughModel(rough, cp_model)
        model.model.clear_objective()
        model.model.minimize(model.aims[place])
        aims_left = len(EACH.row) - place
        solver = _solver(cp_model, seed, max(effort, 0.0) / aims_left, seconds / aims_left)
        status = solver.solve(model.model)
        effort -= solver.response_proto.deterministic_time
        lowest = int(model.aims[place].proto.domain[0])
        known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)  # else it may tell any number
        if known:
            waves = model.waves(solver)
            found.append((waves, rough.aims(waves)))
        bounds.append(max(lowest, ceil(solver.best_objective_bound - 1e-6)) if known else lowest)
    return Aims(*bounds), found


def _share(best: int, bound: int) -> float | None:
    if best <= bound:
        return 0.0
    return (best - bound) / abs(bound) if bound else None


def _kept(found: list[tuple[Waves, Aims]]) -> tuple[tuple[Waves, Aims], ...]:
    best = [one for one in found if not any(other.beats(one[1]) for _, other in found)]
    return tuple(sorted(best, key=lambda one: (one[1], len(one[0]), one[0])))
