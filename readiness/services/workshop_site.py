"""All workshops that one server holds: the engagements in a folder, and who leads them."""

from __future__ import annotations

import hmac
import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness.errors import NotFound, ReadinessError
from readiness.folder.write import write_whole
from readiness.services.workshop import LOG, Outside, Workshop, place_of
from readiness.services.workshop_comparing import Comparing
from readiness.services.workshop_desk import Desk
from readiness.services.workshop_live import Live
from readiness.workshop.people import digest, read_code

PROFILE = "engagement.yaml"
MOST_ROOMS = 200


@dataclass(frozen=True)
class Listed:
    """An engagement, and whether its workshop is open."""

    name: str
    is_open: bool


class Site:
    """The engagements below a folder, or the one that the folder is."""

    def __init__(self, root: Path, outside: Outside) -> None:
        """Find the engagements.  Raises NotFound where there are none."""
        self.outside = outside
        if not root.is_dir():
            raise NotFound("not-a-folder" if root.exists() else "no-such-folder", folder=root)
        root = root.resolve()
        self.is_single = (root / PROFILE).is_file()
        self.root = root.parent if self.is_single else root
        self._only = root.name if self.is_single else None
        self._opened: dict[str, tuple[Workshop, Live]] = {}
        self._lock = threading.RLock()
        if not self.names():
            raise NotFound("no-engagements", folder=root)
        self._secret_file = self.root / f".{self._only or 'readiness'}.workshop-key.json"
        self._keys = self._read_keys()
        self.desk = Desk(outside)
        self.comparing = Comparing(outside)

    def names(self) -> list[str]:
        """Return the engagements' names, which are their folders', in order."""
        if self._only:
            return [self._only]
        found = (one.parent.name for one in self.root.glob(f"*/{PROFILE}") if one.is_file())
        return sorted(name for name in found if not name.startswith("."))[:MOST_ROOMS]

    def listed(self) -> list[Listed]:
        """Return every engagement and whether its workshop is open."""
        return [Listed(name, name in self._opened) for name in self.names()]

    def open(self, name: str) -> Workshop:
        """Open a workshop, or return the open one.  Raises NotFound for another name."""
        with self._lock:
            if name not in self._opened:
                if name not in self.names():
                    raise NotFound("no-such-room")
                workshop = Workshop(self.root / name, self.outside)
                self._opened[name] = workshop, Live(workshop)
            return self._opened[name][0]

    def room(self, name: str) -> Workshop:
        """Return a workshop that was begun before.  Raises NotFound where none of this name was."""
        found = self._opened.get(name)
        if found is not None:
            return found[0]
        if name not in self.names() or not (place_of(self.root / name) / LOG).is_file():
            raise NotFound("no-such-room")
        return self.open(name)  # the server was started anew

    def live(self, name: str) -> Live:
        """Return the live results of an open workshop.  Raises NotFound where none of this name is open."""
        found = self._opened.get(name)
        if found is None:
            raise NotFound("no-such-room")
        return found[1]

    def by_code(self, written: str) -> Workshop:
        """Return the workshop with a code.  Raises NotFound where none has it."""
        code = read_code(written)
        for name in self.names():
            try:
                workshop = self.room(name)
            except ReadinessError:
                continue  # not begun, or in trouble, which is told to the facilitator
            if hmac.compare_digest(workshop.code.encode(), code.encode("utf-8", "replace")):
                return workshop
        raise NotFound("no-such-code")

    def close(self) -> None:
        """Close every workshop."""
        self.desk.close()
        self.comparing.close()
        with self._lock:
            for workshop, live in self._opened.values():
                live.close()
                workshop.close()
            self._opened.clear()

    # The facilitator

    @property
    def token(self) -> str:
        """Return the secret of the facilitator's link; it stays the same when the server is started anew."""
        return str(self._keys["token"])

    def lead(self, token: str, secret: str) -> None:
        """Let a browser lead; ``secret`` is what it will show.  Raises NotFound for a wrong token."""
        if not hmac.compare_digest(self.token.encode(), token.encode("utf-8", "replace")):
            raise NotFound("no-such-link")
        with self._lock:
            self._keys["leads"] = [*self._keys["leads"][-50:], digest(secret)]
            self._write_keys()

    def leads(self, secret: str) -> bool:
        """Say whether a browser may lead."""
        return digest(secret) in self._keys["leads"]

    def _read_keys(self) -> dict[str, Any]:
        try:
            keys = json.loads(self._secret_file.read_text(encoding="utf-8"))
            if isinstance(keys["token"], str) and isinstance(keys["leads"], list):
                return dict(keys)
        except (OSError, ValueError, KeyError, TypeError):
            pass  # none yet, or not ours: a new one is made
        self._keys = {"token": self.outside.chance(24).hex(), "leads": []}
        self._write_keys()
        return self._keys

    def _write_keys(self) -> None:
        write_whole(self._secret_file, json.dumps(self._keys).encode(), mode=0o600)
