"""Ids for records that people know by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

from readiness.folder.cell_text import same

_SINGULAR = {
    "goals": "goal", "segments": "segment", "needs": "need", "buyers": "buyer", "channels": "channel",
    "departments": "department", "systems": "system", "touchpoints": "touchpoint",
}  # fmt: skip
_LONGEST = 60
KnownIds = Mapping[str, Mapping[str, str]]
"""Kind of record to ids by the name as it is compared."""


def slug(name: str) -> str:
    """Return the ASCII letters and digits of a name as an id; nothing where it has no letter."""
    letters = normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    if not re.search("[a-z]", letters):
        return ""
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].strip("-")


@dataclass
class Ids:
    """Gives ids that are unique over all kinds, since some references may name several kinds."""

    known: KnownIds
    """Ids that names have already; no other name gets them."""
    # these words say elsewhere that something is absent
    _taken: set[str] = field(default_factory=lambda: {"none", "no", "false"})
    _had: set[tuple[str, str]] = field(default_factory=set)
    """Ids that names of a kind have kept; records of other kinds may have had the same."""
    _again: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._kept = {name for names in self.known.values() for name in names.values()}

    def give(self, kind: str, name: str, number: int) -> str:
        """Return the id that a name has, else one of its letters, else of its kind and number."""
        had = self.known.get(kind, {}).get(same(name))
        if had and (kind, had) not in self._had:
            self._had.add((kind, had))
            self._taken.add(had)
            return had
        stem = slug(name) or f"{_SINGULAR.get(kind, kind)}-{number}"
        found = stem
        while found in self._taken or found in self._kept:
            self._again[stem] += 1
            found = f"{stem}-{self._again[stem] + 1}"
        self._taken.add(found)
        return found
