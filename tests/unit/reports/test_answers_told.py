"""Answers of every kind in words, and what the report shows of them to whom."""

from dataclasses import replace

import pytest
from all_kinds import engagement, items

from readiness import LANGUAGES
from readiness.assessment.assess import assess
from readiness.assessment.voices import Voice, voices_on
from readiness.evidence import EvidenceNote
from readiness.folder import library
from readiness.questionnaires.answers import understand
from readiness.questionnaires.response import Answer, Response
from readiness.reports.report import build_view
from readiness.reports.sentences import Teller
from readiness.reports.speakers import Speakers
from readiness.reports.told import AnswersTold
from readiness.reports.words import Words
from readiness.scalars import Text

ITEMS = items()
TOUCHPOINT = engagement().touchmap.touchpoints[0]
TIGHT = "\u00a0"


def teller(language="en"):
    words = Words(library.phrases(language), "en")
    titles = {"call-expert": "Ask an expert"}
    return AnswersTold(words, "USD", lambda name: words.written(titles.get(name, name)))


def level(item, answer, language="en"):
    return str(teller(language).value(item, understand(item, answer).value))


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("AK-1", "1", "1 – Some people have an opinion"),
        ("AK-1", "4", "2 – It is written down"),  # a good answer without evidence counts as 2
        ("AK-2", "4", "4 of 5"),
        ("AK-4", "7", "7 of 7"),  # turned round it counts as 0, but 7 was ticked
        ("AK-3", "no", "no"),
        ("AK-3", "yes", "yes, without evidence"),
        ("AK-5", "12%", "12%"),
        ("AK-6", "1234.5", "1,234.5 calls a day"),
        ("AK-7", "30000", f"USD{TIGHT}30,000"),
        ("AK-9", "by-source", "One source after another"),
    ],
)
def test_a_value_as_it_was_given(name, written, said):
    assert level(ITEMS[name], Answer(written)) == said


def test_values_in_other_languages_and_of_turned_questions():
    assert level(ITEMS["AK-2"], Answer("4"), "zh-Hant") == "4 分（滿分 5 分）"
    assert level(ITEMS["AK-6"], Answer("40"), "zh-Hans") == "40 个／天"
    assert level(ITEMS["AK-3"], Answer("no"), "zh-Hant") == "否"
    turned = replace(ITEMS["AK-3"], reverse=True, gate=None)
    assert [level(turned, Answer(word)) for word in ("yes", "no")] == ["yes", "no"]
    maturity = replace(ITEMS["AK-1"], reverse=True, gate=None)
    assert level(maturity, Answer("0")) == "4 – Nobody has asked"
    assert level(ITEMS["AK-10"], Answer(values=("orders", "bills"))) == "2 of 4"


@pytest.mark.parametrize("points", range(2, 12))
def test_every_point_of_a_scale_comes_back(points):
    for reverse in (False, True):
        item = replace(ITEMS["AK-2"], points=points, reverse=reverse)
        for point in range(1, points + 1):
            assert level(item, Answer(str(point))) == f"{point} of {points}"


def voices(name, *answers):
    item = ITEMS[name]
    return [Voice(f"it-{at}", "it", one, understand(item, one)) for at, one in enumerate(answers)]


def together(name, *answers):
    heard = voices(name, *answers)
    return str(teller().together(ITEMS[name], heard, heard[0].meaning.value))


def test_what_several_people_say_together():
    chosen = [Answer("all"), Answer("by-source"), Answer("by-source")]
    assert together("AK-9", *chosen) == "One source after another (2); All records in one go (1)"
    assert together("AK-9", Answer("all")) == "All records in one go"
    several = [Answer(values=("visits", "orders")), Answer(values=("visits",)), Answer("dont-know")]
    assert together("AK-10", *several) == "Visits (2); Orders (1)"
    ranked = [
        Answer(values=("cost", "speed", "loyalty")),
        Answer(values=("cost",)),
        Answer(values=("speed", "cost")),
    ]
    assert together("AK-11", *ranked) == "1. Lower cost; 2. Faster answers; 3. More loyal customers"
    points = [Answer(parts={"software": "100"}), Answer(parts={"people": "75", "software": "25"})]
    means = "Software and equipment 62.5; People and new ways of working 37.5"
    assert together("AK-12", *points) == f"{means}; Records and links between systems 0"
    picked = [Answer(values=("call-expert", "gone")), Answer(values=("call-expert",))]
    assert together("AK-15", *picked) == "Ask an expert (2); gone (1)"
    days = [Answer("2000-05-02"), Answer("2000-01-31")]
    assert together("AK-8", *days).replace(TIGHT, " ") == "31 January 2000 to 2 May 2000"
    assert together("AK-8", days[0], days[0]).replace(TIGHT, " ") == "2 May 2000"


