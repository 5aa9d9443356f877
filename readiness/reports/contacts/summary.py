"""What a contact log says, in sentences and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from readiness.engagement.measured import Conduct, Measured, Path, Step
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table, shortened
from readiness.reports.words import Words

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_NIGHT = 0.02
"""An hour of the week with a smaller part of the busiest hour's contacts counts as quiet."""


def import_sections(words: Words, done: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return what an import read and what it set aside; ``done`` is its JSON."""
    say, number = words.say, words.number
    sentences = [
        say("contacts.import.counts", read=number(done["read"]), kept=number(done["kept"]),
            aside=number(done["quarantined"]))
    ]  # fmt: skip
    files = done["files_read"]
    sentences.append(
        say("contacts.import.files", files=words.listed(files))
        if files
        else say("contacts.import.nothing-new")
    )
    if files and done["files_unchanged"]:
        sentences.append(say("contacts.import.unchanged", files=words.listed(done["files_unchanged"])))
    sentences.append(say("contacts.import.written", file=done["written"]))
    reasons = [(say(f"contacts.reason.{one}"), number(rows)) for one, rows in done["reasons"].items()]
    examples = [
        (say(f"contacts.reason.{one['reason']}"), one["value"], number(one["rows"]))
        for one in done["examples"]
    ]
    tables = [
        Table((say("contacts.head.reason"), say("contacts.head.rows")), tuple(reasons), right=frozenset({1}))
    ]
    if examples:
        head = (say("contacts.head.reason"), say("contacts.head.written"), say("contacts.head.rows"))
        tables.append(Table(head, shortened(examples, words), right=frozenset({2})))
    return (
        Section("import", say("contacts.import.title"), tuple(sentences), tuple(tables if reasons else ())),
    )


def summary_sections(namer: Namer, log: Measured) -> tuple[Section, ...]:
    """Return a whole log: counts, touchpoints, how contacts hang together, hours, outbound, removal."""
    return tuple(
        section
        for section in (_counts(namer, log), _conduct(namer, log), _hours(namer, log), _reached(namer, log),
                        _removal(namer, log))
        if section is not None
    )  # fmt: skip


def path_sections(namer: Namer, paths: Sequence[Path], steps: Sequence[Step]) -> tuple[Section, ...]:
    """Return the most frequent journeys and steps, each with what is not known of its order."""
    words, say = namer.words, namer.words.say
    rows = [
        (_buyer(namer, one.buyer), say("contacts.arrow").join(_touchpoint(namer, t) for t in one.touchpoints),
         words.number(one.journeys), words.number(one.unsure))
        for one in paths
    ]  # fmt: skip
    head = tuple(say(f"contacts.head.{one}") for one in ("buyer", "path", "journeys", "unsure"))
    found = [
        Section(
            "paths", say("contacts.paths.title"), (), (Table(head, tuple(rows), right=frozenset({2, 3})),)
        )
    ]
    many = sorted(steps, key=lambda one: (-one.contacts, one.buyer, one.start, one.to))
    lines = [
        (_buyer(namer, one.buyer), _touchpoint(namer, one.start), _touchpoint(namer, one.to),
         words.number(one.contacts), words.number(one.unsure))
        for one in many
    ]  # fmt: skip
    if lines:
        head = tuple(say(f"contacts.head.{one}") for one in ("buyer", "from", "to", "steps", "unsure"))
        total, unsure = sum(one.contacts for one in many), sum(one.unsure for one in many)
        sentence = say(
            "contacts.steps.unsure", part=words.percent(unsure / total), number=words.number(unsure)
        )
        table = Table(head, shortened(lines, words), right=frozenset({3, 4}))
        found.append(Section("steps", say("contacts.steps.title"), (sentence,), (table,)))
    return tuple(found)


def _counts(namer: Namer, log: Measured) -> Section:
    words, say = namer.words, namer.words.say
    sentences = [
        say("contacts.summary.counts", kept=words.number(log.kept), read=words.number(log.read),
            first=words.day(log.first), last=words.day(log.last)),
    ]  # fmt: skip
    if log.changed:
        sentences.append(say("contacts.summary.changed", number=words.number(log.changed)))
    if log.withheld:
        withheld, least = words.number(log.withheld), words.number(log.minimum)
        sentences.append(say("contacts.summary.withheld", number=withheld, least=least))
    if log.off_map:
        sentences.append(say("contacts.summary.off-map", number=words.number(len(log.off_map))))
    by: dict[str, int] = {}
    for cell in log.cells:
        by[cell.touchpoint] = by.get(cell.touchpoint, 0) + cell.contacts
    rows = [
        (_touchpoint(namer, one), words.number(n), words.percent(n / max(1, log.kept)))
        for one, n in sorted(by.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    head = tuple(say(f"contacts.head.{one}") for one in ("touchpoint", "contacts", "part"))
    table = Table(head, shortened(rows, words), right=frozenset({1, 2}))
    return Section("counts", say("contacts.summary.title"), tuple(sentences), (table,))


def _conduct(namer: Namer, log: Measured) -> Section | None:
    words, say = namer.words, namer.words.say
    if not log.conduct:
        return None
    names = ("buyer", "contacts", "customers", "repeats", "bounces", "switches", "at-once", "until-resolved")
    rows = [_conduct_row(namer, one) for one in log.conduct]
    sentences = [say("contacts.conduct.about")]
    steps = sum(one.steps for one in log.conduct)
    if log.unsure:
        part, number = words.percent(log.unsure / max(1, steps)), words.number(log.unsure)
        sentences.append(say("contacts.steps.unsure", part=part, number=number))
    head = tuple(say(f"contacts.head.{one}") for one in names)
    table = Table(head, shortened(rows, words), right=frozenset(range(1, len(names))))
    return Section("conduct", say("contacts.conduct.title"), tuple(sentences), (table,))


def _conduct_row(namer: Namer, one: Conduct) -> tuple[str, ...]:
    words = namer.words
    steps = [
        words.percent(number / one.steps) if one.steps else ""
        for number in (one.repeats, one.bounces, one.switches)
    ]
    at_once = words.percent(one.at_once / one.journeys) if one.journeys and one.resolved else ""
    return (
        _buyer(namer, one.buyer), words.number(one.contacts), words.number(one.customers), *steps, at_once,
        "" if one.median is None else _lasting(words, one.median),
    )  # fmt: skip


def _hours(namer: Namer, log: Measured) -> Section | None:
    words, say = namer.words, namer.words.say
    rows = []
    for channel, week in log.hours.items():
        most = max(week)
        if most:
            busiest = week.index(most)
            quiet = sum(1 for number in week if number < _NIGHT * most)
            title = namer.title(f"channels:{channel}") if channel else say("contacts.unknown")
            rows.append(
                (
                    title,
                    words.number(sum(week)),
                    _hour(words, busiest),
                    words.number(most),
                    words.number(quiet),
                )
            )
    if not rows:
        return None
    head = tuple(say(f"contacts.head.{one}") for one in ("channel", "contacts", "busiest", "there", "quiet"))
    table = Table(head, tuple(rows), right=frozenset({1, 3, 4}))
    return Section("hours", say("contacts.hours.title"), (), (table,))


def _reached(namer: Namer, log: Measured) -> Section | None:
    words, say = namer.words, namer.words.say
    rows = [
        (one.month, _department(namer, one.department),
         words.number(one.customers), words.number(one.contacts))
        for one in log.reached
    ]  # fmt: skip
    if not rows:
        return None
    head = tuple(say(f"contacts.head.{one}") for one in ("month", "department", "customers", "contacts"))
    table = Table(head, shortened(rows, words), right=frozenset({2, 3}))
    return Section("reached", say("contacts.reached.title"), (), (table,))


def _removal(namer: Namer, log: Measured) -> Section | None:
    words, say = namer.words, namer.words.say
    many = sorted(log.removal, key=lambda one: (-one.effect, one.touchpoint))
    rows = [(_touchpoint(namer, one.touchpoint), words.percent(one.effect)) for one in many if one.effect > 0]
    if not rows:
        return None
    head = (say("contacts.head.touchpoint"), say("contacts.head.lost"))
    table = Table(head, shortened(rows, words), right=frozenset({1}))
    return Section("removal", say("contacts.removal.title"), (say("contacts.removal.about"),), (table,))


def _touchpoint(namer: Namer, identity: str) -> str:
    return namer.title(f"touchpoints:{identity}")


def _buyer(namer: Namer, identity: str) -> str:
    return namer.title(f"buyers:{identity}") if identity else namer.words.say("contacts.unknown")


def _department(namer: Namer, identity: str) -> str:
    return namer.title(f"departments:{identity}") if identity else namer.words.say("contacts.unknown")


def _hour(words: Words, hour: int) -> str:
    day = words.say(f"contacts.day.{hour // 24}")
    return words.say("contacts.hour", day=day, start=f"{hour % 24:02d}:00")


def _lasting(words: Words, seconds: int) -> str:
    """Return how long something takes in the unit that fits."""
    for unit, size in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE)):
        if seconds >= size:
            return words.say(f"contacts.lasting.{unit}", number=words.number(seconds / size, 1))
    return words.say("contacts.lasting.at-once")
