from __future__ import annotations

from collections import Counter
from itertools import accumulate, islice

import pytest

from readiness.questionnaires.agreement.draws import draws
from readiness.questionnaires.agreement.hypergeometric import _share, sums


def test_the_numbers_are_those_of_shake_128_on_every_machine():
    import hashlib

    octets = hashlib.shake_128(bytes([7]) + bytes(15)).digest(16)
    assert list(islice(draws(7), 4)) == [int.from_bytes(octets[i : i + 4], "little") for i in range(0, 16, 4)]
    assert list(islice(draws(2003), 4)) == PINNED


PINNED = [3559796775, 1081894388, 272115618, 120316364]


def test_the_numbers_are_even_and_do_not_repeat():
    drawn = list(islice(draws(1), 20_000))
    assert len(set(drawn)) > 19_990
    cells = Counter(number >> 28 for number in drawn)
    chi_square = sum((cells[cell] - 1250) ** 2 / 1250 for cell in range(16))
    assert chi_square < 37.7  # 15 degrees of freedom, once in a thousand


@pytest.mark.parametrize(
    ("size", "whole", "take"),
    [(800, 4000, 1000), (3, 20, 7), (1, 5, 4), (12, 12, 5), (30, 4000, 1000), (9, 12, 8)],
)
def test_parts_hold_as_many_as_the_hypergeometric_distribution_says(size, whole, take):
    stats = pytest.importorskip("scipy.stats")
    fewest, reached, unit = _share(size, whole, take)
    found = [number / (unit * 2**32) for number in reached]
    expected = stats.hypergeom(whole, size, take).cdf(range(fewest, fewest + len(found)))
    assert found == pytest.approx(list(expected), abs=1e-8)
    assert list(accumulate(found, max)) == found


def test_every_part_of_a_small_group_comes_equally_often():
    drawn = Counter(
        total for some in islice(sums([1, 1, 2], [1, 10, 100], take=2, even=draws(3)), 120) for total in some
    )
    expected = {11: 1, 101: 2, 110: 2, 200: 1}
    assert drawn.keys() == expected.keys()
    every = drawn.total()
    for total, ways in expected.items():
        assert drawn[total] / every == pytest.approx(ways / 6, abs=0.012)
