"""Estimates as distributions: their mean, their quantiles, and tables to draw from.

A value is drawn by its quantile at a standard normal number z, so that
estimates that hang together need no more than numbers z that do (NORTA, Cario
and Nelson 1997).  PERT is the beta distribution of Malcolm, Roseboom, Clark
and Fazar (1959) with the usual weight of 4 on the likeliest value.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import erf, expm1, log, sqrt

import numpy as np
from numpy.typing import NDArray

from readiness.rollout.fields import Estimate

Numbers = NDArray[np.float64]
REACH = 5.0
"""Numbers z beyond this count as this."""
STEPS = 1024
"""Table steps from 0 to REACH."""
Z90 = 1.2815515655446004
STEEPEST = 100.0
"""The upper part of a lognormal estimate, p50 to p90, counts as no longer than so many lower ones."""
TABLES = 2048
"""Tables of each shape that are kept; one takes 16 kB."""
_FINE = 10_000


def mean(estimate: Estimate) -> float:
    """Return the expected value; that of a lognormal one that could fall below nought is a hair off."""
    low, likely, high = _three(estimate)
    match estimate.shape:
        case "fixed":
            return likely
        case "pert":
            return (low + 4 * likely + high) / 6
        case "triangular":
            return (low + likely + high) / 3
        case "lognormal":
            if low == high:
                return likely
            scale, spread = _lognormal(low, likely, high)
            return likely + scale * expm1(spread**2 / 2)


def median(estimate: Estimate) -> float:
    """Return the value that is as often passed as not."""
    return float(values(estimate, np.zeros(1))[0])


def values(estimate: Estimate, z: Numbers) -> Numbers:
    """Return the value of an estimate at each number z, by its table."""
    low, likely, high = _three(estimate)
    if low == high:
        return np.full_like(z, likely)
    if estimate.shape == "lognormal":
        scale, spread = _lognormal(low, likely, high)
        return np.maximum(likely + scale * look_up(_grown(round(spread, 12)), z), 0.0)
    turn = round((likely - low) / (high - low), 12)
    return low + (high - low) * look_up(
        _triangular(turn) if estimate.shape == "triangular" else _pert(turn), z
    )


def look_up(table: Numbers, z: Numbers) -> Numbers:
    """Return the values of a table at numbers z, in a straight line between its steps."""
    place = np.minimum(np.maximum((z + REACH) * (STEPS / REACH), 0.0), 2 * STEPS - 1e-9)
    step = place.astype(np.int64)
    below = table[step]
    result: Numbers = below + (place - step) * (table[step + 1] - below)
    return result


@cache
def normal_share() -> Numbers:
    """Return the share of standard normal numbers below each step of a table."""
    z = np.linspace(-REACH, REACH, 2 * STEPS + 1)
    return np.array([0.5 * (1 + erf(one / sqrt(2))) for one in z])


@lru_cache(maxsize=TABLES)
def _grown(spread: float) -> Numbers:
    """Return exp(spread z) - 1."""
    return np.expm1(spread * np.linspace(-REACH, REACH, 2 * STEPS + 1))


@lru_cache(maxsize=TABLES)
def _triangular(turn: float) -> Numbers:
    """Return quantiles of the triangular distribution from 0 to 1 with its top at ``turn``."""
    share = normal_share()
    return np.where(share < turn, np.sqrt(share * turn), 1 - np.sqrt((1 - share) * (1 - turn)))


@lru_cache(maxsize=TABLES)
def _pert(likely: float) -> Numbers:
    """Return quantiles of the beta distribution with 1 + 4 likely and 5 - 4 likely, by its summed density.

    The grid is finer towards both ends, where the density falls to nought.
    """
    u = np.linspace(0.0, 1.0, _FINE + 1)
    x = u * u * (3 - 2 * u)
    one, other = 4 * likely, 4 * (1 - likely)
    density = x**one * (1 - x) ** other * (6 * u * (1 - u))
    summed = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2)))
    return np.interp(normal_share(), summed / summed[-1], x)


def _lognormal(p10: float, p50: float, p90: float) -> tuple[float, float]:
    """Return scale and spread of the three-parameter lognormal through three percentiles.

    A value is p50 + scale (exp(spread z) - 1), which keeps its digits where the
    percentiles are nearly as far apart.  Steeper than STEEPEST it is not taken.
    """
    above = p90 - p50
    below = max(p50 - p10, above / STEEPEST)
    return below * above / (above - below), log(above / below) / Z90


def _three(estimate: Estimate) -> tuple[float, float, float]:
    points = estimate.points
    return points[0], points[len(points) // 2], points[-1]
