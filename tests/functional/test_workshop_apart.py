"""Two rooms in two cities united, and a room begun again from its backup, with the real commands."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from readiness.errors import Refused
from readiness.folder.engagement_archive import read_archive
from readiness.services.workshop import BACKUP, place_of
from tests.room_server import ROOT, RoomServer, an_engagement

ROOM = "boise-office"
NOTE, FAX = "touchpoints/order-by-phone/note", "touchpoints/order-by-fax/note"


def readiness(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command in English."""
    command = [sys.executable, "-m", "readiness", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def exported(place: Path, changes: list[tuple[str, object, int]], pain: str) -> Path:
    """Hold a workshop and return the zip that its facilitator takes home."""
    place.mkdir()
    with RoomServer(an_engagement(place)) as server:
        lead = server.facilitator(ROOM)
        for change in changes:
            assert lead.change(change)["status"] == "done"
        lead.change((f"pains/{pain}", 1, 0), (f"pains/{pain}/text", f"It is about {pain}", 0))
        out = place / "room.zip"
        out.write_bytes(lead.get(f"/r/{ROOM}/export.zip").body)
    return out


def test_two_rooms_are_united_and_conflicts_listed(tmp_path: Path) -> None:
    one = exported(tmp_path / "one", [(NOTE, "From Boise", 0), (FAX, "Dying", 0)], "queues")
    two = exported(
        tmp_path / "two",
        [
            (NOTE, "From Portland", 0),
            ("touchpoints/fair", 90, 0),
            ("touchpoints/fair/title", "Trade fair", 0),
        ],
        "noise",
    )
    out = tmp_path / "both"
    told = readiness("workshop", "merge", one, two, "-o", out, "--format", "json")
    assert told.returncode == 0, told.stderr
    conflicts = json.loads(told.stdout)["conflicts"]
    assert [(row["key"], row["theirs"], row["mine"]) for row in conflicts] == [
        (NOTE, "From Boise", "From Portland")
    ]
    text = (out / "touchmap.yaml").read_text()
    assert "From Boise" in text
    assert "Dying" in text
    assert "Trade fair" in text
    board = json.loads((out / "workshop.json").read_text())["board"]
    assert {"pains/queues/text", "pains/noise/text"} <= board.keys()
    notes = (out / "workshop.yaml").read_text()
    assert "It is about queues" in notes
    assert "It is about noise" in notes
    assert not list(out.glob("workshop.yaml.*"))
    again = readiness("workshop", "merge", one, two, "-o", out)
    assert again.returncode == 3
    assert "both" in again.stderr


def test_rooms_that_began_with_different_maps_cannot_be_united(tmp_path: Path) -> None:
    one = exported(tmp_path / "one", [], "queues")
    (tmp_path / "two").mkdir()
    folder = an_engagement(tmp_path / "two")
    (folder / "touchmap.yaml").write_text("# other\n" + (folder / "touchmap.yaml").read_text())
    with RoomServer(folder) as server:
        two = tmp_path / "two.zip"
        two.write_bytes(server.facilitator(ROOM).get(f"/r/{ROOM}/export.zip").body)
    told = readiness("workshop", "merge", one, two, "-o", tmp_path / "both")
    assert told.returncode == 3
    assert "did not begin with the same map" in told.stderr
    assert not (tmp_path / "both").exists()


def test_a_room_begins_again_from_its_backup(tmp_path: Path) -> None:
    folder = an_engagement(tmp_path)
    with RoomServer(folder) as server:
        lead = server.facilitator(ROOM)
        lead.change((NOTE, "Before the backup", 0))
        busy = readiness("workshop", "restore", folder)
        assert busy.returncode == 3
        server.kill()
        shutil.copy(place_of(folder) / "log.sqlite", place_of(folder) / BACKUP)
        for rest in ("-wal", "-shm"):
            part = place_of(folder) / f"log.sqlite{rest}"
            if part.exists():
                shutil.copy(part, place_of(folder) / f"{BACKUP}{rest}")
        (place_of(folder) / "log.sqlite").write_bytes(b"broken" * 1000)
        told = readiness("workshop", "restore", folder)
        assert told.returncode == 0, told.stderr
        assert "log.sqlite.before-1" in told.stdout
        server.start()
        assert lead.state()["cells"][NOTE][0] == "Before the backup"


def test_without_a_backup_it_says_so(tmp_path: Path) -> None:
    told = readiness("workshop", "restore", an_engagement(tmp_path))
    assert told.returncode == 3
    assert "no backup" in told.stderr


def archive(place: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    """Write a zip with some members, in their order, whatever their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, octets in members:
            made.writestr(name, octets)
    path = place / "room.zip"
    path.write_bytes(out.getvalue())
    return path


def link(name: str, mode: int) -> zipfile.ZipInfo:
    """Return a member that is no plain file."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


@pytest.mark.parametrize(
    "member",
    ["../x", "/etc/x", "a/../../x", "C:/x", "a\\..\\x", "con.txt", "AUX", "a/./b", "x" * 200,
     link("a/link", 0o120777), link("a/pipe", 0o010644)],
)  # fmt: skip
def test_no_name_in_an_archive_leads_elsewhere(tmp_path: Path, member: str | zipfile.ZipInfo) -> None:
    path = archive(tmp_path, ("a/engagement.yaml", b"x"), (member, b"y"))
    with pytest.raises(Refused) as refused:
        read_archive(path)
    assert refused.value.code in ("archive-name", "archive-broken")


def test_archives_that_are_too_much(tmp_path: Path) -> None:
    bomb = archive(tmp_path, ("a/engagement.yaml", b"x"), ("a/big", bytes(40 * 2**20)))
    with pytest.raises(Refused, match="archive-too-large"):
        read_archive(bomb)
    crowd = archive(tmp_path, *((f"a/{number}", b"") for number in range(3000)))
    with pytest.raises(Refused, match="archive-too-large"):
        read_archive(crowd)
    twice = archive(tmp_path, ("a/engagement.yaml", b"x"), ("A/Engagement.yaml", b"y"))
    with pytest.raises(Refused, match="archive-name"):
        read_archive(twice)
    (tmp_path / "room.zip").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(Refused, match="archive-broken"):
        read_archive(tmp_path / "room.zip")
