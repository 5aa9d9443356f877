"""The faces of a report that people edit and count on; each brings its packages when it is asked for."""

from __future__ import annotations

from readiness.errors import Unavailable
from readiness.i18n import Phrases
from readiness.reports.view import ReportView


def render_editable(view: ReportView, phrases: Phrases, suffix: str) -> bytes:
    """Return a report as ``.docx``, ``.xlsx`` or ``.md``.

    Raises Unavailable where python-docx or resvg are missing, which Word needs.
    """
    if suffix == ".md":
        from readiness.reports.faces.markdown import render_markdown  # noqa: PLC0415

        return render_markdown(view, phrases).encode()
    if suffix == ".xlsx":
        from readiness.reports.faces.workbook import render_xlsx  # noqa: PLC0415

        return render_xlsx(view, phrases)
    try:
        from readiness.reports.faces.word.document import render_docx  # noqa: PLC0415
    except ImportError as error:
        raise Unavailable("no-office", reason=error.name or str(error)) from error
    return render_docx(view, phrases)
