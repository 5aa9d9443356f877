"""``readiness rollout import``: a plan of another tool as the draft of a rollout."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from readiness.cli.group import FOLDER, echo_json, json_or_text, phrase
from readiness.cli.language import terminal


@click.command("import")
@click.argument("file", type=FOLDER)
@click.option("-o", "--output", type=FOLDER, required=True,
              help="Folder of an engagement, or the YAML file to write.")  # fmt: skip
@click.option("--replace", is_flag=True, help="Replace the rollout that stands there; it is kept beside.")
@json_or_text
def import_(file: Path, *, output: Path, replace: bool, form: str) -> None:
    """Write the draft of a rollout from a project plan or a table of steps.

    FILE is XML of Microsoft Project, ProjectLibre or GanttProject (.xml), or a table
    of steps (.csv, .xlsx). What a rollout cannot hold is listed; every figure says
    which row it comes from.
    """
    from readiness.services import rollout_import

    try:
        imported = rollout_import.import_rollout(file, output, speak=terminal(), replace=replace)
    except rollout_import.Unfit as unfit:
        if form == "json":
            echo_json(unfit.to_json())
            sys.exit(unfit.exit_code)
        values = {"read": unfit.read, "kept": unfit.read - unfit.refused, "refused": unfit.refused}
        click.echo(phrase("rollout-import.counts", **values))
        raise
    if form == "json":
        echo_json(imported.to_json())
        return
    if imported.checked.told:
        from readiness.cli.frames import frames

        click.echo(frames(imported.checked), nl=False, err=True)
    click.echo(phrase("rollout-import.counts", read=imported.read, kept=imported.read, refused=0))
    from readiness.cli.losses import echo_losses

    echo_losses(imported.lost, family="plan-lost")
    click.echo(phrase("sheets.written", file=imported.file))
    if imported.older:
        click.echo(phrase("rollout-import.older", file=imported.older))
    if not imported.named:
        click.echo(phrase("rollout-import.not-named", file=imported.file.name))
    click.echo(phrase("rollout-import.draft"))
