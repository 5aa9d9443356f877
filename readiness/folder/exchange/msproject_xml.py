"""Reading values out of the XML of Microsoft Project, whatever program has written it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from readiness.errors import Refused
from readiness.folder.exchange.xml_reading import Element, read_xml
from readiness.folder.source import Source

LARGEST = 16 * 1024 * 1024
"""Octets of a file: a thousand tasks with everything that Microsoft Project notes about them."""
ELEMENTS = 600_000
_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:T|\s|\Z)", re.ASCII)
_TIME = re.compile(r"(?:.*T)?(\d{1,2}):(\d{2})", re.ASCII)


def read_plan(octets: bytes, path: Path) -> Element:
    """Return the root of an XML document as :func:`read_xml` does, refusing in words about plans."""
    try:
        return read_xml(octets, path, ELEMENTS // 12)  # which lets twelve times as many through
    except Refused as refused:
        code = "plan-too-large" if refused.code == "import-too-large" else refused.code
        raise Refused(code, **refused.values) from None


def text_of(octets: bytes, name: str) -> Source:
    """Return the text of an XML document for showing its lines."""
    marked = octets.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = octets.decode("utf-16" if marked else "utf-8-sig", "replace")
    return Source(
        name, "".join(char if char.isprintable() or char in "\r\n\t" else "\ufffd" for char in text)
    )


def part(element: Element, name: str) -> Element | None:
    """Return the first element of a name directly inside another."""
    return next((one for one in element.inside if one.name == name), None)


def parts(element: Element, around: str, name: str) -> Iterator[Element]:
    """Yield the elements of a name inside the first element ``around`` directly inside another."""
    outer = part(element, around)
    if outer is not None:
        yield from (one for one in outer.inside if one.name == name)


def said(element: Element, name: str) -> str:
    """Return the text of an element directly inside another; nothing where there is none."""
    found = part(element, name)
    return found.text.strip() if found is not None else ""


def whole(element: Element, name: str) -> int | None:
    """Return a whole number; None where there is none."""
    text = said(element, name)
    return int(text) if re.fullmatch(r"-?\d{1,12}", text, re.ASCII) else None


def figure(element: Element, name: str) -> float | None:
    """Return a number; None where there is none."""
    text = said(element, name)
    return float(text) if re.fullmatch(r"-?\d{1,15}(\.\d{1,12})?", text, re.ASCII) else None


def truth(element: Element, name: str) -> bool | None:
    """Return whether a flag is set; None where it is not written."""
    return {"1": True, "true": True, "0": False, "false": False}.get(said(element, name).lower())


def day(element: Element | None, name: str) -> date | None:
    """Return the day of a date with time; None where there is none."""
    found = _DAY.match(said(element, name)) if element is not None else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def minute(element: Element, name: str) -> int | None:
    """Return the minute of the day of a time; None where there is none."""
    found = _TIME.match(said(element, name))
    if not found:
        return None
    of_day = int(found[1]) * 60 + int(found[2])
    return of_day if int(found[2]) < 60 and of_day <= 1440 else None
