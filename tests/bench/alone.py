"""All analyses of one map in a process of its own: CPU seconds of each, and the peak of memory."""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from large_map import large_map
from worst_maps import WORST

from readiness.touchmap.analyses.consistency import consistency
from readiness.touchmap.analyses.coverage import coverage
from readiness.touchmap.analyses.data import data_flow
from readiness.touchmap.analyses.evidence import evidence
from readiness.touchmap.analyses.handoffs import handoffs
from readiness.touchmap.analyses.journeys import journeys
from readiness.touchmap.analyses.outages import outages
from readiness.touchmap.analyses.reach import reach
from readiness.touchmap.analyses.technology import technology_trace
from readiness.touchmap.analyses.week import week
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import Traffic, traffic

AS_OF = date(2001, 1, 1)
PARTS: Mapping[str, Callable[[Traffic], object]] = {
    "reach": reach,
    "outages": outages,
    "journeys": journeys,
    "handoffs": handoffs,
    "data": data_flow,
    "consistency": consistency,
    "coverage": coverage,
    "technology": technology_trace,
    "week": week,
    "evidence": lambda flow: evidence(flow, AS_OF),
}


def seconds(run: Callable[[], object]) -> float:
    """Return the CPU seconds of one run; what it made is thrown away afterwards."""
    gc.collect()
    start = time.process_time()
    kept = run()
    spent = time.process_time() - start
    del kept
    return spent


def parts(touchmap: TouchMap) -> dict[str, float]:
    """Return the CPU seconds of each analysis, each from the bare map on."""
    return {name: seconds(lambda run=run: run(traffic(touchmap))) for name, run in PARTS.items()}  # type: ignore[misc]


def measured(name: str) -> tuple[float, float, dict[str, float]]:
    """Return CPU seconds, peak MB, and the seconds of each analysis, of a map in its own process.

    ``name`` is that of one of the worst maps, or how many touchpoints a large map has.
    """
    line = [sys.executable, str(Path(__file__)), name]
    ran = subprocess.run(line, capture_output=True, text=True, check=True)
    spent, peak, each = json.loads(ran.stdout)
    return spent, peak, each


def main(name: str) -> None:
    """Print the figures of a map as JSON; all analyses stay in memory together, as in the product."""
    made = WORST[name][0]() if name in WORST else large_map(int(name))
    flow = traffic(made)
    gc.collect()
    kept, each = [], {}
    for part, run in PARTS.items():
        start = time.process_time()
        kept.append(run(flow))
        each[part] = time.process_time() - start
    print(json.dumps((sum(each.values()), peak(), each)))


def peak() -> float:
    """Return the peak of memory of this process in MB; on Linux that of its parent would count too."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return float(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )


if __name__ == "__main__":
    main(sys.argv[1])
