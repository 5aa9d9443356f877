from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.scalars import Unreadable, read_day, read_id, read_number, read_percent, read_truth, read_whole

DIGITS = "0123456789"


def refused(read, value):
    with pytest.raises(Unreadable) as refusal:
        read(value)
    return refusal.value.code


@given(st.decimals(-(10**14), 10**14, places=3))
def test_a_number_is_read_as_it_is_written(number):
    assert read_number(f"{number:f}") == float(number)
    assert read_number(f"{number:+f}") == float(number)


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_is_read_as_it_is_written(number):
    assert read_whole(str(number)) == number


@given(st.dates())
def test_a_day_is_read_as_it_is_written(day):
    assert read_day(day.isoformat()) == day


@given(st.text())
def test_no_text_is_read_as_a_number_that_is_not_one_in_plain_digits(text):
    try:
        read_number(text)
    except Unreadable:
        return
    assert set(text) <= {*DIGITS, *"+-."}


@pytest.mark.parametrize(
    "text", ["1_000", "1e3", ".nan", ".inf", "0x10", "1,5", "٣", "１", "1.", ".5", "", " 1", "1\n"]
)
def test_such_a_number_is_refused(text):
    assert refused(read_number, text) == "number"
    assert refused(read_whole, text) == "whole-number"


@pytest.mark.parametrize(
    "text", ["2000-1-1", "20000101", "2000-12-01T00:00", "٢٠٠٠-١٢-٠١", "2000-12-01\n", ""]
)
def test_such_a_day_is_refused(text):
    assert refused(read_day, text) == "date"


@pytest.mark.parametrize("text", ["2000-13-01", "2001-02-29", "0000-01-01", "2026-13-40"])
def test_a_day_that_does_not_exist_is_refused(text):
    assert refused(read_day, text) == "no-such-day"


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("12%", 12), ("12.5 %", 12.5), ("0", 0), ("100 %", 100)]
)
def test_a_percentage_may_carry_its_sign(text, number):
    assert read_percent(text) == number


@pytest.mark.parametrize("text", ["-1", "100.1", "101 %"])
def test_a_percentage_out_of_range_is_refused(text):
    assert refused(read_percent, text) == "percent"


@pytest.mark.parametrize("text", ["yes", "no", "True", "on", "1", "0", ""])
def test_only_true_and_false_are_truths(text):
    assert refused(read_truth, text) == "boolean"
    assert read_truth("true")
    assert not read_truth("false")


@given(st.text(max_size=100))
def test_what_is_refused_as_an_id_comes_with_one_that_is_not(text):
    try:
        assert read_id(text) == text
    except Unreadable as refusal:
        better = refusal.values["better"]
        assert better == "" or read_id(better) == better


@pytest.mark.parametrize("value", [None, [], {}, 1, True, date(2000, 1, 1)])
@pytest.mark.parametrize("read", [read_number, read_whole, read_percent, read_truth, read_day, read_id])
def test_whatever_is_not_text_is_refused(read, value):
    assert refused(read, value) == "scalar"
