"""The picture of a link that a phone's camera reads."""

from __future__ import annotations

import io

import segno


def qr_picture(link: str) -> str:
    """Return a link as a QR code (ISO/IEC 18004), drawn as SVG that scales."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        out, kind="svg", border=4, dark="#000000", light="#ffffff", xmldecl=False, svgns=True, omitsize=True
    )
    return out.getvalue().decode()
