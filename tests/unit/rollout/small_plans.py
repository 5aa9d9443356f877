"""Small rollouts for tests of plans: short to write, and nothing in them that is not asked for."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from readiness.rollout.activities import plan
from readiness.rollout.arrangement import arrange
from readiness.rollout.draw import Draws
from readiness.rollout.fields import Estimate
from readiness.rollout.model import Calendar, Option, Rollout, Team
from readiness.rollout.run import run
from readiness.rollout.scheduling import likely, with_people
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import simulate
from readiness.rollout.step import Step
from readiness.touchmap.model import TouchMap

START = date(2001, 1, 1)
"""A Monday."""
NO_MAP = TouchMap(format="touchmap/1", id="map")
ALWAYS = Calendar("always")


def pert(*points):
    return Estimate("pert", tuple(map(float, points)))


def triangular(*points):
    return Estimate("triangular", tuple(map(float, points)))


def lognormal(*points):
    return Estimate("lognormal", tuple(map(float, points)))


def fixed(value):
    return Estimate("fixed", (float(value),))


def step(name, days=0, **fields):
    """A step that is worked on around the clock, so that a day of 24 hours is a day."""
    days = days if isinstance(days, Estimate) else fixed(days)
    return Step(name, days=days, **{"calendar": "always", **fields})


def setting(*steps, touchmap=NO_MAP, zone="UTC", shut=(), **fields):
    given = {"start": START, "day_hours": 24.0, "calendars": (ALWAYS,), **fields}
    rollout = Rollout("rollout/1", "small", steps=steps, **given)
    return Setting(rollout, touchmap, lambda name: ZoneInfo(name or zone), START, frozenset(shut))


def option(where, *, waves=(), order=(), name="option"):
    if not waves and not order:
        order = tuple(one.id for one in where.rollout.steps)
    return arrange(where.rollout, Option(name, waves=waves, order=order))


def planned(where, **how):
    return with_people(plan(where.rollout, option(where, **how), shut=where.shut), where)


def went(where, *, size=2000, seed=1, **how):
    """Return what happens in some trials."""
    return run(planned(where, **how), where, Draws(seed, 0, size, where.rollout.correlation))


def at_likely_times(where, **how):
    return run(planned(where, **how), where, likely(where))


def simulated(where, *, trials=2000, seed=1, depth=False, chunks=None, **how):
    (found,) = simulate([option(where, **how)], where, trials=trials, seed=seed, depth=depth, chunks=chunks)
    return found


def days(seconds):
    return np.asarray(seconds) / 86400


def team(name, people=1.0, changes=()):
    return Team(name, people=people, changes=changes, calendar="always")
