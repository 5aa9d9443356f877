"""The commands.  Modules that cost time are imported where they are used."""

from __future__ import annotations

import gc
import gettext
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness import __version__
from readiness.cli.contacts import contacts
from readiness.cli.doctor import completion, doctor
from readiness.cli.group import (
    CONTEXT,
    FOLDER,
    LANGUAGE,
    Group,
    echo_json,
    in_language,
    in_terminal_language,
    json_or_text,
    phrase,
)
from readiness.cli.language import speak, terminal, translate, wanted
from readiness.cli.map import map_group, new_from_workbook
from readiness.cli.questionnaire import questionnaire
from readiness.cli.responses import responses
from readiness.cli.rollout import rollout
from readiness.cli.schema import schema
from readiness.cli.serve import serve
from readiness.cli.theme import theme as theme_group
from readiness.cli.verify import verify
from readiness.cli.workshop import workshop
from readiness.errors import Refused, Unavailable

if TYPE_CHECKING:
    from readiness.folder.theme import Theme
    from readiness.services import Checked


SELDOM = (100_000, 20, 50)
"""How seldom circles of objects are looked for: a command builds much, keeps it, and ends."""


@click.group(cls=Group, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="readiness")
@click.option("--language", type=LANGUAGE,
              help="Language of help and messages; the terminal's if absent.")  # fmt: skip
def main(language: str | None) -> None:
    """Map how each kind of buyer reaches a company and tell whether it is ready for CRM.

    Exit codes: 0 done, 1 a finding reaches --fail-on, 2 the folder or the
    command line has errors, 3 the request cannot be served, 4 this machine
    lacks something.
    """
    del language  # the commands look for it


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--from", "start", default="blank", show_default=True, metavar="START",
              help="What to start from: blank, boise-office or shanghai-gm.")  # fmt: skip
@click.option("--from-xlsx", "workbook", type=FOLDER, metavar="FILE",
              help="Filled workbook with the map; see readiness map template.")  # fmt: skip
@click.option("--language", type=LANGUAGE, help="Language of the new folder; the terminal's if absent.")
@click.option(
    "--as-of",
    metavar="YEAR-MONTH-DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of the assessment; today if absent.",
)
def new(
    folder: Path, start: str, workbook: Path | None, language: str | None, as_of: datetime | None
) -> None:
    """Start an engagement folder that teaches."""
    from readiness import services

    on = as_of.date() if as_of else date.today()  # noqa: DTZ011
    if workbook is None:
        written = services.new(folder, start=start, language=language or terminal(), as_of=on)
    elif start != "blank":
        raise Refused("start-or-workbook")
    else:
        written = new_from_workbook(folder, workbook, language or terminal(), on)
    for path in written:
        click.echo(path)
    click.echo(
        f"\n{phrase('terminal.next')}\n  readiness check {folder}\n  readiness report {folder} -o report.pdf"
    )


@main.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text",
    show_default=True, help="How to print the result; sarif and github are for automatic checks.",
)  # fmt: skip
@in_terminal_language
@click.option("--watch", "again", is_flag=True, help="Check again whenever a file changes; Ctrl-C ends it.")
def check(folder: Path, form: str, language: str | None, again: bool) -> None:
    """Show every mistake in a folder, at its place."""
    from readiness import services

    def look() -> None:
        _print_checked(services.check(folder, language or terminal()), form)

    if again:
        from readiness.cli.watch import watch

        watch(folder, look)
        return
    checked = services.check(folder, language or terminal())
    _print_checked(checked, form)
    if checked.errors:
        sys.exit(2)


@main.command()
@click.argument("folder", type=FOLDER)
@json_or_text
@in_language
@click.option("--fail-on", type=click.Choice(["minor", "serious", "critical"]),
              help="End with exit code 1 where a pitfall or finding is at least as severe.")  # fmt: skip
@click.option("--against", "older", type=FOLDER, metavar="OLDER",
              help="Folder of an older assessment, or of another company, to compare with.")  # fmt: skip
