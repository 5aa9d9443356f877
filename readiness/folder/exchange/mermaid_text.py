"""Texts in Mermaid diagrams, where a character may be written by its number or name: ``#34;``, ``#quot;``."""

from __future__ import annotations

import re
from html import unescape

_ENTITY = re.compile(r"#(\w{1,32});")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def decoded(text: str) -> str:
    """Return a text of a diagram as it is shown: ``#34;`` and ``#quot;`` become characters."""
    return " ".join(_BREAK.sub(" ", _ENTITY.sub(_character, text)).split())


def masked(text: str) -> str:
    """Return a text of the same length in which no mark of an entity can be taken for one of the grammar."""
    return _ENTITY.sub(lambda found: "x" * len(found[0]), text)


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if not (name.isascii() and name.isdigit()):
        return unescape(f"&{name};")
    code = int(name)
    printable = code < 0x110000 and chr(code).isprintable()
    return chr(code) if printable else " "


def split(text: str, mark: str) -> list[str]:
    """Return the parts of a text between marks that stand outside entities."""
    shape, parts, start = masked(text), [], 0
    for at, char in enumerate(shape):
        if char == mark:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
