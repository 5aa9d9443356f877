"""Answers from paper: the sheet into which they are typed, and the way back into a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from readiness.folder import library
from readiness.folder.answer_template import answer_sheets, write_csv
from readiness.folder.answer_touchpoints import asked_in
from readiness.folder.workbook import write_workbook
from readiness.folder.write import write_whole
from readiness.questionnaires.library import resolve
from readiness.questionnaires.model import Questionnaire
from readiness.reports.questions import conditions_of
from readiness.reports.words import Words
from readiness.services.forms import check_place, choose, known_to

SUFFIXES = (".xlsx", ".csv")


def write_sheet(names: Sequence[str], out: Path, *, folder: Path | None, language: str) -> Path:
    """Write the sheet for typing in the answers to some questionnaires, as .xlsx or .csv.

    Raises NotFound where there is no such questionnaire, Refused for another
    suffix or a place that cannot be written.
    """
    check_place(out, "sheet-suffix", SUFFIXES)
    known = known_to(folder, language)
    chosen = [choose(name, known)[0] for name in names]
    touchpoints, _ = asked_in(folder)
    notes = _conditions(chosen, known, language)
    sheets = answer_sheets(chosen, known, language, touchpoints=touchpoints, notes=notes)
    if out.suffix.lower() == ".csv":
        return write_whole(out, write_csv(sheets[0]))
    phrases = library.phrases(language)
    titles = phrases.listed(one.title.choose(language)[1] for one in chosen)
    title = phrases.say("sheet.title", questionnaires=titles)
    return write_whole(out, write_workbook(sheets, title=str(title)))


def _conditions(
    chosen: Sequence[Questionnaire], known: Sequence[Questionnaire], language: str
) -> Mapping[str, str]:
    """Return in words when each question with a condition is to be answered, by id."""
    found: dict[str, str] = {}
    for questionnaire in chosen:
        items = resolve(questionnaire, known)
        told = conditions_of(questionnaire, items, Words(library.phrases(language), questionnaire.language))
        for item in items:
            if item.show_if:
                found.setdefault(item.id, str(told.only_if(item)))
    return found
