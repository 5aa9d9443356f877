"""Reading only what a contact log needs of a folder: the cover sheet, the map and contacts.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from readiness.diagnostics import Diagnostic, Span
from readiness.engagement.model import Engagement, Profile
from readiness.folder.contacts import read_contacts
from readiness.folder.reader import Reader, find_span, under
from readiness.folder.typed import locate
from readiness.touchmap.checks import check_map
from readiness.touchmap.model import TouchMap


def read_log_case(root: Path) -> tuple[Engagement | None, list[Diagnostic]]:
    """Return an engagement without answers and plans, and what is wrong in the files that were read."""
    reader = Reader(root)
    parts: dict[str, Any] = {"profile": reader.record("engagement.yaml")}
    profile = reader.typed(Profile, parts["profile"])
    if profile is None:
        return None, reader.problems
    touchmap = None
    spans: dict[str, Span] = {}
    if profile.touchmap is not None:
        parts["touchmap"] = reader.record(profile.touchmap, find_span(("profile", "touchmap"), parts))
        touchmap = reader.typed(TouchMap, parts["touchmap"])
    if touchmap is not None:
        for problem in check_map(touchmap, whole=profile.touchmap not in reader.broken):
            reader.place(under(("touchmap",), problem), parts)
        for place, one in enumerate(touchmap.touchpoints):
            spans.setdefault(f"touchpoints:{one.id}", locate(parts["touchmap"], ("touchpoints", place)))
    log = read_contacts(reader, profile, parts, touchmap)
    return Engagement(profile, touchmap, None, (), (), contacts=log, spans=spans), reader.problems
