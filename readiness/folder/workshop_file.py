"""The file of a workshop: what hurts, what shall be done, and the dots on both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from readiness.engagement.model import Profile
from readiness.engagement.workshop_notes import Pain, Task, WorkshopNotes, check_notes
from readiness.folder.reader import Reader, find_span, under
from readiness.folder.yaml_lines import block
from readiness.touchmap.model import TouchMap


def read_notes(
    reader: Reader, profile: Profile, parts: dict[str, Any], touchmap: TouchMap | None
) -> WorkshopNotes | None:
    """Return what a workshop has said; ``parts`` is given its record.

    The file is there once a workshop was saved; that it is not is no mistake, even
    where the profile names it, since the room writes it.
    """
    is_named = "workshop" in (parts["profile"] or {})
    asked_at = find_span(("profile", "workshop"), parts) if is_named else None
    path = reader.inside(profile.workshop, asked_at)
    if path is None or not path.exists():
        return None
    parts["workshop"] = reader.record(profile.workshop, asked_at)
    notes = reader.typed(WorkshopNotes, parts["workshop"])
    if notes is not None:
        for problem in check_notes(notes, touchmap):
            if not reader.place(under(("workshop",), problem), parts):
                break
    return notes


def write_notes_file(notes: WorkshopNotes) -> str:
    """Return the text of the file; the same notes give the same text."""
    lines = [f"format: {notes.format}", f"voted: {notes.voted}"]
    rows: tuple[tuple[str, tuple[Pain | Task, ...]], ...] = (
        ("pains", notes.pains),
        ("actions", notes.actions),
    )
    for name, some in rows:
        if some:
            lines += ["", f"{name}:", *(line for one in some for line in block(_plain(one), "  - "))]
    return "\n".join(lines) + "\n"


def _plain(one: Pain | Task) -> Mapping[str, str]:
    return dict(_fields(one))


def _fields(one: Pain | Task) -> Iterator[tuple[str, str]]:
    yield from (("id", one.id), ("text", str(one.text)))
    if isinstance(one, Pain):
        if one.on:
            yield "on", one.on
    else:
        if one.owner:
            yield "owner", str(one.owner)
        if one.due:
            yield "due", one.due.isoformat()
        if one.pitfall:
            yield "pitfall", one.pitfall
    if one.dots:
        yield "dots", str(one.dots)
