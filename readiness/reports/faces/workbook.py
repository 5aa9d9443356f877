"""A report as a workbook: every number with what it is made of, the verdicts as live formulas."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from readiness.folder.ledger import Page, Value, write_ledger
from readiness.i18n import Phrases
from readiness.reports.faces import sheets
from readiness.reports.faces.charts import Charts
from readiness.reports.faces.clean import clean, cut
from readiness.reports.faces.scribe import Scribe
from readiness.reports.faces.sums import Sums
from readiness.reports.faces.whole import blocks_of
from readiness.reports.view import ReportView

_MOST_TITLE = 255


def render_xlsx(view: ReportView, phrases: Phrases) -> bytes:
    """Return a report as XLSX; the same view gives the same octets."""
    pages = [_clean(page) for page in pages_of(view, phrases)]
    made = date.fromisoformat(view.iso_date)
    return write_ledger(pages, title=cut(view.title, _MOST_TITLE), language=view.language, made=made)


def pages_of(view: ReportView, phrases: Phrases) -> tuple[Page, ...]:
    """Return the sheets of a report."""
    scribe = Scribe(view, phrases, Charts(phrases))
    return (
        sheets.summary(scribe),
        *Sums(scribe).pages,
        sheets.findings(scribe),
        sheets.actions(scribe),
        sheets.people(scribe),
        sheets.sides(scribe),
        sheets.order(scribe),
        *sheets.touchpoints(scribe),
        *sheets.options(scribe),
        sheets.sources(scribe),
        sheets.words(scribe, blocks_of(view, phrases)),
    )


def _clean(page: Page) -> Page:
    return replace(page, rows=tuple(tuple(_value(value) for value in row) for row in page.rows))


def _value(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return "\n".join(clean(line) for line in value.split("\n"))
