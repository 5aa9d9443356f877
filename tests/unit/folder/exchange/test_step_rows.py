"""Tables of steps as people write them, as this tool writes them, and broken ones."""

from __future__ import annotations

import csv
import io
import shutil
import time

import openpyxl
import pytest

from readiness import services
from readiness.errors import Refused
from readiness.folder.exchange.rollout_draft import PlanRequest
from readiness.folder.exchange.step_rows import read_steps
from readiness.resources import examples
from readiness.services.rollout_exchange import export_rollout
from readiness.services.rollout_import import import_rollout

TOLD = {"Likely start", "Likely go-live"}


def read(path):
    return read_steps(path, PlanRequest(path.name)).finished("")


@pytest.fixture
def table(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "plan.csv"
        path.write_bytes(text.encode(encoding))
        return read(path)

    return write


def told(reading):
    return [(one.code, one.span.line, one.span.column) for one in reading.diagnostics]


# -- there and back


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_what_is_written_comes_back(tmp_path, form, name):
    folder = shutil.copytree(examples() / name, tmp_path / "case")
    before, after, last = (tmp_path / f"{part}.{form}" for part in ("before", "after", "last"))
    option = services.read(folder)[0].rollout.options[-1].id
    export_rollout(folder, before, form=form, option=option, language="en")
    imported = import_rollout(before, folder, speak="en", replace=True)
    assert imported.older is not None
    checked = services.check(folder)
    assert checked.errors == 0
    export_rollout(folder, after, form=form, option="imported", language="en")
    assert cells(before) == cells(after)
    import_rollout(after, folder, speak="en", replace=True)
    export_rollout(folder, last, form=form, option="imported", language="en")
    assert after.read_bytes() == last.read_bytes()


def cells(path):
    """Read a table with another reader, without the dates, which rest on more than the table holds."""
    if path.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert set(rows[0]) > TOLD
    return [[text for head, text in zip(rows[0], row, strict=True) if head not in TOLD] for row in rows]


# -- as people write them


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Step,Team,Days likely,After\nData,IT,5,\nPhones,IT,2.5,Data\n", "utf-8"),
        ("Step;Team;Days likely;After\r\nData;IT;5;\r\nPhones;IT;2.5;Data\r\n", "utf-16"),
        ("步驟,團隊,最可能天數,前置步驟\nData,IT,5,\nPhones,IT,2.5,Data\n", "utf-8-sig"),
        ("步骤,团队,最可能天数,前置步骤\nData,IT,5,\nPhones,IT,2.5,Data\n", "gb18030"),
        ("step\tteam\tlikely\tafter\nData\tIT\t5\nPhones\tIT\t2.5\tdata\n", "utf-8"),
    ],
)
def test_headings_in_any_language_and_encoding(table, text, encoding):
    reading = table(text, encoding)
    assert told(reading) == []
    data, phones = reading.rollout.steps
    assert (data.id, str(data.title), data.days.points) == ("data", "Data", (5.0,))
    assert (phones.after, phones.days.points, phones.team) == (("data",), (2.5,), "it")
    assert [(team.id, str(team.title), team.people) for team in reading.rollout.teams] == [("it", "IT", 1.0)]
    assert reading.rollout.options[0].order == ("data", "phones")
    assert str(phones.days.evidence.source) == "plan.csv, 3"
    assert (reading.read, reading.refused) == (2, 0)


def test_waves_live_steps_and_people(table):
    reading = table(
        "id,people,team,wave,done,low,likely,high\n"
        "old,1,it,,2001-01-02,,3,\nc,1,it,10,,,1,\nb,3,it,2,,1,2,4\na,2,it,2,,,1,\n"
    )
    assert told(reading) == []
    rollout = reading.rollout
    assert rollout.options[0].waves == (("b", "a"), ("c",))
    assert rollout.pool["old"].done.isoformat() == "2001-01-02"
    assert rollout.pool["b"].days.shape == "pert"
    assert rollout.teams[0].people == 3


def test_columns_nobody_knows_and_dates_are_told_as_left_behind(table):
    reading = table("Step,Colour,Likely start\nData,red,2001-01-02\n")
    assert [(one.code, one.word) for one in reading.lost] == [("column", "Colour"), ("dates", "")]


# -- broken ones


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Colour\nred\n", ("table-no-column", 1, 1)),
        ("Step\n", ("plan-empty", 1, 1)),
        ("Step,Days likely\nA,soon\n", ("table-figure", 2, 2)),
        ("Step,Days likely\nA,-1\n", ("table-figure", 2, 2)),
        ("Step,People\nA,nan\n", ("table-figure", 2, 2)),
        ("Step,low,likely,high\nA,5,2,9\n", ("table-three", 2, 2)),
        ("Step,low,likely,high\nA,5,,9\n", ("table-three", 2, 2)),
        ("Step,low,likely,high,shape\nA,1,2,9,odd\n", ("table-three", 2, 2)),
        ("Step,Wave\nA,0\n", ("table-wave", 2, 2)),
        ("Step,Wave\nA,first\n", ("table-wave", 2, 2)),
        ("Step,Kind\nA,magic\n", ("choice", 2, 1)),
        ("Step,After\nA,nothing\n", ("dangling", 2, 1)),
        ("Step,After\nA,B\nB,A\n", ("rollout-circle", 2, 1)),
        ("id\na\na\n", ("same-id", 3, 1)),
        ("Step,Live since\nA,soon\n", ("date", 2, 1)),
        ("Step,Note\nA,\x07\n", ("control-character", 2, 2)),
    ],
)
def test_a_mistake_is_told_at_its_row(table, text, expected):
    reading = table(text)
    assert expected in told(reading)
    assert reading.refused <= reading.read


def test_kept_and_refused_rows_are_all_rows(table):
    reading = table("Step,Days likely\nA,1\nB,x\nC,3\nD,y\n")
    assert (reading.read, reading.refused) == (4, 2)
    assert {one.span.line for one in reading.diagnostics} == {3, 5}


def test_formulas_in_a_workbook_are_not_taken(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Step", "Days likely"])
    book.active.append(["A", "=1+1"])
    book.save(tmp_path / "plan.xlsx")
    assert "cell-formula" in [one.code for one in read(tmp_path / "plan.xlsx").diagnostics]


def test_ten_thousand_steps_are_refused_soon(table):
    start = time.process_time()
    rows = "".join(f"s{number},s{number - 1}\n" for number in range(1, 10_001))
    reading = table("id,after\ns0,\n" + rows)
    assert "rollout-too-large" in [one.code for one in reading.diagnostics]
    assert time.process_time() - start < 20


def test_what_is_no_table_is_refused(tmp_path):
    for name, octets in (("a.csv", b"\xff\xff\x00\xd8"), ("b.xlsx", b"PK\x03\x04"), ("c.csv", b'"a')):
        (tmp_path / name).write_bytes(octets)
        with pytest.raises(Refused):
            read(tmp_path / name)
