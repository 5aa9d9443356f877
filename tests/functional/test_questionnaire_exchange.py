"""Questionnaires out and back by the command, and what it says of the rest."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import string
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from pyxform.xls2xform import convert

from readiness import LANGUAGES, services
from readiness.cli.main import main
from readiness.cli.questionnaire_exchange import export, import_
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.forms.finished import read_questionnaire
from readiness.folder.forms.yaml_text import scalar, yaml_text
from readiness.folder.parse import parse
from readiness.folder.questionnaires import known_questionnaires
from readiness.folder.schema import schema
from readiness.folder.source import Limits, Source
from readiness.questionnaires.library import digest, find, resolve
from readiness.resources import package_path
from readiness.services import forms
from readiness.services import questionnaire_exchange as exchange

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "folder" / "forms"))
from form_files import case

KNOWN = known_questionnaires()
NAMES = [one.id for one in KNOWN]


def run(command, *words):
    return CliRunner().invoke(command, [*map(str, words)])


@pytest.mark.parametrize("name", NAMES)
def test_json_holds_the_whole_questionnaire_and_is_read_back_equal(name, tmp_path):
    exported = exchange.export(name, tmp_path / "q.json")
    written = json.loads(exported.file.read_text("utf-8"))
    Draft202012Validator(schema("questionnaire")).validate(written)
    finished = read_questionnaire(exported.file.read_text("utf-8"), file="q.json")
    assert finished.problems == ()
    ours, items = find(name, KNOWN), resolve(find(name, KNOWN), KNOWN)
    again = finished.questionnaire
    assert [item.id for item in again.items] == [item.id for item in items]
    assert again.items == items
    assert replace(again, items=(), title=ours.title, intro=ours.intro) == replace(
        exchange.resolved(ours, ()), title=ours.title, intro=ours.intro
    )
    assert digest(again, [again]) == digest(ours, KNOWN)
    imported = exchange.import_json(exported.file, tmp_path / "q.yaml")
    assert read_questionnaire((tmp_path / "q.yaml").read_text("utf-8"), file="q.yaml").questionnaire == again
    assert imported.taken == len(items)


def test_the_json_says_what_stays_behind(tmp_path):
    lost = exchange.export("five-questions", tmp_path / "q.json").lost
    assert {(one.code, one.at, one.word) for one in lost} >= {("field", "P1-Q4", "pitfall")}
    derived = next(one for one in KNOWN if one.extends)
    lost = exchange.export(derived.id, tmp_path / "d.json").lost
    assert {one.at for one in lost if one.code == "reason"} == {change.item for change in derived.changes}
    assert ("rests", "", derived.extends) in {(one.code, one.at, one.word) for one in lost}
    locked = {item.id for item in resolve(derived, KNOWN) if item.lock}
    assert {one.at for one in lost if one.code == "lock"} == locked
    assert exchange.export("customer-strategy", tmp_path / "c.json").lost == ()


def test_json_that_extends_another_keeps_that_and_its_changes(tmp_path):
    raw = {
        "format": "questionnaire/1", "id": "mine", "version": "1.0.0", "title": "Mine",
        "extends": "customer-strategy@^1", "changes": [{"drop": "P1-Q11", "why": "Nobody asks."}],
    }  # fmt: skip
    (tmp_path / "m.json").write_text(json.dumps(raw), "utf-8")
    exchange.import_json(tmp_path / "m.json", tmp_path / "m.yaml")
    again = read_questionnaire((tmp_path / "m.yaml").read_text("utf-8"), file="m.yaml").questionnaire
    assert (again.extends, [one.drop for one in again.changes]) == ("customer-strategy@^1", ["P1-Q11"])


@pytest.mark.parametrize("name", ["clinic-kobo", "coop-odk", "shop-zh"])
def test_no_question_of_a_form_weighs_anything(name, tmp_path):
    exchange.import_form(case(name, tmp_path), tmp_path / "q.yaml", name="q")
    found = read_questionnaire((tmp_path / "q.yaml").read_text("utf-8"), file="q.yaml").questionnaire
    kinds = {item.kind: item.weight for item in found.items}
    assert {kind for kind, weight in kinds.items() if weight} <= {"text", "date", "rank"}
    assert found.pitfall is None or not found.pitfall


def test_a_form_goes_out_and_comes_in_by_the_command(tmp_path):
    done = run(export, "business-case", "--as", "xlsform", "--with", "comment", "-o", tmp_path / "f.xlsx")
    assert done.exit_code == 0, done.output
    assert "sources: OW-Q1" in done.stderr
    assert "show_if" not in done.stderr
    convert(str(tmp_path / "f.xlsx"))
    done = run(import_, tmp_path / "f.xlsx", "--as", "xlsform", "--id", "mine", "-o", tmp_path / "mine.yaml")
    assert done.exit_code == 0, done.output
    assert "20 questions written" in done.stdout
    folder = tmp_path / "case"
    services.new(folder, start="blank", language="en", as_of=_day())
    (folder / "questionnaires").mkdir(exist_ok=True)
    shutil.copy(tmp_path / "mine.yaml", folder / "questionnaires" / "mine.yaml")
    assert len(forms.choose("mine", forms.known_to(folder, "en"))[1]) == 20


def _day():
    from datetime import date

    return date(2026, 1, 15)


def test_a_foreign_form_says_row_by_row_what_it_leaves_out(tmp_path):
    file = case("clinic-kobo", tmp_path)
    done = run(import_, file, "--as", "xlsform", "--id", "clinic", "-o", tmp_path / "clinic.yaml")
    assert done.exit_code == 0, done.output
    assert "questions of a kind that there is not here (image): survey:27" in done.stderr
    assert "conditions that cannot be said here" in done.stderr
    assert (tmp_path / "clinic.yaml").read_text("utf-8").startswith("# Made from the form clinic-kobo.xlsx.")
    told = run(
        import_, file, "--as", "xlsform", "--id", "clinic", "-o", tmp_path / "b.yaml", "--format", "json"
    )
    values = json.loads(told.stdout)
    assert values["taken"] == 10
    assert {"code": "type", "at": "survey:27", "word": "image"} in values["not_carried_over"]


def test_touchpoints_of_a_map_can_be_picked_in_the_form(boise, tmp_path):
    from openpyxl import load_workbook

    with_touchpoint = [
        one.id for one in KNOWN if any(item.kind == "touchpoint" for item in resolve(one, KNOWN))
    ]
    if not with_touchpoint:
        text = 'format: questionnaire/1\nid: places\nversion: "1.0.0"\ntitle: Places\n'
        text += "items:\n  - {id: T, text: Where?, kind: touchpoint}\n"
        (boise / "questionnaires").mkdir(exist_ok=True)
        (boise / "questionnaires" / "places.yaml").write_text(text, "utf-8")
        with_touchpoint = ["places"]
    exported = exchange.export(with_touchpoint[0], tmp_path / "f.xlsx", form="xlsform", folder=boise)
    choices = [row[1].value for row in load_workbook(exported.file)["choices"].iter_rows(min_row=2)]
    assert "call-main-number" in choices
    convert(str(exported.file))


@pytest.mark.parametrize("suffix", ["po", "xlsx"])
def test_translations_go_out_and_come_back_by_the_command(suffix, tmp_path):
    name = "customer-strategy"
    file, folder = tmp_path / f"q.{suffix}", tmp_path / "mine"
    folder.mkdir()
    done = run(export, name, "-o", file, "--language", "zh-Hant")
    assert done.exit_code == 0, done.output
    done = run(import_, file, "--translation", "-o", folder)
    assert done.exit_code == 0, done.output
    made = parse(Source("x", (folder / f"{name}.zh-Hant.yaml").read_text("utf-8")), Limits())[0]
    ours = package_path("questionnaires", "library") / f"{name}.zh-Hant.yaml"
    bundled = parse(Source("x", ours.read_text("utf-8")), Limits())[0]
    assert made["texts"] == bundled["texts"]
    again = run(import_, file, "--translation", "-o", folder)
    assert again.exit_code == 1
    with pytest.raises(Refused, match="interchange-exists"):
        exchange.import_translation(file, folder)
    assert run(import_, file, "--translation", "-o", folder, "--replace").exit_code == 0
    assert (folder / f"{name}.zh-Hant.yaml.before").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("customer-strategy", "q.pdf", {}), "interchange-suffix"),
        (("customer-strategy", "q.po", {}), "interchange-language"),
        (("customer-strategy", "q.po", {"language": "en"}), "interchange-same-language"),
        (("customer-strategy", "q.po", {"form": "xlsform"}), "interchange-form"),
        (("customer-strategy", "nowhere/q.json", {}), "no-place"),
        (("nobody", "q.json", {}), "no-questionnaire"),
    ],
)
def test_what_cannot_be_written_is_refused(words, code, tmp_path):
    name, out, options = words
    with pytest.raises((Refused, NotFound)) as refused:
        exchange.export(name, tmp_path / out, **options)
    assert refused.value.code == code
    assert services.message(refused.value, "zh-Hans")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_read_is_refused_and_nothing_is_written(tmp_path):
    form, out = case("coop-odk", tmp_path), tmp_path / "x.yaml"
    with pytest.raises(Refused, match="interchange-id"):
        exchange.import_form(form, out, name="No Id")
    (tmp_path / "bad.json").write_text('{"format": "questionnaire/1", "id": 3, "items": [{}]}')
    with pytest.raises(services.Invalid):
        exchange.import_json(tmp_path / "bad.json", out)
    (tmp_path / "bomb.json").write_text("[" * 5000)
    with pytest.raises(services.Invalid):
        exchange.import_json(tmp_path / "bomb.json", out)
    os.truncate(tmp_path / "bomb.json", 3_000_000)
    with pytest.raises(Refused, match="workbook-too-large"):
        exchange.import_json(tmp_path / "bomb.json", out)
    assert not out.exists()
    out.write_text("mine")
    with pytest.raises(Refused, match="file-exists"):
        exchange.import_form(form, out, name="x")
    assert run(import_, form, "-o", tmp_path / "y.yaml").exit_code == 2
    assert run(import_, form, "--as", "xlsform", "-o", tmp_path / "y.yaml").exit_code == 2


def test_every_loss_has_its_words_in_every_language_and_no_words_are_left_over():
    code = "\n".join(path.read_text("utf-8") for path in package_path("folder", "forms").glob("*.py"))
    code += (package_path("services") / "questionnaire_exchange.py").read_text("utf-8")
    codes = set(re.findall(r'Loss\(\s*"([a-z-]+)"', code)) | {"repeat", "type"}
    for language in LANGUAGES:
        phrases = library.phrases(language)
        said = {
            key.removeprefix("interchange.lost.")
            for key in phrases.words
            if key.startswith("interchange.lost.")
        }
        assert said == codes
        assert all("W" in phrases.say(f"interchange.lost.{one}", word="W") for one in codes if "{word}" in
                   phrases.words[f"interchange.lost.{one}"])  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "No",
        "null",
        "3",
        "",
        " a",
        "a: b",
        "- x",
        "#",
        "“x”",
        "a\nb",
        "a\tb",
        "'",
        '"',
        "\\",
        "é",
        "{a}",
        "0x1",
    ],
)
def test_every_text_is_read_back_from_yaml_as_it_was(text):
    whole = {"a": text, "b": [text, text], "c": {text or "k": text}, "d": [{"x": text, "y": {"z": text}}]}
    long = " ".join([text.strip() or "w"] * 60)
    record, problems = parse(Source("x", yaml_text(whole | {"e": long}, apart="d")), Limits())
    assert problems == []
    assert record == whole | {"e": long}
    assert scalar(text)


def test_a_form_above_the_limits_of_the_import_is_written_all_the_same(boise, tmp_path):
    draw = random.Random(1)
    words = ("".join(draw.choices(string.ascii_letters, k=15_000)) for _ in range(240))
    items = "".join(f"  - {{id: Q{number}, kind: text, text: {one}}}\n" for number, one in enumerate(words))
    head = 'format: questionnaire/1\nid: huge\nversion: "1.0.0"\ntitle: Huge\nitems:\n'
    (boise / "questionnaires").mkdir(exist_ok=True)
    (boise / "questionnaires" / "huge.yaml").write_text(head + items, "utf-8")
    exported = exchange.export("huge", tmp_path / "f.xlsx", form="xlsform", folder=boise)
    assert {one.code for one in exported.lost} == {"unchecked"}
    assert exported.file.stat().st_size


def test_a_broken_form_is_refused_in_the_language_of_the_terminal(tmp_path):
    (tmp_path / "bad.json").write_text('{"format": "questionnaire/1"}')
    done = CliRunner().invoke(main, ["questionnaire", "list"], obj="zh-Hant")
    assert done.exit_code == 0
    with pytest.raises(services.Invalid) as invalid:
        exchange.import_json(tmp_path / "bad.json", tmp_path / "x.yaml", language="zh-Hant")
    assert invalid.value.checked.phrases.language == "zh-Hant"
    assert all(one.code == "missing-key" for one in invalid.value.checked.told)
