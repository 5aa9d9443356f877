"""Our conditions as XPath of ODK hold for the same answers, by an evaluator that knows no code of ours."""

from __future__ import annotations

import operator
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.folder.forms.relevant import Target, Unsayable, read_relevant
from readiness.folder.forms.xpath import Node, Untranslatable, codes_of, gate_due, to_xpath
from readiness.questionnaires.condition_text import condition_text
from readiness.questionnaires.conditions import Comparison, Junction, Reference, parse_condition
from readiness.questionnaires.model import Bands, Choice, Gate, Item, Part
from readiness.questionnaires.response import Answer
from readiness.questionnaires.visibility import shown
from readiness.scalars import Text

W = Text((("en", "x"),))
CHOICES = tuple(Choice(name, W, level) for name, level in (("a", 0), ("b", 2), ("c", 4)))
PARTS = {"p": Part(W), "q": Part(W, reverse=True)}
ITEMS = {
    item.id: item
    for item in (
        Item("M", W, gate=Gate(W)),
        Item("A", W, kind="agree"),
        Item("Y", W, kind="yes-no"),
        Item("N", W, kind="number"),
        Item("P", W, kind="percent", bands=Bands(1, 1)),
        Item("D", W, kind="date"),
        Item("C", W, kind="choice", choices=CHOICES),
        Item("S", W, kind="choices", choices=CHOICES),
        Item("W", W, parts=PARTS),
        Item("T", W, kind="text"),
        Item("X", W, kind="matrix", parts=PARTS, choices=CHOICES),
    )
}
NODES = {
    name: Node(
        item,
        name,
        {part: f"{name}_{part}" for part in item.parts},
        f"{name}_gate" if item.gate else "",
        ""
        if item.kind in ("yes-no", "agree", "choice", "choices", "text") or name == "M"
        else f"{name}_aside",
    )
    for name, item in ITEMS.items()
}


TOKEN = re.compile(
    r"\$\{(?P<ref>[^}]+)\}|'(?P<text>[^']*)'|(?P<figure>\d+(?:\.\d+)?)|(?P<equal>(?<![<>!])=)|(?P<not>not\()"
    r"|(?P<word>count-selected)|(?P<div> div )"
)


def as_python(found):
    """Return a token of XPath as Python says it."""
    kind, said = found.lastgroup, found[found.lastgroup]
    if kind == "ref":
        return f"Text(values.get({said!r}, ''))"
    if kind == "text":
        return f"Text({said!r})"
    if kind == "figure":
        return f"Figure({said})"
    return {"equal": "==", "not": "negated(", "word": "count_selected", "div": " / "}[kind]


def evaluated(expression, values):
    """Return the value of an XPath by the rules of XPath 1.0 (section 3.4), as far as forms go."""
    python = TOKEN.sub(as_python, expression)
    scope = {
        "values": values, "Text": Value, "Figure": Value, "negated": lambda x: not bool(x),
        "selected": lambda x, y: str(y) in x.text.split(), "false": lambda: False, "true": lambda: True,
        "count_selected": lambda x: Value(len(x.text.split())), "date": Day,
    }  # fmt: skip
    return bool(eval(python, {"__builtins__": {}}, scope))  # noqa: S307 - an expression of our own making


class Value:
    def __init__(self, value):
        self.raw = value
        self.text = value if isinstance(value, str) else f"{value:g}"

    @property
    def number(self):
        try:
            return float(self.text)
        except ValueError:
            return float("nan")

    def sides(self, other):
        """Return both sides as XPath compares them: days and texts as such, all else as numbers."""
        days = isinstance(self, Day) or isinstance(other, Day)
        if days or (isinstance(self.raw, str) and isinstance(other.raw, str)):
            return self.text, other.text
        return self.number, other.number

    def ordered(self, other):
        days = isinstance(self, Day) or isinstance(other, Day)
        return (self.text, other.text) if days else (self.number, other.number)

    def __eq__(self, other):
        return operator.eq(*self.sides(other))

    def __ne__(self, other):
        return operator.ne(*self.sides(other))

    __hash__ = None

    def __lt__(self, other):
        return operator.lt(*self.ordered(other))

    def __le__(self, other):
        return operator.le(*self.ordered(other))

    def __gt__(self, other):
        return operator.gt(*self.ordered(other))

    def __ge__(self, other):
        return operator.ge(*self.ordered(other))

    def __mul__(self, other):
        return Value(self.number * other.number)

    def __truediv__(self, other):
        return Value(self.number / other.number)

    def __str__(self):
        return self.text


class Day(Value):
    def __init__(self, value):
        super().__init__(value.text)


