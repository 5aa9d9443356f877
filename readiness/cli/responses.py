"""``readiness responses``: answers on paper, typed into a sheet and read back into a folder."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.cli.group import FOLDER, Group, echo_json, in_terminal_language, json_or_text, phrase
from readiness.cli.language import terminal
from readiness.cli.questionnaire import of_folder

if TYPE_CHECKING:
    from readiness.services.answers import Imported


@click.group(cls=Group)
def responses() -> None:
    """Type in answers from paper."""


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


@responses.command("import")
@click.argument("folder", type=FOLDER)
@click.argument("file", type=FOLDER)
@click.option("--round", "round_", type=click.IntRange(1, 99), default=1, show_default=True,
              help="Which time these people answer.")  # fmt: skip
@click.option(
    "--replace", is_flag=True, help="Replace answers that stand there; the old file is kept beside."
)
@click.option("--keep-good", is_flag=True, help="Write the good rows although others are refused.")
@json_or_text
def import_(folder: Path, file: Path, *, round_: int, replace: bool, keep_good: bool, form: str) -> None:
    """Write the answers of a filled sheet into a folder.

    FILE is .xlsx or .csv: one row a question, or one row a person with a column
    for each question. With an error nothing is written, unless --keep-good asks
    for the rest.
    """
    from readiness.services import answers

    try:
        imported = answers.import_answers(
            folder, file, round_=round_, replace=replace, keep_good=keep_good, language=terminal()
        )
    except answers.InvalidAnswers as invalid:
        if form == "json":
            echo_json(invalid.imported.to_json())
            sys.exit(invalid.exit_code)
        _echo_rows(invalid.imported)
        click.echo(phrase("imported.nothing"))
        raise
    if form == "json":
        echo_json(imported.to_json())
        return
    if imported.checked.told:
        from readiness.cli.frames import frames

        click.echo(frames(imported.checked), nl=False, err=True)
    _echo_rows(imported)
    for one in imported.written:
        key = "imported.person.one" if one.questions == 1 else "imported.person.other"
        click.echo("  " + phrase(key, respondent=one.respondent, number=one.questions, file=one.file))
        if one.before:
            click.echo("    " + phrase("imported.before", file=one.before))
    if not imported.written:
        click.echo(phrase("imported.empty"))
        return
    click.echo(f"\n{phrase('terminal.next')}\n  readiness check {folder}")


def _echo_rows(imported: Imported) -> None:
    """Print how many rows were read, kept and refused, and which were refused."""
    values = {"read": imported.read, "kept": imported.kept, "refused": len(imported.refused)}
    click.echo(phrase("imported.rows", **values))
    for place, rows in groupby(imported.refused, key=lambda row: row[0]):
        numbers = phrase("marks.comma").join(_runs([number for _, number in rows]))
        click.echo("  " + phrase("imported.refused", place=place, rows=numbers))


def _runs(numbers: list[int]) -> list[str]:
    """Return numbers with neighbours as ranges."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
