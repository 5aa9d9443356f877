"""What a graph of another tool holds, and what of it a map can take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from readiness.diagnostics import Span
from readiness.folder.cell_text import same
from readiness.folder.exchange.draft import Draft, Request
from readiness.folder.exchange.loss import Loss
from readiness.folder.map_columns import choices_by_word
from readiness.folder.map_ids import Ids, slug
from readiness.touchmap.model import CANONICAL_STAGES

EDGES, GROUPS = "edges", "groups"
LABELS = ("label", "name", "title")


@dataclass(frozen=True)
class Node:
    """A node with its data by the name of the attribute."""

    id: str
    data: Mapping[str, str]
    label: str
    at: Span
    group: str = ""
    """Label of the group it lies in."""


@dataclass(frozen=True)
class Edge:
    """An edge with its data."""

    source: str
    target: str
    data: Mapping[str, str]
    at: Span


@dataclass
class Graph:
    """What a GraphML file holds."""

    id: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


def fill_strange(draft: Draft, graph: Graph, request: Request) -> None:
    """Make touchpoints of the nodes of a strange graph, and ways on of edges with a share."""
    ids, lost = Ids(request.known), Counter[tuple[str, str]]()
    names: dict[str, str] = {}
    rows: dict[str, dict[str, Any]] = {}
    places = draft.places.setdefault("touchpoints", [])
    for number, node in enumerate(graph.nodes, start=1):
        if node.id in names:
            draft.tell("node-twice", node.at, name=node.id)
            continue
        identity = names[node.id] = ids.give("touchpoints", node.label, number)
        row = rows[identity] = {"id": identity, "title": node.label}
        stage = choices_by_word("stage").get(same(node.data.get("stage", "") or node.group))
        row |= {"stage": stage} if stage else {}
        places.append(node.at)
        for name in node.data:
            if name.lower() not in LABELS and not (name == "stage" and stage):
                lost["touchpoints", name] += 1
    for identity, step in _ways(draft, graph, names, lost):
        rows[identity].setdefault("next", []).append(step)
    known = choices_by_word("stage")
    lost[GROUPS, ""] = sum(same(group) not in known for group in graph.groups)
    title = graph.data.get("title") or graph.data.get("name") or ""
    draft.raw = {"id": request.today.get("id") or slug(title or graph.id) or "our-map", "title": title}
    draft.raw |= {"stages": list(CANONICAL_STAGES), "touchpoints": list(rows.values())}
    draft.lost += [Loss(kind, name, number) for (kind, name), number in lost.items() if number]


def _ways(
    draft: Draft, graph: Graph, names: Mapping[str, str], lost: Counter[tuple[str, str]]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the touchpoint and the way on of each edge that bears a share."""
    for edge in graph.edges:
        ends = names.get(edge.source), names.get(edge.target)
        if ends[0] is None or ends[1] is None:
            draft.tell("edge-without-node", edge.at, name=edge.source if ends[0] is None else edge.target)
        elif "share" not in edge.data:
            lost[EDGES, ""] += 1
        else:
            for name in edge.data:
                if name != "share":
                    lost[EDGES, name] += 1
            yield ends[0], {"to": ends[1], "share": edge.data["share"].strip()}
