"""Names of people: what one may be, and when two of them read the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

NAME_LONGEST = 40
_TOWER = re.compile("MMMM")
_LOOKALIKES = str.maketrans(
    {
        # Cyrillic and Greek letters, small capitals and digits that read like Latin ones (Unicode TR 39)
        "а": "a", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "ӏ": "i", "м": "m", "о": "o",
        "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "υ": "u", "ѵ": "v", "ԝ": "w", "х": "x", "у": "y",
        "α": "a", "β": "b", "ϲ": "c", "ε": "e", "ϝ": "f", "ғ": "f", "ƒ": "f", "ι": "i", "κ": "k", "ν": "v",
        "ο": "o", "ρ": "p", "τ": "t", "χ": "x", "γ": "y", "ɑ": "a", "ı": "i", "ɩ": "i", "ʟ": "i", "ᴀ": "a",
        "ᴄ": "c", "ꜰ": "f", "ɪ": "i", "ᴏ": "o", "ʀ": "r", "ᴛ": "t", "l": "i", "ł": "i", "ɫ": "i", "ø": "o",
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "|": "i", "!": "i", "@": "a", "$": "s",
    }
)  # fmt: skip


def is_name(name: object) -> bool:
    """Say whether something can be the name of a person: short, and with something that can be read."""
    if not isinstance(name, str) or len(name) > NAME_LONGEST:
        return False
    marks = "".join(unicodedata.category(one)[0] for one in name)
    return bool(likeness(name)) and not _TOWER.search(marks)


def likeness(name: str) -> str:
    """Return what is left of a name to a quick eye: names that look alike have the same."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_LOOKALIKES)
    read = "".join(one for one in plain if unicodedata.category(one)[0] in "LNS")
    return read.replace("rn", "m").replace("vv", "w")


def apart(name: str, others: Collection[str]) -> str:
    """Return a name with a number where somebody else has one that looks like it."""
    taken, number, found = {likeness(one) for one in others}, 1, name
    while likeness(found) in taken:
        number += 1
        found = f"{name[: NAME_LONGEST - 4]} {number}"
    return found


TITLES = frozenset(
    likeness(one) for one in ("Facilitator", "The facilitator", "Moderator", "Host", "主持人", "主持")
)
"""What only the facilitator is called."""


def is_of_leader(name: str) -> bool:
    """Say whether a name claims to be the facilitator's."""
    mark = likeness(name)
    return mark in TITLES or likeness("facilitator") in mark or "主持人" in mark
