"""The stage that a heading in another tool's file means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.folder.cell_text import same
from readiness.folder.exchange.plain_map import records
from readiness.folder.map_columns import choices_by_word
from readiness.touchmap.model import CANONICAL_STAGES


class StageNames:
    """Finds stages by id, by their title in the map of today, by their usual name in any language."""

    def __init__(self, today: Mapping[str, Any]) -> None:
        self.all: list[Any] = list(today.get("stages", CANONICAL_STAGES))
        self._by_name: dict[str, str] = {}
        known = records({"stages": self.all}, "stages")
        by_canonical = {stage.get("canonical", stage["id"]): stage["id"] for stage in reversed(known)}
        for word, canonical in choices_by_word("stage").items():
            if canonical in by_canonical:
                self._by_name[word] = by_canonical[canonical]
        for stage in known:
            title = stage.get("title", "")
            words = title.values() if isinstance(title, Mapping) else (title,)
            for word in (*words, stage["id"]):
                if word:
                    self._by_name[same(word)] = stage["id"]

    def find(self, name: str) -> str | None:
        """Return the id of a stage by one of its names."""
        return self._by_name.get(same(name))
