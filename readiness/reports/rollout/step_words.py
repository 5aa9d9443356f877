"""Names of steps, parts, teams, calendars and moments of a rollout, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from readiness.diagnostics import Span
from readiness.i18n import Line
from readiness.questionnaires.model import PitfallId
from readiness.reports.namer import Namer
from readiness.reports.words import Words
from readiness.rollout.activities import Activity
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.fields import Period
from readiness.rollout.hindrances import Hindrance, Limit
from readiness.rollout.model import OUTSIDE_BUSINESS, WORKING_WEEK, Rollout
from readiness.rollout.worktime import FAR
from readiness.scalars import Text
from readiness.touchmap.model import TouchMap

MOST_PLACES = 3
_SAID = ("standard", OUTSIDE_BUSINESS)


@dataclass(frozen=True)
class StepWords:
    """Names what one option of a rollout consists of; instants are told in a time zone."""

    rollout: Rollout
    arrangement: Arrangement
    touchmap: TouchMap
    words: Words
    zone: tzinfo
    spans: Mapping[str, Span]
    activities: Mapping[str, Activity]
    last: date
    """The last day that is looked at."""

    def say(self, key: str, /, **values: object) -> Line:
        """Return a phrase of the explanation of a step."""
        return self.words.say(f"rollout-explain.{key}", **values)

    def moment(self, instant: int) -> Line:
        """Return an instant with its weekday, to the minute."""
        if instant >= FAR:
            return self.say("never")
        local = datetime.fromtimestamp(instant, UTC).astimezone(self.zone)
        weekday = self.say(f"weekday.{local.weekday()}")
        return self.say("moment", weekday=weekday, day=self.words.day(local.date()), time=f"{local:%H:%M}")

    def day(self, on: date) -> Line:
        """Return a day."""
        return self.words.day(on)

    def period(self, period: Period | None) -> Line:
        """Return a day, or a first and a last one."""
        if period is None:
            return Line()
        first, last = self.words.day(period.first), self.words.day(period.last)
        return first if period.first == period.last else self.say("period", first=first, last=last)

    def hours(self, seconds: float) -> str:
        """Return seconds as hours, to a hundredth."""
        return self.words.number(seconds / 3600, 2)

    def days(self, seconds: float) -> str:
        """Return seconds of open time as working days, to a hundredth."""
        return self.words.number(seconds / (self.rollout.day_hours * 3600 or 1), 2)

    def people(self, people: float) -> str:
        """Return a number of people."""
        return self.words.number(people, 2)

    def step(self, name: str) -> Line:
        """Return the title of a step, in quotes."""
        return self._quoted(self.arrangement.steps[name].title, name)

    def steps(self, names: Iterable[str]) -> Line:
        """Return the titles of steps as a list."""
        return self.words.listed(self.step(name) for name in names)

    @property
    def option(self) -> Line:
        """The title of the option, in quotes."""
        option = self.arrangement.option
        return self._quoted(option.title if option is not None else Text(), self.arrangement.id)

    def pitfall(self, name: PitfallId | None) -> Line:
        """Return the short name of a pitfall."""
        return self.words.say(f"pitfalls.{name}.short")

    def team(self, name: str) -> Line:
        """Return the title of a team, in quotes."""
        titles = {team.id: team.title for team in self.rollout.teams}
        return self._quoted(titles.get(name, Text()), name)

    def calendar(self, name: str) -> Line:
        """Return a calendar by its title, or what it is where it is a built-in one."""
        titles = {calendar.id: calendar.title for calendar in self.rollout.calendars}
        if name in titles or name not in _SAID:
            return self.say("calendar.named", name=self.words.title(titles.get(name, Text()), name))
        return self.say(f"calendar.{name}")

    def blackout(self, name: str) -> Line:
        """Return a blackout by its id."""
        return self.say("blackout", name=self.words.code(name))

    def part(self, name: str) -> Line:
        """Return what an activity is, within a sentence: "pilot of ..."."""
        activity = self.activities[name]
        if activity.pitfall is not None:
            return self.say("of.gate", pitfall=self.pitfall(activity.pitfall))
        if activity.part == "cut-over":
            return self.say("of.cut-over", steps=self.steps(activity.steps))
        return self.say(f"of.{activity.part}", step=self.step(activity.step))

    def limit(self, hindrance: Hindrance) -> Line:
        """Return what a limit does."""
        limit = hindrance.limit
        calendar, period = self.calendar(limit.calendar), self.period(limit.period)
        if limit.cause == "blackout":
            reasons = {one.id: self.words.text(one.why) for one in self.rollout.blackouts}
            why = reasons.get(limit.name, Line())
            key = "limit.blackout-why" if why else "limit.blackout"
            return self.say(key, blackout=self.blackout(limit.name), period=period, why=why)
        titles = Namer(self.touchmap, self.words)
        return self.say(
            f"limit.{limit.cause}",
            calendar=calendar,
            period=period,
            hours=self.words.listed(self._weekly(limit.calendar)),
            channels=titles.titles(f"channels:{name}" for name in hindrance.channels),
            other=self.calendar(limit.name),
        )

    def lift(self, limit: Limit) -> Line:
        """Return a limit as something that could be taken away."""
        return self.say(
            f"lift.{limit.cause}",
            calendar=self.calendar(limit.calendar),
            period=self.period(limit.period),
            other=self.calendar(limit.name),
            blackout=self.blackout(limit.name),
        )

    def placed(self, text: str, elements: Iterable[str]) -> str:
        """Return words with the places in files at which the records behind them are written."""
        places = self.places(elements)[:MOST_PLACES]
        if not places:
            return text
        return self.words.say("marks.bracketed", text=text, note=self.words.listed(places))

    def places(self, elements: Iterable[str]) -> list[str]:
        """Return where elements are written; those that are in no file are left out."""
        return [str(self.spans[name]) for name in dict.fromkeys(elements) if name in self.spans]

    def _weekly(self, name: str) -> tuple[str, ...]:
        """Return the weekly hours of a calendar as they are written."""
        found = next((one.hours for one in self.rollout.calendars if one.id == name), None)
        return WORKING_WEEK if found is None else found

    def _quoted(self, title: Text, name: str) -> Line:
        return self.words.say("marks.quoted", text=self.words.title(title, name))
