"""The interactive map of an engagement folder: one HTML file that opens offline."""

from __future__ import annotations

from pathlib import Path

from readiness.errors import Refused
from readiness.folder.write import write_whole
from readiness.reports.interactive.case import Case, Lived, Plan
from readiness.reports.interactive.page import render_page
from readiness.reports.map_findings import tell
from readiness.services.maps import Seen
from readiness.touchmap.analysis import Accepted, analyse
from readiness.touchmap.volumes import traffic


def page(seen: Seen) -> str:
    """Return the interactive map as an HTML document.

    Raises Unavailable where plotly is missing.
    """
    flow = traffic(seen.touchmap)
    analysis = analyse(flow, seen.as_of)
    profile, words = seen.engagement.profile, seen.words
    case = Case(
        traffic=flow,
        namer=seen.namer,
        outages=analysis.outages.scenarios,
        told=tuple(tell(finding, seen.namer) for finding in analysis.findings),
        spans=seen.spans,
        plan=_plan(seen),
        lived=tuple(_lived(one, seen) for one in analysis.accepted),
        company=words.text(profile.client) or words.text(profile.title),
        as_of=words.day(seen.as_of),
        currency=profile.programme.currency,
    )
    return render_page(case)


def _plan(seen: Seen) -> Plan | None:
    if not seen.name:
        return None
    plan, words = seen.engagement.overlays[seen.name], seen.words
    title = words.text(plan.title) or words.written(seen.name)
    return Plan(title, words.day(plan.planned_for)) if plan.planned_for else Plan(title)


def _lived(one: Accepted, seen: Seen) -> Lived:
    words, entry = seen.words, one.acceptance
    accepted = words.say(
        "labels.accepted",
        until=words.day(entry.until),
        owner=words.written(entry.owner),
        reason=words.text(entry.reason),
    )
    return Lived(tell(one.finding, seen.namer), accepted)


def write(seen: Seen, out: Path) -> Path:
    """Write the interactive map to a file and return its path.

    Raises Refused for a place that cannot be written, Unavailable where plotly
    is missing.
    """
    if not out.parent.is_dir():
        raise Refused("no-place", file=out, folder=out.parent)
    return write_whole(out, page(seen).encode())
