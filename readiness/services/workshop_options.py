"""The options of a room's rollout side by side, with the main assumptions as the room wants them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from readiness.reports.rollout.compared import COLUMNS, option_row
from readiness.reports.rollout.interactive.charts import finish_chart, scatter_chart
from readiness.reports.rollout.teller import Teller
from readiness.rollout.premises import premises, with_premises
from readiness.services.rollouts import Compared, compare_case, open_rollout
from readiness.services.workshop_draft import RoomFiles, draft
from readiness.services.workshop_results import of_room

TRIALS = 2_000
SHOWN = tuple(name for name in COLUMNS if name != "beaten")


def options(
    folder: Path,
    files: RoomFiles,
    wanted: Mapping[str, float],
    language: str,
    *,
    tell: Callable[[float], None],
) -> dict[str, Any]:
    """Return the options of a draft: the plan's assumptions, a table in words, and charts for plotly.

    ``wanted`` are assumptions other than the plan's, by name; ``tell`` hears
    which share of the work is done.  Raises Refused for a draft with errors,
    NotFound for one without a rollout.
    """

    def go_on(done: int, asked: int) -> bool:
        tell(0.4 + 0.5 * done / asked)
        return True

    with draft(folder, files) as copy, of_room():
        tell(0.1)
        case = open_rollout(copy, language)
        tell(0.4)
        rollout, arrangements = with_premises(case.rollout, case.arrangements, wanted)
        compared = compare_case(
            replace(case, rollout=rollout),
            arrangements,
            trials=TRIALS,
            depth=False,
            progress=go_on,
        )
        return {
            "currency": case.currency,
            "trials": compared.trials,
            "premises": [asdict(one) for one in premises(case.rollout)],
            "used": dict(wanted),
            **_told(compared),
        }


def _told(compared: Compared) -> dict[str, Any]:
    case, best = compared.case, compared.best
    teller = Teller(case.words, case.zone, case.currency)
    charts = {
        "finish": finish_chart(compared.outcomes, best, teller),
        "scatter": scatter_chart(compared.outcomes, compared.standings, teller),
    }
    return {
        "columns": [{"name": name, "title": teller.say(f"column.{name}")} for name in SHOWN],
        "options": [
            {"id": one.id, **option_row(teller, one, compared.standings[one.id])} for one in compared.outcomes
        ],
        "best": best.id if best else None,
        "charts": charts if compared.outcomes else {},
    }
