"""Milestones of an option as an iCalendar file (RFC 5545): go-lives, pilots, exit tests, gates, deadlines.

Written with a few lines of our own: a library would bring time zones and
recurrences that nothing here needs.  Times are instants in UTC, so no
time zone has to be described; a day stands as a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from readiness.reports.words import Words
from readiness.rollout.likely_dates import LikelyDates
from readiness.rollout.model import Deadline, Rollout
from readiness.rollout.worktime import FAR
from readiness.scalars import Text

OCTETS = 75
"""The longest line without its end (RFC 5545, 3.1)."""
PRODUCT = "-//readiness//rollout//EN"
_TOLD = ("gate", "pilot", "cut-over", "test")
_ESCAPED = re.compile(r"[\\;,]")
_BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Event:
    """Something that happens: at instants in seconds, or on whole days."""

    identity: str
    summary: str
    start: int | date
    end: int | date
    """Not included; the same as ``start`` for a moment."""
    about: str = ""


def render(dates: LikelyDates, rollout: Rollout, words: Words, *, as_of: date) -> bytes:
    """Return the calendar of an option; the same input gives the same octets.

    What never happens is left out.  ``as_of`` becomes the time stamp of every event.
    """
    title = words.title(rollout.title, rollout.id)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(str(title))}",
    ]
    for event in events(dates, rollout, words):
        lines += _event(event, f"{as_of:%Y%m%d}T000000Z")
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def events(dates: LikelyDates, rollout: Rollout, words: Words) -> Iterator[Event]:
    """Yield what stands in the calendar of an option, in the order of the plan, then the deadlines."""
    option = dates.arrangement
    title = option.option.title if option.option is not None else Text()
    name = words.title(title, option.id)
    about = str(words.say("rollout-exchange.event.about", option=name))
    for activity in dates.activities:
        start, end = dates.start[activity.name], dates.finish[activity.name]
        if activity.part not in _TOLD or end >= FAR:
            continue
        if start == end and activity.part != "cut-over":
            continue
        if activity.pitfall is not None:
            what = words.say(f"pitfalls.{activity.pitfall}.short")
        else:
            what = words.listed(words.title(option.steps[one].title, one) for one in activity.steps)
        key = f"rollout-exchange.event.{activity.part}"
        summary = str(words.say(key, what=what))
        identity = f"{rollout.id}.{option.id}.{activity.part}.{activity.step}"
        yield Event(identity, summary, start, end, about)
    yield from (_deadline(one, rollout, words) for one in rollout.deadlines)


def _deadline(deadline: Deadline, rollout: Rollout, words: Words) -> Event:
    title = words.title(deadline.title, deadline.id)
    summary = str(words.say("rollout-exchange.event.deadline", what=title))
    period = deadline.period
    return Event(f"{rollout.id}.deadline.{deadline.id}", summary, period.first, period.end)


def _event(event: Event, stamp: str) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.identity}@readiness"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART{_moment(event.start)}"
    if event.end != event.start:
        yield f"DTEND{_moment(event.end)}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.about:
        yield f"DESCRIPTION:{escaped(event.about)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: int | date) -> str:
    if isinstance(at, date):
        return f";VALUE=DATE:{at:%Y%m%d}"
    return f":{datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Return a text as a value of iCalendar; control characters become a mark (RFC 5545, 3.3.11)."""
    kept = _CONTROL.sub("\ufffd", _BREAKS.sub("\n", text))
    return _ESCAPED.sub(r"\\\g<0>", kept).replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a line broken so that no part has more than 75 octets; no character is cut."""
    parts, room, part = [], OCTETS, ""
    for char in line:
        size = len(char.encode())
        if size > room:
            parts.append(part)
            part, room = "", OCTETS - 1  # the blank that begins a further part
        part += char
        room -= size
    return "\r\n ".join((*parts, part))
