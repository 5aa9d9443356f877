"""Questionnaires: their list, their questions, and the form to be filled with a pen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from readiness import services
from readiness.diagnostics import nearest
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.answer_touchpoints import asked_in
from readiness.folder.questionnaires import known_questionnaires, read_shelf
from readiness.folder.reader import Reader
from readiness.folder.write import write_whole
from readiness.questionnaires.library import find, resolve
from readiness.questionnaires.model import Item, Questionnaire
from readiness.reports.diagnostics import tell
from readiness.reports.questions import questions_json, questions_text, row_json, row_text

SUFFIXES = (".pdf", ".html")


def listed(folder: Path | None, language: str) -> tuple[str, dict[str, Any]]:
    """Return every questionnaire, the bundled ones and those of a folder, as text and as JSON values.

    Raises Invalid where a questionnaire of the folder has errors.
    """
    known = known_to(folder, language)
    phrases = library.phrases(language)
    rows = [(one, resolve(one, known)) for one in known]
    lines = "\n".join(row_text(one, items, phrases) for one, items in rows) + "\n"
    return lines, {"questionnaires": [row_json(one, items, phrases) for one, items in rows]}


def shown(name: str, folder: Path | None, language: str) -> tuple[str, dict[str, Any]]:
    """Return the questions of a questionnaire as text and as JSON values.

    Raises NotFound where there is none of this name.
    """
    questionnaire, items = choose(name, known_to(folder, language))
    phrases = library.phrases(language)
    return questions_text(questionnaire, items, phrases), questions_json(questionnaire, items, phrases)


def print_form(name: str, out: Path, *, folder: Path | None, language: str) -> Path:
    """Write the paper form of a questionnaire to a .pdf or .html file.

    A folder's map gives the touchpoints to tick, its programme the currency.
    Raises NotFound where there is no such questionnaire, Refused for another
    suffix or a place that cannot be written.
    """
    check_place(out, "form-suffix", SUFFIXES)
    questionnaire, items = choose(name, known_to(folder, language))
    from readiness.reports.form import build_form, render_form, render_form_pdf  # noqa: PLC0415

    phrases = library.phrases(language)
    touchpoints, currency = asked_in(folder)
    view = build_form(questionnaire, items, phrases, touchpoints=touchpoints, currency=currency)
    if out.suffix.lower() == ".html":
        return write_whole(out, render_form(view, phrases).encode())
    return write_whole(out, render_form_pdf(view, phrases))


def known_to(folder: Path | None, language: str) -> Sequence[Questionnaire]:
    """Return the bundled questionnaires, or those that a folder knows: its own come first.

    Raises NotFound where there is no folder, Invalid where a questionnaire in it has errors.
    """
    if folder is None:
        return known_questionnaires()
    if not folder.is_dir():
        raise NotFound("not-a-folder" if folder.exists() else "no-such-folder", folder=folder)
    reader = Reader(folder)
    parts: dict[str, Any] = {}
    known = read_shelf(reader, parts, others=known_questionnaires()).questionnaires
    phrases = library.phrases(language)
    told = tuple(tell(problem, phrases) for problem in reader.problems)
    errors = sum(one.severity == "error" for one in told)
    if errors:
        raise services.Invalid(services.Checked(folder, told, reader.sources, errors, phrases))
    return known


def choose(name: str, known: Sequence[Questionnaire]) -> tuple[Questionnaire, tuple[Item, ...]]:
    """Return a questionnaire by its id, or id and version, with all questions that it asks.

    Raises NotFound where there is none.
    """
    questionnaire = find(name, known)
    if questionnaire is None:
        names: Mapping[str, None] = dict.fromkeys(one.id for one in known)
        near = nearest(name, names)
        code = "no-such-questionnaire" if near else "no-questionnaire"
        raise NotFound(code, name=name, near=near, known=", ".join(names))
    return questionnaire, resolve(questionnaire, known)


def check_place(out: Path, code: str, suffixes: Sequence[str]) -> None:
    """Refuse a file of another suffix, with the words of a code, and one whose folder does not exist."""
    if out.suffix.lower() not in suffixes:
        raise Refused(code, suffix=out.suffix or out.name, known=", ".join(suffixes))
    if not out.parent.is_dir():
        raise Refused("no-place", file=out, folder=out.parent)
