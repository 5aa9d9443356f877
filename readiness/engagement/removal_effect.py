"""Which touchpoints resolved journeys cannot do without: removal effects of a first-order Markov chain.

The chain goes from the start of a journey over its touchpoints to its end,
resolved or not.  Taking a touchpoint away means that whoever comes there is
lost.  The effect is the part of resolved journeys that is lost (Anderl, Becker,
von Wangenheim and Schumann, "Mapping the customer journey", 2016).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

START, RESOLVED, LOST = "(start)", "(resolved)", "(lost)"


def removal_effects(counts: Mapping[tuple[str, str], int]) -> Mapping[str, float]:
    """Return the removal effect of each touchpoint, 0 to 1.

    ``counts`` holds how often journeys went from one state to another, with the
    states START, RESOLVED and LOST.  All effects are 0 where nothing is resolved.
    """
    import numpy as np  # noqa: PLC0415 - other questions to a log start without it

    names = sorted({one for pair in counts for one in pair} - {START, RESOLVED, LOST})
    states = [START, *names]
    place = {name: number for number, name in enumerate(states)}
    leaving = np.zeros((len(states), len(states)))
    resolved = np.zeros(len(states))
    totals = np.zeros(len(states))
    for (start, to), number in counts.items():
        totals[place[start]] += number
        if to in place:
            leaving[place[start], place[to]] += number
        elif to == RESOLVED:
            resolved[place[start]] += number
    known = np.where(totals > 0, totals, 1.0)
    leaving, resolved = leaving / known[:, None], resolved / known

    def reached(leaving: Any, resolved: Any) -> float:
        """Return the probability that a journey is resolved; a loop without a way out never is."""
        return float(np.linalg.lstsq(np.eye(len(leaving)) - leaving, resolved, rcond=None)[0][0])

    whole = reached(leaving, resolved)
    if whole <= 0:
        return dict.fromkeys(names, 0.0)
    found = {}
    for name in names:
        without, ends = leaving.copy(), resolved.copy()
        without[place[name], :] = 0
        ends[place[name]] = 0
        found[name] = min(1.0, max(0.0, 1 - reached(without, ends) / whole))
    return found
