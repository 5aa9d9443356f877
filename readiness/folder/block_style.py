"""Entries taken out of, and put into, mappings and lists in block style: one a line, or on several lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from readiness.folder.layout import Branch, Entry, Leaf, Node, last_leaf
from readiness.folder.map_writer import records
from readiness.folder.patches import Added, Sheet
from readiness.folder.yaml_lines import WIDEST, block, flow, scalar, width


def refill(sheet: Sheet, branch: Branch, new: Any) -> None:
    """Write a mapping or list anew, of which nothing stays."""
    layout = sheet.layout
    if branch.is_flow or not new or not layout.begins_line(branch.entries[0].start):
        sheet.put(branch.start, branch.end, flow(new))
        return
    first, last = branch.entries[0], branch.entries[-1]
    lines: list[str] = []
    for one in new:
        key, value = (one, new[one]) if branch.is_map else (None, one)
        lines += _lines(sheet, branch, first, key, value)
    indent = " " * layout.column(first.start)
    sheet.put(layout.above(first, 0), layout.below(last), _joined(sheet, lines, indent))


def leave_block(sheet: Sheet, branch: Branch, stays: Sequence[bool]) -> None:
    """Take out the entries that do not stay, with the comments directly above them; one at least stays."""
    entries, layout = branch.entries, sheet.layout
    first = next(place for place, stay in enumerate(stays) if stay)
    last = max(place for place, stay in enumerate(stays) if stay)
    before: Node | None = None
    for place, entry in enumerate(entries):
        if stays[place]:
            before = last_leaf(entry.node)
        elif place > first or layout.begins_line(entry.start):
            if isinstance(before, Leaf) and before.is_block:
                _outdent(sheet, layout.below(entry), layout.column(entry.start))
            start = layout.above(entry, entries[place - 1].last if place else 0)
            _cut_lines(sheet, start, layout.below(entry), is_first=place < first, is_last=place > last)
    if first and not layout.begins_line(entries[0].start):
        _leave_lead(sheet, entries[0], entries[first - 1], entries[first])


def _cut_lines(sheet: Sheet, start: int, end: int, *, is_first: bool, is_last: bool) -> None:
    """Take out the lines of an entry, with the empty line that set it off from its neighbour."""
    layout = sheet.layout
    above = layout.line_start(start - 1) if start else 0
    gap_above = start > 0 and layout.is_blank(above)
    gap_below = end >= len(sheet.text) or layout.is_blank(end)
    if is_first:
        end = layout.next_line(end) if gap_below else end
    elif gap_above and (gap_below or is_last):
        start = above
    sheet.put(start, end, "")


def _outdent(sheet: Sheet, start: int, column: int) -> None:
    """Move comments to a column, so that what stands above does not take them in."""
    layout, text = sheet.layout, sheet.text
    while start < len(text) and (
        layout.is_blank(start) or text[start : layout.next_line(start)].lstrip(" ").startswith("#")
    ):
        below = layout.next_line(start)
        deeper = len(text[start:below]) - len(text[start:below].lstrip(" ")) - column
        if deeper > 0 and not layout.is_blank(start):
            sheet.put(start, start + deeper, "")
        start = below


def _leave_lead(sheet: Sheet, entry: Entry, gone: Entry, stays: Entry) -> None:
    """Take out the entries on and below the line of a dash, which stays for the next one."""
    layout = sheet.layout
    below = layout.below(gone)
    if layout.line_start(stays.start) == below:
        sheet.put(entry.start, stays.start, "")
        return
    start = entry.start
    while sheet.text[start - 1] == " ":
        start -= 1
    sheet.put(start, below, sheet.line_break)


def join_block(sheet: Sheet, branch: Branch, added: Sequence[Added]) -> None:
    """Put new entries in, on lines of their own."""
    layout, entries = sheet.layout, branch.entries
    indent = " " * layout.column(entries[0].start)
    for one in added:
        beside = entries[one.beside]
        words = _joined(sheet, _lines(sheet, branch, beside, one.key, one.value), indent)
        if one.behind:
            gap = sheet.line_break if _stands_apart(sheet, branch, one.beside) else ""
            below = layout.below(beside)
            sheet.put(below, below, gap + words)
        elif layout.begins_line(beside.start):
            above = layout.above(beside, entries[one.beside - 1].last if one.beside else 0)
            sheet.put(above, above, words)
        else:
            sheet.put(beside.start, beside.start, words.lstrip(" ") + indent)


def _joined(sheet: Sheet, lines: Iterable[str], indent: str) -> str:
    return "".join(f"{indent}{line}{sheet.line_break}" for line in lines)


def _stands_apart(sheet: Sheet, branch: Branch, place: int) -> bool:
    """Say whether an entry is set off from its neighbour by an empty line."""
    entries, layout = branch.entries, sheet.layout
    if place:
        above = layout.above(entries[place], entries[place - 1].last)
        return above > 0 and layout.is_blank(layout.line_start(above - 1))
    return len(entries) > 1 and layout.is_blank(layout.below(entries[0]))


def _lines(sheet: Sheet, branch: Branch, beside: Entry, key: str | None, value: Any) -> Iterator[str]:
    """Yield the lines of a new entry, without their indentation."""
    if key is None:
        yield from _item_lines(sheet, beside, value)
    elif not isinstance(value, list) or not value or not isinstance(value[0], Mapping):
        yield from block({key: value}, "")
    else:
        yield f"{scalar(key)}:"
        own = branch is not sheet.layout.root
        yield from (f"  - {flow(one)}" for one in value) if own else records([dict(one) for one in value])


def _item_lines(sheet: Sheet, beside: Entry, item: Any) -> Iterator[str]:
    """Yield the lines of a new item of a block list, in the style of the one beside it."""
    blanks = sheet.text[beside.colon : beside.node.start]
    lead = f"-{blanks}" if blanks and not blanks.strip(" ") else "- "
    is_block = isinstance(beside.node, Branch) and not beside.node.is_flow
    line = f"{lead}{flow(item)}"
    if isinstance(item, Mapping) and item and (is_block or width(line) > WIDEST):
        yield from block(item, lead)
    else:
        yield line
