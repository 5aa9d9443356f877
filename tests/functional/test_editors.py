from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

FORMATS = [
    "engagement",
    "touchmap",
    "overlay",
    "questionnaire",
    "response",
    "rollout",
    "contacts",
    "workshop",
    "theme",
    "translation",
    "answers",
    "mapping",
]
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
SARIF = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))
LANGUAGES = ["en", "zh-Hant", "zh-Hans"]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def wrong(boise: Path, owner: str = "order-desc") -> Path:
    replace(boise / "touchmap.yaml", "    owner: order-desk", f"    owner: {owner}")
    return boise


def sarif(command, folder, *words, cwd=None):
    told = command("check", folder, "--format", "sarif", *words, cwd=cwd)
    log = json.loads(told.stdout)
    assert [error.message for error in Draft4Validator(SARIF).iter_errors(log)] == []
    return told, log["runs"][0]


@pytest.mark.parametrize("name", ["touchmap", "touchmap/1"])
def test_schema_prints_a_schema(command, name):
    printed = command("schema", name)
    assert printed.returncode == 0
    assert json.loads(printed.stdout)["title"] == "touchmap/1"


def test_schema_lists_the_formats(command):
    assert command("schema", "--list").stdout.split() == FORMATS


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("touchmapp", "Did you mean touchmap?"),
        ("touchmap/2", "Did you mean touchmap?"),
        ("zzz", "Possible: eng"),
    ],
)
def test_an_unknown_format_is_refused(command, word, told):
    printed = command("schema", word)
    assert printed.returncode == 3
    assert told in printed.stderr


def test_schema_wants_a_format(command):
    assert command("schema").returncode == 2


@pytest.mark.parametrize("words", [["--from", "boise-office"], ["--from", "shanghai-gm"],
                                   *(["--language", language] for language in LANGUAGES)])  # fmt: skip
def test_every_file_of_a_new_folder_names_its_schema(command, tmp_path, words):
    folder = tmp_path / "case"
    made = command("new", folder, *words, "--as-of", "2026-01-15")
    assert made.returncode == 0, made.stderr
    assert {path.stem for path in (folder / ".schemas").iterdir()} == set(FORMATS)
    files = sorted(folder.rglob("*.yaml"))
    assert len(files) > 3
    for path in files:
        text = path.read_text("utf-8")
        form = re.search(r"^format: ([a-z]+)/1\s*$", text, re.MULTILINE)[1]
        if form in FORMATS:
            named = path.parent / MODELINE.match(text)[1]
            assert json.loads(named.read_text("utf-8"))["title"] == f"{form}/1"
        else:
            assert not MODELINE.match(text)


def test_schemas_do_not_disturb_a_check(command, tmp_path):
    command("new", tmp_path / "case", "--as-of", "2026-01-15")
    before = command("check", tmp_path / "case").stdout
    (tmp_path / "case" / ".schemas" / "touchmap.json").write_text("{")
    (tmp_path / "case" / ".schemas" / "odd.yaml").write_text("format: touchmap/9")
    assert command("check", tmp_path / "case").stdout == before
    assert "0 errors, 0 warnings" in before


def test_sarif_says_what_is_wrong_and_where(command, boise):
    told, run = sarif(command, wrong(boise).name, cwd=boise.parent)
    plain = json.loads(command("check", boise, "--format", "json").stdout)["diagnostics"]
    assert told.returncode == 2
    assert run["columnKind"] == "unicodeCodePoints"
    assert len(run["results"]) == len(plain)
    rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
    for result, one in zip(run["results"], plain, strict=True):
        assert result["ruleId"] == one["code"] == rules[result["ruleIndex"]]["id"]
        assert result["level"] == one["severity"]
        places = zip([result, *result.get("relatedLocations", ())], [one, *one["related"]], strict=True)
        for place, other in places:
            physical = (place["locations"][0] if place is result else place)["physicalLocation"]
            artifact, region = physical["artifactLocation"], physical["region"]
            assert artifact["uri"] == f"boise-office/{other['file']}"
            assert artifacts[artifact["index"]]["location"]["uri"] == artifact["uri"]
            assert [region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]] == [
                other["line"], other["column"], other["end_line"], other["end_column"],
            ]  # fmt: skip
    dangling = next(result for result in run["results"] if result["ruleId"] == "dangling")
    assert dangling["message"]["text"].startswith("order-desc is not defined among the departments.\n")
    assert dangling["relatedLocations"][0]["message"]["text"] == "the nearest name is defined here"


