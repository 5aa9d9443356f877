"""Rough plans: what they come to, and that the solver finds all that no other beats."""

from dataclasses import replace
from datetime import date
from random import Random
from zoneinfo import ZoneInfo

import pytest
from small_plans import fixed, setting, step, team

from readiness.folder.engagement import read_engagement
from readiness.resources import examples
from readiness.rollout.model import Clearing
from readiness.rollout.phasings import legal
from readiness.rollout.rough import Aims, Rough, rough
from readiness.rollout.rough_front import is_there, rough_front
from readiness.rollout.setting import Setting
from readiness.rollout.step import Benefit, Cost, Effect, ExitTest
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel

MANY = 60.0
"""Deterministic seconds, more than any of these needs."""
needs_solver = pytest.mark.skipif(not is_there(), reason="OR-tools is not installed")


def best(plan: Rough) -> set[Aims]:
    """Return the aims that nothing beats, by trying all legal phasings."""
    every = {plan.aims(waves) for waves in legal(plan.before)}
    return {mine for mine in every if not any(one.beats(mine) for one in every)}


def randomly(number):
    """Return a rough plan of three to five steps with everything that one can have."""
    random = Random(number)
    names = "abcde"[: random.randint(3, 5)]
    return Rough(
        tuple(names),
        {
            name: frozenset(random.sample(names[:place], min(place, random.randint(0, 1))))
            for place, name in enumerate(names)
        },
        builds={name: random.randint(0, 40) for name in names},
        tests={name: random.choice((0, random.randint(1, 20))) for name in names},
        releases={name: random.choice((0, random.randint(1, 30))) for name in names},
        loads={name: (random.choice(("", "x", "y")), random.randint(0, 4000)) for name in names},
        people={"x": random.randint(50, 300), "y": 100},
        gains={
            name: tuple(random.randint(-20, 60) - 3 * size for size in range(len(names))) for name in names
        },
        until=random.randint(20, 300),
        disturbed={
            name: tuple(random.randint(0, 50) for _ in range(random.randint(1, 30))) for name in names
        },
    )


@needs_solver
@pytest.mark.parametrize("number", range(8))
def test_the_solver_finds_what_trying_everything_finds(number):
    plan = randomly(number)
    found = rough_front(plan, effort=MANY)
    assert found.proven
    assert {aims for _, aims in found.plans} == best(plan)
    assert all(plan.aims(waves) == aims for waves, aims in found.plans)
    assert {waves for waves, _ in found.plans} <= {*legal(plan.before)}
    assert len(found.plans) == len(best(plan))


def example(name, most):
    """Return an example with its first steps that are to be done."""
    engagement = read_engagement(examples() / name).engagement
    rollout = engagement.rollout
    kept, left = [], most
    for one in rollout.steps:
        if one.done is not None or left:
            kept.append(one)
            left -= one.done is None
    ids = {one.id for one in kept}
    steps = tuple(replace(one, after=tuple(name for name in one.after if name in ids)) for one in kept)
    zone = engagement.profile.time_zone
    return Setting(
        replace(rollout, steps=steps),
        engagement.touchmap,
        lambda name: ZoneInfo(name or zone),
        engagement.profile.as_of,
        frozenset(gate.pitfall for gate in rollout.gates if gate.by is None or gate.by in ids),
    )


@needs_solver
@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_it_does_so_on_the_examples(name):
    plan = rough(example(name, 4))
    assert len(plan.names) == 4
    found = rough_front(plan, effort=MANY)
    assert found.proven
    assert {aims for _, aims in found.plans} == best(plan)


@needs_solver
def test_stopped_early_it_says_so_and_what_it_has_can_be_done():
    plan = rough(example("boise-office", 6))
    some = rough_front(plan, effort=MANY, most=2)
    assert not some.proven
    assert 1 <= len(some.plans) <= 2
    none = rough_front(plan, effort=1e-6)
    assert not none.proven


@needs_solver
def test_the_same_seed_gives_the_same_plans():
    plan = randomly(3)
    assert rough_front(plan, effort=0.2, seed=5) == rough_front(plan, effort=0.2, seed=5)


