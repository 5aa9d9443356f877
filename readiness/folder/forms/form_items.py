"""From the questions of an XLSForm to the plain values of items, each remembering its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from readiness.folder.answer_words import NOT_APPLICABLE, codes_by_word
from readiness.folder.cell_text import same
from readiness.folder.forms.form_ids import Ids, choice_ids
from readiness.folder.forms.loss import Loss
from readiness.folder.forms.survey_rows import Form, FormRow, Option
from readiness.folder.forms.xpath import LEVEL_CODES, YES_NO
from readiness.questionnaires.response import DONT_KNOW

ASIDE = (DONT_KNOW, NOT_APPLICABLE)
_METADATA = (
    "start", "end", "today", "deviceid", "username", "email", "phonenumber", "simserial", "subscriberid",
    "audit", "start-geopoint", "background-audio", "calculate", "hidden",
)  # fmt: skip
_AS_TEXT = ("datetime", "time", "barcode", "select_one_from_file", "select_multiple_from_file",
            "select_one_external")  # fmt: skip
_PLAIN: Mapping[str, str] = {"integer": "number", "decimal": "number", "date": "date", "text": "text"}
_PERCENT = re.compile(r"%|％|\bpercent|百分", re.IGNORECASE)
_TO_HUNDRED = re.compile(r"\.\s*<=\s*100\b")
_PIPED = re.compile(r"\$\{[^{}]*\}")
_PARAMETER = re.compile(r"(start|end|step)\s*=\s*(-?\d+(?:\.\d+)?)")


@dataclass
class Draft:
    """An item in the making."""

    row: FormRow
    raw: dict[str, Any]
    relevants: tuple[tuple[str, str], ...] = ()
    """Place and text of each condition that must hold, those of its groups first."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Code in the form to our own, for questions with choices."""
    rows: dict[str, str] = field(default_factory=dict)
    """Name of a row's question to our name of the part."""
    condition: str = ""
    """In our own words, where the form is one of ours."""

    @property
    def kind(self) -> str:
        """The kind of the item."""
        return str(self.raw["kind"])


def words(found: Mapping[str, str], form: Form) -> str | dict[str, str]:
    """Return words by language as a file writes them: a text where they are in its language only.

    A language that only repeats the words of the form's own is left out: forms
    have it since no label may be missing.
    """
    first = found.get(form.language)
    kept = {tag: text for tag, text in found.items() if tag == form.language or text != first}
    return kept[form.language] if kept.keys() == {form.language} else kept


def relevants(row: FormRow) -> tuple[tuple[str, str], ...]:
    """Return the condition of a row with its place, if it has one."""
    text = row.cells.get("relevant", "")
    return ((row.at, text),) if text else ()


