"""Maps drawn at random: small, consistent in their references, strange in everything else.

Hypothesis draws the sizes, which it can shrink, and a seed for all the rest,
which is a hundred times as fast as drawing every field.
"""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from random import Random

from hypothesis import strategies as st

from readiness.assessment.facts import Case
from readiness.engagement.model import Profile, Programme
from readiness.evidence import GRADES, SPEAKERS, EvidenceNote
from readiness.scalars import Text
from readiness.touchmap.fields import Consent, Stage, Volume
from readiness.touchmap.model import CANONICAL_STAGES, HandOff, Next, TouchMap, Touchpoint
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
SIZES = {"goals": 2, "segments": 3, "needs": 3, "buyers": 4, "stages": 5, "channels": 3,
         "departments": 3, "systems": 5, "data": 2, "touchpoints": 6, "technology": 4}  # fmt: skip
SHARES = (0.0, 0.1, 0.2, 0.25, 0.3)
ENTRY_POINTS = ("main", "night", "fax", "address")
NUMBERS = st.fixed_dictionaries({kind: st.sampled_from((0, 1, *[most] * 10)) for kind, most in SIZES.items()})
SEEDS = st.integers(0, 2**32).map(Random)


@st.composite
def maps(draw):
    """Draw a map; mostly with many records of a kind, at times with one or none."""
    return Author(draw(NUMBERS), draw(SEEDS)).map()


@st.composite
def cases(draw):
    """Draw the touchpoints of a planned map, or None, and today's map."""
    author = Author(draw(NUMBERS), draw(SEEDS))
    touchmap = author.map()
    planned = author.rows("touchpoints", author.touchpoint)
    return planned if draw(st.booleans()) else None, touchmap


def case_of(touchmap, planned=None):
    overlay = None if planned is None else replace(touchmap, touchpoints=planned)
    return Case(traffic(touchmap), overlay, PROFILE)


class Author:
    """Writes a map with given numbers of records."""

    def __init__(self, numbers, random):
        self.ids = {kind: [f"{kind}-{place}" for place in range(number)] for kind, number in numbers.items()}
        self.random = random

    def one(self, *choices):
        return self.random.choice(choices)

    def some(self, names, most=3):
        return tuple(self.random.sample(names, self.random.randint(0, min(most, len(names)))))

    def maybe(self, names):
        return self.one(None, *names) if self.one(True, True, False) else None

    def rows(self, kind, write):
        return tuple(write(one) for one in self.ids[kind])

    def evidence(self):
        return EvidenceNote(self.one(*GRADES), self.one(None, *SPEAKERS))

    def visits(self):
        return float(self.one(0, 1, 10, 100, 1000, self.random.randint(0, 1000)))

    def map(self):
        touchmap = TouchMap(
            format="touchmap/1",
            id="case",
            market=self.one(None, "b2b", "b2b", "b2c"),
            confirmed_on=self.one(None, date(2000, 5, 15), date(2001, 5, 15)),
            none=self.one((), (), ("outbound",), ("technology", "outbound")),
            goals=self.rows("goals", lambda one: Goal(id=one)),
            segments=self.rows("segments", self.segment),
            needs=self.rows("needs", self.need),
            buyers=self.rows("buyers", self.buyer),
            stages=self.rows("stages", lambda one: Stage(one, self.one(*CANONICAL_STAGES))),
            channels=self.rows("channels", self.channel),
            departments=self.rows("departments", lambda one: Department(id=one)),
            systems=self.rows("systems", self.system),
            data=self.rows("data", lambda one: DataObject(id=one, about=self.one(None, "buyers", "buyers"))),
            touchpoints=self.rows("touchpoints", self.touchpoint),
            technology=self.rows("technology", self.technology),
        )
        flow = traffic(touchmap)
        listed = flow.all(flow.inbound)
        return replace(touchmap, contacts_per_year=self.one(None, listed, listed / 0.8, listed / 0.5))

    def segment(self, one):
        decision = self.one("invest", "invest", "let-go", "undecided")
        return Segment(id=one, decision=decision, contact=self.one(None, "wanted", "indifferent"))

    def need(self, one):
        cure = self.one(None, "people", "process", "software")
        usual, top = self.one(True, False), self.one(True, False)
        return Need(id=one, cure=cure, usual=usual, top=top, evidence=self.evidence())

    def buyer(self, one):
        return Buyer(
            id=one,
            kind=self.one("contracting", "individual"),
            account=self.maybe(self.ids["buyers"]),
            segment=self.maybe(self.ids["segments"]),
            head_count=self.one(None, 1, 2, 7, 1000),
            needs=self.some(self.ids["needs"]),
            evidence=self.evidence(),
        )

    def channel(self, one):
        return Channel(id=one, human=self.one(None, True, False), entry_points=self.some(ENTRY_POINTS))

    def system(self, one):
        return System(
            id=one,
            feeds=self.some(self.ids["systems"], 1),
            holds=self.some(self.ids["data"]),
            owner=self.maybe(self.ids["departments"]),
            evidence=self.evidence(),
        )

    def technology(self, one):
        return Technology(
            id=one,
            part_of=self.maybe(self.ids["technology"]),
            status=self.one("planned", "planned", "in-use", "dropped"),
            first=self.one(True, False),
            needs=self.some(self.ids["needs"]),
            touchpoints=self.some(self.ids["touchpoints"]),
            goals=self.some(self.ids["goals"]),
            evidence=self.evidence(),
        )

    def volume(self, buyers):
        return self.one(
            Volume(),
            Volume(total=self.visits()),
            Volume(by_buyer={buyer: self.visits() for buyer in self.some(buyers, 4)}),
        )

    def handoff(self):
        rule = self.one(Text(), Text((("", "none"),)), Text((("", "A note goes with it"),)))
        return self.one(None, HandOff(rule, self.one(None, True, False)))

    def consent(self):
        return self.one(None, Consent(self.one(None, "none", "contract"), self.one(None, "none", "A call")))

    def touchpoint(self, one):
        buyers = self.some(self.ids["buyers"])
        steps = self.some(self.ids["touchpoints"])
        return Touchpoint(
            id=one,
            stage=self.maybe(self.ids["stages"]),
            channel=self.maybe(self.ids["channels"]),
            direction=self.one("inbound", "inbound", "outbound"),
            promotional=self.one(True, False),
            consent=self.consent(),
            buyers=buyers,
            serves=self.some(self.ids["needs"]),
            owner=self.maybe(["none", *self.ids["departments"]]),
            requires=self.some(self.ids["systems"]),
            captures=self.some(self.ids["data"]),
            logs_to=self.maybe(self.ids["systems"]),
            entry_points=self.some(ENTRY_POINTS),
            volume=self.volume(self.one(buyers, self.ids["buyers"])),
            moment_of_truth=self.one(True, False, False),
            next=tuple(Next(to, self.one(*SHARES), self.handoff()) for to in steps),
            evidence=self.evidence(),
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
