"""Derived templates: what changes, what is inherited, and in which order they are put together."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from readiness.folder import library
from readiness.questionnaires.assembly import assemble
from readiness.questionnaires.inheritance import derive, in_order_of_descent
from readiness.questionnaires.library import digest, find, resolve
from readiness.questionnaires.model import CHANGEABLE, Change, Include, Item, Part, Questionnaire
from readiness.questionnaires.translation import Translation, tag
from readiness.scalars import Text


def words(text):
    return Text((("", text),))


WHY = words("Asked for by the client")
BASE = Questionnaire(
    "questionnaire/1", "base", "1.0.0", words("Base"), pitfall="strategy", intro=words("Welcome"), minutes=5,
    conditions={"low": "A < 2"},
    items=(
        Item("A", words("First"), anchors={"0": words("No"), "1": words("Yes")}, remedy=words("Call")),
        Item("B", words("Second"), parts={"a": Part(words("One"))}, sources=("S1-1",)),
        Item("C", words("Third")),
    ),
)  # fmt: skip


def derived(*changes, **more):
    own = Questionnaire(
        "questionnaire/1", "own", "1.0.0", words("Own"), extends="base@^1", changes=changes, **more
    )
    return derive(tag(own), [tag(BASE)])


def test_a_template_that_only_extends_asks_the_same():
    found, problems = derived()
    assert problems == ()
    assert found.items == tag(BASE).items
    assert (found.pitfall, found.minutes, str(found.intro)) == ("strategy", 5, "Welcome")
    assert str(found.title) == "Own"
    assert found.conditions == BASE.conditions


def test_each_change_is_made_in_its_order():
    found, problems = derived(
        Change(WHY, set="A", weight=3, anchors={"1": words("Of course")}),
        Change(WHY, add=Item("D", words("New")), after="A"),
        Change(WHY, move="C", before="A"),
        Change(WHY, drop="B"),
        Change(WHY, set="D", text=words("Newer")),
        Change(WHY, add=Item("B", words("Another second"))),
    )
    assert problems == ()
    assert [item.id for item in found.items] == ["C", "A", "D", "B"]
    first = found.items[1]
    assert first.weight == 3
    assert {key: str(text) for key, text in first.anchors.items()} == {"0": "No", "1": "Of course"}
    assert str(first.remedy) == "Call"  # what is not set is inherited
    assert str(found.items[2].text) == "Newer"
    assert found.items[3].sources == ()  # a new item, not the dropped one


def test_every_field_of_an_item_but_its_id_can_be_set():
    assert {field.name for field in fields(Item)} - {"id"} == set(CHANGEABLE)


@pytest.mark.parametrize("lock", [("weight",), ("all",)])
def test_a_locked_field_stays(lock):
    locked = replace(BASE, items=(replace(BASE.items[0], lock=lock), *BASE.items[1:]))
    own = Questionnaire("questionnaire/1", "own", "1.0.0", WHY, extends="base",
                        changes=(Change(WHY, set="A", weight=3),))  # fmt: skip
    found, problems = derive(own, [locked])
    assert [(one.code, one.at) for one in problems] == [("locked", ("changes", 0, "weight"))]
    assert found.items[0].weight == 1


def test_a_lock_is_inherited_and_cannot_be_taken_off():
    locked = replace(BASE, items=(replace(BASE.items[0], lock=("weight",)), *BASE.items[1:]))
    child = Questionnaire("questionnaire/1", "child", "1.0.0", WHY, extends="base")
    grandchild = Questionnaire("questionnaire/1", "grandchild", "1.0.0", WHY, extends="child",
                               changes=(Change(WHY, set="A", weight=3),
                                        Change(WHY, set="A", lock=())))  # fmt: skip
    found = assemble([grandchild, child, locked])
    assert [(one.code, one.at[:3]) for one in found.problems] == [
        ("locked", ("questionnaires", 0, "changes")), ("locked", ("questionnaires", 0, "changes")),
    ]  # fmt: skip
    assert found.questionnaires[0].items[0].weight == 1


def test_a_lock_is_not_got_round():
    """By dropping and adding the same item, or by saying anew what its condition rests on."""
    locked = replace(BASE, items=(replace(BASE.items[0], lock=("weight",), show_if="low"), *BASE.items[1:]))
    tries = {
        ("changes", 1, "add", "id"): {"changes": (Change(WHY, drop="A"), Change(WHY, add=Item("A", WHY)))},
        ("conditions", "low"): {"conditions": {"low": "B >= 4"}},
        ("pitfall",): {"pitfall": "technology"},
    }
    for at, fields_ in tries.items():
        own = Questionnaire("questionnaire/1", "own", "1.0.0", WHY, extends="base", **fields_)
        found, problems = derive(own, [locked])
        assert [one.at for one in problems] == [at]
        assert found.conditions["low"] == "A < 2"


def test_there_may_be_too_many_changes():
    found, problems = derived(*[Change(WHY, move="A", before="B")] * 1_001)
    assert [one.code for one in problems] == ["change-too-many"]
    assert found.items == ()


def test_more_can_be_locked_by_a_derived_template():
    found, problems = derived(Change(WHY, set="A", lock=("weight", "drop")))
    assert (problems, found.items[0].lock) == ((), ("weight", "drop"))


def test_the_digest_is_that_of_what_is_asked():
    plain = replace(tag(BASE), id="own", title=words("Own"))
    same, _ = derived()
    heavier, _ = derived(Change(WHY, set="A", weight=3))
    reasoned, _ = derived(Change(words("Another reason"), set="A", weight=3))
    assert digest(same, [BASE]) == digest(plain, [BASE])
    assert digest(heavier, [BASE]) == digest(reasoned, [BASE]) != digest(same, [BASE])


def test_languages_of_the_parent_are_inherited_and_changed_words_are_not():
    chinese = Translation("translation/1", "base@1.0.0", "zh-Hant", {"A.text": "第一", "C.text": "第三"})
    own = Questionnaire(
        "questionnaire/1", "own", "1.0.0", words("Own"), extends="base",
        changes=(Change(WHY, set="A", text=words("Changed")),),
    )  # fmt: skip
    more = Translation("translation/1", "own", "zh-Hans", {"A.text": "改了", "changes.0.why": "客户要求"})
    found = assemble([tag(own), tag(BASE)], [chinese, more])
    first, _, third = found.questionnaires[0].items
    assert dict(first.text.words) == {"en": "Changed", "zh-Hans": "改了"}
    assert dict(third.text.words) == {"en": "Third", "zh-Hant": "第三"}
    assert found.questionnaires[0].changes[0].why.choose("zh-Hans") == ("zh-Hans", "客户要求")
    assert found.problems == ()


def test_parents_come_before_children_whatever_their_order():
    names = ("d", "c", "b", "a")
    chain = [
        Questionnaire("questionnaire/1", name, "1.0.0", WHY, extends=parent)
        for name, parent in zip(names, ("c", "b", "a", ""), strict=True)
    ]
    assert in_order_of_descent(chain) == ([3, 2, 1, 0], [])
    long = [
        Questionnaire("questionnaire/1", f"q{n}", "1.0.0", WHY, extends=f"q{n + 1}") for n in range(3_000)
    ]
    ordered, circular = in_order_of_descent(long[:2_000])
    assert (ordered[0], len(ordered), circular) == (1_999, 2_000, [])


def test_circles_are_found_and_what_hangs_on_them_is_not_one():
    make = lambda name, parent: Questionnaire("questionnaire/1", name, "1.0.0", WHY, extends=parent)
    found = assemble([make("a", "b"), make("b", "a"), make("c", "a"), make("d", "d")])
    assert [(one.code, one.at) for one in found.problems if one.code == "extends-itself"] == [
        ("extends-itself", ("questionnaires", place, "extends")) for place in (0, 1, 3)
    ]


def test_a_module_without_items_is_included_whole():
    whole = Questionnaire("questionnaire/1", "own", "1.0.0", WHY, include=(Include("base"),),
                          items=(Item("Z", WHY), Item("B", WHY)))  # fmt: skip
    assert [item.id for item in resolve(whole, [BASE])] == ["A", "C", "Z", "B"]


def test_every_bundled_template_is_put_together_without_a_problem():
    for one in library.questionnaires():
        assert find(one.extends, library.questionnaires()) if one.extends else True
        for change in one.changes:
            assert str(change.why).strip()
