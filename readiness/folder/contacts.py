"""Reading the description of the contact log of a folder."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Any

from readiness.diagnostics import Problem
from readiness.engagement.contact_checks import check_contacts
from readiness.engagement.contact_log import ContactLog
from readiness.engagement.model import Profile
from readiness.folder.reader import Reader, find_span, under
from readiness.folder.rollout import is_zone
from readiness.touchmap.model import TouchMap


def read_contacts(
    reader: Reader, profile: Profile, parts: dict[str, Any], touchmap: TouchMap | None
) -> ContactLog | None:
    """Return the description that the profile names; ``parts`` is given its record."""
    if profile.contacts is None:
        return None
    parts["contacts"] = reader.record(profile.contacts, find_span(("profile", "contacts"), parts))
    log = reader.typed(ContactLog, parts["contacts"])
    if log is not None:
        for problem in (*_outer(log), *check_contacts(log, touchmap)):
            if not reader.place(under(("contacts",), problem), parts):
                break
    return log


def _outer(log: ContactLog) -> Iterator[Problem]:
    """Yield time zones and encodings that this machine does not know."""
    if log.time_zone and not is_zone(log.time_zone):
        yield Problem("time-zone-unknown", ("time_zone",), {"value": log.time_zone})
    for place, source in enumerate(log.sources):
        if source.time_zone and not is_zone(source.time_zone):
            values = {"value": source.time_zone}
            yield Problem("time-zone-unknown", ("sources", place, "time_zone"), values)
        if not _is_encoding(source.encoding):
            yield Problem("contact-encoding", ("sources", place, "encoding"), {"value": source.encoding})


def _is_encoding(name: str) -> bool:
    try:
        "".encode(name)
        return codecs.lookup(name)._is_text_encoding  # noqa: SLF001
    except (LookupError, ValueError):
        return False
