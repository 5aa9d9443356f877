"""Workbooks and CSV, read by openpyxl, LibreOffice, csv and our own import."""

import csv
import io
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from exchange_maps import HOSTILE, REFERENCES, hostile_map, namer_of, seen, text, written
from hypothesis import Phase, given, settings
from random_maps import maps, renamed

from readiness.folder.exchange.loss import Loss, differing
from readiness.folder.exchange.plain_map import plain_map
from readiness.folder.exchange.zipped import read_zipped
from readiness.folder.map_sheets import is_error, read_map
from readiness.folder.workbook import read_tables
from readiness.reports.exchange import tables
from readiness.services.spreadsheets import ids_of
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, Department, Need, System

OFFICE = shutil.which("soffice")
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
# what no column of the workbook holds, and what of a text a cell does not keep
KNOWN = {
    ("map", "id"), ("map", "title:languages"), ("map", "note"), ("map", "evidence.grade"),
    ("map", "evidence.source"), ("goals", "title:languages"), ("goals", "evidence.grade"),
    ("goals", "evidence.source"), ("needs", "title:languages"), ("stages", "title"),
    ("touchpoints", "any_of"), ("map", "accepted"),
}  # fmt: skip


def book(touchmap, tmp_path, language="en"):
    file = tmp_path / "map.xlsx"
    file.write_bytes(tables.workbook(touchmap, language, title="A map"))
    return file


def back(touchmap, file, language="en", *, sound=True):
    reading = read_map(read_tables(file), file=file.name, language=language, known=ids_of(touchmap))
    assert not sound or [one for one in reading.diagnostics if is_error(one)] == []
    return reading.touchmap


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_comes_back_but_for_what_is_listed(language, tmp_path):
    one = seen("boise-office")
    again = back(one.touchmap, book(one.touchmap, tmp_path, language), language)
    lost = differing(plain_map(one.touchmap), plain_map(again))
    assert {(loss.kind, loss.field) for loss in lost} == KNOWN
    assert {loss.records for loss in lost} == {1}


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_figure_reference_and_title_comes_back(reference, tmp_path):
    one = seen(reference)
    again = back(one.touchmap, book(one.touchmap, tmp_path, one.words.language), one.words.language)
    assert again.contacts_per_year == one.touchmap.contacts_per_year
    names = {}
    for kind in ("buyers", "segments", "channels", "systems", "data", "departments", "needs", "touchpoints"):
        for before, after in zip(getattr(one.touchmap, kind), getattr(again, kind), strict=True):
            assert before.id == after.id
            names[after.id] = before.id
    again = renamed(again, {new: old for new, old in names.items() if new != old})
    for before, after in zip(one.touchmap.touchpoints, again.touchpoints, strict=True):
        assert str(after.title) == str(before.title)
        for name in (
            "stage",
            "buyers",
            "owner",
            "volume",
            "cost",
            "satisfaction",
            "serves",
            "requires",
            "channel",
        ):
            assert getattr(after, name) == getattr(before, name), (before.id, name)
        assert [(step.share, step.handoff) for step in after.next] == [
            (step.share, step.handoff) for step in before.next[:3]
        ]


@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])  # shrinking takes minutes
@given(maps())
def test_any_map_comes_back_but_for_what_is_listed(tmp_path_factory, touchmap):
    touchmap = written(touchmap)
    file = book(touchmap, tmp_path_factory.mktemp("book"))
    again = back(touchmap, file, sound=False)  # a random map may contradict itself
    for before, after in zip(touchmap.touchpoints, again.touchpoints, strict=True):
        names = ("direction", "promotional", "buyers", "serves", "captures", "owner", "volume", "channel",
                 "moment_of_truth", "requires", "logs_to")  # fmt: skip
        for name in names:
            assert getattr(after, name) == getattr(before, name), name
        assert [(step.to, step.share) for step in after.next] == [
            (step.to, step.share) for step in before.next[:3]
        ]
    told = {(loss.kind, loss.field) for loss in differing(plain_map(touchmap), plain_map(again))}
    assert told <= {("map", "id"), ("touchpoints", "stage"), ("stages", ""), ("stages", "canonical"),
                    ("stages", "id"),
                    ("touchpoints", "consent"), ("touchpoints", "next.handoff"), ("touchpoints", "evidence"),
                    ("buyers", "evidence"), ("technology", "part_of")}  # fmt: skip


