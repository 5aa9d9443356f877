from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECK_KEYS = {
    "code", "severity", "file", "line", "column", "end_line", "end_column", "message", "hint", "related",
}  # fmt: skip
PITFALL_KEYS = {
    "id", "verdict", "proof", "risk", "coverage", "low", "high", "severity", "confidence", "contested",
    "one_sided", "reasons", "actions",
}  # fmt: skip


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_version_and_help(command):
    assert command("--version").stdout.startswith("readiness, version ")
    shown = command("--help").stdout
    names = re.findall(r"^  ([a-z]+)  ", shown, re.MULTILINE)
    assert names == [
        "new", "check", "assess", "explain", "report", "verify", "theme", "doctor", "completion", "schema",
        "map", "questionnaire", "responses", "rollout", "contacts", "serve", "workshop",
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["blank", "boise-office"])
def test_a_new_folder_checks_clean_and_is_assessed(command, tmp_path, start):
    folder = tmp_path / "case"
    made = command("new", folder, "--from", start, "--as-of", "2026-01-15")
    assert made.returncode == 0, made.stderr
    assert (folder / "engagement.yaml").exists()
    checked = command("check", folder)
    assert checked.returncode == 0, checked.stdout
    assert "0 errors, 0 warnings" in checked.stdout
    assert command("assess", folder).returncode == 0


def test_a_blank_folder_takes_date_and_language(command, tmp_path):
    command("new", tmp_path / "case", "--as-of", "2026-01-15")
    text = (tmp_path / "case" / "engagement.yaml").read_text(encoding="utf-8")
    assert "as_of: 2026-01-15" in text


