"""Figures of steps that come from another tool's file, as plain values that say so."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from readiness.folder.exchange.plain_map import number
from readiness.rollout.fields import SHAPES, Estimate, read_estimate
from readiness.scalars import Unreadable


def sourced(shape: str, points: Sequence[str], source: str) -> dict[str, Any] | None:
    """Return an estimate as a plain value with where its figures are from; None where it is none."""
    try:
        estimate = read_estimate({shape: [*points]})
    except Unreadable:
        return None
    plain = [number(point) for point in estimate.points]
    return {shape: plain[0] if shape == "fixed" else plain, "grade": "assumed", "source": source}


def estimate_text(estimate: Estimate) -> str:
    """Return an estimate as one text, ``pert 8 12 25`` or ``5``; nothing for nought."""
    points = [number(point) for point in estimate.points]
    if estimate.is_nothing:
        return ""
    return points[0] if estimate.shape == "fixed" else " ".join((estimate.shape, *points))


def estimate_plain(text: str, source: str) -> dict[str, Any] | None:
    """Return the plain value of an estimate that :func:`estimate_text` wrote; None for another text."""
    words = text.split()
    shape, points = (words[0], words[1:]) if words and words[0] in SHAPES else ("fixed", words)
    return sourced(shape, points, source) if points else None


def rounded(value: float, places: int = 6) -> str:
    """Return a figure as files hold it, with few decimal places."""
    return number(float(round(Decimal(repr(value)), places)))


def put(record: dict[str, Any], name: str, value: object) -> None:
    """Put the plain value of an estimate into a step: its ``days``, or its cost, paid ``once``."""
    if name == "once":
        record["cost"] = {"once": value}
    else:
        record[name] = value
