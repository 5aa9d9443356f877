"""Options in many trials: the same random numbers for all of them, chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from readiness.rollout.activities import Plan, plan
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.draw import CHUNK, Draws
from readiness.rollout.estimate import Numbers
from readiness.rollout.exposure import Disturbed, Exposure
from readiness.rollout.money import MONTHS, Ledger, ledger
from readiness.rollout.outcome import NEVER, Dates, Outcome, StopPoint, Trials, dates_of
from readiness.rollout.run import run
from readiness.rollout.scheduling import likely, with_people
from readiness.rollout.sensitivity import RESULTS, Sensitivity
from readiness.rollout.setting import YEAR, Setting
from readiness.rollout.trial import Run
from readiness.rollout.worktime import FAR, Seconds

STEPS_OF_A_CHUNK = 64
"""With so many steps a chunk has half as many trials, so that memory stays small."""
CURVE_MONTHS = 120
"""A cash curve has no more months than this."""
Progress = Callable[[int, int], bool]
"""Told trials done and trials asked for; answers whether to go on."""


def go_on(_done: int, _asked: int) -> bool:
    """Go on, whatever is done."""
    return True


def simulate(
    arrangements: Iterable[Arrangement],
    setting: Setting,
    *,
    trials: int,
    seed: int,
    depth: bool = True,
    tornadoes: bool = True,
    progress: Progress = go_on,
    chunks: Sequence[Draws] | None = None,
) -> tuple[Outcome, ...]:
    """Return what becomes of each arrangement.

    With ``depth`` also what drives it, which figures cause its spread (unless
    ``tornadoes`` are not asked for), what its stop points are worth and the
    curves for pictures.  Where ``progress`` says so it stops early and returns
    the trials that were done, at least one chunk.  ``chunks`` are draws that
    several calls share; others are made where they are absent.
    """
    tallies = [_Tally(planned(one, setting), setting, depth, tornadoes) for one in arrangements]
    done = 0
    for draws in draw_chunks(setting, trials=trials, seed=seed) if chunks is None else chunks:
        for tally in tallies:
            tally.add(draws)
        done += draws.size
        if not progress(done, trials):
            break
    return tuple(tally.outcome() for tally in tallies)


def planned(arrangement: Arrangement, setting: Setting) -> Plan:
    """Return the activities of an arrangement, each after those that hand it their people."""
    return with_people(plan(setting.rollout, arrangement, shut=setting.shut), setting)


def draw_chunks(setting: Setting, *, trials: int, seed: int) -> Iterator[Draws]:
    """Yield the draws of a number of trials, chunk by chunk; smaller ones where there are many steps."""
    chunk = max(CHUNK >> (len(setting.rollout.steps) // STEPS_OF_A_CHUNK).bit_length(), 1)
    for first in range(0, trials, chunk):
        yield Draws(seed, first, min(chunk, trials - first), setting.rollout.correlation)


@dataclass
class _Tally:
    """The sums and trials of one option so far."""

    plan: Plan
    setting: Setting
    depth: bool
    tornadoes: bool
    parts: dict[str, list[np.ndarray]] = field(default_factory=dict)
    by_buyer: Numbers = field(default_factory=lambda: np.zeros(0))
    failures: float = 0.0
    cash: Numbers = field(default_factory=lambda: np.zeros((3, 0)))
    dates: dict[str, Dates] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sensitivity = Sensitivity(self.tornadoes)
        self.exposure = Exposure(self.setting, self.plan.arrangement.steps)
        self.by_buyer = np.zeros(len(self.exposure.buyers))
        weeks = len(self.exposure.weeks) - 1 if self.depth else 0
        self.weekly = np.zeros((weeks, len(self.exposure.buyers)))

    def add(self, draws: Draws) -> None:
        done = run(self.plan, self.setting, draws)
        books = ledger(done)
        disturbed = self.exposure.of_run(done, self.weekly if self.depth else None)
        each = contact_cost(done)
        self.by_buyer += disturbed.by_buyer
        self.failures += sum(float(count.sum()) for count in done.failures.values())
        values = {account.name: books.value(account) for account in books.accounts}
        npv = net_worth(values.values(), each * disturbed.total)
        finish = done.end - self.setting.start
        self._keep("finish", _short(finish))
        self._keep("first", _short(_first_value(done) - self.setting.start))
        self._keep("half", _short(_half_benefit(done) - self.setting.start))
        self._keep("exposure", disturbed.total.astype(np.float32))
        self._keep("npv", npv.astype(np.float32))
        costs = _sum((books.costs(account) for account in books.accounts), draws.size)
        self._keep("costs", costs.astype(np.float32))
        if self.depth:
            days = np.minimum(finish, NEVER) / 86400
            self.sensitivity.add(done, {"finish": days, "npv": npv, "exposure": disturbed.total})
            self._add_stops(done, books, values, each, disturbed)
            if not self.cash.size:
                self.cash = _cash_curve(books, draws.size)
            self.dates = self.dates or dates_of(done)

    def _add_stops(
        self,
        done: Run,
        books: Ledger,
        values: Mapping[str, tuple[Numbers, Numbers]],
        each: Numbers,
        disturbed: Disturbed,
    ) -> None:
        for step in self.plan.arrangement.order:
            if self.plan.arrangement.steps[step].stop_point:
                at = done.finish[f"{step}/test"]
                stopped, known = _stopped((at - self.setting.start) / YEAR, books, values)
                stopped = stopped - each * disturbed.begun_by(at)
                self._keep(f"stop/{step}", stopped.astype(np.float32))
                self._keep(f"known/{step}", known.astype(np.float32))

    def _keep(self, name: str, trials: np.ndarray) -> None:
        self.parts.setdefault(name, []).append(trials)

    def outcome(self) -> Outcome:
        kept = {name: np.concatenate(parts) for name, parts in self.parts.items()}
        trials = kept["finish"].size
        return Outcome(
            self.plan.arrangement.id,
            self.plan,
            self.setting,
            run(self.plan, self.setting, likely(self.setting)),
            kept["finish"],
            kept["first"],
            kept["half"],
            kept["exposure"],
            kept["costs"],
            kept["npv"],
            dict(zip(self.exposure.buyers, (self.by_buyer / trials).tolist(), strict=True)),
            self.weekly / trials,
            self.cash,
            _payback(self.cash, (self.setting.until - self.setting.start) / YEAR),
            self.failures / trials,
            self.sensitivity.drives(),
            {name: self.sensitivity.causes(name) for name in RESULTS} if self.depth else {},
            tuple(_stop_points(kept)),
            self.dates,
        )


def contact_cost(done: Run) -> Numbers:
    """Return what one disturbed contact costs in each trial."""
    return done.figure("disturbed-contact/cost", done.setting.rollout.disturbed_contact_costs)


def net_worth(values: Iterable[tuple[Numbers, Numbers]], disturbance: Numbers) -> Numbers:
    """Return what is left of the present values of accounts after what disturbed contacts cost."""
    return _sum((part for pair in values for part in pair), disturbance.size) - disturbance


def _sum(parts: Iterable[Numbers], size: int) -> Numbers:
    total = np.zeros(size)
    for part in parts:
        total += part
    return total


def _short(seconds: Seconds) -> np.ndarray:
    return np.minimum(seconds, NEVER).astype(np.int32)


def _first_value(done: Run) -> Seconds:
    """Return when the first step that is worth something goes live; any step where none is."""
    steps = done.plan.arrangement.steps
    worth = [name for name in done.live if not steps[name].benefit.monthly.is_nothing] or [*done.live]
    if not worth:
        return np.full(done.draws.size, FAR)
    first = done.live[worth[0]]
    for name in worth[1:]:
        first = np.minimum(first, done.live[name])
    return first


def _half_benefit(done: Run) -> Seconds:
    """Return when steps are live that are worth half of the whole in their likely figures."""
    steps = done.plan.arrangement.steps
    worth = [(name, steps[name].benefit.monthly.likely) for name in done.live]
    worth = [(name, monthly) for name, monthly in worth if monthly > 0]
    if not worth:
        return np.full(done.draws.size, FAR)
    if len(worth) == 1:
        return done.live[worth[0][0]]
    table = np.stack([done.live[name] for name, _ in worth])
    order = np.argsort(table, axis=0, kind="stable")
    monthly = np.array([one for _, one in worth])[order]
    enough = np.argmax(np.cumsum(monthly, axis=0) >= monthly.sum(axis=0) / 2 - 1e-9, axis=0)
    found: Seconds = np.take_along_axis(np.take_along_axis(table, order, 0), enough[None, :], 0)[0]
    return found


def _cash_curve(books: Ledger, size: int) -> Numbers:
    months = min(ceil(books.years * MONTHS), CURVE_MONTHS)
    rows = []
    for month in range(months + 1):
        upto = min(month / MONTHS, books.years)
        hand = _sum((books.cash(account, upto) for account in books.accounts), size)
        rows.append(np.percentile(hand, (10, 50, 90)))
    return np.array(rows).T


def _payback(cash: Numbers, years: float) -> float | None:
    """Return years until the median is back above nought for good; None where it never is, or never below."""
    middle = cash[1] if cash.size else np.zeros(0)
    below = np.flatnonzero(middle < 0)
    if not below.size or below[-1] + 1 >= middle.size:
        return None
    last = int(below[-1])
    part = -middle[last] / (middle[last + 1] - middle[last])
    since, until = last / MONTHS, min((last + 1) / MONTHS, years)
    return float(since + part * (until - since))


def _stopped(
    at: Numbers, books: Ledger, values: Mapping[str, tuple[Numbers, Numbers]]
) -> tuple[Numbers, Numbers]:
    """Return the present value of ending at a time in years, and what is known by then.

    Steps that are live by then go on; what was begun before is paid.  Known is
    the value of what is live.
    """
    total, known = np.zeros_like(at), np.zeros_like(at)
    for account in books.accounts:
        once, flow = values[account.name]
        live = account.live_at <= at
        total += once * (live | (account.paid_at < at)) + flow * live
        known += flow * live
    return total, known


def _stop_points(kept: dict[str, np.ndarray]) -> Iterator[StopPoint]:
    """Yield what each stop point is worth: the better of both in each bin of what is known, less going on.

    Never below nought, since going on is one of the two (real options by
    simulation, after Longstaff and Schwartz 2001).
    """
    going_on = kept["npv"].astype(np.float64)
    for name, trials in kept.items():
        if not name.startswith("stop/"):
            continue
        step = name.removeprefix("stop/")
        stopped, known = trials.astype(np.float64), kept[f"known/{step}"]
        bins = min(20, max(1, known.size // 200))
        edges = np.quantile(known, np.linspace(0, 1, bins + 1)[1:-1])
        place = np.searchsorted(edges, known, side="right")
        on, off = (np.bincount(place, weights=row, minlength=bins) for row in (going_on, stopped))
        number = np.bincount(place, minlength=bins)
        better = off > on
        value = float(np.maximum(off - on, 0).sum() / known.size)
        yield StopPoint(step, value, float(number[better].sum() / known.size))


__all__ = ["NEVER", "Outcome", "Trials", "simulate"]
