"""``readiness rollout explain``: why the dates of a step are as they are."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.group import FOLDER, echo_json, in_language, json_or_text


@click.command("explain")
@click.argument("folder", type=FOLDER)
@click.argument("option")
@click.argument("step")
@json_or_text
@in_language
def explain(folder: Path, option: str, step: str, form: str, language: str | None) -> None:
    """Say why the dates of a step are as they are.

    OPTION and STEP are ids of rollout.yaml. For each part of the step: what it
    waits for, what is in its way, how long it takes, and where that is written;
    then how much later it could begin, and what a go-live a day earlier needs.
    """
    from readiness.services import rollout_explanations

    text, values = rollout_explanations.explain_step(folder, option, step, language)
    if form == "json":
        echo_json(values)
    else:
        click.echo(text, nl=False)
