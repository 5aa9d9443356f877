"""The receipt of a step's dates: each with its reason and its place, and what would make it earlier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness.reports.rollout.step_words import StepWords
from readiness.rollout.earlier import Lever, Slack
from readiness.rollout.explanation import DatedPart, Explanation
from readiness.rollout.hindrances import Hindrance
from readiness.rollout.obstacles import Obstacle
from readiness.rollout.waits import Wait
from readiness.rollout.worktime import FAR

_INDENT = "   "


def explanation_lines(found: Explanation, names: StepWords) -> Iterator[str]:
    """Yield the lines of the explanation of a step, from its go-live down to every reason."""
    say = names.say
    yield names.placed(say("title", step=names.step(found.step), option=names.option), found.elements)
    if found.state in ("done", "left-out"):
        yield say("state.done", day=names.day(found.since)) if found.since else say("state.left-out")
        return
    yield say("basis")
    yield ""
    yield say("live", moment=names.moment(found.live))
    yield say("finished", moment=names.moment(found.done))
    others = [name for name in found.wave if name != found.step]
    if others:
        yield say("with", steps=names.steps(others))
    if found.open_gates:
        yield say("open-gates", pitfalls=names.words.listed(map(names.pitfall, found.open_gates)))
    if found.obstacles:
        yield from ("", say("obstacles"))
        yield from (_INDENT + obstacle_line(one, names) for one in found.obstacles)
    for part in found.parts:
        yield from ("", *_part(part, found.step, names))
    if found.path:
        yield from ("", say("path"))
        for leg in found.path:
            yield _INDENT + say("path-line", moment=names.moment(leg.finish), part=names.part(leg.name))
    yield from _outlook(found, names)


def _part(part: DatedPart, step: str, names: StepWords) -> Iterator[str]:
    if part.pitfall is not None:
        yield names.say("part.gate", pitfall=names.pitfall(part.pitfall))
    elif part.part == "cut-over" and part.step != step:
        yield names.say("part.cut-over-of", step=names.step(part.step))
    else:
        yield names.say(f"part.{part.part}")
    for line in (*_ready(part, names), *_start(part, names), *_end(part, names)):
        yield _INDENT + line


def _ready(part: DatedPart, names: StepWords) -> Iterator[str]:
    if part.ready >= FAR:
        yield names.say("ready-never")
        return
    moment = names.moment(part.ready)
    if not part.waits:
        yield names.say("ready-now", moment=moment)
        return
    reasons = names.words.say("marks.semicolon").join(wait_words(wait, names) for wait in part.waits)
    elements = [element for wait in part.waits for element in wait.elements]
    yield names.placed(names.say("ready", moment=moment, reasons=reasons), elements)
    sooner = max(wait.without for wait in part.waits)
    if part.waits[0].kind not in ("start", "part", "live") and sooner < part.ready:
        yield _INDENT + names.say("ready-without", moment=names.moment(sooner))


def wait_words(wait: Wait, names: StepWords) -> str:
    """Return what a part waits for, as a part of a sentence."""
    values: dict[str, object] = {}
    if wait.by:
        values["part"] = names.part(wait.by)
    if wait.kind in ("gate", "gate-step"):
        values["pitfall"] = names.words.listed(names.pitfall(name) for name in wait.pitfalls)
    if wait.kind in ("people", "staff"):
        values |= {"team": names.team(wait.team), "people": names.people(wait.people)}
    return names.say(f"wait.{wait.kind}", **values)


def _start(part: DatedPart, names: StepWords) -> Iterator[str]:
    if part.ready >= FAR:
        return
    if part.start >= FAR:
        yield names.say("start-never")
        return
    moment = names.moment(part.start)
    binding = _binding(part.before, part.start)
    if not binding:
        yield names.say("start-now", moment=moment)
        return
    limits = names.words.say("marks.semicolon").join(names.limit(one) for one in binding)
    elements = [element for one in binding for element in one.elements]
    yield names.placed(names.say("start", moment=moment, limits=limits), elements)
    yield from _without(binding, part.start, names)
    if 0 < part.longest < part.need.seconds and part.need.unbroken:
        needed, longest = names.hours(part.need.seconds), names.hours(part.longest)
        yield _INDENT + names.say("window", needed=needed, longest=longest)


def _binding(found: Iterable[Hindrance], until: int) -> Sequence[Hindrance]:
    """Return the limits that alone put a date off; where none does, those that do it together."""
    every = tuple(found)
    alone = tuple(one for one in every if one.without < until)
    return alone or tuple(one for one in every if one.to_the_end)


def _without(binding: Sequence[Hindrance], until: int, names: StepWords) -> Iterator[str]:
    alone = [one for one in binding if one.without < until]
    if not alone and len(binding) > 1:
        yield _INDENT + names.say("together")
    for one in alone:
        lifted, moment = names.lift(one.limit), names.moment(one.without)
        yield _INDENT + names.say("start-without", limit=lifted, moment=moment)


def _end(part: DatedPart, names: StepWords) -> Iterator[str]:
    if part.start >= FAR:
        return
    if part.finish >= FAR:
        yield names.say("end-never")
        return
    moment = names.moment(part.finish)
    if not part.need.seconds:
        yield names.say("end-now", moment=moment)
        return
    yield names.placed(names.say("end", moment=moment, need=need_words(part, names)), part.elements)
    moving = [one for one in part.during if one.without < part.finish]
    for one in moving:
        lifted, sooner = names.lift(one.limit), names.moment(one.without)
        text = names.say("start-without", limit=lifted, moment=sooner)
        yield _INDENT + names.placed(text, one.elements)


def need_words(part: DatedPart, names: StepWords) -> str:
    """Return how long a part takes, with its figures."""
    need = part.need
    calendar, hours = names.calendar(part.permit.calendar.id), names.hours(need.seconds)
    if need.unbroken:
        return names.say("need.unbroken", hours=hours)
    if need.runs:
        told = names.say(
            "need.move",
            runs=need.runs,
            records=names.words.number(need.records),
            per_hour=names.words.number(need.per_hour, 2),
            hours=hours,
            calendar=calendar,
        )
    else:
        day = names.words.number(names.rollout.day_hours, 2)
        days = names.words.number(need.days or 0, 2)
        told = names.say("need.days", days=days, day_hours=day, hours=hours, calendar=calendar)
    return told if need.certain else names.say("need.median", need=told)


def _outlook(found: Explanation, names: StepWords) -> Iterator[str]:
    if found.slack_live is None:
        return
    yield from ("", names.say("slack"))
    yield _INDENT + _slack("live", found.slack_live, names)
    yield _INDENT + _slack("end", found.slack_end, names)
    if not found.levers:
        yield from ("", names.say("earlier-none"))
        return
    yield from ("", names.say("earlier"))
    for lever in found.levers:
        moment = names.moment(lever.live)
        yield _INDENT + names.say("lever.live", lever=lever_words(lever, names), moment=moment)


def _slack(what: str, slack: Slack | None, names: StepWords) -> str:
    if slack is None:
        return names.say(f"slack-{what}-never")
    if not slack.seconds:
        return names.say(f"slack-{what}-none")
    return names.say(f"slack-{what}", days=names.days(slack.seconds), moment=names.moment(slack.latest))


def lever_words(lever: Lever, names: StepWords) -> str:
    """Return a change that would bring a go-live forward."""
    say = names.say
    activity = names.activities[lever.activity]
    part = names.part(lever.activity)
    if activity.part == "cut-over":
        part = say("of.cut-over", steps=names.step(lever.step))
    if lever.kind == "shorter":
        if activity.part in ("move", "cut-over"):
            return say("lever.shorter-hours", hours=names.hours(lever.seconds), part=part)
        return say("lever.shorter-days", days=names.days(lever.seconds), part=part)
    if lever.limit is not None:
        return say("lever.limit", part=part, limit=names.lift(lever.limit))
    if lever.wait is None:
        return say("lever.alone", step=names.step(lever.step))
    wait = lever.wait
    mine = names.part(lever.activity) if activity.pitfall is not None else names.step(lever.step)
    other = names.activities.get(wait.by)
    return say(
        f"lever.{wait.kind}",
        step=mine,
        pitfall=names.words.listed(names.pitfall(name) for name in wait.pitfalls),
        other=names.steps(other.steps) if other is not None else "",
        team=names.team(wait.team),
        people=names.people(wait.people),
    )


def obstacle_line(one: Obstacle, names: StepWords) -> str:
    """Return one first cause of an end that never comes, with its place."""
    known = one.activity in names.activities
    step = names.step(one.step) if one.step in names.arrangement.steps else ""
    part = names.part(one.activity) if known else step
    if known and names.activities[one.activity].part == "cut-over" and step:
        part = names.say("of.cut-over", steps=step)
    told = names.say(
        f"obstacle.{one.kind}",
        step=step,
        part=part,
        pitfall=names.pitfall(one.pitfall) if one.pitfall is not None else "",
        team=names.team(one.team),
        people=names.people(one.people),
        most=names.people(one.most),
        calendar=names.calendar(one.calendar),
        blackouts=names.words.listed(names.words.code(name) for name in one.blackouts),
        needed=names.hours(one.needed),
        found=names.hours(one.found),
        last=names.day(names.last),
    )
    return names.placed(names.words.say("marks.stop", text=told), one.elements)
