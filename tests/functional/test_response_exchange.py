"""Answers out as tables and JSON and back, and the tables of online forms in by a mapping."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from readiness import services
from readiness.cli.response_exchange import export, import_, mapping
from readiness.errors import NotFound, Refused
from readiness.evidence import EvidenceNote
from readiness.folder import schema as schemas
from readiness.folder.answer_template import write_csv
from readiness.folder.cell_text import restored
from readiness.folder.delimited import read_grid
from readiness.folder.engagement import read_engagement
from readiness.folder.forms.answer_file import AnswerFile, write_answer_file
from readiness.folder.forms.mapping import FormMapping
from readiness.folder.forms.response_tables import long_table, wide_table
from readiness.folder.parse import parse
from readiness.folder.questionnaires import known_questionnaires
from readiness.folder.response_writer import write_response
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.questionnaires.answers import understand
from readiness.questionnaires.response import Answer, Response
from readiness.resources import examples
from readiness.scalars import Text
from readiness.services import response_exchange as exchange
from readiness.services.response_import import InvalidAnswers

KNOWN = known_questionnaires()
ITEMS = {item.id: item for one in reversed(KNOWN) for item in one.items}
ITEMS |= {item.id: item for one in KNOWN if one.pitfall and not one.extends for item in one.items}


def run(command, *words):
    return CliRunner().invoke(command, [*map(str, words)])


def responses(folder):
    return {(one.respondent, one.round): one for one in read_engagement(folder).engagement.responses}


def emptied(folder):
    """Take all answers out of a folder."""
    shutil.rmtree(folder / "responses")
    (folder / "responses").mkdir()
    return folder


def meanings(response):
    """Return what answers say, in whatever way they are written."""
    return {name: (understand(ITEMS[name], answer), answer.gate, str(answer.comment), answer.evidence.grade,
             str(answer.not_applicable or "")) for name, answer in response.answers.items()}  # fmt: skip


@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_tables_bring_back_the_same_answers(name, wide, suffix, tmp_path):
    folder = shutil.copytree(examples() / name, tmp_path / name)
    before = responses(folder)
    exported = exchange.export_answers(folder, tmp_path / f"a.{suffix}", wide=wide)
    assert exported.again
    assert exported.answers == sum(len(one.answers) for one in before.values())
    emptied(folder)
    imported = exchange.import_file(folder, exported.file)
    assert imported.refused == ()
    assert imported.kept == imported.read
    after = responses(folder)
    assert after.keys() == before.keys()
    for key, old in before.items():
        assert meanings(old) == meanings(after[key])
        assert (old.role, old.on) == (after[key].role, after[key].on)


@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_json_brings_back_the_same_responses(name, tmp_path):
    folder = shutil.copytree(examples() / name, tmp_path / name)
    before = responses(folder)
    exported = exchange.export_answers(folder, tmp_path / "a.json")
    assert exported.lost == ()
    emptied(folder)
    imported = exchange.import_file(folder, exported.file)
    assert imported.read == imported.kept == exported.answers
    assert responses(folder) == before


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_a_table_loses_is_what_differs_when_it_is_read_back(suffix, boise, tmp_path):
    before = responses(boise)
    exported = exchange.export_answers(boise, tmp_path / f"a.{suffix}")
    told = {(one.at, one.word) for one in exported.lost}
    emptied(boise)
    exchange.import_file(boise, exported.file)
    differing = set()
    for key, old in before.items():
        new = responses(boise)[key]
        if old.questionnaire != new.questionnaire:
            differing.add((key[0], "questionnaire"))
        for name, answer in old.answers.items():
            for part in ("by", "on", "ref", "digest"):
                if getattr(answer.evidence, part) != getattr(new.answers[name].evidence, part):
                    differing.add((f"{name}@{key[0]}", f"evidence.{part}"))
    assert differing == told


def add_round(folder, number):
    for file in list((folder / "responses").glob("*.yaml")):
        text = file.read_text("utf-8").replace("round: 1", f"round: {number}")
        (folder / "responses" / f"{file.stem}-r{number}.yaml").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("suffix", "wide"), [("csv", False), ("csv", True), ("xlsx", False), ("xlsx", True), ("json", False)]
)
def test_several_rounds_go_out_together_and_come_back_apart(suffix, wide, boise, tmp_path):
    add_round(boise, 2)
    before = responses(boise)
    assert {round_ for _, round_ in before} == {1, 2}
    exported = exchange.export_answers(boise, tmp_path / f"a.{suffix}", wide=wide)
    emptied(boise)
    imported = exchange.import_file(boise, exported.file)
    assert imported.refused == ()
    after = responses(boise)
    assert after.keys() == before.keys()
    assert all(meanings(before[key]) == meanings(after[key]) for key in before)
    one = exchange.export_answers(boise, tmp_path / f"one.{suffix}", wide=wide, round_=2)
    assert one.responses * 2 == exported.responses
    with pytest.raises(NotFound):
        exchange.export_answers(boise, tmp_path / f"none.{suffix}", round_=3)


def test_a_round_that_is_none_is_told_at_its_row(boise, tmp_path):
    emptied(boise)
    text = "Respondent,Role,Round,Question no.,Answer\nx,it,1,P2-Q1,3\nx,,two,P2-Q3,2\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with pytest.raises(InvalidAnswers) as refused:
        exchange.import_file(boise, tmp_path / "a.csv")
    told = refused.value.checked.told
    assert [(one.code, one.span.line) for one in told if one.severity == "error"] == [
        ("interchange-round", 3)
    ]
    assert refused.value.imported.read == 2
    kept = exchange.import_file(boise, tmp_path / "a.csv", keep_good=True)
    assert (kept.read, kept.kept) == (2, 1)


EVIL = ["=1+1", "+1+1", "-cmd|x", "@SUM(1)", "＝1", "＋x", "－x", "＠x", "'=x", "''=x", " =x", "\u200b=x",
        '="a"', "-5",
        "-2.50", "1,5", "a\nb", 'say "no"', "a;b", "a,b", "'quoted'", '=HYPERLINK("http://x")']  # fmt: skip


@pytest.mark.parametrize("table", [long_table, wide_table])
@pytest.mark.parametrize("evil", EVIL)
def test_no_cell_runs_as_a_formula_and_all_come_back(evil, table):
    answer = Answer(value="2", comment=Text((("", evil),)))
    response = Response(
        "response/1", "customer-strategy@1", "p", "it", {"P1-Q2": answer, "FQ-5": Answer(value=evil)}
    )
    octets = write_csv(table([response], ITEMS, "en"))
    rows = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    for cell in cells:
        runs = cell.strip().lstrip("\u200b")[:1] in tuple("=+-@＝＋－＠") and cell not in ("-5", "-2.50")
        assert not runs, cell
    assert {restored(cell) for cell in cells} >= {evil}


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12), min_size=1, max_size=5
    )
)
def test_any_text_in_a_cell_is_harmless_and_comes_back(texts):
    answers = {f"T-{n}": Answer(value="x", comment=Text((("", text),))) for n, text in enumerate(texts)}
    octets = write_csv(long_table([Response("response/1", "q", "p", "it", answers)], {}, "en"))
    rows = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline="")))
    assert [restored(row["Comment"]) for row in rows] == texts
    assert not [row for row in rows if row["Comment"][:1] in tuple("=@＝＋－＠\t\r")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_a_table_is_read_in_every_usual_encoding(encoding, boise, tmp_path):
    emptied(boise)
    text = "填答者,角色,題號,答案,補充說明\n甲-1,it,P2-Q1,3,我們的資訊部門還沒有說明這件事情\n".replace(
        "甲-1", "a-1"
    )
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert exchange.import_file(boise, tmp_path / "a.csv").kept == 1
    assert "資訊部門" in str(responses(boise)["a-1", 1].answers["P2-Q1"].comment)


def test_the_schema_of_the_answers_admits_what_is_written(boise):
    definitions: dict[str, object] = {}
    whole = schemas._shared({**schemas._record(AnswerFile, definitions), "$defs": definitions})
    whole["$defs"] |= {key: schemas._shared(dict(part), whole=True) for key, part in schemas._SHARED.items()}
    whole["$defs"] |= {"empty": schemas._EMPTY}
    validator = Draft202012Validator(whole)
    engagement = read_engagement(boise).engagement
    validator.validate(json.loads(write_answer_file(engagement.responses)))
    assert list(validator.iter_errors({"format": "answers/1", "responses": [{"respondent": "x"}]}))


def test_everything_that_a_response_says_survives_its_file_and_json():
    evidence = EvidenceNote(
        "measured",
        "customer",
        Text((("en", "Log"), ("zh-Hant", "紀錄"))),
        "log.csv",
        None,
        "sha256:" + "0" * 64,
    )
    answers = {
        "A": Answer(value="3", evidence=evidence, gate="no"),
        "B": Answer(values=("x", "y")),
        "C": Answer(values=("x",), comment=Text((("en", "a"), ("zh-Hans", "b")))),
        "D": Answer(parts={"a": "1", "b": "dont-know"}),
        "E": Answer(not_applicable=Text((("", "no: such # thing"),))),
        "P2-M1": Answer(risk=0.5),
        "F": Answer(value="yes"),
    }
    one = Response("response/1", "q@1.0.0", "p-1", "front-line", answers, round=2, language="zh-Hant",
                   note=Text((("", "x"),)), digest="sha256:abc")  # fmt: skip
    record, problems = parse(Source("x", write_response(one)), Limits())
    assert problems == []
    assert build(Response, record) == (one, [])
    whole, problems = parse(Source("x", write_answer_file([one]).decode()), Limits())
    assert problems == []
    assert build(AnswerFile, whole)[0].responses == (replace(one),)


def test_json_with_errors_writes_nothing_unless_the_good_is_wanted(boise, tmp_path):
    exported = exchange.export_answers(boise, tmp_path / "a.json")
    values = json.loads(exported.file.read_text("utf-8"))
    values["responses"][0]["answers"]["P1-Q2"] = "seven"
    values["responses"][1]["answers"]["ZZ-1"] = "1"
    exported.file.write_text(json.dumps(values, indent=1), "utf-8")
    emptied(boise)
    with pytest.raises(InvalidAnswers) as refused:
        exchange.import_file(boise, exported.file)
    assert not list((boise / "responses").iterdir())
    lines = exported.file.read_text("utf-8").splitlines()
    for one in refused.value.checked.told:
        if one.severity == "error":
            assert "P1-Q2" in lines[one.span.line - 1] or "ZZ-1" in lines[one.span.line - 1]
    imported = exchange.import_file(boise, exported.file, keep_good=True)
    assert imported.read == exported.answers + 1
    assert imported.read - imported.kept == len(imported.refused) == 2


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "[" * 3000, '{"format": "answers/1", "responses": 3}', "nothing", "\0"]
)
def test_json_that_is_none_is_refused(text, boise, tmp_path):
    (tmp_path / "a.json").write_text(text, "utf-8")
    with pytest.raises((InvalidAnswers, Refused)):
        exchange.import_file(boise, tmp_path / "a.json")


def test_the_commands_say_that_codes_are_in_the_file_and_what_is_lost(boise, tmp_path):
    done = run(export, boise, "-o", tmp_path / "a.csv")
    assert done.exit_code == 0, done.output
    assert "228 answers in 11 responses, under respondents' codes" in done.stdout
    assert "evidence.ref:" in done.stderr
    told = run(export, "--help").output
    assert "single answers" in " ".join(told.split())
    assert "codes" in told
    emptied(boise)
    done = run(import_, boise, tmp_path / "a.csv")
    assert done.exit_code == 0, done.output
    assert "265 rows read: 265 kept, 0 refused." in done.stdout


@pytest.mark.parametrize(
    ("out", "options", "code"),
    [
        ("a.pdf", {}, "interchange-answers-suffix"),
        ("a.json", {"wide": True}, "interchange-wide"),
        ("no/a.csv", {}, "no-place"),
    ],
)
def test_what_cannot_be_exported_is_refused(out, options, code, boise, tmp_path):
    with pytest.raises(Refused, match=code):
        exchange.export_answers(boise, tmp_path / out, **options)


GOOGLE = """Timestamp,Email Address,Your department,"1. {p1q2}","{p1q5}",P2-Q1,"{rank} [{first}]",\
"{rank} [{second}]",What is your favourite colour?
1/14/2000 9:02:11,ann@example.com,Management,3,"{anchor}",2,1,2,red
1/15/2000 10:00:00,bob@example.com,IT department,2,Don't know,4,2,1,blue
2/2/2000 8:15:00,cy@example.com,Front line,1,"{anchor}",nonsense,,,green
1/20/2000 12:00:00,dee@example.com,Martians,1,"{anchor}",3,,,
,,,,,,,,
"""  # fmt: skip


def google(folder):
    """Write what Google gives out for a form with questions of ours."""
    rank = ITEMS["BC-Q2"]
    text = GOOGLE.format(
        p1q2=ITEMS["P1-Q2"].text.choose("en")[1], p1q5=ITEMS["P1-Q5"].text.choose("en")[1],
        anchor=ITEMS["P1-Q5"].anchor(3).choose("en")[1], rank=rank.text.choose("en")[1],
        first=rank.choices[0].text.choose("en")[1], second=rank.choices[1].text.choose("en")[1],
    )  # fmt: skip
    (folder / "google.csv").write_text(text, "utf-8")
    return folder / "google.csv"


def test_a_mapping_is_proposed_for_a_form_of_google(boise, tmp_path):
    done = run(mapping, boise, google(tmp_path), "-o", tmp_path / "map.yaml")
    assert done.exit_code == 0, done.output
    assert "No question found: What is your favourite colour?" in done.stdout
    record, problems = parse(Source("m", (tmp_path / "map.yaml").read_text("utf-8")), Limits())
    assert problems == []
    plan, unfit = build(FormMapping, record)
    assert unfit == []
    assert (plan.role, plan.roles) == (
        "Your department",
        {"Management": "executive", "IT department": "it", "Front line": "front-line", "Martians": ""},
    )
    assert (plan.respondent, plan.date, plan.date_order) == ("number them", "Timestamp", "month/day/year")
    assert plan.leave_out == ("Email Address",)
    assert [(one.item, one.part) for one in plan.columns] == [
        ("P1-Q2", ""), ("P1-Q5", ""), ("P2-Q1", ""),
        ("BC-Q2", "quick-data"), ("BC-Q2", "valuable"), ("", ""),
    ]  # fmt: skip
    words = plan.columns[1].words
    assert words["Don't know"] == "dont-know"
    assert words[ITEMS["P1-Q5"].anchor(3).choose("en")[1]] == "3"
    assert "example.com" not in (tmp_path / "map.yaml").read_text("utf-8")


def settled(path, *changes):
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, (old, text)
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def test_every_row_of_a_form_is_kept_or_refused_with_its_line(boise, tmp_path):
    emptied(boise)
    file = google(tmp_path)
    run(mapping, boise, file, "-o", tmp_path / "map.yaml")
    settled(
        tmp_path / "map.yaml",
        ("leave_out: [Email Address]", "leave_out: [Email Address, What is your favourite colour?]"),
    )
    with pytest.raises(InvalidAnswers) as refused:
        exchange.import_file(boise, file, mapping=tmp_path / "map.yaml")
    errors = {(one.code, one.span.line) for one in refused.value.checked.told if one.severity == "error"}
    assert {line for _, line in errors} == {4, 5}, errors
    imported = exchange.import_file(boise, file, mapping=tmp_path / "map.yaml", keep_good=True)
    assert (imported.read, imported.kept) == (4, 2)
    assert [row for _, row in imported.refused] == [4, 5]
    found = responses(boise)
    assert [(code, one.role, str(one.on)) for (code, _), one in found.items()] == [
        ("person-1", "executive", "2000-01-14"),
        ("person-2", "it", "2000-01-15"),
    ]
    answers = found["person-2", 1].answers
    assert answers["P1-Q5"].value == "dont-know"
    assert answers["BC-Q2"].values == ("valuable", "quick-data")
    assert answers["P2-Q1"].value == "4"


MICROSOFT = (
    "ID;Start time;Completion time;Email;Name;Costs;Fast [x]\n"
    "7;31.1.00 09:00;31.1.00 09:10;anonymous;;"
    '"Licences or rent of the software;Working time of our own people;";y\n'
    '8;30.1.00 09:00;30.1.00 09:10;anonymous;;"Something else;";n\n'
)


def mapped(boise, tmp_path, table, plan):
    (tmp_path / "t.csv").write_text(table, "utf-8")
    (tmp_path / "m.yaml").write_text(plan, "utf-8")
    return exchange.import_file(boise, tmp_path / "t.csv", mapping=tmp_path / "m.yaml", keep_good=True)


def test_a_form_of_microsoft_with_several_answers_in_a_cell(boise, tmp_path):
    emptied(boise)
    plan = (
        "format: mapping/1\nrespondent: ID\nrole: it\ndate: Completion\ndate_order: day/month/year\n"
        "leave_out: [Start time, Email, Name]\ncolumns:\n  - {column: Costs, item: BC-Q5}\n"
        "  - {column: Fast, item: P1-Q7, place: comment}\n"
    )
    imported = mapped(boise, tmp_path, MICROSOFT, plan)
    assert (imported.read, imported.kept, [row for _, row in imported.refused]) == (2, 1, [3])
    one = responses(boise)["7", 1]
    assert one.answers["BC-Q5"].values == ("licences", "own-time")
    assert str(one.on) == "2000-01-31"


def test_commas_between_answers_that_hold_commas_themselves(boise, tmp_path):
    emptied(boise)
    item = ITEMS["BC-Q5"]
    comma = next(one for one in item.choices if "," in one.text.choose("en")[1])
    both = f"{item.choices[0].text.choose('en')[1]}, {comma.text.choose('en')[1]}"
    plan = "format: mapping/1\nrespondent: number them\nprefix: guest\nrole: it\n"
    plan += 'columns:\n  - {column: Costs, item: BC-Q5, between: ","}\n'
    imported = mapped(boise, tmp_path, f'Costs\n"{both}"\n', plan)
    assert imported.refused == ()
    assert responses(boise)["guest-1", 1].answers["BC-Q5"].values == (item.choices[0].id, comma.id)


def test_words_without_a_meaning_keep_their_row_out(boise, tmp_path):
    emptied(boise)
    plan = (
        "format: mapping/1\nrespondent: number them\nrole: it\ncolumns:\n"
        '  - {column: Q, item: P2-Q1, words: {often: 3, "hard to say": ""}}\n'
    )
    imported = mapped(boise, tmp_path, "Q,Other\nOften,x\nHard to say,y\n", plan)
    assert (imported.read, [row for _, row in imported.refused]) == (2, [3])
    codes = {(one.code, one.span.line) for one in imported.checked.told}
    assert codes >= {("interchange-word-open", 3), ("interchange-column-unread", 1)}
    assert responses(boise)["person-1", 1].answers["P2-Q1"].value == "3"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("column: Q,", "column: Nowhere,"), "interchange-mapping-column"),
        (("column: Q,", "column: X,"), "interchange-mapping-columns"),
        (("item: P2-Q1", "item: P9-Q1"), "interchange-mapping-item"),
        (("item: P2-Q1", "item: P2-Q1, part: z"), "interchange-mapping-part"),
        (("role: it", "role: Emperor"), "interchange-mapping-column"),
        (("role: it", "role: it\nquestionnaire: nobody"), "interchange-mapping-questionnaire"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(change, code, boise, tmp_path):
    plan = "format: mapping/1\nrespondent: number them\nrole: it\ncolumns:\n  - {column: Q, item: P2-Q1}\n"
    assert change[0] in plan
    with pytest.raises(Refused) as refused:
        mapped(boise, tmp_path, "Q,X1,X2\n3,,\n", plan.replace(*change))
    assert refused.value.code == code
    for language in ("en", "zh-Hant", "zh-Hans"):
        assert services.message(refused.value, language)


def test_a_mapping_with_mistakes_shows_them_at_their_line(boise, tmp_path):
    with pytest.raises(services.Invalid) as invalid:
        mapped(boise, tmp_path, "Q\n3\n", "format: mapping/1\nrespondent: x\nrolle: it\ncolumns: []\n")
    assert {(one.code, one.span.line) for one in invalid.value.checked.told} >= {("unknown-key", 3)}


def test_codes_from_a_column_are_made_safe_and_two_of_one_are_told(boise, tmp_path):
    emptied(boise)
    plan = "format: mapping/1\nrespondent: Code\nrole: it\ncolumns:\n  - {column: Q, item: P2-Q1}\n"
    table = "Code,Q\nAnn 1,3\nann-1,2\n../../etc,1\nCON,1\n,1\n=1+1,2\n"
    imported = mapped(boise, tmp_path, table, plan)
    assert [row for _, row in imported.refused] == [3, 5, 6, 7]
    assert sorted(file.name for file in (boise / "responses").iterdir()) == ["ann-1.yaml", "etc.yaml"]


def test_dates_in_three_orders_and_dates_that_are_none(boise, tmp_path):
    emptied(boise)
    head = "format: mapping/1\nrespondent: number them\nrole: it\ndate: When\n"
    head += "columns:\n  - {column: Q, item: P2-Q1}\n"
    for order, written in (
        ("year/month/day", "2000/1/31 下午 2:05:02"),
        ("month/day/year", "1/31/00 14:05"),
        ("day/month/year", "31.01.2000"),
    ):
        imported = mapped(emptied(boise), tmp_path, f"When,Q\n{written},3\n", f"{head}date_order: {order}\n")
        assert imported.kept == 1
        assert str(responses(boise)["person-1", 1].on) == "2000-01-31"
    imported = mapped(emptied(boise), tmp_path, "When,Q\n31/31/2000,3\n,2\n", head)
    assert [row for _, row in imported.refused] == [2]


def test_five_hundred_rows_are_read_in_good_time(boise, tmp_path):
    emptied(boise)
    plan = "format: mapping/1\nrespondent: number them\nrole: it\ncolumns:\n  - {column: Q, item: P2-Q1}\n"
    imported = mapped(boise, tmp_path, "Q\n" + "3\n" * 500, plan)
    assert imported.kept == 500


def test_the_grid_of_a_table_is_what_a_spreadsheet_sees(boise, tmp_path):
    exported = exchange.export_answers(boise, tmp_path / "a.csv", wide=True)
    grid = list(read_grid(exported.file.read_bytes(), exported.file))
    assert len({len(row) for row in grid}) == 1
    assert grid[0][:4] == ["Respondent", "Role", "Date", "Questionnaire"]
    order = [name.partition(".")[0] for name in grid[0][4:]]
    assert order == sorted(order, key=order.index)


DEPARTMENTS = """Timestamp,{heading},P2-Q1
2000/1/14,Management,3
2000/1/15,Computers,2
"""


def proposed(boise, tmp_path, heading):
    emptied(boise)
    (tmp_path / "d.csv").write_text(DEPARTMENTS.format(heading=heading), "utf-8")
    done = run(mapping, boise, tmp_path / "d.csv", "-o", tmp_path / "d.yaml")
    assert done.exit_code == 0, done.output
    return done.stdout, (tmp_path / "d.yaml").read_text("utf-8")


def test_a_word_that_is_no_role_keeps_its_row_out_until_somebody_says_which(boise, tmp_path):
    _, text = proposed(boise, tmp_path, "Your department")
    assert 'roles: {Management: executive, Computers: ""}' in text
    kept = exchange.import_file(boise, tmp_path / "d.csv", mapping=tmp_path / "d.yaml", keep_good=True)
    assert [row for _, row in kept.refused] == [3]
    told = [one for one in kept.checked.told if one.code == "interchange-role-open"]
    assert [(one.span.line, "Computers" in one.message) for one in told] == [(3, True)]
    settled(tmp_path / "d.yaml", ('Computers: ""', "Computers: it"))
    exchange.import_file(emptied(boise), tmp_path / "d.csv", mapping=tmp_path / "d.yaml")
    assert {code: one.role for (code, _), one in responses(boise).items()} == {
        "person-1": "executive", "person-2": "it",
    }  # fmt: skip


def test_where_nothing_says_who_people_are_the_import_asks_for_it(boise, tmp_path):
    said, text = proposed(boise, tmp_path, "Remarks")
    assert 'role: ""' in text
    assert "No column with roles was found." in said
    with pytest.raises(Refused, match="interchange-mapping-role") as refused:
        exchange.import_file(boise, tmp_path / "d.csv", mapping=tmp_path / "d.yaml")
    assert "front-line" in services.message(refused.value)


@pytest.mark.parametrize("wide", [False, True])
def test_a_name_in_the_place_of_a_code_is_taken_and_told_once(wide, boise, tmp_path):
    emptied(boise)
    text = (
        "Respondent,Role,Question no.,Answer\nAnna Muster,it,P2-Q1,3\nAnna Muster,,P2-Q3,2\nit-1,it,P2-Q1,2\n"
    )
    if wide:
        text = "Respondent,Role,P2-Q1,P2-Q3\nAnna Muster,it,3,2\nit-1,it,2,\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    imported = exchange.import_file(boise, tmp_path / "a.csv")
    told = [one for one in imported.checked.told if one.code == "interchange-code-name"]
    assert [(one.severity, one.span.line) for one in told] == [("warning", 2)]
    assert {code for code, _ in responses(boise)} == {"anna-muster", "it-1"}
    profile = boise / "engagement.yaml"
    profile.write_text(profile.read_text("utf-8").replace("anonymity: sides", "anonymity: named"), "utf-8")
    assert "anonymity: named" in profile.read_text("utf-8")
    imported = exchange.import_file(emptied(boise), tmp_path / "a.csv")
    assert "interchange-code-name" not in {one.code for one in imported.checked.told}


def test_a_name_in_a_column_of_a_form_is_told_too(boise, tmp_path):
    emptied(boise)
    plan = "format: mapping/1\nrespondent: Who\nrole: it\ncolumns:\n  - {column: Q, item: P2-Q1}\n"
    imported = mapped(boise, tmp_path, "Who,Q\nAnna Muster,3\nit-2,3\n", plan)
    told = [one.span.line for one in imported.checked.told if one.code == "interchange-code-name"]
    assert (told, imported.kept) == ([2], 2)


@pytest.mark.parametrize("suffix", ["csv", "json", "mapped"])
def test_errors_name_the_kind_of_file_that_has_to_be_mended(suffix, boise, tmp_path):
    emptied(boise)
    file = tmp_path / ("a.json" if suffix == "json" else "a.csv")
    file.write_text("{}" if suffix == "json" else "Respondent,Role,Question no.,Answer\nx,it,P2-Q1,9\n")
    plan = "format: mapping/1\nrespondent: Respondent\nrole: Role\ncolumns: [{column: Ans, item: P2-Q1}]\n"
    (tmp_path / "m.yaml").write_text(plan)
    options = {"mapping": tmp_path / "m.yaml"} if suffix == "mapped" else {}
    with pytest.raises(InvalidAnswers) as refused:
        exchange.import_file(boise, file, **options)
    assert refused.value.code == f"interchange-invalid-{suffix}"
    assert "workbook" not in services.message(refused.value)


def test_an_answer_to_a_dropped_question_is_kept_and_told(boise, tmp_path):
    emptied(boise)
    (boise / "questionnaires").mkdir(exist_ok=True)
    (boise / "questionnaires" / "mine.yaml").write_text(
        'format: questionnaire/1\nid: mine\nversion: "1.0.0"\ntitle: Mine\nlanguage: en\npitfall: strategy\n'
        "extends: customer-strategy@^1\nchanges:\n  - {drop: P1-Q11, why: Nobody asks}\n",
        "utf-8",
    )
    settled(boise / "engagement.yaml", ("- customer-strategy ", "- mine "))
    (tmp_path / "a.csv").write_text(
        "Respondent,Role,Question no.,Answer\nx,it,P2-Q1,3\nx,,P1-Q11,2\n", "utf-8"
    )
    done = run(import_, boise, tmp_path / "a.csv")
    assert done.exit_code == 0, done.output
    assert "2 rows read: 2 kept, 0 refused." in done.stdout
    assert "drops the question: 1" in done.stdout
    assert "note[item-dropped]" in done.stderr
    assert set(responses(boise)["x", 1].answers) == {"P2-Q1", "P1-Q11"}


def test_answers_to_an_older_patch_version_are_taken(boise, tmp_path):
    emptied(boise)
    newest = next(one for one in KNOWN if one.id == "customer-strategy").version
    older = f"{newest.rpartition('.')[0]}.0"
    table = f"Respondent,Role,Question no.,Answer,Questionnaire\nx,it,P1-Q2,3,customer-strategy@{older}\n"
    (tmp_path / "a.csv").write_text(table, "utf-8")
    assert exchange.import_file(boise, tmp_path / "a.csv").kept == 1
    response = {"format": "response/1", "questionnaire": f"customer-strategy@{older}", "respondent": "y",
                "role": "it", "answers": {"P1-Q2": "3"}}  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps({"format": "answers/1", "responses": [response]}), "utf-8")
    assert exchange.import_file(boise, tmp_path / "a.json").kept == 1
    assert {code: one.questionnaire for (code, _), one in responses(boise).items()} == {
        "x": f"customer-strategy@{older}", "y": f"customer-strategy@{older}",
    }  # fmt: skip
    assert services.check(boise).errors == 0
    for name in ("customer-strategy@9.0.0", "nobody@1.0.0", "customer-strategy@9"):
        (tmp_path / "b.csv").write_text(table.replace(f"customer-strategy@{older}", name), "utf-8")
        response["questionnaire"] = name
        (tmp_path / "b.json").write_text(
            json.dumps({"format": "answers/1", "responses": [response]}), "utf-8"
        )
        emptied(boise)
        for file in ("b.csv", "b.json"):
            with pytest.raises(InvalidAnswers):
                exchange.import_file(boise, tmp_path / file)
