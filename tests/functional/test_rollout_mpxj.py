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

from readiness.folder.exchange.project_fields import PARTS
from readiness.resources import examples
from readiness.rollout.likely_dates import likely_dates
from readiness.rollout.localtime import midnight
from readiness.services.rollout_exchange import export_rollout
from readiness.services.rollouts import open_rollout

READER = Path(__file__).parents[1] / "tools" / "mpxj_reader.py"
DAYS = 500
BARRIERS = ("go-live", "wave-end")
CERTAIN = """format: rollout/1
id: certain
start: 2001-01-01
gates:
  - {pitfall: technology, days: 4}
  - {pitfall: organization, by: rules}
steps:
  - {id: rules, days: 5, exit_test: {proves: It works, days: 3}}
  - id: base
    days: 7
    gate: [technology]
    customer_check: {buyers: [office-orderer], days: 2}
    migrate: {records: 9000, per_hour: 300, calendar: outside-business, rehearsals: 1}
    cut_over: {hours: 6, calendar: outside-business}
    exit_test: {proves: All are there, days: 4}
  - id: front
    days: 6
    after: [base]
    gate: [organization]
    pilot: {share: 0.1, days: 5}
    cut_over: {hours: 3, calendar: outside-business}
  - {id: rest, days: 3, after: [front]}
options:
  - {id: waves, waves: [[rules, base], [front], [rest]]}
  - {id: order, order: [rules, base, front, rest]}
"""
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
    return opened, arrangement, read(file, first.isoformat(), str(DAYS)), first


