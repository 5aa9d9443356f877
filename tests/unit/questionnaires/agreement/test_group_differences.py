from __future__ import annotations

from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.questionnaires.agreement import permutation
from readiness.questionnaires.agreement.cliff import delta, in_words
from readiness.questionnaires.agreement.holm import holm
from readiness.questionnaires.agreement.permutation import chance, least_chance
from readiness.questionnaires.agreement.tally import tally

levels = st.lists(st.integers(0, 4), min_size=1, max_size=5)


def test_the_example_of_the_package_effsize():
    # R package effsize 0.8, help of cliff.delta: -0.25, small
    treatment = tally([10, 10, 20, 20, 20, 30, 30, 30, 40, 50])
    control = tally([10, 20, 30, 40, 40, 50])
    assert delta(treatment, control) == -0.25
    assert in_words(-0.25) == "small"


@pytest.mark.parametrize(
    ("size", "word"),
    [(0, "none"), (0.146, "none"), (0.147, "small"), (0.33, "medium"), (-0.474, "large"), (1, "large")],
)
def test_the_bounds_of_romano_and_others(size, word):
    assert in_words(size) == word


@given(levels, levels)
def test_delta_counts_pairs_and_turns_round(one, other):
    pairs = sum((a > b) - (a < b) for a in one for b in other)
    found = delta(tally(one), tally(other))
    assert found == pairs / (len(one) * len(other))
    assert delta(tally(other), tally(one)) == -found


def test_delta_of_nobody_is_no_figure():
    assert delta({}, {1: 3}) is None
    assert delta({1: 3}, {2: 0}) is None


def test_three_against_three_can_never_decide():
    assert chance({0: 3}, {4: 3}).p == pytest.approx(0.1)
    assert chance({0: 4}, {4: 4}).p == pytest.approx(2 / 70)
    assert round(least_chance(3, 3), 3) == 0.1
    assert round(least_chance(4, 4), 3) == 0.029
    assert least_chance(1, 1) == 1.0


@pytest.mark.parametrize("sizes", [(1, 2), (3, 3), (3, 5), (4, 4), (8, 8)])
def test_the_smallest_chance_of_sizes_is_reached_where_all_answers_part(sizes):
    low, high = sizes
    assert chance({0: low}, {4: high}).p == pytest.approx(least_chance(low, high))
    assert chance({4: low}, {0: high}).p == pytest.approx(least_chance(low, high))


def test_the_example_of_hollander_and_wolfe():
    # Nonparametric Statistical Methods (1973), page 69: one-sided 0.1272, as in R's help of wilcox.test
    term = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    early = [1.15, 0.88, 0.90, 0.74, 1.21]
    found = chance(tally(term), tally(early))
    assert (found.method, found.splits) == ("exact", comb(15, 5))
    assert found.p == pytest.approx(2 * 0.1272, abs=0.0001)


def naive(one, other):
    """Every split of the people, by their mean ranks."""
    every = [*one, *other]
    ranks = [sum(b < a for b in every) + (every.count(a) + 1) / 2 for a in every]

    def apart(chosen):
        inside = [ranks[place] for place in chosen]
        rest = [rank for place, rank in enumerate(ranks) if place not in chosen]
        return abs(sum(inside) / len(inside) - sum(rest) / len(rest))

    seen = apart(range(len(one)))
    found = [apart(chosen) for chosen in combinations(range(len(every)), len(one))]
    least = sum(width >= max(found) - 1e-9 for width in found) / len(found)
    return sum(width >= seen - 1e-9 for width in found) / len(found), least


@given(levels, levels)
def test_counting_by_value_is_looking_at_every_split(one, other):
    found = chance(tally(one), tally(other))
    assert found.method == "exact"
    assert (found.p, found.least) == pytest.approx(naive(one, other))


@given(
    st.lists(st.integers(0, 9), min_size=2, max_size=8), st.lists(st.integers(0, 9), min_size=2, max_size=8)
)
def test_scipy_sees_the_same_splits(one, other):
    stats = pytest.importorskip("scipy.stats")
    numpy = pytest.importorskip("numpy")

    def apart(a, b, axis):
        ranks = stats.rankdata(numpy.concatenate([a, b], axis=axis), axis=axis)
        first = ranks.take(range(a.shape[axis]), axis=axis)
        return abs(first.sum(axis=axis) - a.shape[axis] * (ranks.shape[axis] + 1) / 2)

    expected = stats.permutation_test(
        (one, other), apart, vectorized=True, n_resamples=numpy.inf, alternative="greater"
    )
    assert chance(tally(one), tally(other)).p == pytest.approx(expected.pvalue)


