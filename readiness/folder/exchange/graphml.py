"""GraphML as a map: ours with every field, that of other tools as touchpoints and ways on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from readiness.folder.exchange.draft import Draft, Request
from readiness.folder.exchange.links import FORMAT
from readiness.folder.exchange.our_graph import fill
from readiness.folder.exchange.strange_graph import LABELS, Edge, Graph, Node, fill_strange
from readiness.folder.exchange.xml_reading import BrokenXml, Element, read_xml
from readiness.folder.source import Source


def read_graphml(octets: bytes, path: Path, request: Request) -> Draft:
    """Read a GraphML file as a map.

    A file of our own gives the map it was made of.  In any other each node
    becomes a touchpoint with its label as title; an edge becomes a way on where
    it bears a number ``share``.  What is left behind is listed in the draft.
    Raises Refused as :func:`read_xml` does.
    """
    text = octets.decode("utf-8-sig", "replace")
    draft = Draft(Source(request.file, text))
    try:
        root = read_xml(octets, path)
    except BrokenXml as broken:
        at = draft.line(broken.line, broken.column, broken.column + 1)
        draft.tell("xml-syntax", at, problem=broken.reason)
        return draft
    element = next(root.all("graph"), None) if root.name == "graphml" else None
    if element is None:
        draft.tell("not-graphml", draft.source.start())
        return draft
    graph = _graph(root, element, draft)
    if graph.data.get("format") == FORMAT:
        fill(draft, graph)
    else:
        fill_strange(draft, graph, request)
    return draft


def _graph(root: Element, element: Element, draft: Draft) -> Graph:
    keys = {one.attributes.get("id", ""): one for one in root.inside if one.name == "key"}
    graph = Graph(element.attributes.get("id", ""), _data(element, keys, "graph"))
    for key in keys.values():
        usual = next((one.text for one in key.inside if one.name == "default"), None)
        if usual is not None:
            key.attributes["default"] = usual
    _collect(element, keys, graph, draft, "")
    return graph


def _collect(element: Element, keys: Mapping[str, Element], graph: Graph, draft: Draft, group: str) -> None:
    """Collect nodes and edges, those of groups too; as deep as the reader of XML allows."""
    for one in element.inside:
        at = draft.line(one.line, one.column)
        if one.name == "edge":
            source, target = one.attributes.get("source", ""), one.attributes.get("target", "")
            graph.edges.append(Edge(source, target, _data(one, keys, "edge"), at))
        elif one.name == "node":
            data = _data(one, keys, "node")
            identity = one.attributes.get("id", "")
            label = next((text for name in LABELS for key, text in data.items() if key.lower() == name), "")
            drawn = next((" ".join(label.text.split()) for label in one.all("NodeLabel")), "")
            label = " ".join((label or drawn or identity).split())
            inner = next((part for part in one.inside if part.name == "graph"), None)
            if inner is None:
                graph.nodes.append(Node(identity, data, label, at, group))
            else:
                graph.groups.append(label)
                _collect(inner, keys, graph, draft, label)


def _data(element: Element, keys: Mapping[str, Element], of: str) -> dict[str, str]:
    """Return the data of an element by the name of each attribute, defaults included."""
    found = {
        key.attributes.get("attr.name", name): key.attributes["default"]
        for name, key in keys.items()
        if "default" in key.attributes and key.attributes.get("for") in (of, "all")
    }
    for one in element.inside:
        if one.name == "data":
            key = keys.get(one.attributes.get("key", ""))
            name = key.attributes.get("attr.name", "") if key else one.attributes.get("key", "")
            if name and not one.inside:
                found[name] = one.text
    return found
