"""The packs drawn from one source each: the ten mistakes, the business case, the three classes."""

import re

import pytest

from readiness.folder import library
from readiness.questionnaires.answers import check_answer, understand
from readiness.questionnaires.library import find, resolve
from readiness.questionnaires.response import read_answer

EVERY = library.questionnaires()
ITEMS = {item.id: item for one in EVERY for item in one.items}
PACKS = ("ten-mistakes", "business-case", "ibm-classes")
TEN = (2, 7, 10, 16, 20, 23, 28, 32, 37, 40)  # where each mistake begins among the statements of S1
LAST = 42


def asked(pack):
    return resolve(find(pack, EVERY), EVERY)


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_has_eight_to_twenty_questions_in_about_a_minute_each(pack):
    number = len(asked(pack))
    assert 8 <= number <= 20
    assert 0.75 * number <= find(pack, EVERY).minutes <= 1.25 * number


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_belongs_to_no_pitfall_and_asks_what_others_ask_by_including_it(pack):
    one = find(pack, EVERY)
    assert one.pitfall is None
    assert one.include
    own = {item.id for item in one.items}
    assert not own & {item.id for other in EVERY if other.id != pack for item in other.items}
    assert {item.id for item in asked(pack)} > own


@pytest.mark.parametrize("pack", PACKS)
def test_people_read_how_their_answers_are_shown_before_they_answer(pack):
    intro = find(pack, EVERY).intro
    for language, promise in (
        ("en", "fewer than three people"),
        ("zh-Hant", "不足 3 人"),
        ("zh-Hans", "不足 3 人"),
    ):
        assert promise in dict(intro.words)[language]


@pytest.mark.parametrize("pack", PACKS)
def test_every_source_named_stands_at_the_head(pack):
    one = find(pack, EVERY)
    heads = {source.partition(":")[0] for source in one.sources}
    assert {source.partition("-")[0] for item in one.items for source in item.sources} == heads


def test_each_of_the_ten_mistakes_is_asked_and_named():
    for number, (begin, end) in enumerate(zip(TEN, (*TEN[1:], LAST + 1), strict=True), 1):
        facts = {f"S1-{fact}" for fact in range(begin, end)}
        asking = [item.id for item in asked("ten-mistakes")[:-1] if facts & set(item.sources)]
        assert asking, f"mistake {number} is in the overview only"
    assert {f"S1-{begin}" for begin in TEN} == set(ITEMS["TM-Q12"].sources)
    assert len(ITEMS["TM-Q12"].choices) == len(TEN)
    for language, named in (("en", r"Mistake (\d+)"), ("zh-Hant", r"錯誤 (\d+)"), ("zh-Hans", r"错误 (\d+)")):
        intro = dict(find("ten-mistakes", EVERY).intro.words)[language]
        for item in find("ten-mistakes", EVERY).items[:-1]:
            assert re.search(named, dict(item.help.words)[language]), f"{item.id} names no mistake"
        for item in asked("ten-mistakes"):
            assert item.id.startswith("TM-") or item.id in intro, f"{item.id}: which of the ten?"


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("TM-Q2", "5%", 5.0),
        ("TM-Q3", "all", 0.0),
        ("TM-Q6", "1", 0.0),
        ("TM-Q6", "5", 4.0),
        ("TM-Q9", ["currencies", "whole"], 2.0),
        ("TM-Q10", {"parts": {"reviews": "person", "pages": "record"}}, 1.0),
        ("BC-Q3", "80", 80.0),
        ("BC-Q5", ["licences"], 0.4),
        ("BC-Q10", "return", 4.0),
        ("BC-Q13", {"parts": {"demand": "3", "money": "1"}}, 1.0),
        ("IC-Q3", ["people", "bought", "open", "voice", "leads", "stage"], 4.0),
        ("IC-Q6", {"parts": {"phone": "ready", "mail": "several"}}, 1.0),
        ("IC-Q17", "trade", 3.0),
    ],
)
def test_answers_have_the_value_their_words_promise(name, written, value):
    answer = read_answer(written)
    assert list(check_answer(ITEMS[name], answer)) == []
    assert understand(ITEMS[name], answer).value == pytest.approx(value)


@pytest.mark.parametrize("name", ["BC-Q3", "IC-Q18"])
def test_more_is_better_where_people_promise_or_speak_up(name):
    assert ITEMS[name].bands.good > ITEMS[name].bands.half
    assert not ITEMS[name].lower_is_better


@pytest.mark.parametrize("name", ["TM-Q2", "TM-Q5", "TM-Q7"])
def test_less_is_better_of_what_happens_at_one_stroke_or_apart(name):
    assert ITEMS[name].bands.good < ITEMS[name].bands.half
    assert ITEMS[name].lower_is_better


def test_expectations_in_money_months_and_order_are_never_scored():
    unscored = {item.id for pack in PACKS for item in find(pack, EVERY).items if not item.scored}
    assert unscored == {
        "TM-Q8", "TM-Q12", "BC-Q1", "BC-Q2", "BC-Q4", "BC-Q6", "BC-Q7", "BC-Q9", "IC-Q1", "IC-Q12",
    }  # fmt: skip
