"""A text with the places in which it is to be changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readiness.folder.layout import Layout


class Patch(NamedTuple):
    """Words in the place of a stretch of text; a stretch without length is a place to insert at."""

    start: int
    end: int
    words: str


class Added(NamedTuple):
    """A new entry: beside which of the old ones it comes, and whether behind it or before it."""

    beside: int
    behind: bool
    key: str | None
    """None in a list."""
    value: Any


@dataclass
class Sheet:
    """A text that is being changed: its layout, its line break, and the patches so far."""

    layout: Layout
    line_break: str
    patches: list[Patch] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as it was."""
        return self.layout.text

    def put(self, start: int, end: int, words: str) -> None:
        """Write words in the place of a stretch; nothing takes the stretch out."""
        self.patches.append(Patch(start, end, words))

    def patched(self) -> str:
        """Return the text with every patch; stretches that are taken out may overlap."""
        parts: list[str] = []
        done = 0
        for patch in sorted(self.patches, key=lambda one: (one.start, one.end > one.start)):
            parts += [self.text[done : patch.start], patch.words]
            done = max(done, patch.end)
        return "".join([*parts, self.text[done:]])
