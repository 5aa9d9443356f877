import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.folder.source import FORBIDDEN, Limits, Source, decode, read_source

BREAKS = ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"]
CLEAN = st.characters(exclude_categories=["Cs"]).filter(lambda char: not FORBIDDEN.match(char))


@given(
    st.lists(st.tuples(st.text("ab語🙂 ", max_size=5), st.sampled_from(BREAKS))), st.text("ab語", min_size=1)
)
def test_a_place_is_found_in_the_line_where_it_stands(before, last):
    text = "".join(words + end for words, end in before)
    span = Source("a", text + last).span(len(text), len(text) + len(last))
    line = len(before) + 1 - sum(one[1] == "\r" and two == ("", "\n") for one, two in zip(before, before[1:]))  # noqa: B905, RUF007
    assert (span.line, span.column, span.end_line, span.end_column) == (line, 1, line, len(last) + 1)


@given(st.text(CLEAN), st.integers(0, 30), st.integers(0, 30))
def test_every_place_lies_within_the_lines(text, start, length):
    source = Source("a", text)
    start = min(start, len(text))
    span = source.span(start, min(start + length, len(text)))
    assert 1 <= span.line <= span.end_line <= len(source.lines)
    assert 1 <= span.column <= len(text) + 1
    assert (span.line, span.column) < (span.end_line, span.end_column)


@given(st.text(CLEAN))
def test_utf8_is_read_as_it_is_with_or_without_a_mark(text):
    octets = text.encode()
    assert decode(octets, "a") == Source("a", text.removeprefix("\ufeff"))
    assert decode(b"\xef\xbb\xbf" + octets, "a") == Source("a", text)
    assert decode(octets, "a").sha256 == hashlib.sha256(octets).hexdigest()


@given(st.text(CLEAN, max_size=20), st.text(CLEAN, max_size=5), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_the_first_octet_that_is_not_utf8_is_named_with_its_place(before, after, mark):
    if not mark:
        before = before.removeprefix("\ufeff")
    problem = decode(mark + before.encode() + b"\xff" + after.encode(), "a")
    if problem.code == "not-utf8-but-utf16":
        assert not mark
        assert before == ""
        return
    expected = Source("a", before + "x").span(len(before), len(before) + 1)
    assert (problem.code, problem.values, problem.span) == ("not-utf8", {"octet": "0xFF"}, expected)


@given(st.text(CLEAN, max_size=20), st.sampled_from("\0\x01\x0b\x1b\x7f\x80\x9f\ufffe\uffff"))
def test_a_control_character_is_named_with_its_place(before, control):
    before = "x" + before
    problem = decode(f"{before}{control}".encode(), "a")
    expected = Source("a", before + "x").span(len(before), len(before) + 1)
    assert (problem.code, problem.span) == ("control-character", expected)
    assert problem.values == {"character": f"U+{ord(control):04X}"}


@given(st.text(st.characters(codec="ascii", exclude_characters="\0"), min_size=2))
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_recognised(encoding, text):
    assert decode(text.encode(encoding), "a").code == "not-utf8-but-utf16"


def test_octets_are_counted_over_all_files(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    limits = Limits(octets=12)
    assert read_source(tmp_path / "a", "a", limits).text == "12345"
    assert read_source(tmp_path / "a", "a", limits).text == "12345"
    problem = read_source(tmp_path / "a", "a", limits)
    assert (problem.code, problem.values) == ("too-large", {"file": "a", "octets": 5})
