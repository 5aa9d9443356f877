"""Plain resource-constrained projects: read, solve, tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness import services
from readiness.errors import Refused
from readiness.folder import library
from readiness.folder.exchange.psplib import Reading, read_project_file
from readiness.i18n import Phrases
from readiness.reports.diagnostics import tell as in_words
from readiness.rollout.projects import exact
from readiness.rollout.projects.modes import Choices
from readiness.rollout.projects.project import Project
from readiness.rollout.projects.solution import Clock, Solution, Tell, Unschedulable, solve
from readiness.services.broken import Broken

EXTRA = "readiness[optimise]"
_SECTION = "rollout-schedule"


@dataclass(frozen=True)
class Scheduled:
    """A schedule of a project, and the language it is told in."""

    project: Project
    solution: Solution
    phrases: Phrases
    exact: bool
    """The exact solver was there."""

    @property
    def gap(self) -> float:
        """The share of the makespan that a shorter schedule could save at most; 0 where it is proven."""
        return (self.solution.makespan - self.solution.bound) / max(1, self.solution.makespan)

    def to_json(self) -> dict[str, Any]:
        """Return the schedule as JSON values; ``modes`` count from 1 and stand where there is a choice."""
        names = [one.name for one in self.project.activities]
        values = {
            "makespan": self.solution.makespan,
            "bound": self.solution.bound,
            "proven": self.solution.proven,
            "gap": self.gap,
            "starts": dict(zip(names, self.solution.starts, strict=True)),
        }
        if self.project.several_modes:
            values["modes"] = {name: at + 1 for name, at in zip(names, self.solution.modes, strict=True)}
        return values

    def to_text(self) -> str:
        """Return what is known of the schedule, then a line for each activity in order of its start."""
        return "\n".join([*self._head(), "", *self._rows()]) + "\n"

    def _head(self) -> Iterator[str]:
        say, found = self.phrases.say, self.solution
        if found.interrupted:
            yield str(say(f"{_SECTION}.interrupted"))
        if found.proven:
            yield str(say(f"{_SECTION}.proven", makespan=found.makespan))
            return
        gap = f"{100 * self.gap:.1f}"
        values = {"makespan": found.makespan, "bound": found.bound, "gap": gap}
        yield str(say(f"{_SECTION}.open", **values))
        if not self.exact:
            yield str(say(f"{_SECTION}.without", extra=EXTRA))

    def _rows(self) -> Iterator[str]:
        say, several = self.phrases.say, self.project.several_modes
        names = ("step", "start", "end", *(("mode",) if several else ()))
        yield "\t".join(str(say(f"{_SECTION}.{name}")) for name in names)
        starts = self.solution.starts
        for place in sorted(range(len(starts)), key=lambda one: (starts[one], one)):
            activity, mode = self.project.activities[place], self.solution.modes[place]
            row: list[object] = [activity.name, starts[place], starts[place] + activity.modes[mode].duration]
            yield "\t".join(map(str, [*row, mode + 1] if several else row))


def schedule(
    file: Path,
    *,
    language: str = "en",
    seconds: float = 5.0,
    workers: int = exact.WORKERS,
    seed: int = 0,
    clock: Clock,
    tell: Tell = lambda _makespan, _bound: None,
    use: Callable[[], bool] = exact.available,
) -> Scheduled:
    """Return the shortest schedule that is found of a project in a .rcp, .sm or .mm file.

    ``clock`` measures ``seconds``; ``tell`` hears makespan and bound whenever
    they change; ``use`` says whether the exact solver is there.  Raises Broken where the file has
    mistakes or no schedule can be, NotFound and Refused as the reader does, and
    Refused where the non-renewable resources do not allow a choice of modes.
    """
    phrases = library.phrases(language)
    reading = read_project_file(file)
    project = reading.project
    if project is None:
        raise Broken(_checked(file, reading, phrases))
    there = use()
    try:
        solution = solve(
            project, seconds=seconds, workers=workers, seed=seed, exact=there, clock=clock, tell=tell
        )
    except Unschedulable as unfit:
        raise _refused(file, project, unfit) from None
    return Scheduled(project, solution, phrases, there)


def _checked(file: Path, reading: Reading, phrases: Phrases) -> services.Checked:
    told = tuple(in_words(one, phrases) for one in reading.problems)
    errors = sum(one.severity == "error" for one in told)
    return services.Checked(file, told, {reading.source.name: reading.source}, errors, phrases)


def _refused(file: Path, project: Project, unfit: Unschedulable) -> Refused:
    short = Choices(project).shortage()
    if short is not None:
        resource, need = short
        there = project.nonrenewable[resource]
        return Refused("plan-shortage", file=file, resource=resource + 1, need=need, capacity=there)
    return Refused("plan-no-modes" if unfit.proven else "plan-none-found", file=file, extra=EXTRA)
