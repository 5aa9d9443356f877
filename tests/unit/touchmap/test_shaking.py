"""Shaking guesses: the generator against its published numbers, and what shaken maps must keep."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_maps import maps
from touchmap_builders import map_of

from readiness.evidence import EvidenceNote, Grade
from readiness.touchmap.analyses.reach import reach
from readiness.touchmap.finding import MapFinding
from readiness.touchmap.shaking import _hashed, _mixed, _Shaker, shake
from readiness.touchmap.volumes import traffic

MAP = """
contacts_per_year: 300
buyers: [{id: anna, head_count: 10, evidence: document}]
touchpoints:
  - {id: a, volume: 100, cost: 10, minutes: 4, satisfaction: 4.9, buyers: [anna],
     next: [{to: b, share: 0.6, handoff: {minutes: 3}}, {to: c, share: 0.4}]}
  - {id: b, volume: 100, cost: 10, buyers: [anna], evidence: measured, next: [{to: c, share: 0.5}]}
  - {id: c, volume: {anna: 100}, buyers: [anna]}
"""


def volume(point):
    return point.volume.total if point.volume.total is not None else sum(point.volume.by_buyer.values())


def over(limit, name="a"):
    """Find that a touchpoint has more visits than a limit."""

    def find(touchmap):
        return [
            MapFinding("BUSY", "minor", f"touchpoints:{t.id}")
            for t in touchmap.touchpoints
            if t.id == name and volume(t) > limit
        ]

    return find


def test_the_generator_gives_the_published_numbers():
    # SplitMix64 from the state 1234567, as in the reference implementation (Vigna 2015)
    state, drawn = 1234567, []
    for _ in range(3):
        drawn.append(_mixed(state))
        state = (state + 0x9E3779B97F4A7C15) % 2**64
    assert drawn == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    # FNV-1a from its authors' list of test vectors
    assert _hashed("") == 0xCBF29CE484222325
    assert _hashed("a") == 0xAF63DC4C8601EC8C
    assert _hashed("foobar") == 0x85944171F73967E8


def test_factors_are_even_and_independent():
    shaker = _Shaker(map_of(MAP), 7, 0.3)
    drawn = {}
    for name in ("one", "two"):
        drawn[name] = []
        for number in range(4000):
            shaker.round = number
            drawn[name].append((shaker.factor(name) - 0.7) / 0.6)
    for values in drawn.values():
        assert all(0 <= value <= 1 for value in values)
        assert sum(values) / 4000 == pytest.approx(0.5, abs=0.02)
        tenths = [sum(int(v * 10) == n for v in values) for n in range(10)]
        assert all(320 < count < 480 for count in tenths)  # 400, give or take four standard deviations
    one, two = drawn["one"], drawn["two"]
    together = sum((a - 0.5) * (b - 0.5) for a, b in zip(one, two, strict=True)) / 4000 * 12
    steps = sum((a - 0.5) * (b - 0.5) for a, b in pairwise(one)) / 4000 * 12
    assert abs(together) < 0.07
    assert abs(steps) < 0.07


def test_a_threshold_holds_as_often_as_the_factor_passes_it():
    loose = replace(map_of(MAP), contacts_per_year=None)
    # visits are even between 70 and 130, so more than 85 in three of four rounds
    found = shake(loose, over(85), seed=1, rounds=2000)
    assert found.held[0].share == pytest.approx(0.75, abs=0.04)
    assert found.falling == found.held
    assert found.appearing == ()
    found = shake(loose, over(120), seed=1, rounds=2000)
    assert found.held == ()
    assert found.appearing[0].share == pytest.approx(1 / 6, abs=0.04)
    found = shake(loose, over(72), seed=1, rounds=2000)
    assert found.held[0].share == pytest.approx(29 / 30, abs=0.02)
    assert found.falling == ()


def test_the_same_seed_gives_the_same_and_another_one_not():
    first, again = (shake(map_of(MAP), over(85), seed=5, rounds=50) for _ in range(2))
    assert first == again
    assert shake(map_of(MAP), over(85), seed=6, rounds=50).held != first.held


def test_measured_figures_stay():
    shaken = _Shaker(map_of(MAP), 1, 0.3).shaken(3)
    today = map_of(MAP)
    assert shaken.touchpoints[1] == today.touchpoints[1]
    assert shaken.buyers == today.buyers
    a = shaken.touchpoints[0]
    assert 70 <= a.volume.total <= 130
    assert a.volume.total != 100
    assert a.cost != 10
    assert a.minutes != 4
    assert a.next[0].handoff.minutes != 3
    # seven figures at a (visits, cost, minutes, satisfaction, two shares, hand-off) and the visits at c
    assert _Shaker(today, 1, 0.3).figures == 8


def test_satisfaction_stays_on_its_scale():
    shaker = _Shaker(map_of(MAP), 1, 0.3)
    drawn = [shaker.shaken(number).touchpoints[0].satisfaction for number in range(50)]
    assert max(drawn) == 5
    assert 3.43 <= min(drawn) < 4.9
    low = map_of(MAP.replace("satisfaction: 4.9", "satisfaction: 1.1"))
    shaker = _Shaker(low, 1, 0.3)
    assert min(shaker.shaken(number).touchpoints[0].satisfaction for number in range(50)) == 1


def test_an_unchanged_figure_of_a_changed_map_is_shaken_alike():
    today = replace(map_of(MAP), contacts_per_year=None)
    later = replace(today, touchpoints=today.touchpoints[::-1][:1] + today.touchpoints[:1])
    one, two = (_Shaker(one, 4, 0.3).shaken(9) for one in (today, later))
    assert one.index["touchpoints"]["a"] == two.index["touchpoints"]["a"]


def test_nothing_guessed_nothing_falls():
    measured = EvidenceNote("measured")
    firm = map_of(MAP)
    firm = replace(firm, touchpoints=tuple(replace(t, evidence=measured) for t in firm.touchpoints))
    found = shake(firm, over(85), seed=1)
    assert found.figures == 0
    assert [one.share for one in found.held] == [1.0]
    assert (found.falling, found.appearing) == ((), ())


@pytest.mark.parametrize(("rounds", "spread"), [(0, 0.3), (-1, 0.3), (10, 1.0), (10, -0.1)])
def test_what_cannot_be_shaken(rounds, spread):
    with pytest.raises(ValueError, match="out of range"):
        shake(map_of(MAP), over(85), seed=1, rounds=rounds, spread=spread)


@given(maps(), st.integers(-(2**70), 2**70), st.integers(0, 500), st.sampled_from([0.1, 0.3, 0.9]))
@settings(deadline=None)
def test_what_every_shaken_map_keeps(touchmap, seed, number, spread):
    shaken = _Shaker(touchmap, seed, spread).shaken(number)
    limit = touchmap.contacts_per_year
    before, after = (traffic(one) for one in (touchmap, shaken))
    if limit is not None:
        limit = max(limit, before.all(before.inbound))
        fixed = sum(volume(t) or 0 for t in before.inbound if t.evidence.level is not Grade.E0)
        assert after.all(after.inbound) <= max(limit, fixed) * (1 + 1e-9) + 1e-9
    for old, new in zip(touchmap.touchpoints, shaken.touchpoints, strict=True):
        if old.evidence.level is not Grade.E0:
            assert new == old
            continue
        whole = sum(step.share for step in old.next)
        assert sum(step.share for step in new.next) <= max(whole, 1.0) + 1e-9
        assert [step.to for step in new.next] == [step.to for step in old.next]
        assert new.satisfaction is None or 1 <= new.satisfaction <= 5
        assert (new.volume.total is None) == (old.volume.total is None)
        assert list(new.volume.by_buyer) == list(old.volume.by_buyer)
        assert all(visits >= 0 for visits in new.volume.by_buyer.values())


@given(maps(), st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_shares_of_rounds(touchmap, seed):
    found = shake(touchmap, lambda one: reach(traffic(one)).findings, seed=seed, rounds=8)
    today = {one.key for one in reach(traffic(touchmap)).findings}
    assert {(one.code, one.subject) for one in found.held} == today
    assert all(0 <= one.share <= 1 for one in found.held)
    assert all(0 < one.share <= 1 for one in found.appearing)
    assert {(one.code, one.subject) for one in found.appearing}.isdisjoint(today)
    assert set(found.falling) == {one for one in found.held if one.share < 0.9 - 1e-9}
