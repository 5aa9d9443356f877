"""Workbooks: a questionnaire with questions, scales and words, and answers, go out as .xlsx and come back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from all_kinds import known as known_of_every_kind
from click.testing import CliRunner
from openpyxl import load_workbook

from readiness import LANGUAGES, services
from readiness.cli import questionnaire_exchange, response_exchange
from readiness.errors import Refused
from readiness.folder.engagement import read_engagement
from readiness.folder.forms.book import book_sheets
from readiness.folder.forms.book_reader import read_book
from readiness.folder.forms.finished import finish, read_questionnaire
from readiness.folder.forms.plain import plain
from readiness.folder.questionnaires import known_questionnaires
from readiness.folder.workbook import read_tables, write_workbook
from readiness.questionnaires.library import digest, find, resolve
from readiness.questionnaires.model import Choice, Gate, Item, Questionnaire
from readiness.scalars import Text
from readiness.services import questionnaire_exchange as exchange
from readiness.services import response_exchange as answers

KNOWN = known_questionnaires()
NAMES = [one.id for one in KNOWN]
EVIL = ["=1+1", "+1", "-cmd", "@SUM(A1)", "＝1", '=HYPERLINK("http://x")', "'=x", "007", "1e5", "TRUE", "80%"]


def words(text):
    return Text((("en", text),))


def run(command, *said):
    return CliRunner().invoke(command, [*map(str, said)])


def brought_back(file, folder, **options):
    imported = exchange.import_book(file, folder / f"{file.stem}.yaml", **options)
    text = imported.written[0].read_text("utf-8")
    return read_questionnaire(text, file="x.yaml").questionnaire, imported


def written(questionnaire, folder, *, known=KNOWN, language="en"):
    sheets = book_sheets(questionnaire, resolve(questionnaire, known), known, language)
    file = folder / "book.xlsx"
    file.write_bytes(write_workbook(sheets, title="book"))
    return file


def no_formula(file):
    pages = load_workbook(file).worksheets
    return not [cell for page in pages for row in page for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_brings_back_questions_scales_and_words_in_every_language(name, tmp_path):
    ours = find(name, KNOWN)
    exported = exchange.export(name, tmp_path / "q.xlsx")
    octets = exported.file.read_bytes()
    assert exchange.export(name, tmp_path / "q.xlsx").file.read_bytes() == octets
    again, imported = brought_back(exported.file, tmp_path)
    items = resolve(ours, KNOWN)
    assert digest(again, [again]) == digest(ours, KNOWN)
    assert [plain(item, "en") | {"show_if": ""} for item in again.items] == [
        plain(item, "en") | {"show_if": ""} for item in items
    ]
    for key in ("title", "intro", "version", "pitfall", "minutes", "provider", "sources", "conditions"):
        assert plain(getattr(again, key), "en") == plain(getattr(ours, key), "en")
    assert {one.code for one in exported.lost} <= {"rests", "reason", "lock", "field"}
    assert {one.word for one in exported.lost if one.code == "field"} <= {"pitfall"}
    assert {one.code for one in imported.lost} <= {"reason"}
    assert imported.taken == len(items)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_headings_of_every_language_come_back(language, tmp_path):
    known = known_of_every_kind()
    ours = next(one for one in known if one.id == "all-kinds")
    reading = read_book(read_tables(written(ours, tmp_path, known=known, language=language)), file="x")
    assert reading.losses == ()
    again = finish(reading.raw, file="x.yaml").questionnaire
    assert plain(again, "en") == plain(replace(ours, items=resolve(ours, known), include=()), "en")


@pytest.mark.parametrize("evil", EVIL)
def test_no_cell_runs_and_every_text_comes_back(evil, tmp_path):
    choices = (Choice("a", words(evil), 0), Choice("b", words("b"), 4))
    item = Item("A", words(evil), kind="choice", choices=choices, help=words(evil), gate=Gate(words(evil)),
                remedy=words(evil), sources=(evil,))  # fmt: skip
    ours = Questionnaire("questionnaire/1", "evil", "1.0.0", words(evil), provider=evil, items=(item,))
    file = written(ours, tmp_path, known=[ours])
    assert no_formula(file)
    reading = read_book(read_tables(file), file="x")
    assert reading.losses == ()
    assert finish(reading.raw, file="x.yaml").questionnaire == ours


def test_what_a_cell_cannot_hold_is_told(tmp_path, monkeypatch):
    long = "word " * 10_000
    head = 'format: questionnaire/1\nid: long\nversion: "1.0.0"\ntitle: Long\nlanguage: en\nitems:\n'
    text = f"{head}  - {{id: L-1, text: {long}, kind: text}}\n"
    (tmp_path / "long.yaml").write_text(text, "utf-8")
    monkeypatch.setenv("READINESS_LIBRARY", str(tmp_path))
    exported = exchange.export("long", tmp_path / "q.xlsx")
    assert [(one.code, one.at, one.word) for one in exported.lost] == [("field", "L-1", "text")]


@pytest.fixture
def edited(tmp_path):
    """A workbook of the library as an author changes it in a spreadsheet."""
    file = exchange.export("customer-strategy", tmp_path / "mine.xlsx").file
    book = load_workbook(file)
    questions, scales, translated = book["questions"], book["scales"], book["words"]
    heads = {cell.value: cell.column for cell in questions[1]}
    rows = {row[0].value: row[0].row for row in questions.iter_rows(min_row=2)}
    questions.cell(rows["P1-Q2"], heads["Weight"]).value = 2
    questions.cell(rows["P1-Q2"], heads["Question"]).value = "Another wording"
    questions.cell(rows["P1-Q3"], heads["Touches the law"]).value = "是"
    questions.cell(1, len(heads) + 1).value = "My notes"
    questions.append(["OUR-1", "choice", "Which tool?", "", "P1-Q2 >= 1", 1])
    questions.append([None, "text", "Without a number"])
    questions.append(["OUR-2", "text", "=1+1"])
    for code, level in (("old", 0), ("new", 4)):
        scales.append(["OUR-1", "choice", code, f"The {code} one", level])
    scales.append(["OUR-9", "choice", "x", "Of nothing"])
    scales.append(["OUR-1", "anker", "0", "Misspelled"])
    translated.append(["OUR-1.text", "Which tool?", "哪一個工具？"])
    translated.append(["P9-Q9.text", "Nothing"])
    book.save(file)
    return file, (questions.max_row, scales.max_row, translated.max_row)


def test_an_authors_changes_are_taken_and_the_rest_is_told_with_its_row(edited, tmp_path):
    file, (question, scale, word) = edited
    again, imported = brought_back(file, tmp_path, name="mine")
    items = {item.id: item for item in again.items}
    assert again.id == "mine"
    assert items["P1-Q2"].weight == 2
    assert items["P1-Q3"].legal
    ours = items["OUR-1"]
    assert ours.text == Text((("en", "Which tool?"), ("zh-Hant", "哪一個工具？")))
    assert [(one.id, one.level) for one in ours.choices] == [("old", 0), ("new", 4)]
    assert ours.show_if == "P1-Q2 >= 1"
    row = next(at for at, one in enumerate(again.items, start=2) if one.id == "P1-Q2")
    assert {(one.code, one.at, one.word) for one in imported.lost} == {
        ("two-texts", f"questions:{row}", "P1-Q2.text"),
        ("column", "questions:1", "My notes"),
        ("no-id", f"questions:{question - 1}", ""),
        ("cell", f"questions:{question}", "cell-formula"),
        ("no-label", f"questions:{question}", ""),
        ("no-question", f"scales:{scale - 1}", "OUR-9"),
        ("no-scale", f"scales:{scale}", "anker"),
        ("unknown-key", f"words:{word}", "P9-Q9.text"),
    }
    assert str(items["P1-Q2"].text) != "Another wording"


def test_the_command_brings_a_workbook_in_and_says_what_it_left_out(edited, tmp_path):
    file, _ = edited
    out = tmp_path / "made.yaml"
    told = run(questionnaire_exchange.import_, file, "--as", "workbook", "-o", out, "--format", "json")
    assert told.exit_code == 0, told.output
    values = json.loads(told.output)
    assert (values["written"], values["taken"]) == ([str(out)], len(read_questionnaire(
        out.read_text("utf-8"), file="x").questionnaire.items))  # fmt: skip
    assert {"code": "no-scale", "at": f"scales:{edited[1][1]}", "word": "anker"} in values["not_carried_over"]
    again = run(questionnaire_exchange.import_, file, "--as", "workbook", "-o", out)
    assert isinstance(again.exception, Refused)
    assert again.exception.code == "file-exists"


def test_what_is_no_workbook_of_a_questionnaire_or_has_errors_is_refused(edited, boise, tmp_path):
    out = tmp_path / "out.yaml"
    other = answers.export_answers(boise, tmp_path / "answers.xlsx").file
    with pytest.raises(Refused, match="interchange-no-book"):
        exchange.import_book(other, out)
    with pytest.raises(Refused, match="interchange-id"):
        exchange.import_book(edited[0], out, name="No Id")
    book = load_workbook(edited[0])
    book["questions"]["B3"] = "guess"
    book.save(edited[0])
    with pytest.raises(services.Invalid):
        exchange.import_book(edited[0], out)
    book["questions"].delete_rows(2, 100)
    book.save(edited[0])
    with pytest.raises(Refused, match="interchange-no-questions"):
        exchange.import_book(edited[0], out)
    assert not out.exists()


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("evil", [*EVIL, "a\nb", 'say "no"', "a;b", "-5", "1,5"])
def test_no_comment_runs_in_a_workbook_of_answers_and_all_come_back(evil, wide, boise, tmp_path):
    file = boise / "responses" / "it-1.yaml"
    text = file.read_text("utf-8").partition("answers:")[0]
    file.write_text(f"{text}answers:\n  P2-Q1: {{value: 1, comment: {json.dumps(evil)}}}\n", "utf-8")
    for other in (boise / "responses").glob("*.yaml"):
        if other != file:
            other.unlink()
    exported = answers.export_answers(boise, tmp_path / "a.xlsx", wide=wide)
    assert no_formula(exported.file)
    assert exported.lost == ()
    answers.import_file(boise, exported.file, replace=True)
    (response,) = read_engagement(boise).engagement.responses
    assert str(response.answers["P2-Q1"].comment) == evil


def test_a_comment_that_no_cell_can_hold_is_told_with_its_row(boise, tmp_path):
    file = boise / "responses" / "it-1.yaml"
    text = file.read_text("utf-8").partition("answers:")[0]
    file.write_text(f"{text}answers:\n  P2-Q1: {{value: 1, comment: {'word ' * 9_000}}}\n", "utf-8")
    lost = answers.export_answers(boise, tmp_path / "a.xlsx").lost
    (told,) = (one for one in lost if one.code == "cell-text")
    page = load_workbook(tmp_path / "a.xlsx")["answers"]
    row = page[int(told.at.partition(":")[2])]
    assert row[0].value == "it-1"
    assert told.word == "Comment"
    assert not [
        one for one in answers.export_answers(boise, tmp_path / "a.csv").lost if one.code == "cell-text"
    ]


def test_a_wide_workbook_says_what_is_asked_and_is_the_same_every_time(boise, tmp_path):
    told = run(response_exchange.export, boise, "-o", tmp_path / "a.xlsx", "--wide")
    assert told.exit_code == 0, told.output
    octets = (tmp_path / "a.xlsx").read_bytes()
    answers.export_answers(boise, tmp_path / "b.xlsx", wide=True)
    assert (tmp_path / "b.xlsx").read_bytes() == octets
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["answers", "questions"]
    asked = {row[0].value: row[1].value for row in book["questions"].iter_rows(min_row=2)}
    items = {item.id: item for one in reversed(KNOWN) for item in one.items}
    columns = {str(cell.value).partition(".")[0] for cell in book["answers"][1]} & items.keys()
    assert asked.keys() == columns
    assert all(asked.values())
