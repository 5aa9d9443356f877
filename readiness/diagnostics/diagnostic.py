"""Problems of the core and diagnostics of the edge.

The core knows paths into a file's structure, the folder knows where they are
written: a :class:`Problem` becomes a :class:`Diagnostic` there.  Severity and
words of both live in the message library, under the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness.diagnostics.span import Span

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """Something wrong at a path; ``related`` names other places by a message key."""

    code: str
    at: Path
    values: Mapping[str, object] = field(default_factory=dict)
    related: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True)
class Related:
    """Another place that explains a diagnostic."""

    label: str
    span: Span


@dataclass(frozen=True)
class Diagnostic:
    """One thing wrong with the input text."""

    code: str
    span: Span
    values: Mapping[str, object] = field(default_factory=dict)
    related: tuple[Related, ...] = ()
