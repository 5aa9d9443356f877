"""``readiness doctor`` and ``readiness completion``: the machine, not the company."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from click.shell_completion import get_completion_class

from readiness.cli.group import echo_json, json_or_text, phrase

if TYPE_CHECKING:
    from readiness.machine import Part, System

SYSTEMS = ("debian", "fedora", "macos", "windows")
SHELLS = ("bash", "zsh", "fish")


@click.command()
@json_or_text
@click.option("--system", type=click.Choice(SYSTEMS), help="Commands for another system than this one.")
@click.option("--all", "every", is_flag=True, help="Also list what is there.")
def doctor(form: str, system: System | None, every: bool) -> None:
    """Name each library or font that this machine lacks, and the command that brings it."""
    from readiness.machine import examine, this_system

    system = system or this_system()
    parts = examine(system)
    missing = [part for part in parts if not part.found]
    if form == "json":
        values = [asdict(part) for part in parts]
        echo_json({"system": system, "encoding": sys.stdout.encoding, "parts": values})
    else:
        for line in _lines(parts, missing, system, every=every):
            click.echo(line)
    if missing:
        sys.exit(4)


def _lines(parts: Sequence[Part], missing: Sequence[Part], system: System, *, every: bool) -> Iterator[str]:
    yield from (_say("there", name=part.name, found=part.found) for part in parts if every and part.found)
    yield from (_say(f"missing-{part.needed_for}", name=part.name) for part in missing)
    if missing:
        yield from ("", _say("mend"), *dict.fromkeys(f"  {part.mend}" for part in missing))
    else:
        yield _say("well", number=len(parts))
    if system == "windows" and any(part.kind == "library" for part in missing):
        yield from ("", _say("windows"))
    if sys.stdout.encoding.lower().replace("-", "") != "utf8":
        command = "set PYTHONUTF8=1" if system == "windows" else "export LANG=C.UTF-8 PYTHONUTF8=1"
        yield from ("", _say("encoding", encoding=sys.stdout.encoding), f"  {command}")


def _say(key: str, **values: object) -> str:
    """Return a phrase; only its values where a package is missing that reads phrases."""
    try:
        return phrase(f"doctor.{key}", **values)
    except ImportError:
        return " ".join(map(str, values.values()))


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that lets a shell complete commands and options.

    bash: add  eval "$(readiness completion bash)"  to ~/.bashrc

    zsh: add  eval "$(readiness completion zsh)"  to ~/.zshrc

    fish: readiness completion fish > ~/.config/fish/completions/readiness.fish
    """
    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(ctx.find_root().command, {}, "readiness", "_READINESS_COMPLETE").source())
