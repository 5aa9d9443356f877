"""A real ``readiness serve`` for tests, and plain browsers without scripts that speak with it."""

from __future__ import annotations

import http.client
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
_LINK = re.compile(r"http://([^:/]+):(\d+)/f/(\w+)")


class RoomServer:
    """A server in a process of its own; ``kill`` pulls the plug, ``start`` begins again on the same port."""

    def __init__(self, folder: Path, *, wrap: Sequence[str] = (), names: Sequence[str] = ()) -> None:
        self.folder, self.wrap, self.names = folder, wrap, names
        self.port, self.token = 0, ""
        self.start()

    def start(self) -> None:
        """Start the process and wait until it has told its link."""
        command = [*self.wrap, sys.executable, "-m", "readiness", "serve", str(self.folder)]
        command += ["--host", HOST, "--port", str(self.port), "--language", "en"]
        for name in self.names:
            command += ["--name", name]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := _LINK.search(line):
                self.port, self.token = int(found[2]), found[3]
            if "Everybody else" in line:
                return
        assert self.process.stderr is not None
        raise RuntimeError(self.process.stderr.read())

    def kill(self) -> None:
        """Kill the process with all its children, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._close()

    def stop(self) -> str:
        """End the process as Ctrl-C does and return what it wrote to its error output."""
        self.process.send_signal(signal.SIGINT)
        try:
            _, told = self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        return told

    def _close(self) -> None:
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> Self:
        """Serve while the block runs."""
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()

    def facilitator(self, room: str) -> Browser:
        """Return the browser of a facilitator with an open room."""
        browser = Browser(self.port, room)
        assert browser.get(f"/f/{self.token}").status == 302
        assert browser.post(f"/rooms/{room}/open", form={}).status == 302
        return browser

    def join(self, lead: Browser, name: str, role: str = "business") -> Browser:
        """Return the browser of somebody who has joined a facilitator's room."""
        browser = Browser(self.port, lead.room)
        code = lead.get(f"/r/{lead.room}/invite").json()["code"]
        told = browser.post("/join", form={"code": code, "name": name, "role": role})
        assert told.status == 302, told
        return browser


@dataclass(frozen=True)
class Told:
    """An answer of the server."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the answer's JSON."""
        return json.loads(self.body)


@dataclass
class Browser:
    """Keeps cookies and sends what a browser sends."""

    port: int
    room: str
    cookies: dict[str, str] = field(default_factory=dict)
    wanted: str = "application/json"

    def get(self, path: str, **headers: str) -> Told:
        """Ask for a page."""
        return self.send("GET", path, headers=headers)

    def post(
        self, path: str, *, form: Mapping[str, str] | None = None, json: Any = None, **headers: str
    ) -> Told:
        """Send a form or JSON as a page of the server does."""
        own = {"Origin": f"http://{HOST}:{self.port}", **headers}
        if form is not None:
            own["Content-Type"] = "application/x-www-form-urlencoded"
            return self.send("POST", path, urllib.parse.urlencode(form).encode(), own)
        own["Content-Type"] = "application/json"
        return self.send("POST", path, _json(json), own)

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Told:
        """Send a request as it is."""
        line = http.client.HTTPConnection(HOST, self.port, timeout=40)
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Accept": self.wanted, **({"Cookie": jar} if jar else {}), **headers}
        try:
            line.request(method, path, body, own)
            answer = line.getresponse()
            told = Told(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
            return told
        finally:
            line.close()

    def change(self, *settings: tuple[str, Any, int], name: str = "") -> dict[str, Any]:
        """Send one change and return what became of it."""
        rows = [{"key": key, "value": value, "base": base} for key, value, base in settings]
        told = self.post(f"/r/{self.room}/changes", json={"changes": [{"id": name or fresh(), "set": rows}]})
        assert told.status == 200, told
        result: dict[str, Any] = told.json()["results"][0]
        return result

    def undo(self, change: str) -> dict[str, Any]:
        """Take a change back and return what became of it."""
        told = self.post(f"/r/{self.room}/changes", json={"changes": [{"id": fresh(), "undoes": change}]})
        result: dict[str, Any] = told.json()["results"][0]
        return result

    def state(self) -> dict[str, Any]:
        """Return all that this browser may see."""
        told = self.get(f"/r/{self.room}/state")
        assert told.status == 200, told
        found: dict[str, Any] = told.json()
        return found

    def me(self) -> str:
        """Return the id of whose browser this is."""
        return str(self.state()["me"]["person"])

    def live(self, wanted: str, seconds: float = 30) -> dict[str, Any]:
        """Wait until the live results say something and return them."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            told: dict[str, Any] = self.get(f"/r/{self.room}/live?language=en").json()
            if wanted in told:
                return told
            time.sleep(0.3)
        raise AssertionError(wanted)


def fresh() -> str:
    """Return a new id of a change."""
    return secrets.token_hex(10)


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def an_engagement(place: Path, example: str = "boise-office") -> Path:
    """Copy an example to where a room may be opened and return its folder."""
    return Path(shutil.copytree(ROOT / "examples" / example, place / example))
