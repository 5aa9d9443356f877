"""Options side by side in words: what to choose, at which price, what speaks against it, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from readiness.i18n import Line
from readiness.reports.rollout.figures import mean
from readiness.reports.rollout.grounds import drive_lines, gate_lines, rest_lines
from readiness.reports.rollout.objections import Objection, by_option
from readiness.reports.rollout.teller import Teller
from readiness.reports.section import Section, Table
from readiness.rollout.assumptions import Shift, Switch
from readiness.rollout.comparison import Price, Standing
from readiness.rollout.gate_price import GatePrice
from readiness.rollout.outcome import Outcome

MOST_OBJECTIONS = 5
COLUMNS = ("option", "p50", "p80", "first", "contacts", "costs", "npv", "best", "beaten")

__all__ = ["Teller", "objection_lines", "option_row", "reference", "sections"]


def sections(
    teller: Teller,
    outcomes: Sequence[Outcome],
    standings: Mapping[str, Standing],
    best: Outcome | None,
    *,
    prices: Sequence[Price],
    gates: Sequence[GatePrice],
    shifts: Sequence[Shift],
    switches: Sequence[Switch],
    objections: Mapping[str, Sequence[Objection]],
) -> tuple[Section, ...]:
    """Return the comparison: advice and price, the table, what speaks against it, rests on, drives it."""
    by_id = {outcome.id: outcome for outcome in outcomes}
    advice = tuple(_advice(teller, by_id, standings, best, prices))
    found = [
        Section("options", teller.say("title"), advice, (_table(teller, outcomes, standings),)),
        Section("against", teller.say("against.title"), tuple(_against(teller, by_id, objections))),
        Section("gates", teller.say("gates.title"), tuple(gate_lines(teller, by_id, gates))),
        Section(
            "assumptions",
            teller.say("rests.title"),
            tuple(rest_lines(teller, by_id, best, shifts, switches)),
        ),
        Section("drivers", teller.say("drives.title"), tuple(drive_lines(teller, outcomes, best))),
    ]
    return tuple(section for section in found if section.sentences)


def _advice(
    teller: Teller,
    by_id: Mapping[str, Outcome],
    standings: Mapping[str, Standing],
    best: Outcome | None,
    prices: Sequence[Price],
) -> Iterator[Line]:
    trials = min((outcome.trials for outcome in by_id.values()), default=0)
    yield teller.say("trials", trials=teller.words.number(trials))
    for outcome in by_id.values():
        if outcome.never > 0.5:
            share = teller.words.percent(outcome.never)
            yield teller.say("cannot", option=teller.option(outcome), share=share)
    for outcome in by_id.values():
        plan = outcome.plan.arrangement
        if plan.option is not None and plan.left_out:
            steps = (
                teller.name(teller.words.title(plan.steps[one].title, one), one) for one in plan.left_out
            )
            yield teller.say("leaves-out", option=teller.option(outcome), steps=teller.words.listed(steps))
    if best is None:
        yield teller.say("none")
        return
    standing = standings[best.id]
    values = {"option": teller.option(best), "share": teller.words.percent(standing.p_best)}
    yield teller.say("advice", **values, regret=teller.money(standing.regret))
    for price in prices:
        other = by_id[price.against]
        what = teller.price(price, dated=does_something(best, other))
        yield teller.say("price.line", option=teller.option(other), what=what)


def does_something(*outcomes: Outcome) -> bool:
    """Say whether all of some options do steps, so that their ends can be compared."""
    return all(outcome.plan.arrangement.order for outcome in outcomes)


def reference(
    outcomes: Sequence[Outcome], standings: Mapping[str, Standing], best: Outcome
) -> Outcome | None:
    """Return what an advice is priced against: all at once, else the planner's next best, else the next."""
    others = [one for one in outcomes if one.id != best.id]
    arranged = {one.id: one.plan.arrangement for one in others}
    at_once = [one for one in others if arranged[one.id].barriers and len(arranged[one.id].waves) == 1]
    own = [one for one in others if one.plan.arrangement.option is not None]
    some = at_once or own or others
    return min(some, key=lambda one: (standings[one.id].regret, one.id), default=None)


def option_row(teller: Teller, outcome: Outcome, standing: Standing) -> dict[str, str]:
    """Return the cells of an option by the column's name."""
    return {
        "option": teller.option(outcome),
        "p50": teller.finish(outcome, 50),
        "p80": teller.finish(outcome, 80),
        "first": teller.first_value(outcome),
        "contacts": teller.count(mean(outcome.exposure)),
        "costs": teller.cost(mean(outcome.costs)),
        "npv": teller.worth(mean(outcome.npv)),
        "best": teller.words.percent(standing.p_best),
    }


def _table(teller: Teller, outcomes: Sequence[Outcome], standings: Mapping[str, Standing]) -> Table:
    rows = []
    for outcome in outcomes:
        standing = standings[outcome.id]
        beaten = next((one for one in outcomes if standing.beaten and one.id == standing.beaten.by), None)
        row = option_row(teller, outcome, standing)
        row["beaten"] = teller.option(beaten) if beaten else "–"
        rows.append(tuple(row[name] for name in COLUMNS))
    head = tuple(teller.say(f"column.{name}") for name in COLUMNS)
    return Table(head, tuple(rows), right=frozenset({4, 5, 6, 7}))


def _against(
    teller: Teller, by_id: Mapping[str, Outcome], objections: Mapping[str, Sequence[Objection]]
) -> Iterator[Line]:
    own = [one.id for one in by_id.values() if one.plan.arrangement.option is not None]
    every, left = by_option(objections, own)
    if every:
        yield from objection_lines(teller, teller.say("against.every"), every)
    for name, some in left.items():
        yield from objection_lines(teller, teller.option(by_id[name]), some)


def objection_lines(teller: Teller, option: Line, found: Sequence[Objection]) -> Iterator[Line]:
    """Yield what speaks against an option, the most serious first, and how much more there is."""
    words = teller.words
    for one in found[:MOST_OBJECTIONS]:
        severity = words.say(f"severity.{one.severity}")
        told = teller.say("against.line", option=option, severity=severity, message=one.message)
        yield words.say("marks.bracketed", text=told, note=one.places[0]) if one.places else told
    left = len(found) - MOST_OBJECTIONS
    if left > 0:
        yield words.phrases.count("rollout-compare.against.more", left, option=option)
