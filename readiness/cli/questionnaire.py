"""``readiness questionnaire``: what can be asked, on the terminal and on paper."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.group import FOLDER, Group, echo_json, in_terminal_language, json_or_text
from readiness.cli.language import terminal
from readiness.cli.questionnaire_exchange import export, import_
from readiness.cli.questionnaire_templates import copy, diff, lint, of_folder, upgrade, vendor


@click.group(cls=Group)
def questionnaire() -> None:
    """List, show, adapt, pin and print questionnaires."""


@questionnaire.command("list")
@of_folder
@json_or_text
@in_terminal_language
def list_(folder: Path | None, form: str, language: str | None) -> None:
    """List the questionnaires."""
    from readiness.services import forms

    lines, values = forms.listed(folder, language or terminal())
    if form == "json":
        echo_json(values)
    else:
        click.echo(lines, nl=False)


@questionnaire.command()
@click.argument("name", metavar="ID")
@of_folder
@json_or_text
@in_terminal_language
def show(name: str, folder: Path | None, form: str, language: str | None) -> None:
    """Show the questions of a questionnaire."""
    from readiness.services import forms

    lines, values = forms.shown(name, folder, language or terminal())
    if form == "json":
        echo_json(values)
    else:
        click.echo(lines, nl=False)


@questionnaire.command("print")
@click.argument("name", metavar="ID")
@click.option("-o", "--output", type=FOLDER, required=True, help="File to write: .pdf or .html.")
@of_folder
@in_terminal_language
def print_(name: str, output: Path, folder: Path | None, language: str | None) -> None:
    """Write a questionnaire as a form to be filled with a pen."""
    from readiness.services import forms

    click.echo(forms.print_form(name, output, folder=folder, language=language or terminal()))


for command in (copy, lint, diff, vendor, upgrade, export, import_):
    questionnaire.add_command(command)
