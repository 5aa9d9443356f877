"""Shorter drawings in a PDF: what WeasyPrint writes apart, or more finely than anybody sees."""

from __future__ import annotations

import re
from typing import Any

_NOTHING = re.compile(rb">0<")
_LAST = re.compile(rb">0\] TJ")
_WHOLE = re.compile(rb"\[(<[0-9a-f]+>)\] TJ")
_FINE = re.compile(rb"\b([1-9]\d*\.\d{3})\d+")
_MODE = re.compile(rb"(?:0 Tr\n)+(?=1 0 0 -1|0 Tr)")
_SHIFTED = re.compile(rb"(1 0 0 1 \S+ 0 cm\n)/(x\d+) Do\n")
"""How a text of a picture that is not flush left is drawn: moved, then apart."""


def shorten(pdf: Any) -> None:
    """Shorten the drawings of a PDF; what is seen stays the same.

    Glyphs between which nothing is moved stand in one string, places are kept
    to a thousandth of a pixel, and texts of pictures stand in their page
    instead of in a group of their own each.
    """
    from weasyprint.pdf.stream import Stream  # noqa: PLC0415

    streams = [entry for entry in pdf.objects if isinstance(entry, Stream)]
    for entry in streams:
        drawing = b"\n".join(map(_octets, entry.stream))
        drawing = _LAST.sub(b">] TJ", _NOTHING.sub(b"", _MODE.sub(b"", drawing)))
        entry.stream = [_FINE.sub(rb"\1", _WHOLE.sub(rb"\1 Tj", drawing))]
    groups = {entry.reference: entry for entry in streams if _is_group(entry)}
    objects = {entry.reference: entry for entry in pdf.objects if entry.number}
    for entry in streams:
        if not entry.extra.get("Subtype"):
            _put_in(entry, groups, objects)


def free(entry: Any) -> None:
    """Take an object that nothing refers to out of a PDF."""
    entry.free, entry.generation, entry.number = "f", 65535, 0


def _octets(part: Any) -> bytes:
    """Return a part of a drawing as it is written."""
    written = getattr(part, "data", part)
    return written if isinstance(written, bytes) else str(written).encode()


def _is_group(entry: Any) -> bool:
    return bool(entry.extra.get("Subtype") == "/Form" and "Group" in entry.extra)


def _put_in(page: Any, groups: dict[bytes, Any], objects: dict[bytes, Any]) -> None:
    """Put the texts that a page draws as groups into the page itself."""
    resources = page._resources  # noqa: SLF001
    pictures = resources["XObject"]

    def drawn(found: re.Match[bytes]) -> bytes:
        name = found[2].decode()
        reference = pictures.get(name)
        group = groups.get(reference)
        own = objects.get(group.extra["Resources"]) if group else None
        if group is None or own is None or any(own.get(kind) for kind in ("XObject", "Pattern", "Shading")):
            return found[0]
        resources["ExtGState"].update(own["ExtGState"])
        drawing: bytes = group.stream[0]
        del pictures[name], groups[reference]
        free(group)
        free(own)
        return found[1] + drawing + b"\n"

    page.stream = [_SHIFTED.sub(drawn, page.stream[0])]
