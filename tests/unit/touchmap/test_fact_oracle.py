"""Flow, entry steps and islands worked out a second time, naively and slowly."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from random_maps import case_of, cases, maps

from readiness.assessment.facts import FACTS
from readiness.touchmap.islands import islands
from readiness.touchmap.volumes import traffic


def visits_of(touchmap, touchpoint, buyer):
    """Return the visits of a buyer (None: of nobody in particular) at a touchpoint."""
    volume = touchpoint.volume
    if volume.total is None:
        return volume.by_buyer.get(buyer, 0.0)
    if not touchpoint.buyers:
        return volume.total if buyer is None else 0.0
    if buyer not in touchpoint.buyers:
        return 0.0
    heads = {one.id: one.head_count for one in touchmap.buyers if one.id in touchpoint.buyers}
    if None in heads.values():
        return volume.total / len(heads)
    return volume.total * heads[buyer] / sum(heads.values())


def arriving(touchmap, touchpoint, buyer):
    return sum(
        visits_of(touchmap, other, buyer) * step.share
        for other in touchmap.touchpoints
        for step in other.next
        if step.to == touchpoint.id
    )


def starting(touchmap, touchpoint, buyer):
    surplus = visits_of(touchmap, touchpoint, buyer) - arriving(touchmap, touchpoint, buyer)
    return surplus if surplus > 1e-6 else 0.0


@given(maps())
def test_visits_inflow_and_starts(touchmap):
    flow = traffic(touchmap)
    for touchpoint in touchmap.touchpoints:
        for buyer in (None, *(one.id for one in touchmap.buyers)):
            found = flow.visits[touchpoint.id].get(buyer or "", 0.0)
            assert found == pytest.approx(visits_of(touchmap, touchpoint, buyer))
            inflow = flow.inflow[touchpoint.id].get(buyer or "", 0.0)
            assert inflow == pytest.approx(arriving(touchmap, touchpoint, buyer))
        everybody = (None, *(buyer.id for buyer in touchmap.buyers))
        begun = sum(starting(touchmap, touchpoint, buyer) for buyer in everybody)
        assert flow.starts[touchpoint.id] == pytest.approx(begun)
    total = sum(
        visits_of(touchmap, touchpoint, buyer)
        for touchpoint in touchmap.touchpoints
        for buyer in (None, *(one.id for one in touchmap.buyers))
    )
    assert flow.all(touchmap.touchpoints) == pytest.approx(total)


def steps_by_hand(touchmap, buyer, need):
    """Return the length of the shortest of all paths without repetition, None if there is none."""
    led_to = {step.to for touchpoint in touchmap.touchpoints for step in touchpoint.next}
    mine = [
        touchpoint
        for touchpoint in touchmap.touchpoints
        if touchpoint.direction == "inbound"
        and (buyer in touchpoint.buyers or buyer in touchpoint.volume.by_buyer)
    ]
    lengths = [
        length
        for length in range(1, len(mine) + 1)
        for path in permutations(mine, length)
        if (starting(touchmap, path[0], buyer) > 0 or path[0].id not in led_to)
        and need in path[-1].serves
        and all(there.id in {step.to for step in here.next} for here, there in pairwise(path))
    ]
    return min(lengths, default=None)


@given(cases())
def test_added_steps(drawn):
    planned, touchmap = drawn
    case = case_of(touchmap, planned)
    measure = FACTS["P3-M6"](case)
    if case.planned is None:
        assert measure.why == "no-to-be"
        return
    top = {need.id for need in touchmap.needs if need.top}
    pairs = [(buyer.id, need) for buyer in touchmap.buyers for need in buyer.needs if need in top]
    before = {pair: steps for pair in pairs if (steps := steps_by_hand(touchmap, *pair))}
    if not before:
        assert measure.why == "no-top-need"
        return
    never = max(len(touchmap.touchpoints), len(case.planned.touchpoints)) + 1
    more = {pair: (steps_by_hand(case.planned, *pair) or never) - steps for pair, steps in before.items()}
    worst = max(0, *more.values())
    assert measure.value == worst
    named = {
        one for pair in more if more[pair] == worst > 0 for one in (f"buyers:{pair[0]}", f"needs:{pair[1]}")
    }
    assert set(measure.ids) == named


def find(parents, one):
    while parents[one] != one:
        one = parents[one]
    return one


@given(maps())
def test_islands_are_the_sets_of_union_and_find(touchmap):
    parents = {system.id: system.id for system in touchmap.systems}
    for system in touchmap.systems:
        for fed in system.feeds:
            parents[find(parents, system.id)] = find(parents, fed)
    most = 0
    for data in touchmap.data:
        groups = {}
        for system in touchmap.systems:
            if data.id in system.holds:
                groups.setdefault(find(parents, system.id), set()).add(system.id)
        assert {frozenset(group) for group in islands(touchmap, data.id)} == {
            frozenset(group) for group in groups.values()
        }
        if data.about == "buyers":
            most = max(most, len(groups))
    assert FACTS["P3-M4"](case_of(touchmap)).value == (most or None)
