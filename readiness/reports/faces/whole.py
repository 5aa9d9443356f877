"""The whole report as blocks, in the order of its pages."""

from __future__ import annotations

from readiness.i18n import Phrases
from readiness.reports.faces.aids import glossary_chapter
from readiness.reports.faces.back import (
    appendix,
    findings_chapter,
    further_chapter,
    limits_chapter,
    own_chapter,
)
from readiness.reports.faces.blocks import Block
from readiness.reports.faces.body import (
    map_chapter,
    order_chapter,
    ownership_chapter,
    sides_chapter,
    unknown_chapter,
)
from readiness.reports.faces.charts import Charts
from readiness.reports.faces.front import front, reasons
from readiness.reports.faces.plan import rollout_chapter
from readiness.reports.faces.scribe import Scribe
from readiness.reports.view import ReportView

CHAPTERS = (
    front,
    reasons,
    map_chapter,
    sides_chapter,
    unknown_chapter,
    order_chapter,
    ownership_chapter,
    rollout_chapter,
    own_chapter,
    further_chapter,
    limits_chapter,
    findings_chapter,
    appendix,
    glossary_chapter,
)


def blocks_of(view: ReportView, phrases: Phrases) -> tuple[Block, ...]:
    """Return every heading, sentence, table and picture of a report."""
    scribe = Scribe(view, phrases, Charts(phrases))
    return tuple(block for chapter in CHAPTERS for block in chapter(scribe))
