"""All analyses of a map in words: what was found first, then one section for each analysis."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from readiness.diagnostics import Span
from readiness.i18n import Line
from readiness.reports.analyses import (
    consistency,
    coverage,
    data,
    evidence,
    handoffs,
    journeys,
    outages,
    reach,
    technology,
    week,
)
from readiness.reports.map_findings import tell
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table
from readiness.touchmap.analysis import Accepted, Analysis
from readiness.touchmap.finding import SEVERITIES, MapFinding

SECTIONS: Mapping[str, Callable[[Any, Namer], Section]] = {
    "reach": reach.section,
    "outages": outages.section,
    "journeys": journeys.section,
    "handoffs": handoffs.section,
    "data": data.section,
    "consistency": consistency.section,
    "coverage": coverage.section,
    "technology": technology.section,
    "week": week.section,
    "evidence": evidence.section,
}
MOST = 9


def sections(
    analysis: Analysis,
    namer: Namer,
    spans: Mapping[str, Span],
    *,
    only: Collection[str] = (),
    tables: bool = True,
    every: bool = False,
) -> list[Section]:
    """Return the findings, and the sections of the analyses asked for (all, if none is named).

    ``tables`` are left out where only the sentences are wanted; ``every`` kind
    of finding is told, not the heaviest alone.
    """
    most = len(analysis.findings) if every else MOST
    found = [found_section(analysis.findings, namer, spans, most)]
    if analysis.accepted:
        found.append(_accepted(analysis.accepted, namer))
    wanted = [name for name in SECTIONS if not only or name in only]
    told = [SECTIONS[name](getattr(analysis, name), namer) for name in wanted]
    if tables or only:
        return found + told
    told = [replace(section, tables=()) for section in told]
    last = told.pop()
    hint = namer.words.say("analysis.tables")
    return [*found, *told, replace(last, sentences=(*last.sentences, "", hint))]


def found_section(
    findings: Collection[MapFinding], namer: Namer, spans: Mapping[str, Span], most: int = MOST
) -> Section:
    """Return findings in words, kind by kind, the heaviest of each with its place and what to do about it."""
    say = namer.words.say
    if not findings:
        return Section("findings", say("analysis.found"), (say("analysis.nothing"),))
    counts = namer.words.listed(
        say(f"analysis.count.{severity}", number=namer.words.number(number))
        for severity in reversed(SEVERITIES)
        if (number := sum(one.severity == severity for one in findings))
    )
    kinds: dict[str, list[MapFinding]] = {}
    for finding in findings:
        kinds.setdefault(finding.code, []).append(finding)
    sentences: list[str] = [say("analysis.counts", counts=counts)]
    for first, *others in [*kinds.values()][:most]:
        sentences += ["", *_told(first, others, namer, spans)]
    if len(kinds) > most:
        sentences += ["", say("analysis.more", number=namer.words.number(len(kinds) - most))]
    return Section("findings", say("analysis.found"), tuple(sentences))


def _told(
    first: MapFinding, others: Collection[MapFinding], namer: Namer, spans: Mapping[str, Span]
) -> Iterator[Line]:
    say = namer.words.say
    told = tell(first, namer)
    message = say("analysis.finding", severity=told.severity_word, title=told.title, message=told.message)
    place = spans.get(first.subject)
    yield say("marks.bracketed", text=message, note=place) if place is not None else message
    for severity in reversed(SEVERITIES):
        alike = [one.subject for one in others if one.severity == severity]
        if alike:
            word = say(f"severity.{severity}")
            yield say("analysis.likewise", severity=word, subjects=namer.titles(alike))
    yield say("analysis.mend", mend=told.mend)


def _accepted(accepted: Collection[Accepted], namer: Namer) -> Section:
    words = namer.words
    rows = tuple(
        (
            words.say(f"found.{one.finding.code}.title"),
            namer.title(one.finding.subject),
            words.text(one.acceptance.reason),
            words.written(one.acceptance.owner),
            words.day(one.acceptance.until),
        )
        for one in accepted
    )
    head = tuple(
        words.say(f"analysis.head.{key}") for key in ("finding", "subject", "reason", "owner", "until")
    )
    return Section("accepted", words.say("analysis.accepted"), (), (Table(head, rows),))
