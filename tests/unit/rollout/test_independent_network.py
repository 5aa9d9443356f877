"""Networks of uncertain steps against another package, and against SciPy with networkx.

pmcontrols draws the beta distributions of PERT itself and walks the network itself.
It knows no triangular ones; those, and all of them a second time, are drawn with points of
Sobol (1967) through SciPy's quantiles, and the end is the longest path that networkx finds the order of.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pmcontrols
import pytest
from scipy import stats
from scipy.stats import qmc
from small_plans import days, pert, setting, simulated, step, triangular

TRIALS = 200_000
POINTS = 17
"""Two to the power of so many points of Sobol."""
CLOSE = 0.002


def points(rng):
    low = float(rng.uniform(20, 60))
    return (low, low * float(rng.uniform(1, 1.5)), low * float(rng.uniform(1.6, 3)))


def serial(rng):
    return {f"s{n}": (points(rng), (f"s{n - 1}",) if n else ()) for n in range(6)}


def parallel(rng):
    return {f"s{n}": (points(rng), ()) for n in range(6)}


def mixed(rng, count=18):
    plan = {}
    for n in range(count):
        before = sorted({*rng.integers(max(0, n - 5), n, 2).tolist()}) if n else []
        plan[f"s{n}"] = (points(rng), tuple(f"s{one}" for one in before))
    return plan


def diamond(rng):
    middle = {f"m{n}": (points(rng), ("first",)) for n in range(4)}
    return {"first": (points(rng), ()), **middle, "last": (points(rng), tuple(middle))}


NETWORKS = {
    "serial": serial,
    "parallel": parallel,
    "diamond": diamond,
    "mixed": mixed,
    "long": lambda rng: mixed(rng, 30),
}


def plan_of(name, seed=4):
    return NETWORKS[name](np.random.default_rng(seed))


def ours(plan, shape):
    steps = (step(name, shape(*three), after=after) for name, (three, after) in plan.items())
    return simulated(setting(*steps), trials=TRIALS, seed=5, depth=True)


def ends(found, percents):
    return [days(found.finished(one) - found.setting.start) for one in percents]


def quantile(shape, three, share):
    low, likely, high = three
    turn = (likely - low) / (high - low)
    if shape is triangular:
        return stats.triang.ppf(share, turn, low, high - low)
    grid = np.linspace(low, high, 20_001)  # the quantiles of SciPy's beta are slow, its distribution is not
    return np.interp(share, stats.beta.cdf(grid, 1 + 4 * turn, 5 - 4 * turn, low, high - low), grid)


def by_sobol(plan, shape):
    graph = nx.DiGraph()
    graph.add_nodes_from(plan)
    graph.add_edges_from((other, name) for name, (_, after) in plan.items() for other in after)
    shares = qmc.Sobol(len(plan), rng=7).random_base2(POINTS)
    ended = {}
    for name in nx.topological_sort(graph):
        place = [*plan].index(name)
        ready = np.max([np.zeros(len(shares)), *(ended[one] for one in graph.predecessors(name))], axis=0)
        ended[name] = ready + quantile(shape, plan[name][0], shares[:, place])
    return np.max([*ended.values()], axis=0)


@pytest.mark.parametrize("network", NETWORKS)
def test_networks_of_pert_steps_end_as_an_independent_package_says(network):
    plan = plan_of(network)
    given = [
        {"id": name, "predecessors": [*after], "a": three[0], "m": three[1], "b": three[2]}
        for name, (three, after) in plan.items()
    ]
    theirs = pmcontrols.pert(given, n_sim=TRIALS)
    found = ours(plan, pert)
    wanted = [theirs.stats[f"mc_p{percent}"] for percent in (50, 80, 95)]
    assert ends(found, (50, 80, 95)) == pytest.approx(wanted, rel=CLOSE)
    rates = dict(zip(theirs.table["activity"], theirs.table["criticality_index"], strict=True))
    drives = {one.step: one.criticality for one in found.drives}
    assert {name: drives.get(name, 0.0) for name in rates} == pytest.approx(rates, abs=0.01)


@pytest.mark.parametrize("shape", [pert, triangular], ids=["pert", "triangular"])
@pytest.mark.parametrize("network", NETWORKS)
def test_networks_end_as_scipy_and_networkx_say(network, shape):
    plan = plan_of(network, seed=9)
    wanted = np.percentile(by_sobol(plan, shape), (10, 50, 80, 90))
    assert ends(ours(plan, shape), (10, 50, 80, 90)) == pytest.approx(wanted, rel=CLOSE)