@needs_solver
def test_with_coarser_steps_each_plan_left_out_is_nearly_equalled():
    plan, least = randomly(4), Aims(5, 10, 500)
    found = rough_front(plan, effort=MANY, least=least)
    assert found.proven
    for mine in best(plan):
        assert any(
            one.finish < mine.finish + least.finish
            and one.disturbed < mine.disturbed + least.disturbed
            and one.loss < mine.loss + least.loss
            for _, one in found.plans
        )


def test_waves_last_as_long_as_their_chain_or_their_team_needs():
    steps = (step("a", 10, team="t"), step("b", 5, after=("a",)), step("c", 10, team="t"))
    plan = rough(setting(*steps, teams=(team("t", 1.0),)))
    assert plan.builds == {"a": 10, "b": 5, "c": 10}
    assert plan.aims((("a", "b"),)).finish == 15
    assert plan.aims((("a",), ("b",))).finish == plan.aims((("a",),)).finish + 5
    assert plan.aims((("a", "c"),)).finish == 28  # 20 days of work, counted as five of seven days
    assert plan.aims((("a", "b", "c"),)).finish <= plan.latest


def test_gates_hold_up_the_first_wave_only():
    gate = Clearing("strategy", days=fixed(30), team="t")
    steps = (step("a", 20), step("b", 5, gate=("strategy",)))
    plan = rough(setting(*steps, gates=(gate,), shut=("strategy",), teams=(team("t"),)))
    assert plan.releases == {"a": 0, "b": 30}
    assert plan.aims((("b",), ("a",))).finish == 55
    assert plan.aims((("a",), ("b",))).finish == 25


def test_exit_tests_come_after_go_live_and_worth_is_lost_where_many_go_live_at_once():
    test = ExitTest("", days=fixed(4), passes=0.5, worth_if_failed=0.0)
    steps = [step(name, 10, benefit=Benefit(fixed(3044)), cost=Cost(fixed(0), fixed(304)),
             exit_test=replace(test, passes=1.0)) for name in "ab"]  # fmt: skip
    plan = rough(setting(*steps, together=0.5, until=date(2001, 12, 31)))
    assert plan.tests == {"a": 4, "b": 4}
    assert plan.aims((("a",), ("b",))).finish == 28
    alone, paired = plan.gains["a"]
    assert paired < alone
    assert alone == pytest.approx(500, abs=1)
    assert plan.aims((("a", "b"),)).loss == -2 * paired * (365 - 10)


def test_contacts_are_those_of_the_weeks_after_go_live():
    touchmap = TouchMap(
        "touchmap/1", "map", buyers=(Buyer("a"),), channels=(Channel("web", hours=("24/7",)),),
        touchpoints=(Touchpoint("t", channel="web", volume=Volume(by_buyer={"a": 36500.0})),),
    )  # fmt: skip
    plan = rough(setting(step("s", 7, affects={"t": Effect(0.2, 14.0)}), touchmap=touchmap))
    assert plan.aims((("s",),)).disturbed == pytest.approx(100 * 14 * 0.2 / 2, rel=0.03)


def test_what_can_never_end_has_no_rough_plan():
    assert rough(setting(step("s", 10), horizon=date(2001, 1, 3))) is None


def least_of_each(plan):
    return [
        min(column) for column in zip(*(plan.aims(waves).row for waves in legal(plan.before)), strict=True)
    ]


@needs_solver
@pytest.mark.parametrize("number", range(6))
def test_no_plan_is_below_the_bounds_and_the_gaps_cover_the_best(number):
    plan = randomly(number)
    lowest = least_of_each(plan)
    proven = rough_front(plan, effort=MANY, least=Aims(5, 10, 500))
    weak, strong = (rough_front(plan, effort=1e-6, bound_effort=work) for work in (1e-4, MANY))
    for found in (proven, weak, strong):
        assert all(bound <= best for bound, best in zip(found.bounds.row, lowest, strict=True))
    assert [*strong.bounds.row] == lowest
    assert set(strong.gaps) == {0.0}
    mine = [min(column) for column in zip(*(aims.row for _, aims in proven.plans), strict=True)]
    for gap, got, bound in zip(proven.gaps, mine, proven.bounds.row, strict=True):
        assert got - bound == pytest.approx(gap * abs(bound)) if gap is not None else bound == 0
    assert rough_front(plan, effort=1e-6).gaps == (None, None, None)
