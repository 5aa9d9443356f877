"""Plain values as lines of YAML, written the way a person would write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

WIDEST = 110
_PLAIN = re.compile(r"[^\W_](?:[\w .()/%&+'’–@-]*[\w.()%'’])?\Z")
_GAP = re.compile(r"  |\n|\t")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\ufeff": "\\uFEFF",
            "\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}  # fmt: skip


def scalar(text: str) -> str:
    """Return a text plain where nothing in it can be read as YAML, else in double quotes."""
    if _PLAIN.match(text) and not _GAP.search(text):
        return text
    return '"' + "".join(_ESCAPED.get(char, char) for char in text) + '"'


def flow(value: Any) -> str:
    """Return texts, lists and mappings on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(str(value))


def block(record: Mapping[str, Any], lead: str) -> Iterator[str]:
    """Yield the lines of a record, a key a line; ``lead`` stands before the first, blanks before the rest."""
    indent = " " * len(lead)
    for key, value in record.items():
        line = f"{lead}{scalar(str(key))}: {flow(value)}"
        if width(line) <= WIDEST or isinstance(value, str):
            yield line
        else:
            yield f"{lead}{scalar(str(key))}:"
            yield from _long(value, indent + "  ")
        lead = indent


def _long(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from block(value, indent)
        return
    for item in value:
        line = f"{indent}- {flow(item)}"
        if isinstance(item, Mapping) and width(line) > WIDEST:
            yield from block(item, f"{indent}- ")
        else:
            yield line


def width(line: str) -> int:
    """Return how many columns a line takes; a Chinese character takes two."""
    return sum(2 if char >= "\u2e80" else 1 for char in line)
