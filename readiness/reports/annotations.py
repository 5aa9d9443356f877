"""Diagnostics for the tools of continuous integration: SARIF 2.1.0 and GitHub's workflow commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from readiness import __version__
from readiness.diagnostics import Span
from readiness.i18n import Phrases
from readiness.reports.diagnostics import Told, severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_PLACE = re.compile(r"\{[a-z_]+\}")
_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def sarif(told: Sequence[Told], phrases: Phrases, *, files: Iterable[str], below: str) -> dict[str, Any]:
    """Return diagnostics as a SARIF log.

    ``files`` are the files that were read; ``below`` is the path of their
    folder from where the tool stands, with forward slashes.
    """
    codes = sorted({one.code for one in told})
    named = sorted({*files, *(span.file for one in told for span in _spans(one))})
    uris = {file: _uri(file, below) for file in named}
    driver = {
        "name": "readiness",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code, phrases) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": phrases.language,
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": uris[file]}} for file in named],
        "results": [_result(one, codes, uris) for one in told],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def github(told: Iterable[Told], phrases: Phrases, *, below: str) -> Iterator[str]:
    """Yield diagnostics as commands that GitHub shows beside the lines of a change."""
    for one in told:
        span = one.span
        at: dict[str, object] = {"file": _path(span.file, below), "line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:  # GitHub takes columns within one line only
            at |= {"col": span.column, "endColumn": span.end_column}
        at["title"] = f"readiness {one.code}"
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in at.items())
        message = phrases.sentences([one.message, one.hint])
        yield f"::{COMMANDS[one.severity]} {properties}::{_data(message)}"


def _rule(code: str, phrases: Phrases) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": _general(f"rules.{code}.message", phrases)},
        "help": {"text": _general(f"rules.{code}.hint", phrases)},
        "defaultConfiguration": {"level": severity(code, phrases)},
    }


def _general(key: str, phrases: Phrases) -> str:
    """Return the words of a rule with its places left open."""
    return _literal(_PLACE.sub("…", phrases.words[key]))


def _literal(text: str) -> str:
    """Return words as SARIF writes them: braces twice (3.11.5), and no link out of what a person wrote."""
    return _LINK.sub(r"\[", text.replace("{", "{{").replace("}", "}}"))


def _result(one: Told, codes: Sequence[str], uris: dict[str, str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": codes.index(one.code),
        "level": one.severity,
        "message": {"text": _literal(f"{one.message}\n{one.hint}")},
        "locations": [_location(one.span, uris)],
    }
    if one.related:
        result["relatedLocations"] = [
            {"id": number, **_location(span, uris), "message": {"text": _literal(label)}}
            for number, (label, span) in enumerate(one.related, start=1)
        ]
    return result


def _location(span: Span, uris: dict[str, str]) -> dict[str, Any]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    artifact = {"uri": uris[span.file], "index": [*uris].index(span.file)}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _spans(one: Told) -> Iterator[Span]:
    yield one.span
    yield from (span for _, span in one.related)


def _path(file: str, below: str) -> str:
    return file if below in ("", ".") else f"{below}/{file}"


def _uri(file: str, below: str) -> str:
    return quote(_path(file.replace("\\", "/"), below), safe="/~")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
