"""What a format could not hold: which matter, where, and a word about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Loss:
    """Something that was not carried over.

    ``code`` names the phrase ``interchange.lost.CODE``; ``at`` is where: the id
    of a question, or a sheet and its row, ``survey:12``; ``word`` is put into
    the phrase.
    """

    code: str
    at: str = ""
    word: str = ""


def gathered(losses: Iterable[Loss]) -> dict[tuple[str, str], list[str]]:
    """Return the places of losses by code and word, each place once, in their order."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for one in losses:
        found.setdefault((one.code, one.word), {})[one.at] = None
    return {key: [at for at in places if at] for key, places in found.items()}
