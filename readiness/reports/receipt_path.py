"""The cheapest way to "no sign found", told so that it can be followed to the letter."""

from __future__ import annotations

from collections.abc import Iterator

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
        yield words.say("explain.move.gate")


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
