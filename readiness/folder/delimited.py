"""CSV: which encoding, which separator, and the cells.

A byte-order mark decides for UTF-8 or UTF-16.  Without one UTF-8 is tried, then
GB18030 and Big5, all strictly.  Most octets are valid in both of the last two,
so the one wins whose characters are more often among the common ones of its
region; in a tie GB18030.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from readiness.errors import Refused

SEPARATORS = (",", ";", "\t")
_LONGEST = 131_072
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LEGACY = (("gb18030", "gb2312", 0xB0, 0xD7), ("cp950", "cp950", 0xA4, 0xC6))
_COMMON = 0.5
_SAMPLE = 4000


def read_grid(octets: bytes, file: Path) -> Iterator[list[str]]:
    """Yield the records of a CSV file; line breaks within quotes do not end one.

    Raises Refused where the encoding is none of those known or quotes do not match.
    """
    text = _decode(octets, file)
    lines = io.StringIO(text, newline="")
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(lines, delimiter=_separator(text), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise Refused("workbook-unreadable", file=file, reason=f"{reader.line_num}: {error}") from None


def _decode(octets: bytes, file: Path) -> str:
    marked = octets.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return octets.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        likely = [] if marked else sorted(_candidates(octets), key=lambda one: -one[0])
    if not likely or likely[0][0] < _COMMON:
        raise Refused("table-encoding", file=file)
    return likely[0][1]


def _candidates(octets: bytes) -> Iterator[tuple[float, str]]:
    """Yield each reading that is valid throughout, with the share of its common characters."""
    for encoding, region, first, last in _LEGACY:
        try:
            text = octets.decode(encoding)
        except UnicodeDecodeError:
            continue
        han = _HAN.findall(text)[:_SAMPLE]
        common = sum(first <= (char.encode(region, "ignore") or b"\0")[0] <= last for char in han)
        yield (common / len(han) if han else 0.0), text


def _separator(text: str) -> str:
    """Return the separator that the first record uses most outside quotes; a comma in a tie."""
    counts = dict.fromkeys(SEPARATORS, 0)
    quoted = False
    for char in text[:_LONGEST]:
        if char == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif char in counts:
            counts[char] += 1
        elif char in "\r\n" and any(counts.values()):
            break
    return max(SEPARATORS, key=counts.__getitem__)
