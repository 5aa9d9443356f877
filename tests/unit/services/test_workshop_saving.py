from hashlib import sha256
from pathlib import Path

import pytest

from readiness import services
from readiness.errors import Refused
from readiness.folder import merging
from readiness.folder.amendment import read_plain
from readiness.folder.board import flatten
from readiness.folder.merging import Conflict
from readiness.folder.write import ChangedMeanwhile, write_whole
from readiness.services import workshop_saving
from readiness.services.workshop_saving import save

MAP = "touchmap.yaml"
OWNER = "touchpoints/order-by-phone/owner"
COST = "touchpoints/order-by-phone/cost"


def room(folder: Path) -> tuple[str, dict]:
    text = (folder / MAP).read_text(encoding="utf-8")
    return text, flatten(read_plain(text))


def test_what_the_room_changed_is_written_in_places(boise: Path):
    base, cells = room(boise)
    saved = save(boise, MAP, base, {**cells, OWNER: "sales", "pains/p-1": 1, "touchpoints/ask-expert": None})
    assert saved.files == (MAP,)
    assert (boise / MAP).read_text(encoding="utf-8") == saved.base
    assert [line for line in saved.base.splitlines() if line not in base.splitlines()] == []
    assert "  - id: ask-expert" not in saved.base
    again = save(boise, MAP, saved.base, flatten(read_plain(saved.base)))
    assert (again.files, again.conflicts, again.coming) == ((), (), {})
    assert saved.to_json() == {"saved": [MAP], "conflicts": []}


def test_what_somebody_typed_into_the_file_meanwhile_stays_and_comes_into_the_room(boise: Path):
    base, cells = room(boise)
    typed = base.replace("cost: 4.20", "cost: 5   # counted again").replace("market: b2b", "market: b2c")
    (boise / MAP).write_text(typed, encoding="utf-8")
    saved = save(boise, MAP, base, {**cells, OWNER: "sales"})
    place = typed.index("owner: order-desk", typed.index("- id: order-by-phone"))
    assert saved.base == typed[:place] + typed[place:].replace("owner: order-desk", "owner: sales", 1)
    assert saved.coming == {COST: 5}
    assert not saved.conflicts


def test_a_conflict_leaves_the_file_and_is_told_until_it_is_decided(boise: Path):
    base, cells = room(boise)
    (boise / MAP).write_text(base.replace("cost: 4.20", "cost: 5"), encoding="utf-8")
    mine = {**cells, COST: 6}
    saved = save(boise, MAP, base, mine)
    assert saved.conflicts == (Conflict(COST, 4.2, 6, 5),)
    assert saved.to_json()["conflicts"] == [{"key": COST, "base": 4.2, "mine": 6, "theirs": 5}]
    assert not saved.files
    later = save(boise, MAP, saved.base, mine, undecided={COST})
    assert (later.files, later.conflicts) == ((), ())
    decided = save(boise, MAP, saved.base, mine)
    assert "cost: 6" in decided.base


def test_a_file_that_changes_while_it_is_saved_is_read_again(boise: Path, monkeypatch: pytest.MonkeyPatch):
    base, cells = room(boise)
    typed = iter([base + "# one\n", base + "# one\n# two\n"])

    def slow(*args, **options):
        result = merging.merged(*args, **options)
        if (text := next(typed, None)) is not None:
            (boise / MAP).write_text(text, encoding="utf-8")
        return result

    monkeypatch.setattr(workshop_saving, "merged", slow)
    saved = save(boise, MAP, base, {**cells, COST: 6})
    assert saved.base.endswith("# one\n# two\n")
    assert "cost: 6" in (boise / MAP).read_text(encoding="utf-8")


def test_a_file_that_never_rests_is_given_up(boise: Path, monkeypatch: pytest.MonkeyPatch):
    base, cells = room(boise)

    def slow(*args, **options):
        with (boise / MAP).open("a", encoding="utf-8") as file:
            file.write("# more\n")
        return merging.merged(*args, **options)

    monkeypatch.setattr(workshop_saving, "merged", slow)
    with pytest.raises(Refused) as caught:
        save(boise, MAP, base, {**cells, COST: 6})
    for language in ("en", "zh-Hant", "zh-Hans"):
        assert MAP in services.message(caught.value, language)
    assert [path.name for path in boise.glob(".touchmap*")] == []


