"""An option of a rollout for other tools: a file in their format, and what that format could not take."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readiness.errors import Refused
from readiness.folder.exchange.loss import Loss
from readiness.folder.exchange.rollout_loss import Carried, not_in
from readiness.folder.write import write_whole
from readiness.reports.exchange import icalendar, msproject, step_table
from readiness.rollout.likely_dates import LikelyDates, likely_dates
from readiness.rollout.worktime import FAR
from readiness.services.rollouts import Case, open_rollout

_CALENDAR: Carried = {
    "rollout": ("id", "title"),
    "steps": ("id", "title"),
    "deadlines": ("id", "title", "period"),
}


@dataclass(frozen=True)
class ExportedRollout:
    """A file that was written of an option, and what is not in it."""

    file: Path
    option: str
    lost: tuple[Loss, ...]
    never: tuple[str, ...] = ()
    """Steps that never go live, so that they have no date in the file."""

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        return {
            "written": str(self.file),
            "option": self.option,
            "not_carried_over": [asdict(one) for one in self.lost],
            "never_live": list(self.never),
        }


def export_rollout(
    folder: Path,
    out: Path,
    *,
    form: str,
    option: str | None = None,
    language: str | None = None,
    replace: bool = False,
) -> ExportedRollout:
    """Write an option of a folder's rollout with its likely dates: msproject, csv, xlsx or ics.

    The first option of the file where none is named.  Raises NotFound for an
    option that is not there or a folder without a rollout, Invalid where the
    folder has errors, Refused for a place that cannot be written and for a file
    that exists, unless it may be replaced.
    """
    if not out.parent.is_dir():
        raise Refused("no-place", file=out, folder=out.parent)
    if out.exists() and not replace:
        raise Refused("rollout-exists", file=out)
    case = open_rollout(folder, language)
    arrangement = case.arrangement(option) if option is not None else case.arrangements[0]
    dates = likely_dates(arrangement, case.setting)
    octets, carried = _octets(case, dates, form)
    written = write_whole(out, octets)
    never = tuple(step for step in arrangement.order if dates.live.get(step, FAR) >= FAR)
    return ExportedRollout(written, arrangement.id, not_in(carried, case.rollout, arrangement), never)


def _octets(case: Case, dates: LikelyDates, form: str) -> tuple[bytes, Carried]:
    if form == "ics":
        as_of = case.engagement.profile.as_of
        return icalendar.render(dates, case.rollout, case.words, as_of=as_of), _CALENDAR
    if form == "msproject":
        octets = msproject.render(dates, case.setting, case.words, currency=case.currency)
        return octets, msproject.CARRIED
    table = step_table.StepTable(dates, case.words, case.zone)
    return (table.csv() if form == "csv" else table.workbook()), step_table.CARRIED
