"""XML of Microsoft Project (2007 and later) as the draft of a rollout.

ProjectLibre and GanttProject write the same format with fewer elements, other
prefixes and other orders; nothing here needs more than tasks with a number.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from readiness.folder.exchange.msproject_calendars import PlanCalendars
from readiness.folder.exchange.msproject_parts import Parts
from readiness.folder.exchange.msproject_people import People
from readiness.folder.exchange.msproject_tasks import Task, Tasks, links, read_tasks
from readiness.folder.exchange.msproject_times import fixed_cost, own_cost, working_days
from readiness.folder.exchange.msproject_xml import day, figure, read_plan, said, text_of, whole
from readiness.folder.exchange.project_fields import STEP, WAVE
from readiness.folder.exchange.rollout_draft import PlanRequest, RolloutDraft
from readiness.folder.exchange.step_fields import estimate_plain, rounded
from readiness.folder.exchange.xml_reading import BrokenXml, Element
from readiness.folder.map_ids import slug
from readiness.rollout.checks import MOST_STEPS

_USUAL_MINUTES = 480
IMPORTED = "imported"
"""The option of a plan that has none of its own."""


def read_msproject(octets: bytes, path: Path, request: PlanRequest) -> RolloutDraft:
    """Read the XML of a plan; its mistakes are told at their lines, what is left behind is listed.

    Raises Refused for a document type or entity and for a file above the limits.
    """
    draft = RolloutDraft(text_of(octets, request.file))
    try:
        root = read_plan(octets, path)
    except BrokenXml as broken:
        draft.tell("plan-xml", draft.line(broken.line), problem=broken.reason)
        return draft
    if root.name != "Project":
        draft.tell("not-msproject", draft.line(root.line), value=root.name[:60])
        return draft
    tasks = read_tasks(root, draft)
    if tasks is not None:
        _Reading(root, tasks, draft, request.file).fill()
    return draft


class _Reading:
    """Turns the rows of a plan into steps."""

    def __init__(self, root: Element, tasks: Tasks, draft: RolloutDraft, file: str) -> None:
        self.root, self.tasks, self.draft, self.file = root, tasks, draft, file
        minutes = whole(root, "MinutesPerDay") or _USUAL_MINUTES
        self.minutes = minutes if 0 < minutes <= 1440 else _USUAL_MINUTES
        self.calendars = PlanCalendars(root, draft)
        self.people = People(root, draft, self.calendars, ours=tasks.ours)

    def fill(self) -> None:
        """Fill the draft."""
        draft, leaves = self.draft, self.tasks.leaves
        steps = [one for one in leaves if not self.tasks.ours or one.role in ("", STEP)]
        draft.read = len(steps)
        if not steps:
            tasks = next((one for one in self.root.inside if one.name == "Tasks"), self.root)
            draft.tell("plan-empty", draft.line(tasks.line))
            return
        if len(steps) > MOST_STEPS:
            draft.tell("rollout-too-large", steps[MOST_STEPS].at, kind="steps", limit=MOST_STEPS)
            return
        if self.tasks.ours:
            self.calendars.give_all()
        ids = self._ids(steps, leaves)
        parts = Parts(
            self.tasks, draft, self.calendars, self.people, day_seconds=self.minutes * 60, file=self.file
        )
        given = {one.own["id"]: ids[one.number] for one in steps if "id" in one.own}
        after = links(self.tasks, ids | parts.owners(given), draft)
        for one in steps:
            record = self._step(one, ids[one.number], after.get(ids[one.number], []))
            draft.add("steps", record | parts.of(one), one.at)
        parts.add_gates(given)
        self.people.finish()
        self._head()
        self._option(steps, ids)

    def _ids(self, steps: list[Task], leaves: list[Task]) -> dict[int, str]:
        """Return the id of each row; nothing for a go-live, a gate or a part in a file of ours."""
        given = self.draft.ids["steps"]
        ids = dict.fromkeys((one.number for one in leaves), "")
        return ids | {
            one.number: given.give("step", one.own.get("id") or one.title, one.number) for one in steps
        }

    def _step(self, task: Task, identity: str, after: list[str]) -> dict[str, Any]:
        draft, element = self.draft, task.element
        source = f"{self.file}, UID {task.number}"
        record: dict[str, Any] = {"id": identity, "title": task.title}
        if task.own.get("kind"):
            record["kind"] = draft.clean(task.own["kind"], task.at)
        record["note"] = draft.clean(said(element, "Notes"), task.at)
        record |= self.people.of(task)
        calendar = whole(element, "CalendarUID")
        if calendar is not None and calendar >= 0:
            record["calendar"] = self.calendars.give(calendar)
            if calendar not in self.calendars:
                draft.tell("plan-calendar-unknown", task.at, value=str(calendar))
        record["days"] = working_days(task, self.minutes * 60, source, draft)
        record["after"] = after
        cost = own_cost(task, source) if self.tasks.ours else fixed_cost(element, source)
        costs = {"once": cost, "monthly": estimate_plain(task.own.get("monthly", ""), source)}
        worth = estimate_plain(task.own.get("worth", ""), source)
        ramp = draft.clean(task.own.get("ramp", ""), task.at)
        record["cost"] = {key: value for key, value in costs.items() if value}
        record["benefit"] = {"monthly": worth} | ({"ramp_months": ramp} if ramp else {}) if worth else None
        record["done"] = _done(task)
        self._left_behind(task)
        return record | {"evidence": {"grade": "assumed", "source": source}}

    def _left_behind(self, task: Task) -> None:
        """Note what of a row no step holds."""
        draft, element, name = self.draft, task.element, task.title or str(task.number)
        if (figure(element, "PercentComplete") or 0) > 0 and not _done(task):
            draft.lose("progress", name)
        if self.tasks.ours:
            return
        if (whole(element, "ConstraintType") or 0) > 0:
            draft.lose("constraint", name)
        if said(element, "Deadline"):
            draft.lose("deadline", name)
        if (figure(element, "Cost") or 0) > (figure(element, "FixedCost") or 0):
            draft.lose("cost", name)
        if any(one.name == "Baseline" for one in element.inside):
            draft.lose("baseline", name)

    def _head(self) -> None:
        draft, root, row = self.draft, self.root, self.tasks.whole
        at = draft.line(root.line)
        stem = Path(self.file).stem
        title = " ".join((said(root, "Title") or (row.title if row else "") or said(root, "Name")).split())
        start, end = day(root, "StartDate"), day(row.element, "Deadline") if row else None
        head = {
            "id": slug(said(root, "Name") if self.tasks.ours else title) or slug(stem) or "plan",
            "title": draft.clean(title or stem, at),
            "note": draft.clean(said(row.element, "Notes"), row.at) if row else "",
            "start": start.isoformat() if start else None,
            "finish_by": end.isoformat() if end else None,
            "day_hours": rounded(self.minutes / 60) if self.minutes != _USUAL_MINUTES else None,
        }
        draft.raw |= {key: value for key, value in head.items() if value}

    def _option(self, steps: list[Task], ids: dict[int, str]) -> None:
        """Add the option: waves where the file has ours, else the order of the rows."""
        option: dict[str, Any] = {"id": IMPORTED}
        if self.tasks.ours:
            steps = [one for one in steps if not _done(one)]
            option["id"] = slug(said(self.root, "Category")) or IMPORTED
            title = " ".join(said(self.root, "Subject").split())
            option["title"] = self.draft.clean(title, self.draft.line(self.root.line))
        if any(one.role == WAVE for one in self.tasks.rows):
            waves: dict[int, list[str]] = {}
            for one in steps:
                waves.setdefault((one.wave or one).number, []).append(ids[one.number])
            option["waves"] = [*waves.values()]
        else:
            option["order"] = [ids[one.number] for one in steps]
            for group in (one for one in self.tasks.rows if one.inside):
                self.draft.lose("group", group.title or str(group.number))
        self.draft.add("options", option, self.draft.line(self.root.line))


def _done(task: Task) -> str | None:
    """Return the day since which a step of a file of ours is live."""
    found = day(task.element, "ActualFinish") if task.role == STEP else None
    return found.isoformat() if found else None