def test_new_never_touches_a_folder_with_files(command, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    made = command("new", tmp_path)
    assert made.returncode == 3
    assert "not empty" in made.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_check_shows_place_frame_and_mending(command, boise):
    replace(boise / "touchmap.yaml", "    owner: order-desk", "    owner: order-desc")
    checked = command("check", boise)
    assert checked.returncode == 2
    line = next(
        number
        for number, text in enumerate((boise / "touchmap.yaml").read_text().splitlines(), start=1)
        if text == "    owner: order-desc"
    )
    assert f"touchmap.yaml:{line}:12: error[dangling]: order-desc is not defined among the departments." in (
        checked.stdout
    )
    assert "^^^^^^^^^^" in checked.stdout
    assert "the nearest name is defined here" in checked.stdout
    assert "Did you mean order-desk?" in checked.stdout
    assert "Traceback" not in checked.stderr


def test_check_json_has_the_keys_that_stay(command, boise):
    replace(boise / "touchmap.yaml", "    owner: order-desk", "    owner: order-desc")
    found = json.loads(command("check", boise, "--format", "json").stdout)["diagnostics"]
    assert all(set(entry) == CHECK_KEYS for entry in found)
    errors = [entry for entry in found if entry["severity"] == "error" and entry["file"] == "touchmap.yaml"]
    assert [error["code"] for error in errors] == ["dangling"]
    assert {place["message"] for place in errors[0]["related"]} == {"the nearest name is defined here"}


def test_assess_refuses_a_folder_with_errors_and_shows_them(command, boise):
    replace(boise / "engagement.yaml", "status: choosing", "status: chosing")
    assessed = command("assess", boise)
    assert assessed.returncode == 2
    assert "Did you mean choosing?" in assessed.stderr
    assert assessed.stdout == ""


def test_assess_json_has_the_keys_that_stay(command, boise):
    assessed = json.loads(command("assess", boise, "--format", "json").stdout)
    assert {"pitfalls", "findings", "order", "ownership", "decision"} <= set(assessed)
    assert [p["id"] for p in assessed["pitfalls"]] == [
        "strategy",
        "organization",
        "technology",
        "relationship",
    ]
    for pitfall in assessed["pitfalls"]:
        assert set(pitfall) >= PITFALL_KEYS
        for reason in pitfall["reasons"]:
            assert {"indicator", "contribution", "answers", "elements"} <= set(reason)
    for finding in assessed["findings"]:
        assert set(finding) >= {"code", "name", "severity", "subject", "message", "spans"}
    assert set(assessed["decision"]) >= {"advice", "because", "would_change"}


def test_findings_say_the_line_they_speak_of(command, boise):
    assessed = json.loads(command("assess", boise, "--format", "json").stdout)
    lines = (boise / "touchmap.yaml").read_text(encoding="utf-8").splitlines()
    owner_gap = next(f for f in assessed["findings"] if f["code"] == "P2-M1")
    for element, span in zip(owner_gap["elements"], owner_gap["spans"], strict=True):
        file, line, _ = span.split(":")
        assert file == "touchmap.yaml"
        assert f"id: {element.removeprefix('touchpoints:')}" in lines[int(line) - 1]


@pytest.mark.parametrize(("level", "code"), [("minor", 1), ("serious", 1), ("critical", 1)])
def test_fail_on_ends_with_one(command, boise, level, code):
    assert command("assess", boise, "--fail-on", level).returncode == code


def test_fail_on_is_silent_below_its_level(command, tmp_path):
    command("new", tmp_path / "case", "--as-of", "2026-01-15")
    assert command("assess", tmp_path / "case", "--fail-on", "critical").returncode == 0


@pytest.mark.parametrize("subject", ["strategy", "P2-M2", "p1-q1", "decision", "order", "ownership", "P2-X1"])
def test_explain_prints_the_receipt(command, boise, subject):
    explained = command("explain", boise, subject)
    assert explained.returncode == 0, explained.stderr
    assert len(explained.stdout.splitlines()) >= 2
    assert json.loads(command("explain", boise, subject, "--format", "json").stdout)["subject"].lower() == (
        subject.lower()
    )


def test_the_receipt_adds_up(command, boise):
    values = json.loads(command("explain", boise, "technology", "--format", "json").stdout)
    counted = [s for s in values["signs"] if s["state"] != "not-applicable"]
    known = [s for s in counted if s["state"] in ("known", "dont-know")]
    kept = [s for s in known if not s["shown"]]  # of too few people: only their sum is told
    assert values["weight"] == pytest.approx(sum(s["weight"] for s in counted))
    assert values["known"] == pytest.approx(sum(s["weight"] for s in known))
    rest = values["load"] - sum(s["weight"] * s["risk"] for s in known if s["shown"])
    assert len(kept) >= 2
    assert 0 < rest < sum(s["weight"] for s in kept)


def test_explain_suggests_a_near_subject(command, boise):
    explained = command("explain", boise, "stratgy")
    assert explained.returncode == 3
    assert "Did you mean strategy?" in explained.stderr


def test_a_missing_folder_is_one_line(command, tmp_path):
    for name in ("check", "assess"):
        ran = command(name, tmp_path / "nowhere")
        assert ran.returncode == 3
        assert ran.stderr.count("\n") == 1
        assert "readiness new" in ran.stderr


def test_a_folder_without_an_engagement_says_what_is_missing(command, tmp_path):
    ran = command("check", tmp_path)
    assert ran.returncode == 2
    assert "error[file-missing]: The file engagement.yaml does not exist." in ran.stdout


def test_reports_refuse_other_suffixes_and_unwritable_places(command, boise, tmp_path):
    refused = command("report", boise, "-o", tmp_path / "report.xls")
    assert refused.returncode == 3
    assert ".pdf, .html, .docx, .xlsx, .md, .json" in refused.stderr
    (tmp_path / "taken").write_text("a file")
    refused = command("report", boise, "-o", tmp_path / "taken" / "report.html")
    assert refused.returncode == 3
    assert "cannot be written" in refused.stderr


def test_light_commands_import_nothing_heavy():
    script = (
        "import sys; from readiness.cli.main import main; main({words}, standalone_mode=False); "
        "print([m for m in ('weasyprint', 'plotly', 'flask', 'jinja2') if m in sys.modules], file=sys.stderr)"
    )
    example = Path(__file__).parents[2] / "examples" / "boise-office"
    for words in (["--version"], ["check", str(example)]):
        ran = subprocess.run(
            [sys.executable, "-c", script.format(words=words)], capture_output=True, text=True, check=True
        )
        assert ran.stderr.strip() in ("[]", ""), ran.stderr


def test_output_is_the_same_under_any_locale_and_hash_seed(boise):
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "readiness", "assess", str(boise)],
            capture_output=True,
            check=True,
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "LC_ALL": locale,
                "TZ": zone,
                "PYTHONIOENCODING": "utf-8",
            },
        ).stdout
        for seed, locale, zone in (("1", "C", "UTC"), ("2", "C.UTF-8", "Asia/Shanghai"))
    }
    assert len(outputs) == 1


