"""Student's t distribution for whole degrees of freedom, without a library."""

from __future__ import annotations

from functools import lru_cache
from math import atan, cos, exp, inf, lgamma, log, pi, sin, sqrt


def within(t: float, freedom: int) -> float:
    """Return the probability that T stays within ``t`` of 0 (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).

    ``t`` is 0 or more, ``freedom`` a whole number from 1; the sum has freedom / 2 terms.
    """
    angle = atan(t / sqrt(freedom))
    square = cos(angle) ** 2
    term, whole = (cos(angle), 0.0) if freedom % 2 else (1.0, 0.0)
    for step in range(2 if freedom % 2 else 1, freedom, 2):
        whole += term
        term *= square * step / (step + 1)
    if not freedom % 2:
        return sin(angle) * whole
    return 2 / pi * (angle + sin(angle) * whole)


@lru_cache(maxsize=1024)
def quantile(inside: float, freedom: int) -> float:
    """Return the t within which a share ``inside`` (0 to 1, exclusive) of the distribution lies.

    Newton's method, kept between bounds; good to about 1e-12 of the value.
    """
    low, high = 0.0, 1.0
    while within(high, freedom) < inside:
        low, high = high, high * 2
        if high == inf:
            return high
    t = (low + high) / 2
    scale = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - log(freedom * pi) / 2
    for _ in range(200):
        over = within(t, freedom) - inside
        low, high = (low, t) if over > 0 else (t, high)
        density = 2 * exp(scale - (freedom + 1) / 2 * log(1 + t * t / freedom))
        step = t - over / density
        following = step if low < step < high else (low + high) / 2
        if abs(following - t) <= 1e-14 * t:
            return following
        t = following
    return t
