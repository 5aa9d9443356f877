"""Figures of the page for plotly, as plain values: the worst outages, and contacts by stage and channel.

plotly reads an HTML subset in labels, so every title is escaped before it goes there.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from readiness.reports.interactive.case import Case
from readiness.touchmap.analyses.outages import Scenario

INK, MUTED, BLUE = "#16212e", "#52606d", "#0b4f6c"
BLUES = [[0.0, "#f3f6f8"], [0.08, "#dbe7ed"], [0.35, "#8fb5c6"], [0.7, "#3b7c98"], [1.0, "#0b4f6c"]]
MOST = 12
LONG = 46
_WIDE_FROM = 0x2E80


def outage_chart(case: Case) -> dict[str, Any]:
    """Return bars of the single outages that put most contacts at stake.

    ``ids`` are their elements, ``figures`` contacts, their share and how many
    buyers are stranded.
    """
    worst = worst_outages(case)
    names = [case.namer.title(one.ids[0]) for one in worst]
    say, number = case.words.say, case.words.number
    hover = [
        say(
            "interactive.chart.outage-hover",
            title=shortened(name, LONG),
            contacts=number(one.contacts),
            share=case.words.percent(one.contacts_share),
            buyers=number(len(one.stranded)),
        )
        for name, one in zip(names, worst, strict=True)
    ]
    figure = {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [one.contacts for one in worst],
                "y": list(range(len(worst))),
                "text": [number(one.contacts) for one in worst],
                "textposition": "outside",
                "hovertext": [inert(words) for words in hover],
                "hoverinfo": "text",
                "marker": {"color": BLUE},
                "cliponaxis": False,
                "width": 0.36,
            }
        ],
        "layout": {
            **_layout(44 * len(worst) + 24),
            "margin": {"l": 2, "r": 64, "t": 12, "b": 2},
            "xaxis": {"visible": False, "fixedrange": True, "rangemode": "tozero"},
            "yaxis": {"visible": False, "fixedrange": True, "range": [len(worst) - 0.6, -0.7]},
            "annotations": [_above(at, shortened(name, LONG)) for at, name in enumerate(names)],
        },
    }
    figures = [[one.contacts, one.contacts_share, len(one.stranded)] for one in worst]
    return {"figure": figure, "ids": [case.numbers[one.ids[0]] for one in worst], "figures": figures}


def visits_chart(case: Case) -> dict[str, Any]:
    """Return the contacts a year of every stage and channel as a heat map, and what we start apart.

    ``cells`` are its elements, -1 for what has no stage or no channel; ``ours``
    are the contacts that the company starts, field by field.
    """
    index = case.touchmap.index
    totals: dict[tuple[str, str, str], float] = {}
    used: set[tuple[str, str]] = set()
    for touchpoint in case.touchpoints:
        stage = touchpoint.stage if touchpoint.stage in index["stages"] else ""
        channel = touchpoint.channel if touchpoint.channel in index["channels"] else ""
        used.add((stage or "", channel or ""))
        key = (stage or "", channel or "", touchpoint.direction)
        totals[key] = totals.get(key, 0.0) + case.traffic.total(touchpoint.id)
    stages = [name for name in (*index["stages"], "") if name or any(not stage for stage, _ in used)]
    channels = [name for name in (*index["channels"], "") if any(channel == name for _, channel in used)]
    say, number = case.words.say, case.words.number
    titles = [case.namer.title(f"stages:{name}") if name else say("interactive.no-stage") for name in stages]
    rows = [case.namer.title(f"channels:{n}") if n else say("interactive.no-channel") for n in channels]
    grid, ours = (
        [[totals.get((stage, channel, way), 0.0) for channel in channels] for stage in stages]
        for way in ("inbound", "outbound")
    )

    def hover(down: int, across: int) -> str:
        values = {
            "stage": shortened(titles[down], LONG),
            "channel": shortened(rows[across], LONG),
            "visits": number(grid[down][across]),
            "ours": number(ours[down][across]),
        }
        key = "interactive.chart.visits-ours" if ours[down][across] else "interactive.chart.visits-hover"
        return inert(say(key, **values))

    figure = {
        "data": [
            {
                "type": "heatmap",
                "z": grid,
                "x": list(range(len(channels))),
                "y": list(range(len(stages))),
                "text": [[_brief(case, visits) if visits else "" for visits in row] for row in grid],
                "texttemplate": "%{text}",
                "textfont": {"size": 11},
                "hovertext": [
                    [hover(down, across) for across in range(len(rows))] for down in range(len(grid))
                ],
                "hoverinfo": "text",
                "colorscale": BLUES,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
            }
        ],
        "layout": {
            **_layout(30 * len(stages) + 80),
            "margin": {"l": 8, "r": 40 if len(rows) > 3 else 8, "t": 8, "b": 8},
            "xaxis": {**_axis(rows, 11), "side": "top", "tickangle": -50 if len(rows) > 3 else 0},
            "yaxis": {**_axis(titles, 13), "autorange": "reversed", "ticklabelstandoff": 6},
        },
    }
    return {
        "figure": figure,
        "ours": ours,
        "fields": [
            [(stage, channel) in used for channel in channels] for stage in stages
        ],
        "cells": [[case.numbers.get(f"{kind}:{name}", -1) for name in names] for kind, names in
                  (("stages", stages), ("channels", channels))],
    }  # fmt: skip


def worst_outages(case: Case) -> Sequence[Scenario]:
    """Return the single outages that cost the most contacts, at most MOST."""
    hurting = [one for one in case.outages if len(one.ids) == 1 and one.contacts > 0]
    return sorted(hurting, key=lambda one: (-one.contacts, -one.value_share))[:MOST]


def shortened(words: str, most: int) -> str:
    """Return words cut to so many columns; a Chinese character takes two.

    Marks that turn the direction of writing are taken out: they would reach
    beyond their title.
    """
    clean = "".join(char for char in words if char.isprintable() or char == " ")
    taken = 0
    for at, char in enumerate(clean):
        taken += 2 if ord(char) >= _WIDE_FROM else 1
        if taken > most:
            return clean[: max(at - 1, 1)].rstrip() + "…"
    return clean


def _brief(case: Case, visits: float) -> str:
    return case.words.number(visits) if visits < 1000 else case.words.say(
        "interactive.chart.thousands", number=case.words.number(visits / 1000, int(visits < 10_000))
    )  # fmt: skip


def inert(words: str) -> str:
    """Return words as plotly reads them: no mark-up; it knows no entity for quotation marks."""
    return escape(words, quote=False)


def _above(row: int, words: str) -> dict[str, Any]:
    """Return a title above its bar: beside it, long titles would leave no room for bars on a phone."""
    return {
        "xref": "x",
        "x": 0,
        "xanchor": "left",
        "y": row,
        "yanchor": "bottom",
        "yshift": 8,
        "text": inert(words),
        "showarrow": False,
        "align": "left",
        "borderpad": 0,
    }


def _axis(titles: Sequence[str], most: int) -> dict[str, Any]:
    return {
        "tickvals": list(range(len(titles))),
        "ticktext": [inert(shortened(title, most)) for title in titles],
        "fixedrange": True,
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
    }


def _layout(height: int) -> dict[str, Any]:
    return {
        "height": max(height, 120),
        "autosize": True,
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "color": INK},
        "hoverlabel": {
            "bgcolor": "#ffffff",
            "bordercolor": MUTED,
            "font": {"color": INK, "size": 12},
            "align": "left",
        },
    }
