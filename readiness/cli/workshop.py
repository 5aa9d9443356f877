"""Commands for what a live workshop leaves: two rooms united, a log begun again from its backup."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.group import FOLDER, Group, echo_json, in_terminal_language, json_or_text, phrase
from readiness.cli.language import terminal
from readiness.errors import Unavailable


@click.group(cls=Group)
def workshop() -> None:
    """Unite the rooms of two cities; begin again from a backup."""


@workshop.command()
@click.argument("first", type=FOLDER)
@click.argument("second", type=FOLDER)
@click.option("-o", "--out", type=FOLDER, required=True, help="The new folder.")
@json_or_text
@in_terminal_language
def merge(first: Path, second: Path, out: Path, form: str, language: str | None) -> None:
    """Unite two rooms that began with the same engagement.

    FIRST and SECOND are the zip files that the facilitators took home. Where
    both changed the same, the first stays and the conflict is listed.
    """
    from readiness.services.workshop_merge import merge as unite

    merged = unite(first, second, out, language or terminal())
    if form == "json":
        echo_json(merged.to_json())
    else:
        click.echo(merged.to_text())


@workshop.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def restore(folder: Path) -> None:
    """Begin the workshop of DIR again from its last backup.

    A backup is written every minute. The log that stands there is kept beside
    it. End readiness serve first.
    """
    try:
        from readiness.services.workshop_backup import restore as begin_again
    except ModuleNotFoundError as error:
        raise Unavailable("workshop-missing", part=error.name) from error
    restored = begin_again(folder)
    click.echo(phrase("room.restored", changes=restored.changes, file=restored.kept or restored.log))
