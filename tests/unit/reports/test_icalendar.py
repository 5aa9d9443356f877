"""Lines of iCalendar: folded, escaped, and without what never happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import icalendar
from hypothesis import example, given
from hypothesis import strategies as st

from readiness.reports.exchange.icalendar import OCTETS, escaped, events, folded, render
from readiness.resources import examples
from readiness.rollout.likely_dates import likely_dates
from readiness.rollout.worktime import FAR
from readiness.services.rollouts import open_rollout

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300)


@given(TEXT)
@example("a" * 300)
@example("長" * 99)
def test_no_line_is_longer_than_75_octets_and_none_loses_a_character(text):
    lines = folded(text).split("\r\n ")
    assert all(len(line.encode()) + (place > 0) <= OCTETS for place, line in enumerate(lines))
    assert "".join(lines) == text


@given(TEXT, TEXT)
def test_another_reader_sees_the_text_that_was_escaped(one, other):
    text = f"{one}\n{other}"
    line = folded(f"SUMMARY:{escaped(text)}")
    head = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
    read = icalendar.Calendar.from_ical(f"{head}{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode())
    assert str(read.walk("VEVENT")[0]["SUMMARY"]) == text


def test_control_characters_become_a_mark():
    assert escaped("a\x00b\x1b[2Jc\r\nd") == "a\ufffdb\ufffd[2Jc\\nd"


def test_what_never_happens_is_not_in_the_calendar():
    case = open_rollout(examples() / "boise-office", "en")
    dates = likely_dates(case.arrangements[0], case.setting)
    whole = [*events(dates, case.rollout, case.words)]
    pilot = next(one.name for one in dates.activities if one.part == "pilot")
    never = replace(dates, finish={**dates.finish, pilot: FAR})
    assert len([*events(never, case.rollout, case.words)]) == len(whole) - 1
    read = icalendar.Calendar.from_ical(render(never, case.rollout, case.words, as_of=date(2001, 1, 1)))
    assert len(read.walk("VEVENT")) == len(whole) - 1
