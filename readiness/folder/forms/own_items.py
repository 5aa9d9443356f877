"""Items of a form that we have written ourselves: the column ``readiness`` says what each row is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from readiness.folder.forms.form_ids import Ids
from readiness.folder.forms.form_items import ASIDE, Draft, relevants, words
from readiness.folder.forms.survey_rows import Form, FormRow, Option
from readiness.questionnaires.model import Kind

KINDS: tuple[str, ...] = get_args(Kind)
BESIDE = (
    "intro",
    "respondent",
    "role",
    "help",
    "total",
    "aside",
    "why",
    "grade",
    "source",
    "comment",
    "gate",
)
"""Rows that are no question of their own."""
_OWN = re.compile(
    r"(?P<kind>[a-z-]+)(?P<unit> unit)?(?: if (?P<condition>.+) \[(?P<mark>[0-9a-f]{8})\])?\Z", re.DOTALL
)
_PART = re.compile(r"part (?P<name>.+)\Z", re.DOTALL)
_BRACKET = re.compile(r"(?P<help>.*?) \((?P<unit>.*)\)\Z", re.DOTALL)


def own_mark(kind: str, *, unit: bool, condition: str = "", relevant: str = "") -> str:
    """Return what the column says of the main row of an item.

    A condition stands with a mark of the ``relevant`` made of it, so that a
    later change of the form is noticed.
    """
    said = f" if {condition} [{_mark(relevant)}]" if condition and relevant else ""
    return f"{kind}{' unit' if unit else ''}{said}"


def _mark(relevant: str) -> str:
    return hashlib.sha256(relevant.strip().encode()).hexdigest()[:8]


def is_own(row: FormRow) -> bool:
    """Say whether a row is the main row of an item in a form of ours."""
    matched = _OWN.match(row.own)
    return matched is not None and matched["kind"] in KINDS


@dataclass
class Own:
    """Makes items of the rows of our own forms."""

    form: Form
    ids: Ids

    def item(self, row: FormRow, inner: Sequence[FormRow] = ()) -> Draft:
        """Return the item of a main row and, for a group, the rows within it."""
        matched = _OWN.match(row.own)
        kind = matched["kind"] if matched else "text"
        name = row.name[1:] if re.match(r"_[0-9]", row.name) else row.name
        raw: dict[str, Any] = {"id": self.ids.item(name), "text": words(row.label, self.form)}
        help_ = next((one.label for one in inner if one.own == "help"), row.hint)
        unit: Mapping[str, str] = {}
        if matched and matched["unit"]:
            split = {tag: _BRACKET.match(text) for tag, text in help_.items()}
            unit = {tag: split_["unit"] if split_ else help_[tag] for tag, split_ in split.items()}
            help_ = {tag: split_["help"] for tag, split_ in split.items() if split_}
        if help_:
            raw["help"] = words(help_, self.form)
        raw["kind"] = kind
        if unit:
            raw["unit"] = words(unit, self.form)
        if kind in ("maturity", "agree", "yes-no", "matrix", "percent", "estimate"):
            raw["weight"] = 0
        if kind == "estimate":  # it cannot be without them; what was meant is not in the form
            raw["bands"] = {"good": 0, "half": 0}
        draft = Draft(row, raw, relevants(row))
        if matched and matched["mark"] and matched["mark"] == _mark(row.cells.get("relevant", "")):
            draft.condition = matched["condition"]
        self._choices(draft, row)
        parts = [(found["name"], one) for one in inner if (found := _PART.match(one.own))]
        if parts and kind == "allocate":
            raw["choices"] = [{"id": part, "text": words(one.label, self.form)} for part, one in parts]
        elif parts:
            raw["parts"] = {part: words(one.label, self.form) for part, one in parts}
            self._choices(draft, parts[0][1])
        draft.rows = {one.name: part for part, one in parts}
        for one in inner:
            self.beside(draft, one)
        return draft

    def beside(self, draft: Draft, row: FormRow) -> None:
        """Add to an item what a row beside it says: its gate."""
        if row.own == "gate":
            draft.raw["gate"] = {"ask": words(row.label, self.form)}

    def _choices(self, draft: Draft, row: FormRow) -> None:
        """Take over choices, anchors or the number of points from the list of a row."""
        options = [one for one in self.form.lists.get(row.listed, ()) if one.code not in ASIDE]
        if row.kind not in ("select_one", "select_multiple", "rank") or not options:
            return
        draft.codes = {one.code: one.code for one in self.form.lists[row.listed]}
        kind = draft.kind
        if kind == "agree":
            draft.raw["points"] = len(options)
            levels = {str(round(level)): one for number, one in enumerate(options)
                      if (level := 4 * number / (len(options) - 1)) == round(level)}  # fmt: skip
            kept = {level: one for level, one in levels.items() if not _numbered(one)}
            if kept:
                draft.raw["anchors"] = {level: words(one.label, self.form) for level, one in kept.items()}
        elif kind in ("choice", "choices", "rank") or (kind == "matrix" and not _levels(options)):
            draft.raw["choices"] = [{"id": one.code, "text": words(one.label, self.form)} for one in options]
        elif kind in ("maturity", "matrix"):
            told = [one for one in options if set(one.label.values()) != {one.code}]
            if told:
                draft.raw["anchors"] = {one.code: words(one.label, self.form) for one in told}


def _numbered(option: Option) -> bool:
    """Say whether the words of a point are its number, maybe with what the ends of the scale mean."""
    return all(text == option.code or text.startswith(f"{option.code} (") for text in option.label.values())


def _levels(options: Sequence[Option]) -> bool:
    return [one.code for one in options] == ["0", "1", "2", "3", "4"]
