"""Who said what: the answers to an item, by role and side, and the value they make.

Never an average across sides; the best witness's word counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from readiness.assessment.rules import AnswerRules
from readiness.assessment.sign import GateState, Sign, State
from readiness.evidence import Grade
from readiness.questionnaires.answers import HIDDEN, TOP, Meaning, understand
from readiness.questionnaires.conditions import Condition
from readiness.questionnaires.model import FIGURES, Item
from readiness.questionnaires.response import Answer, Response
from readiness.questionnaires.visibility import shown

Side = Literal["it", "business"]
SIDES: Mapping[Side, tuple[str, ...]] = {
    "it": ("it",),
    "business": ("executive", "business", "front-line"),
}


@dataclass(frozen=True)
class Voice:
    """One respondent's answer to one item."""

    respondent: str
    role: str
    answer: Answer
    meaning: Meaning


@dataclass(frozen=True)
class View:
    """What one role, or one side, says: a value with its grade, don't know, not applicable, silence.

    ``lower`` says that a lower value is the better one.
    """

    state: Literal["value", "dont-know", "not-applicable", "silent"]
    value: float = 0.0
    grade: Grade = Grade.E0
    lower: bool = False

    @property
    def standing(self) -> float:
        """The value, or its opposite where lower is better: the worst has the least."""
        return -self.value if self.lower else self.value


SILENT = View("silent")
_STATES: Mapping[str, State] = {
    "value": "known",
    "silent": "missing",
    "dont-know": "dont-know",
    "not-applicable": "not-applicable",
}


def latest(responses: Iterable[Response]) -> Mapping[str, tuple[tuple[str, str, Answer], ...]]:
    """Return (respondent, role, answer) by question id, each respondent's latest round only."""
    found: dict[str, dict[str, tuple[int, str, Answer]]] = {}
    for response in responses:
        for key, answer in response.answers.items():
            given = found.setdefault(key, {})
            before = given.get(response.respondent)
            if before is None or response.round > before[0]:
                given[response.respondent] = (response.round, response.role, answer)
    return {
        key: tuple((who, given[who][1], given[who][2]) for who in sorted(given))
        for key, given in found.items()
    }


def voices_on(
    item: Item, given: Iterable[tuple[str, str, Answer]], asked: Mapping[str, tuple[str, bool | None]] = {}
) -> tuple[Voice, ...]:
    """Return the voices on an item.

    ``asked`` gives, for an item with a condition, each person's role and
    whether the condition holds: to a person it is hidden from it does not
    apply, whatever was answered; where nobody can tell, nothing was said.
    """
    answers = {who: (role, answer) for who, role, answer in given}
    heard = [Voice(who, role, answer, understand(item, answer)) for who, (role, answer) in answers.items()]
    if not asked:
        return tuple(heard)
    kept = [voice for voice in heard if asked.get(voice.respondent, ("", True))[1]]
    hidden = [Voice(who, role, Answer(), HIDDEN) for who, (role, holds) in asked.items() if holds is False]
    return tuple(sorted((*kept, *hidden), key=lambda voice: voice.respondent))


def asked_by_condition(
    items: Mapping[str, Item], rules: Mapping[str, Condition], responses: Iterable[Response]
) -> Mapping[str, Mapping[str, tuple[str, bool | None]]]:
    """Return for each item with a condition every person's role and whether the condition holds for them."""
    if not rules:
        return {}
    people: dict[str, tuple[str, dict[str, tuple[int, Answer]]]] = {}
    for response in responses:
        _, answers = people.setdefault(response.respondent, (response.role, {}))
        for key, answer in response.answers.items():
            if key not in answers or response.round > answers[key][0]:
                answers[key] = (response.round, answer)
    found: dict[str, dict[str, tuple[str, bool | None]]] = {name: {} for name in rules}
    for who, (role, given) in sorted(people.items()):
        latest_answers = {key: answer for key, (_, answer) in given.items()}
        for name, holds in shown(rules, items, latest_answers).items():
            found[name][who] = (role, holds)
    return found


