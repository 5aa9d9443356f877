"""The ways on between touchpoints that a picture shows, and what the grid says in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.reports.pictures.measure import brief
from readiness.reports.pictures.places import Places
from readiness.touchmap.handoffs import crosses, flows
from readiness.touchmap.model import Next, Touchpoint
from readiness.touchmap.volumes import Traffic


@dataclass(frozen=True)
class WayOn:
    """A way on between two touchpoints that are shown, with its contacts a year."""

    here: Touchpoint
    step: Next
    there: Touchpoint
    visits: float

    @property
    def crosses(self) -> bool:
        """It is a hand-off."""
        return crosses(self.here, self.there)


def ways_on(traffic: Traffic, seen: Places) -> list[WayOn]:
    """Return the ways between the touchpoints of a picture, those left out too, in the order of the file."""
    return [
        WayOn(one, step, other, seen.visits[one.id] * step.share)
        for one, step, other, _ in flows(traffic)
        if one.id in seen.visits and other.id in seen.visits
    ]


def conclusion(namer: Namer, seen: Places, ways: list[WayOn]) -> tuple[Line, Line]:
    """Return what the grid says in one sentence, and its counts in another."""
    words, say = namer.words, namer.words.say
    shown = [*seen.shown, *seen.left_out]
    if not shown:
        return say("map-pictures.nothing"), Line()
    contacts, ours = seen.contacts(shown), seen.ours(shown)
    if contacts:
        asked = [touchpoint for touchpoint in shown if touchpoint.direction == "inbound"]
        first = max(asked, key=lambda touchpoint: seen.visits[touchpoint.id])
        visits = seen.visits[first.id]
        told = say(
            "map-pictures.busiest",
            touchpoint=brief(namer.title(f"touchpoints:{first.id}")),
            visits=words.number(visits),
            contacts=words.number(contacts),
            share=words.percent(visits / contacts),
        )
    else:
        told = without_contacts(namer, seen)
    counts = say(
        "map-pictures.counts",
        touchpoints=words.number(len(shown)),
        moments=words.number(sum(t.moment_of_truth for t in shown)),
        lonely=words.number(sum(t.department is None for t in shown)),
        ways=words.number(len(ways)),
        crossing=words.number(sum(way.crosses for way in ways)),
    )
    if not ours or not contacts:
        return told, counts
    return told, words.phrases.sentences([counts, say("map-pictures.ours-told", number=words.number(ours))])


def without_contacts(namer: Namer, seen: Places) -> Line:
    """Return what a picture says where no contact of a buyer is known."""
    words, shown = namer.words, [*seen.shown, *seen.left_out]
    ours = seen.ours(shown)
    if ours:
        return words.say("map-pictures.ours-only", number=words.number(ours))
    return words.say("map-pictures.no-volumes", number=words.number(len(shown)))
