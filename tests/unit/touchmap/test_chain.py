"""The absorbing chain: closed forms, a dense solver as oracle, and loops that never end."""

from fractions import Fraction
from itertools import pairwise
from math import fsum
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.touchmap import elimination
from readiness.touchmap.chain import Chain, chain_of, never_ending
from readiness.touchmap.loops import strong_components, way_round
from readiness.touchmap.model import Next, TouchMap, Touchpoint

NEAR = {"rel": 1e-12, "abs": 1e-12}


def chain(*rows):
    """Return a chain of rows {state: share}; what is left of a row is done."""
    names = tuple(f"t{place}" for place in range(len(rows)))
    done = tuple(max(1 - sum(row.values()), 0.0) for row in rows)
    return Chain(names, tuple(tuple(row.items()) for row in rows), done)


def touchmap(**ways):
    points = tuple(
        Touchpoint(id=name, next=tuple(Next(to, share) for to, share in steps))
        for name, steps in ways.items()
    )
    return TouchMap(format="touchmap/1", id="m", touchpoints=points)


def dice(seed):
    return Random(seed)


def drawn(seed, states, ways=3, *, least=0.02, most=0.5, near=None):
    """Return a random chain in which every state is done with a chance in between."""
    random = dice(seed)
    rows, done = [], []
    for state in range(states):
        places = [
            random.randrange(states) if near is None else (state + random.randint(-near, near)) % states
            for _ in range(ways)
        ]
        weights = {place: random.random() + 0.01 for place in places}
        leak = random.uniform(least, most)
        whole = sum(weights.values())
        rows.append(tuple((place, (1 - leak) * weight / whole) for place, weight in weights.items()))
        done.append(leak)
    return Chain(tuple(map(str, range(states))), tuple(rows), tuple(done))


def dense(given_chain):
    size = len(given_chain.ways)
    ways = np.zeros((size, size))
    for here, row in enumerate(given_chain.ways):
        for there, share in row:
            ways[here, there] += share
    return np.linalg.inv(np.eye(size) - ways)


def contacts(given_chain):
    return given_chain.expected([1.0] * len(given_chain.ways))


@pytest.mark.parametrize("share", [0, 0.5, 0.9, 0.999, 1 - 1e-9])
def test_a_share_to_itself_is_a_geometric_series(share):
    one = chain_of(touchmap(a=[("a", share)]))
    assert contacts(one)[0] == pytest.approx(1 / (1 - share), rel=1e-15)
    assert one.visits([7.0])[0] == pytest.approx(7 / (1 - share), rel=1e-15)


def test_two_touchpoints_that_hand_back_and_forth():
    one = chain({1: 0.5}, {0: 0.06, 2: 0.1}, {})
    h_order = (1 + 0.06 + 0.1) / (1 - 0.03)
    assert contacts(one) == pytest.approx((1 + 0.5 * h_order, h_order, 1), **NEAR)
    assert one.visits_from(0, 0) == pytest.approx(1 / (1 - 0.03))
    assert one.visits_from(1, 0) == pytest.approx(0.06 / (1 - 0.03))
    assert one.visits_from(2, 1) == 0


@pytest.mark.parametrize("leak", [0.25, 1e-3, 1e-9])
def test_a_ring_takes_as_many_contacts_as_its_leak_says(leak):
    ring = Chain(("",) * 1000, tuple((((at + 1) % 1000, 1 - leak),) for at in range(1000)), (leak,) * 1000)
    assert contacts(ring) == pytest.approx([1 / leak] * 1000, rel=1e-9)


@given(st.integers(1, 40), st.integers(1, 4), st.integers(0, 2**32))
def test_the_dense_inverse_says_the_same(states, ways, seed):
    agree(drawn(seed, states, ways))


@pytest.mark.parametrize(("states", "near", "swept"), [(600, None, True), (900, 40, True), (900, 2, False)])
def test_the_dense_inverse_says_the_same_of_large_loops(states, near, swept):
    large = drawn(states, states, near=near)
    assert any(loop.core is not None for loop in large._loops.values()) is swept
    agree(large, 1e-9)


def agree(one, rel=1e-11):
    random = dice(len(one.ways))
    inverse = dense(one)
    rewards = np.array([random.choice((0, 0.1, 1, 85)) for _ in one.ways])
    assert one.expected([*rewards]) == pytest.approx([*(inverse @ rewards)], rel=rel, abs=1e-9)
    assert one.visits([*rewards]) == pytest.approx([*(inverse.T @ rewards)], rel=rel, abs=1e-9)
    for here, row in enumerate(one.ways):
        for there in (here, *(place for place, _ in row)):
            found = one.visits_from(there, here)
            core = one._loops.get(one.part_of[here])
            if core is not None and core.core is not None and one.part_of[there] == one.part_of[here]:
                assert found is None
            else:
                assert found == pytest.approx(inverse[there, here], rel=rel, abs=1e-9)


