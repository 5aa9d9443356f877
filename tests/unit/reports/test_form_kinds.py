"""Every kind of question on paper: the right boxes, when to answer, and what a star means."""

import re
from dataclasses import replace
from html import unescape

import pytest
from all_kinds import engagement, items, known, questionnaire

from readiness import LANGUAGES
from readiness.folder import library
from readiness.questionnaires.library import resolve
from readiness.questionnaires.model import Choice, Gate, Item, Questionnaire
from readiness.reports.asking import gate_when
from readiness.reports.form import MOST_TOUCHPOINTS, build_form, render_form
from readiness.reports.words import Words
from readiness.scalars import Text


def paper(language="en", one=None, **options):
    one = one or questionnaire()
    phrases = library.phrases(language)
    view = build_form(one, resolve(one, known()), phrases, **options)
    html = render_form(view, phrases)
    parts = re.split(r'<section class="question" id="', html)[1:]
    return view, {re.match('[^"]+', part)[0]: unescape(part) for part in parts}


def boxes(section):
    return section.count('class="box"')


def test_boxes_and_fields_of_every_kind():
    _, found = paper()
    unknown, evidence, gate = 2, 2, 3
    wanted = {
        "AK-1": 5 + unknown + gate + evidence,
        "AK-2": 5 + unknown + evidence,
        "AK-3": 2 + unknown + gate + evidence,
        "AK-4": 7 + unknown + gate + evidence,
        "AK-5": unknown + evidence,
        "AK-8": unknown + evidence,
        "AK-9": 3 + unknown + gate + evidence,
        "AK-10": 4 + unknown + evidence,
        "AK-11": unknown,  # no evidence is asked
        "AK-12": unknown + evidence,
        "AK-13": 3 * 6 + 1 + gate + evidence,  # each row has its own don't know
        "AK-14": 3 * 5 + 1 + evidence,
        "AK-15": unknown + evidence,
        "AK-17": 0,
        "AK-18": 3 * 3 + 1 + evidence,
    }
    assert {name: boxes(found[name]) for name in wanted} == wanted
    cells = {name: part.count('class="cell') for name, part in found.items()}
    assert {name: number for name, number in cells.items() if number} == {
        "AK-5": 1, "AK-6": 1, "AK-7": 1, "AK-8": 3, "AK-11": 3, "AK-12": 3 + 1, "AK-16": 3,
    }  # fmt: skip
    assert "calls a day" in found["AK-6"]
    assert "Sum (must be 100)" in found["AK-12"]
    assert "do not agree at all" in found["AK-2"]
    assert found["AK-15"].count("<p></p>") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_and_answer_stands_on_paper(language):
    _, found = paper(language)
    for name, item in items().items():
        texts = [item.text, *(one.text for one in item.choices), *(part.text for part in item.parts.values())]
        assert all(text.choose(language)[1] in found[name] for text in texts), name
        assert ('class="only-if"' in found[name]) == bool(item.show_if)
        assert "don't know" not in found[name] or language == "en"


def test_conditions_speak_of_the_numbers_on_the_form():
    view, found = paper()
    numbers = {question.id: question.number for question in view.questions}
    assert f"question {numbers['AK-2']} is 2 or less" in found["AK-4"]
    assert f"question {numbers['AK-10']} or" in found["AK-15"]
    assert "AK-9" not in found["AK-12"]
    alone = replace(
        questionnaire(), include=(), items=tuple(one for one in questionnaire().items if one.id == "AK-12")
    )
    assert 'question <span class="nb">AK-9</span> is' in paper(one=alone)[1]["AK-12"]


def test_touchpoints_are_listed_where_the_map_is_known():
    titles = {one.id: one.title for one in engagement().touchmap.touchpoints}
    _, found = paper(touchpoints=titles, currency="USD")
    assert boxes(found["AK-15"]) == len(titles) + 2 + 2
    assert "Tick all that apply." in found["AK-15"]
    assert "USD" in found["AK-7"]
    many = {f"t-{number}": Text((("en", f"Touchpoint {number}"),)) for number in range(MOST_TOUCHPOINTS + 1)}
    _, found = paper(touchpoints=many)
    assert boxes(found["AK-15"]) == 2 + 2
    assert found["AK-15"].count("<p></p>") == 2


