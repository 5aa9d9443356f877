from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml_styles import Writer

from readiness.folder.amendment import NotReadable, amend, amend_in_places, read_plain
from readiness.folder.layout import lay_out

WORDS = ("a", "b b", "true", "12", "0.40", "", "x: y", "# no", "- q", "名稱", "it's", "two\nlines", "k\n\n",
         "l1\n\nl2\n", "{", "é ", "[z]", "null")  # fmt: skip
KEYS = ("k1", "k2", "id", "名", "x y", "to", "zh-Hant")


def draw(rng: Random, depth: int = 0) -> Any:
    chance = rng.random()
    if depth > 3 or chance < 0.45:
        return rng.choice(WORDS)
    number = rng.choice([0, 1, 1, 2, 3, 4])
    if chance < 0.7:
        return {rng.choice(KEYS): draw(rng, depth + 1) for _ in range(number)}
    if chance < 0.85:
        return [rng.choice(WORDS) for _ in range(number)]
    return [
        {
            "id": f"{rng.choice('abc')}{one}",
            **{rng.choice(["title", "next"]): draw(rng, depth + 2) for _ in range(2)},
        }
        for one in range(number)
    ]


def mutate(rng: Random, value: Any) -> Any:
    if isinstance(value, str):
        return rng.choice(WORDS) if rng.random() < 0.2 else value
    if rng.random() < 0.03:
        return draw(rng, 2)
    if isinstance(value, dict):
        kept = {key: mutate(rng, one) for key, one in value.items() if rng.random() >= 0.15}
        return {**kept, "new": draw(rng, 2)} if rng.random() < 0.2 else kept
    kept = [mutate(rng, one) if isinstance(one, dict) else one for one in value if rng.random() >= 0.2]
    return [*kept, draw(rng, 3)] if rng.random() < 0.3 else kept


def a_text(rng: Random) -> tuple[str, dict]:
    while True:
        value = {
            "format": "x/1",
            **{key: draw(rng) for key in rng.sample(["p", "q", "r", "名"], rng.randint(1, 4))},
        }
        text = Writer(rng).write(value)
        if read_plain(text) == value:
            return text, value


@given(st.randoms(use_true_random=True))
@settings(deadline=None, max_examples=300)
def test_any_text_is_changed_in_places_into_what_is_wanted(rng: Random):
    text, value = a_text(rng)
    wanted = {"format": "x/1", **{key: mutate(rng, one) for key, one in value.items() if rng.random() < 0.9}}
    changed = amend_in_places(text, value, wanted)
    assert changed is not None
    assert read_plain(changed) == wanted
    assert amend(changed, wanted) == changed
    assert amend(text, value) == text
    kept = {one.key: text[one.start : one.end] for one in lay_out(text).root.entries}
    for one in lay_out(changed).root.entries:
        if one.key in value and wanted[one.key] == value[one.key]:
            assert changed[one.start : one.end] == kept[one.key]


@pytest.mark.parametrize(
    ("text", "wanted", "changed"),
    [
        ("a: [x, y, z]\n", {"a": ["x", "z"]}, "a: [x, z]\n"),
        ("a: [x, y,]\n", {"a": ["x"]}, "a: [x,]\n"),
        ("a: [x , y ]\n", {"a": ["x"]}, "a: [x  ]\n"),
        ("a: [\n  x,  # one\n  y,  # two\n  z\n]\n", {"a": ["x", "z"]}, "a: [\n  x,  # one\n  z\n]\n"),
        ("a: [\n  x,  # one\n  y   # two\n]\n", {"a": ["x"]}, "a: [\n  x  # one\n     # two\n]\n"),
        ("a: []\n", {"a": ["x"]}, "a: [x]\n"),
        ("{a: 1, b: }\n", {"a": "1", "b": "2"}, "{a: 1, b: 2 }\n"),
        ("{a: 1, b}\n", {"a": "1", "b": "2"}, "{a: 1, b: 2}\n"),
        ("? a\n: 1\n? b\n: 2\n", {"a": "1"}, "? a\n: 1\n"),
        ("a: 1\nb: |+\n  x\n\n", {"a": "1", "b": "x\n\n", "c": "3"}, "a: 1\nb: |+\n  x\n\nc: 3\n"),
        ("a: 1\nb: |\n  x", {"a": "1", "b": "x", "c": "3"}, "a: 1\nb: |-\n  x\nc: 3"),
        ("a: 1\nb: |\n  x\nc: 3", {"a": "1", "b": "x\n"}, "a: 1\nb: |\n  x\n"),
        ('a:\n- id: "x\n  # y"\n  c: 1\n', {"a": [{"id": "x # y"}]}, 'a:\n- id: "x\n  # y"\n'),
        ("a: |-\n  x\nb: 1\n\n  # on b\nc: 3\n", {"a": "x", "c": "3"}, "a: |-\n  x\n\n# on b\nc: 3\n"),
        ("---\na: 1\n...\n", {"a": "1", "b": "2"}, "---\na: 1\nb: 2\n...\n"),
        ("a: 1  # c", {"a": "2"}, "a: 2  # c"),
        ("a: long text     # c\n", {"a": "short"}, "a: short         # c\n"),
        ("a: 1  # c\n", {"a": "much longer"}, "a: much longer  # c\n"),
        ("a:\n  # why\n  - x\nb: 1\n", {"b": "1"}, "b: 1\n"),
        ("a:\n- b: 1\n  # about\n  id: 2\n", {"a": [{"id": "2"}]}, "a:\n-\n  # about\n  id: 2\n"),
        ("a:\n- b: 1\n  id: 2\n", {"a": [{"id": "2"}]}, "a:\n- id: 2\n"),
        ("a:\n- - x\n  - y\n", {"a": [["y"]]}, "a:\n- [y]\n"),
        ("a: {x: 1}\n", {"a": {"x": "1", "y": ["p", {"q": "r"}]}}, "a: {x: 1, y: [p, {q: r}]}\n"),
        ("a:\tx\n", {"a": "y"}, "a:\ty\n"),
        ("a: 'it''s'\n", {"a": "it's"}, "a: 'it''s'\n"),
        ("a: 1\na: 2\n", {"b": "1"}, "b: 1\n"),
    ],
)
def test_a_style_stays(text: str, wanted: dict, changed: str):
    assert amend(text, wanted) == changed
    assert read_plain(changed) == wanted


@pytest.mark.parametrize(
    "text", ["", "a", "- a\n", "a: [\n", "a: &x 1\nb: *x\n", "a: !!str 1\n", "a: \x00\n"]
)
def test_what_cannot_be_read_is_refused(text: str):
    with pytest.raises(NotReadable):
        amend(text, {"a": "1"})
