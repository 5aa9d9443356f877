from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.errors import NotFound, ReadinessError
from readiness.folder.cell_text import exact_number, neutral, restored, same, shown
from readiness.folder.workbook import Sheet, read_tables, write_workbook

NS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
ENTITY = b'<!DOCTYPE x [<!ENTITY a "a">]>'
SYSTEM = b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'
MORNING = datetime.fromisoformat("2000-12-01T07:30")
TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=30)
DANGEROUS = ("=1+1", "+x", "-x", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1+x", "－x", "＠x", " =1", "'=1", "''=1")


@pytest.fixture
def book(tmp_path):
    """Write a workbook by openpyxl and read it back."""

    def read(*rows, change=lambda _sheet: None):
        made = openpyxl.Workbook()
        for row in rows:
            made.active.append(row)
        change(made.active)
        made.save(tmp_path / "b.xlsx")
        return read_tables(tmp_path / "b.xlsx")[0]

    return read


def told(table):
    return [(one.code, str(one.span)) for one in table.problems]


def refused(path: Path) -> ReadinessError:
    with pytest.raises(ReadinessError) as raised:
        read_tables(path)
    return raised.value


def swapped(path: Path, parts: dict[str, bytes]) -> Path:
    """Return a workbook in which parts were exchanged or added."""
    plain = io.BytesIO(write_workbook([Sheet("A", ("h",), (("x",),))], title="t"))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return path


def test_cells_are_read_as_a_person_sees_them(book):
    def percent(sheet):
        sheet["D2"].number_format = "0%"

    table = book(
        ["whole", "day", "moment", "percent", "time", "yes", "text", "long"],
        [40000.0, date(2000, 12, 1), MORNING, 0.55, time(7, 30), True, "007", 0.1],
        change=percent,
    )
    assert table.rows[0].cells == {
        "whole": "40000", "day": "2000-12-01", "moment": "2000-12-01 07:30", "percent": "55%",
        "time": "07:30", "yes": "true", "text": "007", "long": "0.1",
    }  # fmt: skip
    assert table.columns["percent"] == "D"
    assert table.rows[0].number == 2


def test_rows_keep_their_numbers_and_empty_rows_are_left_out(book):
    table = book([], ["a", "b"], [], ["1", None], [None, "2"])
    assert [(row.number, row.cells) for row in table.rows] == [(4, {"a": "1"}), (5, {"b": "2"})]


def test_formulas_and_errors_are_problems_and_never_values(book):
    def error(sheet):
        sheet["B3"] = "#REF!"
        sheet["B3"].data_type = "e"

    table = book(["a", "b"], ["=1+1", "x"], ["y", None], change=error)
    assert told(table) == [("cell-formula", "b.xlsx, Sheet:2:1"), ("cell-error", "b.xlsx, Sheet:3:2")]
    assert [row.cells for row in table.rows] == [{"b": "x"}, {"a": "y"}]


def test_texts_outside_the_headings_are_told(book):
    table = book(["a", None, "a"], ["1", "stray", "2"])
    assert told(table) == [
        ("heading-twice", "b.xlsx, Sheet:1:3"),
        ("cell-without-heading", "b.xlsx, Sheet:2:2"),
        ("cell-without-heading", "b.xlsx, Sheet:2:3"),
    ]


def test_hidden_sheets_are_not_read(tmp_path):
    made = openpyxl.Workbook()
    made.create_sheet("hidden").sheet_state = "hidden"
    made.save(tmp_path / "b.xlsx")
    assert [table.name for table in read_tables(tmp_path / "b.xlsx")] == ["Sheet"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_formula_text_goes_out_harmless_and_comes_back(tmp_path, text):
    assert neutral(text).startswith("'")
    assert restored(neutral(text)) == text
    (tmp_path / "b.xlsx").write_bytes(write_workbook([Sheet("A", ("h",), ((text,),))], title="t"))
    cell = openpyxl.load_workbook(tmp_path / "b.xlsx")["A"]["A2"]
    assert cell.data_type != "f"
    assert read_tables(tmp_path / "b.xlsx")[0].rows[0].cells == {"h": text.strip()}


@pytest.mark.parametrize("text", ["-5", "-5.20", "+3", "-12%", "a=b", "x-y", "'tis"])
def test_numbers_and_harmless_texts_stay(text):
    assert neutral(text) == text
    assert restored(text) == text


@given(TEXT)
def test_no_text_is_changed_by_going_out_and_coming_back(text):
    assert restored(neutral(text)) == text


@settings(max_examples=30)
@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_a_sheet_comes_back_as_it_was_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("round") / "b.xlsx"
    path.write_bytes(write_workbook([Sheet("A", ("one", "two"), tuple(rows))], title="t"))
    found = [(row.cells.get("one", ""), row.cells.get("two", "")) for row in read_tables(path)[0].rows]
    assert found == [pair for pair in ((a.strip(), b.strip()) for a, b in rows) if any(pair)]


@given(st.from_regex(r"\A-?[0-9]{1,20}(\.[0-9]{1,6})?\Z"))
def test_numeric_text_never_loses_a_digit(text):
    number = exact_number(text)
    assert number is None or shown(number) == text


def test_names_are_the_same_whatever_their_width_case_and_spaces():
    assert same("ＥＲＰ 系統") == same("erp系統")
    assert same("Large  Accounts") == same("large accounts")


def test_the_same_sheets_give_the_same_octets_whatever_the_time(monkeypatch):
    sheets = [
        Sheet("A", ("x", "y"), (("1", "a"),), {1: ("yes", "no, never")}, notes={0: "n"}, named={0: ("A", 1)})
    ]
    first = write_workbook(sheets, title="t")
    from openpyxl.writer import excel

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2031, 1, 1, tzinfo=tz)

    monkeypatch.setattr(excel.datetime, "datetime", Later, raising=False)
    assert write_workbook(sheets, title="t") == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert b">2000-01-01T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")


