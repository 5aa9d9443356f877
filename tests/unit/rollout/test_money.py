"""Money against SciPy's integrals, and by hand."""

import itertools
from datetime import date, timedelta
from math import log1p

import numpy as np
import pytest
from scipy.integrate import quad
from small_plans import START, fixed, pert, setting, simulated, step, went

from readiness.rollout.model import Clearing
from readiness.rollout.money import Account, Ledger, ledger
from readiness.rollout.setting import YEAR
from readiness.rollout.step import Benefit, Cost, CutOver, Effect, ExitTest
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint

DAY = 86400


def drawn(seed):
    rng = np.random.default_rng(seed)
    years = rng.uniform(0.5, 6)
    ramp = rng.choice([0.0, rng.uniform(0.01, 3)])
    account = Account(
        "a",
        rng.uniform(0, 7, 6),
        rng.uniform(0, 1e6, 6),
        rng.uniform(0, 7, 6),
        rng.uniform(0, 1e5, 6),
        rng.uniform(0, 1e6, 6),
        ramp,
    )
    return account, Ledger((account,), years, log1p(rng.choice([0.0, 1e-9, 1e-4, 0.03, 0.12, 0.9])))


def flow(account, at, upto, rate=0.0):
    def a_year(time):
        since = time - account.live_at[at]
        full = min(since / account.ramp, 1.0) if account.ramp else 1.0
        return (account.worth[at] * full - account.costs[at]) * np.exp(-rate * time)

    turns = sorted({account.live_at[at], min(account.live_at[at] + account.ramp, upto), upto})
    return sum(
        quad(a_year, one, other, epsabs=1e-10)[0] for one, other in itertools.pairwise(turns) if other <= upto
    )


@pytest.mark.parametrize("seed", range(60))
def test_present_values_are_integrals(seed):
    account, books = drawn(seed)
    once, flows = books.value(account)
    for at in range(6):
        paid = account.once[at] * np.exp(-books.rate * account.paid_at[at])
        assert once[at] == pytest.approx(-paid if account.paid_at[at] < books.years else 0.0)
        wanted = flow(account, at, books.years, books.rate) if account.live_at[at] < books.years else 0.0
        assert flows[at] == pytest.approx(wanted, rel=1e-7, abs=1e-4)


@pytest.mark.parametrize("seed", range(30))
def test_money_in_hand_is_an_integral(seed):
    account, books = drawn(seed)
    for upto in (0.0, 0.3, books.years):
        found = books.cash(account, upto)
        for at in range(6):
            wanted = flow(account, at, upto) if account.live_at[at] < upto else 0.0
            wanted -= account.once[at] if account.paid_at[at] < upto else 0.0
            assert found[at] == pytest.approx(wanted, rel=1e-7, abs=1e-4)


@pytest.mark.parametrize("ramp", [0.0, 0.5])
def test_a_rate_near_nought_is_as_good_as_none(ramp):
    account = Account("a", *(np.array([one]) for one in (0.0, 1e6, 0.25, 1e4, 3e6)), ramp)
    (_, without) = Ledger((account,), 3.0, 0.0).value(account)
    for power in range(3, 16):
        rate = 10.0**-power
        (_, found) = Ledger((account,), 3.0, rate).value(account)
        assert found[0] == pytest.approx(without[0], rel=2.2 * rate + 1e-14)
        assert found[0] <= without[0] * (1 + 1e-14)


def test_without_discount_the_value_is_the_money_in_hand_at_the_end():
    where = setting(
        step("a", pert(10, 20, 90), cost=Cost(pert(1, 5, 9), fixed(2)), benefit=Benefit(pert(3, 9, 10), 4)),
        step("b", pert(10, 20, 90), cost=Cost(fixed(7)), after=("a",), benefit=Benefit(fixed(3), 0.5)),
        until=date(2001, 12, 31),
    )
    done = went(where)
    books = ledger(done)
    for account in books.accounts:
        once, flows = books.value(account)
        assert once + flows == pytest.approx(books.cash(account, books.years), rel=1e-12)


