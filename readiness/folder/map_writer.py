"""A fresh ``touchmap.yaml`` of plain values: written the way a person would write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_WIDEST = 110
_SHORT = 6
"""How many keys a record on one line may have."""
_PLAIN = re.compile(r"[^\W_](?:[\w .()/%&+'’–-]*[\w.()%'’])?\Z")
_BREAKS = {"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P", "\ufeff": "\\uFEFF"}
_GAP = re.compile(r"  |\n|\t")


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
        records = isinstance(value, list) and isinstance(value[0], dict)
        lines += [""] if records or below else []
        lines += [f"{key}:", *_records(value)] if records else [f"{key}: {_flow(value)}"]
        below = records
    return "\n".join(lines) + "\n"


def _records(records: list[dict[str, Any]]) -> Iterator[str]:
    for record in records:
        if len(record) <= _SHORT and not any(map(_is_deep, record.values())):
            line = f"  - {_flow(record)}"
            if _width(line) <= _WIDEST:
                yield line
                continue
        yield from _block(record, "  - ")


def _is_deep(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_is_deep, value)))


def _block(record: dict[str, Any], lead: str) -> Iterator[str]:
    indent = " " * len(lead)
    for key, value in record.items():
        line = f"{lead}{_scalar(key)}: {_flow(value)}"
        if _width(line) <= _WIDEST or isinstance(value, str):
            yield line
        else:
            yield f"{lead}{_scalar(key)}:"
            yield from _long(value, indent + "  ")
        lead = indent


def _long(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _block(value, indent)
        return
    for item in value:
        line = f"{indent}- {_flow(item)}"
        if isinstance(item, dict) and _width(line) > _WIDEST:
            yield from _block(item, f"{indent}- ")
        else:
            yield line


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(str(value))


def _scalar(text: str) -> str:
    """Return a text plain where nothing in it can be read as YAML, else in double quotes."""
    if _PLAIN.match(text) and not _GAP.search(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    for char, escaped in _BREAKS.items():
        quoted = quoted.replace(char, escaped)
    return quoted


def _width(line: str) -> int:
    return sum(2 if char >= "\u2e80" else 1 for char in line)
