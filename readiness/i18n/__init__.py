"""Words for people by key, filled with values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readiness.i18n.line import Line, Run, joined, line

__all__ = ["Line", "Phrases", "Run", "joined", "line"]
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Phrases:
    """The phrases of one language.

    A phrase holds places such as ``{name}``; a value is put there as it is and
    never read as a phrase itself.
    """

    language: str
    words: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> Line:
        """Return a phrase with its places filled.

        Raises KeyError for an unknown key or a place without value: both are
        bugs, and tests look for them.
        """
        pieces = _PLACE.split(self.words[key])
        return line(*(values[piece] if odd % 2 else piece for odd, piece in enumerate(pieces)))

    def count(self, key: str, number: int, /, **values: object) -> Line:
        """Return the phrase for one or for another number of things."""
        form = "one" if number == 1 else "other"
        return self.say(f"{key}.{form}", number=number, **values)

    def has(self, key: str) -> bool:
        """Say whether a phrase exists."""
        return key in self.words

    def listed(self, words: Iterable[object]) -> Line:
        """Return words as a list within a sentence."""
        return joined(self.words["marks.comma"], words)

    def sentences(self, parts: Iterable[object]) -> Line:
        """Return sentences one after the other."""
        return joined(self.words["marks.gap"], parts)
