"""A fresh response file, written the way a person would write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from readiness.evidence import NO_EVIDENCE, EvidenceNote
from readiness.folder.yaml_lines import WIDEST, flow, scalar, width
from readiness.questionnaires.response import Answer, Response
from readiness.scalars import Text


def write_response(response: Response, *, remarks: str = "") -> str:
    """Return the text of a response file; ``remarks`` stand at its top."""
    head = {
        "format": response.format,
        "questionnaire": response.questionnaire,
        "digest": response.digest,
        "respondent": response.respondent,
        "role": response.role,
        "on": response.on.isoformat() if response.on else "",
        "round": str(response.round),
        "language": response.language or "",
        "carried_from": response.carried_from,
    }
    lines = [f"# {line}".rstrip() for line in remarks.splitlines()]
    lines += [f"{key}: {text if key == 'digest' else scalar(text)}" for key, text in head.items() if text]
    if response.note:
        lines.append(f"note: {flow(_words(response.note))}")
    lines.append("answers:")
    for item, answer in response.answers.items():
        lines += _answer(item, _plain(answer))
    return "\n".join(lines) + "\n"


def _plain(answer: Answer) -> Any:
    """Return an answer as plain values, a bare value where nothing else is said."""
    whole: dict[str, Any] = {
        "value": list(answer.values) or answer.value or "",
        "parts": dict(answer.parts),
        "not_applicable": _words(answer.not_applicable or Text()),
        "gate": answer.gate or "",
        "comment": _words(answer.comment),
        "risk": "" if answer.risk is None else f"{answer.risk:g}",
        "evidence": _noted(answer.evidence) if answer.evidence != NO_EVIDENCE else {},
    }
    said = {key: value for key, value in whole.items() if value}
    return said["value"] if said.keys() == {"value"} else said


def _noted(evidence: EvidenceNote) -> Mapping[str, Any]:
    noted = {
        "grade": evidence.grade,
        "by": evidence.by or "",
        "source": _words(evidence.source),
        "ref": evidence.ref,
        "on": evidence.on.isoformat() if evidence.on else "",
        "digest": evidence.digest,
    }
    return {key: text for key, text in noted.items() if text}


def _words(text: Text) -> str | dict[str, str]:
    """Return words as text, by language where they have more than one or another than the file."""
    tags = dict(text.words)
    return str(text) if set(tags) <= {""} else {tag: word for tag, word in tags.items() if tag}


def _answer(item: str, value: Any) -> Iterator[str]:
    line = f"  {item}: {flow(value)}"
    if width(line) <= WIDEST or isinstance(value, str):
        yield line
        return
    yield f"  {item}:"
    if isinstance(value, list):
        yield from (f"    - {scalar(one)}" for one in value)
        return
    for key, one in value.items():
        yield f"    {key}: {flow(one)}"
