"""How many plain projects are solved and proven within five seconds, beside plain CP-SAT in the same run.

The instances are those of PSPLIB (Kolisch and Sprecher 1996), which are no part
of the product: ``READINESS_PSPLIB`` or the first argument names a folder with
``j30``, ``j60`` and ``j120`` (files .rcp or .sm) and ``best_known.csv`` (set,
instance, lower and upper bound).  Without it this part is left out.

    python tests/bench/projects.py FOLDER [STEP [SET ...]] [--within SECONDS]

takes every STEP-th instance; 1, for all of them, also judges proven shares and
deviations by themselves, which say little of a few instances.  ``--within``
ends each set after so many seconds of the clock, with the instances done by
then; they are taken from all over the set, not from its beginning.  Both
solvers have two workers and the same seconds by the clock: on a busy machine
both prove less.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf
from pathlib import Path

import maps

from readiness.folder.exchange.psplib import SUFFIXES, read_project_file
from readiness.rollout.projects.project import Project
from readiness.rollout.projects.solution import solve
from readiness.rollout.projects.verification import faults, makespan

SECONDS, WORKERS = 5.0, 2
STEPS = {"j30": 4, "j60": 6, "j120": 10}
"""Every which instance ``make bench`` takes: some four minutes in all."""
PROVEN = {"j30": 0.95, "j60": 0.88}
DEVIATION = {"j30": 0.04, "j60": 0.4, "j120": 2.5}
"""Per cent above the best known makespan, on average."""
ALONE = {"j60": 6.0}
"""The same without OR-tools."""

Figure = tuple[str, float, float, bool]


@dataclass(frozen=True)
class Answer:
    """What a solver says of an instance."""

    makespan: int
    proven: bool
    right: bool
    """The schedule keeps every rule and is as long as it is said to be."""


def ours(project: Project, *, exact: bool = True) -> Answer:
    """Solve as ``rollout schedule`` does."""
    found = solve(project, seconds=SECONDS, workers=WORKERS, exact=exact, clock=time.monotonic)
    right = not any(faults(project, found.starts, found.modes))
    right = right and found.makespan == makespan(project, found.starts, found.modes)
    return Answer(found.makespan, found.proven, right)


def plain(project: Project) -> Answer:
    """Solve a project of one mode with CP-SAT as its manual says: intervals, cumulatives, nothing else."""
    from ortools.sat.python import cp_model

    model, horizon = cp_model.CpModel(), project.horizon
    modes = [one.modes[0] for one in project.activities]
    starts = [model.new_int_var(0, horizon, "") for _ in modes]
    end = model.new_int_var(0, horizon, "")
    bars = [
        model.new_fixed_size_interval_var(start, mode.duration, "")
        for start, mode in zip(starts, modes, strict=True)
    ]
    for place, after in enumerate(project.successors):
        model.add(end >= starts[place] + modes[place].duration)
        for other in after:
            model.add(starts[other] >= starts[place] + modes[place].duration)
    for resource, capacity in enumerate(project.renewable):
        model.add_cumulative(bars, [mode.renewable[resource] for mode in modes], capacity)
    model.minimize(end)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = SECONDS
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(horizon, proven=False, right=True)
    return Answer(round(solver.objective_value), status == cp_model.OPTIMAL, right=True)


def instances(root: Path, name: str, step: int) -> Iterator[tuple[str, Project]]:
    """Yield every so many-th instance of a set by name, in an order that begins with all over the set."""
    files = sorted(one for one in (root / name).glob("*") if one.suffix.lower() in SUFFIXES)[::step]
    golden = (5**0.5 - 1) / 2
    scattered = sorted(range(len(files)), key=lambda at: at * golden % 1)
    for file in (files[at] for at in scattered):
        project = read_project_file(file).project
        assert project is not None, file
        yield file.stem, project


def best_known(root: Path) -> Mapping[str, tuple[int, int]]:
    """Return the best lower and upper bound of each instance."""
    with (root / "best_known.csv").open(encoding="utf-8") as lines:
        return {row["instance"]: (int(row["lb"]), int(row["ub"])) for row in csv.DictReader(lines)}


def share(answers: Sequence[Answer]) -> float:
    """Return the share of proven answers."""
    return sum(one.proven for one in answers) / len(answers)


def above(answers: Sequence[Answer], bounds: Sequence[tuple[int, int]]) -> float:
    """Return by how many per cent answers are above the best known makespan on average."""
    pairs = [one.makespan / best - 1 for one, (_, best) in zip(answers, bounds, strict=True)]
    return 100 * sum(pairs) / len(pairs)


def of_set(root: Path, name: str, step: int, *, whole: bool, within: float = inf) -> Iterator[Figure]:
    """Yield the figures of a set with their bars, as far as its time reaches."""
    known, cpu, began = best_known(root), time.process_time(), time.monotonic()
    some = dict(instances(root, name, step))
    if not some:
        print(f"  no instances of {name} in {root}")
        return
    every_one = len(some)
    answers: list[tuple[Answer, Answer]] = []
    for project in some.values():
        if answers and time.monotonic() - began >= within:
            break
        answers.append((ours(project), plain(project)))
    some = dict(islice(some.items(), len(answers)))
    bounds = [known[instance] for instance in some]
    whole = whole and len(some) == every_one
    mine, theirs = [one for one, _ in answers], [other for _, other in answers]
    busy = (time.process_time() - cpu) / (time.monotonic() - began)
    print(
        f"  {name}, {len(mine)} of {every_one} instances in {time.monotonic() - began:.0f} s, "
        f"{busy:.1f} cores to be had: proven {share(mine):.1%}, plain CP-SAT {share(theirs):.1%}; "
        f"above the best known {above(mine, bounds):.3f} %, plain CP-SAT {above(theirs, bounds):.3f} %",
        flush=True,
    )
    alone = [ours(project, exact=False) for project in some.values()] if name in ALONE else []
    if whole and name in PROVEN:
        yield f"{name}: share proven", share(mine), PROVEN[name], True
    yield f"{name}: share proven less that of plain CP-SAT", share(mine) - share(theirs), 0.0, True
    if whole:
        yield f"{name}: % above the best known", above(mine, bounds), DEVIATION[name], False
    yield (
        f"{name}: % above the best known less plain CP-SAT's",
        above(mine, bounds) - above(theirs, bounds), 0.0, False,
    )  # fmt: skip
    if alone:
        yield f"{name}: % above the best known without OR-tools", above(alone, bounds), ALONE[name], False
    every = [*zip(mine, bounds, strict=True), *zip(alone, bounds, strict=bool(alone))]
    false = sum(one.makespan < low or (one.proven and one.makespan > high) for one, (low, high) in every)
    yield f"{name}: false proofs, or shorter than can be", float(false), 0.0, False
    yield f"{name}: schedules that break a rule", float(sum(not one.right for one, _ in every)), 0.0, False


def figures(
    root: Path | None = None, step: int = 0, sets: Sequence[str] = (), within: float = inf
) -> list[Figure]:
    """Return each figure with its bar; none without a folder."""
    named = os.environ.get("READINESS_PSPLIB")
    root = root or (Path(named) if named else None)
    if root is None:
        print("  plain projects are left out: READINESS_PSPLIB names no folder")
        return []
    return [
        figure
        for name in sets or STEPS
        for figure in of_set(root, name, step or STEPS[name], whole=step == 1, within=within)
    ]


def main() -> int:
    """Print every figure with its bar."""
    words, within = sys.argv[1:], inf
    if "--within" in words:
        at = words.index("--within")
        within = float(words[at + 1])
        del words[at : at + 2]
    found = figures(
        Path(words[0]) if words else None, int(words[1]) if len(words) > 1 else 0, words[2:], within
    )
    met = [maps.show(name, figure, bar, at_least=up) for name, figure, bar, up in found]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
