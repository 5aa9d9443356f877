"""Questionnaires for other tools and from them: forms, workbooks, catalogues and JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from readiness import services
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.answer_touchpoints import asked_in
from readiness.folder.forms.book import book_sheets, read_words
from readiness.folder.forms.book_reader import read_book
from readiness.folder.forms.catalogue import read_catalogue, write_catalogue
from readiness.folder.forms.finished import Finished, differing, finish, read_questionnaire, sound
from readiness.folder.forms.loss import Loss
from readiness.folder.forms.own_texts import Words, in_order, own_texts, translation_text
from readiness.folder.forms.plain import plain
from readiness.folder.forms.xlsform import xlsform_sheets
from readiness.folder.forms.xlsform_reader import read_xlsform
from readiness.folder.source import Limits, Source, read_source
from readiness.folder.workbook import PACKED, read_tables, write_workbook
from readiness.folder.write import keep_beside, write_whole
from readiness.questionnaires.condition_text import condition_text
from readiness.questionnaires.conditions import Condition, names
from readiness.questionnaires.library import find
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.visibility import read_condition, rules_of
from readiness.reports.diagnostics import tell
from readiness.scalars import Unreadable, read_id
from readiness.services.broken import Broken
from readiness.services.forms import check_place, choose, known_to

SUFFIXES = (".xlsx", ".po", ".json")
XLSFORM = "xlsform"
_UNWEIGHED = ("text", "date", "rank", "allocate", "touchpoint")
"""Kinds that never count, with or without a weight."""


@dataclass(frozen=True)
class Exported:
    """A file that was written, and what of the questionnaire is not in it."""

    file: Path
    lost: tuple[Loss, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        return {"written": str(self.file), "not_carried_over": [asdict(one) for one in self.lost]}


@dataclass(frozen=True)
class Imported:
    """Files that were written from another tool's file, and what was left out of them."""

    written: tuple[Path, ...]
    before: tuple[Path, ...]
    """Older files, where they were put."""
    read: int
    """Rows of a form, or entries of a translation."""
    taken: int
    """Questions, or translated texts."""
    lost: tuple[Loss, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        return {
            "written": [str(path) for path in self.written],
            "before": [str(path) for path in self.before],
            "read": self.read,
            "taken": self.taken,
            "not_carried_over": [asdict(one) for one in self.lost],
        }


def export(
    name: str,
    out: Path,
    *,
    form: str = "",
    folder: Path | None = None,
    language: str | None = None,
    extras: Collection[str] = (),
) -> Exported:
    """Write a questionnaire as .xlsx (a workbook, or an XLSForm), .po or .json.

    ``form`` is ``xlsform`` for a form of ODK and KoboToolbox, ``extras`` asks for
    comment and evidence in it.  What the format cannot hold is found by reading
    the file again.  Raises NotFound where there is no such questionnaire,
    Refused for another suffix, a missing language and a place that cannot be
    written.
    """
    check_place(out, "interchange-suffix", SUFFIXES)
    suffix = out.suffix.lower()
    if form and suffix != ".xlsx":
        raise Refused("interchange-form", file=out)
    known = known_to(folder, language or "en")
    questionnaire, items = choose(name, known)
    if suffix == ".json":
        return _json(questionnaire, items, known, out)
    if suffix == ".po":
        return _catalogue(questionnaire, known, out, language)
    if form == XLSFORM:
        return _xlsform(questionnaire, items, known, out, folder=folder, extras=extras)
    return _book(questionnaire, items, known, out, language or questionnaire.language)


def import_form(
    file: Path, out: Path, *, name: str, language: str | None = None, speak: str = "en"
) -> Imported:
    """Write an XLSForm as a questionnaire called ``name``.

    ``language`` is that of labels without one, ``speak`` that of messages.  Raises Refused for a file that
    is no such form, a name that is no id, and a place that exists or cannot be written.
    """
    check_place(out, "interchange-yaml-suffix", (".yaml", ".yml"))
    _free(out)
    try:
        read_id(name)
    except Unreadable:
        raise Refused("interchange-id", name=name) from None
    tables = read_tables(file)
    reading = read_xlsform(tables, file=_shown(file), name=name, language=language)
    raw, losses = sound(reading)
    raw["items"] = [one if one["kind"] in _UNWEIGHED else one | {"weight": 0} for one in raw["items"]]
    if not raw["items"]:
        raise Refused("interchange-no-questions", file=file)
    remarks = library.phrases(speak).say("interchange.form.remark", file=_shown(file))
    finished = finish(raw, file=out.name, remarks=str(remarks))
    _refuse_broken(finished, out, speak)
    written = write_whole(out, finished.text.encode())
    return Imported((written,), (), reading.rows, len(raw["items"]), losses)


def import_book(file: Path, out: Path, *, name: str | None = None, speak: str = "en") -> Imported:
    """Write the questionnaire of a workbook, with its questions, scales and words in all languages.

    ``name`` is an id of its own for it.  Raises Refused for a file that is no
    such workbook, a name that is no id, and a place that exists or cannot be
    written, Invalid for a questionnaire with errors.
    """
    check_place(out, "interchange-yaml-suffix", (".yaml", ".yml"))
    _free(out)
    try:
        name = read_id(name) if name else None
    except Unreadable:
        raise Refused("interchange-id", name=name) from None
    reading = read_book(read_tables(file), file=_shown(file), name=name)
    if not reading.raw["items"]:
        raise Refused("interchange-no-questions", file=file)
    finished = finish(reading.raw, file=out.name)
    _refuse_broken(finished, out, speak)
    written = write_whole(out, finished.text.encode())
    return Imported((written,), (), reading.rows, len(reading.raw["items"]), reading.losses)


def import_json(file: Path, out: Path, *, language: str = "en") -> Imported:
    """Write a questionnaire from JSON as the YAML of a folder.

    Raises Refused for a file that cannot be read, Invalid for one with errors.
    """
    check_place(out, "interchange-yaml-suffix", (".yaml", ".yml"))
    _free(out)
    source = _source(file)
    finished = read_questionnaire(source.text, file=source.name)
    _refuse_broken(finished, file, language)
    questionnaire = finished.questionnaire
    if questionnaire is None:
        raise Refused("interchange-no-questions", file=file)
    raw = plain(questionnaire, questionnaire.language)
    again = finish(raw, file=out.name)
    written = write_whole(out, again.text.encode())
    number = len(questionnaire.items)
    return Imported((written,), (), number, number, ())


def import_translation(
    file: Path, out: Path, *, folder: Path | None = None, replace_: bool = False, language: str = "en"
) -> Imported:
    """Write the translations of a .po file or a workbook beside their questionnaire, one file a language.

    Raises Refused for another kind of file, a folder that is none, and a file
    that stands there already unless it may be replaced: then it is kept beside.
    """
    if not out.is_dir():
        raise NotFound("not-a-folder" if out.exists() else "no-such-folder", folder=out)
    known = known_to(folder, language)
    suffix = file.suffix.lower()
    if suffix == ".po":
        words = read_catalogue(_octets(file), known, file=_shown(file))
    elif suffix == ".xlsx":
        words = read_words(read_tables(file), known, file=_shown(file))
    else:
        raise Refused("interchange-translation-suffix", file=file)
    places = {tag: out / f"{words.of.id}.{tag}.yaml" for tag in words.texts}
    for place in places.values():
        if (place.exists() or place.is_symlink()) and not replace_:
            raise Refused("interchange-exists", file=place)
    written, before = [], []
    for tag, place in places.items():
        before += [keep_beside(place)] if place.exists() else []
        written.append(write_whole(place, _translation(words, tag, known).encode()))
    taken = sum(len(texts) for texts in words.texts.values())
    return Imported(tuple(written), tuple(before), words.entries, taken, words.losses)


def _translation(words: Words, tag: str, known: Sequence[Questionnaire]) -> str:
    return translation_text(words.of, tag, in_order(words.texts[tag], own_texts(words.of, known)))


def resolved(questionnaire: Questionnaire, items: tuple[Item, ...]) -> Questionnaire:
    """Return a questionnaire that stands alone: with all that it asks, resting on no other."""
    return replace(questionnaire, items=items, extends="", changes=(), include=())


def _json(
    questionnaire: Questionnaire, items: tuple[Item, ...], known: Sequence[Questionnaire], out: Path
) -> Exported:
    whole = _alone(questionnaire, items, known)
    octets = (json.dumps(plain(whole, ""), ensure_ascii=False, indent=2) + "\n").encode()
    return Exported(write_whole(out, octets), tuple(_left_behind(questionnaire, items, known)))


def _alone(
    questionnaire: Questionnaire, items: tuple[Item, ...], known: Sequence[Questionnaire]
) -> Questionnaire:
    """Return a questionnaire that rests on no other, conditions of included questions written out."""
    rules = _rules(questionnaire, known)
    own = {item.id for item in questionnaire.items}
    return resolved(
        questionnaire, tuple(item if item.id in own else _written_out(item, rules) for item in items)
    )


def _left_behind(
    questionnaire: Questionnaire, items: tuple[Item, ...], known: Sequence[Questionnaire]
) -> Iterator[Loss]:
    """Yield what a questionnaire that stands alone no longer says of where it came from."""
    rests = [questionnaire.extends] if questionnaire.extends else []
    yield from (Loss("field", one.id, "pitfall") for one in items if _elsewhere(one, questionnaire, known))
    for name in (*rests, *(one.from_ for one in questionnaire.include)):
        yield Loss("rests", "", name)
    yield from (Loss("reason", one.item) for one in questionnaire.changes)
    yield from (Loss("lock", one.id) for one in items if rests and one.lock)


def _book(
    questionnaire: Questionnaire,
    items: tuple[Item, ...],
    known: Sequence[Questionnaire],
    out: Path,
    language: str,
) -> Exported:
    whole = _alone(questionnaire, items, known)
    octets = write_workbook(book_sheets(questionnaire, whole.items, known, language), title=whole.name)
    written = write_whole(out, octets)
    lost = tuple(_left_behind(questionnaire, items, known))
    try:
        reading = read_book(read_tables(written), file=out.name)
    except Refused:  # above the limits of the import
        return Exported(written, (*lost, Loss("unchecked")))
    again = finish(reading.raw, file=out.name).questionnaire
    if again is None:
        return Exported(written, (*lost, *(Loss("question", one.id) for one in items)))
    changed = differing(whole, whole.items, again, {})
    return Exported(written, (*lost, *(one for one in changed if one.word != "pinned")))


def _rules(questionnaire: Questionnaire, known: Sequence[Questionnaire]) -> Mapping[str, Condition]:
    """Return the conditions of all that a questionnaire asks, names written out."""
    sources = [find(one.from_, known) for one in questionnaire.include]
    return rules_of([*filter(None, sources), questionnaire])


def _written_out(item: Item, rules: Mapping[str, Condition]) -> Item:
    """Return an included item whose condition uses no names, since those stay with its questionnaire."""
    if item.id not in rules or not any(names(read_condition(item.show_if))):
        return item
    return replace(item, show_if=condition_text(rules[item.id]))


def _elsewhere(item: Item, questionnaire: Questionnaire, known: Sequence[Questionnaire]) -> bool:
    """Say whether an included item counts in another pitfall than those of the questionnaire itself."""
    if any(own.id == item.id for own in questionnaire.items):
        return False
    sources = [find(include.from_, known) for include in questionnaire.include]
    return any(
        source.pitfall != questionnaire.pitfall
        for source in sources
        if source and any(one.id == item.id for one in source.items)
    )


def _catalogue(
    questionnaire: Questionnaire, known: Sequence[Questionnaire], out: Path, language: str | None
) -> Exported:
    if language is None:
        raise Refused("interchange-language", file=out)
    if language == questionnaire.language:
        raise Refused("interchange-same-language", own=language, name=questionnaire.name)
    return Exported(write_whole(out, write_catalogue(questionnaire, known, language)), ())


def _xlsform(
    questionnaire: Questionnaire,
    items: tuple[Item, ...],
    known: Sequence[Questionnaire],
    out: Path,
    *,
    folder: Path | None,
    extras: Collection[str],
) -> Exported:
    rules = _rules(questionnaire, known)
    touchpoints, _ = asked_in(folder)
    sheets = xlsform_sheets(
        questionnaire, items, rules, extras=extras, touchpoints=tuple(touchpoints.items())
    )
    octets = write_workbook(sheets, title=str(questionnaire.title.choose(questionnaire.language)[1]))
    written = write_whole(out, octets)
    try:
        tables = read_tables(written)
    except Refused:  # above the limits of the import
        return Exported(written, (Loss("unchecked"),))
    reading = read_xlsform(tables, file=out.name, name=questionnaire.id, language=None)
    raw, losses = sound(reading)
    again = finish(raw, file=out.name).questionnaire
    lost = (
        differing(questionnaire, items, again, rules)
        if again
        else [Loss("question", one.id) for one in items]
    )
    return Exported(written, (*lost, *losses))


def _refuse_broken(finished: Finished, file: Path, language: str) -> None:
    phrases = library.phrases(language)
    told = tuple(tell(problem, phrases) for problem in finished.problems)
    errors = sum(one.severity == "error" for one in told)
    if errors:
        sources = {finished.source.name: finished.source}
        raise Broken(services.Checked(file, told, sources, errors, phrases))


def _free(out: Path) -> None:
    if out.exists() or out.is_symlink():
        raise Refused("file-exists", file=out)


def _shown(file: Path) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in file.name)


def _octets(file: Path) -> bytes:
    if not file.is_file():
        raise NotFound("no-table-file", file=file)
    try:
        with file.open("rb") as opened:
            octets = opened.read(PACKED + 1)
    except OSError as error:
        raise Refused("workbook-unreadable", file=file, reason=error.strerror) from error
    if len(octets) > PACKED:
        raise Refused("workbook-too-large", file=file)
    return octets


def _source(file: Path) -> Source:
    if not file.is_file():
        raise NotFound("no-table-file", file=file)
    found = read_source(file, _shown(file), Limits(octets=PACKED))
    if isinstance(found, Source):
        return found
    if found.code == "too-large":
        raise Refused("workbook-too-large", file=file)
    raise Refused("workbook-unreadable", file=file, reason=found.code)
