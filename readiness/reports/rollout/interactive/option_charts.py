"""Charts of one option for plotly: steps, disturbed contacts by week, money, what the spread hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from readiness.reports.interactive.charts import inert, shortened
from readiness.reports.namer import Namer
from readiness.reports.pictures.colours import BRAND, EDGE, INK, PAPER, shade
from readiness.reports.rollout.figures import mean
from readiness.reports.rollout.grounds import RESULTS
from readiness.reports.rollout.interactive.charts import LONG, Figure, above, label, layout, local
from readiness.reports.rollout.pictures.exposure import stacked
from readiness.reports.rollout.pictures.tornado import LEAST
from readiness.reports.rollout.teller import MONTH, Teller
from readiness.rollout.localtime import WEEK, midnight
from readiness.rollout.outcome import Outcome
from readiness.rollout.worktime import FAR

MOST_CAUSES = 8
DAY = 86400
_CLOSED, _SHUT = "#f0f2f5", "#d3dbe3"
_SHADES = (1.0, 0.62, 0.35, 0.16, 0.0)


def gantt_chart(outcome: Outcome, teller: Teller) -> Figure | None:
    """Return the likely dates of each step, its end from P10 to P90, and when calendars are closed.

    None where no step ever goes live.
    """
    run, say = outcome.likely, teller.words.say
    arrangement = outcome.plan.arrangement
    steps = [name for name in arrangement.order if int(run.live[name][0]) < FAR]
    if not steps:
        return None
    starts = [int(run.start[f"{name}/work"][0]) for name in steps]
    lives = [int(run.live[name][0]) for name in steps]
    dones = [int(run.finish[f"{name}/test"][0]) for name in steps]
    names = [teller.words.title(arrangement.steps[name].title, name) for name in steps]
    rows = list(range(len(steps)))
    early = [outcome.dates[name].done[1] for name in steps]
    late = [outcome.dates[name].done[4] for name in steps]
    told = [inert(_dates(outcome, teller, name, title)) for name, title in zip(steps, names, strict=True)]
    bar = {"type": "bar", "orientation": "h", "y": rows, "hovertext": told, "hoverinfo": "text"}
    spread: dict[str, list[Any]] = {"x": [], "y": []}
    for row, since, until in zip(rows, early, late, strict=True):
        if until < FAR:
            spread["x"] += [local(since, teller), local(until, teller), None]
            spread["y"] += [row, row, None]
    data = [
        {**bar, **_stretch(starts, lives, teller), "marker": {"color": EDGE}, "width": 0.3,
         "name": inert(say("rollout-report.gantt.work")), "ids": steps},
        {**bar, **_stretch(lives, dones, teller), "width": 0.26,
         "name": inert(say("rollout-report.gantt.test")),
         "marker": {"color": PAPER, "line": {"color": EDGE, "width": 1.5}}},
        {"type": "scatter", "mode": "lines+markers", **spread, "hoverinfo": "skip",
         "name": inert(say("rollout-report.gantt.spread")), "line": {"color": INK, "width": 1.5},
         "marker": {"symbol": "line-ns-open", "size": 9, "color": INK}},
        {"type": "scatter", "mode": "markers", "x": [local(at, teller) for at in lives], "y": rows,
         "name": inert(say("rollout-report.gantt.golive")), "hovertext": told, "hoverinfo": "text",
         "marker": {"symbol": "diamond", "size": 12, "color": BRAND, "line": {"color": PAPER, "width": 1}}},
    ]  # fmt: skip
    if outcome.setting.rollout.blackouts:
        data.append({"type": "scatter", "mode": "markers", "x": [None], "y": [None],
                     "name": inert(say("rollout-report.gantt.shut")),
                     "marker": {"symbol": "square", "size": 14, "color": _SHUT}})  # fmt: skip
    ends = [at for at in (*dones, *late) if at < FAR]
    since, until = outcome.setting.start, max([*ends, *lives]) + 5 * DAY
    shown = layout(
        teller,
        max(230, 46 * len(steps) + 130),
        barmode="overlay",
        showlegend=True,
        shapes=list(_shut(outcome, teller, since, until)),
        xaxis={"range": [local(since, teller), local(until, teller)]},
        annotations=list(above(names)),
        yaxis={"range": [len(steps) - 0.4, -0.8], "showgrid": False, "showticklabels": False},
        legend={"itemclick": False, "itemdoubleclick": False},
    )
    return {"data": data, "layout": shown}


def _stretch(since: list[int], until: list[int], teller: Teller) -> dict[str, Any]:
    """Return bars from some instants to others; plotly measures their length in milliseconds."""
    lengths = [(end - start) * 1000 for start, end in zip(since, until, strict=True)]
    return {"base": [local(at, teller) for at in since], "x": lengths}


def _dates(outcome: Outcome, teller: Teller, step: str, title: str) -> str:
    def day(instant: int) -> str:
        return teller.say("never") if instant >= FAR else teller.words.day(teller.day(instant))

    run, dates = outcome.likely, outcome.dates[step]
    return teller.words.say(
        "rollout-report.gantt.step",
        step=shortened(title, LONG),
        start=day(int(run.start[f"{step}/work"][0])),
        live=day(int(run.live[step][0])),
        sure=day(dates.live[3]),
        early=day(dates.done[1]),
        late=day(dates.done[4]),
    )


def _shut(outcome: Outcome, teller: Teller, since: int, until: int) -> Iterator[dict[str, Any]]:
    """Yield the days on which calendars are closed, and darker those on which nothing may change over."""
    setting = outcome.setting
    periods = [(one, _CLOSED) for calendar in setting.rollout.calendars for one in calendar.closed]
    periods += [(blackout.period, _SHUT) for blackout in setting.rollout.blackouts]
    zone = setting.zones("")
    for period, colour in periods:
        first, end = midnight(period.first, zone), midnight(period.end, zone)
        if end > since and first < until:
            yield {
                "type": "rect",
                "yref": "paper",
                "x0": local(max(first, since), teller),
                "x1": local(min(end, until), teller),
                "y0": 0,
                "y1": 1,
                "fillcolor": colour,
                "line": {"width": 0},
                "layer": "below",
            }


def exposure_chart(outcome: Outcome, teller: Teller, namer: Namer) -> Figure | None:
    """Return the disturbed contacts of each week, stacked by kind of buyer; None without any."""
    if not outcome.weekly.size or mean(outcome.exposure) < 1:
        return None
    total = outcome.weekly.sum(axis=1)
    weeks = int((total > total.max() * 1e-4).nonzero()[0][-1]) + 1
    start, data = outcome.setting.start, []
    days = [local(start + week * WEEK, teller) for week in range(weeks)]
    for layer, (buyers, contacts) in enumerate(stacked(outcome)):
        amount = teller.count(float(contacts.sum()))
        name = (
            namer.title(f"buyers:{buyers[0]}")
            if len(buyers) == 1
            else teller.words.say("rollout-report.exposure.others", number=len(buyers), contacts=amount)
        )
        data.append(
            {
                "type": "bar",
                "name": label(name, 40),
                "meta": list(buyers),
                "x": days,
                "y": [float(one) for one in contacts[:weeks]],
                "hovertext": [
                    f"{label(name)}<br>{inert(teller.words.day(teller.day(start + week * WEEK)))}: "
                    f"{teller.words.number(float(contacts[week]), 1)}"
                    for week in range(weeks)
                ],
                "hoverinfo": "text",
                "marker": {"color": shade(_SHADES[min(layer, 4)]), "line": {"color": INK, "width": 0.4}},
            }
        )
    return {"data": data, "layout": layout(teller, 360, barmode="stack", bargap=0.08, showlegend=True)}


def cash_chart(outcome: Outcome, teller: Teller) -> Figure | None:
    """Return the money in hand by month: the median, and the band from P10 to P90; None without money."""
    if outcome.cash.shape[1] < 2 or not outcome.cash.any():
        return None
    setting = outcome.setting
    at = [
        min(setting.start + round(month * MONTH * DAY), setting.until)
        for month in range(outcome.cash.shape[1])
    ]
    days = [local(one, teller) for one in at]
    low, middle, high = ([float(one) for one in row] for row in outcome.cash)
    told = [
        inert(
            teller.words.say(
                "rollout-report.cash.told",
                month=teller.words.month(teller.day(one)),
                half=teller.money(middle[place]),
                tenth=teller.money(low[place]),
                ninety=teller.money(high[place]),
            )
        )
        for place, one in enumerate(at)
    ]
    line = {"type": "scatter", "mode": "lines", "x": days}
    edge = {"color": EDGE, "width": 1}
    data = [
        {**line, "y": low, "name": "P10", "line": edge, "hoverinfo": "skip"},
        {**line, "y": high, "name": "P90", "line": edge, "hoverinfo": "skip", "fill": "tonexty",
         "fillcolor": "rgba(11,79,108,0.14)"},
        {**line, "y": middle, "name": "P50", "line": {"color": BRAND, "width": 3}, "hovertext": told,
         "hoverinfo": "text"},
    ]  # fmt: skip
    return {
        "data": data,
        "layout": layout(teller, 340, yaxis={"zeroline": True, "zerolinecolor": INK, "tickformat": ",.0f"}),
    }


def tornado_charts(outcome: Outcome, teller: Teller) -> dict[str, Figure]:
    """Return for the end, the worth and the contacts how much of the spread each figure would remove."""
    steps, found = outcome.plan.arrangement.steps, {}
    for result in RESULTS:
        causes = [one for one in outcome.causes.get(result, ()) if one.removed >= LEAST][:MOST_CAUSES]
        if not causes:
            continue
        names = [teller.figure(one.figure, steps).capitalized() for one in causes]
        shares = [teller.words.percent(one.removed) for one in causes]
        data = {
            "type": "bar",
            "orientation": "h",
            "ids": [one.figure for one in causes],
            "x": [one.removed for one in causes],
            "y": list(range(len(causes))),
            "text": shares,
            "textposition": "outside",
            "cliponaxis": False,
            "width": 0.36,
            "marker": {"color": BRAND},
            "hovertext": [f"{label(n, 90)}: {share}" for n, share in zip(names, shares, strict=True)],
            "hoverinfo": "text",
        }
        shown = layout(
            teller,
            46 * len(causes) + 30,
            dates="",
            annotations=list(above(names)),
            margin={"l": 2, "r": 48},
            xaxis={"visible": False, "rangemode": "tozero"},
            yaxis={"visible": False, "range": [len(causes) - 0.6, -0.8]},
        )
        found[result] = {"data": [data], "layout": shown}
    return found
