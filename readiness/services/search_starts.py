"""Where a search for better phasings begins: rough plans, and what everybody would try first."""

from __future__ import annotations

from typing import Literal

from readiness.rollout.phasings import Waves, before, is_legal, todo
from readiness.rollout.rough import Aims, rough
from readiness.rollout.rough_front import MOST_STEPS as MOST_ROUGH
from readiness.rollout.rough_front import is_there, rough_front
from readiness.rollout.rough_orders import rough_orders
from readiness.services.rollouts import Case
from readiness.services.search_watch import SearchWatch

EFFORT, BOUND_EFFORT = 2.4, 0.6
"""Deterministic seconds of the solver: for plans, and for how good they could be."""
ROUGH_PLANS = 12
Gaps = tuple[float | None, float | None, float | None]
UNKNOWN: Gaps = (None, None, None)
Proof = Literal["all", "part", "rough-proven", "rough-open", "no-rough", "no-solver"]


def rough_plans(case: Case, seed: int, watch: SearchWatch) -> tuple[list[Waves], Proof, Gaps]:
    """Return rough plans that no other beats, what is proven of them, and how far they are from the best."""
    plan = rough(case.setting) if len(todo(case.setting)) <= MOST_ROUGH else None
    if plan is None:
        return [], "no-rough", UNKNOWN
    if not is_there():
        plans = rough_orders(plan, seed=seed, most=ROUGH_PLANS, go_on=lambda: watch.left_over() > 0)
        return [waves for waves, _ in plans], "no-solver", UNKNOWN
    together = plan.aims((plan.names,)) if is_legal((plan.names,), plan.before) else None
    least = Aims(14, max(1, (together.disturbed if together else 0) // 50),
                 max(1, abs(together.loss if together else 0) // 50))  # fmt: skip
    found = rough_front(
        plan,
        effort=EFFORT,
        seed=seed,
        least=least,
        most=ROUGH_PLANS,
        bound_effort=BOUND_EFFORT,
        left_over=watch.left_over,
    )
    proof: Proof = "rough-proven" if found.proven else "rough-open"
    return [waves for waves, _ in found.plans], proof, found.gaps


def search_starts(case: Case, plans: list[Waves]) -> list[Waves]:
    """Return phasings to begin with: rough plans, the planner's own, all at once, one by one."""
    steps, earlier = todo(case.setting), before(case.setting)
    own = [one.waves for one in case.arrangements if {*one.order} == {*steps}]
    singles = tuple((step,) for step in steps)
    return [waves for waves in (*plans, *own, (steps,), singles) if is_legal(waves, earlier)]
