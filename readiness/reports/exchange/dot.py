"""The map as a picture for Graphviz (Gansner and North, 2000): stages from left to right.

A box is a touchpoint, its colour the channel, its heavy frame a moment of
truth; an arrow is a way on, the heavier the more visits take it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from readiness.reports.exchange.shown import buyers, by_stage, cut, one_line, stage_title, ways
from readiness.reports.namer import Namer
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import Traffic, traffic

CARRIED = {
    "map": ("title",),
    "stages": ("title", "canonical"),
    "channels": ("title",),
    "touchpoints": (
        "title", "stage", "channel", "direction", "next", "moment_of_truth", "volume", "buyers",
    ),
    "buyers": ("title",),
}  # fmt: skip
"""The fields that can be seen in the picture or in the note that appears over a box."""
_COLOURS = (
    "#cfe3ee", "#f3e0c2", "#d6ead2", "#ead6e6", "#f2d4d0", "#dcdcf2", "#e8e8c4", "#cfe8e4", "#eadccd",
)  # fmt: skip
_WIDE = 20
_HEAVIEST = 6.0
_LONGEST_PIECE = 2000
"""Characters between quotes: Graphviz reads no more than 16,384 octets of one piece, and joins pieces."""
_MOST_COLUMNS = 400
"""More touchpoints in a stage than this are not held in one column, which no page could show."""


def render(touchmap: TouchMap, namer: Namer) -> bytes:
    """Return a map as a DOT file, the same octets for the same map; linear in touchpoints and ways on."""
    flow = traffic(touchmap)
    title = cut(namer.words.text(touchmap.title) or touchmap.id)
    lines = [
        f"digraph {quoted(touchmap.id)} {{",
        f"  graph [label={label(title)}, labelloc=t, rankdir=LR,",
        '    newrank=true, fontname="Helvetica", nodesep=0.2, ranksep=0.9, splines=true,',
        "    outputorder=edgesfirst]",
        '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=10, margin="0.1,0.05"]',
        '  edge [fontname="Helvetica", fontsize=8, color="#52606d", constraint=false]',
    ]
    groups = by_stage(touchmap)
    colours = _colours(touchmap)
    for place, (stage, listed) in enumerate(groups):
        lines += [f"  subgraph cluster_{place} {{", f"    label={label(stage_title(stage, namer))}"]
        lines += [
            '    style="rounded"',
            '    color="#9aa5b1"',
            f"    stage_{place} [style=invis, width=0, height=0,",
        ]
        lines += ['      margin=0, label=""]']
        lines += [f"    {_node(number, one, namer, flow, colours)}" for number, one in listed]
        if len(listed) <= _MOST_COLUMNS:
            same = "; ".join(f"t{number}" for number, _ in listed)
            lines.append(f"    {{rank=same; stage_{place}; {same}}}")
        lines.append("  }")
    columns = [f"stage_{place}" for place in range(len(groups))]
    if colours:
        lines += _key(colours, namer)
        columns.append("c0")
    for left, right in pairwise(columns):
        lines.append(f"  {left} -> {right} [style=invis, constraint=true, weight=100]")
    lines += _arrows(touchmap, namer, flow)
    return ("\n".join(lines) + "\n}\n").encode()


def quoted(text: str) -> str:
    """Return a text as a quoted id of DOT: only a double quote and a backslash before one matter."""
    line = one_line(text)
    pieces = [line[at : at + _LONGEST_PIECE] for at in range(0, len(line), _LONGEST_PIECE)] or [""]
    return " + ".join(f'"{_escaped(piece)}"' for piece in pieces)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def label(text: str) -> str:
    """Return a text as a label, shown as it is although labels know escapes and entities."""
    return quoted(text.replace("&", "&amp;"))


def _colours(touchmap: TouchMap) -> dict[str, str]:
    """Return the colour of each channel that a touchpoint uses, in order of the file; ten, then again."""
    used = {touchpoint.channel for touchpoint in touchmap.touchpoints}
    channels = [channel for channel in touchmap.index["channels"] if channel in used]
    return {channel: _COLOURS[at % len(_COLOURS)] for at, channel in enumerate(channels)}


def _key(colours: Mapping[str, str], namer: Namer) -> Iterator[str]:
    """Yield a column that says which colour is which channel."""
    yield "  subgraph cluster_key {"
    yield f"    label={label(namer.words.say('exchange.channels'))}"
    yield '    color="#ffffff"'
    for at, (channel, colour) in enumerate(colours.items()):
        title = label(cut(namer.title(f"channels:{channel}")))
        yield f'    c{at} [label={title}, fillcolor="{colour}", color="{colour}"]'
    yield f"    {{rank=same; {'; '.join(f'c{at}' for at in range(len(colours)))}}}"
    yield "  }"


def _node(
    number: int, touchpoint: Touchpoint, namer: Namer, flow: Traffic, colours: Mapping[str, str]
) -> str:
    name = f"touchpoints:{touchpoint.id}"
    title = cut(namer.title(name))
    # a line break is made after quoting, which would double its backslash
    shown = "\\n".join(label(line)[1:-1] for line in _wrapped(title))
    attributes = {
        "label": f'"{shown}"',
        "id": quoted(name),
        "tooltip": label(_note(touchpoint, namer, flow)),
        "fillcolor": f'"{colours.get(touchpoint.channel or "", "#ffffff")}"',
    }
    if touchpoint.moment_of_truth:
        attributes |= {"penwidth": "2.5", "color": '"#b3261e"'}
    if touchpoint.direction == "outbound":
        attributes["style"] = '"rounded,filled,dashed"'
    return f"t{number} [{', '.join(f'{key}={value}' for key, value in attributes.items())}]"


def _note(touchpoint: Touchpoint, namer: Namer, flow: Traffic) -> str:
    """Return what appears over a box: the whole title, channel, buyers, visits."""
    words = namer.words
    told = [str(namer.title(f"touchpoints:{touchpoint.id}"))]
    if touchpoint.channel:
        told.append(str(namer.title(f"channels:{touchpoint.channel}")))
    told += buyers(touchpoint, namer)
    visits = flow.total(touchpoint.id)
    if visits:
        told.append(words.say("exchange.visits", number=words.number(visits)))
    return str(words.phrases.say("marks.semicolon")).join(told)


def _arrows(touchmap: TouchMap, namer: Namer, flow: Traffic) -> Iterator[str]:
    most = max((flow.total(one.id) for one in touchmap.touchpoints), default=0.0) or 1.0
    for source, target, share in ways(touchmap):
        visits = flow.total(touchmap.touchpoints[source].id) * share
        width = 0.6 + (_HEAVIEST - 0.6) * min(visits / most, 1.0)
        told = label(namer.words.percent(share))
        yield f"  t{source} -> t{target} [label={told}, penwidth={width:.2f}]"


def _wrapped(title: str) -> Iterator[str]:
    """Yield a title in lines of some width; a wide character takes two places and may end a line."""
    line, wide = "", 0
    for word in _words(title):
        needs = sum(2 if char >= "\u2e80" else 1 for char in word)
        if line and wide + needs > _WIDE:
            yield line.strip()
            line, wide = "", 0
        line, wide = line + word, wide + needs
    yield line.strip()


def _words(title: str) -> Iterator[str]:
    """Yield a title in parts between which a line may end."""
    word = ""
    for char in title:
        word += char
        if char == " " or char >= "\u2e80" or len(word) >= _WIDE:
            yield word
            word = ""
    yield word
