"""Outages: who cannot reach the company any more if something fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from math import fsum
from operator import and_
from typing import Any

from readiness.touchmap.dependence import COMPONENTS, Lost, fallbacks, lost
from readiness.touchmap.finding import MapFinding, Severity, heaviest_first
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.scenarios import BLOCK, Scenarios, scenarios
from readiness.touchmap.volumes import Traffic, buyers_of

HALF = 0.5
FIFTH = 0.2
MOST_PAIRS = 500_000
MOST_FALLBACKS = 50
"""Channels to which one can fall back, nearest first; more of them are no plan."""
MOST_LOSSES = 20_000_000
"""So many losses (outage, touchpoint, buyer) of one kind of element are told: some ten seconds, 1 GB."""
_SAMPLE = 16


@dataclass(frozen=True)
class Loss:
    """What one buyer type loses: needs that nobody serves, stages without touchpoint, inbound contacts."""

    buyer: str
    needs: tuple[str, ...]
    stages: tuple[str, ...]
    contacts: float


@dataclass(frozen=True)
class Scenario:
    """An outage: ``ids`` (``kind:id``) fail together; ``kind`` is that of the first.

    ``stranded`` are the buyers who can no longer have a need served that an
    inbound touchpoint serves today (or have no need listed and lose a stage);
    ``stopped`` the touchpoints that nobody can use any more; ``contacts`` the
    inbound contacts a year at stake and ``contacts_share`` their part of all
    inbound ones; ``diverted`` those among them that can go by a channel to which
    the failed one falls back, since a touchpoint there serves the same need;
    ``outbound`` those that the company can no longer make; ``value_share`` the
    value of the stranded.
    """

    kind: str
    ids: tuple[str, ...]
    stranded: tuple[str, ...]
    stopped: tuple[str, ...]
    losses: tuple[Loss, ...]
    contacts: float
    contacts_share: float
    outbound: float
    diverted: float
    value_share: float


@dataclass(frozen=True)
class Outages:
    """Every scenario, in the order asked for, and the single points of failure among them.

    ``left_out`` are kinds of elements whose single outages are not told, since
    they would lose more than ``MOST_LOSSES`` together, as on a line of ten
    thousand touchpoints that each take all behind them away.
    """

    scenarios: tuple[Scenario, ...]
    findings: tuple[MapFinding, ...]
    left_out: tuple[str, ...] = ()

    @property
    def worst(self) -> tuple[Scenario, ...]:
        """Scenarios that hurt: those that strand somebody before the others, each by contacts."""
        hurting = [one for one in self.scenarios if one.contacts or one.stranded or one.outbound]
        return tuple(sorted(hurting, key=lambda one: (not one.stranded, -one.contacts, -one.value_share)))


def singles(touchmap: TouchMap) -> list[tuple[str, ...]]:
    """Return an outage for every system, channel, department, data object and touchpoint."""
    return [(f"{kind}:{record.id}",) for kind in COMPONENTS for record in touchmap.index[kind].values()]


def pairs(touchmap: TouchMap) -> Iterator[tuple[str, ...]]:
    """Yield an outage for every two systems, channels, departments and data objects, at most MOST_PAIRS."""
    parts = [name for (name,) in singles(touchmap) if not name.startswith("touchpoints:")]
    for number, pair in enumerate(combinations(parts, 2)):
        if number == MOST_PAIRS:
            return
        yield pair


def outages(traffic: Traffic, wanted: Iterable[tuple[str, ...]] | None = None) -> Outages:
    """Return what every buyer type loses in each outage, all single ones if none is named.

    All scenarios of a block run together through ``dependence.lost``: O(links
    x scenarios / word) for the fixpoint, then O(losses) for the sums.  Loss is
    counted against the map without any outage.
    """
    left_out: tuple[str, ...] = ()
    asked = singles(traffic.map) if wanted is None else [*wanted]
    if wanted is None:
        left_out = _too_many(traffic, asked)
        asked = [elements for elements in asked if elements[0].partition(":")[0] not in left_out]
    alone = all(len(elements) == 1 for elements in asked)
    step = max(len(asked), 1) if alone else BLOCK
    blocks = (asked[first : first + step] for first in range(0, len(asked), step))
    found = [one for block in blocks for one in _block(traffic, block)]
    return Outages(tuple(found), heaviest_first(_findings(traffic, found)), left_out)


def _too_many(traffic: Traffic, asked: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the kinds of elements whose single outages lose too much to be told, by a sample of each."""
    used = sum(len(buyers_of(touchpoint)) for touchpoint in traffic.map.touchpoints)
    if len(asked) * used <= MOST_LOSSES:
        return ()
    by_kind: dict[str, list[tuple[str, ...]]] = {}
    for elements in asked:
        by_kind.setdefault(elements[0].partition(":")[0], []).append(elements)
    samples = {kind: many[:: -(-len(many) // _SAMPLE)] for kind, many in by_kind.items()}
    sets = scenarios([elements for sample in samples.values() for elements in sample])
    times = [0] * len(sets.outages)
    for reach in lost(traffic, sets).reach.values():
        for when in reach.values():
            for number in sets.members(when) if when else ():
                times[number] += 1
    counted = iter(times)
    losses = {kind: sum(next(counted) for _ in sample) for kind, sample in samples.items()}
    return tuple(
        kind
        for kind, number in losses.items()
        if number * len(by_kind[kind]) / len(samples[kind]) > MOST_LOSSES
    )


def joint(together: Outages, alone: Outages) -> tuple[Scenario, ...]:
    """Return the outages of several elements that take away a need which none of the elements does alone.

    Those that hit most needs first, then most contacts.
    """
    single = {one.ids[0]: _needs_lost(one) for one in alone.scenarios}
    more = {
        one.ids: _needs_lost(one) - {need for name in one.ids for need in single.get(name, ())}
        for one in together.scenarios
    }
    hurting = [one for one in together.scenarios if more[one.ids]]
    return tuple(sorted(hurting, key=lambda one: (-len(more[one.ids]), -one.contacts)))


def _needs_lost(scenario: Scenario) -> set[tuple[str, str]]:
    return {(loss.buyer, need) for loss in scenario.losses for need in loss.needs}


@dataclass
class _Tally:
    """What one scenario loses, while it is summed up."""

    contacts: dict[str, float]
    needs: dict[str, list[str]]
    stages: dict[str, list[str]]
    stopped: list[str]
    outbound: float = 0.0
    diverted: float = 0.0


def _block(traffic: Traffic, asked: Sequence[tuple[str, ...]]) -> Iterator[Scenario]:
    touchmap = traffic.map
    sets = scenarios(asked)
    gone: Lost[Any] = lost(traffic, sets)
    tallies = [_Tally({}, {}, {}, []) for _ in asked]
    for touchpoint in touchmap.touchpoints:
        _count_touchpoint(traffic, touchpoint, gone, sets, tallies)
    _count_diverted(traffic, gone, sets, tallies)
    _count_needs(touchmap, gone, sets, tallies)
    _count_stages(touchmap, gone, sets, tallies)
    whole = traffic.all(traffic.inbound)
    for elements, tally in zip(asked, tallies, strict=True):
        yield _scenario(touchmap, elements, tally, whole)


def _count_touchpoint(
    traffic: Traffic, touchpoint: Touchpoint, gone: Lost[Any], sets: Scenarios, tallies: list[_Tally]
) -> None:
    alone = gone.elements[f"touchpoints:{touchpoint.id}"]
    reach = gone.reach[touchpoint.id] or {"": alone}  # visits of nobody in particular
    for buyer, when in reach.items():
        visits = traffic.visits[touchpoint.id].get(buyer, 0.0)
        if not visits:
            continue
        for number in sets.members(when):
            tally = tallies[number]
            if touchpoint.direction == "inbound":
                tally.contacts[buyer] = tally.contacts.get(buyer, 0.0) + visits
            else:
                tally.outbound += visits
    for number in sets.members(reduce(and_, reach.values())):
        tallies[number].stopped.append(touchpoint.id)


def _count_diverted(traffic: Traffic, gone: Lost[Any], sets: Scenarios, tallies: list[_Tally]) -> None:
    """Count contacts that a failed channel loses and a channel it falls back to can serve."""
    touchmap = traffic.map
    failing = {c.id: sets.fails(f"channels:{c.id}") for c in touchmap.channels if c.falls_back_to}
    failing = {channel: when for channel, when in failing.items() if when}
    served = _served_by_channel(traffic, gone, sets) if failing else {}
    standing_in = {channel: fallbacks(touchmap, channel)[1 : 1 + MOST_FALLBACKS] for channel in failing}
    for touchpoint in traffic.inbound:
        channel = touchpoint.channel or ""
        if channel not in failing:
            continue
        others = standing_in[channel]
        for buyer, when in gone.reach[touchpoint.id].items():
            keys = ((other, buyer, need) for other in others for need in touchpoint.serves)
            elsewhere = [served[key] for key in keys if key in served]
            visits = traffic.visits[touchpoint.id].get(buyer, 0.0)
            for number in sets.members(when) if elsewhere and visits else ():
                if sets.holds(failing[channel], number) and not all(sets.holds(w, number) for w in elsewhere):
                    tallies[number].diverted += visits


def _served_by_channel(
    traffic: Traffic, gone: Lost[Any], sets: Scenarios
) -> Mapping[tuple[str | None, str, str], Any]:
    """Return when no touchpoint of a channel serves a buyer's need any more."""
    served: dict[tuple[str | None, str, str], Any] = {}
    for touchpoint in traffic.inbound:
        for buyer, when in gone.reach[touchpoint.id].items():
            for need in touchpoint.serves:
                key = touchpoint.channel, buyer, need
                served[key] = served.get(key, sets.always) & when
    return served


def _count_needs(touchmap: TouchMap, gone: Lost[Any], sets: Scenarios, tallies: list[_Tally]) -> None:
    ways: dict[tuple[str, str], Any] = {}
    for touchpoint in touchmap.touchpoints:
        if touchpoint.direction == "inbound":
            for buyer, when in gone.reach[touchpoint.id].items():
                for need in dict.fromkeys(touchpoint.serves):
                    ways[buyer, need] = ways.get((buyer, need), sets.always) & when
    for buyer in touchmap.index["buyers"].values():
        for need in dict.fromkeys(buyer.needs):
            for number in sets.members(ways.get((buyer.id, need), sets.never)):
                tallies[number].needs.setdefault(buyer.id, []).append(need)


def _count_stages(touchmap: TouchMap, gone: Lost[Any], sets: Scenarios, tallies: list[_Tally]) -> None:
    """Count stages lost; listed stages that stand for the same one of the nine count as the first of them."""
    first: dict[str, str] = {}
    for stage in touchmap.stages:
        first.setdefault(stage.canonical, stage.id)
    shown = {stage.id: first[stage.canonical] for stage in touchmap.stages}
    met: dict[tuple[str, str], Any] = {}
    for touchpoint in touchmap.touchpoints:
        place = shown.get(touchpoint.stage or "", touchpoint.stage)
        if place is not None and touchpoint.direction == "inbound":
            for buyer, when in gone.reach[touchpoint.id].items():
                met[buyer, place] = met.get((buyer, place), sets.always) & when
    for (buyer, place), when in met.items():
        for number in sets.members(when):
            tallies[number].stages.setdefault(buyer, []).append(place)


def _scenario(touchmap: TouchMap, elements: tuple[str, ...], tally: _Tally, whole: float) -> Scenario:
    buyers = touchmap.index["buyers"]
    lost_by = {*tally.contacts, *tally.needs, *tally.stages}
    hit = [buyer for buyer in buyers if buyer in lost_by] if lost_by else []
    losses = tuple(
        Loss(
            buyer,
            tuple(tally.needs.get(buyer, ())),
            tuple(tally.stages.get(buyer, ())),
            tally.contacts.get(buyer, 0.0),
        )
        for buyer in hit
    )
    stranded = tuple(
        loss.buyer for loss in losses if loss.needs or (not buyers[loss.buyer].needs and loss.stages)
    )
    contacts = fsum(tally.contacts.values())
    return Scenario(
        elements[0].partition(":")[0] if elements else "",
        elements,
        stranded,
        tuple(tally.stopped),
        losses,
        contacts,
        contacts / whole if whole else 0.0,
        tally.outbound,
        tally.diverted,
        fsum(buyers[buyer].value_share or 0.0 for buyer in stranded),
    )


def _findings(traffic: Traffic, found: Iterable[Scenario]) -> Iterator[MapFinding]:
    """Yield single points of failure: one element whose loss leaves somebody without a need served.

    Critical where half of all contacts go with it, or a fifth of them with
    buyers who bring half of the value; serious from a fifth of the contacts on
    or where a need goes that matters most, else minor; a single touchpoint only
    where such a need goes, since it is the only place by its nature.
    """
    top = {need.id for need in traffic.map.needs if need.top}
    for scenario in found:
        if len(scenario.ids) != 1 or not scenario.stranded:
            continue
        matters = any(top.intersection(loss.needs) for loss in scenario.losses)
        if scenario.kind == "touchpoints":
            if not matters:
                continue
            severity: Severity = "minor"
        elif (
            scenario.contacts_share >= HALF
            or min(scenario.contacts_share / FIFTH, scenario.value_share / HALF) >= 1 - 1e-9
        ):
            severity = "critical"
        else:
            severity = "serious" if matters or scenario.contacts_share >= FIFTH else "minor"
        buyers = tuple(f"buyers:{buyer}" for buyer in scenario.stranded)
        values: Mapping[str, object] = {
            "buyers": buyers,
            "number": len(buyers),
            "contacts": scenario.contacts,
            "contacts_share": scenario.contacts_share,
            "value_share": scenario.value_share,
        }
        elements = (*scenario.ids, *(f"touchpoints:{t}" for t in scenario.stopped))
        yield MapFinding("SINGLE-POINT", severity, scenario.ids[0], elements, values, scenario.contacts)
