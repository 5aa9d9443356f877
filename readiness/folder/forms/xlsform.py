"""A questionnaire as an XLSForm: the sheets survey, choices and settings of ODK, KoboToolbox and their kin.

Every item becomes one question, or a group where it has parts; what our answers
hold beside the value (the reason why a question does not apply, the gate, and
if asked comment and evidence) becomes a question beside it.  The column
``readiness``, which other tools leave alone, says what each row is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from readiness.folder.forms.form_sheets import Row, sheet_of
from readiness.folder.forms.literal import literal
from readiness.folder.forms.own_items import own_mark
from readiness.folder.forms.phrasing import language_heading, languages_in, own_words
from readiness.folder.forms.survey_rows import OWN
from readiness.folder.forms.xpath import (
    NOT_APPLICABLE,
    Node,
    Untranslatable,
    codes_of,
    gate_due,
    to_xpath,
    valued,
)
from readiness.folder.worksheets import Sheet
from readiness.questionnaires.condition_text import condition_text
from readiness.questionnaires.conditions import LONGEST, Condition
from readiness.questionnaires.model import ROLES, Item, Questionnaire
from readiness.questionnaires.response import DONT_KNOW, GATE_ANSWERS
from readiness.scalars import Text

EXTRAS = ("comment", "evidence")
"""What may be asked beside each answer."""
_SAFE = re.compile(r"[^A-Za-z0-9_.-]+")
_GRADES = ("said", "document", "measured")
_AFTER = ("appearance", "relevant", "constraint", "calculation", OWN)


def xlsform_sheets(
    questionnaire: Questionnaire,
    items: Sequence[Item],
    rules: Mapping[str, Condition],
    *,
    extras: Collection[str] = (),
    touchpoints: Sequence[tuple[str, Text]] = (),
) -> tuple[Sheet, ...]:
    """Return the sheets of a form that asks some items.

    ``rules`` are the conditions of items, names written out; one that XPath
    cannot say is left out.  ``extras`` asks for comment and evidence beside each
    answer, ``touchpoints`` are what can be picked from the map.
    """
    return _Form(questionnaire, items, rules, extras, touchpoints).sheets()


@dataclass
class _Form:
    questionnaire: Questionnaire
    items: Sequence[Item]
    rules: Mapping[str, Condition]
    extras: Collection[str]
    touchpoints: Sequence[tuple[str, Text]]
    rows: list[Row] = field(default_factory=list)
    lists: dict[tuple[tuple[str, Text], ...], str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def sheets(self) -> tuple[Sheet, ...]:
        self.languages = languages_in(self.questionnaire, self.items)
        nodes = {item.id: self._node(item) for item in self.items}
        self._opening()
        for item in self.items:
            self._item(nodes[item.id], self._shown(item, nodes))
        title = self.questionnaire.title.choose(self.questionnaire.language)[1]
        settings = {
            "form_title": literal(title),
            "form_id": self.questionnaire.id,
            "version": self.questionnaire.version,
            "default_language": language_heading(self.languages[0]),
            "style": "pages",
        }
        options: list[Row] = [
            {"list_name": name, "name": code, "label": text}
            for choices, name in self.lists.items()
            for code, text in choices
        ]
        return (
            sheet_of("survey", ("type", "name"), self.rows, self.languages, after=_AFTER),
            sheet_of("choices", ("list_name", "name"), options, self.languages),
            Sheet("settings", tuple(settings), (tuple(settings.values()),), wrap=False),
        )

    def _opening(self) -> None:
        """Ask who answers: a code and a role, as a response file has them."""
        if self.questionnaire.intro:
            self._add("note", self._name("intro"), self.questionnaire.intro, own="intro")
        code = self._name("respondent")
        self._add("text", code, self._say("form.code"), self._say("form.code-note"), own="respondent")
        roles = tuple((role, self._say(f"sheet.word.{role}")) for role in ROLES)
        self._add(f"select_one {self._list('role', roles)}", self._name("role"), self._say("form.role"),
                  own="role")  # fmt: skip

    def _item(self, node: Node, show: str) -> None:
        item, name = node.item, node.name
        hint = _joined(item.help, item.unit)
        own = own_mark(item.kind, unit=bool(item.unit), condition=self._condition(item), relevant=show)
        if node.parts:
            self._add("begin_group", name, item.text, hint=None, show=show, appearance="field-list", own=own)
            if hint:
                self._add("note", self._name(f"{name}_help"), hint, own="help")
            self._rows(node)
            self._beside(node, "")
            self.rows.append({"type": "end_group", "name": f"{name}"})
            return
        kind = self._kind(item)
        row = self._add(kind, name, item.text, hint, show=show, own=own)
        if item.kind in ("percent", "money"):
            row["constraint"] = ". >= 0" + (" and . <= 100" if item.kind == "percent" else "")
            row["constraint_message"] = self._say(f"interchange.form.{item.kind}-bounds")
        if kind.startswith("select_multiple") and item.kind == "choices":
            row["constraint"] = _alone()
            row["constraint_message"] = self._say("interchange.form.alone")
        self._beside(node, show)

    def _kind(self, item: Item) -> str:
        """Return the type of the question, with the list of its choices."""
        if item.kind in ("percent", "number", "money"):
            return "decimal"
        if item.kind in ("date", "text"):
            return item.kind
        if item.kind == "touchpoint":
            places = tuple(self.touchpoints)
            return f"select_multiple {self._list('touchpoints', places)}" if places else "text"
        choices = self._choices(item)
        if item.kind == "rank":
            return f"rank {self._list(item.id, choices)}"
        aside = tuple((code, self._say(f"sheet.word.{code}")) for code in (DONT_KNOW, NOT_APPLICABLE))
        several = "select_multiple" if item.kind == "choices" else "select_one"
        return f"{several} {self._list(item.id, (*choices, *aside))}"

    def _choices(self, item: Item) -> tuple[tuple[str, Text], ...]:
        """Return the codes of an item with their words."""
        if item.kind == "yes-no":
            return tuple((code, self._say(f"sheet.word.{code}")) for code in codes_of(item))
        if item.choices:
            return tuple((choice.id, choice.text) for choice in item.choices)
        codes = codes_of(item)
        if item.kind == "agree":
            ends = {
                codes[0]: self._say("interchange.form.least"),
                codes[-1]: self._say("interchange.form.most"),
            }
            return tuple(
                (code, _anchor(item, code) or _joined(Text((("", code),)), ends.get(code, Text())))
                for code in codes
            )
        return tuple((code, item.anchor(float(code)) or Text((("", code),))) for code in codes)

    def _rows(self, node: Node) -> None:
        """Add the questions of a group: parts, rows, figures, or points that make 100."""
        item = node.item
        texts = {choice.id: choice.text for choice in item.choices} if item.kind == "allocate" else {}
        texts = texts or {name: part.text for name, part in item.parts.items()}
        names = list(node.parts.items())
        for part, name in names:
            if node.selects:
                known = (DONT_KNOW, self._say(f"sheet.word.{DONT_KNOW}"))
                kind = f"select_one {self._list(f'{item.id}_row', (*self._choices(item), known))}"
                self._add(kind, name, texts[part], own=f"part {part}")
                continue
            row = self._add("decimal", name, texts[part], own=f"part {part}")
            row["constraint"] = ". >= 0"
            row["constraint_message"] = self._say("interchange.form.money-bounds")
        if item.kind == "allocate":
            total = " + ".join(f"coalesce(${{{name}}}, 0)" for _, name in names)
            summed = self._name(f"{node.name}_total")
            self.rows.append({"type": "calculate", "name": summed, "calculation": total, OWN: "total"})
            others = " + ".join(f"coalesce(${{{name}}}, 0)" for _, name in names[:-1])
            last = self.rows[-2]
            last["constraint"] = f". >= 0 and {others} + . = 100" if others else ". = 100"
            last["constraint_message"] = self._say("interchange.form.hundred")

    def _beside(self, node: Node, show: str) -> None:
        """Add what is asked beside an answer: gate, not knowing, the reason, comment, evidence."""
        item, name = node.item, node.name
        if node.aside:
            words = tuple((code, self._say(f"sheet.word.{code}")) for code in (DONT_KNOW, NOT_APPLICABLE))
            due = f"not({valued(node)})"
            ask = self._say("interchange.form.aside")
            self._add(f"select_one {self._list('aside', words)}", node.aside, ask,
                      show=_and(show, due), appearance="minimal", own="aside")  # fmt: skip
        if item.gate is not None:
            words = tuple((code, self._say(f"sheet.word.{code}")) for code in GATE_ANSWERS)
            self._add(f"select_one {self._list('yes_no_dont_know', words)}", node.gate, item.gate.ask,
                      show=_and(show, gate_due(node)), own="gate")  # fmt: skip
        why = self._why(node)
        if why:
            self._add("text", self._name(f"{name}_why"), self._say("interchange.form.why"),
                      show=_and(show, why), own="why")  # fmt: skip
        if "evidence" in self.extras and item.evidence != "none" and item.kind != "text":
            grades = tuple((grade, self._say(f"sheet.word.{grade}")) for grade in _GRADES)
            grade = self._name(f"{name}_grade")
            self._add(f"select_one {self._list('grade', grades)}", grade, self._say("interchange.form.grade"),
                      show=_and(show, valued(node)), appearance="minimal", own="grade")  # fmt: skip
            due = f"(${{{grade}}} = 'document' or ${{{grade}}} = 'measured')"
            self._add("text", self._name(f"{name}_source"), self._say("interchange.form.source"),
                      show=due, own="source")  # fmt: skip
        if "comment" in self.extras and item.kind != "text":
            self._add("text", self._name(f"{name}_comment"), self._say("form.comment"),
                      show=show, appearance="multiline", own="comment")  # fmt: skip

    def _why(self, node: Node) -> str:
        if node.aside:
            return f"${{{node.aside}}} = '{NOT_APPLICABLE}'"
        if node.item.kind == "choices":
            return f"selected(${{{node.name}}}, '{NOT_APPLICABLE}')"
        return f"${{{node.name}}} = '{NOT_APPLICABLE}'" if node.single else ""

    def _add(
        self,
        kind: str,
        name: str,
        label: Text,
        hint: Text | None = None,
        *,
        show: str = "",
        appearance: str = "",
        own: str = "",
    ) -> Row:
        row: Row = {"type": kind, "name": name, "label": label, OWN: literal(own)}
        if hint:
            row["hint"] = hint
        row |= {key: text for key, text in (("relevant", show), ("appearance", appearance)) if text}
        self.rows.append(row)
        return row

    def _node(self, item: Item) -> Node:
        """Return the names of an item's questions, each taken by no other."""
        name = self._name(item.id)
        inner = [choice.id for choice in item.choices] if item.kind == "allocate" else list(item.parts)
        parts = {part: self._name(f"{name}_{part}") for part in inner}
        gate = self._name(f"{name}_gate") if item.gate is not None else ""
        alone = Node(item, name, parts)
        free = alone.single or item.kind in ("choices", "text")
        return Node(item, name, parts, gate, "" if free else self._name(f"{name}_aside"))

    def _shown(self, item: Item, nodes: Mapping[str, Node]) -> str:
        rule = self.rules.get(item.id)
        if rule is None:
            return ""
        try:
            return to_xpath(rule, nodes)
        except Untranslatable:
            return ""

    def _condition(self, item: Item) -> str:
        rule = self.rules.get(item.id)
        text = condition_text(rule) if rule is not None else ""
        return text if len(text) <= LONGEST else ""

    def _name(self, wanted: str) -> str:
        """Return a name that XML allows and no other question has."""
        name = _SAFE.sub("_", wanted) or "_"
        name = name if name[0].isalpha() or name[0] == "_" else f"_{name}"
        number, found = 2, name
        while found.lower() in self.taken:
            found, number = f"{name}_{number}", number + 1
        self.taken.add(found.lower())
        return found

    def _list(self, wanted: str, choices: tuple[tuple[str, Text], ...]) -> str:
        """Return the name of a list of choices; equal lists share one."""
        if choices not in self.lists:
            name, number = _SAFE.sub("_", wanted), 2
            found = name
            while found in self.lists.values():
                found, number = f"{name}_{number}", number + 1
            self.lists[choices] = found
        return self.lists[choices]

    def _say(self, key: str) -> Text:
        return own_words(key, self.languages)


def _anchor(item: Item, point: str) -> Text:
    """Return what a point of agreement means where it stands at one of the levels 0 to 4."""
    level = 4 * (int(point) - 1) / (item.points - 1)
    return item.anchor(level) if level == round(level) else Text()


def _alone() -> str:
    aside = (f"selected(., '{code}')" for code in (DONT_KNOW, NOT_APPLICABLE))
    return f"not(({' or '.join(aside)}) and count-selected(.) > 1)"


def _and(*terms: str) -> str:
    kept = [term for term in terms if term]
    return " and ".join(f"({term})" for term in kept) if len(kept) > 1 else "".join(kept)


def _joined(first: Text, second: Text) -> Text:
    """Return two texts as one, the second in brackets behind the first where there are both."""
    if not first or not second:
        return first or second
    tags = dict.fromkeys(tag for text in (first, second) for tag, _ in text.words if tag)
    pairs = [(tag, first.choose(tag)[1], second.choose(tag)[1]) for tag in tags or {"": None}]
    return Text(tuple((tag, f"{one} ({two})") for tag, one, two in pairs))
