"""Plain projects of other tools: Patterson's format (.rcp) and those of PSPLIB (.sm, .mm).

The formats are those of Patterson (1984) and of Kolisch and Sprecher (1996).
Numbers may break over lines as they like; what they say is checked against what
was announced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness.diagnostics import Diagnostic, Span
from readiness.errors import NotFound, Refused
from readiness.folder.exchange.project_numbers import Numbers, Unfit, whole
from readiness.folder.source import Limits, Source, read_source
from readiness.rollout.projects.project import Activity, Mode, Project, cycle, excess

SUFFIXES = (".rcp", ".sm", ".mm")
ACTIVITIES, RESOURCES, MODES = 20_000, 100, 200_000
"""How many of each are read; modes in all."""
OCTETS = 16 * 1024 * 1024
_TOLD = 20
_NAMED = 8
_HEAD = {
    "jobs": re.compile(r"\s*jobs\b[^:]*:\s*(\S+)", re.IGNORECASE),
    "renewable": re.compile(r"\s*-\s*renewable\s*:\s*(\S+)", re.IGNORECASE),
    "nonrenewable": re.compile(r"\s*-\s*nonrenewable\s*:\s*(\S+)", re.IGNORECASE),
    "doubly constrained": re.compile(r"\s*-\s*doubly constrained\s*:\s*(\S+)", re.IGNORECASE),
}
_PARTS = ("PRECEDENCE RELATIONS", "REQUESTS/DURATIONS", "RESOURCEAVAILABILITIES")


@dataclass(frozen=True)
class Reading:
    """A project, absent where its text has mistakes; the mistakes and the text."""

    project: Project | None
    problems: tuple[Diagnostic, ...]
    source: Source


def read_project_file(path: Path) -> Reading:
    """Read a project by the suffix of its file.

    Raises Refused for another suffix, NotFound where there is no such file.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused("plan-suffix", file=path, known=", ".join(SUFFIXES))
    if not path.exists():
        raise NotFound("no-table-file", file=path)
    name = "".join(char if char.isprintable() else "\ufffd" for char in path.name)
    source = read_source(path, name, Limits(octets=OCTETS))
    if isinstance(source, Diagnostic):
        return Reading(None, (source,), Source(name, ""))
    return read_project(source, suffix)


def read_project(source: Source, suffix: str) -> Reading:
    """Read the text of a project; linear in its length."""
    places: list[Span] = []
    try:
        reader = _patterson if suffix == ".rcp" else _sections
        project = reader(source, places)
    except Unfit as unfit:
        return Reading(None, (unfit.problem,), source)
    problems = tuple(_checked(project, places))
    return Reading(None if problems else project, problems, source)


def _patterson(source: Source, places: list[Span]) -> Project:
    numbers = Numbers(source)
    count = numbers.next("activities", least=1, most=ACTIVITIES)
    resources = numbers.next("resources", most=RESOURCES)
    capacities = tuple(numbers.next("capacity") for _ in range(resources))
    activities = []
    for place in range(count):
        duration = numbers.next("duration")
        places.append(numbers.at)
        demands = tuple(numbers.next("demand") for _ in range(resources))
        after = _successors(numbers, count, numbers.next("successors", most=count))
        activities.append(Activity(str(place + 1), (Mode(duration, demands),), after))
    rest = numbers.rest()
    if rest is not None:
        raise Unfit(Diagnostic("plan-rest", rest, {"count": count}))
    return Project(tuple(activities), capacities)


def _successors(numbers: Numbers, count: int, many: int) -> tuple[int, ...]:
    found = []
    for _ in range(many):
        number = numbers.next("successor")
        if not 1 <= number <= count:
            raise Unfit(Diagnostic("plan-successor", numbers.at, {"value": number, "count": count}))
        found.append(number - 1)
    return tuple(found)


