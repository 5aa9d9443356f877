"""An XLSForm as a questionnaire of ours, and everything of it that had to be left out, with its row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from readiness.folder.forms.form_ids import Ids
from readiness.folder.forms.form_items import Draft, Foreign, Unit, relevants, units, words
from readiness.folder.forms.loss import Loss
from readiness.folder.forms.own_items import BESIDE, Own, is_own
from readiness.folder.forms.relevant import Target, Unsayable, read_relevant
from readiness.folder.forms.survey_rows import Form, FormRow, read_form
from readiness.folder.workbook import Table
from readiness.questionnaires.condition_text import condition_text
from readiness.questionnaires.conditions import Condition, Junction, Reference, Unparsable, parse_condition

SHEETS = ("survey", "choices", "choice", "settings")
_VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}\Z")


@dataclass(frozen=True)
class FormReading:
    """A questionnaire as plain values, with the row of each item and what was left out."""

    raw: dict[str, Any]
    places: Mapping[str, str]
    """Item to the place of its row, ``survey:12``."""
    conditions: Mapping[str, tuple[tuple[str, str], ...]]
    """Item to place and text of each condition that was taken over."""
    losses: tuple[Loss, ...]
    rows: int
    """How many rows the sheet survey has."""


def read_xlsform(tables: Sequence[Table], *, file: str, name: str, language: str | None) -> FormReading:
    """Return what a form asks as a questionnaire called ``name``.

    ``language`` is that of labels in a column without one.  Raises Refused
    where there is no sheet survey.
    """
    losses: list[Loss] = []
    for table in tables:
        sheet = table.name.strip().lower()
        if sheet in SHEETS:
            losses += [Loss("cell", f"{sheet}:{one.span.line}", one.code) for one in table.problems]
    form = read_form(tables, losses, file=file, language=language)
    return _Reading(form, losses).read(name)


@dataclass
class _Reading:
    form: Form
    losses: list[Loss]
    drafts: list[Draft] = field(default_factory=list)
    intro: list[FormRow] = field(default_factory=list)
    waiting: list[FormRow] = field(default_factory=list)
    """Notes whose words go to the next question."""

    def read(self, name: str) -> FormReading:
        ids = Ids()
        self.foreign, self.own = Foreign(self.form, ids, self.losses), Own(self.form, ids)
        for unit in units(self.form.rows, self.losses):
            self._unit(unit)
        self.losses += [Loss("note", note.at) for note in self.waiting]
        targets = self._targets()
        kept = {str(draft.raw["id"]): self._conditions(draft, targets) for draft in self.drafts}
        title = self.form.settings.get("form_title") or name
        version = self.form.settings.get("version", "")
        if version and not _VERSION.match(version):
            self.losses.append(Loss("version", "", _short(version)))
        raw: dict[str, Any] = {
            "format": "questionnaire/1",
            "id": name,
            "version": version if _VERSION.match(version) else "1.0.0",
            "title": title,
            "language": self.form.language if self.form.language in ("en", "zh-Hant", "zh-Hans") else "en",
        }
        if self.intro:
            raw["intro"] = words(_together([note.label for note in self.intro]), self.form)
        raw["items"] = [draft.raw for draft in self.drafts]
        places = {str(draft.raw["id"]): draft.row.at for draft in self.drafts}
        return FormReading(raw, places, kept, tuple(self.losses), len(self.form.rows))

    def _unit(self, unit: Unit) -> None:
        row = unit.row
        if is_own(row):
            self._keep(self.own.item(row, unit.inner), unit)
        elif row.own in BESIDE:
            if row.own == "intro":
                self.intro.append(row)
            elif self.drafts:
                self.own.beside(self.drafts[-1], row)
        elif row.kind == "note":
            (self.waiting if self.drafts else self.intro).append(row)
        elif unit.inner:
            draft = self._whole(row, unit.inner)
            if draft is not None:
                self._keep(draft, unit)
        else:
            draft = self.foreign.question(row, _together([note.label for note in self.waiting]))
            if draft is not None:
                self.waiting = []
                self._keep(draft, unit)

    def _whole(self, row: FormRow, inner: Sequence[FormRow]) -> Draft | None:
        """Return the item that rows make together: a score or rank of KoboToolbox, or a grid."""
        if row.kind == "begin_rank":
            return self.foreign.ranking(row, row.cells.get("kobo--rank-items", ""))
        head: FormRow | None = row
        rows, listed = [*inner], inner[0].listed
        if row.kind == "begin_score":
            rows = [one for one in inner if one.kind == "score__row"]
            listed = row.cells.get("kobo--score-choices", "")
        elif row.kind != "begin_group":
            head = row if row.cells.get("appearance", "").split() == ["label"] else None
            rows = rows[1:] if head else rows
        return self.foreign.matrix(head, rows, listed) if rows else None

    def _keep(self, draft: Draft, unit: Unit) -> None:
        draft.relevants = (*unit.outer, *relevants(unit.row))
        self.drafts.append(draft)

    def _targets(self) -> Mapping[str, Target]:
        """Return every question by its name in the form; of two with one name the first."""
        found: dict[str, Target] = {}
        for draft in self.drafts:
            item = str(draft.raw["id"])
            kind = "number" if draft.kind in ("percent", "money") else draft.kind
            found.setdefault(draft.row.name, Target(Reference(item), kind, draft.codes))
            for name, part in draft.rows.items():
                coded = bool(draft.codes)
                kind = "row" if coded else "number"
                found.setdefault(name, Target(Reference(item, part), kind, draft.codes))
        return found

    def _conditions(self, draft: Draft, targets: Mapping[str, Target]) -> tuple[tuple[str, str], ...]:
        """Put the conditions of a question that we can say into its item, and tell the others."""
        found: list[Condition] = []
        kept: list[tuple[str, str]] = []
        asked = draft.relevants
        if draft.condition:
            try:
                found.append(parse_condition(draft.condition))
                kept, asked = [(draft.row.at, draft.condition)], ()
            except Unparsable:
                pass
        for at, text in asked:
            try:
                one = read_relevant(text, targets)
            except Unsayable:
                self.losses.append(Loss("relevant", at, _short(text)))
                continue
            found.append(one)
            kept.append((at, text))
        whole = found[0] if len(found) == 1 else Junction("and", tuple(found))
        if found:
            draft.raw["show_if"] = condition_text(whole)
        return tuple(kept)


def _together(texts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return several texts as one in each language."""
    tags = dict.fromkeys(tag for text in texts for tag in text)
    return {tag: " ".join(text[tag] for text in texts if tag in text) for tag in tags}


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
