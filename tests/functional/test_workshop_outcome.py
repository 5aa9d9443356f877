"""What a room decided stands in a file of its engagement, is checked as the others, and fills the minutes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from readiness import services
from readiness.resources import examples
from tests.room_server import Browser, RoomServer, an_engagement

ROOM, FILE = "boise-office", "workshop.yaml"
LANGUAGES = ["en", "zh-Hant", "zh-Hans"]
NOTES = """format: workshop/1
voted: 2

pains:
  - id: lost-orders
    text: "Nobody knows: where is my order?"
    on: order-by-phone
    dots: 5
  - id: two-lists
    text: Two price lists
    dots: 1

actions:
  - id: one-number
    text: One number for every order
    owner: Carla
    due: 2030-05-01
    pitfall: technology
  - id: later
    text: Think about the rest
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return an_engagement(tmp_path)


def save(lead: Browser) -> list[str]:
    told: list[str] = lead.post(f"/r/{ROOM}/save", json={}).json()["saved"]
    return told


def decided(server: RoomServer) -> tuple[Browser, Browser, Browser]:
    """Hold a workshop that decides what NOTES say; the vote is still open."""
    lead = server.facilitator(ROOM)
    ann, ben = server.join(lead, "Ann", "it"), server.join(lead, "Ben", "business")
    ann.change(
        ("pains/lost-orders", 1, 0),
        ("pains/lost-orders/text", "Nobody knows: where is my order?", 0),
        ("pains/lost-orders/on", "order-by-phone", 0),
    )
    ben.change(("pains/two-lists", 2, 0), ("pains/two-lists/text", "Two price lists", 0))
    lead.change(
        ("actions/one-number", 1, 0),
        ("actions/one-number/text", "One number for every order", 0),
        ("actions/one-number/owner", "Carla", 0),
        ("actions/one-number/due", "2030-05-01", 0),
        ("actions/one-number/pitfall", "technology", 0),
    )
    lead.change(("actions/later", 2, 0), ("actions/later/text", "Think about the rest", 0))
    lead.change(("room/phase", "vote", 0))
    for who, pain, dots in ((ann, "lost-orders", 3), (ben, "lost-orders", 2), (ben, "two-lists", 1)):
        assert who.change((f"votes/{who.me()}/pains:{pain}", dots, 0))["status"] == "done"
    return lead, ann, ben


def test_a_room_writes_what_it_decided(folder: Path) -> None:
    with RoomServer(folder) as server:
        lead, *people = decided(server)
        assert save(lead) == [FILE]
        early = (folder / FILE).read_text(encoding="utf-8")
        assert "dots" not in early  # people still vote
        lead.change(("room/phase", "decide", lead.state()["seq"]))
        assert save(lead) == [FILE]
        assert save(lead) == []
        text = (folder / FILE).read_text(encoding="utf-8")
        assert text == NOTES
        assert all(one.me() not in text for one in people)
        assert set(text.splitlines()) - set(early.splitlines()) == {"voted: 2", "    dots: 5", "    dots: 1"}
        archive = zipfile.ZipFile(io.BytesIO(lead.get(f"/r/{ROOM}/export.zip").body))
        assert archive.read(f"{ROOM}/{FILE}").decode() == NOTES
        lead.change(("pains/two-lists", None, lead.state()["seq"]))
        lead.change(("touchpoints/order-by-phone", None, lead.state()["seq"]))
        save(lead)
        text = (folder / FILE).read_text(encoding="utf-8")
        assert "two-lists" not in text
        assert "order-by-phone" not in text  # it hurts nowhere that is on the map
    told = services.check(folder).told  # the map has lost what other parts of it need; this file is well
    assert not [one for one in told if one.span.file == FILE]


def test_what_somebody_made_of_the_file_is_kept_beside_it(folder: Path) -> None:
    with RoomServer(folder) as server:
        lead, *_ = decided(server)
        save(lead)
        by_hand = (folder / FILE).read_text(encoding="utf-8") + "# by hand\n"
        (folder / FILE).write_text(by_hand, encoding="utf-8")
        lead.change(("room/phase", "decide", lead.state()["seq"]))
        assert save(lead) == [FILE]
        kept = [one for one in folder.iterdir() if one.name.startswith(FILE) and one.name != FILE]
        assert [one.read_text(encoding="utf-8") for one in kept] == [by_hand]