@dataclass
class Foreign:
    """Makes items of questions that are not of our making; what has no place is told as a loss."""

    form: Form
    ids: Ids
    losses: list[Loss]

    def question(self, row: FormRow, help_: Mapping[str, str]) -> Draft | None:
        """Return the item of a question; None for one of a kind that we have not, which is told."""
        kind = row.kind
        if kind in _METADATA:
            self.losses.append(Loss("metadata", row.at, kind))
            return None
        if kind in ("select_one", "select_multiple", "rank"):
            return self._select(row, help_)
        if kind == "range":
            return self._range(row, help_)
        if kind in _PLAIN or kind in _AS_TEXT:
            if kind in _AS_TEXT:
                self.losses.append(Loss("as-text", row.at, kind))
            return self._plain(row, _PLAIN.get(kind, "text"), help_)
        self.losses.append(Loss("type", row.at, kind))
        return None

    def matrix(self, head: FormRow | None, rows: Sequence[FormRow], listed: str) -> Draft:
        """Return rows with the same choices as one item."""
        label = (head.label if head else {}) or rows[0].label
        row = head if head is not None and head.name else rows[0]
        own, codes = self._options(self.form.lists.get(listed, ()), row)
        raw = self._start(row, label, "matrix", {}) | {"weight": 0}
        raw["parts"] = {}
        names = choice_ids([one.name or str(number) for number, one in enumerate(rows, start=1)])
        for name, one in zip(names, rows, strict=True):
            raw["parts"][name] = words(one.label or {self.form.language: one.name or name}, self.form)
        if tuple(codes) != LEVEL_CODES:
            raw["choices"] = own
        else:
            codes = {code: code for code in LEVEL_CODES}
        draft = Draft(row, raw, codes=codes)
        draft.rows = {one.name: name for name, one in zip(names, rows, strict=True) if one.name}
        return draft

    def ranking(self, head: FormRow, listed: str) -> Draft:
        """Return the items of a list to be put in order."""
        own, codes = self._options(self.form.lists.get(listed, ()), head, asides=False)
        raw = self._start(head, head.label, "rank", {}) | {"choices": own}
        return Draft(head, raw, codes=codes)

    def _select(self, row: FormRow, help_: Mapping[str, str]) -> Draft | None:
        options = self.form.lists.get(row.listed, ())
        if not options:
            self.losses.append(Loss("no-list", row.at, row.listed))
            return self._plain(row, "text", help_)
        if row.kind == "rank":
            return self.ranking(row, row.listed)
        own, codes = self._options(options, row)
        kept = {code: ours for code, ours in codes.items() if ours not in ASIDE}
        if row.other:
            other = choice_ids([*(one["id"] for one in own), "other"])[-1]
            own.append({"id": other, "text": words(dict.fromkeys([self.form.language], other), self.form)})
            codes["other"] = other
            self.losses.append(Loss("other", row.at, row.listed))
        elif row.kind == "select_one":
            said = {one.code: _yes_or_no(one) for one in options if one.code in kept}
            if len(kept) == len(YES_NO) and set(said.values()) == set(YES_NO):
                codes |= {code: str(ours) for code, ours in said.items()}
                known = codes_by_word("gate")
                if any(
                    same(one.label[tag]) not in known
                    for one in options
                    if one.code in kept
                    for tag in one.label
                ):
                    self.losses.append(Loss("yes-no", row.at))
                return Draft(row, self._start(row, row.label, "yes-no", help_) | {"weight": 0}, codes=codes)
            if tuple(sorted(kept)) == LEVEL_CODES:
                texts = {one.code: words(one.label, self.form) for one in options if one.code in kept}
                raw = self._start(row, row.label, "maturity", help_)
                raw |= {"anchors": {code: texts[code] for code in LEVEL_CODES}, "weight": 0}
                return Draft(row, raw, codes=codes | {code: code for code in LEVEL_CODES})
        kind = "choices" if row.kind == "select_multiple" else "choice"
        return Draft(row, self._start(row, row.label, kind, help_) | {"choices": own}, codes=codes)

    def _options(
        self, options: Sequence[Option], row: FormRow, *, asides: bool = True
    ) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """Return the choices of a list and our code for each of its own; not knowing is no choice here."""
        known = {option.code: option for option in options}
        if len(known) < len(options):
            self.losses.append(Loss("code-twice", row.at, row.listed))
        said = {code: self._aside(option) for code, option in known.items()} if asides else {}
        codes = {code: ours for code, ours in said.items() if ours}
        rest = [code for code in known if code not in codes]
        if not rest:  # a list of nothing but such words stays one
            codes, rest = {}, list(known)
        codes |= dict(zip(rest, choice_ids(rest), strict=True))
        self.losses += [Loss("aside", known[code].at, _short(_first_word(known[code]))) for code in known
                        if codes[code] in ASIDE and code not in rest]  # fmt: skip
        own = [{"id": codes[code], "text": words(known[code].label, self.form)} for code in rest]
        renamed = [code for code in rest if codes[code] != code]
        self.losses += [Loss("code", known[code].at, f"{_short(code)} → {codes[code]}") for code in renamed]
        return own, codes

    def _aside(self, option: Option) -> str | None:
        said = codes_by_word("answer")
        return next(
            (said[same(text)] for text in (option.code, *option.label.values()) if same(text) in said), None
        )

    def _range(self, row: FormRow, help_: Mapping[str, str]) -> Draft:
        bounds = {name: float(number) for name, number in _PARAMETER.findall(row.cells.get("parameters", ""))}
        start, end, step = bounds.get("start", 1), bounds.get("end", 10), bounds.get("step", 1)
        if (start, step) == (1, 1) and 2 <= end <= 11 and end == int(end):
            raw = self._start(row, row.label, "agree", help_) | {"points": int(end), "weight": 0}
            return Draft(row, raw, codes={str(point): str(point) for point in range(1, int(end) + 1)})
        self.losses.append(Loss("bounds", row.at, row.cells.get("parameters", "")[:60]))
        return self._plain(row, "number", help_)

    def _plain(self, row: FormRow, kind: str, help_: Mapping[str, str]) -> Draft:
        constraint = row.cells.get("constraint", "")
        said = " ".join((*row.label.values(), *row.hint.values()))
        if kind == "number" and _TO_HUNDRED.search(constraint) and _PERCENT.search(said):
            return Draft(row, self._start(row, row.label, "percent", help_) | {"weight": 0})
        if constraint:
            self.losses.append(Loss("constraint", row.at, _short(constraint)))
        return Draft(row, self._start(row, row.label, kind, help_))

    def _start(
        self, row: FormRow, label: Mapping[str, str], kind: str, help_: Mapping[str, str]
    ) -> dict[str, Any]:
        raw: dict[str, Any] = {"id": self.ids.item(row.name), "text": words(label, self.form)}
        if not label:
            self.losses.append(Loss("no-label", row.at))
            raw["text"] = row.name or raw["id"]
        hints = {
            tag: " ".join(filter(None, (help_.get(tag), row.hint.get(tag)))) for tag in (*help_, *row.hint)
        }
        if hints:
            raw["help"] = words(hints, self.form)
        if any(_PIPED.search(text) for text in (*label.values(), *hints.values())):
            self.losses.append(Loss("piped", row.at))
        if raw["id"] != row.name:
            self.losses.append(Loss("name", row.at, f"{_short(row.name)} → {raw['id']}"))
        raw["kind"] = kind
        return raw


