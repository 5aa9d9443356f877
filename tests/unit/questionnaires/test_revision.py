"""Versions: what changed, which level that is, and numbers that claim less."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.folder import library
from readiness.questionnaires.model import Bands, Choice, Gate, Item, Part, Questionnaire
from readiness.questionnaires.revision import Revised, compare, least_version, lies, said
from readiness.scalars import Text


def words(text):
    return Text((("en", text),))


FULL = Item(
    "A", words("First"), anchors={"0": words("No")}, parts={"a": Part(words("One")), "b": Part(words("Two"))},
    gate=Gate(words("Really?")), ask=("it",),
)  # fmt: skip
LIST = Item(
    "L", words("List"), kind="choices", choices=(Choice("x", words("X"), 1), Choice("y", words("Y"), 2))
)
OLD = Questionnaire("questionnaire/1", "q", "1.2.3", words("Q"), items=(FULL, Item("B", words("B")), LIST))


def changed(item, **fields):
    return replace(OLD, items=tuple(replace(one, **fields) if one.id == item else one for one in OLD.items))


PATCH = {
    "text": changed("A", text=words("Other")),
    "help": changed("A", help=words("Help")),
    "remedy": changed("A", remedy=words("Call")),
    "an anchor's spelling": changed("A", anchors={"0": words("no!")}),
    "a part's words": changed("A", parts={"a": Part(words("1")), "b": Part(words("Two"))}),
    "a gate's words": changed("A", gate=Gate(words("Honestly?"))),
    "a choice's words": changed("L", choices=(Choice("x", words("XX"), 1), LIST.choices[1])),
    "sources": changed("A", sources=("S1-1",)),
    "points that nobody sees": changed("B", points=7),
    "title": replace(OLD, title=words("R")),
    "order": replace(OLD, items=OLD.items[::-1]),
}
MINOR = {
    "an item more": replace(OLD, items=(*OLD.items, Item("C", words("C")))),
    "an item renamed": replace(OLD, items=(FULL, Item("B2", words("B")), LIST), renamed={"B": "B2"}),
    "a choice more": changed("L", choices=(*LIST.choices, Choice("z", words("Z"), 3))),
    "a choice renamed": replace(
        changed("L", choices=(Choice("xx", words("X"), 1), LIST.choices[1])), renamed={"L.x": "L.xx"}
    ),
    "others asked": changed("A", ask=("it", "business")),
    "evidence expected": changed("A", evidence="expected"),
    "a lock": changed("A", lock=("weight",)),
    "an anchor's words": changed("A", anchors={"0": words("Never")}),
    "an anchor more": changed("A", anchors={"0": words("No"), "4": words("Yes")}),
    "an anchor less": changed("A", anchors={}),
}
MAJOR = {
    "an item less": replace(OLD, items=OLD.items[1:]),
    "another kind": changed("B", kind="yes-no"),
    "weight": changed("A", weight=3),
    "witness": changed("A", witness="it"),
    "reverse": changed("A", reverse=True),
    "bands": changed("B", bands=Bands(1, 2)),
    "no gate": changed("A", gate=None),
    "a part less": changed("A", parts={"a": FULL.parts["a"]}),
    "a part turned": changed("A", parts={"a": Part(words("One"), True), "b": FULL.parts["b"]}),
    "a choice less": changed("L", choices=LIST.choices[:1]),
    "a level": changed("L", choices=(replace(LIST.choices[0], level=4), LIST.choices[1])),
    "a condition": changed("A", show_if="B >= 2"),
    "evidence required": changed("A", evidence="required"),
    "a unit": changed("B", unit=words("days")),
    "one choice of two": replace(
        changed("L", choices=(Choice("z", words("X"), 1),)), renamed={"L.x": "L.z", "L.y": "L.z"}
    ),
    "one item of two": replace(OLD, items=(FULL, LIST), renamed={"B": "A"}),
    "statuses": changed("A", applies=("live",)),
    "pitfall": replace(OLD, pitfall="strategy"),
}
LEVELS = {"patch": PATCH, "minor": MINOR, "major": MAJOR}


@pytest.mark.parametrize(
    ("level", "new"),
    [pytest.param(level, new, id=f"{level}: {name}") for level, cases in LEVELS.items()
     for name, new in cases.items()],
)  # fmt: skip
def test_every_change_has_its_level(level, new):
    revision = compare(OLD, new)
    assert revision.level == level
    twice = new.items == OLD.items[::-1] or len(new.renamed) == 2
    assert len(revision.changes) == (2 if twice else 1)


def test_words_that_change_places_turn_a_scale():
    scale = changed("A", anchors={"0": words("No"), "4": words("Yes")})
    turned = changed("A", anchors={"0": words("Yes"), "4": words("No")})
    assert compare(scale, turned).level == "major"


def test_points_of_agreement_are_a_scale():
    agree = changed("B", kind="agree")
    seven = replace(agree, items=tuple(replace(one, points=7) for one in agree.items))
    assert [(one.item, one.level) for one in compare(agree, seven).changes if one.level == "major"] == [
        ("B", "major")
    ]


@pytest.mark.parametrize(
    ("was", "now", "level"),
    [
        ("Used in every team.", "used in every team", "patch"),
        ("Written down, nobody follows it", "Written down; nobody follows it!", "patch"),
        ("We recieve a follow up", "We receive a follow-up", "patch"),
        ("Their adress is known", "Their address is known", "patch"),
        ("A café keeps a list", "A cafe keeps a list", "patch"),
        ("Never used", "Ever used", "minor"),
        ("In use", "In use and measured", "minor"),
        ("Within 12 hours", "Within 21 hours", "minor"),
        ("About 1.5 times", "About 15 times", "minor"),
        ("More than 50 people", "More than 50% people", "minor"),
        ("有，但不常用", "有但不常用。", "patch"),
        ("不能用", "能不用", "minor"),
    ],
)
def test_more_than_the_spelling_of_an_anchor_may_change_what_a_number_means(was, now, level):
    one, other = (changed("A", anchors={"0": words("No"), "3": words(text)}) for text in (was, now))
    assert compare(one, other).level == compare(other, one).level == level


def test_nothing_changed():
    assert compare(OLD, OLD).changes == ()
    assert compare(OLD, OLD).level == "none"


def test_names_of_conditions_do_not_matter():
    one = replace(changed("A", show_if="low"), conditions={"low": "B >= 2"})
    two = changed("A", show_if="B >= 2")
    assert compare(one, two).level == "none"
    assert compare(one, replace(one, conditions={"low": "B >= 3"})).level == "major"


def test_a_choice_more_matters_where_all_are_counted():
    shared = changed("L", score="share")
    more = replace(
        shared,
        items=(
            *shared.items[:2],
            replace(shared.items[2], choices=(*LIST.choices, Choice("z", words("Z"), 3))),
        ),
    )
    assert compare(shared, more).level == "major"


@given(st.permutations(list("ABCDEFG")))
def test_the_fewest_items_are_said_to_have_moved(order):
    before = replace(OLD, items=tuple(Item(name, words(name)) for name in "ABCDEFG"))
    after = replace(before, items=tuple(Item(name, words(name)) for name in order))
    moved = [change.item for change in compare(before, after).changes]
    stays = [name for name in order if name not in moved]
    assert stays == sorted(stays)
    best = max(
        sum(mask >> n & 1 for n in range(7))
        for mask in range(128)
        if (kept := [order[n] for n in range(7) if mask >> n & 1]) == sorted(kept)
    )
    assert len(moved) == 7 - best


@pytest.mark.parametrize(
    ("version", "level", "least"),
    [
        ("1.2.4", "patch", "1.2.4"),
        ("1.3.0", "minor", "1.3.0"),
        ("2.0.0", "major", "2.0.0"),
        ("1.2.3", "none", "1.2.3"),
    ],
)
def test_version_numbers(version, level, least):
    new = replace(OLD, version=version)
    assert said(OLD, new) == level
    assert least_version(OLD, level) == least


@pytest.mark.parametrize("version", ["1.2.3", "1.2.4", "1.3.0", "2.0.0", "1.1.9"])
def test_a_number_lies_where_it_claims_less(version):
    for level, cases in LEVELS.items():
        for new in cases.values():
            named = replace(new, version=version)
            claims = {"1.2.4": 1, "1.3.0": 2, "2.0.0": 3}.get(version, 0)
            assert lies(OLD, named, compare(OLD, named)) == (
                claims < ("none", "patch", "minor", "major").index(level)
            )


def test_a_change_says_where_it_is():
    assert compare(OLD, MINOR["a choice renamed"]).changes == (
        Revised("renamed", "minor", "L", "x", "choices", "xx"),
    )
    assert compare(OLD, MINOR["an item renamed"]).changes == (Revised("renamed", "minor", "B2", "B"),)


def test_bundled_templates_do_not_differ_from_themselves():
    for one in library.questionnaires():
        assert compare(one, one, among=library.questionnaires()).level == "none"
