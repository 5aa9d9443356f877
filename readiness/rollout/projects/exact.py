"""The exact solver: OR-tools' CP-SAT with a good start, a tight horizon and known bounds.

CP-SAT measures its own time.  A makespan that it proves is the same at every
run.  What is not: which of several shortest schedules it finds, and, where the
time ends before the proof, makespan and bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, Any

from readiness.rollout.projects.bounds import least, pairs
from readiness.rollout.projects.modes import Choices
from readiness.rollout.projects.project import Project
from readiness.rollout.projects.search import Found

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

WORKERS = 2
MOST_PAIRS = 3000
"""Above so many pairs kept apart by demand the solver is not told them."""
MOST_ACTIVITIES = 100
"""Above so many activities a search finds shorter schedules more often than the solver does."""
SHORTEST = 0.05
"""Seconds below which it is not worth to begin."""


@dataclass(frozen=True)
class Proof:
    """What the exact solver came to."""

    found: Found | None
    bound: int
    infeasible: bool = False


def available() -> bool:
    """Say whether OR-tools is there."""
    return find_spec("ortools") is not None


class Exact:
    """The exact solver at work in a thread of its own, which leaves Python free meanwhile."""

    def __init__(self, project: Project, found: Found | None, bound: int) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415

        self._cp = cp_model
        self._project = project
        self._modes = Choices(project).usable
        self._start, self.bound = found, bound
        self._upper = found.makespan if found else project.horizon
        self._model = cp_model.CpModel()
        self._solver = cp_model.CpSolver()
        self._starts: list[cp_model.IntVar] = []
        self._chosen: list[dict[int, Any]] = []
        self._build()
        self._status: Any = None
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._solve, daemon=True)

    def begin(self, seconds: float, *, workers: int, seed: int) -> None:
        """Start to solve for so many seconds at most."""
        parameters = self._solver.parameters
        parameters.max_time_in_seconds = max(SHORTEST, seconds)
        parameters.num_workers = workers
        parameters.random_seed = seed % 2**31
        parameters.catch_sigint_signal = False  # Ctrl-C is Python's
        if workers == WORKERS and len(self._starts) <= MOST_ACTIVITIES:
            parameters.num_full_subsolvers = workers  # or CP-SAT lets one of two only look for schedules
        _without_lp(parameters)
        self._solver.best_bound_callback = self._raise_bound
        self._thread.start()

    def running(self, seconds: float = 0) -> bool:
        """Wait so long at most; say whether the solver is still at work."""
        self._thread.join(seconds)
        return self._thread.is_alive()

    def stop(self) -> None:
        """End the solver; it keeps what it has."""
        while self.running():
            self._solver.stop_search()
            self.running(0.05)

    def result(self) -> Proof:
        """Return what was found once the solver has ended."""
        if self._failure is not None:
            raise self._failure
        if self._status == self._cp.INFEASIBLE:
            # with a schedule at hand the horizon is its own, so this is said of projects without one
            return Proof(None, self.bound, infeasible=self._start is None)
        if self._status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return Proof(None, self.bound)
        value = self._solver.value
        starts = tuple(value(one) for one in self._starts)
        modes = tuple(
            next(at for at, present in chosen.items() if present is None or value(present))
            for chosen in self._chosen
        )
        ends = (
            start + one.modes[at].duration
            for start, one, at in zip(starts, self._project.activities, modes, strict=True)
        )
        found = Found(max(ends, default=0), starts, modes)
        bound = found.makespan if self._status == self._cp.OPTIMAL else self.bound
        return Proof(found, bound)

    def _raise_bound(self, bound: float) -> None:
        self.bound = max(self.bound, round(bound))

    def _solve(self) -> None:
        try:
            self._status = self._solver.solve(self._model)
        except BaseException as error:  # noqa: BLE001 - told in the thread that asked
            self._failure = error

    def _build(self) -> None:
        model, project = self._model, self._project
        known = least(project)
        makespan = model.new_int_var(self.bound, self._upper, "makespan")
        ends = []
        self._bars: list[list[tuple[int, Any]]] = []
        for place in range(len(project.activities)):
            last = self._upper - known.tails[place] - known.durations[place]
            start = model.new_int_var(known.heads[place], max(last, known.heads[place]), f"start {place}")
            self._starts.append(start)
            ends.append(self._bar(place, start, self._upper - known.tails[place]))
        for i, after in enumerate(project.successors):
            for j in after:
                model.add(self._starts[j] >= ends[i])
            if not after:
                model.add(makespan >= ends[i])
        for resource, capacity in enumerate(project.renewable):
            self._capacity(resource, capacity)
        self._stocks()
        for i, j in self._pairs():
            first = model.new_bool_var("")
            model.add(self._starts[j] >= ends[i]).only_enforce_if(first)
            model.add(self._starts[i] >= ends[j]).only_enforce_if(first.negated())
        model.minimize(makespan)
        if self._start is not None:
            self._hint(self._start, makespan)

    def _bar(self, place: int, start: cp_model.IntVar, latest: int) -> Any:
        """Add the interval of an activity, one for each mode; return its end."""
        model, one, modes = self._model, self._project.activities[place], self._modes[place]
        if len(modes) == 1:
            duration = one.modes[modes[0]].duration
            self._chosen.append({modes[0]: None})
            self._bars.append([(modes[0], model.new_fixed_size_interval_var(start, duration, ""))])
            return start + duration
        chosen = {at: model.new_bool_var(f"mode {place} {at}") for at in modes}
        model.add_exactly_one(chosen.values())
        self._chosen.append(chosen)
        end = model.new_int_var(0, latest, f"end {place}")
        bars = []
        for at, present in chosen.items():
            duration = one.modes[at].duration
            model.add(end == start + duration).only_enforce_if(present)
            bars.append((at, model.new_optional_fixed_size_interval_var(start, duration, present, "")))
        self._bars.append(bars)
        return end

    def _capacity(self, resource: int, capacity: int) -> None:
        """Add what a renewable resource allows, where it can run short at all."""
        bars, demands = [], []
        for one, of in zip(self._project.activities, self._bars, strict=True):
            for at, bar in of:
                need = one.modes[at].renewable[resource]
                if need and one.modes[at].duration:
                    bars.append(bar)
                    demands.append(need)
        if sum(demands) > capacity:
            self._model.add_cumulative(bars, demands, capacity)

    def _stocks(self) -> None:
        """Add what the non-renewable resources allow."""
        for resource, capacity in enumerate(self._project.nonrenewable):
            fixed, terms = 0, []
            for one, chosen in zip(self._project.activities, self._chosen, strict=True):
                for at, present in chosen.items():
                    need = one.modes[at].nonrenewable[resource]
                    if present is None:
                        fixed += need
                    elif need:
                        terms.append(need * present)
            self._model.add(sum(terms) <= capacity - fixed)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Yield pairs of which one comes first, so that the solver can decide on that directly."""
        if len(self._starts) <= 300:
            found = list(islice(pairs(self._project), MOST_PAIRS + 1))
            if len(found) <= MOST_PAIRS:
                yield from found

    def _hint(self, found: Found, makespan: cp_model.IntVar) -> None:
        model = self._model
        model.add_hint(makespan, found.makespan)
        for start, variable in zip(found.starts, self._starts, strict=True):
            model.add_hint(variable, start)
        for mode, chosen in zip(found.modes, self._chosen, strict=True):
            for at, present in chosen.items():
                if present is not None:
                    model.add_hint(present, at == mode)


def _without_lp(parameters: Any) -> None:
    """Let the first two workers learn clauses without linear relaxations.

    On PSPLIB (Kolisch and Sprecher 1996) that proves most within seconds: the
    relaxation of a scarce resource is weak, and its bound is known beforehand.
    The second one draws its decisions from the best few.
    """
    kind = type(parameters)
    for name, pool in (("learning", 0), ("drawing", 3)):
        own = kind()
        own.name = name
        own.linearization_level = 0
        own.search_random_variable_pool_size = pool
        own.use_disjunctive_constraint_in_cumulative = pool > 0
        parameters.subsolver_params.append(own)
        parameters.subsolvers.append(name)
    parameters.linearization_level = 0
