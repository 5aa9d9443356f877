"""Words that other tools would read as a reference to an answer: shown as they are, and read back."""

from __future__ import annotations

import re

_JOINER = "\u2060"
"""The word joiner of Unicode: it has no width and allows no break, so the text looks the same."""
_BEGINS = re.compile(rf"(\$(?={_JOINER}*\{{)|instance(?={_JOINER}*\())")
_PARTED = re.compile(rf"(\$){_JOINER}(?={_JOINER}*\{{)|(instance){_JOINER}(?={_JOINER}*\()")


def literal(text: str) -> str:
    """Return a text in which no tool finds a reference.

    ODK, KoboToolbox and pyxform put the answer to a question in the place of
    ``${name}`` in a label, refuse the form where there is no such question, and
    read ``instance(...)`` as a path.  A sign without width goes between.
    """
    return _BEGINS.sub(rf"\1{_JOINER}", text)


def as_written(text: str) -> str:
    """Return a text as it was before :func:`literal`; one that was never changed stays as it is."""
    return _PARTED.sub(lambda found: found[1] or found[2], text)
