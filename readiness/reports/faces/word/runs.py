"""Words in a Word document: each run knows its language, and the font of its script."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor

from readiness.reports.faces.clean import clean_runs

LATIN = "Calibri"
HAN = {"zh-Hant": "Microsoft JhengHei", "zh-Hans": "Microsoft YaHei"}
"""Faces that come with Windows and Office; other systems put their own in their place."""
TAGS = {"en": "en-GB", "zh-Hant": "zh-TW", "zh-Hans": "zh-CN"}


def add_words(
    paragraph: Any, words: object, language: str, *, bold: bool = False, colour: str = "", style: str = ""
) -> None:
    """Add words to a paragraph, a run for each language in them; ``language`` is that of the document."""
    for piece in clean_runs(words):
        run = paragraph.add_run(piece.words, style or None)
        if bold:
            run.bold = True
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
        set_language(run, piece.language or language, language)


def put_style(paragraph: Any, name: str) -> None:
    """Give a paragraph a style that the document has; to ask it each time takes most of the time."""
    paragraph._p.style = name.title().replace(" ", "")  # noqa: SLF001


def set_language(run: Any, language: str, own: str) -> None:
    """Say which language a run is in: for the checker of spelling, the voice, and the font."""
    properties = run._element.get_or_add_rPr()  # noqa: SLF001  (python-docx has no word for it)
    if language in HAN:
        fonts = properties.get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), HAN[language])
        fonts.set(qn("w:hint"), "eastAsia")
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), TAGS["en"])
    tag.set(qn("w:eastAsia"), TAGS[language if language in HAN else own if own in HAN else "zh-Hant"])
    properties.append(tag)
    order(properties)


_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "color", "spacing", "sz", "szCs", "vertAlign", "lang",
)  # fmt: skip
"""The order in which properties of a run must stand (ECMA-376, CT_RPr), as far as we write them."""


def order(properties: Any) -> None:
    """Put the properties of a run into the order that the standard asks for."""
    ranks = {qn(f"w:{name}"): rank for rank, name in enumerate(_ORDER)}
    properties[:] = sorted(properties, key=lambda child: ranks[child.tag])
