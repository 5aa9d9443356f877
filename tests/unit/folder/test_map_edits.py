from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from map_draws import applied, draw_cells, draw_changes
from yaml_styles import Writer

from readiness.folder.amendment import NotReadable, amend_in_places, read_plain
from readiness.folder.board import flatten
from readiness.folder.layout import lay_out
from readiness.folder.map_edits import changed, edited
from readiness.resources import examples
from readiness.touchmap.model import KINDS

EXAMPLES = ("boise-office", "shanghai-gm")
RANDOMS = st.randoms(use_true_random=True)


def map_text(name: str) -> str:
    return (examples() / name / "touchmap.yaml").read_text(encoding="utf-8")


def write(cells: dict, rng: Random) -> str:
    record = {"format": "touchmap/1", "id": "m", **changed({}, cells)}
    while True:
        text = Writer(rng).write(record)
        if read_plain(text) == record:
            return text


@given(RANDOMS)
@settings(deadline=None, max_examples=30)
def test_cells_go_into_a_map_and_come_back(rng: Random):
    cells = draw_cells(rng)
    assert flatten(read_plain(write(cells, rng))) == cells


@given(RANDOMS)
@settings(deadline=None, max_examples=100)
def test_an_edited_text_says_what_was_changed_and_nothing_else(rng: Random):
    cells = draw_cells(rng)
    text = write(cells, rng)
    changes = draw_changes(rng, cells)
    after = edited(text, changes)
    assert flatten(read_plain(after)) == applied(cells, changes)
    assert edited(after, changes) == after
    plain = read_plain(text)
    assert amend_in_places(text, plain, changed(plain, changes)) is not None


@given(RANDOMS)
@settings(deadline=None, max_examples=30)
def test_what_is_there_already_changes_no_character(rng: Random):
    cells = draw_cells(rng)
    text = write(cells, rng)
    assert edited(text, {}) == text
    assert edited(text, cells) == text
    assert edited(text, {"touchpoints/nobody": None, "touchpoints/nobody/owner": "x", "pains/p": 1}) == text


@given(RANDOMS)
@settings(deadline=None, max_examples=30)
def test_elements_that_no_change_touches_keep_their_text(rng: Random):
    cells = draw_cells(rng)
    text = write(cells, rng)
    changes = draw_changes(rng, cells)
    touched = {"/".join(key.split("/")[:2]) for key in changes}
    after = entries(edited(text, changes))
    before = entries(text)
    for key in before.keys() - touched:
        assert after[key] == before[key]


def entries(text: str) -> dict[str, str]:
    """Return the text of each element by its key."""
    plain, found = read_plain(text), {}
    for one in lay_out(text).root.entries:
        if one.key in KINDS:
            for item, value in zip(one.node.entries, plain[one.key], strict=True):
                identity = value if isinstance(value, str) else value["id"]
                found[f"{one.key}/{identity}"] = text[item.start : item.end]
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_real_map_goes_through_cells_and_stays(name: str):
    text = map_text(name)
    cells = flatten(read_plain(text))
    assert edited(text, cells) == text
    anew = changed({}, cells)
    assert flatten(anew) == cells
    assert {kind: read_plain(text)[kind] for kind in KINDS if kind in read_plain(text)}.keys() == anew.keys()


@pytest.mark.parametrize("name", EXAMPLES)
@given(rng=RANDOMS)
@settings(deadline=None, max_examples=6)
def test_a_real_map_changes_only_where_it_is_changed(name: str, rng: Random):
    text = map_text(name)
    cells = flatten(read_plain(text))
    changes = draw_changes(rng, cells)
    after = edited(text, changes)
    assert flatten(read_plain(after)) == applied(cells, changes)
    plain = read_plain(text)
    assert amend_in_places(text, plain, changed(plain, changes)) is not None
    one = rng.choice([key for key in cells if key.count("/") == 2 and isinstance(cells[key], str)])
    lines = edited(text, {one: "Another"}).splitlines()
    old = text.splitlines()
    assert len([line for line in lines if line not in old]) <= 1
    assert len([line for line in old if line not in lines]) <= 4  # a folded text has several lines


