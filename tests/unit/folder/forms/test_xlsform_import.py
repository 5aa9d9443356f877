"""Forms of ODK and KoboToolbox that are not ours: what each question becomes, and what is left out."""

from __future__ import annotations

import pytest
from form_files import CASES, case, workbook_of
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from pyxform.xls2xform import convert

from readiness.errors import Refused
from readiness.folder.forms.finished import finish, sound
from readiness.folder.forms.form_ids import Ids, choice_ids
from readiness.folder.forms.phrasing import language_named
from readiness.folder.forms.xlsform_reader import read_xlsform
from readiness.folder.workbook import read_tables
from readiness.questionnaires.checks import _CHOICE, _ID


def imported(file, *, language=None):
    raw, losses = sound(read_xlsform(read_tables(file), file=file.name, name="form", language=language))
    finished = finish(raw, file="form.yaml")
    assert finished.problems == ()
    return finished.questionnaire, [(one.code, one.at, one.word) for one in losses]


def made(text, tmp_path, **options):
    return imported(workbook_of(text, tmp_path / "f.xlsx"), **options)


def simple(rows, tmp_path, choices=(), columns=("type", "name", "label", "relevant")):
    lines = ["| survey |", "| | " + " | ".join(columns) + " |"]
    lines += ["| | " + " | ".join((*row, *[""] * (len(columns) - len(row)))) + " |" for row in rows]
    if choices:
        lines += ["| choices |", "| | list_name | name | label |"]
        lines += ["| | " + " | ".join(row) + " |" for row in choices]
    return made("\n".join(lines), tmp_path)


def test_a_form_of_kobotoolbox(tmp_path):
    found, losses = imported(case("clinic-kobo", tmp_path))
    assert str(found.title) == "Clinic visit"
    assert str(found.intro) == "Thank you for telling us about your visit."
    assert [(item.id, item.kind, item.show_if) for item in found.items] == [
        ("seen-before", "yes-no", ""),
        ("purpose", "choice", "seen-before is answered or seen-before is dont-know"),
        ("wait-minutes", "number", ""),
        ("wait-why", "text", "wait-minutes > 30"),
        ("staff", "matrix", "purpose = treatment"),
        ("rooms", "matrix", ""),
        ("wishes", "rank", ""),
        ("heard-from", "choices", "seen-before = no"),
        ("heard-web", "text", ""),
        ("again", "maturity", "not seen-before is dont-know"),
    ]
    by_id = {item.id: item for item in found.items}
    assert [one.id for one in by_id["purpose"].choices] == ["check_up", "treatment", "papers-only", "other"]
    assert str(by_id["staff"].choices[0].text) == "Strongly disagree"
    assert list(by_id["staff"].parts) == ["staff_listen", "staff_explain"]
    assert not by_id["rooms"].choices
    assert [one.id for one in by_id["heard-from"].choices] == ["web", "friend"]
    assert str(by_id["again"].anchor(4)) == "Spotless"
    assert str(by_id["wait-minutes"].help) == "Count from the moment you arrived."
    told = {code: [at for one, at, _ in losses if one == code] for code, _, _ in losses}
    assert told == {
        "column": ["survey:6", "survey:7", "survey:8", "survey:8", "survey:10"],
        "metadata": ["survey:2", "survey:3", "survey:4", "survey:26"],
        "group": ["survey:6"],
        "name": ["survey:7", "survey:9", "survey:10", "survey:24", "survey:25"],
        "code": ["choices:7"],
        "aside": ["choices:4", "choices:22"],
        "version": [""],
        "other": ["survey:8"],
        "constraint": ["survey:9"],
        "type": ["survey:27"],
        "piped": ["survey:28"],
        "note": ["survey:29"],
        "relevant": ["survey:25"],
    }


