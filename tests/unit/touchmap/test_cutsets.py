from __future__ import annotations

from itertools import combinations

from naive import Naive, random_map

from readiness.touchmap.analyses.cutsets import cut_sets
from readiness.touchmap.analyses.outages import outages, singles
from readiness.touchmap.volumes import traffic


def tried_out(touchmap, size):
    """Try every combination, small ones first."""
    naive = Naive(touchmap)
    names = [name.partition(":")[2] for (name,) in singles(touchmap)]
    found = {}
    for number in range(1, size + 1):
        for several in combinations(names, number):
            for pair in naive.losses(set(several))[1]:
                known = found.setdefault(pair, [])
                if not any(cut <= set(several) for cut in known):
                    known.append(set(several))
    return {(*pair, frozenset(cut)) for pair, cuts in found.items() for cut in cuts}


def told(found):
    return {(one.buyer, one.need, frozenset(n.partition(":")[2] for n in one.ids)) for one in found.found}


def test_cut_sets_are_those_that_trying_everything_finds():
    sizes = set()
    for seed in range(40):
        touchmap = random_map(seed, touchpoints=5)
        found = cut_sets(traffic(touchmap), 3)
        assert found.complete
        assert told(found) == tried_out(touchmap, 3), seed
        sizes |= {len(one.ids) for one in found.found}
    assert sizes == {1, 2, 3}


def test_a_search_that_stops_says_so_and_lists_only_what_is_true():
    stopped = 0
    for seed in range(40):
        touchmap = random_map(seed)
        whole, some = cut_sets(traffic(touchmap), 3), cut_sets(traffic(touchmap), 3, budget=3)
        assert told(some) <= told(whole), seed
        if told(some) != told(whole):
            assert not some.complete
            stopped += 1
    assert stopped


def test_single_cuts_are_the_single_points_of_failure():
    for seed in range(40):
        flow = traffic(random_map(seed))
        cuts = {(one.buyer, one.ids) for one in cut_sets(flow, 1).found}
        hurt = {(loss.buyer, one.ids) for one in outages(flow).scenarios for loss in one.losses if loss.needs}
        assert cuts == hurt
