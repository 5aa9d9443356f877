"""Reach, data, technology and evidence in words, in every language."""

import re
import sys
from dataclasses import asdict
from datetime import date
from json import dumps
from pathlib import Path

import pytest
from hypothesis import given, settings

from readiness import LANGUAGES
from readiness.folder import library
from readiness.reports.analyses import data, evidence, reach, technology
from readiness.reports.map_findings import tell
from readiness.reports.namer import Namer
from readiness.reports.section import sections_text
from readiness.reports.words import Words
from readiness.scalars import Text
from readiness.services.maps import see
from readiness.touchmap.analyses.data import data_flow
from readiness.touchmap.analyses.evidence import evidence as evidence_share
from readiness.touchmap.analyses.reach import reach as who_reaches
from readiness.touchmap.analyses.technology import technology_trace
from readiness.touchmap.finding import MapFinding
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, DataObject, Department, Need, System, Technology
from readiness.touchmap.shaking import Held, Shaken, shake
from readiness.touchmap.volumes import traffic

sys.path.insert(0, str(Path(__file__).parents[1] / "touchmap"))
from random_maps import maps

EXAMPLES = Path(__file__).parents[3] / "examples"
AS_OF = date(2001, 1, 1)
CODES = (
    "UNREACHED-STAGE",
    "UNSERVED-NEED",
    "ORPHAN-TOUCHPOINT",
    "DEAD-END",
    "OWNER-GAP",
    "ISLANDS",
    "NO-MASTER",
    "TWO-MASTERS",
    "REKEYING",
    "NOBODY-SEES-ALL",
    "DROP-TECHNOLOGY",
    "NO-GOAL",
    "SOFTWARE-FOR-PEOPLE",
    "NEED-WITHOUT-ANSWER",
    "STALE",
    "GUESSED",
)


def parts(touchmap, as_of=AS_OF):
    flow = traffic(touchmap)
    return who_reaches(flow), data_flow(flow), technology_trace(flow), evidence_share(flow, as_of)


def told(touchmap, language):
    namer = Namer(touchmap, Words(library.phrases(language)))
    found = parts(touchmap)
    words = (reach, data, technology, evidence)
    return namer, found, [one.section(result, namer) for one, result in zip(words, found, strict=True)]


def check(sections):
    for section in sections:
        assert section.title
        assert section.sentences
        for table in section.tables:
            assert 1 <= len(table.rows) <= 13
            assert {len(row) for row in table.rows} == {len(table.head)}
            assert all(place < len(table.head) for place in table.right)
        assert not re.search(r"\{[a-z_]+\}", " ".join(section.sentences))
    return sections_text(sections)


