"""The map as a graph in JSON values, for other tools."""

from __future__ import annotations

from typing import Any

from readiness.touchmap.graph import touch_graph
from readiness.touchmap.model import TouchMap


def graph_json(touchmap: TouchMap) -> dict[str, Any]:
    """Return nodes (``kind:id``) and edges of the map's graph, in the order of the file."""
    graph = touch_graph(touchmap)
    nodes = [
        {
            "id": node,
            "kind": about["kind"],
            "title": str(about["record"].title),
            "visits": about.get("visits"),
        }
        for node, about in graph.nodes(data=True)
    ]
    edges = [
        {
            "source": source,
            "target": target,
            "kind": about["kind"],
            "share": about.get("share"),
            "visits": about.get("visits"),
        }
        for source, target, about in graph.edges(data=True)
    ]
    return {"nodes": nodes, "edges": edges}
