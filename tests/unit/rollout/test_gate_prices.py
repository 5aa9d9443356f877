"""What a gate that is shut costs an option."""

import pytest
from small_plans import ALWAYS, fixed, option, setting, simulated, step

from readiness.rollout.gate_price import gate_prices
from readiness.rollout.model import Clearing, Team
from readiness.rollout.step import Benefit

TEAM = Team("team", people=2.0, calendar=ALWAYS.id)
CLEARED = Clearing("strategy", days=fixed(7), team="team", cost=fixed(500))


def place(*steps, gates=(CLEARED,), shut=("strategy",)):
    return setting(*steps, gates=gates, shut=shut, teams=(TEAM,))


def found(where, **how):
    ways = [option(where, name="one", **how)]
    return list(gate_prices(ways, where, trials=100, seed=1))


def test_it_is_what_would_be_otherwise_if_the_pitfall_were_clear():
    steps = (step("a", 3), step("b", 10, gate=("strategy",), benefit=Benefit(fixed(3000))))
    (price,) = found(place(*steps))
    shut, clear = simulated(place(*steps), trials=100), simulated(place(*steps, shut=()), trials=100)
    assert price.days == pytest.approx(7)
    assert price.days == pytest.approx((shut.finish[0] - clear.finish[0]) / 86400)
    assert price.money == pytest.approx(float(clear.npv.mean() - shut.npv.mean()), rel=1e-4)
    assert price.money == pytest.approx(500 + 3000 / 30.436875 * 7, rel=1e-3)
    assert (price.option, price.pitfall, price.contacts) == ("one", "strategy", 0)


def test_a_gate_on_a_side_way_costs_no_day():
    steps = (step("long", 30), step("b", 5, gate=("strategy",)))
    (price,) = found(place(*steps), order=("long", "b"))
    assert price.days == pytest.approx(0)
    assert price.money == pytest.approx(500)


def test_no_price_without_a_step_behind_it_or_where_it_is_open():
    assert found(place(step("a", 3))) == []
    assert found(place(step("a", 3, gate=("strategy",)), shut=())) == []


def test_what_nobody_can_clear_has_a_price_without_days():
    (price,) = found(place(step("a", 3, gate=("strategy",)), gates=()))
    assert price.days is None


def test_each_gate_has_its_own_price_with_the_others_shut():
    gates = (CLEARED, Clearing("technology", days=fixed(4), team="team"))
    steps = (step("a", 3, gate=("strategy",)), step("b", 3, gate=("technology",), after=("a",)))
    told = {
        one.pitfall: one.days for one in found(place(*steps, gates=gates, shut=("strategy", "technology")))
    }
    assert told["strategy"] == pytest.approx(6)  # not 7: b then waits a day for the other gate
    assert told["technology"] == pytest.approx(0)
