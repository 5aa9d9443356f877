"""A rough plan: phasings judged in whole days without drawing, so that very many can be weighed.

Each step takes as long as it does alone in the likely run, with its calendar
and with all gates open.  A wave lasts as long as its longest chain of steps, or
as its busiest team needs.  Gates hold up the first wave only.  Worth grows
evenly from go-live on, without discount; disturbed contacts are those of the
weeks after go-live.  What is found here is simulated before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.localtime import DAY, WEEK
from readiness.rollout.model import Clearing
from readiness.rollout.phasings import Waves, before
from readiness.rollout.run import run
from readiness.rollout.scheduling import likely
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import planned
from readiness.rollout.step import Step
from readiness.rollout.worktime import FAR

HUNDREDTHS = 100
PARTS = 1000
"""Worth is counted in so many parts of what all steps are worth on a day."""
MONTH = 30.4375


@dataclass(frozen=True, order=True)
class Aims:
    """What is wanted low: days until the end, disturbed contacts, and worth below nought."""

    finish: int
    disturbed: int
    loss: int

    @property
    def row(self) -> tuple[int, int, int]:
        """The three figures, in their order."""
        return self.finish, self.disturbed, self.loss

    def beats(self, other: Aims) -> bool:
        """Say whether nothing is worse and something is better."""
        return self != other and all(one <= two for one, two in zip(self.row, other.row, strict=True))


@dataclass(frozen=True)
class Rough:
    """Whole numbers for each step that is to be done, by its id."""

    names: tuple[str, ...]
    before: Mapping[str, frozenset[str]]
    """Steps that are in the same wave or an earlier one."""
    builds: Mapping[str, int]
    """Days until it is ready to go live."""
    tests: Mapping[str, int]
    """Days from go-live until its exit test is over."""
    releases: Mapping[str, int]
    """Days until its gates are open."""
    loads: Mapping[str, tuple[str, int]]
    """Its team, and the hundredths of person-days that it needs."""
    people: Mapping[str, int]
    """Hundredths of people by team."""
    gains: Mapping[str, tuple[int, ...]]
    """What a day of being live is worth, by the number of steps that go live at once, less one."""
    until: int
    """Days until worth no longer counts."""
    disturbed: Mapping[str, tuple[int, ...]]
    """Contacts disturbed, by the week of go-live."""

    @property
    def latest(self) -> int:
        """A day by which every phasing is over."""
        crowded = sum(-(-load // self.people.get(team, HUNDREDTHS)) for team, load in self.loads.values())
        alone = sum(self.builds.values()) + sum(self.tests.values())
        return alone + crowded + max(self.releases.values(), default=0)

    def aims(self, waves: Waves) -> Aims:
        """Return what a phasing comes to."""
        aims = Aims(0, 0, 0)
        for number, wave in enumerate(waves):
            aims = self.with_wave(aims, wave, self.built(wave, first=number == 0))
        return aims

    def with_wave(self, aims: Aims, wave: tuple[str, ...], built: int) -> Aims:
        """Return what some waves come to with one more behind them, which takes so many days to build."""
        live, disturbed, gained = aims.finish + built, 0, 0
        for step in wave:
            weeks = self.disturbed[step]
            disturbed += weeks[min(live // 7, len(weeks) - 1)]
            gained += self.gains[step][len(wave) - 1] * max(0, self.until - live)
        now = live + max((self.tests[step] for step in wave), default=0)
        return Aims(now, aims.disturbed + disturbed, aims.loss - gained)

    def built(self, wave: tuple[str, ...], *, first: bool) -> int:
        """Return the days until a wave is ready to go live; only the first waits for gates."""
        ready: dict[str, int] = {}

        def when(step: str) -> int:
            if step not in ready:
                earlier = [when(other) for other in sorted(self.before[step] & {*wave})]
                ready[step] = max([*earlier, self.releases[step] if first else 0]) + self.builds[step]
            return ready[step]

        longest = max(when(step) for step in wave)
        for team, people in self.people.items():
            load = sum(self.loads[step][1] for step in wave if self.loads[step][0] == team)
            longest = max(longest, -(-load // people))
        return longest


def rough(setting: Setting) -> Rough | None:
    """Return the rough plan of all steps that are to be done; None where one of them never ends."""
    rollout = setting.rollout
    todo = tuple(step for step in rollout.steps if step.done is None)
    opened = setting.varied(rollout, frozenset())
    builds, tests = {}, {}
    for step in todo:
        alone = run(
            planned(Arrangement(step.id, ((step.id,),), rollout.pool), opened), opened, likely(opened)
        )
        live, done = int(alone.live[step.id][0]), int(alone.finish[f"{step.id}/test"][0])
        if done >= FAR:
            return None
        builds[step.id] = ceil((live - setting.start) / DAY)
        tests[step.id] = ceil((done - live) / DAY)
    names = tuple(step.id for step in todo)
    gates = {gate.pitfall: gate for gate in rollout.gates if gate.pitfall in setting.shut}
    people = {team.id: round(team.people * HUNDREDTHS) for team in rollout.teams if team.people > 0}
    unit = sum(abs(_daily(step, 1.0)) for step in todo) / PARTS or 1.0
    return Rough(
        names,
        before(setting),
        builds,
        tests,
        {
            step.id: max(
                (_days(setting, gate) for name in step.gate if (gate := gates.get(name)) is not None),
                default=0,
            )
            for step in todo
        },
        {step.id: (step.team or "", round(step.people * _worked(step) * HUNDREDTHS)) for step in todo},
        people,
        {step.id: _gains(step, len(names), rollout.together, unit) for step in todo},
        max(0, (setting.until - setting.start) // DAY),
        _contacts(setting, todo, sum(builds.values()) + sum(tests.values())),
    )


def _days(setting: Setting, gate: Clearing) -> int:
    if gate.days is None:
        return 0
    end = setting.team_time(gate.team).finish(setting.start, round(setting.day_seconds(gate.days.likely)))
    return ceil((min(int(end), FAR) - setting.start) / DAY) if end < FAR else 0


def _worked(step: Step) -> float:
    """Return calendar days of work: five of seven are worked."""
    return step.days.likely * 7 / 5


def _daily(step: Step, kept: float) -> float:
    test = step.exit_test
    passes = (test.passes if test else 1.0) * kept
    left = passes + (1 - passes) * (test.worth_if_failed if test else 1.0)
    return (step.benefit.monthly.likely * left - step.cost.monthly.likely) / MONTH


def _gains(step: Step, most: int, together: float, unit: float) -> tuple[int, ...]:
    return tuple(round(_daily(step, (1 - together) ** size) / unit) for size in range(most))


def _contacts(setting: Setting, steps: Iterable[Step], latest: int) -> dict[str, tuple[int, ...]]:
    """Return contacts disturbed by go-live in each week: they fade evenly from the severity to nought."""
    contacts = setting.contacts
    starts = setting.start + np.arange(latest // 7 + 2, dtype=np.int64) * WEEK
    found = {}
    for step in steps:
        total = np.zeros(starts.size)
        for touchpoint, effect in step.affects.items():
            if touchpoint in contacts.touchpoints and effect.severity and effect.dip_days:
                ends = starts + round(effect.dip_days * DAY)
                for buyer in contacts.of(touchpoint):
                    total += contacts.between(touchpoint, buyer, starts, ends) * effect.severity / 2
        found[step.id] = tuple(np.rint(total).astype(int).tolist())
    return found
