"""How references between records are called where a map is a graph."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.touchmap.model import REQUIRABLE

FORMAT = "touchmap/1"
MAP_ID = "map_id"
"""The attribute of a graph that holds the id of the map; tools have ids of their own for a graph."""
STARTS, NEXT, ANY_OF = "starts", "next", "any-of"


@dataclass(frozen=True)
class Link:
    """A field that names other records, and the kind of edge that stands for it."""

    kind: str
    field: str
    edge: str
    targets: tuple[str, ...]
    many: bool = True


LINKS = (
    Link("buyers", "account", "belongs-to", ("buyers",), many=False),
    Link("buyers", "segment", "in", ("segments",), many=False),
    Link("buyers", "needs", "wants", ("needs",)),
    Link("channels", "falls_back_to", "falls-back-to", ("channels",)),
    Link("systems", "feeds", "feeds", ("systems",)),
    Link("systems", "holds", "holds", ("data",)),
    Link("systems", "owner", "owned-by", ("departments",), many=False),
    Link("data", "master", "mastered-in", ("systems",), many=False),
    Link("touchpoints", "stage", "at", ("stages",), many=False),
    Link("touchpoints", "serves", "serves", ("needs",)),
    Link("touchpoints", "owner", "owned-by", ("departments",), many=False),
    Link("touchpoints", "channel", "through", ("channels",), many=False),
    Link("touchpoints", "requires", "requires", REQUIRABLE),
    Link("touchpoints", "captures", "captures", ("data",)),
    Link("touchpoints", "logs_to", "logs-to", ("systems",), many=False),
    Link("technology", "needs", "answers", ("needs",)),
    Link("technology", "touchpoints", "changes", ("touchpoints",)),
    Link("technology", "goals", "aims-at", ("goals",)),
)
"""Every reference but three with figures: who starts where, ways on, groups of which one is enough."""
BY_EDGE = {(link.kind, link.edge): link for link in LINKS}
REFERENCES = {(link.kind, link.field): link for link in LINKS}
BESIDE = ("buyers", "volume", "next", "any_of")
"""Fields of a touchpoint that stand in edges with figures."""
