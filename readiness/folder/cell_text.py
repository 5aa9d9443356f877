"""Texts in cells: none may run as a formula, and none is changed by going out and coming back."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from unicodedata import normalize

_WHITE = r"[\s\u200b\ufeff]*"
_RUNS = re.compile(rf"\A'*{_WHITE}[=+\-@＝＋－＠]|\A'*[\t\r\n]")
_MARKED = re.compile(rf"\A'(?='*{_WHITE}[=+\-@＝＋－＠]|'*[\t\r\n])")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)* ?%?\Z", re.ASCII)
_EXACT = re.compile(r"(?!-0\Z)-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?\Z", re.ASCII)
_DIGITS = 15
"""What a spreadsheet keeps of a number."""


def neutral(text: str) -> str:
    """Return a text with an apostrophe before what a spreadsheet could run as a formula; numbers stay."""
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.match(text) else text


def restored(text: str) -> str:
    """Return a text without the apostrophe that :func:`neutral` put before it."""
    return _MARKED.sub("", text, count=1)


def same(text: str) -> str:
    """Return a text as it is compared with others: case, width and white space make no difference."""
    return "".join(normalize("NFKC", text).casefold().split())


def exact_number(text: str) -> float | int | None:
    """Return the number that a cell can hold instead of a text without losing a digit, else None."""
    if not _EXACT.match(text) or sum(map(str.isdigit, text)) > _DIGITS:
        return None
    return float(text) if "." in text else int(text)


def shown(value: object, number_format: str = "") -> str:
    """Return a cell's value as a person sees it: 40000 and not 40000.0, 80% and not 0.8, an ISO date."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _figure(value, number_format)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return restored(str(value).replace("_x000D_", "").strip()).strip()


def _figure(value: float, number_format: str) -> str:
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return str(value)
    percent = number_format.rstrip().endswith("%")
    text = f"{exact * 100 if percent else exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if percent else text
