"""The small charts of a report as drawings of their own, the same ones that its pages show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from readiness.i18n import Phrases
from readiness.reports.faces.blocks import Figure
from readiness.reports.html import COLOURS, environment
from readiness.reports.view import Bar, GapView, OrderView
from readiness.typefaces import FAMILIES

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" '
_BAR, _DUMBBELL, _LINE = 28.0, 46.0, 172.0
"""Widths in millimetres."""


@dataclass(frozen=True)
class Charts:
    """Draws in one language."""

    phrases: Phrases

    @cached_property
    def _drawn(self) -> Any:
        known = {"t": self.phrases.say, "colours": COLOURS, "font": FAMILIES[self.phrases.language]}
        return environment("report").get_template("charts.html.j2").make_module(known)

    def bar(self, bar: Bar, verdict: str, told: str) -> Figure:
        """Return the bar of a pitfall: from the least to the greatest risk, with its point."""
        return Figure("", told, _own(self._drawn.bar(bar, verdict, told)), _BAR)

    def dumbbell(self, gap: GapView, told: str) -> Figure:
        """Return where the two sides stand on a question."""
        return Figure("", told, _own(self._drawn.dumbbell(gap, told)), _DUMBBELL)

    def line_of_time(self, order: OrderView, told: str, *, as_of: str, caption: str) -> Figure:
        """Return the steps of the right order on a line of time."""
        return Figure(caption, told, _own(self._drawn.line_of_time(order, told, as_of)), _LINE)


def _own(svg: object) -> str:
    """Return a drawing that can stand outside of a page."""
    return str(svg).replace("<svg ", _SVG, 1)
