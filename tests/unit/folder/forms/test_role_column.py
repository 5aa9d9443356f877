"""Where people say who they are in the table of an online form."""

from __future__ import annotations

import pytest

from readiness.folder.forms.role_column import find_roles
from readiness.folder.workbook import Row, Table


def found(columns, taken=()):
    rows = tuple(
        Row(number, dict(zip(columns, row, strict=True)))
        for number, row in enumerate(zip(*columns.values(), strict=True), start=2)
    )
    made = Table("answers", tuple(columns), {}, rows)
    return find_roles(made, lambda _number, heading: heading in taken)


@pytest.mark.parametrize(
    ("heading", "values", "words"),
    [
        ("Your department", ["Management", "Computers"], {"Management": "executive", "Computers": ""}),
        ("What is your job title?", ["CEO", "Clerk"], {"CEO": "executive", "Clerk": ""}),
        ("Team", ["Customer service", "it"], {"Customer service": "front-line"}),
        ("Function", ["x", "y"], {"x": "", "y": ""}),
        ("您的部門", ["資訊部", "總經理"], {"資訊部": "it", "總經理": "executive"}),
        ("您的部门是？", ["市场部", "前台组"], {"市场部": "business", "前台组": ""}),
        ("Angaben", ["Management", "IT", "Front line"], {"Management": "executive", "IT": "it",
                                                           "Front line": "front-line"}),
    ],
)  # fmt: skip
def test_a_column_is_found_by_its_heading_or_its_words(heading, values, words):
    column = found({"Timestamp": ["1"] * len(values), heading: values})
    assert column.heading == heading
    assert dict(column.words) == words


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Which department owns the data of customers?", ["Nobody", "All"]),
        ("Team", ["12", "7"]),
        ("How functional is it?", ["well", "badly"]),
        ("哪個部門負責客戶的資料？", ["沒有人", "大家"]),
        ("Remarks", ["it", "nothing", "none", "no"]),
        ("Remarks", ["it"]),
        ("your " * 20 + "role", ["x", "y"]),
    ],
)
def test_other_columns_are_none(heading, values):
    assert found({heading: values}) is None


def test_the_best_of_several_columns_is_taken_and_what_is_a_question_never():
    columns = {
        "Who owns it?": ["Management", "IT"],
        "Your team": ["Rockets", "Comets"],
        "Your department": ["IT", "Kitchen"],
    }
    assert found(columns).heading == "Your department"
    assert found(columns).sure
    guess = found(columns, taken=("Your department",))
    assert (guess.heading, guess.sure) == ("Your team", False)
    guess = found(columns, taken=("Your department", "Your team"))
    assert (guess.heading, guess.sure) == ("Who owns it?", False)
    assert found(columns, taken=tuple(columns)) is None


def test_a_heading_of_ours_counts_before_all_others():
    columns = {"Your department": ["IT", "Management"], "Role": ["boss", "boss"]}
    column = found(columns)
    assert (column.heading, dict(column.words), column.sure) == ("Role", {"boss": ""}, True)
