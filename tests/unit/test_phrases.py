from __future__ import annotations

import re

import pytest

from readiness.folder import library
from readiness.resources import package_path, templates

WORDS = library.phrases("en").words
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder, kind in ((package_path(), "*.py"), (templates(), "*.j2"))
    for path in sorted(folder.rglob(kind))
)
# families whose last part is put together at run time
FAMILIES = (
    "advice.", "because.", "counts.", "doctor.", "stage.", "start.", "sheets.", "source.", "yaml.",
    "change.", "confidence.", "decision.",
    "doubts.", "exposure.", "grade.", "kinds.", "labels.people.", "limits.",
    "missing.", "order.", "pages.sides", "pitfalls.", "proof.", "receipt.bands-", "refusals.",
    "form.money", "form.months", "form.hours", "form.questions.", "imported.person.", "questionnaires.gate-",
    "sheet.also.", "sheet.heading.", "sheet.like.", "sheet.note.", "sheet.word.",
    "role.", "rules.", "severity.", "side.", "steps.", "verdict.",
)  # fmt: skip


def test_every_phrase_is_used():
    unused = [
        key
        for key in WORDS
        if key not in ("format", "labels.error", "labels.warning", "labels.note")
        and not key.startswith(FAMILIES)
        and not re.search(rf"""["'.]{re.escape(key.removeprefix("labels."))}["']""", CODE)
    ]
    assert unused == []


@pytest.mark.parametrize("family", ["because", "exposure", "missing"])
def test_every_reason_in_the_code_has_its_phrase(family):
    said = {key.removeprefix(f"{family}.") for key in WORDS if key.startswith(f"{family}.")}
    patterns = {
        "because": r'verdict\("[a-z]+", "([a-z-]+)"',
        "exposure": r'Exposure\([^,]+, "([a-z-]+)"',
        "missing": r'(?:missing|not_applicable)\("([a-z0-9-]+)"\)',
    }
    used = set(re.findall(patterns[family], CODE))
    assert used
    assert used <= said
