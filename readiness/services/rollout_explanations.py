"""Why the dates of a step are as they are in an option of a folder's rollout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from readiness.diagnostics import nearest
from readiness.errors import NotFound
from readiness.reports.rollout.explanation import explanation_lines
from readiness.reports.rollout.explanation_data import explanation_json
from readiness.reports.rollout.step_words import StepWords
from readiness.reports.text import plain
from readiness.rollout.activities import Plan, plan
from readiness.rollout.explanation import explain
from readiness.rollout.run import run
from readiness.rollout.scheduling import likely, with_people
from readiness.services.rollouts import Case, open_rollout


def explain_step(
    folder: Path, option: str, step: str, language: str | None = None
) -> tuple[str, dict[str, Any]]:
    """Explain the likely dates of a step of an option, as text and as JSON values.

    Raises NotFound for an option or a step that is not there, or a folder
    without a rollout; Invalid where the folder has errors.
    """
    return explain_in(open_rollout(folder, language), option, step)


def explain_in(case: Case, option: str, step: str) -> tuple[str, dict[str, Any]]:
    """Explain a step of a case that is open already."""
    arrangement, setting = case.arrangement(option), case.setting
    if step not in case.rollout.pool:
        known = tuple(case.rollout.pool)
        near = nearest(step, known)
        code = "no-such-step" if near else "no-step"
        raise NotFound(code, name=step, near=near or "", known=", ".join(known))
    planned = with_people(plan(case.rollout, arrangement, shut=setting.shut), setting)
    found = explain(run(planned, setting, likely(setting)), step)
    names = step_words(case, planned)
    return plain("\n".join((*explanation_lines(found, names), ""))), explanation_json(found, names)


def step_words(case: Case, planned: Plan) -> StepWords:
    """Return the names of what one option of a case consists of."""
    return StepWords(
        case.rollout,
        planned.arrangement,
        case.setting.touchmap,
        case.words,
        case.zone,
        case.engagement.spans,
        {activity.name: activity for activity in planned.activities},
        case.setting.last,
    )
