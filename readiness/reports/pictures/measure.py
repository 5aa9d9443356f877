"""How wide words are before anybody has drawn them, and where they break into lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from unicodedata import category, combining, decomposition, east_asian_width

from readiness.i18n import Line, Run
from readiness.i18n.line import runs_of

ELLIPSIS = "\u2026"
LONGEST = 320
BOLD = 1.07
_JOINERS = "\u200c\u200d"
_MARKS = 3
_ORPHAN = 0.4
_NARROWER = (0.6, 0.7, 0.8, 0.9)
_NO_START = frozenset("，。、；：？！）」』》〉】”’…—·,.;:?!)]}%")
_NO_END = frozenset("（「『《〈【“‘([{")
# Advance widths of Helvetica, in thousandths of the size, from the blank to the tilde (Adobe font metrics);
# of the families that we name it is the widest, so what fits in it fits in all.
_HELVETICA = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_Letter = tuple[str, str]
_Measure = Callable[[str], float]


def clean(words: object, most: int = LONGEST) -> Line:
    """Return words that are safe in a picture: one line, at most ``most`` characters.

    Control characters, marks that turn or override the direction of writing
    and invisible ones are left out, towers of accents are cut, and what no
    font has becomes U+FFFD.  The languages of the parts stay.
    """
    runs: list[Run] = []
    left = most
    for run in runs_of(words):
        kept = _kept(run.words[: 4 * most])
        if len(kept) > left:
            kept = kept[: max(left - 1, 0)] + ELLIPSIS
        runs.append(Run(kept, run.language, run.whole))
        left -= len(kept)
        if left <= 0:
            break
    return _trimmed(Line(runs))


def brief(words: object, most: int = 60) -> Line:
    """Return clean words cut so that a sentence with them in it can still be read."""
    return clean(words, most)


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """Return how wide words are at most, in the unit of their size; a Chinese character is a square."""
    return sum(map(_advance, words)) * size / 1000 * (BOLD if bold else 1.0)


def wrapped(
    words: object, width: float, size: float, *, lines: int = 1, bold: bool = False
) -> tuple[Line, ...]:
    """Return clean words as at most so many lines of a width in a picture.

    As ``broken`` breaks them, but lines come out more even where one word or two
    would be left for the last.
    """
    room = width * 1000 / size / (BOLD if bold else 1.0)
    found = broken(words, room, lines=lines)
    if len(found) < 2 or found[-1].endswith(ELLIPSIS) or width_of(found[-1], 1000) > _ORPHAN * room:
        return found
    for part in _NARROWER:
        even = broken(words, part * room, lines=lines)
        if len(even) == len(found) and not even[-1].endswith(ELLIPSIS):
            return even
    return found


def broken(words: object, room: float, *, lines: int, advance: _Measure | None = None) -> tuple[Line, ...]:
    """Return clean words as at most so many lines, the last with an ellipsis where some are left.

    ``advance`` tells how much of the room a character takes, as a rule in
    thousandths of its size.

    Breaks after blanks and hyphens and between Chinese characters, but not
    before a closing or after an opening mark; a word wider than the line breaks
    anywhere.  O(letters).
    """
    measure = advance or _advance
    letters = [(char, run.language) for run in clean(words).runs for char in run.words]
    made: list[list[_Letter]] = [[]]
    used = 0.0
    for token in _tokens(letters, room, measure):
        wide = sum(measure(char) for char, _ in token)
        bare = wide - (measure(" ") if token[-1][0] == " " else 0)
        if made[-1] and used + bare > room:
            made.append([])
            used = 0.0
        made[-1].extend(token)
        used += wide
    if len(made) > lines:
        made = made[:lines]
        made[-1] = _shortened(made[-1], room, measure)
    return tuple(_trimmed(_line(letters)) for letters in made if letters)


def _kept(words: str) -> str:
    found: list[str] = []
    marks = 0
    for char in words:
        kind = category(char)
        if kind in ("Zs", "Zl", "Zp") or char in "\t\n\r":
            char = "\u00a0" if char == "\u00a0" else " "  # noqa: PLW2901
            if char == " " and found and found[-1] == " ":
                continue
        elif kind == "Cc" or (kind == "Cf" and char not in _JOINERS):
            continue
        elif kind in ("Cs", "Co", "Cn"):
            char = "\ufffd"  # noqa: PLW2901
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks <= _MARKS:
            found.append(char)
    return "".join(found)


def _advance(char: str) -> float:
    code = ord(char)
    if 32 <= code < 127:
        return _HELVETICA[code - 32]
    if char == "\u00a0":
        return 278
    if combining(char) or char in _JOINERS:
        return 0
    if _is_wide(char) or (code >= 0x2000 and east_asian_width(char) == "A"):
        return 1000
    parts = decomposition(char).split()
    if parts and not parts[0].startswith("<"):
        return _advance(chr(int(parts[0], 16)))
    return 700


def _tokens(letters: Sequence[_Letter], room: float, measure: _Measure) -> Iterator[list[_Letter]]:
    token: list[_Letter] = []
    for letter in letters:
        if token and _may_break(token[-1][0], letter[0]):
            yield from _pieces(token, room, measure)
            token = []
        token.append(letter)
    if token:
        yield from _pieces(token, room, measure)


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NO_START or before in _NO_END:
        return False
    return before in " -/" or _is_wide(before) or _is_wide(after)


def _is_wide(char: str) -> bool:
    return east_asian_width(char) in "WF"


def _pieces(token: list[_Letter], room: float, measure: _Measure) -> Iterator[list[_Letter]]:
    """Yield a token whole, or in pieces where it is wider than a line."""
    piece: list[_Letter] = []
    used = 0.0
    for letter in token:
        wide = measure(letter[0])
        if piece and letter[0] != " " and used + wide > room:
            yield piece
            piece, used = [], 0.0
        piece.append(letter)
        used += wide
    yield piece


def _shortened(letters: list[_Letter], room: float, measure: _Measure) -> list[_Letter]:
    """Return letters cut so that an ellipsis fits behind them."""
    kept = list(letters)
    used = sum(measure(char) for char, _ in kept)
    while kept and (used + measure(ELLIPSIS) > room or kept[-1][0] in " ，、,;；…"):
        used -= measure(kept.pop()[0])
    return [*kept, (ELLIPSIS, kept[-1][1] if kept else "")]


def _line(letters: Iterable[_Letter]) -> Line:
    return Line(
        Run("".join(char for char, _ in group), language)
        for language, group in groupby(letters, key=lambda letter: letter[1])
    )


def _trimmed(line: Line) -> Line:
    runs = list(line.runs)
    if runs:
        runs[0] = Run(runs[0].words.lstrip(" "), runs[0].language, runs[0].whole)
        runs[-1] = Run(runs[-1].words.rstrip(" "), runs[-1].language, runs[-1].whole)
    return Line(runs)
