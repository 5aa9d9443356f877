"""Reading one folder: every file within its limits, every problem kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from readiness.diagnostics import Diagnostic, Problem, Related, Span
from readiness.diagnostics import Path as Steps
from readiness.folder.parse import Record, parse
from readiness.folder.salvage import salvage
from readiness.folder.source import Limits, Source, read_source
from readiness.folder.typed import build, locate, missing
from readiness.scalars import kind_of

T = TypeVar("T")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ON_KEY = ("unknown-text", "unknown-key", "unknown-milestone", "unknown-item", "missing-value")


@dataclass
class Reader:
    """Reads files below ``root``; collects their texts and what is wrong with them."""

    root: Path
    limits: Limits = field(default_factory=Limits)
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    _placed: Counter[str] = field(default_factory=Counter)

    def text(self, name: str, asked_at: Span | None = None) -> Source | None:
        """Read the text of one file; ``asked_at`` is where its name is written."""
        path = self.inside(name, asked_at)
        if path is None:
            return None
        source = read_source(path, name, self.limits, asked_at)
        if isinstance(source, Diagnostic):
            self.problems.append(source)
            return None
        self.sources[name] = source
        return source

    def record(self, name: str, asked_at: Span | None = None) -> Record | None:
        """Read and parse one file into a record; ``asked_at`` is where its name is written."""
        source = self.text(name, asked_at)
        if source is None:
            return None
        value, problems = parse(source, self.limits)
        self.problems.extend(problems)
        if isinstance(value, Record):
            return value
        if not problems:
            code = "empty-file" if value is None or value == "" else "mapping"
            values = {"file": name, "value": kind_of(value)}
            self.problems.append(Diagnostic(code, source.start(), values))
        return None

    def typed(self, type_: type[T], record: Record | None) -> T | None:
        """Build a typed value of a record, keeping what does not fit.

        What does not fit is then taken out of the record, so that the rest of
        the file is checked in the same run.
        """
        if record is None:
            return None
        value, problems = build(type_, record, self.limits.problems)
        self.problems.extend(problems)
        if value is None and len(problems) <= self.limits.problems:
            self.broken.add(record.source.name)
            return salvage(type_, record)
        return value

    def inside(self, name: str, asked_at: Span | None) -> Path | None:
        """Return the path of a file below the root; refuse names and links that lead out of it."""
        pure = PurePosixPath(name.replace("\\", "/"))
        span = asked_at or Span(name, 1, 1, 1, 1)
        if pure.is_absolute() or ".." in pure.parts or ":" in name or "\0" in name:
            self.problems.append(Diagnostic("outside-folder", span, {"file": name}))
            return None
        path = self.root / pure
        try:
            resolved = path.resolve()
        except (OSError, RuntimeError) as error:
            values = {"file": name, "reason": getattr(error, "strerror", None) or "a loop of links"}
            self.problems.append(Diagnostic("file-unreadable", span, values))
            return None
        if not resolved.is_relative_to(self.root.resolve()):
            self.problems.append(Diagnostic("outside-folder", span, {"file": name}))
            return None
        return path

    def names(self, folder: str, asked_at: Span | None = None) -> list[str]:
        """Return the YAML files of a folder below the root, in the order of their names."""
        path = self.inside(folder, asked_at)
        if path is None:
            return []
        at = asked_at or Span(folder, 1, 1, 1, 1)
        try:
            found = sorted(entry.name for entry in path.iterdir() if entry.suffix in (".yaml", ".yml"))
        except FileNotFoundError:
            return []
        except NotADirectoryError:
            self.problems.append(Diagnostic("file-not-folder", at, {"file": folder}))
            return []
        except OSError as error:
            values = {"file": folder, "reason": error.strerror or type(error).__name__}
            self.problems.append(Diagnostic("file-unreadable", at, values))
            return []
        names = [name for name in found if not name.startswith(".")]
        for name in filter(_UNPRINTABLE.search, names):
            values = {"file": _UNPRINTABLE.sub("\ufffd", name)}
            self.problems.append(Diagnostic("file-name", at, values))
        return [str(PurePosixPath(folder, name)) for name in names if not _UNPRINTABLE.search(name)]

    def place(self, problem: Problem, parts: Mapping[str, Any]) -> bool:
        """Keep a problem of the core as a diagnostic; ``parts`` maps the first steps to records.

        Returns False once a file has as many problems as are told.
        """
        code, (part, at) = problem.code, _part(problem.at, parts)
        if part is None:
            return True
        if code == "missing-key":
            code, at = missing(part, at, str(problem.values["key"]))
        span = locate(part, at, key=code in _ON_KEY or at[-2:-1] == ("volume",))
        self._placed[span.file] += 1
        limit = self.limits.problems
        if self._placed[span.file] > limit:
            if self._placed[span.file] == limit + 1:
                self.problems.append(Diagnostic("too-many-problems", span, {"limit": limit}))
            return False
        related = []
        for label, at in problem.related:
            other = find_span(at, parts)
            if other is not None:
                related.append(Related(label, other))
        self.problems.append(Diagnostic(code, span, problem.values, tuple(related)))
        return True


def under(prefix: tuple[str | int, ...], problem: Problem) -> Problem:
    """Return a problem with its paths below another path."""
    related = tuple((label, (*prefix, *at)) for label, at in problem.related)
    return Problem(problem.code, (*prefix, *problem.at), problem.values, related)


def find_span(at: Steps, parts: Mapping[str, Any]) -> Span | None:
    """Return where a path that starts with a part of the engagement is written."""
    part, rest = _part(at, parts)
    return None if part is None else locate(part, rest)


def _part(at: Steps, parts: Mapping[str, Any]) -> tuple[Record | None, Steps]:
    """Return the record of a file that a path leads into, and the path inside it."""
    part: Any = parts.get(str(at[0]))
    rest = at[1:]
    while isinstance(part, list | tuple) and not isinstance(part, Record) and rest:
        number = rest[0]
        if not isinstance(number, int):
            break
        part, rest = part[number], rest[1:]
    return (part, rest) if isinstance(part, Record) else (None, rest)


def read(path: Path, type_: type[T]) -> tuple[T | None, list[Diagnostic]]:
    """Read one file as a value of a type, with what is wrong with it."""
    reader = Reader(path.parent)
    value = reader.typed(type_, reader.record(path.name))
    return (None if reader.problems else value), reader.problems
