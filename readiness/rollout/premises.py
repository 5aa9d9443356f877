"""The main assumptions of a rollout, as a room may doubt them: the plan's own, and the plan with others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.assumptions import scaled, scaled_rollout
from readiness.rollout.model import Rollout

DISCOUNT = "discount"


@dataclass(frozen=True)
class Span:
    """How far an assumption may be moved: factors of the plan's figures; of the discount, the rate."""

    least: float
    most: float
    step: float


SPANS: Mapping[str, Span] = {
    "days": Span(0.5, 2.0, 0.05),
    "failures": Span(0.0, 4.0, 0.25),
    "severity": Span(0.0, 2.0, 0.1),
    "benefit": Span(0.0, 2.0, 0.1),
    "contact-cost": Span(0.0, 4.0, 0.25),
    DISCOUNT: Span(0.0, 0.3, 0.005),
}


@dataclass(frozen=True)
class Premise:
    """An assumption that a plan makes.

    ``low`` and ``high`` are the smallest and the largest figure of the plan, the
    same where there is one only: its rate, its cost of a contact, or the sum of
    all days and of what all steps bring in a month.  ``value`` is where the plan
    stands within the span: the factor 1, or its discount rate.
    """

    name: str
    span: Span
    value: float
    low: float
    high: float


def premises(rollout: Rollout) -> Iterator[Premise]:
    """Yield the assumptions that a rollout makes; one of which it says nothing is left out."""
    steps = [step for step in rollout.steps if not step.done]
    for name, found in (
        ("days", [sum(step.days.likely for step in steps)]),
        ("failures", [step.cut_over.fails for step in steps if step.cut_over and step.cut_over.fails]),
        ("severity", [one.severity for step in steps for one in step.affects.values() if one.severity]),
        ("benefit", [sum(step.benefit.monthly.likely for step in steps)]),
        ("contact-cost", [rollout.disturbed_contact_costs.likely]),
    ):
        if any(found):
            yield Premise(name, SPANS[name], 1.0, min(found), max(found))
    span = replace(SPANS[DISCOUNT], most=max(SPANS[DISCOUNT].most, rollout.discount))
    yield Premise(DISCOUNT, span, rollout.discount, rollout.discount, rollout.discount)


def with_premises(
    rollout: Rollout, arrangements: Sequence[Arrangement], wanted: Mapping[str, float]
) -> tuple[Rollout, tuple[Arrangement, ...]]:
    """Return a rollout and its arrangements with other assumptions; one that is not named stays."""
    for name, value in wanted.items():
        if name == DISCOUNT:
            rollout = replace(rollout, discount=value)
        else:
            rollout = scaled_rollout(rollout, name, value)
            arrangements = [scaled(one, name, value) for one in arrangements]
    return rollout, tuple(arrangements)
