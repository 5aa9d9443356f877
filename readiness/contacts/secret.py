"""The secret with which customer keys are made unreadable; it stays outside of every engagement."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from readiness.errors import Refused

VARIABLE = "READINESS_CONTACTS_SECRET"
_BLOCK = 64
_SHORTEST = 16


def find_secret(environment: Mapping[str, str], home: Path) -> bytes:
    """Return the secret: from the environment, else from a file of the user, which is made where absent.

    The file is ``readiness/contacts.secret`` below ``$XDG_CONFIG_HOME`` or
    ``~/.config``.  Raises Refused for a secret that is too short or a file that
    cannot be read or made.
    """
    given = environment.get(VARIABLE)
    if given is not None:
        return _long_enough(given.encode(), VARIABLE)
    folder = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "readiness"
    file = folder / "contacts.secret"
    try:
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as opened:
                opened.write(secrets.token_hex(32))
        return _long_enough(file.read_bytes().strip(), str(file))
    except OSError as error:
        raise Refused("contact-secret", file=file, reason=error.strerror) from error


def _long_enough(secret: bytes, place: str) -> bytes:
    if len(secret) < _SHORTEST:
        raise Refused("contact-secret-short", place=place, least=_SHORTEST)
    return secret


def keyed(term: str, secret: bytes) -> str:
    """Return SQL for 63 bits of the HMAC-SHA256 of a text (RFC 2104, Krawczyk and others, 1997)."""
    import hashlib  # noqa: PLC0415 - only for keys that are longer than a block

    key = (secret if len(secret) <= _BLOCK else hashlib.sha256(secret).digest()).ljust(_BLOCK, b"\0")
    inner, outer = (bytes(octet ^ pad for octet in key).hex() for pad in (0x36, 0x5C))
    inside = f"unhex(sha256(unhex('{inner}') || encode({term})))"
    digest = f"sha256(unhex('{outer}') || {inside})"
    return f"(('0x' || substr({digest}, 1, 16))::UBIGINT >> 1)::BIGINT"
