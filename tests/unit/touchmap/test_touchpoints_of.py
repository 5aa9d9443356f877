"""From elements of the map to the touchpoints that they are or concern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_maps import maps
from touchmap_builders import map_of

from readiness.touchmap.elements import touchpoints_of
from readiness.touchmap.model import KINDS
from readiness.touchmap.volumes import buyers_of

MAP = """
format: touchmap/1
id: case
segments: [{id: large}]
needs: [{id: help}, {id: price}, {id: quiet}]
buyers: [{id: anna}, {id: ben, segment: large}, {id: nobody}]
stages: [{id: choose}, {id: leave}]
channels: [{id: counter}]
departments: [{id: sales}]
systems: [{id: till}, {id: ledger}, {id: idle}]
data: [{id: contact}]
touchpoints:
  - {id: shop, stage: choose, channel: counter, owner: sales, buyers: [anna], serves: [help],
     requires: [till], logs_to: ledger, captures: [contact]}
  - {id: phone, buyers: [anna, ben], serves: [help, price], logs_to: till}
  - {id: web, volume: {ben: 10}, serves: [price], requires: [ledger]}
  - {id: wall}
technology: [{id: portal, touchpoints: [web, wall]}, {id: robot}, {id: future, touchpoints: [moon]}]
"""


@pytest.fixture(scope="module")
def touchmap():
    return map_of(MAP)


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ("touchpoints:shop", "shop"),
        ("touchpoints:shop touchpoints:wall", "shop wall"),
        ("touchpoints:moon", ""),
        ("buyers:anna", "shop phone"),
        ("buyers:ben", "phone web"),
        ("buyers:nobody", ""),
        ("needs:price", "phone web"),
        ("needs:quiet", ""),
        ("systems:till", "shop phone"),
        ("systems:ledger", "shop web"),
        ("systems:idle", ""),
        ("technology:portal", "web wall"),
        ("technology:robot", ""),
        ("technology:future", ""),
        ("buyers:ben technology:portal", "phone web wall"),
        ("stages:leave", ""),
        ("stages:leave buyers:anna", "shop phone"),
        ("milestones:touchpoint-map milestones:vendor-chosen", ""),
        ("needs:anna buyers:till systems:help technology:web", ""),
        ("shop anna", ""),
        ("", ""),
    ],
)
def test_what_elements_lead_to(touchmap, elements, expected):
    assert touchpoints_of(touchmap, elements.split()) == set(expected.split())


def test_a_touchpoint_that_is_named_leaves_out_what_others_concern(touchmap):
    assert touchpoints_of(touchmap, ("buyers:ben", "needs:help", "touchpoints:wall")) == {"wall"}
    assert touchpoints_of(touchmap, ("buyers:ben", "touchpoints:moon")) == {"phone", "web"}


def test_the_elements_may_come_once_only(touchmap):
    assert touchpoints_of(touchmap, iter(["needs:price"])) == {"phone", "web"}


def by_the_text(touchmap, elements):
    """Look from the elements to the touchpoints, not the other way round."""
    points = touchmap.touchpoints
    named = {t.id for t in points if f"touchpoints:{t.id}" in elements}
    if named:
        return named
    found = set()
    for element in elements:
        kind, _, name = element.partition(":")
        if kind == "buyers":
            found |= {t.id for t in points if name in buyers_of(t)}
        elif kind == "needs":
            found |= {t.id for t in points if name in t.serves}
        elif kind == "systems":
            found |= {t.id for t in points if name in t.requires or name == t.logs_to}
        elif kind == "technology":
            found |= {
                t.id for t in points for e in touchmap.technology if e.id == name and t.id in e.touchpoints
            }
    return found


@given(maps(), st.randoms(use_true_random=False), st.booleans())
def test_any_elements_of_any_map(touchmap, random, points):
    kinds = [kind for kind in KINDS if points or kind != "touchpoints"]
    every = [f"{kind}:{record.id}" for kind in kinds for record in getattr(touchmap, kind)]
    elements = random.sample(every, min(len(every), random.randint(0, 4)))
    found = touchpoints_of(touchmap, elements)
    assert found == by_the_text(touchmap, elements)
    assert found <= {t.id for t in touchmap.touchpoints}
