"""The catalogues of the command line: nothing missing, nothing doubtful, the same places to fill."""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))
import catalogue  # noqa: E402

PLACES = re.compile(r"\{([a-z_]+)(?:![rs])?\}|%\((\w+)\)s")
NAMES = ("zh_Hans", "zh_Hant")


def stored(name):
    folder = catalogue.FOLDER / name / "LC_MESSAGES"
    text = folder / "readiness.po"
    return read_po(text.open("rb"), locale=name, abort_invalid=True), folder / "readiness.mo"


@pytest.mark.parametrize("name", NAMES)
def test_every_message_is_translated_and_none_is_doubtful(name):
    catalog, _ = stored(name)
    for message in catalogue.ours():
        assert catalog.get(message) is not None, f"run make docs, then translate: {message}"
    assert [
        one.id for one in catalog if one.id and not (all(one.string) if one.pluralizable else one.string)
    ] == []
    assert [message.id for message in catalog if message.fuzzy and message.id] == []
    assert catalog.obsolete == {}


@pytest.mark.parametrize("name", NAMES)
def test_places_are_the_same(name):
    for message in stored(name)[0]:
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id:
            known = {place for one in english for place in PLACES.findall(one)}
            used = {place for one in words for place in PLACES.findall(one)}
            assert used <= known, message.id
            assert len(english) > 1 or used == known, message.id


@pytest.mark.parametrize("name", NAMES)
def test_the_machine_reads_what_people_wrote(name):
    catalog, compiled = stored(name)
    made = BytesIO()
    plain = catalogue.Plain(locale=name, charset="utf-8", fuzzy=False)
    for message in catalog:
        if message.id:
            plain.add(message.id, message.string)
    write_mo(made, plain)
    assert compiled.read_bytes() == made.getvalue(), "run: make docs"
