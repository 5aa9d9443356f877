"""Options side by side in words: what to choose, at which price, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from readiness.i18n import Line
from readiness.reports.rollout.figures import mean
from readiness.reports.section import Section, Table
from readiness.reports.words import Words
from readiness.rollout.assumptions import Shift, Switch
from readiness.rollout.comparison import Price, Standing
from readiness.rollout.gate_price import GatePrice
from readiness.rollout.outcome import NEVER, Outcome

DAY = 86400
MOST_CAUSES = 3
RESULTS = ("finish", "npv", "exposure")


class Teller:
    """Names options, dates and sums of one comparison."""

    def __init__(self, words: Words, zone: tzinfo, currency: str) -> None:
        self.words, self.zone, self.currency = words, zone, currency

    def say(self, key: str, /, **values: object) -> Line:
        """Return a phrase of the comparison."""
        return self.words.say(f"rollout-compare.{key}", **values)

    def option(self, outcome: Outcome) -> Line:
        """Return the title of an option; those that the tool adds have names of its own."""
        option = outcome.plan.arrangement.option
        if option is not None:
            return self.words.title(option.title, option.id)
        return self.say(f"added.{outcome.id}")

    def finish(self, outcome: Outcome, percent: float) -> Line:
        """Return the day by which so many percent of the trials are finished."""
        if not outcome.plan.arrangement.order:
            return self.say("no-steps")
        instant = outcome.finished(percent)
        if instant is None:
            return self.say("never")
        return self.words.day(datetime.fromtimestamp(instant, UTC).astimezone(self.zone).date())

    def money(self, amount: float) -> str:
        """Return an amount, rounded to three digits, since it is an estimate."""
        return self.words.money(_three_digits(amount), self.currency)

    def count(self, number: float) -> str:
        """Return a number of contacts."""
        return self.words.number(_three_digits(number))


def _three_digits(amount: float) -> float:
    if abs(amount) < 1000:
        return round(amount)
    return float(f"{amount:.2e}")


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
) -> tuple[Section, ...]:
    """Return the comparison: the advice and its price, the table, what it rests on, what drives it."""
    by_id = {outcome.id: outcome for outcome in outcomes}
    advice = tuple(_advice(teller, by_id, standings, best, prices))
    rests = tuple(_rests(teller, by_id, best, shifts, switches))
    shut = tuple(_gates(teller, by_id, gates))
    found = [Section("options", teller.say("title"), advice, (_table(teller, outcomes, standings),))]
    if shut:
        found.append(Section("gates", teller.say("gates.title"), shut))
    if rests:
        found.append(Section("assumptions", teller.say("rests.title"), rests))
    return (*found, Section("drivers", teller.say("drives.title"), tuple(_drives(teller, outcomes, best))))


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
    if best is None:
        yield teller.say("none")
        return
    standing = standings[best.id]
    values = {"option": teller.option(best), "share": teller.words.percent(standing.p_best)}
    yield teller.say("advice", **values, regret=teller.money(standing.regret))
    for price in prices:
        yield teller.say("price.line", option=teller.option(by_id[price.against]), what=_price(teller, price))


def _price(teller: Teller, price: Price) -> Line:
    parts = []
    for key, days in (("done", price.days), ("value", price.value_days)):
        if days is not None and abs(days) >= 1:
            number = teller.words.number(abs(days))
            parts.append(teller.say(f"price.{key}.{'later' if days > 0 else 'earlier'}", days=number))
    for key, amount, told in (
        ("contacts", price.contacts, teller.count),
        ("money", price.money, teller.money),
    ):
        if abs(amount) >= 1:
            parts.append(
                teller.say(f"price.{key}.{'more' if amount > 0 else 'less'}", amount=told(abs(amount)))
            )
    return teller.words.listed(parts) if parts else teller.say("price.same")


def _table(teller: Teller, outcomes: Sequence[Outcome], standings: Mapping[str, Standing]) -> Table:
    columns = ("option", "p50", "p80", "first", "contacts", "costs", "npv", "best", "beaten")
    rows = []
    for outcome in outcomes:
        standing = standings[outcome.id]
        beaten = next((one for one in outcomes if standing.beaten and one.id == standing.beaten.by), None)
        rows.append(
            (
                teller.option(outcome),
                teller.finish(outcome, 50),
                teller.finish(outcome, 80),
                _first(teller, outcome),
                teller.count(mean(outcome.exposure)),
                teller.money(mean(outcome.costs)),
                teller.money(mean(outcome.npv)),
                teller.words.percent(standing.p_best),
                teller.option(beaten) if beaten else "–",
            )
        )
    head = tuple(teller.say(f"column.{name}") for name in columns)
    return Table(head, tuple(rows), right=frozenset({3, 4, 5, 6, 7}))


def _first(teller: Teller, outcome: Outcome) -> str:
    days = (
        sorted(outcome.first_value.tolist())[max(0, outcome.trials * 8 // 10 - 1)]
        if outcome.trials
        else NEVER
    )
    return "–" if days >= NEVER else teller.say("day", day=teller.words.number(days / DAY))


def _gates(teller: Teller, by_id: Mapping[str, Outcome], gates: Sequence[GatePrice]) -> Iterator[Line]:
    for gate in gates:
        values = {
            "option": teller.option(by_id[gate.option]),
            "pitfall": teller.words.say(f"pitfalls.{gate.pitfall}.short"),
        }
        if gate.days is None:
            yield teller.say("gates.never", **values)
        elif gate.days >= 0.5:
            days, money = teller.words.number(gate.days), teller.money(gate.money)
            yield teller.say("gates.line", **values, days=days, money=money)


def _rests(
    teller: Teller,
    by_id: Mapping[str, Outcome],
    best: Outcome | None,
    shifts: Sequence[Shift],
    switches: Sequence[Switch],
) -> Iterator[Line]:
    if best is None or not shifts:
        return
    turned = [shift for shift in shifts if shift.best != shift.before]
    if not turned:
        yield teller.say("rests.firm")
    for shift in turned:
        way = "less" if shift.factor < 1 else "more"
        what = teller.say(f"assumption.{shift.assumption}")
        yield teller.say(f"rests.{way}", what=what, option=teller.option(by_id[shift.best]))
    for switch in switches:
        what, option = teller.say(f"assumption.{switch.assumption}"), teller.option(by_id[switch.other])
        if switch.value is not None:
            share = teller.words.percent(switch.value)
            yield teller.say("rests.chance", option=option, share=share)
        else:
            factor = teller.words.number(switch.factor, 2)
            yield teller.say("rests.switch", what=what, option=option, factor=factor)


def _drives(teller: Teller, outcomes: Sequence[Outcome], best: Outcome | None) -> Iterator[Line]:
    shown = best if best is not None and best.drives else next((one for one in outcomes if one.drives), None)
    if shown is None:
        yield teller.say("drives.none")
        return
    steps = shown.plan.arrangement.steps
    for drive in shown.drives[:MOST_CAUSES]:
        title = teller.words.title(steps[drive.step].title, drive.step)
        share = teller.words.percent(drive.criticality)
        yield teller.say("drives.step", option=teller.option(shown), step=title, share=share)
    for result in RESULTS:
        for cause in shown.causes.get(result, ())[:1]:
            share = teller.words.percent(cause.removed)
            what = teller.say(f"drives.{result}")
            yield teller.say("drives.cause", what=what, figure=teller.words.code(cause.figure), share=share)
