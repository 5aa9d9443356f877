"""The live workshop attacked by people in its room, through a real server."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.room_server import Browser, RoomServer, fresh

ROOM = "boise-office"


def test_an_origin_that_is_no_address_is_refused(server: RoomServer, lead: Browser) -> None:
    told = server.join(lead, "Ann").post(f"/r/{ROOM}/changes", json={}, Origin="http://[::1")
    assert told.status == 403


@pytest.mark.parametrize("order", [{"format": []}, {"format": {}}, {"language": []}, {"variant": {}}])
def test_an_order_of_a_wrong_kind_is_refused(server: RoomServer, lead: Browser, order: Any) -> None:
    assert server.join(lead, "Ann").post(f"/r/{ROOM}/reports", json=order).status == 400


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("touchpoints/new-one", 10**400, "bad-value"),
        ("touchpoints/new-one", 2**53 + 1, "bad-value"),
        ("people/{me}/name/hidden/place", "x", "unknown-key"),
        ("people/{me}/name", None, "bad-value"),  # gone from the facilitator's list, and still there
        ("people/{me}/name", "\u200b\u200b", "bad-value"),
        ("people/{me}/name", "a" + "\u0301" * 30, "bad-value"),
        ("people/{me}/name", "Fаcilitаtor", "bad-value"),
        ("touchpoints/order-by-phone/title", {"a": [1]}, "bad-value"),
        ("touchpoints/order-by-phone/title", 7, "bad-value"),
        ("touchpoints/order-by-phone/owner/x", "y", "bad-value"),
        ("touchpoints/order-by-phone/serves/find-item", "x", "bad-value"),
    ],
)
def test_a_cell_takes_only_what_it_is_for(
    server: RoomServer, lead: Browser, key: str, value: Any, reason: str
) -> None:
    ann = server.join(lead, "Ann")
    seq = ann.state()["seq"]
    assert ann.change((key.format(me=ann.me()), value, seq)).get("reason") == reason
    assert ann.state()["seq"] == seq


@pytest.mark.parametrize("name", ["Facilitator", "fACILITAT0R", "Fаcilitator", "主持人", "ꜰacilitator"])
def test_nobody_joins_as_the_facilitator(server: RoomServer, lead: Browser, name: str) -> None:
    code = lead.get(f"/r/{ROOM}/invite").json()["code"]
    told = Browser(server.port, ROOM).post("/join", form={"code": code, "name": name, "role": "it"})
    assert told.status == 409


def test_who_is_called_like_somebody_else_gets_a_number(server: RoomServer, lead: Browser) -> None:
    server.join(lead, "Oscar")
    other = server.join(lead, "Оscar")
    assert other.state()["me"]["name"] == "Оscar 2"


def test_the_id_of_anothers_change_cannot_be_taken(server: RoomServer, lead: Browser) -> None:
    ann, ben = server.join(lead, "Ann"), server.join(lead, "Ben")
    name = fresh()
    ann.change(("touchpoints/return-goods/note", "Slow", ann.state()["seq"]), name=name)
    told = ben.change(("touchpoints/order-by-fax/note", "Mine", ben.state()["seq"]), name=name)
    assert (told["status"], told["seq"]) == ("refused", 0)
    assert lead.undo(name)["status"] == "done"
    assert "touchpoints/return-goods/note" not in ann.state()["cells"]


def test_a_promise_that_names_are_hidden_is_kept(server: RoomServer, lead: Browser) -> None:
    ann = server.join(lead, "Ann")
    seq = lead.state()["seq"]
    assert lead.change(("room/anonymity/map", "anonymous", seq))["status"] == "done"
    assert lead.change(("room/anonymity/map", "named", seq))["status"] == "done"  # nothing was written yet
    again = lead.change(("room/anonymity/map", "anonymous", seq))
    ann.change(("pains/secret", 1, 0), ("pains/secret/text", "My boss", 0))
    for value in ("named", None, "anonymous"):
        assert lead.change(("room/anonymity/map", value, seq))["reason"] == "promised"
    assert lead.undo(again["id"])["reason"] == "promised"
    assert lead.state()["cells"]["pains/secret/text"][2] is None


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("customer-strategy/NOPE", {"value": "x"}),
        ("customer-strategy/P1-Q2", {"value": "99zz"}),
        ("no-such/P1-Q2", {"value": "1"}),
        ("customer-strategy/P1-Q2", {"value": {"deep": 1}}),
    ],
)
def test_no_hidden_answer_can_spoil_the_report_of_all(
    server: RoomServer, lead: Browser, item: str, value: Any
) -> None:
    ann = server.join(lead, "Ann")
    lead.change(("room/phase", "answer", lead.state()["seq"]))
    key = f"answers/{ann.me()}/1/{item}"
    assert ann.change((key, value, 0))["reason"] == "bad-value"
    lead.change(("room/phase", "map", lead.state()["seq"]))


def test_one_question_in_two_questionnaires_counts_once(server: RoomServer, lead: Browser) -> None:
    ann = server.join(lead, "Ann")
    lead.change(("room/phase", "answer", lead.state()["seq"]))
    for name in ("customer-strategy", "workshop-core"):
        told = ann.change((f"answers/{ann.me()}/1/{name}/P1-Q1", {"value": "1"}, 0))
        assert told["status"] == "done"
    job = lead.post(f"/r/{ROOM}/reports", json={"format": "json"}).json()["job"]
    end = time.monotonic() + 60
    while (told := lead.get(f"/r/{ROOM}/reports/{job}").json())["state"] not in ("done", "failed"):
        assert time.monotonic() < end
        time.sleep(0.3)
    assert told["state"] == "done", told
    lead.change(("room/phase", "map", lead.state()["seq"]))
