"""What helps to read a report, as blocks: charts in words and tables, sources of figures, terms."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.reports.faces.blocks import Block, Grid, Heading, Paragraph, cell
from readiness.reports.faces.scribe import Scribe
from readiness.reports.map_view import MapView


def map_charts(found: MapView, scribe: Scribe) -> Iterator[Block]:
    """Yield who passes buyers on to whom, and what must not fail, with the source of the map."""
    for chart in (found.matrix, found.outages):
        if chart is not None:
            yield Heading(2, chart.title)
            yield Paragraph(chart.told)
    if found.outages is not None:
        head = ("chart.outages.fails", "faces.state", "chart.outages.contacts")
        yield Grid(
            found.outages.title,
            tuple(scribe.say(key) for key in head),
            tuple(
                (cell(row.name), cell(row.kind), cell(f"{row.contacts:,.0f}")) for row in found.outages.rows
            ),
            (0.5, 0.25, 0.25),
            frozenset({2}),
        )
    if found.matrix is not None:
        yield Paragraph(scribe.listed(found.matrix.departments), "small")
    yield Paragraph(scribe.view.figures.map, "legend")


def sides_charts(scribe: Scribe) -> Iterator[Block]:
    """Yield the questions on which both sides agree, and who answered what."""
    found, figures, say = scribe.view.sides, scribe.view.figures, scribe.say
    yield Paragraph(figures.sides, "legend")
    if found.agreed:
        yield Heading(2, say("minutes.agreed"))
        yield Grid(
            say("minutes.agreed"),
            (say("labels.indicator"), say("labels.question"), say("minutes.both")),
            tuple(
                (cell(Paragraph(one.id, "small")), cell(one.text), cell(one.level)) for one in found.agreed
            ),
            (0.12, 0.7, 0.18),
            frozenset({2}),
        )
    if found.answered is not None:
        yield Heading(2, found.answered.title)
        yield Paragraph(found.answered.told)
        yield Paragraph(scribe.listed(row.title for row in found.answered.rows), "small")
        yield Paragraph(figures.answered, "legend")


def glossary_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield the terms that the report uses."""
    terms, say = scribe.view.glossary, scribe.say
    if not terms:
        return
    yield Heading(1, say("glossary.title"))
    yield Grid(
        say("glossary.title"),
        (say("glossary.term"), say("glossary.means")),
        tuple((cell(one.term), cell(one.meaning)) for one in terms),
        (0.25, 0.75),
    )