def assess(folder: Path, form: str, language: str | None, fail_on: str | None, older: Path | None) -> None:
    """Judge the four pitfalls and print the decision."""
    from readiness import services

    told, values = "", dict[str, Any]()
    try:
        assessed = services.assess(folder, language)
        if older is not None:
            from readiness.services import explanations

            told, values = explanations.against(assessed, older)
    except services.Invalid as invalid:
        if form != "json":
            raise
        echo_json(invalid.checked.to_json())
        sys.exit(invalid.exit_code)
    if form == "json":
        echo_json(assessed.to_json() | values)
    else:
        click.echo(assessed.to_text() + told, nl=False)
    if fail_on and assessed.reaches(fail_on):
        sys.exit(1)


@main.command()
@click.argument("folder", type=FOLDER)
@click.argument("subject")
@json_or_text
@in_language
def explain(folder: Path, subject: str, form: str, language: str | None) -> None:
    """Show the receipt of a verdict or a number.

    SUBJECT is a pitfall (strategy, organization, technology, relationship), an
    indicator (P1-Q3, P2-M1, P2-X1), or one of decision, order, ownership, root.
    """
    from readiness.services import explanations

    lines, values = explanations.explain(folder, subject, language)
    if form == "json":
        echo_json(values)
    else:
        click.echo(lines, nl=False)


@main.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "-o",
    "--output",
    type=FOLDER,
    required=True,
    help="File to write: .pdf, .html, .docx, .xlsx, .md or .json.",
)
@click.option("--attach", is_flag=True,
              help="Put the files that were assessed into the PDF, for readiness verify.")  # fmt: skip
@click.option("--theme", metavar="THEME", default="house", show_default=True,
              help="How it looks: house, plain, or the folder of a theme.")  # fmt: skip
@click.option("--variant", type=click.Choice(["full", "brief", "rollout", "minutes", "change"]),
              default="full", show_default=True,
              help="What is printed: everything, one page, the rollout alone, minutes of a workshop, or what "
              "changed.")  # fmt: skip
@click.option("--against", type=FOLDER, help="The older folder, for the variant change.")
@in_language
def report(
    folder: Path,
    output: Path,
    *,
    attach: bool,
    theme: str,
    variant: str,
    against: Path | None,
    language: str | None,
) -> None:
    """Write the report as PDF, HTML, Word, Excel, Markdown or JSON."""
    from readiness import services
    from readiness.cli.progress import progress
    from readiness.folder.theme import HOUSE

    chosen = HOUSE if theme == HOUSE.id else _theme(theme)
    with progress() as tell:
        written = services.report(
            folder,
            output,
            language=language,
            attach=attach,
            theme=chosen,
            variant=variant,
            against=against,
            progress=tell,
        )
    click.echo(written)
    if attach:
        click.echo(phrase("terminal.attached"), err=True)


main.add_command(verify)
main.add_command(theme_group)
main.add_command(doctor)
main.add_command(completion)
main.add_command(schema)
main.add_command(map_group)
main.add_command(questionnaire)
main.add_command(responses)
main.add_command(rollout)
main.add_command(contacts)
main.add_command(serve)
main.add_command(workshop)


def _theme(name: str) -> Theme:
    from readiness.services.themes import open_theme

    return open_theme(name)


def _print_checked(checked: Checked, form: str) -> None:
    if form == "json":
        echo_json(checked.to_json())
        return
    if form == "text":
        from readiness.cli.frames import frames

        click.echo(frames(checked), nl=False)
        return
    below = _way_to(checked.folder)
    if form == "sarif":
        echo_json(checked.to_sarif(below))
        return
    for line in checked.to_github(below):
        click.echo(line)


def _way_to(folder: Path) -> str:
    """Return the path of a folder from here, with forward slashes; its name where no way leads there."""
    try:
        return Path(os.path.relpath(folder)).as_posix()
    except ValueError:  # another drive of Windows
        return folder.name


def run() -> None:
    """Run the command line in the language that is wanted."""
    gc.set_threshold(*SELDOM)
    language = wanted(sys.argv[1:], os.environ)
    if language != "en":
        speak(language)
        translate(main)
    try:
        main(obj=language, prog_name="readiness")
    except ModuleNotFoundError as error:
        told = gettext.gettext("{name} is missing here. The command readiness doctor tells how to bring it.")
        click.echo(f"readiness: {told.format(name=error.name)}", err=True)
        sys.exit(Unavailable.exit_code)
