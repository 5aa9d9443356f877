"""Entries taken out of, and put into, mappings and lists in flow style: {a: 1, b: 2} and [a, b]."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.folder.layout import Branch, Entry
from readiness.folder.patches import Added, Sheet
from readiness.folder.yaml_lines import flow, scalar


def leave_flow(sheet: Sheet, branch: Branch, stays: Sequence[bool]) -> None:
    """Take out the entries that do not stay, each with its comma; one at least stays."""
    entries = branch.entries
    final = max(place for place, stay in enumerate(stays) if stay)
    for place, entry in enumerate(entries):
        if stays[place]:
            continue
        if entry.comma is not None and place < final:
            follower = entries[place + 1].start
            _cut(sheet, entry.start, entry.comma + 1, follower)
        else:
            before = entries[place - 1]
            _cut_tail(sheet, before, entry)


def _cut(sheet: Sheet, start: int, end: int, follower: int) -> None:
    """Take out an entry with its comma; its line, too, where it had one of its own."""
    rest = sheet.text[end : sheet.layout.next_line(end - 1)]
    if sheet.layout.begins_line(start) and (not rest.strip() or rest.lstrip().startswith("#")):
        sheet.put(sheet.layout.line_start(start), sheet.layout.next_line(end - 1), "")
    elif not sheet.text[end:follower].strip(" "):
        sheet.put(start, follower, "")
    else:
        sheet.put(start, end, "")


def _cut_tail(sheet: Sheet, before: Entry, entry: Entry) -> None:
    """Take out one of the last entries with the comma before it; its own, if any, stays at the end."""
    comma, end = before.comma, entry.end
    if comma is None:
        sheet.put(entry.start, end, "")
    elif not sheet.text[comma + 1 : entry.start].strip(" "):
        sheet.put(comma, end, "")
    else:
        sheet.put(comma, comma + 1, "")
        rest = sheet.text[end : sheet.layout.next_line(end - 1)]
        alone = sheet.layout.begins_line(entry.start) and not rest.strip(" \r\n")
        if alone:
            sheet.put(sheet.layout.line_start(entry.start), sheet.layout.next_line(end - 1), "")
        else:
            sheet.put(entry.start, end, "")


def join_flow(sheet: Sheet, branch: Branch, added: Sequence[Added]) -> None:
    """Put new entries in, on the line of the one beside."""
    for one in added:
        words = flow(one.value) if one.key is None else f"{scalar(one.key)}: {flow(one.value)}"
        beside = branch.entries[one.beside]
        place = beside.end if one.behind else beside.start
        sheet.put(place, place, f", {words}" if one.behind else f"{words}, ")