def _sections(source: Source, places: list[Span]) -> Project:
    heads = {name: _head(source, name) for name in _HEAD}
    if heads["doubly constrained"][0]:
        raise Unfit(Diagnostic("plan-doubly", heads["doubly constrained"][1]))
    count, renewable, nonrenewable = (heads[name][0] for name in ("jobs", "renewable", "nonrenewable"))
    if not 1 <= count <= ACTIVITIES:
        whole(str(count), heads["jobs"][1], least=1, most=ACTIVITIES)
    for name in ("renewable", "nonrenewable"):
        whole(str(heads[name][0]), heads[name][1], most=RESOURCES)
    parts = {name: _part(source, name) for name in _PARTS}
    numbers = parts["PRECEDENCE RELATIONS"]
    modes, after, total = [], [], 0
    for place in range(count):
        _same(numbers, "activity", place + 1)
        modes.append(numbers.next("modes", least=1, most=MODES - total))
        total += modes[-1]
        after.append(_successors(numbers, count, numbers.next("successors", most=count)))
    _ended(numbers, count)
    numbers = parts["REQUESTS/DURATIONS"]
    activities = []
    for place in range(count):
        _same(numbers, "activity", place + 1)
        places.append(numbers.at)
        ways = tuple(_mode(numbers, number + 1, renewable, nonrenewable) for number in range(modes[place]))
        activities.append(Activity(str(place + 1), ways, after[place]))
    _ended(numbers, count)
    numbers = parts["RESOURCEAVAILABILITIES"]
    capacities = [numbers.next("capacity") for _ in range(renewable + nonrenewable)]
    _ended(numbers, count)
    return Project(tuple(activities), tuple(capacities[:renewable]), tuple(capacities[renewable:]))


def _mode(numbers: Numbers, number: int, renewable: int, nonrenewable: int) -> Mode:
    _same(numbers, "mode", number)
    duration = numbers.next("duration")
    demands = [tuple(numbers.next("demand") for _ in range(many)) for many in (renewable, nonrenewable)]
    return Mode(duration, demands[0], demands[1])


def _same(numbers: Numbers, what: str, number: int) -> None:
    found = numbers.next(what)
    if found != number:
        raise Unfit(Diagnostic(f"plan-{what}-number", numbers.at, {"value": found, "expected": number}))


def _ended(numbers: Numbers, count: int) -> None:
    rest = numbers.rest()
    if rest is not None:
        raise Unfit(Diagnostic("plan-rest", rest, {"count": count}))


def _head(source: Source, name: str) -> tuple[int, Span]:
    for number, line in enumerate(source.lines, 1):
        found = _HEAD[name].match(line)
        if found:
            at = Span(source.name, number, found.start(1) + 1, number, found.end(1) + 1)
            return whole(found[1], at), at
        if line.strip().upper().startswith("PRECEDENCE"):
            break
    if name in ("nonrenewable", "doubly constrained"):
        return 0, source.start()
    raise Unfit(Diagnostic("plan-section", source.start(), {"section": name}))


def _part(source: Source, name: str) -> Numbers:
    """Return the numbers of a part: behind its heading and the words below it, before the next stars."""
    lines = source.lines
    head = next((at for at, line in enumerate(lines, 1) if line.strip().upper().startswith(name)), None)
    if head is None:
        raise Unfit(Diagnostic("plan-section", source.start(), {"section": name}))
    first = head + 1
    while first <= len(lines) and _is_words(lines[first - 1]):
        first += 1
    last = first - 1
    while last < len(lines) and not lines[last].lstrip().startswith("*"):
        last += 1
    return Numbers(source, first, last)


def _is_words(line: str) -> bool:
    """Say whether a line is empty, a rule of dashes or the headings of columns."""
    text = line.strip()
    return not text or text.startswith("--") or text[0].isalpha()


def _checked(project: Project, places: Sequence[Span]) -> Iterator[Diagnostic]:
    """Yield why a project cannot be scheduled, at the activities that are to blame."""
    ring = cycle(project)
    if ring:
        names = [project.activities[place].name for place in ring[:_NAMED]]
        way = " → ".join([*names, "…"] if len(ring) > _NAMED else [*names, names[0]])
        yield Diagnostic("plan-cycle", places[ring[0]], {"way": way})
    for number, (place, resource, need) in enumerate(excess(project)):
        if number == _TOLD:
            yield Diagnostic("too-many-problems", places[place], {"limit": _TOLD})
            return
        name = project.activities[place].name
        if resource < 0:
            yield Diagnostic("plan-no-mode", places[place], {"activity": name})
        else:
            values = {"activity": name, "resource": resource + 1, "need": need}
            values["capacity"] = project.renewable[resource]
            yield Diagnostic("plan-above-capacity", places[place], values)
