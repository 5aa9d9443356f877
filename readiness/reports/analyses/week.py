"""The week in words: when buyers reach the company, when its records rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table, shortened
from readiness.reports.words import Words
from readiness.touchmap.analyses.week import Reach, Week, Window
from readiness.touchmap.hours import ALWAYS, DAY, Hours, Opening, clock, openings

_DAYS = ("hours.mon", "hours.tue", "hours.wed", "hours.thu", "hours.fri", "hours.sat", "hours.sun")
_OPENINGS = 4


def section(result: Week, namer: Namer) -> Section:
    """Return the week as sentences and the tables of buyers, needs and records."""
    say = namer.words.say
    people = tuple(reach for reach in result.buyers if reach.is_met)
    needs = tuple(reach for reach in result.needs if reach.is_met)
    tables = (
        _reaches(people, namer, (say("week.by-buyer"), say("week.head.buyer"))),
        _reaches(needs, namer, (say("week.by-need"), say("week.head.need"))),
        _windows(result.windows, namer),
    )
    return Section(
        "week",
        say("week.title"),
        (*_reached(result.company, namer), *_worst(people, namer), *_rests(result.windows, namer)),
        tuple(table for table in tables if table.rows),
    )


def hours_words(hours: Hours, words: Words) -> tuple[Line, ...]:
    """Return hours as words, one for each opening: Mon-Fri 19:00-07:00."""
    if not hours:
        return (words.say("hours.never"),)
    if hours == ALWAYS:
        return (words.say("hours.always"),)
    return tuple(_told(opening, words) for opening in openings(hours))


def _told(opening: Opening, words: Words) -> Line:
    say = words.say
    if opening.is_stretch:
        later, minute = divmod(opening.end, DAY)
        day = opening.days[0]
        first, last = say(_DAYS[day]), say(_DAYS[(day + later) % 7])
        return say("hours.stretch", first=first, start=clock(opening.start), last=last, end=clock(minute))
    runs = (
        say(_DAYS[first])
        if first == last
        else say("hours.run", first=say(_DAYS[first]), last=say(_DAYS[last]))
        for first, last in opening.runs
    )
    days = words.listed(runs)
    return say("hours.times", days=days, start=clock(opening.start), end=clock(opening.end))


def _first(told: tuple[Line, ...], words: Words) -> Line:
    """Return the first few openings as a list, and how many more there are."""
    left = len(told) - _OPENINGS
    more = [words.say("labels.more", number=words.number(left))] if left > 0 else []
    return words.listed([*told[:_OPENINGS], *more])


def _reached(company: Reach, namer: Namer) -> Iterator[Line]:
    words = namer.words
    say = words.say
    if not company.is_met:
        yield say("week.none")
        return
    if company.closed:
        yield say(
            "week.closed",
            hours=words.number(company.closed, 1),
            longest=words.number(company.longest_closed, 1),
        )
    elif company.unknown:
        yield say("week.partly", hours=words.number(company.open, 1))
    else:
        yield say("week.always")
    yield say("week.person", hours=words.number(company.person, 1))
    if company.unknown_channels:
        yield say("week.no-hours", channels=namer.titles(company.unknown_channels))
    if company.without_channel:
        yield say("week.no-channel", number=words.number(company.without_channel))


def _worst(people: Sequence[Reach], namer: Namer) -> Iterator[Line]:
    worst = max(people, key=lambda reach: reach.closed, default=None)
    if worst is not None and worst.closed and [reach.closed for reach in people].count(worst.closed) == 1:
        hours = namer.words.number(worst.closed, 1)
        yield namer.words.say("week.worst", buyer=namer.title(worst.subject), hours=hours)


def _rests(windows: Iterable[Window], namer: Namer) -> Iterator[Line]:
    words = namer.words
    data = [window for window in windows if window.element.startswith("data:")]
    blocked = [window.element for window in data if not window.hours]
    if blocked:
        yield words.say("week.blocked", elements=namer.titles(blocked))
    for window in data:
        if window.hours and window.records:
            values = {"element": namer.title(window.element), "hours": words.number(window.hours, 1)}
            key = "week.quiet" if window.is_certain else "week.quiet-at-most"
            yield words.say(key, **values)


def _reaches(reaches: Iterable[Reach], namer: Namer, titles: tuple[str, str]) -> Table:
    """Return who finds the doors closed for longest first, else in the order of the file."""
    words = namer.words
    say = words.say
    ordered = sorted(reaches, key=lambda reach: (-reach.closed, -reach.unknown))
    rows = [
        (
            namer.title(reach.subject),
            words.number(reach.open, 1),
            words.number(reach.person, 1),
            words.number(reach.closed, 1),
            words.number(reach.longest_closed, 1),
            words.number(reach.unknown, 1),
        )
        for reach in ordered
    ]
    head = (
        titles[1],
        say("week.head.open"),
        say("week.head.person"),
        say("week.head.closed"),
        say("week.head.longest"),
        say("week.head.unknown"),
    )
    return Table(head, shortened(rows, words), titles[0], frozenset(range(1, 6)))


def _windows(windows: Iterable[Window], namer: Namer) -> Table:
    """Return data objects and systems, those without a window first among each."""
    words = namer.words
    say = words.say
    ordered = sorted(windows, key=lambda window: (window.element.startswith("systems:"), window.hours))
    head = (
        say("week.head.element"),
        say("week.head.hours"),
        say("week.head.longest-window"),
        say("week.head.when"),
        say("week.head.rate"),
        say("week.head.blocking"),
    )
    rows = shortened([_window(window, namer) for window in ordered], words)
    return Table(head, rows, say("week.windows"), frozenset((1, 2, 4)))


def _window(window: Window, namer: Namer) -> tuple[str, ...]:
    words = namer.words

    def bounded(key: str, number: str) -> str:
        return number if window.is_certain else words.say(key, number=number)

    rate = "" if window.per_hour is None else bounded("week.at-least", words.number(window.per_hour))
    return (
        namer.title(window.element),
        bounded("week.at-most", words.number(window.hours, 1)),
        bounded("week.at-most", words.number(window.longest, 1)),
        _first(hours_words(window.when, words), words),
        rate,
        namer.titles(window.blocking, 2) if window.blocking else "",
    )
