"""How fast plans are simulated: against drawing the same numbers, in little memory, phasings of six steps.

Run by itself with ``memory`` it simulates a million trials and prints the peak
of memory of its process.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from alone import peak

from readiness.rollout.arrangement import arrange
from readiness.rollout.fields import Estimate, Period
from readiness.rollout.model import Blackout, Calendar, Option, Rollout, Season, Team
from readiness.rollout.phasings import phasings
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import simulate
from readiness.rollout.step import Benefit, Cost, CutOver, Effect, ExitTest, Migrate, Step
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel

TRIALS = 100_000
OFFICE = Calendar(
    "office",
    hours=("mon-fri 08:00-12:00 13:00-17:00",),
    closed=tuple(Period(date(year, 12, 24), date(year + 1, 1, 1)) for year in range(2000, 2012)),
)
FREEZE = Blackout("freeze", Period(date(2001, 11, 1), date(2001, 12, 31)))
MAP = TouchMap(
    "touchmap/1",
    "map",
    buyers=(Buyer("a"), Buyer("b")),
    channels=(Channel("phone", hours=("mon-fri 08:00-18:00",)), Channel("web", hours=("24/7",))),
    touchpoints=tuple(
        Touchpoint(
            f"t{number}",
            channel=("phone", "web")[number % 2],
            volume=Volume(by_buyer={"a": 9000.0, "b": 400.0}),
        )
        for number in range(6)
    ),
)


def estimate(rng: np.random.Generator, size: float) -> Estimate:
    """Return a three-point estimate about a size."""
    low = float(rng.uniform(0.5, 1)) * size
    return Estimate("pert", (low, low * float(rng.uniform(1.1, 1.6)), low * float(rng.uniform(2, 3))))


def dates_of(count: int) -> Rollout:
    """Return steps of uncertain length, each after one or two, of four teams, in working hours."""
    rng = np.random.default_rng(5)
    steps = [
        Step(
            f"s{number}",
            team=f"team{number % 4}",
            days=estimate(rng, 6),
            after=tuple(f"s{one}" for one in {*rng.integers(0, number, 2).tolist()}) if number else (),
        )
        for number in range(count)
    ]
    teams = tuple(Team(f"team{number}", people=2.0, calendar="office") for number in range(4))
    return _rollout(steps, teams=teams)


def whole(count: int, after: tuple[tuple[int, int], ...] = ()) -> Rollout:
    """Return steps with all that a step can have: records, cut-overs that fail, customers, money, tests."""
    rng = np.random.default_rng(6)
    steps = []
    for number in range(count):
        pairs = after or (((number, int(rng.integers(0, number))),) if number else ())
        steps.append(
            Step(
                f"s{number}",
                team=f"team{number % 4}",
                days=estimate(rng, 10),
                after=tuple(f"s{other}" for one, other in pairs if one == number),
                cost=Cost(estimate(rng, 1e5), estimate(rng, 1e3)),
                benefit=Benefit(estimate(rng, 1e4), 3.0),
                migrate=Migrate(50_000, estimate(rng, 4000), rerun=0.1) if number % 3 == 0 else None,
                cut_over=CutOver(
                    3.0, fails=0.1, roll_back_hours=4.0, closed=True, failure_costs=estimate(rng, 1e3)
                ),
                affects={f"t{number % 6}": Effect(0.2, 20.0), f"t{(number + 1) % 6}": Effect(0.1, 5.0)},
                exit_test=ExitTest("", days=estimate(rng, 2), passes=0.9),
            )
        )
    teams = tuple(Team(f"team{number}", people=2.0, calendar="office") for number in range(4))
    return _rollout(
        steps, teams=teams, blackouts=(FREEZE,), discount=0.08, disturbed_contact_costs=estimate(rng, 5)
    )


def _rollout(steps: list[Step], **fields: object) -> Rollout:
    season = Season("phone", (2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3), {"mon-fri 09:00-11:00": 2})
    return Rollout(
        "rollout/1",
        "bench",
        start=date(2001, 1, 2),
        calendars=(OFFICE,),
        profile=(season,),
        steps=tuple(steps),
        **fields,
    )


def setting(rollout: Rollout) -> Setting:
    """Return a rollout on the map."""
    return Setting(rollout, MAP, lambda name: ZoneInfo(name or "America/Boise"), date(2001, 1, 1))


def figures_of(rollout: Rollout) -> Iterator[tuple[float, ...]]:
    """Yield the points of each uncertain figure that a simulation of the rollout draws."""
    for step in rollout.steps:
        found = [step.days, step.cost.once, step.cost.monthly, step.benefit.monthly]
        found += [step.migrate.per_hour] if step.migrate else []
        found += [step.cut_over.failure_costs] if step.cut_over else []
        found += [step.exit_test.days] if step.exit_test else []
        yield from (one.points for one in found if not one.is_certain)


def draw(points: list[tuple[float, ...]], trials: int) -> None:
    """Draw PERT figures the plain way."""
    rng = np.random.default_rng(1)
    for low, likely, high in points:
        turn = (likely - low) / (high - low)
        low + (high - low) * rng.beta(1 + 4 * turn, 5 - 4 * turn, trials)


def seconds(run: Callable[[], object], runs: int = 3) -> float:
    """Return the CPU seconds of the fastest of several runs."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def ratio(rollout: Rollout, *, tornadoes: bool) -> float:
    """Return the CPU time of a simulation over that of drawing as many betas, calendars made anew."""
    option = arrange(rollout, Option("all", order=tuple(step.id for step in rollout.steps)))
    points = [*figures_of(rollout)]
    mine = seconds(lambda: simulate([option], setting(rollout), trials=TRIALS, seed=1, tornadoes=tornadoes))
    return mine / seconds(lambda: draw(points, TRIALS))


def megabytes() -> float:
    """Return the peak of memory of a million trials of thirty steps in a process of its own."""
    line = [sys.executable, str(Path(__file__)), "memory"]
    return float(subprocess.run(line, capture_output=True, text=True, check=True).stdout)


def figures() -> list[tuple[str, float, float, bool]]:
    """Return each figure with its bar."""
    six = whole(6, ((3, 0), (5, 1)))
    start = time.process_time()
    found = phasings(setting(six), trials=10_000, seed=1)
    spent = time.process_time() - start
    print(f"  {len(found)} phasings of six steps, {spent / len(found) * 1000:.1f} ms each")
    return [
        (
            "30 steps, calendars, criticality, tornadoes / drawing the betas",
            ratio(dates_of(30), tornadoes=True),
            8.0,
            False,
        ),
        (
            "30 steps, calendars, criticality / drawing the betas",
            ratio(dates_of(30), tornadoes=False),
            4.0,
            False,
        ),
        (
            "30 steps with customers and money too / drawing the betas",
            ratio(whole(30), tornadoes=True),
            8.0,
            False,
        ),
        ("a million trials, peak MB", megabytes(), 300.0, False),
        ("all phasings of six steps, CPU seconds", spent, 120.0, False),
    ]


def main() -> None:
    """Print the peak of memory of a million trials."""
    rollout = whole(30)
    option = arrange(rollout, Option("all", order=tuple(step.id for step in rollout.steps)))
    simulate([option], setting(rollout), trials=1_000_000, seed=1)
    print(peak())


if __name__ == "__main__":
    main()
