"""Options side by side: who is best how often, what is regretted, what beats what, and at which price."""

from dataclasses import replace

import numpy as np
import pytest
from small_plans import fixed, option, pert, setting, step

from readiness.rollout.comparison import beaten, has_money, prices, recommended, standings, steps_of
from readiness.rollout.outcome import NEVER
from readiness.rollout.simulation import simulate
from readiness.rollout.step import Benefit, Cost

ORDERS = {"ab": (("a",), ("b",)), "ba": (("b",), ("a",)), "both": (("a", "b"),)}


def where(monthly=1000, **fields):
    steps = [
        step("a", pert(5, 10, 40), benefit=Benefit(fixed(monthly)), cost=Cost(fixed(monthly / 2))),
        step("b", pert(5, 20, 60), benefit=Benefit(fixed(monthly))),
    ]
    return setting(*steps, **fields)


def went(some=ORDERS, place=None):
    place = place or where()
    ways = [option(place, waves=waves, name=name) for name, waves in some.items()]
    return simulate(ways, place, trials=500, seed=3, depth=False)


def test_an_option_against_itself_is_never_regretted():
    (alone,) = standings(went({"ab": ORDERS["ab"]}))
    assert (alone.p_best, alone.regret, alone.beaten) == (1.0, 0.0, None)


def test_twins_share_and_do_not_beat_each_other():
    for one in standings(went({"one": ORDERS["ab"], "two": ORDERS["ab"]})):
        assert (one.p_best, one.regret, one.beaten) == (0.5, 0.0, None)


@pytest.mark.parametrize("monthly", [0, 1000], ids=["by its end", "by its worth"])
def test_chances_to_be_best_add_up_and_regret_is_the_loss_against_the_best_of_each_trial(monthly):
    outcomes = went(place=where(monthly))
    assert has_money(outcomes) == bool(monthly)
    found = standings(outcomes)
    assert sum(one.p_best for one in found) == pytest.approx(1)
    worth = [one.npv.astype(float) if monthly else -one.finish / 86400 for one in outcomes]
    for trial in (0, 1, 2):
        assert max(each[trial] for each in worth) >= worth[0][trial]
    for mine, one in zip(worth, found, strict=True):
        naive = [max(each[trial] for each in worth) - mine[trial] for trial in range(mine.size)]
        assert one.regret == pytest.approx(sum(naive) / len(naive), rel=1e-6)
    assert min(one.regret for one in found) < max(one.regret for one in found)


def test_what_beats_an_option_is_at_least_as_good_in_all_and_better_in_one():
    outcomes = went()
    by_id = {one.id: one for one in outcomes}
    found = [one for one in standings(outcomes) if one.beaten]
    assert found
    for one in found:
        mine, better = by_id[one.id], by_id[one.beaten.by]
        gains = (
            np.percentile(mine.finish, 80, method="inverted_cdf")
            - np.percentile(better.finish, 80, method="inverted_cdf"),
            mine.exposure.mean() - better.exposure.mean(),
            better.npv.mean(dtype=float) - mine.npv.mean(dtype=float),
        )
        assert min(gains) >= -1e-6
        assert max(gains) > 0
        assert one.beaten.days == pytest.approx(gains[0] / 86400)
        assert one.beaten.money == pytest.approx(gains[2], rel=1e-6)


def test_worse_in_one_thing_is_not_beaten():
    one = went()[0]
    dearer = replace(one, id="dearer", npv=one.npv - 1)
    earlier = replace(dearer, id="earlier", finish=one.finish - 86400)
    assert beaten(dearer, [one]).by == one.id
    assert beaten(earlier, [one]) is None
    assert beaten(one, [earlier]) is None


def test_doing_less_beats_only_by_being_worth_more():
    place = where()
    half = went({"half": (("a",),)}, place)[0]
    whole = went({"whole": ORDERS["ab"]}, place)[0]
    assert steps_of(half) < steps_of(whole)
    same = replace(half, npv=whole.npv)
    calmer = replace(same, exposure=whole.exposure - 1)
    assert beaten(whole, [calmer]) is None
    more = replace(half, npv=whole.npv + 5)
    assert beaten(whole, [more]).days is None
    assert beaten(whole, [more]).money == pytest.approx(5, abs=0.01)


def test_what_never_ends_is_neither_recommended_nor_better_than_what_does():
    one = went()[0]
    never = replace(one, id="never", finish=np.full_like(one.finish, NEVER), npv=one.npv + 1e6)
    outcomes = (never, one)
    assert beaten(one, outcomes) is None
    assert recommended(outcomes, {each.id: each for each in standings(outcomes)}) is one
    assert recommended([never], {each.id: each for each in standings([never])}) is None
    assert [each.days for each in prices(never, outcomes)] == [None]


def test_the_least_regret_is_recommended():
    outcomes = went()
    found = {one.id: one for one in standings(outcomes)}
    best = recommended(outcomes, found)
    assert found[best.id].regret == min(one.regret for one in found.values())


def test_prices_are_the_same_the_other_way_round():
    outcomes = went()
    forth = {(one.option, one.against): one for mine in outcomes for one in prices(mine, outcomes)}
    assert len(forth) == len(outcomes) * (len(outcomes) - 1)
    for (mine, its), one in forth.items():
        back = forth[its, mine]
        for name in ("days", "value_days", "contacts", "money"):
            assert getattr(one, name) == pytest.approx(-getattr(back, name))
    assert any(one.money for one in forth.values())
