"""The rows of an XLSForm as they stand: questions, groups, and lists of choices, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from readiness import LANGUAGES
from readiness.errors import Refused
from readiness.folder.forms.literal import as_written
from readiness.folder.forms.loss import Loss
from readiness.folder.forms.phrasing import language_named
from readiness.folder.workbook import Row, Table

OWN = "readiness"
"""The column that says what a row is for us."""
WORDED = ("label", "hint")
_SPELLED = {
    "select one": "select_one", "select1": "select_one", "select multiple": "select_multiple",
    "select all that apply": "select_multiple", "int": "integer", "string": "text",
    "add select one prompt using": "select_one", "add select multiple prompt using": "select_multiple",
}  # fmt: skip
_LISTED = ("select_one", "select_multiple", "rank", "select_one_from_file", "select_multiple_from_file",
           "select_one_external")  # fmt: skip
_SPELLINGS = {"relevance": "relevant", "list name": "list_name", "caption": "label", "constraint message":
              "constraint_message", "calculate": "calculation", "value": "name"}  # fmt: skip
_KNOWN = ("type", "name", "relevant", "constraint", "parameters", "appearance", OWN, "calculation")
_SET = ("form_title", "form_id", "id_string", "version", "default_language")
"""Settings that are taken over, or whose place is taken by the id that is asked for."""
_GRIDS = {"begin_group": frozenset({"table-list"}), "select_one": frozenset({"label", "list-nolabel"})}
"""How rows look that together make one question."""
_SILENT = re.compile(r"\$|_|kobo--|constraint_message|required_message|note|comment", re.IGNORECASE)
"""Columns that say nothing about what is asked."""
_TOLD = re.compile(r"(required|read ?only|default|choice_filter|repeat_count|trigger|media|image|audio|video|"
                   r"calculation|body|bind|instance|autoplay|accuracythreshold)", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class FormRow:
    """A row of the sheet survey."""

    at: str
    """The sheet and the number of the row, ``survey:12``."""
    kind: str
    """The type in one spelling, without its list."""
    listed: str = ""
    name: str = ""
    label: Mapping[str, str] = field(default_factory=dict)
    """Words by language."""
    hint: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    """All other columns by their heading in one spelling."""
    other: bool = False
    """Another answer may be written in."""

    @property
    def own(self) -> str:
        """What the row is for us, where we have written the form."""
        return as_written(self.cells.get(OWN, ""))


@dataclass(frozen=True)
class Option:
    """A choice of a list."""

    at: str
    code: str
    label: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """A form as its sheets hold it."""

    rows: tuple[FormRow, ...]
    lists: Mapping[str, tuple[Option, ...]]
    settings: Mapping[str, str]
    language: str
    """Of its texts; those in one that we have not are left out, unless it has no other."""


def read_form(tables: Sequence[Table], losses: list[Loss], *, file: str, language: str | None) -> Form:
    """Return the rows of a form; columns that are of no use to us are added to the losses.

    ``language`` is that of labels in a column without one; where it is None the
    form's own setting counts, else English.  Raises Refused where no sheet is
    called survey or it lacks the column type.
    """
    by_name = {table.name.strip().lower(): table for table in tables}
    survey = by_name.get("survey")
    if survey is None or not any(_spelled(one) == "type" for one in survey.headings):
        raise Refused("interchange-no-survey", file=file)
    own = any(_spelled(one) == OWN for one in survey.headings)
    settings = _settings(by_name.get("settings"), [] if own else losses)
    if own and "form_title" in settings:
        settings = {**settings, "form_title": as_written(settings["form_title"])}
    named = language_named(settings.get("default_language", "")) if settings.get("default_language") else None
    first = language or named or _first_language(survey) or "en"
    choices = [table for name in ("choices", "choice") if (table := by_name.get(name))]
    losses += [one for table in (survey, *choices) for one in _unknown_languages(table)]
    spoken = _languages((survey, *choices), first)
    tongues = (
        _Tongues(first, first, ours=True)
        if own
        else _kept(spoken, first, f"survey:{survey.heading_row}", losses)
    )
    rows = tuple(_survey(survey, tongues, losses))
    lists: dict[str, list[Option]] = {}
    for table in choices:
        for option_list, option in _choices(table, tongues):
            lists.setdefault(option_list, []).append(option)
    return Form(rows, {name: tuple(options) for name, options in lists.items()}, settings, tongues.main)


@dataclass(frozen=True)
class _Tongues:
    """Languages of a form: of columns that name none, the main one, and those whose words are kept."""

    first: str
    main: str
    kept: frozenset[str] | None = None
    """None where all are."""
    ours: bool = False
    """We have written the form: no text of it refers to an answer."""


def _languages(tables: Sequence[Table], first: str) -> tuple[str, ...]:
    """Return the languages of columns with words, in their order."""
    found: dict[str, None] = {}
    for heading in (heading for table in tables for heading in table.headings):
        name, separator, rest = _split(heading)
        tag = language_named(rest) if separator else first
        if name in WORDED and tag:
            found[tag] = None
    return tuple(found)


def _kept(spoken: Sequence[str], first: str, at: str, losses: list[Loss]) -> _Tongues:
    """Choose the languages of a form that is not of our making; one that nobody could show is told."""
    ours = [tag for tag in (first, *spoken) if tag in LANGUAGES and tag in spoken]
    main = next(iter(ours), spoken[0] if spoken else first)
    kept = frozenset({main, *LANGUAGES})
    losses += [Loss("dropped", at, tag) for tag in spoken if tag not in kept]
    losses += [Loss("foreign", at, main)] if main not in LANGUAGES else []
    return _Tongues(first, main, kept)


def _settings(table: Table | None, losses: list[Loss]) -> Mapping[str, str]:
    if table is None or not table.rows:
        return {}
    found = {_spelled(heading): text for heading, text in table.rows[0].cells.items()}
    losses += [
        Loss("setting", f"settings:{table.rows[0].number}", name) for name in found if name not in _SET
    ]
    return found


def _survey(table: Table, tongues: _Tongues, losses: list[Loss]) -> Iterator[FormRow]:
    for row in table.rows:
        cells = {_spelled(heading): text for heading, text in row.cells.items()}
        at = f"survey:{row.number}"
        written = " ".join(cells.get("type", "").split())
        if not written:
            if cells.get("name") or any(key.startswith("label") for key in cells):
                losses.append(Loss("no-type", at))
            continue
        kind, listed, other = _type(written)
        for heading in cells:
            bare = heading.partition("::")[0]
            if bare in _KNOWN or bare in WORDED or _SILENT.match(bare):
                continue
            losses.append(Loss("column", at, bare if _TOLD.match(bare) else heading))
        looks = frozenset(cells.get("appearance", "").split())
        if looks - _GRIDS.get(kind, frozenset()) and not cells.get(OWN):
            losses.append(Loss("column", at, "appearance"))
        yield FormRow(
            at,
            kind,
            listed,
            cells.get("name", ""),
            _worded(row, "label", tongues),
            _worded(row, "hint", tongues),
            cells,
            other,
        )


def _choices(table: Table, tongues: _Tongues) -> Iterator[tuple[str, Option]]:
    for row in table.rows:
        cells = {_spelled(heading): text for heading, text in row.cells.items()}
        code, listed = cells.get("name", ""), cells.get("list_name", "")
        if listed and code:
            label = _worded(row, "label", tongues)
            yield listed, Option(f"choices:{row.number}", code, label or {tongues.main: code})


def _type(written: str) -> tuple[str, str, bool]:
    """Return a type in one spelling, its list, and whether another answer may be written in."""
    lowered = written.lower()
    for spelled, kind in _SPELLED.items():
        if lowered == spelled or lowered.startswith((f"{spelled} ", f"{spelled}\t")):
            written = kind + written[len(spelled) :]
            break
    first, _, rest = written.partition(" ")
    lowered = first.lower()
    if lowered in ("begin", "end") and rest:
        return f"{lowered}_{rest.strip().lower()}", "", False
    if lowered in _LISTED:
        words = [word for word in rest.split() if word.lower() != "from"]
        other = [word.lower() for word in words[1:]] in (
            ["or_other"],
            ["or", "other"],
            ["or", "specify", "other"],
        )
        return lowered, words[0] if words else "", other
    return "_".join(written.lower().split()), "", False


def _worded(row: Row, field_: str, tongues: _Tongues) -> dict[str, str]:
    """Return the words of a field by language, the language of the form first.

    Words in a language that is left out stand only where there are no others.
    """
    found: dict[str, str] = {}
    for heading, text in row.cells.items():
        name, separator, rest = _split(heading)
        if name != field_:
            continue
        tag = language_named(rest) if separator else tongues.first
        if tag:
            found.setdefault(tag, as_written(text) if tongues.ours else text)
    kept = {tag: text for tag, text in found.items() if tongues.kept is None or tag in tongues.kept}
    if found and not kept:
        return {tongues.main: next(iter(found.values()))}
    return dict(sorted(kept.items(), key=lambda pair: pair[0] != tongues.main))


def _split(heading: str) -> tuple[str, str, str]:
    """Return the name of a column in one spelling, and its language behind ``::`` or ``:``."""
    name, separator, rest = heading.partition("::")
    if not separator:
        name, separator, rest = heading.partition(":")
    return _spelled(name), separator, rest.strip()


def _first_language(table: Table) -> str | None:
    for heading in table.headings:
        name, separator, rest = heading.partition("::")
        if separator and _spelled(name) == "label":
            return language_named(rest.strip())
    return None


def _unknown_languages(table: Table) -> Iterator[Loss]:
    for heading in table.headings:
        name, _, rest = heading.partition("::")
        if rest and _spelled(name) in WORDED and language_named(rest.strip()) is None:
            yield Loss("language", f"{table.name.strip().lower()}:{table.heading_row}", rest.strip())


def _spelled(heading: str) -> str:
    """Return a heading in one spelling; what follows ``::`` stays."""
    name, separator, rest = heading.strip().partition("::")
    name = name.strip().lower()
    return _SPELLINGS.get(name, name) + separator + rest
