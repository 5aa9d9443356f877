"""What tests of the faces of a report share: a report in every language, and every word and number of it."""

from __future__ import annotations

import re
from functools import cache

from readiness import services
from readiness.resources import examples
from readiness.services import faces
from readiness.services.editable import render_editable

EXAMPLES = ("boise-office", "shanghai-gm")
LANGUAGES = ("en", "zh-Hant", "zh-Hans")


@cache
def told(name: str, language: str):
    """Return the whole report of an example in a language."""
    return faces.complete(services.assess(examples() / name, language))


@cache
def octets(name: str, language: str, suffix: str) -> bytes:
    """Return a face of it."""
    whole = told(name, language)
    if suffix in (".docx", ".xlsx", ".md"):  # without simulating the rollout once more
        return render_editable(whole.view, whole.phrases, suffix)
    return faces.render(whole, suffix)


def squeezed(text: object) -> str:
    """Return a text without white space, of any width."""
    return re.sub(r"\s", "", str(text))


def numbered(value, path=()):
    """Yield every text of a view that holds a digit, with its path."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from numbered(part, (*path, key))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from numbered(part, path)
    elif isinstance(value, str) and re.search(r"\d", value):
        yield path, value
