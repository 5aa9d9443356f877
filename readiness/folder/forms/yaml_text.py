"""Plain values as YAML the way a person would write it: short things on one line, long texts folded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_WIDEST = 104
_PLAIN = re.compile(r"[^\W_](?:[\w .()/%&+'’–-]*[\w.()%'’])?\Z")
_SAME_WORD = re.compile(r"(?:true|false|yes|no|on|off|null|y|n)\Z", re.IGNORECASE)
_GAP = re.compile(r"  |[\t\r\n\x85\u2028\u2029\ufeff]")
_BREAKS = {"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P", "\ufeff": "\\uFEFF", "\x7f": "\\x7F"}
_FOLDED = 60
"""A text of several words that is longer is folded over lines."""


def yaml_text(record: Mapping[str, Any], *, remarks: str = "", apart: str = "") -> str:
    """Return the text of a file: ``remarks`` at its top, an empty line before each record of ``apart``.

    Values are texts, numbers, booleans, lists and mappings.
    """
    lines = [f"# {line}".rstrip() for line in remarks.splitlines()]
    for key, value in record.items():
        if key == apart and isinstance(value, list):
            lines += ["", f"{key}:"]
            for number, one in enumerate(value):
                lines += [""] if number else []
                lines += _record(one, "  - ")
        else:
            lines += _entry(key, value, "")
    return "\n".join(lines) + "\n"


def scalar(value: object) -> str:
    """Return a scalar plain where nothing in it can be read as something else, else in double quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    if _PLAIN.match(text) and not _GAP.search(text) and not _SAME_WORD.match(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    for char, escaped in _BREAKS.items():
        quoted = quoted.replace(char, escaped)
    return quoted


def _entry(key: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, str) and _folds(value, indent):
        yield f"{indent}{scalar(key)}: >-"
        yield from _fold(value, indent + "  ")
        return
    line = f"{indent}{scalar(key)}: {_flow(value)}"
    if _scalar_like(value) or (_width(line) <= _WIDEST and not _deep(value)):
        yield line
    elif isinstance(value, Mapping):
        yield f"{indent}{scalar(key)}:"
        for inner, part in value.items():
            yield from _entry(inner, part, indent + "  ")
    else:
        yield f"{indent}{scalar(key)}:"
        for one in value:
            yield from _record(one, f"{indent}  - ")


def _record(value: Any, lead: str) -> Iterator[str]:
    """Yield a member of a list: on one line where that is short, else key by key."""
    line = f"{lead}{_flow(value)}"
    if not isinstance(value, Mapping) or (_width(line) <= _WIDEST and not _deep(value)):
        yield line
        return
    indent = " " * len(lead)
    for key, part in value.items():
        for written in _entry(key, part, indent):
            yield lead + written[len(indent) :] if lead.strip() else written
            lead = indent


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value)


def _deep(value: Any) -> bool:
    """Say whether a value holds records that hold records."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return any(isinstance(one, Mapping) or (isinstance(one, list) and any(map(_deep, one))) for one in inner)


def _scalar_like(value: Any) -> bool:
    return not isinstance(value, Mapping | list | tuple)


def _folds(text: str, indent: str) -> bool:
    """Say whether a text can be folded without changing it: its lines break at single spaces only."""
    if len(text) <= _FOLDED or _width(text) + len(indent) < _WIDEST - 20:
        return False
    if max(map(_width, text.split(" "))) > _FOLDED:  # Chinese has no spaces at which to fold
        return False
    return " " in text and text == text.strip() and not _GAP.search(text)


def _fold(text: str, indent: str) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and _width(indent) + _width(line) + _width(word) + 1 > _WIDEST:
            yield indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield indent + line


def _width(line: str) -> int:
    return sum(2 if char >= "\u2e80" else 1 for char in line)
