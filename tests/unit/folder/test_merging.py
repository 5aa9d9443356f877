from random import Random

import pytest
from hypothesis import given, settings
from map_draws import applied, draw_cells, draw_changes
from test_map_edits import MAP, RANDOMS, map_text, write

from readiness.folder.amendment import read_plain
from readiness.folder.board import flatten, same
from readiness.folder.map_edits import edited
from readiness.folder.merging import Conflict, element, merged, united


def three(rng: Random) -> tuple[dict, dict, dict]:
    base = draw_cells(rng)
    return base, applied(base, draw_changes(rng, base)), applied(base, draw_changes(rng, base))


@given(RANDOMS)
@settings(deadline=None, max_examples=60)
def test_where_one_side_changed_nothing_the_other_is_the_result(rng: Random):
    base, mine, _ = three(rng)
    assert applied(united(base, mine, base).cells, {}) == mine
    assert united(base, base, mine).cells == mine
    assert not united(base, mine, base).conflicts + united(base, base, mine).conflicts
    assert united(base, mine, mine).cells == mine
    assert not united(base, mine, mine).conflicts


@given(RANDOMS)
@settings(deadline=None, max_examples=100)
def test_nothing_is_lost_in_silence(rng: Random):
    base, mine, theirs = three(rng)
    both = united(base, mine, theirs)
    told = {conflict.key for conflict in both.conflicts}
    deleted = {key for key, value in both.changes.items() if value is None}
    for key in base.keys() | mine.keys() | theirs.keys():
        if key.count("/") == 1 or element(key) in deleted or not both.cells.keys() & {element(key)}:
            continue
        found, sides = both.cells.get(key), (base.get(key), mine.get(key), theirs.get(key))
        if not same(sides[0], sides[1]) and element(key) in mine and not same(found, sides[1]):
            assert key in told
            assert same(found, sides[2])
        if not same(sides[0], sides[2]) and element(key) in theirs:
            assert same(found, sides[2])
    for conflict in both.conflicts:
        assert not same(conflict.mine, conflict.theirs)
        values = (side.get(conflict.key) for side in (base, mine, theirs))
        assert conflict == Conflict(conflict.key, *values)


@given(RANDOMS)
@settings(deadline=None, max_examples=60)
def test_without_a_conflict_it_does_not_matter_who_comes_first(rng: Random):
    base, mine, theirs = three(rng)
    one, other = united(base, mine, theirs), united(base, theirs, mine)
    if one.conflicts or other.conflicts:
        return
    fields = [{k: v for k, v in side.cells.items() if k.count("/") > 1} for side in (one, other)]
    assert fields[0] == fields[1]
    assert one.cells.keys() == other.cells.keys()


@given(RANDOMS)
@settings(deadline=None, max_examples=50)
def test_texts_say_what_the_cells_say(rng: Random):
    base, mine, theirs = three(rng)
    text = write(base, rng)
    file = edited(text, {**dict.fromkeys(base), **theirs})
    assert flatten(read_plain(file)) == theirs
    both = merged(text, {**mine, "pains/p-1": 1, "votes/x/pains:p-1": 2}, file)
    assert flatten(read_plain(both.text)) == applied(united(base, mine, theirs).cells, {})
    again = merged(text, mine, both.text)
    assert again.text == both.text
    assert merged(text, base, file).text == file


def ways(**fields: object) -> dict:
    return {
        "touchpoints/a": 1,
        **{f"touchpoints/a/{name.replace('__', '/')}": one for name, one in fields.items()},
    }


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result", "told"),
    [
        (ways(title="x"), ways(title="y"), ways(title="x", owner="o"), ways(title="y", owner="o"), []),
        (ways(title="x"), ways(title="y"), ways(title="z"), ways(title="z"), ["title"]),
        (ways(title="x"), ways(title="y"), ways(title="y"), ways(title="y"), []),
        (ways(title="x"), ways(), ways(title="z"), ways(title="z"), ["title"]),
        (ways(title="x"), {}, ways(title="x"), {}, []),
        (ways(title="x"), {}, ways(title="z"), ways(title="z"), [""]),
        (ways(title="x"), ways(title="y"), {}, {}, ["title"]),
        (ways(volume=10), ways(volume__b=5), ways(volume=20), ways(volume=20), ["volume", "volume/b"]),
        (ways(volume=10), ways(volume__b=5), ways(volume=10, cost=1), ways(volume__b=5, cost=1), []),
        (ways(note__en="x"), ways(note__en="y"), ways(note__en="x", note__zh="z"), ways(note__en="y", note__zh="z"), []),  # noqa: E501
        (ways(buyers__a=True), ways(buyers__a=True, buyers__b=True), ways(), ways(buyers__b=True), []),
        ({}, ways(title="x"), ways(title="y"), ways(title="y"), ["title"]),
        ({}, ways(title="x"), ways(owner="y"), ways(title="x", owner="y"), []),
    ],
)  # fmt: skip
def test_two_sides_of_one_element(base: dict, mine: dict, theirs: dict, result: dict, told: list):
    both = united(base, mine, theirs)
    assert both.cells == result
    assert sorted(conflict.key for conflict in both.conflicts) == [
        f"touchpoints/a/{one}".rstrip("/") for one in told
    ]


def test_new_elements_come_behind_and_a_new_order_is_kept():
    base = {"stages/a": 1, "stages/b": 2, "stages/c": 3}
    both = united(base, {**base, "stages/mine": 4}, {**base, "stages/theirs": 4})
    assert sorted(both.cells, key=both.cells.__getitem__) == [
        "stages/a",
        "stages/b",
        "stages/c",
        "stages/theirs",
        "stages/mine",
    ]
    both = united(
        base, {"stages/a": 3, "stages/b": 2, "stages/c": 1}, {**base, "stages/c": 4, "stages/new": 3}
    )
    assert sorted(both.cells, key=both.cells.__getitem__) == [
        "stages/c",
        "stages/b",
        "stages/new",
        "stages/a",
    ]


def test_an_element_that_both_added_is_no_conflict():
    both = united(
        {},
        {"stages/a": 1, "stages/b": 2, "stages/b/title": "x"},
        {"stages/b": 1, "stages/b/canonical": "buy"},
    )
    assert not both.conflicts
    assert both.cells == {"stages/a": 2, "stages/b": 1, "stages/b/title": "x", "stages/b/canonical": "buy"}


def test_cells_that_are_no_elements_unite_as_well():
    base = {"pains/p": 1, "votes/x/pains:p": 1}
    both = united(
        base,
        {**base, "votes/x/pains:p": 2},
        {**base, "votes/y/pains:p": 3, "answers/y/1/q/i": {"value": "2"}},
    )
    assert both.cells == {
        "pains/p": 1,
        "votes/x/pains:p": 2,
        "votes/y/pains:p": 3,
        "answers/y/1/q/i": {"value": "2"},
    }


def test_a_file_that_was_edited_meanwhile_keeps_what_was_typed_there():
    file = MAP.replace("title: Office}", "title: Offices, all}  # new words").replace("1.80", "2.20")
    mine = {**flatten(read_plain(MAP)), "touchpoints/call/cost": 3, "touchpoints/call/owner": "sales"}
    both = merged(MAP, mine, file)
    assert both.text == file.replace("# both\n", "# both\n  owner: sales\n")
    assert both.conflicts == (Conflict("touchpoints/call/cost", 1.8, 3, 2.2),)
    text = map_text("boise-office")
    assert merged(text, flatten(read_plain(text)), text + "# more\n").text == text + "# more\n"
