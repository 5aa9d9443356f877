"""Paper forms, sheets of answers and their way back, with the real command."""

import csv
import hashlib
import io
import json
import re

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from readiness import services
from readiness.errors import ReadinessError
from readiness.folder import library
from readiness.folder.engagement import read_engagement
from readiness.folder.response_writer import write_response
from readiness.questionnaires.library import find, resolve
from readiness.services import answers, forms, response_exchange

ALL = "customer-strategy,organization-readiness,technology-fit,customer-relationship,ownership,five-questions"
YAML = {
    "it-1": """format: response/1
questionnaire: customer-strategy@1.0.1
respondent: it-1
role: it
on: 2000-11-29
round: 1
answers:
  P1-Q1: {parts: {a: 1, b: dont-know}, gate: no, comment: "I saw slides: never a strategy."}
  P1-Q2: 2
  P1-Q3: {not_applicable: One segment only}
  P2-Q2: {parts: {a: 2, b: 3}}
  P3-Q6: {value: 3, evidence: {grade: document, source: total-cost-sheet-v4.xls}}
  P3-Q7: 18
  P3-Q8: {value: dont-know, comment: The vendor says yes.}
  P4-Q1: {value: 1, gate: yes, evidence: said}
  FQ-5: "=HYPERLINK(\\"http://x\\"), '-1 and + more"
""",
    "executive-1": """format: response/1
questionnaire: customer-strategy@1.0.1
respondent: executive-1
role: executive
on: 2000-11-30
round: 1
answers:
  R0: {value: strategy, comment: 給顧客更多價值。}
  P1-Q1: {parts: {a: 3, b: 3}, evidence: {grade: document, source: strategy.pdf}}
  P1-Q6: {parts: {money: 20000000, months: 12, hours: 4}}
  P1-Q7: {value: 4, evidence: {grade: measured, source: log}}
""",
}


def bare(boise):
    for file in (boise / "responses").iterdir():
        file.unlink()
    return boise


def cells_of(response):
    """What a typist enters: item and part to the cells of the row."""
    rows = {}
    for item, answer in response.answers.items():
        row = rows.setdefault((item, ""), {})
        for name, text in answer.parts.items():
            rows[item, name] = {"Answer": text}
        if answer.value:
            row["Answer"] = answer.value
        if answer.not_applicable is not None:
            row["Not applicable because"] = str(answer.not_applicable)
        row["Yes/no question"] = answer.gate
        row["Comment"] = str(answer.comment) or None
        if answer.evidence.grade != "assumed":
            row["Evidence"] = answer.evidence.grade
            row["Evidence from"] = str(answer.evidence.source) or None
    return rows


def fill(file, responses):
    """Type the answers of people into the sheet, one person below the other."""
    book = load_workbook(file)
    page = book.worksheets[0]
    at = {cell.value: cell.column for cell in page[1]}
    lines = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    page.delete_rows(3, len(lines))
    number = 3
    for response in responses:
        typed = cells_of(response)
        first = True
        for line in lines:
            for column, value in enumerate(line, start=1):
                page.cell(number, column, value)
            extra = typed.get((line[at["Question no."] - 1], line[at["Part"] - 1] or ""), {})
            if first:
                extra = extra | {
                    "Respondent": response.respondent,
                    "Role": response.role,
                    "Date": response.on,
                }
                first = False
            for heading, value in extra.items():
                figure = isinstance(value, str) and re.fullmatch(r"\d+", value)
                cell = page.cell(number, at[heading], int(value) if figure else value)
                if cell.data_type == "f":
                    cell.data_type = "s"  # as a spreadsheet keeps '=... typed with an apostrophe
            number += 1
    book.save(file)


def test_sheet_filled_and_imported_equals_the_same_answers_in_yaml(command, boise):
    bare(boise)
    for code, text in YAML.items():
        (boise / "responses" / f"{code}.yaml").write_text(text, "utf-8")
    by_hand = {one.respondent: one for one in read_engagement(boise).engagement.responses}
    bare(boise)
    file = boise.parent / "answers.xlsx"
    assert command("responses", "sheet", ALL, "-o", file).returncode == 0
    fill(file, by_hand.values())
    done = command("responses", "import", boise, file)
    assert done.returncode == 0, done.stderr
    kept = re.search(r"(\d+) rows read: (\d+) kept, 0 refused", done.stdout)
    assert kept[1] == kept[2]
    imported = {one.respondent: one for one in read_engagement(boise).engagement.responses}
    assert imported.keys() == by_hand.keys()
    for code, one in by_hand.items():
        again = imported[code]
        assert (again.role, again.on, again.round) == (one.role, one.on, one.round)
        assert again.answers == one.answers
        assert again.questionnaire == "customer-strategy@1.0.1"
        assert again.digest.startswith("sha256:")
    assert command("check", boise).returncode == 0
    assert command("assess", boise).returncode == 0


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_a_csv_of_every_language_goes_through(boise, language):
    bare(boise)
    file = boise.parent / "answers.csv"
    answers.write_sheet(["workshop-core"], file, folder=None, language=language)
    lines = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    words = library.phrases(language).say
    row = next(line for line in lines if line[3] == "P1-Q2")
    row[:3] = ["it-7", words("sheet.word.it"), "2000/11/29"]
    row[6] = words("sheet.word.dont-know")
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(lines)
    done = response_exchange.import_file(boise, file, language=language)
    assert (done.read, done.refused) == (1, ())
    written = (boise / "responses" / "it-7.yaml").read_text("utf-8")
    assert "questionnaire: workshop-core@1.0.0\n" in written
    assert "  P1-Q2: dont-know\n" in written
    assert ("language:" in written) == (language != "en")
    assert services.check(boise).errors == 0


