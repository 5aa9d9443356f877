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
    known: dict[str, str] = {}
    for number, response in enumerate(responses):
        for key, answer in response.answers.items():
            evidence = answer.evidence
            if not evidence.digest or not evidence.ref:
                continue
            if evidence.ref not in known:
                known[evidence.ref] = _digest(root, evidence.ref)
            now = known[evidence.ref]
            if now and now != evidence.digest:
                at = ("responses", number, "answers", key, "evidence", "digest")
                yield Problem("evidence-changed", at, {"file": evidence.ref, "digest": now})


def _digest(root: Path, name: str) -> str:
    """Return the digest of a file below the root, empty where there is none that can be read."""
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root) or not path.is_file() or path.stat().st_size > LARGEST:
            return ""
        return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError, RuntimeError):
        return ""
