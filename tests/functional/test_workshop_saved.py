"""A room saved into its folder while somebody edits the same files by hand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.room_server import ROOT, RoomServer, an_engagement

ROOM = "boise-office"
MAP = "touchmap.yaml"
NOTE = "touchpoints/order-by-phone/note"


def lines_changed(before: str, after: str) -> set[str]:
    """Return the lines that are not in both texts."""
    return set(before.splitlines()) ^ set(after.splitlines())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return an_engagement(tmp_path)


def test_a_save_changes_only_what_the_room_changed(folder: Path) -> None:
    before = (folder / MAP).read_text()
    with RoomServer(folder) as server:
        lead = server.facilitator(ROOM)
        assert lead.post(f"/r/{ROOM}/save", json={}).json() == {"saved": [], "conflicts": []}
        lead.change((NOTE, "They call before nine: always.", 0))
        assert lead.post(f"/r/{ROOM}/save", json={}).json()["saved"] == [MAP]
        assert lead.post(f"/r/{ROOM}/save", json={}).json()["saved"] == []
    after = (folder / MAP).read_text()
    changed = lines_changed(before, after)
    assert any("They call before nine: always." in line for line in changed)
    assert len(changed) <= 2


def test_what_somebody_typed_into_the_file_comes_into_the_room(folder: Path) -> None:
    with RoomServer(folder) as server:
        lead = server.facilitator(ROOM)
        lead.change((NOTE, "From the room", 0))
        text = (folder / MAP).read_text()
        by_hand = text.replace("Field sales", "Sales in the field", 1)
        (folder / MAP).write_text("# a remark by hand\n" + by_hand)
        told = lead.post(f"/r/{ROOM}/save", json={}).json()
        assert told == {"saved": [MAP], "conflicts": []}
        saved = (folder / MAP).read_text()
        assert saved.startswith("# a remark by hand\n")
        assert "Sales in the field" in saved
        assert "From the room" in saved
        assert any(cell[0] == "Sales in the field" for cell in lead.state()["cells"].values())


def test_where_both_changed_the_same_both_are_shown_and_the_file_stays(folder: Path) -> None:
    with RoomServer(folder) as server:
        lead = server.facilitator(ROOM)
        lead.change((NOTE, "From the room", 0))
        lead.post(f"/r/{ROOM}/save", json={})
        lead.change((NOTE, "From the room again", lead.state()["seq"]))
        text = (folder / MAP).read_text()
        (folder / MAP).write_text(text.replace("From the room", "By hand"))
        told = lead.post(f"/r/{ROOM}/save", json={}).json()
        assert [one["key"] for one in told["conflicts"]] == [NOTE]
        assert "By hand" in (folder / MAP).read_text()
        cell = lead.state()["cells"][NOTE]
        assert {cell[0], *(rival[0] for rival in cell[3])} == {"From the room again", "By hand"}
        server.kill()
        server.start()
        assert lead.post(f"/r/{ROOM}/save", json={}).json()["saved"] == []  # not yet settled
        lead.change((NOTE, "Settled", lead.state()["seq"]))
        assert lead.post(f"/r/{ROOM}/save", json={}).json() == {"saved": [MAP], "conflicts": []}
        assert "Settled" in (folder / MAP).read_text()


def test_answers_become_files_that_count(folder: Path) -> None:
    with RoomServer(folder) as server:
        lead = server.facilitator(ROOM)
        ann = server.join(lead, "Ann Example", "business")
        lead.change(("room/phase", "answer", 0))
        key = f"answers/{ann.me()}/1/customer-strategy/P1-Q2"
        ann.change((key, {"value": "1", "comment": "Nobody can name: one"}, 0))
        saved = lead.post(f"/r/{ROOM}/save", json={}).json()["saved"]
        assert len(saved) == 1
        text = (folder / saved[0]).read_text()
        assert "role: business" in text
        assert "Ann" not in text  # a code, no name
        assert ann.me() not in text + saved[0]  # and none that the room knows
        archive = zipfile.ZipFile(io.BytesIO(lead.get(f"/r/{ROOM}/export.zip").body))
        assert f"{ROOM}/{saved[0]}" in archive.namelist()
    from readiness import services

    engagement, checked = services.read(folder)
    assert checked.errors == 0
    assert any(ann_said(response) for response in engagement.responses)


def test_a_room_that_saved_a_mistake_opens_again(folder: Path) -> None:
    with RoomServer(folder) as server:
        lead = server.facilitator(ROOM)
        lead.change(("touchpoints/complain-by-phone/owner", "nobody-known", 0))
        text = (folder / MAP).read_text()
        (folder / MAP).write_text(text.replace("Field sales", "Sales in the field", 1))
        assert lead.post(f"/r/{ROOM}/save", json={}).json()["saved"] == [MAP]
        assert any(cell[0] == "Sales in the field" for cell in lead.state()["cells"].values())
        server.kill()
        server.start()
        cell = lead.state()["cells"]["touchpoints/complain-by-phone/owner"]
        assert cell[0] == "nobody-known"


def ann_said(response: object) -> bool:
    """Say whether a response is the one that was given in the room."""
    answers = getattr(response, "answers", {})
    return "P1-Q2" in answers and str(answers["P1-Q2"].comment) == "Nobody can name: one"


def test_a_broken_file_is_told_and_left_alone(folder: Path) -> None:
    with RoomServer(folder) as server:
        lead = server.facilitator(ROOM)
        lead.change((NOTE, "From the room", 0))
        whole = (folder / MAP).read_text()
        (folder / MAP).write_text(whole + "\n  - broken: [")
        told = lead.post(f"/r/{ROOM}/save", json={})
        assert told.status in (409, 422)
        assert MAP in told.json()["message"]
        assert (folder / MAP).read_text().endswith("broken: [")
        (folder / MAP).write_text(whole)
        assert lead.post(f"/r/{ROOM}/save", json={}).json()["saved"] == [MAP]


def test_the_examples_are_what_they_were() -> None:
    assert not (ROOT / "examples" / ".boise-office.workshop").exists()
