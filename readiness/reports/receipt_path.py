"""The cheapest way to "no sign found", told so that it can be followed to the letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from readiness.assessment.assess import Pitfall
from readiness.assessment.moves import Move
from readiness.assessment.path_search import MOST_LOOKS
from readiness.assessment.path_to_clear import Path
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import Item
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.receipt import plain_number

_INDENT = "   "


def path_lines(path: Path, teller: DiscreetTeller) -> Iterator[str]:
    """Yield the cheapest way to "no sign found"."""
    words = teller.words
    yield words.say("explain.path")
    if not path.found:
        yield _INDENT + words.say("explain.path-unfound" if path.depends else "explain.path-none")
        yield from _questions("explain.path-unasked", path.unasked, teller)
        return
    if path.facts:
        facts = words.listed(
            words.say("marks.quoted-id", text=teller.text(name), id=words.code(name)) for name in path.facts
        )
        yield _INDENT + words.say("explain.path-facts", facts=facts)
    if path.moves:
        secret = any(kept_back(move, path, teller) for move in path.moves)
        key = "explain.path-size-only" if secret else "explain.path-size"
        values = {} if secret else {"steps": plain_number(words, path.steps)}
        yield _INDENT + words.phrases.count(key, len(path.moves), **values)
        yield from (_INDENT * 2 + _move(move, path, teller) for move in path.moves)
    yield from _questions("explain.path-unanswered", path.unanswered, teller)
    yield from _questions("explain.path-hidden", path.hidden, teller)
    if path.depends:
        yield _INDENT + words.say("explain.path-depends")
    elif not path.exact:
        yield _INDENT + words.say("explain.path-bound", number=words.number(MOST_LOOKS))
    yield _INDENT + words.say("explain.path-held")


def told_path(path: Path, pitfall: Pitfall, teller: DiscreetTeller) -> Path:
    """Return a path with every answer that is kept back where one of them has to move: which, is not told."""
    if not any(kept_back(move, path, teller) for move in path.moves):
        return path
    own = {move.id: move for move in path.moves}
    for sign in pitfall.signs:
        if sign.kind == "answer" and sign.known and teller.hides(sign.id):
            move = Move(sign.id, None, None, document=False, gate=bool(sign.gate), witness=False, steps=0)
            own.setdefault(sign.id, move)
    order = [sign.id for sign in pitfall.signs]
    return replace(path, moves=tuple(sorted(own.values(), key=lambda move: order.index(move.id))))


def _questions(key: str, names: Sequence[str], teller: DiscreetTeller) -> Iterator[str]:
    words = teller.words
    if names:
        told = (words.say("marks.quoted-id", text=teller.text(name), id=words.code(name)) for name in names)
        yield _INDENT + words.say(key, questions=words.listed(told))


def kept_back(move: Move, path: Path, teller: DiscreetTeller) -> bool:
    """Say whether a move would tell of somebody's answer; where nobody is asked yet there is none."""
    return teller.hides(move.id) and move.id not in path.shown


def _move(move: Move, path: Path, teller: DiscreetTeller) -> str:
    words = teller.words
    parts: list[str] = [words.say("explain.move.shown")] if move.id in path.shown else []
    secret = kept_back(move, path, teller)
    parts += list(_secret_parts(move, teller) if secret else _parts(move, teller))
    return words.say(
        "explain.move.item", id=words.code(move.id), moves=words.listed(parts), text=teller.text(move.id)
    )


def _secret_parts(move: Move, teller: DiscreetTeller) -> Iterator[str]:
    yield teller.words.say("explain.move.better")
    # not whether anything else was answered, which would tell of one person's answer
    if move.gate and teller.tells_gate(move.id):
        yield teller.words.say("explain.move.gate")


def _no(move: Move, teller: DiscreetTeller) -> str:
    """Return that every yes becomes a no, and what is left to be answered then."""
    return teller.words.say("explain.move.gate-only" if move.bare else "explain.move.gate")


def _parts(move: Move, teller: DiscreetTeller) -> Iterator[str]:
    words = teller.words
    item = teller.assessment.items[move.id]
    if move.after is None:
        yield words.say("explain.move.same")
    elif move.before is None:
        yield from _new_answer(move.after, item, teller)
    else:
        if move.after > move.before:
            yield from _better_answer(move.before, move.after, item, teller)
        if move.witness:
            yield words.say("explain.move.witness", role=words.say(f"role.{item.witness}"))
    if move.document:
        yield words.say("explain.move.document")
    if move.gate:
        yield _no(move, teller)


def _new_answer(after: float, item: Item, teller: DiscreetTeller) -> Iterator[str]:
    words = teller.words
    role = words.say(f"role.{item.witness}")
    if item.bands is None:
        yield words.say("explain.move.new", role=role, after=_written(item, after, teller))
    else:
        yield words.say("explain.move.new-risk", role=role, after=plain_number(words, 1 - after / TOP))
        yield from _bound(after, item, teller)
    yield from _in_parts(item, teller)


def _better_answer(before: float, after: float, item: Item, teller: DiscreetTeller) -> Iterator[str]:
    words = teller.words
    if item.bands is None:
        told = {"before": _written(item, before, teller), "after": _written(item, after, teller)}
        yield words.say("explain.move.level", **told)
    else:
        risks = {"before": 1 - before / TOP, "after": 1 - after / TOP}
        figures = {name: plain_number(words, risk) for name, risk in risks.items()}
        yield words.say("explain.move.risk", **figures)
        yield from _bound(after, item, teller)
    yield from _in_parts(item, teller)


def _written(item: Item, level: float, teller: DiscreetTeller) -> str:
    """Return a level as it is answered: turned back where a high value is bad."""
    if item.kind in ("agree", "yes-no", "choice", "choices"):
        return teller.speakers.level(item, level)
    return plain_number(teller.words, TOP - level if item.reverse else level)


def _bound(after: float, item: Item, teller: DiscreetTeller) -> Iterator[str]:
    """Yield which figure is meant by a risk; any figure will do for all of the risk."""
    if item.bands is None or after <= 0:
        return
    words = teller.words
    bound = item.bands.good if after >= TOP else item.bands.half
    if item.kind == "estimate":
        yield words.say("explain.move.apart", bound=plain_number(words, bound))
        return
    key = "explain.move.at-most" if item.lower_is_better else "explain.move.at-least"
    yield words.say(key, bound=teller.speakers.level(item, bound))


def _in_parts(item: Item, teller: DiscreetTeller) -> Iterator[str]:
    if not item.parts or item.kind == "estimate":
        return
    turned = [teller.words.text(part.text) or name for name, part in item.parts.items() if part.reverse]
    if turned:
        yield teller.words.say("explain.move.parts-reverse", parts=teller.words.listed(turned))
    else:
        yield teller.words.say("explain.move.parts")
