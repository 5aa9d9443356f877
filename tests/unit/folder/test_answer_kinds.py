"""Every kind of answer through the sheet for typing in, and through its file."""

import csv
import io
from datetime import date

import pytest
from all_kinds import engagement, items, known, questionnaire
from hypothesis import given
from hypothesis import strategies as st

from readiness import LANGUAGES
from readiness.folder.answer_sheets import check_answers, read_answers
from readiness.folder.answer_template import answer_sheets, write_csv
from readiness.folder.answer_touchpoints import asked_in, touchpoint_id, touchpoint_titles
from readiness.folder.answer_values import in_order
from readiness.folder.answer_words import COLUMNS, heading, word
from readiness.folder.delimited import read_grid
from readiness.folder.parse import parse
from readiness.folder.response_writer import write_response
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.folder.workbook import Row, Table
from readiness.questionnaires.answers import understand
from readiness.questionnaires.response import Answer, Response
from readiness.resources import examples
from readiness.scalars import Text, Unreadable

CASE = engagement()
MAP = touchpoint_titles(CASE.touchmap)
ONE, TWO = list(MAP)[:2]
ANSWERS = {
    "AK-1": Answer("3"),
    "AK-2": Answer("5"),
    "AK-3": Answer("no", gate="yes"),
    "AK-4": Answer("7"),
    "AK-5": Answer("45%"),
    "AK-6": Answer("12.5"),
    "AK-7": Answer("30000"),
    "AK-8": Answer("2000-06-30"),
    "AK-9": Answer("by-source"),
    "AK-10": Answer(values=("orders", "visits")),
    "AK-11": Answer(values=("cost", "speed")),
    "AK-12": Answer(parts={"software": "40", "people": "60"}),
    "AK-13": Answer(parts={"present": "2", "lost": "dont-know", "noise": "4"}),
    "AK-14": Answer(parts={"data": "nobody", "budget": "both"}),
    "AK-15": Answer(values=(TWO, ONE)),
    "AK-16": Answer(parts={"money": "20000000", "months": "12"}),
    "AK-17": Answer("Never; not once"),
    "AK-18": Answer(parts={"price": "yes", "hidden": "no"}),
}


def table(lines, name="answers.csv"):
    headings, *rest = [tuple(line) for line in lines]
    rows = tuple(
        Row(number, {key: cell for key, cell in zip(headings, line, strict=False) if cell})
        for number, line in enumerate(rest, start=2)
        if any(line)
    )
    columns = {key: chr(65 + at % 26) for at, key in enumerate(headings)}
    return Table(name, headings, columns, rows, place=name)


def read(lines, case=CASE, language="en"):
    """Return the responses, the problems, and how many rows were read and refused."""
    reading = read_answers([table(lines)], case, known(), file="a.csv", round_=1, language=language)
    responses = check_answers(reading, case, others=(), taken={})
    found = reading.rows.problems.found
    assert len(reading.rows.read) >= len(reading.refused)
    return responses, found, (len(reading.rows.read), len(reading.refused))


def typed(language, titles=MAP):
    """Return what a person types for ANSWERS into the sheet of a language: (item, part) to text and gate."""
    texts = {
        name: {choice.id: choice.text.choose(language)[1] for choice in item.choices}
        for name, item in items().items()
    }
    cells = {}
    for name, answer in ANSWERS.items():
        item = items()[name]
        for part, text in answer.parts.items():
            said = word(text, language) if text in ("yes", "no", "dont-know") else text
            cells[name, part] = texts[name].get(text, said) if item.kind == "matrix" else said
        if answer.value:
            said = word(answer.value, language) if answer.value in ("yes", "no") else answer.value
            cells[name, ""] = texts[name].get(answer.value, said) if item.kind == "choice" else said
        if item.kind == "rank":
            cells |= {(name, choice): str(place) for place, choice in enumerate(answer.values, start=1)}
        elif answer.values:
            shown = [
                titles[one].choose(language)[1] if one in titles else texts[name][one]
                for one in answer.values
            ]
            cells[name, ""] = ("；" if language != "en" else "\n").join(shown)
    return cells


