"""Plans as Microsoft Project, ProjectLibre and GanttProject write them, after their documented shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.errors import Refused
from readiness.folder.exchange.msproject import read_msproject
from readiness.folder.exchange.msproject_fields import read_duration
from readiness.folder.exchange.rollout_draft import PlanRequest
from readiness.folder.parse import parse
from readiness.folder.source import Limits, Source

SPACE = 'xmlns="http://schemas.microsoft.com/project"'
FILE = Path("plan.xml")


def read(text, encoding="utf-8"):
    octets = text if isinstance(text, bytes) else text.encode(encoding)
    return read_msproject(octets, FILE, PlanRequest("plan.xml")).finished("remark")


def task(uid, name, *more, days=None, level=1):
    length = "" if days is None else f"<Duration>PT{days * 8}H0M0S</Duration>"
    inside = f"<Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>{length}{''.join(more)}"
    return f"<Task><UID>{uid}</UID><ID>{uid}</ID>{inside}</Task>"


def after(uid, kind=1, lag=0):
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>7</LagFormat></PredecessorLink>"
    )


def plan(*tasks, rest="", head=""):
    return (
        f"<?xml version='1.0'?>\n<Project {SPACE}>{head}\n<Tasks>"
        + "\n".join(tasks)
        + f"</Tasks>{rest}</Project>"
    )


def codes(reading):
    return [one.code for one in reading.diagnostics]


def lost(reading):
    return {(one.code, one.at, one.word) for one in reading.lost}


PROJECT = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project {SPACE}>
  <SaveVersion>14</SaveVersion><Name>crm.mpp</Name><Title>CRM in steps</Title>
  <StartDate>2027-01-11T08:00:00</StartDate><CalendarUID>1</CalendarUID>
  <MinutesPerDay>480</MinutesPerDay>
  <ExtendedAttributes>
    <ExtendedAttribute><FieldID>188743783</FieldID><FieldName>Duration1</FieldName></ExtendedAttribute>
  </ExtendedAttributes>
  <Calendars>
    <Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>
      <BaseCalendarUID>-1</BaseCalendarUID>
      <WeekDays>
        <WeekDay><DayType>1</DayType><DayWorking>0</DayWorking></WeekDay>
        {
    "".join(
        f'''<WeekDay><DayType>{number}</DayType><DayWorking>1</DayWorking><WorkingTimes>
          <WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>
          <WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime>
        </WorkingTimes></WeekDay>'''
        for number in range(2, 7)
    )
}
        <WeekDay><DayType>7</DayType><DayWorking>0</DayWorking></WeekDay>
        <WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod>
          <FromDate>2027-02-06T00:00:00</FromDate><ToDate>2027-02-12T23:59:00</ToDate></TimePeriod></WeekDay>
      </WeekDays>
      <Exceptions>
        <Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod>
          <FromDate>2027-02-06T00:00:00</FromDate><ToDate>2027-02-12T23:59:00</ToDate></TimePeriod>
          <Occurrences>7</Occurrences><Name>Spring Festival</Name><Type>1</Type>
          <DayWorking>0</DayWorking></Exception>
        <Exception><TimePeriod><FromDate>2027-02-20T00:00:00</FromDate>
          <ToDate>2027-02-20T23:59:00</ToDate></TimePeriod><Occurrences>1</Occurrences><Name>Makes up</Name>
          <Type>1</Type><DayWorking>1</DayWorking><WorkingTimes>
          <WorkingTime><FromTime>09:00:00</FromTime><ToTime>15:00:00</ToTime></WorkingTime>
          </WorkingTimes></Exception>
        <Exception><TimePeriod><FromDate>2027-05-01T00:00:00</FromDate>
          <ToDate>2036-05-01T23:59:00</ToDate></TimePeriod><Occurrences>10</Occurrences>
          <Name>Labour Day</Name><Type>2</Type><DayWorking>0</DayWorking></Exception>
      </Exceptions></Calendar>
    <Calendar><UID>3</UID><Name>Ann</Name><IsBaseCalendar>0</IsBaseCalendar>
      <BaseCalendarUID>1</BaseCalendarUID></Calendar>
    <Calendar><UID>4</UID><Name>Bo</Name><IsBaseCalendar>0</IsBaseCalendar><BaseCalendarUID>1</BaseCalendarUID>
      <WeekDays><WeekDay><DayType>6</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays></Calendar>
  </Calendars>
  <Tasks>
    {task(0, "CRM in steps", level=0)}
    {task(1, "Prepare", level=1)}
    {
    task(
        2,
        "Ways of working",
        "<Notes>First of all</Notes><FixedCost>250000</FixedCost>"
        "<ExtendedAttribute><FieldID>188743783</FieldID><Value>PT40H0M0S</Value></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743784</FieldID><Value>PT64H0M0S</Value></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743785</FieldID><Value>PT160H0M0S</Value></ExtendedAttribute>",
        level=2,
    )
}
    {task(3, "Customer database", after(2), days=30, level=2)}
    <Task><UID>9</UID><ID>9</ID><IsNull>1</IsNull></Task>
    {task(4, "Phone", after(1), after(3, 3), days=10)}
    {task(5, "Live", "<Milestone>1</Milestone>", after(4, 1, 4800), days=0)}
  </Tasks>
  <Resources>
    <Resource><UID>0</UID><ID>0</ID><Type>1</Type><IsNull>0</IsNull></Resource>
    <Resource><UID>1</UID><Name>Ann</Name><Type>1</Type><MaxUnits>1.00</MaxUnits><CalendarUID>3</CalendarUID></Resource>
    <Resource><UID>2</UID><Name>Bo</Name><Type>1</Type><MaxUnits>2.00</MaxUnits><CalendarUID>4</CalendarUID></Resource>
    <Resource><UID>3</UID><Name>Paper</Name><Type>0</Type></Resource>
  </Resources>
  <Assignments>
    <Assignment><UID>1</UID><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units></Assignment>
    <Assignment><UID>2</UID><TaskUID>3</TaskUID><ResourceUID>2</ResourceUID><Units>2</Units></Assignment>
    <Assignment><UID>3</UID><TaskUID>3</TaskUID><ResourceUID>1</ResourceUID><Units>0.5</Units></Assignment>
    <Assignment><UID>4</UID><TaskUID>4</TaskUID><ResourceUID>-65535</ResourceUID><Units>1</Units></Assignment>
  </Assignments>
</Project>"""


