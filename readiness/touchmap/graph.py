"""The map as a networkx graph: how buyers reach the company, and what lies behind."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

from readiness.touchmap.model import REQUIRABLE, TouchMap, Touchpoint
from readiness.touchmap.volumes import buyers_of, traffic


def touch_graph(touchmap: TouchMap) -> nx.MultiDiGraph[str]:
    """Return the whole map as a directed graph (two elements may be linked in several ways).

    Nodes are ``kind:id`` with the attributes ``kind``, ``record`` and, for
    touchpoints, ``visits`` (a year).  Edges carry ``kind``: ``starts`` (buyer
    to touchpoint, with ``visits``), ``next`` (with ``share`` and ``visits``),
    ``serves``, ``owned-by``, ``through``, ``requires``, ``captures``,
    ``belongs-to``, ``in``, ``feeds`` and ``holds``.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    flow = traffic(touchmap)
    for kind, records in touchmap.index.items():
        for record in records.values():
            graph.add_node(f"{kind}:{record.id}", kind=kind, record=record)
    for buyer in touchmap.buyers:
        _link(graph, f"buyers:{buyer.id}", ("buyers", buyer.account), "belongs-to")
        _link(graph, f"buyers:{buyer.id}", ("segments", buyer.segment), "in")
    for system in touchmap.systems:
        for fed in system.feeds:
            _link(graph, f"systems:{system.id}", ("systems", fed), "feeds")
        for data in system.holds:
            _link(graph, f"systems:{system.id}", ("data", data), "holds")
    for touchpoint in touchmap.touchpoints:
        _add_touchpoint(graph, touchpoint, flow.visits[touchpoint.id])
    return graph


def _add_touchpoint(graph: nx.MultiDiGraph[str], touchpoint: Touchpoint, visits: Mapping[str, float]) -> None:
    here = f"touchpoints:{touchpoint.id}"
    total = sum(visits.values())
    graph.nodes[here]["visits"] = total
    for buyer in buyers_of(touchpoint):
        if f"buyers:{buyer}" in graph:
            graph.add_edge(f"buyers:{buyer}", here, kind="starts", visits=visits.get(buyer, 0.0))
    for step in touchpoint.next:
        there = f"touchpoints:{step.to}"
        if there in graph:
            graph.add_edge(here, there, kind="next", share=step.share, visits=total * step.share)
    linked = [("needs", need, "serves") for need in touchpoint.serves]
    linked += [("departments", touchpoint.owner or "", "owned-by")]
    linked += [("channels", touchpoint.channel or "", "through")]
    linked += [(kind, name, "requires") for name in touchpoint.requires for kind in REQUIRABLE]
    linked += [("data", data, "captures") for data in touchpoint.captures]
    for kind, name, link in linked:
        _link(graph, here, (kind, name), link)


def _link(graph: nx.MultiDiGraph[str], source: str, target: tuple[str, str | None], kind: str) -> None:
    node = f"{target[0]}:{target[1]}"
    if target[1] and node in graph:
        graph.add_edge(source, node, kind=kind)
