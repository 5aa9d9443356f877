"""Findings of the map in words."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.i18n import Line
from readiness.reports.namer import Namer
from readiness.touchmap.finding import MapFinding


@dataclass(frozen=True)
class Told:
    """A finding in words: a label, what is the case, what to do about it."""

    code: str
    severity: str
    severity_word: str
    subject: str
    elements: tuple[str, ...]
    title: Line
    message: Line
    mend: Line


def tell(finding: MapFinding, namer: Namer) -> Told:
    """Return a finding in words, with its figures and titles filled in."""
    say = namer.words.say
    values = {key: shown(key, value, namer) for key, value in finding.values.items()}
    values["subject"] = namer.title(finding.subject)
    return Told(
        finding.code,
        finding.severity,
        say(f"severity.{finding.severity}"),
        finding.subject,
        finding.elements,
        say(f"found.{finding.code}.title"),
        say(f"found.{finding.code}.message", **values).capitalized(),
        say(f"found.{finding.code}.mend", **values).capitalized(),
    )


def shown(key: str, value: object, namer: Namer) -> object:
    """Return a value of a finding as words: a share as a percentage, an element by its title."""
    words = namer.words
    if isinstance(value, float | int) and key.endswith(("cost", "extra")):
        return namer.money(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return words.percent(value) if key.endswith("share") else words.number(value, _digits(value))
    if isinstance(value, tuple | list):
        if all(namer.is_element(one) for one in value):
            return namer.titles(value)
        return words.listed(shown(key, one, namer) for one in value)
    return namer.title(str(value)) if namer.is_element(value) else words.written(str(value))


def _digits(number: float) -> int:
    return 2 if abs(number) < 10 and number != int(number) else 0
