"""A table of steps, CSV or a workbook, as the draft of a rollout; every figure says which row it is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from readiness.diagnostics import Span
from readiness.folder.cell_text import same
from readiness.folder.exchange.rollout_draft import PlanRequest, RolloutDraft
from readiness.folder.exchange.step_columns import FIGURES, TOLD, columns
from readiness.folder.exchange.step_fields import sourced
from readiness.folder.map_ids import slug
from readiness.folder.source import Source
from readiness.folder.workbook import Row, Table, read_tables
from readiness.folder.worksheets import REMARK
from readiness.scalars import Unreadable, read_number, read_whole

IMPORTED = "imported"
"""The option that a table of steps stands for."""
_BETWEEN = re.compile("[,;，；、\n]")
_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*\\Z", re.ASCII)


def read_steps(path: Path, request: PlanRequest) -> RolloutDraft:
    """Read the steps of a table: of a workbook the first sheet that has a column of steps.

    Raises NotFound where there is no file, Refused for one above the limits and
    for one that is broken.
    """
    draft = RolloutDraft(Source(request.file, ""))
    draft.raw["id"] = slug(path.stem) or "rollout"
    tables = read_tables(path)
    table = next((one for one in tables if {"id", "title"} & {*_columns(one).values()}), None)
    if table is None:
        at = tables[0].span(tables[0].heading_row) if tables else draft.source.start()
        draft.tell("table-no-column", at, column="title")
        return draft
    draft.problems += table.problems
    _Steps(draft, table, request.file).read()
    return draft


def _columns(table: Table) -> Mapping[str, str]:
    """Return the column of each heading that is known."""
    known = columns()
    return {heading: known[same(heading)] for heading in table.headings if same(heading) in known}


@dataclass
class _Steps:
    """The rows of a table on their way into a draft."""

    draft: RolloutDraft
    table: Table
    file: str
    names: dict[str, str] = field(default_factory=dict)
    """Id and title of a step, as compared, to its id."""
    teams: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Name of a team, as compared, to its record."""
    people: dict[str, float] = field(default_factory=dict)
    waves: dict[int, list[str]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Add the steps, their teams and the one option to the draft."""
        headed = _columns(self.table)
        for heading in self.table.headings:
            if heading not in headed:
                self.draft.lose("column", word=heading)
        rows = [
            (row, cells)
            for row in self.table.rows
            if (cells := {headed[one]: text for one, text in row.cells.items() if one in headed})
            and not next(iter(row.cells.values())).startswith(REMARK)
        ]
        for number, (row, cells) in enumerate(rows, start=1):
            title = cells.get("title", "")
            given = cells.get("id") or self.draft.ids["steps"].give("steps", title, number)
            cells["id"] = given
            self.names.setdefault(same(given), given)
            if title:
                self.names.setdefault(same(title), given)
            if any(column in cells for column in TOLD):
                self.draft.lose("dates", str(row.number))
        if not rows:
            self.draft.tell("plan-empty", self.table.span(self.table.heading_row))
        for row, cells in rows:
            self._step(row, cells)
        for name, team in self.teams.items():
            at = self.draft.source.start()
            evidence = {"grade": "assumed", "source": self.file}
            self.draft.add("teams", team | {"people": f"{self.people[name]:g}", "evidence": evidence}, at)
        self._option()

    def _step(self, row: Row, cells: Mapping[str, str]) -> None:
        self.draft.read += 1
        at = self.table.span(row.number)
        record: dict[str, Any] = {
            key: cells[key] for key in ("id", "title", "kind", "note", "done") if key in cells
        }
        people = self._figure(row, cells, "people")
        if people is not None:
            record["people"] = people
        if "team" in cells:
            record["team"] = self._team(cells["team"], float(people or 1))
        if "after" in cells:
            named = filter(None, (name.strip() for name in _BETWEEN.split(cells["after"])))
            record["after"] = [self.names.get(same(name), name) for name in named]
        record["days"] = self._estimate(row, cells, "")
        once = self._estimate(row, cells, "cost-")
        record["cost"] = {"once": once} if once is not None else None
        self.draft.add("steps", record, at)
        if "done" in cells:
            return
        self.order.append(cells["id"])
        if "wave" in cells:
            self._wave(row, cells)

    def _wave(self, row: Row, cells: Mapping[str, str]) -> None:
        try:
            number = read_whole(cells["wave"])
        except Unreadable:
            number = 0
        if number < 1:
            self.draft.tell("table-wave", self._cell(row, "wave"), value=cells["wave"])
        else:
            self.waves.setdefault(number, []).append(cells["id"])

    def _team(self, name: str, people: float) -> str:
        """Return the id of a team, which has as many people as its largest step needs."""
        key = same(name)
        if key not in self.teams:
            given = self.draft.ids["teams"].give("teams", name, len(self.teams) + 1)
            plain = bool(_ID.match(name))
            self.teams[key] = {"id": name if plain else given, "title": "" if plain else name}
        self.people[key] = max(self.people.get(key, 0.0), people)
        return str(self.teams[key]["id"])

    def _figure(self, row: Row, cells: Mapping[str, str], column: str) -> str | None:
        """Return a number of 0 or more as it is written; None where there is none, or none that is right."""
        text = cells.get(column)
        if text is None:
            return None
        try:
            right = read_number(text) >= 0
        except Unreadable:
            right = False
        if not right:
            at = self._cell(row, column)
            self.draft.tell("table-figure", at, value=text, column=self._heading(column))
        return text if right else None

    def _estimate(self, row: Row, cells: Mapping[str, str], before: str) -> dict[str, Any] | None:
        """Return an estimate: the likeliest alone, or all three; None where there is none that is right."""
        wanted = [f"{before}{one}" for one in FIGURES]
        given = [column for column in wanted if column in cells]
        points = [self._figure(row, cells, column) for column in given]
        figures = [one for one in points if one is not None]
        if not given or len(figures) < len(points):
            return None
        shape = cells.get(f"{before}shape", "pert" if given == wanted else "fixed")
        fits = given == wanted[1:2] if shape == "fixed" else given == wanted
        source = f"{self.file}, {row.number}"
        value = sourced(shape, figures, source) if fits else None
        if value is None:
            self.draft.tell("table-three", self._cell(row, given[0]), column=self._heading(given[0]))
        return value

    def _option(self) -> None:
        option: dict[str, Any] = {"id": IMPORTED}
        if self.waves:
            option["waves"] = [_unique(self.waves[number]) for number in sorted(self.waves)]
        elif self.order:
            option["order"] = _unique(self.order)
        if len(option) > 1:
            self.draft.add("options", option, self.table.span(self.table.heading_row))

    def _heading(self, column: str) -> str:
        return next((head for head, one in _columns(self.table).items() if one == column), column)

    def _cell(self, row: Row, column: str) -> Span:
        return self.table.span(row.number, self._heading(column))


def _unique(names: Iterable[str]) -> list[str]:
    """Return names once each; a second one is told with its step."""
    return list(dict.fromkeys(names))
