"""Parts of steps, from pilots to cut-overs, and gates as one text of a task, for both ways.

``share=0.05; finds=0.6; rework_days=pert 3 6 12``: fields that differ from what they are
where nothing is written.  Words and durations are not among them: they have places of their
own in a plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from readiness.folder.exchange.plain_map import number
from readiness.folder.exchange.step_fields import estimate_plain, estimate_text
from readiness.rollout.fields import Estimate
from readiness.rollout.model import Clearing
from readiness.rollout.step import CustomerCheck, CutOver, ExitTest, Migrate, Pilot

IN_TEXT: Mapping[type, tuple[str, ...]] = {
    Pilot: ("share", "finds", "rework_days", "representative"),
    ExitTest: ("passes", "worth_if_failed"),
    CustomerCheck: ("buyers", "vetoes", "rework_days"),
    Migrate: ("records", "per_hour", "calendar", "rehearsals", "rerun"),
    CutOver: (
        "hours", "calendar", "fails", "roll_back_hours", "retry_days", "tries", "closed", "failure_costs",
    ),
    Clearing: ("by", "opens_at"),
}  # fmt: skip
"""Kind of part to the fields that stand in the text."""
OF_STEP: Mapping[str, type] = {
    "pilot": Pilot, "exit_test": ExitTest, "customer_check": CustomerCheck, "migrate": Migrate,
    "cut_over": CutOver,
}  # fmt: skip
"""Fields of a step that are parts."""
ESTIMATES = ("rework_days", "per_hour", "failure_costs")
LISTS = ("buyers",)
EMPTY = "-"
"""The text of a part whose fields are all as usual."""


def part_text(part: Any, calendars: Mapping[str, int]) -> str:
    """Return the fields of a part as one text; a calendar of the rollout is named by its number."""
    told = []
    for one in fields(part):
        value = getattr(part, one.name)
        if one.name not in IN_TEXT[type(part)] or value is None:
            continue
        if one.default is not MISSING and value == one.default:
            continue
        if one.name == "calendar" and value in calendars:
            value = f"#{calendars[value]}"
        told.append(f"{one.name}={_text(value)}")
    return "; ".join(told) or EMPTY


def part_plain(kind: type, text: str, source: str) -> dict[str, Any]:
    """Return the plain values of what :func:`part_text` wrote; fields that no such part has are left out."""
    found: dict[str, Any] = {}
    for piece in text.split(";"):
        name, given, value = (part.strip() for part in piece.partition("="))
        if not given or name not in IN_TEXT[kind] or not value:
            continue
        if name in ESTIMATES:
            found[name] = estimate_plain(value, source) or value
        else:
            found[name] = [one.strip() for one in value.split(",")] if name in LISTS else value
    return found


def _text(value: object) -> str:
    if isinstance(value, Estimate):
        return estimate_text(value) or "0"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return number(value) if isinstance(value, float) else str(value)
