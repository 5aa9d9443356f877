# ruff: noqa: INP001
"""Brings the catalogues of the command line up to date; ``make docs`` runs it.

The English words are the help texts of the commands, the few messages in
their code, and what click says by itself.  What is translated stays, what is
new is added without words, what nobody says any more goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from readiness.cli.language import DOMAIN, help_texts
from readiness.cli.main import main as cli
from readiness.resources import package_path

FOLDER = package_path("i18n", "locale")
# click modules whose messages an ordinary user never meets are left out
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
METHOD = [("**.py", "python")]
SPOKEN = ("core.py", "decorators.py", "exceptions.py", "formatting.py", "parser.py", "types.py")


class Plain(Catalog):
    """A catalogue whose head says only what a reader needs, so that it never changes by itself."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The language, the encoding and how plurals are made."""
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def ours() -> Iterator[str]:
    """Yield every English message of our own: help texts, then messages in the code."""
    yield from dict.fromkeys(cleandoc(getattr(owner, key)) for owner, key in help_texts(cli))
    for _, _, message, _, _ in extract_from_dir(package_path("cli"), METHOD, keywords=KEYWORDS):
        yield str(message)


def messages() -> Iterator[str | tuple[str, ...]]:
    """Yield every English message: ours first, then those of click; a plural as a pair."""
    yield from ours()
    for name, _, message, _, _ in extract_from_dir(Path(click.__file__).parent, METHOD, keywords=KEYWORDS):
        if name in SPOKEN:
            yield message


def catalogue(name: str) -> Catalog:
    """Return a catalogue, ``zh_Hant``, with today's messages and the translations it has."""
    path = FOLDER / name / "LC_MESSAGES" / f"{DOMAIN}.po"
    old = read_po(path.open("rb"), locale=name, abort_invalid=True) if path.exists() else Catalog(locale=name)
    new = Plain(locale=name, charset="utf-8", fuzzy=False)
    for message in messages():
        known: Message | None = old.get(message)
        new.add(message, known.string if known else None)
    new.header_comment = f"# Words of the command line: {name}."
    return new


def files() -> dict[Path, bytes]:
    """Return every catalogue file, as text and as the machine reads it, made anew."""
    made = {}
    for folder in sorted(FOLDER.iterdir()):
        catalog = catalogue(folder.name)
        for suffix, write in ((".po", _text), (".mo", write_mo)):
            octets = BytesIO()
            write(octets, catalog)
            made[folder / "LC_MESSAGES" / f"{DOMAIN}{suffix}"] = octets.getvalue()
    return made


def _text(octets: BytesIO, catalog: Catalog) -> None:
    write_po(octets, catalog, width=100, no_location=True, omit_header=False, sort_output=False)
