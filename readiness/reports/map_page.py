"""The page of the map: a grid of stages by channels, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readiness.assessment.assess import Assessment
from readiness.reports.charts_page import view_matrix, view_outages
from readiness.reports.map_view import Chip, Grid, MapFinding, MapView
from readiness.reports.namer import Namer
from readiness.reports.sentences import Teller
from readiness.reports.words import Words
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import traffic

WIDEST = 7


def view_map(assessment: Assessment, teller: Teller) -> MapView | None:
    """Return the map with the elements at risk marked, None without a map."""
    touchmap, words = assessment.engagement.touchmap, teller.words
    if touchmap is None:
        return None
    findings = _findings(assessment, teller)
    marks: dict[str, list[MapFinding]] = {}
    for finding, elements in findings:
        for element in elements:
            marks.setdefault(element, []).append(finding)
    shown = tuple(finding for finding, _ in findings)
    flow, namer = traffic(touchmap), Namer(touchmap, words)
    visits = {touchpoint: flow.total(touchpoint) for touchpoint in flow.visits}
    chips: dict[tuple[str | None, str | None], list[Chip]] = {}
    for touchpoint in touchmap.touchpoints:
        chip = _chip(touchpoint, words, visits, marks)
        chips.setdefault((touchpoint.stage, touchpoint.channel), []).append(chip)
    met = {channel for _, channel in chips}
    columns: list[tuple[str | None, str]] = [
        (c.id, words.title(c.title, c.id)) for c in touchmap.channels if c.id in met
    ]
    columns += [(None, words.say("labels.elsewhere"))] if None in met else []
    folds = [columns[first : first + WIDEST] for first in range(0, len(columns), WIDEST)]
    summary = words.say("labels.contacts", number=words.number(flow.all(flow.inbound)))
    return MapView(
        words.say("pages.map") if shown else words.say("pages.map-clear"),
        tuple(_grid(touchmap, fold, chips, words) for fold in folds),
        shown,
        _headline(shown[0], words) if shown else "",
        summary,
        tuple(
            (words.title(entry.title, entry.id), words.text(entry.why))
            for entry in touchmap.technology
            if entry.status == "dropped"
        ),
        view_matrix(flow, namer),
        view_outages(flow, namer),
    )


def _headline(finding: MapFinding, words: Words) -> str:
    """Return the heaviest finding as a sentence with its figure and the first elements it speaks of."""
    key = "map.headline" if finding.elements else "map.headline-bare"
    return words.say(
        key,
        concern=finding.concern,
        title=finding.title,
        measured=finding.measured,
        elements=words.listed(list(finding.elements[:3])),
    )


def _findings(assessment: Assessment, teller: Teller) -> list[tuple[MapFinding, tuple[str, ...]]]:
    words = teller.words
    signs = [
        sign
        for pitfall in assessment.pitfalls.values()
        for sign in pitfall.signs
        if sign.kind == "map" and sign.state == "known" and sign.risk > 0 and sign.measured is not None
    ]
    signs.sort(key=lambda sign: (-sign.load, sign.id))
    found = []
    for mark, sign in enumerate(signs, start=1):
        indicator = assessment.indicators[sign.id]
        finding = MapFinding(
            mark,
            sign.id,
            words.text(indicator.title),
            words.measure(sign.measured or 0.0, indicator.unit),
            words.text(indicator.concern),
            teller.elements(sign.elements),
            teller.where(sign.elements),
            sign.risk == 1,
            sign.measured or 0.0,
        )
        found.append((finding, sign.elements))
    return found


def _grid(
    touchmap: TouchMap,
    columns: Sequence[tuple[str | None, str]],
    chips: Mapping[tuple[str | None, str | None], list[Chip]],
    words: Words,
) -> Grid:
    """Return a row for each stage that has something here; touchpoints without one come last."""
    rows: list[tuple[str | None, str]] = [(stage.id, words.stage(stage)) for stage in touchmap.stages]
    rows.append((None, words.say("labels.unplaced")))
    return Grid(
        tuple(title for _, title in columns),
        tuple(
            (title, tuple(tuple(chips.get((stage, channel), ())) for channel, _ in columns))
            for stage, title in rows
            if any((stage, channel) in chips for channel, _ in columns)
        ),
    )


def _chip(
    touchpoint: Touchpoint, words: Words, visits: Mapping[str, float], marks: Mapping[str, list[MapFinding]]
) -> Chip:
    found = marks.get(f"touchpoints:{touchpoint.id}", ())
    return Chip(
        touchpoint.id,
        words.title(touchpoint.title, touchpoint.id),
        words.number(visits[touchpoint.id]) if visits[touchpoint.id] else "",
        touchpoint.direction == "outbound",
        tuple(finding.mark for finding in found),
        any(finding.severe for finding in found),
        visits[touchpoint.id] or None,
    )