def stated_voices(given: Iterable[tuple[str, str, Answer]]) -> tuple[Voice, ...]:
    """Return the voices that stated a map fact."""
    return tuple(
        Voice(who, role, answer, Meaning("value")) for who, role, answer in given if answer.risk is not None
    )


def of_side(voices: Iterable[Voice], side: Side) -> tuple[Voice, ...]:
    """Return the voices of one side."""
    return tuple(voice for voice in voices if voice.role in SIDES[side])


def role_view(voices: Iterable[Voice]) -> View:
    """Return what a role says: the median, of an even count the worse of the middle two.

    Don't know, or not applicable, only where every answer says so.
    """
    heard = [voice for voice in voices if voice.meaning.state != "silent"]
    spoken = [voice for voice in heard if not voice.meaning.hidden] or heard
    valued = sorted(
        (voice for voice in spoken if voice.meaning.state == "value"),
        key=lambda voice: (voice.meaning.standing, -voice.answer.evidence.level),
    )
    if valued:
        middle = valued[(len(valued) - 1) // 2].meaning
        same = [v.answer.evidence.level for v in valued if v.meaning.value == middle.value]
        return View("value", middle.value, max(same), middle.lower)
    states = {voice.meaning.state for voice in spoken}
    if states == {"dont-know"}:
        return View("dont-know")
    if states == {"not-applicable"}:
        return View("not-applicable")
    return SILENT


def worst(views: Iterable[View]) -> View:
    """Return the worst value of several views; without a value, what all of them say."""
    spoken = [view for view in views if view.state != "silent"]
    valued = [view for view in spoken if view.state == "value"]
    if valued:
        return min(valued, key=lambda view: (view.standing, -view.grade))
    states = {view.state for view in spoken}
    return spoken[0] if len(states) == 1 else SILENT


def by_role(voices: Iterable[Voice]) -> Mapping[str, View]:
    """Return the view of each role that was asked."""
    grouped: dict[str, list[Voice]] = {}
    for voice in voices:
        grouped.setdefault(voice.role, []).append(voice)
    return {role: role_view(spoken) for role, spoken in grouped.items()}


def item_view(item: Item, voices: tuple[Voice, ...]) -> tuple[View, bool]:
    """Return the value of an item and whether the best witness gave it.

    Where the best witness is silent, the worse of the other roles counts.  A
    don't-know is an answer only from a best witness on whose duty the item
    touches.
    """
    views = by_role(voices)
    if item.witness == "both":
        sides = [_heard(item, worst(views.get(role, SILENT) for role in roles)) for roles in SIDES.values()]
        return _worse_side(item, sides), all(side != SILENT for side in sides)
    witness = _heard(item, views.get(item.witness, SILENT))
    if witness != SILENT:
        return witness, True
    others = [view for role, view in views.items() if role != item.witness]
    other = worst(others)
    return (SILENT if other.state == "dont-know" else other), False


def _worse_side(item: Item, sides: list[View]) -> View:
    """Return the worse of two sides; not knowing is worse than any level above 1."""
    value = worst(sides)
    unsure = next((side for side in sides if side.state == "dont-know"), None)
    low = value.state == "value" and TOP * (1 - item_risk(item, value.value)) <= 1
    return value if unsure is None or low else unsure


def _heard(item: Item, view: View) -> View:
    return SILENT if view.state == "dont-know" and not item.duty else view


def item_sign(item: Item, voices: tuple[Voice, ...], rules: AnswerRules) -> Sign:
    """Return the sign of an asked item, from all voices or from those of one side."""
    sign = _sign(item, voices, rules)
    if not any(voice.meaning.bare for voice in voices):
        return sign
    return replace(sign, settled=_sign(item, tuple(_said_no(item, voice) for voice in voices), rules))


def _said_no(item: Item, voice: Voice) -> Voice:
    """Return a voice whose yes is a no; an answer that was nothing but the yes falls silent with it."""
    if voice.answer.gate != "yes":
        return voice
    answer = replace(voice.answer, gate="no")
    meaning = understand(item, answer) if voice.meaning.bare else voice.meaning
    return replace(voice, answer=answer, meaning=meaning)


def _sign(item: Item, voices: tuple[Voice, ...], rules: AnswerRules) -> Sign:
    gate = gate_state(voices)
    if item.kind == "estimate":
        return replace(
            _estimate_sign(item, voices, rules), gate=gate, legal=item.legal, gated=item.gate is not None
        )
    view, witnessed = item_view(item, voices)
    risk, level = 0.0, None
    if view.state == "value":
        risk = item_risk(item, view.value)
        level = TOP * (1 - risk) if item.kind in FIGURES else view.value
    elif view.state == "dont-know":
        risk = rules.dont_know_risk
    state = _STATES[view.state]
    due = item.gate is not None and level is not None and level <= 1
    return Sign(
        item.id,
        "answer",
        item.weight,
        state,
        risk,
        view.grade,
        witnessed and view.state in ("value", "dont-know"),
        gate,
        item.legal,
        level=level,
        measured=view.value if item.kind in FIGURES and view.state == "value" else None,
        why="no-answer" if state == "missing" else "",
        gated=item.gate is not None,
        gate_open=due and not any(voice.answer.gate in ("yes", "no") for voice in voices),
    )


def item_risk(item: Item, value: float) -> float:
    """Return the risk of a value: 1 - value/4, or by the bands of a figure."""
    if item.kind in FIGURES and item.bands is not None:
        good, half = item.bands.good, item.bands.half
        if item.lower_is_better:
            return 0.0 if value <= good else 0.5 if value <= half else 1.0
        return 0.0 if value >= good else 0.5 if value >= half else 1.0
    return 1 - value / TOP


def gate_state(voices: Iterable[Voice]) -> GateState:
    """Return whether a gate's yes is confirmed: by two roles, or by a document or a measurement."""
    yes = [voice for voice in voices if voice.answer.gate == "yes"]
    if not yes:
        return ""
    evidenced = any(voice.answer.evidence.level >= Grade.E1 for voice in yes)
    return "confirmed" if evidenced or len({voice.role for voice in yes}) > 1 else "yes"


def spread(voices: Iterable[Voice]) -> tuple[float, str] | None:
    """Return the widest ratio between executives' figures and its part, None below two executives."""
    figures: dict[str, list[float]] = {}
    for voice in voices:
        if voice.role == "executive":
            for name, number in voice.meaning.estimates.items():
                figures.setdefault(name, []).append(number)
    ratios = {
        name: (max(numbers) / min(numbers) if min(numbers) else (1.0 if not max(numbers) else float("inf")))
        for name, numbers in figures.items()
        if len(numbers) > 1
    }
    if not ratios:
        return None
    widest = max(ratios, key=lambda name: ratios[name])
    return ratios[widest], widest


def _estimate_sign(item: Item, voices: tuple[Voice, ...], rules: AnswerRules) -> Sign:
    executives = [voice for voice in voices if voice.role == "executive"]
    spoken = [voice for voice in executives if voice.meaning.state != "silent"]
    base = Sign(item.id, "answer", item.weight, "missing", why="no-answer")
    if spoken and all(voice.meaning.state == "not-applicable" for voice in spoken):
        return Sign(item.id, "answer", item.weight, "not-applicable")
    if spoken and item.duty and all(voice.meaning.state == "dont-know" for voice in spoken):
        return Sign(item.id, "answer", item.weight, "dont-know", rules.dont_know_risk, witnessed=True)
    found = spread(executives)
    if found is None or item.bands is None:
        return Sign(item.id, "answer", item.weight, "missing", why="one-executive") if spoken else base
    ratio = found[0]
    risk = 0.0 if ratio <= item.bands.good else 0.5 if ratio <= item.bands.half else 1.0
    grade = min(v.answer.evidence.level for v in spoken if v.meaning.state == "value")
    return Sign(
        item.id, "answer", item.weight, "known", risk, grade, True, level=TOP * (1 - risk), measured=ratio
    )
