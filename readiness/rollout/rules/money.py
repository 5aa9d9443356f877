"""RR10 and RR11: what was dropped is written down, and what is bought now and what later is ranked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.rules.case import Case, named, places, steps_of
from readiness.rollout.rules.finding import RolloutFinding, Severity
from readiness.rollout.step import Step


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
    Minor too is an option that pays more than half of all its likely costs once
    for steps that go live before the first one with a gain: the cash sinks with
    nothing to lift it, though steps with a gain might be ranked before.
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
    yield from _late_gain(arrangement, steps, place)


def _late_gain(
    arrangement: Arrangement, steps: Sequence[Step], place: Mapping[str, int]
) -> Iterator[RolloutFinding]:
    """Yield what is paid before any step gains, where it is over half and not needed first."""
    gains = [one for one in steps if not one.benefit.monthly.is_nothing]
    if not gains:
        return
    first = min(gains, key=lambda one: place[one.id])
    before = [one for one in steps if place[one.id] < place[first.id] and not one.cost.once.is_nothing]
    before = [one for one in before if not _needs(arrangement, first.id, one.id)]
    out, every = (sum(one.cost.once.likely for one in some) for some in (before, steps))
    if out > every / 2:
        subject, others = f"options:{arrangement.id}", named("steps", [one.id for one in before])
        figures = {"out": out, "out_share": out / every}
        yield RolloutFinding(
            "RR11", "gain-late", "minor", subject, (subject, *others, f"steps:{first.id}"),
            {"others": others, "first": f"steps:{first.id}"}, figures,
        )  # fmt: skip


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
