import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness import LANGUAGES
from readiness.diagnostics import Diagnostic
from readiness.engagement.checks import check_engagement
from readiness.engagement.model import Engagement, Profile, Programme
from readiness.errors import Refused
from readiness.evidence import EvidenceNote
from readiness.folder import library
from readiness.folder.answer_rows import is_error
from readiness.folder.answer_sheets import check_answers, read_answers
from readiness.folder.answer_template import answer_sheets, write_csv
from readiness.folder.answer_words import COLUMNS, WORDS, codes_by_word, columns_by_heading, heading, word
from readiness.folder.cell_text import same
from readiness.folder.delimited import read_grid
from readiness.folder.parse import parse
from readiness.folder.response_writer import write_response
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.folder.workbook import Row, Table
from readiness.questionnaires.library import digest, find, resolve
from readiness.questionnaires.response import Answer, Response
from readiness.scalars import Text

KNOWN = library.questionnaires()
FACTS = {indicator.id for indicator in library.indicators()}
CASE = Engagement(
    Profile("engagement/1", "case", Text((("en", "Case"),)), date(2001, 1, 31), Programme("exploring")),
    None, None, tuple(KNOWN), (),
)  # fmt: skip


def table(text, name="answers.csv"):
    lines = list(csv.reader(io.StringIO(text.strip())))
    headings = tuple(lines[0])
    rows = tuple(
        Row(number, {key: cell.strip() for key, cell in zip(headings, line, strict=False) if cell.strip()})
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    )
    columns = {key: chr(65 + at) for at, key in enumerate(headings)}
    return Table(name, headings, columns, rows, place=name)


def read(*texts, others=(), taken=None, round_=1):
    """Return the responses, the problems as ``line:column code`` and the refused rows."""
    tables = [table(text, f"{at}.csv" if at else "answers.csv") for at, text in enumerate(texts)]
    reading = read_answers(tables, CASE, KNOWN, file="answers.csv", round_=round_, language="en")
    responses = check_answers(reading, CASE, others=others, taken=taken or {})
    told = [f"{one.span.line}:{one.span.column} {one.code}" for one in reading.rows.problems.found]
    kept = len(reading.rows.read) - len(reading.refused)
    assert 0 <= kept <= len(reading.rows.read)
    return responses, told, [row for _, row in reading.refused]


HEAD = "respondent,role,date,id,part,answer,gate,aside,comment,grade,source\n"


def test_code_role_and_date_hold_until_they_change():
    text = """
it-1,it,2000-11-29,P1-Q2,,2,,,,,
,,,P1-Q3,,dont-know,,,,,
it-2,it,,P1-Q2,,3,,,,,
it-1,,,P1-Q4,,1,,,,,
"""
    (one, two), told, refused = read(HEAD + text.strip())
    assert (told, refused) == ([], [])
    assert (one.respondent, one.role, one.on, list(one.answers)) == (
        "it-1", "it", date(2000, 11, 29), ["P1-Q2", "P1-Q3", "P1-Q4"],
    )  # fmt: skip
    assert (two.respondent, two.on, two.answers["P1-Q2"]) == ("it-2", date(2000, 11, 29), Answer("3"))
    assert one.answers["P1-Q3"].unknown


