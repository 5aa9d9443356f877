"""What the visits rest on: worked by hand, and laws of shares and ages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_maps import maps
from touchmap_builders import map_of

from readiness.touchmap.analyses.evidence import _months, evidence
from readiness.touchmap.volumes import traffic

AS_OF = date(2001, 3, 15)
MAP = """
stages: [find, buy, use]
channels: [{id: web}, {id: phone}, {id: fax}]
buyers: [{id: anna, head_count: 3}, {id: ben, head_count: 1}]
systems: [{id: core, evidence: {grade: document, on: 1998-01-01}}, {id: late, evidence: {grade: document}}]
touchpoints:
  - {id: a, stage: find, channel: web, volume: {anna: 400}, evidence: {grade: said, on: 1990-01-01}}
  - {id: b, stage: find, channel: phone, volume: {anna: 300}, evidence: {grade: measured, on: 1999-03-14}}
  - {id: c, stage: buy, channel: phone, buyers: [anna, ben], volume: 200, evidence: measured}
  - {id: d, stage: buy, channel: fax, buyers: [anna], volume: 60, evidence: {grade: document, on: 1999-03-15}}
  - {id: e, stage: buy, volume: {ben: 40}}
"""


@pytest.fixture(scope="module")
def found():
    return evidence(traffic(map_of(MAP)), AS_OF)


def test_shares_by_hand(found):
    # c is one number for two buyers, so it counts as assumed, beside e
    assert {one.grade: one.share for one in found.grades} == pytest.approx(
        {"assumed": 0.24, "said": 0.4, "document": 0.06, "measured": 0.3}
    )
    assert [one.level for one in found.grades] == ["E0", "E0", "E1", "E2"]
    assert found.guessed_share == pytest.approx(0.64)
    assert found.split_share == pytest.approx(0.2)
    assert found.undated_share == pytest.approx(0.24)
    assert found.undated == ("systems:late", "touchpoints:c")


def test_the_weakest_first(found):
    stages = [(one.element, one.visits, round(one.guessed_share, 3)) for one in found.stages]
    assert stages == [("stages:buy", 300, 0.8), ("stages:find", 700, 0.571)]
    channels = [(one.element, round(one.guessed_share, 3)) for one in found.channels]
    assert channels == [("channels:web", 1.0), ("channels:phone", 0.4), ("channels:fax", 0.0)]


def test_ages_by_hand(found):
    assert [(one.element, one.months) for one in found.dated] == [
        ("touchpoints:a", 134),
        ("systems:core", 38),
        ("touchpoints:b", 24),
        ("touchpoints:d", 24),
    ]
    assert found.oldest is found.dated[0]
    # two years to the day are not more than 24 months; what was only said does not go stale
    assert [(one.code, one.severity, one.subject) for one in found.findings] == [
        ("STALE", "serious", "touchpoints:b"),
        ("GUESSED", "minor", "channels:web"),
        ("STALE", "minor", "systems:core"),
    ]


def test_a_day_later_counts_are_stale():
    found = evidence(traffic(map_of(MAP)), date(2001, 3, 16))
    stale = [one.subject for one in found.findings if one.code == "STALE"]
    assert stale == ["touchpoints:b", "touchpoints:d", "systems:core"]
    assert found.stale_share == pytest.approx(0.36)


def test_many_small_stale_figures_are_serious_together():
    points = "\n".join(
        f"  - {{id: t{n}, volume: {{anna: 1}}, evidence: {{grade: measured, on: 1998-01-01}}}}"
        for n in range(40)
    )
    found = evidence(traffic(map_of(f"buyers: [{{id: anna}}]\ntouchpoints:\n{points}\n")), AS_OF)
    assert {one.severity for one in found.findings} == {"serious"}
    assert len(found.findings) == 40


def test_without_visits_every_touchpoint_counts_one():
    found = evidence(traffic(map_of("touchpoints: [{id: a}, {id: b}, {id: c, evidence: measured}]")), AS_OF)
    assert found.weighed == "touchpoints"
    assert found.guessed_share == pytest.approx(2 / 3)
    assert [(one.code, one.subject, one.contacts) for one in found.findings] == [
        ("GUESSED", "touchpoints:a", 0.0)
    ]


def test_next_to_nothing():
    found = evidence(traffic(map_of("")), AS_OF)
    assert (found.guessed_share, found.oldest, found.findings) == (0.0, None, ())


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2000-01-31", "2000-02-29", 0),
        ("2000-01-31", "2000-03-01", 1),
        ("2000-01-15", "2000-02-15", 1),
        ("2000-01-15", "2000-02-14", 0),
        ("1999-12-31", "2001-12-31", 24),
        ("2000-03-15", "2000-01-15", -2),
        ("2000-01-01", "2000-01-01", 0),
    ],
)
def test_whole_months(since, until, months):
    assert _months(date.fromisoformat(since), date.fromisoformat(until)) == months


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_months_turned_round_change_their_sign(one, two):
    assert _months(one, two) == -_months(two, one)


@given(maps())
def test_laws_of_shares(touchmap):
    flow = traffic(touchmap)
    found = evidence(flow, AS_OF)
    assert sum(one.share for one in found.grades) == pytest.approx(1.0 if touchmap.touchpoints else 0.0)
    guessed = sum(one.share for one in found.grades if one.level == "E0")
    assert found.guessed_share == pytest.approx(guessed)
    assert any(one.code == "GUESSED" for one in found.findings) == (found.guessed_share > 0.5)
    for group in (*found.stages, *found.channels):
        parts = group.guessed_share + group.documented_share + group.measured_share
        assert parts == pytest.approx(1.0)
    assert found.split_share <= found.guessed_share + 1e-9
