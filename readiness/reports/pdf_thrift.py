"""A smaller PDF: tags that say nothing are left out, and drawings shortened, before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.reports.page_guard import is_allowed
from readiness.reports.pdf_drawings import free, shorten

_WRAPPERS = ("/Span", "/NonStruct")
_BARE = {"Type", "S", "K", "Pg", "P"}
_NEEDS_PARTS = ("/Document", "/Table", "/THead", "/TBody", "/TFoot", "/TR", "/L", "/LI")
"""Elements that hold elements of certain kinds, never text."""


def spare(_document: object, pdf: Any) -> None:
    """Make drawings and tags of a PDF shorter before it is written; what is drawn and read stays the same.

    A tag that says nothing gives its content to the tag around it.  Header
    cells get their scope, which WeasyPrint does not write; with it cells need
    not list their headers one by one (ISO 14289-1, 7.5).  The type of a structure element is optional,
    and so is its page where it holds no content itself (ISO 32000-1, table 323).
    """
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Subtype") == "/Link":
            _disarm(entry)
    shorten(pdf)
    _unwrap(pdf)
    for entry in pdf.objects:
        if _is_element(entry) and entry.free == "n":
            _trim(entry)


def _disarm(link: Any) -> None:
    """Take away where a link leads, if that is neither a web page nor a mail box nor in the report."""
    address = link["A"].get("URI") if "A" in link else None
    if address is not None and not is_allowed(str(address.string)):
        del link["A"]


def _is_element(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("Type") == "/StructElem"


def _unwrap(pdf: Any) -> None:
    """Give the content of tags that say nothing to the tags around them, innermost first."""
    elements = {entry.reference: entry for entry in pdf.objects if _is_element(entry)}
    moved: dict[bytes, bytes] = {}
    for reference, element in reversed(elements.items()):
        around = elements.get(element["P"])
        if around is None or element["S"] not in _WRAPPERS or not element.keys() <= _BARE:
            continue
        if around["S"] in _NEEDS_PARTS or around.get("Pg") != element["Pg"]:
            continue
        at = around["K"].index(reference)
        around["K"][at : at + 1] = element["K"]
        for kid in element["K"]:
            if kid in elements:
                elements[kid]["P"] = element["P"]
        moved[reference] = element["P"]
        free(element)
    _point_anew(pdf, moved)


def _point_anew(pdf: Any, moved: Mapping[bytes, bytes]) -> None:
    """Let content that a page numbers belong to the tag that holds it now."""
    roots = [
        entry for entry in pdf.objects if isinstance(entry, dict) and entry.get("Type") == "/StructTreeRoot"
    ]
    for root in roots:
        numbers = pdf.objects[int(root["ParentTree"].split()[0])]["Nums"]
        for place, value in enumerate(numbers):
            if isinstance(value, list):
                value[:] = [_last(one, moved) for one in value]
            elif isinstance(value, bytes):
                numbers[place] = _last(value, moved)


def _last(reference: bytes, moved: Mapping[bytes, bytes]) -> bytes:
    while reference in moved:
        reference = moved[reference]
    return reference


def _trim(element: Any) -> None:
    import pydyf  # noqa: PLC0415

    del element["Type"]
    if not any(isinstance(kid, int) for kid in element["K"]):
        element.pop("Pg", None)
    if element["S"] in ("/TH", "/TD"):
        told = {name: element["A"][name] for name in ("ColSpan", "RowSpan") if name in element["A"]}
        if element["S"] == "/TH":
            element.pop("ID", None)
            told["Scope"] = "/Column"
        element.pop("A")
        if told:
            element["A"] = pydyf.Dictionary({"O": "/Table"} | told)
