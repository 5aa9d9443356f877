"""The tasks of Microsoft Project's XML: which are steps, which only group them, and what waits for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from readiness.diagnostics import Span
from readiness.folder.exchange.msproject_fields import ALIAS, LINKS, NUMBERED
from readiness.folder.exchange.msproject_xml import figure, part, parts, said, truth, whole
from readiness.folder.exchange.project_fields import GO_LIVE, TEXTS, WAVE
from readiness.folder.exchange.rollout_draft import RolloutDraft
from readiness.folder.exchange.xml_reading import Element

MOST_ROWS = 5000
MOST_LINKS = 1_000_000
"""How many pairs of steps the links of groups may stand for."""


@dataclass
class Task:
    """A row of the plan."""

    number: int
    element: Element
    at: Span
    title: str
    level: int
    own: Mapping[str, str]
    """Our custom fields; of another program Duration1, 2 and 3."""
    group: Task | None = None
    inside: list[Task] = field(default_factory=list)

    @property
    def role(self) -> str:
        """What it stands for in a file of ours: a wave, a step, a part of it, a go-live or a gate."""
        return self.own.get("role", "")

    @property
    def wave(self) -> Task | None:
        """The wave in a file of ours in which it is."""
        here = self.group
        while here is not None and here.role != WAVE:
            here = here.group
        return here


@dataclass
class Tasks:
    """All rows of a plan."""

    rows: list[Task]
    whole: Task | None
    """The row of the plan itself."""
    ours: bool
    """The file was written here."""

    @property
    def leaves(self) -> list[Task]:
        """The rows that group nothing."""
        return [one for one in self.rows if not one.inside]


def read_tasks(root: Element, draft: RolloutDraft) -> Tasks | None:
    """Return the rows of a plan; None where there are too many."""
    names = _own_fields(root)
    tasks = Tasks([], None, bool(names))
    open_: list[Task] = []
    for element in parts(root, "Tasks", "Task"):
        if len(tasks.rows) >= MOST_ROWS:
            draft.tell("rollout-too-large", draft.line(element.line), kind="steps", limit=MOST_ROWS)
            return None
        number = whole(element, "UID")
        if number is None or truth(element, "IsNull"):
            continue
        at = draft.line(element.line)
        title = draft.clean(" ".join(said(element, "Name").split()), at)
        level = whole(element, "OutlineLevel")
        task = Task(number, element, at, title, 1 if level is None else level, _fields(element, names))
        if number == 0 and (level == 0 or tasks.whole is None):
            tasks.whole = task
            continue
        if truth(element, "Active") is False or truth(element, "ExternalTask"):
            draft.lose("inactive", title or str(number))
            continue
        while open_ and open_[-1].level >= task.level:
            open_.pop()
        if open_:
            task.group = open_[-1]
            open_[-1].inside.append(task)
        open_.append(task)
        tasks.rows.append(task)
    return tasks


def _own_fields(root: Element) -> Mapping[str, str]:
    """Return what custom fields hold by their number, in a file of ours."""
    found = {}
    for one in parts(root, "ExtendedAttributes", "ExtendedAttribute"):
        alias = said(one, "Alias")
        if alias.startswith(ALIAS) and alias.removeprefix(ALIAS) in TEXTS:
            found[said(one, "FieldID")] = alias.removeprefix(ALIAS)
    return found


def _fields(element: Element, names: Mapping[str, str]) -> Mapping[str, str]:
    names = {**names, **NUMBERED}
    return {
        name: said(one, "Value")
        for one in element.inside
        if one.name == "ExtendedAttribute" and (name := names.get(said(one, "FieldID")))
    }


def links(tasks: Tasks, steps: Mapping[int, str], draft: RolloutDraft) -> Mapping[str, list[str]]:
    """Return the steps after which each step comes; ``steps`` are the ids of rows, and of parts, by number.

    What a group waits for, all in it wait for; what waits for a group waits for
    all in it.  Only links from finish to start without lag are carried over.
    """
    rows = {one.number: one for one in tasks.rows}
    below = _leaves(tasks.rows)
    after: dict[str, dict[str, None]] = {}
    left = MOST_LINKS
    for task in tasks.rows:
        for before in _before(task, rows, draft):
            if task.role == before.role == WAVE:
                continue  # waves follow each other anyway
            for one in below[id(task)]:
                for other in below[id(before)]:
                    left -= 1
                    if left < 0:
                        draft.tell("plan-links", task.at, limit=MOST_LINKS)
                        return {}
                    mine, its = steps.get(one.number), steps.get(other.number)
                    if mine and its and (mine != its or one is other):
                        after.setdefault(mine, {})[its] = None
    return {name: [*names] for name, names in after.items()}


def _leaves(rows: list[Task]) -> Mapping[int, list[Task]]:
    """Return what is below each row, by its identity, and groups nothing; of such a row itself."""
    below: dict[int, list[Task]] = {}
    for task in reversed(rows):  # what is inside stands behind
        inside = [one for part in task.inside for one in below[id(part)]]
        below[id(task)] = inside if task.inside else [task]
    return below


def _before(task: Task, rows: Mapping[int, Task], draft: RolloutDraft) -> Iterator[Task]:
    """Yield the rows that a row waits for, each once."""
    seen: set[int] = set()
    for link in (one for one in task.element.inside if one.name == "PredecessorLink"):
        number = whole(link, "PredecessorUID")
        other = rows.get(-1 if number is None else number)
        name = task.title or str(task.number)
        if truth(link, "CrossProject"):
            draft.lose("link-outside", name)
        elif other is None:
            draft.tell("plan-link-unknown", draft.line(link.line), value=str(number))
        elif (kind := _kind(link)) != "FS":
            draft.lose("link", name, kind)
        elif other.number not in seen:
            seen.add(other.number)
            lag = figure(link, "LinkLag") or 0
            if lag and task.role not in (GO_LIVE, "move"):  # there it is worked out anew
                draft.lose("lag" if lag > 0 else "lag-negative", name)
            yield other


def _kind(link: Element) -> str:
    if part(link, "Type") is None:
        return "FS"
    number = whole(link, "Type")
    word = said(link, "Type").upper()
    return LINKS.get(-1 if number is None else number, word if word in LINKS.values() else "?")