@given(st.integers(2, 8), st.integers(0, 2**32))
def test_a_leak_of_a_billionth_is_right_to_ten_digits(states, seed):
    # fractions subtract without loss, floats in a dense solver would not
    random = dice(seed)
    leaks = [
        Fraction(0),
        *(Fraction(random.choice((0, 1)), 10**9) for _ in range(states - 2)),
        Fraction(1, 10**9),
    ]
    rows = []
    for state, leak in enumerate(leaks):
        others = [place for place in range(states) if place != state]
        weights = {place: Fraction(random.randint(1, 9)) for place in others}
        whole = sum(weights.values())
        rows.append({place: (1 - leak) * weight / whole for place, weight in weights.items()})
    exact = solved([[(i == j) - row.get(j, 0) for j in range(states)] for i, row in enumerate(rows)])
    one = Chain(
        ("",) * states,
        tuple(tuple((there, float(share)) for there, share in row.items()) for row in rows),
        tuple(float(leak) for leak in leaks),
    )
    assert contacts(one) == pytest.approx([float(value) for value in exact], rel=1e-10)


def solved(matrix):
    """Solve for the sums of rows of the inverse by Gauss and Jordan, in fractions."""
    rows = [[Fraction(value) for value in row] + [Fraction(1)] for row in matrix]
    for at in range(len(rows)):
        pivot = next(row for row in range(at, len(rows)) if rows[row][at])
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(len(rows)):
            if other != at and rows[other][at]:
                rows[other] = [a - rows[other][at] * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]


def test_a_large_core_with_a_tiny_leak_settles():
    mixed = drawn(5, 2000, least=1e-9, most=1e-9)
    assert any(loop.core is not None for loop in mixed._loops.values())
    assert contacts(mixed) == pytest.approx([1e9] * 2000, rel=1e-8)
    visits = mixed.visits([1.0] * 2000)
    assert sum(visits) == pytest.approx(2000 * 1e9, rel=1e-6)


@given(st.integers(1, 30), st.integers(0, 2**32))
def test_visits_are_starts_times_contacts(states, seed):
    one = drawn(seed, states)
    starts = [float(dice(seed + at).randint(0, 9)) for at in range(states)]
    expected = sum(start * value for start, value in zip(starts, contacts(one), strict=True))
    assert sum(one.visits(starts)) == pytest.approx(expected, abs=1e-9)


@given(st.integers(1, 20), st.integers(0, 2**32), st.data())
def test_a_greater_share_never_means_fewer_contacts(states, seed, data):
    one = drawn(seed, states)
    here = data.draw(st.integers(0, states - 1))
    more = one.done[here] / 2
    (there, share), *others = one.ways[here]
    ways = [*one.ways]
    ways[here] = ((there, share + more), *others)
    done = [*one.done]
    done[here] -= more
    after = contacts(Chain(one.ids, tuple(ways), tuple(done)))
    assert all(b >= a * (1 - 1e-12) for a, b in zip(contacts(one), after, strict=True))


def test_several_steps_to_one_place_add_up_and_a_step_to_nowhere_is_done():
    one = chain_of(touchmap(a=[("b", 0.25), ("b", 0.25), ("gone", 0.5), ("b", 0.0)], b=[]))
    assert one.ways == (((1, 0.5),), ())
    assert one.done == (0.5, 1.0)
    assert contacts(one) == (1.5, 1.0)


def test_shares_that_sum_to_a_hair_more_than_one_are_one():
    one = chain_of(touchmap(a=[("b", 0.5), ("c", 0.5 + 1e-9)], b=[], c=[]))
    assert one.done[0] == 0
    assert contacts(one)[0] == pytest.approx(2, abs=1e-12)


def test_rounding_leaves_nothing():
    shares = [("a", 0.1), ("b", 0.2), ("c", 0.7)]
    assert list(never_ending(touchmap(a=shares, b=[("a", 1.0)], c=[("b", 1.0)])))
    thirds = [("b", 1 / 3), ("c", 1 / 3), ("a", 1 / 3)]
    assert list(never_ending(touchmap(a=thirds, b=[("a", 1.0)], c=[("a", 1.0)])))
    many = {f"t{at}": [("a", 1.0)] for at in range(49)}
    assert 1 - fsum([1 / 49] * 49) > 0  # so it would look as if somebody were done
    assert list(never_ending(touchmap(a=[(name, 1 / 49) for name in many], **many)))
    assert not list(never_ending(touchmap(a=[("a", 1 - 1e-9)])))


def test_where_a_journey_may_never_end_nothing_is_to_be_expected_and_the_rest_is_right():
    one = chain_of(touchmap(a=[("b", 0.1), ("d", 0.5)], b=[("c", 1.0)], c=[("b", 1.0)], d=[("e", 0.5)], e=[]))
    assert contacts(one) == (None, None, None, 1.5, 1.0)
    assert one.visits([10.0, 0.0, 0.0, 0.0, 0.0]) == pytest.approx((10.0, None, None, 5.0, 2.5))
    assert one.visits([0.0, 0.0, 0.0, 4.0, 0.0]) == (0.0, 0.0, 0.0, 4.0, 2.0)
    assert one.visits_from(1, 1) is None
    assert one.visits_from(0, 0) == 1.0


