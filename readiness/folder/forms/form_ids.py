"""Ids of our own for names and codes that another tool gave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

_OTHER = re.compile(r"[^A-Za-z0-9]+")
_CODE = re.compile(r"[^A-Za-z0-9_]+")
_RUN = re.compile(r"[-_]*-[-_]*|__+")
_LONGEST = 60


@dataclass
class Ids:
    """Gives every question an id of letters, digits and hyphens that no other has."""

    taken: set[str] = field(default_factory=set)

    def item(self, name: str) -> str:
        """Return the id for a name: itself where it is one, else the nearest; ``Q1`` if nothing remains."""
        ascii_ = normalize("NFKD", name).encode("ascii", "ignore").decode()
        wanted = _OTHER.sub("-", ascii_).strip("-")[:_LONGEST].strip("-") or f"Q{len(self.taken) + 1}"
        return _free(wanted, self.taken)


def choice_ids(codes: Sequence[str]) -> list[str]:
    """Return an id for each code of a list: letters and digits, hyphens and underscores between them."""
    taken: set[str] = set()
    found = []
    for number, code in enumerate(codes, start=1):
        ascii_ = normalize("NFKD", code).encode("ascii", "ignore").decode()
        wanted = _RUN.sub("-", _CODE.sub("-", ascii_)).strip("-_")[:_LONGEST].strip("-_") or f"c{number}"
        found.append(_free(wanted, taken))
    return found


def _free(wanted: str, taken: set[str]) -> str:
    """Return a wanted id, or the first numbered one that is free whatever the case of its letters."""
    name, number = wanted, 2
    while name.lower() in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name.lower())
    return name
