"""What the ranking rests on: simulated again with one figure changed."""

import pytest
from small_plans import ALWAYS, fixed, option, setting, simulated, step

from readiness.rollout.assumptions import MOST, PROBES, SPREAD, Sweep, multiplied, scaled, scaled_rollout
from readiness.rollout.contenders import DO_NOTHING, contenders
from readiness.rollout.model import Calendar, Option
from readiness.rollout.simulation import simulate
from readiness.rollout.step import Benefit, Cost, CutOver

TRIALS = 400


def place(cost=30_000.0, monthly=2_000.0, fails=0.3):
    steps = (
        step("sure", 10, benefit=Benefit(fixed(500)), cost=Cost(fixed(9_000))),
        step("bold", 30, benefit=Benefit(fixed(monthly)), cost=Cost(fixed(cost)),
             cut_over=CutOver(2.0, calendar=ALWAYS.id, fails=fails, retry_days=40.0, tries=6)),
    )  # fmt: skip
    options = (
        Option("both", order=("sure", "bold")),
        Option("only-sure", order=("sure",), without=("bold",)),
    )
    return setting(*steps, options=options, calendars=(Calendar("always"),))


def sweep(where):
    return Sweep(contenders(where.rollout, live=False), where, trials=TRIALS, seed=2)


def worths_again(where, assumption, factor):
    """Return what each option is worth where the figure is written differently, by the whole simulation."""
    other = where.varied(scaled_rollout(where.rollout, assumption, factor))
    return {
        one.id: float(simulate_one(scaled(one, assumption, factor), other))
        for one in contenders(where.rollout, live=False)
    }


def simulate_one(arrangement, where):
    (found,) = simulate([arrangement], where, trials=TRIALS, seed=2, depth=False)
    return found.npv.mean(dtype=float)


def best(worths):
    return max(worths, key=worths.get)


@pytest.mark.parametrize("factor", [0.5, 1.0, 1.5])
@pytest.mark.parametrize("assumption", ["once", "benefit", "failures", "days"])
def test_worths_are_those_of_the_whole_simulation(assumption, factor):
    found = sweep(place()).worths(assumption, factor)
    again = worths_again(place(), assumption, factor)
    assert found == {name: pytest.approx(worth, rel=1e-4, abs=0.5) for name, worth in again.items()}


def test_only_figures_that_make_a_difference_are_used():
    assert {*sweep(place()).used()} == {"days", "failures", "once", "benefit"}
    assert {*sweep(place(fails=0.0)).used()} == {"days", "once", "benefit"}


def test_shifts_name_what_is_best_a_quarter_less_and_more():
    where = place(cost=58_000)
    found = list(sweep(where).shifts())
    assert {one.factor for one in found} == {1 - SPREAD, 1 + SPREAD}
    assert len(found) == 2 * len(sweep(where).used())
    for one in found:
        assert one.before == best(worths_again(where, "days", 1.0))
        assert one.best == best(worths_again(where, one.assumption, one.factor))
    assert any(one.best != one.before for one in found)


def test_at_a_switch_over_another_option_really_takes_the_lead():
    where = place(cost=58_000)
    found = list(sweep(where).switches())
    assert found
    before = best(worths_again(where, "days", 1.0))
    for one in found:
        away = (1 if one.factor > 1 else -1) * (MOST / 2**PROBES + 0.01)
        assert best(worths_again(where, one.assumption, one.factor - away)) == before
        assert best(worths_again(where, one.assumption, one.factor + away)) == one.other
        assert one.other != before


def test_the_figure_at_the_switch_over_is_told_where_it_is_one_number():
    where = place(cost=58_000)
    told = {one.assumption: one for one in sweep(where).switches()}
    assert told["once"].value is None
    found = [one for name, one in told.items() if name == "failures"]
    assert all(one.value == pytest.approx(min(1.0, 0.3 * one.factor)) for one in found)


def test_nothing_switches_where_one_option_is_best_whatever_happens():
    where = place(cost=0.0, monthly=1e9)
    assert [one for one in sweep(where).switches() if one.assumption == "once"] == []
    assert all(one.best == one.before for one in sweep(where).shifts())


def test_chances_stay_chances_and_times_grow():
    bold = place().rollout.pool["bold"]
    assert multiplied(bold, ("cut_over", "fails"), 9.0).cut_over.fails == 1.0
    assert multiplied(bold, ("days",), 2.0).days.likely == 60
    assert multiplied(bold, ("migrate", "per_hour"), 2.0) == bold
    one = option(place())
    assert scaled(one, "days", 1.0) is one
    assert DO_NOTHING in sweep(place()).worths()
    assert simulated(place(), trials=10).npv.size == 10