def told(problem):
    return problem.at, problem.values["loop"], [at for _, at in problem.related]


def test_a_loop_without_an_end_is_a_problem_at_its_first_touchpoint():
    found = list(
        never_ending(
            touchmap(
                own=[("own", 1.0)],
                x=[("z", 1.0)],
                y=[("x", 0.5), ("z", 0.5)],
                z=[("y", 1.0)],
                fine=[("fine", 0.9), ("end", 0.1)],
                end=[],
            )
        )
    )
    assert [told(problem) for problem in found] == [
        (("touchpoints", 0, "next"), "own -> own", []),
        (
            ("touchpoints", 1, "next"),
            "x -> z -> y -> x",
            [("touchpoints", 2, "id"), ("touchpoints", 3, "id")],
        ),
    ]
    assert {problem.code for problem in found} == {"journey-never-ends"}
    assert {label for problem in found for label, _ in problem.related} == {"in-the-loop"}


def test_a_long_loop_is_cut_in_words():
    ring = {f"t{at}": [(f"t{(at + 1) % 500}", 1.0)] for at in range(500)}
    (problem,) = never_ending(touchmap(**ring))
    assert problem.values["loop"] == "t0 -> t1 -> t2 -> t3 -> t4 -> t5 -> ... -> t0"
    assert len(problem.related) == 7


def test_the_same_id_twice_is_placed_where_it_first_stands():
    points = (
        Touchpoint(id="b", next=()),
        Touchpoint(id="a", next=(Next("a", 1.0),)),
        Touchpoint(id="a", next=()),
    )
    (problem,) = never_ending(TouchMap(format="touchmap/1", id="m", touchpoints=points))
    assert problem.at == ("touchpoints", 1, "next")


def test_no_touchpoints_no_problem():
    assert contacts(chain_of(touchmap())) == ()
    assert list(never_ending(touchmap())) == []


def test_what_no_float_can_hold_is_unknown_and_does_not_hang():
    # half go on, half begin again, only the last is ever done: 2 ** 2000 contacts
    rows = [{at + 1: 0.5, 0: 0.5} for at in range(1999)]
    assert contacts(chain(*rows, {0: 0.5}, {}))[0] is None
    assert contacts(chain(*rows, {0: 0.5}, {}))[2000] == 1.0


def test_a_loop_that_takes_too_long_is_unknown_and_the_rest_is_right(monkeypatch):
    monkeypatch.setattr(elimination, "BUDGET", 10)
    large = drawn(1, 50)
    all_done = large.done[0]
    both = Chain(
        (*large.ids, "before", "apart", "after"),
        ((*large.ways[0], (52, all_done)), *large.ways[1:], ((0, 0.5),), (), ()),
        (0.0, *large.done[1:], 0.5, 1.0, 1.0),
    )
    found = contacts(both)
    assert found[0] is None
    assert found[50:] == (None, 1.0, 1.0)
    visits = both.visits([1.0] * 53)
    assert visits[0] is None
    assert visits[50:] == (1.0, 1.0, None)


def test_a_core_that_does_not_settle_is_eliminated(monkeypatch):
    expected = contacts(drawn(3, 600))
    monkeypatch.setattr("readiness.touchmap.sweeps.MOST", 1)
    anew = drawn(3, 600)
    assert contacts(anew) == pytest.approx(expected, rel=1e-9)
    assert all(loop.core is None for loop in anew._loops.values())


@given(st.integers(1, 12), st.integers(0, 2**32))
def test_parts_come_after_those_they_lead_to(states, seed):
    random = dice(seed)
    ways = [[random.randrange(states) for _ in range(random.randint(0, 3))] for _ in range(states)]
    reach = np.linalg.matrix_power(np.eye(states) + dense_ways(ways), states) > 0
    parts = strong_components(ways)
    assert sorted(state for part in parts for state in part) == [*range(states)]
    number = {state: place for place, part in enumerate(parts) for state in part}
    for here in range(states):
        for there in range(states):
            assert (number[here] == number[there]) == bool(reach[here, there] and reach[there, here])
            if reach[here, there]:
                assert number[here] >= number[there]
    for part in parts:
        way = way_round(ways, part[0], set(part))
        assert bool(way) == (len(part) > 1 or part[0] in ways[part[0]])
        assert all(there in ways[here] for here, there in pairwise(way))
        assert not way or way[0] == way[-1] == part[0]


def dense_ways(ways):
    matrix = np.zeros((len(ways), len(ways)))
    for here, row in enumerate(ways):
        matrix[here, row] = 1
    return matrix


def test_a_long_path_needs_no_recursion():
    assert len(strong_components([[at + 1] for at in range(50_000)] + [[]])) == 50_001
