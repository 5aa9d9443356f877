"""The straightforward version that the bench races against gives the same answers as the product."""

import sys
from datetime import date
from pathlib import Path

import pytest
from naive import random_map

from readiness.touchmap.analyses import (
    consistency,
    coverage,
    data,
    evidence,
    handoffs,
    journeys,
    outages,
    reach,
    technology,
    week,
)
from readiness.touchmap.analyses.expectations import expectations
from readiness.touchmap.analyses.levers import KEPT
from readiness.touchmap.chain import chain_of
from readiness.touchmap.volumes import traffic

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import straightforward as plain
from large_map import large_map

SMALL = [random_map(seed) for seed in range(60)]
SHAPED = [large_map(60, components=70, buyers=3, seed=seed) for seed in range(3)]
MAPS = [traffic(touchmap) for touchmap in (*SMALL, *SHAPED)]
every = pytest.mark.parametrize("flow", MAPS, ids=range(len(MAPS)))


def bare(names):
    return {name.partition(":")[2] for name in names}


@every
def test_reach(flow):
    theirs = plain.reach(flow)
    for one in reach.reach(flow).buyers:
        assert bare(one.reached) == theirs[one.buyer.partition(":")[2]]


@every
def test_outages(flow):
    naive = plain.Outages(flow)
    for one in outages.outages(flow).scenarios:
        contacts, needs = naive.loss(one.ids)
        assert {loss.buyer: loss.contacts for loss in one.losses if loss.contacts} == pytest.approx(
            {b: n for b, n in contacts.items() if b in flow.map.index["buyers"]}
        )
        assert {(loss.buyer, need) for loss in one.losses for need in loss.needs} == needs


@every
def test_journeys(flow):
    points = list(flow.map.touchpoints)
    chain = chain_of(flow.map)
    expected = expectations(chain, points)
    theirs = plain.journeys(flow)
    for name in ("contacts", "handoffs", "cost", "bounces"):
        assert list(getattr(expected, name)) == pytest.approx(list(theirs[name]), rel=1e-8, abs=1e-9)
    mine = {ends(one): one.contacts for one in journeys.journeys(flow).levers}
    spared = {way: number for way, number in theirs["spared"].items() if way in mine}
    assert mine == pytest.approx(spared, rel=1e-8, abs=1e-9)
    assert len(mine) == min(len(theirs["spared"]), KEPT)


def ends(way):
    return way.giving.partition(":")[2], way.taking.partition(":")[2]


@every
def test_handoffs(flow):
    matrix, blind = plain.handoffs(flow)
    mine = handoffs.handoffs(flow)
    name = lambda d: f"departments:{d}" if d else ""
    assert {(one.giving, one.taking): one.contacts for one in mine.matrix} == pytest.approx(
        {(name(a), name(b)): contacts for (a, b), contacts in matrix.items()}
    )
    if mine.ways <= handoffs.KEPT:
        assert {ends(one) for one in mine.crossings if one.repeats == "computed"} == {*blind}
    assert mine.computed == pytest.approx(
        sum(
            flow.total(here) * sum(s.share for s in flow.map.index["touchpoints"][here].next if s.to == there)
            for here, there in {*blind}
        )
    )


@every
def test_data(flow):
    theirs = plain.data(flow)
    mine = data.data_flow(flow)
    assert {one.data.partition(":")[2]: len(one.islands) for one in mine.objects} == theirs["islands"]
    assert bare(one.system for one in mine.bridges) == theirs["bridges"]
    assert bare(one.touchpoint for one in mine.rekeying) == {*theirs["again"]}
    seen = {one.element.partition(":")[2]: one.share for one in mine.touchpoints}
    assert seen == pytest.approx(theirs["seen"])


@every
def test_consistency(flow):
    mine = {
        (service.need.partition(":")[2], one.channel.partition(":")[2]): (
            one.contacts,
            one.cost,
            one.satisfaction,
        )
        for service in consistency.consistency(flow).needs
        for one in service.channels
    }
    theirs = plain.consistency(flow)
    assert mine.keys() == theirs.keys()
    for key, figures in mine.items():
        assert figures == pytest.approx(theirs[key])


@every
def test_coverage(flow):
    mine = {(c.stage, c.channel, c.buyer): c.touchpoints for c in coverage.coverage(flow).cells}
    stages = flow.map.index["stages"]
    assert mine == {(s if s in stages else "", c, b): n for (s, c, b), n in plain.coverage(flow).items()}


@every
def test_technology(flow):
    theirs = plain.technology(flow)
    for trace in technology.technology_trace(flow).traces:
        assert bare(trace.indirect) == theirs[trace.technology.partition(":")[2]]


@every
def test_week(flow):
    theirs = plain.week(flow)
    mine = week.week(flow)
    for one in (*mine.buyers, *mine.needs):
        assert one.open == pytest.approx(theirs.get(one.subject.partition(":")[2], 0.0))
    alone = {s.id for s in flow.map.systems} - {d.master for d in flow.map.data}
    for one in mine.windows:
        name = one.element.partition(":")[2]
        if name in alone:
            assert 168 - one.hours == pytest.approx(theirs.get(name, 0.0))


@every
def test_evidence(flow):
    theirs = plain.evidence(flow)
    whole = sum(theirs.values())
    mine = {one.grade: one.share for one in evidence.evidence(flow, date(2001, 1, 1)).grades}
    if whole:
        assert mine == pytest.approx({grade: theirs.get(grade, 0.0) / whole for grade in mine})
