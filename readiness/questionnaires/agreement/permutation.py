"""Whether two groups differ more than a split of the same people by lot would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import Literal

from readiness.questionnaires.agreement.draws import BITS, draws
from readiness.questionnaires.agreement.hypergeometric import sums
from readiness.questionnaires.agreement.tally import Counts, size

EXACT_SPLITS = comb(16, 8)
"""Up to as many splits as 8 people against 8 have, every one of them is looked at."""
DRAWS, FEWER_DRAWS, FEW_VALUES = 4_999, 999, 20
"""Random splits that are looked at, at most; fewer where people gave more than a few different values.

The smallest p of 4,999 stays below 0.05 after Holm's correction for 249 questions.
"""
ENOUGH = 100
"""Splits as far apart as the real one after which no more are needed: p is then good to 10 % of itself."""
SEED = 2003


@dataclass(frozen=True)
class Chance:
    """The two-sided p value of a difference of mean ranks.

    ``p`` is the share of splits that part the two groups at least as far,
    ``least`` the smallest p that these answers could have given; ``method``
    says whether all splits were looked at or ``splits`` of them by lot.
    """

    p: float
    least: float
    method: Literal["exact", "monte-carlo"]
    splits: int


def least_chance(one: int, other: int) -> float:
    """Return the smallest two-sided p that groups of such sizes can reach: 3 against 3 .10, 4 against 4 .029.

    With all answers of one group above all of the other, one split in
    C(n + m, n) is as far apart; between equal groups its mirror image is too.
    """
    return min(1.0, (2 if one == other else 1) / comb(one + other, one))


def chance(one: Counts, other: Counts) -> Chance | None:
    """Return the chance of a difference of mean ranks at least as large if a lot had formed the groups.

    Ties share their mid-rank.  The statistic is the distance of the smaller
    group's rank sum from its mean: for given sizes the same as that of the mean
    ranks, of Mann and Whitney's U (1947) or of Cliff's delta.  Exact (Fisher
    1935, Pitman 1937) up to the number of splits of 8 against 8; above that
    over random splits with a fixed seed, the real one counted among them
    (Phipson and Smyth 2010); the lot stops once 100 splits are as far apart
    (Besag and Clifford 1991).  None where a group is empty.
    """
    few = one if size(one) <= size(other) else other
    take, whole = size(few), size(one) + size(other)
    if not take:
        return None
    values = [v for v in sorted({*one, *other}) if one.get(v, 0) + other.get(v, 0)]
    sizes = [one.get(v, 0) + other.get(v, 0) for v in values]
    ranks = _doubled_ranks(sizes)
    middle = take * (whole + 1)
    seen = abs(sum(few.get(v, 0) * rank for v, rank in zip(values, ranks, strict=True)) - middle)
    splits = comb(whole, take)
    if splits <= EXACT_SPLITS:
        ways = _ways(sizes, ranks, take)
        far = {total: number for total, number in ways.items() if abs(total - middle) >= seen}
        most = max(abs(total - middle) for total in ways)
        least = sum(number for total, number in ways.items() if abs(total - middle) == most)
        return Chance(sum(far.values()) / splits, least / splits, "exact", splits)
    return _by_lot(
        _random_sums(sizes, ranks, take), middle, seen, DRAWS if len(sizes) <= FEW_VALUES else FEWER_DRAWS
    )


def _by_lot(sums: Iterator[list[int]], middle: int, seen: int, most: int) -> Chance:
    """Look at random splits until enough of them are as far apart, or ``most`` of them are looked at."""
    extreme = number = 0
    for some in sums:
        far = [abs(total - middle) >= seen for total in some[: most - number]]
        if extreme + sum(far) >= ENOUGH:
            for one in far:
                number += 1
                extreme += one
                if extreme == ENOUGH:
                    return Chance(extreme / number, 1 / (most + 1), "monte-carlo", number)
        extreme += sum(far)
        number += len(far)
        if number == most:
            break
    return Chance((extreme + 1) / (most + 1), 1 / (most + 1), "monte-carlo", most)


def _doubled_ranks(sizes: Sequence[int]) -> list[int]:
    """Return twice the mid-rank of each value, a whole number."""
    below, ranks = 0, []
    for people in sizes:
        ranks.append(2 * below + people + 1)
        below += people
    return ranks


def _ways(sizes: Sequence[int], ranks: Sequence[int], take: int) -> dict[int, int]:
    """Return in how many ways ``take`` people have each rank sum, value after value."""
    ways: dict[tuple[int, int], int] = {(0, 0): 1}
    rest = sum(sizes)
    for people, rank in zip(sizes, ranks, strict=True):
        rest -= people
        following: dict[tuple[int, int], int] = {}
        for (taken, total), number in ways.items():
            for more in range(max(0, take - taken - rest), min(people, take - taken) + 1):
                state = (taken + more, total + more * rank)
                following[state] = following.get(state, 0) + number * comb(people, more)
        ways = following
    return {total: number for (_, total), number in ways.items()}


def _random_sums(sizes: Sequence[int], ranks: Sequence[int], take: int) -> Iterator[list[int]]:
    """Yield rank sums of random splits: by value, or by person where values are more than people."""
    even = draws(SEED)
    if len(sizes) <= take:
        yield from sums(sizes, ranks, take=take, even=even)
    everyone = [rank for people, rank in zip(sizes, ranks, strict=True) for _ in range(people)]
    while True:
        for place in range(take):  # the first steps of Fisher and Yates's shuffle (Durstenfeld 1964)
            other = place + (next(even) * (len(everyone) - place) >> BITS)
            everyone[place], everyone[other] = everyone[other], everyone[place]
        yield [sum(everyone[:take])]
