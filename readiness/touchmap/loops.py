"""Loops of a directed graph: its strongly connected parts, and one shortest way round."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence


def strong_components(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected parts of a graph of 0..n-1, each after all parts that it leads to.

    Tarjan (1972) with a stack of its own instead of recursion, O(nodes +
    edges).  Within a part the nodes found last come first, which is roughly
    against the direction of the edges.
    """
    closed = len(successors) + 1
    number, low = [0] * len(successors), [0] * len(successors)
    pending: list[int] = []
    parts: list[list[int]] = []
    count = 0
    for root in range(len(successors)):
        if number[root]:
            continue
        count += 1
        number[root] = low[root] = count
        pending.append(root)
        trail = [(root, iter(successors[root]))]
        while trail:
            here, left = trail[-1]
            for there in left:
                if not number[there]:
                    count += 1
                    number[there] = low[there] = count
                    pending.append(there)
                    trail.append((there, iter(successors[there])))
                    break
                low[here] = min(low[here], number[there])
            else:
                trail.pop()
                if low[here] == number[here]:
                    parts.append(_taken(pending, here))
                    for node in parts[-1]:
                        number[node] = closed
                elif trail:
                    before = trail[-1][0]
                    low[before] = min(low[before], low[here])
    return parts


def _taken(pending: list[int], last: int) -> list[int]:
    part = [pending.pop()]
    while part[-1] != last:
        part.append(pending.pop())
    return part


def way_round(successors: Sequence[Sequence[int]], start: int, within: Collection[int]) -> tuple[int, ...]:
    """Return the fewest nodes of a way from a node back to itself inside a part, the node first and last.

    Breadth-first search, O(nodes + edges) of the part; empty where no way leads back.
    """
    came: dict[int, int] = {}
    queue = deque([start])
    while queue and start not in came:
        here = queue.popleft()
        for there in successors[here]:
            if there in within and there not in came:
                came[there] = here
                queue.append(there)
    if start not in came:
        return ()
    way = [start, came[start]]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))
