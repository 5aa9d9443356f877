"""Our drawings as PNG, for programs that show no SVG; set in the fonts of the product alone."""

from __future__ import annotations

from functools import cache

from readiness.errors import Unavailable
from readiness.reports.faces.clean import clean
from readiness.typefaces import families, font_css, font_files

ZOOM = 3.0
"""Dots for each CSS pixel: 288 dots an inch, sharp in print."""


@cache
def rasterised(svg: str) -> bytes:
    """Return a drawing as PNG; the same drawing gives the same octets.

    Raises Unavailable where resvg is missing.
    """
    try:
        import resvg_py  # noqa: PLC0415
    except ImportError as error:
        raise Unavailable("no-office", reason=error.name or str(error)) from error
    faces = font_css(families(svg))  # to load all of them takes longer than to draw
    fonts = [str(path) for address, path in font_files().items() if address in faces]
    png: bytes = resvg_py.svg_to_bytes(
        svg_string=clean(svg),
        dpi=96,
        skip_system_fonts=True,
        font_files=fonts,
        zoom=ZOOM,
        background="#ffffff",
    )
    return bytes(png)
