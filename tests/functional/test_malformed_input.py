"""Hostile folders: each is read to the diagnostics named here, and never raises."""

import os
from pathlib import Path

import pytest
import yaml
from test_malformed_reading import RESPONSE, base, load_cases, told, words, write

from readiness.folder import library
from readiness.folder.engagement import read_engagement

PROFILE = base({})["engagement.yaml"]
MAP = "format: touchmap/1\nid: shop\n"
MEBIBYTE = 1 << 20


def with_map(octets):
    def build(folder):
        files = {"touchmap.yaml": octets}
        write(folder, base(files) | files)

    return build


def with_profile(octets):
    return lambda folder: write(folder, base({}) | {"engagement.yaml": octets})


def pointing(key, reference):
    return with_profile(f"{PROFILE}{key}: {reference}\n")


def made(make):
    def build(folder):
        write(folder, base({"touchmap.yaml": ""}))
        make(folder)

    return build


def with_rollout(text):
    def build(folder):
        with_profile(f"{PROFILE}rollout: rollout.yaml\n")(folder)
        write(folder, {"rollout.yaml": f"format: rollout/1\nid: plan\n{text}"})

    return build


def sparse(folder):
    write(folder, {"touchmap.yaml": MAP})
    os.truncate(folder / "touchmap.yaml", 50 * MEBIBYTE)


def together_too_large(folder):
    write(
        folder, {"touchmap.yaml": MAP + "#" * (20 * MEBIBYTE), "responses/it-2.yaml": "#" * (13 * MEBIBYTE)}
    )


def linked_out(folder):
    outside = folder.parent / f"{folder.name}-outside"
    write(outside, {"touchmap.yaml": MAP})
    (folder / "touchmap.yaml").symlink_to(outside / "touchmap.yaml")


def linked_inside(folder):
    write(folder, {"maps/touchmap.yaml": MAP})
    (folder / "touchmap.yaml").symlink_to(folder / "maps" / "touchmap.yaml")


def responses_linked_out(folder):
    outside = folder.parent / f"{folder.name}-outside"
    write(outside, {"it-9.yaml": RESPONSE})
    (folder / "responses" / "it-9.yaml").symlink_to(outside / "it-9.yaml")
    write(folder, {"touchmap.yaml": MAP})


def named_in_latin(folder):
    write(folder, {"touchmap.yaml": MAP})
    name = os.path.join(os.fsencode(folder), b"responses", b"caf\xe9\n.yaml")  # noqa: PTH118 the name is no text
    with open(name, "wb") as file:  # noqa: PTH123 the same
        file.write(RESPONSE.encode())


def of_a_folder(folder):
    write(folder, {"touchmap.yaml": MAP})
    (folder / "responses" / "it-9.yaml").mkdir()
    (folder / "responses" / ".hidden.yaml").write_text("not read")
    (folder / "responses" / "notes.txt").write_text("not read")


def unreadable(folder):
    write(folder, {"touchmap.yaml": MAP})
    (folder / "touchmap.yaml").chmod(0)


