"""A report that was written as PDF, read back: its words, its language and the files in it."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from readiness import LANGUAGES
from readiness.errors import Refused, Unavailable

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST = 100 * 2**20
"""Bytes of a PDF that is read."""
MOST_PAGES = 2_000


@dataclass(frozen=True)
class ReportFile:
    """What a PDF says, page by page, who made it in which language, and the files attached to it."""

    octets: bytes
    pages: tuple[str, ...]
    language: str
    made_by: str
    files: tuple[tuple[str, bytes], ...]


def read_report(path: Path) -> ReportFile:
    """Read a PDF.

    Raises Refused for what is no PDF or larger than is read, Unavailable
    without pypdf.
    """
    try:
        octets = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError as error:
        raise Refused("pdf-unreadable", file=path, reason=error.strerror or type(error).__name__) from error
    if not octets:
        raise Refused("pdf-size", file=path, megabytes=LARGEST // 2**20)
    return parse_report(octets, path)


def parse_report(octets: bytes, path: Path) -> ReportFile:
    """Read the bytes of a PDF; ``path`` is what a refusal names."""
    try:
        from pypdf import PdfReader  # noqa: PLC0415
    except ImportError as error:
        raise Unavailable("no-pypdf") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds wrong is said once, by a refusal
    try:
        pdf = PdfReader(io.BytesIO(octets))
        count = len(pdf.pages)
        return _read(pdf, octets) if count <= MOST_PAGES else _refuse(path)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # a broken PDF breaks its reader in any way
        raise Refused("pdf-unreadable", file=path, reason=type(error).__name__) from error


def _read(pdf: PdfReader, octets: bytes) -> ReportFile:
    root: Any = pdf.trailer["/Root"]
    language = str(root.get("/Lang", ""))
    made: Any = pdf.metadata or {}
    return ReportFile(
        octets,
        tuple(page.extract_text() for page in pdf.pages),
        language if language in LANGUAGES else "",
        str(made.get("/Creator", "")),
        tuple((name, one) for name, every in pdf.attachments.items() for one in every),
    )


def _refuse(path: Path) -> NoReturn:
    raise Refused("pdf-pages", file=path, pages=MOST_PAGES)
