"""The promise of anonymity on the faces that count: nothing of too few people stands in a cell."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from docx import Document
from openpyxl import load_workbook

from readiness import services
from readiness.resources import examples
from readiness.services import faces

SHEETS = examples() / "spreadsheets"
ANCHOR = "A rule is written, for some segments at least"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("few") / "shop"
    for line in (
        ("new", folder, "--from-xlsx", SHEETS / "shop-map.xlsx", "--as-of", "2026-01-15"),
        ("responses", "import", folder, SHEETS / "shop-answers.csv"),
    ):
        subprocess.run([sys.executable, "-m", "readiness", *map(str, line)], check=True, capture_output=True)
    return services.assess(folder)


def test_a_pitfall_whose_sums_would_tell_an_answer_has_none(shop):
    values = json.loads(faces.render(shop, ".json"))
    guarded = next(one for one in values["pitfalls"] if one["id"] == "relationship")
    sums = next(one for one in values["view"]["pitfalls"] if one["id"] == "relationship")["arithmetic"]
    assert guarded["risk"] is None
    assert {sums[key] for key in ("load", "kept", "risk", "low", "high", "exposure", "score")} == {None}
    assert sums["coverage"] == guarded["coverage"]
    hidden = [sign for sign in sums["signs"] if not sign["shown"]]
    assert "P4-Q1" in {sign["id"] for sign in hidden}
    for sign in hidden:
        assert {sign[key] for key in ("risk", "load", "share", "level", "measured")} == {None}
        assert sign["evidence"] == "–"


def test_its_row_in_the_workbook_computes_nothing(shop):
    book = load_workbook(io.BytesIO(faces.render(shop, ".xlsx")))
    row = next(row for row in book["Verdicts"].iter_rows(min_row=2) if row[0].value == 4)
    assert [row[at].value for at in (5, 6, 8, 9, 10, 11)] == [None] * 6
    assert row[7].value.startswith("=E")
    for sign in book["Indicators"].iter_rows(min_row=2, values_only=True):
        if sign[2] == "P4-Q1":
            assert sign[9:14] == (None,) * 5
        assert not (sign[0] == 4 and sign[2] is None)  # not even a sum of what is kept back
    lines = (line for sheet in book for line in sheet.iter_rows(values_only=True))
    assert not [cell for line in lines for cell in line if ANCHOR in str(cell)]


def test_word_and_markdown_do_not_tell_it_either(shop):
    word = Document(io.BytesIO(faces.render(shop, ".docx")))
    told = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert ANCHOR not in told
    assert ANCHOR not in faces.render(shop, ".md").decode()