HOSTILE = {
    # size and depth
    "50 MiB": (made(sparse), ["too-large engagement.yaml:6:11"]),
    "33 MiB in two files": (made(together_too_large), ["too-large responses/it-2.yaml:1:1"]),
    "a million values": (with_map("[" + "1," * 1_000_000 + "]"), ["too-many-nodes touchmap.yaml:1:1999970"]),
    "nested 900 deep in flow": (
        with_map("a: " + "[" * 900 + "]" * 900),
        ["too-deep touchmap.yaml:1:67"],
    ),
    "nested 5,000 deep, not closed": (with_map("{a: " * 5000), ["too-deep touchmap.yaml:1:257"]),
    "nested 5,000 deep in block": (
        with_map("".join(" " * depth + "a:\n" for depth in range(5000))),
        ["too-deep touchmap.yaml:65:65"],
    ),
    "a list of lists 5,000 deep": (with_map("- " * 5000 + "x"), ["too-deep touchmap.yaml:1:129"]),
    "keys of keys 5,000 deep": (with_map("? " * 5000 + "x"), ["key-not-text touchmap.yaml:1:3"]),
    "a line of 5 MB": (
        with_map(MAP + f"note: {'x' * 5_000_000}\nbogus: 1\n"),
        ["unknown-key touchmap.yaml:4:1"],
    ),
    "a key of 2 MB": (with_map(MAP + f"? {'x' * 2_000_000}\n: 1\n"), ["unknown-key touchmap.yaml:3:3"]),
    "10,000 combining marks": (
        with_map(MAP + "title: e" + "\u0301" * 10_000 + "\ngoals: [{id: e" + "\u0301" * 10_000 + "}]\n"),
        ["id touchmap.yaml:4:14"],
    ),
    "501 steps": (
        with_rollout("steps:\n" + "".join(f"  - {{id: s{n}}}\n" for n in range(501))),
        ["rollout-too-large rollout.yaml:4:3"],
    ),
    "101 options": (
        with_rollout("steps: [{id: a}]\noptions:\n" + "".join(f"  - {{id: o{n}}}\n" for n in range(101))),
        ["rollout-too-large rollout.yaml:5:3"],
    ),
    "10,000 steps in a chain, one waiting for itself": (
        with_rollout(
            "steps:\n  - {id: s0, after: [s9999]}\n"
            + "".join(f"  - {{id: s{n}, after: [s{n - 1}]}}\n" for n in range(1, 10_000))
        ),
        ["rollout-too-large rollout.yaml:4:3"],
    ),
    # encodings
    "UTF-16 with a mark": (with_map(MAP.encode("utf-16")), ["not-utf8-but-utf16 touchmap.yaml:1:1"]),
    "UTF-16 LE without": (with_map(MAP.encode("utf-16-le")), ["not-utf8-but-utf16 touchmap.yaml:1:1"]),
    "UTF-16 BE without": (with_map(MAP.encode("utf-16-be")), ["not-utf8-but-utf16 touchmap.yaml:1:1"]),
    "Latin-1": (with_map(f"{MAP}title: Caf\xe9\n".encode("latin-1")), ["not-utf8 touchmap.yaml:3:11"]),
    "Latin-1 after a mark": (
        with_map(b"\xef\xbb\xbf" + f"{MAP}title: Caf\xe9\n".encode("latin-1")),
        ["not-utf8 touchmap.yaml:3:11"],
    ),
    "Big5": (with_map(f"{MAP}title: 客戶\n".encode("big5")), ["not-utf8 touchmap.yaml:3:8"]),
    "a mark": (with_map(b"\xef\xbb\xbf" + MAP.encode()), []),
    "NUL": (with_map(f"{MAP}title: a\0b\n"), ["control-character touchmap.yaml:3:9"]),
    "NUL as the second character": (with_map("f\0rmat: touchmap/1"), ["control-character touchmap.yaml:1:2"]),
    "a lone surrogate": (with_map(MAP.encode() + b"title: \xed\xa0\x80\n"), ["not-utf8 touchmap.yaml:3:8"]),
    "an escape sequence": (with_map(f"{MAP}title: \x1b[31m\n"), ["control-character touchmap.yaml:3:8"]),
    "a C1 control": (with_map(f"{MAP}title: \x9b31m\n"), ["control-character touchmap.yaml:3:8"]),
    # references
    "a reference to the parent": (pointing("touchmap", "../x"), ["outside-folder engagement.yaml:6:11"]),
    "through the parent and back": (
        lambda folder: write(
            folder,
            base({}) | {"engagement.yaml": PROFILE + "touchmap: a/../m.yaml\n", "m.yaml": MAP, "a/x": ""},
        ),
        ["outside-folder engagement.yaml:6:11"],
    ),
    "an absolute one": (pointing("touchmap", "/etc/hostname"), ["outside-folder engagement.yaml:6:11"]),
    "a drive letter": (pointing("touchmap", "C:\\x.yaml"), ["outside-folder engagement.yaml:6:11"]),
    "a drive letter and slashes": (
        pointing("touchmap", "c:/x.yaml"),
        ["outside-folder engagement.yaml:6:11"],
    ),
    "backslashes to the parent": (
        pointing("touchmap", "a\\..\\..\\x"),
        ["outside-folder engagement.yaml:6:11"],
    ),
    "a share": (pointing("touchmap", "\\\\host\\x"), ["outside-folder engagement.yaml:6:11"]),
    "a URL": (pointing("touchmap", "file:///etc/hostname"), ["outside-folder engagement.yaml:6:11"]),
    "NUL in a reference": (
        pointing("touchmap", '"a\\0b"'),
        ["control-character engagement.yaml:6:11", "outside-folder engagement.yaml:6:11"],
    ),
    "a name of 300 letters": (pointing("touchmap", "a" * 300), ["file-unreadable engagement.yaml:6:11"]),
    "a path of 6,000 letters": (pointing("touchmap", "a/" * 3000), ["file-unreadable engagement.yaml:6:11"]),
    "a file as a folder": (
        pointing("touchmap", "engagement.yaml/x"),
        ["file-unreadable engagement.yaml:6:11"],
    ),
    "the folder itself": (pointing("touchmap", "."), ["folder-not-file engagement.yaml:6:11"]),
    "an empty name in quotes": (pointing("touchmap", '""'), ["folder-not-file engagement.yaml:6:11"]),
    "responses of the parent": (
        pointing("responses", "../x"),
        ["outside-folder engagement.yaml:6:12"],
    ),
    "responses in 300 letters": (
        pointing("responses", "a" * 300),
        ["file-unreadable engagement.yaml:6:12"],
    ),
    # what lies in the folder
    "no profile": (lambda _: None, ["file-missing engagement.yaml:1:1"]),
    "no map": (made(lambda _: None), ["file-missing engagement.yaml:6:11"]),
    "a folder for a map": (
        made(lambda folder: (folder / "touchmap.yaml").mkdir()),
        ["folder-not-file engagement.yaml:6:11"],
    ),
    "a folder among the responses": (made(of_a_folder), ["folder-not-file responses/it-9.yaml:1:1"]),
    "a pipe": (
        made(lambda folder: os.mkfifo(folder / "touchmap.yaml")),
        ["special-file engagement.yaml:6:11"],
    ),
    "a pipe for a profile": (
        lambda folder: os.mkfifo(folder / "engagement.yaml"),
        ["special-file engagement.yaml:1:1"],
    ),
    "a loop of links": (
        made(lambda folder: (folder / "touchmap.yaml").symlink_to("touchmap.yaml")),
        ["file-unreadable engagement.yaml:6:11"],
    ),
    "a link that leads out": (made(linked_out), ["outside-folder engagement.yaml:6:11"]),
    "a link that stays inside": (made(linked_inside), []),
    "a link among the responses": (made(responses_linked_out), ["outside-folder responses/it-9.yaml:1:1"]),
    "a name that is not UTF-8": (made(named_in_latin), ["file-name engagement.yaml:1:1"]),
}


