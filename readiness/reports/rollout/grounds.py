"""What an advice rests on, in words: closed gates, assumptions that turn it, figures that drive it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from readiness.i18n import Line
from readiness.reports.rollout.teller import Teller
from readiness.rollout.assumptions import Shift, Switch
from readiness.rollout.gate_price import GatePrice
from readiness.rollout.outcome import Outcome

MOST_CAUSES = 3
NEAREST, FARTHEST = 0.5, 2.0
"""Factors beyond these are no news: hardly any estimate is wrong by that much."""
RESULTS = ("finish", "npv", "exposure")


def gate_lines(
    teller: Teller, by_id: Mapping[str, Outcome], gates: Sequence[GatePrice], *, only: str = ""
) -> Iterator[Line]:
    """Yield what waiting for a pitfall costs each option, or ``only`` one."""
    for gate in gates:
        if only and gate.option != only:
            continue
        pitfall = teller.words.say(f"pitfalls.{gate.pitfall}.short")
        option = teller.option(by_id[gate.option])
        if gate.days is None:
            yield teller.say("gates.never", option=option, pitfall=pitfall)
        elif gate.days >= 0.5:
            days, money = teller.length(gate.days), teller.money(gate.money)
            key = "gates.line" if round(gate.money) > 0 else "gates.days"
            yield teller.say(key, option=option, pitfall=pitfall, length=days, money=money)


def rest_lines(
    teller: Teller,
    by_id: Mapping[str, Outcome],
    best: Outcome | None,
    shifts: Sequence[Shift],
    switches: Sequence[Switch],
) -> Iterator[Line]:
    """Yield which assumption turns the advice, and how far each may be wrong; one line for an option."""
    if best is None or not shifts:
        return
    turned = [shift for shift in shifts if shift.best != shift.before]
    if not turned:
        yield teller.say("rests.firm")
    for shift in turned:
        way = "less" if shift.factor < 1 else "more"
        what = teller.say(f"assumption.{shift.assumption}")
        yield teller.say(f"rests.{way}", what=what, option=teller.option(by_id[shift.best]))
    near = [one for one in switches if one.value is not None or NEAREST <= one.factor <= FARTHEST]
    for other in dict.fromkeys(one.other for one in near):
        cases = [_case(teller, one) for one in near if one.other == other]
        values = {"option": teller.option(by_id[other]), "cases": teller.words.listed(cases)}
        yield teller.words.phrases.count("rollout-compare.rests.switch", len(cases), **values)


def _case(teller: Teller, switch: Switch) -> Line:
    if switch.value is not None:
        return teller.say(f"rests.{switch.assumption}", share=teller.words.percent(switch.value))
    factor = teller.words.number(switch.factor, 2)
    return teller.say("rests.factor", what=teller.say(f"assumption.{switch.assumption}"), factor=factor)


def drive_lines(teller: Teller, outcomes: Sequence[Outcome], best: Outcome | None) -> Iterator[Line]:
    """Yield the steps and the figures that drive the end, the worth and the disturbed contacts."""
    shown = best if best is not None and best.drives else next((one for one in outcomes if one.drives), None)
    if shown is None:
        yield teller.say("drives.none")
        return
    steps = shown.plan.arrangement.steps
    yield teller.say("drives.of", option=teller.option(shown))
    for drive in shown.drives[:MOST_CAUSES]:
        title = teller.words.title(steps[drive.step].title, drive.step)
        yield teller.say("drives.step", step=title, share=teller.words.percent(drive.criticality))
    for result in RESULTS:
        for cause in shown.causes.get(result, ())[:1]:
            values = {"share": teller.words.percent(cause.removed), "what": teller.say(f"drives.{result}")}
            yield teller.say("drives.cause", **values, figure=teller.figure(cause.figure, steps))
