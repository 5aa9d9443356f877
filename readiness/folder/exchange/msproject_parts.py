"""Rows of a plan of ours that are parts of steps, pilots and tests among them, and those that are gates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from readiness.folder.exchange.msproject_calendars import PlanCalendars
from readiness.folder.exchange.msproject_people import People
from readiness.folder.exchange.msproject_tasks import Task, Tasks
from readiness.folder.exchange.msproject_times import own_cost, working_days
from readiness.folder.exchange.msproject_xml import said, truth, whole
from readiness.folder.exchange.part_fields import OF_STEP, part_plain
from readiness.folder.exchange.project_fields import GATE, GO_LIVE, PARTS, STEP
from readiness.folder.exchange.rollout_draft import RolloutDraft
from readiness.questionnaires.model import PITFALLS
from readiness.rollout.model import Clearing
from readiness.rollout.step import CutOver, ExitTest, Migrate, Pilot


class Parts:
    """The parts of steps and the gates of a plan; there are none in a plan of another program."""

    def __init__(
        self,
        tasks: Tasks,
        draft: RolloutDraft,
        calendars: PlanCalendars,
        people: People,
        *,
        day_seconds: int,
        file: str,
    ) -> None:
        self._draft, self._calendars, self._people = draft, calendars, people
        self._day_seconds, self._file = day_seconds, file
        rows = [one for one in tasks.leaves if tasks.ours and one.own.get("of")]
        steps = {one.own.get("id", "") for one in tasks.leaves if one.role == STEP}
        self._live = [one for one in rows if one.role == GO_LIVE]
        self._gates = [one for one in rows if one.role == GATE and one.own["of"] in PITFALLS]
        self._parts = [one for one in rows if one.role in PARTS and one.own["of"] in steps]
        for one in rows:
            if one not in (*self._live, *self._gates, *self._parts):
                draft.lose("part", one.title, one.role)

    def owners(self, ids: Mapping[str, str]) -> dict[int, str]:
        """Return the steps whose parts, or whose go-live alone, rows are, by the number of the row.

        ``ids`` are the ids of steps by those that the file gives them.
        """
        return {one.number: ids.get(one.own["of"], "") for one in (*self._live, *self._parts)}

    def of(self, step: Task) -> dict[str, Any]:
        """Return the fields of a step that stand in rows of their own, its gates and its change-over."""
        name = step.own.get("id", "")
        record = {PARTS[row.role]: self._part(row) for row in self._parts if name and row.own["of"] == name}
        if step.own.get("cut-over"):
            record["cut_over"] = self._fields(CutOver, step.own["cut-over"], step) or {"hours": "0"}
        pitfalls = {one.number: one.own["of"] for one in self._gates}
        links = [one for one in step.element.inside if one.name == "PredecessorLink"]
        linked = [pitfalls.get(whole(one, "PredecessorUID") or 0, "") for one in links]
        own = [one.strip() for one in step.own.get("gate", "").split(",")]
        gates = [*dict.fromkeys(one for one in (*linked, *own) if one in PITFALLS)]
        return {**record, "gate": gates}

    def add_gates(self, ids: Mapping[str, str]) -> None:
        """Add what it takes to clear the gates to the draft; a gate that nobody had described stays so."""
        draft = self._draft
        for row in self._gates:
            if not row.own.get("part"):
                continue
            record = {"pitfall": row.own["of"]} | self._fields(Clearing, row.own["part"], row)
            if "by" in record:
                record["by"] = ids.get(record["by"], record["by"])
            if not truth(row.element, "Milestone"):
                record["days"] = working_days(row, self._day_seconds, self._source(row), draft) or "0"
            record["team"] = self._people.of(row).get("team")
            record["cost"] = own_cost(row, self._source(row))
            draft.add("gates", record, row.at)

    def _part(self, row: Task) -> dict[str, Any]:
        """Return the values of a part; its texts stand in the notes."""
        draft, kind = self._draft, OF_STEP[PARTS[row.role]]
        record = self._fields(kind, row.own.get("part", ""), row)
        note = draft.clean(said(row.element, "Notes"), row.at)
        if kind is Migrate:
            return record | ({"bypass": note} if note else {})
        days = working_days(row, self._day_seconds, self._source(row), draft)
        record |= {"days": days} if days else {"days": "0"} if kind is Pilot else {}
        if kind is ExitTest:
            record["proves"] = note
            record |= {"to": draft.clean(row.own["to"], row.at)} if row.own.get("to") else {}
        return record

    def _fields(self, kind: type, text: str, row: Task) -> dict[str, Any]:
        """Return the values that stand in one text, with calendars by the ids that they have now."""
        record = part_plain(kind, self._draft.clean(text, row.at), self._source(row))
        number = re.fullmatch(r"#(\d{1,6})", record.get("calendar", ""), re.ASCII)
        if number:
            calendar = self._calendars.give(int(number[1]))
            record["calendar"] = calendar
            if calendar is None:
                self._draft.lose("part", row.title, "calendar")
                del record["calendar"]
        return record

    def _source(self, row: Task) -> str:
        return f"{self._file}, UID {row.number}"
