"""Maps drawn at random: small, consistent in their references, strange in everything else."""

from dataclasses import fields, is_dataclass, replace
from datetime import date

from hypothesis import strategies as st

from readiness.assessment.facts import Case
from readiness.engagement.model import Profile, Programme
from readiness.evidence import GRADES, SPEAKERS, EvidenceNote
from readiness.scalars import Text
from readiness.touchmap.fields import Consent, Stage, Volume
from readiness.touchmap.model import CANONICAL_STAGES, KINDS, HandOff, Next, TouchMap, Touchpoint
from readiness.touchmap.records import (
    Buyer,
    Channel,
    DataObject,
    Department,
    Goal,
    Need,
    Segment,
    System,
    Technology,
)
from readiness.touchmap.volumes import traffic

PROFILE = Profile("engagement/1", "case", Text(), date(2000, 12, 1), Programme("choosing"))
SIZES = {"goals": 2, "segments": 3, "needs": 4, "buyers": 4, "stages": 5, "channels": 3,
         "departments": 3, "systems": 5, "data": 2, "touchpoints": 6, "technology": 4}  # fmt: skip
SHARES = (0.0, 0.1, 0.2, 0.25, 0.3)
evidence = st.builds(EvidenceNote, st.sampled_from(sorted(GRADES)), st.sampled_from((None, *SPEAKERS)))


def name(kind, number):
    return f"{kind}-{number}"


def some(names, most=3):
    return st.lists(st.sampled_from(names), max_size=most, unique=True).map(tuple) if names else st.just(())


def maybe(names):
    return st.sampled_from((None, *names))


@st.composite
def maps(draw):
    ids = {k: [name(k, n) for n in range(draw(st.integers(0, most)))] for k, most in SIZES.items()}
    touchmap = TouchMap(
        format="touchmap/1",
        id="case",
        market=draw(st.sampled_from((None, "b2b", "b2c"))),
        confirmed_on=draw(st.sampled_from((None, date(2000, 5, 15), date(2001, 5, 15)))),
        none=draw(some(("outbound", "technology"), 2)),
        goals=tuple(Goal(id=one) for one in ids["goals"]),
        segments=tuple(draw(segment(one)) for one in ids["segments"]),
        needs=tuple(draw(need(one)) for one in ids["needs"]),
        buyers=tuple(draw(buyer(one, ids)) for one in ids["buyers"]),
        stages=tuple(draw(stage(one)) for one in ids["stages"]),
        channels=tuple(draw(channel(one, ids)) for one in ids["channels"]),
        departments=tuple(Department(id=one) for one in ids["departments"]),
        systems=tuple(draw(system(one, ids)) for one in ids["systems"]),
        data=tuple(draw(data(one)) for one in ids["data"]),
        touchpoints=tuple(draw(touchpoint(one, ids)) for one in ids["touchpoints"]),
        technology=tuple(draw(technology(one, ids)) for one in ids["technology"]),
    )
    flow = traffic(touchmap)
    listed = flow.all(flow.inbound)
    total = draw(st.sampled_from((None, listed, listed / 0.8, listed / 0.5)))
    return replace(touchmap, contacts_per_year=total)


@st.composite
def cases(draw):
    """A map, and the same map with other touchpoints as it shall be."""
    touchmap = draw(maps())
    ids = {kind: [record.id for record in getattr(touchmap, kind)] for kind in KINDS}
    planned = tuple(draw(touchpoint(one, ids)) for one in ids["touchpoints"])
    return draw(st.sampled_from((None, planned))), touchmap


def case_of(touchmap, planned=None):
    overlay = None if planned is None else replace(touchmap, touchpoints=planned)
    return Case(traffic(touchmap), overlay, PROFILE)


def segment(one):
    return st.builds(
        Segment,
        id=st.just(one),
        decision=st.sampled_from(("invest", "let-go", "undecided")),
        contact=st.sampled_from((None, "wanted", "indifferent")),
    )


def need(one):
    return st.builds(
        Need,
        id=st.just(one),
        cure=st.sampled_from((None, "people", "process", "software")),
        usual=st.booleans(),
        top=st.booleans(),
        evidence=evidence,
    )


