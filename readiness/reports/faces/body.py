"""The chapters between reasons and appendix as blocks: map, sides, what is open, order, ownership."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.reports.faces.aids import map_charts, sides_charts
from readiness.reports.faces.blocks import Block, Bullets, Cell, Grid, Heading, Paragraph, bullets, cell
from readiness.reports.faces.scribe import Scribe
from readiness.reports.map_view import Chip, MapView
from readiness.reports.map_view import Grid as MapGrid
from readiness.reports.view import GapView, OrderView, SidesView

NARROW = 4
"""So many channels can be read on a page that stands upright."""


def map_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield the map as tables of stages by channels, and what it shows."""
    found, say = scribe.view.map, scribe.say
    if found is None:
        yield Heading(1, say("pages.no-map"))
        yield Paragraph(say("map.none"))
        return
    yield Heading(1, found.title)
    if found.headline:
        yield Paragraph(found.headline, "lead")
    for grid in found.grids:
        yield _grid(grid, scribe)
    if found.grids:
        yield Paragraph(say("faces.map-legend", total=found.summary), "small")
    if found.findings:
        yield Heading(2, say("map.findings"))
        yield _map_findings(found, scribe)
    yield from map_charts(found, scribe)
    if found.dropped:
        yield Heading(3, say("map.dropped"))
        named = ((say("marks.lead", label=name), why) for name, why in found.dropped)
        yield Bullets(tuple(Paragraph(why, label=name) for name, why in named))


def _grid(grid: MapGrid, scribe: Scribe) -> Grid:
    wide = 0.8 / len(grid.channels)
    return Grid(
        scribe.say("faces.caption.map"),
        (scribe.say("faces.stage"), *grid.channels),
        tuple(
            (
                cell(Paragraph("", "small", title)),
                *(cell(*(_chip(chip, scribe) for chip in chips)) for chips in cells),
            )
            for title, cells in grid.rows
        ),
        (0.2, *(wide for _ in grid.channels)),
        wide=len(grid.channels) > NARROW,
    )


def _chip(chip: Chip, scribe: Scribe) -> Paragraph:
    """Return a touchpoint in the map: its title, its visits, the findings that concern it."""
    notes = [chip.visits] if chip.visits else []
    notes += [scribe.say("faces.outbound")] if chip.outbound else []
    if chip.marks:
        marks = scribe.listed(str(mark) for mark in chip.marks)
        notes.append(scribe.say("faces.see", marks=marks))
    words = chip.title
    if notes:
        note = scribe.phrases.listed(notes)
        words = scribe.say("marks.bracketed", text=chip.title, note=note)
    return Paragraph(words, "small")


def _map_findings(found: MapView, scribe: Scribe) -> Grid:
    head = ("map.mark", "labels.found", "map.measured", "labels.where")
    return Grid(
        scribe.say("map.findings"),
        tuple(scribe.say(key) for key in head),
        tuple(
            (
                cell(one.mark),
                cell(
                    Paragraph("", label=scribe.say("marks.bracketed", text=one.title, note=one.id)),
                    Paragraph(one.concern, "small"),
                ),
                cell(one.measured),
                cell(Paragraph(scribe.listed(one.elements), "small"), Paragraph(one.where, "small")),
            )
            for one in found.findings
        ),
        (0.07, 0.43, 0.14, 0.36),
        frozenset({0, 2}),
    )


def sides_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield where the sides, and where people, disagree: every gap, the widest first."""
    found, say = scribe.view.sides, scribe.say
    yield Heading(1, found.title)
    for note in found.notes:
        yield Paragraph(note)
    if found.gaps:
        yield Paragraph(say("sides.legend"), "legend")
        if found.honest:
            yield Paragraph(found.honest, "small")
        yield _gaps(found, scribe)
    if found.camps:
        yield Heading(2, say("agreement.also"))
        yield Grid(
            say("agreement.also"),
            (say("labels.indicator"), say("labels.question")),
            tuple(
                (
                    cell(Paragraph(camp.id, "small")),
                    cell(camp.text, *_people(camp.people, camp.counts, scribe)),
                )
                for camp in found.camps
            ),
            (0.12, 0.88),
        )
    yield from sides_charts(scribe)


def _gaps(found: SidesView, scribe: Scribe) -> Grid:
    head = ("labels.indicator", "labels.question", "sides.scale", "labels.it", "labels.business",
            "labels.better-evidence")  # fmt: skip
    return Grid(
        scribe.say("faces.caption.sides"),
        tuple(scribe.say(key) for key in head),
        tuple(_gap(gap, scribe) for gap in found.gaps),
        (0.1, 0.35, 0.26, 0.07, 0.09, 0.13),
        frozenset({3, 4}),
    )


def _gap(gap: GapView, scribe: Scribe) -> tuple[Cell, ...]:
    told = scribe.say("alt.gap", name=gap.id, it=gap.it_word, business=gap.business_word)
    grades = scribe.say("faces.grades", it=gap.it_evidence, business=gap.business_evidence)
    return (
        cell(Paragraph(gap.id, "small")),
        cell(gap.text, *_people(gap.people, gap.counts, scribe), *scribe.quoted(gap.comments)),
        cell(figure=scribe.charts.dumbbell(gap, told)),
        cell(gap.it_word),
        cell(gap.business_word),
        cell(gap.better, Paragraph(grades, "small")),
    )


def _people(people: tuple[str, ...], counts: tuple[int, ...], scribe: Scribe) -> Iterator[Paragraph]:
    if people:
        yield Paragraph(scribe.sentences(people), "small")
    if counts:
        yield Paragraph(scribe.say("agreement.bars", counts=" · ".join(map(str, counts))), "small")


def unknown_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield what is not known, and whom to ask."""
    questions, say = scribe.view.questions, scribe.say
    yield Heading(1, say("pages.unknown") if questions else say("pages.unknown-none"))
    if questions:
        head = ("labels.indicator", "labels.question", "labels.ask", "labels.why-unknown")
        yield Grid(
            say("pages.unknown"),
            tuple(say(key) for key in head),
            tuple(
                (cell(Paragraph(one.id, "small")), cell(one.text), cell(one.ask), cell(one.why))
                for one in questions
            ),
            (0.12, 0.45, 0.17, 0.26),
        )


def order_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield the steps of the right order, as a picture and as a table, and what came too early."""
    order, say = scribe.view.order, scribe.say
    yield Heading(1, order.title)
    steps = (say("alt.step", step=step.name, on=step.on) for step in order.steps)
    told = say("marks.semicolon").join(steps)
    yield scribe.charts.line_of_time(order, told, as_of=scribe.view.as_of, caption=order.title)
    yield _steps(order, scribe)
    yield Paragraph(scribe.view.figures.order, "legend")
    if order.behind:
        note = say("labels.not-scored")
        yield Heading(3, say("marks.bracketed", text=say("labels.how-we-got-here"), note=note))
        yield from bullets(order.behind)
    if order.ahead:
        yield Heading(3, say("labels.still-ahead"))
        yield from bullets(order.ahead)


def _steps(order: OrderView, scribe: Scribe) -> Grid:
    head = ("faces.step", "labels.date", "faces.state")
    return Grid(
        scribe.say("faces.caption.order"),
        tuple(scribe.say(key) for key in head),
        tuple((cell(step.name), cell(step.on), cell(step.state_word)) for step in order.steps),
        (0.5, 0.3, 0.2),
    )


def ownership_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield who owns programme, money and data."""
    found = scribe.view.ownership
    yield Heading(1, found.title)
    if found.gaps:
        yield Paragraph(scribe.say("ownership.intro"))
        yield from bullets(found.gaps)
