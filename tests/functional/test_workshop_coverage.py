"""Who still has to be asked about what, while people answer."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.room_server import Browser, RoomServer, an_engagement

ROOM = "boise-office"


def to_ask(browser: Browser, language: str, *, of: str) -> dict[str, str] | None:
    """Return what the room says has still to be asked about an item."""
    told = browser.get(f"/r/{ROOM}/live?language={language}").json()
    return next((one for one in told.get("coverage", ()) if one["item"] == of), None)


def until(check, seconds: float = 40) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.mark.parametrize(("language", "who"), [("en", "IT"), ("zh-Hant", "資訊部門"), ("zh-Hans", "IT 部门")])
def test_the_room_says_whom_to_ask_until_they_have_answered(tmp_path: Path, language: str, who: str) -> None:
    with RoomServer(an_engagement(tmp_path)) as server:
        lead = server.facilitator(ROOM)
        it, business = server.join(lead, "Ann", "it"), server.join(lead, "Ben", "business")
        until(lambda: to_ask(lead, language, of="P3-Q8"))
        found = to_ask(lead, language, of="P3-Q8")
        assert found is not None
        assert found["ask"] == who
        assert found["question"]
        assert found["why"]
        lead.change(("room/phase", "answer", 0))
        assert to_ask(business, language, of="P3-Q8") is not None
        key = f"answers/{it.me()}/1/technology-fit/P3-Q8"
        assert it.change((key, {"value": "3"}, 0))["status"] == "done"
        until(lambda: to_ask(lead, language, of="P3-Q8") is None)
        assert to_ask(lead, language, of="P4-Q7") is not None