def test_a_room_that_decided_nothing_writes_no_file(folder: Path) -> None:
    with RoomServer(folder) as server:
        lead = server.facilitator(ROOM)
        assert save(lead) == []
    assert not (folder / FILE).exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("    on: order-by-phone", "    on: order-by-phon", ("dangling", 7)),
        ("id: two-lists", "id: lost-orders", ("same-id", 9)),
        ("voted: 2\n", "", ("dots-of-nobody", 7)),
        ("due: 2030-05-01", "due: soon", ("date", 17)),
        ("dots: 5", "dots: -5", ("at-least", 8)),
        ("dots: 5", "dots: many", ("whole-number", 8)),
        ("pitfall: technology", "pitfall: hardware", ("choice", 18)),
        ("    text: Two price lists\n", "", ("missing-key", 9)),
        ("    owner: Carla", "    owned: Carla", ("unknown-key", 16)),
        ("format: workshop/1", "format: workshop/9", ("format", 1)),
        ("pains:\n", "pains: [\n", None),
    ],
)
def test_a_mistake_is_told_at_its_line(
    folder: Path, language: str, old: str, new: str, place: tuple[str, int] | None
) -> None:
    assert old in NOTES
    (folder / FILE).write_text(NOTES.replace(old, new, 1), encoding="utf-8")
    checked = services.check(folder, language)
    assert checked.errors >= 1
    told = [one for one in checked.told if one.span.file == FILE]
    assert told
    assert all(str(one.message) and one.severity == "error" for one in told)
    if place:
        assert (told[0].code, told[0].span.line) == place


def named(folder: Path, name: str) -> list[str]:
    """Let the profile name another file; return the mistakes that are told."""
    cover = folder / "engagement.yaml"
    cover.write_text(cover.read_text(encoding="utf-8") + f"\nworkshop: {name}\n", encoding="utf-8")
    return [one.code for one in services.check(folder, "en").told if one.severity == "error"]


def test_a_room_writes_the_file_that_the_profile_names(folder: Path) -> None:
    assert named(folder, "decided.yaml") == []  # it is not there before the first workshop is saved
    with RoomServer(folder) as server:
        lead = server.facilitator(ROOM)
        lead.change(("pains/queue", 1, 0), ("pains/queue/text", "Nobody answers", 0))
        assert save(lead) == ["decided.yaml"]
    engagement, checked = services.read(folder)
    assert checked.errors == 0
    assert [str(one.text) for one in engagement.workshop.pains] == ["Nobody answers"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../decided.yaml", "outside-folder"),
        ("/etc/decided.yaml", "outside-folder"),
        ("touchmap.yaml", "format"),
        ("engagement.yaml", "format"),
    ],
)
def test_a_room_never_writes_over_another_file(folder: Path, name: str, code: str) -> None:
    assert code in named(folder, name)
    with RoomServer(folder) as server:
        browser = Browser(server.port, ROOM)
        browser.get(f"/f/{server.token}")
        assert browser.post(f"/rooms/{ROOM}/open", form={}).status >= 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_minutes_say_what_hurts_and_who_does_what(folder: Path, language: str, tmp_path: Path) -> None:
    (folder / FILE).write_text(NOTES, encoding="utf-8")
    page = services.report(folder, tmp_path / "m.html", language=language, variant="minutes").read_text(
        "utf-8"
    )
    _, _, _, hurts, assigned = page.split("<h2")
    assert hurts.index("where is my order?") < hurts.index("Two price lists")
    assert ">5<" in hurts
    assert "Order by phone" in hurts or "order-by-phone" in hurts
    assert "One number for every order" in assigned
    assert "Carla" in assigned
    assert "2030" in assigned
    view = services.assess(folder, language).view
    assert str(view.workshop.tasks[1].owner) in assigned
    assert assigned.index("Carla") < assigned.index(str(view.actions[0].indicator))
    without = services.report(
        examples() / "boise-office", tmp_path / "n.html", language=language, variant="minutes"
    ).read_text("utf-8")
    assert len(without.split("<h2")) == 4
