"""The first chapters as blocks: the answer on one page, and why."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.reports.faces.blocks import Block, Cell, Figure, Grid, Heading, Paragraph, bullets, cell
from readiness.reports.faces.scribe import Scribe
from readiness.reports.view import PitfallView, Reason


def front(scribe: Scribe) -> Iterator[Block]:
    """Yield the decision, the four pitfalls, the actions of next week and what is asked."""
    view, say = scribe.view, scribe.say
    yield Heading(0, view.title)
    yield Paragraph(view.as_of, "small", view.client)
    yield Heading(1, view.decision.title)
    yield Paragraph(view.decision.why, "lead")
    for label, value in view.decision.facts:
        yield Paragraph(value, "fact", say("marks.lead", label=label))
    yield _four(scribe)
    if view.root:
        yield Paragraph(view.root, "note")
    if view.ownership.gaps:
        yield Paragraph(say("marks.stop", text=view.ownership.title), "note")
    if view.map is not None and view.map.headline:
        label = say("marks.lead", label=say("labels.from-map"))
        yield Paragraph(view.map.headline, "note", label)
    if view.actions:
        yield Heading(2, say("labels.next-week"))
        yield _actions(scribe)
    yield Heading(2, say("labels.asked"))
    yield Paragraph(view.decision.asked, "lead")
    yield from bullets(view.decision.would_change)


def reasons(scribe: Scribe) -> Iterator[Block]:
    """Yield each pitfall with its verdict, what it rests on and what would change it."""
    say = scribe.say
    yield Heading(1, say("pages.reasons"))
    yield Paragraph(say("labels.bar-note"), "legend")
    yield Paragraph(scribe.view.figures.verdicts, "legend")
    for pitfall in scribe.view.pitfalls:
        yield Heading(2, say("faces.numbered", number=pitfall.number, text=pitfall.title))
        yield Paragraph(_figures(pitfall, scribe), label=say("marks.lead", label=pitfall.verdict_word))
        yield Paragraph(pitfall.means, "small")
        sides = (pitfall.sides,) if pitfall.sides else ()
        yield Paragraph(scribe.sentences((*pitfall.why, pitfall.doubts, *sides)))
        if pitfall.reasons:
            yield _reasons(pitfall, scribe)
        label = say("marks.lead", label=say("labels.changes"))
        yield Paragraph(scribe.sentences(pitfall.changes), "body", label)


def _figures(pitfall: PitfallView, scribe: Scribe) -> str:
    say = scribe.say
    pairs = (("risk", pitfall.risk), ("coverage", pitfall.coverage), ("severity", pitfall.severity),
             ("confidence", pitfall.confidence))  # fmt: skip
    return scribe.listed(say("marks.with-note", label=say(f"labels.{key}"), text=text) for key, text in pairs)


def _bar(pitfall: PitfallView, scribe: Scribe) -> Figure | None:
    if pitfall.bar is None:
        return None
    told = scribe.say("alt.bar", name=pitfall.short, risk=pitfall.risk, verdict=pitfall.verdict_word)
    return scribe.charts.bar(pitfall.bar, pitfall.verdict, told)


def _four(scribe: Scribe) -> Grid:
    say = scribe.say
    head = ("faces.pitfall", "labels.verdict", "labels.risk", "labels.severity", "labels.confidence")
    return Grid(
        say("faces.caption.pitfalls"),
        tuple(say(key) for key in head),
        tuple(
            (
                cell(
                    Paragraph("", label=say("faces.numbered", number=p.number, text=p.name)),
                    Paragraph(p.first_reason, "small"),
                ),
                cell(p.verdict_word, verdict=p.verdict),
                cell(p.risk, figure=_bar(p, scribe)),
                cell(p.severity),
                cell(p.confidence),
            )
            for p in scribe.view.pitfalls
        ),
        (0.35, 0.14, 0.26, 0.12, 0.13),
    )


def _actions(scribe: Scribe) -> Grid:
    say = scribe.say
    head = ("map.mark", "faces.action", "labels.owner", "labels.date", "labels.indicator")
    return Grid(
        say("faces.caption.actions"),
        tuple(say(key) for key in head),
        tuple(
            (
                cell(number),
                cell(action.text),
                cell(action.owner),
                cell(action.on),
                cell(Paragraph(action.indicator, "small")),
            )
            for number, action in enumerate(scribe.view.actions, start=1)
        ),
        (0.06, 0.39, 0.22, 0.2, 0.13),
        frozenset({0}),
    )


def _reasons(pitfall: PitfallView, scribe: Scribe) -> Grid:
    say = scribe.say
    head = ("labels.indicator", "labels.first-reasons", "labels.evidence", "labels.share-of-risk")
    return Grid(
        say("faces.caption.reasons", name=pitfall.name),
        tuple(say(key) for key in head),
        tuple(_reason(reason, scribe) for reason in pitfall.reasons),
        (0.12, 0.41, 0.37, 0.10),
        frozenset({3}),
    )


def _reason(reason: Reason, scribe: Scribe) -> tuple[Cell, ...]:
    return (
        cell(Paragraph(reason.id, "small")),
        cell(reason.sentence, Paragraph(scribe.listed(reason.elements), "small")),
        cell(
            reason.evidence,
            *scribe.answered(reason.answers),
            *scribe.quoted(reason.comments),
            Paragraph(reason.where, "small"),
        ),
        cell(reason.share),
    )