def test_rules_are_described_without_the_values_of_one_place(command, boise):
    _, run = sarif(command, wrong(boise))
    rule = next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "dangling")
    assert rule["shortDescription"]["text"] == "… is not defined among the …."
    assert rule["defaultConfiguration"]["level"] == "error"
    assert rule["help"]["text"]


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_no_absolute_path_and_no_time_is_told(command, boise, form):
    told = command("check", boise, "--format", form, cwd=boise)
    assert str(boise.parent) not in told.stdout
    assert told.stdout == command("check", ".", "--format", form, cwd=boise).stdout
    assert not re.search(r"\d{2}:\d{2}:\d{2}|Utc", told.stdout)


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_a_check_of_a_clean_folder_ends_with_zero(command, tmp_path, form):
    command("new", tmp_path / "case", "--as-of", "2026-01-15")
    told = command("check", tmp_path / "case", "--format", form)
    assert told.returncode == 0
    assert '"error"' not in told.stdout
    assert "::error" not in told.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_speaks_the_language_asked_for(command, boise, language):
    _, run = sarif(command, wrong(boise), "--language", language)
    assert run["language"] == language
    texts = "".join(result["message"]["text"] for result in run["results"])
    assert bool(re.search("[\u4e00-\u9fff]", texts)) == (language != "en")


def test_uris_are_escaped_and_words_make_no_links(command, boise):
    name = "my answers 客#1.yaml"
    text = (boise / "responses" / "it-1.yaml").read_text("utf-8")
    text = text.replace("respondent: it-1", "respondent: it-9").replace(
        "role: it", 'role: "[here](https://example.com) {0}"'
    )
    (boise / "responses" / name).write_text(text, "utf-8")
    _, run = sarif(command, ".", cwd=boise)
    result = next(result for result in run["results"] if result["ruleId"] == "choice")
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "responses/my%20answers%20%E5%AE%A2%231.yaml"
    assert r"\[here](https://example.com) {{0}}" in result["message"]["text"]


def test_github_annotations_land_on_the_lines(command, boise):
    wrong(boise)
    told = command("check", "boise-office", "--format", "github", cwd=boise.parent)
    assert told.returncode == 2
    lines = (boise / "touchmap.yaml").read_text("utf-8").splitlines()
    at = lines.index("    owner: order-desc") + 1
    assert (
        f"::error file=boise-office/touchmap.yaml,line={at},endLine={at},col=12,endColumn=22,"
        "title=readiness dangling::order-desc is not defined among the departments. Did you mean order-desk?"
    ) in told.stdout
    kinds = {line.split(" ")[0] for line in told.stdout.splitlines()}
    assert kinds <= {"::error", "::warning", "::notice"}


def test_github_annotations_escape_what_would_end_them(command, boise):
    wrong(boise, '"100%, x::y\\n::set-output name=a::b"')
    replace(boise / "engagement.yaml", "touchmap: touchmap.yaml", 'touchmap: "a,b%.yaml"')
    (boise / "touchmap.yaml").rename(boise / "a,b%.yaml")
    told = command("check", ".", "--format", "github", cwd=boise)
    assert all(line.startswith(("::error file", "::warning file", "::notice file"))
               for line in told.stdout.splitlines())  # fmt: skip
    error = next(
        line for line in told.stdout.splitlines() if line.startswith("::error file=a%2Cb%25.yaml,line=")
    )
    assert "::100%25, x::y" in error


def test_text_and_json_stay_as_they_were(command, boise):
    assert "0 errors" in command("check", boise, "--format", "text").stdout
    assert set(json.loads(command("check", boise, "--format", "json").stdout)) == {"diagnostics"}
    assert command("check", boise, "--format", "xml").returncode == 2
