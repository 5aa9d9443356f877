"""Journeys and hand-offs in words, in three languages."""

import re
from dataclasses import replace

import pytest

from readiness.folder import library
from readiness.reports.analyses import handoffs as handoff_words
from readiness.reports.analyses import journeys as journey_words
from readiness.reports.map_findings import tell
from readiness.reports.namer import Namer
from readiness.reports.section import sections_text
from readiness.reports.words import Words
from readiness.resources import examples
from readiness.scalars import Text
from readiness.services.maps import see
from readiness.touchmap.analyses.handoffs import handoffs
from readiness.touchmap.analyses.journeys import journeys
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import HandOff, Next, TouchMap, Touchpoint
from readiness.touchmap.records import Department, System
from readiness.touchmap.volumes import traffic

LANGUAGES = ("en", "zh-Hant", "zh-Hans")


def sections(touchmap, language="en"):
    namer = Namer(touchmap, Words(library.phrases(language), "en"))
    flow = traffic(touchmap)
    return journey_words.section(journeys(flow), namer), handoff_words.section(handoffs(flow), namer)


def map_of(*points):
    departments = tuple(Department(id=one) for one in ("desk", "service"))
    systems = (System(id="cards"), System(id="notes"))
    return TouchMap(format="touchmap/1", id="m", departments=departments, systems=systems, touchpoints=points)


def two(handoff=None, **changes):
    here = Touchpoint(id="call", owner="desk", next=(Next("ask", 0.5, handoff),), volume=Volume(total=1000.0))
    return map_of(replace(here, **changes), Touchpoint(id="ask", owner="service", requires=("notes",)))


def test_boise_in_words():
    seen = see(str(examples() / "boise-office"), "en")
    text = sections_text(sections(seen.touchmap))
    assert "On average a buyer needs 1.38 contacts until the matter is settled, with 0.23" in text
    assert "In a year 275,945 journeys make 381,950 contacts and 64,355 hand-offs." in text
    assert "Improve this number first: 30% of those at “Order by fax” go on to “Ask by phone where" in text
    assert "64,355 contacts a year pass from one department to another, 47,075 of them (73%)" in text
    assert "62,375 times a year customers must say everything again, as the map says." in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reference", ["boise-office", "boise-office@to-be", "shanghai-gm"])
def test_every_section_and_finding_can_be_told(reference, language):
    seen = see(str(examples() / reference), language)
    flow = traffic(seen.touchmap)
    found = sections(seen.touchmap, language)
    for section in found:
        assert section.sentences
        for table in section.tables:
            assert {len(row) for row in table.rows} == {len(table.head)}
            assert len(table.rows) <= 13
    assert sections_text(found) == sections_text(sections(seen.touchmap, language))
    for finding in (*journeys(flow).findings, *handoffs(flow).findings):
        told = tell(finding, seen.namer)
        assert not re.search(r"[{}]|[a-z]+:[a-z]", f"{told.title} {told.message} {told.mend}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_map_says_so(language):
    journey, handoff = sections(map_of(), language)
    assert journey.tables == handoff.tables == ()
    assert len(journey.sentences) == len(handoff.sentences) == 1


def said(touchmap):
    journey, handoff = sections(touchmap)
    return [*journey.sentences, *handoff.sentences]


def test_what_is_partly_known_is_told_as_at_least():
    told = said(two(cost=3.0, minutes=6.0))
    assert "These contacts cost us at least 3,000 a year; the cost is known for 67% of them." in told
    time = (
        "They take at least 100 hours of the buyers' time a year; the time is known for 67% of the contacts."
    )
    assert time in told
    entries = next(table for table in sections(two(cost=3.0))[0].tables if table.rows[0][0] == "Call")
    assert entries.rows[0][-1] == "at least 3"


def test_what_is_wholly_known_is_told_plainly():
    touchmap = two(cost=3.0, minutes=6.0)
    known = replace(
        touchmap, touchpoints=tuple(replace(one, cost=2.0, minutes=30.0) for one in touchmap.touchpoints)
    )
    told = said(known)
    # the map lists no visits for the second place, so that its 500 are expected and not listed
    assert "These contacts cost us 2,000 a year." in told
    assert "They take 500 hours of the buyers' time a year." in told
    assert any("500 contacts a year more than the 1,000" in one for one in told)


@pytest.mark.parametrize(
    ("handoff", "changes", "sentence"),
    [
        (None, {}, "500 contacts a year that are handed over, the map names no system on one side"),
        (None, {"logs_to": "cards"}, "500 times a year customers must say everything again, because no data"),
        (None, {"logs_to": "notes"}, "Nowhere does the map show that customers must say everything again."),
        (HandOff(repeats=True), {}, "500 times a year customers must say everything again, as the map says."),
        (HandOff(Text((("", "A slip"),))), {}, "all of them by an agreed rule"),
        (None, {"volume": Volume()}, "does not say how many customers take them"),
        (None, {"owner": None}, "No way on this map leads from one department to another."),
    ],
)
def test_the_sentence_that_fits(handoff, changes, sentence):
    assert any(sentence in one for one in said(two(handoff, **changes)))


def test_declared_and_computed_are_told_apart():
    ways = (Next("ask", 0.5, HandOff(repeats=True)), Next("look", 0.25))
    here = Touchpoint(id="call", owner="desk", logs_to="cards", next=ways, volume=Volume(total=1000.0))
    others = (Touchpoint(id=one, owner="service", requires=("notes",)) for one in ("ask", "look"))
    told = said(map_of(here, *others))
    assert any("750 times a year" in one and "500 times" in one and "250 times" in one for one in told)


def test_journeys_without_an_end_have_no_average():
    endless = Touchpoint(id="b", next=(Next("b", 1.0),))
    told = said(map_of(Touchpoint(id="a", next=(Next("b", 0.1),), volume=Volume(total=5.0)), endless))
    assert any("never end" in one for one in told)


def test_one_loop_and_several():
    round_ = Touchpoint(id="a", next=(Next("a", 0.5),), volume=Volume(total=5.0))
    assert any("in one loop" in one for one in said(map_of(round_)))
    other = replace(round_, id="b", next=(Next("b", 0.6),))
    assert any("in 2 loops" in one for one in said(map_of(round_, other)))


def test_hostile_titles_stay_within_a_cell():
    hostile = Text((("", "\u202e<b>{subject}</b>" + "x" * 10_000),))
    touchmap = two(HandOff(repeats=True), title=hostile)
    assert "{subject}" in sections_text(sections(touchmap))
