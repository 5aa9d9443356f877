"""Themes: started, checked, opened for a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from readiness import LANGUAGES, services
from readiness.diagnostics import Diagnostic, Span
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.new_theme import bundled_theme, bundled_themes, start_theme
from readiness.folder.theme import FILE, HOUSE, Theme, ThemeReading, read_theme
from readiness.reports.diagnostics import severity, tell
from readiness.reports.html import render_html
from readiness.reports.pictures.colours import LEGIBLE
from readiness.reports.theme_look import faint
from readiness.resources import examples
from readiness.services import faces
from readiness.services.apart import apart

TRIAL = "boise-office"
"""The example that a theme is tried on."""


def new_theme(folder: Path, start: str) -> list[Path]:
    """Start a theme of one that comes with the product; raises NotFound for an unknown one."""
    if start not in bundled_themes():
        raise _unknown(start)
    return start_theme(folder, start)


def open_theme(name: str) -> Theme:
    """Return a theme by the name of a bundled one or its folder.

    Raises NotFound where there is none, Refused where it has errors.
    """
    if name == HOUSE.id:
        return HOUSE
    folder = bundled_theme(name) if name in bundled_themes() else Path(name)
    if not folder.is_dir():
        raise _unknown(name)
    reading = _read(folder)
    errors = sum(severity(one.code, library.phrases()) == "error" for one in reading.diagnostics)
    if reading.theme is None or errors:
        raise Refused("theme-invalid", folder=folder, errors=errors)
    return reading.theme


def check_theme(folder: Path, language: str = "en") -> services.Checked:
    """Return everything that is wrong with a theme, which is tried on an example in every language."""
    if not folder.is_dir():
        raise NotFound("not-a-folder", folder=folder) if folder.exists() else _unknown(str(folder))
    phrases = library.phrases(language)
    reading = _read(folder)
    found = [*reading.diagnostics]
    if reading.theme is not None and not any(severity(one.code, phrases) == "error" for one in found):
        found += [*_faint(reading), *_tried(reading.theme)]
    told = tuple(tell(diagnostic, phrases) for diagnostic in found)
    errors = sum(one.severity == "error" for one in told)
    return services.Checked(folder, told, reading.sources, errors, phrases)


def _read(folder: Path) -> ThemeReading:
    return read_theme(folder, library.phrases().words)


def _faint(reading: ThemeReading) -> Iterator[Diagnostic]:
    theme = reading.theme or HOUSE
    source = reading.sources[FILE]
    for name, ratio in faint(theme.colours).items():
        colour = getattr(theme.colours, name)
        at = source.text.find(colour)
        span = source.span(at, at + len(colour)) if at >= 0 else source.start()
        values = {"name": name, "value": colour, "ratio": f"{ratio:.1f}", "least": f"{LEGIBLE:g}"}
        yield Diagnostic("theme-faint", span, values)


def _tried(theme: Theme) -> list[Diagnostic]:
    """Return what goes wrong where the theme is used, once for each place."""
    try:
        every = apart(lambda: [_trouble(theme, language) for language in LANGUAGES], seconds=60)
    except MemoryError:
        return [Diagnostic("theme-endless", Span(FILE, 1, 1, 1, 1), {"seconds": 60})]
    return [one for place, one in enumerate(every) if one is not None and one not in every[:place]]


def _trouble(theme: Theme, language: str) -> Diagnostic | None:
    assessed = faces.complete(services.assess(examples() / TRIAL, language, theme))
    try:
        render_html(assessed.view, assessed.phrases, theme=theme)
    except Refused as error:
        line = int(str(error.values.get("line", 1)))
        span = Span(str(error.values.get("file", FILE)), line, 1, line, 1)
        reason = error.values.get("reason") or services.message(error, language).rstrip(".。")
        return Diagnostic("theme-template", span, {"reason": reason})
    return None


def _unknown(name: str) -> NotFound:
    known = (HOUSE.id, *(one for one in bundled_themes() if one != HOUSE.id))
    return NotFound("no-theme", name=name, known=", ".join(known))
