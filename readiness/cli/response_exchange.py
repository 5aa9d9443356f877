"""``readiness responses export|import|mapping``: answers for other tools, and from them."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.cli.group import FOLDER, LANGUAGE, echo_json, json_or_text, phrase
from readiness.cli.language import terminal
from readiness.cli.losses import echo_losses

if TYPE_CHECKING:
    from readiness.services.response_import import Imported


@click.command("export")
@click.argument("folder", type=FOLDER)
@click.option("-o", "--output", type=FOLDER, required=True, help="File to write: .csv, .xlsx or .json.")
@click.option("--wide", is_flag=True, help="In a table, one row a person instead of one an answer.")
@click.option("--round", "round_", type=click.IntRange(1, 99), help="Only this round; all if absent.")
@click.option("--language", type=LANGUAGE, help="Language of the headings; the engagement's own if absent.")
@json_or_text
def export(
    folder: Path, *, output: Path, wide: bool, round_: int | None, language: str | None, form: str
) -> None:
    """Write the answers of a folder for statistics or another engagement.

    The file holds what the response files hold: single answers under respondents'
    codes. Treat it as you treat them; the report shows no one so closely. Texts
    that a spreadsheet could run as a formula are made harmless, and are read back
    as they were.
    """
    from readiness.services import response_exchange as exchange

    exported = exchange.export_answers(folder, output, wide=wide, round_=round_, language=language)
    if form == "json":
        echo_json(exported.to_json())
        return
    click.echo(exported.file)
    values = {"responses": exported.responses, "answers": exported.answers}
    click.echo(phrase("interchange.answers-written", **values))
    echo_losses(exported.lost)
    if not exported.again:
        click.echo(phrase("interchange.too-large-again"), err=True)


@click.command("import")
@click.argument("folder", type=FOLDER)
@click.argument("file", type=FOLDER)
@click.option("--mapping", type=FOLDER, metavar="MAP.yaml",
              help="Which column answers which question; see readiness responses mapping.")  # fmt: skip
@click.option("--round", "round_", type=click.IntRange(1, 99), default=1, show_default=True,
              help="Which time these people answer.")  # fmt: skip
@click.option(
    "--replace", is_flag=True, help="Replace answers that stand there; the old file is kept beside."
)
@click.option("--keep-good", is_flag=True, help="Write the good rows although others are refused.")
@json_or_text
def import_(
    folder: Path,
    file: Path,
    *,
    mapping: Path | None,
    round_: int,
    replace: bool,
    keep_good: bool,
    form: str,
) -> None:
    """Write the answers of a filled sheet or an online form into a folder.

    FILE is .xlsx or .csv: one row a question, or one row a person with a column
    for each question; with --mapping the table of an online form of Google,
    Microsoft or another; or .json as written by readiness responses export, which
    names the rounds itself. With an error nothing is written, unless --keep-good
    asks for the rest.
    """
    from readiness.services import response_exchange as exchange
    from readiness.services.response_import import InvalidAnswers

    try:
        imported = exchange.import_file(
            folder, file, mapping=mapping, round_=round_, replace=replace, keep_good=keep_good,
            language=terminal(),
        )  # fmt: skip
    except InvalidAnswers as invalid:
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


@click.command("mapping")
@click.argument("folder", type=FOLDER)
@click.argument("file", type=FOLDER)
@click.option("-o", "--output", type=FOLDER, required=True, help="File to write: .yaml.")
@json_or_text
def mapping(folder: Path, file: Path, *, output: Path, form: str) -> None:
    """Propose which column of an online form answers which question.

    FILE is the .csv or .xlsx that the form's tool gives out. Headings are matched
    to the texts of the questions; look the file over before you import with it.
    Names and mail addresses are left out.
    """
    from readiness.services import response_exchange as exchange

    proposed = exchange.propose_mapping(folder, file, output, language=terminal())
    if form == "json":
        echo_json(proposed.to_json())
        return
    click.echo(proposed.file)
    values = {"matched": len(proposed.matched), "open": len(proposed.open), "left": len(proposed.left_out)}
    click.echo(phrase("interchange.proposed", **values))
    for heading in proposed.open:
        shown = "".join(char if char.isprintable() else "\ufffd" for char in heading[:100])
        click.echo("  " + phrase("interchange.open-column", heading=shown))
    if not proposed.role:
        click.echo("  " + phrase("interchange.mapping.role-open"))
    click.echo(
        f"\n{phrase('terminal.next')}\n  readiness responses import {folder} {file} --mapping {output}"
    )


def _echo_rows(imported: Imported) -> None:
    """Print how many rows were read, kept and refused, and which were refused."""
    values = {"read": imported.read, "kept": imported.kept, "refused": len(imported.refused)}
    click.echo(phrase("imported.rows", **values))
    if imported.dropped:
        click.echo("  " + phrase("interchange.not-counted", number=imported.dropped))
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
