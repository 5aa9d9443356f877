"""Projects whose shortest length is known by how they are made: of a full rectangle, or side by side."""

from __future__ import annotations

from random import Random

import pytest

from readiness.rollout.projects.bounds import lower_bound
from readiness.rollout.projects.exact import Exact, available
from readiness.rollout.projects.project import Activity, Mode, Project
from readiness.rollout.projects.solution import solve
from readiness.rollout.projects.verification import faults, makespan

EXACT = [False, pytest.param(True, marks=pytest.mark.skipif(not available(), reason="OR-tools is not there"))]


def checked(project, **how):
    found = solve(project, **how)
    assert [*faults(project, found.starts, found.modes)] == []
    assert found.makespan == makespan(project, found.starts, found.modes)
    assert found.proven == (found.makespan == found.bound)
    return found


def cut_up(seed, resources=2, capacity=6, length=18):
    """Return a project with modes cut out of a full rectangle for each resource, and its shortest length.

    Time is cut into spans, a span into activities that use all of every
    resource.  Other modes of an activity never do less work, so that all work
    still fills the rectangle; they save the one non-renewable resource, of
    which there is just enough for the modes that were cut.
    """
    random = Random(seed)
    activities, before, at = [], [], 0
    while at < length:
        span = min(random.randint(1, 4), length - at)
        pieces = random.randint(1, 3)
        needs = [_parts(random, capacity, pieces) for _ in range(resources)]
        here = []
        for piece in range(pieces):
            need = tuple(parts[piece] for parts in needs)
            modes = [Mode(span, need, (2,))]
            for _ in range(random.randint(0, 2)):
                longer = span + random.randint(1, 3)
                less = tuple(-(-span * one // longer) for one in need)
                modes.append(Mode(longer, less, (random.randint(0, 1),)))
            random.shuffle(modes)
            here.append(len(activities))
            activities.append((tuple(modes), [one for one in before if random.random() < 0.4]))
        before = here
        at += span
    after = [[] for _ in activities]
    for place, (_, earlier) in enumerate(activities):
        for one in earlier:
            after[one].append(place)
    made = tuple(
        Activity(str(place), modes, tuple(after[place])) for place, (modes, _) in enumerate(activities)
    )
    return Project(made, (capacity,) * resources, (2 * len(made),)), length


def _parts(random, whole, count):
    cuts = sorted(random.sample(range(1, whole), count - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, whole], strict=True)]


@pytest.mark.parametrize("exact", EXACT)
@pytest.mark.parametrize("seed", range(10))
def test_a_rectangle_with_other_modes_is_put_together_again(seed, exact):
    project, length = cut_up(seed)
    assert project.several_modes
    found = checked(project, exact=exact, seconds=5.0)
    assert found.bound <= length <= found.makespan
    assert found.makespan <= length * (1.0 if exact else 1.2)
    assert not exact or found.proven


@pytest.mark.parametrize(("count", "duration", "side"), [(7, 5, 2), (9, 4, 2), (10, 3, 3), (11, 2, 4)])
@pytest.mark.parametrize("exact", EXACT)
def test_what_fits_side_by_side_is_proven_where_the_work_alone_does_not(count, duration, side, exact):
    capacity = 6 * (side + 1)
    need = capacity // (side + 1) + 1  # so many fit, and one more does not
    one = Mode(duration, (need,))
    project = Project(tuple(Activity(str(at), (one,)) for at in range(count)), (capacity,))
    shortest = -(-count // side) * duration
    assert lower_bound(project) <= shortest
    found = checked(project, exact=exact, seconds=5.0)
    assert found.makespan == shortest
    assert not exact or found.proven


@pytest.mark.skipif(not available(), reason="OR-tools is not there")
@pytest.mark.parametrize("seed", range(6))
def test_other_names_and_another_order_of_the_activities_change_no_proof(seed):
    random = Random(seed)
    rows = [(random.randint(1, 8), tuple(random.randint(0, 5) for _ in range(2))) for _ in range(14)]
    after = [{random.randrange(at + 1, 14) for _ in range(2)} if at < 13 else set() for at in range(14)]
    place = [*range(14)]
    lengths = set()
    for _ in range(3):
        made = [None] * 14
        for at, (duration, need) in enumerate(rows):
            later = tuple(place[one] for one in after[at])
            made[place[at]] = Activity(f"x{place[at]}", (Mode(duration, need),), later)
        found = checked(Project(tuple(made), (7, 6)), exact=True, seconds=5.0)
        assert found.proven
        lengths.add(found.makespan)
        random.shuffle(place)
    assert len(lengths) == 1


@pytest.mark.skipif(not available(), reason="OR-tools is not there")
def test_both_workers_prove_where_there_are_few_activities():
    random = Random(3)
    modes = [Mode(random.randint(1, 9), (random.randint(1, 5),)) for _ in range(30)]
    project = Project(tuple(Activity(str(at), (mode,)) for at, mode in enumerate(modes)), (7,))
    exact, told = Exact(project, None, 1), []
    exact._solver.parameters.log_search_progress = True
    exact._solver.parameters.log_to_stdout = False
    exact._solver.log_callback = told.append
    exact.begin(20.0, workers=2, seed=0)
    while exact.running(0.1):
        pass
    assert any("2 full problem subsolvers: [drawing, learning]" in line for line in told)
