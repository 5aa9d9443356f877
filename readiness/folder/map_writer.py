"""A fresh ``touchmap.yaml`` of plain values: written the way a person would write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from readiness.folder.yaml_lines import WIDEST, block, flow, width

_SHORT = 6
"""How many keys a record on one line may have."""


def write_map(touchmap: Mapping[str, Any], remarks: str) -> str:
    """Return the text of a map, whose first line names the format; ``remarks`` stand below it.

    Values are texts, lists and mappings; what is empty is left out.
    """
    return write_plain("touchmap/1", touchmap, remarks)


def write_plain(form: str, values: Mapping[str, Any], remarks: str) -> str:
    """Return the text of a file of any format, such as ``rollout/1``, as :func:`write_map` does."""
    lines = [f"format: {form}", *(f"# {line}".rstrip() for line in remarks.splitlines())]
    below = False  # records, from which the next part stands apart
    for key, value in values.items():
        if value in ("", [], {}, None):
            continue
        below_key = isinstance(value, list) and isinstance(value[0], dict)
        lines += [""] if below_key or below else []
        lines += [f"{key}:", *records(value)] if below_key else [f"{key}: {flow(value)}"]
        below = below_key
    return "\n".join(lines) + "\n"


def records(listed: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of the records below a key; short ones take one line each."""
    for record in listed:
        if len(record) <= _SHORT and not any(map(_is_deep, record.values())):
            line = f"  - {flow(record)}"
            if width(line) <= WIDEST:
                yield line
                continue
        yield from block(record, "  - ")


def _is_deep(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_is_deep, value)))
