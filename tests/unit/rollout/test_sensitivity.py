"""What drives a result: closed forms for criticality, known shares of variance, options like themselves."""

import numpy as np
import pytest
from scipy import stats
from small_plans import ALWAYS, fixed, option, pert, setting, simulated, step

from readiness.rollout.comparison import standings
from readiness.rollout.model import Calendar
from readiness.rollout.simulation import simulate
from readiness.rollout.step import Benefit, Cost, CutOver, Effect, Pilot
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint

TRIALS = 60_000


def variance(low, likely, high):
    turn = (likely - low) / (high - low)
    return stats.beta(1 + 4 * turn, 5 - 4 * turn, low, high - low).var()


def drives(where, **how):
    found = simulated(where, trials=TRIALS, depth=True, **how)
    return {one.step: one for one in found.drives}


def causes(where, result, **how):
    found = simulated(where, trials=TRIALS, depth=True, **how)
    return {one.figure: one.removed for one in found.causes[result]}


def test_of_two_parallel_steps_alike_each_decides_half_the_time():
    found = drives(setting(step("a", pert(5, 10, 30)), step("b", pert(5, 10, 30))))
    assert found["a"].criticality == pytest.approx(0.5, abs=0.01)
    assert found["a"].criticality + found["b"].criticality == pytest.approx(1, abs=0.001)


def test_the_chance_to_be_the_longer_one_is_the_criticality():
    found = drives(setting(step("a", pert(5, 10, 30)), step("b", pert(8, 9, 20))))
    one, other = stats.beta(1 + 0.8, 5 - 0.8, 5, 25), stats.beta(1 + 4 / 12, 5 - 4 / 12, 8, 12)
    grid = np.linspace(5, 30, 20_001)
    wanted = np.sum((other.cdf(grid[:-1]) + other.cdf(grid[1:])) / 2 * np.diff(one.cdf(grid)))
    assert found["a"].criticality == pytest.approx(wanted, abs=0.01)


def test_steps_in_a_row_always_decide_and_those_beside_never():
    where = setting(
        step("a", pert(5, 10, 30)), step("b", pert(1, 2, 6), after=("a",)), step("c", pert(1, 2, 4))
    )
    found = drives(where)
    assert found["a"].criticality == found["b"].criticality == 1
    assert "c" not in found
    whole = np.sqrt(variance(5, 10, 30) + variance(1, 2, 6))
    for name, points in (("a", (5, 10, 30)), ("b", (1, 2, 6))):
        wanted = np.sqrt(variance(*points)) / whole
        assert found[name].cruciality == pytest.approx(wanted, abs=0.01)
        assert found[name].index == pytest.approx(wanted, abs=0.01)


def test_the_index_weighs_time_by_the_clock_on_both_sides():
    """One step of eight hours a day: its time by the clock is that of the plan."""
    office = Calendar("office", hours=("mon-sun 09:00-17:00",))
    where = setting(step("a", pert(5, 20, 40), calendar="office"), calendars=(ALWAYS, office), day_hours=8.0)
    assert drives(where)["a"].index == pytest.approx(1.0, abs=0.01)


def test_in_a_joint_cut_over_those_count_whose_own_takes_time():
    where = setting(
        step("a", pert(5, 6, 9), cut_over=CutOver(5, "always")),
        step("b", pert(1, 2, 3), cut_over=CutOver(9, "always")),
        step("c", 1),
    )
    found = drives(where, waves=(("a", "b", "c"),))
    assert found["a"].criticality == 1
    assert found["b"].criticality == 1
    assert "c" not in found


def test_what_is_removed_if_known_is_the_share_of_the_variance():
    threes = {"a": (5, 10, 30), "b": (10, 40, 50), "c": (0, 2, 9)}
    where = setting(
        step("a", pert(*threes["a"])),
        step("b", pert(*threes["b"]), after=("a",)),
        step("c", pert(*threes["c"]), after=("b",)),
    )
    found = causes(where, "finish")
    whole = sum(variance(*three) for three in threes.values())
    for name, three in threes.items():
        assert found[f"{name}/days"] == pytest.approx(variance(*three) / whole, abs=0.012)
    assert [*found] == sorted(found, key=found.get, reverse=True)
    assert sum(found.values()) == pytest.approx(1, abs=0.02)


