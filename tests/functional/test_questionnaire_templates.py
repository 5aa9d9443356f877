"""Templates from client to client, with the real commands: adapted, checked, compared, pinned, upgraded."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from readiness import services
from readiness.errors import ReadinessError
from readiness.folder import library
from readiness.folder.engagement import read_engagement
from readiness.services import templates, upgrade

RELEASED = Path(__file__).parents[1] / "cases" / "released.json"
OWN = """format: questionnaire/1
id: acme
version: "1.0.0"
title: Customer strategy of ACME
language: en
extends: customer-strategy@^1
conditions: {tool_first: "R0 in (system, product)"}
changes:
  - {set: P1-Q5, weight: 3, why: The board gives it priority}
  - {move: P1-Q10, before: P1-Q1, why: It is the easiest to answer}
  - {drop: P1-Q11, why: Not used in this country}
  - add:
      id: OUR-1
      text: The tool was chosen by the board.
      kind: yes-no
      reverse: true
      show_if: P1-Q2 >= 1 and not tool_first
    after: P1-Q3
    why: Asked for by the client
"""


@pytest.fixture
def acme(boise):
    """The example with a template of its own, as a consultant adapts one for a new client."""
    (boise / "questionnaires").mkdir(exist_ok=True)
    (boise / "questionnaires" / "acme.yaml").write_text(OWN)
    cover = boise / "engagement.yaml"
    cover.write_text(cover.read_text().replace("  - customer-strategy ", "  - acme "))
    return boise


def levels(found):
    return {change["item"]: change["level"] for change in found["changes"] if change["item"]}


def test_a_template_is_started_linted_and_compared(command, boise):
    started = command("questionnaire", "copy", "customer-strategy", "acme", "--folder", boise)
    assert started.returncode == 0, started.stderr
    file = boise / "questionnaires" / "acme.yaml"
    assert started.stdout.splitlines()[0] == str(file)
    assert command("questionnaire", "lint", file).returncode == 0
    written = file.read_text()
    example = "\n".join(line.removeprefix("# ") for line in written.splitlines() if line.startswith("# "))
    example = example[example.index("changes:") : example.index("Then:")]
    file.write_text(written.removesuffix("changes:\n") + example)
    linted = command("questionnaire", "lint", file, "--format", "json")
    assert json.loads(linted.stdout)["diagnostics"] == [], linted.stdout  # each example may be taken as it is
    again = command("questionnaire", "copy", "customer-strategy", "acme", "--folder", boise)
    assert again.returncode == 3
    file.write_text(OWN)
    found = json.loads(command("questionnaire", "diff", "customer-strategy", file, "--format", "json").stdout)
    assert levels(found) == {"P1-Q5": "major", "P1-Q11": "major", "OUR-1": "minor", "P1-Q10": "patch"}
    assert found["level"] == "major"
    shown = command("questionnaire", "diff", "customer-strategy", file).stdout
    assert re.search(r"major +P1-Q5 +weight changed", shown)


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_the_started_template_speaks_the_language(tmp_path, language):
    written = templates.copy("ownership", "own", out=tmp_path, language=language)
    record = yaml.safe_load(written[0].read_text("utf-8"))
    assert record == {
        "format": "questionnaire/1", "id": "own", "version": "1.0.0", "title": "Ownership (own)",
        "language": "en", "extends": "ownership@^1", "changes": None,
    }  # fmt: skip
    assert templates.lint(str(written[0]), language=language).checked.errors == 0


def test_a_whole_copy_asks_the_same_in_every_language(tmp_path):
    written = templates.copy("ownership", "own", out=tmp_path, whole=True)
    assert [path.name for path in written] == ["own.yaml", "own.zh-Hans.yaml", "own.zh-Hant.yaml"]
    _, values = templates.diff("ownership", str(tmp_path / "own.yaml"))
    assert (values["level"], values["changes"]) == ("none", [])
    found = templates.lint(str(tmp_path / "own.yaml"))
    assert {done == whole for done, whole in found.shares.values()} == {True}


def test_a_version_that_lies_is_refused(command, tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "acme.yaml").write_text(OWN)
    heavier = OWN.replace("1.0.0", "1.0.1").replace("weight: 3", "weight: 2")
    (new / "acme.yaml").write_text(heavier)
    told = command("questionnaire", "lint", new / "acme.yaml", "--against", old / "acme.yaml")
    assert told.returncode == 2
    assert "acme.yaml:3:10: error[version-lies]" in told.stderr
    assert "Raise the version to 2.0.0." in told.stderr
    (new / "acme.yaml").write_text(heavier.replace("1.0.1", "2.0.0"))
    assert command("questionnaire", "lint", new / "acme.yaml", "--against", old / "acme.yaml").returncode == 0
    (new / "acme-1.yaml").write_text(OWN)  # the older one may lie beside it
    (new / "acme.yaml").write_text(heavier)
    assert command("questionnaire", "lint", new / "acme.yaml").returncode == 2
    (new / "acme.yaml").write_text(heavier.replace("1.0.1", "1.0.0"))
    assert "error[same-version]" in command("questionnaire", "lint", new / "acme.yaml").stderr


def test_the_released_templates_never_change_under_their_version():
    """Every bundled template has the digest that it was released with; another one needs another version."""
    frozen = json.loads(RELEASED.read_text())
    every = library.questionnaires()
    now = {one.name: templates.digest(one, every) for one in every}
    assert {name: stamp for name, stamp in now.items() if name not in frozen} == {}
    assert {name: stamp for name, stamp in now.items() if frozen[name] != stamp} == {}


def test_an_adapted_template_takes_the_place_of_its_parent(acme):
    engagement = read_engagement(acme).engagement
    ids = {one.id for one in engagement.questionnaires}
    assert "acme" in ids
    assert "customer-strategy" not in ids
    assessed = services.assess(acme).assessment
    strategy = {sign.id: sign for sign in assessed.pitfalls["strategy"].signs}
    assert "P1-Q11" not in strategy
    assert strategy["P1-Q5"].weight == 3
    # three of the four executives answered R0 with `system` or `product`: to them it was never shown
    assert strategy["OUR-1"].state in ("missing", "not-applicable")


def test_hidden_answers_never_score(acme):
    before = services.assess(acme).assessment
    for code in ("executive-1", "executive-2"):
        file = next((acme / "responses").glob(f"{code}*.yaml"))
        text = re.sub(r"^  R0:.*$", "  R0: product", file.read_text(), flags=re.MULTILINE)
        assert "R0: product" in text
        file.write_text(text.rstrip("\n") + "\n  OUR-1: yes\n")
    codes = [one.code for one in services.check(acme).told]
    assert codes.count("hidden-answer") == 2
    after = services.assess(acme).assessment
    for name in before.pitfalls:
        one, two = before.pitfalls[name].judgement.sums, after.pitfalls[name].judgement.sums
        assert (one.load, one.known) == (two.load, two.known)


def test_a_pinned_engagement_never_changes(acme, tmp_path, monkeypatch):
    written = templates.vendor(acme)
    names = {path.name for path in written}
    assert {"customer-strategy.yaml", "customer-strategy.zh-Hant.yaml", "technology-fit.yaml"} <= names
    assert "acme.yaml" not in names
    mine = acme / "questionnaires" / "acme.yaml"
    assert mine.read_text() == OWN  # one's own file stays as it is, and may be changed
    assert not list(mine.parent.glob("acme.yaml.*"))
    assert templates.vendor(acme) == []
    checked = services.check(acme)
    assert [one.code for one in checked.told if one.code == "pin-broken"] == []
    before = services.assess(acme).to_json()
    # a later library, in which every question of the parent is another one
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    later = (acme / "questionnaires" / "customer-strategy.yaml").read_text().split("pinned:")[0]
    (shelf / "customer-strategy.yaml").write_text(
        re.sub(r'version: "1\.\d\.\d"', 'version: "1.9.0"', later).replace("weight: 3", "weight: 1")
    )
    monkeypatch.setenv("READINESS_LIBRARY", str(shelf))
    assert services.assess(acme).to_json() == before
    monkeypatch.delenv("READINESS_LIBRARY")
    mine.write_text(OWN.replace("weight: 3", "weight: 2"))
    assert "pin-broken" not in [one.code for one in services.check(acme).told]
    assert templates.vendor(acme) == []
    pinned = acme / "questionnaires" / "technology-fit.yaml"
    pinned.write_text(pinned.read_text().replace("weight: 3", "weight: 1"))
    assert "pin-broken" in [one.code for one in services.check(acme).told]
    again = templates.vendor(acme)  # pinned anew, the older one kept beside
    assert pinned in again
    assert mine not in again
    assert pinned.read_text().count("pinned:") == 1
    assert "pin-broken" not in [one.code for one in services.check(acme).told]


def test_a_library_of_ones_own(tmp_path, command, monkeypatch, boise):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "acme.yaml").write_text(OWN)
    (shelf / "acme.zh-Hant.yaml").write_text(
        'format: translation/1\nof: acme\nlanguage: zh-Hant\ntexts: {OUR-1.text: "工具由董事會選定。"}\n'
    )
    monkeypatch.setenv("READINESS_LIBRARY", str(shelf))
    assert (
        command("questionnaire", "show", "acme", "--language", "zh-Hant").stdout.count("工具由董事會選定。")
        == 1
    )
    cover = boise / "engagement.yaml"
    cover.write_text(cover.read_text().replace("  - customer-strategy ", "  - acme "))
    assert command("check", boise).returncode == 0
    written = templates.vendor(boise)
    assert {"acme.yaml", "acme.zh-Hant.yaml", "customer-strategy.yaml"} <= {path.name for path in written}
    before = services.assess(boise).to_json()
    monkeypatch.delenv("READINESS_LIBRARY")
    assert services.assess(boise).to_json() == before
    monkeypatch.setenv("READINESS_LIBRARY", str(shelf))
    (shelf / "acme.yaml").write_text(OWN.replace("extends: customer-strategy@^1", "extends: nothing"))
    broken = command("check", boise)
    assert broken.returncode == 3
    assert "acme.yaml, line 6" in broken.stderr
    monkeypatch.setenv("READINESS_LIBRARY", str(tmp_path / "nowhere"))
    assert command("questionnaire", "list").returncode == 3


def next_year(acme, tmp_path):
    """A folder for the next year, with a newer template and no answers yet."""
    later = tmp_path / "next-year"
    shutil.copytree(acme, later)
    for file in (later / "responses").iterdir():
        file.unlink()
    changes = """changes:
  - {set: P1-Q2, text: In other words., why: W}
  - {drop: P1-Q7, why: W}
  - {drop: P1-Q9, why: W}
  - {add: {id: P1-Q99, text: Same}, why: W}
  - {set: P1-Q4, kind: yes-no, why: W}