@dataclass(frozen=True)
class Unit:
    """A question, or rows that make one question, with the conditions of the groups around it."""

    row: FormRow
    inner: tuple[FormRow, ...] = ()
    outer: tuple[tuple[str, str], ...] = ()


def units(rows: Sequence[FormRow], losses: list[Loss]) -> Iterator[Unit]:
    """Yield the questions of a form in their order; groups that make one question come whole."""
    ends = _ends(rows)
    around: list[tuple[tuple[str, str], ...]] = [()]
    at = 0
    while at < len(rows):
        row = rows[at]
        inner = tuple(rows[at + 1 : ends[at]]) if at in ends and _is_one(row, rows, at + 1, ends[at]) else ()
        if inner:
            yield Unit(row, inner, around[-1])
            at = ends[at]
        elif row.kind.startswith("begin_"):
            if row.kind == "begin_group" and row.label:
                losses.append(Loss("group", row.at))
            elif row.kind != "begin_group":
                losses.append(Loss("repeat" if row.kind == "begin_repeat" else "type", row.at, row.kind))
            around.append((*around[-1], *relevants(row)))
        elif row.kind.startswith("end_"):
            around = around[:-1] or [()]
        elif _in_grid(row):
            run = at
            while run < len(rows) and _in_grid(rows[run]) and rows[run].listed == row.listed:
                run += 1
            yield Unit(row, tuple(rows[at:run]), around[-1])
            at = run - 1
        else:
            yield Unit(row, (), around[-1])
        at += 1


def _ends(rows: Sequence[FormRow]) -> Mapping[int, int]:
    """Return for each row that begins a group the place of the one that ends it."""
    found, open_ = {}, []
    for at, row in enumerate(rows):
        if row.kind.startswith("begin_"):
            open_.append(at)
        elif row.kind.startswith("end_") and open_:
            found[open_.pop()] = at
    return found


def _is_one(head: FormRow, rows: Sequence[FormRow], first: int, end: int) -> bool:
    """Say whether a group is one question: ours with parts, a grid, or a score or rank of KoboToolbox."""
    if head.own or head.kind in ("begin_score", "begin_rank"):
        return end > first
    if head.kind != "begin_group" or "table-list" not in head.cells.get("appearance", "").split():
        return False
    kinds = {(rows[at].kind, rows[at].listed) for at in range(first, end)}
    return len(kinds) == 1 and next(iter(kinds))[0] == "select_one"


def _yes_or_no(option: Option) -> str | None:
    known = codes_by_word("gate")
    return next(
        (known[same(one)] for one in (option.code, *option.label.values()) if same(one) in known), None
    )


def _first_word(option: Option) -> str:
    return next(iter(option.label.values()), option.code)


def _in_grid(row: FormRow) -> bool:
    appearance = row.cells.get("appearance", "").split()
    return row.kind == "select_one" and ("list-nolabel" in appearance or appearance == ["label"])


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