LEVELS = st.sampled_from("01234")
ASIDE = st.sampled_from([Answer(value="dont-know"), Answer(not_applicable=W), None])
DAYS = st.sampled_from(["2025-12-31", "2026-01-31", "2026-02-01"])
ROWS = st.dictionaries(st.sampled_from("pq"), st.sampled_from([*"01234", "dont-know"]), min_size=1)
SOME = st.lists(st.sampled_from("abc"), min_size=1, unique=True)
WHICH = st.dictionaries(st.sampled_from("pq"), st.sampled_from("abc"), min_size=1)
ANSWERS = st.fixed_dictionaries(
    {
        "M": ASIDE | st.builds(Answer, value=LEVELS, gate=st.sampled_from([None, "yes", "no", "dont-know"])),
        "A": ASIDE | st.builds(Answer, value=st.sampled_from("12345")),
        "Y": ASIDE | st.builds(Answer, value=st.sampled_from(["yes", "no"])),
        "N": ASIDE | st.builds(Answer, value=st.sampled_from(["-3", "0", "2", "2.5", "40"])),
        "P": ASIDE | st.builds(Answer, value=st.sampled_from(["0", "2", "50", "100"])),
        "D": ASIDE | st.builds(Answer, value=DAYS),
        "C": ASIDE | st.builds(Answer, value=st.sampled_from("abc")),
        "S": ASIDE | st.builds(Answer, values=SOME.map(tuple)),
        "W": ASIDE | st.builds(Answer, parts=ROWS),
        "T": st.sampled_from([None, Answer(value="words")]),
        "X": ASIDE | st.builds(Answer, parts=WHICH),
    }
)  # fmt: skip


def in_form(answers):
    """Return the answers as a form stores them: each question's value by name."""
    values = {}
    for name, answer in answers.items():
        node = NODES[name]
        if answer is None:
            continue
        aside = "dont-know" if answer.unknown else "not-applicable" if answer.not_applicable else ""
        if aside:
            values[node.aside or name] = aside
        elif answer.values:
            values[name] = " ".join(answer.values)
        elif answer.value:
            values[name] = answer.value
        for part, text in answer.parts.items():
            values[node.parts[part]] = text
        if answer.gate:
            values[node.gate] = answer.gate
    return values


def comparisons():
    ordered = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    equal = st.sampled_from(["=", "!="])
    numeric = st.builds(
        lambda name, operator, value: Comparison(Reference(name), operator, (value,)),
        st.sampled_from(["M", "A", "N", "P", "W"]), ordered, st.sampled_from(["0", "1", "2", "2.5", "4"]),
    )  # fmt: skip
    days = st.builds(lambda operator, day: Comparison(Reference("D"), operator, (day,)), ordered, DAYS)
    coded = st.builds(
        lambda name, operator, code: Comparison(Reference(name), operator, (code,)),
        st.sampled_from(["C", "S"]), equal, st.sampled_from("abc"),
    )  # fmt: skip
    among = st.builds(
        lambda name, operator, codes: Comparison(Reference(name), operator, tuple(codes)),
        st.sampled_from(["C", "S"]), st.sampled_from(["in", "not in"]),
        st.lists(st.sampled_from("abc"), min_size=1, unique=True),
    )  # fmt: skip
    answers = st.builds(lambda operator, code: Comparison(Reference("Y"), operator, (code,)), equal,
                        st.sampled_from(["yes", "no"]))  # fmt: skip
    gates = st.builds(lambda operator, code: Comparison(Reference("M", "gate"), operator, (code,)), equal,
                      st.sampled_from(["yes", "no"]))  # fmt: skip
    rows = st.builds(lambda part, operator, code: Comparison(Reference("X", part), operator, (code,)),
                     st.sampled_from("pq"), equal, st.sampled_from("abc"))  # fmt: skip
    states = st.builds(
        lambda name, state: Comparison(Reference(name), "is", (state,)),
        st.sampled_from(["M", "Y", "N", "D", "C", "S", "W", "T"]),
        st.sampled_from(["answered", "dont-know", "not-applicable"]),
    )  # fmt: skip
    return numeric | days | coded | among | answers | gates | rows | states


CONDITIONS = st.recursive(
    comparisons(),
    lambda inner: (
        st.builds(lambda term: Junction("not", (term,)), inner)
        | st.builds(
            lambda word, terms: Junction(word, tuple(terms)),
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=3),
        )
    ),
    max_leaves=5,
)


@given(CONDITIONS, ANSWERS)
def test_xpath_is_true_exactly_where_the_condition_holds(condition, answers):
    given_ = {name: answer for name, answer in answers.items() if answer is not None}
    ours = shown({"Z": condition}, ITEMS, given_)["Z"]
    assert evaluated(to_xpath(condition, NODES), in_form(answers)) == (ours is True)


@given(CONDITIONS)
def test_a_condition_written_and_parsed_is_the_same(condition):
    assert parse_condition(condition_text(condition)) == flat(condition)


def flat(condition):
    """Return a condition as parsing makes it: nothing is lost in brackets."""
    if isinstance(condition, Junction):
        return Junction(condition.operator, tuple(map(flat, condition.terms)))
    return condition


