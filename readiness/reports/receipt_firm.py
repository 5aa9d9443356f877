"""How firm a result is, in words: what changes without one person, one question or one fact."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.assessment.decision import Advice
from readiness.assessment.outcome import Outcome, Turn
from readiness.assessment.stability import Stability, WithoutPerson
from readiness.questionnaires.model import PitfallId
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.words import Words

_INDENT = "   "


def stability_lines(
    firm: Stability, teller: DiscreetTeller, pitfall: PitfallId | None = None
) -> Iterator[str]:
    """Yield what changes without one person or one item; of one pitfall, or of all with the advice."""
    words = teller.words
    yield words.say("explain.stable")
    persons = persons_of(firm, teller, pitfall)
    if not persons and firm.people:
        key = "explain.stable-people" if pitfall is None else "explain.stable-verdict"
        yield _INDENT + words.phrases.count(key, firm.people)
    for who, number, turns, advice in persons:
        change = _changes(turns, advice, words)
        yield _INDENT + words.phrases.count("explain.person", number, who=who, change=change)
    if firm.skipped:
        ids = words.listed(map(words.code, firm.skipped))
        yield _INDENT + words.say("explain.person-skipped", ids=ids)
    items = items_of(firm, pitfall, teller)
    if not items:
        hidden = any(map(teller.keeps, teller.assessment.pitfalls.values()))
        key = "explain.stable-items" if pitfall is None else "explain.stable-verdict-items"
        yield _INDENT + words.say("explain.stable-few" if hidden else key)
    for name, turns, advice in items:
        change = _changes(turns, advice, words)
        yield _INDENT + words.say("explain.item-turn", id=words.code(name), change=change)


Persons = tuple[tuple[str, int, tuple[Turn, ...], str], ...]
Items = tuple[tuple[str, tuple[Turn, ...], str], ...]


def persons_of(firm: Stability, teller: DiscreetTeller, pitfall: PitfallId | None) -> Persons:
    """Return for what changes without one person: who, how many such people, changes, advice.

    A person is called by a role only, and only where that role may be shown by itself.
    """
    found: dict[tuple[str, tuple[Turn, ...], str], int] = {}
    for one in firm.persons:
        turns, advice = _of(one.turns, one.advice, pitfall)
        if turns or advice:
            key = (_who(one, teller), turns, advice)
            found[key] = found.get(key, 0) + one.people
    return tuple((who, number, turns, advice) for (who, turns, advice), number in found.items())


def items_of(firm: Stability, pitfall: PitfallId | None, teller: DiscreetTeller) -> Items:
    """Return for what changes without one item or fact that is shown: its id, changes, advice."""
    shown = (one for one in firm.items if not teller.hides(one.id))
    found = ((one.id, *_of(one.turns, one.advice, pitfall)) for one in shown)
    return tuple((name, turns, advice) for name, turns, advice in found if turns or advice)


def _of(
    turns: tuple[Turn, ...], advice: Advice | None, pitfall: PitfallId | None
) -> tuple[tuple[Turn, ...], str]:
    """Return what of a change concerns a pitfall: its own verdict, and the advice that goes with it."""
    own = tuple(turn for turn in turns if pitfall in (None, turn.pitfall))
    return own, str(advice) if advice is not None and (own or pitfall is None) else ""


def _who(one: WithoutPerson, teller: DiscreetTeller) -> str:
    words = teller.words
    role = words.say(f"role.{one.role}")
    return role if teller.speakers.group(one.role) == role else words.say("explain.somebody")


def _changes(turns: tuple[Turn, ...], advice: str, words: Words) -> str:
    parts = [_turn(turn, words) for turn in turns]
    if advice:
        parts.append(words.say("explain.person-advice", advice=words.say(f"advice.{advice}")))
    return words.phrases.listed(parts)


def _turn(turn: Turn, words: Words) -> str:
    return words.say(
        "explain.person-turn",
        pitfall=words.say(f"pitfalls.{turn.pitfall}.short"),
        before=_outcome(turn.before, words),
        after=_outcome(turn.after, words),
    )


def _outcome(outcome: Outcome, words: Words) -> str:
    """Return a verdict as it is told: "Flagged, proved"."""
    told = words.say(f"verdict.{outcome.verdict}")
    if outcome.proof is not None:
        told = words.say("marks.verdict", verdict=told, proof=words.say(f"proof.{outcome.proof}"))
    return words.say("explain.stops", verdict=told) if outcome.stops else told
