"""Plans without chance against TaskJuggler, another planner: the same dates to the half hour.

TaskJuggler (GPL, a program of its own: ``apt-get install tj3``) gets working hours, holidays,
extra days and one resource for each person, with the order of the steps and of the people, and
works the dates out.  Two things it has no word for: hours outside business, and an unbroken window
for a cut-over.  Their dates are given to it; it refuses them where something that they wait for
ends later.  test_calendars.py proves them by walking.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections import defaultdict
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from small_plans import fixed, option, setting, step

from readiness.folder.engagement import read_engagement
from readiness.resources import examples
from readiness.rollout.arrangement import arrange
from readiness.rollout.fields import Estimate, Period
from readiness.rollout.likely_dates import likely_dates
from readiness.rollout.model import Calendar, CapacityFrom, ExtraDay, Team
from readiness.rollout.setting import Setting
from readiness.rollout.step import ExitTest, Pilot
from readiness.scalars import Text

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("tj3") is None, reason="TaskJuggler is not there: apt-get install tj3"),
]
GIVEN = ("move", "cut-over")


def certain(value):
    """Put the likeliest value in the place of every estimate, however deep."""
    if isinstance(value, Estimate):
        return fixed(value.likely) if not value.is_nothing else value
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: certain(getattr(value, one.name)) for one in fields(value)})
    if isinstance(value, dict):
        return {name: certain(one) for name, one in value.items()}
    return tuple(map(certain, value)) if type(value) is tuple else value


# -- writing


def week(hours):
    """Return working hours of ``mon-fri 08:30-12:00 13:00-17:30`` in TaskJuggler's words."""
    (text,) = hours
    days, *times = text.split()
    rest = {"mon-fri": ("sat", "sun"), "mon-thu": ("fri", "sat", "sun"), "tue-sat": ("sun", "mon")}[days]
    off = "".join(f" workinghours {day} off" for day in rest)
    return (
        f"workinghours {days.replace('-', ' - ')} {', '.join(one.replace('-', ' - ') for one in times)}{off}"
    )


def person(name, calendar, joins, left):
    """Return a resource who works by a calendar; ``joins`` are the first day of all and that of this one."""
    lines = [week(calendar.hours)]
    first, since = joins
    if since is not None:
        lines.append(f"leaves annual {first} - {since}")
    extra = {one.on for one in calendar.extra}
    for closed in calendar.closed:
        days = (closed.first + timedelta(n) for n in range((closed.last - closed.first).days + 1))
        lines += [f'leaves holiday "closed" {day} +1d' for day in days if day not in extra and day <= left]
    if calendar.extra:
        lines.append("shifts " + ", ".join(f"{short(one.hours)} {one.on} +1d" for one in calendar.extra))
    inside = "\n  ".join(lines)
    return f'resource {name} "{name}" {{\n  {inside}\n}}\n'


def short(hours):
    return "x" + "".join(one for one in hours if one.isdigit())


def shifts(calendars):
    for hours in sorted({one.hours for calendar in calendars for one in calendar.extra}):
        times = ", ".join(one.replace("-", " - ") for one in hours.split())
        yield f'shift {short(hours)} "{hours}" {{ workinghours mon - sun {times} }}\n'


def who_works(activities, dates, where):
    """Return who of a team does what: whoever is free; TaskJuggler sees who is booked twice."""
    teams = {one.id: one for one in where.rollout.teams}
    free, chosen = {}, {}
    for one in sorted(activities, key=lambda one: (dates.start[one.name], dates.finish[one.name])):
        if one.part not in ("work", "gate") or one.team is None:
            continue
        joined = people(teams[one.team])
        start = datetime.fromtimestamp(dates.start[one.name], UTC).astimezone(where.zones("")).date()
        there = [
            name
            for name, since in joined.items()
            if (since is None or since <= start) and free.get(name, 0) <= dates.start[one.name]
        ]
        chosen[one.name] = there[: int(one.people)]
        assert len(chosen[one.name]) == one.people
        free.update(dict.fromkeys(chosen[one.name], dates.finish[one.name]))
    return chosen


def people(team):
    count, found = 0, {}
    for since, number in ((None, team.people), *((one.on, one.people) for one in team.changes)):
        while count < number:
            count += 1
            found[f"{word(team.id)}_{count}"] = since
    return found


def word(name):
    return "a_" + "".join(one if one.isalnum() else "_" for one in name)


def hours_of(activity, steps, gates, day_hours):
    if activity.part == "gate":
        return gates[activity.pitfall].days.likely * day_hours
    one = steps[activity.step]
    days = {
        "work": one.days,
        "check": one.customer_check and one.customer_check.days,
        "pilot": one.pilot and one.pilot.days,
        "test": one.exit_test and one.exit_test.days,
    }[activity.part]
    return (days.likely if days else 0) * day_hours


