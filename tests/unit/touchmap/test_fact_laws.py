"""What holds for every map, whatever stands in it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_maps import PROFILE, case_of, cases, maps, renamed, reordered
from touchmap_builders import INDICATORS, signs, with_touchpoints

from readiness.assessment.facts import FACTS, Case
from readiness.scalars import Text
from readiness.touchmap.fields import Consent, Volume
from readiness.touchmap.model import KINDS, HandOff
from readiness.touchmap.volumes import buyers_of, traffic

SHARES = [fact for fact in FACTS if INDICATORS[fact].unit == "share"]
PER_MONTH = "P4-M2"


def measures(case):
    return {fact: compute(case) for fact, compute in FACTS.items()}


def told(measure, *, grade=True):
    value = measure.value if measure.value is None else pytest.approx(measure.value, rel=1e-6)
    return measure.state, measure.why, value, measure.explicit, measure.relieved, grade and measure.grade


def risks(case, fact):
    sign = signs(case, [fact])[fact]
    return sign.risk if sign.state == "known" else None


def is_known(measure):
    return measure.value is not None


@given(cases())
def test_renaming_ids_changes_nothing(drawn):
    planned, touchmap = drawn
    # names in another order than the old ones, so that no tie is broken by name
    old = [record.id for kind in KINDS for record in getattr(touchmap, kind)]
    names = {one: f"new-{len(old) - place:03d}" for place, one in enumerate(old)}
    before = measures(case_of(touchmap, planned))
    after = measures(case_of(renamed(touchmap, names), renamed(planned, names)))
    for fact, measure in before.items():
        assert told(measure) == told(after[fact])
        ids = {
            f"{kind}:{names.get(one, one)}" for kind, _, one in (id_.partition(":") for id_ in measure.ids)
        }
        assert ids == set(after[fact].ids)


@given(cases(), st.randoms(use_true_random=False))
def test_reordering_changes_nothing(drawn, random):
    planned, touchmap = drawn
    before = measures(case_of(touchmap, planned))
    after = measures(case_of(reordered(touchmap, random), planned and reordered(planned, random)))
    for fact, measure in before.items():
        assert told(measure) == told(after[fact])
        assert set(measure.ids) == set(after[fact].ids)


@given(cases())
def test_a_share_lies_between_nothing_and_all(drawn):
    for fact, measure in measures(case_of(drawn[1], drawn[0])).items():
        if is_known(measure):
            assert measure.value >= 0
            assert fact not in SHARES or measure.value <= 1


@given(cases())
def test_ids_name_records_of_the_map(drawn):
    planned, touchmap = drawn
    index = touchmap.index
    for fact, measure in measures(case_of(touchmap, planned)).items():
        if fact != "P1-M4":
            assert len(measure.ids) == len(set(measure.ids))
            for one in measure.ids:
                kind, _, record = one.partition(":")
                assert record in index[kind], (fact, one)


@given(cases(), st.sampled_from((0.5, 3.0, 12.0, 1000.0)))
def test_scaling_all_volumes_changes_no_share(drawn, factor):
    planned, touchmap = drawn
    total = touchmap.contacts_per_year
    grown = replace(touchmap, contacts_per_year=None if total is None else total * factor)
    before = measures(case_of(touchmap, planned))
    after = measures(case_of(scaled(grown, factor), planned and scaled_points(planned, factor)))
    for fact, measure in before.items():
        if fact == PER_MONTH and is_known(measure):
            assert after[fact].value == pytest.approx(measure.value * factor)
        elif fact != "P4-M1":  # a buyer who never calls counts as one call, however much is sent
            assert told(measure) == told(after[fact])
    assert signs(case_of(touchmap))["P2-M1"].state == signs(case_of(scaled(grown, factor)))["P2-M1"].state


def scaled(touchmap, factor):
    return replace(touchmap, touchpoints=scaled_points(touchmap.touchpoints, factor))


def scaled_points(touchpoints, factor):
    return tuple(replace(one, volume=scaled_volume(one.volume, factor)) for one in touchpoints)


def scaled_volume(volume, factor):
    total = None if volume.total is None else volume.total * factor
    return Volume(total, {buyer: visits * factor for buyer, visits in volume.by_buyer.items()})


def split(touchpoint, visits):
    if touchpoint.volume.total is None or not touchpoint.buyers:
        return touchpoint
    return replace(touchpoint, volume=Volume(by_buyer=dict(visits[touchpoint.id])))


@given(maps())
def test_one_buyers_number_is_the_same_as_written_for_the_buyer(touchmap):
    visits = traffic(touchmap).visits
    lone = with_touchpoints(
        touchmap, lambda touchpoint: split(touchpoint, visits) if len(touchpoint.buyers) == 1 else touchpoint
    )
    before, after = measures(case_of(touchmap)), measures(case_of(lone))
    for fact, measure in before.items():
        assert told(measure) == told(after[fact])
        assert measure.ids == after[fact].ids


@given(maps())
def test_a_split_written_out_changes_no_value_and_never_worsens_a_grade(touchmap):
    visits = traffic(touchmap).visits
    written = with_touchpoints(touchmap, lambda touchpoint: split(touchpoint, visits))
    before, after = measures(case_of(touchmap)), measures(case_of(written))
    for fact, measure in before.items():
        assert told(measure, grade=False) == told(after[fact], grade=False)
        assert set(measure.ids) == set(after[fact].ids)
        assert measure.grade <= after[fact].grade


def one_changed(draw, touchmap, change):
    if not touchmap.touchpoints:
        return touchmap
    chosen = draw(st.sampled_from([touchpoint.id for touchpoint in touchmap.touchpoints]))
    return with_touchpoints(touchmap, lambda one: change(one) if one.id == chosen else one)


def never_worse(touchmap, changed, fact):
    before, after = risks(case_of(touchmap), fact), risks(case_of(changed), fact)
    assert before is None or after is None or after <= before


@given(st.data(), maps())
def test_an_owner_never_increases_what_nobody_owns(data, touchmap):
    changed = one_changed(data.draw, touchmap, lambda touchpoint: replace(touchpoint, owner="sales"))
    never_worse(touchmap, changed, "P2-M1")


@given(st.data(), maps())
def test_a_rule_never_increases_hand_offs_without(data, touchmap):
    rule = HandOff(rule=Text((("", "A note goes with it"),)))
    changed = one_changed(
        data.draw,
        touchmap,
        lambda touchpoint: replace(touchpoint, next=tuple(replace(n, handoff=rule) for n in touchpoint.next)),
    )
    before, after = measures(case_of(touchmap))["P2-M2"], measures(case_of(changed))["P2-M2"]
    assert is_known(before) == is_known(after)
    assert not is_known(before) or after.value <= before.value


@given(st.data(), maps())
def test_a_basis_and_a_way_out_never_increase_contact_without(data, touchmap):
    consent = st.sampled_from(
        (lambda old: replace(old, opt_out="A reply card"), lambda old: replace(old, basis="consent"))
    )
    add = data.draw(consent)
    changed = one_changed(
        data.draw,
        touchmap,
        lambda touchpoint: replace(touchpoint, consent=add(touchpoint.consent or Consent())),
    )
    never_worse(touchmap, changed, "P4-M3")
    everywhere = with_touchpoints(touchmap, lambda t: replace(t, consent=Consent("consent", "A reply card")))
    assert risks(case_of(everywhere), "P4-M3") in (0, None)


@given(maps())
def test_nobody_is_left_alone_where_people_answer(touchmap):
    channels = tuple(replace(channel, human=True) for channel in touchmap.channels)
    before, after = (
        measures(case_of(touchmap))["P3-M5"],
        measures(case_of(replace(touchmap, channels=channels))),
    )
    assert not is_known(before) or after["P3-M5"].value == 0


@given(cases())
def test_a_plan_that_changes_nothing_adds_no_step(drawn):
    touchmap = drawn[1]
    measure = measures(case_of(touchmap, touchmap.touchpoints))["P3-M6"]
    assert measure.value in (0, None)


@given(cases())
def test_an_absence_counts_on_a_complete_map_or_where_it_is_stated(drawn):
    planned, touchmap = drawn
    case = Case(traffic(touchmap), case_of(touchmap, planned).planned, PROFILE)
    stated = any(touchpoint.owner == "none" for touchpoint in touchmap.touchpoints)
    for fact, sign in signs(case).items():
        if INDICATORS[fact].absence and sign.state == "known" and not case.traffic.complete:
            assert fact in ("P2-M1", "P4-M3")
            assert fact != "P2-M1" or stated
        if sign.state == "known":
            assert sign.risk in (0, 0.5, 1)
            assert sign.elements == () or sign.risk > 0


@given(maps())
def test_an_empty_map_knows_nothing_perfect(touchmap):
    bare = with_touchpoints(touchmap, lambda touchpoint: replace(touchpoint, volume=Volume()))
    known = {fact for fact, measure in measures(case_of(bare)).items() if is_known(measure)}
    assert known.isdisjoint({"P1-M2", "P2-M1", "P2-M2", "P2-M3", "P3-M1", "P3-M5", "P4-M1", "P4-M4"})
    assert all(len(set(buyers_of(t))) == len(buyers_of(t)) for t in bare.touchpoints)