def filled(language):
    sheet, _ = answer_sheets([questionnaire()], known(), language, touchpoints=MAP)
    cells = typed(language)
    lines = [list(sheet.headings)]
    for number, row in enumerate(sheet.rows):
        line = dict(zip(COLUMNS, row, strict=True))
        line["answer"] = cells.pop((line["item"], line["part"]), "")
        if line["item"] == "AK-3":
            line["gate"] = word("yes", language)
        if not number:
            line |= {"respondent": "it-1", "role": word("it", language), "date": "2000/11/29"}
        lines.append([line[column] for column in COLUMNS])
    assert cells == {}, "the sheet has no row for these"
    return lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_comes_back_from_the_sheet_of_every_language(language):
    (one,), found, (rows, refused) = read(filled(language))
    assert refused == 0
    assert [one.code for one in found if one.code not in ("evidence-required", "answer-needs-evidence")] == []
    assert dict(one.answers) == ANSWERS
    assert rows == sum(bool(line[6] or line[7]) for line in filled(language)[1:])
    assert one.on == date(2000, 11, 29)


def test_one_row_a_person_says_the_same():
    cells = typed("en")
    cells["AK-3", "gate"] = "yes"
    heads = [f"{item}.{part}" if part else item for item, part in cells]
    lines = [["code", "role", *heads], ["it-1", "it", *cells.values()]]
    (one,), _, (rows, refused) = read(lines)
    assert (rows, refused) == (1, 0)
    assert dict(one.answers) == ANSWERS


def test_what_is_written_is_read_back_and_means_the_same():
    one = Response("response/1", "all-kinds@1.0.0", "it-1", "it", ANSWERS)
    text = write_response(one)
    record, problems = parse(Source("it-1.yaml", text), Limits())
    again, wrong = build(Response, record)
    assert (problems, wrong) == ([], [])
    assert again == one
    assert "  AK-11: [cost, speed]\n" in text
    states = {name: understand(items()[name], answer).state for name, answer in ANSWERS.items()}
    assert set(states.values()) == {"value"}


WIDE = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)


@given(st.lists(WIDE | st.sampled_from(["a, b", "]", "- x", "yes", "#1"]), min_size=1, max_size=9))
def test_a_list_is_written_so_that_it_is_read_back(values):
    one = Response("response/1", "x@1.0.0", "it-1", "it", {"AK-10": Answer(values=tuple(values))})
    record, _ = parse(Source("it-1.yaml", write_response(one)), Limits())
    assert build(Response, record)[0] == one


def lines_of(item, answer, part="", role="it"):
    return [["code", "role", "id", "part", "answer"], ["it-1", role, item, part, answer]]


WRONG = {
    "agree above": ("AK-2", "6", "", "point"),
    "agree word": ("AK-2", "much", "", "whole-number"),
    "yes or no": ("AK-3", "perhaps", "", "choice"),
    "percent": ("AK-5", "101", "", "percent"),
    "number": ("AK-6", "a few", "", "number"),
    "money below": ("AK-7", "-5", "", "at-least"),
    "date": ("AK-8", "last May", "", "date"),
    "no such day": ("AK-8", "2000/2/30", "", "no-such-day"),
    "choice": ("AK-9", "All", "", None),
    "no choice": ("AK-9", "Some records", "", "choice"),
    "choices": ("AK-10", "Orders; Birds", "", "choice"),
    "choices twice": ("AK-10", "Orders; orders", "", "chosen-twice"),
    "rank place": ("AK-11", "first", "speed", "whole-number"),
    "rank nought": ("AK-11", "0", "speed", "at-least"),
    "rank part": ("AK-11", "1", "spede", "unknown-key"),
    "allocate": ("AK-12", "40", "software", "hundred-points"),
    "allocate whole": ("AK-12", "40", "", "needs-parts"),
    "matrix": ("AK-13", "5", "lost", "level"),
    "matrix whole": ("AK-13", "2", "", "needs-parts"),
    "matrix column": ("AK-14", "Them", "data", "choice"),
    "touchpoint": ("AK-15", "The moon", "", "dangling"),
}  # fmt: skip


