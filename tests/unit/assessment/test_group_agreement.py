from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from assessment_builders import (
    RULES,
    answer,
    assessed,
    engagement,
    item,
    not_applicable,
    questionnaire,
    response,
)
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessment.agreement import agreement
from readiness.assessment.anonymity import heard, shown_as, standing
from readiness.assessment.voices import SIDES
from readiness.questionnaires.model import Bands, Choice
from readiness.scalars import Text

LEAST = RULES.answers.small_role
ROLES = ("executive", "business", "front-line", "it", "customer")


def agreed(people, *items, **more):
    """Return the agreement of people, (role, answers by question) each, on items of a questionnaire."""
    responses = [response(f"person-{n}", role, given) for n, (role, given) in enumerate(people)]
    asked = more.pop("questionnaires", (questionnaire("strategy", items or (item("X-Q1"),)),))
    return agreement(assessed(engagement(responses, questionnaires=asked, **more)), RULES)


def said(**values):
    """Return people who answer X-Q1: roles with the digits that its people chose."""
    return [
        (role.replace("_", "-"), {"X-Q1": digit}) for role, digits in values.items() for digit in str(digits)
    ]


def test_it_is_counted_who_was_asked_and_who_answered():
    people = [
        ("it", {"X-Q1": 3}),
        ("it", {"X-Q1": "dont-know"}),
        ("it", {"X-Q1": not_applicable()}),
        ("it", {"X-Q2": 1}),
        ("business", {"X-Q2": 1}),
        ("business", {"X-Q1": 2, "X-Q2": 1}),  # answers without being asked
        ("business", {"X-Q2": 1}),
    ]
    found = agreed(people, item("X-Q1", ask=("it",)), item("X-Q2"))
    one, two = found.items.values()
    assert (one.asked, one.values, one.dont_know, one.not_applicable) == (5, 2, 1, 1)
    assert one.share == 4 / 5
    assert (two.asked, two.values, two.share) == (7, 4, 4 / 7)
    section = found.sections[0]
    assert (section.people, section.asked, section.values) == (7, 12, 6)
    assert section.share == 8 / 12


def test_a_question_that_nobody_is_asked_has_no_share():
    found = agreed(said(it=123), item("X-Q1"), item("X-Q2", ask=("customer",)))
    assert found.items["X-Q2"].share is None


def test_two_camps_are_told_with_their_sides_and_no_range():
    one = agreed(said(it="0000", business="4443", executive="44")).items["X-Q1"]
    assert one.disputed
    assert [(camp.low, camp.high, camp.people, camp.sides) for camp in one.camps] == [
        (0, 0, 4, {"it": 4, "business": 0}),
        (3, 4, 6, {"it": 0, "business": 6}),
    ]
    assert one.ranges == {}
    assert one.sides == {"it": 0.0, "business": 4.0}
    assert one.word == "apart"
    assert one.distribution == {"0": 4, "3": 1, "4": 5}


def test_where_people_agree_there_is_a_range_for_each_side_of_four():
    one = agreed(said(it="2333", business="333")).items["X-Q1"]
    assert not one.disputed
    assert one.medians == {"it": 3, "business": 3}
    assert list(one.ranges) == ["it"]
    assert one.ranges["it"].mean == 2.75
    assert one.word == "fully"


def test_a_side_far_from_the_other_is_disputed_without_camps():
    one = agreed(said(it="1111", business="2233")).items["X-Q1"]
    assert not one.camps
    assert one.sides == {}
    one = agreed(said(it="1222", business="3444")).items["X-Q1"]
    assert one.sides == {"it": 2, "business": 4}
    assert one.disputed
    assert one.ranges == {}


def test_groups_are_set_against_each_other_with_holms_correction():
    people = [("it", {f"X-Q{n}": 0 for n in range(4)}) for _ in range(4)]
    people += [("business", {"X-Q0": 4, "X-Q1": 0, "X-Q2": 4, "X-Q3": 0}) for _ in range(4)]
    found = agreed(people, *(item(f"X-Q{n}") for n in range(4)))
    told = {name: one.differences[0] for name, one in found.items.items()}
    assert {name: one.delta for name, one in told.items()} == {"X-Q0": -1, "X-Q1": 0, "X-Q2": -1, "X-Q3": 0}
    assert told["X-Q0"].chance.p == pytest.approx(2 / 70)
    assert told["X-Q0"].corrected == pytest.approx(4 * 2 / 70)
    assert told["X-Q1"].corrected == 1
    (contest,) = found.contests
    assert contest.groups == ("it", "business")
    assert contest.sizes == (4, 4)
    assert contest.least == pytest.approx(2 / 70)
    assert (contest.questions, contest.found, contest.decides_one, contest.decides) == (4, 0, True, False)
    (whole,) = found.sections[0].differences
    assert (whole.delta, whole.sizes) == (-1, (4, 4))


def test_three_against_three_cannot_decide_even_one_question():
    (contest,) = agreed(said(it="000", business="444")).contests
    assert contest.least == pytest.approx(0.1)
    assert not contest.decides_one