def test_everything_that_an_answer_may_hold():
    text = """
executive-1,Executives,2000/11/7,P1-Q1,,,No,,Only slides,Document,draft.pdf
,,,P1-Q1,A,1,,,,,
,,,p1-q1,b,０,,,and no date,,
,,,P1-Q3,,,,We have one customer,,,
,,,P1-Q4,,n/a,,Small,,,
,,,P1-Q6,money,"20,000,000",,,,,
,,,P1-Q6,months,don’t know,,,,,
,,,R0,,To introduce a particular product,,,,,
,,,P3-Q7,,25 %,,,,,
,,,FQ-5,,"=1+1, really",,,,,
"""
    (one,), told, _ = read(HEAD + text.strip())
    assert told == []
    assert one.on == date(2000, 11, 7)
    assert one.answers == {
        "P1-Q1": Answer(None, {"a": "1", "b": "0"}, "no", Text((("", "Only slides / and no date"),)),
                        EvidenceNote("document", source=Text((("", "draft.pdf"),)))),
        "P1-Q3": Answer(not_applicable=Text((("", "We have one customer"),))),
        "P1-Q4": Answer(not_applicable=Text((("", "Small"),))),
        "P1-Q6": Answer(parts={"money": "20000000", "months": "dont-know"}),
        "R0": Answer("product"),
        "P3-Q7": Answer("25 %"),
        "FQ-5": Answer("=1+1, really"),
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_and_words_of_every_language(language):
    def say(code):
        return word(code, language)

    names = [heading(column, language) for column in COLUMNS]
    line = {"respondent": "it-1", "role": say("front-line"), "date": "2000年12月1日", "item": "P1-Q7",
            "answer": "1", "gate": say("dont-know"), "grade": say("measured"), "source": "x"}  # fmt: skip
    again = {"item": "P1-Q8", "answer": say("dont-know"), "gate": say("yes")}
    rows = [[one.get(column, "") for column in COLUMNS] for one in (line, again)]
    file = io.StringIO()
    csv.writer(file).writerows([names, *rows])
    (one,), told, _ = read(file.getvalue())
    assert [code for code in told if "gate" not in code] == []
    assert (one.role, one.on) == ("front-line", date(2000, 12, 1))
    assert one.answers["P1-Q7"].gate == "dont-know"
    assert one.answers["P1-Q7"].evidence.grade == "measured"
    assert (one.answers["P1-Q8"].value, one.answers["P1-Q8"].gate) == ("dont-know", "yes")
    assert one.language == (None if language == "en" else language)


def test_no_word_stands_for_two_things():
    for column, names in [("heading", COLUMNS), *WORDS.items()]:
        found = columns_by_heading() if column == "heading" else codes_by_word(column)
        for language in LANGUAGES:
            for name in names:
                key = "heading" if column == "heading" else "word"
                said = [str(library.phrases(language).say(f"sheet.{key}.{name}"))]
                said += str(
                    library.phrases(language).say(f"sheet.{'also' if key == 'heading' else 'like'}.{name}")
                ).split("|")
                assert {found[same(one)] for one in said} == {name}, (language, name)


PROBLEMS = {
    "unknown-item": ("it-1,it,,P9-Q9,,1", ["2:4 unknown-item"], [2]),
    "level": ("it-1,it,,P1-Q2,,5", ["2:6 level"], [2]),
    "level of a part": ("it-1,it,,P1-Q1,a,5\n,,,P1-Q1,b,1", ["2:6 level"], [2, 3]),
    "unknown part": ("it-1,it,,P1-Q1,z,1", ["2:6 unknown-key"], [2]),
    "no parts": ("it-1,it,,P1-Q2,a,1", ["2:6 no-parts"], [2]),
    "percent": ("it-1,it,,P3-Q7,,120", ["2:6 percent"], [2]),
    "choice": ("it-1,it,,R0,,money", ["2:6 choice"], [2]),
    "gate": ("it-1,it,,P1-Q7,,1,perhaps", ["2:7 choice"], [2]),
    "grade": ("it-1,it,,P1-Q7,,1,,,,rumour", ["2:10 choice"], [2]),
    "role": ("it-1,robot,,P1-Q2,,1\n,,,P1-Q3,,1", ["2:2 choice"], [2, 3]),
    "role-missing": ("it-1,,,P1-Q2,,1", ["2:1 role-missing"], [2]),
    "role-taken-over": ("it-1,it,,P1-Q2,,1\nit-2,,,P1-Q2,,1", ["3:1 role-taken-over"], []),
    "two roles": ("it-1,it,,P1-Q2,,1\nit-1,business,,P1-Q3,,1", ["3:2 respondent-two-roles"], [2, 3]),
    "nobody": (",it,,P1-Q2,,1\n,,,P1-Q3,,1\nit-1,it,,P1-Q2,,1", ["2:1 respondent-missing"], [2, 3]),
    "respondent-code": ("王小明,it,,P1-Q2,,1\n,,,P1-Q3,,1", ["2:1 respondent-code"], [2, 3]),
    "device": ("CON,it,,P1-Q2,,1", ["2:1 respondent-code"], [2]),
    "date": ("it-1,it,1.2.2000,P1-Q2,,1", ["2:3 date"], [2]),
    "no such day": ("it-1,it,2000-02-30,P1-Q2,,1", ["2:3 no-such-day"], [2]),
    "answered-twice": ("it-1,it,,P1-Q2,,1\n,,,P1-Q3,,1\n,,,P1-Q2,,2", ["4:6 answered-twice"], [2, 4]),
    "aside-without-reason": ("it-1,it,,P1-Q2,,n/a", ["2:6 aside-without-reason"], [2]),
    "answer-and-aside": ("it-1,it,,P1-Q2,,2,,Not here", ["2:8 answer-and-aside"], [2]),
    "answer-and-parts": ("it-1,it,,P1-Q1,,2\n,,,P1-Q1,a,1", ["2:6 answer-and-parts"], [2, 3]),
    "evidence-without-grade": ("it-1,it,,P1-Q2,,2,,,,,a.pdf", ["2:11 evidence-without-grade"], [2]),
    "missing-cell": ("it-1,it,,,,2", ["2:4 missing-cell"], [2]),
    "no gate": ("it-1,it,,P1-Q2,,1,yes", ["2:7 no-gate"], []),
    "only a warning": ("it-1,it,,P1-Q7,,3,yes,,,document,a.pdf", ["2:7 gate-not-asked"], []),
    "empty rows": ("it-1,it,,P1-Q2,,\n,,,P1-Q3,,1", [], []),
    "remark": ("# it-9,it,,P1-Q2,,77\nit-1,it,,P1-Q2,,1", [], []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "codes", "refused"), PROBLEMS.values(), ids=PROBLEMS)
def test_each_problem_at_its_cell(text, codes, refused):
    _, told, rows = read(HEAD + text)
    assert (told, rows) == (codes, refused)


def test_a_formula_spoils_the_whole_answer_and_no_other():
    whole = table(HEAD + "it-1,it,,P1-Q1,a,4\n,,,P1-Q1,b,\n,,,P1-Q2,,1")
    problem = Diagnostic("cell-formula", whole.span(3, "answer"), {"cell": "F3"})
    broken = Table(whole.name, whole.headings, whole.columns, whole.rows, (problem,), whole.place)
    reading = read_answers([broken], CASE, KNOWN, file="a.csv", round_=1, language="en")
    (one,) = check_answers(reading, CASE, others=(), taken={})
    assert list(one.answers) == ["P1-Q2"]
    assert [row for _, row in reading.refused] == [2, 3]


def test_a_code_that_cannot_be_read_gives_its_rows_to_nobody_else():
    whole = table(HEAD + "it-1,it,,P1-Q2,,4\n,,,P1-Q2,,0\n,,,P1-Q3,,1")
    problem = Diagnostic("cell-formula", whole.span(3, "respondent"), {"cell": "A3"})
    broken = Table(whole.name, whole.headings, whole.columns, whole.rows, (problem,), whole.place)
    reading = read_answers([broken], CASE, KNOWN, file="a.csv", round_=1, language="en")
    (one,) = check_answers(reading, CASE, others=(), taken={})
    assert one.answers == {"P1-Q2": Answer("4")}
    assert [row for _, row in reading.refused] == [3, 4]


def test_one_row_a_person():
    text = """Person,Role,P1-Q1.a,P1-Q1.b,P1-Q1.gate,P1-Q1.Comment,P1-Q2,P1-Q1.evidence,P1-Q1.source,Shoe size
IT 1,IT,1,0,no,Slides only,3,document,a.pdf,44
it-2,IT,,,,,不知道,,,
"""
    (one, two), told, refused = read(text)
    assert (told, refused) == (["1:10 unknown-column"], [])
    assert one.answers["P1-Q1"].parts == {"a": "1", "b": "0"}
    assert one.answers["P1-Q1"].evidence.grade == "document"
    assert str(one.answers["P1-Q1"].comment) == "Slides only"
    assert two.answers == {"P1-Q2": Answer("dont-know")}


def test_wide_rows_are_refused_whole_and_never_merged():
    text = """code,role,P1-Q2,P1-Q3,P9-Q9
it-1,it,1,9,
it-2,it,1,1,1
,it,1,1,
it-3,it,1,1,
"""
    (one,), told, refused = read(text)
    assert one.respondent == "it-3"
    assert told == ["1:5 unknown-item", "4:1 respondent-missing", "2:4 level"]
    assert refused == [2, 3, 4]


def test_a_person_may_stand_in_several_sheets():
    (one,), told, _ = read(HEAD + "it-1,it,,P1-Q2,,1", HEAD + "it-1,,,P1-Q3,,1")
    assert (told, list(one.answers)) == ([], ["P1-Q2", "P1-Q3"])


def test_a_sheet_without_answers_is_no_sheet_of_answers():
    with pytest.raises(Refused, match="no-answers"):
        read("Question no.,Question,0,1\nP1-Q1,x,No,Yes")
    _, told, refused = read("Respondent,Role,Answer\nit-1,it,3")
    assert (told, refused) == (["1:1 missing-heading"], [2])


def test_who_has_answered_is_not_overwritten():
    responses, told, refused = read(
        HEAD + "it-1,it,,P1-Q2,,1\nit-2,it,,P1-Q2,,1", taken={"it-1": "it-1.yaml"}
    )
    assert [one.respondent for one in responses] == ["it-2"]
    assert (told, refused) == (["2:1 respondent-exists"], [2])
    old = Response("response/1", "customer-strategy@1.0.1", "it-1", "business", {"P1-Q2": Answer("1")})
    assert read(HEAD + "it-1,it,,P1-Q3,,1", others=(old,), round_=2)[1] == ["2:2 respondent-two-roles"]
    same_role = Response("response/1", "customer-strategy@1.0.1", "it-1", "it", {"P1-Q2": Answer("1")})
    assert read(HEAD + "it-1,it,,P1-Q2,,1", others=(same_role,))[1] == ["2:6 answered-twice"]
    assert read(HEAD + "it-1,it,,P1-Q2,,1", others=(same_role,), round_=2)[1] == []


def test_the_questionnaire_named_or_the_one_that_fits():
    core = find("workshop-core", KNOWN)
    lines = [f"it-1,it,,{item.id},,," for item in resolve(core, KNOWN)]
    (one,), _, _ = read(HEAD + "\n".join(lines).replace("P1-Q2,,", "P1-Q2,,1"))
    assert (one.questionnaire, one.digest) == (core.name, digest(core, KNOWN))
    (one,), _, _ = read(HEAD + "it-1,it,,P1-Q2,,1")
    assert one.questionnaire == "customer-strategy@1.0.1"
    named = HEAD.strip() + ",questionnaire\nit-1,it,,P1-Q2,,1,,,,,,"
    assert read(named + "workshop-core@1.0.0")[0][0].questionnaire == "workshop-core@1.0.0"
    assert read(named + "workshop-core@9.0.0")[1] == ["2:12 response-other-major"]
    assert read(named + "nobody@1.0.0")[1] == ["2:12 unknown-questionnaire"]


def test_many_problems_end():
    rows = "\n".join(f"it-1,it,,P9-Q{number},,1" for number in range(1200))
    _, told, refused = read(HEAD + rows)
    assert len(told) == 1001
    assert told[-1].endswith("too-many-problems")
    assert len(refused) == 1200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_says_nothing_until_it_is_filled(language, tmp_path):
    chosen = [find(name, KNOWN) for name in ("workshop-core", "customer-strategy")]
    sheet, meanings = answer_sheets(chosen, KNOWN, language)
    ids = [row[COLUMNS.index("item")] for row in sheet.rows if not row[COLUMNS.index("part")]]
    assert len(set(ids)) == len(ids) == 23
    grid = list(read_grid(write_csv(sheet), tmp_path))
    assert grid[0] == [heading(column, language) for column in COLUMNS]
    assert [tuple(row) for row in grid[1:]] == list(sheet.rows)
    assert len(meanings.rows) == 20
    file = io.StringIO()
    csv.writer(file).writerows(grid)
    assert read(file.getvalue()) == ((), [], [])


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60) | st.sampled_from(
    ["no", "yes: no", "- a", "# b", "{c}", "a: b", 'say "x"', "'", "\\", "1.0", "0x1", "~", "null", "a\nb",
     " a", "a  b", "\u2028", "\x85x", "&a", "*a", "!a", "@", "`", "%", "|", ">", "? a", "=1+1", "2000-01-01"],
)  # fmt: skip
WORDS_ = TEXTS.filter(bool).map(lambda text: Text((("", text),)))
NOTES = st.builds(
    EvidenceNote, st.sampled_from(["said", "document", "measured"]), source=WORDS_ | st.just(Text())
)
ANSWERS = st.builds(
    Answer,
    value=TEXTS.filter(bool) | st.none(),
    parts=st.dictionaries(st.sampled_from("abc"), TEXTS.filter(bool), max_size=3),
    gate=st.sampled_from(["yes", "no", "dont-know", None]),
    comment=WORDS_ | st.just(Text()),
    evidence=NOTES | st.just(EvidenceNote()),
    not_applicable=WORDS_ | st.none(),
).filter(lambda answer: answer != Answer())


