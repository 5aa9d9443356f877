"""``readiness rollout export``: an option for another tool."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.cli.group import FOLDER, echo_json, in_language, json_or_text, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.folder.exchange.loss import Loss


@click.command("export")
@click.argument("folder", type=FOLDER)
@click.option("--as", "as_", type=click.Choice(["msproject", "csv", "xlsx", "ics"]), required=True,
              help="Project plan in XML, steps as a table, or milestones as a calendar.")  # fmt: skip
@click.option("--option", metavar="OPTION", help="Option, by id; the first of rollout.yaml if absent.")
@click.option("-o", "--output", type=FOLDER, required=True, help="File to write.")
@click.option("--replace", is_flag=True, help="Write over a file that exists.")
@in_language
@json_or_text
def export(
    folder: Path,
    *,
    as_: str,
    option: str | None,
    output: Path,
    replace: bool,
    language: str | None,
    form: str,
) -> None:
    """Write an option with its likely dates for another tool, and list what its format cannot hold.

    A project plan (msproject) is read by Microsoft Project, ProjectLibre and
    GanttProject. A calendar (ics) holds go-lives, pilots, exit tests, gates and
    deadlines. Texts that a spreadsheet could run as a formula are made harmless.
    """
    from readiness.services.rollout_exchange import export_rollout

    exported = export_rollout(folder, output, form=as_, option=option, language=language, replace=replace)
    if form == "json":
        echo_json(exported.to_json())
        return
    click.echo(exported.file)
    echo_lost(exported.lost)
    if exported.never:
        steps = phrase("marks.comma").join(exported.never)
        click.echo(phrase("rollout-exchange.never", steps=steps), err=True)


def echo_lost(lost: Iterable[Loss]) -> None:
    """Print what was not carried over, a line for each kind of record, beside the result."""
    for place, (kind, losses) in enumerate(groupby(lost, key=lambda one: one.kind)):
        if not place:
            click.echo(phrase("exchange.not-carried-over"), err=True)
        parts = [
            phrase("exchange.field", field=_harmless(one.field), number=one.records)
            if one.field
            else phrase("exchange.records", number=one.records)
            for one in losses
        ]
        name = phrase(f"rollout-exchange.kind.{kind}")
        line = phrase("exchange.of-kind", kind=name, parts=phrase("marks.comma").join(parts))
        click.echo(f"  {line}", err=True)


def _harmless(field: str) -> str:
    """Return the name of a field, which another tool may have given, without what a terminal obeys."""
    return "".join(char if char.isprintable() else "\ufffd" for char in field[:80])