def test_assess_of_a_folder_with_errors_is_json_too(command, boise):
    replace(boise / "engagement.yaml", "status: choosing", "status: chosing")
    assessed = command("assess", boise, "--format", "json")
    assert assessed.returncode == 2
    assert {entry["code"] for entry in json.loads(assessed.stdout)["diagnostics"]} >= {"choice"}


def test_errors_come_before_notes(command, boise):
    replace(boise / "touchmap.yaml", "    owner: order-desk", "    owner: order-desc")
    severities = [
        entry["severity"]
        for entry in json.loads(command("check", boise, "--format", "json").stdout)["diagnostics"]
    ]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert len(set(severities)) == 2


@pytest.mark.parametrize("subject", ["P3-Q7", "R0", "P1-Q6", "P1-Q1"])
def test_explain_shows_no_single_person(command, boise, subject):
    """Two executives answered: neither their choices nor their figures stand alone."""
    shown = command("explain", boise, subject).stdout
    assert "executives:" not in shown
    if subject in ("R0", "P1-Q6"):
        assert ": system" not in shown
        assert ": 25000000" not in shown
    levels = [
        line
        for line in shown.splitlines()
        if re.match(r"   (business|IT|front line|.* departments): \d", line)
    ]
    assert len(levels) == len({line.split(":")[0] for line in levels})


def small_case(folder: Path, answers: dict[str, str], *, people: int = 1) -> Path:
    (folder / "responses").mkdir(parents=True)
    (folder / "engagement.yaml").write_text(
        "format: engagement/1\nid: small\ntitle: Small\nas_of: 2026-01-15\nprogramme: {status: live}\n"
    )
    for role, lines in answers.items():
        for number in range(people):
            (folder / "responses" / f"{role}-{number}.yaml").write_text(
                "format: response/1\nquestionnaire: customer-strategy\n"
                f"respondent: {role}-{number}\nrole: {role}\nanswers:\n{lines}"
            )
    return folder


def test_sides_of_one_person_are_not_set_beside_each_other(command, tmp_path):
    answers = {"it": "  P1-Q2: 3\n", "business": "  P1-Q2: 0\n"}
    for people, shown in ((1, 0), (3, 1)):
        folder = small_case(tmp_path / str(people), answers, people=people)
        command("report", folder, "-o", tmp_path / f"{people}.json")
        view = json.loads((tmp_path / f"{people}.json").read_text(encoding="utf-8"))["view"]
        assert len(view["sides"]["gaps"]) == shown
        assert any("fewer than 3 people" in note for note in view["sides"]["notes"]) == (not shown)


def test_sources_comments_and_reasons_set_aside_are_printed(command, tmp_path):
    lines = (
        "  P1-Q1: {value: 0, comment: Only slides, evidence: {grade: document, "
        "source: Board minutes, ref: m.pdf}}\n"
        "  P1-Q3: {not_applicable: A regulated monopoly}\n"
    )
    folder = small_case(tmp_path / "case", {"executive": lines, "business": lines}, people=3)
    shown = command("report", folder, "-o", tmp_path / "report.html")
    assert shown.returncode == 0, shown.stderr
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    for words in ("Board minutes, m.pdf", "Only slides", "set aside: A regulated monopoly"):
        assert words in html, words


def test_a_gate_alone_flags_and_tells_what_to_do(command, tmp_path):
    lines = "  P2-Q2: {gate: 'yes', evidence: {grade: document, ref: bonus.pdf}}\n"
    folder = small_case(tmp_path / "case", {"front-line": lines})
    with (folder / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write("\nanonymity: named\n")  # else how severe it is would be one person's answer
    assessed = json.loads(command("assess", folder, "--format", "json").stdout)
    pitfall = assessed["pitfalls"][1]
    assert (pitfall["verdict"], pitfall["proof"], pitfall["severity"]) == ("flag", "proved", "critical")
    assert pitfall["reasons"]
    assert pitfall["actions"]
    assert assessed["decision"]["advice"] == "hold"