def diagnostics_of(build, folder):
    folder.mkdir()
    build(folder)
    return read_engagement(folder).diagnostics


def test_flow_nested_5_000_deep_is_too_deep_whichever_libyaml_reads_it(tmp_path):
    found = diagnostics_of(with_map("a: " + "[" * 5000 + "]" * 5000), tmp_path / "folder")
    assert [told(one).rpartition(":")[0] for one in found] == ["too-deep touchmap.yaml:1"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_folder_is_read_to_these_diagnostics(name, tmp_path):
    build, expected = HOSTILE[name]
    found = diagnostics_of(build, tmp_path / "folder")
    assert [told(diagnostic) for diagnostic in found] == expected
    assert all(map(words, found))


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read every file")
def test_a_file_without_permission_is_told(tmp_path):
    found = diagnostics_of(made(unreadable), tmp_path / "folder")
    assert [told(diagnostic) for diagnostic in found] == ["file-unreadable engagement.yaml:6:11"]


def test_a_folder_that_does_not_exist_has_no_profile(tmp_path):
    reading = read_engagement(tmp_path / "nowhere")
    assert [diagnostic.code for diagnostic in reading.diagnostics] == ["file-missing"]
    assert reading.engagement is None


@pytest.mark.parametrize(
    "text",
    [
        MAP + "".join(f"key-{number}: 1\n" for number in range(3000)),
        MAP + "note: x\n" * 3000,
        MAP + "none: [" + "&a outbound, " * 3000 + "]\n",
        MAP + "systems:\n" + "".join(f"  - {{id: s-{n}, feeds: [z-{n}]}}\n" for n in range(3000)),
    ],
    ids=["unknown keys", "duplicate keys", "anchors", "dangling references"],
)
def test_no_more_than_a_thousand_problems_of_a_file_are_told(text, tmp_path):
    found = diagnostics_of(with_map(text), tmp_path / "folder")
    assert [d.code for d in found].count("too-many-problems") == 1
    assert len(found) <= 1002


def test_a_version_of_5000_digits_is_an_unknown_questionnaire(tmp_path):
    reference = "technology-fit@" + "9" * 5000
    found = diagnostics_of(pointing("questionnaires", f"[{reference}]"), tmp_path / "folder")
    assert [told(diagnostic) for diagnostic in found] == ["unknown-questionnaire engagement.yaml:6:18"]


def test_every_rule_is_triggered_by_a_case_and_every_case_by_a_rule():
    by_case = {line.split()[0] for case in load_cases() for line in case.values[0]["expect"]}
    by_folder = {line.split()[0] for _, expected in HOSTILE.values() for line in expected}
    elsewhere = {
        "too-many-problems",  # above
        "version-lies",  # tests/functional/test_questionnaire_templates.py
        "same-version",
        # tests/functional/test_response_exchange.py, test_questionnaire_exchange.py
        "interchange-round",
        "interchange-column-unread",
        "interchange-code-twice",
        "interchange-word-open",
        "interchange-role-open",
        "interchange-code-name",
        "interchange-date",
        # tests/unit/folder/exchange/test_msproject.py, test_step_rows.py
        "not-msproject",
        "plan-calendar-unknown",
        "plan-empty",
        "plan-link-unknown",
        "plan-links",
        "plan-xml",
        "table-figure",
        "table-no-column",
        "table-three",
        "table-wave",
        # tests/functional/test_rollout_schedule.py
        "plan-number",
        "plan-ends",
        "plan-rest",
        "plan-successor",
        "plan-activity-number",
        "plan-mode-number",
        "plan-doubly",
        "plan-section",
        "plan-cycle",
        "plan-no-mode",
        "plan-above-capacity",
        "change-too-many",  # tests/unit/questionnaires/test_derived_templates.py
        "dots-of-nobody",  # tests/functional/test_workshop_outcome.py
        "same-place",  # tests/unit/folder/test_answer_kinds.py
        "not-fitting",  # tests/unit/folder/test_typed.py: what no format of today can give
        # tests/unit/folder/test_workbook.py and test_map_sheets.py
        "cell-formula",
        "cell-error",
        "cell-without-heading",
        "heading-twice",
        "unknown-heading",
        "unknown-sheet",
        "unknown-fact",
        "sheet-twice",
        "missing-sheet",
        "missing-heading",
        "missing-cell",
        "unknown-name",
        "name-twice",
        "share",
        "visits",
        # tests/unit/folder/test_answer_sheets.py
        "unknown-column",
        "respondent-missing",
        "respondent-code",
        "role-missing",
        "role-taken-over",
        "respondent-exists",
        "aside-without-reason",
        "answer-and-aside",
        "answer-and-parts",
        "evidence-without-grade",
        # tests/unit/folder/test_map_import_mermaid.py and test_map_import_graphml.py
        "mermaid-kind",
        "mermaid-line",
        "not-graphml",
        "xml-syntax",
        "node-twice",
        "edge-without-node",
        # tests/functional/test_themes.py
        "theme-colour",
        "theme-endless",
        "theme-faint",
        "theme-file",
        "theme-large",
        "theme-style",
        "theme-template",
        "theme-text-place",
        "theme-text-unknown",
        # tests/unit/engagement/test_contact_log.py, tests/functional/test_contacts_commands.py
        "contact-alias-twice",
        "contact-pattern",
        "contact-sources",
    }
    rules = {key.split(".")[1] for key in library.phrases().words if key.startswith("rules.")}
    assert by_case | by_folder | elsewhere == rules


def test_every_rule_has_a_severity_a_message_and_a_hint():
    files = sorted((Path(library.__file__).parents[1] / "i18n" / "en").glob("diagnostics*.yaml"))
    parts = [yaml.safe_load(path.read_text("utf-8"))["rules"] for path in files]
    assert len(parts) > 1
    rules = [named for part in parts for named in part.items()]
    assert len(rules) == len(dict(rules))
    for code, rule in rules:
        assert set(rule) == {"severity", "message", "hint"}, code
        assert rule["severity"] in ("error", "warning", "note"), code
        assert rule["message"].endswith("."), code
        assert rule["hint"].endswith("."), code
