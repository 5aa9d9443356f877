"""The rows of an option as a project plan: gates, then wave after wave steps, their parts and a go-live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from readiness.folder.exchange.part_fields import part_text
from readiness.folder.exchange.project_fields import GATE, GO_LIVE, PARTS, STEP, WAVE, WAVE_END
from readiness.folder.exchange.step_columns import figure
from readiness.folder.exchange.step_fields import estimate_text
from readiness.reports.words import Words
from readiness.rollout.activities import BEFORE_LIVE, last_before_live
from readiness.rollout.fields import NOTHING, Estimate
from readiness.rollout.likely_dates import LikelyDates
from readiness.rollout.model import Clearing, Rollout
from readiness.rollout.step import ExitTest, Migrate, Step
from readiness.rollout.worktime import FAR
from readiness.scalars import Text

Link = tuple[str, int]
"""The key of a row that must be over, and seconds that pass then, nights and weekends too."""


@dataclass(frozen=True)
class Row:
    """A task of a plan, before it has a number."""

    key: str
    title: str
    level: int
    moments: tuple[int, int]
    """Start and finish as instants; FAR where there are none."""
    texts: Mapping[str, str]
    after: tuple[Link, ...] = ()
    days: Estimate | None = None
    """Working days; None for a summary, a milestone and what runs by the clock."""
    moves: bool = False
    """Records are moved: it takes the time between its moments, whatever the calendar."""
    cost: Estimate = NOTHING
    calendar: str | None = None
    note: Text = field(default_factory=Text)
    team: str | None = None
    people: float = 1.0
    done: date | None = None

    @property
    def summary(self) -> bool:
        """It groups others."""
        return self.texts.get("role") == WAVE

    @property
    def by_clock(self) -> bool:
        """It minds no working hours."""
        return self.moves or self.texts.get("role") == GO_LIVE

    @property
    def milestone(self) -> bool:
        """It takes no time."""
        return self.days is None and not self.moves and not self.summary


@dataclass(frozen=True)
class PlanRows:
    """An option, about to become the rows of a plan."""

    dates: LikelyDates
    rollout: Rollout
    words: Words
    calendars: Mapping[str, int]
    """Numbers of calendars in the plan by id."""
    zone: tzinfo

    def rows(self) -> Iterator[Row]:
        """Yield the rows in the order of the plan; links name rows by key and may point ahead."""
        option = self.dates.arrangement
        for step in option.steps.values():
            if step.done is not None:
                yield self._work(step, 1)
                yield from self._before_live(step, 1)
                if step.exit_test is not None:
                    yield self._part(step, "test", 1, last_before_live(step))
        asked = [pitfall for name in option.order for pitfall in option.steps[name].gate]
        written = {one.pitfall: one for one in reversed(self.rollout.gates)}
        for pitfall in dict.fromkeys((*(one.pitfall for one in self.rollout.gates), *asked)):
            yield from self._gate(written.get(pitfall, Clearing(pitfall)), told=pitfall in written)
        for number in range(len(option.waves)):
            yield from self._wave(number)

    def _gate(self, gate: Clearing, *, told: bool) -> Iterator[Row]:
        """Yield the clearing of a gate as a task, and where a step clears it, the moment when it is open."""
        what = self.words.say(f"pitfalls.{gate.pitfall}.short")
        title = str(self.words.say("rollout-exchange.event.gate", what=what))
        key = f"gates/{gate.pitfall}"
        texts = {"id": gate.pitfall, "role": GATE, "of": gate.pitfall}
        detail = {"part": part_text(gate, {})} if told else {}
        if gate.days is not None:
            texts |= {"shape": gate.days.shape}
        if not gate.cost.is_nothing:
            detail |= {"cost-shape": gate.cost.shape}
        if gate.days is not None:
            yield Row(
                key, title, 1, self._moments(key), texts | detail,
                days=gate.days, cost=gate.cost, calendar=self._of_team(gate.team), team=gate.team,
            )  # fmt: skip
        if gate.days is None or gate.by is not None:
            before = [key] if gate.days is not None else []
            if gate.by in self.dates.arrangement.wave_of:
                before.append(self._over(str(gate.by)))
            over = [self._moments(name)[1] for name in before]
            at = max(over, default=FAR)
            mine = gate.days is None
            yield Row(
                f"{key}/open", title, 1, (at, at), texts | (detail if mine else {}),
                after=tuple((name, 0) for name in before), cost=gate.cost if mine else NOTHING,
            )  # fmt: skip

    def _wave(self, number: int) -> Iterator[Row]:
        option, dates = self.dates.arrangement, self.dates
        wave = [option.steps[name] for name in option.waves[number]]
        live = max(dates.live.get(step.id, FAR) for step in wave)
        tests = [step for step in wave if step.exit_test is not None]
        over = max((live, *(self._moments(f"{step.id}/test")[1] for step in tests)))
        level = 1 + option.barriers
        if option.barriers:
            name = str(self.words.say("rollout-exchange.wave", number=number + 1))
            start = min(dates.start.get(f"{step.id}/work", FAR) for step in wave)
            yield Row(f"waves/{number}", name, 1, (start, over), {"id": f"wave-{number + 1}", "role": WAVE})
        for step in wave:
            yield self._work(step, level, self._barrier(number))
            yield from self._before_live(step, level)
        of = {} if option.barriers else {"of": wave[0].id}
        ready = [last_before_live(step) for step in wave]
        yield Row(
            self._live(number), self._said("cut-over", *wave), level, (live, live),
            {"id": f"go-live-{number + 1}", "role": GO_LIVE} | of,
            after=tuple((name, self._pause(name, live)) for name in ready),
        )  # fmt: skip
        for step in tests:
            yield self._part(step, "test", level, self._live(number))
        if option.barriers and tests:
            before = (self._live(number), *(f"{step.id}/test" for step in tests))
            yield Row(
                f"waves/{number}/end",
                str(self.words.say("rollout-exchange.wave-end", number=number + 1)),
                level,
                (over, over),
                {"id": f"wave-end-{number + 1}", "role": WAVE_END},
                after=tuple((name, 0) for name in before),
            )

    def _barrier(self, number: int) -> list[str]:
        """Return the row for which all of a wave wait: the end of the wave before."""
        option = self.dates.arrangement
        if not option.barriers or not number:
            return []
        tested = any(option.steps[name].exit_test is not None for name in option.waves[number - 1])
        return [f"waves/{number - 1}/end" if tested else self._live(number - 1)]

    def _work(self, step: Step, level: int, barrier: list[str] | tuple[()] = ()) -> Row:
        option = self.dates.arrangement
        known = [name for name in step.after if name in option.wave_of or _is_live(option.steps.get(name))]
        waiter = step.id if step.done is None else None
        before = [*(self._over(name, waiter) for name in known), *barrier]
        own = []
        for pitfall in step.gate:
            gate = next((one for one in self.rollout.gates if one.pitfall == pitfall), Clearing(pitfall))
            if step.done is not None or gate.by == step.id:
                own.append(pitfall)
            else:
                opens = gate.days is None or gate.by is not None
                before.append(f"gates/{pitfall}" + "/open" * opens)
        cut = {"cut-over": part_text(step.cut_over, self.calendars)} if step.cut_over is not None else {}
        shape = {} if step.cost.once.is_nothing else {"cost-shape": step.cost.once.shape}
        texts = {"id": step.id, "role": STEP, "kind": step.kind, "shape": step.days.shape}
        gates = {"gate": ", ".join(own)} if own else {}
        return Row(
            f"{step.id}/work", str(self.words.title(step.title, step.id)), level,
            self._moments(f"{step.id}/work"), texts | shape | _worth(step) | cut | gates,
            after=tuple((name, 0) for name in dict.fromkeys(before)), days=step.days, cost=step.cost.once,
            calendar=step.calendar, note=step.note, team=step.team, people=step.people, done=step.done,
        )  # fmt: skip

    def _before_live(self, step: Step, level: int) -> Iterator[Row]:
        last = f"{step.id}/work"
        for part in BEFORE_LIVE[1:]:
            if getattr(step, PARTS[part]) is not None:
                yield self._part(step, part, level, last)
                last = f"{step.id}/{part}"

    def _part(self, step: Step, part: str, level: int, before: str) -> Row:
        """Return the row of a part of a step."""
        made = getattr(step, PARTS[part])
        key = f"{step.id}/{part}"
        texts = {"id": f"{step.id}-{part}", "role": part, "of": step.id}
        texts["part"] = part_text(made, self.calendars)
        moves = isinstance(made, Migrate)
        note = made.bypass if isinstance(made, Migrate) else Text()
        if isinstance(made, ExitTest):
            note = made.proves
            if made.to:
                texts["to"] = str(self.words.text(made.to))
        days = None if moves else made.days
        if days is not None:
            texts["shape"] = days.shape
        return Row(
            key, self._said(part, step), level, self._moments(key), texts,
            after=((before, self._pause(before, self._moments(key)[0]) if moves else 0),),
            days=days if days is not None and not days.is_nothing else None, moves=moves,
            calendar=None if moves else step.calendar or self._of_team(step.team), note=note, done=step.done,
        )  # fmt: skip

    def _over(self, name: str, waiter: str | None = None) -> str:
        """Return the row after which a step is over for one that waits, or for all that do."""
        option = self.dates.arrangement
        step = option.steps[name]
        if step.done is not None:
            return f"{name}/work"
        wave = option.wave_of
        if option.barriers and waiter is not None and wave[name] == wave[waiter]:
            return last_before_live(step)
        if step.exit_test is not None:
            return f"{name}/test"
        return last_before_live(step) if option.barriers else self._live(wave[name])

    def _live(self, number: int) -> str:
        return f"waves/{number}/go-live"

    def _moments(self, key: str) -> tuple[int, int]:
        if key.endswith("/go-live"):
            number = int(key.split("/")[1])
            live = max(self.dates.live.get(name, FAR) for name in self.dates.arrangement.waves[number])
            return live, live
        return self.dates.start.get(key, FAR), self.dates.finish.get(key, FAR)

    def _pause(self, name: str, then: int) -> int:
        """Return the seconds from the end of a part to a later moment: waiting for hours, the change-over."""
        return clock_seconds(self._moments(name)[1], then, self.zone)

    def _of_team(self, name: str | None) -> str | None:
        return next((team.calendar for team in self.rollout.teams if team.id == name), None)

    def _said(self, what: str, *steps: Step) -> str:
        titles = self.words.listed(str(self.words.title(step.title, step.id)) for step in steps)
        return str(self.words.say(f"rollout-exchange.event.{what}", what=titles))


def clock_seconds(start: int, end: int, zone: tzinfo) -> int:
    """Return the seconds between instants on a clock of a zone; 0 where one of them never comes.

    Project knows no daylight saving: to it a night in March is as long as any other.
    """
    if max(start, end) >= FAR:
        return 0
    first, last = (
        datetime.fromtimestamp(at, UTC).astimezone(zone).replace(tzinfo=None) for at in (start, end)
    )
    return max(round((last - first).total_seconds()), 0)


def _is_live(step: Step | None) -> bool:
    return step is not None and step.done is not None


def _worth(step: Step) -> dict[str, str]:
    """Return what a step costs and brings each month, as texts: Project knows no such figures."""
    ramp = step.benefit.ramp_months
    texts = {
        "monthly": estimate_text(step.cost.monthly),
        "worth": estimate_text(step.benefit.monthly),
        "ramp": figure(ramp) if ramp else "",
    }
    return {name: text for name, text in texts.items() if text}


__all__ = ["PlanRows", "Row", "clock_seconds"]
