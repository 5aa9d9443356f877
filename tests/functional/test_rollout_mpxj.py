"""Exported Microsoft Project XML as MPXJ reads it, a reader of project files in Java by others."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from readiness.resources import examples
from readiness.rollout.likely_dates import likely_dates
from readiness.rollout.localtime import midnight
from readiness.services.rollout_exchange import export_rollout
from readiness.services.rollouts import open_rollout

READER = Path(__file__).parents[1] / "tools" / "mpxj_reader.py"
DAYS = 500
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        shutil.which("java") is None, reason="MPXJ needs Java: apt-get install default-jre-headless"
    ),
    pytest.mark.skipif(
        any(importlib.util.find_spec(one) is None for one in ("mpxj", "jpype")),
        reason="MPXJ is not installed: pip install mpxj jpype1",
    ),
]


@pytest.fixture(
    scope="module",
    params=[(name, place) for name in ("boise-office", "shanghai-gm") for place in range(3)],
    ids=lambda param: f"{param[0]}-{param[1]}",
)
def case(request, tmp_path_factory):
    """Return an example opened, one of its options, and what MPXJ reads in the file made of it."""
    name, place = request.param
    opened = open_rollout(examples() / name, "en")
    arrangement = opened.arrangements[place]
    file = tmp_path_factory.mktemp("mpxj") / "plan.xml"
    export_rollout(examples() / name, file, form="msproject", option=arrangement.id, language="en")
    first = max(opened.setting.first, date(1990, 1, 1))
    done = subprocess.run(
        [sys.executable, READER, file, first.isoformat(), str(DAYS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return opened, arrangement, json.loads(done.stdout), first


def clock(instant, zone):
    return datetime.fromtimestamp(instant, UTC).astimezone(zone).replace(tzinfo=None)


def moment(text):
    return datetime.fromisoformat(text)


def role(found, name):
    return {one["id"]: one for one in found["tasks"] if one["role"] == name}


def test_nothing_is_ignored_and_every_step_wave_and_go_live_is_there(case):
    _, arrangement, found, _ = case
    assert found["errors"] == []
    live = {name for name, step in arrangement.steps.items() if step.done is not None}
    assert set(role(found, "step")) == {*arrangement.order} | live
    assert len(role(found, "go-live")) == len(arrangement.waves)
    assert len(role(found, "wave")) == len(arrangement.waves) * arrangement.barriers
    assert all(one["milestone"] for one in role(found, "go-live").values())
    assert all(one["summary"] for one in role(found, "wave").values())


def test_dates_and_durations_are_those_of_the_likely_run(case):
    opened, arrangement, found, _ = case
    dates = likely_dates(arrangement, opened.setting)
    steps = role(found, "step")
    for name in arrangement.order:
        one, days = steps[name], arrangement.steps[name].days
        start, finish = (clock(at[f"{name}/work"], opened.zone) for at in (dates.start, dates.finish))
        assert (moment(one["start"]), moment(one["finish"])) == (start, finish)
        assert [*map(moment, one["baseline"])] == [start, finish]
        assert (one["constraint"], moment(one["on"])) == ("START_NO_EARLIER_THAN", start)
        assert (one["unit"], one["hours"]) == ("d", pytest.approx(days.likely, abs=1e-4))
        points = days.points if len(days.points) == 3 else days.points * 3
        assert [float(text.removesuffix("d")) for text in one["three"]] == pytest.approx(points, abs=0.01)
    for number, wave in enumerate(arrangement.waves, start=1):
        live = clock(max(dates.live[name] for name in wave), opened.zone)
        assert moment(role(found, "go-live")[f"go-live-{number}"]["start"]) == live


def test_links_go_from_end_to_start_and_to_the_wave_before(case):
    _, arrangement, found, _ = case
    number = {one["number"]: one["id"] for one in found["tasks"]}
    links = {one["id"]: one["after"] for one in found["tasks"]}
    assert {(kind, lag) for after in links.values() for _, kind, lag, _ in after} <= {("FS", 0.0)}
    steps = role(found, "step")
    for name in arrangement.order:
        wanted = {one for one in arrangement.steps[name].after if one in steps}
        if arrangement.barriers and arrangement.wave_of[name]:
            wanted.add(f"go-live-{arrangement.wave_of[name]}")
        assert {number[one] for one, *_ in links[name]} == wanted
    for place, wave in enumerate(arrangement.waves, start=1):
        assert {number[one] for one, *_ in links[f"go-live-{place}"]} == {*wave}


def test_people_are_those_of_the_teams(case):
    opened, arrangement, found, _ = case
    names = {one["name"]: one["code"] for one in found["resources"]}
    teams = {one.id for one in opened.rollout.teams}
    assert {*names.values()} == teams
    for name, one in role(found, "step").items():
        step = arrangement.steps[name]
        given = [[names[who], units] for who, units in one["people"]]
        assert given == ([[step.team, step.people * 100]] if step.team in teams else [])


def test_people_work_as_many_minutes_a_day_as_in_the_plan(case):
    opened, _, found, first = case
    blocked = [one.period for one in opened.rollout.blackouts if "work" in one.blocks]
    compared = 0
    for one in found["resources"]:
        time = opened.setting.team_time(one["code"])
        for number, minutes in enumerate(one["calendar"]):
            day = first + timedelta(days=number)
            if any(day in period for period in blocked):
                continue
            start, end = (midnight(at, opened.zone) for at in (day, day + timedelta(days=1)))
            assert int(time.worked(end) - time.worked(start)) / 60 == minutes, (one["code"], day)
            compared += 1
    assert compared > DAYS / 2
