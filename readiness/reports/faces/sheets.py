"""The other sheets of a workbook: every figure of the report as a number, and every word of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from datetime import date

from readiness.folder.ledger import Amount, Formula, Page, Value
from readiness.reports.faces.blocks import Block, Bullets, Cell, Figure, Grid, Heading, Paragraph
from readiness.reports.faces.scribe import Scribe
from readiness.reports.rollout_view import RolloutView

_SHARE, _WHOLE = "0.0%", "#,##0"
_OPTION = (
    "done-p50", "done-p80", "value-p80", "p-never", "contacts", "contacts-p80", "cost", "cost-p80", "worth",
    "worth-p10", "worth-p50", "worth-p90", "p-loss", "p-best", "regret",
)  # fmt: skip
_DAYS = 3


def summary(scribe: Scribe) -> Page:
    """Return who, what, when: the decision and what is asked."""
    view, say = scribe.view, scribe.say
    decision = view.decision
    amount = None if decision.amount is None else Amount(decision.amount, f'"{decision.currency}" #,##0')
    rows: list[tuple[Value, ...]] = [
        (say("faces.title"), view.title),
        (say("labels.company"), view.client),
        (say("faces.as-of"), date.fromisoformat(view.iso_date)),
        (say("faces.advice"), decision.title),
        (say("labels.because"), decision.why),
        *((label, value) for label, value in decision.facts),
        (say("faces.amount"), amount),
        (say("faces.decided-on"), _day(decision.due)),
        (say("labels.asked"), decision.asked),
        *((say("labels.would-change"), line) for line in decision.would_change),
        *((label, value) for label, value in view.programme),
        (say("faces.root"), view.root),
        (say("faces.ownership"), scribe.sentences((view.ownership.title, *view.ownership.gaps))),
    ]
    return Page(_name(scribe, "summary"), _head(scribe, "what", "value"), _whole(rows), {0: 32.0, 1: 110.0})


def people(scribe: Scribe) -> Page:
    """Return how many people answered, by role."""
    roles = scribe.view.roles
    rows: list[tuple[Value, ...]] = list(roles)
    if roles:
        total = Formula(f"=SUM(B2:B{len(roles) + 1})", float(sum(number for _, number in roles)))
        rows.append((scribe.say("faces.total"), total))
    return Page(_name(scribe, "people"), _head(scribe, "role", "people"), tuple(rows), {0: 40.0})


def actions(scribe: Scribe) -> Page:
    """Return the actions of next week."""
    rows = tuple(
        (number, one.text, one.owner, date.fromisoformat(one.due), one.indicator)
        for number, one in enumerate(scribe.view.actions, start=1)
    )
    head = _head(scribe, "number", "action", "owner", "date", "id")
    return Page(_name(scribe, "actions"), head, rows, {0: 6.0, 1: 80.0, 2: 34.0})


def findings(scribe: Scribe) -> Page:
    """Return every finding with the places that prove it."""
    rows = tuple(
        (one.code, one.severity, one.message, "; ".join(one.places), one.accepted)
        for one in scribe.view.findings
    )
    head = _head(scribe, "code", "severity", "message", "where", "accepted")
    return Page(_name(scribe, "findings"), head, rows, {2: 90.0, 3: 50.0, 4: 40.0})


def sides(scribe: Scribe) -> Page:
    """Return the questions on which the sides differ; the distance is a formula."""
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            gap.id,
            gap.text,
            gap.it,
            gap.business,
            Formula(f"=ABS(C{row}-D{row})", abs(gap.it - gap.business)),
            gap.it_word,
            gap.business_word,
            gap.it_evidence,
            gap.business_evidence,
            gap.better,
        )
        for row, gap in enumerate(scribe.view.sides.gaps, start=2)
    )
    head = _head(scribe, "id", "text", "it", "business", "distance", "it-said", "business-said",
                 "it-evidence", "business-evidence", "better")  # fmt: skip
    return Page(_name(scribe, "sides"), head, rows, {1: 80.0}, dict.fromkeys((2, 3, 4), "0.##"))


def order(scribe: Scribe) -> Page:
    """Return the steps in their right order."""
    rows = tuple(
        (one.name, _day(one.day), one.state_word, scribe.sentences(one.breaches))
        for one in scribe.view.order.steps
    )
    head = _head(scribe, "step", "date", "state", "breaches")
    return Page(_name(scribe, "order"), head, rows, {0: 34.0, 3: 90.0})


def touchpoints(scribe: Scribe) -> Iterator[Page]:
    """Yield the touchpoints with their visits a year, and the map facts at risk."""
    found = scribe.view.map
    if found is None:
        return
    rows: list[tuple[Value, ...]] = [
        (chip.title, stage, channel, chip.yearly, scribe.say("faces.outbound") if chip.outbound else "",
         scribe.listed(str(mark) for mark in chip.marks))
        for grid in found.grids
        for stage, cells in grid.rows
        for channel, chips in zip(grid.channels, cells, strict=True)
        for chip in chips
    ]  # fmt: skip
    head = _head(scribe, "touchpoint", "stage", "channel", "visits", "direction", "marks")
    yield Page(_name(scribe, "touchpoints"), head, tuple(rows), {0: 50.0, 1: 24.0, 2: 24.0}, {3: "#,##0.##"})
    facts = tuple(
        (
            one.mark,
            one.id,
            one.title,
            one.value,
            one.measured,
            one.concern,
            scribe.listed(one.elements),
            one.where,
        )
        for one in found.findings
    )
    head = _head(scribe, "number", "id", "fact", "measured", "printed", "concern", "elements", "where")
    widths = {2: 40.0, 5: 60.0, 6: 60.0, 7: 30.0}
    yield Page(_name(scribe, "map-findings"), head, facts, widths, {3: "0.####"})


def options(scribe: Scribe) -> Iterator[Page]:
    """Yield the options of the rollout side by side as numbers."""
    found: RolloutView | None = scribe.view.rollout
    if found is None:
        return
    rows: list[tuple[Value, ...]] = []
    for row in found.rows:
        figures = astuple(row.figures)
        days = tuple(_day(day) for day in figures[:_DAYS])
        best = scribe.say("faces.recommended") if row.best else ""
        rows.append((row.number, row.cells[0], best, *days, *figures[_DAYS:]))
    forms = {at: _SHARE if key.startswith("p-") else _WHOLE for at, key in enumerate(_OPTION, start=3)}
    head = _head(scribe, "number", "option", "best", *_OPTION)
    strong = frozenset(place for place, row in enumerate(found.rows) if row.best)
    yield Page(_name(scribe, "options"), head, tuple(rows), {0: 6.0, 1: 44.0}, forms, strong)


def sources(scribe: Scribe) -> Page:
    """Return what the report rests on and what it does not know."""
    view, say = scribe.view, scribe.say
    rows = [
        *((say("labels.sources"), line) for line in view.sources),
        *((say("adapted.questionnaires"), line) for line in view.asked),
        *((say("adapted.title"), line) for line in view.adapted),
        *((say("pages.limits"), line) for line in view.limits),
    ]
    return Page(_name(scribe, "sources"), _head(scribe, "what", "value"), tuple(rows), {0: 32.0, 1: 110.0})


def words(scribe: Scribe, blocks: Iterable[Block]) -> Page:
    """Return every word of the report, row by row, tables cell by cell."""
    rows = tuple(_spread(blocks))
    widest = max((len(row) for row in rows), default=1)
    head = (str(scribe.say("faces.column.words")), *("" for _ in range(widest - 1)))
    return Page(_name(scribe, "report"), head, rows, dict.fromkeys(range(widest), 34.0))


def _spread(blocks: Iterable[Block]) -> Iterator[tuple[str, ...]]:
    for block in blocks:
        if isinstance(block, Heading):
            yield (block.words,)
        elif isinstance(block, Paragraph):
            yield (_told(block),)
        elif isinstance(block, Bullets):
            yield from ((_told(item),) for item in block.items)
        elif isinstance(block, Figure):
            yield (block.caption, block.told)
        elif isinstance(block, Grid):
            yield block.head
            yield from (tuple(map(_cell, row)) for row in block.rows)


def _cell(cell: Cell) -> str:
    told = "\n".join(_told(part) for part in cell.parts)
    return told or (cell.figure.told if cell.figure is not None else "")


def _told(paragraph: Paragraph) -> str:
    return f"{paragraph.label} {paragraph.words}".strip()


def _day(day: str) -> date | None:
    return date.fromisoformat(day) if day else None


def _whole(rows: Iterable[tuple[Value, ...]]) -> tuple[tuple[Value, ...], ...]:
    return tuple(row for row in rows if row[-1] not in ("", None))


def _name(scribe: Scribe, key: str) -> str:
    return str(scribe.say(f"faces.sheet.{key}"))


def _head(scribe: Scribe, *columns: str) -> tuple[str, ...]:
    return tuple(str(scribe.say(f"faces.column.{column}")) for column in columns)