@given(st.dictionaries(st.sampled_from(["P1-Q1", "P1-Q2", "FQ-5"]), ANSWERS, min_size=1))
def test_what_is_written_is_read_back(answers):
    one = Response("response/1", "workshop-core@1.0.0", "it-1", "it", answers, "sha256:" + "0" * 64,
                   date(2000, 12, 1), 2, "zh-Hant")  # fmt: skip
    text = write_response(one, remarks="From paper.")
    record, problems = parse(Source("it-1.yaml", text), Limits())
    again, wrong = build(Response, record)
    assert (problems, wrong) == ([], [])
    assert again == one


CELLS = {
    "respondent": ["it-1", "IT 1", "it-2", "", "", "", "王", "con"],
    "role": ["it", "IT 部門", "", "", "", "business", "robot"],
    "date": ["", "", "2000-12-01", "2002-01-01", "yesterday"],
    "id": ["P1-Q1", "P1-Q2", "p1-q7", "P1-Q6", "R0", "FQ-5", "P9-Q1", ""],
    "part": ["", "", "a", "money", "z"],
    "answer": ["", "0", "1", "4", "9", "dont-know", "不適用", "strategy", "x"],
    "gate": ["", "", "", "yes", "否", "perhaps"],
    "aside": ["", "", "", "because"],
    "grade": ["", "", "document", "rumour"],
    "source": ["", "", "a.pdf"],
}
ROWS = st.lists(st.tuples(*map(st.sampled_from, CELLS.values())), max_size=14)