def test_ten_against_ten_can():
    (contest,) = agreed(said(it="0" * 10, business="4" * 10)).contests
    assert contest.decides
    assert contest.found == 1


def test_executives_are_set_against_the_front_line_where_both_are_three():
    found = agreed(said(executive="444", front_line="1111", it="222"))
    told = {one.groups: one for one in found.items["X-Q1"].differences}
    assert told["executive", "front-line"].delta == 1
    assert told["executive", "front-line"].sizes == (3, 4)
    assert found.items["X-Q1"].role_medians == {"executive": 4, "front-line": 1, "it": 2}
    found = agreed(said(executive="44", front_line="1111", it="222"))
    assert [one.groups for one in found.items["X-Q1"].differences] == [("it", "business")]


def test_cronbachs_alpha_waits_for_twenty_who_answered_everything():
    items = [item(f"X-Q{n}") for n in range(3)]
    people = [("it", {one.id: (n + place) % 4 for place, one in enumerate(items)}) for n in range(20)]
    section = agreed(people, *items).sections[0]
    assert section.complete == 20
    assert section.consistency is not None
    people[0][1]["X-Q0"] = "dont-know"
    section = agreed(people, *items).sections[0]
    assert (section.complete, section.consistency) == (19, None)


def test_krippendorffs_alpha_is_over_the_questions_of_a_section():
    items = [item("X-Q1"), item("X-Q2"), item("X-Q3", kind="percent")]
    alike = [("it", {"X-Q1": 1, "X-Q2": 4, "X-Q3": n}) for n in range(4)]
    section = agreed(alike, *items).sections[0]
    assert (section.alpha, section.levelled) == (1.0, 2)


def test_a_choice_is_counted_by_name():
    choices = tuple(Choice(name, Text((("", name),))) for name in ("first", "second", "third"))
    people = said() + [("it", {"X-Q1": name}) for name in ("second", "first", "second")]
    one = agreed(people, item("X-Q1", kind="choice", choices=choices)).items["X-Q1"]
    assert list(one.distribution.items()) == [("first", 1), ("second", 2)]
    assert (one.medians, one.agreement, one.differences) == ({}, None, ())


def test_an_item_of_two_questionnaires_counts_in_the_first():
    shared = item("X-Q1")
    both = (questionnaire("strategy", [shared], "one"), questionnaire("strategy", [shared], "two"))
    found = agreed(said(it="123"), questionnaires=both)
    assert [len(section.items) for section in found.sections] == [1, 0]


def test_a_question_outside_its_programme_status_is_left_out():
    found = agreed(said(it="123"), item("X-Q1", applies=("live",)))
    assert found.items == {}


# anonymity


def test_who_is_on_a_side_of_two_is_in_no_figure():
    found = agreed(said(it="04", business="333", customer="0"))
    assert found.left_out == ("customer", "it")
    one = found.items["X-Q1"]
    assert one.distribution == {"3": 3}
    assert one.asked == 3
    assert "it" not in one.medians


def test_three_people_of_two_sides_show_nothing():
    one = agreed(said(it="0", business="44")).items["X-Q1"]
    assert (one.asked, one.values, one.distribution, one.medians) == (0, 0, {}, {})


def test_named_people_are_all_shown():
    found = agreed(said(it="0", business="44"), anonymity="named")
    assert found.left_out == ()
    one = found.items["X-Q1"]
    assert one.distribution == {"0": 1, "4": 2}
    assert one.medians == {"it": 0, "business": 4}
    assert one.differences[0].delta == -1


def test_a_side_of_which_two_answered_has_no_middle_and_no_part_in_the_camps():
    people = [*said(it="00", business="4444"), ("it", {"X-Q2": 1})]
    one = agreed(people, item("X-Q1"), item("X-Q2")).items["X-Q1"]
    assert one.medians == {}  # beside all answers it would tell those of the two
    assert (one.camps, one.sides, one.parted) == ((), {}, "sides")
    assert one.distribution == {"0": 2, "4": 4}
    assert one.differences == ()
    assert one.ranges == {}
    assert one.disputed


def test_camps_of_two_people_are_only_said_to_be_there():
    one = agreed(said(business="0044", it="444")).items["X-Q1"]
    assert (one.camps, one.parted, one.ranges) == ((), "camps", {})
    one = agreed(said(it="00044", business="04444")).items["X-Q1"]
    assert [(camp.people, camp.sides) for camp in one.camps] == [(4, {}), (6, {})]  # one of business at 0


def test_one_person_is_no_side():
    people = [*said(it="0", business="4444"), ("it", {"X-Q2": 1}), ("it", {"X-Q2": 1})]
    one = agreed(people, item("X-Q1"), item("X-Q2")).items["X-Q1"]
    assert (one.sides, one.parted) == ({}, "")


def test_a_percentage_stands_in_its_own_unit():
    asked = item("X-Q1", kind="percent", bands=Bands(good=40, half=20, better="higher"))
    people = [*[("it", {"X-Q1": 60})] * 3, *[("business", {"X-Q1": 5})] * 3]
    one = agreed(people, asked).items["X-Q1"]
    assert one.sides == {"it": 60, "business": 5}


