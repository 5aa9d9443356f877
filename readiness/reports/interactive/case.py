"""What the page is made of: a map, its visits, its outages and findings, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from readiness.diagnostics import Span
from readiness.i18n import Line
from readiness.reports.interactive.grid import Grid, grid
from readiness.reports.interactive.network import Network, network
from readiness.reports.map_findings import Told
from readiness.reports.namer import Namer
from readiness.reports.words import Words
from readiness.touchmap.analyses.outages import Scenario
from readiness.touchmap.dependence import names_of
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import Traffic

MOST_DRAWN = 1500
"""Cards on the map; a browser draws more of them too slowly.  The list holds every touchpoint."""
SHOWN = ("touchpoints", "systems", "channels", "departments", "data", "buyers", "needs", "stages")
Runs = str | list[list[str]]


@dataclass(frozen=True)
class Plan:
    """Which plan the page shows: its title, and the day for which it is planned if one is written."""

    title: Line
    planned_for: Line = Line()


@dataclass(frozen=True)
class Lived:
    """A finding that is accepted for a time, in words, and the sentence that says why and by whom."""

    told: Told
    accepted: Line


@dataclass(frozen=True)
class Case:
    """All that the page shows; without a ``plan`` it is the map as it is.

    ``outages`` are the single outages, ``told`` the findings in words, ``lived``
    those that are accepted for a time.
    """

    traffic: Traffic
    namer: Namer
    outages: Sequence[Scenario]
    told: Sequence[Told]
    spans: Mapping[str, Span]
    plan: Plan | None = None
    lived: Sequence[Lived] = ()
    company: Line = Line()
    as_of: Line = Line()
    currency: str = ""

    @property
    def touchmap(self) -> TouchMap:
        """The map."""
        return self.traffic.map

    @property
    def words(self) -> Words:
        """Phrases and figures in the language of the page."""
        return self.namer.words

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of every element (``kind:id``) on the page."""
        names = (f"{kind}:{name}" for kind in SHOWN for name in self.touchmap.index[kind])
        return {name: number for number, name in enumerate(names)}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """``kind:id`` by id of everything that can be required."""
        return names_of(self.touchmap)

    @cached_property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """Every touchpoint once."""
        return tuple(self.touchmap.index["touchpoints"].values())

    @cached_property
    def drawn(self) -> tuple[Touchpoint, ...]:
        """The touchpoints that stand on the map: the busiest, in the order of the file."""
        busiest = sorted(self.touchpoints, key=lambda one: -self.traffic.total(one.id))[:MOST_DRAWN]
        kept = {one.id for one in busiest}
        return tuple(one for one in self.touchpoints if one.id in kept)

    @cached_property
    def grid(self) -> Grid:
        """Where the drawn touchpoints stand."""
        return grid(self.touchmap, self.drawn)

    @cached_property
    def counted(self) -> Mapping[str, str]:
        """The stage that counts for each: of those that stand for the same one of the nine, the first."""
        first: dict[str, str] = {}
        for stage in self.touchmap.stages:
            first.setdefault(stage.canonical, stage.id)
        return {stage.id: first[stage.canonical] for stage in self.touchmap.stages}

    @cached_property
    def network(self) -> Network:
        """What depends on what."""
        return network(self.traffic)

    def linked(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of elements that are on the page."""
        return [self.numbers[name] for name in dict.fromkeys(names) if name in self.numbers]


def runs(words: object) -> Runs:
    """Return words as JSON: a text, or runs of words and language where some are in another language."""
    if isinstance(words, Line) and any(run.language for run in words.runs):
        return [[run.words, run.language] for run in words.runs]
    return str(words)
