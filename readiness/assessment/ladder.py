"""The levels that an answer to an item can have."""

from __future__ import annotations

from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import Item


def ladder(item: Item) -> tuple[float, ...]:
    """Return the levels from 0 (all of the risk) to 4 (none) that one answer can have, ascending.

    An item with bands has three: all, half and none of the risk.
    """
    if item.bands is not None:
        return 0.0, TOP / 2, float(TOP)
    if item.kind == "yes-no":
        return 0.0, float(TOP)
    if item.kind == "agree":
        return tuple(TOP * point / (item.points - 1) for point in range(item.points))
    if item.kind == "choices" and item.score == "share":
        count = len(item.choices)
        return tuple(TOP * chosen / count for chosen in range(1, count + 1))
    levels = {float(choice.level) for choice in item.choices if choice.level is not None}
    return tuple(sorted(levels)) or tuple(float(level) for level in range(TOP + 1))
