"""What no editable face may carry: characters that files forbid, marks that turn the direction of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from readiness.i18n import Run
from readiness.i18n.line import runs_of

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\t\n\r\x85\u2028\u2029]+")
ELLIPSIS = "…"


def clean(words: object) -> str:
    """Return words on one line: nothing that XML forbids, nothing that turns what follows."""
    kept = _TURNS.sub("", _BREAKS.sub(" ", str(words)))
    return _FORBIDDEN.sub("\ufffd", kept)


def clean_runs(words: object) -> Iterator[Run]:
    """Yield the runs of a line, clean; their languages stay."""
    for run in runs_of(words):
        kept = clean(run.words)
        if kept:
            yield replace(run, words=kept)


def cut(words: object, most: int) -> str:
    """Return clean words of at most so many characters; longer ones end in an ellipsis."""
    kept = clean(words)
    return kept if len(kept) <= most else kept[: most - 1] + ELLIPSIS
