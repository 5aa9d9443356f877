"""Whether conditions can be used: known ids, fitting values, no circle, and a way to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import pairwise, product
from math import prod

from readiness.diagnostics import Path, Problem, nearest
from readiness.questionnaires.conditions import (
    LONGEST,
    Comparison,
    Condition,
    Given,
    Reference,
    Unparsable,
    comparisons,
    holds,
    references,
)
from readiness.questionnaires.model import FIGURES, ROLES, Item, Questionnaire
from readiness.questionnaires.visibility import SILENT, in_order, read_condition, written_out
from readiness.scalars import Unreadable, read_day, read_number

MOST_CASES = 100_000
"""How many sets of answers are tried in one questionnaire, to find those under which items are shown."""
MOST_KNOTTED = 200
"""How many items that may lead back to themselves are looked at; more are told once those are mended."""
_ONLY_STATES = ("text", "rank", "touchpoint", "allocate", "estimate", "matrix")
Place = Callable[[str, str], Path]


def check_conditions(
    questionnaire: Questionnaire, asked: Mapping[str, Item], place: Place
) -> Iterator[Problem]:
    """Yield what is wrong with the conditions of a questionnaire.

    ``asked`` are all items that it asks, included ones too; ``place`` returns
    where a field of an item is written.
    """
    for name, text in questionnaire.conditions.items():
        try:
            _read_short(text)
        except Unparsable as error:
            yield Problem(error.code, ("conditions", name), dict(error.values))
    rules: dict[str, Condition] = {}
    order = {name: place for place, name in enumerate(asked)}
    for item in questionnaire.items:
        if not item.show_if:
            continue
        at = place(item.id, "show_if")
        try:
            _read_short(item.show_if)
            rule = written_out(item.show_if, questionnaire.conditions)
        except Unparsable as error:
            known = error.values.get("known", ())
            near = nearest(str(error.values.get("name", "")), known)  # type: ignore[arg-type]
            yield Problem(error.code, at, {**error.values, "near": near})
            continue
        wrong = [problem for one in comparisons(rule) for problem in _misfits(one, asked, at)]
        yield from wrong
        if not wrong:
            rules[item.id] = rule
            yield from _out_of_reach(item, rule, asked, at, order)
    yield from _check_together(rules, asked, place)


def _check_together(
    rules: Mapping[str, Condition], asked: Mapping[str, Item], place: Place
) -> Iterator[Problem]:
    """Yield circles, and items that no answers show."""
    knotted = _knotted(rules)
    circular = {name: way for name in knotted[:MOST_KNOTTED] if (way := _leads_back(name, rules))}
    for name, way in circular.items():
        yield Problem("condition-circle", place(name, "show_if"), {"names": way, "near": None})
    unsure = {*circular, *knotted[MOST_KNOTTED:]}
    sound = {name: rule for name, rule in rules.items() if name not in unsure}
    left = MOST_CASES
    for name, rule in sound.items():
        domains = _domains(rule, sound, asked, left)
        if domains is None:
            continue
        left -= prod(len(domain) for domain in domains.values())
        if _never(rule, sound, domains):
            code = "gate-never" if asked[name].gate is not None else "never-shown"
            yield Problem(code, place(name, "show_if"), {"id": name})


def _read_short(text: str) -> None:
    if len(text) > LONGEST:
        raise Unparsable("condition-long", limit=LONGEST)
    read_condition(text)


def _misfits(comparison: Comparison, asked: Mapping[str, Item], at: Path) -> Iterator[Problem]:
    left = comparison.left
    item = asked.get(left.item)
    if item is None:
        values = {"id": left.item, "near": nearest(left.item, asked)}
        yield Problem("condition-item", at, values)
        return
    parts = tuple(choice.id for choice in item.choices) if item.kind == "allocate" else tuple(item.parts)
    if left.part and left.part not in parts and not (left.part == "gate" and item.gate):
        yield Problem("condition-part", at, {"id": str(left), "allowed": parts})
        return
    if comparison.operator == "is":
        return
    code = _clash(comparison, item)
    if code:
        values = {"id": str(left), "operator": comparison.operator, "value": comparison.values[0]}
        yield Problem(code, at, {**values, "kind": item.kind})


def _out_of_reach(
    item: Item, rule: Condition, asked: Mapping[str, Item], at: Path, order: Mapping[str, int]
) -> Iterator[Problem]:
    """Yield what a condition rests on although it is asked later, or not of those who are asked the item."""
    for name in dict.fromkeys(reference.item for reference in references(rule)):
        if order[name] > order.get(item.id, len(order)):
            yield Problem("condition-later", at, {"id": item.id, "other": name})
        heard = asked[name].ask or ROLES
        deaf = tuple(role for role in item.ask or ROLES if role not in heard)
        if deaf and asked[name].ask:
            yield Problem("condition-not-asked", at, {"id": item.id, "other": name, "roles": deaf})


def _clash(comparison: Comparison, item: Item) -> str:
    """Return the code of what does not fit between an item and the values it is compared with."""
    part, ordered = comparison.left.part, comparison.operator in ("<", "<=", ">", ">=")
    if part == "gate" or (item.kind == "yes-no" and not part):
        return "condition-value" if ordered or set(comparison.values) - {"yes", "no"} else ""
    if item.kind in ("choice", "choices") and not part:
        unknown = set(comparison.values) - {choice.id for choice in item.choices}
        return "condition-value" if ordered or unknown else ""
    if item.kind == "matrix" and part and item.choices:
        unknown = set(comparison.values) - {choice.id for choice in item.choices}
        return "condition-value" if ordered or unknown else ""
    if not part and item.kind in _ONLY_STATES and not (item.kind == "matrix" and not item.choices):
        return "condition-kind"
    for value in comparison.values:
        try:
            if item.kind == "date":
                read_day(value)
                continue
            number = read_number(value)
        except Unreadable:
            return "condition-value"
        low, high = _range(item, part)
        if low is not None and not low <= number <= high:
            return "condition-value"
    return ""


def _range(item: Item, part: str) -> tuple[float | None, float]:
    if item.kind == "agree" and not part:
        return 1, item.points
    if item.kind in ("maturity", "agree", "matrix"):
        return 0, 4
    if item.kind in ("percent", "allocate"):
        return 0, 100
    return None, 0


def _knotted(rules: Mapping[str, Condition]) -> list[str]:
    """Return the items that are left when those that rest on nothing else are taken away, again and again.

    Only they can lead back to themselves (Kahn 1962, Topological sorting of large networks).
    """
    rests = {name: {one.item for one in references(rule)} & rules.keys() for name, rule in rules.items()}
    used: dict[str, list[str]] = {name: [] for name in rules}
    for name, others in rests.items():
        for other in others:
            used[other].append(name)
    waiting = {name: len(others) for name, others in rests.items()}
    free = [name for name, number in waiting.items() if not number]
    while free:
        for name in used[free.pop()]:
            waiting[name] -= 1
            if not waiting[name]:
                free.append(name)
    return [name for name, number in waiting.items() if number]


def _leads_back(name: str, rules: Mapping[str, Condition]) -> tuple[str, ...]:
    """Return the way by which an item's condition rests on the item itself, empty if it does not."""
    before: dict[str, str] = {}
    waiting = [name]
    while waiting:
        here = waiting.pop()
        for reference in references(rules[here]) if here in rules else ():
            if reference.item == name:
                way = [name, here] if here != name else [name]
                while way[-1] != name:
                    way.append(before[way[-1]])
                return tuple(reversed(way)) if len(way) > 1 else (name, name)
            if reference.item not in before:
                before[reference.item] = here
                waiting.append(reference.item)
    return ()


