"""Whether a group falls into two camps, so that its middle would speak for nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.questionnaires.agreement.tally import Counts, mean, median, size, variance
from readiness.scalars import Share, Whole


@dataclass(frozen=True)
class CampRules:
    """When two parts of a group are camps; distances are in lengths of the scale."""

    people: Whole
    """The fewest people of a camp."""
    share: Share
    """Part of all answers that the smaller camp holds."""
    apart: Share
    """Distance of the camps' medians."""
    gap: Share
    """Part of the scale that lies empty between them, if more than this, stands for a dip."""
    explained: Share
    """Part of the spread that lies between the camps."""


@dataclass(frozen=True)
class Camp:
    """The people on one side of a cut: the lowest and highest value, the middle one, how many."""

    low: float
    high: float
    median: float
    people: int


def two_camps(counts: Counts, length: float, rules: CampRules) -> tuple[Camp, Camp] | None:
    """Return the camps into which people fall, the lower one first; None where they do not.

    The cut is the one that leaves the least spread within both parts (Fisher
    1958, On grouping for maximum homogeneity, for two groups); where two cuts
    are as good, those between them belong to neither part.  The parts are
    camps where each has enough people and a part of all, their medians lie far
    enough apart, most of the spread lies between them, and there is a dip: a
    part of the scale lies empty between them, or some value between their most
    frequent ones is rarer than both.  The bounds are ours and stand in
    ``rules``; ``length`` is that of the scale.
    """
    given = {value: number for value, number in sorted(counts.items()) if number}
    values = list(given)
    cuts = [_between(given, values[:place]) for place in range(1, len(values))]
    most = max(cuts, default=0.0)
    best = [place for place, between in enumerate(cuts, 1) if between >= most - 1e-12 * most]
    if not most or len(best) > 2 or best[-1] - best[0] > 1:
        return None
    below, above = (_camp(given, part) for part in (values[: best[0]], values[best[-1] :]))
    spread = variance(given) * (size(given) - 1)
    least = max(rules.people, rules.share * size(given))
    apart = above.median - below.median >= rules.apart * length - 1e-12
    if min(below.people, above.people) < least or not apart or most < rules.explained * spread - 1e-12:
        return None
    empty = above.low - below.high > rules.gap * length + 1e-12
    return (below, above) if empty or _dip(given, below, above) else None


def _camp(given: Counts, values: Sequence[float]) -> Camp:
    part = {value: given[value] for value in values}
    return Camp(values[0], values[-1], median(part) or 0.0, size(part))


def _between(given: Counts, below: Sequence[float]) -> float:
    """Return the squared distances between the means below and above a cut, weighted by people."""
    low = {value: given[value] for value in below}
    high = {value: number for value, number in given.items() if value not in low}
    few, many = size(low), size(high)
    return few * many / (few + many) * (mean(high) - mean(low)) ** 2


def _dip(given: Counts, below: Camp, above: Camp) -> bool:
    """Say whether some value between the camps' most frequent ones is rarer than both."""
    low = max((v for v in given if v <= below.high), key=lambda v: (given[v], -v))
    high = max((v for v in given if v >= above.low), key=lambda v: (given[v], v))
    rarer = min(given[low], given[high])
    return any(number < rarer for value, number in given.items() if low < value < high)
