"""The sheets of a workbook that recompute the verdicts: pitfalls, and their indicators, in formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.folder.ledger import Formula, Page, Value
from readiness.reports.arithmetic_view import Arithmetic, SignFigures
from readiness.reports.faces.scribe import Scribe
from readiness.reports.view import PitfallView

SHARE, FIGURE, RISK = "0.0%", "0.##", "0.00"
_YES, _NO = 1, 0
SIGN_COLUMNS = (
    "number", "pitfall", "id", "text", "kind", "state", "weighs", "known", "weight", "measured", "level",
    "risk", "load", "share", "evidence", "elements", "where",
)  # fmt: skip
PITFALL_COLUMNS = (
    "number", "pitfall", "verdict", "whole", "sum-known", "sum-load", "total-risk", "coverage", "low", "high",
    "exposure", "score", "severity", "confidence", "why",
)  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """Writes both sheets; each knows where the other's figures stand."""

    scribe: Scribe

    @property
    def pages(self) -> tuple[Page, Page]:
        """The sheet of the pitfalls and that of their indicators."""
        return self._pitfalls(), self._signs()

    def _pitfalls(self) -> Page:
        rows = [self._pitfall(p, row) for row, p in enumerate(self.scribe.view.pitfalls, start=2)]
        forms = {3: FIGURE, 4: FIGURE, 5: FIGURE, **dict.fromkeys((6, 7, 8, 9, 10, 11), SHARE)}
        widths = {0: 6.0, 1: 34.0, 2: 18.0, 14: 90.0}
        return Page(self._name("verdicts"), self._head(PITFALL_COLUMNS), tuple(rows), widths, forms)

    def _pitfall(self, pitfall: PitfallView, row: int) -> tuple[Value, ...]:
        sums = pitfall.arithmetic
        is_known = sums.known > 0
        return (
            pitfall.number,
            pitfall.name,
            pitfall.verdict_word,
            Formula(f"={self._sum('weight', row, 'weighs')}", sums.whole),
            Formula(f"={self._sum('weight', row, 'weighs', 'known')}", sums.known),
            _formula(f"={self._sum('load', row)}", sums.load),
            _formula(f"=F{row}/E{row}", sums.risk if is_known else None),
            Formula(f"=E{row}/D{row}", sums.coverage) if sums.whole else None,
            _formula(f"=F{row}/D{row}", sums.low if sums.whole else None),
            _formula(f"=(F{row}+D{row}-E{row})/D{row}", sums.high if sums.whole else None),
            sums.exposure,
            _formula(f"=G{row}*K{row}", sums.score),
            pitfall.severity,
            pitfall.confidence,
            self.scribe.sentences((*pitfall.why, pitfall.doubts)),
        )

    def _signs(self) -> Page:
        rows = tuple(self._rows())
        forms = {8: FIGURE, 9: FIGURE, 10: FIGURE, 11: RISK, 12: FIGURE, 13: SHARE}
        widths = {0: 6.0, 1: 28.0, 2: 10.0, 3: 60.0, 15: 50.0, 16: 30.0}
        return Page(self._name("signs"), self._head(SIGN_COLUMNS), rows, widths, forms)

    def _rows(self) -> Iterator[tuple[Value, ...]]:
        row = 2
        for pitfall, place in zip(self.scribe.view.pitfalls, range(2, 6), strict=True):
            for sign in pitfall.arithmetic.signs:
                yield self._sign(sign, pitfall, row, place)
                row += 1
            if pitfall.arithmetic.kept is not None:
                yield self._together(pitfall, pitfall.arithmetic.kept)
                row += 1

    def _sign(self, sign: SignFigures, pitfall: PitfallView, row: int, place: int) -> tuple[Value, ...]:
        known = f"{_quoted(self._name('verdicts'))}!$E${place}"
        return (
            pitfall.number,
            pitfall.name,
            sign.id,
            sign.text,
            self.scribe.say(f"faces.kind.{sign.kind}"),
            sign.state,
            _YES if sign.weighs else _NO,
            _YES if sign.known else _NO,
            sign.weight,
            sign.measured,
            sign.level,
            sign.risk,
            _formula(f"=I{row}*L{row}", sign.load),
            _formula(f"=M{row}/{known}", sign.share),
            sign.evidence,
            self.scribe.listed(sign.elements),
            sign.where,
        )

    def _together(self, pitfall: PitfallView, kept: float) -> tuple[Value, ...]:
        """Return the row of what few people answered: only their sum, which the total would tell anyway."""
        told = self.scribe.say("faces.kept")
        blank: tuple[Value, ...] = (None,) * 5
        return (pitfall.number, pitfall.name, "", told, "", "", _NO, _NO, *blank[:4], kept, *blank[:4])

    def _sum(self, column: str, row: int, *tests: str) -> str:
        """Return the sum of a column of the indicators of a pitfall, those that pass tests."""
        wanted = "".join(f",{self._range(test)},{_YES}" for test in tests)
        return f"SUMIFS({self._range(column)},{self._range('number')},A{row}{wanted})"

    def _range(self, column: str) -> str:
        letter = chr(ord("A") + SIGN_COLUMNS.index(column))
        last = 1 + sum(_lines(pitfall.arithmetic) for pitfall in self.scribe.view.pitfalls)
        return f"{_quoted(self._name('signs'))}!${letter}$2:${letter}${last}"

    def _name(self, key: str) -> str:
        return str(self.scribe.say(f"faces.sheet.{key}"))

    def _head(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(self.scribe.say(f"faces.column.{column}")) for column in columns)


def _lines(sums: Arithmetic) -> int:
    return len(sums.signs) + (sums.kept is not None)


def _formula(text: str, value: float | None) -> Formula | None:
    return None if value is None else Formula(text, value)


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
