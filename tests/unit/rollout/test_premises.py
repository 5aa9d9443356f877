"""A plan with other main assumptions: what moves, and what stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from readiness.resources import examples
from readiness.rollout.premises import SPANS, premises, with_premises
from readiness.services.rollouts import compare_case, open_rollout

BOISE = Path(str(examples())) / "boise-office"


@pytest.fixture(scope="module")
def case():
    return open_rollout(BOISE, "en")


def figures(case, **wanted):
    """Mean end, contacts, cost and worth of the option with most steps."""
    wanted = {name.replace("_", "-"): value for name, value in wanted.items()}
    rollout, arrangements = with_premises(case.rollout, case.arrangements, wanted)
    found = compare_case(replace(case, rollout=rollout), arrangements, trials=200, depth=False)
    one = found.outcomes[0]
    return {
        name: float(np.mean(getattr(one, name), dtype=np.float64))
        for name in ("finish", "exposure", "costs", "npv")
    }


def moved(case, **wanted):
    before, after = figures(case), figures(case, **wanted)
    return {name for name in before if abs(after[name] - before[name]) > 1e-6 * abs(before[name])}


def test_a_plan_tells_its_assumptions(case):
    found = {one.name: one for one in premises(case.rollout)}
    assert set(found) == set(SPANS)
    fails = [step.cut_over.fails for step in case.rollout.steps if step.cut_over and step.cut_over.fails]
    assert (found["failures"].low, found["failures"].high) == (min(fails), max(fails))
    assert found["days"].low == found["days"].high == sum(one.days.likely for one in case.rollout.steps)
    assert found["contact-cost"].low == 9
    assert (found["discount"].value, found["discount"].low) == (0.10, 0.10)
    for one in found.values():
        assert one.span.least <= one.value <= one.span.most


def test_what_a_plan_does_not_say_is_not_asked(case):
    bare = replace(
        case.rollout, steps=tuple(replace(step, cut_over=None, affects={}) for step in case.rollout.steps)
    )
    assert {one.name for one in premises(bare)} == set(SPANS) - {"failures", "severity"}
    done = replace(case.rollout, steps=tuple(replace(step, done="yes") for step in case.rollout.steps))
    assert {one.name for one in premises(done)} == {"contact-cost", "discount"}


def test_a_rate_beyond_the_span_widens_it(case):
    high = {one.name: one for one in premises(replace(case.rollout, discount=0.6))}["discount"]
    assert (high.value, high.span.most) == (0.6, 0.6)


def test_the_plans_own_assumptions_change_nothing(case):
    own = {one.name.replace("-", "_"): one.value for one in premises(case.rollout)}
    assert figures(case, **own) == figures(case)


@pytest.mark.parametrize(
    ("wanted", "what"),
    [
        ({"days": 1.5}, {"finish", "exposure", "costs", "npv"}),
        ({"failures": 3.0}, {"finish", "exposure", "costs", "npv"}),
        ({"severity": 2.0}, {"exposure", "npv"}),
        ({"benefit": 0.5}, {"npv"}),
        ({"contact_cost": 4.0}, {"npv"}),
        ({"discount": 0.0}, {"npv"}),
    ],
)
def test_each_assumption_moves_what_hangs_on_it(case, wanted, what):
    assert moved(case, **wanted) == what


def test_worth_falls_with_every_doubt(case):
    before = figures(case)["npv"]
    for doubt in (
        {"days": 1.5},
        {"failures": 3.0},
        {"severity": 2.0},
        {"benefit": 0.5},
        {"contact_cost": 4.0},
    ):
        assert figures(case, **doubt)["npv"] < before, doubt
