"""The typefaces of what is printed: the family of a language, its files, and what a file can show."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from readiness.resources import package_path

SCHEME = "readiness:fonts/"
FAMILIES = {"en": "Readiness Sans", "zh-Hant": "Readiness Sans TC", "zh-Hans": "Readiness Sans SC"}
_LATIN = (("Regular", "400"), ("Italic", "400; font-style: italic"), ("SemiBold", "600"), ("Bold", "700"))
_HAN = (("Regular", "400"), ("Bold", "700"))
_LANGUAGE = re.compile(r'lang="([A-Za-z-]+)"')


def families(html: str) -> tuple[str, ...]:
    """Return the languages whose fonts an HTML text needs, in a fixed order.

    Those it names, and any other that has a character which they lack.
    """
    named = set(_LANGUAGE.findall(html))
    chosen = {language for language in FAMILIES if language in named}
    left = {ord(char) for char in set(html)}.difference(*(characters(language) for language in chosen))
    for language in FAMILIES:
        if left & characters(language):
            chosen.add(language)
            left -= characters(language)
    return tuple(language for language in FAMILIES if language in chosen)


def font_css(languages: Iterable[str]) -> str:
    """Return the font faces of some languages; only the PDF's fetcher knows these addresses."""
    return "".join(
        f'@font-face {{ font-family: "{FAMILIES[language]}"; font-weight: {weight};'
        f' src: url("{SCHEME}{name}"); }}\n'
        for language in languages
        for name, weight in _faces(language)
    )


def font_files() -> dict[str, Path]:
    """Return every bundled font file by its address."""
    names = (name for language in FAMILIES for name, _ in _faces(language))
    return {f"{SCHEME}{name}": package_path("fonts", name) for name in names}


def _faces(language: str) -> Iterator[tuple[str, str]]:
    stem = FAMILIES[language].replace(" ", "")
    for style, weight in _LATIN if language == "en" else _HAN:
        yield f"{stem}-{style}.ttf", weight


def unprintable(words: str) -> tuple[str, ...]:
    """Return the characters that no bundled font can show, each once, in the order of the text."""
    seen = (char for char in dict.fromkeys(words) if char.isprintable())
    return tuple(char for char in seen if not any(ord(char) in characters(one) for one in FAMILIES))


@cache
def characters(language: str) -> frozenset[int]:
    """Return the code points that the regular face of a language has a glyph for.

    Reads the table ``cmap``, format 4 or 12 (OpenType specification, 1.9), so
    that checking a folder needs no font library.
    """
    octets = package_path("fonts", next(_faces(language))[0]).read_bytes()
    tables = struct.unpack_from(">H", octets, 4)[0]
    entries = (struct.unpack_from(">4sIII", octets, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    count = struct.unpack_from(">H", octets, start + 2)[0]
    found: set[int] = set()
    for number in range(count):
        at = start + struct.unpack_from(">HHI", octets, start + 4 + 8 * number)[2]
        kind = struct.unpack_from(">H", octets, at)[0]
        if kind == 12:
            groups = struct.unpack_from(">I", octets, at + 12)[0]
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", octets, at + 16 + 12 * group)
                found.update(range(first, last + 1))
        elif kind == 4:
            found.update(_segments(octets, at))
    return frozenset(found)


def _segments(octets: bytes, at: int) -> Iterator[int]:
    half = struct.unpack_from(">H", octets, at + 6)[0] // 2
    lasts = struct.unpack_from(f">{half}H", octets, at + 14)
    firsts = struct.unpack_from(f">{half}H", octets, at + 16 + 2 * half)
    for first, last in zip(firsts, lasts, strict=True):
        if first != 0xFFFF:
            yield from range(first, last + 1)
