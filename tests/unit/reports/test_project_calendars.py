"""Holidays with a day in them on which people work all the same, as Microsoft Project has them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

from readiness.folder import library
from readiness.reports.exchange.project_calendars import calendars
from readiness.reports.exchange.project_xml import document
from readiness.reports.words import Words
from readiness.rollout.fields import Period
from readiness.rollout.model import Calendar, ExtraDay, Rollout


def day(element, name):
    return element.findtext(f".//{{*}}{name}")[8:10]


def test_exceptions_never_overlap():
    closed = Period(date(2027, 2, 6), date(2027, 2, 12))
    days = tuple(ExtraDay(date(2027, 2, day), "09:00-12:00") for day in (12, 8, 20))
    rollout = Rollout("rollout/1", "r", calendars=(Calendar("c", closed=(closed,), extra=days),))
    root = ET.fromstring(document(calendars(rollout, Words(library.phrases("en")))))  # noqa: S314
    found = sorted(
        (
            one.findtext(".//{*}FromDate")[8:10],
            one.findtext(".//{*}ToDate")[8:10],
            one.findtext("{*}DayWorking"),
        )
        for one in root.iter()
        if one.tag.endswith("Exception")
    )
    assert found == [
        ("06", "07", "0"), ("08", "08", "1"), ("09", "11", "0"), ("12", "12", "1"), ("20", "20", "1"),
    ]  # fmt: skip
