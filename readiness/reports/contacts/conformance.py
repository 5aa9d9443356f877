"""The map against the log, in the map's own words."""

from __future__ import annotations

from readiness.engagement.conformance import CODES, STRANGER, VOLUME, Conformance, Mismatch
from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.section import MOST_ROWS, Section


def sections(namer: Namer, found: Conformance) -> tuple[Section, ...]:
    """Return how much of the log the map explains, then what differs, kind by kind."""
    words, say = namer.words, namer.words.say
    sentence = say(
        "contacts.conform.coverage", part=words.percent(found.coverage), covered=words.number(found.covered),
        contacts=words.number(found.contacts),
    )  # fmt: skip
    lead = [sentence] if found.mismatches else [sentence, say("contacts.conform.fits")]
    made = [Section("coverage", say("contacts.conform.title"), tuple(lead))]
    for code in CODES:
        some = [one for one in found.mismatches if one.code == code]
        if not some:
            continue
        lines: list[str] = [told(namer, one) for one in some[:MOST_ROWS]]
        if len(some) > MOST_ROWS:
            lines.append(say("labels.more", number=words.number(len(some) - MOST_ROWS)))
        made.append(Section(code, say(f"contacts.conform.head.{code}"), tuple(lines)))
    return tuple(made)


def told(namer: Namer, one: Mismatch) -> Line:
    """Return a difference in words."""
    words = namer.words
    figure = words.number if one.code == VOLUME else words.percent
    other = f"buyers:{one.other}" if one.code == STRANGER else f"touchpoints:{one.other}"
    return words.say(
        f"contacts.conform.says.{one.code}",
        touchpoint=namer.title(f"touchpoints:{one.touchpoint}"),
        other=namer.title(other) if one.other else "",
        contacts=words.number(one.contacts),
        believed="" if one.believed is None else figure(one.believed),
        measured="" if one.measured is None else figure(one.measured),
    )
