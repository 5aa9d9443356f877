"""Answers from paper: the sheet into which they are typed, and the way back into a folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness import services
from readiness.errors import Refused
from readiness.folder import library
from readiness.folder.answer_sheets import AnswerReading, check_answers, read_answers
from readiness.folder.answer_template import answer_sheets, write_csv
from readiness.folder.engagement import read_engagement
from readiness.folder.reader import Reader
from readiness.folder.response_writer import write_response
from readiness.folder.workbook import read_tables, write_workbook
from readiness.folder.write import keep_beside, write_whole
from readiness.questionnaires.response import Response
from readiness.reports.diagnostics import tell
from readiness.services.forms import check_place, choose, known_to

SUFFIXES = (".xlsx", ".csv")


class InvalidAnswers(services.Invalid):
    """Some rows cannot be used, so that nothing is written."""

    def __init__(self, imported: Imported) -> None:
        super().__init__(imported.checked)
        self.code = "invalid-workbook"
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

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        return {
            "read": self.read,
            "kept": self.kept,
            "refused": len(self.refused),
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


def write_sheet(names: Sequence[str], out: Path, *, folder: Path | None, language: str) -> Path:
    """Write the sheet for typing in the answers to some questionnaires, as .xlsx or .csv.

    Raises NotFound where there is no such questionnaire, Refused for another
    suffix or a place that cannot be written.
    """
    check_place(out, "sheet-suffix", SUFFIXES)
    known = known_to(folder, language)
    chosen = [choose(name, known)[0] for name in names]
    sheets = answer_sheets(chosen, known, language)
    if out.suffix.lower() == ".csv":
        return write_whole(out, write_csv(sheets[0]))
    phrases = library.phrases(language)
    titles = phrases.listed(one.title.choose(language)[1] for one in chosen)
    title = phrases.say("sheet.title", questionnaires=titles)
    return write_whole(out, write_workbook(sheets, title=str(title)))


def import_answers(
    folder: Path,
    file: Path,
    *,
    round_: int = 1,
    replace: bool = False,
    keep_good: bool = False,
    language: str = "en",
) -> Imported:
    """Write the answers of a filled sheet into a folder, one file a respondent and round.

    Where a row has an error, nothing is written and InvalidAnswers is raised,
    unless ``keep_good`` asks for the rest.  A file that stands there already is
    an error, too, unless it may be replaced: then it is kept beside.  Raises
    Invalid where the folder itself has errors, Refused for a file that cannot
    be read or holds no answers.
    """
    checked = services.check(folder, language)
    engagement = read_engagement(folder).engagement
    if engagement is None or checked.errors:
        raise services.Invalid(checked)
    name = "".join(char if char.isprintable() else "\ufffd" for char in file.name)
    known = known_to(folder, language)
    reading = read_answers(read_tables(file), engagement, known, file=name, round_=round_, language=language)
    place = folder / engagement.profile.responses
    targets = {person.code: _target(place, person.code, round_) for person in reading.people()}
    standing = {code: target for code, target in targets.items() if target.exists() or target.is_symlink()}
    replaced = _read_responses(folder, standing.values()) if replace else []
    others = [response for response in engagement.responses if response not in replaced]
    taken = {} if replace else {code: _inside(folder, target) for code, target in standing.items()}
    responses = check_answers(reading, engagement, others=others, taken=taken)
    found = _imported(folder, file, reading, language)
    if found.checked.errors and not keep_good:
        raise InvalidAnswers(found)
    written = tuple(_write(response, targets[response.respondent]) for response in responses)
    return Imported(file, found.read, found.refused, written, found.checked)


def _imported(folder: Path, file: Path, reading: AnswerReading, language: str) -> Imported:
    phrases = library.phrases(language)
    problems = reading.rows.problems.found
    told = tuple(
        sorted(
            (tell(problem, phrases) for problem in problems),
            key=lambda one: (services.SEVERITY_ORDER.index(one.severity), one.span),
        )
    )
    errors = sum(one.severity == "error" for one in told)
    checked = services.Checked(folder, told, {}, errors, phrases)
    return Imported(file, len(reading.rows.read), reading.refused, (), checked)


def _write(response: Response, target: Path) -> Written:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("unwritable", file=target, reason=error.strerror) from error
    before = keep_beside(target) if target.exists() else None
    write_whole(target, write_response(response).encode())
    return Written(response.respondent, len(response.answers), target, before)


def _target(place: Path, code: str, round_: int) -> Path:
    return place / (f"{code}.yaml" if round_ == 1 else f"{code}-r{round_}.yaml")


def _inside(folder: Path, target: Path) -> str:
    return target.relative_to(folder).as_posix()


def _read_responses(folder: Path, files: Iterable[Path]) -> list[Response]:
    reader = Reader(folder)
    found = (reader.typed(Response, reader.record(_inside(folder, file))) for file in files)
    return [response for response in found if response is not None]