def test_money_has_its_own_causes():
    where = setting(
        step("a", pert(1, 2, 3), cost=Cost(pert(100, 200, 900))),
        step("b", 1, cost=Cost(pert(10, 90, 100), fixed(0))),
    )
    found = causes(where, "npv")
    whole = variance(100, 200, 900) + variance(10, 90, 100)
    assert {*found} <= {"a/once", "b/once", "a/days"}
    assert found["a/once"] == pytest.approx(variance(100, 200, 900) / whole, abs=0.012)
    assert found["b/once"] == pytest.approx(variance(10, 90, 100) / whole, abs=0.005)


@pytest.mark.parametrize("chance", [0.004, 0.02, 0.3])
def test_a_rare_failure_removes_all_that_it_causes(chance):
    cut = CutOver(0, "always", fails=chance, retry_days=0, tries=2, failure_costs=fixed(5000))
    where = setting(step("a", 1, cut_over=cut, cost=Cost(pert(100, 200, 900))))
    found = causes(where, "npv")
    mine = chance * (1 - chance) * 5000**2
    wanted = mine / (mine + variance(100, 200, 900))
    assert found["a/fails/0"] == pytest.approx(wanted, rel=0.1)
    assert found["a/once"] == pytest.approx(1 - wanted, rel=0.1)


def test_exposure_has_its_own_causes():
    touchmap = TouchMap("touchmap/1", "map", touchpoints=(Touchpoint("ask", volume=Volume(1e6)),))
    cut = CutOver(1, "always", fails=0.5, roll_back_hours=100, tries=2)
    where = setting(
        step("a", pert(1, 2, 3), cut_over=cut, affects={"ask": Effect(0.5, 3)}), touchmap=touchmap
    )
    found = causes(where, "exposure")
    assert found["a/fails/0"] == pytest.approx(1, abs=0.01)


def test_a_certain_result_has_no_causes():
    found = simulated(setting(step("a", 5), step("b", pert(1, 2, 3))), depth=True)
    assert found.causes == {"finish": (), "npv": (), "exposure": ()}


def test_figures_of_other_options_cause_nothing():
    where = setting(
        step("a", pert(1, 5, 9)), step("b", pert(1, 5, 9)), step("c", 1, pilot=Pilot(0.1, pert(1, 2, 3)))
    )
    found = simulate(
        [option(where, order=("c", "b"), name="other"), option(where, order=("a",))],
        where,
        trials=500,
        seed=1,
    )
    assert [one.figure for one in found[1].causes["finish"]] == ["a/days"]
    assert {one.figure for one in found[0].causes["finish"]} <= {"b/days", "c/pilot"}


def test_later_tries_are_not_asked_in_every_chunk_and_do_no_harm():
    cut = CutOver(1, "always", fails=0.005, retry_days=30, tries=3)
    found = causes(setting(step("a", pert(1, 5, 9), cut_over=cut)), "finish")
    mine = 0.005 * 0.995 * 31**2
    wanted = mine / (mine + variance(1, 5, 9))
    assert found["a/fails/0"] == pytest.approx(wanted, rel=0.15)
    assert found.get("a/fails/1", 0.0) < 0.01
    assert sum(found.values()) < 1.05


def test_an_option_against_itself_is_the_same_trial_by_trial():
    where = setting(
        step("a", pert(1, 5, 90), cost=Cost(pert(1, 2, 3)), benefit=Benefit(pert(1, 2, 9))),
        step("b", pert(2, 3, 4), after=("a",), cut_over=CutOver(1, "always", fails=0.3)),
        discount=0.1,
    )
    one, other = simulate(
        [option(where, name="one"), option(where, name="other")], where, trials=9000, seed=4
    )
    assert (one.npv == other.npv).all()
    assert (one.finish == other.finish).all()
    assert one.drives == other.drives
    assert one.causes == other.causes
    assert [standing.regret for standing in standings((one, other))] == [0, 0]
    assert [standing.p_best for standing in standings((one, other))] == [0.5, 0.5]


def test_without_tornadoes_the_drives_stay():
    where = setting(step("a", pert(1, 5, 9)), step("b", pert(1, 5, 9)))
    with_all = simulated(where, depth=True)
    (without,) = simulate([option(where)], where, trials=2000, seed=1, tornadoes=False)
    assert without.drives == with_all.drives
    assert not any(without.causes.values())
    assert any(with_all.causes.values())
