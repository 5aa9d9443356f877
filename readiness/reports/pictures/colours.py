"""Colours of the pictures, those of the report, and how well one is read on another."""

from __future__ import annotations

INK = "#16212e"
MUTED = "#52606d"
RULE = "#d5dbe1"
BAND = "#f6f8fa"
CHIP = "#e9eff3"
EDGE = "#9db1bf"
BRAND = "#0b4f6c"
WAY = "#5f7f92"
ALARM = "#8f1616"
ALARM_PALE = "#fbecec"
OUTBOUND = "#5d4a7a"
OUTBOUND_PALE = "#f4f0f8"
CROSSING = "#b35900"
CROSSING_PALE = "#f3d3b3"
WAY_PALE = "#c3d1da"
PAPER = "#ffffff"
LEGIBLE = 4.5
"""The least ratio of contrast between a text and its ground (WCAG 2.2, criterion 1.4.3)."""
_PALE, _DEEP = "#e9eff3", "#0b4f6c"


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, 0 (black) to 1 (white), after WCAG 2.2."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the ratio of contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(ground: str) -> str:
    """Return a colour in which text is legible on a ground; one of black and white always is."""
    return next(ink for ink in (INK, PAPER, "#000000") if contrast(ink, ground) >= LEGIBLE)


def shade(share: float) -> str:
    """Return a colour between pale (0) and deep (1), darker for more, so that it also tells in grey."""
    share = min(max(share, 0.0), 1.0)
    pairs = zip(_channels(_PALE), _channels(_DEEP), strict=True)
    return "#" + "".join(f"{round(pale + (deep - pale) * share):02x}" for pale, deep in pairs)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
