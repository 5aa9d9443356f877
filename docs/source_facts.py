# ruff: noqa: INP001
"""Which part of the product carries each statement of the sources, from ``facts.yaml`` and the libraries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, get_args, get_type_hints

from formats import FORMATS

from readiness.folder import library
from readiness.folder.reader import Reader
from readiness.resources import examples
from readiness.scalars import Written, read_truth

Home = Literal["MAP", "STRAT", "ORG", "GOV", "TECH", "REL", "ROLL", "REP"]
SOURCES: Mapping[str, str] = {
    "S0": "Boise Office Solutions",
    "S1": "ten common CRM mistakes",
    "S2": "who owns CRM",
    "S3": "CRM at IBM and Shanghai GM",
    "S4": "the four perils of CRM",
}
KINDS = ("items", "facts", "report", "fields", "diagnostics", "examples", "rules")
LATER = ("rules", "planned")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "question": ("items",),
    "map fact": ("facts",),
    "report": ("report",),
    "field or check": ("fields", "diagnostics"),
    "example": ("examples",),
    "rollout rule": ("rules",),
    "later part": ("planned",),
}
WORDS: Mapping[str, str] = {
    "report": "report",
    "fields": "field",
    "diagnostics": "check",
    "examples": "example",
}
_FACT = re.compile(r"S\d+-\d+")
_CONFIG: Mapping[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}


@dataclass(frozen=True)
class Cover:
    """What carries a statement, beside the items and map facts that name it in their sources."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _CONFIG
    items: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    diagnostics: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    planned: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Fact:
    """One statement of a source, in our words."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _CONFIG
    id: str
    says: str
    homes: tuple[Home, ...]
    covered: Cover = field(default_factory=Cover)


@dataclass(frozen=True)
class RolloutRule:
    """A rule for the steps of a rollout."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _CONFIG
    id: str
    says: str
    built: Annotated[bool, Written(read_truth, {"type": "boolean"})] = False


