"""Archives of CSV files that want to do harm."""

import zipfile

import pytest

from readiness.errors import Refused
from readiness.folder.exchange.zipped import read_zipped
from readiness.folder.map_columns import heading, sheet_name
from readiness.folder.map_sheets import is_error, read_map


def archive(tmp_path, members):
    file = tmp_path / "m.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members:
            packed.writestr(name, text)
    return file


NAMES = (
    "../Buyers.csv", "/etc/Buyers.csv", "a/Buyers.csv", "..\\Buyers.csv", "C:\\Buyers.csv", "Buyers.exe",
    "Strange.csv", "CON.csv", "\x1b[31m.csv", "Buyers.csv.zip",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_anywhere(tmp_path, name):
    file = archive(tmp_path, [(name, "Buyer type\nAnn\n")])
    tables = read_zipped(file)
    assert [one.rows for one in tables] == [()]
    reading = read_map(tables, file="m.zip", language="en")
    codes = [one.code for one in reading.diagnostics if is_error(one)]
    assert "missing-sheet" in codes
    assert sorted(one.name for one in tmp_path.iterdir()) == ["m.zip"]


def test_names_in_any_language_are_known(tmp_path):
    name, head = sheet_name("channels", "zh-Hant"), heading("channels", "title", "zh-Hant")
    members = [("Buyers.csv", "Buyer type\nAnn\n"), (f"{name}.csv", f"{head}\n電話\n")]
    tables = read_zipped(archive(tmp_path, members))
    assert [row.cells for one in tables for row in one.rows] == [{"Buyer type": "Ann"}, {head: "電話"}]


@pytest.mark.parametrize(
    "members",
    [
        [("Buyers.csv", "a" * (3 * 1024 * 1024))],
        [(f"{at}.csv", "") for at in range(50)],
        [("Buyers.csv", "a,b\n" * 300_000), ("Channels.csv", "a,b\n" * 300_000)],
    ],
)
def test_bombs_are_refused(tmp_path, members):
    with pytest.raises(Refused) as refused:
        read_zipped(archive(tmp_path, members))
    assert refused.value.code in ("import-too-large", "workbook-too-large")


@pytest.mark.parametrize("octets", [b"", b"PK", b"plain text", b"PK\x03\x04 and no end"])
def test_what_is_no_archive_is_refused(tmp_path, octets):
    file = tmp_path / "m.zip"
    file.write_bytes(octets)
    with pytest.raises(Refused) as refused:
        read_zipped(file)
    assert refused.value.code == "import-unreadable"
