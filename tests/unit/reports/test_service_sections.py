"""Consistency, coverage and the week in words, in every language."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from readiness import LANGUAGES
from readiness.folder import library
from readiness.folder.engagement import read_engagement
from readiness.reports.analyses import consistency as consistency_words
from readiness.reports.analyses import coverage as coverage_words
from readiness.reports.analyses import week as week_words
from readiness.reports.map_findings import tell
from readiness.reports.namer import Namer
from readiness.reports.section import sections_text
from readiness.reports.words import Words
from readiness.scalars import Text
from readiness.touchmap.analyses.consistency import consistency
from readiness.touchmap.analyses.coverage import coverage
from readiness.touchmap.analyses.week import week
from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.hours import complement, read_hours
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, DataObject, Need, Segment
from readiness.touchmap.volumes import traffic

EXAMPLES = Path(__file__).parents[3] / "examples"
ANALYSES = {
    "week": (week, week_words),
    "consistency": (consistency, consistency_words),
    "coverage": (coverage, coverage_words),
}
CODES = {
    "CLOSED",
    "NO-WINDOW",
    "UNEVEN-SERVICE",
    "DEAR-CHANNEL",
    "MOMENT-WITHOUT-OWNER",
    "MOMENT-WITHOUT-MEASURE",
    "ONE-CHANNEL",
}


@pytest.fixture(scope="module")
def boise():
    return read_engagement(EXAMPLES / "boise-office").engagement.touchmap


def namer(touchmap, language="en"):
    return Namer(touchmap, Words(library.phrases(language)))


def section(name, touchmap, language="en"):
    compute, words = ANALYSES[name]
    return words.section(compute(traffic(touchmap)), namer(touchmap, language))


def said(name, touchmap, language="en"):
    return "\n".join(section(name, touchmap, language).sentences)


NOTHING = Text()


def troubled(title=NOTHING):
    """A map in which all seven things are found."""
    return TouchMap(
        format="touchmap/1",
        id="m",
        segments=(Segment("s", decision="invest"),),
        needs=(Need("n", title=title, usual=True, cure="software"),),
        buyers=(Buyer("b", title=title, segment="s", needs=("n",)),),
        stages=(Stage("find"),),
        channels=(
            Channel("phone", hours=("mon 8-9",), title=title),
            Channel("web", hours=("tue 8-9",)),
            Channel("night", hours=("24/7",), title=title),
        ),
        data=(DataObject("d", about="buyers", title=title),),
        touchpoints=(
            Touchpoint(
                "t",
                channel="phone",
                stage="find",
                buyers=("b",),
                serves=("n",),
                cost=9,
                satisfaction=2,
                volume=Volume(total=50),
                moment_of_truth=True,
                title=title,
            ),
            Touchpoint(
                "u",
                channel="web",
                buyers=("b",),
                serves=("n",),
                cost=1,
                satisfaction=4,
                volume=Volume(total=50),
            ),
            Touchpoint("sent", channel="night", direction="outbound", captures=("d",), title=title),
        ),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", ["boise-office", "shanghai-gm"])
def test_both_examples_in_every_language(example, language):
    engagement = read_engagement(EXAMPLES / example).engagement
    for touchmap in (engagement.touchmap, engagement.to_be.map):
        for name in ANALYSES:
            found = section(name, touchmap, language)
            assert found.id == name
            assert found.sentences
            assert 1 <= len(found.tables) <= 3
            for table in found.tables:
                assert 0 < len(table.rows) <= 13
                assert {len(row) for row in table.rows} == {len(table.head)}
            text = sections_text([found])
            assert not re.search(r"[{}]|None|\bchannels:|\bneeds:", text)
            if language != "en":
                assert "。" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_told(language):
    touchmap = troubled()
    found = [finding for compute, _ in ANALYSES.values() for finding in compute(traffic(touchmap)).findings]
    assert {finding.code for finding in found} == CODES
    for finding in found:
        told = tell(finding, namer(touchmap, language))
        for words in (told.title, told.message, told.mend):
            assert words
            assert not re.search(r"[{}]", words)


def test_boise_says_what_matters(boise):
    assert (
        said("week", boise)
        == """\
