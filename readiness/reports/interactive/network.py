"""The dependences of a map as one network of AND and OR that a page can evaluate.

Node ``n`` works if it is not switched off, all nodes of ``together`` work and
of each group one works; what works is the least fixpoint (Dowling and Gallier
1984).  The rules are those of ``readiness.touchmap.dependence``: here they are
only written out, so that the page need not know what a channel or a buyer is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness.touchmap.dependence import COMPONENTS, entries, fallbacks, names_of, needed, ways_in
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.volumes import Traffic, buyers_of


@dataclass(frozen=True)
class Gate:
    """What a node needs: numbers of other nodes."""

    together: tuple[int, ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Reached:
    """The node that says whether a buyer can still use a touchpoint, and his visits a year there.

    ``buyer`` is empty for visits of nobody in particular: they take place while
    the touchpoint works.
    """

    node: int
    touchpoint: str
    buyer: str
    visits: float


@dataclass
class Network:
    """Nodes by number: first every element (``kind:id``) that can fail, then what follows from them.

    ``fallbacks`` are the channels to which a failed one falls back, directly or
    by another; they carry no touchpoint of it, but may serve the same need.
    """

    elements: dict[str, int] = field(default_factory=dict)
    gates: list[Gate] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)
    fallbacks: dict[str, tuple[str, ...]] = field(default_factory=dict)


def network(traffic: Traffic) -> Network:
    """Return the network of a map; O(links x buyers)."""
    touchmap = traffic.map
    found = Network()
    for kind in COMPONENTS:
        for name in touchmap.index[kind]:
            found.elements[f"{kind}:{name}"] = len(found.gates)
            found.gates.append(Gate())
    _add_data(traffic, found)
    found.fallbacks = {name: fallbacks(touchmap, name)[1:] for name in touchmap.index["channels"]}
    names = names_of(touchmap)
    for touchpoint in touchmap.index["touchpoints"].values():
        gate = _touchpoint(touchpoint, names, found.elements)
        found.gates[found.elements[f"touchpoints:{touchpoint.id}"]] = gate
    _add_reach(traffic, found)
    return found


def _add_data(traffic: Traffic, found: Network) -> None:
    """Let a data object be readable while one of the systems that store it works."""
    stores: dict[str, list[int]] = {}
    for system in traffic.map.index["systems"].values():
        for name in system.holds:
            stores.setdefault(name, []).append(found.elements[f"systems:{system.id}"])
    for data in traffic.map.index["data"].values():
        master = found.elements.get(f"systems:{data.master}")
        group = (*stores.get(data.id, ()), *(() if master is None else (master,)))
        if group:
            found.gates[found.elements[f"data:{data.id}"]] = Gate(groups=(group,))


def _touchpoint(touchpoint: Touchpoint, names: Mapping[str, str], elements: Mapping[str, int]) -> Gate:
    """Return what a touchpoint needs: its own channel too, for which no fall-back stands in."""
    together, groups = needed(touchpoint, names)
    own = [elements[name] for name in together if name in elements]
    channel = elements.get(f"channels:{touchpoint.channel}")
    if channel is not None:
        own.append(channel)
    return Gate(tuple(own), tuple(tuple(elements[name] for name in group) for group in groups))


def _add_reach(traffic: Traffic, found: Network) -> None:
    """Let a buyer reach a touchpoint that works if he begins there or reaches one that leads there."""
    first, lead_in = entries(traffic), ways_in(traffic.map)
    node: dict[tuple[str, str], int] = {}
    for touchpoint in traffic.map.index["touchpoints"].values():
        nobody = traffic.visits[touchpoint.id].get("", 0.0)
        if nobody:
            alone = found.elements[f"touchpoints:{touchpoint.id}"]
            found.reached.append(Reached(alone, touchpoint.id, "", nobody))
        for buyer in buyers_of(touchpoint):
            node[touchpoint.id, buyer] = len(found.gates)
            visits = traffic.visits[touchpoint.id].get(buyer, 0.0)
            found.reached.append(Reached(len(found.gates), touchpoint.id, buyer, visits))
            found.gates.append(Gate())
    for (touchpoint_id, buyer), number in node.items():
        here = (found.elements[f"touchpoints:{touchpoint_id}"],)
        if buyer in first[touchpoint_id]:
            found.gates[number] = Gate(here)
        else:
            before = tuple(node[one, buyer] for one in lead_in[touchpoint_id] if (one, buyer) in node)
            found.gates[number] = Gate(here, (before,))
