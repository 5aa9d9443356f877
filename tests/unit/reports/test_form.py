import re
from dataclasses import replace
from html import unescape

import pytest

from readiness import LANGUAGES
from readiness.folder import library
from readiness.questionnaires.library import find, resolve
from readiness.questionnaires.model import Choice, Item, Part, Questionnaire
from readiness.reports.form import build_form, render_form
from readiness.reports.questions import questions_text
from readiness.scalars import Text

KNOWN = library.questionnaires()


def form(name, language="en", known=KNOWN):
    questionnaire = find(name, known)
    phrases = library.phrases(language)
    view = build_form(questionnaire, resolve(questionnaire, known), phrases)
    return view, render_form(view, phrases)


def words(text, language="en"):
    return Text(((language, text),))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [one.id for one in KNOWN])
def test_every_question_stands_on_paper_after_the_promise(name, language):
    view, html = form(name, language)
    items = resolve(find(name, KNOWN), KNOWN)
    places = [html.index(f'id="{item.id}"') for item in items]
    assert places == sorted(places)
    assert unescape(html).index(str(view.promise)) < unescape(html).index(f'id="{items[0].id}"')
    for item in items:
        assert item.text.choose(language)[1] in unescape(html)
    assert re.findall(r'lang="([^"]+)"', html) == [language]


def test_boxes_for_everything_that_may_be_answered():
    _, html = form("customer-strategy")
    sections = {
        re.match('[^"]+', part)[0]: part for part in re.split(r'<section class="question" id="', html)[1:]
    }
    boxes = {key: part.count('class="box"') for key, part in sections.items()}
    assert boxes["R0"] == 5 + 2 + 2  # choices, don't know and not applicable, document and measured
    assert boxes["P1-Q1"] == 2 * 6 + 1 + 3 + 2  # two parts with don't know, not applicable, gate, evidence
    assert boxes["P1-Q2"] == 5 + 2 + 2
    assert boxes["P1-Q7"] == 5 + 2 + 3 + 2
    assert sections["P1-Q6"].count('class="cell"') == 3
    assert "hours a week" in sections["P1-Q6"]
    assert "3 and 4 count only with evidence" in sections["P1-Q7"]
    assert "3 and 4 count only with evidence" not in sections["P1-Q2"]


def test_a_turned_part_and_its_gate_say_so():
    _, html = form("organization-readiness")
    assert "In this row 0 is the good end" in html
    assert "3 or 4 in a row with a star" in html


def test_texts_alone_get_more_lines_and_no_word_about_boxes():
    _, alone = form("five-imperatives")
    _, mixed = form("workshop-core")
    assert alone.count("<p></p>") == 5 * 6
    assert mixed.count("<p></p>") == 3
    assert "Tick one box" not in alone


def test_hostile_words_stay_words():
    evil = '<img src=x onerror=alert(1)>{{7*7}}{% raw %}"\u202e'
    item = Item("X1", words(evil), words(evil), "choice", choices=(Choice("a", words(evil)),))
    parted = Item("X2", words(evil), parts={"a": Part(words(evil))}, anchors={"0": words(evil)})
    questionnaire = Questionnaire(
        "questionnaire/1", "evil", "1.0.0", words(evil), intro=words(evil), items=(item, parted)
    )
    _, html = form("evil", known=[questionnaire])
    assert "<img" not in html
    assert "{{7*7}}" in html
    shown = questions_text(questionnaire, (item, parted), library.phrases("en"))
    assert "{{7*7}}" in shown


def test_words_of_another_language_are_marked():
    questionnaire = Questionnaire(
        "questionnaire/1", "own", "1.0.0", words("自己的問卷", "zh-Hant"), "zh-Hant",
        items=(Item("X1", words("一題", "zh-Hant"), kind="text"),),
    )  # fmt: skip
    _, html = form("own", known=[questionnaire])
    assert '<span lang="zh-Hant">一題</span>' in html


def test_a_form_without_questions_is_still_a_form():
    empty = replace(find("five-questions", KNOWN), items=(), include=())
    view, html = form("five-questions", known=[empty])
    assert view.questions == ()
    assert "</html>" in html
