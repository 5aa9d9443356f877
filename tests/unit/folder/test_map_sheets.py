from __future__ import annotations

import io

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import LANGUAGES
from readiness.folder.map_columns import (
    COLUMNS,
    choice,
    columns_by_heading,
    heading,
    kinds_by_name,
    sheet_name,
)
from readiness.folder.map_ids import Ids, slug
from readiness.folder.map_rows import row_of
from readiness.folder.map_sheets import read_map
from readiness.folder.map_template import template
from readiness.folder.map_writer import write_map
from readiness.folder.parse import parse
from readiness.folder.reader import Reader
from readiness.folder.source import Limits, Source
from readiness.folder.workbook import Sheet, read_tables, write_workbook
from readiness.resources import templates

VISITS = "Orderer: 10,000; Manager: 5"
SMALL = {
    "Buyers": [("Buyer type", "Kind"), ("Orderer", "Individual"), ("Manager", "Signs the contract")],
    "Channels": [("Channel", "A person answers"), ("Phone", "yes"), ("Web", "no")],
    "Departments": [("Department",), ("Order desk",), ("Sales, North",)],
    "Touchpoints": [
        ("Touchpoint", "Stage", "Channel", "Buyers", "Owner", "Visits a year", "Then to", "Share of visits"),
        ("Ask", "Choose", "Phone", "Orderer; Manager", "Order desk", VISITS, "Order", "50%"),
        ("Order", "buy", "web", "orderer", "nobody", "200", "", ""),
    ],
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """Read a workbook of sheets given as rows; a cell of SMALL may be changed before."""

    def read_sheets(sheets=SMALL, changes=(), **more):
        rows = {name: [list(row) for row in rows] for name, rows in sheets.items()}
        for sheet, row, column, text in changes:
            rows[sheet][row][column] = text
        made = [
            Sheet(name, tuple(head), tuple(map(tuple, body)), wrap=False)
            for name, (head, *body) in rows.items()
        ]
        path = tmp_path / "m.xlsx"
        path.write_bytes(write_workbook(made, title="t"))
        return read_map(read_tables(path), file="m.xlsx", language="en", **more)

    return read_sheets


def told(reading):
    return [(one.code, str(one.span)) for one in reading.diagnostics]


def value(reading):
    return yaml.safe_load(reading.text)


def test_names_become_ids_and_words_become_codes(read):
    reading = read()
    assert told(reading) == []
    ask, order = value(reading)["touchpoints"]
    assert ask == {
        "id": "ask", "title": "Ask", "stage": "choose", "channel": "phone", "buyers": ["orderer", "manager"],
        "owner": "order-desk", "volume": {"orderer": 10000, "manager": 5},
        "next": [{"to": "order", "share": 0.5}],
    }  # fmt: skip
    assert (order["stage"], order["channel"], order["owner"], order["volume"]) == ("buy", "web", "none", 200)
    assert reading.text.splitlines()[0] == "format: touchmap/1"
    assert value(reading)["stages"][0] == "find"
    assert len(value(reading)["stages"]) == 9


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("Touchpoints", 1, 4, "Ordr desk"), ("unknown-name", "m.xlsx, Touchpoints:2:5")),
        (("Touchpoints", 1, 3, "Orderer; Nobody known"), ("unknown-name", "m.xlsx, Touchpoints:2:4")),
        (("Touchpoints", 1, 1, "Chose"), ("choice", "m.xlsx, Touchpoints:2:2")),
        (("Touchpoints", 1, 5, "many"), ("visits", "m.xlsx, Touchpoints:2:6")),
        (("Touchpoints", 1, 5, "Orderer: x"), ("number", "m.xlsx, Touchpoints:2:6")),
        (("Touchpoints", 1, 5, "Orderer: -1"), ("at-least", "m.xlsx, Touchpoints:2:6")),
        (("Touchpoints", 1, 5, "Orderer: 1; Orderer: 2"), ("visits", "m.xlsx, Touchpoints:2:6")),
        (("Touchpoints", 1, 7, "50"), ("share", "m.xlsx, Touchpoints:2:8")),
        (("Touchpoints", 1, 7, ""), ("missing-cell", "m.xlsx, Touchpoints:2:8")),
        (("Touchpoints", 1, 0, ""), ("missing-cell", "m.xlsx, Touchpoints:2:1")),
        (("Touchpoints", 2, 0, "ASK"), ("name-twice", "m.xlsx, Touchpoints:3:1")),
        (("Touchpoints", 0, 4, "Ownr"), ("unknown-heading", "m.xlsx, Touchpoints:1:5")),
        (("Buyers", 0, 0, "Nme"), ("missing-heading", "m.xlsx, Buyers:1:1")),
        (("Buyers", 0, 1, "購買者類型"), ("heading-twice", "m.xlsx, Buyers:1:2")),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_cell(read, change, expected):
    assert expected in told(read(changes=[change]))


