"""How commands that exchange questionnaires and answers tell what was not carried over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from readiness.cli.group import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.folder.forms.loss import Loss

_FEW = 6
"""How many places are named in a line."""


def echo_losses(lost: Iterable[Loss], *, family: str = "interchange.lost") -> None:
    """Print what was not carried over, a line for each matter with its places, beside the result.

    ``family`` is where the phrases of the matters stand.
    """
    from readiness.folder.forms.loss import gathered

    found = gathered(lost)
    if found:
        click.echo(phrase("interchange.not-carried-over"), err=True)
    for (code, word), places in found.items():
        said = phrase(f"{family}.{code}", word=_harmless(word))
        shown = phrase("marks.comma").join(_harmless(place) for place in places[:_FEW])
        key = "interchange.at" if len(places) <= _FEW else "interchange.at-more"
        line = phrase(key, what=said, places=shown, number=len(places)) if places else said
        click.echo(f"  {line}", err=True)


def _harmless(text: str) -> str:
    """Return a text, which another tool may have given, without what a terminal obeys."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
