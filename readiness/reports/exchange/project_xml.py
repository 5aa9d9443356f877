"""Elements of an XML file, written with every character as itself or as a reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from readiness.folder.source import FORBIDDEN


@dataclass(frozen=True)
class Node:
    """An element with either a text or further elements in it."""

    name: str
    text: str = ""
    inside: tuple[Node, ...] = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """Yield its lines, indented; characters that XML cannot hold become a mark."""
        indent = "  " * depth
        tag = self.name.partition(" ")[0]
        if self.inside:
            yield f"{indent}<{self.name}>"
            for one in self.inside:
                yield from one.lines(depth + 1)
            yield f"{indent}</{tag}>"
        else:
            text = escape(FORBIDDEN.sub("\ufffd", self.text), {"\r": "&#13;"})
            yield f"{indent}<{self.name}>{text}</{tag}>"


def node(name: str, *inside: Node | str | int) -> Node:
    """Return an element of other elements, or of one text or number."""
    nodes = tuple(one for one in inside if isinstance(one, Node))
    return Node(name, "".join(str(one) for one in inside if not isinstance(one, Node)), nodes)


def document(root: Node) -> bytes:
    """Return an XML file in UTF-8."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return "".join(f"{line}\n" for line in (head, *root.lines())).encode()
