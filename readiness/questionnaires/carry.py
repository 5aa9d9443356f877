"""Answers to an older template, carried to a newer one; an old answer is never rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from readiness.questionnaires.answers import check_answer
from readiness.questionnaires.model import Item
from readiness.questionnaires.response import DONT_KNOW, Answer
from readiness.questionnaires.sameness import Difference, choice_name, differences, words_of

Fate = Literal["kept", "reworded", "converted", "ask-again", "gone"]
FATES: tuple[Fate, ...] = ("kept", "reworded", "converted", "ask-again", "gone")


@dataclass(frozen=True)
class Carried:
    """What becomes of one answer.

    ``kept`` as it is, ``reworded`` kept although the words of the question
    changed, ``converted`` to another scale or id, ``ask-again`` because the
    answer means something else now, ``gone`` because nobody asks it any more.
    ``why`` is the key of the reason.
    """

    fate: Fate
    why: str
    item: str = ""
    answer: Answer | None = None


def carry(
    old: Item | None, answer: Answer, new: Item | None, *, renamed: Mapping[str, str] | None = None
) -> Carried:
    """Return what becomes of an answer to an older item in a newer one.

    ``old`` is None where the older template is not at hand: then the answer is
    kept if it fits.  ``renamed`` maps ITEM.choice to its new id.
    """
    if new is None:
        return Carried("gone", "dropped")
    if answer.value == DONT_KNOW or answer.not_applicable is not None:
        return Carried("ask-again", "unsure", new.id)
    moved, why = (answer, "same") if old is None else _moved(old, answer, new, renamed or {})
    if moved is None:
        return Carried("ask-again", why, new.id)
    if new.gate is None and moved.gate is not None:
        moved, why = replace(moved, gate=None), "gate"
    wrong = [problem for problem in check_answer(new, moved) if problem.code not in MILD]
    if wrong:
        return Carried("ask-again", "misfit", new.id)
    if why != "same":
        return Carried("converted", why, new.id, moved)
    if old is not None and old.id != new.id:
        return Carried("converted", "renamed", new.id, moved)
    if old is not None and words_of(old) != words_of(new):
        return Carried("reworded", "words", new.id, moved)
    return Carried("kept", "same" if old is not None else "unseen", new.id, moved)


MILD = ("answer-needs-evidence", "evidence-required", "gate-not-asked", "gate-set-aside")
"""What may be said of an answer that counts all the same."""


def _moved(old: Item, answer: Answer, new: Item, renamed: Mapping[str, str]) -> tuple[Answer | None, str]:
    """Return the answer as the newer item takes it, or None, and the key of what was done."""
    found = tuple(differences(old, new, renamed=renamed))
    other = {one.field for one in found}
    if "kind" in other:
        change = _KINDS.get((old.kind, new.kind))
        moved, why = change(answer) if change else (None, "kind")
        if moved is None or not (old.choices and new.choices):
            return moved, why
        chosen, reason = _rechosen(old, moved, new, found=found, renamed=renamed)
        return (chosen, why) if chosen is not None else (None, reason)
    if "unit" in other:
        return None, "unit"
    if other & {"reverse", "parts.reverse", "anchors"}:
        return None, "turned"
    if "points" in other:
        return _rescaled(old, answer, new)
    if old.choices != new.choices:
        return _rechosen(old, answer, new, found=found, renamed=renamed)
    if "parts" in other:
        kept = {name: text for name, text in answer.parts.items() if name in new.parts}
        missing = set(new.parts) - set(old.parts)
        return (None, "parts") if missing or not kept else (replace(answer, parts=kept), "parts")
    return answer, "same"


def _rescaled(old: Item, answer: Answer, new: Item) -> tuple[Answer | None, str]:
    """Return a point of one scale on another, where it falls on a whole point."""
    if not answer.value or not answer.value.isdigit() or answer.parts:
        return None, "scale"
    steps = (int(answer.value) - 1) * (new.points - 1)
    if steps % (old.points - 1):
        return None, "scale"
    return replace(answer, value=str(steps // (old.points - 1) + 1)), "scale"


def _rechosen(
    old: Item, answer: Answer, new: Item, *, found: Iterable[Difference], renamed: Mapping[str, str]
) -> tuple[Answer | None, str]:
    """Return the answer under the newer ids; only what was chosen must have stayed, unless all count."""
    known = {choice.id for choice in new.choices}
    relevelled = {one.of for one in found if one.field == "choices.level"}
    named = (*answer.values, *((answer.value,) if answer.value else ()))
    written = (*named, *(answer.parts if old.kind == "allocate" else answer.parts.values()))
    now = {name: choice_name(old, name, new, renamed) for name in written}
    if any(other not in known for other in now.values()):
        return None, "choice"
    if relevelled.intersection(now.values()):
        return None, "level"
    whole = old.kind in ("rank", "allocate") or (old.kind == "choices" and new.score == "share")
    if whole and any(one.field == "choices" for one in found):
        return None, "choices"
    if all(name == other for name, other in now.items()):
        return answer, "same"
    parts = answer.parts
    if old.kind == "allocate":
        parts = {now[name]: points for name, points in parts.items()}
    elif old.kind == "matrix":
        parts = {row: now[name] for row, name in parts.items()}
    value = now[answer.value] if answer.value else None
    return replace(answer, value=value, values=tuple(now[n] for n in answer.values), parts=parts), "choice"


def _same(answer: Answer) -> tuple[Answer | None, str]:
    return answer, "kind"


def _listed(answer: Answer) -> tuple[Answer | None, str]:
    return replace(answer, value=None, values=(answer.value,) if answer.value else ()), "kind"


def _single(answer: Answer) -> tuple[Answer | None, str]:
    if len(answer.values) > 1:
        return None, "kind"
    return replace(answer, value=answer.values[0] if answer.values else answer.value, values=()), "kind"


_KINDS: Mapping[tuple[str, str], Callable[[Answer], tuple[Answer | None, str]]] = {
    ("choice", "choices"): _listed,
    ("choices", "choice"): _single,
    ("percent", "number"): lambda answer: (
        replace(answer, value=(answer.value or "").removesuffix("%").rstrip() or None),
        "kind",
    ),
    ("number", "money"): _same,
    ("money", "number"): _same,
    ("date", "text"): _same,
    ("choice", "text"): _same,
}
"""Kinds between which an answer keeps its meaning; between all others it is asked again."""
