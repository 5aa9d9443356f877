"""The map out of a folder into other tools' files, and back into a folder."""

from __future__ import annotations

import json
import os

import pytest
from click.testing import CliRunner

from readiness import services
from readiness.cli.map_exchange import export
from readiness.errors import NotFound, Refused
from readiness.folder.engagement import read_engagement
from readiness.resources import examples
from readiness.services import exchange, maps, spreadsheets

REFERENCES = ("boise-office", "boise-office@to-be", "shanghai-gm", "shanghai-gm@to-be")


def run(*words):
    return CliRunner().invoke(export, [*map(str, words)])


@pytest.mark.parametrize("suffix", [*exchange.SUFFIXES, ".journey.mmd"])
@pytest.mark.parametrize("reference", REFERENCES)
def test_every_map_is_written_in_every_format_the_same_each_time(tmp_path, reference, suffix):
    one = exchange.export(f"{examples()}/{reference}", tmp_path / f"a{suffix}")
    two = exchange.export(f"{examples()}/{reference}", tmp_path / f"b{suffix}")
    assert one.file.read_bytes() == two.file.read_bytes()
    assert one.lost == two.lost
    assert (one.lost == ()) == (suffix == ".graphml")
    assert one.again


@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_graphml_comes_back_as_the_same_map(command, tmp_path, boise, name):
    file = exchange.export(f"{examples()}/{name}", tmp_path / "m.graphml").file
    case = tmp_path / "case"
    services.new(case, start="blank", language="en", as_of=read_engagement(boise).engagement.profile.as_of)
    asked = command("map", "import", case, file)
    assert asked.returncode == 3, asked.stderr
    assert "--replace" in asked.stderr
    done = command("map", "import", case, file, "--replace")
    assert done.returncode == 0, done.stderr
    assert (case / "touchmap.yaml.before").is_file()
    # the rest of the blank start does not fit the map, which read_engagement does not mind
    assert read_engagement(case).engagement.touchmap == maps.see(f"{examples()}/{name}").touchmap
    again = command("map", "import", case, file)
    assert again.returncode == 0
    assert "says the same already" in again.stdout


def test_the_plan_becomes_the_map_of_another_folder(command, tmp_path, boise):
    plan = exchange.export(f"{boise}@to-be", tmp_path / "plan.graphml").file
    assert command("new", tmp_path / "next", "--as-of", "2001-09-30").returncode == 0
    done = command("map", "import", tmp_path / "next", plan, "--replace")
    assert done.returncode == 0, done.stderr
    assert maps.see(str(tmp_path / "next")).touchmap == maps.see(f"{boise}@to-be").touchmap


def test_a_workbook_changes_what_was_listed_and_nothing_else(tmp_path, boise):
    done = exchange.export(str(boise), tmp_path / "m.xlsx")
    told = {(loss.kind, loss.field) for loss in done.lost}
    before = maps.see(str(boise)).touchmap
    with pytest.raises(spreadsheets.MapExists) as exists:
        spreadsheets.import_map(boise, done.file, replace=False, speak="en")
    changed = {change.kind for change in exists.value.changes}
    assert changed <= {kind for kind, _ in told}
    assert ("touchpoints", "any_of") in told
    spreadsheets.import_map(boise, done.file, replace=True, speak="en")
    after = read_engagement(boise).engagement.touchmap
    kept = [one for one in before.touchpoints if not one.any_of and one.id in after.index["touchpoints"]]
    assert len(kept) >= len(before.touchpoints) - 2
    assert all(after.index["touchpoints"][one.id] == one for one in kept)


def test_a_journey_that_somebody_drew_becomes_a_map(command, tmp_path):
    drawing = tmp_path / "day.mmd"
    drawing.write_text(
        "journey\n title Our day\n section Buy\n  Order: 4: Clerk, Boss\n"
        " section Get help\n  Complain: 1: Clerk\n",
        encoding="utf-8",
    )
    case = tmp_path / "case"
    made = command("new", case, "--from-xlsx", drawing, "--as-of", "2000-12-01")
    assert made.returncode == 0, made.stderr
    assert "touchpoints: 2 read" in made.stdout
    touchmap = maps.see(str(case)).touchmap
    assert [(t.id, t.stage, t.satisfaction, t.buyers) for t in touchmap.touchpoints] == [
        ("order", "buy", 4, ("clerk", "boss")), ("complain", "get-help", 1, ("clerk",)),
    ]  # fmt: skip


