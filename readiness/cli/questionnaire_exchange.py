"""``readiness questionnaire export|import``: questionnaires for other tools and translators."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.cli.group import FOLDER, LANGUAGE, echo_json, json_or_text, phrase
from readiness.cli.language import terminal
from readiness.cli.losses import echo_losses
from readiness.cli.questionnaire_templates import of_folder

if TYPE_CHECKING:
    from readiness.services.questionnaire_exchange import Imported

as_form = click.option(
    "--as", "kind", type=click.Choice(["xlsform"]), help="The .xlsx file is a form of ODK or KoboToolbox."
)


@click.command("export")
@click.argument("name", metavar="ID")
@click.option("-o", "--output", type=FOLDER, required=True, help="File to write: .xlsx, .po or .json.")
@as_form
@click.option("--with", "extras", type=click.Choice(["comment", "evidence"]), multiple=True,
              help="In a form, ask for this beside each answer, too.")  # fmt: skip
@of_folder
@click.option("--language", type=LANGUAGE, help="Language of a .po file, or of the headings of a workbook.")
@json_or_text
def export(
    name: str,
    *,
    output: Path,
    kind: str | None,
    extras: tuple[str, ...],
    folder: Path | None,
    language: str | None,
    form: str,
) -> None:
    """Write a questionnaire for another tool or for translators.

    XLSX is a workbook with questions, scales and words in all languages, or with
    --as xlsform a form for ODK and KoboToolbox; PO is for translators; JSON is
    the whole questionnaire, resting on no other. What the format cannot hold is
    listed.
    """
    from readiness.services import questionnaire_exchange as exchange

    exported = exchange.export(name, output, form=kind or "", folder=folder, language=language, extras=extras)
    if form == "json":
        echo_json(exported.to_json())
        return
    click.echo(exported.file)
    echo_losses(exported.lost)


@click.command("import")
@click.argument("file", type=FOLDER)
@click.option("-o", "--output", type=FOLDER, required=True,
              help="File to write, .yaml; a folder for translations.")  # fmt: skip
@click.option("--as", "kind", type=click.Choice(["xlsform", "workbook"]),
              help="The .xlsx file is a form of ODK or KoboToolbox, or a workbook of ours.")  # fmt: skip
@click.option("--id", "name", metavar="ID", help="Id of the questionnaire that the file becomes.")
@click.option("--translation", is_flag=True, help="Read translated texts out of a .po file or a workbook.")
@click.option(
    "--replace", "replace_", is_flag=True, help="Replace translations; the old file is kept beside."
)
@of_folder
@click.option("--language", type=LANGUAGE, help="Language of a form's texts that name none.")
@json_or_text
def import_(
    file: Path,
    *,
    output: Path,
    kind: str | None,
    name: str | None,
    translation: bool,
    replace_: bool,
    folder: Path | None,
    language: str | None,
    form: str,
) -> None:
    """Write a questionnaire from another tool's form, or the texts of a translator.

    FILE is an XLSForm (with --as xlsform and --id), a workbook (with --as
    workbook) or JSON as written by readiness questionnaire export, or with
    --translation a .po file or workbook whose texts go beside their
    questionnaire. What is left out is listed with its row.
    """
    from readiness.services import questionnaire_exchange as exchange

    if translation and kind:
        raise click.UsageError(phrase("interchange.usage.one-way"))
    if translation:
        imported = exchange.import_translation(
            file, output, folder=folder, replace_=replace_, language=terminal()
        )
    elif kind == "workbook":
        imported = exchange.import_book(file, output, name=name, speak=terminal())
    elif kind:
        if not name:
            raise click.UsageError(phrase("interchange.usage.id"))
        imported = exchange.import_form(file, output, name=name, language=language, speak=terminal())
    elif file.suffix.lower() == ".json":
        imported = exchange.import_json(file, output, language=terminal())
    else:
        raise click.UsageError(phrase("interchange.usage.kind"))
    if form == "json":
        echo_json(imported.to_json())
        return
    _echo(imported, translation=translation)


def _echo(imported: Imported, *, translation: bool) -> None:
    key = "interchange.taken.texts" if translation else "interchange.taken.questions"
    click.echo(phrase(key, read=imported.read, taken=imported.taken))
    for path in imported.written:
        click.echo(path)
    for path in imported.before:
        click.echo(phrase("imported.before", file=path))
    echo_losses(imported.lost)
    if imported.written and not translation:
        click.echo(f"\n{phrase('terminal.next')}\n  readiness questionnaire lint {imported.written[0]}")