def test_a_star_stands_where_the_yes_or_no_question_needs_it_and_nowhere_else():
    _, found = paper()
    assert "All records in one go *" in found["AK-9"]
    assert "One source after another *" not in found["AK-9"]
    assert "What we only believe about them *" in found["AK-13"]
    assert "* In this row 0 is the good end." in found["AK-13"]
    assert "*" not in re.sub(r"<[^>]*>", "", found["AK-18"]), "nothing hangs on its turned row"


def due(item, language="en"):
    return str(
        gate_when(replace(item, gate=Gate(Text((("en", "?"),)))), Words(library.phrases(language), "en"))
    )


def test_when_a_yes_or_no_question_is_due():
    found = items()
    assert due(found["AK-1"]) == "Only if you ticked 0 or 1:"
    assert due(replace(found["AK-1"], reverse=True)) == "Only if you ticked 3 or 4:"
    assert due(found["AK-2"]) == "Only if you ticked 1 or 2:"
    assert due(replace(found["AK-2"], points=3)) == "Only if you ticked 1:"
    assert due(found["AK-4"]) == "Only if you ticked 6 or 7:"
    assert due(found["AK-3"]) == "Only if you ticked “no”:"
    assert due(replace(found["AK-3"], reverse=True), "zh-Hant") == "勾了「是」，才答："
    assert due(found["AK-18"]) == "Only if you ticked “no” in a row, or “yes” in a row with a star:"
    turned = {name: replace(part, reverse=True) for name, part in found["AK-13"].parts.items()}
    assert due(replace(found["AK-13"], parts=turned)) == "Only if you ticked 3 or 4 in a row:"
    assert due(replace(found["AK-13"], parts=turned, reverse=True)) == "Only if you ticked 0 or 1 in a row:"
    assert due(found["AK-10"]) == "Only if you ticked 1 or fewer:"
    assert due(found["AK-9"], "zh-Hans") == "勾了带星号的答案，才答："


@pytest.mark.parametrize("points", range(2, 12))
def test_the_points_named_are_those_that_count_as_0_or_1(points):
    item = replace(items()["AK-2"], points=points)
    low = [point for point in range(1, points + 1) if 4 * (point - 1) / (points - 1) <= 1]
    assert re.findall(r"\d+", due(item)) == [str(point) for point in low]
    high = [str(points + 1 - point) for point in reversed(low)]
    assert re.findall(r"\d+", due(replace(item, reverse=True))) == high


def test_how_to_answer_fits_what_is_asked():
    def how(*kinds):
        asked = tuple(one for one in questionnaire().items if one.kind in kinds)
        return paper(one=replace(questionnaire(), include=(), items=asked))[0].how

    assert how("text") == "form.how-text"
    assert how("text", "yes-no") == "form.how-boxes"
    assert how("agree", "maturity") == "form.how-tick"
    assert paper()[0].how == "form.how-tick"


def test_hostile_words_stay_words_in_every_field():
    evil = Text((("en", "<img src=x onerror=alert(1)>{{7*7}}"),))
    changed = [
        replace(
            item, text=evil, help=evil, unit=evil, gate=Gate(evil) if item.gate else None,
            choices=tuple(replace(one, text=evil) for one in item.choices),
            parts={name: replace(part, text=evil) for name, part in item.parts.items()},
            anchors=dict.fromkeys(item.anchors, evil),
        )
        for item in questionnaire().items
    ]  # fmt: skip
    one = Questionnaire("questionnaire/1", "evil", "1.0.0", evil, items=tuple(changed))
    phrases = library.phrases("en")
    html = render_form(build_form(one, one.items, phrases, touchpoints={"a": evil}, currency="<b>"), phrases)
    assert "<img" not in html
    assert "<b></" not in html
    assert "{{7*7}}" in html


def test_a_star_never_stands_at_a_choice_without_a_gate():
    item = Item("X", Text((("en", "x"),)), kind="choice", choices=(Choice("a", Text((("en", "a"),)), 0),))
    one = Questionnaire("questionnaire/1", "x", "1.0.0", Text((("en", "x"),)), items=(item,))
    view = build_form(one, one.items, library.phrases("en"))
    assert [box.star for box in view.questions[0].boxes] == [False]
