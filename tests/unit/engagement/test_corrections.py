"""What a log has counted, as changes of the map that then says the same."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.engagement.conformance import DRIFT, UNUSED, conform
from readiness.engagement.corrections import CORRECTED, correct
from readiness.engagement.measured import Cell, Measured, Step
from readiness.folder.amendment import read_plain
from readiness.folder.board import flatten
from readiness.folder.map_edits import edited
from readiness.folder.typed import build
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import traffic

EVIDENCE = {"grade": "measured", "source": "log"}
MAP = """\
format: touchmap/1
id: shop
buyers: [{id: small}, {id: large}]
channels: [{id: phone}]
touchpoints:
  - id: ask     # by phone
    buyers: [small]
    volume: {small: 100}
    evidence: said
    next:
      - {to: order, share: 0.5, handoff: {rule: none}}   # often
  - {id: order, buyers: [small], volume: 50}
  - {id: fax, buyers: [small], volume: {small: 9}}
"""


def read(text: str) -> TouchMap:
    touchmap, problems = build(TouchMap, read_plain(text))
    assert touchmap is not None, problems
    return touchmap


def log(cells, steps=()):
    made = tuple(Cell(buyer, channel, where, "", number) for buyer, channel, where, number in cells)
    return Measured(
        date(2000, 1, 1), date(2000, 12, 31), sum(one.contacts for one in made), {}, {}, 0, made, {}, {},
        tuple(Step("small", *step, 0) for step in steps), (), (), (), minimum=5,
    )  # fmt: skip


def mend(text: str, measured: Measured) -> tuple[str, list]:
    touchmap = read(text)
    corrections = correct(touchmap, measured, conform(traffic(touchmap), measured), evidence=EVIDENCE)
    for one in corrections:
        now = flatten(read_plain(text))
        cells = {k: {**now[k], **v} if "/next/" in k and k in now else v for k, v in one.cells.items()}
        text = edited(text, cells)
    return text, [(one.mismatch.code, one.mismatch.touchpoint, one.mismatch.other) for one in corrections]


def test_each_difference_becomes_a_change_and_the_rest_stays():
    measured = log(
        [("small", "", "ask", 300), ("large", "", "ask", 60), ("small", "", "order", 50),
         ("small", "phone", "chat", 40)],
        [("ask", "order", 36), ("order", "ask", 10)],
    )  # fmt: skip
    text, changes = mend(MAP, measured)
    assert changes == [
        ("touchpoint-not-on-map", "chat", ""),
        ("buyer-not-on-map", "ask", "large"),
        ("step-not-on-map", "order", "ask"),
        ("volume-differs", "ask", ""),
    ]
    assert text == MAP.replace("buyers: [small]\n    volume: {small: 100}\n    evidence: said",
                               "buyers: [small, large]\n    volume: {small: 299, large: 60}\n"
                               "    evidence: {grade: measured, source: log}").replace(
        "volume: 50}", "volume: 50, next: [{to: ask, share: 0.2}], evidence: {grade: measured, source: log}}"
    ) + ("  - {id: chat, channel: phone, buyers: [small], volume: {small: 40},"
         " evidence: {grade: measured, source: log}}\n")  # fmt: skip


def test_a_total_stays_a_total_and_unknown_buyers_are_split_as_the_map_splits():
    text, _ = mend(MAP, log([("", "", "ask", 900), ("", "", "order", 200)], [("ask", "order", 400)]))
    assert "volume: {small: 898}" in text
    assert "volume: 200" in text
    both = MAP.replace("{small: 100}", "{small: 75, large: 25}")
    text, _ = mend(both, log([("", "", "ask", 800)]))
    assert "volume: {small: 599, large: 200}" in text


def test_shares_never_come_to_more_than_all_visits():
    measured = log(
        [("small", "", "ask", 100), ("small", "", "order", 50)], [("ask", "fax", 70), ("ask", "order", 20)]
    )
    text, _ = mend(MAP, measured)
    assert "{to: order, share: 0.2, handoff: {rule: none}}   # often" in text
    assert "{to: fax, share: 0.7}" in text


def test_a_way_on_that_nobody_goes_keeps_its_hand_off():
    text, changes = mend(MAP, log([("small", "", "ask", 100), ("small", "", "order", 50)]))
    assert ("step-unused", "ask", "order") in changes
    assert "{to: order, share: 0, handoff: {rule: none}}   # often" in text


@given(st.randoms(use_true_random=True))
@settings(deadline=None, max_examples=60)
def test_a_corrected_map_differs_only_in_what_a_log_cannot_know(rng: Random):
    places, buyers = ["ask", "order", "fax", "chat", "visit"], ["small", "large", ""]
    cells = [
        (rng.choice(buyers), "phone", place, rng.randint(5, 900))
        for place in places
        for _ in range(rng.randint(0, 3))
    ]
    visits = {place: sum(one[3] for one in cells if one[2] == place) for place in places}
    steps = [(a, b, visits[a] // 4) for a in places for b in places if rng.random() < 0.4 and visits[a] > 20]
    steps = [step for place in places for step in [one for one in steps if one[0] == place][:4]]
    text, _ = mend(MAP, log(cells, steps))
    text, _ = mend(text, log(cells, steps))  # a new touchpoint's steps are compared once it is there
    touchmap = read(text)
    found = conform(traffic(touchmap), log(cells, steps))
    assert {one.code for one in found.mismatches} <= {UNUSED, DRIFT}
    assert set(CORRECTED).isdisjoint({UNUSED, DRIFT})
