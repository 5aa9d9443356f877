"""What is told about an element when it is chosen on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from readiness.reports.interactive.case import Case, Runs, runs
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.records import Buyer, Channel, DataObject, Need, System

Part = Runs | int
"""Words, or the number of an element to go to."""
Fact = tuple[str, list[Part]]


def facts(case: Case, kind: str, record: Any) -> list[Fact]:
    """Return the facts of a record with their labels, those that are written only."""
    tellers: Mapping[str, Callable[[Case, Any], Iterator[Fact]]] = {
        "touchpoints": _touchpoint,
        "systems": _system,
        "channels": _channel,
        "data": _data,
        "buyers": _buyer,
        "needs": _need,
    }
    teller = tellers.get(kind)
    return [(label, parts) for label, parts in teller(case, record) if parts] if teller else []


def price(case: Case, amount: float) -> str:
    """Return the cost of one contact, with cents where it has some."""
    whole = case.words.number(amount)
    if round(amount, 2) != round(amount):
        cents = f"{amount:.2f}"
        whole = case.words.number(int(cents[:-3])) + cents[-3:]
    return f"{case.currency}\u00a0{whole}" if case.currency else whole


def _touchpoint(case: Case, one: Touchpoint) -> Iterator[Fact]:
    say, names = case.words.say, case.names
    yield say("interactive.fact.stage"), [*case.linked((f"stages:{one.stage}",))]
    yield say("interactive.fact.channel"), [*case.linked((f"channels:{one.channel}",))]
    outbound = one.direction == "outbound"
    started = say("interactive.fact.by-company" if outbound else "interactive.fact.by-buyer")
    yield say("interactive.fact.started"), [started]
    owner: list[Part] = [*case.linked((f"departments:{one.department}",))]
    yield say("interactive.fact.owner"), owner or [say("interactive.fact.no-owner")]
    if one.satisfaction is not None:
        level = say("interactive.fact.of-five", number=case.words.number(one.satisfaction, 1))
        yield say("interactive.fact.satisfaction"), [level]
    if one.cost is not None:
        yield say("interactive.fact.cost"), [price(case, one.cost)]
    if one.minutes is not None:
        minutes = say("interactive.fact.minutes", number=case.words.number(one.minutes, 1))
        yield say("interactive.fact.takes"), [minutes]
    yield say("interactive.fact.serves"), [*case.linked(f"needs:{need}" for need in one.serves)]
    yield say("interactive.fact.requires"), [*case.linked(names.get(name, "") for name in one.requires)]
    for group in one.any_of:
        yield say("interactive.fact.one-of"), [*case.linked(names.get(name, "") for name in group)]
    yield say("interactive.fact.captures"), [*case.linked(f"data:{name}" for name in one.captures)]
    yield say("interactive.fact.logs"), [*case.linked((f"systems:{one.logs_to}",))]
    yield say("interactive.fact.note"), _own(case, one)


def _system(case: Case, one: System) -> Iterator[Fact]:
    say = case.words.say
    yield say("interactive.fact.owner"), [*case.linked((f"departments:{one.owner}",))]
    yield say("interactive.fact.holds"), [*case.linked(f"data:{name}" for name in one.holds)]
    yield say("interactive.fact.feeds"), [*case.linked(f"systems:{name}" for name in one.feeds)]
    fed = (f"systems:{other.id}" for other in case.touchmap.systems if one.id in other.feeds)
    yield say("interactive.fact.fed-by"), [*case.linked(fed)]
    yield say("interactive.fact.note"), _own(case, one)


def _channel(case: Case, one: Channel) -> Iterator[Fact]:
    say = case.words.say
    if one.human is not None:
        answer = say("interactive.fact.human" if one.human else "interactive.fact.machine")
        yield say("interactive.fact.answers"), [answer]
    yield say("interactive.fact.hours"), [*one.hours]
    yield say("interactive.fact.falls-back"), [*case.linked(f"channels:{name}" for name in one.falls_back_to)]
    yield say("interactive.fact.note"), _own(case, one)


def _data(case: Case, one: DataObject) -> Iterator[Fact]:
    say = case.words.say
    if one.records is not None:
        yield say("interactive.fact.records"), [case.words.number(one.records)]
    yield say("interactive.fact.master"), [*case.linked((f"systems:{one.master}",))]
    holders = (f"systems:{other.id}" for other in case.touchmap.systems if one.id in other.holds)
    yield say("interactive.fact.held-by"), [*case.linked(holders)]
    yield say("interactive.fact.note"), _own(case, one)


def _buyer(case: Case, one: Buyer) -> Iterator[Fact]:
    say = case.words.say
    if one.head_count is not None:
        yield say("interactive.fact.heads"), [case.words.number(one.head_count)]
    if one.value_share is not None:
        yield say("interactive.fact.value"), [case.words.percent(one.value_share)]
    yield say("interactive.fact.account"), [*case.linked((f"buyers:{one.account}",))]
    yield say("interactive.fact.wants"), [*case.linked(f"needs:{name}" for name in one.needs)]
    yield say("interactive.fact.note"), _own(case, one)


def _need(case: Case, one: Need) -> Iterator[Fact]:
    yield case.words.say("interactive.fact.note"), _own(case, one)


def _own(case: Case, record: Any) -> list[Part]:
    return [runs(case.words.text(record.note))] if record.note else []
