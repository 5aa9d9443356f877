"""Diagnostics in words, for every face."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readiness.diagnostics import Diagnostic, Span
from readiness.i18n import Phrases
from readiness.scalars import Kind

MOST_ALLOWED = 12
LONGEST = 80


@dataclass(frozen=True)
class Told:
    """A diagnostic in words: what is wrong, how to mend it, which other places explain it."""

    code: str
    severity: str
    span: Span
    message: str
    hint: str
    related: tuple[tuple[str, Span], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the diagnostic with the keys that tools rely on."""
        return {
            "code": self.code,
            "severity": self.severity,
            **_place(self.span),
            "message": self.message,
            "hint": self.hint,
            "related": [{"message": label, **_place(span)} for label, span in self.related],
        }


def tell(diagnostic: Diagnostic, phrases: Phrases) -> Told:
    """Return a diagnostic in words; every value is shortened, none is read as a phrase."""
    key = f"rules.{diagnostic.code}"
    values = {name: _shown(value, phrases) for name, value in diagnostic.values.items()}
    if "problem" in values:
        values["problem"] = _of_parser(values["problem"], phrases)
    hints = [phrases.say(f"{key}.hint", **values)]
    near, allowed = diagnostic.values.get("near"), diagnostic.values.get("allowed")
    if near:
        hints.insert(0, phrases.say("labels.near", near=_shown(near, phrases)))
    elif isinstance(allowed, tuple) and 0 < len(allowed) <= MOST_ALLOWED:
        hints.append(phrases.say("labels.allowed", allowed=", ".join(map(str, allowed))))
    return Told(
        diagnostic.code,
        severity(diagnostic.code, phrases),
        diagnostic.span,
        phrases.say(f"{key}.message", **values),
        phrases.sentences(hints),
        tuple((phrases.say(f"labels.{other.label}"), other.span) for other in diagnostic.related),
    )


def severity(code: str, phrases: Phrases) -> str:
    """Return error, warning or note: the written rule of a code."""
    return phrases.words[f"rules.{code}.severity"]


def _shown(value: object, phrases: Phrases) -> str:
    if isinstance(value, Kind):
        return phrases.say(f"kinds.{value}")
    if isinstance(value, Mapping | list | tuple):
        return ", ".join(str(part) for part in value)[: LONGEST * 2]
    words = "".join(char if char.isprintable() else "\ufffd" for char in str(value))
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _of_parser(problem: str, phrases: Phrases) -> str:
    """Return what the YAML parser says in the reader's words, where it is one of its usual complaints."""
    key = f"yaml.{'-'.join(re.findall('[a-z]+', problem.lower()))}"
    return phrases.say(key) if phrases.has(key) else problem


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