def read(file, *words):
    done = subprocess.run(
        [sys.executable, READER, file, *words], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


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
    for part, field in PARTS.items():
        shown = (*arrangement.order, *live)
        wanted = {name for name in shown if getattr(arrangement.steps[name], field) is not None}
        assert {one["of"] for one in role(found, part).values()} == wanted
        assert {name.removesuffix(f"-{part}") for name in role(found, part)} == wanted
    asked = {one for name in arrangement.order for one in arrangement.steps[name].gate}
    assert {*role(found, "gate")} >= asked
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


def test_parts_and_gates_begin_and_end_as_in_the_likely_run(case):
    opened, arrangement, found, _ = case
    dates = likely_dates(arrangement, opened.setting)
    for part in PARTS:
        for one in role(found, part).values():
            name = f"{one['of']}/{part}"
            if arrangement.steps[one["of"]].done is not None:
                continue
            begins, ends = (clock(at[name], opened.zone) for at in (dates.start, dates.finish))
            assert (moment(one["start"]), moment(one["finish"])) == (begins, ends), name
            if part == "move":  # its length is time on the clock, as records move at night
                hours = (ends - begins).total_seconds() / 3600
                assert one["hours"] == pytest.approx(hours, abs=1 / 3600)
                assert one["unit"] == "eh"
    cleared = 0
    for one in (one for one in found["tasks"] if one["role"] == "gate" and not one["milestone"]):
        name = f"gates/{one['id']}"
        if name in dates.start:
            begins, ends = (clock(at[name], opened.zone) for at in (dates.start, dates.finish))
            assert (moment(one["start"]), moment(one["finish"])) == (begins, ends)
            cleared += 1
    assert cleared == sum(name.startswith("gates/") for name in dates.start)
    assert moment(found["finish"]) == clock(dates.end, opened.zone)
    assert max(moment(one["finish"]) for one in found["tasks"] if one["finish"]) == moment(found["finish"])


def test_the_pause_before_a_go_live_or_a_move_is_the_lag_of_its_links(case):
    opened, arrangement, found, _ = case
    dates = likely_dates(arrangement, opened.setting)
    tasks = {one["number"]: one for one in found["tasks"]}
    lags = []
    for one in found["tasks"]:
        for number, kind, lag, unit in one["after"]:
            assert kind == "FS"
            if one["role"] not in ("go-live", "move"):
                assert lag == 0
                continue
            assert unit == "eh" or not lag
            over = moment(tasks[number]["finish"]) + timedelta(hours=lag)
            late = over - moment(one["start"])  # lags are whole tenths of minutes
            assert timedelta(0) <= late < timedelta(seconds=7)
            lags.append(lag)
    cut = [
        step.cut_over.hours
        for name, step in arrangement.steps.items()
        if name in dates.live and step.cut_over
    ]
    assert sum(lags) >= sum(cut)


def test_links_go_to_what_each_step_waits_for(case):
    _, arrangement, found, _ = case
    tasks = {one["number"]: one for one in found["tasks"]}
    links = {one["id"]: [tasks[number] for number, *_ in one["after"]] for one in found["tasks"]}
    steps = role(found, "step")
    for name in arrangement.order:
        step, before = arrangement.steps[name], links[name]
        waits = {one["of"] or one["id"] for one in before if one["role"] not in (*BARRIERS, "gate")}
        alone = {one["of"] for one in before if one["role"] == "go-live" and one["of"]}
        assert waits | alone == {one for one in step.after if one in steps}
        assert {one["of"] for one in before if one["role"] == "gate"} == {*step.gate}
        barrier = [
            one["id"].rpartition("-")[2] for one in before if one["role"] in BARRIERS and not one["of"]
        ]
        number = arrangement.wave_of[name]
        assert barrier == [str(number)] * (arrangement.barriers and number > 0)
    for place, wave in enumerate(arrangement.waves, start=1):
        assert {one["of"] or one["id"] for one in links[f"go-live-{place}"]} == {*wave}
    for one in role(found, "test").values():
        if one["of"] in arrangement.order:
            assert [before["role"] for before in links[one["id"]]] == ["go-live"]


def test_its_own_scheduler_comes_to_the_same_dates_from_links_lags_and_lengths_alone(tmp_path):
    """A plan without chance and without rivals for people: whatever is missing in the links would show."""
    folder = shutil.copytree(examples() / "boise-office", tmp_path / "plan")
    (folder / "rollout.yaml").write_text(CERTAIN, "utf-8")
    opened = open_rollout(folder, "en")
    for arrangement in opened.arrangements[:2]:
        file = tmp_path / f"{arrangement.id}.xml"
        export_rollout(folder, file, form="msproject", option=arrangement.id, language="en")
        found = read(file, "2001-01-01", "1", "schedule")
        dates = likely_dates(arrangement, opened.setting)
        kinds = {one["role"] for one in found["tasks"]}
        assert {"gate", "pilot", "test", "check", "move", "go-live"} <= kinds
        ends = {}
        for one in found["tasks"]:
            if one["role"] in ("step", *PARTS):
                ends[f"{one['of'] or one['id']}/{'work' if one['role'] == 'step' else one['role']}"] = one
            elif one["role"] == "gate":
                ends[f"gates/{one['id']}"] = one
        assert {*ends} >= {name for name in dates.start if "waves/" not in name and has(name, arrangement)}
        for name, one in ends.items():
            if name in dates.finish:
                assert moment(one["finish"]) == clock(dates.finish[name], opened.zone), name
        lives = [moment(one["finish"]) for one in role(found, "go-live").values()]
        assert lives == [clock(dates.live[wave[0]], opened.zone) for wave in arrangement.waves]
        assert max(moment(one["finish"]) for one in found["tasks"]) == clock(dates.end, opened.zone)


def has(name, arrangement):
    """Say whether an activity is written: an exit test that a step does not have is not."""
    step, _, part = name.rpartition("/")
    return part not in PARTS or getattr(arrangement.steps[step], PARTS[part]) is not None


def test_people_are_those_of_the_teams(case):
    opened, arrangement, found, _ = case
    names = {one["name"]: one["code"] for one in found["resources"]}
    teams = {one.id for one in opened.rollout.teams}
    assert {*names.values()} == teams
    for name, one in role(found, "step").items():
        step = arrangement.steps[name]
        given = [[names[who], units] for who, units in one["people"]]
        assert given == ([[step.team, step.people * 100]] if step.team in teams else [])
    doing = {one.pitfall: one.team for one in opened.rollout.gates if one.days is not None and one.team}
    for one in (one for one in found["tasks"] if one["role"] == "gate" and not one["milestone"]):
        assert [names[who] for who, _ in one["people"]] == [doing[one["id"]]]


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
