"""The explanation of a step's dates as JSON values, with the keys that tools rely on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from readiness.reports.rollout.figures import written
from readiness.reports.rollout.step_words import StepWords
from readiness.rollout.earlier import Lever, Slack
from readiness.rollout.explanation import DatedPart, Explanation
from readiness.rollout.hindrances import Hindrance, Limit
from readiness.rollout.obstacles import Obstacle
from readiness.rollout.waits import Wait


def explanation_json(found: Explanation, names: StepWords) -> dict[str, Any]:
    """Return an explanation; instants are local times with their offset, null for never."""
    zone = names.zone
    return {
        "option": found.option,
        "step": found.step,
        "state": found.state,
        "since": found.since.isoformat() if found.since else None,
        "live": written(found.live, zone),
        "done": written(found.done, zone),
        "wave": list(found.wave),
        "open_gates": list(found.open_gates),
        "parts": [_part(part, names) for part in found.parts],
        "path": [
            {
                "activity": leg.name,
                "part": leg.part,
                "steps": list(leg.steps),
                "pitfall": leg.pitfall,
                "start": written(leg.start, zone),
                "finish": written(leg.finish, zone),
                "waits_for": leg.wait.kind if leg.wait is not None else None,
            }
            for leg in found.path
        ],
        "slack": {
            "live": _slack(found.slack_live, names),
            "end": _slack(found.slack_end, names),
        },
        "a_day_earlier": [_lever(lever, names) for lever in found.levers],
        "never": [_obstacle(one, names) for one in found.obstacles],
        **_stands_on(found.elements, names),
    }


def _part(part: DatedPart, names: StepWords) -> dict[str, Any]:
    zone, need = names.zone, part.need
    return {
        "activity": part.name,
        "part": part.part,
        "step": part.step or None,
        "pitfall": part.pitfall,
        "ready": written(part.ready, zone),
        "start": written(part.start, zone),
        "finish": written(part.finish, zone),
        "waits": [_wait(wait, names) for wait in part.waits],
        "before_start": [_hindrance(one, names) for one in part.before],
        "longest_too_short": part.longest if need.unbroken else None,
        "before_finish": [_hindrance(one, names) for one in part.during],
        "calendar": part.permit.calendar.id,
        "needs": {
            "seconds": need.seconds,
            "days": need.days,
            "runs": need.runs or None,
            "records": need.records if need.runs else None,
            "per_hour": need.per_hour if need.runs else None,
            "unbroken": need.unbroken,
            "certain": need.certain,
        },
        **_stands_on(part.elements, names),
    }


def _wait(wait: Wait, names: StepWords) -> dict[str, Any]:
    return {
        "kind": wait.kind,
        "activity": wait.by or None,
        "until": written(wait.until, names.zone),
        "without": written(wait.without, names.zone),
        "pitfalls": list(wait.pitfalls),
        "team": wait.team or None,
        "people": wait.people or None,
        **_stands_on(wait.elements, names),
    }


def _hindrance(one: Hindrance, names: StepWords) -> dict[str, Any]:
    return {
        **_limit(one.limit),
        "without": written(one.without, names.zone),
        "to_the_end": one.to_the_end,
        "channels": list(one.channels),
        "touchpoints": list(one.touchpoints),
        **_stands_on(one.elements, names),
    }


def _limit(limit: Limit) -> dict[str, Any]:
    period = limit.period
    return {
        "cause": limit.cause,
        "name": limit.name,
        "calendar": limit.calendar,
        "period": [period.first.isoformat(), period.last.isoformat()] if period is not None else None,
    }


def _slack(slack: Slack | None, names: StepWords) -> dict[str, Any] | None:
    if slack is None:
        return None
    day = names.rollout.day_hours * 3600
    days = round(slack.seconds / day, 4) if day else None
    return {"latest": written(slack.latest, names.zone), "seconds": slack.seconds, "days": days}


def _lever(lever: Lever, names: StepWords) -> dict[str, Any]:
    return {
        "kind": lever.kind,
        "activity": lever.activity,
        "step": lever.step,
        "live": written(lever.live, names.zone),
        "seconds": lever.seconds or None,
        "limit": _limit(lever.limit) if lever.limit is not None else None,
        "wait": _wait(lever.wait, names) if lever.wait is not None else None,
    }


def _obstacle(one: Obstacle, names: StepWords) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "activity": one.activity,
        "step": one.step,
        "pitfall": one.pitfall,
        "team": one.team or None,
        "people": one.people or None,
        "most": one.most if one.team else None,
        "calendar": one.calendar or None,
        "blackouts": list(one.blackouts),
        "needed_seconds": one.needed,
        "found_seconds": one.found,
        **_stands_on(one.elements, names),
    }


def _stands_on(elements: Iterable[str], names: StepWords) -> dict[str, Any]:
    kept = tuple(elements)
    return {"elements": list(kept), "spans": names.places(kept)}
