"""The page itself: what is told, still pictures, and charts that take their place where scripts run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from readiness.i18n import Line
from readiness.reports.html import environment
from readiness.reports.interactive.island import as_json
from readiness.reports.interactive.scripts import digest, plotly
from readiness.reports.namer import Namer
from readiness.reports.rollout.interactive.charts import Figure, finish_chart, scatter_chart
from readiness.reports.rollout.interactive.option_charts import (
    cash_chart,
    exposure_chart,
    gantt_chart,
    tornado_charts,
)
from readiness.reports.rollout.pictures.cash import draw_cash
from readiness.reports.rollout.pictures.exposure import draw_exposure
from readiness.reports.rollout.pictures.finish import draw_finish
from readiness.reports.rollout.pictures.frame import Picture
from readiness.reports.rollout.pictures.gantt import draw_gantt
from readiness.reports.rollout.pictures.scatter import draw_scatter
from readiness.reports.rollout.pictures.tornado import draw_tornadoes
from readiness.reports.rollout.teller import Teller
from readiness.reports.section import Section
from readiness.resources import templates
from readiness.rollout.comparison import Standing
from readiness.rollout.outcome import Outcome


@dataclass(frozen=True)
class Shown:
    """What the page shows: options in many trials, how they stand, and the same sections as on a terminal."""

    outcomes: Sequence[Outcome]
    standings: Mapping[str, Standing]
    best: Outcome | None
    sections: Sequence[Section]
    title: Line
    company: Line
    as_of: Line


@dataclass(frozen=True)
class Chart:
    """A still picture, the charts that take its place, and the numbers of both in words."""

    name: str
    picture: Picture
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class OptionPart:
    """The charts of one option."""

    number: int
    id: str
    title: Line
    chosen: bool
    charts: tuple[Chart, ...]


def render_comparison(shown: Shown, teller: Teller, namer: Namer) -> str:
    """Return the comparison as one HTML document that fetches nothing.

    Its security policy allows these very scripts, by their digests.  Raises
    Unavailable where plotly is missing.
    """
    folder = templates() / "rollout"
    common = tuple(_common(shown, teller))
    options = tuple(_options(shown, teller, namer))
    charts = [*common, *(chart for option in options for chart in option.charts)]
    figures = {name: figure for chart in charts for name, figure in chart.figures.items()}
    own = (folder / "compare.js").read_text(encoding="utf-8")
    scripts = [plotly(), f'(function () {{\n"use strict";\n{own}\n}})();\n']
    first, *rest = shown.sections
    return (
        environment("rollout")
        .get_template("compare.html.j2")
        .render(
            language=teller.words.language,
            page=shown,
            first=first,
            rest=rest,
            common=common,
            options=options,
            t=teller.words.say,
            drawn=Markup,
            css=Markup((folder / "compare.css").read_text(encoding="utf-8")),  # noqa: S704
            island=as_json(figures),
            scripts=[Markup(script) for script in scripts],  # noqa: S704
            digests=[digest(script) for script in scripts],
        )
    )


def _common(shown: Shown, teller: Teller) -> Iterator[Chart]:
    """Yield the charts that hold all options."""
    ends = draw_finish(shown.outcomes, shown.best, teller)
    if ends is not None:
        yield Chart("finish", ends, {"finish": finish_chart(shown.outcomes, shown.best, teller)})
    scatter = draw_scatter(shown.outcomes, shown.standings, shown.best, teller)
    if scatter is not None:
        figure = scatter_chart(shown.outcomes, shown.standings, teller)
        yield Chart("scatter", scatter, {"scatter": figure})


def _options(shown: Shown, teller: Teller, namer: Namer) -> Iterator[OptionPart]:
    parts = []
    for number, outcome in enumerate(shown.outcomes, start=1):
        charts = tuple(_of_option(outcome, number, teller, namer))
        if charts:
            parts.append((number, outcome, charts))
    chosen = next((one.id for _, one, _ in parts if one is shown.best), parts[0][1].id if parts else "")
    for number, outcome, charts in parts:
        yield OptionPart(number, outcome.id, teller.option(outcome), outcome.id == chosen, charts)


def _of_option(outcome: Outcome, number: int, teller: Teller, namer: Namer) -> Iterator[Chart]:
    """Yield the charts of one option: those for which there is something to draw."""
    dates = gantt_chart(outcome, teller)
    if dates is not None:
        yield _chart("gantt", number, draw_gantt(outcome, teller), dates)
    contacts, weeks = draw_exposure(outcome, teller, namer), exposure_chart(outcome, teller, namer)
    if contacts is not None and weeks is not None:
        yield _chart("exposure", number, contacts, weeks)
    money, months = draw_cash(outcome, teller), cash_chart(outcome, teller)
    if money is not None and months is not None:
        yield _chart("cash", number, money, months)
    causes, bars = draw_tornadoes(outcome, teller), tornado_charts(outcome, teller)
    if causes is not None and bars:
        figures = {f"tornado-{result}-{number}": figure for result, figure in bars.items()}
        yield Chart("tornado", causes, figures)


def _chart(name: str, number: int, picture: Picture, figure: Figure) -> Chart:
    return Chart(name, picture, {f"{name}-{number}": figure})
