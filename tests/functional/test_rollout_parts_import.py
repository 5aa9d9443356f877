"""Gates, pilots, exit tests, checks and moves of a plan: out to Microsoft Project's XML and back."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import fields

import pytest

from readiness.folder.exchange.msproject import read_msproject
from readiness.folder.exchange.part_fields import OF_STEP
from readiness.folder.exchange.rollout_draft import PlanRequest
from readiness.resources import examples
from readiness.rollout.fields import Estimate
from readiness.scalars import Text
from readiness.services.rollout_exchange import export_rollout
from readiness.services.rollouts import open_rollout

SPACE = "{http://schemas.microsoft.com/project}"
ROLE, OF, PART = "188743734", "188743749", "188743750"


def bare(value, words):
    """Return a value without where it is from, which an import tells anew; texts in one language."""
    if isinstance(value, Estimate):
        return value.shape, tuple(round(point, 6) for point in value.points)
    return str(words.text(value)) if isinstance(value, Text) else value


def there_and_back(tmp_path, name, option):
    case = open_rollout(examples() / name, "en")
    done = export_rollout(
        examples() / name, tmp_path / "p.xml", form="msproject", option=option, language="en"
    )
    reading = read_msproject(done.file.read_bytes(), done.file, PlanRequest("p.xml")).finished("")
    assert not reading.diagnostics
    return case, done, reading


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("boise-office", "big-bang"),
        ("boise-office", "one-by-one"),
        ("boise-office", "phone-pilot"),
        ("shanghai-gm", "segments-first"),
    ],
)
def test_parts_and_gates_come_back_or_are_told_as_lost(tmp_path, name, option):
    case, done, reading = there_and_back(tmp_path, name, option)
    names = {one.id: str(case.words.title(one.title, one.id)) for one in case.rollout.calendars}
    titles = {one.id: str(one.title) for one in reading.rollout.calendars}
    lost = {one.field for one in done.lost if one.kind == "steps"}
    steps = case.arrangement(option).steps
    compared = 0
    for key, now in reading.rollout.pool.items():
        was = steps[key]
        assert now.gate == was.gate, key
        for part in OF_STEP:
            old, new = getattr(was, part), getattr(now, part)
            assert (old is None) == (new is None), (key, part)
            for one in fields(old) if old is not None else ():
                before, after = (bare(getattr(record, one.name), case.words) for record in (old, new))
                if f"{part}.{one.name}" in lost or one.name == "evidence":
                    continue
                if one.name == "calendar":
                    before, after = names.get(before, before), titles.get(after, after)
                assert after == before, (key, part, one.name)
                compared += 1
    assert compared > 15
    gates = {one.pitfall: one for one in reading.rollout.gates}
    assert {*gates} == {one.pitfall for one in case.rollout.gates}
    for one in case.rollout.gates:
        now = gates[one.pitfall]
        assert (now.by, now.team, now.opens_at) == (one.by, one.team, one.opens_at)
        assert bare(now.cost, case.words) == bare(one.cost, case.words)
        assert (now.days and now.days.points) == (one.days and one.days.points)


def test_what_of_the_parts_is_lost_is_told(tmp_path):
    done = there_and_back(tmp_path, "boise-office", "four-waves")[1]
    lost = {(one.kind, one.field): one.records for one in done.lost}
    assert lost["steps", "cut_over.bypass"] == 2
    assert lost["steps", "benefit.monthly.evidence"] == 6
    assert ("steps", "pilot") not in lost
    assert ("gates", "") not in lost


def changed(tmp_path, change):
    """Return what is read after somebody changed the file of an example."""
    option = "four-waves"
    file = export_rollout(
        examples() / "boise-office", tmp_path / "p.xml", form="msproject", option=option, language="en"
    ).file
    tree = ET.parse(file)  # noqa: S314 - written here
    change({(field(one, ROLE), field(one, OF)): one for one in tree.iter(f"{SPACE}Task")}, tree)
    tree.write(file, encoding="utf-8", xml_declaration=True)
    return read_msproject(file.read_bytes(), file, PlanRequest("p.xml")).finished("")


def field(task, number):
    """Return the text of a custom field."""
    for one in task.iter(f"{SPACE}ExtendedAttribute"):
        if one.findtext(f"{SPACE}FieldID") == number:
            return one.findtext(f"{SPACE}Value")
    return None


def put(task, text):
    for one in task.iter(f"{SPACE}ExtendedAttribute"):
        if one.findtext(f"{SPACE}FieldID") == PART:
            one.find(f"{SPACE}Value").text = text


def test_a_pilot_made_longer_in_the_other_tool_is_longer_here(tmp_path):
    def change(tasks, _):
        tasks["pilot", "web-interaction"].find(f"{SPACE}Duration").text = "PT160H0M0S"  # 20 days, 15 at most

    reading = changed(tmp_path, change)
    assert reading.rollout.pool["web-interaction"].pilot.days.points == (8, 20, 20)
    assert [one.code for one in reading.lost if one.code == "duration-changed"] == ["duration-changed"]


def test_a_part_whose_step_was_taken_out_is_told(tmp_path):
    def change(_, tree):
        for task in tree.iter(f"{SPACE}Task"):
            if field(task, "188743731") == "web-interaction":
                tree.getroot().find(f"{SPACE}Tasks").remove(task)

    reading = changed(tmp_path, change)
    assert {one.word for one in reading.lost if one.code == "part"} == {"check", "pilot", "test"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("share=2", "at-most"),
        ("share=a", "number"),
        ("finds=0.5", "missing-key"),
        ("share=0.1; rework_days=pert 3 2 1", "number"),
    ],
)
def test_nonsense_in_a_part_is_told_at_its_step(tmp_path, text, told):
    reading = changed(tmp_path, lambda tasks, _: put(tasks["pilot", "web-interaction"], text))
    assert [one.code for one in reading.diagnostics] == [told]
    line = (tmp_path / "p.xml").read_text("utf-8").splitlines()[reading.diagnostics[0].span.line - 1]
    assert line.strip().endswith("Task>")


def test_fields_that_no_pilot_has_are_not_taken(tmp_path):
    text = "share=0.1; nonsense=1; __class__=x;;=; finds"
    reading = changed(tmp_path, lambda tasks, _: put(tasks["pilot", "web-interaction"], text))
    assert not reading.diagnostics
    assert reading.rollout.pool["web-interaction"].pilot.share == 0.1
