"""The map as GraphML (Brandes and others, 2001), which Gephi, yEd, igraph and R read.

Every field that is one value is an attribute of its own; a reference is an
edge, ``order`` being its place in the list; words in further languages stand
beside the first, ``title.zh-Hant``.  A list of texts is one attribute that
holds a JSON array.  So nothing of a map is left out.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx

from readiness.folder.exchange.links import ANY_OF, BESIDE, FORMAT, LINKS, MAP_ID, NEXT, REFERENCES, STARTS
from readiness.folder.exchange.plain_map import plain_map, records
from readiness.folder.source import FORBIDDEN
from readiness.reports.namer import Namer
from readiness.touchmap.graph import touch_graph
from readiness.touchmap.model import KINDS, REQUIRABLE, TouchMap
from readiness.touchmap.volumes import traffic

Scalar = str | int | float | bool
_TRUTHS = ("promotional", "moment_of_truth", "usual", "top", "human", "first", "repeats")
_WHOLE = ("head_count", "records", "group", "order")
_FIGURES = (
    "contacts_per_year",
    "value_share",
    "volume",
    "visits",
    "cost",
    "minutes",
    "satisfaction",
    "share",
)


def render(touchmap: TouchMap, namer: Namer) -> bytes:
    """Return a map as a GraphML file, the same octets for the same map.

    ``namer`` gives the attribute ``label`` that other tools show.  Linear in
    the number of records and references.
    """
    file = io.BytesIO()
    nx.write_graphml_xml(flat_graph(touchmap, namer), file, prettyprint=True, encoding="utf-8")
    # a bare return in a text would be read as a line feed (XML 1.0, 2.11)
    return file.getvalue().replace(b"\r", b"&#13;") + b"\n"


def flat_graph(touchmap: TouchMap, namer: Namer) -> nx.MultiDiGraph[str]:
    """Return the graph of a map whose attributes are single values: texts, numbers, truths."""
    plain = plain_map(touchmap)
    whole = touch_graph(touchmap)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(format=FORMAT)
    facts = {key: value for key, value in plain.items() if key not in KINDS}
    graph.graph |= {MAP_ID: FORBIDDEN.sub("\ufffd", touchmap.id)} | _attributes("map", _without_id(facts))
    rows = {f"{kind}:{row['id']}": row for kind in KINDS for row in reversed(records(plain, kind))}
    for node, about in whole.nodes(data=True):
        kind = about["kind"]
        figures = {"visits": float(about["visits"])} if "visits" in about else {}
        label = FORBIDDEN.sub("\ufffd", str(namer.title(node)))
        graph.add_node(node, kind=kind, label=label, **_attributes(kind, _without_id(rows[node])), **figures)
    for source, target, attributes in _edges(touchmap, rows):
        if source in graph and target in graph:
            graph.add_edge(source, target, **attributes)
    return graph


def _edges(
    touchmap: TouchMap, rows: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, str, dict[str, Scalar]]]:
    """Yield every reference of a map as an edge, those that lead nowhere too."""
    visits = traffic(touchmap).visits
    for node, row in rows.items():
        kind, _, identity = node.partition(":")
        for link in LINKS:
            if link.kind == kind and link.field in row:
                for order, name in enumerate(row[link.field] if link.many else [row[link.field]]):
                    for target in link.targets:
                        yield node, f"{target}:{name}", {"kind": link.edge, "order": order}
        if kind == "touchpoints":
            yield from _figures(node, row, visits[identity])


def _figures(
    node: str, row: Mapping[str, Any], visits: Mapping[str, float]
) -> Iterator[tuple[str, str, dict[str, Scalar]]]:
    """Yield who starts at a touchpoint, where visits go on and of which groups one member is enough."""
    volume = row.get("volume", {})
    written = volume if isinstance(volume, Mapping) else {}
    listed = row.get("buyers", [])
    for order, buyer in enumerate(dict.fromkeys((*listed, *written))):
        about: dict[str, Scalar] = {"kind": STARTS, "order": order, "listed": buyer in listed}
        about["visits"] = float(visits.get(buyer, 0.0))
        if buyer in written:
            about["volume"] = float(written[buyer])
        yield f"buyers:{buyer}", node, about
    total = sum(visits.values())
    for order, step in enumerate(row.get(NEXT, ())):
        share = float(step["share"])
        about = {"kind": NEXT, "order": order, "share": share, "visits": total * share}
        if "handoff" in step:
            about |= {"handoff": True} | _attributes("next", {"handoff": step["handoff"]})
        yield node, f"touchpoints:{step['to']}", about
    for group, members in enumerate(row.get("any_of", ())):
        for order, name in enumerate(members):
            for target in REQUIRABLE:
                yield node, f"{target}:{name}", {"kind": ANY_OF, "group": group, "order": order}


def _without_id(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record without its id, which the node bears: igraph and Gephi use that name."""
    return {key: value for key, value in row.items() if key != "id"}


def _attributes(kind: str, row: Mapping[str, Any], prefix: str = "") -> dict[str, Scalar]:
    """Return the fields of a record that are no edges, nested ones with dots in their names."""
    found: dict[str, Scalar] = {}
    for name, value in row.items():
        key = f"{prefix}{name}"
        if kind == "touchpoints" and key == "volume" and isinstance(value, str):
            found[key] = float(value)
        elif _is_edge(kind, key, value):
            continue
        elif kind == "buyers" and key == "kind":  # ``kind`` says that it is a buyer
            found["buyer_kind"] = value
        elif isinstance(value, Mapping):
            found |= {key: True} if not value else _attributes(kind, value, f"{key}.")
        elif isinstance(value, list):
            found[key] = FORBIDDEN.sub("\ufffd", json.dumps(value, ensure_ascii=False))
        else:
            found[key] = _scalar(name, value)
    return found


def _is_edge(kind: str, key: str, value: Any) -> bool:
    """Say whether edges stand for a field; that nobody answers for a touchpoint is no edge."""
    if kind == "touchpoints" and key in BESIDE:
        return True
    return (kind, key) in REFERENCES and not (key == "owner" and value in ("none", ""))


def _scalar(name: str, value: str) -> Scalar:
    if name in _TRUTHS:
        return value == "true"
    if name in _WHOLE:
        return int(value)
    return float(value) if name in _FIGURES else FORBIDDEN.sub("\ufffd", value)