def test_a_gate_is_asked_where_the_value_is_0_or_1():
    gate = Gate(W)
    cases = [
        (Item("M", W, gate=gate), {"0": True, "1": True, "2": False, "4": False}),
        (Item("M", W, gate=gate, reverse=True), {"0": False, "2": False, "3": True, "4": True}),
        (Item("M", W, kind="agree", gate=gate), {"1": True, "2": True, "3": False, "5": False}),
        (Item("M", W, kind="yes-no", gate=gate), {"yes": False, "no": True}),
        (
            Item("M", W, kind="choice", gate=gate, choices=CHOICES),
            {"a": True, "b": False, "dont-know": False},
        ),
        (Item("M", W, kind="choices", gate=gate, choices=CHOICES), {"a b": True, "b c": False, "": False}),
        (Item("M", W, kind="choices", gate=gate, choices=CHOICES, score="share"), {"a": True, "a b": False}),
    ]
    for item, wanted in cases:
        node = Node(item, "M", gate="G")
        assert {code: evaluated(gate_due(node), {"M": code}) for code in wanted} == wanted, item
    rows = Node(Item("M", W, gate=gate, parts=PARTS), "M", {"p": "p", "q": "q"}, "G")
    assert evaluated(gate_due(rows), {"p": "1", "q": "0"})
    assert evaluated(gate_due(rows), {"p": "3", "q": "3"})
    assert not evaluated(gate_due(rows), {"p": "3", "q": "1"})
    assert not evaluated(gate_due(rows), {"p": "dont-know"})


def test_codes_of_each_kind_are_those_that_an_answer_may_have():
    assert codes_of(Item("A", W, kind="agree", points=3)) == ("1", "2", "3")
    assert codes_of(ITEMS["M"]) == tuple("01234")
    assert codes_of(ITEMS["C"]) == ("a", "b", "c")


@pytest.mark.parametrize("text", ["Q >= 2", "X = a", "T < 3", "W.z = 1"])
def test_what_a_form_cannot_say_is_not_said(text):
    with pytest.raises(Untranslatable):
        to_xpath(parse_condition(text), NODES)


TARGETS = {
    "age": Target(Reference("age"), "number"),
    "when": Target(Reference("when"), "date"),
    "sex": Target(Reference("sex"), "choice", {"m": "m", "f": "f", "na": "not-applicable"}),
    "scale": Target(Reference("scale"), "choice", {str(n): str(n) for n in range(1, 6)}),
    "multi": Target(Reference("multi"), "choices", {"a.b": "a-b", "c": "c"}),
    "yn": Target(Reference("yn"), "yes-no", {"1": "yes", "0": "no", "9": "dont-know"}),
    "name": Target(Reference("name"), "text"),
    "row": Target(Reference("grid", "row"), "row", {"1": "1", "2": "2"}),
}
SAID = {
    "${age} >= 18": "age >= 18",
    "18 < ${age}": "age > 18",
    "(${age}>=18) and (${sex}='f')": "age >= 18 and sex = f",
    "${sex} != 'm' or not(selected(${multi}, 'a.b'))": "sex != m or not multi = a-b",
    "${scale} > 3": "scale in (4, 5)",
    "${scale} <= 1": "scale = 1",
    "${yn} = '1'": "yn = yes",
    "${yn} = 9": "yn is dont-know",
    "${yn} != ''": "yn is answered or yn is dont-know",
    "${name} != ''": "name is answered",
    "string-length(${name}) > 0": "name is answered",
    "count-selected(${multi}) >= 1": "multi is answered",
    "${when} > date('2024-01-01')": "when > 2024-01-01",
    'selected( ${sex}, "na" )': "sex is not-applicable",
    "${row} = '2'": "grid.row = 2",
    "number(${age}) = 5": "age = 5",
}
UNSAID = (
    "${age} + 1 > 2", "${age} > ${when}", "${name} = 'Ann'", "${age} = ''", "today() > ${when}", ". > 3",
    "${multi} = 'c'", "count-selected(${multi}) > 1", "selected(${age}, '1')",
    "${ghost} = 1", "${age} >", "(",
    "not ${age} = 1", "regex(${name}, 'x')", "if(${age} > 1, 1, 2)", "${sex} = 'x'", "${age} div 2 = 1", "",
    "jr:choice-name(${sex}, '${sex}') = 'm'", "position(..) = 1", "${row} != '9'",
)  # fmt: skip


@pytest.mark.parametrize(("text", "ours"), SAID.items())
def test_what_other_forms_ask_for_in_our_words(text, ours):
    found = read_relevant(text, TARGETS)
    assert condition_text(found) == ours
    assert parse_condition(ours) == found


@pytest.mark.parametrize("text", UNSAID)
def test_what_our_words_cannot_say_is_refused(text):
    with pytest.raises(Unsayable):
        read_relevant(text, TARGETS)


@pytest.mark.parametrize("text", ["(" * 5000,
                                  "not(" * 300 + "${age} = 1" + ")" * 300, "${age} = 1 or " * 2000,
                                  "'" * 3001, "${" + "a" * 3000])  # fmt: skip
def test_hostile_expressions_are_refused_at_once(text):
    with pytest.raises(Unsayable):
        read_relevant(text, TARGETS)


@given(st.text(alphabet="${}age()'=<>!,.andor not1 ", max_size=60))
def test_no_expression_crashes(text):
    try:
        found = read_relevant(text, TARGETS)
    except Unsayable:
        return
    assert parse_condition(condition_text(found))
