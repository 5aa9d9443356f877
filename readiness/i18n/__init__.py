"""Words for people by key, filled with values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Phrases:
    """The phrases of one language.

    A phrase holds places such as ``{name}``; a value is put there as it is and
    never read as a phrase itself.
    """

    language: str
    words: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """Return a phrase with its places filled.

        Raises KeyError for an unknown key or a place without value: both are
        bugs, and tests look for them.
        """
        return _PLACE.sub(lambda place: str(values[place[1]]), self.words[key])

    def count(self, key: str, number: int, /, **values: object) -> str:
        """Return the phrase for one or for another number of things."""
        form = "one" if number == 1 else "other"
        return self.say(f"{key}.{form}", number=number, **values)

    def has(self, key: str) -> bool:
        """Say whether a phrase exists."""
        return key in self.words
