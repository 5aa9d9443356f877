"""``readiness responses``: answers on paper and from forms, and what they say together."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.group import (
    FOLDER,
    Group,
    echo_json,
    in_language,
    in_terminal_language,
    json_or_text,
)
from readiness.cli.language import terminal
from readiness.cli.questionnaire_templates import of_folder
from readiness.cli.response_exchange import export, import_, mapping


@click.group(cls=Group)
def responses() -> None:
    """Bring answers in and out, and see how far people agree."""


@responses.command()
@click.argument("names", metavar="ID[,ID...]")
@click.option("-o", "--output", type=FOLDER, required=True, help="File to write: .xlsx or .csv.")
@of_folder
@in_terminal_language
def sheet(names: str, output: Path, folder: Path | None, language: str | None) -> None:
    """Write the sheet into which the answers to questionnaires are typed."""
    from readiness.services import answers

    wanted = [name.strip() for name in names.split(",") if name.strip()] or [names]
    click.echo(answers.write_sheet(wanted, output, folder=folder, language=language or terminal()))


@responses.command()
@click.argument("folder", type=FOLDER)
@json_or_text
@in_language
def summary(folder: Path, form: str, language: str | None) -> None:
    """Say who answered what, and how far people agree.

    For each questionnaire and question: how many answered, the spread of their
    answers, the middle of each side, agreement; then IT against business and
    executives against the front line. Too few people are never shown apart.
    """
    from readiness.services import agreement

    found = agreement.summary(folder, language)
    if form == "json":
        echo_json(dict(found.values))
    else:
        click.echo(found.to_text(), nl=False)


responses.add_command(import_)
responses.add_command(export)
responses.add_command(mapping)
