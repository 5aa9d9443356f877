"""Krippendorff's alpha: how far people agree over many questions, missing answers allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import fsum
from typing import Literal

from readiness.questionnaires.agreement.tally import Counts, together

Metric = Literal["nominal", "ordinal", "interval"]
Reliability = Literal["well", "fairly", "weakly", "by-chance"]
_BOUNDS: tuple[tuple[float, Reliability], ...] = ((0.8, "well"), (0.667, "fairly"))
HARDLY = 0.2
"""Below it agreement is hardly more than chance; Landis and Koch (1977) call it slight."""


def alpha(units: Iterable[Counts], metric: Metric) -> float | None:
    """Return alpha = 1 - observed / expected disagreement; 1 where all agree, 0 as by chance.

    Each unit is a question with the people who gave each value; a person who
    did not answer it is left out.  A unit with fewer than two answers says
    nothing.  None where no two answers can be compared or all answers are the
    same, so that there is nothing to tell apart (Krippendorff 2011, Computing
    Krippendorff's Alpha-Reliability, sections C and D).

    The ordinal distance of two values is the distance of their mid-ranks among
    all answers, so both ordered metrics need one pass over the values.
    """
    pairable = [{v: n for v, n in unit.items() if n} for unit in units if sum(unit.values()) > 1]
    whole = together(*pairable)
    if len(whole) < 2:
        return None
    if metric == "nominal":
        observed = fsum(_unlike(unit) / (sum(unit.values()) - 1) for unit in pairable)
        expected = _unlike(whole) / (sum(whole.values()) - 1)
        return 1 - observed / expected
    places = _mid_ranks(whole) if metric == "ordinal" else _centred(whole)
    observed = fsum(_apart(unit, places) / (sum(unit.values()) - 1) for unit in pairable)
    return 1 - observed / (_apart(whole, places) / (sum(whole.values()) - 1))


def in_words(figure: float) -> Reliability:
    """Return alpha as a word: bounds .800 and .667 of Krippendorff (2004), and ``HARDLY``."""
    if figure < HARDLY:
        return "by-chance"
    return next((word for least, word in _BOUNDS if figure >= least), "weakly")


def _unlike(counts: Counts) -> int:
    """Return the ordered pairs of people with different values."""
    return sum(counts.values()) ** 2 - sum(number**2 for number in counts.values())


def _apart(counts: Counts, places: Mapping[float, float]) -> float:
    """Return the squared distances summed over ordered pairs of people."""
    number = sum(counts.values())
    middle = fsum(n * places[v] for v, n in counts.items()) / number
    return 2 * number * fsum(n * (places[v] - middle) ** 2 for v, n in counts.items())


def _mid_ranks(whole: Counts) -> Mapping[float, float]:
    below, ranks = 0, {}
    for value in sorted(whole):
        ranks[value] = below + (whole[value] + 1) / 2
        below += whole[value]
    return ranks


def _centred(whole: Counts) -> Mapping[float, float]:
    """Return the values as they are, moved and scaled so that large numbers lose no digits."""
    least, most = Fraction(min(whole)), Fraction(max(whole))
    return {value: float((Fraction(value) - least) / (most - least)) for value in whole}
