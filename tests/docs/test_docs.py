"""The documentation says what the code does.

Blocks in a document run in their order, each document in a working copy of its
own that holds ``examples/``:

- a block ``console`` is a session: the lines after ``$`` run, and what is shown
  must stand in the real output in that order; ``...`` is any lines left out;
- a block ``yaml FILE`` or ``html FILE`` is written into that file, a block ``diff FILE`` is an
  edit of it; a block ``yaml`` alone must be text that the product reads.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from readiness import services
from readiness.cli.main import main as cli
from readiness.folder import library
from readiness.folder import meaning as field_words
from readiness.folder.parse import parse
from readiness.folder.source import Limits, Source
from readiness.rollout.fields import ESTIMATE
from readiness.touchmap.analysis import PARTS
from readiness.touchmap.finding import CODES
from readiness.touchmap.hours import read_hours

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))
import formats  # noqa: E402
import generate  # noqa: E402
import view_fields  # noqa: E402

DOCUMENTS = [
    *sorted(path for path in (ROOT / "docs").rglob("*.md")),
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "examples" / "boise-office" / "README.md",
    ROOT / "templates" / "engagement" / "en" / "README.md",
]
BLOCK = re.compile(r"^( *)```(\w+)(?: (\S+))?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
RUNS = [path for path in DOCUMENTS if "```console" in path.read_text("utf-8")]
SLOW = ("exchange.md", "reuse-questionnaires.md", "map-as-a-team.md", "from-a-spreadsheet.md")
"""Documents whose sessions take most of a minute; make test-long runs them."""
OPEN = ("findings[].values.", "root.choices.")
SUBJECTS = ("strategy", "relationship", "decision", "order", "ownership", "root", "P2-M1", "P2-X1", "P1-Q3")
MAP_COMMANDS = {
    "analyse": [[], ["--only", "reach", "--shake", "1"]],
    "outages": [[], ["--cut-sets", "1"]],
    "diff": [[]],
    "whatif": [["--down", "phone", "--remove", "fax"]],
    "export": [["-o", "DESK/map.mmd"]],
}


def name(path):
    return str(path.relative_to(ROOT))


def blocks(path):
    for indent, language, file, text in BLOCK.findall(path.read_text("utf-8")):
        lines = [line.removeprefix(indent) for line in text.splitlines()]
        yield language, file, "\n".join(lines) + "\n"


def test_generated_parts_are_up_to_date():
    made = generate.pages()
    assert [file for file in made if (ROOT / file).read_text("utf-8") != made[file]] == [], "run: make docs"


@pytest.fixture
def desk(tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "desk" / "examples")
    program = tmp_path / "bin" / "readiness"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m readiness "$@"\n')
    program.chmod(0o755)
    return tmp_path / "desk"


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=pytest.mark.long if path.name in SLOW else ()) for path in RUNS],
    ids=name,
)
def test_blocks_run(path, desk):
    for language, file, text in blocks(path):
        if language == "console":
            run_session(text, desk)
        elif language == "diff":
            edit(desk / file, text)
        elif language in ("yaml", "html") and file:
            (desk / file).parent.mkdir(parents=True, exist_ok=True)
            (desk / file).write_text(text, "utf-8")


def run_session(text, desk):
    path = os.pathsep.join((str(desk.parent / "bin"), os.environ["PATH"]))
    env = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        ran = subprocess.run(
            ["/bin/sh", "-c", command], cwd=desk, env=env, check=False, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert "Traceback" not in ran.stdout
        real = "\n".join(line.rstrip() for line in ran.stdout.splitlines()) + "\n"
        at = 0
        for piece in re.split(r"^\.\.\.\n", shown.rstrip() + "\n", flags=re.MULTILINE):
            found = real.find(piece.lstrip("\n"), at)
            assert found >= 0, f"{command}\nshows no longer:\n{piece}\nbut:\n{real}"
            at = found + len(piece)


def edit(path, text):
    old = "\n".join(line[1:] for line in text.splitlines() if line[0] in " -")
    new = "\n".join(line[1:] for line in text.splitlines() if line[0] in " +")
    whole = path.read_text("utf-8")
    assert whole.count(old + "\n") == 1, old
    path.write_text(whole.replace(old, new), "utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_yaml_blocks_can_be_read(path):
    for language, _, text in blocks(path):
        if language == "yaml":
            assert parse(Source(name(path), text), Limits())[1] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_somewhere(path):
    for link in LINK.findall(re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)):
        file, _, anchor = link.partition("#")
        if ":" in file:
            continue
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def anchors(path):
    titles = HEADING.findall(path.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_command_is_in_the_readme():
    table = (ROOT / "README.md").read_text("utf-8")
    assert [command for command in cli.commands if f"| `readiness {command}" not in table] == []


def test_every_rule_has_its_heading():
    codes = {key.split(".")[1] for key in library.phrases().words if key.startswith("rules.")}
    text = (ROOT / "docs/reference/diagnostics.md").read_text("utf-8")
    assert {code for code in codes if f"\n### {code}\n" not in text} == set()


def test_every_indicator_has_its_heading():
    titles = set(HEADING.findall((ROOT / "docs/reference/indicators.md").read_text("utf-8")))
    known = {indicator.id for indicator in library.indicators()}
    known |= {item.id for questionnaire in library.questionnaires() for item in questionnaire.items}
    assert known - {title.split(" ")[0] for title in titles} == set()


def test_every_finding_of_the_map_has_its_heading():
    text = (ROOT / "docs/reference/map-findings.md").read_text("utf-8")
    assert [code for code in CODES if text.count(f"\n### {code}\n") != 1] == []
    assert not re.search(r"^- (?:When|Severity): .*[{}]", text, re.MULTILINE)


def test_every_analysis_of_the_map_has_its_heading():
    text = (ROOT / "docs/reference/map-analyses.md").read_text("utf-8")
    for part in PARTS:
        section = text.partition(f"\n## {part}\n")[2].partition("\n## ")[0]
        assert all(f"- **{about}**" in section for about in ("For", "How", "It does not say")), part


def test_opening_hours_in_the_formats_are_read():
    text = (ROOT / "docs/reference/formats.md").read_text("utf-8")
    section = text.partition("\n## Opening hours\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.+?) \| .+ \|$", section, re.MULTILINE)
    hours = [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]
    assert len(hours) >= 8
    assert all(read_hours(text) for text in hours)


def test_every_field_has_its_row():
    text = (ROOT / "docs/reference/formats.md").read_text("utf-8")
    for _, _, classes in formats.FORMATS:
        for one in classes:
            section = text.partition(f"\n### {one.__name__}\n")[2].partition("\n### ")[0]
            for field in fields(one):
                assert f"| `{field.name.rstrip('_')}` |" in section, f"{one.__name__}.{field.name}"


def test_every_threshold_has_its_row():
    text = (ROOT / "docs/reference/rules.md").read_text("utf-8").partition("<!-- thresholds -->")[2]
    for section in fields(library.rules()):
        if section.name != "format":
            part = text.partition(f"\n### {section.name}\n")[2].partition("\n### ")[0]
            for field in fields(getattr(library.rules(), section.name)):
                assert f"| `{field.name}` |" in part


def test_words_for_fields_are_all_used():
    known = {one.__name__: one for _, _, classes in formats.FORMATS for one in classes}
    known |= {type(value).__name__: type(value) for value in vars(library.rules()).values()}
    known |= {one.__name__: one for one in view_fields.view_classes()}
    words_by_owner = dict(field_words._words())
    # read by hand: its keys are those of its schema
    assert set(words_by_owner.pop("Estimate")) == set(ESTIMATE["anyOf"][1]["properties"])
    for owner, words in words_by_owner.items():
        if owner != "all":
            names = {field.name for field in fields(known[owner])}
            written = field_words._sentences(known[owner])
            assert set(words) <= names - set(written), owner


@pytest.mark.parametrize("command", ["check", "assess", "explain"])
def test_json_keys_are_explained(command, desk):
    folder = desk / "examples" / "boise-office"
    if command == "check":
        map_file = folder / "touchmap.yaml"
        map_file.write_text(
            map_file.read_text("utf-8").replace("owner: e-business", "owner: e-busines"), "utf-8"
        )
    if command == "assess":
        cover = folder / "engagement.yaml"
        cover.write_text(cover.read_text("utf-8").replace("2000-02-01", "2000-08-01"), "utf-8")
    asked = [[subject] for subject in SUBJECTS] if command == "explain" else [[]]
    explained(command, [[command, str(folder), *more] for more in asked])


@pytest.mark.parametrize("command", MAP_COMMANDS)
def test_json_keys_of_the_map_are_explained(command, desk):
    folder = desk / "examples" / "boise-office"
    asked = [[word.replace("DESK", str(desk)) for word in more] for more in MAP_COMMANDS[command]]
    explained(f"map {command}", [["map", command, str(folder), *more] for more in asked])


def test_json_keys_of_compared_options_are_explained(desk):
    folders = (desk / "examples" / name for name in ("boise-office", "shanghai-gm"))
    explained("rollout compare", [["rollout", "compare", str(one), "--trials", "300"] for one in folders])


def test_json_keys_of_better_phasings_are_explained(desk):
    folder = str(desk / "examples" / "shanghai-gm")
    explained("rollout optimise", [["rollout", "optimise", folder, "--tries", "20", "--trials", "200"]])


@pytest.mark.long
def test_json_keys_of_a_verified_report_are_explained(desk):
    """A report with a file changed in it tells of differences too."""
    report = services.report(desk / "examples" / "boise-office", desk / "attached.pdf", attach=True)
    writer = PdfWriter(clone_from=PdfReader(report))
    for file in writer.attachment_list:
        if file.name == "engagement.yaml":
            file.content = file.content.replace(b"CRM readiness of", b"Readiness of", 1)
    writer.write(report)
    explained("verify", [["verify", str(report)]])


def test_json_keys_of_the_summary_are_explained(desk):
    """The example keeps its promise; where all agreed to be named, camps are told too."""
    folder = desk / "examples" / "boise-office"
    named = Path(shutil.copytree(folder, desk / "named"))
    cover = named / "engagement.yaml"
    cover.write_text(re.sub(r"anonymity: \w+", "anonymity: named", cover.read_text("utf-8")), "utf-8")
    explained("responses summary", [["responses", "summary", str(one)] for one in (folder, named)])


def test_json_keys_of_what_is_exchanged_are_explained(desk):
    folder = desk / "examples" / "boise-office"
    mixed = desk / "mixed.csv"
    mixed.write_text("Respondent,Role,Question no.,Answer\nx,it,P2-Q1,3\nx,,P2-Q1,2\nx,,P2-Q3,2\n", "utf-8")
    answers, book, made = (str(desk / name) for name in ("answers.xlsx", "book.xlsx", "made.yaml"))
    explained("responses export", [["responses", "export", str(folder), "-o", answers]])
    explained("responses import", [
        ["responses", "import", str(folder), answers, "--replace"],
        ["responses", "import", str(folder), str(mixed), "--keep-good"],
    ])  # fmt: skip
    explained("questionnaire export", [["questionnaire", "export", "b2c", "-o", book]])
    explained("questionnaire import", [["questionnaire", "import", book, "--as", "workbook", "-o", made]])


def test_json_keys_of_rollouts_for_other_tools_are_explained(desk):
    folder = desk / "examples" / "boise-office"
    plan, bad = (str(desk / name) for name in ("plan.csv", "bad.csv"))
    Path(bad).write_text("Step,Days likely\nA,soon\n", "utf-8")
    explained("rollout export", [["rollout", "export", str(folder), "--as", "csv", "-o", plan]])
    explained("rollout import", [["rollout", "import", file, "-o", f"{file}.yaml"] for file in (plan, bad)])


@pytest.mark.long
def test_json_keys_of_contact_logs_are_explained(desk, monkeypatch):
    monkeypatch.setenv("READINESS_CONTACTS_SECRET", "a secret of sixteen or more")
    folder = desk / "examples" / "boise-office"
    log = desk / "examples" / "log.csv"
    draw = ["contacts", "simulate", str(folder), "--contacts", "2000", "-o", str(log)]
    subprocess.run([sys.executable, "-m", "readiness", *draw], cwd=ROOT, check=True)
    log.write_text(log.read_text("utf-8") + "x,2000-05-01,nowhere,contract-manager,,open\n" * 9, "utf-8")
    with (folder / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write("contacts: contacts.yaml\n")
    (folder / "contacts.yaml").write_text(
        "format: contacts/1\nid: log\nsources:\n- id: log\n  file: ../log.csv\n  columns: {customer: "
        "customer, time: time, touchpoint: touchpoint, buyer: buyer, outcome: outcome}\n"
        "resolved: [resolved]\n",
        "utf-8",
    )
    for command in ("import", "summary", "paths", "conform"):
        explained(f"contacts {command}", [["contacts", command, str(folder)]])
    explained("contacts conform --apply", [["contacts", "conform", str(folder), "--apply", "--dry-run"]])


def explained(title, commands):
    text = (ROOT / "docs/reference/json.md").read_text("utf-8")
    section = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    told = set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))
    stars = {key for key in told if key.endswith("*")}
    real = set()
    for command in commands:
        args = [sys.executable, "-m", "readiness", *command, "--format", "json"]
        ran = subprocess.run(args, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
        real |= set(keys(json.loads(ran.stdout)))
    open_ = (*OPEN, *(star.removesuffix("*") for star in stars))
    assert {key for key in real if not key.startswith(open_)} == {
        key for key in told - stars if not key.startswith(open_)
    }


def keys(value, prefix=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{prefix}.{key}" if prefix else key
            yield here
            yield from keys(inner, here)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner, f"{prefix}[]")
