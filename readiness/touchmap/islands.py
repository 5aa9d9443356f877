"""Islands: stores of the same customers that do not exchange data."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from readiness.touchmap.measure import Measure, majority_grade, missing, worst_of
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import Traffic


def customer_data_islands(traffic: Traffic) -> Measure:
    """P3-M4: unconnected groups of systems that hold the same data about buyers (S1-28, S3-48).

    Connected components of the data-flow graph, either direction, O(systems +
    feeds); the data object with most groups counts.  The ids are the holders.
    """
    touchmap = traffic.map
    groups = [islands(touchmap, data.id) for data in touchmap.data if data.about == "buyers"]
    groups = [found for found in groups if found]
    if not groups:
        return missing("no-holders")
    count, worst = worst_of({place: len(found) for place, found in enumerate(groups)})
    systems = touchmap.index["systems"]
    holders = list(dict.fromkeys(holder for place in worst for island in groups[place] for holder in island))
    grade = majority_grade((systems[holder].evidence.level, 1) for holder in holders)
    ids = tuple(f"systems:{holder}" for holder in holders) if count > 1 else ()
    return Measure(count, ids, grade)


def islands(touchmap: TouchMap, data: str) -> Sequence[Sequence[str]]:
    """Return the groups of holders of a data object, largest first, in file order.

    Breadth-first search over feeds in either direction, O(systems + feeds);
    networkx would cost more to import than this whole assessment.
    """
    neighbours: dict[str, list[str]] = {system.id: [] for system in touchmap.systems}
    for system in touchmap.systems:
        for fed in system.feeds:
            if fed in neighbours:
                neighbours[system.id].append(fed)
                neighbours[fed].append(system.id)
    holders = [system.id for system in touchmap.systems if data in system.holds]
    group_of: dict[str, int] = {}
    for number, holder in enumerate(holders):
        queue = deque([holder] if holder not in group_of else [])
        group_of.setdefault(holder, number)
        while queue:
            for other in neighbours[queue.popleft()]:
                if other not in group_of:
                    group_of[other] = number
                    queue.append(other)
    groups: dict[int, list[str]] = {}
    for holder in holders:
        groups.setdefault(group_of[holder], []).append(holder)
    return sorted(groups.values(), key=lambda group: (-len(group), holders.index(group[0])))
