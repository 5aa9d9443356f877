"""Plain values of a questionnaire as a file and as the value that is read back from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from readiness.diagnostics import Diagnostic, Path
from readiness.folder.forms.loss import Loss
from readiness.folder.forms.plain import plain
from readiness.folder.forms.xlsform_reader import FormReading
from readiness.folder.forms.yaml_text import yaml_text
from readiness.folder.parse import Record, parse
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build, locate
from readiness.questionnaires.checks import check_questionnaire, check_version
from readiness.questionnaires.condition_checks import check_conditions, without_way
from readiness.questionnaires.condition_text import condition_text
from readiness.questionnaires.conditions import Condition
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.translation import tag
from readiness.questionnaires.visibility import rules_of

_NEVER = ("never-shown", "gate-never")
_META = ("version", "title", "language", "pitfall", "intro", "minutes", "provider", "licence", "sources",
         "renamed", "pinned")  # fmt: skip


@dataclass(frozen=True)
class Finished:
    """A questionnaire file that was made, its value, and what is wrong with it."""

    text: str
    questionnaire: Questionnaire | None
    problems: tuple[Diagnostic, ...]
    source: Source


def finish(raw: Mapping[str, Any], *, file: str, remarks: str = "") -> Finished:
    """Write plain values as a questionnaire and read it again, since what is written must be readable."""
    return read_questionnaire(yaml_text(raw, remarks=remarks, apart="items"), file=file)


def read_questionnaire(text: str, *, file: str) -> Finished:
    """Read the text of a questionnaire (YAML or JSON) that stands alone, with all that is wrong in it."""
    source = Source(file, text)
    record, problems = parse(source, Limits())
    if not isinstance(record, Record):
        told = problems or [Diagnostic("mapping", source.start(), {"file": file, "value": "value"})]
        return Finished(text, None, tuple(told), source)
    value, unfit = build(Questionnaire, record)
    problems = [*problems, *unfit]
    if value is None:
        return Finished(text, None, tuple(problems), source)
    value = tag(value)
    version = check_version(value)
    asked = {item.id: item for item in value.items}
    places = {item.id: number for number, item in enumerate(value.items)}
    wrong = [
        *([version] if version else []),
        *check_questionnaire(value),
        *check_conditions(value, asked, lambda name, key: ("items", places.get(name, 0), key)),
    ]
    problems += [Diagnostic(one.code, locate(record, one.at), one.values) for one in wrong]
    return Finished(text, value, tuple(problems), source)


def sound(reading: FormReading) -> tuple[dict[str, Any], tuple[Loss, ...]]:
    """Return the plain values of a form without conditions that our checks refuse, which are told as losses.

    Leaving one out can only make others sound: what does not fit goes first,
    then what no answers lead to, as few as will do; where too many cases would
    have to be tried for that, all that could not be looked at.
    """
    raw = dict(reading.raw)
    losses = list(reading.losses)
    strict = False
    while True:
        value, _ = build(Questionnaire, _textual(raw))
        unfit, never = _refused(value) if value is not None else (set[str](), set[str]())
        if value is None or not unfit | never:
            return raw, tuple(losses)
        asked = {item.id: item for item in value.items}
        wrong = unfit or without_way(rules_of([value]), asked, strict=strict) or never
        strict = strict or not unfit
        for name in sorted(wrong):
            losses += [Loss("relevant", at, text[:80]) for at, text in reading.conditions.get(name, ())]
        raw["items"] = [
            {key: part for key, part in one.items() if key != "show_if" or one["id"] not in wrong}
            for one in raw["items"]
        ]


def _refused(questionnaire: Questionnaire) -> tuple[set[str], set[str]]:
    """Return the items whose conditions do not fit, and those to which no answers lead."""
    asked = {item.id: item for item in questionnaire.items}

    def place(name: str, key: str) -> Path:
        return (name, key)

    found = [(str(one.at[0]), one.code) for one in check_conditions(questionnaire, asked, place)]
    return ({name for name, code in found if code not in _NEVER},
            {name for name, code in found if code in _NEVER})  # fmt: skip


def differing(
    before: Questionnaire, items: tuple[Item, ...], after: Questionnaire, rules: Mapping[str, Condition]
) -> list[Loss]:
    """Return what became of a questionnaire on its way through a format: every field that differs.

    ``items`` are all that it asks, ``rules`` their conditions with names written out.
    """
    losses = []
    for name in _META:
        old, new = (plain(getattr(one, name), before.language) for one in (before, after))
        losses += _lost("", name, old, new)
    there = {item.id: item for item in after.items}
    for item in items:
        other = there.get(item.id)
        if other is None:
            losses.append(Loss("question", item.id))
            continue
        was = plain(_without_names(item, rules), before.language)
        becomes = plain(other, before.language)
        for name in dict.fromkeys((*was, *becomes)):
            losses += _lost(item.id, name, was.get(name), becomes.get(name))
    return losses


def _lost(at: str, name: str, old: Any, new: Any) -> list[Loss]:
    """Return what differs in a field: its other languages, some of its choices, or the field itself."""
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, str) and new in old.values():
        return [Loss("languages", at, name)]
    if name == "choices" and isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        keys = dict.fromkeys(key for one in (*old, *new) for key in one)
        pairs = list(zip(old, new, strict=True))
        return [
            Loss("field", at, f"choices.{key}")
            for key in keys
            if any(a.get(key) != b.get(key) for a, b in pairs)
        ]
    if name == "parts" and isinstance(old, dict) and isinstance(new, dict) and _bare(old) == _bare(new):
        return [Loss("field", at, "parts.reverse")]
    return [Loss("field", at, name)]


def _bare(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the texts of parts alone."""
    return {
        name: part["text"] if isinstance(part, dict) and "text" in part else part
        for name, part in parts.items()
    }


def _without_names(item: Item, rules: Mapping[str, Condition]) -> Item:
    rule = rules.get(item.id)
    return item if rule is None else replace(item, show_if=condition_text(rule))


def _textual(value: Any) -> Any:
    """Return plain values as a file holds them: every scalar a text."""
    if isinstance(value, dict):
        return {key: _textual(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_textual(part) for part in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
