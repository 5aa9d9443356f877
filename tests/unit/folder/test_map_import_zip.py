"""Archives of CSV files that want to do harm."""

import zipfile

import pytest

from readiness.errors import Refused
from readiness.folder.exchange.zipped import read_zipped
from readiness.folder.map_sheets import is_error, read_map


def archive(tmp_path, members):
    file = tmp_path / "m.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members:
            packed.writestr(name, text)
    return file


@pytest.mark.parametrize(
    "name", ["../Buyers.csv", "/etc/Buyers.csv", "a/Buyers.csv", "..\\Buyers.csv", "C:\\Buyers.csv", "Buyers.exe",
             "Strange.csv", "CON.csv", "\x1b[31m.csv", "Buyers.csv.zip"],
)  # fmt: skip
def test_no_name_leads_anywhere(tmp_path, name):
    file = archive(tmp_path, [(name, "Buyer type\nAnn\n")])
    tables = read_zipped(file)
    assert [one.rows for one in tables] == [()]
    codes = [one.code for one in read_map(tables, file="m.zip", language="en").diagnostics if is_error(one)]
    assert "missing-sheet" in codes
    assert sorted(one.name for one in tmp_path.iterdir()) == ["m.zip"]


def test_names_in_any_language_are_known(tmp_path):
    tables = read_zipped(
        archive(tmp_path, [("Buyers.csv", "Buyer type\nAnn\n"), ("管道.csv", "管道\n電話\n")])
    )
    assert [[row.cells for row in one.rows] for one in tables] == [
        [{"Buyer type": "Ann"}],
        [{"管道": "電話"}],
    ]


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


@pytest.mark.parametrize("octets", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18 + b"x", b"plain text"])
def test_what_is_no_archive_is_refused_or_empty(tmp_path, octets):
    file = tmp_path / "m.zip"
    file.write_bytes(octets)
    try:
        assert read_zipped(file) == ()
    except Refused as refused:
        assert refused.code == "import-unreadable"