@pytest.mark.parametrize("wrong", [b"format: touchmap/1\nbuyers: [a\n", b"\xff\xfe", b"- a list\n", b""])
def test_a_file_with_a_mistake_is_left_alone(boise: Path, wrong: bytes):
    base, cells = room(boise)
    (boise / MAP).write_bytes(wrong)
    with pytest.raises(Refused) as caught:
        save(boise, MAP, base, {**cells, COST: 6})
    assert MAP in services.message(caught.value, "zh-Hant")
    assert (boise / MAP).read_bytes() == wrong


def test_a_map_that_is_gone_is_written_anew(boise: Path):
    base, cells = room(boise)
    (boise / MAP).unlink()
    assert save(boise, MAP, base, {**cells, COST: 6}).files == (MAP,)
    assert (boise / MAP).read_text(encoding="utf-8") == base.replace("cost: 4.20", "cost: 6")


def test_a_byte_order_mark_and_line_breaks_stay(boise: Path):
    base, cells = room(boise)
    (boise / MAP).write_bytes(b"\xef\xbb\xbf" + base.replace("\n", "\r\n").encode())
    base = base.replace("\n", "\r\n")
    save(boise, MAP, base, {**cells, COST: 6})
    assert (boise / MAP).read_bytes() == b"\xef\xbb\xbf" + base.replace("cost: 4.20", "cost: 6").encode()


def test_a_link_stays_a_link_and_leads_not_out_of_the_folder(boise: Path, tmp_path: Path):
    base, cells = room(boise)
    (boise / MAP).rename(boise / "real.yaml")
    (boise / MAP).symlink_to("real.yaml")
    save(boise, MAP, base, {**cells, COST: 6})
    assert (boise / MAP).is_symlink()
    assert "cost: 6" in (boise / "real.yaml").read_text(encoding="utf-8")
    with pytest.raises(Refused):
        save(boise, MAP, base, cells, others={"../out.yaml": b"x"})
    assert not (tmp_path / "out.yaml").exists()


def test_answers_are_written_and_what_was_made_of_them_by_hand_is_kept_beside(boise: Path):
    base, cells = room(boise)
    name, first, second = "responses/p-1-ownership.yaml", b"a: 1\n", b"a: 2\n"
    saved = save(boise, MAP, base, cells, others={name: first})
    assert saved.files == (name,)
    assert saved.known == {name: sha256(first).hexdigest()}
    saved = save(boise, MAP, base, cells, others={name: second}, known=saved.known)
    assert sorted(path.name for path in (boise / "responses").glob("p-1*")) == ["p-1-ownership.yaml"]
    (boise / name).write_bytes(b"a: 2  # I meant 3\n")
    saved = save(boise, MAP, base, cells, others={name: b"a: 4\n"}, known=saved.known)
    assert (boise / f"{name}.before").read_bytes() == b"a: 2  # I meant 3\n"
    assert (boise / name).read_bytes() == b"a: 4\n"
    assert save(boise, MAP, base, cells, others={name: b"a: 4\n"}, known=saved.known).files == ()


def test_a_file_is_replaced_only_while_it_holds_what_was_read(tmp_path: Path):
    place = tmp_path / "a"
    write_whole(place, b"1", new=True)
    with pytest.raises(ChangedMeanwhile):
        write_whole(place, b"2", new=True)
    with pytest.raises(ChangedMeanwhile):
        write_whole(place, b"2", over=b"0")
    write_whole(place, b"3", over=b"1")
    assert place.read_bytes() == b"3"
    place.unlink()
    with pytest.raises(ChangedMeanwhile):
        write_whole(place, b"4", over=b"3")
    assert [*tmp_path.iterdir()] == []
