"""The last chapters as blocks: own words, further questionnaires, limits, findings, every indicator."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.reports.faces.blocks import Block, Grid, Heading, Paragraph, bullets, cell
from readiness.reports.faces.scribe import Scribe
from readiness.reports.view import PitfallView


def own_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield what people wrote in their own words."""
    view, say = scribe.view, scribe.say
    if not (view.own_words or view.own_actions):
        return
    yield Heading(1, say("pages.own"))
    if view.own_actions:
        yield Heading(2, say("own.actions"))
        yield from scribe.quoted(view.own_actions)
    for own in view.own_words:
        yield Heading(2, own.question)
        yield from scribe.quoted(own.answers)


def further_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield the questionnaires on which no verdict rests."""
    say = scribe.say
    if not scribe.view.further:
        return
    yield Heading(1, say("further.title"))
    yield Paragraph(say("further.lead"))
    for one in scribe.view.further:
        yield Heading(2, one.title)
        yield Grid(
            one.title,
            (say("further.id"), say("labels.question"), say("further.said")),
            tuple(
                (cell(Paragraph(name, "small")), cell(question), cell(*scribe.answered(said)))
                for name, question, said in one.rows
            ),
            (0.12, 0.38, 0.5),
        )


def limits_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield who was asked, what the report does not know, and its sources."""
    view, say = scribe.view, scribe.say
    yield Heading(1, say("pages.limits"))
    for label, value in view.programme:
        yield Paragraph(value, label=say("marks.lead", label=label))
    yield Paragraph(view.people)
    yield from bullets(view.limits)
    for key, lines in (
        ("adapted.title", view.adapted),
        ("adapted.questionnaires", view.asked),
        ("labels.sources", view.sources),
    ):
        if lines:
            yield Heading(2, say(key))
            yield from bullets(lines)


def findings_chapter(scribe: Scribe) -> Iterator[Block]:
    """Yield every finding with the places that prove it."""
    say, findings = scribe.say, scribe.view.findings
    if not findings:
        return
    yield Heading(1, say("faces.findings"))
    head = ("faces.code", "labels.severity", "labels.found", "labels.where")
    yield Grid(
        say("faces.findings"),
        tuple(say(key) for key in head),
        tuple(
            (
                cell(Paragraph(one.code, "small")),
                cell(one.severity),
                cell(one.message, Paragraph(one.accepted, "small")),
                cell(*(Paragraph(place, "small") for place in one.places)),
            )
            for one in findings
        ),
        (0.13, 0.12, 0.5, 0.25),
    )


def appendix(scribe: Scribe) -> Iterator[Block]:
    """Yield every indicator of every pitfall."""
    yield Heading(1, scribe.say("pages.appendix"))
    for pitfall in scribe.view.pitfalls:
        yield Heading(2, pitfall.name)
        yield _indicators(pitfall, scribe)


def _indicators(pitfall: PitfallView, scribe: Scribe) -> Grid:
    head = ("indicator", "question", "weight", "known", "risk", "evidence")
    return Grid(
        scribe.say("faces.caption.indicators", name=pitfall.name),
        tuple(scribe.say(f"labels.{key}") for key in head),
        tuple(
            (
                cell(Paragraph(row.id, "small")),
                cell(row.text),
                cell(row.weight),
                cell(row.state),
                cell(row.risk),
                cell(row.evidence),
            )
            for row in pitfall.indicators
        ),
        (0.12, 0.41, 0.09, 0.2, 0.08, 0.1),
        frozenset({2, 4, 5}),
    )
