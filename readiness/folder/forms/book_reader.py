"""A workbook of a questionnaire, as :mod:`readiness.folder.forms.book` writes it, back as a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from readiness import LANGUAGES
from readiness.errors import Refused
from readiness.folder import library
from readiness.folder.answer_words import codes_by_word
from readiness.folder.cell_text import same
from readiness.folder.forms.book import (
    ABOUT,
    CONDITION,
    INHERITED,
    KEY,
    QUESTIONS,
    RENAMED,
    SCALES,
    SHOWN,
    SOURCE,
)
from readiness.folder.forms.loss import Loss
from readiness.folder.forms.phrasing import language_named
from readiness.folder.forms.plain import plain
from readiness.folder.forms.xlsform_reader import FormReading
from readiness.folder.workbook import Row, Table
from readiness.scalars import Text

_WORDED = ("text", "help", "unit", "remedy")
_LISTED = {"ask": r"[,;，、；]", "applies": r"[,;，、；]", "lock": r"[,;，、；]", "sources": r"\n"}
_TRUTHS = ("reverse", "duty", "legal")
_BANDS = ("good", "half", "better")
_ALONE = ("kind", "show_if", "weight", "witness", "evidence", "points", "score")
_SHEETS = ("about", "questions", "scales", "words", INHERITED)


def read_book(tables: Sequence[Table], *, file: str, name: str | None = None) -> FormReading:
    """Return the questionnaire of a workbook, called ``name`` where one is given.

    Structure comes from the sheets questions and scales, words from the sheet
    words where it has their key, else from where they stand.  What has no place
    is told with its row.  Raises Refused where a sheet is missing.
    """
    by_name = {table.name.strip().lower(): table for table in tables}
    about, questions = by_name.get("about"), by_name.get("questions")
    if about is None or questions is None or not set(ABOUT) <= set(about.headings):
        raise Refused("interchange-no-book", file=file)
    reader = _Book(by_name)
    for sheet in _SHEETS:
        if sheet in by_name:
            reader.losses += [Loss("cell", f"{sheet}:{one.span.line}", one.code)
                              for one in by_name[sheet].problems]  # fmt: skip
    return reader.read(about, questions, name)


@dataclass
class _Book:
    tables: Mapping[str, Table]
    losses: list[Loss] = field(default_factory=list)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    """Texts by key and language."""
    places: dict[str, str] = field(default_factory=dict)
    """Where each key stands."""
    used: set[str] = field(default_factory=set)
    language: str = "en"
    shown: str = "en"

    def read(self, about: Table, questions: Table, name: str | None) -> FormReading:
        said = [(row.cells.get("what", ""), row.cells.get("is", "")) for row in about.rows]
        facts = dict(said)
        self.language = language_named(facts.get("language", "")) or "en"
        self.shown = language_named(facts.get(SHOWN, "")) or self.language
        self._read_words("words")
        self._read_words(INHERITED)
        own, _, version = facts.get("questionnaire", "").partition("@")
        raw: dict[str, Any] = {"format": "questionnaire/1", "id": name or own, "version": version}
        raw["title"] = self._said("title", facts.get("title", ""), "about")
        raw["language"] = self.language
        raw |= {key: facts[key] for key in ("pitfall", "minutes", "provider", "licence") if key in facts}
        if intro := self._said("intro", facts.get("intro", ""), "about"):
            raw["intro"] = intro
        if sources := [text for what, text in said if what == SOURCE]:
            raw["sources"] = sources
        for key, mark in (("renamed", RENAMED), ("conditions", CONDITION)):
            found = {what.removeprefix(mark): text for what, text in said if what.startswith(mark)}
            raw |= {key: found} if found else {}
        rows = _columns(questions, "questions", QUESTIONS, self.losses)
        scales = self._scales(rows)
        places: dict[str, str] = {}
        items = []
        for row, cells in rows:
            at = f"questions:{row.number}"
            if "item" not in cells:
                self.losses.append(Loss("no-id", at))
                continue
            places.setdefault(cells["item"], at)
            items.append(self._item(cells, scales.get(cells["item"], []), at))
        raw["items"] = items
        for key in self.words.keys() - self.used:
            reason = key.startswith("changes.")
            self.losses.append(Loss("reason" if reason else "unknown-key", self.places[key],
                                    "" if reason else key[:80]))  # fmt: skip
        self.losses.sort(key=lambda one: _order(one.at))
        return FormReading(raw, places, {}, tuple(self.losses), len(questions.rows))

    def _item(self, cells: Mapping[str, str], scales: Sequence[tuple[str, Mapping[str, str]]],
              at: str) -> dict[str, Any]:  # fmt: skip
        name = cells["item"]
        raw: dict[str, Any] = {"id": name}
        for key in _WORDED:
            if words := self._said(f"{name}.{key}", cells.get(key, ""), at):
                raw[key] = words
        if "text" not in raw:
            self.losses.append(Loss("no-label", at))
            raw["text"] = name
        raw |= {key: cells[key] for key in _ALONE if key in cells}
        for key, between in _LISTED.items():
            if key in cells:
                listed = [part.strip() for part in re.split(between, cells[key]) if part.strip()]
                raw[key] = "all" if key == "lock" and listed == ["all"] else listed
        raw |= {key: _truth(cells[key]) for key in _TRUTHS if key in cells}
        if bands := {key: cells[key] for key in _BANDS if key in cells}:
            raw["bands"] = bands
        for place, one in scales:
            self._scale(raw, one, place)
        return raw

    def _scale(self, raw: dict[str, Any], cells: Mapping[str, str], at: str) -> None:
        """Add an anchor, choice, part or gate to an item."""
        what, code, name = cells.get("what", ""), cells.get("code", ""), raw["id"]
        text = cells.get("text", "")
        if what == "gate":
            raw["gate"] = {"ask": self._said(f"{name}.gate.ask", text, at)}
        elif not code or what not in ("anchor", "choice", "part", "reverse part"):
            self.losses.append(Loss("no-scale", at, what[:60]))
        elif what == "anchor":
            raw.setdefault("anchors", {})[code] = self._said(f"{name}.anchors.{code}", text, at)
        elif what == "choice":
            choice: dict[str, Any] = {"id": code, "text": self._said(f"{name}.choices.{code}", text, at)}
            choice |= {"level": cells["level"]} if "level" in cells else {}
            raw.setdefault("choices", []).append(choice)
        else:
            words = self._said(f"{name}.parts.{code}", text, at)
            part = {"text": words, "reverse": True} if what == "reverse part" else words
            raw.setdefault("parts", {})[code] = part

    def _scales(self, rows: Sequence[tuple[Row, Mapping[str, str]]]
                ) -> Mapping[str, list[tuple[str, Mapping[str, str]]]]:  # fmt: skip
        known = {cells.get("item") for _, cells in rows}
        found: dict[str, list[tuple[str, Mapping[str, str]]]] = {}
        table = self.tables.get("scales")
        for row, cells in _columns(table, "scales", SCALES, self.losses) if table else ():
            name, at = cells.get("item", ""), f"scales:{row.number}"
            if name in known:
                found.setdefault(name, []).append((at, cells))
            else:
                self.losses.append(Loss("no-question", at, name[:60]))
        return found

    def _read_words(self, sheet: str) -> None:
        table = self.tables.get(sheet)
        if table is None:
            return
        columns = {one: language_named(one) for one in table.headings if one != KEY}
        self.losses += [
            Loss("language", f"{sheet}:{table.heading_row}", heading)
            for heading, tag in columns.items()
            if tag not in LANGUAGES
        ]
        for row in table.rows:
            key, at = row.cells.get(KEY, ""), f"{sheet}:{row.number}"
            if key.startswith("#") or not key:
                continue
            if key in self.words:
                self.losses.append(Loss("key-twice", at, key[:80]))
                continue
            self.places[key] = at
            self.words[key] = {
                tag: row.cells[heading]
                for heading, tag in columns.items()
                if tag in LANGUAGES and heading in row.cells
            }

    def _said(self, key: str, cell: str, at: str) -> Any:
        """Return the words of a key in all languages; tell where its cell elsewhere says another thing."""
        texts = self.words.get(key, {})
        self.used.add(key)
        if not texts:
            texts = {self.shown: cell} if cell else {}
        elif cell and texts.get(self.shown, cell) != cell:
            self.losses.append(Loss("two-texts", at, key[:80]))
        order = sorted(texts.items(), key=lambda pair: pair[0] != self.language)
        return plain(Text(tuple(order)), self.language)


def _columns(
    table: Table, sheet: str, known: Sequence[str], losses: list[Loss]
) -> list[tuple[Row, dict[str, str]]]:
    """Return the rows of a sheet with their cells by column, whatever the language of the headings."""
    names = _headings(sheet, tuple(known))
    columns: dict[str, str] = {}
    for heading in table.headings:
        column = names.get(same(heading))
        if column is None or column in columns.values():
            losses.append(Loss("column", f"{sheet}:{table.heading_row}", heading[:60]))
        else:
            columns[heading] = column
    return [
        (row, {columns[one]: text for one, text in row.cells.items() if one in columns}) for row in table.rows
    ]


@cache
def _headings(sheet: str, known: tuple[str, ...]) -> Mapping[str, str]:
    found = {same(column): column for column in known}
    for language in LANGUAGES:
        say = library.phrases(language).say
        for column in known:
            found.setdefault(same(str(say(f"interchange.book.{sheet}.{column}"))), column)
    return found


def _truth(text: str) -> str:
    said = codes_by_word("gate").get(same(text))
    return {"yes": "true", "no": "false"}.get(said or "", text)


def _order(at: str) -> tuple[int, int]:
    sheet, _, number = at.partition(":")
    return (_SHEETS.index(sheet) if sheet in _SHEETS else len(_SHEETS), int(number or 0))
