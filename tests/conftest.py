from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from readiness.resources import examples
from tests.room_server import Browser, RoomServer, an_engagement

ROOT = Path(__file__).parents[1]
os.environ["READINESS_LANGUAGE"] = "en"  # whatever the machine speaks

settings.register_profile(
    "same-every-time",
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same-every-time")


@pytest.fixture
def boise(tmp_path: Path) -> Path:
    """A copy of the example that a test may change."""
    return Path(shutil.copytree(examples() / "boise-office", tmp_path / "boise-office"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    """A server with one engagement; each module has its own."""
    with RoomServer(an_engagement(tmp_path_factory.mktemp("site"))) as found:
        yield found


@pytest.fixture(scope="module")
def lead(server: RoomServer) -> Browser:
    """The browser of the facilitator of that engagement's workshop."""
    return server.facilitator(server.folder.name)


class Servers:
    """Run real commands, each in a process of its own, by turns below two servers that hash differently."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self.servers = [self._server(seed) for seed in ("1", "2")]

    def _server(self, seed: str) -> subprocess.Popen[str]:
        line = [sys.executable, str(Path(__file__).with_name("command_server.py"))]
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(line, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, *words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command and wait for its end."""
        self.count += 1
        server = self.servers[self.count % 2]
        out, err = self.folder / "out", self.folder / "err"
        line = [str(word) for word in words]
        asked = {"argv": line, "cwd": str(cwd or Path.cwd()), "env": dict(os.environ), "out": str(out),
                 "err": str(err)}  # fmt: skip
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        told = [path.read_bytes().decode("utf-8").replace("\r\n", "\n") for path in (out, err)]
        return subprocess.CompletedProcess(line, code, *told)

    def stop(self) -> None:
        """End the servers."""
        for server in self.servers:
            server.stdin.close()
            server.wait()
            server.stdout.close()


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Two processes that have imported the product."""
    running = Servers(tmp_path_factory.mktemp("commands"))
    yield running
    running.stop()


@pytest.fixture
def command(servers: Servers) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the real command in a process of its own."""
    return servers.run
