"""Opening hours, held against sets of single minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.scalars import Unreadable
from readiness.touchmap.hours import (
    ALWAYS,
    DAY,
    DAYS,
    NEVER,
    WEEK,
    Opening,
    complement,
    intersection,
    length,
    longest,
    open_week,
    openings,
    read_hours,
    union,
    unreadable_hours,
    written,
)
from readiness.touchmap.model import TouchMap
from readiness.touchmap.records import Channel

MON, TUE, WED, FRI, SAT, SUN = (day * DAY for day in (0, 1, 2, 4, 5, 6))
MINUTES = frozenset(range(WEEK))


def minutes(hours):
    return frozenset(minute for start, end in hours for minute in range(start, end))


def is_normal(hours):
    flat = [minute for stretch in hours for minute in stretch]
    return flat == sorted(set(flat)) and all(0 <= minute <= WEEK for minute in flat)


@st.composite
def hours(draw):
    """Draw hours: a few stretches, often at the ends of a day or of the week."""
    edges = st.one_of(st.integers(0, WEEK - 1), st.integers(0, 6).map(lambda day: day * DAY))
    lengths = st.one_of(st.integers(1, WEEK), st.sampled_from((DAY, 2 * DAY, 12 * 60)))
    stretches = draw(st.lists(st.tuples(edges, lengths), max_size=6))
    cut = [(start, min(start + lasting, WEEK)) for start, lasting in stretches]
    over = [(0, start + lasting - WEEK) for start, lasting in stretches if start + lasting > WEEK]
    return union(*((stretch,) for stretch in (*cut, *over)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sat 9:00-12:00", ((SAT + 540, SAT + 720),)),
        ("mon-sun 00:00-24:00", ALWAYS),
        ("24/7", ALWAYS),
        ("mon-tue 07:00-19:00", ((420, 1140), (TUE + 420, TUE + 1140))),
        ("mon 22:00-06:00", ((1320, TUE + 360),)),
        ("sun 22:00-06:00", ((0, 360), (SUN + 1320, WEEK))),
        ("mon 22:00-00:00", ((1320, 1440),)),
        ("sun-mon 22:00-06:00", ((0, 360), (1320, TUE + 360), (SUN + 1320, WEEK))),
        (
            "mon,wed 08:00-12:00 13:00-17:00",
            ((480, 720), (780, 1020), (WED + 480, WED + 720), (WED + 780, WED + 1020)),
        ),
        ("mon 8-12 11-13", ((480, 780),)),
        ("mon 8-12 12-13", ((480, 780),)),
        ("mon 8-12, sat 9-10", ((480, 720), (SAT + 540, SAT + 600))),
        ("fri 19:00-mon 07:00", ((0, 420), (FRI + 1140, WEEK))),
        ("mon 05:00-mon 03:00", ((0, 180), (300, WEEK))),
        ("  MON - tue   7:30 – 8:00 ", ((450, 480), (TUE + 450, TUE + 480))),
        ("monday 8-9", ((480, 540),)),
        ("周一至周二 09：00～10：00", ((540, 600), (TUE + 540, TUE + 600))),
        ("週日、星期一 ９:00-10:00", ((540, 600), (SUN + 540, SUN + 600))),
    ],
)
def test_known_hours(text, expected):
    assert read_hours(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "mon",
        "mon-fri",
        "8-12",
        "8-12 mon",
        "mon 8",
        "mon 8-",
        "mon 8-12-",
        "mon 08:00-08:00",
        "mon 24:00-8:00",
        "mon 8-24:01",
        "mon 8-25",
        "mon 8:60-9",
        "mon 8:5-9",
        "mun 8-9",
        "mon-fry 8-9",
        "mon 8-12 tue",
        "mon-fri 19:00-mon 7",
        "fri 19:00-mon",
        "fri 19:00-fri 19:00",
        "mon 8-9 always",
        "mon ８８-９９",
        "mon ٨-٩",
        "24/7 mon",
        "-",
        ",",
        "mon -8-9",
    ],
)
def test_anything_else_is_refused_with_its_text(text):
    with pytest.raises(Unreadable) as error:
        read_hours(text)
    assert error.value.code == "hours-unreadable"
    assert error.value.values == {"value": text}


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=4),
    st.lists(
        st.tuples(st.integers(0, DAY - 1), st.integers(0, DAY)).filter(lambda times: times[0] != times[1]),
        min_size=1,
        max_size=3,
    ),
)
def test_written_days_and_times_are_those_minutes(days, times):
    clock = [f"{start // 60}:{start % 60:02}-{end // 60}:{end % 60:02}" for start, end in times]
    lasting = {(start, end): (end - start) % DAY or DAY for start, end in times}
    expected = {
        (day * DAY + start + minute) % WEEK
        for day in days
        for (start, end), long in lasting.items()
        for minute in range(long)
    }
    found = read_hours(f"{','.join(DAYS[day] for day in days)} {' '.join(clock)}")
    assert is_normal(found)
    assert minutes(found) == expected


@given(st.integers(0, 6), st.integers(0, 6))
def test_days_run_forward_from_the_first_to_the_last(first, last):
    run = {(first + day) % 7 for day in range((last - first) % 7 + 1)}
    found = read_hours(f"{DAYS[first]}-{DAYS[last]} 08:00-09:00")
    assert minutes(found) == {day * DAY + minute for day in run for minute in range(480, 540)}


@given(hours(), hours())
def test_set_operations_are_those_of_sets(one, other):
    assert minutes(union(one, other)) == minutes(one) | minutes(other)
    assert minutes(intersection(one, other)) == minutes(one) & minutes(other)
    assert minutes(complement(one)) == MINUTES - minutes(one)
    for found in (union(one, other), intersection(one, other), complement(one)):
        assert is_normal(found)
    assert complement(complement(one)) == one
    assert length(one) * 60 == pytest.approx(len(minutes(one)))


def test_the_ends_of_the_algebra():
    assert union() == NEVER
    assert complement(NEVER) == ALWAYS
    assert complement(ALWAYS) == NEVER
    assert length(ALWAYS) == 168


@given(hours())
def test_longest_goes_round_the_week(one):
    held, best, run = minutes(one), 0, 0
    for minute in range(2 * WEEK):
        run = run + 1 if minute % WEEK in held else 0
        best = max(best, run)
    assert longest(one) * 60 == pytest.approx(min(best, WEEK))


@given(hours())
def test_what_is_written_is_read_as_the_same_hours(one):
    assert union(*map(read_hours, written(one))) == one


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mon-fri 07:00-19:00", ("mon-thu 19:00-07:00", "fri 19:00-mon 07:00")),
        ("mon-sun 09:00-18:00", ("mon-sun 18:00-09:00",)),
        ("mon-fri 00:00-24:00", ("sat-sun 00:00-24:00",)),
        ("tue-sat 00:00-24:00", ("sun-mon 00:00-24:00",)),
        ("mon-wed 12:00-13:00", ("mon-tue 13:00-12:00", "wed 13:00-mon 12:00")),
        ("24/7", ()),
    ],
)
def test_the_rest_of_the_week_in_words(text, told):
    assert written(complement(read_hours(text))) == told


def test_a_stretch_of_exactly_a_day_names_both_days():
    two = union(read_hours("mon 12:00-tue 12:00"), read_hours("fri 12:00-sat 12:00"))
    assert openings(two) == (Opening((0,), 720, 2160), Opening((4,), 720, 2160))
    assert written(two) == ("mon 12:00-tue 12:00", "fri 12:00-sat 12:00")


def test_hours_of_a_channel():
    assert open_week(Channel("phone")) is None
    assert open_week(Channel("phone", hours=("mon 8-9", "tue 8-9"))) == ((480, 540), (TUE + 480, TUE + 540))
    assert open_week(Channel("phone", hours=("mon 8-9", "by appointment"))) is None


def test_unreadable_hours_are_told_with_their_place():
    channels = (Channel("web", hours=("24/7",)), Channel("phone", hours=("mon 8-9", "now and then", "tue")))
    problems = list(unreadable_hours(TouchMap(format="touchmap/1", id="m", channels=channels)))
    assert [(problem.code, problem.at, dict(problem.values)) for problem in problems] == [
        ("hours-unreadable", ("channels", 1, "hours", 1), {"value": "now and then"}),
        ("hours-unreadable", ("channels", 1, "hours", 2), {"value": "tue"}),
    ]


@pytest.mark.parametrize(
    "text", [" " * 200_000, "mon " * 50_000, "mon 8-9 " * 25_000, "-" * 200_000, "mon" + "-" * 99_999]
)
def test_long_texts_cost_little(text):
    try:
        assert read_hours(text) == ((480, 540),)
    except Unreadable:
        assert "8-9" not in text
