"""The look of a theme in a report: its style sheet, logo, typefaces and colours."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict

from readiness.folder.theme import Theme
from readiness.folder.theme_fields import HOUSE_COLOURS, Colours
from readiness.reports.pictures.colours import LEGIBLE, PAPER, contrast
from readiness.typefaces import FAMILIES

ADDRESS = "readiness:theme/"
WEIGHTS = {"regular": "400", "semibold": "600", "bold": "700"}
_IN_PICTURE = re.compile(r'\b(fill|stroke|stop-color)="(#[0-9a-f]{6})"')
_IN_STYLE = re.compile(r"#[0-9a-f]{6}\b")
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
NAMES = {
    "#16212e": "ink", "#2b3846": "body", "#52606d": "muted", "#0b4f6c": "accent", "#b35900": "second",
    "#8f1616": "flag", "#8a5a00": "watch", "#1e6b3c": "clear", "#6b7783": "unknown",
}  # fmt: skip
"""The house's colours and the name of each in a theme."""
TINTS = {
    "#fbecec": ("flag", 0.09),
    "#fff5e0": ("watch", 0.11),
    "#e8f5ec": ("clear", 0.1),
    "#eef3f6": ("accent", 0.07),
}
"""Grounds of the house that are a colour thinned with white, and how much of it is left."""
DEEPER = {"#6f4800": "watch", "#185c33": "clear", "#414d58": "unknown"}
"""Text of the house on such a ground; a theme's own colour is deepened until it is legible."""


def theme_css(theme: Theme, *, fonts: bool) -> str:
    """Return what a theme adds to the style sheet of the house."""
    if not fonts or not theme.faces:
        return f"\n{theme.style}" if theme.style else ""
    faces = "".join(
        f'@font-face {{ font-family: "{_family(theme, face.language)}"; font-weight: {WEIGHTS[face.weight]};'
        f' font-style: {"italic" if face.italic else "normal"}; src: url("{ADDRESS}face-{number}"); }}\n'
        for number, (face, _) in enumerate(theme.faces)
    )
    used = "".join(
        f':lang({language}) {{ font-family: "{_family(theme, language)}", "{house}", sans-serif; }}\n'
        for language, house in FAMILIES.items()
        if any(face.language == language for face, _ in theme.faces)
    )
    return f"\n{faces}{used}{theme.style}"


def theme_files(theme: Theme) -> Mapping[str, tuple[bytes, str]]:
    """Return the files of a theme that a PDF needs, with their media types, by address."""
    found = {
        f"{ADDRESS}face-{number}": (octets, "font/ttf") for number, (_, octets) in enumerate(theme.faces)
    }
    if theme.logo:
        found[f"{ADDRESS}logo"] = (theme.logo[1], theme.logo[0])
    return found


def theme_logo(theme: Theme, language: str, *, fonts: bool) -> Mapping[str, object]:
    """Return address, words and height of the logo; without an address where there is none."""
    if theme.logo is None:
        return {"address": "", "text": "", "height": 0}
    kind, octets = theme.logo
    inside = f"data:{kind};base64,{base64.b64encode(octets).decode()}"
    text = theme.logo_text.choose(language)[1] or theme.title.choose(language)[1] or theme.id
    return {"address": f"{ADDRESS}logo" if fonts else inside, "text": text, "height": theme.logo_height}


def recoloured(html: str, colours: Colours) -> str:
    """Return a report with the colours of a theme where the house's stand, in its styles and pictures."""
    if colours == HOUSE_COLOURS:
        return html
    exchange = _exchange(colours)
    html = _STYLE.sub(
        lambda found: _IN_STYLE.sub(lambda one: exchange(one.group()), found.group()), html, count=1
    )
    return _IN_PICTURE.sub(lambda found: f'{found[1]}="{exchange(found[2])}"', html)


def faint(colours: Colours) -> Mapping[str, float]:
    """Return the colours of a theme that are too faint for text on white, with their contrast (WCAG 2.2)."""
    ratios = {name: contrast(colour.lower(), PAPER) for name, colour in asdict(colours).items()}
    return {name: ratio for name, ratio in ratios.items() if ratio < LEGIBLE}


def _exchange(colours: Colours) -> Callable[[str], str]:
    """Return what turns a colour of the house into that of a theme; a colour that has no name stays."""
    chosen = {name: colour.lower() for name, colour in asdict(colours).items()}
    found = {house: chosen[name] for house, name in NAMES.items()}
    tints = {house: _mixed(chosen[name], PAPER, share) for house, (name, share) in TINTS.items()}
    grounds = {name: _mixed(chosen[name], PAPER, share) for name, share in TINTS.values()}
    for house, name in DEEPER.items():
        found[house] = _deepened(chosen[name], grounds.get(name, "#eef1f4"))
    found |= tints
    same = {house for house, name in NAMES.items() if chosen[name] == house}
    kept = {NAMES[house] for house in same}
    for house, name in [*DEEPER.items(), *((house, name) for house, (name, _) in TINTS.items())]:
        if name in kept:  # what the theme leaves alone looks as in the house
            found[house] = house
    return lambda colour: found.get(colour, colour)


def _deepened(colour: str, ground: str) -> str:
    """Return a colour, mixed with black until it is legible on its ground."""
    shares = (1 - step / 20 for step in range(21))
    return next(
        one for share in shares if contrast(one := _mixed(colour, "#000000", share), ground) >= LEGIBLE
    )


def _mixed(colour: str, other: str, share: float) -> str:
    """Return a colour of which ``share`` is left in another."""
    parts = (
        round(int(colour[at : at + 2], 16) * share + int(other[at : at + 2], 16) * (1 - share))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def _family(theme: Theme, language: str) -> str:
    return f"{theme.id} {language}"