def without_way(
    rules: Mapping[str, Condition], asked: Mapping[str, Item], *, strict: bool = False
) -> frozenset[str]:
    """Return the items whose conditions have to go so that some answers lead to every item.

    ``rules`` lead in no circle.  Each is looked at once, after those on which it
    rests and without those that have to go, so that a chain of them costs no
    more than its length.  What the bound on cases does not allow to look at
    stays, unless ``strict``: then it goes too.
    """
    kept: dict[str, Condition] = {}
    gone: set[str] = set()
    left, work = MOST_CASES, MOST_CASES
    for name in in_order(rules):
        domains = _domains(rules[name], kept, asked, MOST_CASES)
        cases = prod(len(domain) for domain in domains.values()) if domains is not None else 0
        if domains is not None and cases > min(left, work):
            if strict:
                gone.add(name)
                continue
        elif domains is not None and _never(rules[name], kept, domains):
            work -= cases
            gone.add(name)
            continue
        else:
            left -= cases
        kept[name] = rules[name]
    return frozenset(gone)


def _never(rule: Condition, rules: Mapping[str, Condition], domains: Mapping[Reference, list[Given]]) -> bool:
    """Say whether no answers at all show an item; ``domains`` are the answers to be tried.

    An answer is chosen only once a condition asks for it: what rests on an item
    that is hidden is not tried with every answer.
    """
    way: list[int] = []
    while True:
        chosen: list[Reference] = []
        given: dict[Reference, Given] = {}
        open_: dict[str, bool] = {}

        def of(
            reference: Reference,
            chosen: list[Reference] = chosen,
            given: dict[Reference, Given] = given,
            open_: dict[str, bool] = open_,
        ) -> Given:
            inner = rules.get(reference.item)
            if inner is not None and reference.item not in open_:
                open_[reference.item] = bool(holds(inner, of, {}))
            if inner is not None and not open_[reference.item]:
                return SILENT
            if reference not in given:
                if len(chosen) == len(way):
                    way.append(0)
                given[reference] = domains[reference][way[len(chosen)]]
                chosen.append(reference)
            return given[reference]

        if holds(rule, of, {}):
            return False
        while way and way[-1] + 1 == len(domains[chosen[len(way) - 1]]):
            way.pop()
        if not way:
            return True
        way[-1] += 1


