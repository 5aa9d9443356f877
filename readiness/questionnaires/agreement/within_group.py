"""r_wg: how far one group agrees on one question, against answers given blindly."""

from __future__ import annotations

from typing import Literal

from readiness.questionnaires.agreement.tally import Counts, size, variance

Agreement = Literal["apart", "hardly", "partly", "largely", "fully"]
_WORDS: tuple[tuple[float, Agreement], ...] = ((0.9, "fully"), (0.7, "largely"), (0.3, "partly"))


def blind_variance(low: float, high: float, options: int | None) -> float:
    """Return the variance of answers spread evenly over a scale.

    ``options`` is the number of equally spaced answers, None for any number
    between the ends: (A^2 - 1) / 12 steps squared, or the range squared over 12.
    """
    if options is None:
        return (high - low) ** 2 / 12
    step = (high - low) / (options - 1)
    return (options**2 - 1) / 12 * step**2


def within_group(counts: Counts, blind: float) -> float | None:
    """Return r_wg = 1 - s^2 / blind; 1 where all agree, 0 for blind answers, None below two people.

    It goes below 0 for a group that is split: the answers lie farther apart
    than if all had answered blindly.  ``blind`` is the variance under the
    uniform null (James, Demaree and Wolf 1984, Journal of Applied Psychology
    69, 85-98).
    """
    if size(counts) < 2:
        return None
    return 1 - variance(counts) / blind


def in_words(agreement: float) -> Agreement:
    """Return r_wg as a word.

    Above 0.90, 0.70 and 0.30 as LeBreton and Senter (2008) part very strong,
    strong and weaker agreement; below 0 the group is split.
    """
    if agreement < 0:
        return "apart"
    return next((word for bound, word in _WORDS if agreement > bound), "hardly")
