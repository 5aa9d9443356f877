"""The section of the report about the rollout: a recommendation with its price, and what it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from readiness.assessment.decision import Advice
from readiness.i18n import Line
from readiness.reports.figure_sources import sourced
from readiness.reports.namer import Namer
from readiness.reports.rollout.compared import does_something, option_row, reference
from readiness.reports.rollout.grounds import gate_lines
from readiness.reports.rollout.objections import Objection
from readiness.reports.rollout.option_figures import option_figures
from readiness.reports.rollout.pictures.cash import draw_cash
from readiness.reports.rollout.pictures.exposure import draw_exposure
from readiness.reports.rollout.pictures.finish import draw_finish
from readiness.reports.rollout.pictures.frame import Picture
from readiness.reports.rollout.pictures.gantt import draw_gantt
from readiness.reports.rollout.pictures.tornado import draw_tornadoes
from readiness.reports.rollout.teller import Teller
from readiness.reports.rollout_view import ObjectionView, OptionRow, PictureView, RolloutView
from readiness.rollout.comparison import Price, Standing, has_money
from readiness.rollout.contenders import free_steps
from readiness.rollout.fields import Estimate
from readiness.rollout.gate_price import GatePrice
from readiness.rollout.model import Rollout
from readiness.rollout.outcome import Outcome

MOST_OBJECTIONS = 6
GRADES = ("assumed", "said", "document", "measured")
COLUMNS = ("option", "p80", "first", "contacts", "costs", "npv", "best")
MONEY_COLUMNS = ("costs", "npv")


@dataclass(frozen=True)
class Advised:
    """What a section is made of: options in many trials, the best one, and the advice of page one."""

    rollout: Rollout
    outcomes: Sequence[Outcome]
    standings: Mapping[str, Standing]
    best: Outcome | None
    prices: Sequence[Price]
    gates: Sequence[GatePrice]
    objections: Mapping[str, Sequence[Objection]]
    advice: Advice
    decision: str
    """The advice of page one in words."""


def view_rollout(found: Advised, teller: Teller, namer: Namer) -> RolloutView:
    """Return the section in words and pictures."""
    best, words = found.best, teller.words
    columns = [name for name in COLUMNS if name not in MONEY_COLUMNS or has_money(found.outcomes)]
    against = [one for one in found.objections.get(best.id, ()) if one.counts] if best is not None else []
    left = len(against) - MOST_OBJECTIONS
    return RolloutView(
        _title(found, teller),
        _waits(found, teller),
        _lead(found, teller),
        tuple(teller.say(f"column.{name}") for name in columns),
        tuple(_rows(found, teller, columns)),
        tuple(_pictures(found, teller, namer)),
        _against_title(against, words.say),
        tuple(_objection(one, words.say) for one in against[:MOST_OBJECTIONS]),
        words.phrases.count("rollout-report.against.more", left) if left > 0 else "",
        _shown("tornado", draw_tornadoes(best, teller)) if best is not None else None,
        tuple(_gates(found, teller)),
        _grades(found.rollout, teller),
        words.say("rollout-report.trials", trials=words.number(_trials(found.outcomes))),
        sourced(
            words.say("figure.from.rollout", trials=words.number(_trials(found.outcomes))),
            (one.evidence.level for one in estimates(found.rollout)),
            words,
        ),
    )


def _trials(outcomes: Sequence[Outcome]) -> int:
    return min((outcome.trials for outcome in outcomes), default=0)


def _title(found: Advised, teller: Teller) -> Line:
    say, best = teller.words.say, found.best
    if best is None:
        return say("rollout-report.title.none")
    option, other = teller.option(best), reference(found.outcomes, found.standings, best)
    price = next((one for one in found.prices if other is not None and one.against == other.id), None)
    if other is None or price is None:
        return say("rollout-report.title.only", option=option)
    what = teller.price(price, dated=does_something(best, other))
    return say("rollout-report.title.price", option=option, other=teller.option(other), what=what)


def _waits(found: Advised, teller: Teller) -> Line:
    say, advice = teller.words.say, found.advice
    if advice == "proceed":
        return Line()
    if advice == "step":
        return say("rollout-report.waits.step", decision=found.decision)
    pool = found.rollout.pool
    free = [teller.words.title(pool[name].title, name) for name in free_steps(found.rollout)]
    waits = say("rollout-report.waits.decision", decision=found.decision)
    if not free:
        return waits
    told = say("rollout-report.waits.free", steps=teller.words.listed(free[:3]))
    return teller.words.phrases.sentences([waits, told])


def _lead(found: Advised, teller: Teller) -> Line:
    best, say = found.best, teller.words.say
    if best is None:
        return say("rollout-report.lead.none")
    values = {
        "share": teller.words.percent(found.standings[best.id].p_best),
        "done": teller.finish(best, 80),
        "first": teller.first_value(best),
        "regret": teller.money(found.standings[best.id].regret),
    }
    if not best.plan.arrangement.order:
        return say("rollout-report.lead.no-steps", **values)
    how = "best" if has_money(found.outcomes) else "dates"
    return say(f"rollout-report.lead.{how}", **values)


def _rows(found: Advised, teller: Teller, columns: Sequence[str]) -> Iterator[OptionRow]:
    for number, outcome in enumerate(found.outcomes, start=1):
        row = option_row(teller, outcome, found.standings[outcome.id])
        is_best = found.best is not None and outcome.id == found.best.id
        figures = option_figures(outcome, found.standings[outcome.id], teller)
        yield OptionRow(number, tuple(row[name] for name in columns), is_best, figures)


def _pictures(found: Advised, teller: Teller, namer: Namer) -> Iterator[PictureView]:
    best = found.best
    if best is not None and best.plan.arrangement.order:
        yield _view("gantt", draw_gantt(best, teller))
    for name, picture in (
        ("finish", draw_finish(found.outcomes, best, teller)),
        ("exposure", draw_exposure(best, teller, namer) if best is not None else None),
        ("cash", draw_cash(best, teller) if best is not None else None),
    ):
        if picture is not None:
            yield _view(name, picture)


def _view(name: str, picture: Picture) -> PictureView:
    return PictureView(name, picture.title, picture.told, picture.svg)


def _shown(name: str, picture: Picture | None) -> PictureView | None:
    return None if picture is None else _view(name, picture)


def _against_title(against: Sequence[Objection], say: Callable[..., Line]) -> Line:
    if not against:
        return say("rollout-report.against.none")
    severe = [one for one in against if one.severity == "critical"]
    return say("rollout-report.against.critical" if severe else "rollout-report.against.some")


def _objection(one: Objection, say: Callable[..., Line]) -> ObjectionView:
    where = one.places[0] if one.places else ""
    return ObjectionView(one.severity, say(f"severity.{one.severity}"), one.message, one.mend, where)


def _gates(found: Advised, teller: Teller) -> Iterator[Line]:
    if found.best is not None:
        by_id = {outcome.id: outcome for outcome in found.outcomes}
        yield from gate_lines(teller, by_id, found.gates, only=found.best.id)


def _grades(rollout: Rollout, teller: Teller) -> Line:
    """Say how many of the figures are assumed, said, documented and measured."""
    grades = [one.evidence.grade for one in estimates(rollout)]
    if not grades:
        return Line()
    say, number = teller.words.say, teller.words.number
    counts = [(grade, grades.count(grade)) for grade in GRADES]
    parts = [say(f"rollout-report.graded.{grade}", number=number(count)) for grade, count in counts if count]
    return say("rollout-report.grades", all=number(len(grades)), parts=teller.words.listed(parts))


def estimates(value: Any) -> Iterator[Estimate]:
    """Yield the figures of a rollout that are not nought, wherever they stand."""
    if isinstance(value, Estimate):
        if not value.is_nothing:
            yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from estimates(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from estimates(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from estimates(getattr(value, field.name))
