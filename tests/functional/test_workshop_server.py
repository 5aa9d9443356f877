"""The live workshop through its real server: nothing that was acknowledged is lost."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from readiness.services.workshop import LOG, place_of
from tests.room_server import HOST, Browser, RoomServer, an_engagement, fresh

ROOM = "boise-office"
NOTE = "touchpoints/order-by-phone/note"


def test_what_one_writes_all_see(server: RoomServer, lead: Browser) -> None:
    ann, ben = server.join(lead, "Ann"), server.join(lead, "Ben", "it")
    seq = ben.state()["seq"]
    told = ann.change((NOTE, "They call before nine.", 0))
    assert told["status"] == "done"
    events = ben.get(f"/r/{ROOM}/changes?after={seq}&wait=5").json()["events"]
    assert [one["cells"][NOTE][0] for one in events] == ["They call before nine."]
    assert ben.state()["cells"][NOTE][0] == "They call before nine."
    assert ben.state()["hash"] == ann.state()["hash"]


def test_two_values_of_one_field_are_both_kept(server: RoomServer, lead: Browser) -> None:
    ann, ben = server.join(lead, "Ann"), server.join(lead, "Ben", "it")
    key = "touchpoints/order-by-fax/note"
    ann.change((key, "Dying out", 0))
    assert ben.change((key, "Growing", 0))["status"] == "conflict"
    cell = lead.state()["cells"][key]
    assert (cell[0], [rival[0] for rival in cell[3]]) == ("Dying out", ["Growing"])


def test_a_change_that_is_sent_again_is_done_once(server: RoomServer, lead: Browser) -> None:
    ann, ben, name = server.join(lead, "Ann"), server.join(lead, "Ben"), fresh()
    first = ann.change(("pains/queue", 1, 0), ("pains/queue/text", "Nobody answers", 0), name=name)
    assert ann.change(("pains/queue", 1, 0), ("pains/queue/text", "Nobody answers", 0), name=name) == first
    # the same id from somebody else is refused, and tells nothing of the first
    told = ben.change(("pains/queue/text", "Nobody ever answers", first["seq"]), name=name)
    assert (told["status"], told["seq"]) == ("refused", 0)


def test_votes_and_answers_of_others_leave_only_their_number(server: RoomServer, lead: Browser) -> None:
    ann, ben = server.join(lead, "Ann"), server.join(lead, "Ben", "it")
    lead.change(("room/phase", "answer", 0))
    seq = ann.state()["seq"]
    key = f"answers/{ann.me()}/1/customer-strategy/P1-Q2"
    assert ann.change((key, {"value": "2", "comment": "Only on paper"}, 0))["status"] == "done"
    assert ben.get(f"/r/{ROOM}/changes?after={seq}&wait=5").json()["events"] == [{"seq": seq + 1}]
    assert key not in ben.get(f"/r/{ROOM}/state").body.decode()
    assert "Only on paper" not in lead.get(f"/r/{ROOM}/history?before=0").body.decode()
    assert ann.state()["cells"][key][0]["value"] == "2"
    assert lead.live("progress")["contested"] is None  # nothing sways those who still answer
    assert ann.post(f"/r/{ROOM}/reports", json={"format": "json"}).status == 403
    end = time.monotonic() + 10
    while not lead.live("progress")["progress"]["business"]["answered"]:
        assert time.monotonic() < end
        time.sleep(0.2)
    lead.change(("room/phase", "map", lead.state()["seq"]))


def test_a_stream_sends_every_number_once_and_in_order(server: RoomServer, lead: Browser) -> None:
    ann = server.join(lead, "Ann")
    seq, seen = ann.state()["seq"], list[int]()
    ready = threading.Event()

    def listen() -> None:
        line = http.client.HTTPConnection(HOST, server.port, timeout=20)
        jar = "; ".join(f"{name}={value}" for name, value in ann.cookies.items())
        line.request("GET", f"/r/{ROOM}/events?after={seq}", headers={"Cookie": jar})
        stream = line.getresponse()
        assert stream.getheader("Content-Type", "").startswith("text/event-stream")
        ready.set()
        while len(seen) < 60:
            text = stream.readline().decode()
            assert text, f"the stream ended after {len(seen)} changes"
            if text.startswith("data: ") and '"seq":' in text and '"cells"' in text:
                seen.append(json.loads(text[6:])["seq"])
        line.close()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert ready.wait(10)
    writers = [threading.Thread(target=_write, args=(server.join(lead, f"W{n}"), 18)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    _write(ann, 6)
    listener.join(20)
    assert not listener.is_alive()
    assert seen == sorted(seen)
    first = seen[0]
    assert seen == list(range(first, first + len(seen)))


def _write(browser: Browser, times: int) -> None:
    for _ in range(times):
        name = f"t-{fresh()}"
        told = browser.change((f"touchpoints/{name}", 99, 0), (f"touchpoints/{name}/title", "Stand", 0))
        assert told["status"] == "done"


def test_an_undo_is_ones_own_and_the_facilitators(server: RoomServer, lead: Browser) -> None:
    ann, ben = server.join(lead, "Ann"), server.join(lead, "Ben")
    told = ann.change(("touchpoints/return-goods/note", "Slow", 0))
    assert ben.undo(told["id"])["reason"] == "nothing-to-undo"
    assert ann.undo(told["id"])["status"] == "done"
    assert "touchpoints/return-goods/note" not in ann.state()["cells"]
    again = ann.change(("touchpoints/return-goods/note", "Slow", ann.state()["seq"]))
    assert lead.undo(again["id"])["status"] == "done"


def test_a_locked_door_and_somebody_who_must_leave(server: RoomServer, lead: Browser) -> None:
    ann = server.join(lead, "Ann")
    lead.change(("room/lobby", "locked", 0))
    code = lead.get(f"/r/{ROOM}/invite").json()["code"]
    late = Browser(server.port, ROOM)
    assert late.post("/join", form={"code": code, "name": "Late", "role": "it"}).status == 409
    lead.change(("room/lobby", "open", lead.state()["seq"]))
    assert lead.post(f"/r/{ROOM}/people/{ann.me()}/remove", json={}).status == 200
    assert ann.get(f"/r/{ROOM}/state").status == 404
    assert ann.post(f"/r/{ROOM}/changes", json={"changes": []}).status == 404


def test_results_follow_what_people_write(server: RoomServer, lead: Browser) -> None:
    told = lead.live("pitfalls")
    assert {one["id"] for one in told["pitfalls"]} == {
        "strategy",
        "organization",
        "technology",
        "relationship",
    }
    assert told["outages"][0]["name"]
    ann = server.join(lead, "Ann")
    ann.change(("touchpoints/complain-by-phone/owner", "nobody-known", 0))
    end = time.monotonic() + 20
    while time.monotonic() < end:
        problems = lead.live("problems")["problems"]
        if any(one["element"] == "touchpoints/complain-by-phone" for one in problems):
            break
        time.sleep(0.3)
    assert "touchpoints/complain-by-phone" in [
        one["element"] for one in problems if one["severity"] == "error"
    ]
    job = ann.post(f"/r/{ROOM}/reports", json={"format": "json"}).json()["job"]
    while (told := ann.get(f"/r/{ROOM}/reports/{job}").json())["state"] not in ("done", "failed"):
        assert time.monotonic() < end + 20
        time.sleep(0.3)
    assert "errors" in told["message"]
    assert "readiness-" not in told["message"]  # no place of the server's own
    ann.change(("touchpoints/complain-by-phone/owner", "customer-service", ann.state()["seq"]))


def test_a_report_of_the_room_in_another_language(server: RoomServer, lead: Browser) -> None:
    order = {"language": "zh-Hant", "variant": "brief", "format": "html"}
    job = lead.post(f"/r/{ROOM}/reports", json=order).json()["job"]
    end = time.monotonic() + 40
    while (told := lead.get(f"/r/{ROOM}/reports/{job}").json())["state"] not in ("done", "failed"):
        assert time.monotonic() < end
        time.sleep(0.3)
    assert told["state"] == "done", told
    page = lead.get(told["file"])
    assert 'lang="zh-Hant"' in page.body.decode()
    ann = server.join(lead, "Ann")
    assert ann.get(told["file"]).status == 404  # somebody else's


def test_a_report_shows_the_room_as_it_was_when_it_was_ordered(server: RoomServer, lead: Browser) -> None:
    ann, ben = server.join(lead, "Ann"), server.join(lead, "Ben", "it")
    order = {"variant": "full", "format": "json"}
    first = [lead.post(f"/r/{ROOM}/reports", json=order).json()["job"] for _ in range(3)]
    job = ann.post(f"/r/{ROOM}/reports", json=order).json()["job"]
    lead.change(("room/phase", "answer", lead.state()["seq"]))
    said = {"value": "2"}
    assert ben.change((f"answers/{ben.me()}/1/customer-strategy/P1-Q2", said, 0))["status"] == "done"
    assert ann.get(f"/r/{ROOM}/reports/{first[0]}").status == 404
    later = lead.post(f"/r/{ROOM}/reports", json=order).json()["job"]
    assert finished(ann, job) == finished(lead, first[0]) != finished(lead, later)
    lead.change(("room/phase", "map", lead.state()["seq"]))


def until_ended(browser: Browser, job: str) -> dict[str, Any]:
    """Wait until a report has ended and return what is told of it."""
    end = time.monotonic() + 60
    while (told := browser.get(f"/r/{ROOM}/reports/{job}").json())["state"] not in ("done", "failed"):
        assert time.monotonic() < end
        time.sleep(0.2)
    return dict(told)


def finished(browser: Browser, job: str) -> str:
    """Wait for a report and return it."""
    told = until_ended(browser, job)
    assert told["state"] == "done", told
    return browser.get(told["file"]).body.decode()


def test_nobody_takes_all_places_of_the_desk(server: RoomServer, lead: Browser) -> None:
    ann, ben = server.join(lead, "Ann"), server.join(lead, "Ben")
    told = [ann.post(f"/r/{ROOM}/reports", json={"format": "pdf"}) for _ in range(12)]
    assert {one.status for one in told} == {200, 409}
    assert ben.post(f"/r/{ROOM}/reports", json={"format": "json"}).status == 200
    for one in told:
        if one.status == 200:
            until_ended(ann, one.json()["job"])


def test_the_oldest_board_of_too_many_is_let_go_at_once(server: RoomServer, lead: Browser) -> None:
    ann = server.join(lead, "Ann")
    seq = ann.state()["seq"]
    jar = "; ".join(f"{name}={value}" for name, value in ann.cookies.items())
    head = f"GET /r/{ROOM}/events?after={seq} HTTP/1.1\r\nHost: {HOST}:{server.port}\r\nCookie: {jar}\r\n\r\n"
    boards = []
    for _ in range(12):
        board = socket.create_connection((HOST, server.port), timeout=5)
        board.sendall(head.encode())
        assert board.recv(64).startswith(b"HTTP/1.1 200")
        boards.append(board)
    assert [has_ended(board) for board in boards] == [True] * 4 + [False] * 8
    for board in boards:
        board.close()


def has_ended(board: socket.socket) -> bool:
    """Say whether a stream ends within two seconds."""
    end = time.monotonic() + 2
    while (left := end - time.monotonic()) > 0:
        board.settimeout(left)
        try:
            if (piece := board.recv(65536)) == b"" or piece.endswith(b"\r\n0\r\n\r\n"):
                return True
        except TimeoutError:
            return False
    return False


def test_a_second_server_on_the_same_room_refuses(server: RoomServer, lead: Browser) -> None:
    assert lead.state()
    with RoomServer(server.folder) as other:
        browser = Browser(other.port, ROOM)
        browser.get(f"/f/{other.token}")
        told = browser.post(f"/rooms/{ROOM}/open", form={})
        assert told.status == 409
        assert "another" in told.json()["message"].lower()


@dataclass
class Writer:
    """Writes until the plug is pulled; what was not answered is sent again under the same id."""

    browser: Browser
    me: str
    kept: dict[str, Any] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    open: tuple[str, tuple[tuple[str, Any, int], ...]] | None = None
    number: int = 0

    def write(self, until: threading.Event) -> None:
        """Write touchpoints, dots and answers in turn until the plug is pulled: few cells, over and over."""
        while not until.is_set():
            self.number += 1
            element, note = f"touchpoints/t-{self.me}-{self.number % 20}", fresh()
            settings = (
                ((element, 5, 0), (f"{element}/note", note, 0)),
                ((f"votes/{self.me}/pains:queue", self.number % 6, 0),),
                ((f"answers/{self.me}/1/customer-strategy/P1-Q2", {"value": "2", "comment": note}, 0),),
            )[self.number % 3]
            self.open = (fresh(), settings)
            if not self.send():
                return

    def send(self) -> bool:
        """Send what is open; say whether it was answered."""
        assert self.open is not None
        name, settings = self.open
        try:
            told = self.browser.change(*settings, name=name)
        except (OSError, http.client.HTTPException):
            return False
        assert told["status"] in ("done", "conflict"), told
        self.kept |= {key: value for key, value, _ in settings}
        self.ids.add(name)
        self.open = None
        return True

    def lost(self) -> list[str]:
        """Return the acknowledged values that are gone; what was sent last may be kept unanswered."""
        cells = self.browser.state()["cells"]
        last = {key: value for key, value, _ in self.open[1]} if self.open else {}
        there = {key: cells.get(key, [None])[0] for key in self.kept}
        return [key for key, value in self.kept.items() if there[key] not in (value, last.get(key, value))]


def writers(server: RoomServer, lead: Browser, number: int) -> list[Writer]:
    """Return so many people who may write anything in any phase, each in a browser of their own."""
    lead.change(("pains/queue", 1, 0), ("pains/queue/text", "Nobody answers", 0))
    seats = [server.facilitator(ROOM) for _ in range(number)]
    return [Writer(seat, seat.me()) for seat in seats]


def kill_round(
    server: RoomServer, people: list[Writer], seconds: float, meanwhile: Callable[[], Any]
) -> None:
    """Let people write until the plug is pulled; then all is there that was acknowledged, each once."""
    stop = threading.Event()
    threads = [threading.Thread(target=person.write, args=(stop,)) for person in people]
    for thread in threads:
        thread.start()
    time.sleep(seconds / 2)
    with suppress(OSError, http.client.HTTPException):
        meanwhile()
    time.sleep(seconds / 2)
    server.kill()
    stop.set()
    for thread in threads:
        thread.join()
    server.start()
    for person in people:
        assert person.lost() == []
        assert person.open is None or person.send()
        assert person.lost() == []


def written_once(server: RoomServer, people: list[Writer]) -> bool:
    """Say whether every acknowledged change stands in the log once; ends the server, which locks it."""
    server.kill()
    with closing(sqlite3.connect(place_of(server.folder) / LOG)) as log:
        found = Counter(name for (name,) in log.execute("select id from changes"))
    return all(found[name] == 1 for person in people for name in person.ids)


def test_nothing_acknowledged_is_lost_when_the_plug_is_pulled(tmp_path: Path) -> None:
    with RoomServer(an_engagement(tmp_path)) as server:
        lead = server.facilitator(ROOM)
        people = writers(server, lead, 16)
        for _ in range(3):
            before = sum(len(person.ids) for person in people)
            kill_round(server, people, 0.8, lambda: None)
            assert sum(len(person.ids) for person in people) > before + 20
        assert written_once(server, people)


@pytest.mark.long
def test_nothing_is_lost_in_fifty_rounds_with_sixteen_writers(tmp_path: Path) -> None:
    with RoomServer(an_engagement(tmp_path)) as server:
        lead = server.facilitator(ROOM)
        people = writers(server, lead, 16)
        for _ in range(25):
            kill_round(server, people, 0.6, lambda: lead.get(f"/r/{ROOM}/export.zip"))
            kill_round(server, people, 0.6, lambda: lead.post(f"/r/{ROOM}/save", json={}))
        assert sum(len(person.ids) for person in people) > 1000
        assert written_once(server, people)


def may_trace() -> bool:
    """Say whether processes may be traced here."""
    strace = shutil.which("strace")
    return (
        strace is not None
        and not subprocess.run([strace, "-qqf", "true"], capture_output=True, check=False).returncode
    )


@pytest.mark.skipif(not may_trace(), reason="strace is not installed, or may not trace")
def test_the_disk_has_it_before_the_answer_is_sent(tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    wrap = ["strace", "-f", "-o", str(trace), "-e", "trace=fdatasync,fsync,sendto,send,write", "-s", "40"]
    with RoomServer(an_engagement(tmp_path), wrap=wrap) as server:
        lead = server.facilitator(ROOM)
        seen = len(trace.read_text().splitlines())
        for number in range(5):
            assert lead.change((NOTE, f"Text {number}", lead.state()["seq"]))["status"] == "done"
        time.sleep(0.3)
        lines = trace.read_text(errors="replace").splitlines()[seen:]
    assert sum("HTTP/1.1 200" in line for line in lines) == 10
    assert _unsynced_answers(lines) == []


def _unsynced_answers(lines: list[str]) -> list[str]:
    """Return each answer to a change that came while no sync had ended since the answer before."""
    syncs, wrong, position = 0, [], 0
    for line in lines:
        if ("sync(" in line and "unfinished" not in line) or "sync resumed" in line:
            syncs += 1
        if "HTTP/1.1 200" in line and ("sendto(" in line or "send(" in line):
            position += 1
            if position % 2 == 0:  # state, change, state, change ...
                if syncs == 0:
                    wrong.append(line)
                syncs = 0
    return wrong


def _small_disk(place: Path) -> bool:
    place.mkdir()
    if not Path("/usr/bin/mount").exists():
        return False
    made = subprocess.run(
        ["/usr/bin/mount", "-t", "tmpfs", "-o", "size=3m", "none", str(place)],
        capture_output=True,
        check=False,
    )
    return made.returncode == 0


def test_a_full_disk_takes_nothing_and_the_room_recovers(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    if not _small_disk(disk):
        pytest.skip("no right to make a small disk")
    try:
        with RoomServer(an_engagement(disk)) as server:
            lead = server.facilitator(ROOM)
            ballast = disk / "ballast"
            free = shutil.disk_usage(disk).free
            ballast.write_bytes(b"x" * max(free - 20_000, 0))
            kept, status = 0, 200
            for number in range(200):
                rows = [{"key": f"touchpoints/t-{number}", "value": 1, "base": 0},
                        {"key": f"touchpoints/t-{number}/note", "value": "x" * 3000, "base": 0}]  # fmt: skip
                told = lead.post(f"/r/{ROOM}/changes", json={"changes": [{"id": fresh(), "set": rows}]})
                status = told.status
                if status != 200:
                    break
                kept += 1
            assert status == 507
            assert "disk is full" in told.json()["message"]
            notes = [
                key
                for key in lead.state()["cells"]
                if key.startswith("touchpoints/t-") and key.endswith("/note")
            ]
            assert len(notes) == kept
            ballast.unlink()
            assert lead.change(("touchpoints/after", 1, 0))["status"] == "done"
            server.kill()
            server.start()
            cells = lead.state()["cells"]
            assert "touchpoints/after" in cells
            assert sum(key.startswith("touchpoints/t-") and key.endswith("/note") for key in cells) == kept
    finally:
        subprocess.run(["/usr/bin/umount", "-l", str(disk)], check=False)


@pytest.mark.long
def test_a_room_of_a_hundred_thousand_changes_opens_within_three_seconds(tmp_path: Path) -> None:
    with RoomServer(an_engagement(tmp_path)) as server:
        lead = server.facilitator(ROOM)
        for batch in range(1000):
            notes = (f"{batch} {number}" for number in range(100))
            changes = [{"id": fresh(), "set": [{"key": NOTE, "value": note, "base": 0}]} for note in notes]
            assert lead.post(f"/r/{ROOM}/changes", json={"changes": changes}).status == 200
        seq = lead.state()["seq"]
        assert seq > 100_000
        server.kill()
        begin = time.monotonic()
        server.start()
        assert lead.state()["seq"] == seq
        assert time.monotonic() - begin < 3  # with the start of Python itself
