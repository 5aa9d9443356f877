"""The map as a Mermaid diagram, which GitHub, GitLab, Obsidian and Notion draw: a flowchart or a journey.

Mermaid has no escape of its own but the number of a character, ``#34;``; so
every character that could mean something to it is written by its number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from readiness.folder.exchange.plain_map import number as written
from readiness.reports.exchange.shown import buyers, by_stage, cut, stage_title, ways
from readiness.reports.namer import Namer
from readiness.touchmap.model import TouchMap, Touchpoint

FLOWCHART = {
    "map": ("title",),
    "stages": ("title", "canonical"),
    "touchpoints": ("title", "stage", "next", "moment_of_truth"),
}
JOURNEY = {
    "map": ("title",),
    "stages": ("title", "canonical"),
    "touchpoints": ("title", "stage", "buyers", "satisfaction"),
    "buyers": ("title",),
}
"""The fields that a journey can carry."""
UNKNOWN = "0"
"""The score of a task whose satisfaction nobody knows: below the scale of 1 to 5."""
_MARKS = "/’‘“”。，、？！（）《》「」…–—·€$"
_INNER = "'.!?-"
"""Harmless within a word; at the start of a text they make lists or arrows."""
_FIRST = re.compile(r"(?:title|section|journey|accTitle|accDescr)\b", re.IGNORECASE)
"""Words that a journey obeys at the start of a line."""


def flowchart(touchmap: TouchMap, namer: Namer) -> bytes:
    """Return a map as a flowchart from left to right with a frame for each stage; linear."""
    words = namer.words
    lines = ["flowchart LR"]
    title = words.text(touchmap.title)
    if title:
        lines.append(f"  accTitle: {coded(title)}")
    for place, (stage, listed) in enumerate(by_stage(touchmap)):
        lines.append(f'  subgraph s{place}["{coded(stage_title(stage, namer))}"]')
        lines += [f'    t{number}["{_title(one, namer)}"]' for number, one in listed]
        lines.append("  end")
    for source, target, share in ways(touchmap):
        lines.append(f'  t{source} -->|"{coded(_percent(share))}"| t{target}')
    decisive = [f"t{at}" for at, one in enumerate(touchmap.touchpoints) if one.moment_of_truth]
    if decisive:
        lines.append("  classDef decisive stroke:#b3261e,stroke-width:3px")
        lines += [f"  class {one} decisive" for one in decisive]
    return ("\n".join(lines) + "\n").encode()


def _percent(share: float) -> str:
    """Return a share as a percentage with every digit, so that it can be read again."""
    percent = f"{Decimal(written(share)) * 100:f}"
    return (percent.rstrip("0").rstrip(".") if "." in percent else percent) + "%"


def journey(touchmap: TouchMap, namer: Namer) -> bytes:
    """Return a map as a journey: stages, touchpoints with their satisfaction, and their buyers."""
    lines = ["journey", f"  title {coded(namer.words.text(touchmap.title) or touchmap.id)}"]
    for stage, listed in by_stage(touchmap):
        lines.append(f"  section {coded(stage_title(stage, namer))}")
        for _, one in listed:
            score = UNKNOWN if one.satisfaction is None else f"{one.satisfaction:g}"
            actors = ", ".join(map(coded, buyers(one, namer)))
            lines.append(f"    {_title(one, namer)}: {score}" + (f": {actors}" if actors else ""))
    return ("\n".join(lines) + "\n").encode()


def coded(text: str) -> str:
    """Return a text in which every character that Mermaid could obey is written by its number."""
    line = cut(text)
    parts = []
    for before, char in pairwise(f" {line}"):
        harmless = char.isalnum() or char in _MARKS or (char in _INNER and before.isalpha())
        parts.append(char if harmless or char == " " else f"#{ord(char)};")
    if _FIRST.match(line):
        parts[0] = f"#{ord(line[0])};"
    return "".join(parts) or "#160;"


def _title(touchpoint: Touchpoint, namer: Namer) -> str:
    return coded(namer.title(f"touchpoints:{touchpoint.id}"))
