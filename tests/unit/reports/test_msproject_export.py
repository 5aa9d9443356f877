"""Microsoft Project XML as another reader sees it: a naive one, written after the schema of Project 2007."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from readiness.folder import library
from readiness.reports.exchange.msproject import render
from readiness.reports.words import Words
from readiness.resources import examples
from readiness.rollout.likely_dates import likely_dates
from readiness.rollout.localtime import midnight
from readiness.services.rollouts import open_rollout

MS = "{http://schemas.microsoft.com/project}"
ID, ROLE, OF = "188743731", "188743734", "188743749"
# in the order of mspdi_pj12.xsd; only what is written here
ORDER = {
    "Project": "SaveVersion Name Title Subject Category ScheduleFromStart StartDate FinishDate CurrencyCode"
    " CalendarUID MinutesPerDay MinutesPerWeek"
    " DaysPerMonth ExtendedAttributes Calendars Tasks Resources Assignments",
    "Task": "UID ID Name Type IsNull OutlineNumber OutlineLevel Start Finish Duration DurationFormat"
    " Milestone Summary FixedCost PercentComplete ActualStart ActualFinish ConstraintType CalendarUID"
    " ConstraintDate Notes PredecessorLink ExtendedAttribute Baseline",
    "Resource": "UID ID Name Type Code MaxUnits CalendarUID AvailabilityPeriods",
    "Assignment": "UID TaskUID ResourceUID Units Work",
    "Calendar": "UID Name IsBaseCalendar BaseCalendarUID WeekDays Exceptions",
    "Exception": "EnteredByOccurrences TimePeriod Occurrences Type DayWorking WorkingTimes",
    "WeekDay": "DayType DayWorking WorkingTimes",
}


@pytest.fixture(scope="module", params=["boise-office", "shanghai-gm"])
def case(request):
    return open_rollout(examples() / request.param, "en")


@pytest.fixture(scope="module")
def written(case):
    def write(arrangement, language="en"):
        dates = likely_dates(arrangement, case.setting)
        words = Words(library.phrases(language), "en")
        return dates, ET.fromstring(render(dates, case.setting, words, currency=case.currency))  # noqa: S314 - our own

    return write


def text(element, name):
    return element.findtext(f"{MS}{name}")


def custom(task):
    return {text(one, "FieldID"): text(one, "Value") for one in task.iter(f"{MS}ExtendedAttribute")}


def owner(task):
    """Return the step whose row, part or go-live alone a task is."""
    return custom(task).get(OF, custom(task)[ID])


def tasks(root):
    return root.findall(f"{MS}Tasks/{MS}Task")


def test_elements_stand_in_the_order_of_the_schema(case, written):
    for arrangement in case.arrangements:
        _, root = written(arrangement)
        for name, order in ORDER.items():
            for element in root.iter(f"{MS}{name}"):
                places = [order.split().index(one.tag.removeprefix(MS)) for one in element]
                assert places == sorted(places), (name, [one.tag for one in element])


def test_tasks_are_the_steps_with_their_dates_links_and_people(case, written):
    for arrangement in case.arrangements:
        dates, root = written(arrangement)
        by_number = {text(task, "UID"): task for task in tasks(root)}
        assert len(by_number) == len(tasks(root))
        steps = {custom(task)[ID]: task for task in tasks(root) if custom(task).get(ROLE) == "step"}
        live = {name for name, step in arrangement.steps.items() if step.done is not None}
        assert set(steps) == set(arrangement.order) | live
        for name in arrangement.order:
            task, step = steps[name], arrangement.steps[name]
            start = dates.start[f"{name}/work"]
            moment = datetime.fromtimestamp(start, UTC).astimezone(case.zone)
            assert text(task, "Start") == moment.strftime("%Y-%m-%dT%H:%M:%S")
            assert seconds(text(task, "Duration")) == round(step.days.likely * 3600 * case.rollout.day_hours)
            links = [by_number[text(one, "PredecessorUID")] for one in task.iter(f"{MS}PredecessorLink")]
            named = {owner(one) for one in links if owner(one) in steps}
            assert named == {one for one in step.after if one in steps}
            barrier = [custom(one)[ID] for one in links if custom(one)[ROLE] in ("go-live", "wave-end")]
            if arrangement.barriers:
                wave = arrangement.wave_of[name]
                assert [one.rpartition("-")[2] for one in barrier] == [str(wave)] * (wave > 0)
            assert {custom(one)[OF] for one in links if custom(one)[ROLE] == "gate"} == set(step.gate)
        people = {text(one, "UID"): text(one, "Code") for one in root.iter(f"{MS}Resource")}
        given = {
            custom(by_number[text(one, "TaskUID")])[ID]: (
                people[text(one, "ResourceUID")],
                float(text(one, "Units")),
            )
            for one in root.iter(f"{MS}Assignment")
        }
        wanted = {
            name: (arrangement.steps[name].team, arrangement.steps[name].people)
            for name in steps
            if arrangement.steps[name].team
        } | {one.pitfall: (one.team, 1) for one in case.rollout.gates if one.team and one.days is not None}
        assert given == wanted


def test_waves_are_summaries_with_a_milestone_at_the_go_live(case, written):
    arrangement = next(one for one in case.arrangements if one.barriers and len(one.waves) > 1)
    dates, root = written(arrangement)
    stack = []
    for task in tasks(root):
        level = int(text(task, "OutlineLevel"))
        if text(task, "Summary") == "1":
            stack.append([])
        elif level == 2:
            stack[-1].append(task)
    steps = [[custom(task)[ID] for task in wave if custom(task)[ROLE] == "step"] for wave in stack]
    assert steps == [*map(list, arrangement.waves)]
    for number, parts in enumerate(stack):
        wave = [task for task in parts if custom(task)[ROLE] == "go-live"]
        assert len(wave) == 1
        last = max(dates.live[name] for name in arrangement.waves[number])
        moment = datetime.fromtimestamp(last, UTC).astimezone(case.zone)
        assert (text(wave[-1], "Milestone"), text(wave[-1], "Duration")) == ("1", "PT0H0M0S")
        assert text(wave[-1], "ConstraintDate") == moment.strftime("%Y-%m-%dT%H:%M:%S")
        assert text(wave[-1].find(f"{MS}Baseline"), "Finish") == moment.strftime("%Y-%m-%dT%H:%M:%S")


def seconds(duration):
    hours, rest = duration.removeprefix("PT").split("H")
    minutes, rest = rest.split("M")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest.removesuffix("S"))


def open_minutes(calendar, day):
    """Count the working minutes of a day as Project would: its exception, else its day of the week."""
    for one in calendar.iter(f"{MS}Exception"):
        first, last = (text(one.find(f"{MS}TimePeriod"), name)[:10] for name in ("FromDate", "ToDate"))
        if first <= day.isoformat() <= last:
            return minutes(one)
    number = str(day.isoweekday() % 7 + 1)
    found = [one for one in calendar.iter(f"{MS}WeekDay") if text(one, "DayType") == number]
    assert len(found) == 1
    return minutes(found[0])


def minutes(element):
    total = 0
    for one in element.iter(f"{MS}WorkingTime"):
        first, last = (text(one, name).split(":") for name in ("FromTime", "ToTime"))
        start, end = (int(clock[0]) * 60 + int(clock[1]) for clock in (first, last))
        total += (end or 1440) - start
    assert (total > 0) == (text(element, "DayWorking") == "1")
    return total


def test_calendars_of_teams_are_open_as_long_as_the_plan_says(case, written):
    _, root = written(case.arrangements[0])
    calendars = {text(one, "UID"): one for one in root.iter(f"{MS}Calendar")}
    blocked = [one.period for one in case.rollout.blackouts if "work" in one.blocks]
    compared = 0
    for resource in root.iter(f"{MS}Resource"):
        time = case.setting.team_time(text(resource, "Code"))
        calendar = calendars[text(resource, "CalendarUID")]
        assert (text(calendar, "IsBaseCalendar"), len(calendar)) == ("0", 4)  # it says nothing of its own
        calendar = calendars[text(calendar, "BaseCalendarUID")]
        day = max(case.setting.first, date(1990, 1, 1))
        for _ in range(400):
            instants = [midnight(one, case.zone) for one in (day, day + timedelta(days=1))]
            worked = int(time.worked(instants[1]) - time.worked(instants[0])) // 60
            if not any(day in period for period in blocked):
                assert worked == open_minutes(calendar, day), day
                compared += 1
            day += timedelta(days=1)
    assert compared > 400


def test_it_is_written_in_the_language_that_was_asked_for(case, written):
    arrangement = next(one for one in case.arrangements if one.barriers)
    names = {
        language: [text(task, "Name") for task in tasks(written(arrangement, language)[1])]
        for language in ("en", "zh-Hant", "zh-Hans")
    }
    assert (
        names["en"].index("Wave 1") == names["zh-Hant"].index("第 1 批") == names["zh-Hans"].index("第 1 批")
    )
