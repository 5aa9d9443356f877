"""The shortest schedule that can be found, and how far it is proven to be the shortest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from readiness.rollout.projects import exact as exactly
from readiness.rollout.projects.bounds import lower_bound
from readiness.rollout.projects.draws import Draws
from readiness.rollout.projects.modes import Choices
from readiness.rollout.projects.project import Project
from readiness.rollout.projects.search import Found, Search
from readiness.rollout.projects.verification import faults

Method = Literal["bound", "search", "exact"]
Tell = Callable[[int | None, int], None]
Clock = Callable[[], float]

MOST, LEAST_LONG = 12_000, 1_200_000
"""Serial schedules of a search: so many, or so many placed activities, whichever is less."""
FIRST = 4
"""The exact solver begins after this part of the search."""
CLOSE = 20
"""Where less than this part of the makespan is open, the exact solver has the processor for itself."""


class Unschedulable(Exception):
    """No choice of modes keeps within the non-renewable capacities; ``proven`` says whether that is sure."""

    def __init__(self, *, proven: bool) -> None:
        super().__init__()
        self.proven = proven


@dataclass(frozen=True)
class Solution:
    """A schedule that has been checked."""

    makespan: int
    bound: int
    """No schedule can be shorter."""
    proven: bool
    """The makespan is the bound: no schedule is shorter."""
    starts: tuple[int, ...]
    modes: tuple[int, ...]
    method: Method
    """What settled it: the bound alone, the search, or the exact solver."""
    interrupted: bool = False
    """Somebody ended the search before its time."""


def solve(
    project: Project,
    *,
    seconds: float = 5.0,
    workers: int = exactly.WORKERS,
    seed: int = 0,
    exact: bool | None = None,
    clock: Clock = lambda: 0.0,
    tell: Tell = lambda _makespan, _bound: None,
) -> Solution:
    """Return the best schedule that is found of a project without cycles in which every activity fits.

    ``exact`` asks for OR-tools; absent, it is used where it is there.  ``seconds``
    bounds the whole by ``clock``, where the exact solver is used; the search alone
    has a number of schedules instead, so that the same input gives the same
    answer.  Ctrl-C ends with the best so far.  ``tell`` hears makespan and bound
    whenever they change.

    Raises Unschedulable where no modes keep within the non-renewable capacities,
    or none were found; ImportError where ``exact`` is asked for without OR-tools.
    """
    run = _Run(project, seed, tell)
    began = clock()
    interrupted = False
    use = exactly.available() if exact is None else exact
    try:
        run.search(MOST // FIRST if use else MOST)
        if use and not run.proven:
            run.exact(lambda: seconds - (clock() - began), workers, seed)
    except KeyboardInterrupt:
        if run.best is None:
            raise
        interrupted = True
    return run.checked(interrupted=interrupted)


class _Run:
    """One attempt, with the best schedule and bound so far."""

    def __init__(self, project: Project, seed: int, tell: Tell) -> None:
        self.project, self.seed, self.tell = project, seed, tell
        self.best: Found | None = None
        self.method: Method = "search"
        choices = Choices(project)
        if choices.shortage() is not None:
            raise Unschedulable(proven=True)
        self.bound = lower_bound(project)
        modes = choices.start(Draws(seed))
        self._search = Search(project, modes, seed=seed) if modes is not None else None

    @property
    def proven(self) -> bool:
        return self.best is not None and self.best.makespan <= self.bound

    def search(self, most: int, stop: Callable[[], bool] = lambda: False) -> None:
        """Go on with the search up to a number of schedules."""
        search = self._search
        if search is None:
            return
        self._take(search.best, "search")
        budget = min(most, LEAST_LONG * most // MOST // max(1, len(self.project.activities)))
        try:
            search.run(
                budget, bound=self.bound, stop=stop, tell=lambda makespan: self.tell(makespan, self.bound)
            )
        finally:
            self._take(search.best, "search")
        if self.proven:
            self.method = "bound"

    def exact(self, left: Callable[[], float], workers: int, seed: int) -> None:
        """Let the exact solver work, and the search beside it where much can be gained."""
        solver = exactly.Exact(self.project, self.best, self.bound)
        solver.begin(left(), workers=workers, seed=seed)
        try:
            self.search(MOST, lambda: not solver.running() or self._close(solver.bound))
            told = (0, 0)
            while solver.running(0.1):
                now = (self.best.makespan if self.best else 0, solver.bound)
                if self.proven or (self.best and solver.bound >= self.best.makespan):
                    break
                if now != told:
                    told = now
                    self.tell(now[0] or None, now[1])
        finally:
            solver.stop()
            self._learn(solver.result())

    def _close(self, bound: int) -> bool:
        """Say whether a proof is near, so that it is better served than one more schedule would be."""
        few = len(self.project.activities) <= exactly.MOST_ACTIVITIES
        return few and self.best is not None and CLOSE * (self.best.makespan - bound) < self.best.makespan

    def _learn(self, proof: exactly.Proof) -> None:
        if proof.infeasible:
            raise Unschedulable(proven=True)
        before = self.proven
        self.bound = max(self.bound, proof.bound)
        if proof.found is not None:
            self._take(proof.found, "exact")
        if self.proven and not before:
            self.method = "exact"

    def _take(self, found: Found, method: Method) -> None:
        if self.best is None or found.makespan < self.best.makespan:
            self.best, self.method = found, method

    def checked(self, *, interrupted: bool) -> Solution:
        """Return the best schedule after an independent check; one that fails is a bug."""
        if self.best is None:
            raise Unschedulable(proven=False)
        best = self.best
        wrong = list(faults(self.project, best.starts, best.modes))
        if wrong or best.makespan < self.bound:
            message = f"a schedule breaks its rules: {wrong[:3]}, {best.makespan} against {self.bound}"
            raise AssertionError(message)
        proven = best.makespan == self.bound
        return Solution(best.makespan, self.bound, proven, best.starts, best.modes, self.method, interrupted)
