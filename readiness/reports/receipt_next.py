"""What follows from a receipt: what would change the result, the cheapest way, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.assessment.assess import Pitfall
from readiness.assessment.chances import Chance
from readiness.assessment.moves import Move
from readiness.assessment.path_search import MOST_LOOKS
from readiness.assessment.path_to_clear import Path
from readiness.assessment.stability import Stability, Turn, WithoutItem, WithoutPerson
from readiness.questionnaires.model import PitfallId
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.receipt import plain_number
from readiness.reports.view import PitfallView
from readiness.reports.words import Words

MOST_ASKED = 8
_INDENT = "   "


def next_lines(
    pitfall: Pitfall,
    shown: PitfallView,
    teller: DiscreetTeller,
    *,
    path: Path,
    asked: Sequence[Chance],
    firm: Stability,
) -> Iterator[str]:
    """Yield what would change a verdict, the cheapest way to clear it, whom to ask, and how firm it is."""
    say = teller.words.say
    yield say("explain.flips")
    yield from (_INDENT + line for line in shown.changes)
    if pitfall.judgement.verdict != "clear":
        yield ""
        yield from path_lines(path, teller)
    yield ""
    yield from ask_lines(asked, teller, "explain.ask-verdict")
    yield ""
    yield from stability_lines(firm, teller, pitfall.id)


def path_lines(path: Path, teller: DiscreetTeller) -> Iterator[str]:
    """Yield the cheapest way to "no sign found"."""
    words = teller.words
    yield words.say("explain.path")
    if not path.found:
        yield _INDENT + words.say("explain.path-none")
        return
    if path.facts:
        facts = words.listed(
            words.say("marks.quoted-id", text=teller.text(name), id=words.code(name)) for name in path.facts
        )
        yield _INDENT + words.say("explain.path-facts", facts=facts)
    if path.moves:
        secret = any(teller.hides(move.id) for move in path.moves)
        key = "explain.path-size-only" if secret else "explain.path-size"
        values = {} if secret else {"steps": plain_number(words, path.steps)}
        yield _INDENT + words.phrases.count(key, len(path.moves), **values)
        yield from (_INDENT * 2 + _move(move, teller) for move in path.moves)
    if not path.exact:
        yield _INDENT + words.say("explain.path-bound", number=words.number(MOST_LOOKS))
    yield _INDENT + words.say("explain.path-held")


def _move(move: Move, teller: DiscreetTeller) -> str:
    words = teller.words
    parts = list(_secret_parts(move, teller) if teller.hides(move.id) else _parts(move, teller))
    return words.say(
        "explain.move.item", id=words.code(move.id), moves=words.listed(parts), text=teller.text(move.id)
    )


def _secret_parts(move: Move, teller: DiscreetTeller) -> Iterator[str]:
    yield teller.words.say("explain.move.better")
    if move.gate:
        yield teller.words.say("explain.move.gate")


def _parts(move: Move, teller: DiscreetTeller) -> Iterator[str]:
    words = teller.words
    item = teller.assessment.items[move.id]
    role = words.say(f"role.{item.witness}")
    banded = item.bands is not None

    def figure(level: float) -> str:
        return plain_number(words, 1 - level / 4 if banded else level)

    if move.before is None:
        yield words.say(
            "explain.move.new-risk" if banded else "explain.move.new", role=role, after=figure(move.after)
        )
    else:
        if move.after > move.before:
            key = "explain.move.risk" if banded else "explain.move.level"
            yield words.say(key, before=figure(move.before), after=figure(move.after))
        elif not (move.document or move.gate or move.witness):
            yield words.say("explain.move.same")
        if move.witness:
            yield words.say("explain.move.witness", role=role)
    if move.document:
        yield words.say("explain.move.document")
    if move.gate:
        yield words.say("explain.move.gate")


def ask_lines(asked: Sequence[Chance], teller: DiscreetTeller, key: str) -> Iterator[str]:
    """Yield what to ask next and whom, the question most likely to change the result first."""
    words = teller.words
    yield words.say("explain.ask")
    if not asked:
        yield _INDENT + words.say("explain.ask-nothing")
        return
    telling = [one for one in asked if one.share > 0]
    for one in telling[:MOST_ASKED]:
        yield _INDENT + words.say(
            "explain.ask-gate" if one.gate else key,
            share=words.percent(one.share),
            who=asked_role(one.whom, words),
            text=teller.text(one.id),
            id=words.code(one.id),
        )
    if len(telling) > MOST_ASKED:
        yield _INDENT + words.say("labels.more", number=len(telling) - MOST_ASKED)
    rest = [words.code(one.id) for one in asked if one.share <= 0]
    if rest:
        yield _INDENT + words.say("explain.ask-rest", ids=words.listed(rest))
    yield _INDENT + words.say("explain.ask-held")


def asked_role(whom: str, words: Words) -> str:
    """Return whom to ask, in words."""
    return words.say("explain.another" if whom == "another" else f"role.{whom}")


def stability_lines(
    firm: Stability, teller: DiscreetTeller, pitfall: PitfallId | None = None
) -> Iterator[str]:
    """Yield what changes without one person or one item; of one pitfall, or of all with the advice."""
    words = teller.words
    yield words.say("explain.stable")
    persons = persons_of(firm, teller, pitfall)
    if not persons and firm.people:
        yield _INDENT + words.phrases.count("explain.stable-people", firm.people)
    for who, number, turns, advice in persons:
        parts = [_turn(turn, words) for turn in turns]
        if advice:
            parts.append(words.say("explain.person-advice", advice=words.say(f"advice.{advice}")))
        change = words.phrases.listed(parts)
        yield _INDENT + words.phrases.count("explain.person", number, who=who, change=change)
    if firm.skipped:
        ids = words.listed(map(words.code, firm.skipped))
        yield _INDENT + words.say("explain.person-skipped", ids=ids)
    items = [one for one in firm.items if pitfall in (None, one.turn.pitfall)]
    if not items:
        yield _INDENT + words.say("explain.stable-items")
    yield from (_INDENT + _without(one, words) for one in items)


Persons = tuple[tuple[str, int, tuple[Turn, ...], str], ...]


def persons_of(firm: Stability, teller: DiscreetTeller, pitfall: PitfallId | None) -> Persons:
    """Return for what changes without one person: who, how many such people, changes, advice.

    A person is called by a role only, and only where that role may be shown by itself.
    """
    found: dict[tuple[str, tuple[Turn, ...], str], int] = {}
    for one in firm.persons:
        turns = tuple(turn for turn in one.turns if pitfall in (None, turn.pitfall))
        advice = one.advice if pitfall is None and one.advice is not None else ""
        if turns or advice:
            key = (_who(one, teller), turns, str(advice))
            found[key] = found.get(key, 0) + one.people
    return tuple((who, number, turns, advice) for (who, turns, advice), number in found.items())


def _who(one: WithoutPerson, teller: DiscreetTeller) -> str:
    words = teller.words
    role = words.say(f"role.{one.role}")
    return role if teller.speakers.group(one.role) == role else words.say("explain.somebody")


def _turn(turn: Turn, words: Words) -> str:
    return words.say(
        "explain.person-turn",
        pitfall=words.say(f"pitfalls.{turn.pitfall}.short"),
        before=words.say(f"verdict.{turn.before}"),
        after=words.say(f"verdict.{turn.after}"),
    )


def _without(one: WithoutItem, words: Words) -> str:
    return words.say(
        "explain.item-turn" if one.advice is None else "explain.item-advice",
        id=words.code(one.id),
        pitfall=words.say(f"pitfalls.{one.turn.pitfall}.short"),
        before=words.say(f"verdict.{one.turn.before}"),
        after=words.say(f"verdict.{one.turn.after}"),
        advice=words.say(f"advice.{one.advice}") if one.advice is not None else "",
    )
