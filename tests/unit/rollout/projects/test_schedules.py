"""Plain projects: schedules that keep every rule, optima that are known, proofs that are none by accident."""

from __future__ import annotations

from itertools import pairwise, permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.rollout.projects.bounds import lower_bound
from readiness.rollout.projects.exact import available
from readiness.rollout.projects.project import Activity, Mode, Project
from readiness.rollout.projects.solution import Unschedulable, solve
from readiness.rollout.projects.verification import faults, makespan

EXACT = [False, pytest.param(True, marks=pytest.mark.skipif(not available(), reason="OR-tools is not there"))]


def packed(seed, capacity=6, length=20):
    """Return a project cut out of a full rectangle, so that its length is the shortest there can be.

    Columns of one time span are cut into activities that together need all of
    the resource all the time; some come after one of the span before.
    """
    random = Random(seed)
    activities, before, at = [], [], 0
    while at < length:
        span = min(random.randint(1, 5), length - at)
        left, here = capacity, []
        while left:
            need = random.randint(1, left)
            left -= need
            here.append(len(activities))
            activities.append((span, need))
        before.append((here, at))
        at += span
    successors = [set() for _ in activities]
    for (earlier, _), (later, _) in pairwise(before):
        for one in later:
            if random.random() < 0.5:
                successors[random.choice(earlier)].add(one)
    order = list(range(len(activities)))
    random.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    made = tuple(
        Activity(
            str(new),
            (Mode(activities[old][0], (activities[old][1],)),),
            tuple(sorted(place[s] for s in successors[old])),
        )
        for new, old in enumerate(order)
    )
    return Project(made, (capacity,)), length


@pytest.mark.parametrize("exact", EXACT)
@pytest.mark.parametrize("seed", range(12))
def test_a_rectangle_that_was_cut_up_is_put_together_again(seed, exact):
    project, length = packed(seed)
    found = solve(project, exact=exact, seconds=5.0)
    assert [*faults(project, found.starts, found.modes)] == []
    assert found.makespan == makespan(project, found.starts, found.modes)
    assert found.bound <= length <= found.makespan
    assert found.proven == (found.makespan == found.bound)
    assert found.makespan <= length * (1.0 if exact else 1.15)


def small(draw_modes):
    mode = st.builds(Mode, st.integers(0, 4), st.tuples(st.integers(0, 3)), st.tuples(st.integers(0, 3)))
    return st.lists(
        st.tuples(st.lists(mode, min_size=1, max_size=draw_modes), st.sets(st.integers(1, 4), max_size=2)),
        min_size=1, max_size=5,
    ).map(_project)  # fmt: skip


def _project(rows):
    return Project(
        tuple(
            Activity(
                str(at), tuple(modes), tuple(sorted({at + far for far in ahead if at + far < len(rows)}))
            )
            for at, (modes, ahead) in enumerate(rows)
        ),
        (3,),
        (7,),
    )


def brute_force(project):
    """Return the shortest length by trying all modes and all orders; None where no choice of modes fits."""
    best = None
    count = len(project.activities)
    for modes in product(*(range(len(one.modes)) for one in project.activities)):
        chosen = [one.modes[at] for one, at in zip(project.activities, modes, strict=True)]
        if sum(mode.nonrenewable[0] for mode in chosen) > project.nonrenewable[0]:
            continue
        for order in permutations(range(count)):
            ends, used, fits = {}, {}, True
            for place in order:
                if any(before not in ends for before in project.predecessors[place]):
                    fits = False
                    break
                mode = chosen[place]
                start = max((ends[before] for before in project.predecessors[place]), default=0)
                while any(
                    used.get(t, 0) + mode.renewable[0] > 3 for t in range(start, start + mode.duration)
                ):
                    start += 1
                for t in range(start, start + mode.duration):
                    used[t] = used.get(t, 0) + mode.renewable[0]
                ends[place] = start + mode.duration
            if fits and (best is None or max(ends.values()) < best):
                best = max(ends.values())
    return best


@pytest.mark.parametrize("exact", EXACT)
@settings(max_examples=25)
@given(project=small(2))
def test_small_projects_against_trying_everything(exact, project):
    best = brute_force(project)
    if best is None:
        with pytest.raises(Unschedulable):
            solve(project, exact=exact, seconds=5.0)
        return
    found = solve(project, exact=exact, seconds=5.0)
    assert [*faults(project, found.starts, found.modes)] == []
    assert found.bound <= best <= found.makespan
    if found.proven:
        assert found.makespan == best
    if exact:
        assert found.proven


@pytest.mark.parametrize("seed", range(6))
def test_the_search_is_the_same_twice_and_never_below_the_bound(seed):
    project, length = packed(seed, capacity=9, length=40)
    one, same = (solve(project, exact=False, seed=seed) for _ in range(2))
    assert one == same
    assert lower_bound(project) <= length
    assert lower_bound(project) <= one.makespan


def test_the_check_finds_each_kind_of_fault():
    project = Project(
        (
            Activity("a", (Mode(2, (2,), (1,)), Mode(1, (1,), (9,))), (1,)),
            Activity("b", (Mode(2, (2,), (1,)),)),
            Activity("c", (Mode(2, (2,), (1,)),)),
        ),
        (3,),
        (5,),
    )
    assert [*faults(project, (0, 2, 4), (0, 0, 0))] == []

    def kinds(starts, modes):
        return [one.kind for one in faults(project, starts, modes)]

    assert kinds((0, 2), (0, 0)) == ["length"]
    assert kinds((0, 2, 4), (2, 0, 0)) == ["mode"]
    assert "start" in kinds((-1, 2, 4), (0, 0, 0))
    assert "order" in kinds((0, 1, 4), (0, 0, 0))
    assert "renewable" in kinds((0, 2, 2), (0, 0, 0))
    assert "nonrenewable" in kinds((0, 2, 4), (1, 0, 0))
