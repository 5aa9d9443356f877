"""The room against a naive reference, and each of its rules."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from readiness.workshop.cells import Cell, fingerprint
from readiness.workshop.change import Change, Refusal, read_change
from readiness.workshop.rights import Person
from readiness.workshop.room import Applied, Done, Room, count_votes

ANN, BEN, LEAD = Person("p-ann", "business"), Person("p-ben", "it"), Person("p-lead", "facilitator")
TITLE = "touchpoints/shop/title"


def change(*settings: tuple[str, object, int], name: str = "c" * 16) -> Change:
    """Return a change as a browser would send it."""
    rows = [{"key": key, "value": value, "base": base} for key, value, base in settings]
    return read_change({"id": name, "set": rows})


def a_room(**cells: object) -> Room:
    """Return a room with one touchpoint."""
    return Room({"touchpoints/shop": Cell(1), TITLE: Cell("Shop"), **{k: Cell(v) for k, v in cells.items()}})


def reason(room: Room, made: Change, person: Person) -> str:
    """Return why a change is refused; the room must not have moved."""
    before, seq = dict(room.cells), room.seq
    with pytest.raises(Refusal) as refused:
        room.apply(made, person)
    assert (dict(room.cells), room.seq) == (before, seq)
    return refused.value.reason


def test_who_has_seen_the_value_replaces_it() -> None:
    room = a_room()
    first = room.apply(change((TITLE, "Store", 0)), ANN)
    room.apply(change((TITLE, "Branch", first.seq)), BEN)
    assert room.cells[TITLE] == Cell("Branch", 2, BEN.id)


def test_who_has_not_seen_it_stands_beside_it() -> None:
    room = a_room()
    room.apply(change((TITLE, "Store", 0)), ANN)
    told = room.apply(change((TITLE, "Branch", 0)), BEN)
    assert told.status == "conflict"
    assert room.cells[TITLE].value == "Store"
    assert [one.value for one in room.cells[TITLE].rivals] == ["Branch"]
    room.apply(change((TITLE, "Branch", told.seq)), ANN)  # having seen both
    assert room.cells[TITLE].rivals == ()


def test_the_same_value_twice_is_no_conflict() -> None:
    room = a_room()
    room.apply(change((TITLE, "Store", 0)), ANN)
    assert room.apply(change((TITLE, "Store", 0)), BEN).status == "done"


def test_an_edit_of_what_is_deleted_is_refused_and_a_restore_brings_all_back() -> None:
    room = a_room()
    gone = room.apply(change(("touchpoints/shop", None, 0)), ANN)
    assert gone.gone == ("touchpoints/shop",)
    assert reason(room, change((TITLE, "Store", 0)), BEN) == "gone"
    room.undo(Done(gone.seq, ANN.id, gone.before), ANN)
    assert room.cells["touchpoints/shop"].value == 1
    assert room.cells[TITLE].value == "Shop"


def test_what_somebody_else_changed_meanwhile_is_not_deleted() -> None:
    room = a_room()
    room.apply(change((TITLE, "Store", 0)), ANN)
    assert reason(room, change(("touchpoints/shop", None, 0)), BEN) == "changed-meanwhile"
    room.apply(change(("touchpoints/shop", None, 1)), BEN)
    assert room.cells["touchpoints/shop"].value is None


def test_an_undo_gives_back_what_was_there_unless_somebody_built_on_it() -> None:
    room = a_room()
    first = room.apply(change((TITLE, "Store", 0)), ANN)
    done = Done(first.seq, ANN.id, first.before)
    with pytest.raises(Refusal, match="not-yours"):
        room.undo(done, BEN)
    back = room.undo(done, ANN)
    assert room.cells[TITLE].value == "Shop"
    room.undo(Done(back.seq, ANN.id, back.before), ANN)  # and again: redo
    assert room.cells[TITLE].value == "Store"
    second = room.apply(change((TITLE, "Branch", room.seq)), BEN)
    with pytest.raises(Refusal, match="changed-since"):
        room.undo(done, LEAD)
    room.undo(Done(second.seq, BEN.id, second.before), LEAD)
    assert room.cells[TITLE].value == "Store"


def test_an_undo_of_an_addition_keeps_what_others_wrote_into_it() -> None:
    room = a_room()
    new = room.apply(change(("touchpoints/fair", 2, 0), ("touchpoints/fair/title", "Fair", 0)), ANN)
    room.apply(change(("touchpoints/fair/note", "Every May", new.seq)), BEN)
    with pytest.raises(Refusal, match="changed-since"):
        room.undo(Done(new.seq, ANN.id, new.before), ANN)


@pytest.mark.parametrize(
    ("phase", "person", "key", "value", "why"),
    [
        ("map", ANN, "votes/p-ann/pains:queue", 1, "not-now"),
        ("vote", ANN, "votes/p-ben/pains:queue", 1, "not-yours"),
        ("vote", LEAD, "votes/p-ann/pains:queue", 1, "not-yours"),
        ("vote", ANN, "votes/p-ann/pains:unheard-of", 1, "gone"),
        ("vote", ANN, "votes/p-ann/pains:queue", -1, "bad-value"),
        ("vote", ANN, "votes/p-ann/pains:queue", True, "bad-value"),
        ("vote", ANN, "votes/p-ann/pains:queue", 6, "over-budget"),
        ("vote", ANN, TITLE, "Store", "not-now"),
        ("answer", ANN, "answers/p-ann/2/customer-strategy/P1-Q1", {"value": "1"}, "not-now"),
        ("answer", ANN, "answers/p-ben/1/customer-strategy/P1-Q1", {"value": "1"}, "not-yours"),
        ("answer", ANN, "answers/p-ann/1/customer-strategy/P1-Q1", {"other": "1"}, "bad-value"),
        ("answer", ANN, "answers/p-ann/1/../P1-Q1", {"value": "1"}, "unknown-key"),
        ("map", ANN, "room/phase", "vote", "not-yours"),
        ("map", LEAD, "room/phase", "lunch", "bad-value"),
        ("map", LEAD, "room/budget", 21, "bad-value"),
        ("map", LEAD, "room/unheard-of", 1, "unknown-key"),
        ("map", ANN, "people/p-ann/role", "executive", "not-yours"),
        ("map", ANN, "people/p-ben/name", "Benny", "not-yours"),
        ("map", ANN, "people/p-ann/name", " ", "bad-value"),
        ("map", ANN, "actions/call/text", "Call them", "not-now"),
        ("map", ANN, "touchpoints/shop/colour", "red", "unknown-key"),
        ("map", ANN, "touchpoints/Shop/title", "red", "unknown-key"),
    ],
)
def test_what_may_not_be_written(phase: str, person: Person, key: str, value: object, why: str) -> None:
    room = a_room(**{"room/phase": phase, "pains/queue": 1})
    try:
        made = change((key, value, 0))
    except Refusal as refusal:
        assert refusal.reason == why  # noqa: PT017  (either the reading or the room refuses)
    else:
        assert reason(room, made, person) == why


def test_dots_are_never_over_budget_and_those_on_a_deleted_subject_are_free() -> None:
    room = a_room(**{"room/phase": "vote", "pains/queue": 1, "pains/noise": 2})
    room.apply(change(("votes/p-ann/pains:queue", 3, 0)), ANN)
    assert reason(room, change(("votes/p-ann/pains:noise", 3, 0)), ANN) == "over-budget"
    room.apply(change(("votes/p-ann/pains:queue", 2, 0), ("votes/p-ann/pains:noise", 3, 0)), ANN)
    room.apply(change(("pains/queue", None, room.seq)), LEAD)
    room.apply(change(("votes/p-ann/pains:noise", 5, 0)), ANN)


def test_votes_are_added_up_over_what_is_still_there() -> None:
    cells = {
        "pains/queue": Cell(1), "pains/noise": Cell(None), "votes/p-ann/pains:queue": Cell(2),
        "votes/p-ben/pains:queue": Cell(1), "votes/p-ben/pains:noise": Cell(4),
        "votes/p-ben/pains:gone": Cell(1),
    }  # fmt: skip
    assert count_votes(cells) == {"pains:queue": 3}


def test_a_change_from_the_future_and_one_that_mixes_what_others_may_not_see() -> None:
    assert reason(a_room(), change((TITLE, "Store", 7)), ANN) == "from-the-future"
    with pytest.raises(Refusal, match="bad-change"):
        change((TITLE, "Store", 0), ("done/p-ann/map", True, 0))


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**60,
        "a\x00b",
        "\ud800",
        "a\u202eb",
        "x" * 4001,
        [[[[[[[["deep"]]]]]]]],
        [0] * 500,
    ],
)
def test_values_that_no_file_could_hold(value: object) -> None:
    with pytest.raises(Refusal, match="bad-value"):
        change((TITLE, value, 0))


def test_the_fingerprint_is_that_of_fnv_1a_and_ignores_what_is_deleted() -> None:
    assert fingerprint({}) == "00000000"
    cells = {"touchpoints/shop": Cell(1), TITLE: Cell("店")}
    gone = {**cells, "touchpoints/shop": Cell(None)}
    assert fingerprint(gone) == "00000000"
    assert fingerprint(cells) == fingerprint(
        {**cells, "votes/p/pains:x": Cell(3), "room/phase": Cell("vote")}
    )
    assert fingerprint(cells) != fingerprint({**cells, TITLE: Cell("鋪")})


class Workshop(RuleBasedStateMachine):
    """Two people and a facilitator, each with a view of their own that may be old, against a naive reference.

    The reference keeps, for each field, every value with who wrote it when,
    and lets a new one take away only those that its writer had seen or wrote.
    """

    KEYS = (TITLE, "touchpoints/shop/note", "touchpoints/fair/title")

    @initialize()
    def begin(self) -> None:
        self.room = a_room()
        self.seen = dict.fromkeys((ANN, BEN, LEAD), 0)
        self.log: list[Applied] = []
        self.applied: list[tuple[Person, Applied]] = []
        self.written: dict[str, list[tuple[object, int, str]]] = {TITLE: [("Shop", 0, "")]}

    @rule(who=st.sampled_from([ANN, BEN, LEAD]))
    def look(self, who: Person) -> None:
        self.seen[who] = self.room.seq

    @rule(
        who=st.sampled_from([ANN, BEN, LEAD]),
        key=st.sampled_from(KEYS[:2]),
        value=st.sampled_from(["a", "b", "c", None]),
    )
    def edit(self, who: Person, key: str, value: str | None) -> None:
        base = self.seen[who]
        try:
            told = self.room.apply(change((key, value, base)), who)
        except Refusal as refusal:
            assert refusal.reason == "gone"  # noqa: PT017  (a rule, which may succeed as well)
            assert self.room.cells["touchpoints/shop"].value is None
            return
        standing = self.written.get(key, [])
        last = max((rev for _, rev, _ in standing), default=0)
        if base >= last or (len(standing) < 2 and standing and standing[0][0] == value):
            kept = []
        else:
            kept = [one for one in standing if one[2] != who.id]
        place = 0 if standing and standing[0][2] == who.id and kept == standing[1:] else len(kept)
        kept.insert(place, (value, told.seq, who.id))
        self.written[key] = kept
        self._note(who, told)

    @rule(who=st.sampled_from([ANN, BEN]))
    def delete(self, who: Person) -> None:
        others = [
            rev for key in self.KEYS[:2] for _, rev, by in self.written.get(key, []) if by not in (who.id, "")
        ]
        try:
            told = self.room.apply(change(("touchpoints/shop", None, self.seen[who])), who)
        except Refusal as refusal:
            if refusal.reason == "changed-meanwhile":
                assert max(others) > self.seen[who]
            return
        self._note(who, told)

    @rule(who=st.sampled_from([ANN, BEN, LEAD]), which=st.integers(0, 30))
    def undo(self, who: Person, which: int) -> None:
        if not self.applied:
            return
        author, target = self.applied[which % len(self.applied)]
        try:
            told = self.room.undo(Done(target.seq, author.id, target.before), who)
        except Refusal as refusal:
            assert refusal.reason in ("not-yours", "changed-since")  # noqa: PT017
            return
        for key, cell in told.after.items():
            assert cell.value == target.before[key].value
            rows = [
                (cell.value, told.seq, who.id),
                *((one.value, one.rev, one.by or "") for one in cell.rivals),
            ]
            self.written[key] = rows
        self._note(who, told)

    def _note(self, who: Person, told: Applied) -> None:
        self.log.append(told)
        self.applied.append((who, told))

    @invariant()
    def nothing_unseen_is_lost(self) -> None:
        if not hasattr(self, "room"):
            return
        for key in self.KEYS[:2]:
            cell = self.room.cells.get(key, Cell(None))
            shown = {cell.value, *(one.value for one in cell.rivals)}
            assert shown == {value for value, _, _ in self.written.get(key, [(None, 0, "")])}

    @invariant()
    def the_log_gives_the_room_again(self) -> None:
        if not hasattr(self, "room"):
            return
        again = a_room()
        for told in self.log:
            again.take(told.seq, told.after)
        assert again.cells == {key: cell for key, cell in self.room.cells.items() if key in again.cells}
        assert fingerprint(again.cells) == fingerprint(self.room.cells)

    def teardown(self) -> None:
        """Take all back in memory, as after a disk that took nothing."""
        if hasattr(self, "room"):
            for told in reversed(self.log):
                self.room.revert(told)
            assert fingerprint(self.room.cells) == fingerprint(a_room().cells)


TestWorkshop = Workshop.TestCase
