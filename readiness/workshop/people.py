"""Codes by which people join, and the ids they get."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from readiness.workshop.keys import MAP_LISTS

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, 1, I, L, O: they are mistaken for each other."""
CODE_LENGTH = 8
PHASE_OF = {**dict.fromkeys(MAP_LISTS, "map"), "pains": "map", "actions": "decide"}
"""The phase whose anonymity counts for each list of the board."""
Chance = Callable[[int], bytes]


def make_code(chance: Chance) -> str:
    """Return a code to join by; one of 31 to the power of 8."""
    number = int.from_bytes(chance(16), "big")
    code = ""
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(LETTERS))
        code += LETTERS[rest]
    return code


def read_code(written: str) -> str:
    """Return a code as somebody has typed it: in capitals, without blanks and hyphens."""
    return "".join(written.upper().replace("-", " ").split())


def make_person(chance: Chance) -> str:
    """Return a new person's id."""
    return f"p-{chance(5).hex()}"


def make_respondent(person: str, salt: str) -> str:
    """Return the code under which a person's answers are saved: nobody in the room can tell whose it is."""
    return f"r-{hmac.new(salt.encode(), person.encode(), hashlib.sha256).hexdigest()[:12]}"


def digest(secret: str) -> str:
    """Return what is kept of a secret that a browser shows."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
