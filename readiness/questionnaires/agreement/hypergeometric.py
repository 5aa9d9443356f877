"""Random parts of a group, drawn by value: how many people of each value are in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from math import sqrt
from operator import mul, sub, truediv

from readiness.questionnaires.agreement.draws import BITS

TOGETHER = 250
"""Parts that are drawn at a time."""
_Share = tuple[int, list[float], float]
"""The fewest of a part with a value, running chances from there, and what one even number is worth."""


class _Shares(dict[int, _Share]):
    """The shares of one value by the number of people still to be drawn, each worked out when first asked."""

    def __init__(self, size: int, whole: int) -> None:
        super().__init__()
        self.size, self.whole = size, whole

    def __missing__(self, left: int) -> _Share:
        share = self[left] = _share(self.size, self.whole, left)
        return share


def sums(
    sizes: Sequence[int], weights: Sequence[int], *, take: int, even: Iterator[int]
) -> Iterator[list[int]]:
    """Yield the sums of weights of random parts of ``take`` people, many at a time, forever.

    ``sizes`` says how many people have each weight; every part of that size is
    equally likely.  The people of each weight are drawn in turn from their
    hypergeometric distribution given those before, by inversion of ``even``
    numbers of 32 bits; what lies 6 standard deviations and 6 people from the
    most usual number is left out.  Many parts are drawn together, since a list
    is worked through faster than its entries one by one.
    """
    *before, last = weights
    rest = [sum(sizes[place:]) for place in range(len(sizes))]
    plan = [(weight, _Shares(*pair)) for weight, *pair in zip(before, sizes, rest, strict=False)]
    while True:
        left = [take] * TOGETHER
        totals = [0] * TOGETHER
        for weight, shares in plan:
            there = [
                (share := shares[many])[0] + bisect_right(share[1], number * share[2])
                for many, number in zip(left, even, strict=False)
            ]
            left = [*map(sub, left, there)]
            totals = [total + weight * many for total, many in zip(totals, there, strict=True)]
        yield [total + last * many for total, many in zip(totals, left, strict=True)]


def _share(size: int, whole: int, take: int) -> _Share:
    """Return how many of ``take`` people, drawn from ``whole``, are among some ``size`` of them.

    Chances grow from that of the most usual number n by the ratios of
    neighbours: p(n + 1) / p(n) = (size - n) (take - n) / ((n + 1) (whole - size - take + n + 1)).
    """
    fewest, most = max(0, take + size - whole), min(size, take)
    usual = min(max((take + 1) * (size + 1) // (whole + 2), fewest), most)
    spread = take * size * (whole - size) * (whole - take) / (whole * whole * max(whole - 1, 1))
    reach = 6 + int(6 * sqrt(spread))
    low, high = max(fewest, usual - reach), min(most, usual + reach)
    others = whole - size - take
    up = map(
        truediv,
        map(mul, range(size - usual, size - high, -1), range(take - usual, take - high, -1)),
        map(mul, range(usual + 1, high + 1), range(others + usual + 1, others + high + 1)),
    )
    down = map(
        truediv,
        map(mul, range(usual, low, -1), range(others + usual, others + low, -1)),
        map(mul, range(size - usual + 1, size - low + 1), range(take - usual + 1, take - low + 1)),
    )
    below = [*accumulate(down, mul)]
    below.reverse()
    reached = [*accumulate(chain(below, accumulate(up, mul, initial=1.0)))]
    # the last bound is left out: whatever lies above the one before it is the greatest number
    whole_chance = reached.pop()
    return low, reached, whole_chance / (1 << BITS)
