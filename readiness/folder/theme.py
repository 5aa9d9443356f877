"""A theme, read from its folder: everything that a report needs to look like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from readiness.diagnostics import Diagnostic, Span, nearest
from readiness.folder.parse import Record
from readiness.folder.reader import Reader
from readiness.folder.source import Source
from readiness.folder.theme_fields import HOUSE_COLOURS, SECTIONS, Colours, Face, ThemeFile
from readiness.folder.typed import locate
from readiness.scalars import Text

FILE = "theme.yaml"
LARGEST = 8 * 2**20
"""Bytes of a picture or a typeface."""
PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
FACES = (".ttf", ".otf")
TEMPLATE = ".html.j2"
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_PLACE = re.compile(r"\{(\w+)\}")
_OUTSIDE = re.compile(r"@import|url\s*\(|image-set|src\s*\(|expression|</|\\", re.IGNORECASE)
"""What a style sheet may not hold: addresses, ends of elements, and escapes that could hide either."""


@dataclass(frozen=True)
class Theme:
    """How reports look; the house's where nothing is said."""

    id: str = "house"
    title: Text = Text()
    colours: Colours = HOUSE_COLOURS
    style: str = ""
    logo: tuple[str, bytes] | None = None
    """The media type of the logo, and its bytes."""
    logo_text: Text = Text()
    logo_height: float = 12.0
    faces: tuple[tuple[Face, bytes], ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    """Templates of the theme by the names of their files; they go before the house's."""
    sections: tuple[str, ...] = tuple(SECTIONS)
    """Names of templates without their ending, in the order in which they are printed."""
    texts: Mapping[str, Text] = field(default_factory=dict)

    def words(self, language: str) -> Mapping[str, str]:
        """Return the phrases that the theme says otherwise in a language."""
        return {
            key: word for key, text in self.texts.items() for tag, word in text.words if tag in ("", language)
        }


HOUSE = Theme()


@dataclass(frozen=True)
class ThemeReading:
    """A theme, or what is wrong with it; ``sources`` are the texts that diagnostics point into."""

    theme: Theme | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]


def read_theme(folder: Path, phrases: Mapping[str, str]) -> ThemeReading:
    """Read the theme of a folder; ``phrases`` are the words of the report by their keys."""
    reader = Reader(folder)
    record = reader.record(FILE)
    written = reader.typed(ThemeFile, record)
    if written is None or record is None:
        return ThemeReading(None, tuple(reader.problems), reader.sources)
    reader.problems += [*_colours(written, record), *_texts(written, record, phrases)]
    theme = Theme(
        written.id,
        written.title,
        written.colours,
        _style(reader, written, record),
        _logo(reader, written, record),
        written.logo_text,
        written.logo_height,
        tuple(_faces(reader, written, record)),
        _templates(reader, written, record),
        _order(written),
        written.texts,
    )
    return ThemeReading(theme, tuple(reader.problems), reader.sources)


def _colours(written: ThemeFile, record: Record) -> Iterator[Diagnostic]:
    for name, colour in asdict(written.colours).items():
        if not _COLOUR.fullmatch(colour):
            yield Diagnostic("theme-colour", locate(record, ("colours", name)), {"value": colour[:40]})


def _texts(written: ThemeFile, record: Record, phrases: Mapping[str, str]) -> Iterator[Diagnostic]:
    for key, text in written.texts.items():
        span = locate(record, ("texts", key))
        if key not in phrases:
            values = {"key": key, "near": nearest(key, phrases)}
            yield Diagnostic("theme-text-unknown", span, values)
            continue
        allowed = set(_PLACE.findall(phrases[key]))
        for place in sorted({place for _, word in text.words for place in _PLACE.findall(word)} - allowed):
            values = {"place": place, "known": ", ".join(f"{{{one}}}" for one in sorted(allowed)) or "-"}
            yield Diagnostic("theme-text-place", span, values)


def _style(reader: Reader, written: ThemeFile, record: Record) -> str:
    source = reader.text(written.style, locate(record, ("style",))) if written.style else None
    if source is None:
        return ""
    if found := _OUTSIDE.search(source.text):
        span = source.span(found.start(), found.end())
        reader.problems.append(Diagnostic("theme-style", span, {"value": found.group().strip()}))
        return ""
    return source.text


def _logo(reader: Reader, written: ThemeFile, record: Record) -> tuple[str, bytes] | None:
    octets = _octets(reader, written.logo, locate(record, ("logo",)), PICTURES)
    return (PICTURES[Path(written.logo).suffix.lower()], octets) if octets else None


def _faces(reader: Reader, written: ThemeFile, record: Record) -> Iterator[tuple[Face, bytes]]:
    for number, face in enumerate(written.fonts):
        octets = _octets(reader, face.file, locate(record, ("fonts", number, "file")), FACES)
        if octets:
            yield face, octets


def _templates(reader: Reader, written: ThemeFile, record: Record) -> Mapping[str, str]:
    """Return the templates that are named, and those beside them that replace one of the house."""
    named: list[tuple[str, tuple[str | int, ...]]] = [(written.cover, ("cover",))]
    named += [(page.file, ("pages", number, "file")) for number, page in enumerate(written.pages)]
    named += [(f"{name}{TEMPLATE}", ()) for name in (*SECTIONS, "charts", "report")]
    found = {}
    for name, path in named:
        if not name or (not path and not (reader.root / name).exists()):
            continue
        if not name.endswith(TEMPLATE):
            values = {"file": name, "known": f"*{TEMPLATE}"}
            reader.problems.append(Diagnostic("theme-file", locate(record, path), values))
        elif source := reader.text(name, locate(record, path)):
            found[name] = source.text
    return found


def _order(written: ThemeFile) -> tuple[str, ...]:
    order = [written.cover] if written.cover else []
    for section in dict.fromkeys(written.sections):
        order += [section, *(page.file for page in written.pages if page.after == section)]
    return tuple(name.removesuffix(TEMPLATE) for name in order)


def _octets(reader: Reader, name: str, span: Span, suffixes: Iterable[str]) -> bytes:
    """Return the bytes of a file that is no text; empty where something is wrong with it."""
    place: Any = reader.inside(name, span) if name else None
    if place is None:
        return b""
    if place.suffix.lower() not in suffixes:
        values: dict[str, object] = {"file": name, "known": ", ".join(suffixes)}
        reader.problems.append(Diagnostic("theme-file", span, values))
        return b""
    try:
        if place.stat().st_size > LARGEST:
            values = {"file": name, "megabytes": LARGEST // 2**20}
            reader.problems.append(Diagnostic("theme-large", span, values))
            return b""
        octets: bytes = place.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        values = (
            {"file": name} if missing else {"file": name, "reason": error.strerror or type(error).__name__}
        )
        reader.problems.append(Diagnostic("file-missing" if missing else "file-unreadable", span, values))
        return b""
    return octets
