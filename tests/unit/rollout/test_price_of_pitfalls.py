"""An uncleared pitfall in days, money and disturbed contacts, and contacts in what a phasing is judged by.

Every figure here can be worked out with pencil and paper.
"""

from datetime import timedelta

import numpy as np
import pytest
from small_plans import ALWAYS, START, fixed, option, pert, setting, simulated, step

from readiness.rollout.draw import Draws
from readiness.rollout.gate_price import gate_prices
from readiness.rollout.judging import judged
from readiness.rollout.model import Clearing, Season, Team
from readiness.rollout.phasings import Judge
from readiness.rollout.simulation import draw_chunks
from readiness.rollout.step import Benefit, Cost, CutOver, Effect
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Channel

A_DAY = 100.0
BUSY = 3
"""A day of February has so many times the contacts of another day."""
MAP = TouchMap(
    "touchmap/1",
    "map",
    channels=(Channel("phone", hours=("24/7",)),),
    touchpoints=(Touchpoint("ask", channel="phone", volume=Volume(A_DAY * (337 + 28 * BUSY))),),
)
FEBRUARY = Season("phone", (1, BUSY, *[1] * 10))
TEAM = Team("team", people=2.0, calendar=ALWAYS.id)
HALF = {"ask": Effect(0.5, 10)}
"""Half of the contacts are disturbed for ten days."""


def case(*steps, gates=(), shut=(), contact=2.0, **fields):
    return setting(
        *steps,
        touchmap=MAP,
        profile=(FEBRUARY,),
        teams=(TEAM,),
        gates=gates,
        shut=shut,
        disturbed_contact_costs=fixed(contact),
        until=START + timedelta(days=364),
        **fields,
    )


def priced(where, **how):
    return {one.pitfall: one for one in gate_prices([option(where, **how)], where, trials=50, seed=1)}


def test_a_gate_that_moves_a_go_live_into_the_busy_month():
    """Clear, it is live on 4 January; shut, after 31 more days, on 4 February."""
    gate = Clearing("strategy", days=fixed(31), team="team", cost=fixed(500))
    steps = step("a", 3, gate=("strategy",), affects=HALF, benefit=Benefit(fixed(3000)))
    (price,) = priced(case(steps, gates=(gate,), shut=("strategy",))).values()
    more = A_DAY * (BUSY - 1) * 10 / 2
    assert price.days == pytest.approx(31)
    assert price.contacts == pytest.approx(more, rel=1e-6)
    assert price.money == pytest.approx(500 + 2 * more + 3000 / 30.436875 * 31, rel=1e-4)


def test_a_gate_may_save_contacts_by_moving_a_go_live_out_of_it():
    """Clear, it is live on 1 February; shut, on 4 March: what is saved by clearing is less than nothing."""
    gate = Clearing("strategy", days=fixed(31), team="team")
    (price,) = priced(
        case(step("a", 31, gate=("strategy",), affects=HALF), gates=(gate,), shut=("strategy",))
    ).values()
    assert price.days == pytest.approx(31)
    assert price.contacts == pytest.approx(-A_DAY * (BUSY - 1) * 10 / 2, rel=1e-6)
    assert price.money == pytest.approx(2 * price.contacts, rel=1e-4)


def test_two_gates_are_priced_apart_and_that_of_another_option_is_not_its_own():
    gates = (
        Clearing("strategy", days=fixed(31), team="team"),
        Clearing("technology", days=fixed(5), team="team", cost=fixed(40)),
    )
    where = case(
        step("a", 3, gate=("strategy", "technology"), affects=HALF),
        step("b", 3, affects={}),
        gates=gates,
        shut=("strategy", "technology"),
    )
    both = priced(where)
    assert both["strategy"].days == pytest.approx(26)  # the other gate takes five of the days anyway
    assert both["technology"].days == pytest.approx(0)
    assert both["technology"].money == pytest.approx(40)
    assert both["technology"].contacts == 0
    assert priced(where, order=("b",)) == {}


def test_disturbed_contacts_take_away_from_the_worth_that_phasings_are_judged_by():
    gains = Benefit(fixed(900))
    costs = [0.0, 2.0, 7.0]
    found = []
    for contact in costs:
        where = case(step("a", 3, affects=HALF, benefit=gains, cost=Cost(fixed(1000))), contact=contact)
        chunks = tuple(draw_chunks(where, trials=200, seed=1))
        found.append(judged(option(where), where, chunks))
    finish, contacts, worth = map(np.array, zip(*found, strict=True))
    assert finish == pytest.approx([3 * 86400] * 3)
    assert contacts == pytest.approx([A_DAY * 10 / 2] * 3, rel=1e-6)
    assert worth[0] - worth == pytest.approx([one * A_DAY * 10 / 2 for one in costs], rel=1e-4)
    assert worth[0] == pytest.approx(900 / 30.436875 * 362 - 1000, rel=1e-4)


def test_what_a_phasing_is_judged_by_is_what_the_simulation_says_also_where_much_is_uncertain():
    cut = CutOver(0, "always", fails=0.3, retry_days=2, tries=3, failure_costs=fixed(11))
    where = case(
        step("a", pert(2, 5, 60), affects=HALF, cut_over=cut, benefit=Benefit(pert(100, 300, 900))),
        step("b", pert(1, 9, 30), affects={"ask": Effect(0.2, 20)}, after=("a",)),
    )
    draws = Draws(3, 0, 400, where.rollout.correlation)
    mine = judged(option(where, waves=(("a",), ("b",))), where, [draws])
    other = simulated(where, trials=400, seed=3, chunks=[draws], waves=(("a",), ("b",)))
    late = float(np.percentile(other.finish, 80, method="inverted_cdf"))
    exposure, npv = (float(np.mean(one, dtype=np.float64)) for one in (other.exposure, other.npv))
    assert mine == (late, exposure, npv)
    assert Judge(where, trials=400, seed=3).judge((("a",), ("b",))).exposure == pytest.approx(
        exposure, rel=0.1
    )
