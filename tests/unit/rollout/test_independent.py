"""Certain plans against another package, to the second: the longest path of networkx.

Distributions, steps in a row and side by side are in test_runs.py, networks against
another Monte Carlo package in test_independent_network.py, correlation in
test_draws.py, an option against itself in test_sensitivity.py.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from small_plans import setting, simulated, step


@pytest.mark.parametrize("seed", range(20))
def test_certain_plans_end_with_the_longest_path_to_the_second(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 40))
    seconds = {f"s{number}": int(rng.integers(0, 5_000_000)) for number in range(count)}
    after = {
        f"s{number}": tuple(f"s{other}" for other in range(number) if rng.random() < 0.1)
        for number in range(count)
    }
    graph = nx.DiGraph()
    for name, before in after.items():
        graph.add_edge(name, "end", weight=seconds[name])
        graph.add_edges_from((other, name, {"weight": seconds[other]}) for other in before)
    where = setting(*(step(name, seconds[name] / 86400, after=after[name]) for name in seconds))
    found = simulated(where, trials=3)
    wanted = nx.dag_longest_path_length(graph)
    assert [*found.finish] == [wanted] * 3
    assert found.finished(50) - where.start == wanted
