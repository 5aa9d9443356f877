"""Holm's correction: many questions tested at once."""

from __future__ import annotations

from collections.abc import Sequence


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """Return adjusted p values in the order given, so that any false alarm is as rare as each claims.

    The smallest of m is multiplied by m, the next by m - 1 and so on; none falls
    below one before it, none passes 1 (Holm 1979, Scandinavian Journal of
    Statistics 6, 65-70).
    """
    adjusted = [0.0] * len(chances)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        highest = max(highest, min(1.0, chances[place] * (len(chances) - rank)))
        adjusted[place] = highest
    return tuple(adjusted)
