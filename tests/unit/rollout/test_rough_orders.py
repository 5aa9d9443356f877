"""Rough plans without a solver: legal, as good as they say, and near the best of all phasings."""

from random import Random

import pytest
from small_plans import fixed, setting, step
from test_rough_plans import best, randomly

from readiness.resources import examples
from readiness.rollout.phasings import is_legal
from readiness.rollout.projects.search import Search
from readiness.rollout.projects.verification import faults
from readiness.rollout.rough import Rough, rough
from readiness.rollout.rough_orders import as_project, cuts, rough_orders
from readiness.services.rollouts import open_rollout


def chain(places, **more):
    """Return a rough plan of steps one after the other, with nothing but their days."""
    names = tuple("abcdefgh"[:places])
    values = {
        "before": {name: frozenset(names[max(0, at - 1) : at]) for at, name in enumerate(names)},
        "builds": dict.fromkeys(names, 10),
        "tests": dict.fromkeys(names, 5),
        "releases": dict.fromkeys(names, 0),
        "loads": dict.fromkeys(names, ("", 0)),
        "people": {},
        "gains": dict.fromkeys(names, (1,) * places),
        "until": 400,
        "disturbed": dict.fromkeys(names, (0,)),
    }
    return Rough(names, **(values | more))


def test_together_is_soonest_and_one_by_one_is_worth_most_in_a_chain():
    plan = chain(3)
    found = dict(rough_orders(plan))
    aims = {waves: one.row for waves, one in found.items()}
    assert aims[("a", "b", "c"),] == (35, 0, -3 * 370)
    assert min(aims.values()) == aims[("a", "b", "c"),]
    assert min(one[2] for one in aims.values()) == -(390 + 375 + 360)


@pytest.mark.parametrize("number", range(20))
def test_what_is_found_is_legal_and_near_the_best_that_there_is(number):
    plan, every = randomly(number), best(randomly(number))
    found = rough_orders(plan)
    assert found
    for waves, aims in found:
        assert is_legal(waves, plan.before)
        assert sorted(name for wave in waves for name in wave) == sorted(plan.names)
        assert plan.aims(waves) == aims
        assert not any(aims.beats(one) for one in every)
    for place in range(3):
        least, mine = (min(one.row[place] for one in some) for some in (every, [aims for _, aims in found]))
        assert mine <= least + 0.15 * abs(least)


def test_nearly_all_that_is_best_in_one_aim_is_found():
    hits = []
    for number in range(40):
        every, found = best(randomly(number)), [aims for _, aims in rough_orders(randomly(number))]
        hits += [
            min(one.row[place] for one in every) == min(one.row[place] for one in found) for place in range(3)
        ]
    assert sum(hits) >= 0.95 * len(hits)


@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_the_schedules_behind_the_orders_keep_teams_and_order(name):
    project = as_project(rough(open_rollout(examples() / name, "en").setting))
    search = Search(project, [0] * len(project.activities))
    search.run(300)
    assert not list(faults(project, search.best.starts, search.best.modes))


def test_an_order_is_cut_in_the_best_ways():
    """Against all cuts of an order of six."""
    random = Random(6)
    names = tuple("abcdef")
    plan = chain(
        6,
        before=dict.fromkeys(names, frozenset()),
        builds={name: random.randint(1, 30) for name in names},
        tests={name: random.randint(0, 9) for name in names},
        gains={name: tuple(9 - size for size in range(6)) for name in names},
    )
    every = set()
    for bits in range(2**5):
        waves, now = [], (names[0],)
        for at, name in enumerate(names[1:]):
            waves, now = ([*waves, now], (name,)) if bits >> at & 1 else (waves, (*now, name))
        every.add(plan.aims((*waves, now)))
    best_of_all = {one for one in every if not any(other.beats(one) for other in every)}
    assert {one.aims for one in cuts(plan, names)} == best_of_all


def test_steps_that_wait_for_each_other_have_no_order():
    plan = chain(2, before={"a": frozenset("b"), "b": frozenset("a")})
    assert rough_orders(plan) == []


def test_it_ends_when_there_is_no_time_and_is_the_same_each_time():
    plan = randomly(3)
    assert len(rough_orders(plan, go_on=lambda: False)) >= 1
    assert rough_orders(plan, seed=1) == rough_orders(plan, seed=1)


def test_a_step_that_takes_no_day_is_no_trouble():
    made = setting(step("a", days=fixed(0)), step("b", days=fixed(2), after=("a",)))
    assert rough_orders(rough(made))
