"""The chapter about the rollout as blocks: the advice with its price, the options, pictures, objections."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.reports.faces.blocks import Block, Figure, Grid, Heading, Paragraph, cell
from readiness.reports.faces.scribe import Scribe
from readiness.reports.rollout_view import PictureView, RolloutView

_WIDE = 172.0


def rollout_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield the chapter; nothing where there is no rollout."""
    found = scribe.view.rollout
    if found is None:
        return
    yield Heading(1, found.title)
    if found.waits:
        yield Paragraph(found.waits, "note")
    yield Paragraph(found.lead, "lead")
    yield _options(found, scribe)
    for picture in found.pictures:
        yield from _picture(picture)
    yield Heading(2, found.against_title)
    if found.against:
        yield _against(found, scribe)
    if found.more_against:
        yield Paragraph(found.more_against, "small")
    if found.behind is not None:
        yield from _picture(found.behind)
    for line in found.gates:
        yield Paragraph(line)
    yield Paragraph(scribe.sentences((found.trials, found.grades)), "small")
    yield Paragraph(found.source, "legend")


def _picture(picture: PictureView) -> Iterator[Block]:
    yield Heading(2, picture.title)
    yield Figure(picture.title, picture.told, picture.svg, _WIDE)


def _options(found: RolloutView, scribe: Scribe) -> Grid:
    rest = 0.39 / max(1, len(found.head) - 4)
    return Grid(
        scribe.say("faces.caption.options"),
        (scribe.say("rollout-report.number"), *found.head),
        tuple(
            (cell(row.number), cell(row.cells[0]), *(cell(Paragraph(one, "small")) for one in row.cells[1:]))
            for row in found.rows
        ),
        (0.04, 0.23, 0.13, 0.13, *(rest for _ in found.head[4:]), 0.08),
        frozenset({0, *range(4, len(found.head) + 1)}),
        frozenset(place for place, row in enumerate(found.rows) if row.best),
    )


def _against(found: RolloutView, scribe: Scribe) -> Grid:
    head = ("labels.severity", "labels.found", "rollout-report.mend")
    colours = {"critical": "flag", "serious": "watch"}
    return Grid(
        found.against_title,
        tuple(scribe.say(key) for key in head),
        tuple(
            (
                cell(one.severity_word, verdict=colours.get(one.severity, "unknown")),
                cell(one.message, Paragraph(one.where, "small")),
                cell(one.mend),
            )
            for one in found.against
        ),
        (0.13, 0.52, 0.35),
    )
