"""The result of one look at the map: a number, what proves it and what it rests on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from readiness.evidence import Grade

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Measure:
    """A measured fact.

    ``value`` is in the unit of its indicator, None where ``state`` is not
    known; ``ids`` name the elements that prove it as ``kind:id``; ``why`` is
    the key of the reason for a missing or not applicable fact; ``explicit``
    says that the map states an absence outright, so that an incomplete map
    cannot excuse it; ``relieved`` that a stated exception takes the risk away.
    """

    value: float | None
    ids: tuple[str, ...] = ()
    grade: Grade = Grade.E0
    state: Literal["known", "missing", "not-applicable"] = "known"
    why: str = ""
    explicit: bool = False
    relieved: bool = False


def missing(why: str) -> Measure:
    """Return a fact for which the map has no figures."""
    return Measure(None, state="missing", why=why)


def not_applicable(why: str) -> Measure:
    """Return a fact that the map itself rules out."""
    return Measure(None, state="not-applicable", why=why)


def worst_of(values: Mapping[Key, float]) -> tuple[float, tuple[Key, ...]]:
    """Return the greatest value and all who have it, so that their order decides nothing."""
    worst = max(values.values())
    return worst, tuple(key for key, value in values.items() if value >= worst - 1e-9 * abs(worst))


def majority_grade(graded: Iterable[tuple[Grade, float]]) -> Grade:
    """Return the best grade that at least half of the weight reaches.

    Each pair is a grade and a weight, a volume or 1 for a counted element.
    """
    pairs = [(grade, weight) for grade, weight in graded if weight > 0]
    total = sum(weight for _, weight in pairs)
    for grade in (Grade.E2, Grade.E1):
        if pairs and sum(weight for reached, weight in pairs if reached >= grade) * 2 >= total:
            return grade
    return Grade.E0
