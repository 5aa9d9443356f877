"""The week of a map: a small map worked out by hand, any map minute by minute."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_maps import maps

from readiness.touchmap.analyses.week import week
from readiness.touchmap.fields import Volume
from readiness.touchmap.hours import WEEK, open_week
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, DataObject, Need, Segment, System
from readiness.touchmap.volumes import buyers_of, traffic

HOURS = (
    (),
    ("24/7",),
    ("mon-fri 08:00-17:00",),
    ("mon-sun 20:00-08:00",),
    ("fri 19:00-mon 07:00",),
    ("?",),
    ("mon-sun 08:00-20:00",),
    ("mon 8-9", "?"),
)


def touchmap(*touchpoints, **parts):
    return TouchMap(format="touchmap/1", id="m", touchpoints=touchpoints, **parts)


def week_of(*touchpoints, **parts):
    return week(traffic(touchmap(*touchpoints, **parts)))


PHONE = Channel("phone", hours=("mon-fri 08:00-17:00",), human=True)
LATE = Channel("late", hours=("mon-fri 17:00-22:00",))
WEB = Channel("web", hours=("24/7",), human=False)
MAIL = Channel("mail", human=True)


def test_a_map_by_hand():
    call = Touchpoint("call", channel="phone", buyers=("a", "b"), serves=("order",), volume=Volume(total=100))
    chat = Touchpoint("chat", channel="late", buyers=("a",), serves=("order", "ask"))
    write = Touchpoint("write", channel="mail", buyers=("b",), serves=("ask",))
    sent = Touchpoint("sent", channel="web", buyers=("a",), serves=("order",), direction="outbound")
    found = week_of(
        call,
        chat,
        write,
        sent,
        channels=(PHONE, LATE, WEB, MAIL),
        buyers=(Buyer("a"), Buyer("b"), Buyer("c")),
        needs=(Need("order"), Need("ask")),
    )
    a, b, c = found.buyers
    assert (a.open, a.closed, a.unknown, a.person) == (70, 98, 0, 45)
    # Friday 22:00 to Monday 08:00
    assert a.longest_closed == 58
    assert (b.open, b.closed, b.unknown, b.person) == (45, 0, 123, 45)
    assert (b.channels, b.unknown_channels) == (("channels:phone",), ("channels:mail",))
    assert not c.is_met
    order, ask = found.needs
    assert (order.subject, order.open, order.closed) == ("needs:order", 70, 98)
    assert (ask.open, ask.unknown) == (25, 143)
    assert (found.company.open, found.company.unknown, found.company.person) == (70, 98, 45)


def test_windows_by_hand():
    systems = (System("crm", holds=("people",)), System("shop"), System("idle"))
    data = (
        DataObject("people", about="buyers", records=12_300, master="crm"),
        DataObject("bills", records=10),
    )
    call = Touchpoint("call", channel="phone", any_of=(("crm", "shop"),))
    log = Touchpoint("log", channel="late", logs_to="crm", direction="outbound")
    look = Touchpoint("look", channel="web", requires=("shop",), volume=Volume(total=7))
    found = {
        one.element: one
        for one in week_of(call, log, look, channels=(PHONE, LATE, WEB), systems=systems, data=data).windows
    }
    assert list(found) == ["data:people", "data:bills", "systems:crm", "systems:shop", "systems:idle"]
    people = found["data:people"]
    assert (people.hours, people.longest, people.per_hour) == (98, 58, pytest.approx(12_300 / 98))
    assert people.is_certain
    assert people.blocking == ()
    assert found["systems:crm"].hours == 98
    assert (found["systems:shop"].hours, found["systems:shop"].blocking) == (0, ("touchpoints:look",))
    assert found["systems:shop"].blocked_contacts == 7
    # nothing on the map touches them
    assert (found["data:bills"].hours, found["data:bills"].per_hour) == (168, pytest.approx(10 / 168))
    assert found["systems:idle"].hours == 168


@pytest.mark.parametrize(
    ("touchpoint", "elements"),
    [
        (Touchpoint("t", channel="web", requires=("people",)), {"data:people", "systems:crm"}),
        (Touchpoint("t", channel="web", captures=("people",)), {"data:people", "systems:crm"}),
        (Touchpoint("t", channel="web", any_of=(("x", "people"),)), {"data:people", "systems:crm"}),
        (Touchpoint("t", channel="web", requires=("crm",)), {"data:people", "systems:crm"}),
        (Touchpoint("t", channel="web", logs_to="copy"), {"data:people", "systems:copy"}),
        (Touchpoint("t", channel="web", requires=("web", "nothing")), set()),
    ],
)
def test_what_a_touchpoint_uses(touchpoint, elements):
    found = week_of(
        touchpoint,
        channels=(WEB,),
        systems=(System("crm"), System("copy", holds=("people",))),
        data=(DataObject("people", about="buyers", master="crm"),),
    )
    assert {window.element for window in found.windows if not window.hours} == elements
    assert [one.code for one in found.findings] == (["NO-WINDOW"] if "data:people" in elements else [])


def test_unknown_hours_make_a_window_uncertain():
    use = [
        Touchpoint("call", channel="phone", requires=("crm",)),
        Touchpoint("write", channel="mail", logs_to="crm"),
        Touchpoint("stray", requires=("crm",)),
    ]
    (window,) = week_of(*use, channels=(PHONE, MAIL), systems=(System("crm"),)).windows
    assert (window.hours, window.is_certain) == (123, False)
    assert (window.unknown_channels, window.without_channel) == (("channels:mail",), 1)


def test_channels_that_only_together_leave_no_window_are_all_named():
    day, night = Channel("day", hours=("mon-sun 8-20",)), Channel("night", hours=("mon-sun 20-8",))
    use = [
        Touchpoint(name, channel=name, captures=("people",), volume=Volume(total=3))
        for name in ("night", "day")
    ]
    data = (DataObject("people", about="buyers"), DataObject("bills"))
    found = week_of(*use, channels=(day, night), data=data)
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.subject) == ("NO-WINDOW", "minor", "data:people")
    assert finding.values == {"blocking": ("touchpoints:night", "touchpoints:day")}
    assert finding.elements == ("data:people", "touchpoints:night", "touchpoints:day")
    assert finding.contacts == 6


SEGMENT, USUAL = Segment("s", decision="invest"), Need("n", usual=True)


@pytest.mark.parametrize(
    ("hours", "channel", "segment", "need", "expected"),
    [
        (("mon-fri 08:00-17:00",), "x", SEGMENT, USUAL, ["minor"]),
        (("mon-fri 08:00-15:00",), "x", SEGMENT, USUAL, ["serious"]),
        (("mon-fri 08:00-16:00",), "x", SEGMENT, USUAL, ["minor"]),
        (("mon-sun 08:00-20:00",), "x", SEGMENT, USUAL, []),
        (("mon-sun 08:00-19:59",), "x", SEGMENT, USUAL, ["minor"]),
        ((), "x", SEGMENT, USUAL, []),
        (("mon-fri 08:00-15:00",), None, SEGMENT, USUAL, []),
        (("mon-fri 08:00-15:00",), "x", replace(SEGMENT, decision="let-go"), USUAL, []),
        (("mon-fri 08:00-15:00",), "x", SEGMENT, Need("n"), []),
    ],
)
def test_closed_for_most_of_the_week(hours, channel, segment, need, expected):
    found = week_of(
        Touchpoint("t", channel=channel, buyers=("b",), volume=Volume(total=20)),
        channels=(Channel("x", hours=hours),),
        segments=(segment,),
        needs=(need,),
        buyers=(Buyer("b", segment="s", needs=("n",)),),
    )
    assert [one.severity for one in found.findings] == expected
    for one in found.findings:
        assert (one.code, one.subject, one.contacts) == ("CLOSED", "buyers:b", 20)
        assert one.values["closed"] == found.buyers[0].closed


def test_a_second_channel_of_unknown_hours_may_be_open():
    use = [Touchpoint("t", channel="x", buyers=("b",)), Touchpoint("u", channel="mail", buyers=("b",))]
    channels = (Channel("x", hours=("mon 8-9",)), MAIL)
    buyers = (Buyer("b", segment="s", needs=("n",)),)
    parts = {"channels": channels, "segments": (SEGMENT,), "needs": (USUAL,), "buyers": buyers}
    assert week_of(*use, **parts).findings == ()
    assert [one.code for one in week_of(use[0], **parts).findings] == ["CLOSED"]


def test_an_empty_map_and_one_with_dangling_names():
    empty = week_of()
    assert not empty.company.is_met
    assert (empty.buyers, empty.windows, empty.findings) == ((), (), ())
    odd = Touchpoint(
        "t", channel="nowhere", buyers=("nobody",), serves=("nothing",), requires=("no",), logs_to="no"
    )
    found = week_of(odd, buyers=(Buyer("b"),))
    assert (found.company.without_channel, found.company.unknown) == (1, 168)


@given(maps(), st.data())
@settings(max_examples=60, deadline=None)
def test_any_week_minute_by_minute(drawn, data):
    channels = tuple(replace(one, hours=data.draw(st.sampled_from(HOURS))) for one in drawn.channels)
    drawn = replace(drawn, channels=channels)
    found = week(traffic(drawn))
    opened = {one.id: open_week(one) for one in channels}
    minutes = {
        name: None if hours is None else {minute for start, end in hours for minute in range(start, end)}
        for name, hours in opened.items()
    }

    def states(touchpoints):
        mine = [minutes.get(t.channel) for t in touchpoints]
        known = set().union(*(one for one in mine if one is not None))
        rest = WEEK - len(known)
        return (len(known), 0, rest) if None in mine else (len(known), rest, 0)

    def told(reach):
        return tuple(round(hours * 60) for hours in (reach.open, reach.closed, reach.unknown))

    inbound = [t for t in drawn.touchpoints if t.direction == "inbound"]
    assert told(found.company) == states(inbound)
    for reach, buyer in zip(found.buyers, drawn.buyers, strict=True):
        assert told(reach) == states([t for t in inbound if buyer.id in buyers_of(t)])
    for reach, need in zip(found.needs, drawn.needs, strict=True):
        assert told(reach) == states([t for t in inbound if need.id in t.serves])
    for window in found.windows:
        kind, _, name = window.element.partition(":")
        holders = {name, *(s.id for s in drawn.systems if kind == "data" and name in s.holds)}
        using = [t for t in drawn.touchpoints if holders & {*t.requires, *t.captures, t.logs_to}]
        open_, closed, unknown = states(using)
        assert round(window.hours * 60) == closed + unknown
        assert window.is_certain == (not unknown)
        assert bool(window.blocking) == (open_ == WEEK)
    json.dumps(asdict(found))
