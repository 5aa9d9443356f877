"""Phasings: which are legal, which no other one beats, and rough plans that a solver proves."""

from itertools import product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_plans import fixed, pert, setting, step, team

from readiness.rollout.model import Clearing
from readiness.rollout.phasings import (
    MOST_STEPS,
    Judge,
    Phasing,
    before,
    front,
    is_legal,
    legal,
    neighbours,
    phasings,
    searched,
)
from readiness.rollout.rough import Aims, Rough, rough
from readiness.rollout.rough_front import rough_front
from readiness.rollout.step import Benefit, CutOver, ExitTest
from readiness.scalars import Text

NAMES = "abcdef"
STEPS = st.integers(0, 6)


@st.composite
def reasons(draw, most=5):
    """Steps, each maybe after some of the earlier ones."""
    names = NAMES[: draw(st.integers(1, most))]
    return {
        name: frozenset(draw(st.sets(st.sampled_from(names[:place]))) if place else ())
        for place, name in enumerate(names)
    }


def by_hand(reasons):
    """Give each step a number and keep what is legal and has no empty wave."""
    names, found = tuple(reasons), set()
    for numbers in product(range(len(names)), repeat=len(names)):
        place = dict(zip(names, numbers, strict=True))
        if {*numbers} == {*range(max(numbers) + 1)} and all(
            place[other] <= place[name] for name in names for other in reasons[name]
        ):
            found.add(
                tuple(tuple(name for name in names if place[name] == k) for k in range(max(numbers) + 1))
            )
    return found


@given(reasons())
def test_legal_phasings_are_those_that_are_found_by_numbering(reasons):
    found = [*legal(reasons)]
    assert len(found) == len({*found})
    assert {*found} == by_hand(reasons)
    assert all(is_legal(waves, reasons) for waves in found)


@pytest.mark.parametrize("count", range(1, MOST_STEPS + 1))
def test_without_reasons_there_are_as_many_as_ordered_partitions(count):
    """Fubini numbers by their recurrence, a(n) = sum of C(n, k) a(n - k)."""
    fubini = [1]
    for n in range(1, count + 1):
        fubini.append(sum(comb(n, k) * fubini[n - k] for k in range(1, n + 1)))
    free = dict.fromkeys(NAMES[:count], frozenset())
    assert sum(1 for _ in legal(free)) == fubini[count]


@given(reasons(), st.data())
def test_neighbours_are_legal_and_lead_everywhere(reasons, data):
    everything = by_hand(reasons)
    start = data.draw(st.sampled_from(sorted(everything)))
    reached, left = {start}, [start]
    while left:
        now = left.pop()
        near = {*neighbours(now, reasons)}
        assert near <= everything
        assert now not in near
        left += near - reached
        reached |= near
    assert reached == everything


@given(st.lists(st.tuples(STEPS, STEPS, STEPS), max_size=12))
def test_the_front_is_what_nothing_beats(points):
    found = [Phasing(((str(number),),), *map(float, point)) for number, point in enumerate(points)]
    kept = front(found)
    aims = {(one.finish, one.exposure, one.npv) for one in kept}
    assert aims == {
        (one.finish, one.exposure, one.npv) for one in found if not any(two.beats(one) for two in found)
    }
    assert len(kept) == len(aims)


def plan(**fields):
    """Five steps of two teams, with worth, tests and what comes after what."""
    cut = CutOver(2, "always", fails=0.2, roll_back_hours=2, retry_days=2)
    test = ExitTest(Text(), days=fixed(3), passes=0.8)
    return setting(
        step("a", pert(4, 6, 12), team="x", benefit=Benefit(fixed(300)), exit_test=test),
        step("b", pert(6, 9, 15), team="x", benefit=Benefit(fixed(900)), after=("a",), cut_over=cut),
        step("c", pert(2, 3, 8), team="y", benefit=Benefit(fixed(200)), cut_over=cut, exit_test=test),
        step("d", pert(5, 7, 9), team="y", benefit=Benefit(fixed(500)), gate=("strategy",)),
        step("e", 2, benefit=Benefit(fixed(20))),
        teams=(team("x"), team("y")),
        together=0.1,
        shut=("strategy",),
        gates=(Clearing("strategy", by="c"),),
        **fields,
    )