@pytest.mark.parametrize("example", ["boise-office", "boise-office@to-be", "shanghai-gm"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_in_every_language(example, language):
    check(told(see(str(EXAMPLES / example)).touchmap, language)[2])


def test_what_is_said_of_boise():
    sections = told(see(str(EXAMPLES / "boise-office")).touchmap, "en")[2]
    said = "\n".join(sentence for section in sections for sentence in section.sentences)
    for expected in (
        "Customers without any touchpoint in at least one stage: 2 of 4.",
        "The one with most contacts, “Orderer in a public body”, has none in: Use, Pay, Renew, Leave.",
        "What is learned in 89,700 contacts a year is written down where nothing passes it on to the",
        "No department sees the whole customer. “Field sales” sees most: 67% of the data.",
        "Planned functions that serve nobody and can be dropped, 3 of 9: Lead scoring, Partner portal,",
        "Dropping them saves a cost of 1,500,000 out of 8,000,000 planned.",
        "60% rest on what somebody said or assumed, 0% on documents and 40% on counts.",
    ):
        assert expected in said


@given(maps())
@settings(max_examples=40, deadline=None)
def test_any_map_in_every_language(touchmap):
    for language in LANGUAGES:
        namer, found, sections = told(touchmap, language)
        check(sections)
        for part in found:
            dumps(asdict(part))
            for finding in part.findings:
                one = tell(finding, namer)
                assert one.title
                assert not re.search(r"[{}]", one.message + one.mend)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_words(language):
    words = library.phrases(language)
    for code in CODES:
        assert all(words.has(f"found.{code}.{part}") for part in ("title", "message", "mend"))
        assert "{subject}" in words.words[f"found.{code}.message"]


def places(language):
    words = library.phrases(language).words
    mine = ("reach.", "data-flow.", "technology-trace.", "evidence-share.", "shaken.")
    return {
        key: sorted(re.findall(r"\{[a-z_]+\}", word))
        for key, word in words.items()
        if key.startswith((*mine, *(f"found.{code}." for code in CODES)))
    }


def test_every_language_has_the_same_phrases_and_places():
    english = places("en")
    assert len(english) > 100
    for language in LANGUAGES:
        assert places(language) == english


def test_codes_are_those_that_are_raised():
    raised = set()
    for example in ("boise-office", "shanghai-gm"):
        for part in parts(see(str(EXAMPLES / example)).touchmap):
            raised |= {one.code for one in part.findings}
    assert len(raised) >= 12
    assert raised <= set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_map_is_told(language):
    title = Text((("", "\u202e" + "漢" * 10_000 + "<script>{7*7}"),))
    many = range(40)
    touchmap = TouchMap(
        "touchmap/1",
        "地圖",
        needs=tuple(Need(f"需求-{n}", title=title, cure="people") for n in many),
        buyers=tuple(Buyer(f"買家-{n}", title=title, needs=(f"需求-{n}",)) for n in many),
        departments=tuple(Department(f"部-{n}", title=title) for n in many),
        systems=tuple(System(f"系-{n}", title=title, holds=("資料",)) for n in many),
        data=(DataObject("資料", title=title, about="buyers", master="系-0"),),
        touchpoints=tuple(
            Touchpoint(id=f"點-{n}", title=title, captures=("資料",), logs_to=f"系-{n}") for n in many
        ),
        technology=tuple(Technology(f"技-{n}", title=title, needs=(f"需求-{n}",)) for n in many),
    )
    namer, found, sections = told(touchmap, language)
    assert "\u202e" not in check(sections)
    for part in found:
        for finding in part.findings:
            assert tell(finding, namer).message


def shaken_text(shaken, language, touchmap):
    namer = Namer(touchmap, Words(library.phrases(language)))
    section = evidence.shaken_section(shaken, namer)
    check([section])
    return section


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_shaking_shows(language):
    touchmap = see(str(EXAMPLES / "boise-office")).touchmap

    def find(one):
        return [f for part in parts(one) for f in part.findings]

    section = shaken_text(shake(touchmap, find, seed=1, rounds=10), language, touchmap)
    assert section.id == "shaken"


def test_sentences_of_shaking():
    touchmap = TouchMap("touchmap/1", "m", touchpoints=(Touchpoint(id="shop"),))
    held = (Held("DEAD-END", "touchpoints:shop", 0.25), Held("STALE", "touchpoints:shop", 1.0))
    wobbly = Shaken(100, 0.3, 1, 7, held, held[:1], (Held("OWNER-GAP", "touchpoints:shop", 0.02),))
    section = shaken_text(wobbly, "en", touchmap)
    assert section.sentences[0] == (
        "Guessed figures: 7. Each was changed at random by up to 30%, 100 times over. "
        "Findings that fell in many of these rounds: 1 of 2. Count there before you act on them."
    )
    assert [table.rows for table in section.tables] == [
        (("Contact that leads nowhere", "Shop", "25%"),),
        (("Touchpoint without an owner", "Shop", "2%"),),
    ]
    firm = Shaken(100, 0.3, 1, 7, held[1:], (), ())
    assert "none of the findings (1) fell" in shaken_text(firm, "en", touchmap).sentences[0]
    bare = Shaken(100, 0.3, 1, 0, held, (), ())
    assert shaken_text(bare, "en", touchmap).sentences == (
        "No figure on the map is guessed, so no finding depends on a guess.",
    )


def test_a_finding_without_cost_says_so():
    touchmap = TouchMap("touchmap/1", "m", technology=(Technology("robot"),))
    namer = Namer(touchmap, Words(library.phrases("en")))
    (finding,) = technology_trace(traffic(touchmap)).findings
    assert isinstance(finding, MapFinding)
    assert tell(finding, namer).message == (
        "“Robot” is planned (cost: –), but the map shows no need or no touchpoint for it."
    )
