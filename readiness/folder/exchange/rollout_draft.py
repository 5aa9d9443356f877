"""A rollout that was read from another tool's file: written, read again as any is, its problems placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from readiness.diagnostics import Diagnostic, Span
from readiness.folder.exchange.imported import Imported
from readiness.folder.forms.loss import Loss
from readiness.folder.map_ids import Ids
from readiness.folder.map_writer import write_plain
from readiness.folder.parse import Record, parse
from readiness.folder.source import FORBIDDEN, Limits, Source, code_point
from readiness.folder.typed import build
from readiness.rollout.checks import check_rollout
from readiness.rollout.model import Rollout

FORMAT = "rollout/1"
KINDS = ("calendars", "teams", "gates", "steps", "options")
_LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True)
class PlanRequest:
    """What a reader of another tool's plan is told beside the file itself."""

    file: str
    """The name of the file in messages and in the sources of figures."""
    remarks: str = ""
    """Stand at the top of the text that is written."""


@dataclass(frozen=True)
class PlanReading:
    """The text of a rollout with everything that is wrong, at its place in the imported file."""

    text: str
    rollout: Rollout | None
    diagnostics: tuple[Diagnostic, ...]
    lost: tuple[Loss, ...]
    sources: Mapping[str, Source]
    read: int
    """How many steps the file has."""
    refused: int
    """How many of them have mistakes."""


@dataclass
class RolloutDraft(Imported):
    """Plain values of a rollout with the place of each record in the imported file."""

    kinds = KINDS
    lost: list[Loss] = field(default_factory=list)
    read: int = 0
    ids: dict[str, Ids] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids = {kind: Ids({}) for kind in KINDS}

    def lose(self, code: str, at: str = "", word: str = "") -> None:
        """Keep what is not carried over; the phrase is ``plan-lost.CODE``."""
        self.lost.append(Loss(code, at, word))

    def add(self, kind: str, record: dict[str, Any], at: Span) -> None:
        """Keep a record; what is empty is left out."""
        kept = {key: value for key, value in record.items() if value not in ("", [], {}, None)}
        self.raw.setdefault(kind, []).append(kept)
        self.places.setdefault(kind, []).append(at)

    def clean(self, text: str, at: Span) -> str:
        """Return a text without characters that no file may hold, which are told."""
        bad = FORBIDDEN.search(text)
        if bad:
            self.tell("control-character", at, character=code_point(bad[0]))
        return FORBIDDEN.sub("\ufffd", text)

    def finished(self, remarks: str) -> PlanReading:
        """Return the text of the rollout, its value and everything that is wrong with it."""
        head = {key: self.raw[key] for key in self.raw if key not in KINDS}
        text = write_plain(FORMAT, head | {kind: self.raw.get(kind) for kind in KINDS}, remarks)
        built: Rollout | None = None
        record, broken = parse(Source(self.source.name, text), Limits())
        if isinstance(record, Record) and self.raw.get("steps"):
            built, unfit = build(Rollout, record)
            self.tell_written(record, (*broken, *unfit))
            if built is not None and not self.problems:
                self.tell_checked(check_rollout(built, None, as_of=_today(built)))
        wrong = {one.span.line for one in self.problems}
        refused = sum(span.line in wrong for span in self.places.get("steps", ()))
        sources = {self.source.name: self.source}
        return PlanReading(text, built, self.told(), tuple(self.lost), sources, self.read, refused)


def _today(rollout: Rollout) -> date:
    """Return a day on which the rollout could be planned, since the file does not say when it was."""
    return rollout.start or max((step.done for step in rollout.steps if step.done), default=_LONG_AGO)