MAP = """\
format: touchmap/1
id: m   # ours
buyers:
  - {id: office, title: Office}

  # the shop
  # in town
  - id: shop   # first
    title: A shop      # its name
    segment:
    needs:
      - reorder
    note: >-
      Long
      words
touchpoints:
- id: call
  buyers: [office, shop]   # both
  cost: 1.80
  volume: {office: 20, shop: 7}
  next:
    - {to: order, share: 0.40, handoff: {rule: none}}  # often
    # seldom
    - {to: visit, share: 0.1}
- id: visit
"""


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({"buyers/shop/title": "The shop"}, "title: A shop      #", "title: The shop    #"),
        ({"buyers/shop/title": "a: b"}, "title: A shop      #", 'title: "a: b"      #'),
        ({"buyers/shop/segment": "small"}, "segment:\n", "segment: small\n"),
        ({"buyers/shop/needs/return": True}, "- reorder\n", "- reorder\n      - return\n"),
        ({"buyers/shop/needs/reorder": None}, "    needs:\n      - reorder\n", ""),
        ({"buyers/shop/note": "Short"}, ">-\n      Long\n      words", "Short"),
        ({"buyers/shop": None}, MAP[MAP.index("\n  # the shop") : MAP.index("touchpoints")], ""),
        ({"buyers/office": None}, "  - {id: office, title: Office}\n\n", ""),
        ({"touchpoints/call/buyers/web": True}, "shop]   #", "shop, web]   #"),
        ({"touchpoints/call/buyers/office": None}, "[office, shop]", "[shop]"),
        ({"touchpoints/call/buyers/shop": None}, "[office, shop]", "[office]"),
        ({"touchpoints/call/cost": 2}, "1.80", "2"),
        ({"touchpoints/call/volume/shop": 1200}, "shop: 7", "shop: 1200"),
        ({"touchpoints/call/volume/web": 3.5}, "shop: 7}", "shop: 7, web: 3.5}"),
        ({"touchpoints/call/owner": "sales"}, "# both\n", "# both\n  owner: sales\n"),
        (
            {"touchpoints/call/next/order": {"share": 0.4, "handoff": {"rule": "none", "repeats": True}}},
            "{rule: none}",
            "{rule: none, repeats: true}",
        ),
        ({"touchpoints/call/next/visit": None}, "    # seldom\n    - {to: visit, share: 0.1}\n", ""),
        ({"touchpoints/call/next/buy": {"share": 1}}, "0.1}\n", "0.1}\n    - {to: buy, share: 1}\n"),
        ({"touchpoints/visit/promotional": False}, "- id: visit\n", "- id: visit\n  promotional: false\n"),
        (
            {"touchpoints/t-1": 9, "touchpoints/t-1/title": "New"},
            "visit\n",
            "visit\n- id: t-1\n  title: New\n",
        ),
        (
            {"systems/crm": 1, "systems/crm/owner": "it"},
            "touchp",
            "systems:\n  - {id: crm, owner: it}\ntouchp",
        ),
        ({"touchpoints/call/title/en": "Call"}, "- id: call\n", "- id: call\n  title: {en: Call}\n"),
        ({"buyers/shop/title/zh-Hant": "店"}, "A shop", "{en: A shop, zh-Hant: 店}"),
        ({"touchpoints/call/volume": 30}, "{office: 20, shop: 7}", "30"),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_change_is_written_as_a_person_would(changes: dict, old: str, new: str, line_break: str):
    text = MAP.replace("\n", line_break)
    old, new = old.replace("\n", line_break), new.replace("\n", line_break)
    assert old in text
    assert edited(text, changes) == text.replace(old, new, 1)


@given(RANDOMS)
@settings(deadline=None, max_examples=40)
def test_elements_take_another_order_with_their_text(rng: Random):
    cells = draw_cells(rng)
    text = write(cells, rng)
    places = {key: rng.randrange(9) for key in cells if key.count("/") == 1 and rng.random() < 0.7}
    after = edited(text, places)
    assert flatten(read_plain(after)) == applied(cells, places)
    assert entries(after) == entries(text)
    assert sorted(after) == sorted(text)  # not a character more or less


def test_an_element_moves_with_the_comments_above_it():
    one, two = "  # one\n  - find   # first\n", "  # two\n  - {id: buy}  # second\n"
    text = f"format: touchmap/1\nstages:\n{one}\n{two}  - use\n"
    after = f"format: touchmap/1\nstages:\n{two}\n{one}  - use\n"
    assert edited(text, {"stages/find": 2, "stages/buy": 1}) == after
    assert edited(after, {"stages/buy": 2.5}) == text


def test_what_no_key_can_name_stays():
    text = (
        "format: touchmap/1\nbuyers:\n- {id: Big Shop, title: x}\n- {id: a, needs: [two words, b], ownr: y}\n"
    )
    assert edited(text, {"buyers/a/needs/b": None}) == text.replace(", b]", "]")
    assert edited(text, {"buyers/a": None}) == text[: text.index("- {id: a")]


def test_a_text_that_cannot_be_read_is_not_changed():
    with pytest.raises(NotReadable):
        edited("format: touchmap/1\nbuyers: [a\n", {"buyers/a": 1})
