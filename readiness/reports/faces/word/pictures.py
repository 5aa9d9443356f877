"""Pictures of a Word document, each with its numbers as alternative text."""

from __future__ import annotations

import io
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm

from readiness.reports.faces.blocks import Figure
from readiness.reports.faces.clean import cut
from readiness.reports.faces.raster import rasterised

MOST_TOLD = 4_000


def add_picture(paragraph: Any, figure: Figure, width: float) -> None:
    """Add a picture of a width in millimetres to a paragraph."""
    shape = paragraph.add_run().add_picture(io.BytesIO(rasterised(figure.svg)), width=Mm(width))
    properties = shape._inline.docPr  # noqa: SLF001  (python-docx writes no alternative text)
    properties.set("descr", cut(figure.told, MOST_TOLD))
    inner = shape._inline.find(f".//{qn('pic:cNvPr')}")  # noqa: SLF001
    inner.set("name", f"{properties.get('name')}.png")
