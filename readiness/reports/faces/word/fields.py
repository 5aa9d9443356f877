"""Fields of Word: numbers of tables and figures, the number of the page, the table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from readiness.reports.faces.word.runs import add_words


def add_field(paragraph: Any, code: str, shown: str, language: str) -> None:
    """Add a field with what it shows until somebody brings the fields up to date."""
    for kind in ("begin", "instr", "separate", "shown", "end"):
        if kind == "shown":
            add_words(paragraph, shown, language)
            continue
        run = paragraph.add_run()._element  # noqa: SLF001
        run.append(_instruction(code) if kind == "instr" else _mark(kind))


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Put a bookmark around the words of a paragraph."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    first = paragraph._element  # noqa: SLF001
    first.insert(1 if first.pPr is not None else 0, start)
    first.append(end)


def add_contents(
    document: Any, before: Any, entries: Sequence[tuple[int, object, str]], language: str
) -> None:
    """Add a table of contents before a paragraph: entries with level, words and bookmark.

    It links and needs no page numbers, so that it is right without being brought
    up to date; Word's own command for it brings it up to date after edits.
    """
    for place, (level, words, name) in enumerate(entries):
        paragraph = before.insert_paragraph_before(style=document.styles[f"toc {level}"])
        if place == 0:
            run = paragraph.add_run()._element  # noqa: SLF001
            run.append(_mark("begin"))
            paragraph.add_run()._element.append(_instruction(r'TOC \o "1-2" \n \h \z'))  # noqa: SLF001
            paragraph.add_run()._element.append(_mark("separate"))  # noqa: SLF001
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), name)
        link.set(qn("w:history"), "1")
        at = len(paragraph.runs)
        add_words(paragraph, words, language)
        for run in paragraph.runs[at:]:
            link.append(run._element)  # noqa: SLF001
        paragraph._element.append(link)  # noqa: SLF001
        if place == len(entries) - 1:
            paragraph.add_run()._element.append(_mark("end"))  # noqa: SLF001


def _mark(kind: str) -> Any:
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def _instruction(code: str) -> Any:
    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = f" {code} "
    return element
