"""Three free actions for next week, findings of the map, and who answered."""

from datetime import date

from assessment_builders import (
    AS_OF,
    INDICATORS,
    ITEMS,
    answer,
    assessed,
    engagement,
    response,
    sign,
    stated,
)

from readiness.assessment.actions import choose_actions, rank
from readiness.assessment.assess import people_by_role
from readiness.assessment.findings import map_findings
from readiness.assessment.sign import Sums
from readiness.assessment.verdict import Judgement
from readiness.scalars import Text

BY_ID = {indicator.id: indicator for indicator in INDICATORS}


def words(text):
    return Text((("", text),))


WITNESSES = {"A": "business", "B": "it", "C": "business", "D": "both", "E": "executive", "F": "map"}
REMEDIES = {name: (words(f"Mend {name}"), witness) for name, witness in WITNESSES.items()}


def chosen(names, **owners):
    ranked = [("strategy", sign(id=name, risk=1)) for name in names]
    named = {role.replace("_", "-"): words(owner) for role, owner in owners.items()}
    return choose_actions(ranked, REMEDIES, named, AS_OF)


def test_at_most_three_in_the_order_of_their_weight_a_week_from_now():
    found = chosen("ABEC", business="Ann", it="Bob", executive="Cy", C="Dee")
    assert [action.indicator for action in found] == ["A", "B", "E"]
    assert {action.on for action in found} == {date(2020, 6, 8)}
    assert str(found[0].text) == "Mend A"


def test_at_most_one_for_each_named_owner():
    assert [a.indicator for a in chosen("ACBE", business="Ann", it="Bob")] == ["A", "B", "E"]
    assert [a.indicator for a in chosen("AB", business="Ann", it="Ann")] == ["A"]
    assert [str(a.owner) for a in chosen("AC", business="Ann", C="Dee")] == ["Ann", "Dee"]


def test_an_owner_is_left_open_rather_than_invented():
    found = chosen("AE")
    assert [(a.role, str(a.owner)) for a in found] == [("business", ""), ("executive", "")]


def test_where_nobody_is_named_a_role_may_fill_up_to_three():
    assert [a.indicator for a in chosen("ACDF")] == ["A", "C", "D"]
    assert [a.indicator for a in chosen("ABCE", it="Bob")] == ["A", "B", "E"]
    assert [a.indicator for a in chosen("ACE")] == ["A", "E", "C"]
    assert [a.indicator for a in chosen("AACA")] == ["A", "C"]


def test_a_name_at_an_indicator_and_at_a_role_is_one_owner():
    assert [a.indicator for a in chosen("BACD", business="Ann", B="Ann")] == ["B"]
    assert [(a.indicator, str(a.owner)) for a in chosen("ACD", C="Dee", D="Dee")] == [("A", ""), ("C", "Dee")]


def test_facts_and_shared_questions_are_the_business_side_s_to_mend():
    assert [a.role for a in chosen("D")] == [a.role for a in chosen("F")] == ["business"]


def test_an_indicator_without_remedy_gives_no_action():
    assert choose_actions([("strategy", sign(id="Z", risk=1))], REMEDIES, {}, AS_OF) == ()


def test_proved_before_probable_before_watched_and_then_by_share_of_risk():
    def judged(verdict, proof, known):
        return Judgement(verdict, proof, Sums(known, known, 1), "because")

    ranked = rank(
        [
            ("relationship", judged("watch", None, 1), [sign(id="W", risk=1)]),
            ("technology", judged("flag", "probable", 10), [sign(id="P", risk=0.5), sign(id="Q", risk=1)]),
            ("strategy", judged("flag", "proved", 99), [sign(id="G", risk=0.25), sign(id="Z", risk=0)]),
            ("organization", judged("clear", None, 1), [sign(id="C", risk=1)]),
        ]
    )
    assert [(pitfall, found.id) for pitfall, found in ranked] == [
        ("strategy", "G"),
        ("technology", "Q"),
        ("technology", "P"),
        ("relationship", "W"),
    ]


def test_the_actions_of_an_engagement_are_the_remedies_of_its_reasons():
    said = {name: answer(0, grade="document") for name in ("P1-Q2", "P1-Q3", "P1-Q9", "P1-Q10", "P1-Q5")}
    found = assessed(engagement([response("b", "business", said)], owners={"P1-Q2": words("Ann")}))
    assert [(a.indicator, str(a.owner)) for a in found.actions] == [
        ("P1-Q2", "Ann"),
        ("P1-Q10", ""),
        ("P1-Q3", ""),
    ]
    assert found.actions[0].text == ITEMS["P1-Q2"].remedy


def test_map_findings_half_is_minor_full_is_serious_the_law_always():
    told = [
        sign(id="P2-M1", kind="map", risk=0.5, elements=("touchpoints:fax",)),
        sign(id="P2-M2", kind="stated", risk=1),
        sign(id="P2-M3", kind="map", risk=0),
        sign(id="P2-M4", kind="map", state="missing"),
        sign(id="P2-Q1", risk=1),
    ]
    found = list(map_findings(told, BY_ID))
    assert [(f.code, f.severity, f.elements) for f in found] == [
        ("P2-M1", "minor", ("touchpoints:fax",)),
        ("P2-M2", "serious", ()),
    ]
    stated_law = assessed(engagement([response("b", "business", {"P4-M3": stated(0.5)})]))
    assert ("P4-M3", "serious") in {(f.code, f.severity) for f in stated_law.findings}


def test_a_person_who_left_everything_blank_did_not_answer():
    found = assessed(
        engagement(
            [
                response("i-1", "it", {"P1-Q1": 1}),
                response("i-2", "it", {"P1-Q1": "", "P1-Q2": ""}),
                response("b-1", "business", {"P1-Q2": "dont-know", "P1-Q3": 1}),
                response("b-2", "business", {"P1-Q7": {"gate": "yes"}}),
            ]
        )
    )
    assert people_by_role(found.voices) == {"business": 2, "it": 1}
