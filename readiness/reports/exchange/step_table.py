"""The steps of an option as a table: CSV or a workbook, which ``readiness rollout import`` reads again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from readiness.folder.cell_text import neutral
from readiness.folder.exchange.step_columns import COLUMNS, FIGURES, figure, heading
from readiness.folder.source import FORBIDDEN
from readiness.folder.workbook import Sheet, write_workbook
from readiness.reports.words import Words
from readiness.rollout.fields import Estimate
from readiness.rollout.likely_dates import LikelyDates
from readiness.rollout.step import Step
from readiness.rollout.worktime import FAR

CARRIED: Mapping[str, tuple[str, ...]] = {
    "steps": ("id", "title", "kind", "note", "team", "people", "days", "after", "cost.once", "done"),
}
_WIDTHS = {"title": 40.0, "note": 50.0, "after": 30.0, "id": 24.0}


@dataclass(frozen=True)
class StepTable:
    """The steps of an option with the words and the clock that its cells are written in."""

    dates: LikelyDates
    words: Words
    zone: tzinfo

    def csv(self) -> bytes:
        """Return CSV (RFC 4180) in UTF-8 with a byte-order mark, which spreadsheets need."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(self._headings)
        writer.writerows([neutral(FORBIDDEN.sub("\ufffd", cell)) for cell in row] for row in self._rows)
        return file.getvalue().encode("utf-8-sig")

    def workbook(self) -> bytes:
        """Return a workbook with one sheet; the same steps give the same octets."""
        name = str(self.words.say("rollout-exchange.sheet"))
        widths = {COLUMNS.index(column): width for column, width in _WIDTHS.items()}
        sheet = Sheet(name, self._headings, tuple(self._rows), widths=widths, frozen=2)
        return write_workbook([sheet], title=name)

    @property
    def _headings(self) -> tuple[str, ...]:
        return tuple(heading(column, self.words.language) for column in COLUMNS)

    @property
    def _rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows: what is done already, then the steps of the option in their order."""
        option = self.dates.arrangement
        done = [name for name, step in option.steps.items() if step.done is not None]
        for name in (*done, *option.order):
            cells = self._cells(option.steps[name])
            yield tuple(cells.get(column, "") for column in COLUMNS)

    def _cells(self, step: Step) -> dict[str, str]:
        option, words = self.dates.arrangement, self.words
        wave = option.wave_of.get(step.id)
        work = f"{step.id}/work"
        return {
            "id": step.id,
            "title": str(words.text(step.title)),
            "kind": step.kind,
            "team": step.team or "",
            "people": figure(step.people),
            "wave": str(wave + 1) if option.barriers and wave is not None else "",
            "after": ", ".join(step.after),
            **_figures(step.days),
            **{
                f"cost-{column}": cell
                for column, cell in _figures(step.cost.once).items()
                if not step.cost.once.is_nothing
            },
            "done": step.done.isoformat() if step.done else "",
            "note": str(words.text(step.note)),
            "start": self._moment(self.dates.start.get(work, FAR)),
            "live": self._moment(self.dates.live.get(step.id, FAR)),
        }

    def _moment(self, instant: int) -> str:
        if instant >= FAR:
            return ""
        return datetime.fromtimestamp(instant, UTC).astimezone(self.zone).strftime("%Y-%m-%d %H:%M")


def _figures(estimate: Estimate) -> dict[str, str]:
    """Return the cells of an estimate; one that is certain fills the middle one only."""
    if estimate.shape == "fixed":
        return {"likely": figure(estimate.points[0])}
    return {"shape": estimate.shape, **dict(zip(FIGURES, map(figure, estimate.points), strict=True))}
