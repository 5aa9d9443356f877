"""What a cell says as an answer to a question of its kind, as a response file writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from readiness.diagnostics import Path
from readiness.folder.answer_touchpoints import touchpoint_id
from readiness.folder.answer_words import NOT_APPLICABLE, codes_by_word, word
from readiness.folder.cell_text import same
from readiness.questionnaires.model import Choice, Item
from readiness.questionnaires.response import DONT_KNOW
from readiness.scalars import Text, Unreadable, read_whole

Value = str | list[str]
LISTS = ("choices", "rank", "touchpoint")
"""Kinds of which one cell may hold several answers."""
BY_CHOICE = ("rank", "allocate")
"""Kinds that are typed with a row, or a column, for each choice."""
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z", re.ASCII)
_BETWEEN = re.compile(r"\s*[;；\n]\s*")
_MOST = 1000
"""How many pieces of a cell are read."""


def part_names(item: Item) -> tuple[str, ...]:
    """Return what may stand in the part column: parts, or the choices that are ranked or given points."""
    if item.kind in BY_CHOICE:
        return tuple(choice.id for choice in item.choices)
    return tuple(item.parts)


def iso_day(text: str) -> str:
    """Return a day that is written year first, ``2000/12/1``, as ISO writes it."""
    matched = _DAY.match(text)
    return f"{matched[1]}-{matched[2]:0>2}-{matched[3]:0>2}" if matched else text


@dataclass(frozen=True)
class CellReader:
    """Reads the cells of one question.

    ``touchpoints`` are the titles on the map by id, ``language`` is that of
    the words proposed where a cell cannot be used.
    """

    item: Item
    touchpoints: Mapping[str, Text]
    language: str

    def read(self, at: Path, text: str) -> Value:
        """Return what a cell says: words become code words, figures plain digits, several answers a list.

        Raises Unreadable where it names nothing that may be chosen here.
        """
        if at in (("gate",), ("evidence", "grade")):
            return codes_by_word("gate" if at == ("gate",) else "grade").get(same(text), text)
        if at[0] not in ("value", "parts"):
            return text
        known = codes_by_word("answer").get(same(text))
        if known or self.item.kind == "text":
            return known or text
        if at[0] == "value" and self.item.kind in LISTS:
            one: Callable[[str], str | None] = self._choice_id
            if self.item.kind == "touchpoint":
                one = self._touchpoint_id
            return [self._named(piece, one) for piece in _pieces(text, one)]
        if self.item.kind == "yes-no":
            return self._yes_or_no(text)
        if self.item.kind == "choice" or (self.item.kind == "matrix" and self.item.choices):
            return self._named(text, self._choice_id)
        figure = normalize("NFKC", text).strip()
        if self.item.kind == "date":
            return iso_day(figure)
        if self.item.kind in ("estimate", "money", "number", "allocate") and _GROUPED.match(figure):
            figure = figure.replace(",", "")
        return figure.removesuffix("%").rstrip() if self.item.kind == "allocate" else figure

    def _yes_or_no(self, text: str) -> str:
        code = codes_by_word("gate").get(same(text))
        if code not in ("yes", "no"):
            allowed = (word("yes", self.language), word("no", self.language))
            raise Unreadable("choice", value=text, allowed=allowed, near=(text, allowed))
        return code

    def _named(self, text: str, one: Callable[[str], str | None]) -> str:
        found = one(text)
        if found is not None:
            return found
        if self.item.kind == "touchpoint":
            titles = [self._title(identity) for identity in self.touchpoints]
            raise Unreadable("dangling", id=text, kind="touchpoints", near=(text, titles))
        allowed = tuple(choice.text.choose(self.language)[1] or choice.id for choice in self.item.choices)
        raise Unreadable("choice", value=text, allowed=allowed, near=(text, allowed))

    def _choice_id(self, text: str) -> str | None:
        named = same(text)
        exact = (choice.id for choice in self.item.choices if same(choice.id) == named)
        found = (choice.id for choice in self.item.choices if named in _names(choice))
        return next(exact, None) or next(found, None)

    def _touchpoint_id(self, text: str) -> str | None:
        if not self.touchpoints:  # without a map, names stay as they are written
            return None if _BETWEEN.search(text) else text
        return touchpoint_id(text, self.touchpoints)

    def _title(self, identity: str) -> str:
        return self.touchpoints[identity].choose(self.language)[1] or identity


def _names(choice: Choice) -> frozenset[str]:
    words = [words for _, words in choice.text.words]
    # as the sheet lists it: "orders = Orders"
    return frozenset(same(name) for name in (*words, *(f"{choice.id} = {one}" for one in words)))


def _pieces(text: str, known: Callable[[str], str | None]) -> Iterator[str]:
    """Yield the answers in a cell; where an answer holds a semicolon itself, the longest that is known."""
    if known(text) is not None:
        yield text
        return
    pieces = [piece for piece in _BETWEEN.split(text.strip()) if piece][:_MOST]
    at = 0
    while at < len(pieces):
        ends = range(min(len(pieces), at + 4), at + 1, -1)
        end = next((end for end in ends if known("; ".join(pieces[at:end])) is not None), at + 1)
        yield "; ".join(pieces[at:end])
        at = end


def in_order(places: Mapping[str, str]) -> Sequence[str]:
    """Return choices by the places written beside them, 1 first; one without a place is left out.

    Raises Unreadable at the choice whose place is no whole number, or is taken.
    """
    taken: dict[int, str] = {}
    for name, written in places.items():
        if written in (DONT_KNOW, NOT_APPLICABLE):
            continue
        try:
            place = read_whole(written)
        except Unreadable as error:
            raise Unreadable(error.code, path=("parts", name), **error.values) from None
        if place < 1:
            raise Unreadable("at-least", path=("parts", name), value=written, bound=1)
        if place in taken:
            raise Unreadable("same-place", path=("parts", name), value=written)
        taken[place] = name
    return [taken[place] for place in sorted(taken)]
