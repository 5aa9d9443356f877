"""Answers that were read from any kind of file, checked and written into a folder as response files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness import services
from readiness.diagnostics import Diagnostic
from readiness.engagement.model import Engagement
from readiness.errors import Refused
from readiness.folder import library
from readiness.folder.answer_sheets import AnswerReading, check_answers
from readiness.folder.reader import Reader
from readiness.folder.response_writer import write_response
from readiness.folder.source import Source
from readiness.folder.write import keep_beside, write_whole
from readiness.questionnaires.response import Response
from readiness.reports.diagnostics import tell

Keep = Callable[[Response], Response]


_MEND: Mapping[str, str] = {
    ".csv": "interchange-invalid-csv",
    ".json": "interchange-invalid-json",
    ".xlsx": "invalid-workbook",
    "mapped": "interchange-invalid-mapped",
}
"""How errors are told, since each kind of file is mended elsewhere."""


class InvalidAnswers(services.Invalid):
    """Some rows cannot be used, so that nothing is written."""

    def __init__(self, imported: Imported, *, mapped: bool = False) -> None:
        super().__init__(imported.checked)
        self.code = _MEND["mapped" if mapped else imported.file.suffix.lower()]
        self.values = {"file": imported.file, "errors": imported.checked.errors}
        self.imported = imported


@dataclass(frozen=True)
class Written:
    """A response that was written."""

    respondent: str
    questions: int
    file: Path
    before: Path | None
    """Where the older file was put."""


@dataclass(frozen=True)
class Imported:
    """What became of a file of answers: every row that was read is kept or refused."""

    file: Path
    read: int
    refused: tuple[tuple[str, int], ...]
    written: tuple[Written, ...]
    checked: services.Checked

    @property
    def kept(self) -> int:
        """How many rows are used."""
        return self.read - len(self.refused)

    @property
    def dropped(self) -> int:
        """How many answers are kept but do not count: the template in use drops their question."""
        return sum(one.code == "item-dropped" for one in self.checked.told)

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        return {
            "read": self.read,
            "kept": self.kept,
            "refused": len(self.refused),
            "not_counted": self.dropped,
            "refused_rows": [{"file": place, "line": row} for place, row in self.refused],
            "written": [
                {
                    "respondent": one.respondent,
                    "questions": one.questions,
                    "file": str(one.file),
                    "before": str(one.before) if one.before else None,
                }
                for one in self.written
            ],
            **self.checked.to_json(),
        }


def take_in(
    folder: Path,
    file: Path,
    readings: Sequence[AnswerReading],
    engagement: Engagement,
    *,
    replace: bool = False,
    keep_good: bool = False,
    language: str = "en",
    problems: Sequence[Diagnostic] = (),
    sources: Mapping[str, Source] | None = None,
    keep: Keep = lambda response: response,
    mapped: bool = False,
) -> Imported:
    """Write the answers of each round into a folder, one file a respondent and round.

    ``problems`` are those of the file itself, ``keep`` may put back what a
    reading cannot hold, ``mapped`` says that a mapping told what the file means.
    Where a row has an error, nothing is written and InvalidAnswers is raised,
    unless ``keep_good`` asks for the rest; the same for a file that stands there
    already, unless it may be replaced.
    """
    found: list[Diagnostic] = [*problems]
    read, refused = 0, list[tuple[str, int]]()
    ready: list[tuple[Response, Path]] = []
    for reading in readings:
        targets = {one.code: _target(folder, engagement, one.code, reading.round) for one in reading.people()}
        standing = {code: place for code, place in targets.items() if place.exists() or place.is_symlink()}
        replaced = _read(folder, standing.values()) if replace else []
        others = [response for response in engagement.responses if response not in replaced]
        taken = (
            {}
            if replace
            else {code: place.relative_to(folder).as_posix() for code, place in standing.items()}
        )
        responses = check_answers(reading, engagement, others=others, taken=taken)
        found += reading.rows.problems.found
        read += len(reading.rows.read)
        refused += reading.refused
        ready += [(keep(response), targets[response.respondent]) for response in responses]
    checked = _checked(folder, found, language, sources or {})
    imported = Imported(file, read, tuple(refused), (), checked)
    if checked.errors and not keep_good:
        raise InvalidAnswers(imported, mapped=mapped)
    written = tuple(_write(response, place) for response, place in ready)
    return Imported(file, read, tuple(refused), written, checked)


def _checked(
    folder: Path, found: Iterable[Diagnostic], language: str, sources: Mapping[str, Source]
) -> services.Checked:
    phrases = library.phrases(language)
    told = sorted(
        (tell(problem, phrases) for problem in found),
        key=lambda one: (services.SEVERITY_ORDER.index(one.severity), one.span),
    )
    errors = sum(one.severity == "error" for one in told)
    return services.Checked(folder, tuple(told), sources, errors, phrases)


def _write(response: Response, place: Path) -> Written:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("unwritable", file=place, reason=error.strerror) from error
    before = keep_beside(place) if place.exists() else None
    write_whole(place, write_response(response).encode())
    return Written(response.respondent, len(response.answers), place, before)


def _target(folder: Path, engagement: Engagement, code: str, round_: int) -> Path:
    name = f"{code}.yaml" if round_ == 1 else f"{code}-r{round_}.yaml"
    return folder / engagement.profile.responses / name


def _read(folder: Path, files: Iterable[Path]) -> list[Response]:
    reader = Reader(folder)
    names = (file.relative_to(folder).as_posix() for file in files)
    found = (reader.typed(Response, reader.record(name)) for name in names)
    return [response for response in found if response is not None]
