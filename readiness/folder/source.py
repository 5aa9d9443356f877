"""Text files as they are read: safely, within limits, with their lines."""

from __future__ import annotations

import hashlib
import re
import stat
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from readiness.diagnostics import Diagnostic, Span

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UTF16 = re.compile(rb"\xff\xfe|\xfe\xff|\0[^\0]\0[^\0]|[^\0]\0[^\0]\0")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass
class Limits:
    """What a folder (or an upload) may hold; counts down while files are read."""

    octets: int = 32 * 1024 * 1024
    nodes: int = 1_000_000
    depth: int = 64
    problems: int = 1000
    """How many problems of one file are told."""


@dataclass(frozen=True)
class Source:
    """The text of one file under the name that messages use."""

    name: str
    text: str
    sha256: str = field(default="", compare=False)

    def span(self, start: int, end: int) -> Span:
        """Return the span between two character offsets; white space at its end is left out."""
        line = bisect_right(self._line_starts, start) - 1
        column = start - self._line_starts[line]
        end = max(start + 1, start + len(self.text[start:end].rstrip()))
        end_line = bisect_right(self._line_starts, end - 1) - 1
        return Span(self.name, line + 1, column + 1, end_line + 1, end - self._line_starts[end_line] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return _BREAK.split(self.text)

    def start(self) -> Span:
        """Return the span of the first character."""
        return Span(self.name, 1, 1, 1, 1)


def read_source(path: Path, name: str, limits: Limits, asked_at: Span | None = None) -> Source | Diagnostic:
    """Read a regular UTF-8 text file, or say why it cannot be read: where its name is written, or within."""
    whole = asked_at or Span(name, 1, 1, 1, 1)
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            return Diagnostic("folder-not-file", whole, {"file": name})
        if not stat.S_ISREG(about.st_mode):
            return Diagnostic("special-file", whole, {"file": name})
        if about.st_size > limits.octets:
            return Diagnostic("too-large", whole, {"file": name, "octets": about.st_size})
        octets = path.read_bytes()
    except FileNotFoundError:
        return Diagnostic("file-missing", whole, {"file": name})
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return Diagnostic("file-unreadable", whole, {"file": name, "reason": reason})
    limits.octets -= len(octets)
    return decode(octets, name)


def decode(octets: bytes, name: str) -> Source | Diagnostic:
    """Decode UTF-8 (a byte-order mark is skipped), or say what is wrong and where."""
    if _UTF16.match(octets):
        return Diagnostic("not-utf8-but-utf16", Span(name, 1, 1, 1, 1), {"file": name})
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")  # without the byte-order mark
        octet = f"0x{error.object[error.start]:02X}"
        return Diagnostic("not-utf8", _span_after(name, before), {"octet": octet})
    bad = FORBIDDEN.search(text)
    if bad:
        span = _span_after(name, text[: bad.start()])
        return Diagnostic("control-character", span, {"character": code_point(bad.group())})
    return Source(name, text, hashlib.sha256(octets).hexdigest())


def code_point(character: str) -> str:
    """Return the number of a character that cannot be printed, ``U+001B``."""
    return f"U+{ord(character):04X}"


def _span_after(name: str, before: str) -> Span:
    return Source(name, before).span(len(before), len(before) + 1)
