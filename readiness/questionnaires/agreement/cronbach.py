"""Cronbach's alpha: whether the questions of a section measure one thing."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.questionnaires.agreement.tally import tally, variance

LEAST_PEOPLE = 20
"""Below it the figure says more about chance than about the questions."""


def consistency(rows: Sequence[Sequence[float]], least: int = LEAST_PEOPLE) -> float | None:
    """Return alpha = k / (k - 1) (1 - sum of the items' variances / variance of the sums).

    Each row holds one person's answers to the same k questions, none missing
    (Cronbach 1951, Psychometrika 16, 297-334).  None with fewer than two
    questions or ``least`` people, or where everybody has the same sum.  Raises
    ValueError for rows of different lengths.
    """
    if len(rows) < max(least, 2) or len(rows[0]) < 2:
        return None
    items = len(rows[0])
    whole = variance(tally(sum(row) for row in rows))
    if not whole:
        return None
    parts = [variance(tally(column)) for column in zip(*rows, strict=True)]
    return items / (items - 1) * (1 - sum(parts) / whole)
