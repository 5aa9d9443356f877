"""``readiness questionnaire lint|diff|copy|vendor|upgrade``: templates from client to client."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from readiness.cli.group import FOLDER, echo_json, in_terminal_language, json_or_text, phrase
from readiness.cli.language import terminal

of_folder = click.option(
    "--folder", type=FOLDER, metavar="DIR", help="Engagement whose own questionnaires count too."
)


@click.command()
@click.argument("template", metavar="FILE|ID")
@of_folder
@click.option(
    "--against", type=FOLDER, metavar="OLDER.yaml", help="Older version to hold the number against."
)
@json_or_text
@in_terminal_language
def lint(
    template: str, folder: Path | None, *, against: Path | None, form: str, language: str | None
) -> None:
    """Check a template: its questions, conditions, changes, version and translations."""
    from readiness.services import templates

    found = templates.lint(template, folder=folder, against=against, language=language or terminal())
    if form == "json":
        echo_json(found.to_json())
    else:
        if found.checked.told:
            from readiness.cli.frames import frames

            click.echo(frames(found.checked), err=True)
        click.echo(found.text, nl=False)
    if found.checked.errors:
        sys.exit(2)


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@of_folder
@json_or_text
@in_terminal_language
def diff(old: str, new: str, folder: Path | None, *, form: str, language: str | None) -> None:
    """Show what changed between two templates, and whether that is a patch, minor or major.

    OLD and NEW are files or ids, with or without a version: customer-strategy@1.0.0.
    """
    from readiness.services import templates

    text, values = templates.diff(old, new, folder=folder, language=language or terminal())
    if form == "json":
        echo_json(values)
    else:
        click.echo(text)


@click.command()
@click.argument("source", metavar="ID")
@click.argument("new", metavar="NEW-ID")
@of_folder
@click.option("-o", "--output", type=FOLDER, metavar="FOLDER", help="Folder to write into.")
@click.option("--whole", is_flag=True, help="Copy every question instead of extending the template.")
@in_terminal_language
def copy(
    source: str, new: str, *, folder: Path | None, output: Path | None, whole: bool, language: str | None
) -> None:
    """Start a template of your own from another one.

    Without --folder and -o it is written here.
    """
    from readiness.services import templates

    written = templates.copy(
        source, new, folder=folder, out=output, whole=whole, language=language or terminal()
    )
    for path in written:
        click.echo(path)
    click.echo(f"\n{phrase('terminal.next')}\n  readiness questionnaire lint {written[0]}")


@click.command()
@click.argument("folder", type=FOLDER)
@in_terminal_language
def vendor(folder: Path, language: str | None) -> None:
    """Pin the templates that an engagement uses into its folder, so that its report never changes."""
    from readiness.services import templates

    written = templates.vendor(folder, language or terminal())
    for path in written:
        click.echo(path)
    if not written:
        click.echo(phrase("template.pinned.none"))


@click.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option(
    "--write", is_flag=True, help="Write the carried answers into NEW; without it they are only told."
)
@json_or_text
@in_terminal_language
def upgrade(old: Path, new: Path, *, write: bool, form: str, language: str | None) -> None:
    """Carry the answers of engagement OLD to engagement NEW with its newer templates.

    It says question by question what is kept, converted or must be asked again.
    OLD is never changed.
    """
    from readiness.services import upgrade as upgrades

    found = upgrades.upgrade(old, new, write=write, language=language or terminal())
    if form == "json":
        echo_json(found.to_json())
        return
    click.echo(found.text)
    for path in found.written:
        click.echo(path)