def test_a_form_of_odk_in_two_languages(tmp_path):
    file = case("coop-odk", tmp_path)
    convert(str(file))  # it is a form as ODK takes it
    found, losses = imported(file)
    assert (found.version, found.language) == ("2.1.0", "en")
    assert [(item.id, item.kind, item.show_if) for item in found.items] == [
        ("member-code", "text", ""),
        ("joined", "date", ""),
        ("share-sold", "percent", ""),
        ("trust", "agree", ""),
        ("recommend", "number", ""),
        ("contact", "choice", ""),
        ("contact-other", "text", "contact = other"),
        ("reasons", "choices", "joined > 2023-12-31 and (trust >= 5 or not contact = phone)"),
        ("order", "rank", ""),
        ("hectares", "number", "reasons is answered"),
    ]
    assert str(found.items[1].text) == "When did you join the cooperative?"
    assert [(at, word) for code, at, word in losses if code == "dropped"] == [("survey:1", "fr")]
    assert found.items[3].points == 7
    assert {(code, at) for code, at, _ in losses} == {
        ("dropped", "survey:1"),
        ("column", "survey:14"), ("metadata", "survey:2"), ("name", "survey:3"), ("constraint", "survey:4"),
        ("name", "survey:5"), ("bounds", "survey:7"), ("name", "survey:9"), ("group", "survey:10"),
        ("repeat", "survey:14"), ("type", "survey:15"),
    }  # fmt: skip


def test_a_form_in_chinese_whose_names_are_chinese_too(tmp_path):
    found, losses = imported(case("shop-zh", tmp_path))
    assert found.language == "zh-Hant"
    assert [(item.id, item.kind, item.show_if) for item in found.items] == [
        ("Q1", "yes-no", ""),
        ("often", "choice", "Q1 = yes"),
        ("Q3", "text", "often in (1, 2)"),
    ]
    assert [str(one.text) for one in found.items[1].choices] == ["每週", "每月", "很少"]
    assert ("type", "survey:5", "acknowledge") in losses


def test_nothing_is_lost_without_a_word(tmp_path):
    """Every row of a form is a question, belongs to one, or is told; so is every condition."""
    for name in ("clinic-kobo", "coop-odk", "shop-zh"):
        file = case(name, tmp_path)
        reading = read_xlsform(read_tables(file), file=file.name, name="x", language=None)
        told = {one.at for one in reading.losses}
        asked = set(reading.places.values())
        conditions = {at for kept in reading.conditions.values() for at, _ in kept}
        text = (CASES / f"{name}.md").read_text("utf-8").split("| choices")[0].splitlines()[2:]
        for number, line in enumerate(text, start=2):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")][1:]
            part = cells[0].split("_")[0].split(" ")[0] in ("end", "begin", "note", "score", "rank")
            in_grid = cells[1].startswith("staff_")
            assert f"survey:{number}" in told | asked or part or in_grid, line
            if "${" in line and not cells[2].startswith("${"):
                assert f"survey:{number}" in told | conditions, line


def test_notes_go_to_the_next_question_and_groups_give_their_condition(tmp_path):
    rows = [
        ("text", "a", "A?"),
        ("note", "n", "Look at your last bill."),
        ("begin group", "g", "", "${a} != ''"),
        ("begin group", "h", ""),
        ("integer", "b", "B?", ""),
        ("end group",),
        ("text", "c", "C?", "${b} > 3"),
        ("end group",),
        ("text", "d", "D?"),
    ]
    found, losses = simple(rows, tmp_path)
    assert [(item.id, item.show_if) for item in found.items] == [
        ("a", ""),
        ("b", "a is answered"),
        ("c", "a is answered and b > 3"),
        ("d", ""),
    ]
    assert str(found.items[1].help) == "Look at your last bill."
    assert losses == []


def test_a_grid_in_the_old_style_is_one_question(tmp_path):
    columns = ("type", "name", "label", "appearance")
    rows = [
        ("select_one l", "head", "How good?", "label"),
        ("select_one l", "r1", "Phone", "list-nolabel"),
        ("select_one l", "r2", "Web", "list-nolabel"),
        ("select_one l", "alone", "And all in all?", ""),
    ]
    choices = [("l", "bad", "Bad"), ("l", "good", "Good")]
    found, _ = simple(rows, tmp_path, choices, columns)
    assert [(item.id, item.kind, list(item.parts)) for item in found.items] == [
        ("head", "matrix", ["r1", "r2"]),
        ("alone", "choice", []),
    ]


