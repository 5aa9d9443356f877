"""The nodes and edges of a graph of our own as the records of the map they were made of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args, get_type_hints

from readiness.folder.exchange.draft import Draft
from readiness.folder.exchange.links import ANY_OF, BY_EDGE, MAP_ID, NEXT, STARTS
from readiness.folder.exchange.loss import Loss
from readiness.folder.exchange.plain_map import number
from readiness.folder.exchange.strange_graph import Edge, Graph, Node
from readiness.touchmap.model import KINDS, TouchMap

_LISTS = ("roles", "hours", "entry_points", "none", "accepted")
_TRUTHS = ("promotional", "moment_of_truth", "usual", "top", "human", "first", "repeats")
_FIGURES = (
    "contacts_per_year", "value_share", "volume", "cost", "minutes", "satisfaction", "share", "head_count",
    "records",
)  # fmt: skip
_OURS = ("kind", "label", "visits", "id", "listed", "order", "group")
"""What we compute ourselves, and what says where an edge belongs."""
Row = dict[str, Any]


def fill(draft: Draft, graph: Graph) -> None:
    """Put the records of a graph into a draft; ids are kept as they stand."""
    rows: dict[str, dict[str, Row]] = {kind: {} for kind in KINDS}
    names: dict[str, tuple[str, str]] = {}
    lost: Counter[tuple[str, str]] = Counter()
    for node in graph.nodes:
        kind, identity = _name(node)
        if kind not in rows or not identity:
            lost["nodes", ""] += 1
        elif identity in rows[kind]:
            draft.tell("node-twice", node.at, name=node.id)
        else:
            names[node.id] = kind, identity
            rows[kind][identity] = {"id": identity, **_record(kind, node.data, lost)}
            draft.places.setdefault(kind, []).append(node.at)
    _link(draft, graph, rows, names)
    data = {key: text for key, text in graph.data.items() if key not in ("format", MAP_ID, "id")}
    draft.raw = {"id": graph.data.get(MAP_ID) or "our-map", **_record("map", data, lost)}
    for kind, by_id in rows.items():
        if by_id:
            draft.raw[kind] = list(by_id.values())
    if all(len(stage) == 1 for stage in draft.raw.get("stages", ())):
        draft.raw["stages"] = list(rows["stages"])
    draft.lost += [Loss(kind, name, count) for (kind, name), count in lost.items() if count]


def _name(node: Node) -> tuple[str, str]:
    """Return kind and id of a node; a tool that numbers nodes anew keeps the old name as ``id``."""
    for name in (node.id, node.data.get("id", ""), node.data.get("name", "")):
        kind, colon, identity = name.partition(":")
        if colon and kind in KINDS:
            return kind, identity
    return node.data.get("kind", ""), node.data.get("id", "")


def _record(kind: str, data: Mapping[str, str], lost: Counter[tuple[str, str]]) -> Row:
    """Return the fields of a record: nested ones from the dots in their names, lists from JSON."""
    row: Row = {}
    known = _known(kind)
    for key, text in data.items():
        *parents, last = ("kind" if key == "buyer_kind" else key).split(".")
        top = (*parents, last)[0]
        if key in _OURS and kind != "map":
            continue
        if _is_filled(last, text) or (top == "handoff" and data.get(top, "").lower() == "false"):
            continue
        if top not in known:
            lost[kind, key] += text.lower() != "false"
            continue
        if key in ("consent", "handoff"):
            if text.lower() == "true":
                row.setdefault(key, {})
            continue
        here = row
        for step in parents:
            inner = here.get(step)
            here[step] = here = inner if isinstance(inner, dict) else {}
        if isinstance(here.get(last), dict):
            continue  # the same words in several languages
        here[last] = _value(last, text)
    return row


def _is_filled(name: str, text: str) -> bool:
    """Say whether a value stands only because igraph gives every element every attribute."""
    return text == "" or (name in _FIGURES and text.strip().lower() == "nan")


def _known(kind: str) -> tuple[str, ...]:
    if kind == "map":
        return tuple(one.name for one in fields(TouchMap) if one.name not in KINDS and one.name != "format")
    if kind == "next":
        return ("share", "handoff")
    if kind == "stages":
        return ("id", "canonical", "title")
    record = get_args(get_type_hints(TouchMap)[kind])[0]
    return tuple(one.name for one in fields(record))


def _value(name: str, text: str) -> Any:
    """Return a value as it is written in a map; what is not as it should be stays, and is told later."""
    if name in _LISTS:
        try:
            listed = json.loads(text)
        except (ValueError, RecursionError):
            return [text]
        return _plain(listed) if isinstance(listed, list) else [text]
    if name in _TRUTHS:
        word = text.strip().lower()
        return {"1": "true", "0": "false"}.get(word, word)
    if name in _FIGURES:
        return figure(text)
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value if isinstance(value, str) else json.dumps(value)


def figure(text: str) -> str:
    """Return a number of another tool, ``4.0`` or ``1e-05``, as maps hold it; anything else as it stands."""
    try:
        return number(float(text))
    except ValueError:
        return text


def _link(
    draft: Draft, graph: Graph, rows: Mapping[str, Mapping[str, Row]], names: Mapping[str, tuple[str, str]]
) -> None:
    """Put references, visits by buyer, ways on and groups into the records, in the order of their lists."""
    lost: Counter[tuple[str, str]] = Counter()
    for edge in sorted(graph.edges, key=_order):
        if edge.source not in names or edge.target not in names:
            end = edge.source if edge.source not in names else edge.target
            draft.tell("edge-without-node", edge.at, name=end)
            continue
        (kind, identity), (_, other) = names[edge.source], names[edge.target]
        row, link = rows[kind][identity], BY_EDGE.get((kind, edge.data.get("kind", "")))
        if link is not None and link.many:
            named = row.setdefault(link.field, [])
            if other not in named:
                named.append(other)
        elif link is not None:
            row[link.field] = other
        elif not _figured(edge, row, rows["touchpoints"], other, lost):
            lost["edges", edge.data.get("kind", "")] += 1
    for row in rows["touchpoints"].values():
        if ANY_OF in row:
            row["any_of"] = list(row.pop(ANY_OF).values())
    draft.lost += [Loss(kind, name, count) for (kind, name), count in lost.items()]


def _figured(
    edge: Edge, row: Row, touchpoints: Mapping[str, Row], other: str, lost: Counter[tuple[str, str]]
) -> bool:
    """Put an edge with figures into its touchpoint; return False for a kind of edge that is not known."""
    kind = edge.data.get("kind", "")
    if kind == STARTS and other in touchpoints:
        buyer = row["id"]
        if edge.data.get("listed", "true").lower() not in ("false", "0"):
            touchpoints[other].setdefault("buyers", []).append(buyer)
        if not _is_filled("volume", edge.data.get("volume", "")):
            visits = touchpoints[other].setdefault("volume", {})
            if isinstance(visits, dict):
                visits[buyer] = figure(edge.data["volume"])
    elif kind == NEXT and other in touchpoints:
        way = _record("next", edge.data, lost)
        row.setdefault("next", []).append({"to": other, "share": way.pop("share", ""), **way})
    elif kind == ANY_OF:
        row.setdefault(ANY_OF, {}).setdefault(edge.data.get("group", ""), []).append(other)
    else:
        return False
    return True


def _order(edge: Edge) -> tuple[float, float]:
    return _place(edge, "group"), _place(edge, "order")


def _place(edge: Edge, name: str) -> float:
    try:
        return float(edge.data.get(name, ""))
    except ValueError:
        return 0.0
