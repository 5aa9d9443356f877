"""Diagnostics: what is wrong with a text, where, and how to mend it."""

from readiness.diagnostics.diagnostic import Diagnostic, Path, Problem, Related
from readiness.diagnostics.nearest import nearest
from readiness.diagnostics.span import Span

__all__ = ["Diagnostic", "Path", "Problem", "Related", "Span", "nearest"]
