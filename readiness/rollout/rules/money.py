"""RR10 and RR11: what was dropped is written down, and what is bought now and what later is ranked."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.rules.case import Case, named, places, steps_of
from readiness.rollout.rules.finding import RolloutFinding, Severity


def dropped_goals(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR10: a list of dropped goals is kept (S0-30, S0-31).

    A note with their number, minor where there is none.  Technology that the map calls
    dropped is part of the list.
    """
    option = f"options:{arrangement.id}"
    goals = tuple(one.goal for one in case.rollout.dropped)
    technology = named("technology", [one.id for one in case.touchmap.technology if one.status == "dropped"])
    if not goals and not technology:
        yield RolloutFinding("RR10", "no-list", "minor", option, (option,))
        return
    figures = {"goals": float(len(goals) + len(technology))}
    values = {"names": (*goals, *technology)}
    yield RolloutFinding("RR10", "kept", "note", option, technology, values, figures)


def money(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR11: each step states cost and gain; what costs nothing comes first (S2-29, S2-32, S4-21).

    A step that is not free and states no cost is serious.  One that states no
    gain is minor, a note where others come after it.  A free step that goes
    live after one with a price, though it need not wait for it, is minor.
    """
    place = places(case, arrangement)
    steps = steps_of(arrangement)
    needed = {name for step in steps for name in step.after}
    for step in steps:
        subject = f"steps:{step.id}"
        priced = not (step.cost.once.is_nothing and step.cost.monthly.is_nothing)
        if not priced and not step.is_free:
            yield RolloutFinding("RR11", "no-cost", "serious", subject, (subject,))
        if step.benefit.monthly.is_nothing:
            severity: Severity = "note" if step.id in needed else "minor"
            yield RolloutFinding(
                "RR11",
                "no-benefit",
                severity,
                subject,
                (subject,),
                figures={"once": step.cost.once.likely, "monthly": step.cost.monthly.likely},
            )
    for step in steps:
        paid = [
            one
            for one in steps
            if not one.cost.once.is_nothing
            and place[one.id] < place[step.id]
            and not _needs(arrangement, step.id, one.id)
        ]
        if step.is_free and paid:
            subject, others = f"steps:{step.id}", named("steps", [one.id for one in paid])
            figures = {"paid": sum(one.cost.once.likely for one in paid)}
            yield RolloutFinding(
                "RR11", "free-later", "minor", subject, (subject, *others), {"others": others}, figures
            )


def _needs(arrangement: Arrangement, name: str, other: str) -> bool:
    """Say whether a step comes after another, near or far."""
    left, seen = [name], {name}
    while left:
        step = arrangement.steps.get(left.pop())
        for before in step.after if step else ():
            if before == other:
                return True
            if before not in seen:
                seen.add(before)
                left.append(before)
    return False
