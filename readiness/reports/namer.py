"""Titles of the elements of a map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.i18n import Line
from readiness.reports.words import Words
from readiness.scalars import Text
from readiness.touchmap.model import KINDS, TouchMap


@dataclass(frozen=True)
class Namer:
    """Names the elements of one map in one language."""

    touchmap: TouchMap
    words: Words
    currency: str = ""
    """Code of the currency in which amounts are told, such as USD; a bare number without."""

    def title(self, element: str) -> Line:
        """Return the title of ``kind:id``, else one made of the id."""
        kind, _, identity = element.partition(":")
        record = self.touchmap.index.get(kind, {}).get(identity)
        if kind == "stages" and record is not None:
            return self.words.stage(record)
        return self.words.title(record.title if record is not None else Text(), identity)

    def titles(self, elements: Iterable[str], most: int = 4) -> Line:
        """Return titles as a list within a sentence: the first few, and how many more there are."""
        names = list(dict.fromkeys(elements))
        told = [self.title(name) for name in names[:most]]
        if len(names) > most:
            told.append(self.words.say("labels.more", number=len(names) - most))
        return self.words.listed(told)

    def money(self, amount: float) -> str:
        """Return an amount with its currency; cents where it is small."""
        if abs(amount) >= 100 or amount == int(amount):
            return self.words.money(amount, self.currency)
        bare = self.words.number(amount, 2)
        return f"{self.currency}\u00a0{bare}" if self.currency else bare

    def is_element(self, value: object) -> bool:
        """Say whether a value names an element of a map."""
        return isinstance(value, str) and value.partition(":")[0] in KINDS and ":" in value
