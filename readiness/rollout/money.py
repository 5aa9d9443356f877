"""What a run costs and is worth: paid at the start of work, then by the month, less the later the less.

Money is discounted continuously at a rate that makes a year's delay cost the
yearly rate: exp(-t ln(1 + rate)).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p

import numpy as np

from readiness.rollout.estimate import Numbers
from readiness.rollout.setting import YEAR
from readiness.rollout.step import Step
from readiness.rollout.trial import Run
from readiness.rollout.worktime import Seconds

MONTHS = 12.0


@dataclass(frozen=True)
class Account:
    """The money of one step, or of one gate, in each trial."""

    name: str
    paid_at: Numbers
    """Years from the start until the work begins, when ``once`` is paid."""
    once: Numbers
    live_at: Numbers
    """Years from the start until go-live; from then on the month's sums flow."""
    costs: Numbers
    """Cost of a year from go-live on."""
    worth: Numbers
    """Worth of a year at full run."""
    ramp: float = 0.0
    """Years from go-live to full run."""


@dataclass(frozen=True)
class Ledger:
    """The accounts of a run; ``years`` is how long money counts, ``rate`` the discount as a logarithm."""

    accounts: tuple[Account, ...]
    years: float
    rate: float

    def value(self, account: Account) -> tuple[Numbers, Numbers]:
        """Return the present value of what is paid once, and of what flows from go-live on."""
        once = np.where(account.paid_at < self.years, account.once * np.exp(-self.rate * account.paid_at), 0)
        flow = account.worth * self._ramped(account) - account.costs * self._steady(account.live_at)
        return -once, flow

    def costs(self, account: Account, upto: float | None = None) -> Numbers:
        """Return all that is paid up to so many years from the start, not discounted."""
        until = self.years if upto is None else upto
        once = np.where(account.paid_at < until, account.once, 0.0)
        return once + account.costs * np.maximum(until - account.live_at, 0.0)

    def cash(self, account: Account, upto: float) -> Numbers:
        """Return worth less costs up to so many years from the start, not discounted."""
        since = np.maximum(upto - account.live_at, 0.0)
        ramping = np.minimum(since, account.ramp)
        full = since - (ramping - ramping**2 / (2 * account.ramp) if account.ramp else 0.0)
        return account.worth * full - self.costs(account, upto)

    def _steady(self, since: Numbers) -> Numbers:
        """Return the present value of 1 a year from some time on until money stops to count."""
        since = np.minimum(since, self.years)
        left = self.years - since
        flow: Numbers = left * np.exp(-self.rate * since) * _steadily(self.rate * left)
        return flow

    def _ramped(self, account: Account) -> Numbers:
        """Return the present value of what rises in a straight line to 1 a year and stays there."""
        if not account.worth.any():
            return np.zeros_like(account.live_at)
        if not account.ramp:
            return self._steady(account.live_at)
        since = np.minimum(account.live_at, self.years)
        rising = np.minimum(account.ramp, self.years - since)
        slope = rising**2 * np.exp(-self.rate * since) * _rising(self.rate * rising)
        flow: Numbers = slope / account.ramp + self._steady(since + rising)
        return flow


def _steadily(x: Numbers) -> Numbers:
    """Return (1 - exp(-x)) / x, which is 1 at 0."""
    return np.divide(-np.expm1(-x), x, out=np.ones_like(x), where=x > 0)


def _rising(x: Numbers) -> Numbers:
    """Return (1 - exp(-x) - x exp(-x)) / x^2, which is 1/2 at 0; by its series where digits cancel."""
    series = 1 / 2 - x * (1 / 3 - x * (1 / 8 - x * (1 / 30 - x / 144)))
    exact = np.divide(-np.expm1(-x) - x * np.exp(-x), x * x, out=np.zeros_like(x), where=x > 0.01)
    found: Numbers = np.where(x > 0.01, exact, series)
    return found


def ledger(done: Run) -> Ledger:
    """Return the accounts of a run: its gates, its steps, and what failed tries cost."""
    setting = done.setting
    steps = [done.plan.arrangement.steps[name] for name in done.plan.arrangement.order]
    accounts = [_gate(done, name) for name in done.plan.gates]
    accounts += [_step(done, step) for step in steps if _has_money(step)]
    accounts += _exit(done) if done.plan.arrangement.exits else []
    accounts += [account for name in done.failures if (account := _failures(done, name)) is not None]
    years = max(0.0, (setting.until - setting.start) / YEAR)
    kept = tuple(
        account for account in accounts if account.once.any() or account.costs.any() or account.worth.any()
    )
    return Ledger(kept, years, log1p(setting.rollout.discount))


def _years(done: Run, instants: Seconds) -> Numbers:
    return (instants - done.setting.start) / YEAR


def _gate(done: Run, pitfall: str) -> Account:
    gate = next(gate for name, gate in done.plan.gates.items() if name == pitfall)
    name, nothing = f"gates/{pitfall}", np.zeros(done.draws.size)
    at = _years(done, done.start[name]) if name in done.start else nothing
    return Account(name, at, done.figure(f"{name}/cost", gate.cost), at, nothing, nothing)


def _has_money(step: Step) -> bool:
    figures = (step.cost.once, step.cost.monthly, step.benefit.monthly)
    return not all(figure.is_nothing for figure in figures)


def _step(done: Run, step: Step) -> Account:
    worth = done.figure(f"{step.id}/benefit", step.benefit.monthly) * MONTHS
    passed = done.passed.get(step.id)
    if passed is not None and step.exit_test is not None:
        worth = worth * np.where(passed, 1.0, step.exit_test.worth_if_failed)
    return Account(
        step.id,
        _years(done, done.start[f"{step.id}/work"]),
        done.figure(f"{step.id}/once", step.cost.once),
        _years(done, done.live[step.id]),
        done.figure(f"{step.id}/monthly", step.cost.monthly) * MONTHS,
        worth,
        step.benefit.ramp_months / MONTHS,
    )


def _exit(done: Run) -> list[Account]:
    """Return the accounts of ending the programme: what is live no longer costs or is worth anything."""
    plan, draws, rollout = done.plan, done.draws, done.setting.rollout
    nothing = np.zeros(draws.size)
    over = done.seconds(done.figure("exit/days", rollout.exit.days))
    at = _years(done, done.setting.team_time(None).finish(np.full(draws.size, done.setting.start), over))
    accounts = [Account("exit", nothing, done.figure("exit/cost", rollout.exit.cost), at, nothing, nothing)]
    for step in plan.arrangement.steps.values():
        if step.done is not None:
            saved = -done.figure(f"{step.id}/monthly", step.cost.monthly) * MONTHS
            lost = -done.figure(f"{step.id}/benefit", step.benefit.monthly) * MONTHS
            accounts.append(Account(f"exit/{step.id}", nothing, nothing, at, saved, lost))
    return accounts


def _failures(done: Run, name: str) -> Account | None:
    steps = next(activity.steps for activity in done.plan.activities if activity.name == name)
    each = np.zeros(done.draws.size)
    for step in steps:
        cut = done.plan.arrangement.steps[step].cut_over
        if cut is not None and not cut.failure_costs.is_nothing:
            each = each + done.figure(f"{step}/failure-costs", cut.failure_costs)
    if not each.any():
        return None
    nothing, at = np.zeros(done.draws.size), _years(done, done.start[name])
    return Account(name, at, each * done.failures[name], at, nothing, nothing)
