"""Random numbers: the same name, the same numbers; correlation as asked; chunks that do not matter."""

import itertools

import numpy as np
import pytest
from scipy import stats
from small_plans import days, fixed, option, pert, setting, simulated, step, went

from readiness.rollout.draw import BLOCK, Draws, share_below
from readiness.rollout.model import Correlation, CorrelationGroup
from readiness.rollout.simulation import draw_chunks, simulate
from readiness.rollout.step import CutOver


def test_a_name_has_its_numbers_whoever_asks_and_when():
    one, other = Draws(7, 0, 500), Draws(7, 0, 500)
    first = one.z("a/days", "a").copy()
    other.chance("b/fails/0")
    other.z("c/days", "c")
    assert (other.z("a/days", "a") == first).all()
    assert (one.z("a/days", "a") == first).all()
    assert not (Draws(8, 0, 500).z("a/days", "a") == first).any()
    assert not (one.z("b/days", "b") == first).any()
    assert not (Draws(7, 500, 500).z("a/days", "a") == first).any()


def test_values_are_kept_but_never_those_of_another_estimate():
    draws = Draws(7, 0, 500)
    first = draws.value("a/days", pert(1, 2, 9))
    assert draws.value("a/days", pert(1, 2, 9)) is first
    other = draws.value("a/days", pert(2, 4, 18))
    assert other == pytest.approx(2 * first)
    assert (draws.value("a/days", pert(1, 2, 9)) == first).all()
    with pytest.raises(ValueError, match="read-only"):
        first += 1


def test_options_draw_the_same_for_a_step_they_share():
    where = setting(step("a", pert(1, 2, 9)), step("b", pert(2, 3, 4)), step("c", pert(1, 5, 6)))
    both = simulate(
        [option(where, order=("a",), name="one"), option(where, order=("c", "b", "a"), name="other")],
        where,
        trials=1000,
        seed=3,
    )
    alone = simulated(where, trials=1000, seed=3, order=("a",))
    assert (both[0].finish == alone.finish).all()
    assert (went(where, order=("a",)).finish["a/work"] == went(where).finish["a/work"]).all()


def test_numbers_are_normal_and_even():
    draws = Draws(1, 0, 100_000)
    assert stats.kstest(draws.z("x"), "norm").pvalue > 1e-4
    assert stats.kstest(draws.chance("y"), "uniform").pvalue > 1e-4
    assert share_below(draws.z("x")) == pytest.approx(stats.norm.cdf(draws.z("x")), abs=1e-6)


@pytest.mark.parametrize(
    "cuts", [(0, 1, 100, 5000), (0, BLOCK, 2 * BLOCK), (0, BLOCK - 1, BLOCK + 1, 20_000)]
)
def test_a_trial_has_its_numbers_however_trials_are_cut(cuts):
    correlation = Correlation(0.3, (CorrelationGroup("g", ("a",), 0.4),))
    whole = Draws(5, 0, cuts[-1], correlation)
    parts = [Draws(5, one, other - one, correlation) for one, other in itertools.pairwise(cuts)]
    for ask in (
        lambda draws: draws.z("a/days", "a"),
        lambda draws: draws.z("q/once"),
        lambda draws: draws.chance("a/fails/0"),
    ):
        assert (np.concatenate([ask(part) for part in parts]) == ask(whole)).all()


def test_results_do_not_depend_on_chunks():
    where = setting(
        step("a", pert(1, 2, 9), cut_over=CutOver(2, fails=0.3)),
        step("b", pert(2, 3, 4), after=("a",)),
        step("c", pert(1, 5, 6), cut_over=CutOver(1, fails=0.02)),
    )
    usual = simulated(where, trials=20_000, depth=True)
    ragged = [Draws(1, one, other - one) for one, other in ((0, 9), (9, 9000), (9000, 20_000))]
    other = simulated(where, trials=20_000, depth=True, chunks=ragged)
    for name in ("finish", "first_value", "half_benefit", "exposure", "costs", "npv"):
        assert (getattr(usual, name) == getattr(other, name)).all()
    assert usual.failures == pytest.approx(other.failures, rel=1e-12)
    assert [one.step for one in usual.drives] == [one.step for one in other.drives]
    for one, its in zip(usual.drives, other.drives, strict=True):
        assert one.criticality == its.criticality
        assert one.cruciality == pytest.approx(its.cruciality, abs=1e-9)
        assert one.index == pytest.approx(its.index, rel=1e-9)


def test_many_steps_have_smaller_chunks_and_all_trials():
    where = setting(*(step(f"s{number}", 1) for number in range(300)))
    sizes = [draws.size for draws in draw_chunks(where, trials=5000, seed=1)]
    assert sum(sizes) == 5000
    assert max(sizes) <= 1024


def of_three(correlation):
    return setting(
        *(
            step(name, pert(5, 8, 20), after=after)
            for name, after in (("a", ()), ("b", ("a",)), ("c", ("b",)))
        ),
        correlation=correlation,
    )


def test_correlation_of_one_adds_percentiles():
    where = of_three(Correlation(1.0))
    found = simulated(where, trials=50_000, order=("a", "b", "c"))
    for percent in (10, 50, 80, 90):
        single = stats.beta(1 + 4 * 0.2, 5 - 4 * 0.2, 5, 15).ppf(percent / 100)
        end = days(found.finished(percent) - where.start)
        assert end == pytest.approx(3 * single, rel=0.005)
    one = simulated(where, trials=50_000, order=("a",))
    assert (np.abs(found.finish - 3 * one.finish) <= 3).all(), "trial by trial, but for rounding"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8])
def test_groups_are_correlated_as_asked(share):
    groups = (CorrelationGroup("g", ("a", "b"), share),)
    draws = Draws(2, 0, 200_000, Correlation(0.15, groups))
    a, b, c = (draws.z(f"{name}/days", name) for name in "abc")
    assert np.corrcoef(a, b)[0, 1] == pytest.approx(0.15 + share, abs=0.01)
    assert np.corrcoef(a, c)[0, 1] == pytest.approx(0.15, abs=0.01)
    assert a.std() == pytest.approx(1, abs=0.01)
    assert stats.kstest(a[:50_000], "norm").pvalue > 1e-4


def test_only_times_of_steps_hang_together():
    draws = Draws(2, 0, 100_000, Correlation(1.0))
    assert (draws.z("a/days", "a") == draws.z("b/days", "b")).all()
    assert abs(np.corrcoef(draws.z("a/once"), draws.z("a/days", "a"))[0, 1]) < 0.02


def test_the_likely_trial_is_of_medians_without_failures():
    draws = Draws(1, 0, 1, likely=True)
    assert draws.value("a/days", pert(0, 1, 6))[0] == pytest.approx(
        stats.beta(1 + 4 / 6, 5 - 4 / 6, 0, 6).median(), abs=1e-5
    )
    assert draws.value("b/days", fixed(4))[0] == 4
    assert not (draws.chance("a/fails/0") < 0.999).any()
