from __future__ import annotations

import pytest

from readiness import services
from readiness.reports.speakers import Speakers
from readiness.reports.words import Words
from readiness.resources import examples


@pytest.fixture(scope="module")
def boise():
    return services.assess(examples() / "boise-office")


EXPECTED = {
    "strategy": ("watch", None, "serious"),
    "organization": ("flag", "proved", "critical"),
    "technology": ("flag", "probable", "critical"),
    "relationship": ("watch", None, "serious"),
}


@pytest.mark.parametrize("name", list(EXPECTED))
def test_expected_verdicts(boise, name):
    pitfall = boise.assessment.pitfalls[name]
    found = (pitfall.judgement.verdict, pitfall.judgement.proof, pitfall.severity)
    assert found == EXPECTED[name]


def test_expected_decision(boise):
    assert boise.assessment.decision.advice == "hold"
    assert boise.assessment.decision.because == ("organization",)
    assert boise.view.decision.title == "Do not commit yet: Sign the vendor contract"


def test_every_part_of_the_report_has_something_to_show(boise):
    view = boise.view
    assert [p.id for p in boise.assessment.pitfalls.values() if p.contested] == ["technology"]
    assert sum(gap.conflict for gap in view.sides.gaps) >= 3
    assert view.questions
    assert view.map is not None
    assert view.map.findings
    assert view.map.dropped
    assert view.own_words
    assert view.own_actions
    assert len(view.actions) == 3
    assert len({action.owner for action in view.actions}) == 3
    assert view.ownership.gaps
    assert boise.checked.errors == 0


def test_roles_with_few_people_print_only_as_a_side(boise):
    """Two executives answered: their word may only appear as the business side's."""
    said = {said.who for p in boise.view.pitfalls for r in p.reasons for said in r.answers}
    said |= {said.who for own in boise.view.own_words for said in own.answers}
    said |= {said.who for said in boise.view.own_actions}
    assert said
    assert "executives" not in said


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ({"executive": 1, "business": 3}, {"executive": "business", "business": "business"}),
        (
            {"executive": 2, "business": 3, "front-line": 3},
            {"executive": "business", "business": "business", "front-line": "business"},
        ),
        ({"executive": 3, "business": 3}, {"executive": "executives", "business": "business departments"}),
        (
            {"executive": 2, "business": 2, "front-line": 3},
            {"executive": "business", "business": "business", "front-line": "business"},
        ),
        ({"executive": 1, "it": 2}, {"executive": "", "it": ""}),
        ({"it": 3, "customer": 2}, {"it": "IT", "customer": ""}),
    ],
)  # fmt: skip
def test_nobody_is_known_by_subtraction(boise, people, expected):
    speakers = Speakers(boise.assessment, Words(boise.phrases), 3)
    speakers.people = people
    assert {role: speakers.group(role) for role in expected} == expected
    groups: dict[str, int] = {}
    for role, number in people.items():
        groups[speakers.group(role)] = groups.get(speakers.group(role), 0) + number
    assert all(number >= 3 for name, number in groups.items() if name)
