"""A range for a mean that a few people's answers allow."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from readiness.questionnaires.agreement.student import quantile
from readiness.questionnaires.agreement.tally import Counts, mean, size, variance

LEAST_PEOPLE = 4
"""Below it a range would span nearly all of the scale or pretend to know more than it does."""
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A mean and the range that holds that of all such people in 95 of 100 samples."""

    mean: float
    low: float
    high: float


def interval(counts: Counts, low: float, high: float) -> Interval | None:
    """Return mean +- t s / sqrt(n), cut off at the ends of the scale; None below four people.

    Student's t (1908) with n - 1 degrees of freedom at every size: from about
    20 people on it is close to the normal distribution.
    """
    number = size(counts)
    if number < LEAST_PEOPLE:
        return None
    middle = mean(counts)
    reach = quantile(LEVEL, number - 1) * sqrt(variance(counts) / number)
    return Interval(middle, max(low, middle - reach), min(high, middle + reach))
