"""Looking again and again at a folder while somebody edits it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import click

from readiness.cli.group import phrase

SECONDS = 0.4


def watch(folder: Path, show: Callable[[], None], *, seconds: float = SECONDS) -> None:
    """Show a folder now and after each change, until the user ends it with Ctrl-C."""
    seen: object = None
    try:
        while True:
            now = state(folder)
            if now != seen:
                seen = now
                click.clear()  # does nothing where the output is no terminal
                show()
                click.echo(f"\n{phrase('terminal.watching', folder=folder)}", err=True)
            time.sleep(seconds)
    except KeyboardInterrupt:
        click.echo()


def state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of every YAML file below a folder; files may come and go meanwhile."""
    found = []
    for path in sorted(folder.rglob("*.y*ml")):
        try:
            about = path.stat()
        except OSError:
            continue
        found.append((str(path), about.st_mtime_ns, about.st_size))
    return tuple(found)
