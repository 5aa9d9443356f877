"""The statements of a Mermaid flowchart that say nodes, frames and arrows; styles are passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from readiness.folder.exchange.mermaid_text import decoded
from readiness.folder.exchange.stages import StageNames

_PASSED = re.compile(r"(?:classDef|class|style|linkStyle|click|direction)\b")
_FRAME = re.compile(r"subgraph\s+(?:([^\s\[\]\"]+)\s*\[(.*)\]|(.*))\Z")
_NODE = re.compile(r"\s*((?:\w|[-./](?![-.>=]))+)", re.UNICODE)
_SHAPES = (
    ("([", "])"), ("[[", "]]"), ("[(", ")]"), ("((", "))"), ("{{", "}}"), ("[/", "/]"), ("[\\", "\\]"),
    ("[", "]"), ("(", ")"), ("{", "}"), (">", "]"),
)  # fmt: skip
_CLASS = re.compile(r":::[\w-]+")
_ARROW = re.compile(
    r"\s*[<ox]?(?:-{2,}[>ox]|-{3,}|={2,}[>ox]|={3,}|-\.+-[>ox]?)(?:\s*\|(\"[^\"]*\"|[^|\"]*)\|)?\s*"
)
_TOLD = re.compile(
    r"\s*(?:--|==|-\.)\s*(\"[^\"]*\"|[^-=.|\"> ](?:[^-=|\">]|-(?!-))*?)\s*(?:-{2,}|={2,}|\.+-)[>ox]?\s*"
)
MOST = 100_000
"""Ways on in a file; ``a & b --> c & d`` makes four of one line."""
_AND = re.compile(r"\s*&\s*")


@dataclass
class Flow:
    """What a flowchart has said so far."""

    stages: StageNames
    nodes: dict[str, tuple[str, str | None, int]] = field(default_factory=dict)
    """Node to its label, its stage and its line."""
    ways: list[tuple[str, str, str]] = field(default_factory=list)
    """From a node to a node, with a label."""
    open: list[str | None] = field(default_factory=list)
    frames: int = 0
    """How many frames are no stage."""


def read_statement(flow: Flow, text: str, line: int) -> bool:
    """Read one statement of a flowchart; return False where it is not understood.  Linear in the text."""
    text = " ".join(text.split())
    if _PASSED.match(text):
        return True
    if text == "end":
        if flow.open:
            flow.open.pop()
        return True
    if text.startswith("subgraph"):
        frame = _FRAME.match(text)
        name = _bare((frame[2] if frame[2] is not None else frame[3]) if frame else "")
        stage = flow.stages.find(decoded(name))
        flow.frames += stage is None
        flow.open.append(stage)
        return True
    return _chain(flow, text, line)


def _chain(flow: Flow, text: str, line: int) -> bool:
    """Read ``a & b -->|label| c --> d``; nothing is kept of a chain that is not understood to its end."""
    nodes: list[tuple[str, str | None]] = []
    ways: list[tuple[str, str, str]] = []
    group, at = _group(text, 0, nodes)
    while group and at < len(text):
        arrow = _ARROW.match(text, at) or _TOLD.match(text, at)
        if arrow is None:
            return False
        following, at = _group(text, arrow.end(), nodes)
        if len(flow.ways) + len(ways) + len(group) * len(following) > MOST:
            return False
        ways += [(one, other, _bare(arrow[1] or "")) for one in group for other in following]
        group = following
    if not group:
        return False
    for node, label in nodes:
        old = flow.nodes.get(node)
        stage = flow.open[-1] if flow.open else None
        if old is None:
            flow.nodes[node] = (label if label is not None else node, stage, line)
        elif label is not None:
            flow.nodes[node] = (label, old[1] or stage, old[2])
    flow.ways += ways
    return True


def _group(text: str, at: int, nodes: list[tuple[str, str | None]]) -> tuple[list[str], int]:
    """Return the nodes joined by ``&`` from a place on, if any, and the place after them."""
    names: list[str] = []
    while True:
        name = _NODE.match(text, at)
        if name is None:
            return [], at
        label, at = _label(text, name.end())
        nodes.append((name[1], label))
        names.append(name[1])
        joined = _AND.match(text, at)
        if joined is None:
            return names, at
        at = joined.end()


def _label(text: str, at: int) -> tuple[str | None, int]:
    """Return the label in the brackets of a node and the place after them."""
    label = None
    for left, right in _SHAPES:
        if text.startswith(left, at):
            inner = at + len(left)
            if text.startswith('"', inner):
                end = text.find('"', inner + 1)
                end = text.find(right, end + 1) if end > 0 else -1
            else:
                end = text.find(right, inner)
            if end >= 0:
                label, at = _bare(text[inner:end]), end + len(right)
            break
    styled = _CLASS.match(text, at)
    return label, (styled.end() if styled else at)


def _bare(text: str) -> str:
    stripped = text.strip()
    quoted = len(stripped) > 1 and stripped[0] == stripped[-1] == '"'
    return stripped[1:-1].strip("`") if quoted else stripped