def test_an_unknown_name_knows_the_nearest_and_where_it_stands(read):
    reading = read(changes=[("Touchpoints", 1, 4, "Ordr desk")])
    (problem,) = [one for one in reading.diagnostics if one.code == "unknown-name"]
    assert problem.values["near"] == "Order desk"
    assert [(one.label, str(one.span)) for one in problem.related] == [
        ("defined-here", "m.xlsx, Departments:2:1")
    ]


def test_names_with_commas_stand_in_lists(read):
    reading = read(
        {
            **SMALL,
            "Systems": [("System",), ("Notes, cards, files",), ("ERP",)],
            "Touchpoints": [
                ("Touchpoint", "Cannot work without"),
                ("Ask", "ERP, notes, cards, files、sales, north"),
            ],
        }
    )
    assert [code for code, _ in told(reading) if code == "unknown-name"] == []
    assert value(reading)["touchpoints"][0]["requires"] == ["erp", "notes-cards-files", "sales-north"]


def test_sheets_that_lack_or_are_too_many(read):
    sheets = {name: rows for name, rows in SMALL.items() if name != "Channels"}
    sheets |= {"購買者": SMALL["Buyers"], "Budget": [("a",), ("b",)]}
    reading = read(sheets)
    assert set(told(reading)) >= {
        ("missing-sheet", "m.xlsx:1:1"),
        ("sheet-twice", "m.xlsx, 購買者:1:1"),
        ("unknown-sheet", "m.xlsx, Budget:1:1"),
    }


def test_what_the_core_finds_is_told_at_its_cell(read):
    steps = ("Then to", "Share of visits", "Then to 2", "Share of visits 2")
    rows = [
        ("Touchpoint", "Stage", "Channel", "Buyers", "Meant to sell", *steps),
        ("Ask", "find", "phone", "Orderer", "yes", "Order", "0.8", "Ask", "0.3"),
        ("Order", "", "phone", "Manager", "", "", "", "", ""),
    ]
    facts = [("Question", "Answer"), ("Contacts a year", "10"), ("Colour", "blue")]
    assert told(read({**SMALL, "Touchpoints": rows, "Map": facts})) == [
        ("promotional-inbound", "m.xlsx, Touchpoints:2:5"),
        ("shares-above-one", "m.xlsx, Touchpoints:2:6"),
        ("touchpoint-without", "m.xlsx, Touchpoints:3:1"),
        ("volumes-below-total", "m.xlsx, Map:2:2"),
        ("unknown-fact", "m.xlsx, Map:3:1"),
    ]


def test_volumes_above_the_control_total_are_told_at_the_answer(read):
    facts = [("Question", "Answer"), ("Title of the map", "Ours"), ("Contacts a year", "10")]
    assert ("volumes-above-total", "m.xlsx, Map:3:2") in told(read({**SMALL, "Map": facts}))


def test_facts_about_the_map(read):
    facts = [
        ("項目", "填寫"), ("地圖名稱", "Ours"), ("Market", "企業（B2B）"), ("Confirmed on", "2000/5/9"),
        ("公司從不主動聯繫", "是"), ("We plan no technology", "No"), ("Contacts a year", "12,000"),
    ]  # fmt: skip
    found = value(read({**SMALL, "Map": facts}))
    assert (found["id"], found["title"], found["market"]) == ("ours", "Ours", "b2b")
    assert (str(found["confirmed_on"]), found["contacts_per_year"], found["none"]) == (
        "2000-05-09",
        12000,
        ["outbound"],
    )


def test_known_names_keep_their_ids(read):
    reading = read(known={"buyers": {"manager": "contract-manager"}, "channels": {"web": "order"}})
    found = value(reading)
    assert [one["id"] for one in found["buyers"]] == ["orderer", "contract-manager"]
    assert found["touchpoints"][1]["channel"] == "order"
    assert found["touchpoints"][1]["id"] == "order-2"


def test_ids_are_made_of_letters_or_of_kind_and_number():
    ids = Ids({})
    made = [
        ids.give("buyers", name, number)
        for number, name in enumerate(("Café Owner", "採購經理", "CAFÉ owner!", "24/7", "None"), 1)
    ]
    assert made == ["cafe-owner", "buyer-2", "cafe-owner-2", "buyer-4", "none-2"]
    assert slug("President's secretary") == "presidents-secretary"
    assert len(slug("x" * 200)) <= 80


