"""Rules drawn from real rollouts (RR1 to RR14): what an option leaves out, dares or puts out of order."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.rules.case import Case, Rule
from readiness.rollout.rules.effects import customer_check, lost_function, named_effects
from readiness.rollout.rules.finding import CAUSES, RolloutFinding, heaviest_first
from readiness.rollout.rules.hours import outside_business
from readiness.rollout.rules.money import dropped_goals, money
from readiness.rollout.rules.precedence import blueprint, data_first, process_first
from readiness.rollout.rules.seasons import quiet_season
from readiness.rollout.rules.size import big_bang, small_risk
from readiness.rollout.rules.tests import exit_test, tests_passed

RULES: Mapping[str, Rule] = {
    "RR1": named_effects,
    "RR2": outside_business,
    "RR3": lost_function,
    "RR4": small_risk,
    "RR5": big_bang,
    "RR6": exit_test,
    "RR7": data_first,
    "RR8": process_first,
    "RR9": customer_check,
    "RR10": dropped_goals,
    "RR11": money,
    "RR12": tests_passed,
    "RR13": quiet_season,
    "RR14": blueprint,
}


def find(
    case: Case, arrangement: Arrangement, *, rules: Mapping[str, Rule] = RULES
) -> tuple[RolloutFinding, ...]:
    """Return what rules find in an option, the heaviest first; nothing where it does no step."""
    if not arrangement.order:
        return ()
    return heaviest_first(finding for rule in rules.values() for finding in rule(case, arrangement))


__all__ = ["CAUSES", "RULES", "Case", "RolloutFinding", "find"]