def buyer(one, ids):
    return st.builds(
        Buyer,
        id=st.just(one),
        kind=st.sampled_from(("contracting", "individual")),
        account=maybe(ids["buyers"]),
        segment=maybe(ids["segments"]),
        head_count=st.sampled_from((None, 1, 2, 7, 1000)),
        needs=some(ids["needs"]),
        evidence=evidence,
    )


def stage(one):
    return st.builds(Stage, id=st.just(one), canonical=st.sampled_from(CANONICAL_STAGES))


def channel(one, ids):
    return st.builds(
        Channel,
        id=st.just(one),
        human=st.sampled_from((None, True, False)),
        falls_back_to=some(ids["channels"]),
        entry_points=some(("main", "night", "fax", "address")),
    )


def system(one, ids):
    return st.builds(
        System,
        id=st.just(one),
        feeds=some(ids["systems"], 2),
        holds=some(ids["data"], 2),
        owner=maybe(ids["departments"]),
        evidence=evidence,
    )


def data(one):
    return st.builds(DataObject, id=st.just(one), about=st.sampled_from((None, "buyers", "orders")))


def technology(one, ids):
    return st.builds(
        Technology,
        id=st.just(one),
        part_of=maybe(ids["technology"]),
        status=st.sampled_from(("planned", "planned", "in-use", "dropped")),
        first=st.booleans(),
        needs=some(ids["needs"]),
        touchpoints=some(ids["touchpoints"]),
        goals=some(ids["goals"]),
        evidence=evidence,
    )


def volume(buyers):
    visits = st.integers(0, 1000).map(float)
    number = st.builds(Volume, total=visits)
    each = st.fixed_dictionaries({}, optional=dict.fromkeys(buyers, visits))
    return st.one_of(st.just(Volume()), number, each.map(lambda by_buyer: Volume(by_buyer=by_buyer)))


def ways(ids):
    words = st.sampled_from(("", "none", "A note goes with it"))
    rule = words.map(lambda word: Text((("", word),)) if word else Text())
    handoff = st.none() | st.builds(HandOff, rule=rule, repeats=st.sampled_from((None, True, False)))
    steps = st.tuples(
        some(ids["touchpoints"]), st.lists(st.tuples(st.sampled_from(SHARES), handoff), min_size=3)
    )
    return steps.map(lambda drawn: tuple(Next(to, *rest) for to, rest in zip(*drawn, strict=False)))


@st.composite
def touchpoint(draw, one, ids):
    buyers = draw(some(ids["buyers"]))
    said = st.sampled_from((None, "none", "contract"))
    return Touchpoint(
        id=one,
        stage=draw(maybe(ids["stages"])),
        channel=draw(maybe(ids["channels"])),
        direction=draw(st.sampled_from(("inbound", "inbound", "outbound"))),
        promotional=draw(st.booleans()),
        consent=draw(st.none() | st.builds(Consent, said, said)),
        buyers=buyers,
        serves=draw(some(ids["needs"])),
        owner=draw(maybe(["none", *ids["departments"]])),
        requires=draw(some(ids["systems"])),
        captures=draw(some(ids["data"])),
        logs_to=draw(maybe(ids["systems"])),
        entry_points=draw(some(("main", "night", "fax", "address"))),
        volume=draw(volume(draw(st.sampled_from((buyers, tuple(ids["buyers"])))))),
        moment_of_truth=draw(st.booleans()),
        next=draw(ways(ids)),
        evidence=draw(evidence),
    )


def renamed(value, names):
    """Return a value with every id replaced, wherever it stands."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(renamed(part, names) for part in value)
    if isinstance(value, dict):
        return {renamed(key, names): renamed(part, names) for key, part in value.items()}
    if is_dataclass(value):
        parts = {field.name: renamed(getattr(value, field.name), names) for field in fields(value)}
        return type(value)(**parts)
    return value


def reordered(value, random):
    """Return a value with everything in it in another order: records, references, ways on, volumes."""
    if isinstance(value, tuple):
        parts = [reordered(part, random) for part in value]
        random.shuffle(parts)
        return tuple(parts)
    if isinstance(value, dict):
        parts = list(value.items())
        random.shuffle(parts)
        return dict(parts)
    if is_dataclass(value) and not isinstance(value, Text):
        parts = {field.name: reordered(getattr(value, field.name), random) for field in fields(value)}
        return type(value)(**parts)
    return value
