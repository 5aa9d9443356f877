"""What experience with real rollouts says against an option (RR1 to RR14), in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.diagnostics import Span
from readiness.i18n import Line, line
from readiness.reports.namer import Namer
from readiness.reports.words import Words
from readiness.rollout.model import Rollout
from readiness.rollout.outcome import Outcome
from readiness.rollout.rules import Case, RolloutFinding, find
from readiness.rollout.setting import Setting
from readiness.rollout.worktime import FAR
from readiness.scalars import Text
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import traffic

MONEY = ("once", "monthly", "paid")
"""Figures of findings that are amounts."""


@dataclass(frozen=True)
class Objection:
    """A finding in words, with the places in files that prove it; ``key`` tells it apart from others."""

    key: tuple[str, str, str, str]
    severity: str
    message: Line
    mend: Line
    places: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """It is more than a note."""
        return self.severity != "note"

    def to_json(self) -> dict[str, Any]:
        """Return the objection as JSON values."""
        code, cause, subject, part = self.key
        return {
            "code": code,
            "cause": cause,
            "severity": self.severity,
            "subject": subject,
            **({"part": part} if part else {}),
            "message": str(self.message),
            "mend": str(self.mend),
            "spans": list(self.places),
        }


def findings(
    outcomes: Sequence[Outcome], setting: Setting, milestones: Mapping[str, date]
) -> dict[str, tuple[RolloutFinding, ...]]:
    """Return what the rules find in each option, at the dates at which its steps go live."""
    visits = traffic(setting.touchmap)
    return {
        outcome.id: find(
            Case(
                setting.rollout,
                setting.touchmap,
                visits,
                setting.zones,
                setting.first,
                setting.last,
                milestones,
                _live(outcome),
            ),
            outcome.plan.arrangement,
        )
        for outcome in outcomes
    }


def _live(outcome: Outcome) -> dict[str, tuple[int, int, int]]:
    """Return the earliest, the 50th and the 80th percentile of each go-live; none where one never comes."""
    found = {step: (one.live[0], one.live[2], one.live[3]) for step, one in outcome.dates.items()}
    return found if all(last < FAR for *_, last in found.values()) else {}


class Objector:
    """Puts findings about one rollout into words."""

    def __init__(
        self,
        rollout: Rollout,
        touchmap: TouchMap,
        words: Words,
        currency: str,
        spans: Mapping[str, Span],
    ) -> None:
        self.words, self.spans = words, spans
        self.namer = Namer(touchmap, words, currency)
        self.titles: Mapping[str, Text] = {
            f"{kind}:{record.id}": record.title
            for kind, records in (
                ("steps", rollout.steps),
                ("options", rollout.options),
                ("calendars", rollout.calendars),
                ("deadlines", rollout.deadlines),
            )
            for record in records
        }

    def tell(self, finding: RolloutFinding) -> Objection:
        """Return a finding in words."""
        values = {name: self._told(value) for name, value in finding.values.items()}
        values |= {name: self._figure(name, figure) for name, figure in finding.figures.items()}
        values["subject"] = self._title(finding.subject)
        elements = dict.fromkeys((finding.subject, *finding.elements))
        return Objection(
            finding.key,
            finding.severity,
            self.words.say(f"{finding.phrase}.message", **values).capitalized(),
            self.words.say(f"{finding.phrase}.mend", **values).capitalized(),
            tuple(str(self.spans[name]) for name in elements if name in self.spans),
        )

    def _title(self, element: str) -> Line:
        kind, _, identity = element.partition(":")
        if kind in ("work", "test"):
            return self.words.say(f"rr.{kind}.{identity}")
        if kind == "options" and element not in self.titles:
            return self.words.say(f"rollout-compare.added.{identity}")
        if kind in ("steps", "options", "calendars", "deadlines"):
            return self.words.title(self.titles.get(element, Text()), identity)
        return self.namer.title(element)

    def _figure(self, name: str, figure: float) -> str:
        if name.endswith("share"):
            return self.words.percent(figure)
        return self.namer.money(figure) if name in MONEY else self.words.number(figure)

    def _told(self, value: object) -> Line | str:
        match value:
            case (date() as first, date() as last):
                days = [self.words.day(first), self.words.day(last)]
                return days[0] if first == last else line(days[0], "–", days[1])
            case date():
                return self.words.day(value)
            case Text():
                return self.words.text(value)
            case tuple() if all(isinstance(one, str) and ":" in one for one in value):
                told = [self._title(str(one)) for one in value]
                more = len(told) - 4
                rest = [self.words.say("labels.more", number=more)] if more > 0 else []
                return self.words.listed((*told[:4], *rest))
            case tuple():
                return self.words.listed(self._told(one) for one in value)
        return self._title(str(value)) if ":" in str(value) else self.words.written(str(value))


def by_option(
    found: Mapping[str, Sequence[Objection]], own: Sequence[str]
) -> tuple[tuple[Objection, ...], dict[str, tuple[Objection, ...]]]:
    """Return what more than a note says against all options of the planner, and what is left for each."""
    counted = {name: [one for one in found.get(name, ()) if one.counts] for name in own}
    keys = [{one.key for one in some} for some in counted.values()]
    shared = set.intersection(*keys) if len(keys) > 1 else set()
    every = tuple(one for one in next(iter(counted.values()), ()) if one.key in shared)
    left = {name: tuple(one for one in some if one.key not in shared) for name, some in counted.items()}
    return every, left
