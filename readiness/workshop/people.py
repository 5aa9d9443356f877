"""Codes by which people join, and the ids they get."""

from __future__ import annotations

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
