"""A file of evidence is read once, however many answers name it and however they write its name."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from readiness.folder.engagement import read_engagement
from readiness.folder.evidence_files import LARGEST

LISTENER = """
import sys
opened = []
def listen(event, words):
    if event == "open" and isinstance(words[0], str) and words[0].endswith("minutes.txt"):
        opened.append(words[0])
sys.addaudithook(listen)
from readiness.cli.main import main
try:
    main(sys.argv[1:], standalone_mode=False)
except SystemExit:
    pass
finally:
    print("OPENED", len(opened), file=sys.stderr)
"""
NAMES = [f"{'./' * number}minutes.txt" for number in range(20)]
NAMES += [f"{'responses/../' * number}minutes.txt" for number in range(1, 21)]


def evidenced(boise, names, digest):
    """Let one person's answers rest on a file, a name of it each."""
    file = boise / "responses" / "it-1.yaml"
    head = file.read_text("utf-8").partition("answers:")[0]
    items = [f"P{pitfall}-Q{number}" for pitfall in (1, 2, 3, 4) for number in range(1, 11)]
    lines = [f'  {item}: {{value: 1, evidence: {{grade: document, ref: "{name}", digest: "{digest}"}}}}'
             for item, name in zip(items, names, strict=False)]  # fmt: skip
    file.write_text(head + "answers:\n" + "\n".join(lines) + "\n", "utf-8")


def changed(boise):
    return [one for one in read_engagement(boise).diagnostics if one.code == "evidence-changed"]


def test_a_file_under_forty_names_is_opened_once(boise):
    (boise / "minutes.txt").write_bytes(b"agreed")
    evidenced(boise, NAMES, f"sha256:{'0' * 64}")
    line = [sys.executable, "-c", LISTENER, "check", str(boise)]
    ran = subprocess.run(line, capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1] == "OPENED 1"
    assert ran.stdout.count("evidence-changed") == 40


def test_each_answer_is_told_under_the_name_that_it_gives(boise):
    (boise / "minutes.txt").write_bytes(b"agreed")
    evidenced(boise, NAMES, f"sha256:{'0' * 64}")
    assert [one.values["file"] for one in changed(boise)] == NAMES
    evidenced(boise, NAMES, f"sha256:{hashlib.sha256(b'agreed').hexdigest()}")
    assert changed(boise) == []


@pytest.mark.parametrize(
    "name", ["../outside.txt", "responses", "none.txt", "a" * 5000, "large.txt", "loop/x.txt"]
)
def test_what_is_no_file_of_the_folder_is_neither_read_nor_told(name, boise):
    (boise.parent / "outside.txt").write_bytes(b"not ours")
    (boise / "loop").symlink_to(boise / "loop")
    with (boise / "large.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    evidenced(boise, [name], f"sha256:{'0' * 64}")
    assert changed(boise) == []
