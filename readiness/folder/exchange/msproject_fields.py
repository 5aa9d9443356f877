"""Custom fields of Microsoft Project's XML by what they hold, kinds of links, and durations as texts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from readiness.folder.exchange.project_fields import COSTS, DURATIONS

ALIAS = "readiness "
"""Custom fields whose alias begins so are ours."""
POINTS = ("low", "likely", "high")
COST_POINTS = ("cost-low", "cost-likely", "cost-high")
NUMBERED: Mapping[str, str] = {
    **dict(zip(DURATIONS, POINTS, strict=True)),
    **dict(zip(COSTS, COST_POINTS, strict=True)),
}
"""Numbers of custom fields to what they hold, whoever wrote them."""
LINKS = {0: "FF", 1: "FS", 2: "SF", 3: "SS"}
ELAPSED = (4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52)
"""Formats of durations that run through nights and weekends."""
MOST_SECONDS = 400 * 365 * 86400
_DURATION = re.compile(
    r"(-)?P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,9}(?:\.\d{1,9})?)H)?(?:(\d{1,9}(?:\.\d{1,9})?)M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?\Z",
    re.ASCII,
)
_UNITS = (31_536_000, 2_592_000, 86_400, 3600, 60, 1)


def read_duration(text: str) -> float | None:
    """Return the seconds of a duration such as ``PT16H30M0S``; None for another text or one below nought."""
    found = _DURATION.match(text.strip())
    if not found or found[1] or not any(found.groups()[1:]):
        return None
    seconds = sum(float(part) * unit for part, unit in zip(found.groups()[1:], _UNITS, strict=True) if part)
    return seconds if seconds <= MOST_SECONDS else None
