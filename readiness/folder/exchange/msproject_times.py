"""How long tasks of Microsoft Project take and what they cost, as estimates of a rollout."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from readiness.folder.exchange.msproject_fields import COST_POINTS, ELAPSED, POINTS, read_duration
from readiness.folder.exchange.msproject_tasks import Task
from readiness.folder.exchange.msproject_xml import figure, said, whole
from readiness.folder.exchange.project_fields import CENTS
from readiness.folder.exchange.rollout_draft import RolloutDraft
from readiness.folder.exchange.step_fields import rounded, sourced
from readiness.folder.exchange.xml_reading import Element
from readiness.rollout.fields import SHAPES
from readiness.scalars import Unreadable, read_number

_DAY = 86400
_SAME = 61
"""Durations that differ by less, in seconds, are the same: Project works in whole minutes."""


def working_days(task: Task, day_seconds: int, source: str, draft: RolloutDraft) -> object:
    """Return the working days of a task as a plain value; None where it takes none.

    Three points are read from Duration1, 2 and 3.  A duration that somebody
    changed since becomes the likeliest, and the others move only as far as they
    must.
    """
    name = task.title or str(task.number)
    seconds = _seconds(task.element, day_seconds, draft, name)
    three = _points(task, POINTS, read_duration)
    if not three:
        if seconds is None:
            draft.lose("no-duration", name)
        return sourced("fixed", [rounded(seconds / day_seconds)], source) if seconds else None
    low, likely, high = three
    if seconds is not None and abs(likely - seconds) > _SAME:
        draft.lose("duration-changed", name)
        low, likely, high = (
            (seconds,) * 3 if low == high else (min(low, seconds), seconds, max(high, seconds))
        )
    if not high:
        return None
    return _estimate(task.own.get("shape", ""), [one / day_seconds for one in (low, likely, high)], source)


def _seconds(element: Element, day_seconds: int, draft: RolloutDraft, name: str) -> float | None:
    seconds = read_duration(said(element, "Duration"))
    if seconds and whole(element, "DurationFormat") in ELAPSED:
        draft.lose("elapsed", name)
        return seconds / _DAY * day_seconds
    return seconds


def _points(task: Task, names: tuple[str, ...], read: Callable[[str], float | None]) -> list[float]:
    """Return three points; none where they are not all there or do not rise."""
    found = [read(task.own.get(name, "")) for name in names]
    three = [one for one in found if one is not None]
    rises = len(three) == len(names) and all(later >= earlier for earlier, later in pairwise(three))
    return three if rises else []


def _estimate(shape: str, three: list[float], source: str) -> object:
    """Return three points in the shape that a file of ours names, else as PERT has them."""
    points = [rounded(one) for one in three]
    wanted = shape if shape in SHAPES else "pert"
    if wanted == "fixed" and three[0] == three[-1]:
        return sourced("fixed", points[:1], source)
    # the points of a lognormal must lean to the right, which changed ones need not
    return sourced(wanted, points, source) or sourced("pert", points, source)


def own_cost(task: Task, source: str) -> object:
    """Return the cost paid once of a step in a file of ours; None where it costs nothing."""
    three = [one / CENTS for one in _points(task, COST_POINTS, _number)]
    return _estimate(task.own.get("cost-shape", ""), three, source) if three and three[-1] else None


def _number(text: str) -> float | None:
    try:
        return read_number(text)
    except Unreadable:
        return None


def fixed_cost(element: Element, source: str) -> object:
    """Return the fixed cost of a task as a plain value; Project writes it in hundredths."""
    cost = figure(element, "FixedCost") or 0
    return sourced("fixed", [rounded(cost / CENTS)], source) if cost > 0 else None
