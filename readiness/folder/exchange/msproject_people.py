"""Resources of Microsoft Project as teams, and who of them does which step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from readiness.folder.exchange.msproject_calendars import PlanCalendars
from readiness.folder.exchange.msproject_tasks import Task
from readiness.folder.exchange.msproject_xml import day, figure, parts, said, truth, whole
from readiness.folder.exchange.rollout_draft import RolloutDraft
from readiness.folder.exchange.step_fields import rounded
from readiness.folder.exchange.xml_reading import Element

_WORK = 1
MOST_TEAMS = 1000
_MOST = 100_000


class People:
    """The teams of a plan; they are added to the draft when all steps are known."""

    def __init__(self, root: Element, draft: RolloutDraft, calendars: PlanCalendars, *, ours: bool) -> None:
        self._draft, self._calendars = draft, calendars
        self._project = whole(root, "CalendarUID")
        self._elements: dict[int, Element] = {}
        self._ids: dict[int, str] = {}
        self._most: dict[int, float] = {}
        for one in parts(root, "Resources", "Resource"):
            if len(self._ids) >= MOST_TEAMS:
                draft.tell("rollout-too-large", draft.line(one.line), kind="teams", limit=MOST_TEAMS)
                break
            self._meet(one, ours=ours)
        self._assigned: dict[int, list[tuple[float, int]]] = {}
        for one in parts(root, "Assignments", "Assignment"):
            task, resource = whole(one, "TaskUID"), whole(one, "ResourceUID")
            if task is not None and resource in self._ids:
                units = figure(one, "Units") or 0
                people = units if 0 < units <= _MOST else 1.0
                self._assigned.setdefault(task, []).append((people, resource))

    def _meet(self, element: Element, *, ours: bool) -> None:
        number = whole(element, "UID")
        at = self._draft.line(element.line)
        title = self._draft.clean(" ".join(said(element, "Name").split()), at)
        if number is None or truth(element, "IsNull") or not title:
            return
        if (whole(element, "Type") if said(element, "Type") else _WORK) != _WORK:
            self._draft.lose("resource", title)
            return
        name = said(element, "Code") if ours else title
        self._ids[number] = self._draft.ids["teams"].give("team", name or title, number)
        self._elements[number] = element

    def of(self, task: Task) -> dict[str, Any]:
        """Return team, people and calendar of a step; the first of those with most people counts."""
        doing = self._assigned.get(task.number, [])
        if not doing:
            return {"calendar": self._calendars.give(self._project)}
        people, number = max(doing, key=lambda one: one[0])
        for _, other in doing:
            if other != number:
                self._draft.lose("assignment", task.title, said(self._elements[other], "Name"))
        self._most[number] = max(self._most.get(number, 0.0), people)
        return {"team": self._ids[number], "people": rounded(people) if people != 1 else None}

    def finish(self) -> None:
        """Add the teams."""
        for number, element in self._elements.items():
            at, name = self._draft.line(element.line), said(element, "Name")
            units = figure(element, "MaxUnits")
            most = units if units is not None and 0 <= units <= _MOST else 1.0
            if self._most.get(number, 0.0) > most:
                self._draft.lose("overloaded", name)
                most = self._most[number]
            calendar = whole(element, "CalendarUID")
            if calendar is not None and calendar >= 0 and calendar not in self._calendars:
                self._draft.tell("plan-calendar-unknown", at, value=str(calendar))
            known = calendar if calendar is not None and calendar in self._calendars else self._project
            changes = [{"on": on.isoformat(), "people": rounded(units)} for on, units in _changes(element)]
            record = {
                "id": self._ids[number],
                "title": self._draft.clean(" ".join(name.split()), at),
                "people": rounded(most) if most != 1 else None,
                "changes": changes,
                "calendar": self._calendars.give(known),
            }
            self._draft.add("teams", record, at)


def _changes(element: Element) -> Iterator[tuple[date, float]]:
    """Yield how many people a team has from a day on; the first period says what is so already."""
    for place, one in enumerate(parts(element, "AvailabilityPeriods", "AvailabilityPeriod")):
        since, units = day(one, "AvailableFrom"), figure(one, "AvailableUnits")
        if place and since is not None and units is not None and 0 <= units <= _MOST:
            yield since, units
