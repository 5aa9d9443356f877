import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from readiness.folder.parse import Record, Rows, parse, span_at
from readiness.folder.source import FORBIDDEN, Limits, Source

LETTERS = st.characters(exclude_categories=["Cs"]).filter(lambda char: not FORBIDDEN.match(char))
WRITTEN = [
    "no",
    "7:30",
    "012",
    "2.10",
    "1_000",
    ".inf",
    ".nan",
    "2026-13-40",
    "~",
    "null",
    "0x1F",
    "1e3",
    "=",
    "y",
]
TEXTS = (
    st.sampled_from(["", *WRITTEN]) | st.text("ab \n:-#'\"{}[],&*!|>%@`?\\", max_size=12) | st.text(LETTERS)
)
DATA = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
ROOTS = st.lists(DATA, max_size=4) | st.dictionaries(TEXTS, DATA, max_size=4)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, True, False]),
        "default_style": st.sampled_from([None, None, "'", '"', "|", ">"]),
        "indent": st.integers(2, 9),
        "width": st.integers(20, 120),
        "allow_unicode": st.booleans(),
        "explicit_start": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n", "\r"]),
    }
)


class Plain(yaml.SafeDumper):
    """Writes texts without quotes wherever YAML allows it."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 the name is yaml's

    def ignore_aliases(self, _):
        return True


def expected(node):
    """Return what a node of PyYAML's own composer means to us."""
    if isinstance(node, yaml.SequenceNode):
        return [expected(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {key.value: expected(value) for key, value in node.value if value.value != "" or value.style}
    return node.value


def starts(node, path=()):
    """Yield the path, role, line and column of each key and value."""
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield (*path, number), "item", item.start_mark.line + 1, item.start_mark.column + 1
            yield from starts(item, (*path, number))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), "key", key.start_mark.line + 1, key.start_mark.column + 1
            yield (*path, key.value), "value", value.start_mark.line + 1, value.start_mark.column + 1
            yield from starts(value, (*path, key.value))


def places(value, path=()):
    if isinstance(value, Rows):
        for number, (item, place) in enumerate(zip(value, value.item_places, strict=True)):
            span = span_at(value.source, place)
            yield (*path, number), "item", span.line, span.column
            yield from places(item, (*path, number))
    elif isinstance(value, Record):
        for key, place in value.value_places.items():
            at, span = span_at(value.source, value.key_places[key]), span_at(value.source, place)
            yield (*path, key), "key", at.line, at.column
            yield (*path, key), "value", span.line, span.column
            yield from places(value.get(key), (*path, key))


def read(text, limits=None):
    return parse(Source("a.yaml", text), limits or Limits())


@given(ROOTS, STYLES)
def test_every_layout_of_the_same_data_reads_alike_and_keeps_its_places(data, style):
    text = yaml.dump(data, Dumper=Plain, sort_keys=False, **style)
    node = yaml.compose(text, Loader=yaml.BaseLoader)
    value, problems = read(text)
    assert problems == []
    assert value == expected(node)
    assert sorted(places(value), key=repr) == sorted(starts(node), key=repr)


@given(DATA, STYLES)
def test_data_without_empty_texts_reads_as_it_was_written(data, style):
    style |= {"default_style": '"', "width": 10**6}  # PyYAML folds some texts into others
    text = yaml.safe_dump({"all": [data]}, sort_keys=False, **style)
    value, problems = read(text)
    assert (value, problems) == ({"all": [data]}, [])


@pytest.mark.parametrize("written", WRITTEN)
def test_a_plain_scalar_stays_text(written):
    assert read(f"a: {written}\nb: [{written}]\n{written}: c\n")[0] == {
        "a": written,
        "b": [written],
        written: "c",
    }


def test_a_key_with_nothing_after_it_is_left_out_and_its_place_kept():
    value, problems = read("a:\nb: ''\nc: ~\nd: # comment\ne: |\nf: {g: , h}\n")
    assert value == {"b": "", "c": "~", "e": "", "f": {}}
    assert list(value.value_places) == ["a", "b", "c", "d", "e", "f"]
    assert problems == []


@given(st.lists(st.sampled_from("abcd"), max_size=8))
def test_a_key_that_stands_again_names_the_line_where_it_stood_first(keys):
    _, problems = read("{\n" + "".join(f"{key}: x,\n" for key in keys) + "}")
    again = [(number, key) for number, key in enumerate(keys) if key in keys[:number]]
    assert [(d.code, d.span.line, d.related[0].span.line) for d in problems] == [
        ("duplicate-key", number + 2, keys.index(key) + 2) for number, key in again
    ]


@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", ""), ("[{a: ", "}]")], ids=repr
)
def test_the_depth_that_is_allowed_is_read_and_one_more_is_not(opening, closing):
    levels = 2 if opening == "[{a: " else 1
    allowed = 64 // levels
    value, problems = read(opening * allowed + "x" + closing * allowed)
    assert problems == []
    assert value
    _, problems = read(opening * (allowed + 1) + "x" + closing * (allowed + 1))
    assert [problem.code for problem in problems] == ["too-deep"]


@pytest.mark.parametrize(
    ("text", "nodes"), [("a", 1), ("[a, b]", 3), ("{a: b}", 3), ("a:", 3), ("- {}\n- []", 3)]
)
def test_values_are_counted_over_all_files(text, nodes):
    limits = Limits(nodes=2 * nodes)
    for _ in range(2):
        assert read(text, limits)[1] == []
    assert limits.nodes == 0
    assert [problem.code for problem in read("x", limits)[1]] == ["too-many-nodes"]


def test_every_character_that_is_let_through_can_be_read():
    allowed = [chr(code) for code in range(0x11000) if not FORBIDDEN.match(chr(code))]
    for start in range(0, len(allowed), 256):
        text = "".join(char for char in allowed[start : start + 256] if char not in "'\n\r\x85\u2028\u2029")
        value, problems = read(f"'{text}'")
        assert (value, problems) == (text, [])


@given(st.text(max_size=40) | st.text("ab:-[]{}?*&!|>'\"%@,# \n\t\r", max_size=40))
def test_no_text_makes_the_parser_raise_or_point_outside_the_text(text):
    if FORBIDDEN.search(text):
        return
    source = Source("a.yaml", text)
    value, problems = parse(source, Limits())
    assert problems or value is None or isinstance(value, str | list | dict)
    for problem in problems:
        assert 1 <= problem.span.line <= len(source.lines)
        assert 1 <= problem.span.column <= len(source.lines[problem.span.line - 1]) + 1


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\e", "\\x7f", "\\x9b", "\\ufffe"])
def test_a_control_character_cannot_be_smuggled_in_by_an_escape(escape):
    _, problems = read(f'a: x\n"b": "c{escape}"\n"d{escape}": e\n')
    assert [(d.code, d.span.line, d.span.column) for d in problems] == [
        ("control-character", 2, 6),
        ("control-character", 3, 1),
    ]


def test_line_breaks_and_tabs_may_be_escaped():
    assert read('"a\\tb\\nc\\Ld\\N"') == ("a\tb\nc\u2028d\x85", [])