sizes = st.dictionaries(st.sampled_from(ROLES), st.integers(0, 6))


@given(sizes, st.integers(1, 4))
def test_nobody_is_known_by_subtraction(people, least):
    shown = standing(people, least)
    sides = {side: sum(people.get(role, 0) for role in roles) for side, roles in SIDES.items()}
    customers = people.get("customer", 0)
    told = [sides[side] for side in shown.sides] + [customers] * ("customer" in shown.roles)
    assert all(number >= least for number in told)
    assert not told or not 0 < sum(sides.values()) + customers - sum(told) < least
    for side, roles in SIDES.items():
        told = [people[role] for role in roles if role in shown.roles]
        assert side in shown.sides or not told
        assert all(number >= least for number in told)
        assert not told or not 0 < sides[side] - sum(told) < least


@given(sizes, st.integers(1, 4))
def test_a_role_never_prints_beside_its_own_side(people, least):
    shown = shown_as(people, least)
    for side, roles in SIDES.items():
        told = {shown[role] for role in roles if role in shown}
        whole = sum(people.get(role, 0) for role in roles)
        if ("side", side) in told:
            assert told == {("side", side)}
            assert whole >= least
        elif told:
            assert all(kind == "role" and people[role] >= least for kind, role in told)
            assert sum(people[role] for _, role in told) == whole  # nobody is left to be worked out
        else:
            assert whole < least
    assert ("customer" in shown) == (people.get("customer", 0) >= least)


@given(sizes, st.integers(1, 4))
def test_who_is_heard_is_on_a_side_of_enough_people(people, least):
    roles = heard(people, least)
    for side in (*SIDES.values(), ("customer",)):
        number = sum(people.get(role, 0) for role in side)
        assert {role in roles for role in side if role in people} <= {number >= least}


answers = st.sampled_from(["0", "1", "2", "3", "4", "dont-know"])


@given(st.lists(st.tuples(st.sampled_from(ROLES), answers, answers), max_size=14))
def test_no_figure_has_fewer_than_three_people_behind_it(people):
    found = agreed([(role, {"X-Q1": a, "X-Q2": b}) for role, a, b in people], item("X-Q1"), item("X-Q2"))
    for one in found.items.values():
        assert not one.distribution or sum(one.distribution.values()) == one.values >= LEAST
        if one.values < LEAST:
            assert (one.medians, one.agreement, one.camps, one.differences) == ({}, None, (), ())
        for difference in one.differences:
            assert min(difference.sizes) >= LEAST
        place = 1 if one.id == "X-Q1" else 2
        given = [(p[0], float(p[place])) for p in people if p[place] != "dont-know"]
        parts = [[(c.low <= v <= c.high, r) for r, v in given] for c in one.camps]
        for camp, part in zip(one.camps, parts, strict=True):
            assert camp.people >= LEAST
            assert set(camp.sides.values()) <= {0, *range(LEAST, 15)}
            assert (
                camp.sides == {}
                or {side: sum(inside and role in SIDES[side] for inside, role in part) for side in camp.sides}
                == camp.sides
            )
        if one.camps or one.sides:
            for side in one.sides:
                assert sum(role in SIDES[side] for role, _ in given) >= LEAST
            spare = one.values - sum(camp.people for camp in one.camps)
            assert not one.camps or spare == 0 or spare >= LEAST
        if one.medians and one.distribution:
            spare = one.values - sum(sum(r in SIDES[side] for r, _ in given) for side in one.medians)
            assert spare == 0 or spare >= LEAST
        groups = [SIDES[side] for side in (*one.medians, *one.ranges)] + [
            (role,) for role in one.role_medians
        ]
        for roles in groups:
            assert sum(p[0] in roles and p[place] != "dont-know" for p in people) >= LEAST
    for section in found.sections:
        assert all(min(difference.sizes) >= LEAST for difference in section.differences)


@given(st.lists(st.tuples(st.sampled_from(ROLES), answers), min_size=4, max_size=14), st.randoms())
def test_the_order_and_the_names_of_people_do_not_matter(people, lot):
    found = agreed([(role, {"X-Q1": a}) for role, a in people])
    mixed = lot.sample(people, len(people))
    assert agreed([(role, {"X-Q1": a}) for role, a in mixed]) == found


def test_the_result_is_json():
    found = agreed(said(it="0000", business="4444", executive="444", front_line="111"))
    assert json.loads(json.dumps(asdict(found)))["left_out"] == []


def test_a_later_round_counts():
    first = [response(f"p-{n}", "it", {"X-Q1": answer(0)}) for n in range(3)]
    later = [replace(response(f"p-{n}", "it", {"X-Q1": answer(4)}), round=2) for n in range(3)]
    built = engagement([*first, *later], questionnaires=(questionnaire("strategy", [item("X-Q1")]),))
    assert agreement(assessed(built), RULES).items["X-Q1"].distribution == {"4": 3}
