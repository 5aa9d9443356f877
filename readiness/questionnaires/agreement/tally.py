"""How many people gave each value, and what can be read off that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import fsum

Counts = Mapping[float, int]
"""People by value; zero counts are allowed and mean nobody."""


def tally(values: Iterable[float]) -> Counts:
    """Return how many times each value occurs, the lowest value first."""
    return dict(sorted(Counter(values).items()))


def together(*tallies: Counts) -> Counts:
    """Return the counts of several groups as those of one, the lowest value first."""
    whole: Counter[float] = Counter()
    for counts in tallies:
        whole.update(counts)
    return dict(sorted(whole.items()))


def size(counts: Counts) -> int:
    """Return the number of people."""
    return sum(counts.values())


def median(counts: Counts, *, worse_is_high: bool = False) -> float | None:
    """Return the middle value, of an even number the worse of the middle two; None for nobody."""
    number = size(counts)
    if not number:
        return None
    place = number // 2 if worse_is_high else (number - 1) // 2
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed > place:
            break
    return value


def mean(counts: Counts) -> float:
    """Return the mean.  Raises ZeroDivisionError for nobody."""
    return fsum(value * number for value, number in counts.items()) / size(counts)


def variance(counts: Counts) -> float:
    """Return the sample variance, with n - 1 below.  Raises ZeroDivisionError below two people."""
    middle = mean(counts)
    return fsum(number * (value - middle) ** 2 for value, number in counts.items()) / (size(counts) - 1)
