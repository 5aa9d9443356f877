from __future__ import annotations

import copy
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from readiness.i18n import Line, Phrases, Run, joined, line

runs = st.lists(st.builds(Run, st.text(), st.sampled_from(["", "en", "zh-Hant"]), st.booleans()))


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words = ""

    def handle_data(self, data):
        self.words += data


@given(runs)
def test_a_line_is_the_string_of_its_runs_whatever_is_asked_of_it(given_runs):
    made = Line(given_runs)
    assert made == "".join(run.words for run in given_runs)
    for other in (
        copy.deepcopy(made),
        line(made),
        joined("", made.runs and [made]),
    ):
        assert other == made
        assert other.runs == made.runs or not made.runs


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_html_says_the_same_words_and_marks_nothing_but_languages(words):
    reader = Reader()
    reader.feed(Line([Run("<b>"), Run(words, "zh-Hant"), Run("12", whole=True)]).__html__())
    reader.close()
    assert reader.words.replace("\u00a0", " ") == f"<b>{words}12".replace("\u00a0", " ")


def test_a_persons_words_keep_their_language_inside_a_sentence():
    said = Phrases("zh-Hant", {"quoted": "「{text}」（{id}）"}).say(
        "quoted", text=Line([Run("It <works>", "en")]), id="P1"
    )
    assert said == "「It <works>」（P1）"
    assert said.__html__() == '「<span lang="en">It &lt;works&gt;</span>」（P1）'


def test_a_language_tag_cannot_leave_its_attribute():
    assert Line([Run("x", 'en"><script>')]).__html__() == '<span lang="en&quot;&gt;&lt;script&gt;">x</span>'


def test_a_capital_letter_keeps_the_runs():
    made = Line([Run("chief", "en"), Run(" of all")]).capitalized()
    assert (made, made.runs[0].language) == ("Chief of all", "en")
    assert Line().capitalized() == ""


def test_lists_and_sentences_take_the_marks_of_the_language():
    chinese = Phrases("zh-Hans", {"marks.comma": "、", "marks.gap": ""})
    assert chinese.listed(["一", "二"]) == "一、二"
    assert chinese.sentences(["一。", "二。"]) == "一。二。"
