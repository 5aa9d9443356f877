"""Touchpoints as they are named in answers: by id, or by title in any language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from readiness.folder.cell_text import same
from readiness.folder.engagement import read_engagement
from readiness.scalars import Text
from readiness.touchmap.model import TouchMap


def touchpoint_titles(touchmap: TouchMap | None) -> Mapping[str, Text]:
    """Return the titles of a map's touchpoints by id, in the order of the map."""
    return {one.id: one.title for one in touchmap.touchpoints} if touchmap is not None else {}


def asked_in(folder: Path | None) -> tuple[Mapping[str, Text], str]:
    """Return the touchpoints of a folder's map by id, and the currency of its programme.

    Nothing of either where the folder has no cover sheet that can be read.
    """
    engagement = read_engagement(folder).engagement if folder is not None else None
    if engagement is None:
        return {}, ""
    return touchpoint_titles(engagement.touchmap), engagement.profile.programme.currency


def touchpoint_id(written: str, titles: Mapping[str, Text]) -> str | None:
    """Return the touchpoint that a text names, None where none or more than one has this title."""
    named = same(written)
    found = [
        identity
        for identity, title in titles.items()
        if named == same(identity) or any(named == same(words) for _, words in title.words)
    ]
    return found[0] if len(found) == 1 else next((one for one in found if same(one) == named), None)
