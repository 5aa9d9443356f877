"""Estimates against the distributions of SciPy, their closed forms, and laws."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from readiness.rollout.estimate import REACH, mean, median, values
from readiness.rollout.fields import Estimate

Z = np.linspace(-4.5, 4.5, 20_011)
THREES = ((0, 0, 1), (2, 3, 10), (0, 10, 10), (1, 1.0001, 50), (5, 7, 9), (100, 100.5, 101))
LOGNORMALS = ((1, 2, 4), (5, 6, 7.1), (1, 2, 3.0001), (0, 1, 30))
Z90 = stats.norm.ppf(0.9)


def scipys(shape, low, likely, high):
    turn, span = (likely - low) / (high - low), high - low
    if shape == "triangular":
        return stats.triang(turn, low, span)
    return stats.beta(1 + 4 * turn, 5 - 4 * turn, low, span)


@pytest.mark.parametrize("points", THREES)
@pytest.mark.parametrize("shape", ["pert", "triangular"])
def test_quantiles_are_those_of_scipy(shape, points):
    wanted = scipys(shape, *points).ppf(stats.norm.cdf(Z))
    found = values(Estimate(shape, points), Z)
    assert np.abs(found - wanted).max() < 1e-6 * (points[2] - points[0])


@pytest.mark.parametrize("points", THREES)
@pytest.mark.parametrize("shape", ["pert", "triangular"])
def test_means_are_closed_forms(shape, points):
    estimate = Estimate(shape, points)
    weight = 4 if shape == "pert" else 1
    assert mean(estimate) == pytest.approx((points[0] + weight * points[1] + points[2]) / (2 + weight))
    assert mean(estimate) == pytest.approx(scipys(shape, *points).mean())
    assert median(estimate) == pytest.approx(scipys(shape, *points).median(), abs=1e-6 * points[2])


@pytest.mark.parametrize("points", LOGNORMALS)
def test_a_lognormal_goes_through_its_percentiles(points):
    estimate = Estimate("lognormal", points)
    found = values(estimate, np.array([-Z90, 0.0, Z90]))
    assert found == pytest.approx(points, rel=1e-4, abs=2e-4)
    assert median(estimate) == points[1]


@pytest.mark.parametrize("points", LOGNORMALS[:2])
def test_a_lognormal_is_that_of_scipy(points):
    p10, p50, p90 = points
    shift = (p10 * p90 - p50**2) / (p10 + p90 - 2 * p50)
    theirs = stats.lognorm(np.log((p90 - shift) / (p50 - shift)) / Z90, shift, p50 - shift)
    inner = Z[np.abs(Z) < 3.5]
    wanted = np.maximum(theirs.ppf(stats.norm.cdf(inner)), 0)
    assert values(Estimate("lognormal", points), inner) == pytest.approx(wanted, rel=1e-4, abs=1e-4)
    assert mean(Estimate("lognormal", points)) == pytest.approx(theirs.mean())


def test_a_lognormal_without_a_lower_half_is_steep_but_finite():
    estimate = Estimate("lognormal", (3.0, 3.0, 5.0))
    found = values(estimate, Z)
    assert np.isfinite(found).all()
    assert median(estimate) == 3.0
    assert values(estimate, np.array([Z90]))[0] == pytest.approx(5.0, rel=1e-3)
    assert found.min() > 2.9


def test_what_is_certain_is_itself():
    for shape in ("fixed", "pert", "triangular", "lognormal"):
        estimate = Estimate(shape, (4.0,) if shape == "fixed" else (4.0, 4.0, 4.0))
        assert mean(estimate) == median(estimate) == 4.0
        assert (values(estimate, Z) == 4.0).all()


amounts = st.floats(0, 1e6).map(lambda number: round(number, 3))


@st.composite
def estimates(draw):
    shape = draw(st.sampled_from(("pert", "triangular", "lognormal")))
    low, likely, high = sorted(draw(st.tuples(amounts, amounts, amounts)))
    if shape == "lognormal" and high - likely <= likely - low:
        low, high = likely - (likely - low) / 2, high + likely - low + 1
    return Estimate(shape, (low, likely, high))


@given(estimates())
def test_more_is_never_less_and_nothing_is_out_of_bounds(estimate):
    found = values(estimate, np.concatenate(([-99.0], Z, [99.0])))
    low, _, high = estimate.points
    hair = 1e-9 * (1 + found.max())
    assert (np.diff(found) >= -hair).all()
    assert found.min() >= 0
    if estimate.shape != "lognormal":
        assert found.min() >= low - hair
        assert found.max() <= high + hair


@given(estimates())
def test_the_mean_is_that_of_the_table(estimate):
    middles = stats.norm.ppf((np.arange(200_000) + 0.5) / 200_000)
    assert np.abs(middles).max() < REACH
    low, likely, high = estimate.points
    if estimate.shape == "lognormal":
        assume(low < likely and (high - likely) / (likely - low) < 8)  # else too far out for the table
        assume(values(estimate, middles).min() > 0)  # else cut off at nought
    tail = 0.05 if estimate.shape == "lognormal" else 1e-4
    assert values(estimate, middles).mean() == pytest.approx(
        mean(estimate), abs=tail * (high - low), rel=1e-9
    )
