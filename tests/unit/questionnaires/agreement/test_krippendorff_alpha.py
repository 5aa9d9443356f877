from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.questionnaires.agreement.krippendorff import alpha, in_words
from readiness.questionnaires.agreement.tally import tally

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section D: four observers, 12 units
FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
METRICS = ("nominal", "ordinal", "interval")


def units(rows):
    columns = zip(*(row.split() for row in rows), strict=True)
    return [tally(float(value) for value in column if value != ".") for column in columns]


def letters(one, other):
    pairs = zip(one.split(), other.split(), strict=True)
    return [tally(float(ord(letter)) for letter in pair) for pair in pairs]


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_four_observers_with_missing_answers_as_krippendorff_2011_has_them(metric, published):
    assert alpha(units(FOUR_OBSERVERS), metric) == pytest.approx(published, abs=0.0005)


def test_two_observers_of_binary_and_of_nominal_data_as_krippendorff_2011_has_them():
    binary = letters("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert alpha(binary, "nominal") == pytest.approx(0.095, abs=0.0005)
    nominal = letters("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert alpha(nominal, "nominal") == pytest.approx(0.692, abs=0.0005)


def test_the_reference_package_agrees_to_the_last_digits():
    # krippendorff 0.9.0 (GPL, not used here) on the same data, level_of_measurement="ordinal"
    assert alpha(units(FOUR_OBSERVERS), "ordinal") == pytest.approx(0.8153875, abs=1e-7)
    assert alpha(units(FOUR_OBSERVERS), "nominal") == pytest.approx(0.7434210526315788, abs=1e-13)
    assert alpha(units(FOUR_OBSERVERS), "interval") == pytest.approx(0.8491071428571428, abs=1e-13)


def naive(people, metric):
    """By coincidences of pairs of people, as the paper writes it."""
    kept = [unit for unit in people if len(unit) > 1]
    every = sorted(value for unit in kept for value in unit)

    def apart(one, other):
        if metric == "nominal":
            return float(one != other)
        if metric == "interval":
            return (one - other) ** 2
        low, high = min(one, other), max(one, other)
        between = sum(low <= value <= high for value in every)
        return 0.0 if one == other else (between - (every.count(one) + every.count(other)) / 2) ** 2

    def pairs(values):
        return sum(apart(a, b) for i, a in enumerate(values) for j, b in enumerate(values) if i != j)

    observed = sum(pairs(unit) / (len(unit) - 1) for unit in kept) / max(len(every), 1)
    expected = pairs(every) / (len(every) * (len(every) - 1)) if len(every) > 1 else 0
    return 1 - observed / expected if expected else None


people = st.lists(st.lists(st.integers(0, 4), max_size=6), max_size=6)


@given(people, st.sampled_from(METRICS))
def test_counting_by_value_is_counting_by_pair(said, metric):
    found, expected = alpha(map(tally, said), metric), naive(said, metric)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(people, st.sampled_from(METRICS), st.randoms())
def test_the_order_of_people_and_questions_does_not_matter(said, metric, lot):
    mixed = [lot.sample(unit, len(unit)) for unit in said]
    lot.shuffle(mixed)
    assert alpha(map(tally, mixed), metric) == alpha(map(tally, said), metric)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(2, 6)), min_size=2, max_size=8))
def test_perfect_agreement_is_one(asked):
    found = {alpha([{value: number} for value, number in asked], metric) for metric in METRICS}
    assert found == ({None} if len({value for value, _ in asked}) == 1 else {1.0})


@given(people, st.permutations(range(5)))
def test_nominal_values_are_only_names(said, names):
    renamed = [[names[value] for value in unit] for unit in said]
    assert alpha(map(tally, renamed), "nominal") == pytest.approx(alpha(map(tally, said), "nominal"))


@given(people, st.floats(0.1, 1e6), st.floats(-1e6, 1e6))
def test_ordinal_values_are_only_an_order_and_interval_values_have_no_unit(said, unit, zero):
    stretched = [tally(value**3 + 7 for value in values) for values in said]
    assert alpha(stretched, "ordinal") == alpha(map(tally, said), "ordinal")
    moved = [tally(value * unit + zero for value in values) for values in said]
    expected = alpha(map(tally, said), "interval")
    assert alpha(moved, "interval") == (None if expected is None else pytest.approx(expected, abs=1e-6))


def test_nothing_to_compare_is_no_figure():
    assert alpha([], "ordinal") is None
    assert alpha([{1: 1}, {2: 1}], "nominal") is None
    assert alpha([{3: 5}, {3: 2}], "interval") is None


@pytest.mark.parametrize(
    ("figure", "word"),
    [(1, "well"), (0.8, "well"), (0.79, "fairly"), (0.667, "fairly"), (0.66, "weakly"), (0.2, "weakly"),
     (0.199, "by-chance"), (0, "by-chance"),
     (-0.4, "by-chance")],
)  # fmt: skip
def test_alpha_in_words(figure, word):
    assert in_words(figure) == word
