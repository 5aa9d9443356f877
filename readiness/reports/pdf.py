"""The report as a tagged PDF (PDF/UA-1), with fonts of the product and nothing fetched from outside."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from readiness.errors import Unavailable
from readiness.folder.theme import HOUSE, Theme
from readiness.reports.pdf_thrift import spare
from readiness.reports.theme_look import theme_files
from readiness.typefaces import SCHEME, font_files

EPOCH = date(1970, 1, 1)


def render_pdf(
    html: str, files: Sequence[tuple[str, bytes]] = (), *, as_of: date = EPOCH, theme: Theme = HOUSE
) -> bytes:
    """Return the PDF of a report's HTML; the same HTML and files give the same bytes.

    ``files``, names and bytes, are attached as of a date.  Raises
    Unavailable where WeasyPrint or the Pango library is missing.
    """
    return write_pdf(lay_out(html, theme), html, files, as_of=as_of)


def load() -> None:
    """Load what lays out pages; raises Unavailable where WeasyPrint or the Pango library is missing."""
    try:
        import weasyprint  # noqa: F401, PLC0415
    except (ImportError, OSError) as error:
        raise Unavailable("no-pango", reason=str(error).split("\n", 1)[0]) from error


def lay_out(html: str, theme: Theme = HOUSE) -> Any:
    """Return HTML laid out on pages, each of which knows the ids it holds as ``anchors``.

    Raises Unavailable where WeasyPrint or the Pango library is missing.
    """
    load()
    import weasyprint  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class Bundled(URLFetcher):  # type: ignore[misc]
        """Serves the bundled fonts and the files of the theme, and refuses everything else."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002
            if url not in resources:
                message = f"not a bundled resource: {url[:80]}"
                raise ValueError(message)
            found = resources[url]
            octets, kind = (found.read_bytes(), "font/ttf") if isinstance(found, Path) else found
            return URLFetcherResponse(url, octets, {"Content-Type": kind})

    resources: dict[str, Path | tuple[bytes, str]] = {**font_files(), **theme_files(theme)}
    return weasyprint.HTML(string=html, url_fetcher=Bundled(), base_url=SCHEME).render(pdf_variant="pdf/ua-1")


def write_pdf(
    document: Any, html: str, files: Sequence[tuple[str, bytes]] = (), *, as_of: date = EPOCH
) -> bytes:
    """Return pages as a PDF that is named after its HTML, with files in it."""
    import weasyprint  # noqa: PLC0415

    day = datetime.combine(as_of, time())
    pdf: bytes = document.write_pdf(
        finisher=spare,
        pdf_variant="pdf/ua-1",
        attachments=[
            weasyprint.Attachment(
                string=octets, name=name, description=name, created=day, modified=day, relationship="Source"
            )
            for name, octets in files
        ],
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
    )
    return pdf
