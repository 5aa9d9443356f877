"""Who reaches what: worked by hand, and against a walk for each buyer by himself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_maps import maps
from touchmap_builders import map_of

from readiness.touchmap.analyses.reach import flood, reach
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer
from readiness.touchmap.stages import missing_stages
from readiness.touchmap.volumes import buyers_of, traffic

MAP = """
segments: [{id: large, decision: invest}, {id: small, decision: let-go}]
needs: [{id: order, top: true}, {id: help}, {id: news}, {id: unknown-to-all}]
buyers:
  - {id: boss, kind: contracting, segment: small, needs: [help, help]}
  - {id: clerk, account: boss, segment: large, needs: [order]}
  - {id: guest, segment: small, needs: [order, news, help]}
stages: [find, buy, use, {id: use-more, canonical: use}, leave]
departments: [{id: sales}]
touchpoints:
  - {id: web, stage: find, buyers: [clerk, guest], owner: sales, volume: {clerk: 100, guest: 50},
     next: [{to: shop, share: 0.5}, {to: pay, share: 0}]}
  - {id: shop, stage: buy, buyers: [clerk], serves: [order], volume: {clerk: 50}, moment_of_truth: true,
     next: [{to: help, share: 0.2}, {to: web, share: 0.1}]}
  - {id: help, stage: use, buyers: [boss, clerk, guest], serves: [help], owner: none, volume: {clerk: 10},
     next: [{to: loop-a, share: 0.1}]}
  - {id: pay, buyers: [clerk], owner: sales, volume: 5}
  - {id: loop-a, buyers: [guest], owner: sales, serves: [order], next: [{to: loop-b, share: 1}]}
  - {id: loop-b, buyers: [guest], owner: sales, next: [{to: loop-a, share: 1}]}
  - {id: letter, stage: find, buyers: [guest], owner: sales, direction: outbound, serves: [news], volume: 30}
  - {id: wall, owner: sales, serves: [help], volume: 7}
