"""Where everything stands in a YAML text: entries with their signs, so that a text can be changed in places.

``parse`` gives values for reading; this gives the same text for writing: block
or flow style, where an entry begins and ends, where its colon and comma are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.tokens import BlockEntryToken, FlowEntryToken, KeyToken, ValueToken

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_GAP = re.compile("(?:\\s+|#[^\n\r\x85\u2028\u2029]*)*")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar; without length where nothing is written."""

    start: int
    end: int
    last: int
    """Where its content ends with the blank lines that belong to it."""
    is_block: bool = False
    """Written on lines of its own below ``|`` or ``>``, where a deeper comment would be its content."""

    @property
    def is_empty(self) -> bool:
        """Nothing is written here, not even quotes."""
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its value, or one item of a list."""

    start: int
    """Its first character: of the key, a question mark, or the dash."""
    key: str | None
    colon: int
    """The place after the colon or the dash; that after the key where there is no colon."""
    has_colon: bool
    node: Node
    comma: int | None
    """Where the comma after it stands."""

    @property
    def end(self) -> int:
        """The place after its last character."""
        return max(self.colon, self.node.end)

    @property
    def last(self) -> int:
        """The same with the blank lines that belong to it."""
        return max(self.colon, self.node.last)


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping or a list."""

    start: int
    end: int
    last: int
    is_map: bool
    is_flow: bool
    entries: tuple[Entry, ...]


Node = Leaf | Branch


def last_leaf(node: Node) -> Node:
    """Return the scalar at the end of a node, or the branch that has none."""
    while isinstance(node, Branch) and not node.is_flow:
        node = node.entries[-1].node
    return node


@dataclass(frozen=True)
class Layout:
    """A text with its tree and its lines."""

    text: str
    root: Node
    starts: tuple[int, ...]
    """Where each line begins."""

    def line_start(self, place: int) -> int:
        """Return where the line of a place begins."""
        return self.starts[bisect_right(self.starts, place) - 1]

    def next_line(self, place: int) -> int:
        """Return where the line after that of a place begins: the end of the text after its last line."""
        number = bisect_right(self.starts, place)
        return self.starts[number] if number < len(self.starts) else len(self.text)

    def column(self, place: int) -> int:
        """Return how many characters stand before a place on its line."""
        return place - self.line_start(place)

    def begins_line(self, place: int) -> bool:
        """Say whether only blanks stand before a place on its line."""
        return not self.text[self.line_start(place) : place].strip()

    def below(self, entry: Entry) -> int:
        """Return the start of the first line below an entry of block style."""
        return entry.last if entry.last > entry.end else self.next_line(entry.end - 1)

    def above(self, entry: Entry, floor: int) -> int:
        """Return the start of an entry's first line, or of the comments directly above it in its column.

        What stands before ``floor`` belongs to others.
        """
        start = self.line_start(entry.start)
        column = entry.start - start
        while start:
            before = self.line_start(start - 1)
            line = self.text[before:start]
            if before < floor or not line.strip().startswith("#") or _indent(line) != column:
                break
            start = before
        return start

    def is_blank(self, start: int) -> bool:
        """Say whether the line that begins at a place holds nothing."""
        return start < len(self.text) and not self.text[start : self.next_line(start)].strip()


def lay_out(text: str) -> Layout:
    """Return where everything stands in a text that ``parse`` has read without a problem."""
    starts = (0, *(found.end() for found in _BREAK.finditer(text)))
    return Layout(text, _Signs(text).node(yaml.compose(text, Loader=yaml.CBaseLoader)), starts)


class _Signs:
    """The signs of a text beside its scalars: dashes, keys, colons and commas, in their order."""

    def __init__(self, text: str) -> None:
        self.text = text
        found: dict[type, list[int]] = {
            kind: [] for kind in (BlockEntryToken, FlowEntryToken, KeyToken, ValueToken)
        }
        for token in _tokens(text):
            if (places := found.get(token.__class__)) is not None:
                places.append(token.start_mark.index)
        self.dashes, self.commas = found[BlockEntryToken], found[FlowEntryToken]
        self.keys, self.colons = found[KeyToken], found[ValueToken]

    def node(self, raw: Any) -> Node:
        start, end = raw.start_mark.index, raw.end_mark.index
        if isinstance(raw, yaml.ScalarNode):
            if raw.style not in ("|", ">"):
                return Leaf(start, end, end)
            written = self.text[start:end]
            keeps = "+" in written.split("\n", 1)[0].split("#", 1)[0]
            short = start + len(written.rstrip())
            return Leaf(start, short, end if keeps else short, is_block=True)
        if isinstance(raw, yaml.MappingNode):
            entries = tuple(self._pair(key, value, flow=raw.flow_style) for key, value in raw.value)
        else:
            entries = tuple(self._item(value, flow=raw.flow_style) for value in raw.value)
        last = end
        if not raw.flow_style:
            end, last = entries[-1].end, entries[-1].last
        return Branch(start, end, last, isinstance(raw, yaml.MappingNode), bool(raw.flow_style), entries)

    def _pair(self, key: Any, value: Any, *, flow: bool) -> Entry:
        start, end, node = key.start_mark.index, key.end_mark.index, self.node(value)
        place = bisect_right(self.keys, start) - 1
        if place >= 0 and self.text[self.keys[place] : start].strip() == "?":
            start = self.keys[place]
        place = bisect_left(self.colons, end)
        has_colon = place < len(self.colons) and self.colons[place] <= node.start
        after = self.colons[place] + 1 if has_colon else end
        return Entry(start, key.value, after, has_colon, node, self._comma(max(after, node.end), flow=flow))

    def _item(self, value: Any, *, flow: bool) -> Entry:
        node = self.node(value)
        if flow:
            return Entry(node.start, None, node.start, True, node, self._comma(node.end, flow=flow))
        dash = self.dashes[bisect_left(self.dashes, value.start_mark.index) - 1]
        return Entry(dash, None, dash + 1, True, node, None)

    def _comma(self, end: int, *, flow: bool) -> int | None:
        """Return the comma behind a place: only blanks and comments stand before it."""
        place = bisect_left(self.commas, end)
        if not flow or place == len(self.commas):
            return None
        gap = _GAP.match(self.text, end)
        return self.commas[place] if gap and gap.end() == self.commas[place] else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _tokens(text: str) -> Iterator[Any]:
    loader: Any = yaml.CLoader(text)
    while loader.check_token():
        yield loader.get_token()
