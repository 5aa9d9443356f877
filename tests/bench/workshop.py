"""A full room on one server: how soon everybody sees an edit, how soon it is acknowledged, how much memory.

``python tests/bench/workshop.py [--seconds 600] [--people 60] [--rate 20]``; the
server is a process of its own, reached over loopback, and keeps every change
on the disk before it answers.  The figures hold for a machine that does
nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.room_server import HOST, Browser, RoomServer, an_engagement, fresh

ROOM = "boise-office"
PROJECTORS = 4


def percentile(values: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class Line:
    """One connection that is kept open, as a browser keeps it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    async def open(self) -> None:
        """Connect."""
        self.reader, self.writer = await asyncio.open_connection(HOST, self.browser.port)

    def send(self, method: str, path: str, body: bytes = b"") -> None:
        """Send a request."""
        jar = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{self.browser.port}\r\nCookie: {jar}\r\n"
        if method == "POST":
            head += f"Origin: http://{HOST}:{self.browser.port}\r\nContent-Type: application/json\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        self.writer.write(head.encode() + b"\r\n" + body)

    async def answer(self) -> bytes:
        """Read an answer with its length."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        size = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        )
        assert head.startswith(b"HTTP/1.1 200"), head
        return await self.reader.readexactly(size)

    async def change(self, *settings: tuple[str, object, int]) -> float:
        """Send a change and return the seconds until it is acknowledged."""
        rows = [{"key": key, "value": value, "base": base} for key, value, base in settings]
        body = json.dumps({"changes": [{"id": fresh(), "set": rows}]}).encode()
        begin = time.perf_counter()
        self.send("POST", f"/r/{ROOM}/changes", body)
        told = json.loads(await self.answer())["results"][0]
        assert told["status"] in ("done", "conflict"), told
        return time.perf_counter() - begin


async def listen(
    browser: Browser, after: int, sent: dict[str, float], delays: list[float], gaps: list[int]
) -> None:
    """Read a stream until it is cancelled; note how late each edit comes and any missing number."""
    line = Line(browser)
    await line.open()
    line.send("GET", f"/r/{ROOM}/events?after={after}")
    last = after
    while text := await line.reader.readline():
        if text.startswith(b'data: {"seq"') and (b'"cells"' in text or text.count(b":") == 2):
            told = json.loads(text[6:])
            if told["seq"] != last + 1:
                gaps.append(told["seq"])
            last = told["seq"]
            for key, cell in told.get("cells", {}).items():
                if key.endswith("/note") and cell[0] in sent:
                    delays.append(time.perf_counter() - sent[cell[0]])


async def crowd(
    server: RoomServer, lead: Browser, people: list[Browser], *, rate: float, seconds: float
) -> None:
    """Let everybody listen while edits are made at a rate, and print how it went."""
    after = lead.state()["seq"]
    sent: dict[str, float] = {}
    delays, gaps, acks = list[float](), list[int](), list[float]()
    listeners = [asyncio.create_task(listen(one, after, sent, delays, gaps)) for one in people]
    listeners += [asyncio.create_task(listen(lead, after, sent, delays, gaps)) for _ in range(PROJECTORS)]
    await asyncio.sleep(2)
    writers = [Line(one) for one in people[:20]]
    for writer in writers:
        await writer.open()
    busy: set[asyncio.Task[float]] = set()
    begin, made = time.perf_counter(), 0

    async def edit(number: int) -> float:
        text = fresh()
        sent[text] = time.perf_counter()
        return await writers[number % len(writers)].change(
            (f"touchpoints/t{number}", 1, 0), (f"touchpoints/t{number}/note", text, 0)
        )

    while (now := time.perf_counter()) - begin < seconds:
        if made < (now - begin) * rate:
            task = asyncio.create_task(edit(made))
            task.add_done_callback(
                lambda done: (
                    acks.append(done.result()) if not done.cancelled() and not done.exception() else None
                )
            )
            busy.add(task)
            made += 1
        else:
            await asyncio.sleep(0.002)
    await asyncio.gather(*busy, return_exceptions=True)
    await asyncio.sleep(1)
    for listener in listeners:
        listener.cancel()
    memory = resident(server)
    print(
        f"{len(people)} people, {PROJECTORS} projectors, {rate:g} edits a second, {seconds:g} s: "
        f"seen p95 {percentile(delays, 0.95):.0f} ms, acknowledged p95 {percentile(acks, 0.95):.0f} ms, "
        f"{len(delays)} deliveries, {len(acks)} of {made} acknowledged, {len(gaps)} gaps, {memory:.0f} MB",
        flush=True,
    )


def resident(server: RoomServer) -> float:
    """Return the resident memory of the server's process in megabytes."""
    for line in Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1000
    return 0.0


async def rush(people: list[Browser], seconds: float) -> None:
    """Let 32 connections write as fast as they can."""
    lines = [Line(one) for one in people[:32]]
    for line in lines:
        await line.open()
    acks: list[float] = []

    async def write(line: Line, number: int) -> None:
        end = time.perf_counter() + seconds
        count = 0
        while time.perf_counter() < end:
            name = f"touchpoints/r{number}-{count}"
            acks.append(await line.change((name, 1, 0), (f"{name}/note", "x", 0)))
            count += 1

    begin = time.perf_counter()
    await asyncio.gather(*(write(line, number) for number, line in enumerate(lines)))
    print(
        f"32 writers: {len(acks) / (time.perf_counter() - begin):.0f} durable changes a second, "
        f"p95 {percentile(acks, 0.95):.0f} ms",
        flush=True,
    )


async def vote(lead: Browser, people: list[Browser]) -> None:
    """Let everybody vote within one second."""
    lead.change(("pains/queue", 1, 0), ("pains/queue/text", "Queues", 0))
    lead.change(("room/phase", "vote", 0))
    lines = [Line(one) for one in people[:60]]
    for line in lines:
        await line.open()
    ids = [one.me() for one in people[:60]]

    async def one(number: int) -> float:
        await asyncio.sleep(number / 60)
        return await lines[number].change((f"votes/{ids[number]}/pains:queue", 2, 0))

    acks = await asyncio.gather(*(one(number) for number in range(len(lines))))
    print(
        f"60 votes within one second: all acknowledged, the slowest in {1000 * max(acks):.0f} ms", flush=True
    )


async def main() -> None:
    """Run all parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--many", type=int, default=200)
    parser.add_argument("--rate", type=float, default=20)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, RoomServer(an_engagement(Path(place))) as server:
        lead = server.facilitator(ROOM)
        people = [server.join(lead, f"P{number}") for number in range(max(wanted.people, wanted.many))]
        await crowd(server, lead, people[: wanted.people], rate=wanted.rate, seconds=wanted.seconds)
        await crowd(server, lead, people[: wanted.many], rate=wanted.rate, seconds=min(wanted.seconds, 60))
        await rush(people, 8)
        await vote(lead, people)
        begin = time.perf_counter()
        whole = lead.get(f"/r/{ROOM}/state", **{"Accept-Encoding": "gzip"})
        took = 1000 * (time.perf_counter() - begin)
        size, cells = len(whole.body) / 1000, len(lead.state()["cells"])
        print(f"joining a board of {cells} cells: {size:.0f} kB, {took:.0f} ms")


if __name__ == "__main__":
    asyncio.run(main())