def test_a_mistake_in_a_drawing_is_shown_with_its_line(command, tmp_path, boise):
    drawing = tmp_path / "day.mmd"
    drawing.write_text("journey\n section Buy\n  Order: 7: Clerk\n", encoding="utf-8")
    before = (boise / "touchmap.yaml").read_bytes()
    refused = command("map", "import", boise, drawing, "--replace")
    assert refused.returncode == 2
    assert "day.mmd:3:3: error[at-most]: 7 is above 5." in refused.stderr
    assert "Order: 7: Clerk" in refused.stderr
    assert (boise / "touchmap.yaml").read_bytes() == before
    assert not (boise / "touchmap.yaml.before").exists()
    told = json.loads(command("map", "import", boise, drawing, "--format", "json").stdout)
    assert [one["line"] for one in told["diagnostics"]] == [3]


def test_what_a_strange_graph_loses_is_told(command, tmp_path, boise):
    graph = tmp_path / "g.graphml"
    graph.write_text(
        "<graphml><key id='w' for='edge' attr.name='weight'/><graph><node id='a'/><node id='b'/>"
        "<edge source='a' target='b'><data key='w'>2</data></edge></graph></graphml>", encoding="utf-8",
    )  # fmt: skip
    done = command("map", "import", boise, graph, "--replace")
    assert done.returncode == 0, done.stderr
    assert (
        "Not carried over (number of records in brackets):\n"
        "  ways on without a share from 0 to 1, and other edges: all (1)\n" in done.stderr
    )


def test_the_command_lists_what_is_not_in_the_file(tmp_path):
    done = run(examples() / "boise-office", "-o", tmp_path / "m.journey.mmd")
    assert done.exit_code == 0
    assert done.stdout == f"{tmp_path / 'm.journey.mmd'}\n"
    assert done.stderr.startswith("Not carried over (number of records in brackets):\n  map: ")
    assert "any_of (1)" in done.stderr
    assert "\n  systems: all (8)\n" in done.stderr
    silent = run(examples() / "boise-office", "-o", tmp_path / "m.graphml")
    assert (silent.exit_code, silent.stderr) == (0, "")
    told = json.loads(run(examples() / "boise-office", "-o", tmp_path / "m.csv", "--format", "json").stdout)
    assert {"kind": "touchpoints", "field": "any_of", "records": 1} in told["not_carried_over"]


def test_the_diagram_is_chosen_by_name_or_by_word(tmp_path):
    boise = str(examples() / "boise-office")
    first = [
        exchange.export(boise, tmp_path / name, diagram=diagram).file.read_text("utf-8").split("\n")[0]
        for name, diagram in (
            ("a.mmd", None), ("a.journey.mmd", None), ("a.mmd", "journey"), ("a.journey.mmd", "flowchart"),
            ("A.JOURNEY.MMD", None),
        )
    ]  # fmt: skip
    assert first == ["flowchart LR", "journey", "journey", "flowchart LR", "journey"]


@pytest.mark.parametrize(
    ("name", "diagram", "code"),
    [("m.pdf", None, "export-suffix"), ("m", None, "export-suffix"), ("m.dot", "journey", "export-diagram"),
     ("none/m.dot", None, "no-place")],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(tmp_path, name, diagram, code):
    with pytest.raises(Refused) as refused:
        exchange.export(str(examples() / "boise-office"), tmp_path / name, diagram=diagram)
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []
    assert all(services.message(refused.value, language) for language in ("en", "zh-Hant", "zh-Hans"))


def test_what_cannot_be_read_is_refused(tmp_path, boise):
    (tmp_path / "m.ods").write_bytes(b"")
    with pytest.raises(Refused) as refused:
        spreadsheets.import_map(boise, tmp_path / "m.ods", replace=True, speak="en")
    assert refused.value.code == "import-suffix"
    with pytest.raises(NotFound):
        spreadsheets.import_map(boise, tmp_path / "none.zip", replace=True, speak="en")
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(Refused) as refused:
        spreadsheets.import_map(boise, tmp_path / "bad.zip", replace=True, speak="en")
    assert refused.value.code == "import-unreadable"


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may write everywhere")
def test_a_place_that_cannot_be_written(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Refused):
        exchange.export(str(examples() / "boise-office"), tmp_path / "m.dot")