def test_a_plan_of_microsoft_project():
    reading = read(PROJECT)
    assert codes(reading) == []
    rollout = reading.rollout
    assert (rollout.id, str(rollout.title), str(rollout.start)) == (
        "crm-in-steps",
        "CRM in steps",
        "2027-01-11",
    )
    steps = rollout.pool
    assert [*steps] == ["ways-of-working", "customer-database", "phone", "live"]
    first = steps["ways-of-working"]
    assert (first.days.shape, first.days.points) == ("pert", (5.0, 8.0, 20.0))
    assert (str(first.note), first.cost.once.points) == ("First of all", (2500.0,))
    assert str(first.days.evidence.source) == "plan.xml, UID 2"
    assert first.days.evidence.grade == first.evidence.grade == "assumed"
    second = steps["customer-database"]
    assert (second.team, second.people, second.after, second.days.points) == (
        "bo",
        2,
        ("ways-of-working",),
        (30.0,),
    )
    # what waits for a group waits for all in it; the link from start to start is left out
    assert steps["phone"].after == ("ways-of-working", "customer-database")
    assert steps["live"].days.is_nothing
    assert rollout.options[0].order == tuple(steps)


def test_calendars_of_microsoft_project():
    rollout = read(PROJECT).rollout
    calendars = {one.id: one for one in rollout.calendars}
    assert {team.id: (team.people, team.calendar) for team in rollout.teams} == {
        "ann": (1, "standard"),
        "bo": (2, "bo"),
    }
    whole, short = calendars["standard"], calendars["bo"]
    assert whole.hours == ("mon-fri 08:00-12:00", "mon-fri 13:00-17:00")
    assert short.hours == ("mon-thu 08:00-12:00", "mon-thu 13:00-17:00")
    for one in (whole, short):  # what is written in the old way and the new stands once
        assert [(str(day.first), str(day.last)) for day in one.closed] == [("2027-02-06", "2027-02-12")]
        assert [(str(day.on), day.hours) for day in one.extra] == [("2027-02-20", "09:00-15:00")]


