"""A report as a Word document: headings, captions and tables in real styles, charts as pictures."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION

from readiness import __version__
from readiness.folder.packing import repacked
from readiness.i18n import Phrases
from readiness.reports.faces.blocks import Block, Bullets, Figure, Grid, Heading, Paragraph
from readiness.reports.faces.clean import cut
from readiness.reports.faces.whole import blocks_of
from readiness.reports.faces.word.fields import add_contents, add_field, bookmark
from readiness.reports.faces.word.looks import dress, lay_page
from readiness.reports.faces.word.pictures import add_picture
from readiness.reports.faces.word.runs import TAGS, add_words, put_style
from readiness.reports.faces.word.tables import add_table
from readiness.reports.view import ReportView

_TONES = {
    "body": "Normal",
    "lead": "Lead",
    "note": "Note",
    "small": "Small",
    "legend": "Small",
    "quote": "Quote",
    "fact": "Fact",
}
_MOST_TITLE, _MOST_RUNNING = 255, 90


def render_docx(view: ReportView, phrases: Phrases) -> bytes:
    """Return a report as DOCX; the same view gives the same octets.

    Raises Unavailable where resvg is missing.
    """
    document = Document()
    dress(document, view.language)
    writer = Writer(document, view.language, phrases)
    writer.write(blocks_of(view, phrases))
    running = f"{cut(view.title, _MOST_RUNNING)} · {cut(view.as_of, _MOST_RUNNING)}"
    _running(document, running, view.language)
    _properties(document, view, phrases)
    file = io.BytesIO()
    document.save(file)
    return repacked(file.getvalue())


class Writer:
    """Writes blocks into a document and numbers tables, figures and headings."""

    def __init__(self, document: Any, language: str, phrases: Phrases) -> None:
        self.document, self.language, self.phrases = document, language, phrases
        self._numbers = {"Table": count(1), "Figure": count(1)}
        self._is_wide = False
        self._headings: list[tuple[int, object, str]] = []

    def write(self, blocks: Iterable[Block]) -> None:
        """Write blocks; the table of contents comes before the second chapter."""
        chapters: list[Any] = []
        for block in blocks:
            if self._is_wide and not isinstance(block, Grid):
                self._turn(is_wide=False)
            if isinstance(block, Heading):
                found = self._heading(block)
                chapters += [found] if block.level == 1 else []
            elif isinstance(block, Paragraph):
                self._paragraph(block, _TONES[block.tone])
            elif isinstance(block, Bullets):
                for item in block.items:
                    self._paragraph(item, "List Bullet")
            elif isinstance(block, Figure):
                add_picture(self.document.add_paragraph(), block, block.width)
                self._caption("Figure", "faces.figure", block.caption, keep=False)
                self._paragraph(Paragraph(block.told, "small"), "Small")
            else:
                self._turn(is_wide=block.wide)
                self._caption("Table", "faces.table", block.caption)
                self._table(block)
        if len(chapters) > 1:
            self._contents(chapters[1])

    def _turn(self, *, is_wide: bool) -> None:
        if is_wide != self._is_wide:
            lay_page(self.document.add_section(WD_SECTION.NEW_PAGE), is_wide=is_wide)
            self._is_wide = is_wide

    def _new(self, style: str) -> Any:
        found = self.document.add_paragraph()
        put_style(found, style)
        return found

    def _heading(self, block: Heading) -> Any:
        style = "Title" if block.level == 0 else f"Heading {block.level}"
        found = self._new(style)
        add_words(found, block.words, self.language)
        if block.level in (1, 2):
            name = f"_Toc{len(self._headings) + 1:08d}"
            bookmark(found, name, len(self._headings) + 1)
            self._headings.append((block.level, block.words, name))
        return found

    def _paragraph(self, block: Paragraph, style: str) -> None:
        found = self._new(style)
        if block.label:
            add_words(found, block.label, self.language, bold=True)
            add_words(found, " ", self.language)
        add_words(found, block.words, self.language)

    def _caption(self, kind: str, key: str, words: object, *, keep: bool = True) -> None:
        """Write a caption whose number is a field, so that it stays right when tables come and go."""
        found = self._new("Caption")
        found.paragraph_format.keep_with_next = keep
        number = str(next(self._numbers[kind]))
        before, after = str(self.phrases.say(key, number="\0")).split("\0")
        add_words(found, before, self.language, bold=True)
        add_field(found, rf"SEQ {kind} \* ARABIC", number, self.language)
        add_words(found, after, self.language, bold=True)
        add_words(found, " ", self.language)
        add_words(found, words, self.language)

    def _table(self, block: Grid) -> None:
        add_table(self.document, block, self.language)
        self._new("Small")  # two tables side by side would grow together

    def _contents(self, before: Any) -> None:
        title = before.insert_paragraph_before(style="Lead")
        add_words(title, self.phrases.say("faces.contents"), self.language, bold=True)
        title.paragraph_format.page_break_before = True
        add_contents(self.document, before, self._headings, self.language)
        before.paragraph_format.page_break_before = True


def _running(document: Any, words: str, language: str) -> None:
    section = document.sections[0]
    add_words(section.header.paragraphs[0], words, language)
    footer = section.footer.paragraphs[0]
    footer.alignment = 2
    add_field(footer, "PAGE", "1", language)


def _properties(document: Any, view: ReportView, phrases: Phrases) -> None:
    day = datetime.fromisoformat(view.iso_date).replace(tzinfo=UTC)
    found = document.core_properties
    found.title, found.subject = cut(view.title, _MOST_TITLE), cut(view.decision.title, _MOST_TITLE)
    found.author = found.last_modified_by = f"readiness {__version__}"
    found.language, found.keywords = TAGS[view.language], ""
    found.comments = cut(phrases.say("labels.report"), _MOST_TITLE)
    found.created = found.modified = found.last_printed = day
    found.revision = 1
    for owner, kind in ((document.part.package, "/thumbnail"), (document.part, "/stylesWithEffects")):
        left = [name for name, one in owner.rels.items() if one.reltype.endswith(kind)]
        for name in left:  # of the blank document: a picture of nothing, and styles that are not ours
            owner.rels.pop(name)
