"""The known word that a person most likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from heapq import nlargest
from itertools import islice

_MANY = 500
_COMPARED = 8


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word closest to ``word``, or None if none is close.

    Case never counts as a difference.  Long words are cut, and of many known
    words only those that share most pairs of letters are compared, so that
    hostile input costs little.
    """
    sought = word[:80].lower()
    by_lower = {name.lower(): name for name in islice(known, _MANY)}
    pairs = _pairs(sought)
    likely = nlargest(_COMPARED, by_lower, key=lambda name: _alike(pairs, _pairs(name)))
    found = get_close_matches(sought, likely, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def _pairs(word: str) -> set[str]:
    padded = f" {word[:80]} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / (len(one) + len(other))