def test_what_no_rollout_holds_is_listed():
    assert lost(read(PROJECT)) == {
        ("calendar-recurring", "Standard", "Labour Day"),
        ("link", "Phone", "SS"),
        ("lag", "Live", ""),
        ("resource", "Paper", ""),
        ("assignment", "Customer database", "Ann"),
        ("group", "Prepare", ""),
    }


@pytest.mark.parametrize(("kind", "word"), [(0, "FF"), (2, "SF"), (3, "SS")])
def test_only_links_from_end_to_start_are_kept(kind, word):
    reading = read(plan(task(1, "A", days=1), task(2, "B", after(1, kind), days=1)))
    assert reading.rollout.pool["b"].after == ()
    assert lost(reading) == {("link", "B", word)}


def test_a_negative_lag_is_told_and_its_link_kept():
    reading = read(plan(task(1, "A", days=1), task(2, "B", after(1, 1, -4800), days=1)))
    assert reading.rollout.pool["b"].after == ("a",)
    assert lost(reading) == {("lag-negative", "B", "")}


def test_projectlibre_writes_a_prefix_few_elements_and_a_summary_of_the_project():
    text = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<ns2:Project xmlns:ns2="http://schemas.microsoft.com/project"><ns2:Name>Plan</ns2:Name>
<ns2:CalendarUID>7</ns2:CalendarUID>
<ns2:Calendars><ns2:Calendar><ns2:UID>7</ns2:UID><ns2:Name>24 Hours</ns2:Name>
<ns2:IsBaseCalendar>true</ns2:IsBaseCalendar><ns2:WeekDays>{
        "".join(
            f'''<ns2:WeekDay><ns2:DayType>{day}</ns2:DayType>
<ns2:DayWorking>true</ns2:DayWorking><ns2:WorkingTimes><ns2:WorkingTime><ns2:FromTime>00:00:00</ns2:FromTime>
<ns2:ToTime>00:00:00</ns2:ToTime></ns2:WorkingTime></ns2:WorkingTimes></ns2:WeekDay>'''
            for day in range(1, 8)
        )
    }
</ns2:WeekDays></ns2:Calendar></ns2:Calendars>
<ns2:Tasks><ns2:Task><ns2:UID>1</ns2:UID><ns2:Name>Clean the records</ns2:Name>
<ns2:OutlineLevel>1</ns2:OutlineLevel><ns2:Duration>P0DT12H30M0.0S</ns2:Duration></ns2:Task></ns2:Tasks></ns2:Project>"""
    rollout = read(text).rollout
    step = rollout.pool["clean-the-records"]
    assert step.days.points == (1.5625,)
    assert step.calendar == "24-hours"
    assert rollout.calendars[0].hours == ("mon-sun 00:00-24:00",)


def test_ganttproject_writes_no_outline_level_and_words_for_types():
    text = f"""<Project {SPACE}><Title>Filiale</Title><Tasks>