def test_drop_down_lists_name_words_or_other_sheets():
    sheets = [
        Sheet("Our people", ("name",), (("Ann",),)),
        Sheet(
            "B",
            ("who", "sure", "long"),
            (),
            {1: ("Yes", "No"), 2: ("a, b", "c")},
            named={0: ("Our people", 0)},
        ),
    ]
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(sheets, title="t")))
    rules = [rule.formula1 for rule in book["B"].data_validations.dataValidation]
    assert rules == ["'Our people'!$A$2:$A$500", '"Yes,No"', "'lists'!$A$1:$A$2"]
    assert book["lists"].sheet_state == "hidden"
    assert book["B"].freeze_panes == "A2"


ROWS = '名称;渠道\r\n电话;"多行\n文字; 一"\r\n采购经理;客服中心\r\n'
ROWS_TW = '名稱;渠道\r\n電話;"多行\n文字; 一"\r\n採購經理;客服中心\r\n'


@pytest.mark.parametrize(
    ("rows", "encoding"),
    [
        (ROWS, "utf-8"),
        (ROWS, "utf-8-sig"),
        (ROWS, "utf-16"),
        (ROWS, "gb18030"),
        (ROWS_TW, "cp950"),
        (ROWS_TW, "utf-8"),
    ],
)
def test_csv_is_read_in_the_encodings_of_the_region(tmp_path, rows, encoding):
    path = tmp_path / "map.csv"
    path.write_bytes(rows.encode(encoding))
    (table,) = read_tables(path)
    first = rows.split(";")[0]
    assert table.name == "map"
    assert table.headings == (first, "渠道")
    assert [row.number for row in table.rows] == [2, 3]
    assert table.rows[0].cells["渠道"] == "多行\n文字; 一"
    assert table.rows[1].cells == {first: rows.split("\r\n")[2].split(";")[0], "渠道": "客服中心"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(tmp_path, separator):
    path = tmp_path / "t.csv"
    path.write_text(separator.join(["a", '"b,;b"', "c"]) + "\n" + separator.join("123"), "utf-8")
    assert read_tables(path)[0].rows[0].cells == {"a": "1", "b,;b": "2", "c": "3"}


def test_csv_undoes_the_apostrophe_and_keeps_negative_numbers(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n'=1+1,-5\n=1+1,007\n", "utf-8")
    rows = read_tables(tmp_path / "t.csv")[0].rows
    assert [row.cells for row in rows] == [{"a": "=1+1", "b": "-5"}, {"a": "=1+1", "b": "007"}]


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        ("Café;été\nnoël à;1".encode("latin-1"), "table-encoding"),
        (b"\xff\xfe\x00", "table-encoding"),
        (b'a,b\n"open', "workbook-unreadable"),
        (b"a\n" + b'"' + b"x" * 200_000 + b'"', "workbook-unreadable"),
        (b"x" * (2 * 1024 * 1024 + 1), "workbook-too-large"),
        (b",\n" * 5 + b"1,2,3,4,5\n" * 20_001, "workbook-too-large"),
    ],
)
def test_csv_that_cannot_be_served(tmp_path, octets, code):
    (tmp_path / "t.csv").write_bytes(octets)
    assert refused(tmp_path / "t.csv").code == code