def test_conditions_that_do_not_fit_our_rules_are_told(tmp_path):
    rows = [
        ("integer", "a", "A?", "${c} = 1"),
        ("integer", "b", "B?", "${a} = 'word'"),
        ("integer", "c", "C?", "${a} = 2"),
        ("integer", "d", "D?", "${a} > 3 and ${a} < 2"),
        ("integer", "e", "E?", "${d} > 3"),
        ("integer", "f", "F?", "${later}"),
    ]
    found, losses = simple(rows, tmp_path)
    told = {at for code, at, _ in losses if code == "relevant"}
    assert told == {"survey:2", "survey:3", "survey:4", "survey:5", "survey:7"}
    assert {item.id: item.show_if for item in found.items if item.show_if} == {"e": "d > 3"}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("select one from l", "choice"), ("select_one l", "choice"), ("select1 l", "choice"),
        ("select multiple l", "choices"), ("select all that apply from l", "choices"), ("int", "number"),
        ("string", "text"), ("Integer", "number"), ("rank l", "rank"), ("SELECT_ONE l", "choice"),
        ("select_one gone", "text"), ("dateTime", "text"), ("select_one_from_file x.csv", "text"),
    ],
)  # fmt: skip
def test_old_and_new_spellings_of_types(written, kind, tmp_path):
    found, _ = simple([(written, "q", "Q?")], tmp_path, [("l", "a", "A"), ("l", "b", "B")])
    assert [item.kind for item in found.items] == [kind]


def test_formulas_errors_and_unknown_languages_are_told(tmp_path):
    book = Workbook()
    page = book.active
    page.title = "Survey "
    for row in [
        ["type", "name", "label::English (en)", "label::Klingonese", "label::Swahili", "Relevance"],
        ["text", "q", "Q?", "nuq", "Swali?", None],
        ["integer", "n", '=CONCAT("a","b")', None, None, "${q} != ''"],
        ["", "stray", "No type", None, None, None],
    ]:
        page.append(row)
    book.save(tmp_path / "f.xlsx")
    found, losses = imported(tmp_path / "f.xlsx")
    assert str(found.items[0].text) == "Q?"
    assert str(found.items[1].text) == "n"
    assert found.items[1].show_if == "q is answered"
    assert set(losses) == {
        ("language", "survey:1", "Klingonese"), ("dropped", "survey:1", "sw"),
        ("cell", "survey:3", "cell-formula"),
        ("no-label", "survey:3", ""),
        ("no-type", "survey:4", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    "sheets", [{"other": [["type"]]}, {"survey": [["name", "label"], ["a", "A"]]}, {"survey": []}]
)
def test_what_is_no_form_is_refused(sheets, tmp_path):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(Refused, match="interchange-no-survey"):
        imported(tmp_path / "f.xlsx")


def test_unbalanced_and_deep_groups_do_no_harm(tmp_path):
    rows = [
        ("end group",),
        *[("begin group", f"g{n}", "", "${q} != ''") for n in range(300)],
        ("text", "q", "Q?"),
    ]
    found, losses = simple(rows, tmp_path)
    assert [item.id for item in found.items] == ["q"]
    assert [code for code, _, _ in losses].count("relevant") == 300


def test_many_questions_are_read_in_good_time(tmp_path):
    rows = [
        ("select_one l", f"q{n}", f"Question {n}?", f"${{q{n - 1}}} = 'a'" if n else "") for n in range(200)
    ]
    found, losses = simple(rows, tmp_path, [("l", "a", "A"), ("l", "b", "B")])
    assert len(found.items) == 200
    assert losses == []


@given(st.lists(st.text(max_size=20), max_size=20))
def test_ids_are_always_ids_and_never_the_same(names):
    ids = Ids()
    found = [ids.item(name) for name in names]
    assert all(_ID.match(one) for one in found)
    assert len({one.lower() for one in found}) == len(names)
    codes = choice_ids(names)
    assert all(_CHOICE.match(one) for one in codes)
    assert len(set(codes)) == len(names)


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("English (en)", "en"), ("English", "en"), ("en", "en"), ("en-GB", "en"),
        ("Chinese (zh-TW)", "zh-Hant"),
        ("繁體中文 (zh-Hant)", "zh-Hant"), ("Chinese (zh)", "zh-Hans"), ("中文", "zh-Hans"),
        ("Français (fr)", "fr"),
        ("French", "fr"), ("Klingonese", None), ("", None), ("zh_HK", "zh-Hant"),
    ],
)  # fmt: skip
def test_languages_by_the_names_that_forms_give_them(name, tag):
    assert language_named(name) == tag