@pytest.mark.parametrize(("item", "answer", "part", "code"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_told_at_its_cell_and_refused(item, answer, part, code):
    responses, found, counted = read(lines_of(item, answer, part))
    if code is None:
        assert counted == (1, 0)
        return
    assert [(one.code, one.span.line, one.span.column) for one in found] == [(code, 2, 5)]
    assert (responses, counted) == ((), (1, 1))


def test_two_answers_at_one_place_are_refused():
    lines = [*lines_of("AK-11", "1", "speed"), ["", "", "AK-11", "cost", "1"], ["", "", "AK-1", "", "2"]]
    (one,), found, counted = read(lines)
    assert [(one.code, one.span.line) for one in found] == [("same-place", 3)]
    assert (list(one.answers), counted) == (["AK-1"], (3, 2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_choice_is_answered_in_the_words_of_the_sheet(language):
    names = [heading(column, language) for column in ("respondent", "role", "item", "answer")]
    for item, proposed in (("AK-3", word("yes", language)), ("AK-9", items()["AK-9"].choices[0].text)):
        lines = [names, ["it-1", word("it", language), item, "@"]]
        _, (problem,), _ = read(lines, language="en")
        wanted = proposed.choose(language)[1] if isinstance(proposed, Text) else proposed
        assert wanted in problem.values["allowed"]


@pytest.mark.parametrize("said", ["don't know", "不知道", "dont-know", "n/a"])
@pytest.mark.parametrize("item", [name for name in ANSWERS if name != "AK-17"])
def test_not_knowing_can_be_said_of_every_kind(item, said):
    lines = lines_of(item, said, role="executive")
    lines[0].append("aside")
    lines[1].append("a reason" if said == "n/a" else "")
    (one,), _, counted = read(lines)
    assert counted == (1, 0)
    assert understand(items()[item], one.answers[item]).state == (
        "not-applicable" if said == "n/a" else "dont-know"
    )


def test_a_list_may_be_ids_words_of_any_language_or_what_the_sheet_shows():
    for text in (
        "orders; bills",
        "Orders\nBills",
        "訂單；账单",
        "orders = Orders ; bills = Bills;",
        "ORDERS；bills",
    ):
        (one,), _, _ = read(lines_of("AK-10", text))
        assert one.answers["AK-10"].values == ("orders", "bills"), text
    (one,), _, _ = read(lines_of("AK-9", "In portions; those who use them check them first"))
    assert one.answers["AK-9"].value == "by-portion"
    (one,), _, _ = read(lines_of("AK-11", "cost; speed"))
    assert one.answers["AK-11"].values == ("cost", "speed")


@given(st.permutations(["a", "b", "c", "d"]), st.integers(1, 9), st.integers(1, 5))
def test_places_make_the_order_whatever_is_left_between_them(order, first, step):
    places = {name: str(first + step * at) for at, name in enumerate(order)}
    shuffled = {name: places[name] for name in sorted(places)}
    assert list(in_order(shuffled)) == order
    with pytest.raises(Unreadable, match="same-place"):
        in_order(dict.fromkeys(order, "1"))


def test_a_touchpoint_is_named_by_id_or_by_a_title_that_only_one_has():
    titles = {"a": Text((("en", "Order by phone"), ("zh-Hant", "電話訂購"))), "b": Text((("en", "Same"),)),
              "c": Text((("en", "same"),)), "same": Text()}  # fmt: skip
    found = {
        text: touchpoint_id(text, titles) for text in ("A", "order by PHONE", "電話訂購", "Same", "x", "b")
    }
    assert found == {"A": "a", "order by PHONE": "a", "電話訂購": "a", "Same": "same", "x": None, "b": "b"}
    assert touchpoint_id("Same", {"b": titles["b"], "c": titles["c"]}) is None


def test_without_a_map_touchpoints_stay_as_written():
    case = engagement(touchmap=None)
    (one,), _, _ = read(lines_of("AK-15", "The counter; The van"), case)
    assert one.answers["AK-15"].values == ("The counter", "The van")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_drops_down_wherever_one_answer_is_chosen(language):
    sheet, meanings = answer_sheets([questionnaire()], known(), language, touchpoints=MAP)
    at = COLUMNS.index("answer")
    rows = {(row[3], row[4]): number for number, row in enumerate(sheet.rows)}
    offered = {name: sheet.answers.get((number, at), ()) for name, number in rows.items()}
    asides = (word("dont-know", language), word("not-applicable", language))
    assert offered["AK-2", ""] == ("1", "2", "3", "4", "5", *asides)
    assert len(offered["AK-4", ""]) == 7 + 2
    assert offered["AK-3", ""] == (word("yes", language), word("no", language), *asides)
    assert offered["AK-9", ""][:3] == tuple(one.text.choose(language)[1] for one in items()["AK-9"].choices)
    assert offered["AK-14", "data"][3] == items()["AK-14"].choices[3].text.choose(language)[1]
    assert offered["AK-13", "lost"] == ("0", "1", "2", "3", "4", asides[0])
    assert len(offered["AK-15", ""]) == len(MAP) + 2
    for name in (("AK-12", "people"), ("AK-11", "speed"), ("AK-17", ""), ("AK-16", "money")):
        assert offered[name] == ()
    for item, name in (("AK-10", ""), ("AK-12", ""), ("AK-5", "")):
        assert offered[item, name] == asides
    for number, choices in ((number, sheet.answers.get((number, at), ())) for number in rows.values()):
        item, part = sheet.rows[number][3:5]
        for text in choices:
            lines = [["code", "role", "id", "part", "answer", "aside"], ["x", "it", item, part, text, ""]]
            lines[1][5] = "why" if text == asides[1] else ""
            assert read(lines)[2] == (1, 0), (item, part, text)
    assert "AK-13" in {row[0] for row in meanings.rows}


def test_a_sheet_of_the_days_before_is_still_read(tmp_path):
    sheet, _ = answer_sheets([questionnaire()], known(), "en")
    grid = list(read_grid(write_csv(sheet), tmp_path))
    old = [line for line in grid if line[3] != "AK-12"]
    old[1][:2], old[1][6] = ["it-1", "it"], "2"
    (one,), found, counted = read(old)
    assert (dict(one.answers), found, counted) == ({"P1-Q2": Answer("2")}, [], (1, 0))


def test_what_a_folder_asks_of_its_map():
    titles, currency = asked_in(examples() / "boise-office")
    assert (titles, currency) == (MAP, CASE.profile.programme.currency)
    assert asked_in(None) == ({}, "")


CELLS = st.sampled_from(
    ["", "1", "2", "4", "yes", "是", "Orders; Bills", "orders;;", ";", "；\n；", "2000-01-01", "100",
     "40%", "nobody", "a" * 300, "=1", "don't know", "n/a", "\u202eOrders", "Order by phone", "1e9", "-1"]
)  # fmt: skip
PLACES = st.sampled_from(
    [
        (name, part)
        for name, item in items().items()
        for part in ("", *item.parts, *(c.id for c in item.choices))
    ]
)


@given(st.lists(st.tuples(PLACES, CELLS), max_size=8))
def test_whatever_is_typed_is_kept_or_refused(said):
    lines = [["code", "role", "id", "part", "answer"]]
    lines += [["it-1", "it", item, part, text] for (item, part), text in said]
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    responses, found, (rows, refused) = read(list(csv.reader(io.StringIO(file.getvalue()))))
    assert rows == sum(bool(text) for _, text in said)
    kept = rows - refused
    assert (kept > 0) == bool(responses)
    assert not refused or found


def test_points_may_be_written_as_percentages_and_a_wrong_sum_is_told_at_the_points():
    heads = ["code", "role", "AK-12.comment", "AK-12.software", "AK-12.people"]
    (one,), _, _ = read([heads, ["it-1", "it", "a guess", "70%", "30 %"]])
    assert one.answers["AK-12"].parts == {"software": "70", "people": "30"}
    _, (problem,), _ = read([heads, ["it-1", "it", "a guess", "70%", "20%"]])
    assert (problem.code, problem.span.column) == ("hundred-points", 4)
