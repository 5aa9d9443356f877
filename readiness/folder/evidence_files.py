"""Files given as evidence: whether they are still those that were meant."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from readiness.diagnostics import Problem
from readiness.folder.reader import Reader
from readiness.questionnaires.response import Response

LARGEST = 64 * 2**20
"""Larger files are not read."""


def changed_evidence(reader: Reader, responses: Sequence[Response]) -> Iterator[Problem]:
    """Yield answers whose evidence names a file of the folder that has another digest by now.

    A file that is not there may lie elsewhere; nothing is said of it.
    """
    root = reader.root.resolve()
    places: dict[str, Path | None] = {}
    known: dict[Path, str] = {}
    for number, response in enumerate(responses):
        for key, answer in response.answers.items():
            evidence = answer.evidence
            if not evidence.digest or not evidence.ref:
                continue
            if evidence.ref not in places:
                places[evidence.ref] = _place(root, evidence.ref)
            place = places[evidence.ref]
            if place is not None and place not in known:  # one file may be named in many ways
                known[place] = _digest(place)
            now = known[place] if place is not None else ""
            if now and now != evidence.digest:
                at = ("responses", number, "answers", key, "evidence", "digest")
                yield Problem("evidence-changed", at, {"file": evidence.ref, "digest": now})


def _place(root: Path, name: str) -> Path | None:
    """Return the one path of a file below the root, however it is named; None where there is none."""
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _digest(path: Path) -> str:
    """Return the digest of a file, empty where it is too large or cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            return ""
        with path.open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