def _domains(
    rule: Condition, rules: Mapping[str, Condition], asked: Mapping[str, Item], most: int
) -> Mapping[Reference, list[Given]] | None:
    """Return the answers to be tried for every item on which a condition rests, None for more than most."""
    needed: dict[Reference, list[Comparison]] = {}
    waiting, seen = [rule], set()
    while waiting:
        for comparison in comparisons(waiting.pop()):
            needed.setdefault(comparison.left, []).append(comparison)
            name = comparison.left.item
            if name in rules and name not in seen:
                seen.add(name)
                waiting.append(rules[name])
        if 2 ** len(needed) > most:  # every item has at least two answers
            return None
    domains = {left: _domain(asked[left.item], left.part, used) for left, used in needed.items()}
    return domains if prod(len(domain) for domain in domains.values()) <= most else None


def _domain(item: Item, part: str, used: list[Comparison]) -> list[Given]:
    """Return answers that stand for all that can be given, as far as the comparisons tell them apart."""
    states = [Given("dont-know"), Given("not-applicable")] if not part else []
    values = list(dict.fromkeys(value for one in used if one.operator != "is" for value in one.values))
    if part == "gate" or (item.kind == "yes-no" and not part):
        return [Given("value", words=(word,)) for word in ("yes", "no")] + states
    if item.kind == "choices" and not part:
        ids = values[:10]
        subsets = product((False, True), repeat=len(ids))
        chosen = [tuple(word for word, kept in zip(ids, subset, strict=True) if kept) for subset in subsets]
        return [Given("value", words=words or ("*",)) for words in chosen] + states
    if item.kind == "choice" or (item.kind == "matrix" and item.choices):
        return [Given("value", words=(choice.id,)) for choice in item.choices] + states
    if item.kind == "date":
        around = [word for value in sorted(values) for word in (_step(value, -1), value, _step(value, 1))]
        return [Given("value", words=(word,)) for word in around or ["2000-01-01"]] + states
    if item.kind in (*FIGURES, "estimate", "allocate"):
        return [Given("value", number) for number in _around(values, item, part)] + states
    low, high = _range(item, part)
    if low is None:
        return [Given("value", words=("*",)), *states]
    return [Given("value", float(number)) for number in range(int(low), int(high) + 1)] + states


def _around(values: list[str], item: Item, part: str) -> list[float]:
    numbers = sorted({float(value) for value in values})
    low, high = _range(item, part)
    found = [(numbers or [0.0])[0] - 1, *numbers, (numbers or [0.0])[-1] + 1]
    found += [(a + b) / 2 for a, b in pairwise(numbers)]
    return [number for number in found if low is None or low <= number <= high] or [0.0]


def _step(day: str, by: int) -> str:
    ordinal = read_day(day).toordinal() + by
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat()
