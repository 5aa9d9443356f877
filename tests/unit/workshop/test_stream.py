"""What boards are told: every number once, nothing of others, and when to fetch all anew."""

from __future__ import annotations

import json
import threading

from readiness.workshop.cells import Cell
from readiness.workshop.log import Entry
from readiness.workshop.stream import Event, Stream, make_event


def events(*numbers: int) -> list[Event]:
    """Return events that all may see."""
    return [Event(number, f'{{"seq":{number}}}') for number in numbers]


def test_a_board_gets_what_came_after_its_number() -> None:
    stream = Stream()
    stream.publish(events(1, 2, 3))
    cursor = stream.cursor(1)
    assert [one.seq for one in stream.wait(cursor, 0) or ()] == [2, 3]
    assert list(stream.wait(cursor, 0) or ()) == []
    stream.publish(events(*range(4, 200)))
    assert [one.seq for one in stream.wait(cursor, 0) or ()] == list(range(4, 200))


def test_a_board_that_is_too_far_behind_or_ahead_fetches_all_anew() -> None:
    stream = Stream(seq=50)
    stream.publish(events(51))
    assert stream.wait(stream.cursor(10), 0) is None
    assert stream.wait(stream.cursor(99), 0) is None
    cursor = stream.cursor(51)
    assert list(stream.wait(cursor, 0) or ()) == []
    stream.publish(events(52), refresh=True)
    assert stream.wait(cursor, 0) is None


def test_new_results_wake_a_board_and_the_end_lets_it_go() -> None:
    stream = Stream()
    cursor = stream.cursor(0)
    stream.wait(cursor, 0)
    threading.Timer(0.05, stream.tell_live).start()
    assert list(stream.wait(cursor, 10) or ()) == []
    assert cursor.has_live
    threading.Timer(0.05, stream.end).start()
    stream.wait(cursor, 10)
    assert stream.ended


def test_what_is_somebodys_own_leaves_its_number_for_others() -> None:
    after = {"votes/p-ann/pains:queue": Cell(2, 7, "p-ann")}
    event = make_event(Entry(7, "a" * 16, "p-ann", "", "done", after, {}), after, (), anonymous=False)
    assert json.loads(event.seen_by("p-ben")) == {"seq": 7}
    assert json.loads(event.seen_by("p-ann"))["cells"] == {"votes/p-ann/pains:queue": [2, 7, "p-ann"]}


def test_an_anonymous_event_names_nobody() -> None:
    cell = Cell("Shop", 7, "p-ann")
    after = {"touchpoints/shop/title": cell}
    event = make_event(Entry(7, "a" * 16, "p-ann", "", "done", after, {}), after, (), anonymous=True)
    assert "p-ann" not in event.text
