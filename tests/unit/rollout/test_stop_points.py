"""What it is worth to be able to stop: small trees by hand, and never less than nothing."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_plans import START, fixed, pert, setting, simulated, step

from readiness.rollout.setting import YEAR
from readiness.rollout.step import Benefit, Cost, CutOver, Effect, ExitTest
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint

DAY = 86400
MONTH = YEAR / 12 / DAY
"""Days of a month."""


def stops(where, **how):
    return {one.step: one for one in simulated(where, depth=True, **how).stop_points}


def test_a_second_step_that_loses_is_worth_dropping():
    where = setting(
        step("a", 10, cost=Cost(fixed(100)), benefit=Benefit(fixed(50)), stop_point=True),
        step("b", 10, after=("a",), cost=Cost(fixed(500)), stop_point=True),
    )
    found = stops(where)
    assert found["a"].value == pytest.approx(500, rel=1e-6)
    assert found["a"].used == 1
    assert found["b"].value == 0
    assert found["b"].used == 0


def test_a_second_step_that_gains_is_not():
    where = setting(
        step("a", 10, cost=Cost(fixed(100)), stop_point=True),
        step("b", 10, after=("a",), cost=Cost(fixed(500)), benefit=Benefit(fixed(60))),
        until=START + timedelta(days=1094),
    )
    assert stops(where)["a"].value == 0
    assert stops(where)["a"].used == 0


def test_a_tree_of_two_stages_by_hand():
    """The first step fails half the time and takes so long then that the second is not worth beginning.

    On time, 12 months are left for the second step, late only 4: it costs 600
    and brings 100 a month.
    """
    cut = CutOver(0, "always", fails=0.5, retry_days=8 * MONTH, tries=2)
    where = setting(
        step("a", 1, cut_over=cut, benefit=Benefit(fixed(1)), stop_point=True),
        step("b", 0.5 * MONTH, after=("a",), cost=Cost(fixed(600)), benefit=Benefit(fixed(100))),
        until=START + timedelta(days=round(1 + 12.5 * MONTH) - 1),
    )
    found = stops(where, trials=40_000)["a"]
    left = (365.0 - 365) + (round(1 + 12.5 * MONTH) - 1 - 12.5 * MONTH) / MONTH
    late = 600 - 100 * (4 + left)
    assert found.used == pytest.approx(0.5, abs=0.01)
    assert found.value == pytest.approx(found.used * late, rel=1e-3)


def test_contacts_that_the_rest_would_disturb_are_spared():
    touchmap = TouchMap("touchmap/1", "map", touchpoints=(Touchpoint("ask", volume=Volume(36_500.0)),))
    where = setting(
        step("a", 10, benefit=Benefit(fixed(5)), affects={"ask": Effect(1, 3)}, stop_point=True),
        step("b", 10, after=("a",), affects={"ask": Effect(0.5, 20)}),
        touchmap=touchmap,
        disturbed_contact_costs=fixed(3),
    )
    assert stops(where)["a"].value == pytest.approx(3 * 0.5 * 20 * 100, rel=1e-5)


def test_what_has_begun_is_paid_whether_one_stops_or_not():
    where = setting(
        step("a", 10, stop_point=True),
        step("b", 20, cost=Cost(fixed(500))),
        step("c", 20, after=("a",), cost=Cost(fixed(40))),
    )
    assert stops(where)["a"].value == pytest.approx(40, rel=1e-6)


def test_a_stop_point_that_is_never_reached_is_worth_nothing():
    where = setting(
        step("a", 10, gate=("strategy",), stop_point=True),
        step("b", 20, after=("a",), cost=Cost(fixed(500))),
        shut=("strategy",),
    )
    assert stops(where)["a"].value == 0


@st.composite
def cases(draw):
    amounts = st.integers(0, 50).map(lambda number: pert(number, number + 3, number + 30))
    steps = [
        step(
            name,
            draw(amounts),
            cost=Cost(draw(amounts), draw(amounts)),
            benefit=Benefit(draw(amounts), draw(st.integers(0, 9))),
            stop_point=draw(st.booleans()),
            exit_test=draw(st.sampled_from((None, ExitTest("", days=pert(1, 2, 3), passes=0.6)))),
            cut_over=draw(st.sampled_from((None, CutOver(2, "always", fails=0.4, failure_costs=fixed(30))))),
        )
        for name in "abcd"
    ]
    return setting(*steps, discount=draw(st.sampled_from((0.0, 0.1))))


@given(cases(), st.sampled_from(({"waves": (("a", "b"), ("c", "d"))}, {})))
@settings(deadline=None, max_examples=40)
def test_being_able_to_stop_is_never_worth_less_than_nothing(where, how):
    found = simulated(where, trials=900, depth=True, **how)
    assert [one.step for one in found.stop_points] == [
        one.id for one in where.rollout.steps if one.stop_point
    ]
    for one in found.stop_points:
        assert one.value >= 0
        assert 0 <= one.used <= 1
        assert np.isfinite(one.value)
