"""The map as nodes and edges in JSON, as the report has them."""

from __future__ import annotations

import json

from readiness.reports.graph_data import graph_json
from readiness.touchmap.model import KINDS, TouchMap

CARRIED = {
    **dict.fromkeys(KINDS, ("title",)),
    "buyers": ("title", "account", "segment"),
    "systems": ("title", "feeds", "holds"),
    "touchpoints": (
        "title", "channel", "buyers", "serves", "owner", "requires", "captures", "volume", "next",
    ),
}  # fmt: skip


def render(touchmap: TouchMap) -> bytes:
    """Return the graph of a map as a JSON file."""
    return (json.dumps(graph_json(touchmap), ensure_ascii=False, indent=2) + "\n").encode()