def test_control_characters_are_told_at_their_cell(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"a,b\n1,x\x1b[31m\n2,\x00\n")
    table = read_tables(tmp_path / "t.csv")[0]
    assert told(table) == [("control-character", "t.csv:2:2"), ("control-character", "t.csv:3:2")]


@pytest.mark.parametrize("name", ["none.xlsx", "none.csv", "folder.xlsx"])
def test_no_file(tmp_path, name):
    (tmp_path / "folder.xlsx").mkdir()
    error = refused(tmp_path / name)
    assert isinstance(error, NotFound)
    assert error.code == "no-table-file"


@pytest.mark.parametrize(
    ("name", "octets", "code"),
    [
        ("b.xlsm", b"", "workbook-macros"),
        ("b.xls", b"", "table-suffix"),
        ("b.ods", b"", "table-suffix"),
        ("b.xlsx", b"", "workbook-unreadable"),
        ("b.xlsx", b"PK\3\4 and nothing more", "workbook-unreadable"),
        ("b.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook-locked"),
        ("b.xlsx", b"x" * (2 * 1024 * 1024 + 1), "workbook-too-large"),
    ],
)
def test_files_that_are_no_workbook(tmp_path, name, octets, code):
    (tmp_path / name).write_bytes(octets)
    assert refused(tmp_path / name).code == code


def rows_of(xml: bytes) -> dict[str, bytes]:
    return {"xl/worksheets/sheet1.xml": NS + b"<sheetData>" + xml + b"</sheetData></worksheet>"}


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/vbaProject.bin": b"x"}, "workbook-macros"),
        ({"[Content_Types].xml": b"<Types>macroEnabled</Types>"}, "workbook-macros"),
        ({"xl/media/a": b"a" * (33 << 20)}, "workbook-too-large"),
        (rows_of(b"<row/>" * 1_300_000), "workbook-too-large"),
        (rows_of(b'<row r="9999999999"><c><v>1</v></c></row>'), "workbook-too-large"),
        (rows_of(b'<row><c r="XFD1"><v>1</v></c></row>' * 100), "workbook-too-large"),
        (rows_of(b'<row><c r="A1" t="s"><v>9</v></c></row>'), "workbook-unreadable"),
        (rows_of(b"<row><c>"), "workbook-unreadable"),
        ({"xl/worksheets/sheet1.xml": ENTITY + NS + b"&a;</worksheet>"}, "workbook-unreadable"),
        ({"xl/worksheets/sheet1.xml": SYSTEM + NS + b"</worksheet>"}, None),
        ({"xl/styles.xml": b"<!"}, "workbook-unreadable"),
    ],
)  # fmt: skip
def test_hostile_workbooks_are_refused(tmp_path, parts, code):
    path = swapped(tmp_path / "b.xlsx", parts)
    if code is None:
        assert read_tables(path)[0].rows == ()
    else:
        assert refused(path).code == code


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path):
    path = swapped(tmp_path / "b.xlsx", {"xl/media/a": b"a" * (33 << 20)})
    octets = path.read_bytes()
    size = (33 << 20).to_bytes(4, "little")
    assert size in octets
    path.write_bytes(octets.replace(size, (5).to_bytes(4, "little")))
    assert refused(path).code in ("workbook-unreadable", "workbook-too-large")


def test_names_that_a_terminal_would_obey_are_made_visible(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "a\x9b31mb"
    made.save(tmp_path / "b.xlsx")
    assert "\x9b" not in read_tables(tmp_path / "b.xlsx")[0].name
