"""Every kind of question on a terminal and as JSON."""

import json
from dataclasses import replace

import pytest
from all_kinds import items, known, questionnaire

from readiness import LANGUAGES
from readiness.folder import library
from readiness.questionnaires.inheritance import derive
from readiness.questionnaires.library import digest, resolve
from readiness.questionnaires.model import CHANGEABLE, Change, Item, Questionnaire
from readiness.reports.questions import questions_json, questions_text
from readiness.scalars import Text


def asked(one=None):
    one = one or questionnaire()
    return one, resolve(one, known())


def text(language="en", one=None):
    return questions_text(*asked(one), library.phrases(language))


def section(shown, name):
    return next(part for part in shown.split("\n\n") if f"  {name}  " in part.split("\n")[0])


SAID = [
    ("AK-1", "A level from 0 to 4; weight 3"),
    ("AK-1", "3  It decides about offers"),
    ("AK-1", "Only if you ticked 0 or 1: Did we lose"),
    ("AK-1", "A questionnaire built on this one may not change: weight, yes-or-no question"),
    ("AK-2", "A scale from 1 (do not agree at all) to 5 (agree fully); weight 2"),
    ("AK-2", "For: business departments, front line"),
    ("AK-4", "to 7 (agree fully); weight 1; 1 is the good end"),
    ("AK-4", "Answer only if your answer to question AK-2 is 2 or less"),
    ("AK-5", "A percentage; weight 2; good from 80%, half good from 50%"),
    ("AK-6", "A number: calls a day; weight 1; good up to 40, half good up to 80"),
    ("AK-7", "An amount of money; not scored"),
    ("AK-9", "all = All records in one go *, worth 0 of 4"),
    ("AK-9", "by-portion = In portions; those who use them check them first, worth 4 of 4"),
    ("AK-9", "may not change this question"),
    ("AK-10", "the more are ticked, the better; weight 1"),
    ("AK-10", "bills = Bills"),
    ("AK-11", "These in order"),
    ("AK-12", "100 points, divided among these; not scored"),
    ("AK-13", "A level from 0 to 4 in each row; weight 2"),
    ("AK-13", "Row noise: What we only believe about them (here 0 is the good end) *"),
    ("AK-14", "One of the columns in each row"),
    ("AK-14", "Column both: Both together"),
    ("AK-14", "Row budget: The money of the programme"),
    ("AK-15", "One or more touchpoints of the map"),
    ("AK-16", "good if the figures differ by up to 1.5 times"),
    ("AK-18", "hidden) Costs that nobody had mentioned before (here “no” is the good end)"),
]


@pytest.mark.parametrize(("name", "words"), SAID)
def test_a_question_is_shown_with_all_that_it_says(name, words):
    assert words in section(text(), name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_in_the_language(language):
    shown = text(language)
    for name, item in items().items():
        part = section(shown, name)
        texts = [item.text, *(one.text for one in item.choices), *(one.text for one in item.parts.values())]
        assert all(one.choose(language)[1] in part for one in texts), name
        if language != "en":
            foreign = [one for one in ("weight", "worth", "scored", "Only", "row") if one in part]
            assert foreign == [], name


def test_where_it_is_from_stands_at_the_top():
    one, _ = asked()
    head = text().split("\n\n")[0]
    for words in ("From: Consulting house", "Licence: CC-BY-4.0", f"Digest: {digest(one, known())}"):
        assert words in head
    bare = replace(one, provider="", licence="")
    assert "From:" not in text(one=bare)


WHY = Text((("en", "Because we are a bank."),))
CHANGES = (
    Change(WHY, drop="AK-2"),
    Change(WHY, set="AK-5", weight=3, text=Text((("en", "Other"),))),
    Change(WHY, move="AK-7", before="AK-1"),
    Change(WHY, add=Item("BK-1", Text((("en", "New?"),)))),
)


def derived():
    child = Questionnaire(
        "questionnaire/1",
        "bank",
        "1.0.0",
        Text((("en", "For a bank"),)),
        extends="all-kinds@^1",
        changes=CHANGES,
    )
    found, problems = derive(child, known())
    assert problems == ()
    return found


def test_changes_of_a_derived_questionnaire_stand_with_their_reasons():
    shown = questions_text(derived(), derived().items, library.phrases("en"))
    for words in (
        "Built on all-kinds@^1 with 4 changes:",
        "AK-2 is left out. Because we are a bank.",
        "AK-5 has another wording, weight. Because",
        "AK-7 now stands before AK-1. Because",
        "BK-1 is new. Because",
    ):
        assert words in shown
    values = questions_json(derived(), derived().items, library.phrases("en"))
    assert [(one["act"], one["item"], one["fields"]) for one in values["changes"]] == [
        ("drop", "AK-2", []), ("set", "AK-5", ["text", "weight"]), ("move", "AK-7", []), ("add", "BK-1", []),
    ]  # fmt: skip
    assert {one["why"] for one in values["changes"]} == {"Because we are a bank."}
    assert values["extends"] == "all-kinds@^1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_may_change_has_a_name(language):
    words = library.phrases(language).words
    assert {key.removeprefix("ask.field.") for key in words if key.startswith("ask.field.")} == {
        *CHANGEABLE,
        "drop",
    }


def test_json_says_what_tools_need():
    values = questions_json(*asked(), library.phrases("en"))
    assert json.loads(json.dumps(values)) == json.loads(json.dumps(values, sort_keys=True))
    found = {one["id"]: one for one in values["items"]}
    assert (values["provider"], values["licence"], values["extends"]) == (
        "Consulting house",
        "CC-BY-4.0",
        None,
    )
    assert (found["AK-4"]["points"], found["AK-4"]["reverse"], found["AK-1"]["points"]) == (7, True, None)
    assert found["AK-4"]["show_if"] == "complaining"
    assert found["AK-4"]["only_if"].startswith("Answer only if your answer to question AK-2")
    assert found["AK-9"]["levels"] == {"all": 0, "by-source": 2, "by-portion": 4}
    assert found["AK-9"]["lock"] == ["all"]
    assert found["AK-6"]["bands"] == {"good": 40, "half": 80, "better": "lower"}
    assert (found["AK-10"]["score"], found["AK-11"]["scored"], found["AK-10"]["scored"]) == (
        "share",
        False,
        True,
    )
    assert found["AK-13"]["parts"]["noise"]["reverse"] is True


def test_hostile_words_reach_no_terminal():
    evil = replace(questionnaire(), provider="\u202eX\x1b[31m", licence="a\nb")
    shown = text(one=evil)
    assert "\u202e" not in shown
    assert "\x1b" not in shown
