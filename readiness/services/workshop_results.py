"""What can be said of a room at this moment, computed from its draft in every language that is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from readiness import services
from readiness.errors import Refused
from readiness.folder import library
from readiness.folder.parse import Record, Rows, parse, span_at
from readiness.folder.source import Limits, Source
from readiness.reports.diagnostics import Told
from readiness.reports.view import PitfallView, ReportView
from readiness.services.analyses import analysis
from readiness.services.maps import see
from readiness.services.workshop_draft import RoomFiles, draft
from readiness.touchmap.model import KINDS

MOST_PROBLEMS, MOST_FINDINGS, MOST_OUTAGES = 40, 40, 5


def results(
    folder: Path, files: RoomFiles, map_file: str, languages: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Return the live results of a draft by language: problems, findings, pitfalls, outages."""
    with draft(folder, files) as copy:
        return {language: _in_language(copy, map_file, language) for language in languages}


def report(folder: Path, files: RoomFiles, form: str, language: str, variant: str) -> bytes:
    """Return the report of a draft in one of the forms."""
    with draft(folder, files) as copy, of_room():
        out = copy.parent / f"report.{form}"
        services.report(copy, out, language=language, variant=variant)
        return out.read_bytes()


@contextmanager
def of_room() -> Iterator[None]:
    """Tell mistakes as those of the room: nobody there knows the draft's folder."""
    try:
        yield
    except services.Invalid as error:
        raise Refused("room-has-errors", errors=error.checked.errors) from error


def _in_language(copy: Path, map_file: str, language: str) -> dict[str, Any]:
    checked = services.check(copy, language)
    problems = [_problem(told, checked.sources, map_file) for told in checked.told if told.severity != "note"]
    found: dict[str, Any] = {"problems": problems[:MOST_PROBLEMS]}
    if checked.errors:
        return found
    assessed = services.assess(copy, language)
    found |= _of_view(assessed.view, library.rules().flag.risk)
    found["findings"] = [
        {"code": one.code, "severity": one.severity, "message": one.message, "element": _element(spoken)}
        for one, spoken in zip(assessed.view.findings, assessed.assessment.findings, strict=False)
    ][:MOST_FINDINGS]
    if assessed.assessment.engagement.touchmap is not None:
        found["outages"] = list(_outages(copy, language))
    return found


def _of_view(view: ReportView, threshold: float) -> dict[str, Any]:
    return {
        "pitfalls": [_pitfall(one, threshold) for one in view.pitfalls],
        "contested": [*_gaps(view), *_camps(view)],
        "notes": list(view.sides.notes),
        "coverage": [
            {"item": one.id, "question": one.text, "ask": one.ask, "why": one.why} for one in view.questions
        ],
        "decision": {
            "advice": view.decision.advice,
            "title": view.decision.title,
            "because": [view.decision.why],
        },
    }


def _pitfall(one: PitfallView, threshold: float) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "short": one.short,
        "verdict": one.verdict,
        "verdict_name": one.verdict_word,
        "risk": one.bar.point if one.bar else None,
        "low": one.bar.low if one.bar else 0,
        "high": one.bar.high if one.bar else 1,
        "threshold": threshold,
        "sentence": one.title,
    }


def _gaps(view: ReportView) -> Iterator[dict[str, Any]]:
    for gap in view.sides.gaps:
        yield {
            "item": gap.id,
            "question": gap.text,
            "sides": [{"role": "it", "median": gap.it}, {"role": "business", "median": gap.business}],
            "counts": list(gap.counts),
            "text": " ".join(gap.people),
        }


def _camps(view: ReportView) -> Iterator[dict[str, Any]]:
    told = {gap.id for gap in view.sides.gaps}
    for camp in view.sides.camps:
        if camp.id not in told:
            words = " ".join(camp.people)
            yield {"item": camp.id, "question": camp.text, "sides": [], "counts": list(camp.counts),
                   "text": words}  # fmt: skip


def _outages(copy: Path, language: str) -> Iterator[dict[str, Any]]:
    seen = see(str(copy), language)
    name = seen.namer
    for one in analysis(str(copy), language, only=("outages",)).values["outages"]["scenarios"][:MOST_OUTAGES]:
        buyers = [f"buyers:{buyer}" for buyer in one["stranded"]]
        yield {
            "name": str(name.titles(one["ids"])),
            "stranded": str(name.titles(buyers, 3)) if buyers else "",
            "share": one["contacts_share"],
        }


def _element(finding: Any) -> str | None:
    names = [name for name in getattr(finding, "elements", ()) if name.split(":", 1)[0] in KINDS]
    return names[0].replace(":", "/", 1) if names else None


def _problem(told: Told, sources: Mapping[str, Source], map_file: str) -> dict[str, Any]:
    element = _element_at(sources[map_file], told.span.line) if told.span.file == map_file else None
    return {"severity": told.severity, "message": told.message, "hint": told.hint, "element": element}


def _element_at(source: Source, line: int) -> str | None:
    """Return the element of a map's text in which a line stands."""
    value, _ = parse(source, Limits())
    found = None
    for kind in KINDS:
        rows = value.get(kind) if isinstance(value, Record) else None
        if not isinstance(rows, Rows):
            continue
        for record in rows:
            if isinstance(record, Record) and isinstance(record.get("id"), str):
                start = span_at(source, record.place).line
                if start <= line and (found is None or start > found[0]):
                    found = (start, f"{kind}/{record['id']}")
    return found[1] if found else None
