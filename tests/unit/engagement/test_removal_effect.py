"""Removal effects against paths whose answer is worked out by hand, and against plain simulation."""

import itertools
import random
from collections import Counter

import pytest

from readiness.engagement.removal_effect import LOST, RESOLVED, START, removal_effects


def counts_of(paths):
    counts = Counter()
    for path, done in paths:
        states = [START, *path, RESOLVED if done else LOST]
        counts.update(itertools.pairwise(states))
    return counts


def test_three_paths_with_a_known_answer():
    """S>1>2>3 resolved, 1 lost, 2>3 lost: a third is resolved; without 1 a sixth, without 2 or 3 nothing."""
    found = removal_effects(counts_of([("123", True), ("1", False), ("23", False)]))
    assert found == pytest.approx({"1": 0.5, "2": 1.0, "3": 1.0})


def test_nothing_resolved_and_nothing_at_all():
    assert removal_effects(counts_of([("12", False)])) == {"1": 0.0, "2": 0.0}
    assert removal_effects({}) == {}


def test_walks_of_the_same_chain_lose_as_many():
    chance = random.Random(1)
    paths = [
        ([chance.choice("abc") for _ in range(chance.randrange(1, 5))], chance.random() < 0.6)
        for _ in range(300)
    ]
    counts = counts_of(paths)
    found = removal_effects(counts)
    ways = {}
    for (start, to), number in counts.items():
        ways.setdefault(start, []).extend([to] * number)

    def resolved(without):
        done = 0
        for _ in range(20_000):
            here = START
            while here not in (RESOLVED, LOST):
                here = LOST if here == without else chance.choice(ways[here])
            done += here == RESOLVED
        return done

    whole = resolved(None)
    assert found == pytest.approx({one: 1 - resolved(one) / whole for one in "abc"}, abs=0.02)
