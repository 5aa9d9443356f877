"""Reading the rollout of a folder, and the time zones that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from readiness.diagnostics import Problem, Span
from readiness.engagement.model import Profile
from readiness.folder.parse import Record
from readiness.folder.reader import Reader, find_span, under
from readiness.folder.typed import locate
from readiness.rollout.checks import check_rollout
from readiness.rollout.model import Rollout
from readiness.touchmap.model import TouchMap

UTC = "UTC"


def read_rollout(
    reader: Reader, profile: Profile, parts: dict[str, Any], touchmap: TouchMap | None
) -> Rollout | None:
    """Return the rollout that the profile names; ``parts`` is given its record."""
    if profile.rollout is None:
        return None
    parts["rollout"] = reader.record(profile.rollout, find_span(("profile", "rollout"), parts))
    rollout = reader.typed(Rollout, parts["rollout"])
    if rollout is not None:
        for problem in (*_zones(rollout), *check_rollout(rollout, touchmap, as_of=profile.as_of)):
            if not reader.place(under(("rollout",), problem), parts):
                break
    return rollout


def zone_of(name: str) -> tzinfo:
    """Return a time zone by its name; UTC where it is empty or unknown."""
    return _zone(name or UTC) or ZoneInfo(UTC)


def is_zone(name: str) -> bool:
    """Say whether there is a time zone of this name."""
    return _zone(name) is not None


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # for unknown names, names of folders, and odd characters
        return None


def _zones(rollout: Rollout) -> Iterator[Problem]:
    for place, calendar in enumerate(rollout.calendars):
        if calendar.time_zone and _zone(calendar.time_zone) is None:
            values = {"value": calendar.time_zone}
            yield Problem("time-zone-unknown", ("calendars", place, "time_zone"), values)


def rollout_spans(rollout: Rollout, record: Record) -> Mapping[str, Span]:
    """Return where the steps, options and other records of a rollout are written, as ``steps:pilot``."""
    return (
        {
            f"{kind}:{one.id}": locate(record, (kind, place))
            for kind in ("steps", "options", "teams", "calendars", "blackouts", "deadlines")
            for place, one in enumerate(getattr(rollout, kind))
        }
        | {
            f"gates:{gate.pitfall}": locate(record, ("gates", place))
            for place, gate in enumerate(rollout.gates)
        }
        | ({"rollout:start": locate(record, ("start",))} if rollout.start is not None else {})
    )
