"""A map beside a log: each kind of difference, and none where they say the same."""

from datetime import date

from readiness.engagement import conformance
from readiness.engagement.conformance import conform
from readiness.engagement.measured import Cell, Measured, Step
from readiness.evidence import EvidenceNote
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer
from readiness.touchmap.volumes import traffic


def touchpoint(name, visits, grade="assumed", **other):
    return Touchpoint(
        name,
        buyers=("small",),
        volume=Volume(by_buyer={"small": visits}),
        evidence=EvidenceNote(grade),
        **other,
    )


def shop(*touchpoints):
    return traffic(
        TouchMap("touchmap/1", "shop", buyers=(Buyer("small"), Buyer("large")), touchpoints=touchpoints)
    )


def measured(cells, steps=(), months=None):
    made = tuple(Cell(buyer, "", where, "", number) for buyer, where, number in cells)
    return Measured(
        date(2000, 1, 1), date(2000, 12, 31), sum(one.contacts for one in made), {}, {}, 0, made,
        months or {}, {},
        tuple(Step("small", *step, 0) for step in steps), (), (), (), minimum=5,
    )  # fmt: skip


def told(found):
    return [(one.code, one.touchpoint, one.other) for one in found.mismatches]


def test_a_log_that_says_what_the_map_says():
    one = shop(touchpoint("ask", 100, next=(Next("order", 0.5),)), touchpoint("order", 50))
    found = conform(one, measured([("small", "ask", 100), ("small", "order", 50)], [("ask", "order", 50)]))
    assert found.mismatches == ()
    assert found.coverage == 1
    assert conform(one, measured([])).coverage == 1


def test_what_is_only_on_one_side():
    one = shop(
        touchpoint("ask", 100, next=(Next("order", 0.5),)), touchpoint("order", 50), touchpoint("fax", 1)
    )
    cells = [("small", "ask", 100), ("large", "ask", 10), ("small", "order", 50), ("small", "chat", 40)]
    found = conform(one, measured(cells, [("order", "ask", 20), ("ask", "chat", 40), ("ask", "ask", 1)]))
    assert told(found) == [
        (conformance.NOT_ON_MAP, "chat", ""),
        (conformance.UNUSED, "fax", ""),
        (conformance.STRANGER, "ask", "large"),
        (conformance.STEP_NOT_ON_MAP, "order", "ask"),
        (conformance.STEP_UNUSED, "ask", "order"),
    ]
    assert (found.covered, found.contacts) == (150, 200)


def test_volumes_may_be_as_far_away_as_their_evidence_allows():
    for grade, inside, outside in (("assumed", 149, 151), ("document", 124, 126), ("measured", 109, 111)):
        for number, codes in ((inside, []), (outside, [conformance.VOLUME])):
            found = conform(shop(touchpoint("ask", 100, grade)), measured([("small", "ask", number)]))
            assert [one.code for one in found.mismatches] == codes, (grade, number)


def test_a_share_that_drifts():
    months = [f"2000-{month:02d}" for month in range(1, 13)]
    early = {month: 100 if place < 6 else 10 for place, month in enumerate(months)}
    late = {month: 10 if place < 6 else 100 for place, month in enumerate(months)}
    same = dict.fromkeys(months, 500)
    one = shop(touchpoint("ask", 660), touchpoint("order", 660), touchpoint("use", 6000))
    cells = [("small", "ask", 660), ("small", "order", 660), ("small", "use", 6000)]
    found = conform(one, measured(cells, months={"ask": early, "order": late, "use": same}))
    assert told(found) == [(conformance.DRIFT, "ask", ""), (conformance.DRIFT, "order", "")]
    assert conform(one, measured(cells, months={"ask": {"2000-01": 660}})).mismatches == ()