GOOD_AND_BAD = """code,role,date,question no.,part,answer
it-7,it,2000-11-29,P1-Q2,,2
,,,P1-Q3,,7
,,,P1-Q1,a,1
it-8,it,,P1-Q2,,3
"""


def test_with_an_error_nothing_is_written_unless_the_good_rows_are_wanted(command, boise):
    bare(boise)
    file = boise.parent / "answers.csv"
    file.write_text(GOOD_AND_BAD, "utf-8")
    done = command("responses", "import", boise, file)
    assert done.returncode == 2
    assert "answers.csv:3:6: error[level]: 7 is not a level." in done.stderr
    assert "4 rows read: 3 kept, 1 refused." in done.stdout
    assert list((boise / "responses").iterdir()) == []
    refused = json.loads(command("responses", "import", boise, file, "--format", "json").stdout)
    assert (refused["read"], refused["kept"], refused["refused"]) == (4, 3, 1)
    assert refused["refused_rows"] == [{"file": "answers.csv", "line": 3}]
    assert [one["code"] for one in refused["diagnostics"]] == ["level"]
    done = command("responses", "import", boise, file, "--keep-good")
    assert done.returncode == 0
    assert "Refused rows of answers.csv: 3." in done.stdout
    assert sorted(one.name for one in (boise / "responses").iterdir()) == ["it-7.yaml", "it-8.yaml"]
    assert command("check", boise).returncode == 0


def test_answers_that_stand_there_stay_unless_they_may_be_replaced(command, boise):
    old = (boise / "responses" / "it-1.yaml").read_bytes()
    file = boise.parent / "answers.csv"
    file.write_text("code,role,id,answer\nit-1,it,P1-Q2,0\n", "utf-8")
    done = command("responses", "import", boise, file)
    assert done.returncode == 2
    assert "error[respondent-exists]: it-1 has answered already: responses/it-1.yaml." in done.stderr
    assert (boise / "responses" / "it-1.yaml").read_bytes() == old
    second = command("responses", "import", boise, file, "--round", 2)
    assert second.returncode == 0
    assert (boise / "responses" / "it-1-r2.yaml").is_file()
    for number in ("", "-2"):
        done = command("responses", "import", boise, file, "--replace")
        assert done.returncode == 0, done.stderr
        assert f"it-1.yaml.before{number}" in done.stdout
    assert (boise / "responses" / "it-1.yaml.before").read_bytes() == old
    assert "P1-Q2: 0" in (boise / "responses" / "it-1.yaml.before-2").read_text("utf-8")
    assert command("check", boise).returncode == 0


