"""What people write into cells, read as the values of a map: names become ids, words become codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from unicodedata import normalize

from readiness.diagnostics import Related, Span, nearest
from readiness.folder.cell_text import same
from readiness.folder.map_columns import CHOICES, Column, choices_by_word
from readiness.scalars import Unreadable, read_day, read_number, read_whole

Value = str | list[str] | dict[str, str]

_HARD = re.compile(r"[;；\n]")
_SOFT = re.compile(r"[;；\n、,，]")
_JOINED = 4
"""How many parts a name that holds commas may have."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z", re.ASCII)
_PAIR = re.compile(r"(.*\S)\s*[:：]\s*([^:：]+)\Z", re.DOTALL)


@dataclass(frozen=True)
class Named:
    """A record by its name: its id and where the name is written."""

    id: str
    name: str
    span: Span


@dataclass(frozen=True)
class Wrong:
    """What a cell cannot mean: the code and values of a diagnostic."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    related: tuple[Related, ...] = ()


Names = Mapping[str, Mapping[str, Named]]
"""Kind of record to its records, by the name as it is compared."""
Reading = tuple[Value | None, list[Wrong]]


def read_cell(text: str, column: Column, names: Names) -> Reading:
    """Return what a cell means, as it is written in ``touchmap.yaml``, and what it cannot mean."""
    if column.kind in ("text", "word"):
        return _word(text, column), []
    if column.kind == "texts":
        return list(_parts(text, _SOFT if "、" in text else _HARD)), []
    if column.kind in ("ref", "refs"):
        return _references(text, column, names)
    if column.kind == "volume":
        return _volume(text, column, names)
    if column.kind in ("choice", "truth", "flag"):
        return _choice(text, column)
    if column.kind == "choices":
        read = [_choice(part, column) for part in _parts(text, _SOFT)]
        return [str(value) for value, _ in read if value], [wrong for _, found in read for wrong in found]
    try:
        return _FIGURES[column.kind](text), []
    except Unreadable as error:
        return None, [Wrong(error.code, error.values)]


def _parts(text: str, marks: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in marks.split(text) if part.strip()]


def _word(text: str, column: Column) -> str:
    return choices_by_word(column.of[0]).get(same(text), text) if column.of else text


def _choice(text: str, column: Column) -> Reading:
    family = "truth" if column.kind in ("truth", "flag") else column.of[0]
    by_word = choices_by_word(family)
    value = by_word.get(same(text))
    if value is None:
        return None, [Wrong("choice", {"value": text, "family": family})]
    if column.kind == "flag":
        return (column.of[0] if value == "true" else None), []
    return value, []


def _references(text: str, column: Column, names: Names) -> Reading:
    whole = _find(text, column, names)
    if whole:
        return (whole if column.kind == "ref" else [whole]), []
    if column.kind == "ref":
        return None, [_unknown(text, column, names)]
    ids: list[str] = []
    wrong: list[Wrong] = []
    for part, found in _found_parts(text, column, names):
        if found is None:
            wrong.append(_unknown(part, column, names))
        elif found not in ids:
            ids.append(found)
    return ids, wrong


def _found_parts(text: str, column: Column, names: Names) -> Iterator[tuple[str, str | None]]:
    """Yield the names of a list with what they stand for; a name may itself hold commas."""
    for hard in _parts(text, _HARD):
        ends = [*(mark.start() for mark in _SOFT.finditer(hard)), len(hard)]
        starts = [0, *(end + 1 for end in ends[:-1])]
        at = 0
        while at < len(starts):
            for last in range(min(at + _JOINED, len(ends)) - 1, at - 1, -1):
                part = hard[starts[at] : ends[last]].strip()
                found = _find(part, column, names) if part else None
                if found or last == at:
                    break
            if part:
                yield part, found
            at = last + 1


def _find(text: str, column: Column, names: Names) -> str | None:
    sought = same(text)
    for kind in column.of:
        if kind in CHOICES and sought in choices_by_word(kind):
            return choices_by_word(kind)[sought]
        if sought in names.get(kind, ()):
            return names[kind][sought].id
    return None


def _unknown(text: str, column: Column, names: Names) -> Wrong:
    known = {named.name: named for kind in column.of for named in names.get(kind, {}).values()}
    near = nearest(text, known)
    related = (Related("defined-here", known[near].span),) if near else ()
    return Wrong("unknown-name", {"name": text, "near": near}, related)


def _volume(text: str, column: Column, names: Names) -> Reading:
    if not re.search("[:：]", text):
        try:
            return _number(text), []
        except Unreadable as error:
            return None, [Wrong("visits", error.values)]
    by_buyer: dict[str, str] = {}
    wrong: list[Wrong] = []
    for part in _parts(text, re.compile(r"[;；\n、]")):
        pair = _PAIR.match(part)
        if pair is None:
            wrong.append(Wrong("visits", {"value": part}))
            continue
        buyer = _find(pair[1], column, names)
        if buyer is None:
            wrong.append(_unknown(pair[1], column, names))
            continue
        try:
            visits = _number(pair[2])
        except Unreadable as error:
            wrong.append(Wrong(error.code, error.values))
            continue
        if buyer in by_buyer:
            wrong.append(Wrong("visits", {"value": part}))
        by_buyer[buyer] = visits
    return by_buyer, wrong


def _figure(text: str) -> str:
    plain = normalize("NFKC", text).strip()
    return plain.replace(",", "") if _GROUPED.match(plain) else plain


def _number(text: str) -> str:
    figure = _figure(text)
    if read_number(figure) < 0:
        raise Unreadable("at-least", value=text, bound=0)
    return figure


def _whole(text: str) -> str:
    figure = _figure(text)
    if read_whole(figure) < 0:
        raise Unreadable("at-least", value=text, bound=0)
    return figure


def _rating(text: str) -> str:
    figure = _figure(text)
    value = read_number(figure)
    if not 1 <= value <= 5:
        low = value < 1
        raise Unreadable("at-least" if low else "at-most", value=text, bound=1 if low else 5)
    return figure


def _share(text: str) -> str:
    figure = _figure(text)
    number = figure.removesuffix("%").rstrip()
    try:
        value = read_number(number)
    except Unreadable:
        raise Unreadable("share", value=text) from None
    if number != figure:
        number = f"{round(Decimal(number) / 100, 12):f}"
        number = number.rstrip("0").rstrip(".") if "." in number else number
        value /= 100
    if not 0 <= value <= 1:
        raise Unreadable("share", value=text)
    return number


def _day(text: str) -> str:
    parts = _DAY.match(normalize("NFKC", text).strip())
    day = f"{parts[1]}-{int(parts[2]):02}-{int(parts[3]):02}" if parts else text
    return read_day(day).isoformat()


_FIGURES: Mapping[str, Callable[[str], str]] = {
    "number": _number,
    "whole": _whole,
    "rating": _rating,
    "share": _share,
    "day": _day,
}
