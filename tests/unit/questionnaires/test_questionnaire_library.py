"""Questionnaires by name and version; what the bundled ones promise."""

from dataclasses import replace

import pytest

from readiness.folder import library
from readiness.questionnaires.checks import check_includes, check_questionnaire, check_version
from readiness.questionnaires.library import digest, find, items_by_pitfall, resolve
from readiness.questionnaires.model import (
    PITFALLS,
    STATUSES,
    Choice,
    Gate,
    Include,
    Item,
    Part,
    Questionnaire,
)
from readiness.scalars import Text

EVERY = library.questionnaires()
BUNDLED = tuple(one for one in EVERY if one.id in library.FOUNDATION)
ITEMS = {item.id: item for q in BUNDLED for item in q.items}


def version(number, name="survey"):
    return Questionnaire("questionnaire/1", name, number, Text((("", number),)))


SHELF = [version(number) for number in ("1.0.0", "1.2.0", "1.10.1", "2.0.0")]


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("survey", "2.0.0"),
        ("survey@1", "1.10.1"),
        ("survey@1.2", "1.2.0"),
        ("survey@1.0.0", "1.0.0"),
        ("survey@^1", "1.10.1"),
        ("survey@^1.2", "1.10.1"),
        ("survey@^1.11", None),
        ("survey@^2", "2.0.0"),
        ("survey@3", None),
        ("survey@1.0.1", None),
        ("other", None),
        ("survey@", None),
        ("survey@x", None),
        ("", None),
    ],
)
def test_a_reference_finds_the_newest_it_admits(reference, found):
    questionnaire = find(reference, SHELF)
    assert (questionnaire.version if questionnaire else None) == found
    assert find(reference, SHELF[::-1]) == questionnaire


def test_includes_come_first_in_their_own_order():
    core = find("workshop-core", BUNDLED)
    ids = [item.id for item in resolve(core, BUNDLED)]
    assert ids[:3] == ["R0", "P1-Q1", "P1-Q2"]
    assert ids[-1] == "FQ-5"
    assert len(ids) == sum(len(include.items) for include in core.include)


def test_the_short_form_has_all_gates_and_all_heavy_items_and_at_most_twenty():
    core = {item.id for item in resolve(find("workshop-core", BUNDLED), BUNDLED)}
    scored = {item.id for items in items_by_pitfall(BUNDLED).values() for item in items}
    heavy = {name for name in scored if ITEMS[name].weight == 3 or ITEMS[name].gate}
    assert heavy <= core
    assert len(core) <= 20


def test_the_digest_changes_with_the_questions_only():
    core, other = find("workshop-core", BUNDLED), find("ownership", BUNDLED)
    assert digest(core, BUNDLED) == digest(replace(core, intro=Text()), BUNDLED[::-1])
    assert digest(core, BUNDLED) != digest(other, BUNDLED)
    heavier = replace(other, items=(replace(other.items[0], weight=3), *other.items[1:]))
    assert digest(other, BUNDLED) != digest(heavier, BUNDLED)


def test_an_item_of_two_questionnaires_stands_once_as_the_later_has_it():
    one, two = Item("Q-1", Text(), weight=1), Item("Q-1", Text(), weight=3)
    quizzes = [replace(version("1.0.0", name), pitfall="strategy", items=(i,)) for name, i in
               (("a", one), ("b", two))]  # fmt: skip
    assert items_by_pitfall(quizzes)["strategy"] == (two,)


def test_every_pitfall_has_questions_and_every_question_one_pitfall():
    found = items_by_pitfall(BUNDLED)
    assert tuple(found) == PITFALLS
    assert {p: len(items) for p, items in found.items()} == {
        "strategy": 12, "organization": 12, "technology": 11, "relationship": 10,
    }  # fmt: skip


