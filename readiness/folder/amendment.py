"""Changing a YAML text in places: what is not changed stays as it was written, to the last blank."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readiness.folder.arrangement import arrange, numbered
from readiness.folder.block_style import join_block, leave_block, refill
from readiness.folder.flow_style import join_flow, leave_flow
from readiness.folder.layout import Branch, Entry, Leaf, Node, last_leaf, lay_out
from readiness.folder.map_writer import write_plain
from readiness.folder.parse import Record, parse
from readiness.folder.patches import Added, Sheet
from readiness.folder.source import Limits, Source
from readiness.folder.yaml_lines import flow, width

_FINAL_BREAK = re.compile("(?:\r\n|[\n\r\x85\u2028\u2029])\\Z")


class NotReadable(ValueError):
    """A text that cannot be changed, since it cannot be read; ``problems`` say why."""

    def __init__(self, problems: Sequence[Any]) -> None:
        super().__init__("not readable")
        self.problems = tuple(problems)


def read_plain(text: str, name: str = "") -> Record:
    """Return a text's plain values.  Raises NotReadable where it is no mapping or its syntax is wrong."""
    record, problems = parse(Source(name, text), Limits())
    grave = [one for one in problems if one.code != "duplicate-key"]
    if grave or not isinstance(record, Record):
        raise NotReadable(problems)
    return record


def amend(text: str, wanted: Mapping[str, Any]) -> str:
    """Return a text changed so that it says what is wanted, with as little touched as can be.

    ``wanted`` holds texts, lists and mappings; keys and items that stay keep
    their order, comments and style.  Items of a list are known by their words,
    or by ``id`` or ``to``.  Raises NotReadable for a text that cannot be read.
    """
    plain = read_plain(text)
    if plain == wanted:
        return text
    changed = amend_in_places(text, plain, wanted)
    return _afresh(wanted) if changed is None else changed


def amend_in_places(text: str, plain: Mapping[str, Any], wanted: Mapping[str, Any]) -> str | None:
    """Return the changed text of :func:`amend`; None where its style stands in the way."""
    line_break = next(iter(re.findall("\r\n|\n|\r", text)), "\n")
    ended = bool(_FINAL_BREAK.search(text))
    whole = text if ended else _ended(text, plain, line_break)
    sheet = Sheet(lay_out(whole), line_break)
    root = sheet.layout.root
    arranged = arrange(sheet, root, plain, wanted) if isinstance(root, Branch) else None
    if arranged is not None and _says(moved := sheet.patched(), arranged):
        plain, sheet = arranged, Sheet(lay_out(moved), line_break)
    else:
        sheet.patches.clear()
    if isinstance(sheet.layout.root, Branch):
        _rewrite(sheet, sheet.layout.root, plain, wanted)
    changed = sheet.patched()
    if not ended and _says(short := _FINAL_BREAK.sub("", changed, count=1), wanted):
        return short
    return changed if _says(changed, wanted) else None


def _ended(text: str, plain: Mapping[str, Any], line_break: str) -> str:
    """Return a text with a line break at its end, which says the same."""
    whole = text + line_break
    if _says(whole, plain):
        return whole
    sign = (
        last_leaf(lay_out(text).root).start + 1
    )  # a literal's last line has no break, so that none may be read after it
    return whole[:sign] + "-" + whole[sign:].removeprefix("+")


def _says(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return read_plain(text) == wanted
    except NotReadable:
        return False


def _afresh(wanted: Mapping[str, Any]) -> str:
    """Return the values written anew: what is said counts more than how it was written."""
    rest = {key: value for key, value in wanted.items() if key != "format"}
    return write_plain(str(wanted.get("format", "touchmap/1")), rest, "")


def _rewrite(sheet: Sheet, branch: Branch, plain: Any, wanted: Any) -> None:
    """Change a mapping or list that stays one, so that it says what is wanted."""
    if branch.is_map:
        names: list[Any] = [entry.key for entry in branch.entries]
        held: dict[Any, Any] = dict(plain)
        new: dict[Any, Any] = dict(wanted)
    else:
        names = list(numbered(plain))
        held = dict(zip(names, plain, strict=True))
        new = dict(zip(numbered(wanted), wanted, strict=True))
    in_order = set(new) if branch.is_map else _in_order(names, list(new))
    stays = [name in in_order or (branch.is_map and name not in held) for name in names]
    for place, (entry, name, stay) in enumerate(zip(branch.entries, names, stays, strict=True)):
        first = not branch.is_map or names.index(name) == place  # a key that is written twice counts once
        if stay and first and name in new and held.get(name) != new[name]:
            _revalue(sheet, branch, entry, held.get(name), new[name])
    if not any(stays):
        refill(sheet, branch, new if branch.is_map else list(new.values()))
        return
    leave, join = (leave_flow, join_flow) if branch.is_flow else (leave_block, join_block)
    leave(sheet, branch, stays)
    join(sheet, branch, list(_added(names, stays, new, is_map=branch.is_map)))


def _revalue(sheet: Sheet, branch: Branch, entry: Entry, old: Any, new: Any) -> None:
    """Put a new value in the place of an entry's."""
    node = entry.node
    if isinstance(node, Branch) and isinstance(new, Mapping if node.is_map else list) and new:
        _rewrite(sheet, node, old, new)
    elif isinstance(node, Leaf) and node.is_empty:
        sheet.put(entry.colon, entry.colon, f"{'' if entry.has_colon else ':'} {flow(new)}")
    elif isinstance(node, Branch) and not node.is_flow and branch.is_map:
        sheet.put(entry.colon, entry.colon, f" {flow(new)}")
        first = node.entries[0]
        sheet.put(sheet.layout.above(first, entry.colon), sheet.layout.below(entry), "")
    else:
        _write_over(sheet, node, new)


def _write_over(sheet: Sheet, node: Node, new: Any) -> None:
    words = flow(new)
    ahead = sheet.text[node.end : sheet.layout.next_line(node.end)] if node.end < len(sheet.text) else ""
    if gap := re.match(r"( {2,})#", ahead):  # comments on the right stay in their column
        one_line = "\n" not in sheet.text[node.start : node.end]
        spare = len(gap[1]) - (width(words) - width(sheet.text[node.start : node.end]))
        if one_line and spare >= 1:
            sheet.put(node.start, node.end + len(gap[1]), words + " " * spare)
            return
    sheet.put(node.start, node.end, words)


def _added(
    names: Sequence[Any], stays: Sequence[bool], new: Mapping[Any, Any], *, is_map: bool
) -> Iterator[Added]:
    """Yield each new entry, behind the one of the old that stays before it."""
    places = {name: place for place, name in reversed(list(enumerate(names))) if stays[place]}
    beside, behind = stays.index(True), False
    for name, value in new.items():
        if name in places:
            beside, behind = places[name], True
        else:
            yield Added(beside, behind, name if is_map else None, value)


def _in_order(old: Sequence[Any], new: Sequence[Any]) -> set[Any]:
    """Return the most names that stand in the same order in both (longest increasing subsequence)."""
    place = {name: number for number, name in enumerate(new)}
    ends: list[int] = []
    tails: list[Any] = []
    before: dict[Any, Any] = {}
    for name in old:
        if name not in place:
            continue
        at = bisect_left(ends, place[name])
        before[name] = tails[at - 1] if at else None
        ends[at : at + 1], tails[at : at + 1] = [place[name]], [name]
    found = set()
    here = tails[-1] if tails else None
    while here is not None:
        found.add(here)
        here = before[here]
    return found
