"""The report as a workbook: its formulas give the figures of the report, its texts never run."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from report_faces import EXAMPLES, LANGUAGES, octets, told

from readiness.resources import examples

QUICK = ["boise-office", pytest.param("shanghai-gm", marks=pytest.mark.long)]
CASES = [(name, language) for name in EXAMPLES for language in LANGUAGES]
SUMS = dict(
    zip("DEFGHIJL", ("whole", "known", "load", "risk", "coverage", "low", "high", "score"), strict=True)
)
TOLERANCE = 1e-12


def book(name, language="en", *, values=False):
    return load_workbook(io.BytesIO(octets(name, language, ".xlsx")), data_only=values)


def report_json(name, language="en"):
    return json.loads(octets(name, language, ".json"))


@pytest.mark.parametrize("name", QUICK)
def test_the_values_of_all_sums_are_those_of_the_json(name):
    sheet = book(name, values=True)["Verdicts"]
    shown = report_json(name)
    for row, pitfall in enumerate(shown["pitfalls"], start=2):
        arithmetic = shown["view"]["pitfalls"][row - 2]["arithmetic"]
        for column, key in SUMS.items():
            assert sheet[f"{column}{row}"].value == pytest.approx(arithmetic[key], abs=TOLERANCE), key
        for column, key in {"G": "risk", "H": "coverage", "I": "low", "J": "high", "K": "exposure"}.items():
            assert sheet[f"{column}{row}"].value == pytest.approx(pitfall[key], abs=TOLERANCE), key


def test_the_sums_are_formulas_over_the_indicators():
    sheet = book("boise-office")["Verdicts"]
    for row in range(2, 6):
        assert sheet[f"F{row}"].value.startswith("=SUMIFS('Indicators'!$M$2:")
        assert sheet[f"G{row}"].value == f"=F{row}/E{row}"
    signs = book("boise-office")["Indicators"]
    rows = list(signs.iter_rows(min_row=2, max_col=17))
    known = [row for row in rows if row[11].value is not None]
    assert known
    assert all(row[12].value == f"=I{row[0].row}*L{row[0].row}" for row in known)


def test_what_is_kept_back_of_single_answers_stands_in_no_cell():
    signs = report_json("boise-office")["view"]["pitfalls"]
    hidden = {sign["id"] for pitfall in signs for sign in pitfall["arithmetic"]["signs"] if not sign["shown"]}
    assert hidden
    rows = list(book("boise-office", values=True)["Indicators"].iter_rows(min_row=2, values_only=True))
    for row in rows:
        if row[2] in hidden:
            assert row[9:14] == (None,) * 5
    together = [row for row in rows if row[2] is None]
    assert len(together) == 4
    assert all(row[12] > 0 and row[6:8] == (0, 0) for row in together)


def recomputed(octets_, folder):
    """Return a workbook that LibreOffice has computed from the formulas alone."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice recomputes the workbook: sudo apt install libreoffice-calc")
    bare = load_workbook(io.BytesIO(octets_))
    bare.save(folder / "bare.xlsx")  # which drops the values that stand beside the formulas
    (folder / "out").mkdir()
    line = ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to", "xlsx",
            "--outdir", str(folder / "out"), str(folder / "bare.xlsx")]  # fmt: skip
    subprocess.run(line, check=True, capture_output=True, timeout=120)
    return load_workbook(folder / "out" / "bare.xlsx", data_only=True)


@pytest.mark.long
@pytest.mark.parametrize(("name", "language"), CASES)
def test_another_program_computes_the_same_from_the_formulas(name, language, tmp_path):
    ours, formulas = book(name, language, values=True), book(name, language)
    theirs = recomputed(octets(name, language, ".xlsx"), tmp_path)
    count = 0
    for sheet in formulas:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            value = theirs[sheet.title][cell.coordinate].value
            assert value == pytest.approx(ours[sheet.title][cell.coordinate].value, abs=1e-9), cell
            count += 1
    assert count > 100


@pytest.mark.long
def test_another_answer_gives_another_verdict_sum(tmp_path):
    """Change the risk of one indicator in the file: the formulas follow."""
    changed = book("boise-office")
    signs = changed["Indicators"]
    row = next(row for row in range(2, 60) if signs[f"L{row}"].value == 0)
    signs[f"L{row}"] = 1
    file = io.BytesIO()
    changed.save(file)
    theirs = recomputed(file.getvalue(), tmp_path)["Verdicts"]
    ours = book("boise-office", values=True)["Verdicts"]
    place = signs[f"A{row}"].value + 1
    assert theirs[f"F{place}"].value == pytest.approx(ours[f"F{place}"].value + signs[f"I{row}"].value)
    assert theirs[f"G{place}"].value > ours[f"G{place}"].value


def test_options_and_people_are_numbers():
    view = told("boise-office", "en").view
    found = book("boise-office", values=True)
    rows = list(found["Rollout options"].iter_rows(min_row=2, values_only=True))
    assert [row[7] for row in rows] == [pytest.approx(one.figures.contacts) for one in view.rollout.rows]
    assert [row[11] for row in rows] == [pytest.approx(one.figures.worth) for one in view.rollout.rows]
    assert [str(row[4].date()) for row in rows if row[4]] == [
        one.figures.done_p80 for one in view.rollout.rows if one.figures.done_p80
    ]
    people = list(found["People"].iter_rows(min_row=2, values_only=True))
    assert people[-1][1] == sum(number for _, number in view.roles) == 11


@pytest.mark.long
def test_same_inputs_same_octets(tmp_path):
    written = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.xlsx"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "2" else "UTC"}
        line = [sys.executable, "-m", "readiness", "report", str(examples() / "boise-office"), "-o", str(out)]
        subprocess.run(line, check=True, capture_output=True, env=environment)
        written.append(out.read_bytes())
    assert written[0] == written[1]


def test_no_clock_stands_in_the_file():
    archive = zipfile.ZipFile(io.BytesIO(octets("boise-office", "en", ".xlsx")))
    assert {entry.date_time[0] for entry in archive.infolist()} == {2000}
    core = archive.read("docProps/core.xml").decode()
    assert core.count("2000-12-01T00:00:00Z") == 2


def test_excel_opens_it_without_repair(tmp_path):
    file = tmp_path / "report.xlsx"
    file.write_bytes(octets("boise-office", "en", ".xlsx"))
    found = OpenXmlValidator().validate(file).errors
    # the order of the parts of a font, which Excel does not mind, and texts in their cells
    real = [one for one in found if "/fonts[" not in one.path and "inline-string" not in one.description]
    assert real == []
