"""Answers for other tools and from them: tables, JSON, and the sheets of online forms with a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readiness import services
from readiness.engagement.model import Engagement
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.answer_sheets import AnswerReading, read_answers
from readiness.folder.answer_template import write_csv
from readiness.folder.answer_touchpoints import touchpoint_titles
from readiness.folder.engagement import read_engagement
from readiness.folder.forms.answer_file import read_answer_file, restored, write_answer_file
from readiness.folder.forms.loss import Loss
from readiness.folder.forms.mapped_rows import read_mapped
from readiness.folder.forms.mapping import FormMapping, mapping_text
from readiness.folder.forms.matching import propose
from readiness.folder.forms.response_tables import (
    asked_table,
    cell_losses,
    long_table,
    table_losses,
    wide_table,
)
from readiness.folder.forms.rounds import by_round
from readiness.folder.reader import Reader
from readiness.folder.source import Limits, Source, read_source
from readiness.folder.workbook import CELLS, PACKED, Table, read_tables, write_workbook
from readiness.folder.write import write_whole
from readiness.questionnaires.model import Item, Questionnaire
from readiness.reports.diagnostics import tell
from readiness.services.broken import Broken
from readiness.services.forms import check_place, known_to
from readiness.services.response_import import Imported, take_in

SUFFIXES = (".csv", ".xlsx", ".json")


@dataclass(frozen=True)
class Exported:
    """A file of answers that was written, what it holds, and what it has not."""

    file: Path
    responses: int
    answers: int
    lost: tuple[Loss, ...]
    again: bool
    """The file is small enough to be imported again."""

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        return {
            "written": str(self.file),
            "responses": self.responses,
            "answers": self.answers,
            "not_carried_over": [asdict(one) for one in self.lost],
            "can_be_imported": self.again,
        }


@dataclass(frozen=True)
class Proposed:
    """A mapping that was written: which columns have found their question, and which have not."""

    file: Path
    matched: tuple[str, ...]
    open: tuple[str, ...]
    left_out: tuple[str, ...]
    role: str
    """The heading of the column with the roles; empty where none was found."""

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        return {
            "written": str(self.file),
            "matched": list(self.matched),
            "open": list(self.open),
            "left_out": list(self.left_out),
            "role": self.role,
        }


def export_answers(
    folder: Path, out: Path, *, wide: bool = False, round_: int | None = None, language: str | None = None
) -> Exported:
    """Write the answers of a folder as .csv or .xlsx (long, or wide) or .json.

    Respondents are codes, as in response files.  Raises Invalid where the
    folder has errors, Refused for another suffix or a place that cannot be
    written, NotFound where nobody has answered in the round asked for.
    """
    check_place(out, "interchange-answers-suffix", SUFFIXES)
    engagement, _ = services.read(folder, language or "en")
    language = language or engagement.profile.language
    chosen = [one for one in engagement.responses if round_ is None or one.round == round_]
    if not chosen:
        raise NotFound("interchange-no-answers", folder=folder)
    if out.suffix.lower() == ".json":
        if wide:
            raise Refused("interchange-wide", file=out)
        octets, lost, cells = write_answer_file(chosen), [], 0
    else:
        known = known_to(folder, language)
        items = _items(engagement, known)
        sheet = (wide_table if wide else long_table)(chosen, items, language)
        cells = sum(1 for row in sheet.rows for text in row if text) + len(sheet.headings)
        octets, lost = write_csv(sheet), table_losses(chosen, engagement.profile.language)
        if out.suffix.lower() == ".xlsx":
            beside = (asked_table(sheet, items, language),) if wide else ()
            octets = write_workbook((sheet, *beside), title=engagement.profile.id)
    again = len(octets) <= PACKED and cells <= CELLS
    written = write_whole(out, octets)
    if out.suffix.lower() == ".xlsx":
        try:
            lost = [*lost, *cell_losses(sheet, read_tables(written))]
        except Refused:  # above the limits of the import
            lost, again = [*lost, Loss("unchecked")], False
    return Exported(written, len(chosen), sum(len(one.answers) for one in chosen), tuple(lost), again)


def import_file(
    folder: Path,
    file: Path,
    *,
    mapping: Path | None = None,
    round_: int = 1,
    replace: bool = False,
    keep_good: bool = False,
    language: str = "en",
) -> Imported:
    """Write the answers of a file into a folder: a sheet of ours, JSON, or an online form with its mapping.

    Where a row has an error, nothing is written and InvalidAnswers is raised,
    unless ``keep_good`` asks for the rest.  Raises Invalid where the folder or
    the mapping has errors, Refused for a file that cannot be read or holds no
    answers.
    """
    if mapping is None and file.suffix.lower() not in (".json", ".csv", ".xlsx"):
        raise Refused("interchange-import-suffix", file=file)
    if mapping is None and file.suffix.lower() != ".json":
        tables = read_tables(file)
        rounds = by_round(tables) or {round_: tables}
        engagement, known = _opened(folder, language)
        readings = [
            read_answers(part, engagement, known, file=_name(file), round_=number, language=language)
            for number, part in rounds.items()
        ]
        return take_in(
            folder, file, readings, engagement, replace=replace, keep_good=keep_good, language=language
        )
    engagement, known = _opened(folder, language)
    if mapping is not None:
        return _import_mapped(
            folder, file, mapping, engagement, known, round_=round_, replace=replace, keep_good=keep_good,
            language=language,
        )  # fmt: skip
    source = _source(file)
    reading = read_answer_file(source, engagement, known, language=language)
    return take_in(
        folder, file, reading.readings, engagement, replace=replace, keep_good=keep_good, language=language,
        problems=reading.problems, sources={source.name: source},
        keep=lambda response: restored(response, reading.responses),
    )  # fmt: skip


def propose_mapping(folder: Path, file: Path, out: Path, *, language: str = "en") -> Proposed:
    """Write a mapping for the answers of an online form, its headings matched to the texts of questions.

    A person looks it over and fills what is open.  Raises Refused for another
    suffix, a file that exists and one that cannot be read.
    """
    check_place(out, "interchange-mapping-suffix", (".yaml", ".yml"))
    if out.exists():
        raise Refused("file-exists", file=out)
    engagement, known = _opened(folder, language)
    table = _first(file)
    chosen = {item.id: item for one in engagement.questionnaires for item in one.items}
    chosen |= {name: item for name, item in _items(engagement, known).items() if name not in chosen}
    draft = propose(
        table, chosen, touchpoint_titles(engagement.touchmap), language=engagement.profile.language
    )
    write_whole(out, mapping_text(draft.raw, file.name, draft.unsure, language).encode())
    return Proposed(out, draft.matched, draft.open, draft.left_out, draft.raw["role"])


def _import_mapped(
    folder: Path,
    file: Path,
    mapping: Path,
    engagement: Engagement,
    known: Sequence[Questionnaire],
    *,
    round_: int,
    replace: bool,
    keep_good: bool,
    language: str,
) -> Imported:
    reader = Reader(mapping.parent)
    if not mapping.is_file():
        raise NotFound("no-table-file", file=mapping)
    plan = reader.typed(FormMapping, reader.record(mapping.name))
    phrases = library.phrases(language)
    told = tuple(tell(problem, phrases) for problem in reader.problems)
    errors = sum(one.severity == "error" for one in told)
    if plan is None or errors:
        raise Broken(services.Checked(mapping, told, reader.sources, errors, phrases))
    reading: AnswerReading = read_mapped(
        _first(file), plan, _items(engagement, known), known, engagement, round_=round_, language=language
    )
    return take_in(
        folder, file, [reading], engagement, replace=replace, keep_good=keep_good, language=language,
        mapped=True,
    )  # fmt: skip


def _opened(folder: Path, language: str) -> tuple[Engagement, Sequence[Questionnaire]]:
    """Return the engagement of a folder without errors, and the questionnaires that may be answered in it."""
    checked = services.check(folder, language)
    engagement = read_engagement(folder).engagement
    if engagement is None or checked.errors:
        raise services.Invalid(checked)
    return engagement, known_to(folder, language)


def _items(engagement: Engagement, known: Sequence[Questionnaire]) -> dict[str, Item]:
    return {item.id: item for one in (*known, *engagement.questionnaires) for item in one.items}


def _first(file: Path) -> Table:
    tables = [table for table in read_tables(file) if table.headings]
    if not tables:
        raise Refused("no-answers", file=file)
    return tables[0]


def _name(file: Path) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in file.name)


def _source(file: Path) -> Source:
    if not file.is_file():
        raise NotFound("no-table-file", file=file)
    found = read_source(file, _name(file), Limits(octets=PACKED * 8))
    if isinstance(found, Source):
        return found
    if found.code == "too-large":
        raise Refused("workbook-too-large", file=file)
    raise Refused("workbook-unreadable", file=file, reason=found.code)
