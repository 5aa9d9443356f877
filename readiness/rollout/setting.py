"""What all options of a rollout share: days, hours in which things may be done, contacts, shut gates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from readiness.questionnaires.model import PitfallId
from readiness.rollout.calendars import OUTSIDE, STANDARD, blocked, business_hours, midnight, work_time
from readiness.rollout.contacts import Contacts, contacts
from readiness.rollout.localtime import Zones
from readiness.rollout.model import OUTSIDE_BUSINESS, Blackout, Calendar, Rollout, Work
from readiness.rollout.step import Step
from readiness.rollout.worktime import WorkTime
from readiness.touchmap.model import TouchMap

YEAR = 365.2425 * 86400
"""Seconds of a year, for discounting."""
YEARS_THAT_COUNT = 3
YEARS_LOOKED_AT = 12


@dataclass(frozen=True)
class Setting:
    """A rollout on its map, with the pitfalls whose gates are shut today."""

    rollout: Rollout
    touchmap: TouchMap
    zones: Zones
    as_of: date
    shut: frozenset[PitfallId] = frozenset()

    @cached_property
    def first(self) -> date:
        """The first day of work."""
        return self.rollout.start or self.as_of + timedelta(days=1)

    @cached_property
    def last(self) -> date:
        """The last day that is looked at."""
        return self.rollout.horizon or _years_later(self.first, YEARS_LOOKED_AT)

    @cached_property
    def start(self) -> int:
        """The instant at which the first day begins."""
        return midnight(self.first, self.zones(""))

    @cached_property
    def until(self) -> int:
        """The instant up to which money counts."""
        day = self.rollout.until or _years_later(self.first, YEARS_THAT_COUNT)
        return midnight(day + timedelta(days=1), self.zones(""))

    @cached_property
    def contacts(self) -> Contacts:
        """Contacts by hour."""
        return contacts(
            self.touchmap, self.rollout.profile, zone=self.zones(""), first=self.first, last=self.last
        )

    def varied(self, rollout: Rollout, shut: frozenset[PitfallId] | None = None) -> Setting:
        """Return the setting of a rollout with other gates or prices, but the same days and calendars."""
        other = replace(self, rollout=rollout, shut=self.shut if shut is None else shut)
        kept = ("first", "last", "start", "until", "contacts", "_calendars", "_times")
        other.__dict__.update({name: getattr(self, name) for name in kept})
        return other

    def day_seconds(self, days: float = 1.0) -> float:
        """Return working days as seconds of open time."""
        return days * self.rollout.day_hours * 3600

    def work(self, step: Step) -> WorkTime:
        """Return when the work of a step may be done."""
        return self._time(self.work_calendar(step), "work", ())

    def team_time(self, team: str | None) -> WorkTime:
        """Return when a team works."""
        return self._time(self._of_team(team), "work", ())

    def move(self, step: Step) -> WorkTime:
        """Return when the records of a step may be moved."""
        name = step.migrate.calendar if step.migrate else OUTSIDE_BUSINESS
        return self._time(self._named(name), "migration", tuple(step.affects))

    def cut_over(self, step: Step) -> WorkTime:
        """Return when the cut-over of a step may be."""
        name = step.cut_over.calendar if step.cut_over else OUTSIDE_BUSINESS
        return self._time(self._named(name), "cut-over", tuple(step.affects))

    def work_calendar(self, step: Step) -> Calendar:
        """Return the calendar in which the work of a step is done."""
        return self._named(step.calendar) if step.calendar else self._of_team(step.team)

    def blackouts(self, kind: Work) -> tuple[Blackout, ...]:
        """Return the blackouts that forbid a kind of work."""
        return tuple(blackout for blackout in self.rollout.blackouts if kind in blackout.blocks)

    def _of_team(self, name: str | None) -> Calendar:
        team = next((team for team in self.rollout.teams if team.id == name), None)
        return self._named(team.calendar) if team and team.calendar else STANDARD

    def _named(self, name: str | None) -> Calendar:
        return self._calendars.get(name or "", OUTSIDE if name == OUTSIDE_BUSINESS else STANDARD)

    @cached_property
    def _calendars(self) -> Mapping[str, Calendar]:
        return {calendar.id: calendar for calendar in reversed(self.rollout.calendars)}

    @cached_property
    def _times(self) -> dict[tuple[str, Work, tuple[str, ...]], WorkTime]:
        return {}

    def _time(self, calendar: Calendar, kind: Work, touchpoints: tuple[str, ...]) -> WorkTime:
        key = (calendar.id, kind, touchpoints)
        if key not in self._times:
            hours = business_hours(self.touchmap, touchpoints)
            time = work_time(
                calendar,
                calendars=self._calendars,
                business=hours,
                zone=self.zones,
                first=self.first,
                last=self.last,
            )
            black = blocked(self.rollout.blackouts, kind, self.zones(""), self.first, self.last)
            self._times[key] = time.minus(black)
        return self._times[key]


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
