"""The known word that a person most likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word closest to ``word``, or None if none is close.

    Case never counts as a difference; long words are cut, so that a hostile
    one costs nothing.
    """
    by_lower = {name.lower(): name for name in known}
    found = get_close_matches(word[:80].lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None
