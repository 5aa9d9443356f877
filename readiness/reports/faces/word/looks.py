"""Styles, page and language of a Word document: the house style in Word's own style sheet."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from readiness.reports.faces.word.runs import HAN, LATIN, TAGS, order

PAGE, MARGIN = (210, 297), 19
"""A4, in millimetres."""
TABLE = "Readiness Table"
_INK, _MUTED, _BRAND, _RULE = "16212E", "52606D", "0B4F6C", "D5DBE1"
_STYLES: tuple[tuple[str, str, float, bool, str, float, float], ...] = (
    # name, parent, size, bold, colour, points before and after
    ("Normal", "", 10.5, False, _INK, 0, 5),
    ("Title", "Normal", 22, True, _BRAND, 0, 3),
    ("Heading 1", "Normal", 16, True, _BRAND, 12, 4),
    ("Heading 2", "Normal", 12, True, _INK, 9, 3),
    ("Heading 3", "Normal", 10.5, True, _BRAND, 8, 2),
    ("List Bullet", "Normal", 10.5, False, _INK, 0, 3),
    ("Caption", "Normal", 9, False, _MUTED, 7, 3),
    ("Quote", "Normal", 10, False, _INK, 0, 3),
    ("Header", "Normal", 8.5, False, _MUTED, 0, 0),
    ("Footer", "Normal", 8.5, False, _MUTED, 0, 0),
    ("Lead", "Normal", 11.5, False, _INK, 0, 5),
    ("Note", "Normal", 10.5, False, _INK, 3, 6),
    ("Fact", "Normal", 10.5, False, _INK, 0, 1),
    ("Small", "Normal", 9, False, _MUTED, 0, 2),
    ("Table Text", "Normal", 9.5, False, _INK, 0, 1),
    ("Table Small", "Table Text", 8.5, False, _MUTED, 0, 1),
    ("toc 1", "Normal", 10.5, True, _INK, 5, 1),
    ("toc 2", "Normal", 10, False, _INK, 0, 1),
)


def dress(document: Any, language: str) -> None:
    """Give a new document page, styles and language."""
    lay_page(document.sections[0], is_wide=False)
    _language(document, language)
    for name, parent, size, bold, colour, before, after in _STYLES:
        style = _style(document, name)
        if parent:
            style.base_style = document.styles[parent]
        font, spacing = style.font, style.paragraph_format
        font.name, font.size, font.bold, font.italic = LATIN, Pt(size), bold, False
        font.color.rgb = RGBColor.from_string(colour)
        _faces(style, language)
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)
        if name.startswith("Heading") or name in ("Title", "Caption"):
            spacing.keep_with_next = True
    for name in ("Title", "Note", "Quote"):
        _border(document.styles[name], "bottom" if name == "Title" else "left")
    document.styles["Quote"].paragraph_format.left_indent = Mm(4)
    document.styles["toc 2"].paragraph_format.left_indent = Mm(5)
    document.styles.element.append(_table_style())


def lay_page(section: Any, *, is_wide: bool) -> None:
    """Give a section its page: A4, upright or on its long side."""
    sides = [Mm(side) for side in PAGE]
    section.page_width, section.page_height = reversed(sides) if is_wide else sides
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)


def _style(document: Any, name: str) -> Any:
    known = {style.name: style for style in document.styles}
    if name in known:
        return known[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.quick_style = not name.startswith("toc")
    return style


def _faces(style: Any, language: str) -> None:
    """Name the fonts of a style outright; those of the theme would win otherwise."""
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(key), LATIN)
    fonts.set(qn("w:eastAsia"), HAN.get(language, HAN["zh-Hant"]))
    for extra in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(extra)
    for colour in style.element.rPr.findall(qn("w:color")):
        for key in (qn("w:themeColor"), qn("w:themeShade"), qn("w:themeTint")):
            colour.attrib.pop(key, None)
    order(style.element.rPr)


def _language(document: Any, language: str) -> None:
    own = TAGS[language if language in HAN else "zh-Hant"]
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    theme = document.settings.element.find(qn("w:themeFontLang"))
    for tag in (defaults, theme):
        tag.set(qn("w:val"), TAGS["en"])
        tag.set(qn("w:eastAsia"), own)
    for one in document.settings.element.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")
    for name in ("w:savePreviewPicture",):
        for element in document.settings.element.findall(qn(name)):
            document.settings.element.remove(element)
    zoom = document.settings.element.find(qn("w:zoom"))
    zoom.set(qn("w:percent"), "100")


def _border(style: Any, side: str) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    border = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", _BRAND)):
        line.set(qn(f"w:{key}"), value)
    border.append(line)
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing",
        "w:jc", "w:outlineLvl", "w:rPr",
    )  # fmt: skip


def _table_style() -> Any:
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReadinessTable">'
        f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>'
        "<w:tblPr><w:tblBorders>"
        f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{_BRAND}"/>'
        f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/></w:tblBorders>'
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
        '<w:shd w:val="clear" w:color="auto" w:fill="E9EFF3"/></w:tcPr></w:tblStylePr></w:style>'
    )
