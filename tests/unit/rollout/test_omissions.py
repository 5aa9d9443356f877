"""An option without one of its steps."""

from dataclasses import replace

import pytest
from small_plans import fixed, option, setting, simulated, step

from readiness.rollout.model import Clearing
from readiness.rollout.omission import omissions
from readiness.rollout.step import Benefit, Cost


def found(where, **how):
    return {one.step: one for one in omissions(option(where, **how), where, trials=200, seed=1)}


def worth(monthly, once=0.0):
    return {"benefit": Benefit(fixed(monthly)), "cost": Cost(fixed(once))}


def test_a_step_that_costs_more_than_it_brings_is_better_left_out():
    steps = (step("good", 10, **worth(1000)), step("bad", 20, **worth(0, 5000)))
    told = found(setting(*steps), waves=(("good",), ("bad",)))
    assert told["bad"].money == pytest.approx(5000)
    assert told["bad"].days == pytest.approx(-20)
    assert told["good"].money < 0


def test_it_is_what_the_option_without_it_is():
    steps = tuple(step(name, 5 + number, **worth(300 * number)) for number, name in enumerate("abc"))
    where = setting(*steps)
    whole = simulated(where, trials=200, waves=(("a", "b"), ("c",)))
    for name, told in found(where, waves=(("a", "b"), ("c",))).items():
        waves = tuple(tuple(one for one in wave if one != name) for wave in (("a", "b"), ("c",)))
        less = simulated(where, trials=200, waves=tuple(wave for wave in waves if wave))
        assert told.money == pytest.approx(float(less.npv.mean() - whole.npv.mean()), rel=1e-6)
        assert told.days == pytest.approx((less.finished(80) - whole.finished(80)) / 86400)


def test_what_others_rest_on_cannot_be_left_out_alone():
    first, then = step("first", 5), step("then", 5, after=("first",))
    assert set(found(setting(first, then))) == {"then"}
    assert found(setting(first)) == {}


def test_what_opens_a_gate_cannot_be_left_out_alone():
    opens, behind = step("opens", 5), step("behind", 5, gate=("strategy",))
    where = setting(opens, behind, shut=("strategy",), gates=(Clearing("strategy", by="opens"),))
    assert set(found(where)) == {"behind"}
    free = replace(behind, gate=())
    assert set(found(setting(opens, free))) == {"opens", "behind"}