@dataclass(frozen=True)
class FactFile:
    """The file ``facts.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _CONFIG
    format: Literal["facts/1"]
    rules: tuple[RolloutRule, ...]
    planned: Mapping[str, str]
    facts: tuple[Fact, ...]


@cache
def known() -> FactFile:
    """Return the statements as they are written in ``facts.yaml``."""
    reader = Reader(Path(__file__).parent)
    file = reader.typed(FactFile, reader.record("facts.yaml"))
    if file is None or reader.problems:
        message = f"facts.yaml is broken: {reader.problems[:3]}"
        raise ValueError(message)
    return file


def covers(fact: Fact) -> Mapping[str, Sequence[str]]:
    """Return the names that carry a statement, by kind: those of the sources and those written by hand."""
    own = fact.covered
    found = {kind: list(getattr(own, kind)) for kind in KINDS}
    for kind, names in (("items", _items()), ("facts", _indicators())):
        named = {name for name, sources in names.items() if fact.id in sources}
        found[kind] = sorted(named | set(found[kind]), key=_order)
    if own.planned and _carried(fact):
        found["examples"] += [own.planned] if _told(own.planned) else []
    else:
        found["planned"] = [own.planned] if own.planned else []
    return {kind: names for kind, names in found.items() if names}


def _order(name: str) -> tuple[str, int]:
    head = name.rstrip("0123456789")
    return head, int(name[len(head) :] or 0)


def _items() -> Mapping[str, Sequence[str]]:
    return {item.id: item.sources for one in library.questionnaires() for item in one.items}


def _indicators() -> Mapping[str, Sequence[str]]:
    return {one.id: one.sources for one in library.indicators()}


@cache
def _told(example: str) -> frozenset[str]:
    """Return the statements that an example names in its files."""
    files = (path for path in sorted((examples() / example).rglob("*.*")) if path.suffix in (".md", ".yaml"))
    texts = (path.read_text("utf-8") for path in files)
    return frozenset(name for text in texts for name in _FACT.findall(text))


def _arrived(part: str) -> bool:
    """Say whether a planned part is there: a questionnaire or an example of this name."""
    return part in {one.id for one in library.questionnaires()} or bool(_told(part))


def _carried(fact: Fact) -> bool:
    """Say whether the part planned for a statement is there and names it."""
    part = fact.covered.planned
    asked = (item for one in library.questionnaires() if one.id == part for item in one.items)
    return fact.id in _told(part) or any(fact.id in item.sources for item in asked)


@cache
def field_names() -> frozenset[str]:
    """Return every field of every format as a path, such as ``touchmap.touchpoints.owner``."""
    return frozenset(
        name for title, _, classes in FORMATS for name in _below(classes[0], title.partition("/")[0], ())
    )


def _below(one: type[Any], path: str, seen: tuple[type[Any], ...]) -> Iterator[str]:
    hints, seen = get_type_hints(one, include_extras=True), (*seen, one)
    for entry in fields(one):
        name = f"{path}.{entry.name.rstrip('_')}"
        yield name
        for inner in _records(hints[entry.name]):
            if inner not in seen:
                yield from _below(inner, name, seen)


def _records(hint: Any) -> Iterator[type[Any]]:
    if isinstance(hint, type) and is_dataclass(hint) and hint.__module__ != "readiness.scalars":
        yield hint
    for inner in get_args(hint):
        yield from _records(inner)


def problems(file: FactFile | None = None) -> list[str]:
    """Return what is wrong: names that do not exist, statements that nothing carries, things said twice."""
    file = file or known()
    ids = Counter(fact.id for fact in file.facts)
    named = {name for of in (*_items().values(), *_indicators().values()) for name in of if _FACT.match(name)}
    found = [f"{name}: there twice" for name, times in ids.items() if times > 1]
    found += [f"{name}: named as a source, but not in facts.yaml" for name in sorted(named - set(ids))]
    for fact in file.facts:
        found += [f"{fact.id}: {problem}" for problem in (*_unknown(fact, file), *_contradictions(fact))]
    return found


def _unknown(fact: Fact, file: FactFile) -> Iterator[str]:
    words = library.phrases().words
    exist: Mapping[str, frozenset[str] | set[str]] = {
        "items": set(_items()),
        "facts": set(_indicators()),
        "report": {name for name in words if not name.startswith("rules.")},
        "fields": field_names(),
        "diagnostics": {name.split(".")[1] for name in words if name.startswith("rules.")},
        "examples": {path.name for path in examples().iterdir() if path.is_dir()},
        "rules": {rule.id for rule in file.rules},
    }
    for kind in KINDS:
        for name in getattr(fact.covered, kind):
            if name not in exist[kind]:
                yield f"{kind} has no {name}"
    if fact.covered.planned and fact.covered.planned not in file.planned:
        yield f"planned has no {fact.covered.planned}"


def _contradictions(fact: Fact) -> Iterator[str]:
    own, found = fact.covered, covers(fact)
    if not found and not own.left_out.strip():
        yield "nothing carries it, and no reason is given"
    if found and own.left_out:
        yield "left out, and carried all the same"
    for kind in KINDS:
        yield from (f"{name} twice" for name, times in Counter(getattr(own, kind)).items() if times > 1)
    for kind, names in (("items", _items()), ("facts", _indicators())):
        for name in getattr(own, kind):
            if fact.id in names.get(name, ()):
                yield f"{name} names it in its sources, so it is not written again"
    for name in own.examples:
        if fact.id not in _told(name):
            yield f"{name} does not name it"
    if own.planned and _arrived(own.planned) and not _carried(fact):
        yield f"{own.planned} is there, and does not carry it"


def today(fact: Fact, file: FactFile | None = None) -> bool:
    """Say whether something that exists carries a statement, not only a rule or part to come."""
    found = covers(fact)
    built = {rule.id for rule in (file or known()).rules if rule.built}
    return any(kind not in LATER for kind in found) or bool(built & set(found.get("rules", ())))


def coverage() -> Iterator[str]:
    """Yield the figures, the rules and parts to come, and a table for each source."""
    yield from _summary()
    yield from _rules()
    yield from _planned()
    for source, title in SOURCES.items():
        yield from (f"## {source}: {title}", "", "| id | fact | covered by |", "|---|---|---|")
        yield from (f"| {fact.id} | {_cell(fact.says)} | {_by(fact)} |" for fact in _of(source))
        yield ""


def _of(source: str) -> list[Fact]:
    return [fact for fact in known().facts if fact.id.partition("-")[0] == source]


def _summary() -> Iterator[str]:
    heads = ("source", "facts", "today", "later only", "left out", *COLUMNS)
    yield from ("## Figures", "", f"| {' | '.join(heads)} |", f"|---{'|---:' * (len(heads) - 1)}|")
    rows = [_figures(_of(source)) for source in SOURCES]
    for source, row in zip(SOURCES, rows, strict=True):
        yield f"| {source}: {SOURCES[source]} | {' | '.join(map(str, row))} |"
    yield f"| all | {' | '.join(str(sum(column)) for column in zip(*rows, strict=True))} |"
    yield ""


def _figures(facts: Sequence[Fact]) -> list[int]:
    found = [covers(fact) for fact in facts]
    now, out = sum(today(fact) for fact in facts), sum(bool(fact.covered.left_out) for fact in facts)
    kinds = (sum(any(kind in one for kind in kinds) for one in found) for kinds in COLUMNS.values())
    return [len(facts), now, len(facts) - now - out, out, *kinds]


def _rules() -> Iterator[str]:
    yield from ("## Rollout rules", "", "| rule | says | from | built |", "|---|---|---|---|")
    for rule in known().rules:
        facts = [fact.id for fact in known().facts if rule.id in fact.covered.rules]
        origin = ", ".join(facts) or "published failures, not these sources"
        yield f"| {rule.id} | {_cell(rule.says)} | {origin} | {'built' if rule.built else 'not yet'} |"
    yield ""


def _planned() -> Iterator[str]:
    yield from ("## Parts to come", "", "| name | what it is | facts |", "|---|---|---|")
    for name, words in known().planned.items():
        facts = [fact.id for fact in known().facts if name in covers(fact).get("planned", ())]
        yield f"| {name} | {_cell(words)} | {', '.join(facts) or 'there: none is left'} |"
    yield ""


def _by(fact: Fact) -> str:
    found = covers(fact)
    built = {rule.id for rule in known().rules if rule.built}
    said = [*found.get("items", ()), *found.get("facts", ())]
    for kind, word in WORDS.items():
        said += [f"{word} `{name}`" for name in found.get(kind, ())]
    said += [name if name in built else f"{name} (not yet)" for name in found.get("rules", ())]
    said += [f"{name} (to come)" for name in found.get("planned", ())]
    said += [f"*left out:* {_cell(fact.covered.left_out)}"] if fact.covered.left_out else []
    return ", ".join(said)


def _cell(words: str) -> str:
    return words.replace("|", "\\|")
