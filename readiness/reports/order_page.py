"""The page of the order: what came before what."""

from __future__ import annotations

from readiness.assessment.assess import Assessment
from readiness.assessment.order import Breach, OrderStep
from readiness.reports.view import OrderView, StepView
from readiness.reports.words import Words


def view_order(assessment: Assessment, words: Words) -> OrderView:
    """Return the steps on a line of time with what came too early."""
    dated = [step.on for step in assessment.order if step.on is not None]
    as_of = assessment.engagement.profile.as_of
    days = [on.toordinal() for on in (*dated, as_of)]
    first, last = min(days), max(days)

    def place(day: int) -> float:
        return (day - first) / (last - first) if last > first else 0.5

    steps = tuple(
        StepView(
            words.say(f"order.{step.id}"),
            words.day(step.on) if step.on else words.say("labels.no-date"),
            step.state,
            words.say(f"order.{step.state}"),
            place(step.on.toordinal()) if step.on else None,
            step.on.isoformat() if step.on else "",
            _breaches(step, words),
        )
        for step in assessment.order
    )
    real = [b for step in assessment.order for b in step.breaches if not b.undated]
    open_ = [b for step in assessment.order for b in step.breaches if b.undated] or not dated
    key = "title-bad" if real else "title-open" if open_ else "title-good"
    behind = [line for step in assessment.order for line in _breaches(step, words, past=True)]
    ahead = [line for step in assessment.order for line in _breaches(step, words, past=False)]
    return OrderView(
        words.say(f"order.{key}"),
        steps,
        tuple(behind),
        tuple(ahead),
        place(as_of.toordinal()) if dated else None,
    )


def _breaches(step: OrderStep, words: Words, past: bool | None = None) -> tuple[str, ...]:
    groups: dict[tuple[bool, bool], list[Breach]] = {}
    for breach in step.breaches:
        if past is None or breach.past == past:
            groups.setdefault((breach.past, breach.undated), []).append(breach)
    return tuple(
        words.say(
            f"order.{'past' if was else 'ahead'}{'-undated' if undated else ''}",
            step=words.say(f"order.{step.id}"),
            before=words.listed([words.say(f"order.{breach.before}") for breach in found]),
        )
        for (was, undated), found in groups.items()
    )
