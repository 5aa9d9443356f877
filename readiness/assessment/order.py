"""In what order things were done: strategy, map, processes and roles, vendor, outbound contact.

The four pitfalls are a claim about order, so dates are compared, not opinions.
Only P1-M4 and part b of P1-Q1 are scored; what lies behind is printed under
"how we got here".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from readiness.engagement.model import MILESTONES, Engagement

STEPS = (
    "customer-strategy",
    "touchpoint-map",
    "processes",
    "roles",
    "vendor-chosen",
    "go-live",
    "next-decision",
    "outbound-contact",
)
ONLY_IF_DATED = ("go-live", "next-decision")
_GROUND = ("customer-strategy", "touchpoint-map", "processes", "roles")
BEFORE: dict[str, tuple[str, ...]] = {
    "touchpoint-map": ("customer-strategy",),
    "processes": ("customer-strategy",),
    "roles": ("customer-strategy",),
    "vendor-chosen": _GROUND,
    "go-live": ("processes", "roles", "vendor-chosen"),
    "next-decision": _GROUND,
    "outbound-contact": ("customer-strategy",),
}


@dataclass(frozen=True)
class Breach:
    """A step that came, or will come, before one that should precede it.

    ``past`` breaches can no longer be mended by waiting; ``undated`` ones may
    be mended by writing the date down.
    """

    step: str
    before: str
    past: bool
    undated: bool


@dataclass(frozen=True)
class OrderStep:
    """One step of the order with its date, if it has one."""

    id: str
    on: date | None
    state: Literal["done", "planned", "undated"]
    breaches: tuple[Breach, ...]


def order(engagement: Engagement) -> tuple[OrderStep, ...]:
    """Return the steps in their right order, each with what it overtook.

    The next decision is a step like the others: what it overtakes can still be
    settled before it.
    """
    as_of = engagement.profile.as_of
    dates = _dates(engagement)
    steps = []
    for step in STEPS:
        on = dates.get(step)
        if on is None and step in ONLY_IF_DATED:
            continue
        state: Literal["done", "planned", "undated"] = "undated"
        if on is not None:
            state = "done" if on <= as_of else "planned"
        breaches = tuple(
            Breach(step, earlier, past=on <= as_of, undated=dates.get(earlier) is None)
            for earlier in BEFORE.get(step, ())
            if on is not None and ((before := dates.get(earlier)) is None or before > on)
        )
        steps.append(OrderStep(step, on, state, breaches))
    return tuple(steps)


def _dates(engagement: Engagement) -> dict[str, date]:
    profile = engagement.profile
    dates = {step: on for step, on in profile.milestones.items() if step in MILESTONES}
    if engagement.touchmap is not None and engagement.touchmap.confirmed_on is not None:
        dates["touchpoint-map"] = engagement.touchmap.confirmed_on
    if profile.programme.next_decision.on is not None:
        dates["next-decision"] = profile.programme.next_decision.on
    return dates
