"""Conditions in words: every operator, every language, and the same meaning as the condition."""

from itertools import product

import pytest
from all_kinds import items, questionnaire

from readiness import LANGUAGES
from readiness.folder import library
from readiness.questionnaires.conditions import Comparison, Given, Junction, holds, parse_condition
from readiness.questionnaires.model import Item
from readiness.reports.conditions import Conditions, _plain
from readiness.reports.words import Words
from readiness.scalars import Text


def told(text, language="en", named=None):
    words = Words(library.phrases(language), "en")
    conditions = Conditions(
        items(), named or {}, words, lambda name: words.say("ask.question", number=name.removeprefix("AK-"))
    )
    return str(conditions.only_if(Item("X", Text((("en", "x"),)), show_if=text)))


SENTENCES = {
    "AK-1 >= 2": "@1 is 2 or more",
    "AK-1 < 2": "@1 is less than 2",
    "AK-2 in (1, 2)": "@2 is 1 or 2",
    "AK-2 not in (1, 2)": "@2 is anything but 1 or 2",
    "AK-3 = yes": "@3 is “yes”",
    "AK-3.gate = yes": "your answer to the yes-or-no question of question 3 is “yes”",
    "AK-5 > 50": "@5 is more than 50%",
    "AK-7 <= 1500000": "@7 is 1,500,000 or less",
    "AK-8 < 2000-12-01": "your date in question 8 is before 1\u00a0December\u00a02000",
    "AK-9 in (all, by-source)": "@9 is “All records in one go” or “One source after another”",
    "AK-10 = bills": "you ticked “Bills” in question 10",
    "AK-10 not in (bills, visits)": "you did not tick “Bills” or “Visits” in question 10",
    "AK-12.people > 30": "@12 (“People and new ways of working”) is more than 30",
    "AK-13.lost >= 3": "@13 (“Those who left us”) is 3 or more",
    "AK-14.data = nobody": "@14 (“The customers' data”) is “Nobody”",
    "AK-15 is answered": "you gave an answer to question 15",
    "AK-1 is dont-know": "you do not know the answer to question 1",
    "AK-1 is not-applicable": "question 1 does not apply to you",
    "not AK-1 is answered": "you could not give an answer to question 1",
    "not not AK-3 = no": "@3 is “no”",
    "not (AK-3 = no or AK-1 < 2)": "@3 is anything but “no” and @1 is 2 or more",
    "AK-3 = no or AK-1 < 2 and AK-2 > 3": "@3 is “no” or (@1 is less than 2 and @2 is more than 3)",
    "(AK-3 = no or AK-1 < 2) or AK-2 > 3": "@3 is “no” or @1 is less than 2 or @2 is more than 3",
    "busy": "@6 is 40 or more",
    "nobody_knows": "nobody_knows",
    "AK-1 >=": "AK-1 >=",
}  # fmt: skip
"""Conditions and what follows "Answer only if"; @ stands for your answer to question."""


@pytest.mark.parametrize(("text", "sentence"), SENTENCES.items())
def test_a_condition_reads_as_a_sentence(text, sentence):
    said = told(text, named={"busy": "AK-6 >= 40"}).replace("your answer to question ", "@")
    assert said == f"Answer only if {sentence}."


def test_chinese_sentences_have_no_space_before_a_mark_and_one_before_a_figure():
    assert told("AK-1 >= 2", "zh-Hant") == "第 1 題答的數字至少是 2，才答這一題。"
    assert (
        told("AK-3 = no or AK-2 in (1, 2)", "zh-Hans") == "第 3 题答“否”，或者第 2 题答 1 或 2，才答这一题。"
    )
    assert told("AK-9 in (all, by-source)", "zh-Hant") == (
        "第 9 題答「全部資料一次移入」或「一個來源接一個來源」，才答這一題。"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_of_the_bundled_packs_has_words(language):
    words = Words(library.phrases(language), "en")
    for one in (questionnaire(), *library.questionnaires()):
        known = {item.id: item for q in (one, *library.questionnaires()) for item in q.items}
        conditions = Conditions(known, one.conditions, words, words.code)
        for item in one.items:
            sentence = conditions.only_if(item)
            assert bool(sentence) == bool(item.show_if)
            assert item.show_if == "" or item.show_if not in sentence, (one.id, item.id)
            assert " ，" not in sentence


STATES = [
    Given("silent"),
    Given("dont-know"),
    Given("not-applicable"),
    *(Given("value", float(n)) for n in range(3)),
]
TEXTS = [
    "not (A-1 >= 1 and B-1 = 0)",
    "not (A-1 is answered or not B-1 in (0, 2))",
    "not (not (A-1 > 0) and B-1 != 1)",
    "A-1 <= 1 and (B-1 < 2 and not A-1 is dont-know)",
]


def as_engine(condition):
    """Return a condition in the operators that the engine knows."""
    if isinstance(condition, Comparison):
        if condition.operator == "is not":
            return Junction("not", (Comparison(condition.left, "is", condition.values),))
        return condition
    return Junction(condition.operator, tuple(map(as_engine, condition.terms)))


@pytest.mark.parametrize("text", TEXTS)
def test_taking_out_not_changes_no_meaning(text):
    before, after = parse_condition(text), as_engine(_plain(parse_condition(text)))
    for case in product(STATES, repeat=2):
        given = dict(zip(("A-1", "B-1"), case, strict=True))
        assert holds(before, lambda left, given=given: given[left.item], {}) == holds(
            after, lambda left, given=given: given[left.item], {}
        )