"""
    newer = OWN.replace("1.0.0", "2.0.0").replace("changes:\n", changes)
    newer = newer.replace("conditions:", "renamed: {OUR-2: OUR-1, P1-Q9: P1-Q99}\nconditions:")
    (later / "questionnaires" / "acme.yaml").write_text(newer)
    return later


def test_last_years_answers_still_count(command, acme, tmp_path):
    later = next_year(acme, tmp_path)
    files = sorted((acme / "responses").iterdir())
    stamps = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    dry = command("questionnaire", "upgrade", acme, later)
    assert dry.returncode == 0, dry.stderr
    assert list((later / "responses").iterdir()) == []
    found = json.loads(command("questionnaire", "upgrade", acme, later, "--write", "--format", "json").stdout)
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == stamps
    fates = {row["item"]: row["fate"] for row in found["items"] if row["why"] != "unsure"}
    assert fates["P1-Q7"] == fates["P1-Q11"] == "gone"
    assert fates["P1-Q9"] == "converted"
    assert fates["P1-Q4"] == "ask-again"
    assert fates["P1-Q2"] == "reworded"
    assert fates["P3-Q2"] == "kept"
    old = read_engagement(acme).engagement.responses
    number = sum(answer.risk is None for one in old for answer in one.answers.values())
    assert sum(found["answers"].values()) == number  # every answer has met its fate
    new = read_engagement(later).engagement
    kept = sum(len(one.answers) for one in new.responses)
    assert kept == sum(found["answers"][fate] for fate in ("kept", "reworded", "converted"))
    assert [one.code for one in services.check(later).told if one.severity == "error"] == []
    assert {one.questionnaire.partition("@")[2] for one in new.responses if "acme" in one.questionnaire} <= {
        "2.0.0"
    }
    assert command("assess", later).returncode == 0
    assert {one.carried_from for one in new.responses} == {"boise-office"}
    assert [one.code for one in services.check(later).told].count("answers-carried") == len(new.responses)
    assert command("questionnaire", "upgrade", later, acme).returncode == 3  # not backwards
    again = command("questionnaire", "upgrade", acme, later, "--write")
    assert again.returncode == 3  # what is there is not written over
    assert command("questionnaire", "upgrade", acme, acme).returncode == 3


def test_answers_to_an_older_major_version_are_refused_with_the_way_out(acme, tmp_path):
    later = next_year(acme, tmp_path)
    shutil.copytree(acme / "responses", later / "responses", dirs_exist_ok=True)
    file = later / "responses" / "it-1.yaml"
    file.write_text(re.sub("questionnaire: .*", "questionnaire: acme@1.0.0", file.read_text()))
    told = [one for one in services.check(later).told if one.code == "response-other-major"]
    assert [(one.span.file, "questionnaire upgrade" in one.hint) for one in told] == [
        ("responses/it-1.yaml", True)
    ]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda path: templates.lint(str(path / "none.yaml")), "no-such-file"),
        (lambda _path: templates.lint("nothing-like-it"), "no-questionnaire"),
        (lambda path: templates.copy("ownership", "Not An Id", out=path), "template-id"),
        (lambda path: templates.copy("ownership", "five-questions", out=path), "template-taken"),
        (lambda path: upgrade.upgrade(path, path), "same-folder"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, call, code):
    with pytest.raises(ReadinessError) as caught:
        call(tmp_path)
    assert caught.value.code == code
    for language in ("en", "zh-Hant", "zh-Hans"):
        assert services.message(caught.value, language)


def test_a_file_that_is_no_questionnaire(tmp_path):
    (tmp_path / "map.yaml").write_text("format: touchmap/1\nid: m\n")
    with pytest.raises(services.Invalid):
        templates.lint(str(tmp_path / "map.yaml"))
