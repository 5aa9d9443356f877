import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from readiness.folder.overlay import Overlay, lay_over, touched
from readiness.folder.parse import parse
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build, locate
from readiness.touchmap.model import KINDS, TouchMap

IDS = st.sampled_from(["a", "b", "c", "d", "e"])
FIELDS = st.dictionaries(st.sampled_from(["title", "note"]), st.text("xyz", min_size=1, max_size=3))
RECORDS = st.dictionaries(IDS, FIELDS, max_size=3).map(
    lambda named: [{"id": i} | f for i, f in named.items()]
)
SOME = st.sampled_from(["goals", "segments", "channels", "technology"])
MAPS = st.dictionaries(SOME, RECORDS, max_size=3)
NAMES = st.dictionaries(SOME, st.lists(IDS, unique=True, max_size=3))


def record(name, data):
    """Return data as it is read from a file."""
    value, problems = parse(Source(name, yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False)), Limits())
    assert problems == []
    return value


def today(records):
    return record("touchmap.yaml", {"format": "touchmap/1", "id": "shop", "title": "Shop"} | records)


def overlay(**parts):
    read = record("to-be.yaml", {"format": "overlay/1", "of": "shop"} | parts)
    assert build(Overlay, read)[1] == []
    return read


def rows(planned, kind):
    return {row["id"]: dict(row) for row in planned.get(kind, ())}


@given(MAPS)
def test_laying_nothing_over_a_map_leaves_it_as_it_is(records):
    before = today(records)
    planned, problems = lay_over(before, overlay())
    assert (planned, problems) == (before, [])
    assert build(TouchMap, planned) == build(TouchMap, before)


@given(MAPS, MAPS, MAPS, NAMES)
def test_laying_over_never_changes_todays_map(records, added, changed, removed):
    before, same = today(records), today(records)
    lay_over(before, overlay(add=added, change=changed, remove=removed))
    assert before == same
    assert before.value_places == same.value_places


@given(MAPS, MAPS, MAPS, NAMES)
def test_the_planned_map_is_what_is_left_changed_and_added(records, added, changed, removed):
    planned, _ = lay_over(today(records), overlay(add=added, change=changed, remove=removed))
    for kind in KINDS:
        kept = [row for row in records.get(kind, []) if row["id"] not in removed.get(kind, [])]
        changes = {row["id"]: row for row in changed.get(kind, [])}
        expected = [row | changes.get(row["id"], {}) for row in kept] + added.get(kind, [])
        assert list(planned.get(kind, [])) == expected


@given(MAPS, NAMES)
def test_what_is_removed_and_added_again_is_as_before(records, removed):
    before = today(records)
    names = {kind: [i for i in removed.get(kind, []) if i in rows(before, kind)] for kind in records}
    gone, problems = lay_over(before, overlay(remove=names))
    assert problems == []
    back = {kind: [row for row in records[kind] if row["id"] in names[kind]] for kind in records}
    again, problems = lay_over(gone, overlay(add=back))
    assert problems == []
    assert {kind: rows(again, kind) for kind in KINDS} == {kind: rows(before, kind) for kind in KINDS}


@given(MAPS, MAPS, NAMES)
def test_each_id_that_does_not_fit_todays_map_is_told(records, added, removed):
    before = today(records)
    _, problems = lay_over(before, overlay(add=added, remove=removed))
    unknown = [i for kind in KINDS for i in removed.get(kind, []) if i not in rows(before, kind)]
    taken = [row["id"] for kind in KINDS for row in added.get(kind, []) if row["id"] in rows(before, kind)]
    assert [p.values["id"] for p in problems if p.code == "overlay-unknown-id"] == unknown
    assert [p.values["id"] for p in problems if p.code == "overlay-id-taken"] == taken
    assert len(problems) == len(unknown) + len(taken)


@given(MAPS, MAPS, MAPS)
def test_what_is_added_or_changed_stands_in_the_overlay_and_the_rest_in_todays_map(records, added, changed):
    planned, _ = lay_over(today(records), overlay(add=added, change=changed))
    for kind in KINDS:
        changes = {row["id"]: row for row in changed.get(kind, [])}
        old = len(records.get(kind, []))
        for place, row in enumerate(planned.get(kind, [])):
            new = place >= old or row["id"] in changes
            file = "to-be.yaml" if new else "touchmap.yaml"
            spans = [locate(planned, (kind, place)), locate(planned, (kind, place, "id"))]
            spans += [locate(planned, (kind, place, name)) for name in row]
            assert {span.file for span in spans} == {file}


@given(MAPS, MAPS, MAPS)
def test_a_written_value_is_found_where_it_stands(records, added, changed):
    before, over = today(records), overlay(add=added, change=changed)
    planned, _ = lay_over(before, over)
    texts = {"touchmap.yaml": before.source, "to-be.yaml": over.source}
    for kind in KINDS:
        changes = {row["id"]: row for row in changed.get(kind, [])}
        for place, row in enumerate(planned.get(kind, [])):
            for name in row if place >= len(records.get(kind, [])) else changes.get(row["id"], {}):
                span = locate(planned, (kind, place, name))
                line = texts[span.file].lines[span.line - 1]
                assert line[span.column - 1 : span.end_column - 1].strip("'\"") == row[name]


def test_a_list_is_replaced_as_a_whole():
    before = today({"channels": [{"id": "phone", "hours": ["mon", "tue"], "title": "Phone"}]})
    planned, _ = lay_over(before, overlay(change={"channels": [{"id": "phone", "hours": ["wed"]}]}))
    assert planned["channels"] == [{"id": "phone", "hours": ["wed"], "title": "Phone"}]


def test_every_record_of_a_kind_can_be_removed():
    planned, _ = lay_over(today({"goals": [{"id": "a"}]}), overlay(remove={"goals": ["a"]}))
    assert planned["goals"] == []


def test_a_kind_that_today_lacks_can_be_added():
    planned, problems = lay_over(today({}), overlay(add={"goals": [{"id": "a"}]}))
    assert (planned["goals"], problems) == ([{"id": "a"}], [])
    assert str(locate(planned, ("goals", 0, "id"))) == "to-be.yaml:5:9"


@pytest.mark.parametrize(
    ("change", "remove", "told"),
    [
        (["a", "a"], [], [("change", 1)]),
        (["a"], ["a"], [("remove", 0)]),
        ([], ["a", "a"], [("remove", 1)]),
        (["a", "b"], ["c"], []),
    ],
)
def test_what_happens_to_a_record_can_be_said_once_only(change, remove, told):
    over = overlay(change={"goals": [{"id": i} for i in change]}, remove={"goals": remove})
    _, problems = lay_over(today({"goals": [{"id": i} for i in "abc"]}), over)
    assert [(p.code, p.at[0], p.at[2]) for p in problems] == [("overlay-twice", *at) for at in told]


def test_what_an_overlay_touches_is_named_by_kind_and_id():
    over = overlay(add={"goals": [{"id": "b"}], "systems": [{"id": "a"}]}, remove={"goals": ["c"]})
    assert touched(over, "add") == ("goals:b", "systems:a")
    assert touched(over, "remove") == ("goals:c",)
    assert touched(over, "change") == ()
