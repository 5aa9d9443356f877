"""What all commands share: arguments, options, and how a refused request is said."""

from __future__ import annotations

import json
import sys
from math import isfinite
from pathlib import Path
from typing import Any

import click

from readiness import LANGUAGES
from readiness.cli.language import terminal
from readiness.errors import ReadinessError

FOLDER = click.Path(path_type=Path)
LANGUAGE = click.Choice(LANGUAGES)
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
json_or_text = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print the result.",
)  # fmt: skip


def _or_global(ctx: click.Context, _param: click.Parameter, language: str | None) -> str | None:
    """Return the language asked for after the command, else the one asked for before it."""
    return language or ctx.find_root().params.get("language")


in_language = click.option(
    "--language", type=LANGUAGE, callback=_or_global,
    help="Language of the result; the engagement's own if absent.",
)  # fmt: skip

in_terminal_language = click.option(
    "--language", type=LANGUAGE, help="Language of the result; the terminal's if absent."
)


class Group(click.Group):
    """Commands in the order in which a user meets them; refused requests become one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of their definition."""
        del ctx  # click passes it; the order does not depend on it
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say a refused request in words and end with its exit code."""
        try:
            return super().invoke(ctx)
        except ReadinessError as error:
            _refuse(error)


def phrase(key: str, **values: object) -> str:
    """Return a phrase in the language of the terminal."""
    from readiness import services

    return services.phrase(key, terminal(), **values)


def echo_json(values: dict[str, Any]) -> None:
    """Print values as JSON."""
    click.echo(json.dumps(finite(values), ensure_ascii=False, indent=2, default=str))


def finite(value: Any) -> Any:
    """Return values as JSON can hold them: a figure without end, such as a ratio to nothing, is null."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(part) for key, part in value.items()}
    return [finite(part) for part in value] if isinstance(value, list | tuple) else value


def _refuse(error: ReadinessError) -> None:
    from readiness import services

    if isinstance(error, services.Invalid):
        from readiness.cli.frames import frames

        checked = error.checked
        if checked.phrases.language != terminal():
            checked = services.check(checked.folder, terminal())
        click.echo(frames(checked), nl=False, err=True)
    click.echo(f"readiness: {services.message(error, terminal())}", err=True)
    sys.exit(error.exit_code)