<Task><UID>5</UID><Name>Übergabe</Name><Duration>PT16H0M0S</Duration><Manual>1</Manual></Task>
<Task><UID>6</UID><Name>Übergabe</Name><Duration>PT24H0M0S</Duration><DurationFormat>8</DurationFormat>
<PredecessorLink><PredecessorUID>5</PredecessorUID></PredecessorLink></Task></Tasks></Project>"""
    for encoding in ("utf-8", "utf-16", "latin-1"):
        declared = f'<?xml version="1.0" encoding="{encoding}"?>\n{text}'
        reading = read(declared, encoding)
        assert codes(reading) == [], encoding
        assert [*reading.rollout.pool] == ["ubergabe", "ubergabe-2"]
        if encoding != "latin-1":  # whose marks are not known before the text is read
            assert "<Name>Übergabe</Name>" in reading.sources["plan.xml"].lines[2]
        assert reading.rollout.pool["ubergabe-2"].after == ("ubergabe",)
        assert reading.rollout.pool["ubergabe-2"].days.points == (1.0,)  # a day through the night
        assert lost(reading) == {("elapsed", "Übergabe", "")}


def test_names_without_latin_letters_get_ids_by_number():
    reading = read(plan(task(3, "统一客户资料", days=2), task(4, "上线", after(3), days=0)))
    assert {key: str(step.title) for key, step in reading.rollout.pool.items()} == {
        "step-3": "统一客户资料",
        "step-4": "上线",
    }


def test_more_people_than_there_are_make_the_team_larger():
    rest = (
        "<Resources><Resource><UID>1</UID><Name>Ann</Name><MaxUnits>1</MaxUnits></Resource></Resources>"
        "<Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>3</Units></Assignment>"
        "</Assignments>"
    )
    reading = read(plan(task(1, "A", days=1), rest=rest))
    assert codes(reading) == []
    assert reading.rollout.teams[0].people == 3
    assert ("overloaded", "Ann", "") in lost(reading)


def test_the_text_says_the_same_as_the_value():
    reading = read(PROJECT)
    assert reading.text.startswith("format: rollout/1\n# remark\n")
    record, problems = parse(Source("rollout.yaml", reading.text), Limits())
    assert not problems
    assert [one["id"] for one in record["steps"]] == [*reading.rollout.pool]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT8H0M0S", 28800), ("PT0H30M0S", 1800), ("P1DT1H", 90000), ("PT1.5H", 5400), ("PT0S", 0),
     ("", None), ("PT", None), ("P", None), ("-PT8H0M0S", None), ("8 days", None), ("PT999999999H0M0S", None),
     ("PT٨H0M0S", None)],
)  # fmt: skip
def test_durations(text, seconds):
    assert read_duration(text) == seconds


# -- hostile files


def test_a_circle_of_links_is_told_at_its_line():
    reading = read(plan(task(1, "A", after(2), days=1), task(2, "B", after(1), days=1)))
    assert codes(reading) == ["rollout-circle"]
    assert reading.diagnostics[0].span.line == 3


def test_a_task_that_waits_for_itself_and_one_for_nothing():
    reading = read(plan(task(1, "A", after(1), days=1), task(2, "B", after(77), days=1)))
    assert sorted(codes(reading)) == ["plan-link-unknown"]  # a warning, which stops the further checks here
    reading = read(plan(task(1, "A", after(1), days=1)))
    assert codes(reading) == ["rollout-circle"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "plan-xml", 1),
        ("no xml", "plan-xml", 1),
        (f"<Project {SPACE}>\n<Tasks>\n<Task>", "plan-xml", 3),
        (f"<?xml version='1.0' encoding='none-such'?><Project {SPACE}/>", "plan-xml", 1),
        ("<?xml version='1.0'?>\n<graphml/>", "not-msproject", 2),
        ('<project name="GanttProject"><tasks/></project>', "not-msproject", 1),
        (f"<Project {SPACE}/>", "plan-empty", 1),
        (f"<Project {SPACE}>\n<Tasks/></Project>", "plan-empty", 2),
    ],
)
def test_broken_and_strange_files(text, code, line):
    reading = read(text)
    assert codes(reading) == [code]
    assert reading.diagnostics[0].span.line == line


def test_latin_1_without_a_word_about_it_is_told_at_its_line():
    reading = read(plan(task(1, "Ü", days=1)).encode("latin-1"))
    assert codes(reading) == ["plan-xml"]
    assert reading.diagnostics[0].span.line == 3


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused(head):
    with pytest.raises(Refused, match="import-entities"):
        read(f"<?xml version='1.0'?>{head}<Project {SPACE}><Name>&f;</Name></Project>")


def test_too_deep_is_refused():
    with pytest.raises(Refused, match="plan-too-large"):
        read("<Project>" + "<a>" * 100 + "</a>" * 100 + "</Project>")


def test_ten_thousand_tasks_are_told():
    reading = read(plan(*(task(n, f"T{n}", after(n - 1), days=1) for n in range(1, 10_001))))
    assert codes(reading) == ["rollout-too-large"]
    reading = read(plan(*(task(n, f"T{n}", days=1) for n in range(1, 502))))
    assert codes(reading) == ["rollout-too-large"]
    assert reading.diagnostics[0].span.line == 3 + 500


def test_links_between_large_groups_end():
    half = 240
    rows = [task(1, "G"), *(task(n, f"A{n}", days=1, level=2) for n in range(10, 10 + half))]
    rows += [task(2, "H", after(1)), *(task(n, f"B{n}", days=1, level=2) for n in range(300, 300 + half))]
    reading = read(plan(*rows))
    assert codes(reading) == []
    assert len(reading.rollout.pool["b300"].after) == half


def test_links_between_groups_that_stand_for_too_many_pairs_are_told():
    half, deep = 240, range(1, 6)
    rows = [task(n, f"G{n}", level=n) for n in deep]
    rows += [task(n, f"A{n}", days=1, level=6) for n in range(100, 100 + half)]
    rows += [task(10 + n, f"H{n}", *(after(m) for m in deep), level=n) for n in deep]
    rows += [task(n, f"B{n}", days=1, level=6) for n in range(400, 400 + half)]
    assert "plan-links" in codes(read(plan(*rows)))


def test_groups_within_groups_that_wait_for_each_other_end():
    rows = [task(n, f"G{n}", *(after(m) for m in range(1990, 2000)), level=n) for n in range(1, 2001)]
    assert codes(read(plan(*rows))) == ["rollout-circle"]


def test_more_teams_than_anybody_has_are_told():
    rest = "".join(f"<Resource><UID>{n}</UID><Name>R</Name></Resource>" for n in range(1, 1100))
    reading = read(plan(task(1, "A", days=1), rest=f"<Resources>{rest}</Resources>"))
    assert codes(reading) == ["rollout-too-large"]


def test_too_many_elements_are_refused():
    with pytest.raises(Refused, match="plan-too-large"):
        read(f"<Project {SPACE}>" + "<a/>" * 600_001 + "</Project>")


def test_unknown_calendars_and_those_that_stand_on_themselves():
    calendars = "<Calendars>" + "".join(
        f"<Calendar><UID>{n}</UID><Name>C{n}</Name><BaseCalendarUID>{(n + 1) % 3000}</BaseCalendarUID>"
        "<WeekDays/></Calendar>"
        for n in range(3000)
    ) + "</Calendars>"  # fmt: skip
    reading = read(plan(task(1, "A", "<CalendarUID>3</CalendarUID>", days=1),
                        task(2, "B", "<CalendarUID>9999</CalendarUID>", days=1), rest=calendars))  # fmt: skip
    assert codes(reading) == ["plan-calendar-unknown"]
    assert reading.rollout.pool["b"].calendar is None


def test_marks_that_turn_the_direction_and_control_characters():
    reading = read(plan(task(1, "evil\u202exe\x85", days=1)))
    assert "control-character" not in codes(
        reading
    )  # U+0085 ends a line, U+202E is a letter of some languages
    assert codes(read(plan(task(1, "x\u0086y", days=1)))) == ["control-character"]
    assert codes(read(plan(task(1, "x\x07y", days=1)))) == ["plan-xml"]


def test_odd_numbers_are_not_followed():
    text = plan(
        task(1, "A", "<OutlineLevel>999999999999999</OutlineLevel><FixedCost>1e999</FixedCost>"),
        "<Task><UID>99999999999999999999</UID><Name>huge</Name></Task>",
        "<Task><Name>no number</Name></Task>",
        task(3, "C", "<Duration>PT99999999999999999999H</Duration>"),
        head="<MinutesPerDay>0</MinutesPerDay><StartDate>2027-99-99T00:00:00</StartDate>",
    )
    reading = read(text)
    assert codes(reading) == []
    assert [*reading.rollout.pool] == ["a", "c"]
    assert {("no-duration", "A", ""), ("no-duration", "C", "")} <= lost(reading)
