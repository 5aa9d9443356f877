"""How far the people who answered agree."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness import services
from readiness.assessment.agreement import GroupAgreement, agreement
from readiness.assessment.assess import Assessment, assess
from readiness.engagement.model import Engagement
from readiness.folder import library
from readiness.reports.agreement import agreement_json, sections
from readiness.reports.discretion import discreet
from readiness.reports.promise import agreed
from readiness.reports.section import Section, sections_text
from readiness.reports.words import Words


@dataclass(frozen=True)
class Summary:
    """Sections for people and the values behind them."""

    sections: tuple[Section, ...]
    values: Mapping[str, Any]

    def to_text(self) -> str:
        """Return the sections as lines for a terminal."""
        return sections_text(self.sections)


def summary(folder: Path, language: str | None = None) -> Summary:
    """Return how far the people of a folder agree, in its own language or another.

    Raises Invalid where the folder has errors.
    """
    engagement, _ = services.read(folder, language or "en")
    words = Words(library.phrases(language or engagement.profile.language), engagement.profile.language)
    assessment, whole = score(engagement)
    found = agreed(whole, discreet(assessment, library.rules(), words))
    return Summary(sections(assessment, found, words), agreement_json(assessment, found))


def score(engagement: Engagement) -> tuple[Assessment, GroupAgreement]:
    """Assess an engagement and return how far its people agree."""
    rules = library.rules()
    with _uncollected():
        assessment = assess(engagement, library.indicators(), rules)
        return assessment, agreement(assessment, rules)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the search for cycles: answers of thousands of people hold none, and it looks at each again."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()