def written(dates, where):
    """Return the plan in TaskJuggler's language."""
    rollout, zone = where.rollout, where.zones("")
    steps, calendars = dates.arrangement.steps, {one.id: one for one in rollout.calendars}
    gates = {gate.pitfall: gate for gate in rollout.gates}
    teams = {one.id: one for one in rollout.teams}
    last = rollout.start + timedelta(days=1400)
    chosen = who_works(dates.activities, dates, where)
    used = [calendars[one.calendar] for one in rollout.teams]
    first = rollout.start - timedelta(days=9)  # its frame is in UTC
    head = (
        f'project p "p" {first} - {last} {{\n  timezone "{zone}"\n  timingresolution 30min\n'
        f"  now {rollout.start}\n  dailyworkinghours {rollout.day_hours:g}\n}}\n"
    )
    text = [head, *shifts(used)]
    for team in rollout.teams:
        calendar = calendars[team.calendar]
        text += [person(who, calendar, (first, since), last) for who, since in people(team).items()]
    tasks = []
    for one in dates.activities:
        lines = [f"depends {', '.join(f'!{word(other)}' for other in one.after)}"] if one.after else []
        if one.part in GIVEN:
            start, end = (datetime.fromtimestamp(at[one.name], zone) for at in (dates.start, dates.finish))
            lines.append(f"start {start:%Y-%m-%d-%H:%M}")
            lines += [f"end {end:%Y-%m-%d-%H:%M}"] if end > start else []
        else:
            if not one.after:
                lines.append(f"start {rollout.start}")
            effort = hours_of(one, steps, gates, rollout.day_hours)
            if effort and one.name in chosen:
                names = chosen[one.name]
                together = [f"{who} {{ mandatory }}" for who in names]
                lines += [f"effort {effort * len(names):g}h", f"allocate {', '.join(together)}"]
            elif effort:
                team = teams[steps[one.step].team]
                text.append(person(f"r_{word(one.name)}", calendars[team.calendar], (first, None), last))
                lines += [f"effort {effort:g}h", f"allocate r_{word(one.name)}"]
        inside = "\n  ".join(lines)
        tasks.append(f'task {word(one.name)} "{one.name}" {{\n  {inside}\n}}\n')
    report = (
        'taskreport out "out" {\n  formats csv\n  columns id, start, end\n  timeformat "%Y-%m-%d %H:%M"\n}\n'
    )
    return "".join([*text, *tasks, report])


def theirs(text, folder):
    """Return the start and the end of each task as TaskJuggler works them out."""
    (folder / "plan.tjp").write_text(text, "utf-8")
    done = subprocess.run(
        [shutil.which("tj3"), "--silent", "-o", folder, folder / "plan.tjp"],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file, delimiter=";")]
    return {row["Id"]: [datetime.fromisoformat(row[one]) for one in ("Start", "End")] for row in rows}


def same_dates(arrangement, where, folder):
    dates = likely_dates(arrangement, where)
    found = theirs(written(dates, where), folder)
    zone, counted = where.zones(""), defaultdict(int)
    assert len(found) == len(dates.activities) > 0
    for one in dates.activities:
        start, end = (
            datetime.fromtimestamp(at[one.name], zone).replace(tzinfo=None)
            for at in (dates.start, dates.finish)
        )
        assert found[word(one.name)][1] == end, one
        if end > start:  # what takes no time may wait for its hours there, and does not here
            assert found[word(one.name)][0] == start, one
            counted[one.part] += 1
    return counted


# -- the example


@pytest.mark.parametrize("place", range(4))
def test_the_dates_of_shanghai_gm_are_those_of_taskjuggler(place, tmp_path):
    engagement = read_engagement(examples() / "shanghai-gm").engagement
    rollout, zone = certain(engagement.rollout), engagement.profile.time_zone
    asked = {gate.pitfall for gate in rollout.gates}
    where = Setting(
        rollout,
        engagement.touchmap,
        lambda name: ZoneInfo(name or zone),
        engagement.profile.as_of,
        frozenset(asked),
    )
    counted = same_dates(certain(arrange(rollout, rollout.options[place])), where, tmp_path)
    assert counted["work"] + counted["check"] + counted["test"] >= 10


# -- plans drawn at random


def drawn(number):
    random = Random(number)
    first = date(2001, 1, 1)
    hours = [
        ("mon-fri", "08:30-12:00 13:00-17:30"),
        ("mon-thu", "07:00-11:00 12:00-18:00"),
        ("tue-sat", "10:00-18:00"),
    ]
    calendars, teams = [], []
    for place, (days, times) in enumerate(hours):
        closed = first + timedelta(days=random.randint(5, 60))
        period = Period(closed, closed + timedelta(days=random.randint(0, 9)))
        late = first + timedelta(days=random.randint(80, 120))
        free = Period(late, late + timedelta(days=3))
        sundays = [first + timedelta(days=6 + 7 * random.randint(10 * n, 10 * n + 9)) for n in range(2)]
        extra = tuple(ExtraDay(one, times) for one in sundays)
        calendars.append(
            Calendar(f"c{place}", hours=(f"{days} {times}",), closed=(period, free), extra=extra)
        )
        more = CapacityFrom(first + timedelta(days=random.randint(20, 50)), 4.0)
        teams.append(Team(f"t{place}", people=2.0, changes=(more,), calendar=f"c{place}"))
    steps, names = [], []
    for place in range(random.randint(8, 12)):
        name = f"s{place}"
        after = tuple(sorted(random.sample(names[-4:], min(len(names), random.randint(0, 2)))))
        test = ExitTest(Text(), days=fixed(random.randint(1, 4))) if random.random() < 0.5 else None
        pilot = Pilot(0.1, days=fixed(random.randint(1, 9))) if random.random() < 0.3 else None
        work, team, number_of = random.randint(1, 15), f"t{random.randrange(3)}", float(random.randint(1, 2))
        fields_ = {"after": after, "team": team, "calendar": None, "people": number_of}
        steps.append(step(name, work, exit_test=test, pilot=pilot, **fields_))
        names.append(name)
    zone = random.choice(("Europe/Berlin", "America/New_York", "Asia/Shanghai"))
    return setting(*steps, zone=zone, day_hours=8.0, calendars=tuple(calendars), teams=tuple(teams))


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("waves", [False, True], ids=["one by one", "waves"])
def test_dates_of_plans_at_random_are_those_of_taskjuggler(number, waves, tmp_path):
    where = drawn(number)
    names = [one.id for one in where.rollout.steps]
    how = {"waves": (tuple(names[:4]), tuple(names[4:]))} if waves else {}
    counted = same_dates(option(where, **how), where, tmp_path)
    assert counted["work"] == len(names)
