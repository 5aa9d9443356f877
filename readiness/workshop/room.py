"""The room: all cells as they stand, and what a change does to them.

One change is applied after the other; what a person had not seen is never
written over: it is kept beside it as a rival value, for all to see.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness.workshop.cells import Cell, Rival
from readiness.workshop.change import Change, Refusal, Setting
from readiness.workshop.keys import BOARD_LISTS, parse_key
from readiness.workshop.rights import BUDGET, Person, check_right, setting_of
from readiness.workshop.values import check_value

MOST_RIVALS = 20
MOST_CELLS = 400_000


@dataclass(frozen=True)
class Applied:
    """What a change did: every cell that it touched, after and before."""

    seq: int
    after: Mapping[str, Cell]
    before: Mapping[str, Cell]
    status: str

    @property
    def gone(self) -> tuple[str, ...]:
        """The elements that were deleted."""
        return tuple(key for key, cell in self.after.items() if cell.value is None and _is_element(key))


@dataclass(frozen=True)
class Done:
    """An earlier change with what it found, so that it can be taken back."""

    seq: int
    by: str
    before: Mapping[str, Cell]


class Room:
    """The cells of one room; ``seq`` is the number of the last change."""

    def __init__(self, cells: Mapping[str, Cell] | None = None, seq: int = 0) -> None:
        self.cells: dict[str, Cell] = {}
        self.fields: dict[str, set[str]] = defaultdict(set)
        self.seq = seq
        self._put(cells or {})

    def apply(self, change: Change, person: Person) -> Applied:
        """Apply a change.  Raises Refusal, and then nothing is changed."""
        seq = self.seq + 1
        added = {one.name for one in change.settings if _is_element(one.name) and one.value is not None}
        after: dict[str, Cell] = {}
        for setting in change.settings:
            after[setting.name] = self._settled(setting, person, seq, added)
        self._check_budgets(after)
        return self._take(after, seq)

    def undo(self, done: Done, person: Person) -> Applied:
        """Take an earlier change back.  Raises Refusal where somebody has built on it since."""
        if done.by != person.id and not person.leads:
            raise Refusal("not-yours")
        seq = self.seq + 1
        after = {key: self._restored(key, cell, done, person, seq) for key, cell in done.before.items()}
        if not after:
            raise Refusal("nothing-to-undo")
        self._check_budgets(after)
        return self._take(after, seq)

    def take(self, seq: int, cells: Mapping[str, Cell]) -> None:
        """Put in the cells of a change that was applied before, as the log tells them."""
        self._put(cells)
        self.seq = seq

    def revert(self, applied: Applied) -> None:
        """Forget a change that could not be kept."""
        for key, cell in applied.before.items():
            if cell.rev == 0 and cell.value is None:
                self.cells.pop(key, None)
            else:
                self.cells[key] = cell
        self.seq = applied.seq - 1

    def whole(self, element: str) -> Iterator[str]:
        """Yield the names of an element's cells, its own first."""
        yield element
        yield from sorted(key for key in self.fields.get(element, ()) if key in self.cells)

    def _put(self, cells: Mapping[str, Cell]) -> None:
        for key, cell in cells.items():
            if key not in self.cells and key.count("/") > 1:
                self.fields[_element(key)].add(key)
            self.cells[key] = cell

    def _take(self, after: Mapping[str, Cell], seq: int) -> Applied:
        before = {key: self.cells.get(key, Cell(None)) for key in after}
        if len(self.cells) + len(after) > MOST_CELLS:
            raise Refusal("room-full")
        self._put(after)
        self.seq = seq
        conflict = any(cell.rivals and cell.rivals[-1].rev == seq for cell in after.values())
        return Applied(seq, after, before, "conflict" if conflict else "done")

    def _settled(self, setting: Setting, person: Person, seq: int, added: Iterable[str]) -> Cell:
        check_right(person, setting, self.cells)
        check_value(person, setting, self.cells)
        if setting.base > self.seq:
            raise Refusal("from-the-future", setting.name)
        cell = self.cells.get(setting.name, Cell(None))
        if setting.key.list not in BOARD_LISTS:
            return Cell(setting.value, seq, person.id)
        if not setting.key.field:
            return self._element_cell(setting, cell, person, seq)
        element = self.cells.get(setting.key.of_element)
        if setting.key.of_element not in added and (element is None or element.value is None):
            raise Refusal("gone", setting.name)
        return _beside(cell, setting, person, seq)

    def _element_cell(self, setting: Setting, cell: Cell, person: Person, seq: int) -> Cell:
        if setting.value is None:
            if cell.value is None:
                raise Refusal("gone", setting.name)
            for key in self.whole(setting.name):
                other = self.cells[key]
                if other.rev > setting.base and other.by != person.id and key != setting.name:
                    raise Refusal("changed-meanwhile", setting.name)
        elif cell.value is not None and cell.rev > setting.base and cell.by != person.id:
            raise Refusal("taken", setting.name)
        return Cell(setting.value, seq, person.id)

    def _restored(self, key: str, before: Cell, done: Done, person: Person, seq: int) -> Cell:
        now = self.cells.get(key, Cell(None))
        if now.rev != done.seq:
            raise Refusal("changed-since", key)
        if before.value is None and _is_element(key):
            for field in self.whole(key):
                if self.cells[field].rev > done.seq and self.cells[field].by != person.id:
                    raise Refusal("changed-since", field)
        setting = _as_setting(key, before)
        check_right(person, setting, self.cells)
        check_value(person, setting, self.cells)
        return Cell(before.value, seq, person.id, before.rivals)

    def _check_budgets(self, after: Mapping[str, Cell]) -> None:
        """Raise Refusal where somebody would have given more dots than they have."""
        voters = {key.split("/")[1] for key in after if key.startswith("votes/")}
        budget = setting_of(self.cells, "budget", BUDGET)
        for voter in voters:
            given = dict.fromkeys(self.fields.get(f"votes/{voter}", ())) | dict.fromkeys(
                key for key in after if key.startswith(f"votes/{voter}/")
            )
            dots = sum(self._dots(key, after) for key in given)
            if dots > budget:
                raise Refusal("over-budget", f"votes/{voter}")

    def _dots(self, key: str, after: Mapping[str, Cell]) -> int:
        """Return the dots on a subject; those on one that is deleted are free again."""
        subject = self.cells.get(key.split("/")[2].replace(":", "/", 1))
        cell = after.get(key) or self.cells.get(key)
        return int(cell.value) if cell and cell.value and subject and subject.value is not None else 0


