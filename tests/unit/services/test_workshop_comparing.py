"""Comparisons ordered from a room: one after the other, the newest wish of each person."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from readiness.errors import NotFound, Refused
from readiness.services.workshop import Outside, Workshop
from readiness.services.workshop_child import work
from readiness.services.workshop_comparing import Comparing
from tests.room_server import an_engagement

NUMBERS = iter(range(1, 10_000))
OUTSIDE = Outside(
    lambda: datetime(2026, 1, 1, tzinfo=UTC),
    lambda size: (next(NUMBERS) * 2654435761 % 2 ** (8 * size)).to_bytes(size, "big"),
)


@pytest.fixture
def room(tmp_path):
    found = Workshop(an_engagement(tmp_path), OUTSIDE)
    yield found
    found.close()


@pytest.fixture
def comparing():
    found = Comparing(OUTSIDE)
    yield found
    found.close(60)  # no thread is left to the tests that come after


def ended(comparing, room, person, number):
    end = time.monotonic() + 40
    shares = []
    while (told := comparing.state(room, person, number))["state"] in ("waiting", "working"):
        shares.append(told["share"])
        assert time.monotonic() < end
        time.sleep(0.01)
    return told, shares


def test_a_wish_is_done_and_says_how_far_it_is(comparing, room):
    number = comparing.ask(room, "ann", {"days": 2.0}, "zh-Hant")
    told, shares = ended(comparing, room, "ann", number)
    assert told["state"] == "done"
    assert shares == sorted(shares)
    assert {0.0, 0.1, 0.4} & set(shares[1:]) - {0.0}
    found = told["found"]
    assert found["used"] == {"days": 2.0}
    assert [one["name"] for one in found["columns"]][:2] == ["option", "p50"]
    assert found["best"] in {one["id"] for one in found["options"]}
    assert set(found["charts"]) == {"finish", "scatter"}
    with pytest.raises(NotFound):
        comparing.state(room, "ben", number)


def test_only_the_newest_wish_of_a_person_waits(comparing, room):
    first = comparing.ask(room, "ann", {}, "en")
    while comparing.state(room, "ann", first)["state"] == "waiting":
        time.sleep(0.001)
    second, third = (comparing.ask(room, "ann", {"days": factor}, "en") for factor in (1.5, 2.0))
    other = comparing.ask(room, "ben", {}, "en")
    assert comparing.state(room, "ann", second)["state"] == "dropped"
    assert ended(comparing, room, "ann", third)[0]["found"]["used"] == {"days": 2.0}
    assert ended(comparing, room, "ann", first)[0]["state"] == "done"
    assert ended(comparing, room, "ben", other)[0]["state"] == "done"


def test_a_folder_without_a_rollout_is_told_in_words(comparing, room):
    (room.folder / "rollout.yaml").unlink()
    profile = room.folder / "engagement.yaml"
    text = "".join(line for line in profile.open(encoding="utf-8") if not line.startswith("rollout:"))
    profile.write_text(text, encoding="utf-8")
    told, _ = ended(comparing, room, "ann", comparing.ask(room, "ann", {}, "en"))
    assert told["state"] == "failed"
    assert "rollout" in told["message"]


def refuse(*, tell):
    """Say something, then refuse."""
    tell(0.5)
    raise Refused("desk-busy")


def test_a_child_tells_its_share_and_what_it_raises():
    shares = []
    with pytest.raises(Refused, match="desk-busy"):
        work(refuse, seconds=5, watch=shares.append)
    assert shares == [0.5]
