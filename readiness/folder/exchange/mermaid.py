"""Mermaid as a map: the diagrams ``journey`` and ``flowchart``, line by line.

Of a journey the sections are stages, the tasks touchpoints with the score as
satisfaction, the actors buyers.  Of a flowchart the nodes are touchpoints, the
frames stages, the arrows ways on where their label is a share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from readiness.folder.cell_text import same
from readiness.folder.exchange.draft import Draft, Request
from readiness.folder.exchange.flowchart import Flow, read_statement
from readiness.folder.exchange.loss import Loss
from readiness.folder.exchange.mermaid_text import decoded, masked, split
from readiness.folder.exchange.plain_map import number as written
from readiness.folder.exchange.stages import StageNames
from readiness.folder.map_ids import Ids, slug
from readiness.folder.source import Source
from readiness.scalars import Unreadable, read_number

_SKIPPED = re.compile(r"%%|acc(?:Title|Descr)\b")
_HEADER = re.compile(r"(journey|flowchart|graph)\b[ \t]*(TB|TD|BT|RL|LR)?[ \t]*;?\Z")


def read_mermaid(source: Source, request: Request) -> Draft:
    """Read a diagram as a map; what is not understood is told at its line.  Linear in the text."""
    draft = Draft(source)
    lines = _lines(draft)
    number, header = next(lines, (1, ""))
    kind = _HEADER.match(header)
    if kind is None:
        draft.tell("mermaid-kind", draft.line(number), value=header.split(" ")[0])
    elif kind[1] == "journey":
        _Journey(draft, request).read(lines)
    else:
        _flowchart(draft, request, lines)
    return draft


def _lines(draft: Draft) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, with their numbers; front matter, directives and remarks do not."""
    lines = draft.source.lines
    start, deep = 0, False
    if lines and lines[0].strip() == "---":
        start = next((at + 1 for at, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
    for number, line in enumerate(lines[start:], start=start + 1):
        text = line.strip()
        if deep or text.startswith("%%{") or re.match(r"accDescr\s*\{", text):
            deep = "}" not in text
        elif text and not _SKIPPED.match(text):
            yield number, text


class _Journey:
    """A journey while it is read."""

    def __init__(self, draft: Draft, request: Request) -> None:
        self.draft = draft
        self.ids = Ids(request.known)
        self.stages = StageNames(request.today)
        self.buyers: dict[str, dict[str, str]] = {}
        self.touchpoints: list[dict[str, Any]] = []
        self.known = request.today.get("id")
        self.stage: str | None = None
        self.sections = 0

    def read(self, lines: Iterator[tuple[int, str]]) -> None:
        title = ""
        places = self.draft.places
        places["buyers"], places["touchpoints"] = [], []
        for number, whole in lines:
            for text in self._statements(whole):
                word, _, rest = text.partition(" ")
                if _SKIPPED.match(text):
                    continue
                if word == "title" and rest:
                    title = decoded(rest)
                elif word == "section" and rest:
                    self.stage = self.stages.find(decoded(rest))
                    self.sections += self.stage is None
                else:
                    self._task(number, text)
        raw: dict[str, Any] = {"id": self.known or slug(title) or "our-map", "title": title}
        raw |= {"buyers": list(self.buyers.values()), "stages": self.stages.all}
        self.draft.raw = raw | {"touchpoints": self.touchpoints}
        if self.sections:
            self.draft.lost.append(Loss("sections", "", self.sections))

    def _statements(self, line: str) -> Iterator[str]:
        """Yield the statements of a line: a semicolon ends one, a number sign starts a remark."""
        shape = masked(line)
        end = shape.find("#")
        start = 0
        for at, char in enumerate(shape if end < 0 else shape[:end]):
            if char == ";":
                yield line[start:at].strip()
                start = at + 1
        last = line[start : len(line) if end < 0 else end].strip()
        if last:
            yield last

    def _task(self, number: int, text: str) -> None:
        parts = split(text, ":")
        at = self.draft.line(number)
        name = decoded(parts[0])
        if len(parts) < 2 or not name:
            if text:
                self.draft.tell("mermaid-line", at, value=text)
            return
        identity = self.ids.give("touchpoints", name, len(self.touchpoints) + 1)
        row: dict[str, Any] = {"id": identity, "title": name}
        row |= {"stage": self.stage} if self.stage else {}
        actors = [decoded(actor) for actor in split(parts[2], ",")] if len(parts) > 2 else []
        if actors := [actor for actor in actors if actor]:
            row["buyers"] = list(dict.fromkeys(self._buyer(actor, number) for actor in actors))
        self._score(row, parts[1].strip(), number)
        self.touchpoints.append(row)
        self.draft.places["touchpoints"].append(at)

    def _score(self, row: dict[str, Any], score: str, number: int) -> None:
        """Keep a score of 1 to 5 as satisfaction; none, and 0, say that nobody knows it."""
        try:
            value = read_number(score or "0")
        except Unreadable as error:
            self.draft.tell(error.code, self.draft.line(number), **error.values)
            return
        if value and not 1 <= value <= 5:
            code, bound = ("at-least", 1) if value < 1 else ("at-most", 5)
            self.draft.tell(code, self.draft.line(number), value=score, bound=bound)
        elif value:
            row["satisfaction"] = score

    def _buyer(self, name: str, number: int) -> str:
        buyer = self.buyers.get(same(name))
        if buyer is None:
            identity = self.ids.give("buyers", name, len(self.buyers) + 1)
            buyer = self.buyers[same(name)] = {"id": identity, "title": name}
            self.draft.places["buyers"].append(self.draft.line(number))
        return buyer["id"]


def _flowchart(draft: Draft, request: Request, lines: Iterator[tuple[int, str]]) -> None:
    flow = Flow(StageNames(request.today))
    for number, text in lines:
        if not read_statement(flow, text.rstrip(";"), number):
            draft.tell("mermaid-line", draft.line(number), value=text)
    ids, names = Ids(request.known), dict[str, str]()
    rows: dict[str, dict[str, Any]] = {}
    places = draft.places["touchpoints"] = []
    for count, (node, (label, stage, line)) in enumerate(flow.nodes.items(), start=1):
        title = decoded(label) or node
        identity = names[node] = ids.give("touchpoints", title, count)
        rows[node] = {"id": identity, "title": title} | ({"stage": stage} if stage else {})
        places.append(draft.line(line))
    lost = Counter[str]()
    for source, target, label in flow.ways:
        share = _share(decoded(label))
        if share is None:
            lost["edges"] += 1
        else:
            rows[source].setdefault("next", []).append({"to": names[target], "share": share})
    lost["frames"] = flow.frames
    draft.raw = {
        "id": request.today.get("id", "our-map"),
        "stages": flow.stages.all,
        "touchpoints": list(rows.values()),
    }
    draft.lost += [Loss(kind, "", number) for kind, number in lost.items() if number]


def _share(label: str) -> str | None:
    """Return the share that a label states, ``40%`` or ``0.4``; None where it states none."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,9})?) ?(%?)", label, re.ASCII)
    if found is None or float(found[1]) > (100 if found[2] else 1):
        return None
    if not found[2]:
        return found[1]
    return written(round(float(found[1]) / 100, 12))