def test_what_opens_a_gate_does_not_come_later():
    assert before(plan()) == {
        "a": frozenset(),
        "b": frozenset("a"),
        "c": frozenset(),
        "d": frozenset("c"),
        "e": frozenset(),
    }


def test_all_are_tried_and_the_best_is_the_best_of_all():
    where = plan()
    found = phasings(where, trials=60, seed=1)
    assert {one.waves for one in found} == {*legal(before(where))}
    judge = Judge(where, trials=60, seed=1)
    assert all(judge.judge(one.waves) == one for one in found[:5])
    assert not any(one.never for one in found)


def test_a_search_that_may_try_everything_finds_the_front_of_all():
    where = plan()
    every = front(phasings(where, trials=60, seed=1))
    near = front(searched(where, [(tuple("abcde"),)], tries=10_000, trials=60, seed=1))
    best = max(every, key=lambda one: one.npv)
    assert max(near, key=lambda one: one.npv).npv == best.npv
    assert {one.waves for one in near} <= {*legal(before(where))}


def test_a_search_stops_after_its_tries_and_when_it_is_told_to():
    start = [(tuple("abcde"),)]
    assert len(searched(plan(), start, tries=7, trials=20, seed=1)) == 7
    assert len(searched(plan(), start, tries=7, trials=20, seed=1, progress=lambda done, _: done < 3)) == 3


def test_more_steps_than_can_be_enumerated_are_refused():
    where = setting(*(step(name, 1) for name in "abcdefg"))
    with pytest.raises(ValueError):  # noqa: PT011
        phasings(where, trials=10, seed=1)


# -- rough plans


@st.composite
def rough_plans(draw):
    earlier = draw(reasons(most=4))
    names = tuple(earlier)
    days = st.integers(1, 9)
    return Rough(
        names,
        earlier,
        {name: draw(days) for name in names},
        {name: draw(st.integers(0, 4)) for name in names},
        {name: draw(st.sampled_from((0, 0, 5))) for name in names},
        {name: (draw(st.sampled_from("xy")), draw(st.integers(0, 12)) * 100) for name in names},
        {"x": 100, "y": 250},
        {
            name: tuple(sorted((draw(st.integers(-3, 9)) for _ in names), reverse=True))
            for name in names
        },
        draw(st.integers(0, 40)),
        {name: tuple(draw(st.lists(st.integers(0, 9), min_size=1, max_size=6))) for name in names},
    )  # fmt: skip


def front_by_hand(plan):
    every = {plan.aims(waves) for waves in legal(plan.before)}
    return {one for one in every if not any(other.beats(one) for other in every)}


@settings(max_examples=25)
@given(rough_plans())
def test_the_solver_finds_the_front_of_all_rough_plans(plan):
    found = rough_front(plan, effort=1e6)
    assert found.proven
    assert {aims for _, aims in found.plans} == front_by_hand(plan)
    assert all(plan.aims(waves) == aims and is_legal(waves, plan.before) for waves, aims in found.plans)


def test_the_solver_finds_the_front_of_a_rollout():
    plan_ = rough(plan())
    found = rough_front(plan_, effort=1e6)
    assert found.proven
    assert {aims for _, aims in found.plans} == front_by_hand(plan_)


def test_without_effort_nothing_is_claimed():
    assert not rough_front(rough(plan()), effort=0.0).proven


def test_a_rough_plan_is_as_long_as_the_likely_run_of_steps_in_a_row():
    where = setting(step("a", 4), step("b", 6, after=("a",), exit_test=ExitTest(Text(), days=fixed(3))))
    found = rough(where)
    assert found.aims((("a",), ("b",))).finish == 13
    assert found.aims((("a", "b"),)).finish == 13
    assert Aims(1, 1, 1).beats(Aims(1, 2, 1))
    assert not Aims(1, 1, 1).beats(Aims(1, 1, 1))


def test_a_step_that_never_ends_has_no_rough_plan():
    assert rough(setting(step("a", 10**7), step("b", 1))) is None
