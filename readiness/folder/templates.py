"""Questionnaires as files: where one is written, copied as it stands, with its translations beside it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness.errors import Refused
from readiness.folder.parse import Record, parse
from readiness.folder.questionnaires import LIBRARY
from readiness.folder.reader import Reader
from readiness.folder.source import Limits, Source
from readiness.questionnaires.library import find
from readiness.questionnaires.model import Questionnaire
from readiness.resources import package_path

_PINNED = re.compile(r"^pinned:.*\n?", re.MULTILINE)


@dataclass(frozen=True)
class TemplateFile:
    """A file of a template: its name, and its text as a person wrote it."""

    name: str
    text: str


def written_files(
    questionnaire: Questionnaire, folder: Path | None = None, *, as_id: str = ""
) -> tuple[TemplateFile, ...]:
    """Return the file of a questionnaire and those of its translations, word for word.

    The folder is looked at first, then the reader's own library, then the
    bundled one.  With ``as_id`` the files speak of a questionnaire of that id
    instead.  Files are named after the id.
    """
    for root in _shelves(folder):
        found = tuple(_files(root, questionnaire, as_id))
        if found and found[0].name == f"{as_id or questionnaire.id}.yaml":
            return found
    return ()


def _shelves(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
    place = os.environ.get(LIBRARY, "")
    if place:
        yield Path(place)
    yield package_path("questionnaires", "library")


def _files(root: Path, questionnaire: Questionnaire, as_id: str) -> Iterator[TemplateFile]:
    reader = Reader(root)
    beside = []
    for name in reader.names("."):
        record = reader.record(name)
        if record is None:
            continue
        text = record.source.text
        if record.get("id") == questionnaire.id and record.get("version") == questionnaire.version:
            if as_id:
                text = _replaced(text, locate_offsets(record.value_places["id"]), as_id)
            yield TemplateFile(f"{as_id or questionnaire.id}.yaml", text)
        elif "language" in record and find(str(record.get("of", "")), [questionnaire]) is not None:
            if as_id:
                text = _replaced(
                    text, locate_offsets(record.value_places["of"]), f"{as_id}@{questionnaire.version}"
                )
            beside.append(TemplateFile(f"{as_id or questionnaire.id}.{record['language']}.yaml", text))
    yield from beside


def own_file(record: Record, folder: str) -> TemplateFile:
    """Return the file of a questionnaire of the engagement's own, named within its folder."""
    return TemplateFile(record.source.name.removeprefix(f"{folder}/"), record.source.text)


def pinned_text(file: TemplateFile, name: str, stamp: str) -> str:
    """Return the text of a template with the mark that says what it was when it was pinned.

    Raises Refused for a file that cannot take another line, such as one that
    is a single mapping in braces.
    """
    kept = _PINNED.sub("", file.text)
    text = kept.rstrip("\n") + f"\npinned: {{of: {name}, digest: {stamp}}}\n"
    record, problems = parse(Source(file.name, text, ""), Limits())
    if problems or "pinned" not in record:
        raise Refused("pin-style", file=file.name)
    return text


def locate_offsets(place: int) -> tuple[int, int]:
    """Return the offsets of the first character and the one behind the last of a packed place."""
    return place >> 32, place & 0xFFFFFFFF


def _replaced(text: str, at: tuple[int, int], word: str) -> str:
    return text[: at[0]] + word + text[at[1] :]


def ancestors(questionnaire: Questionnaire, known: Sequence[Questionnaire]) -> tuple[Questionnaire, ...]:
    """Return the templates on which one rests, by extending or including, each once."""
    found: dict[str, Questionnaire] = {}
    waiting = [questionnaire]
    while waiting:
        here = waiting.pop()
        for reference in (here.extends, *(include.from_ for include in here.include)):
            source = find(reference, known) if reference else None
            if source is not None and source.name not in found and source.name != questionnaire.name:
                found[source.name] = source
                waiting.append(source)
    return tuple(found.values())