def bilingual(tmp_path, settings=("default_language", "French (fr)")):
    text = """
| survey   |
|          | type          | name | label::French (fr)   | label::English (en) | appearance |
|          | select_one yn | back | Reviendrez-vous ?    | Will you come back? | likert     |
|          | text          | why  | Pourquoi ?           |                     |            |
| choices  |
|          | list_name     | name | label::French (fr)   | label::English (en) |
|          | yn            | yes  | Oui                  | Yes                 |
|          | yn            | no   | Jamais               | Never again         |
|          | yn            | dk   | Je ne sais pas       | Don't know          |
""".strip("\n")
    text += f"\n| settings |\n| | {settings[0]} |\n| | {settings[1]} |"
    return made(text, tmp_path)


def test_a_language_that_is_not_here_is_dropped_once_and_one_of_ours_leads(tmp_path):
    found, losses = bilingual(tmp_path)
    assert found.language == "en"
    assert [str(item.text) for item in found.items] == ["Will you come back?", "Pourquoi ?"]
    assert [one for one in losses if one[0] in ("dropped", "foreign")] == [("dropped", "survey:1", "fr")]


def test_words_of_yes_and_no_not_knowing_and_looks_are_told(tmp_path):
    found, losses = bilingual(tmp_path)
    assert found.items[0].kind == "yes-no"
    assert ("yes-no", "survey:2", "") in losses
    assert ("aside", "choices:4", "Don't know") in losses
    assert ("column", "survey:2", "appearance") in losses


def test_plain_yes_and_no_and_the_looks_of_a_grid_lose_nothing(tmp_path):
    columns = ("type", "name", "label", "appearance")
    rows = [("select_one l", "h", "How good?", "label"), ("select_one l", "r", "Phone", "list-nolabel"),
            ("select_one yn", "q", "Good?", "")]  # fmt: skip
    choices = [("l", "bad", "Bad"), ("l", "good", "Good"), ("yn", "1", "Yes"), ("yn", "0", "No")]
    _, losses = simple(rows, tmp_path, choices, columns)
    assert losses == []


def test_a_form_in_no_language_of_ours_keeps_its_words_and_says_so(tmp_path):
    text = "| survey |\n| | type | name | label::French (fr) |\n| | text | q | Quoi ? |"
    found, losses = made(text, tmp_path)
    assert (found.language, str(found.items[0].text)) == ("en", "Quoi ?")
    assert losses == [("foreign", "survey:1", "fr")]


@pytest.mark.parametrize(
    ("name", "written", "version", "losses"),
    [
        ("version", "2.10.0", "2.10.0", []),
        ("version", "2024050101", "1.0.0", [("version", "", "2024050101")]),
        ("version", "v3", "1.0.0", [("version", "", "v3")]),
        ("style", "pages", "1.0.0", [("setting", "settings:2", "style")]),
        ("form_id", "x", "1.0.0", []),
    ],
)
def test_settings_are_taken_or_told(name, written, version, losses, tmp_path):
    text = "| survey |\n| | type | name | label |\n| | text | q | Q? |\n"
    text += f"| settings |\n| | {name} |\n| | {written} |"
    found, told = made(text, tmp_path)
    assert (found.version, told) == (version, losses)