def count_votes(cells: Mapping[str, Cell]) -> dict[str, int]:
    """Return the dots on each subject that is still there."""
    found: Counter[str] = Counter()
    for key, cell in cells.items():
        if key.startswith("votes/") and cell.value:
            subject = key.split("/")[2]
            element = cells.get(subject.replace(":", "/", 1))
            if element is not None and element.value is not None:
                found[subject] += int(cell.value)
    return dict(found)


def _beside(cell: Cell, setting: Setting, person: Person, seq: int) -> Cell:
    """Return the cell with a new value, or with it beside the one that its writer had not seen."""
    seen = setting.base >= cell.rev
    if seen or (cell.value == setting.value and not cell.rivals):
        return Cell(setting.value, seq, person.id)
    if cell.by == person.id:
        return Cell(setting.value, seq, person.id, cell.rivals)
    others = tuple(one for one in cell.rivals if one.by != person.id)
    if len(others) >= MOST_RIVALS:
        raise Refusal("changed-meanwhile", setting.name)
    return Cell(cell.value, seq, cell.by, (*others, Rival(setting.value, seq, person.id)))


def _as_setting(key: str, cell: Cell) -> Setting:
    parsed = parse_key(key)
    if parsed is None:
        raise Refusal("unknown-key", key)
    return Setting(key, parsed, cell.value, cell.rev)


def _element(key: str) -> str:
    return "/".join(key.split("/", 2)[:2])


def _is_element(key: str) -> bool:
    return key.count("/") == 1 and key.split("/", 1)[0] in BOARD_LISTS
