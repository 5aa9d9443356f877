"""A rollout from another tool's file: the plan of Microsoft Project, or a table of steps."""

from __future__ import annotations

import os
import textwrap
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readiness import services
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.engagement import read_engagement
from readiness.folder.exchange.msproject import read_msproject
from readiness.folder.exchange.msproject_xml import LARGEST
from readiness.folder.exchange.reading import read_octets
from readiness.folder.exchange.rollout_draft import PlanReading, PlanRequest, RolloutDraft
from readiness.folder.exchange.step_rows import read_steps
from readiness.folder.forms.loss import Loss
from readiness.folder.reader import Reader
from readiness.folder.write import keep_beside, write_whole
from readiness.reports.diagnostics import tell
from readiness.services.broken import Broken

ROLLOUT = "rollout.yaml"
YAML = (".yaml", ".yml")
PROJECT, TABLES = ".xml", (".csv", ".xlsx")
_WIDE = 108


@dataclass(frozen=True)
class ImportedRollout:
    """A rollout that was taken from a file."""

    file: Path
    read: int
    """How many steps the file has."""
    lost: tuple[Loss, ...]
    """What of the file no rollout can hold."""
    checked: services.Checked
    """Warnings about the file."""
    older: Path | None = None
    """Where the earlier rollout was put."""
    named: bool = True
    """The cover sheet names the rollout; true of a file outside a folder."""

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        return {
            "written": str(self.file),
            "older": str(self.older) if self.older else None,
            "steps": self.read,
            "not_carried_over": [asdict(one) for one in self.lost],
            **self.checked.to_json(),
        }


class Unfit(Broken):
    """The file has mistakes, so that nothing is written; how many steps were read, kept and refused."""

    def __init__(self, checked: services.Checked, reading: PlanReading) -> None:
        super().__init__(checked)
        self.read, self.refused = reading.read, reading.refused

    def to_json(self) -> dict[str, Any]:
        """Return the counts and diagnostics as JSON values."""
        return {"steps": self.read, "refused": self.refused, **self.checked.to_json()}


def import_rollout(file: Path, out: Path, *, speak: str, replace: bool = False) -> ImportedRollout:
    """Write the draft of a rollout from a file into a folder or a YAML file; messages in a language.

    What stands there is kept beside where it may be replaced.  Raises Refused
    where it may not, for another suffix and for a file above the limits,
    NotFound where there is no file or folder, Unfit where the file has mistakes.
    """
    target, named = _target(out)
    if target.exists() and not replace:
        raise Refused("rollout-exists", file=target)
    reading = _read(file, speak)
    checked = _checked(file, reading, speak)
    if checked.errors or reading.rollout is None:
        raise Unfit(checked, reading)
    older = keep_beside(target) if target.exists() else None
    written = write_whole(target, reading.text.encode())
    return ImportedRollout(written, reading.read, reading.lost, checked, older, named)


def _target(out: Path) -> tuple[Path, bool]:
    """Return the file to write, and whether the folder names it."""
    if out.suffix.lower() in YAML and not out.is_dir():
        if not out.parent.is_dir():
            raise Refused("no-place", file=out, folder=out.parent)
        return out, True
    if not out.is_dir():
        raise NotFound("not-a-folder" if out.exists() else "no-such-folder", folder=out)
    engagement = read_engagement(out).engagement
    name = engagement.profile.rollout if engagement else None
    path = Reader(out).inside(name or ROLLOUT, None)
    if path is None or path.is_dir():
        raise Refused("unwritable", file=out / (name or ROLLOUT), reason=os.strerror(1))
    return path, name is not None


def _read(file: Path, speak: str) -> PlanReading:
    name = "".join(char if char.isprintable() else "\ufffd" for char in file.name)
    remarks = str(library.phrases(speak).say("rollout-import.remarks", file=name))
    lines = textwrap.wrap(remarks, _WIDE if speak == "en" else _WIDE // 2)
    request = PlanRequest(name, "\n".join(lines))
    return _draft(file, request).finished(request.remarks)


def _draft(file: Path, request: PlanRequest) -> RolloutDraft:
    suffix = file.suffix.lower()
    if suffix in TABLES:
        return read_steps(file, request)
    if suffix != PROJECT:
        raise Refused("rollout-import-suffix", file=file, known=", ".join((PROJECT, *TABLES)))
    octets = read_octets(file, LARGEST, too_large="plan-too-large")
    return read_msproject(octets, file, request)


def _checked(file: Path, reading: PlanReading, speak: str) -> services.Checked:
    phrases = library.phrases(speak)
    told = tuple(tell(one, phrases) for one in reading.diagnostics)
    errors = sum(one.severity == "error" for one in told)
    return services.Checked(file, told, reading.sources, errors, phrases)
