"""The page itself: templates, scripts and data put into one file."""

from __future__ import annotations

from markupsafe import Markup

from readiness.i18n import Line
from readiness.reports.html import environment
from readiness.reports.interactive.case import Case
from readiness.reports.interactive.island import as_json, island
from readiness.reports.interactive.scripts import digest, plotly
from readiness.resources import templates

GRAPH_LIBRARY = "cytoscape-3.34.4.min.js"
PARTS = ("words", "network", "canvas", "overview", "details", "whatif", "lists", "charts", "moves", "map")
"""The page's own scripts, in the order in which they build on each other."""


def render_page(case: Case) -> str:
    """Return the interactive map as one HTML document that fetches nothing.

    Its security policy allows these very scripts, by their digests, and nothing
    from anywhere.  Raises Unavailable where plotly is missing.
    """
    folder = templates() / "interactive"
    css = (folder / "map.css").read_text(encoding="utf-8")
    library = (folder / "vendor" / GRAPH_LIBRARY).read_text(encoding="utf-8")
    own = "\n".join((folder / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)
    scripts = (
        []
        if not case.touchpoints
        else [library, f'(function () {{\n"use strict";\n{own}\n}})();\n', plotly()]
    )
    say = case.words.say
    own = case.words.text(case.touchmap.title) or say("interactive.kicker")
    return (
        environment("interactive")
        .get_template("map.html.j2")
        .render(
            language=case.words.language,
            title=case.plan.title if case.plan else own,
            state=_state(case),
            map_title=own if case.plan else "",
            company=case.company,
            as_of=case.as_of,
            figures=_figures(case),
            empty=not case.touchpoints,
            undrawn=_undrawn(case),
            t=say,
            css=Markup(css),  # noqa: S704
            island=as_json(island(case)),
            scripts=[Markup(script) for script in scripts],  # noqa: S704
            digests=[digest(script) for script in scripts],
        )
    )


def _state(case: Case) -> Line:
    """Return which map the page shows: as it is, or as it is planned and for when."""
    say = case.words.say
    if case.plan is None:
        return say("interactive.as-is")
    if not case.plan.planned_for:
        return say("interactive.plan")
    return say("interactive.plan-for", date=case.plan.planned_for)


def _figures(case: Case) -> list[tuple[str, str, str]]:
    """Return the figures of the head: a name, the figure and what it counts.

    No contacts where no visits are known.  Those that the company starts are a
    figure of their own.
    """
    words, flow = case.words, case.traffic
    counted = {
        "touchpoints": len(case.touchpoints),
        "buyers": len(case.touchmap.index["buyers"]),
        "contacts": flow.all(flow.inbound),
        "ours": flow.all(flow.outbound),
        "findings": len(case.told),
    }
    return [
        (what, words.number(many), words.say(f"interactive.figure.{what}.{'one' if many == 1 else 'other'}"))
        for what, many in counted.items()
        if many or what not in ("contacts", "ours")
    ]


def _undrawn(case: Case) -> str:
    """Return what the map leaves out, nothing where it shows every touchpoint."""
    left = len(case.touchpoints) - len(case.drawn)
    number = case.words.number
    return (
        case.words.say("interactive.undrawn", drawn=number(len(case.drawn)), number=number(left))
        if left
        else ""
    )
