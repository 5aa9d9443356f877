from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.folder import library
from readiness.questionnaires.agreement.camps import two_camps
from readiness.questionnaires.agreement.cronbach import consistency
from readiness.questionnaires.agreement.interval import interval
from readiness.questionnaires.agreement.student import quantile, within
from readiness.questionnaires.agreement.tally import mean, median, size, tally, together, variance
from readiness.questionnaires.agreement.within_group import blind_variance, in_words, within_group

CAMP_RULES = library.rules().camps
numpy = pytest.importorskip("numpy")
levels = st.lists(st.integers(0, 4), min_size=1, max_size=30)


@given(levels)
def test_a_tally_says_what_its_people_say(values):
    counts = tally(values)
    assert size(counts) == len(values)
    assert mean(counts) == pytest.approx(numpy.mean(values))
    assert median(counts) == sorted(values)[(len(values) - 1) // 2]
    assert median(counts, worse_is_high=True) == sorted(values)[len(values) // 2]
    assert together(counts, tally(values)) == {value: 2 * number for value, number in counts.items()}
    if len(values) > 1:
        assert variance(counts) == pytest.approx(numpy.var(values, ddof=1))


def test_the_middle_of_nobody_is_none():
    assert median({}) is None
    assert median({2: 0}) is None


# the uniform null of A answers, table 2 of LeBreton and Senter (2008)
@pytest.mark.parametrize(
    ("options", "expected"), [(2, 0.25), (5, 2.0), (6, 2.92), (7, 4.0), (8, 5.25), (9, 6.67), (11, 10.0)]
)
def test_the_spread_of_blind_answers(options, expected):
    assert blind_variance(1, options, options) == pytest.approx(expected, abs=0.005)
    assert blind_variance(0, 4, options) == pytest.approx(expected * (4 / (options - 1)) ** 2, rel=0.002)


def test_the_spread_of_blind_answers_on_a_line():
    assert blind_variance(0, 100, None) == pytest.approx(numpy.var(numpy.linspace(0, 100, 100_001)), rel=1e-4)


@pytest.mark.parametrize(
    ("values", "figure", "word"),
    [
        ([3, 3, 3, 3], 1.0, "fully"),
        ([2, 2, 3, 3, 2, 3], 0.85, "largely"),
        ([1, 2, 3], 0.5, "partly"),
        ([0, 2, 3, 3], 0.0, "hardly"),
        ([0, 0, 0, 4, 4, 4], -1.4, "apart"),
    ],
)
def test_agreement_within_a_group(values, figure, word):
    found = within_group(tally(values), blind_variance(0, 4, 5))
    assert found == pytest.approx(figure)
    assert in_words(found) == word


def test_one_person_agrees_with_nobody():
    assert within_group({3: 1}, 2.0) is None


CAMPS = [
    ([0, 0, 0, 4, 4, 4], (0, 0, 3), (4, 4, 3)),
    ([1, 1, 1, 3, 3, 3], (1, 1, 3), (3, 3, 3)),
    ([0, 0, 1, 3, 4, 4], (0, 1, 3), (3, 4, 3)),
    ([0, 0, 2, 4, 4], (0, 0, 2), (4, 4, 2)),  # one in between belongs to neither
    ([0, 0, 0, 3, 3, 4, 4, 4], (0, 0, 3), (3, 4, 5)),
]


@pytest.mark.parametrize(("values", "below", "above"), CAMPS)
def test_two_camps(values, below, above):
    found = two_camps(tally(values), 4, CAMP_RULES)
    assert [(camp.low, camp.high, camp.people) for camp in found] == [below, above]


@pytest.mark.parametrize(
    "values",
    [
        [],
        [2, 2, 2, 2],
        [0, 4],  # one person is no camp
        [0, 4, 4, 4, 4, 4],
        [0, 0, *[4] * 7],  # less than a quarter
        [2, 2, 3, 3],  # neighbours
        [0, 1, 2, 3, 4],  # spread evenly
        [0, 1, 2, 3, 4] * 20,
        [0, 1, 1, 2, 2, 2, 3, 3, 4],
        [0, 0, 0, 0, 1, 1, 2, 3],
    ],
)
def test_no_two_camps(values):
    assert two_camps(tally(values), 4, CAMP_RULES) is None


@given(levels, st.integers(2, 5), st.floats(0.5, 50))
def test_laws_of_two_camps(values, times, unit):
    found = two_camps(tally(values), 4, CAMP_RULES)
    turned = two_camps(tally(4 - value for value in values), 4, CAMP_RULES)
    assert (found is None) == (turned is None)
    scaled = two_camps(tally(value * unit for value in values), 4 * unit, CAMP_RULES)
    assert (found is None) == (scaled is None)
    if found:
        below, above = found
        assert (below.people, above.people) == (turned[1].people, turned[0].people)
        assert below.high < above.low
        inside = [v for v in values if below.low <= v <= below.high or above.low <= v <= above.high]
        assert len(inside) == below.people + above.people
        more = two_camps(tally(values * times), 4, CAMP_RULES)
        assert [camp.people for camp in more] == [camp.people * times for camp in found]


# 15 people, 10 questions, Real Statistics (Zaiontz), Cronbach's Alpha, figure 1: 0.591719
QUESTIONS = (
    "3224145143 5546351255 7535564336 2343322266 6556544467 1223425235 4335352124 2544372246 "
    "6255516523 5246435317 4135253234 4423253423 5556233244 6555422146 4435531323"
)


def rows_of(written):
    return [[int(digit) for digit in row] for row in written.split()]


def test_cronbachs_alpha_as_published():
    assert consistency(rows_of(QUESTIONS), least=2) == pytest.approx(0.5917188485995826, abs=1e-14)


def test_cronbachs_alpha_of_those_who_answered_everything():
    # pingouin 0.7, dataset cronbach_wide_missing, nan_policy="listwise" (a GPL package, not used here)
    kept = (
        "11111111111 11111111010 11101101100 11111000100 11110010000 11111000000 01011000010 "
        "11100000000 10010000000"
    )
    assert consistency(rows_of(kept), least=2) == pytest.approx(0.8016949152542373, abs=1e-14)


def test_fewer_than_twenty_people_say_nothing_about_the_questions():
    rows = rows_of(QUESTIONS)
    assert consistency(rows) is None
    assert consistency([*rows, *rows[:4]]) is None
    assert consistency([*rows, *rows[:5]]) is not None
    assert consistency([[1], [2]] * 20) is None
    assert consistency([[1, 1]] * 30) is None


@given(
    st.integers(2, 6).flatmap(
        lambda k: st.lists(st.lists(st.integers(0, 4), min_size=k, max_size=k), min_size=20)
    )
)
def test_cronbachs_alpha_from_the_matrix_of_covariances(rows):
    matrix = numpy.cov(numpy.array(rows, dtype=float).T)
    found = consistency(rows)
    if found is None:
        assert matrix.sum() == pytest.approx(0, abs=1e-9)
    else:
        k = len(matrix)
        assert found == pytest.approx(k / (k - 1) * (1 - numpy.trace(matrix) / matrix.sum()), abs=1e-6)


# two-sided 95 % points of every table of t since Student (1908) and Fisher (1925)
@pytest.mark.parametrize(
    ("freedom", "t"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (10, 2.228), (19, 2.093), (30, 2.042), (120, 1.980)],
)
def test_the_table_of_t(freedom, t):
    assert quantile(0.95, freedom) == pytest.approx(t, abs=0.0006)


@given(st.integers(1, 20_000), st.floats(0.01, 0.999))
def test_scipy_has_the_same_t(freedom, inside):
    stats = pytest.importorskip("scipy.stats")
    t = quantile(inside, freedom)
    assert t == pytest.approx(stats.t.ppf((1 + inside) / 2, freedom), rel=1e-8)
    assert within(t, freedom) == pytest.approx(inside, rel=1e-9)


def test_a_range_is_cut_off_at_the_ends_of_the_scale():
    found = interval({1: 1, 2: 1, 3: 1, 4: 1}, 0, 4)
    assert (found.mean, found.low, found.high) == pytest.approx((2.5, 2.5 - 3.1824463 * 0.6454972, 4))
    assert interval({1: 1, 2: 1, 3: 1}, 0, 4) is None


@given(st.lists(st.integers(0, 4), min_size=4, max_size=60))
def test_scipy_has_the_same_range(values):
    stats = pytest.importorskip("scipy.stats")
    found = interval(tally(values), 0, 4)
    middle, error = numpy.mean(values), stats.sem(values)
    if error == 0:
        assert found.low == found.high == found.mean
        return
    low, high = stats.t.interval(0.95, len(values) - 1, loc=middle, scale=error)
    assert (found.low, found.high) == pytest.approx((max(low, 0), min(high, 4)), abs=1e-9)
    assert 0 <= found.low <= found.mean <= found.high <= 4