def test_rows_of_a_matrix_and_figures_of_an_estimate():
    rows = [Answer(parts={"present": "3", "noise": "4"}), Answer(parts={"present": "1"})]
    proved = [replace(one, evidence=EvidenceNote("document")) for one in rows]
    assert together("AK-13", *proved) == "Those who buy today: 1; What we only believe about them: 0"
    columns = [Answer(parts={"data": "nobody", "budget": "it"}), Answer(parts={"data": "both"})]
    told = "The customers' data: Both together (1), Nobody (1); The money of the programme: IT (1)"
    assert together("AK-14", *columns) == told
    figures = [Answer(parts={"money": "1000"}), Answer(parts={"money": "2500", "months": "3"})]
    assert together("AK-16", *figures) == "Money in all: 1,000 to 2,500; Months until the first result: 3"


def response(code, role, answers):
    return Response("response/1", "all-kinds@1.0.0", code, role, answers)


ANSWERS = {
    "AK-1": Answer("0"),
    "AK-2": Answer("2"),
    "AK-3": Answer("no"),
    "AK-5": Answer("20"),
    "AK-6": Answer("90"),
    "AK-7": Answer("30000"),
    "AK-8": Answer("2000-05-02"),
    "AK-9": Answer("all"),
    "AK-10": Answer(values=("orders",)),
    "AK-11": Answer(values=("cost", "speed")),
    "AK-12": Answer(parts={"software": "100"}),
    "AK-13": Answer(parts={"present": "1"}),
    "AK-14": Answer(parts={"data": "nobody"}),
    "AK-15": Answer(values=(TOUCHPOINT.id,)),
    "AK-17": Answer("Never lie"),
}


def case(*people, answers=ANSWERS, **profile):
    one = engagement()
    said = tuple(response(f"{role}-{at}", role, answers) for at, role in enumerate(people))
    return replace(one, responses=said, profile=replace(one.profile, **profile))


def assessed(*people, **options):
    return assess(case(*people, **options), library.indicators(), library.rules())


def shown(assessment, language="en"):
    view = build_view(assessment, library.rules(), library.phrases(language))
    rows = [(own.question, own.answers) for own in view.own_words]
    rows += [(question, said) for one in view.further for _, question, said in one.rows]
    return {str(question): [(str(one.who), str(one.answer)) for one in said] for question, said in rows}


def test_the_appendix_tells_every_kind_that_no_verdict_rests_on():
    found = shown(assessed("business", "business", "business"))  # AK-8 is asked of others only
    wanted = {"AK-7", "AK-11", "AK-12", "AK-14", "AK-15", "AK-17"}
    assert set(found) == {str(ITEMS[name].text) for name in wanted}
    assert next(iter(found)) == str(ITEMS["AK-17"].text), "words come first"
    ((who, money),) = found[str(ITEMS["AK-7"].text)]
    assert (who, money) == ("business departments", f"USD{TIGHT}30,000")
    assert found[str(ITEMS["AK-14"].text)][0][1] == "The customers' data: Nobody (3)"
    assert found[str(ITEMS["AK-15"].text)][0][1] == f"{TOUCHPOINT.title} (3)"


def test_what_was_chosen_by_too_few_is_told_to_nobody():
    assert shown(assessed("business", "business")) == {}
    everybody = shown(assessed("business", "it", "it", anonymity="named"))
    assert len(everybody) == 6
    for said in shown(assessed("it", "it", "it", "executive", "business", "front-line")).values():
        assert {who for who, _ in said} <= {"IT", "business"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_quote_the_answer_of_every_kind(language):
    assessment = assessed(*["business"] * 3, *["it"] * 3, *["front-line"] * 3)
    words = Words(library.phrases(language), "en")
    speakers = Speakers(assessment, words, library.rules().answers.small_role)
    told = Teller(assessment, library.rules(), words, speakers)
    signs = {sign.id: sign for pitfall in assessment.pitfalls.values() for sign in pitfall.signs}
    wanted = {
        "AK-2": str(words.say("told.point", point=2, points=5)),
        "AK-3": str(words.say("form.no")),
        "AK-5": "20%",
        "AK-6": f"90 {ITEMS['AK-6'].unit.choose(language)[1]}",
        "AK-9": ITEMS["AK-9"].choices[0].text.choose(language)[1],
        "AK-10": str(words.say("told.share", number=1, total=4)),
        "AK-13": ITEMS["AK-13"].anchors["1"].choose(language)[1],
    }
    for name, answer in wanted.items():
        sentence = str(told.sentence(signs[name]))
        assert answer in sentence, name
        assert ITEMS[name].text.choose(language)[1] in sentence
        assert told.row(signs[name]).state


def test_a_hidden_answer_is_not_told():
    answers = ANSWERS | {"AK-9": Answer("by-portion")}  # AK-12 is asked of others only
    found = shown(assessed("it", "it", "it", answers=answers))
    assert str(ITEMS["AK-12"].text) not in found


def test_words_of_an_answer_never_run_as_a_phrase():
    item = replace(
        ITEMS["AK-9"], choices=(replace(ITEMS["AK-9"].choices[0], text=Text((("en", "{level} \u202e"),))),)
    )
    given = voices_on(item, [("a", "it", Answer("all"))])
    assert str(teller().together(item, given, 0.0)) == "{level} \u202e"
