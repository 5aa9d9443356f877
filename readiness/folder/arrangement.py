"""The items of a list put into another order: each keeps its words and the comments directly above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from readiness.folder.layout import Branch
from readiness.folder.patches import Sheet
from readiness.folder.yaml_lines import flow


def identity(item: Any) -> str:
    """Return by what an item of a list is known again."""
    if isinstance(item, Mapping):
        name = item.get("id") or item.get("to")
        return str(name) if isinstance(name, str) else flow(item)
    return item if isinstance(item, str) else flow(item)


def numbered(items: Sequence[Any]) -> list[tuple[str, int]]:
    """Return the identities of items, the second of a name told apart from the first."""
    met: Counter[str] = Counter()
    found = []
    for item in items:
        name = identity(item)
        found.append((name, met[name]))
        met[name] += 1
    return found


def arrange(
    sheet: Sheet, root: Branch, plain: Mapping[str, Any], wanted: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Put the items of each list at the top that stay into the order that is wanted.

    Returns the values as they are then; None where every list has its order.
    """
    arranged = dict(plain)
    for entry in root.entries:
        old, new, node = plain.get(str(entry.key)), wanted.get(str(entry.key)), entry.node
        if isinstance(old, list) and isinstance(new, list) and isinstance(node, Branch) and not node.is_map:
            order = _order(numbered(old), numbered(new))
            pieces = _pieces(sheet, node)
            if pieces and order != sorted(order):
                for place, source in enumerate(order):
                    start, end = pieces[source]
                    if source != place:
                        sheet.put(*pieces[place], sheet.text[start:end])
                arranged[str(entry.key)] = [old[source] for source in order]
    return arranged if sheet.patches else None


def _order(old: Sequence[Any], new: Sequence[Any]) -> list[int]:
    """Return for each place of a list which of its items comes there; what does not stay keeps its place."""
    places = {name: place for place, name in enumerate(old)}
    coming = iter([places[name] for name in new if name in places])
    stays = set(new)
    return [next(coming) if name in stays else place for place, name in enumerate(old)]


def _pieces(sheet: Sheet, node: Branch) -> list[tuple[int, int]]:
    """Return where each item begins and ends, by whole lines in block style; nothing where they share one."""
    if node.is_flow:
        return [(entry.start, entry.end) for entry in node.entries]
    layout, entries = sheet.layout, node.entries
    if not all(layout.begins_line(entry.start) for entry in entries):
        return []
    floors = [0, *(entry.last for entry in entries)]
    return [
        (layout.above(entry, floor), layout.below(entry))
        for entry, floor in zip(entries, floors, strict=False)
    ]