At every hour of the week at least one touchpoint is open.
For 60 hours a week a person is known to answer.
Channels whose opening hours are missing or cannot be read: Letter post. \
What hangs on them alone counts as not known, not as closed.
“Orderer in a public body” finds every channel closed for 108 hours a week, \
more than any other buyer.
At no hour of the week can these records be moved without disturbing an open touchpoint: \
Customers and their transactions, Orders."""
    )
    assert "buyers rate “Sales visit” 4.2 out of 5 and “E-mail” 2.2 out of 5." in said("consistency", boise)
    assert "a contact costs us 4.2 by “Phone” and 0.6 by “Web”, which adds up to 259,200" in said(
        "consistency", boise
    )
    assert said("coverage", boise).startswith(
        "In 17 of 48 combinations of a buyer and a stage there is only one channel."
    )


def test_records_that_can_be_moved_at_night(boise):
    night = tuple(replace(one, hours=("mon-fri 07:00-19:00",)) for one in boise.channels)
    touchmap = replace(boise, channels=night)
    assert "Records of “Customers and their transactions” can be moved for 108 hours a week, when" in said(
        "week", touchmap
    )
    assert (
        "For 108 of the 168 hours of a week nothing is open at all, at the longest 60 hours on end."
        in said("week", touchmap)
    )
    rows = {row[0]: row for row in section("week", touchmap).tables[2].rows}
    # 2,200,000 records in 108 hours
    assert rows["Customers and their transactions"][1:5] == (
        "108",
        "60",
        "Mon–Thu 19:00–07:00, Fri 19:00–Mon 07:00",
        "20,370",
    )


def test_hours_that_are_not_known_make_figures_bounds(boise):
    channels = tuple(
        replace(one, hours=("mon-fri 07:00-19:00",) if one.id != "mail" else ()) for one in boise.channels
    )
    touchmap = replace(boise, channels=channels)
    assert "can be moved for 108 hours a week at most" in said("week", touchmap)
    assert "is known to be open for 60 of the 168 hours" in said("week", touchmap)
    rows = {row[0]: row for row in section("week", touchmap).tables[2].rows}
    assert rows["Customers and their transactions"][1:3] == ("at most 108", "at most 60")
    assert rows["Customers and their transactions"][4] == "at least 20,370"


@pytest.mark.parametrize(
    ("hours", "language", "told"),
    [
        ("mon-fri 07:00-19:00", "en", ["Mon–Fri 07:00–19:00"]),
        ("mon,wed,sat-sun 8-24", "en", ["Wed, Sat–Mon 08:00–24:00"]),
        ("fri 19:00-mon 07:00", "zh-Hant", ["週五 19:00 至週一 07:00"]),
        ("mon-fri 22:00-06:00", "zh-Hans", ["周一至周五 22:00–06:00"]),
        ("sat-sun 00:00-24:00", "en", ["Sat–Sun 00:00–24:00"]),
        ("24/7", "en", ["all week"]),
    ],
)
def test_hours_in_words(hours, language, told):
    assert list(week_words.hours_words(read_hours(hours), Words(library.phrases(language)))) == told
    assert week_words.hours_words(complement(read_hours("24/7")), Words(library.phrases())) == ("never",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_map_is_told_without_tables(language):
    touchmap = TouchMap(format="touchmap/1", id="m")
    for name in ANALYSES:
        found = section(name, touchmap, language)
        assert found.sentences
        assert found.tables == ()


def test_a_large_map_is_cut_and_says_so():
    many = range(40)
    touchmap = TouchMap(
        format="touchmap/1",
        id="m",
        stages=tuple(Stage(f"s{n}") for n in many),
        channels=tuple(Channel(f"c{n}") for n in many),
        buyers=tuple(Buyer(f"b{n}") for n in many),
        needs=tuple(Need(f"n{n}") for n in many),
        data=tuple(DataObject(f"d{n}") for n in many),
        touchpoints=tuple(
            Touchpoint(
                f"t{n}",
                stage=f"s{n % 40}",
                channel=f"c{n * 7 % 40}",
                buyers=(f"b{n % 40}",),
                serves=(f"n{n % 40}",),
                volume=Volume(total=1 + n % 7),
                moment_of_truth=True,
            )
            for n in range(80)
        ),
    )
    matrix = section("coverage", touchmap).tables[0]
    assert (len(matrix.head), len(matrix.rows)) == (10, 12)
    assert (matrix.head[-1], matrix.rows[-1][0]) == ("Others", "Others")
    cells = [cell for row in matrix.rows for cell in row[1:] if cell]
    counted = [re.fullmatch(r"(\d+) \((\d+)\)", cell).groups() for cell in cells]
    assert sum(int(number) for _, number in counted) == 80
    assert sum(int(contacts) for contacts, _ in counted) == sum(1 + n % 7 for n in range(80))
    assert section("coverage", touchmap).tables[2].rows[-1][0] == "and 28 more"
    assert section("consistency", touchmap).tables[-1].rows[-1][0] == "and 68 more"
    assert [table.rows[-1][0] for table in section("week", touchmap).tables] == ["and 28 more"] * 3


def test_long_and_hostile_titles_pass_through():
    title = Text((("", "\u202e<b>{subject}" + "x" * 10_000),))
    touchmap = troubled(title)
    for name, (compute, _) in ANALYSES.items():
        assert section(name, touchmap).sentences
        for finding in compute(traffic(touchmap)).findings:
            assert "{subject}xx" in tell(finding, namer(touchmap)).message