@given(st.lists(st.sampled_from(["a", "A!", "a-2", "電話", "a b", "none"]), max_size=30))
def test_ids_are_unique_whatever_the_names(names):
    ids = Ids({"buyers": {"a": "buyer-1"}})
    made = [ids.give("buyers", name, number) for number, name in enumerate(names, 1)]
    assert len(set(made)) == len(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_recognised_and_holds_nothing_yet(tmp_path, language):
    path = tmp_path / "t.xlsx"
    path.write_bytes(write_workbook(template(language), title="t"))
    reading = read_map(read_tables(path), file="t.xlsx", language="en")
    assert told(reading) == []
    assert [one.kept for one in reading.counts] == [6] + [0] * len(COLUMNS)
    assert all(one.remarks >= 2 for one in reading.counts[1:])
    assert "buyers" not in value(reading)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_blank_map_comes_back_from_its_rows(tmp_path, language):
    raw = Reader(templates() / "engagement" / language).record("touchmap.yaml")
    sheets = [
        Sheet(
            sheet_name(kind, language),
            tuple(heading(kind, column.key, language) for column in columns),
            tuple(row_of(record, columns, raw, language) for record in raw[kind]),
        )
        for kind, columns in COLUMNS.items()
    ]
    path = tmp_path / "m.xlsx"
    path.write_bytes(write_workbook(sheets, title="t"))
    known = {
        kind: {"".join(one["title"].casefold().split()): one["id"] for one in raw[kind]} for kind in COLUMNS
    }
    reading = read_map(read_tables(path), file="m.xlsx", language="en", known=known)
    assert told(reading) == []
    record, _ = parse(Source("m", reading.text), Limits())
    for kind in COLUMNS:
        left_out = {"feeds": [], "status": "planned"}
        plain = [{k: v for k, v in one.items() if left_out.get(k) != v} for one in raw[kind]]
        assert [{k: v for k, v in one.items() if left_out.get(k) != v} for one in record[kind]] == plain


@pytest.mark.parametrize("kind", COLUMNS)
def test_headings_tell_the_columns_of_a_sheet_apart(kind):
    for language in LANGUAGES:
        found = columns_by_heading(kind)
        for column in COLUMNS[kind]:
            word = "".join(heading(kind, column.key, language).casefold().split())
            assert found[word].key == column.key


def test_names_of_sheets_tell_kinds_apart_and_fit_a_workbook():
    for kind in ("guide", "map", *COLUMNS):
        for language in LANGUAGES:
            name = sheet_name(kind, language)
            assert kinds_by_name()["".join(name.casefold().split())] == kind
            assert len(name) <= 31


def test_stages_are_offered_in_the_language_and_names_from_the_other_sheets():
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(template("zh-Hant"), title="t")))
    rules = [rule.formula1 for rule in book["接觸點"].data_validations.dataValidation]
    assert any("求助" in rule for rule in rules)
    assert "'通路'!$B$3:$B$500" in rules
    assert choice("stage", "get-help", "zh-Hant") == "求助"


CELLS = st.sampled_from(
    ["", "#", "Orderer", "Phone", "Ask", "none", "50%", "x", "Choose", "=1", "Orderer: 3", "採購"]
)


@settings(max_examples=25)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=8))
def test_rows_read_are_kept_marked_or_refused(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("law") / "m.xlsx"
    heads = ("Touchpoint", "Stage", "Channel", "Buyers", "Visits a year")
    made = [
        Sheet(name, tuple(rows[0]), tuple(rows[1:])) for name, rows in SMALL.items() if name != "Touchpoints"
    ]
    path.write_bytes(write_workbook([*made, Sheet("Touchpoints", heads, tuple(rows))], title="t"))
    reading = read_map(read_tables(path), file="m.xlsx", language="en")
    for one in reading.counts:
        assert one.read == one.kept + one.remarks + one.refused
    count = reading.counts[-1]
    assert count.read == sum(any(row) for row in rows)
    if not count.refused:
        assert len(reading.touchmap.touchpoints) == count.kept
    assert (count.refused == 0) == (not any(one.code in ERRORS for one in reading.diagnostics))


ERRORS = (
    "missing-cell",
    "name-twice",
    "unknown-name",
    "choice",
    "visits",
    "number",
    "volume-buyer-not-listed",
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)
VALUES = st.recursive(
    WORDS,
    lambda one: st.lists(one, min_size=1, max_size=3) | st.dictionaries(WORDS, one, min_size=1, max_size=3),
    max_leaves=6,
)
RECORDS = st.lists(st.dictionaries(WORDS, VALUES, min_size=1, max_size=4), max_size=3)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(["id", "title", "none"]), WORDS | st.lists(WORDS)), RECORDS)
def test_whatever_is_written_is_read_back(facts, records):
    raw = {**facts, "touchpoints": records}
    record, problems = parse(Source("m", write_map(raw, "a remark\nand another")), Limits())
    assert problems == []
    assert record == {"format": "touchmap/1", **{key: value for key, value in raw.items() if value}}


def test_a_thousand_problems_are_enough(read):
    rows = [("Touchpoint", "Stage"), *((f"t{number}", "x") for number in range(1100))]
    reading = read({**SMALL, "Touchpoints": rows})
    assert len(reading.diagnostics) == 1001
    assert reading.diagnostics[-1].code == "too-many-problems"
