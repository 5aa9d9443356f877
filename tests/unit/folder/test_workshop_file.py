"""The file of a workshop reads back as it was written, whatever people type."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from readiness.engagement.workshop_notes import WorkshopNotes
from readiness.folder.parse import Record, parse
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.folder.workshop_file import write_notes_file
from readiness.services.workshop_outcome import notes_from
from readiness.workshop.cells import Cell

typed = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["null", "~", "no", "012", "- a", "a: b", "# x", "{", "'", '"', "訂單在哪裡？", "\u2028", "\x00"]
    ),
)
ids = st.from_regex(r"[a-z]{1,3}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)
pains = st.dictionaries(ids, st.tuples(st.floats(0, 9), typed), max_size=3)
actions = st.dictionaries(
    ids, st.tuples(typed, typed, st.one_of(st.just(""), st.dates().map(str))), max_size=3
)


def cells_of(pains, actions):
    found = {}
    for name, (place, text) in pains.items():
        found |= {f"pains/{name}": place, f"pains/{name}/text": text}
    for name, (text, owner, due) in actions.items():
        found |= {f"actions/{name}": 1, f"actions/{name}/text": text, f"actions/{name}/owner": owner}
        found[f"actions/{name}/due"] = due
    return {key: Cell(value, 1) for key, value in found.items()}


@given(pains, actions, st.integers(0, 99))
def test_what_is_written_reads_the_same(pains, actions, dots):
    votes = {f"pains:{name}": dots for name in pains}
    notes = notes_from(cells_of(pains, actions), votes, 3)
    record, problems = parse(Source("workshop.yaml", write_notes_file(notes)), Limits())
    assert isinstance(record, Record), problems
    again, problems = build(WorkshopNotes, record)
    assert problems == []
    assert again == notes


def test_what_says_nothing_yet_and_what_cannot_be_is_left_out():
    cells = {
        "pains/blank": Cell(1, 1),
        "pains/blank/text": Cell("  ", 2),
        "pains/gone": Cell(None, 3),
        "pains/gone/text": Cell("Gone", 2),
        "pains/here": Cell(3, 1),
        "pains/here/text": Cell("Here\nand there", 2),
        "pains/here/on": Cell("closed", 2),
        "touchpoints/closed": Cell(None, 3),
        "actions/do": Cell(1, 1),
        "actions/do/text": Cell("Do it", 1),
        "actions/do/due": Cell("2030-05-01", 1),
        "actions/do/pitfall": Cell("hardware", 1),
    }
    notes = notes_from(cells, {}, 4)
    assert notes.voted == 0  # nobody's dots are on what is left
    [pain], [task] = notes.pains, notes.actions
    assert (pain.id, str(pain.text), pain.on) == ("here", "Here and there", None)
    assert (task.due, task.pitfall) == (date(2030, 5, 1), None)