@given(levels, levels, st.randoms())
def test_laws_of_a_chance(one, other, lot):
    found = chance(tally(one), tally(other))
    assert least_chance(len(one), len(other)) - 1e-12 <= found.least <= found.p <= 1
    assert chance(tally(other), tally(one)) == found
    assert chance(tally(-v for v in one), tally(-v for v in other)) == found
    assert chance(tally(v**3 for v in one), tally(v**3 for v in other)) == found
    assert chance(tally(lot.sample(one, len(one))), tally(other)) == found


def test_eight_against_eight_is_exact_and_nine_against_nine_is_drawn():
    eight = chance(tally(range(8)), tally(range(4, 12)))
    nine = chance(tally(range(9)), tally(range(4, 13)))
    assert (eight.method, eight.splits) == ("exact", 12_870)
    assert nine.method == "monte-carlo"
    assert nine.splits <= permutation.DRAWS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({0: 3, 1: 4, 2: 2}, {1: 2, 2: 5, 3: 4, 4: 1}),
        ({0: 6, 4: 6}, {0: 5, 2: 3, 4: 8}),
        (dict.fromkeys(range(9), 1), dict.fromkeys(range(4, 13), 1)),
        (dict.fromkeys(range(11), 1), dict.fromkeys(range(100, 112), 1)),
    ],
)
def test_the_lot_comes_near_the_exact_chance(one, other, monkeypatch):
    drawn = chance(one, other)
    assert drawn == chance(one, other)
    monkeypatch.setattr(permutation, "EXACT_SPLITS", 10**9)
    exact = chance(one, other)
    assert (drawn.method, exact.method) == ("monte-carlo", "exact")
    error = (exact.p * (1 - exact.p) / drawn.splits) ** 0.5
    assert abs(drawn.p - exact.p) <= 4 * error + 2 / drawn.splits


def test_people_are_drawn_one_by_one_where_values_are_more_than_they():
    one, other = {v / 7: 1 for v in range(5)}, {v / 7: 1 for v in range(3, 120)}
    drawn = chance(one, other)
    assert (drawn.method, drawn.splits) == ("monte-carlo", permutation.FEWER_DRAWS)
    assert drawn.p == pytest.approx(1 / (drawn.splits + 1), abs=0.002)


def test_a_large_real_difference_reaches_the_smallest_chance_of_the_lot():
    found = chance({0: 400, 1: 600}, {3: 2_000, 4: 2_000})
    assert found.p == found.least == 1 / (permutation.DRAWS + 1)


def test_nobody_is_compared_with_nobody():
    assert chance({}, {1: 3}) is None
    assert chance({1: 2}, {}) is None


def test_holm_as_it_is_taught():
    # the four p values of the article "Holm-Bonferroni method", Wikipedia; R: p.adjust(p, "holm")
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), max_size=12), st.randoms())
def test_laws_of_holm(chances, lot):
    found = holm(chances)
    assert all(p <= adjusted <= 1 for p, adjusted in zip(chances, found, strict=True))
    ordered = [found[place] for place in sorted(range(len(chances)), key=chances.__getitem__)]
    assert ordered == sorted(ordered)
    assert min(found, default=0) == min(1, len(chances) * min(chances, default=0))
    places = lot.sample(range(len(chances)), len(chances))
    assert holm([chances[place] for place in places]) == tuple(found[place] for place in places)


@given(st.lists(st.floats(0, 1), max_size=7))
def test_holm_is_what_stepping_down_rejects(chances):
    found = holm(chances)
    for level in (0.01, 0.05, 0.2):
        rejected, places = set(), sorted(range(len(chances)), key=chances.__getitem__)
        for rank, place in enumerate(places):
            if chances[place] * (len(chances) - rank) > level:
                break
            rejected.add(place)
        assert {place for place, p in enumerate(found) if p <= level} == rejected
