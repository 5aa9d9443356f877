"""Templates of questionnaires: checked, compared, copied, and pinned into an engagement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readiness import LANGUAGES, services
from readiness.diagnostics import Diagnostic, Problem, Span
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.engagement import read_engagement
from readiness.folder.questionnaires import FOLDER, known_questionnaires, read_shelf
from readiness.folder.reader import Reader
from readiness.folder.templates import ancestors, own_file, pinned_text, written_files
from readiness.folder.typed import locate
from readiness.folder.write import keep_beside, write_whole
from readiness.questionnaires.library import digest, version_of
from readiness.questionnaires.model import Questionnaire
from readiness.questionnaires.revision import Revision, compare, least_version, lies, said
from readiness.questionnaires.translation import texts_of
from readiness.reports.diagnostics import tell
from readiness.reports.revisions import revision_sections, share_lines
from readiness.reports.section import sections_text
from readiness.reports.words import Words
from readiness.scalars import Unreadable, read_id
from readiness.services.forms import choose, known_to


@dataclass(frozen=True)
class Linted:
    """What is wrong with a template, its digest, and how much of it is translated."""

    questionnaire: Questionnaire
    digest: str
    checked: services.Checked
    shares: Mapping[str, tuple[int, int]]
    text: str

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        shares = {language: {"done": done, "all": whole} for language, (done, whole) in self.shares.items()}
        return {
            "questionnaire": self.questionnaire.name,
            "digest": self.digest,
            "translated": shares,
            **self.checked.to_json(),
        }


@dataclass(frozen=True)
class Template:
    """A template with those among which it stands, and where its file is, if it is one."""

    questionnaire: Questionnaire
    known: Sequence[Questionnaire]
    root: Path | None = None
    file: str = ""
    told: tuple[Any, ...] = ()
    sources: Mapping[str, Any] | None = None


def lint(
    target: str, *, folder: Path | None = None, against: Path | None = None, language: str = "en"
) -> Linted:
    """Check a template, a file or one that is known by its id.

    Its version is held against the newest older one: of ``against``, of the
    folder, or of the libraries.  Raises NotFound where there is no such
    template, Refused where its file cannot be read at all.
    """
    found = read_template(target, folder=folder, language=language)
    phrases = library.phrases(language)
    one = found.questionnaire
    others = [*found.known, *known_questionnaires()]
    if against is not None:
        others = [read_template(str(against), folder=None, language=language).questionnaire]
    told = [*found.told]
    at = found.file or one.id
    told += (_told_at(problem, found, at, phrases) for problem in _version_problems(one, others, found.known))
    errors = sum(diagnostic.severity == "error" for diagnostic in told)
    checked = services.Checked(
        found.root or Path(at), tuple(told), dict(found.sources or {}), errors, phrases
    )
    texts = texts_of(one)
    shares = {
        other: (sum(other in dict(text.words) for text in texts.values()), len(texts))
        for other in LANGUAGES
        if other != one.language
    }
    stamp = digest(one, found.known)
    lines = [*share_lines(one, stamp, shares, errors=errors, words=Words(phrases))]
    if found.file and not _older(one, others):
        lines.append(str(phrases.say("template.unchecked")))
    text = "\n".join(lines) + "\n"
    return Linted(one, stamp, checked, shares, text)


def read_template(target: str, *, folder: Path | None, language: str) -> Template:
    """Return a template by the path of its file or by its id.

    Raises NotFound where there is none, Refused where the file is no template.
    """
    path = Path(target)
    if path.suffix not in (".yaml", ".yml"):
        known = known_to(folder, language)
        return Template(choose(target, known)[0], known)
    if not path.is_file():
        raise NotFound("no-such-file", file=target)
    reader, parts = Reader(path.parent), dict[str, Any]()
    shelf = read_shelf(reader, parts, folder=".", others=known_to(folder, language))
    names = [record.source.name for record in parts["questionnaires"]]
    phrases = library.phrases(language)
    beside = path.name.removesuffix(path.suffix)
    told = tuple(
        tell(problem, phrases)
        for problem in sorted(reader.problems, key=lambda one: (one.span, one.code))
        if problem.span.file == path.name or problem.span.file.startswith(f"{beside}.")
    )
    if path.name not in names:
        errors = sum(one.severity == "error" for one in told)
        if errors:
            checked = services.Checked(path.parent, told, reader.sources, errors, phrases)
            raise services.Invalid(checked)
        raise Refused("no-template", file=target)
    one = shelf.questionnaires[names.index(path.name)]
    return Template(one, shelf.questionnaires, path.parent, path.name, told, reader.sources)


def _version_problems(
    one: Questionnaire, others: Sequence[Questionnaire], among: Sequence[Questionnaire]
) -> Iterator[Problem]:
    same = [other for other in others if other.id == one.id]
    if any(other.version == one.version and digest(other, among) != digest(one, among) for other in same):
        yield Problem("same-version", ("version",), {"id": one.name})
    older = _older(one, others)
    if not older:
        return
    newest = max(older, key=version_of)
    revision = compare(newest, one, among=among)
    if lies(newest, one, revision):
        values = {
            "id": one.name,
            "other": newest.name,
            "said": said(newest, one),
            "is": revision.level,
            "least": least_version(newest, revision.level),
        }
        yield Problem("version-lies", ("version",), values)


def _older(one: Questionnaire, others: Sequence[Questionnaire]) -> list[Questionnaire]:
    return [other for other in others if other.id == one.id and version_of(other) < version_of(one)]


def _told_at(problem: Problem, found: Template, at: str, phrases: Any) -> Any:
    span = Span(at, 1, 1, 1, 1)
    if found.root is not None:
        reader = Reader(found.root)
        record = reader.record(found.file)
        if record is not None and "version" in record.value_places:
            span = locate(record, ("version",))
    values = dict(problem.values)
    for key in ("said", "is"):
        if key in values:
            values[key] = phrases.say(f"revision.level.{values[key]}")
    return tell(Diagnostic(problem.code, span, values), phrases)


def diff(
    old: str, new: str, *, folder: Path | None = None, language: str = "en"
) -> tuple[str, dict[str, Any]]:
    """Return what changed between two templates, as text and as JSON values.

    Each is the path of a file or an id with or without version.
    """
    one = read_template(old, folder=folder, language=language)
    two = read_template(new, folder=folder, language=language)
    revision = compare(one.questionnaire, two.questionnaire, among=two.known, old_among=one.known)
    words = Words(library.phrases(language))
    text = sections_text(revision_sections(revision, one.questionnaire, two.questionnaire, words))
    return text, _revision_json(revision, one.questionnaire, two.questionnaire)


def _revision_json(revision: Revision, old: Questionnaire, new: Questionnaire) -> dict[str, Any]:
    same = old.id == new.id
    return {
        "old": revision.old,
        "new": revision.new,
        "level": revision.level,
        "said": said(old, new) if same else None,
        "lies": lies(old, new, revision) if same else None,
        "changes": [asdict(change) for change in revision.changes],
    }


def copy(
    name: str,
    new: str,
    *,
    folder: Path | None = None,
    out: Path | None = None,
    whole: bool = False,
    language: str = "en",
) -> list[Path]:
    """Write a template of one's own: one that extends another, or with ``whole`` a full copy.

    It goes into the questionnaires of the folder, or into ``out``, a folder
    too.  Raises NotFound for an unknown questionnaire, Refused for a bad or
    taken id.
    """
    known = known_to(folder, language)
    source = choose(name, known)[0]
    try:
        read_id(new)
    except Unreadable as error:
        raise Refused("template-id", id=new, better=str(error.values.get("better", ""))) from error
    if any(one.id == new for one in known):
        raise Refused("template-taken", id=new)
    place = out or (folder / FOLDER if folder else Path())
    if whole:
        own = folder / FOLDER if folder else None
        files = [(file.name, file.text) for file in written_files(source, own, as_id=new)]
    else:
        files = [(f"{new}.yaml", _derived(source, new, language))]
    for file, _ in files:
        if (place / file).exists():
            raise Refused("template-exists", file=place / file)
    _make(place)
    return [write_whole(place / file, text.encode()) for file, text in files]


def _derived(source: Questionnaire, new: str, language: str) -> str:
    """Return the text of a template that extends another, with what can be written as remarks."""
    phrases = library.phrases(language)
    first, last = (
        source.items[0].id if source.items else "ITEM",
        source.items[-1].id if source.items else "ITEM",
    )
    caret = f"{source.id}@^{version_of(source)[0]}"
    remarks = str(phrases.say("template.remarks", first=first, last=last)).rstrip("\n")
    title = f"{source.title.choose(source.language)[1]} ({new})".replace("'", "''")
    head = (
        "format: questionnaire/1",
        f"id: {new}",
        'version: "1.0.0"',
        f"title: '{title}'",
        f"language: {source.language}",
        f"extends: {caret}",
        "",
        *(f"# {line}".rstrip() for line in remarks.split("\n")),
        "changes:",
    )
    return "\n".join(head) + "\n"


def vendor(folder: Path, language: str = "en") -> list[Path]:
    """Pin the questionnaires that an engagement uses into its folder and return the files written.

    Everything on which they rest is pinned too, so that no later version of a
    template changes an old report.  The folder's own questionnaires stay as
    they are: only their authors change them.  What is pinned already and
    unchanged stays; what has changed since is pinned anew, the older file kept
    beside.  Raises Invalid where the folder has other errors.
    """
    checked = services.check(folder, language)
    reading = read_engagement(folder)
    if reading.engagement is None or any(
        one.severity == "error" and one.code != "pin-broken" for one in checked.told
    ):
        raise services.Invalid(checked)
    reader, parts = Reader(folder), dict[str, Any]()
    shelf = read_shelf(reader, parts, others=known_questionnaires())
    known = shelf.questionnaires
    own = {one.name: parts["questionnaires"][place] for place, one in enumerate(known[: shelf.own])}
    used: dict[str, Questionnaire] = {}
    for one in reading.engagement.questionnaires:
        for template in (one, *ancestors(one, known)):
            pin = template.pinned
            due = template.name not in own if pin is None else pin.digest != digest(template, known)
            if due:
                used.setdefault(template.name, template)
    place = folder / FOLDER
    _make(place)
    written = []
    for template in used.values():
        record = own.get(template.name)
        files = written_files(template) if record is None else (own_file(record, FOLDER),)
        for number, file in enumerate(files):
            target = place / file.name
            text = file.text if number else pinned_text(file, template.name, digest(template, known))
            if target.exists():
                keep_beside(target)
            written.append(write_whole(target, text.encode()))
    return written


def _make(place: Path) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("unwritable", file=place, reason=error.strerror) from error