@given(ROWS, ROWS)
def test_every_row_with_an_answer_is_kept_or_refused_and_what_is_kept_is_sound(one, two):
    sheets, texts = (one, two), []
    for rows in sheets:
        file = io.StringIO()
        csv.writer(file).writerows([list(CELLS), *rows])
        texts.append(file.getvalue())
    tables = [table(text, f"{at}.csv") for at, text in enumerate(texts)]
    reading = read_answers(tables, CASE, KNOWN, file="a.csv", round_=1, language="en")
    responses = check_answers(reading, CASE, others=(), taken={})
    filled = [
        (f"{at}.csv", number)
        for at, rows in enumerate(sheets)
        for number, row in enumerate(rows, start=2)
        if any(row[5:])
    ]
    errors = {(one.span.file, one.span.line) for one in reading.rows.problems.found if is_error(one.code)}
    assert set(filled) <= set(reading.rows.read) <= set(filled) | errors
    kept = [row for row in reading.rows.read if row not in reading.rows.refused]
    assert len(reading.rows.read) == len(kept) + len(reading.refused)
    # a kept row stands in exactly one answer that is written, and an error is never kept
    behind = Counter(row for one in reading.given.values() for row in one.rows)
    assert behind == Counter(kept)
    assert not errors & set(kept)
    assert {(one.respondent, item) for one in responses for item in one.answers} == set(reading.given)
    wrong = check_engagement(replace(CASE, responses=responses), KNOWN, FACTS)
    assert [one for one in wrong if is_error(one.code)] == []


@given(
    st.lists(
        st.sampled_from(list(product(["P1-Q2", "P1-Q3", "P1-Q7"], ["0", "3", "8", "dont-know"]))), max_size=6
    )
)
def test_both_shapes_say_the_same(said):
    by_item = dict(said)
    long = HEAD + "\n".join(f"it-1,it,,{item},,{answer}" for item, answer in by_item.items())
    wide = f"code,role,{','.join(by_item)}\nit-1,it,{','.join(by_item.values())}"
    if by_item and "8" not in by_item.values():
        assert read(long)[0] == read(wide)[0]
