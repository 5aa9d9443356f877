from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

import pytest
from annotated_types import MinLen
from hypothesis import given
from hypothesis import strategies as st

from readiness.folder.parse import parse
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build, locate
from readiness.scalars import Amount, Day, Id, Share, Text, Truth, Whole, Words


@dataclass(frozen=True)
class Step:
    to: Id
    share: Share = 0


@dataclass(frozen=True)
class Shop:
    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid", "allow_inf_nan": False}

    format: Literal["shop/1"]
    id: Id
    kind: Literal["small", "large"] = "small"
    title: Words = Text()
    cost: Amount | None = None
    count: Whole = 0
    open: Truth = False
    since: Day | None = None
    steps: tuple[Step, ...] = ()
    best: Step | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[Literal["0", "1"], str] = field(default_factory=dict)
    code: Annotated[str, MinLen(2)] = "xx"


START = "format: shop/1\nid: shop\n"


def record(text):
    value, problems = parse(Source("a.yaml", text), Limits())
    assert problems == []
    return value


def problems(text):
    return [(d.code, d.span.line, d.span.column) for d in build(Shop, record(text))[1]]


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("knd: large", "unknown-key", 1),
        ("kind: larg", "choice", 7),
        ("kind: [large]", "choice", 7),
        ("title: [a]", "text", 8),
        ("title: {en: a, klingon: b}", "language-tag", 25),
        ("title: {en: {a: b}}", "text", 13),
        ("cost: 1,5", "number", 7),
        ("cost: -1", "at-least", 7),
        ("count: 1.0", "whole-number", 8),
        ("count: -1", "at-least", 8),
        ("open: yes", "boolean", 7),
        ("since: 1 May", "date", 8),
        ("since: 2000-02-30", "no-such-day", 8),
        ("steps: {to: a}", "list", 8),
        ("steps: [a]", "mapping", 9),
        ("steps: [{share: 1}]", "missing-key", 9),
        ("steps: [{to: , share: 1}]", "missing-value", 10),
        ("steps: [{to: A}]", "id", 14),
        ("steps: [{to: a, share: 1.5}]", "at-most", 24),
        ("steps: [{to: a}, {to: b, shares: 1}]", "unknown-key", 26),
        ("best: a", "mapping", 7),
        ("best: {to: a, share: x}", "number", 22),
        ("words: [a]", "mapping", 8),
        ("words: {a: [b]}", "scalar", 12),
        ("levels: {2: a}", "unknown-key", 10),
        ("code: x", "not-fitting", 7),
    ],
)
def test_each_mistake_has_its_code_and_its_place(line, code, column):
    assert problems(f"{START}{line}\n") == [(code, 3, column)]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    text = "format: shop/2\nbest: {share: 2}\ntitle:\ncost: x\nid:\nsteps:\n- to: A\n  shar: 1\n- share: ''\n"
    assert problems(text) == [
        ("format", 1, 9),
        ("missing-key", 2, 7),
        ("at-most", 2, 15),
        ("number", 4, 7),
        ("missing-value", 5, 1),
        ("id", 7, 7),
        ("unknown-key", 8, 3),
        ("missing-key", 9, 3),
        ("number", 9, 10),
    ]


@pytest.mark.parametrize(
    ("line", "near"),
    [("kind: LARGE", "large"), ("kind: lrge", "large"), ("cosst: 1", "cost"), ("xyz: 1", None)],
)
def test_the_word_that_was_meant_is_named(line, near):
    (diagnostic,) = build(Shop, record(f"{START}{line}\n"))[1]
    assert diagnostic.values["near"] == near


@pytest.mark.parametrize(
    ("line", "value"), [("cost: -1.50", "-1.50"), ("best: {to: a, share: 1.01}", "1.01")]
)
def test_a_number_out_of_range_is_quoted_as_it_was_written(line, value):
    (diagnostic,) = build(Shop, record(f"{START}{line}\n"))[1]
    assert diagnostic.values["value"] == value


def test_what_fits_is_built():
    value, found = build(
        Shop, record(f"{START}steps: [{{to: a, share: 0.50}}]\ncost: 007\nopen: true\ncount:\n")
    )
    assert found == []
    assert (value.steps, value.cost, value.open, value.count) == ((Step("a", 0.5),), 7.0, True, 0)


@given(st.integers(1, 30), st.integers(1, 30))
def test_mistakes_beyond_the_limit_are_counted_as_one(mistakes, limit):
    text = START + "steps:\n" + "- x\n" * mistakes
    codes = [d.code for d in build(Shop, record(text), limit)[1]]
    assert codes == ["mapping"] * min(mistakes, limit) + ["too-many-problems"] * (mistakes > limit)


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        ((), False, (1, 1)),
        (("steps",), False, (3, 8)),
        (("steps",), True, (3, 1)),
        (("steps", 1), False, (3, 18)),
        (("steps", 1, "to"), False, (3, 23)),
        (("steps", 1, "to"), True, (3, 19)),
        (("steps", 1, "share"), False, (3, 18)),
        (("steps", 7), False, (3, 8)),
        (("steps", 1, "to", "deeper"), False, (3, 23)),
        (("nothing", "here"), False, (1, 1)),
    ],
)
def test_a_path_leads_to_its_value_or_to_the_nearest_container(path, key, place):
    span = locate(record(f"{START}steps: [{{to: a}}, {{to: b}}]\n"), path, key=key)
    assert (span.line, span.column) == place
