"""Six steps, the most that are enumerated: the solver finds the whole front of rough plans and proves it."""

from random import Random

import pytest

from readiness.rollout.phasings import MOST_STEPS, legal
from readiness.rollout.rough import Aims, Rough
from readiness.rollout.rough_front import is_there, rough_front

NAMES = "abcdef"


def plan_of(number, reasons):
    """Return six steps with gates, teams, tests and contacts, and so many dependencies between them."""
    random = Random(100 * number + reasons)
    pairs = [(one, name) for place, name in enumerate(NAMES) for one in NAMES[:place]]
    chosen = random.sample(pairs, reasons)
    return Rough(
        tuple(NAMES),
        {name: frozenset(one for one, other in chosen if other == name) for name in NAMES},
        builds={name: random.randint(0, 40) for name in NAMES},
        tests={name: random.choice((0, random.randint(1, 20))) for name in NAMES},
        releases={name: random.choice((0, random.randint(1, 30))) for name in NAMES},
        loads={name: (random.choice(("", "x", "y")), random.randint(0, 4000)) for name in NAMES},
        people={"x": random.randint(50, 300), "y": 100},
        gains={name: tuple(random.randint(-20, 60) - 3 * size for size in range(6)) for name in NAMES},
        until=random.randint(20, 300),
        disturbed={
            name: tuple(random.randint(0, 50) for _ in range(random.randint(1, 30))) for name in NAMES
        },
    )


def best(plan: Rough) -> set[Aims]:
    every = {plan.aims(waves) for waves in legal(plan.before)}
    return {mine for mine in every if not any(one.beats(mine) for one in every)}


@pytest.mark.long
@pytest.mark.skipif(not is_there(), reason="OR-tools is not installed")
@pytest.mark.parametrize(("number", "reasons"), [(0, 0), *((n, k) for n in range(4) for k in (2, 4, 6))])
def test_the_solver_finds_the_front_of_six_steps(number, reasons):
    plan = plan_of(number, reasons)
    assert len(plan.names) == MOST_STEPS
    wanted = best(plan)
    found = rough_front(plan, effort=1e6)
    assert found.proven
    assert {aims for _, aims in found.plans} == wanted
    assert len(found.plans) == len(wanted)
    assert all(plan.aims(waves) == aims for waves, aims in found.plans)
    assert {waves for waves, _ in found.plans} <= {*legal(plan.before)}