def test_openpyxl_finds_no_formula_and_every_name(tmp_path):
    touchmap = hostile_map()
    file = book(touchmap, tmp_path)
    cells = [cell for page in openpyxl.load_workbook(file) for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    titles = [str(cell.value) for cell in openpyxl.load_workbook(file)["Touchpoints"]["B"][2:]]
    assert len(titles) == len(HOSTILE)
    assert all(
        not title.lstrip("\u202e ").startswith(("=", "+", "-", "@", "＝")) or title in ("-5", "+1")
        for title in titles
    )


def test_hostile_names_still_tell_records_apart(tmp_path):
    touchmap = hostile_map()
    again = back(touchmap, book(touchmap, tmp_path))
    assert len(again.touchpoints) == len(HOSTILE)
    assert len({str(one.title) for one in again.touchpoints}) == len(HOSTILE)
    for at, (before, after) in enumerate(zip(touchmap.touchpoints, again.touchpoints, strict=True)):
        assert len(after.buyers) == 1
        assert [one.id for one in again.buyers].index(after.buyers[0]) == at
        target = again.index["touchpoints"][after.next[0].to]
        assert list(again.touchpoints).index(target) == (at + 1) % len(HOSTILE)
        assert after.volume == before.volume


def test_equal_names_are_told_apart_and_references_hold(tmp_path):
    needs = ("n", "n2", "n3")
    called = zip(needs, ("A; B", "A", "B"), strict=True)
    touchmap = TouchMap(
        "touchmap/1", "m",
        buyers=(Buyer(id="a", title=text("Same")), Buyer(id="b", title=text("same")), Buyer(id="c")),
        needs=tuple(Need(id=one, title=text(title)) for one, title in called),
        channels=(Channel(id="phone", title=text("Phone")),),
        systems=(System(id="phones", title=text("Phone")),),
        departments=(Department(id="nobody-at-all", title=text("Nobody")),),
        touchpoints=(
            Touchpoint(id="t", title=text("T"), buyers=("b", "c", "a"), requires=("phones", "phone"),
                       serves=needs, owner="none"),
            Touchpoint(id="u", title=text("t"), owner="nobody-at-all", channel="phone"),
        ),
    )  # fmt: skip
    again = back(touchmap, book(touchmap, tmp_path))
    order = {
        kind: [one.id for one in getattr(again, kind)] for kind in ("buyers", "needs", "systems", "channels")
    }
    first, second = again.touchpoints
    assert [order["buyers"].index(one) for one in first.buyers] == [1, 2, 0]
    assert [order["needs"].index(one) for one in first.serves] == [0, 1, 2]
    assert first.requires == (again.systems[0].id, again.channels[0].id)
    assert first.owner == "none"
    assert second.owner == again.departments[0].id
    assert second.channel == again.channels[0].id


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
def test_libreoffice_opens_it_and_saves_the_same_map(tmp_path):
    one = seen("boise-office")
    file = book(one.touchmap, tmp_path)
    before = back(one.touchmap, file)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    subprocess.run(
        [OFFICE, home, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "out", file],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert back(one.touchmap, tmp_path / "out" / "map.xlsx") == before


def test_csv_runs_no_formula_and_loses_none_of_its_text(tmp_path):
    points = tuple(
        Touchpoint(id=f"t{at}", note=text(words))
        for at, words in enumerate((*HOSTILE, "-5", "+49 30", "'=x"))
    )
    touchmap = TouchMap("touchmap/1", "m", touchpoints=points)
    octets = tables.table(touchmap, "touchpoints", "en")
    rows = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline="")))
    notes = [row["Note"] for row in rows]
    assert [note for note in notes if note[:1] in tuple("=+-@＝＋－＠\t\r")] == [
        "+1", "-5", "-5",
    ]  # fmt: skip
    file = tmp_path / "Touchpoints.csv"
    file.write_bytes(octets)
    read = [row.cells["Note"] for row in read_tables(file)[0].rows]
    assert read == [str(point.note).strip() for point in points]


@pytest.mark.parametrize("reference", REFERENCES)
def test_csv_holds_a_row_for_each_touchpoint(reference):
    one = seen(reference)
    octets = tables.table(one.touchmap, "touchpoints", one.words.language)
    rows = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert [row[1] for row in rows[1:]] == [
        str(one.namer.title(f"touchpoints:{t.id}")) for t in one.touchmap.touchpoints
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_archive_of_csv_says_what_the_workbook_says(language, tmp_path):
    one = seen("boise-office")
    file = tmp_path / "map.zip"
    file.write_bytes(tables.archive(one.touchmap, language))
    assert zipfile.ZipFile(file).testzip() is None
    reading = read_map(read_zipped(file), file="map.zip", language=language, known=ids_of(one.touchmap))
    assert reading.touchmap == back(one.touchmap, book(one.touchmap, tmp_path, language), language)


def test_the_same_map_gives_the_same_octets():
    one = seen("shanghai-gm@to-be")
    for write in (
        lambda: tables.workbook(one.touchmap, "en", title="t"),
        lambda: tables.archive(one.touchmap, "en"),
    ):
        assert write() == write()


def test_a_map_with_too_many_cells_is_refused():
    points = tuple(Touchpoint(id=f"t{at}", direction="outbound", note=text("a note")) for at in range(35_000))
    with pytest.raises(tables.TooManyCells):
        tables.workbook(TouchMap("touchmap/1", "m", touchpoints=points), "en", title="t")


def test_a_loss_counts_records():
    before = {"touchpoints": [{"id": "a", "note": "x"}, {"id": "b", "note": "y"}, {"id": "c"}]}
    after = {"touchpoints": [{"id": "a"}, {"id": "b", "note": "z"}]}
    assert differing(before, after) == [Loss("touchpoints", "note", 2), Loss("touchpoints", "", 1)]


def test_titles_in_the_language_of_the_reader():
    one = seen("boise-office")
    octets = tables.table(one.touchmap, "goals", "zh-Hans")
    assert "为我们的顾客提供更多的价值" in octets.decode("utf-8-sig")
    assert namer_of(one.touchmap)