"""


@pytest.fixture(scope="module")
def found():
    return reach(traffic(map_of(MAP)))


def buyer(found, name):
    return next(one for one in found.buyers if one.buyer == f"buyers:{name}")


def short(elements):
    return " ".join(element.partition(":")[2] for element in elements)


@pytest.mark.parametrize(
    ("name", "contacts", "expected"),
    [
        # customer, entries, reached, unreached, missing, missing together, unserved
        # the way on from help to loop-a is none for boss, since loop-a is not his
        ("boss", 0, ("boss", "help", "help", "", "find buy leave", "leave", "")),
        # clerk comes to help from shop with all of his 10 visits; at web 100 less 5 start
        ("clerk", 165, ("boss", "web pay", "web shop help pay", "", "leave", "leave", "")),
        (
            "guest",
            50,
            ("guest", "web help", "web help loop-a loop-b letter", "", "buy leave", "buy leave", ""),
        ),
    ],
)
def test_by_hand(found, name, contacts, expected):
    one = buyer(found, name)
    lists = (one.entries, one.reached, one.unreached, one.missing, one.missing_together, one.unserved)
    assert (short([one.customer]), *map(short, lists)) == expected
    assert one.contacts == contacts


def test_what_nobody_reaches_answers_or_owns(found):
    assert short(found.nobodys) == "wall"
    assert short(found.unreached) == ""
    assert short(found.dead_ends) == "pay"
    assert short(found.ownerless) == "shop help"
    assert found.ownerless_share == pytest.approx(60 / 252)


def test_findings_by_hand(found):
    assert [(one.code, one.severity, short([one.subject]), one.contacts) for one in found.findings] == [
        ("OWNER-GAP", "serious", "shop", 50.0),  # a moment of truth
        ("OWNER-GAP", "serious", "help", 10.0),  # said outright
        ("ORPHAN-TOUCHPOINT", "serious", "wall", 7.0),
        ("UNREACHED-STAGE", "minor", "boss", 165.0),  # worth an investment, but lacks the last stage only
        ("UNREACHED-STAGE", "minor", "guest", 50.0),
        ("DEAD-END", "minor", "pay", 5.0),
    ]
    assert found.findings[3].values["stages"] == ("stages:leave",)


def test_a_ring_without_a_way_in_is_never_reached():
    ring = map_of(MAP.replace("next: [{to: loop-a, share: 0.1}]", "next: []"))
    found = reach(traffic(ring))
    assert short(buyer(found, "guest").unreached) == "loop-a loop-b"
    assert short(buyer(found, "guest").unserved) == "order"
    assert short(found.unreached) == "loop-a loop-b"
    unserved = [one for one in found.findings if one.code == "UNSERVED-NEED"]
    assert [(one.severity, one.subject, one.values) for one in unserved] == [
        ("serious", "needs:order", {"buyers": ("buyers:guest",)})
    ]


def test_journeys_that_start_in_a_ring_open_it():
    text = MAP.replace("next: [{to: loop-a, share: 0.1}]", "next: []")
    text = text.replace("{id: loop-b, ", "{id: loop-b, volume: {guest: 3}, ")
    assert short(reach(traffic(map_of(text))).unreached) == ""


def test_without_stages_no_stage_is_missed():
    found = reach(traffic(map_of("buyers: [{id: anna}]\ntouchpoints: [{id: shop, buyers: [anna]}]")))
    assert not found.staged
    assert "UNREACHED-STAGE" not in [one.code for one in found.findings]


@pytest.mark.parametrize("text", ["", "buyers: [{id: anna, needs: []}]", "touchpoints: [{id: shop}]"])
def test_next_to_nothing(text):
    found = reach(traffic(map_of(text)))
    assert found.ownerless_share == 0.0


def test_dangling_references_are_skipped():
    point = Touchpoint(
        id="a", buyers=("ghost",), stage="ghost", serves=("ghost",), next=(Next("ghost", 1.0), Next("a", 0.5))
    )
    found = reach(
        traffic(TouchMap("touchmap/1", "m", buyers=(Buyer("b", needs=("ghost",)),), touchpoints=(point,)))
    )
    assert found.nobodys == ("touchpoints:a",)
    assert found.buyers[0].unserved == ()


def walked(touchmap, who):
    """Walk as one buyer, with nothing worked out beforehand."""
    flow = traffic(touchmap)
    mine = [t for t in touchmap.touchpoints if who in buyers_of(t)]
    ids = {t.id for t in mine}
    came = {s.to for t in mine for s in t.next if s.share > 0 and s.to != t.id}
    entries = {
        t.id for t in mine if t.direction == "inbound" and (t.id not in came or flow.starts_of(t.id, who) > 0)
    }
    seen = entries | {t.id for t in mine if t.direction == "outbound"}
    while True:
        more = {s.to for t in mine if t.id in seen for s in t.next if s.share > 0 and s.to in ids} - seen
        if not more:
            return entries, seen
        seen |= more


@given(maps())
def test_every_buyer_by_himself(touchmap):
    for one in reach(traffic(touchmap)).buyers:
        who = one.buyer.partition(":")[2]
        entries, seen = walked(touchmap, who)
        assert set(short(one.entries).split()) == entries
        assert set(short(one.reached).split()) == seen
        used = {t.id for t in touchmap.touchpoints if who in buyers_of(t)}
        assert {*short(one.reached).split(), *short(one.unreached).split()} == used
        points = touchmap.index["touchpoints"]
        served = {need for name in seen for need in points[name].serves}
        own = next(b for b in touchmap.buyers if b.id == who)
        assert set(short(one.unserved).split()) == set(own.needs) - served


@given(maps())
def test_stages_agree_with_the_fact_where_all_is_reached(touchmap):
    found = reach(traffic(touchmap))
    fact = missing_stages(traffic(touchmap))
    if fact.value is None or any(one.unreached for one in found.buyers):
        return
    canonical = {f"stages:{stage.id}": stage.canonical for stage in touchmap.stages}
    invest = {s.id for s in touchmap.segments if s.decision == "invest"}
    priority = {f"buyers:{b.id}" for b in touchmap.buyers if b.segment in invest}
    missed = [
        len({canonical[stage] for stage in one.missing_together})
        for one in found.buyers
        if one.buyer in priority
    ]
    assert fact.value == max(missed)


@given(maps(), st.data())
def test_another_way_takes_nothing_away_where_nothing_is_counted(touchmap, data):
    bare = replace(
        touchmap,
        touchpoints=tuple(replace(t, volume=Volume(), direction="outbound") for t in touchmap.touchpoints),
    )
    if not bare.touchpoints:
        return
    here, there = (data.draw(st.sampled_from(bare.touchpoints)) for _ in range(2))
    more = replace(
        bare,
        touchpoints=tuple(
            replace(t, next=(*t.next, Next(there.id, 0.1))) if t.id == here.id else t
            for t in bare.touchpoints
        ),
    )
    before, after = reach(traffic(bare)), reach(traffic(more))
    for one, two in zip(before.buyers, after.buyers, strict=True):
        assert set(one.reached) <= set(two.reached)


graphs = st.integers(1, 12).flatmap(
    lambda size: st.tuples(
        st.lists(st.integers(0, 255), min_size=size, max_size=size),
        st.lists(st.lists(st.integers(0, size - 1), max_size=4), min_size=size, max_size=size),
        st.lists(st.integers(0, 255), min_size=size, max_size=size),
    )
)


@given(graphs)
def test_flood_is_the_closure_of_each_bit(drawn):
    bits, ways, allowed = drawn
    found = flood(bits, ways, allowed)
    for bit in range(8):
        mask = 1 << bit
        seen = {node for node in range(len(bits)) if bits[node] & allowed[node] & mask}
        stack = [*seen]
        while stack:
            for other in ways[stack.pop()]:
                if other not in seen and allowed[other] & mask:
                    seen.add(other)
                    stack.append(other)
        assert {node for node in range(len(bits)) if found[node] & mask} == seen


def test_a_long_ring_with_many_buyers():
    buyers = tuple(Buyer(f"b{n}") for n in range(12))
    names = tuple(b.id for b in buyers)
    size = 20_000
    points = tuple(
        Touchpoint(id=f"t{n}", buyers=names, next=(Next(f"t{(n * 7 + 1) % size}", 1.0),),
                   volume=Volume(by_buyer={names[n % 12]: 5.0} if n < 12 else {}))
        for n in range(size)
    )  # fmt: skip
    found = reach(traffic(TouchMap("touchmap/1", "m", buyers=buyers, touchpoints=points)))
    assert all(one.entries for one in found.buyers)
