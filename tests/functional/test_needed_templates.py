"""Commands read only the bundled templates that an engagement needs, and say the same as with all."""

from __future__ import annotations

import subprocess
import sys

import pytest

from readiness.folder import library
from readiness.folder.engagement import read_engagement
from readiness.folder.questionnaires import Written, known_questionnaires, needed_questionnaires

EVERY = {one.id: one for one in library.questionnaires()}
NOTHING = Written((), ())
LISTENER = """
import sys
seen = set()
def listen(event, words):
    if event == "open" and isinstance(words[0], str) and "/questionnaires/library/" in words[0]:
        seen.add(words[0].rpartition("/")[2].partition(".")[0])
sys.addaudithook(listen)
from readiness.cli.main import main
try:
    main(sys.argv[1:], standalone_mode=False)
finally:
    print("READ", *sorted(seen), file=sys.stderr)
"""


def read_by(*words):
    """Return the templates whose files a command opens, as Python's own audit tells."""
    ran = subprocess.run(
        [sys.executable, "-c", LISTENER, *map(str, words)], capture_output=True, text=True, check=False
    )
    lines = [line for line in ran.stderr.splitlines() if line.startswith("READ")]
    assert lines, ran.stderr
    return set(lines[-1].split()[1:])


def naming(boise, name):
    file = boise / "engagement.yaml"
    text = file.read_text("utf-8")
    assert "\n  - customer-strategy " in text
    file.write_text(
        text.replace("\n  - customer-strategy ", f"\n  - {name}\n  - customer-strategy "), "utf-8"
    )


def test_the_names_of_the_files_are_the_ids():
    assert list(library.questionnaire_ids()) == [*EVERY]


@pytest.mark.parametrize("name", sorted(EVERY))
def test_a_template_read_with_what_it_needs_is_the_same_as_among_all(name):
    found = library.with_all_they_need(frozenset({name}))
    assert all(one == EVERY[one.id] for one in found)
    assert {name, *library.references(EVERY[name])} <= {one.id for one in found}


@pytest.mark.parametrize("command", ["check", "assess"])
def test_commands_open_the_foundation_only(command, boise):
    assert read_by(command, boise) == set(library.FOUNDATION)


def test_a_template_that_is_named_comes_with_its_parent(boise):
    naming(boise, "public-service")
    assert read_by("check", boise) == {*library.FOUNDATION, "public-service"}


def test_a_list_of_templates_reads_all():
    assert read_by("questionnaire", "list") == set(EVERY)


def test_a_misspelled_name_is_still_told_the_nearest_of_all(boise):
    naming(boise, "busines-case")
    (told,) = (one for one in read_engagement(boise).diagnostics if one.code == "unknown-questionnaire")
    assert told.values["near"] == "business-case"


def test_an_answer_to_a_question_of_a_template_that_nobody_named_is_known(boise):
    file = next((boise / "responses").glob("*.yaml"))
    item = EVERY["user-adoption"].items[0].id
    file.write_text(file.read_text("utf-8").rstrip() + f"\n  {item}: dont-know\n", "utf-8")
    told = [one for one in read_engagement(boise).diagnostics if one.values.get("id") == item]
    assert [(one.code, one.values["questionnaire"]) for one in told] == [("item-not-asked", "user-adoption")]


def test_a_library_of_ones_own_brings_the_parents_of_its_templates(tmp_path, monkeypatch):
    (tmp_path / "acme.yaml").write_text(
        'format: questionnaire/1\nid: acme\nversion: "1.0.0"\ntitle: Acme\nlanguage: en\n'
        "extends: ten-mistakes@^1\nchanges: []\n", "utf-8")  # fmt: skip
    monkeypatch.setenv("READINESS_LIBRARY", str(tmp_path))
    found = {one.id: one for one in needed_questionnaires((), (), NOTHING)}
    assert found.keys() == {"acme", "ten-mistakes", *library.FOUNDATION}
    assert found["acme"] == next(one for one in known_questionnaires() if one.id == "acme")
    assert found["acme"].items == found["ten-mistakes"].items != ()