def test_weights_gates_duties_and_witnesses_are_those_of_the_domain():
    assert {name for name, i in ITEMS.items() if i.duty} == {
        "P1-Q2", "P1-Q5", "P1-Q6", "P1-Q10", "P1-Q11", "P3-Q6", "P3-Q11", "P4-Q3", "P4-Q6",
    }  # fmt: skip
    assert {name for name, i in ITEMS.items() if i.legal} == {"P4-Q3"}
    assert {name for name, i in ITEMS.items() if i.gate} == {
        "P1-Q1", "P1-Q7", "P1-Q8", "P2-Q2", "P2-Q7", "P2-Q8", "P3-Q3", "P3-Q9", "P4-Q1", "P4-Q3", "P4-Q8",
    }  # fmt: skip
    assert {name for name, i in ITEMS.items() if i.witness == "both" and i.weight} == {
        "P2-Q11", "P3-Q1", "P3-Q6", "P3-Q7", "OW-Q1",
    }  # fmt: skip
    assert {name for name, i in ITEMS.items() if i.weight == 3} == {
        "P1-Q1", "P1-Q2", "P2-Q2", "P2-Q7", "P2-Q8", "P3-Q2", "P3-Q6", "P4-Q1", "P4-Q3",
    }  # fmt: skip
    later = ("chosen", "live", "repairing")
    assert {name: i.applies for name, i in ITEMS.items() if i.applies != STATUSES} == {
        "P3-Q3": ("choosing", *later),
        **dict.fromkeys(("P1-Q8", "P2-Q8", "P2-Q9", "P3-Q4", "P3-Q5", "P3-Q10"), later),
    }
    assert [(n, p) for n, i in ITEMS.items() for p, part in i.parts.items() if part.reverse] == [
        ("P2-Q2", "b")
    ]


def test_kinds_are_those_of_the_domain():
    other = {name: i.kind for name, i in ITEMS.items() if i.kind != "maturity"}
    texts = {name for name, kind in other.items() if kind == "text"}
    assert texts == {"FQ-5", *(f"IM-{n}" for n in range(1, 6))}
    assert {name: kind for name, kind in other.items() if kind != "text"} == {
        "R0": "choice", "P1-Q6": "estimate", "P3-Q7": "percent",
    }  # fmt: skip
    assert [choice.id for choice in ITEMS["R0"].choices] == [
        "strategy",
        "process",
        "system",
        "product",
        "other",
    ]


def test_bundled_questionnaires_are_consistent():
    assert {one.id for one in EVERY} >= set(library.FOUNDATION)
    for questionnaire in EVERY:
        assert check_version(questionnaire) is None
        assert list(check_questionnaire(questionnaire)) == []
        assert list(check_includes(questionnaire, EVERY)) == []
    for name, item in {item.id: item for q in EVERY for item in q.items}.items():
        if item.kind == "maturity":
            assert sorted(item.anchors) == ["0", "1", "2", "3", "4"], name
        if item.scored:
            assert item.remedy, name
            assert item.witness == "both" or item.witness in item.ask, name


def test_what_is_wrong_in_a_questionnaire_is_told():
    bad = replace(
        version("1.0"),
        items=(
            Item("Q 1", Text()),
            Item("Q-2", Text(), kind="choice"),
            Item("q-2", Text(), kind="percent"),
            Item("Q-3", Text(), kind="estimate"),
            Item("Q-4", Text(), kind="number", gate=Gate(Text()), parts={"a": Part(Text())}, reverse=True),
            Item("Q-5", Text(), kind="agree", points=1, applies=(), gate=Gate(Text())),
            Item(
                "Q-6",
                Text(),
                kind="choices",
                choices=(Choice("a b", Text(), 1), Choice("c", Text()), Choice("c", Text())),
                lock=("wieght",),
            ),
        ),
    )
    found = [(problem.code, problem.at) for problem in check_questionnaire(bad)]
    assert found == [
        ("item-id", ("items", 0, "id")),
        ("missing-key", ("items", 1)),
        ("same-id", ("items", 2, "id")),
        ("missing-key", ("items", 2)),
        ("missing-key", ("items", 3)),
        ("missing-key", ("items", 3)),
        ("field-for-nothing", ("items", 4, "parts")),
        ("field-for-nothing", ("items", 4, "reverse")),
        ("gate-never-due", ("items", 4, "gate")),
        ("points", ("items", 5, "points")),
        ("gate-never", ("items", 5, "applies")),
        ("choice-id", ("items", 6, "choices", 0, "id")),
        ("same-id", ("items", 6, "choices", 2, "id")),
        ("choice-without-level", ("items", 6, "choices", 1)),
        ("choice", ("items", 6, "lock", 0)),
    ]
    assert check_version(bad).at == ("version",)
    lost = replace(version("1.0.0"), include=(Include("nowhere", ()), Include("ownership", ("OW-Q9",))))
    assert [(p.code, p.at) for p in check_includes(lost, BUNDLED)] == [
        ("unknown-questionnaire", ("include", 0, "from")),
        ("dangling", ("include", 1, "items", 0)),
    ]


def test_indicators_and_items_share_no_name():
    names = {indicator.id for indicator in library.indicators()}
    assert len(names) == 22
    assert names.isdisjoint(ITEMS)