def test_a_file_that_cannot_be_served(command, boise, tmp_path):
    (tmp_path / "no.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "empty.csv").write_text("code,role,id,answer\n", "utf-8")
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04nothing")
    for file, code in (
        ("no.csv", "no-answers"),
        ("bad.xlsx", "workbook-unreadable"),
        ("x.csv", "no-table-file"),
    ):
        with pytest.raises(ReadinessError, match=code):
            response_exchange.import_file(boise, tmp_path / file)
    assert response_exchange.import_file(boise, tmp_path / "empty.csv").written == ()
    done = command("responses", "import", boise, tmp_path / "empty.csv")
    assert (done.returncode, "so nothing was written" in done.stdout) == (0, True)
    assert command("responses", "import", boise, tmp_path / "no.csv").returncode == 3
    (boise / "touchmap.yaml").write_text("format: touchmap/2\n", "utf-8")
    with pytest.raises(services.Invalid):
        response_exchange.import_file(boise, tmp_path / "empty.csv")


def test_a_formula_is_never_taken(command, boise, tmp_path):
    bare(boise)
    file = tmp_path / "answers.xlsx"
    assert command("responses", "sheet", "five-questions", "-o", file).returncode == 0
    book = load_workbook(file)
    page = book.worksheets[0]
    at = {cell.value: cell.column for cell in page[1]}
    row = next(cell.row for cell in page["D"] if cell.value == "FQ-5")
    for heading, value in (("Respondent", "it-1"), ("Role", "IT"), ("Answer", '=HYPERLINK("http://x")')):
        page.cell(row, at[heading], value)
    book.save(file)
    done = command("responses", "import", boise, file)
    assert done.returncode == 2
    assert "answers.xlsx, Answers G9:" in done.stderr
    assert "cell-formula" in done.stderr
    assert "0 kept, 1 refused." in done.stdout


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_the_paper_form_as_pdf(command, tmp_path, language):
    file = tmp_path / "form.pdf"
    done = command("questionnaire", "print", "workshop-core", "-o", file, "--language", language)
    assert done.returncode == 0, done.stderr
    pdf = PdfReader(file)
    assert len(pdf.pages) == 5
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == language
    pages = [page.extract_text() for page in pdf.pages]
    for number, page in enumerate(pages, start=1):
        assert "workshop-core@1.0.0" in page
        assert re.search(rf"{number} ?/ ?5", page)
        assert "___" in page
    ids = re.findall(r"\b(?:R0|P\d-Q\d+|FQ-5)\b", "\n".join(pages))
    items = resolve(find("workshop-core", library.questionnaires()), library.questionnaires())
    assert ids == [item.id for item in items]
    assert min(len(re.findall(r"\b(?:R0|P\d-Q\d+|FQ-5)\b", page)) for page in pages) >= 2


def test_printing_is_the_same_every_time_and_the_html_stands_alone(tmp_path):
    for name in ("a", "b"):
        answers.write_sheet(["ownership"], tmp_path / f"{name}.xlsx", folder=None, language="en")
        for suffix in ("html", "pdf"):
            forms.print_form("ownership", tmp_path / f"{name}.{suffix}", folder=None, language="en")
    for suffix in ("pdf", "xlsx", "html"):
        digests = {hashlib.sha256((tmp_path / f"{name}.{suffix}").read_bytes()).digest() for name in "ab"}
        assert len(digests) == 1
    html = (tmp_path / "a.html").read_text("utf-8")
    assert not re.search(r"(?:src|href)=|url\(", html)


OWN = """format: questionnaire/1
id: own-questions
version: "1.0.0"
title: {en: Own questions, zh-Hant: 自己的題目}
intro: Nobody is judged.
include:
  - {from: customer-strategy@^1, items: [P1-Q2]}
items:
  - {id: OX-1, text: Do we answer the phone?, anchors: {0: Never, 4: Always}}
"""


def test_the_questionnaires_of_a_folder_count(command, boise):
    bare(boise)
    (boise / "questionnaires").mkdir(exist_ok=True)
    (boise / "questionnaires" / "own-questions.yaml").write_text(OWN, "utf-8")
    profile = boise / "engagement.yaml"
    profile.write_text(
        profile.read_text("utf-8").replace("  - ownership ", "  - own-questions\n  - ownership "), "utf-8"
    )
    assert "own-questions@1.0.0" in command("questionnaire", "list", "--folder", boise).stdout
    shown = json.loads(
        command("questionnaire", "show", "own-questions", "--folder", boise, "--format", "json").stdout
    )
    assert [item["id"] for item in shown["items"]] == ["P1-Q2", "OX-1"]
    out = boise.parent / "own.html"
    assert command("questionnaire", "print", "own-questions", "-o", out, "--folder", boise).returncode == 0
    assert "Do we answer the phone?" in out.read_text("utf-8")
    file = boise.parent / "own.csv"
    file.write_text("code,role,OX-1,P1-Q2\nit-1,it,4,1\n", "utf-8")
    assert command("responses", "import", boise, file).returncode == 0
    assert "questionnaire: own-questions@1.0.0" in (boise / "responses" / "it-1.yaml").read_text("utf-8")
    assert command("check", boise).returncode == 0


def test_list_and_show(command):
    listed = json.loads(command("questionnaire", "list", "--format", "json").stdout)["questionnaires"]
    assert {one["id"] for one in listed} == {one.id for one in library.questionnaires()}
    core = next(one for one in listed if one["id"] == "workshop-core")
    assert (core["questions"], core["minutes"]) == (16, 15)
    assert set(core["languages"]) == {"en", "zh-Hant", "zh-Hans"}
    shown = command("questionnaire", "show", "workshop-core", "--language", "zh-Hans")
    assert "CRM 项目是为了什么" in shown.stdout
    missing = command("questionnaire", "show", "workshop-cor")
    assert missing.returncode == 3
    assert "Did you mean workshop-core?" in missing.stderr
    for words in (("print", "ownership", "-o", "a.docx"), ("print", "ownership", "-o", "nowhere/a.pdf")):
        assert command("questionnaire", *words).returncode == 3


def test_the_examples_own_answers_survive_being_written_anew(boise):
    before = read_engagement(boise).engagement
    for response in before.responses:
        (boise / "responses" / f"{response.respondent}.yaml").write_text(write_response(response), "utf-8")
    after = read_engagement(boise)
    for one, other in zip(before.responses, after.engagement.responses, strict=True):
        for item, answer in one.answers.items():
            again = other.answers[item]
            assert (again.value, again.parts, again.gate, again.comment) == (
                answer.value, answer.parts, answer.gate, answer.comment,
            )  # fmt: skip
            assert again.evidence.grade == answer.evidence.grade
