"""One map of an engagement folder, as it is or as an overlay plans it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readiness import services
from readiness.diagnostics import Span
from readiness.engagement.model import Engagement
from readiness.errors import NotFound
from readiness.folder import library
from readiness.reports.namer import Namer
from readiness.reports.words import Words
from readiness.touchmap.model import TouchMap


@dataclass(frozen=True)
class Seen:
    """A map with all that is needed to speak of it; ``name`` is empty for the map as it is."""

    touchmap: TouchMap
    name: str
    engagement: Engagement
    checked: services.Checked
    words: Words

    @property
    def namer(self) -> Namer:
        """Titles of the map's elements."""
        return Namer(self.touchmap, self.words, self.engagement.profile.programme.currency)

    @property
    def as_of(self) -> date:
        """The date of the assessment."""
        return self.engagement.profile.as_of

    @property
    def spans(self) -> Mapping[str, Span]:
        """Where each element (``kind:id``) of the map is written."""
        return self.engagement.overlays[self.name].spans if self.name else self.engagement.spans


def see(reference: str, language: str | None = None, *, plan: str = "") -> Seen:
    """Return a map: ``FOLDER`` as it is today, ``FOLDER@NAME`` as an overlay plans it.

    In the engagement's own language or another; ``plan`` names an overlay too.
    An existing folder of that name is meant before an overlay.  Raises NotFound without such
    a folder, map or overlay, Invalid for a folder with errors.
    """
    folder, name = (Path(reference), plan) if plan else _parted(reference)
    engagement, checked = services.read(folder, language or "en")
    if language is None:
        language = engagement.profile.language
    words = Words(library.phrases(language), engagement.profile.language)
    if engagement.touchmap is None:
        raise NotFound("no-map", folder=folder)
    if not name:
        return Seen(engagement.touchmap, "", engagement, checked, words)
    planned = engagement.overlays.get(name)
    if planned is None:
        known = words.listed(engagement.overlays)
        raise NotFound("no-overlay" if known else "no-overlays", name=name, known=known, folder=folder)
    return Seen(planned.map, name, engagement, checked, words)


def _parted(reference: str) -> tuple[Path, str]:
    folder, at, name = reference.rpartition("@")
    if not at or Path(reference).is_dir():
        return Path(reference), ""
    return Path(folder), name
