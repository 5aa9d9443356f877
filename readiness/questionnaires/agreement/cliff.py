"""Cliff's delta: how often one group's answer lies above the other's."""

from __future__ import annotations

from typing import Literal

from readiness.questionnaires.agreement.tally import Counts, size

Effect = Literal["none", "small", "medium", "large"]
_BOUNDS: tuple[tuple[float, Effect], ...] = ((0.147, "none"), (0.33, "small"), (0.474, "medium"))


def delta(one: Counts, other: Counts) -> float | None:
    """Return (pairs in which ``one`` lies above - pairs in which it lies below) / all pairs, -1 to 1.

    None where a group is empty (Cliff 1993, Psychological Bulletin 114,
    494-509).
    """
    pairs = size(one) * size(other)
    if not pairs:
        return None
    below, balance = 0, 0
    rest = size(other)
    for value in sorted({*one, *other}):
        same = other.get(value, 0)
        rest -= same
        balance += one.get(value, 0) * (below - rest)
        below += same
    return balance / pairs


def in_words(difference: float) -> Effect:
    """Return the size of a delta as a word: bounds .147, .33 and .474 of Romano et al. (2006)."""
    return next((word for bound, word in _BOUNDS if abs(difference) < bound), "large")