def test_a_certain_plan_is_worth_what_a_hand_reckons():
    rate = log1p(0.1)
    where = setting(
        step(
            "a",
            30,
            cost=Cost(fixed(5000), fixed(100)),
            benefit=Benefit(fixed(900)),
            exit_test=ExitTest("", passes=0.0, worth_if_failed=0.25),
        ),
        step("b", 60, cost=Cost(fixed(800)), after=("a",), gate=("strategy",)),
        gates=(Clearing("strategy", fixed(0), cost=fixed(70)),),
        shut=("strategy",),
        until=START + timedelta(days=364),
        discount=0.1,
    )
    found = simulated(where, trials=3, depth=True)
    years = 365 * DAY / YEAR
    live = 30 * DAY / YEAR
    flows = (900 * 0.25 - 100) * 12 * (np.exp(-rate * live) - np.exp(-rate * years)) / rate
    wanted = -5000 - 70 - 800 * np.exp(-rate * live) + flows
    assert found.npv == pytest.approx([wanted] * 3, rel=1e-6)
    assert found.costs == pytest.approx([5000 + 70 + 800 + 1200 * (years - live)] * 3, rel=1e-6)
    assert found.p_loss == 1


def test_each_failed_try_costs_and_so_does_each_disturbed_contact():
    touchmap = TouchMap("touchmap/1", "map", touchpoints=(Touchpoint("ask", volume=Volume(36_500.0)),))
    cut = CutOver(0, "always", fails=1.0, retry_days=1, tries=3, failure_costs=fixed(11))
    where = setting(
        step("a", 10, cut_over=cut, affects={"ask": Effect(0.5, 10)}),
        touchmap=touchmap,
        disturbed_contact_costs=fixed(2),
    )
    found = simulated(where, trials=5)
    assert found.exposure == pytest.approx([500.0] * 5, rel=1e-6)
    assert found.npv == pytest.approx([-22.0 - 1000.0] * 5, rel=1e-6)
    assert found.costs == pytest.approx([22.0] * 5)
    assert found.failures == 2


def test_payback_is_when_the_money_is_back_in_hand():
    month = YEAR / 12 / DAY
    where = setting(
        step("a", 2 * month, cost=Cost(fixed(1000), fixed(20)), benefit=Benefit(fixed(120))),
        until=START + timedelta(days=1094),
    )
    found = simulated(where, trials=9, depth=True)
    assert found.payback == pytest.approx((2 + 10) / 12, abs=1e-6)
    assert found.cash[1][0] == 0
    assert found.cash[1][1] == -1000
    assert found.cash[1][6] == pytest.approx(-1000 + 4 * 100, abs=1e-3)
    slow = setting(
        step("a", 2 * month, cost=Cost(fixed(1000), fixed(20)), benefit=Benefit(fixed(120), 6)),
        until=START + timedelta(days=1094),
    )
    assert simulated(slow, trials=9, depth=True).payback == pytest.approx((2 + 10 + 3.6) / 12, abs=1e-3)


@pytest.mark.parametrize(("cost", "benefit"), [(1000, 20), (0, 20), (1000, 0)])
def test_what_never_comes_back_has_no_payback(cost, benefit):
    where = setting(
        step("a", 10, cost=Cost(fixed(cost)), benefit=Benefit(fixed(benefit))),
        until=START + timedelta(days=364),
    )
    assert simulated(where, trials=9, depth=True).payback is None


def test_the_last_part_of_a_month_is_no_whole_month():
    where = setting(
        step("a", 1, cost=Cost(fixed(100)), benefit=Benefit(fixed(100 / (45.5 / (YEAR / 12 / DAY))))),
        until=START + timedelta(days=46),
    )
    found = simulated(where, trials=3, depth=True)
    assert found.payback == pytest.approx((1 + 45.5) * DAY / YEAR, abs=1e-6)


def test_money_that_comes_after_the_last_day_does_not_count():
    where = setting(
        step("a", 400, cost=Cost(fixed(7)), benefit=Benefit(fixed(20))),
        step("b", 1, after=("a",), cost=Cost(fixed(9), fixed(9))),
        until=START + timedelta(days=364),
    )
    found = simulated(where, trials=3)
    assert (found.npv == -7).all()
    assert (found.costs == 7).all()


def test_half_of_the_benefit_comes_with_the_step_that_reaches_it():
    where = setting(
        step("a", 5, benefit=Benefit(fixed(30))),
        step("b", 9, benefit=Benefit(fixed(30))),
        step("c", 7),
        step("d", 40, benefit=Benefit(fixed(50))),
    )
    found = simulated(where, trials=3)
    assert (found.first_value == 5 * DAY).all()
    assert (found.half_benefit == 9 * DAY).all()
