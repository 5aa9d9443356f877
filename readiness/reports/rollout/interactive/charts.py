"""Charts of all options for plotly, as plain values: curves of the end, and end against disturbed contacts.

plotly reads an HTML subset in labels, so every text is made inert before it goes there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from readiness.reports.interactive.charts import INK, MUTED, inert, shortened
from readiness.reports.pictures.colours import BRAND, CROSSING, OUTBOUND
from readiness.reports.rollout.figures import end_of_day, mean
from readiness.reports.rollout.pictures.finish import curve
from readiness.reports.rollout.teller import Teller
from readiness.rollout.comparison import Standing
from readiness.rollout.outcome import Outcome

Figure = dict[str, Any]
LONG = 60
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_COLOURS = (BRAND, CROSSING, OUTBOUND, "#1e6b3c", "#8f1616", "#52606d")
WORTHS = [[0.0, "#b35900"], [0.5, "#e9eff3"], [1.0, "#0b4f6c"]]
_MONTHS = {"en": "%b %Y", "zh-Hant": "%Y年%-m月", "zh-Hans": "%Y年%-m月"}


def local(instant: float, teller: Teller) -> str:
    """Return an instant as plotly reads dates: the local time, without its zone."""
    return datetime.fromtimestamp(int(instant), UTC).astimezone(teller.zone).strftime("%Y-%m-%d %H:%M:%S")


def label(words: str, most: int = LONG) -> str:
    """Return words that plotly shows as they are, cut where they are long."""
    return inert(shortened(words, most))


def layout(teller: Teller, height: int, *, dates: str = "xaxis", **more: Any) -> Figure:
    """Return what all charts look like; ``dates`` names the axis of time."""
    found: Figure = {
        "height": height,
        "autosize": True,
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "color": INK},
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": MUTED, "font": {"color": INK}, "align": "left"},
        "margin": {"l": 12, "r": 12, "t": 12, "b": 12},
        "xaxis": axis(),
        "yaxis": axis(),
        "legend": {"orientation": "h", "y": -0.18, "yanchor": "top", "x": 0},
    }
    if dates:
        found[dates] |= {"type": "date", "tickformat": _MONTHS[teller.words.language], "nticks": 7}
    for name, values in more.items():
        found[name] = found[name] | values if isinstance(found.get(name), dict) else values
    return found


def axis(**more: Any) -> Figure:
    """Return an axis with thin lines that cannot be dragged."""
    return {"fixedrange": True, "automargin": True, "gridcolor": "#d5dbe1", "zeroline": False, **more}


def above(names: Sequence[str]) -> Iterator[Figure]:
    """Yield a name above each bar: beside it, long names would leave no room for bars on a phone."""
    for row, name in enumerate(names):
        yield {
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "y": row,
            "yanchor": "bottom",
            "yshift": 7,
            "text": label(name, 46),
            "showarrow": False,
        }


def finish_chart(outcomes: Sequence[Outcome], best: Outcome | None, teller: Teller) -> Figure:
    """Return the share of trials that are done by a day, a curve for each option that does a step."""
    data, percent = [], teller.words.percent
    for place, outcome in enumerate(outcomes):
        points = curve(outcome) if outcome.plan.arrangement.order else []
        if not points:
            continue
        is_best = best is not None and best.id == outcome.id
        name = label(teller.option(outcome))
        start = outcome.setting.start
        days = [teller.words.day(teller.day(start + at)) for at, _ in points]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": name,
                "meta": outcome.id,
                "x": [local(start + at, teller) for at, _ in points],
                "y": [share for _, share in points],
                "hovertext": [
                    f"{name}<br>{inert(day)}: {percent(share)}"
                    for day, (_, share) in zip(days, points, strict=True)
                ],
                "hoverinfo": "text",
                "line": {
                    "color": _COLOURS[place % len(_COLOURS)],
                    "width": 4 if is_best else 2,
                    "dash": "solid" if is_best else _DASHES[place % len(_DASHES)],
                },
            }
        )
    shapes = []
    day = outcomes[0].setting.rollout.finish_by if outcomes else None
    if day is not None:
        at = local(end_of_day(day.isoformat(), teller.zone), teller)
        shapes.append({"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": {"dash": "dot"}})
    shown = layout(
        teller, 420, showlegend=True, shapes=shapes, yaxis={"range": [0, 1.03], "tickformat": ".0%"}
    )
    return {"data": data, "layout": shown}


def scatter_chart(outcomes: Sequence[Outcome], standings: Mapping[str, Standing], teller: Teller) -> Figure:
    """Return each option that ends: end at P80 across, disturbed contacts up, colour and mark by its worth.

    A mark points up where an option is worth more than nothing and down where
    it is worth less; it is hollow where another one is better in everything.
    Options without a step stand at the start.
    """
    shown = [(place, one) for place, one in enumerate(outcomes, 1) if one.finished(80) is not None]
    worths = [mean(one.npv) for _, one in shown]
    most = max((abs(worth) for worth in worths), default=0.0) or 1.0
    ends = [one.finished(80) if one.plan.arrangement.order else one.setting.start for _, one in shown]
    data = [
        {
            "type": "scatter",
            "mode": "markers+text",
            "ids": [one.id for _, one in shown],
            "x": [local(end or 0, teller) for end in ends],
            "y": [mean(one.exposure) for _, one in shown],
            "text": [str(place) for place, _ in shown],
            "textposition": "middle right",
            "hovertext": [_point(one, teller) for _, one in shown],
            "hoverinfo": "text",
            "cliponaxis": False,
            "marker": {
                "size": 17,
                "symbol": [
                    _symbol(worth, beaten=standings[one.id].beaten is not None)
                    for (_, one), worth in zip(shown, worths, strict=True)
                ],
                "color": worths,
                "cmin": -most,
                "cmax": most,
                "colorscale": WORTHS,
                "line": {"color": INK, "width": 1.5},
            },
        }
    ]
    say = teller.words.say
    titles = {"title": {"text": inert(say("rollout-report.scatter.done"))}}
    up = {"title": {"text": inert(say("rollout-report.scatter.contacts"))}, "rangemode": "tozero"}
    return {"data": data, "layout": layout(teller, 420, xaxis=titles, yaxis=up, margin={"r": 40})}


def _symbol(worth: float, *, beaten: bool) -> str:
    shape = "circle" if not round(worth) else "triangle-up" if worth > 0 else "triangle-down"
    return f"{shape}-open" if beaten else shape


def _point(outcome: Outcome, teller: Teller) -> str:
    told = teller.words.say(
        "rollout-report.scatter.told",
        option=shortened(teller.option(outcome), LONG),
        done=teller.finish(outcome, 80),
        contacts=teller.count(mean(outcome.exposure)),
        worth=teller.worth(mean(outcome.npv)),
    )
    return inert(told)
