"""A report with its files in it: true to them, or not, and what a hostile PDF may not do."""

import io
import json

import pytest
from pypdf import PdfReader, PdfWriter

from readiness import services
from readiness.errors import Refused
from readiness.folder.attachments import gather, lay_down
from readiness.resources import examples
from readiness.services.verification import verify

BOISE = examples() / "boise-office"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attached")
    return services.report(BOISE, folder / "report.pdf", language="zh-Hant", attach=True)


def changed(report, change):
    writer = PdfWriter(clone_from=PdfReader(report))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    path = report.with_name("changed.pdf")
    path.write_bytes(out.getvalue())
    return path


def attached(*files):
    def change(writer):
        for name, octets in files:
            writer.add_attachment(name, octets)

    return change


def test_the_files_in_it_are_those_that_were_assessed(report):
    found = {name: one[0] for name, one in PdfReader(report).attachments.items()}
    assert set(found) == set(services.check(BOISE).sources)
    assert all(octets == (BOISE / name).read_bytes() for name, octets in found.items())


def test_the_same_folder_gives_the_same_bytes(report, tmp_path):
    other = services.report(BOISE, tmp_path / "other.pdf", language="zh-Hant", attach=True)
    assert other.read_bytes() == report.read_bytes()


def test_a_report_as_written_is_true_to_the_last_byte(report, command):
    shown = command("verify", report, "--format", "json")
    told = json.loads(shown.stdout)
    assert (shown.returncode, told["same"], told["differences"]) == (0, "bytes", [])
    assert len(told["files"]) == len(services.check(BOISE).sources)


def test_a_file_that_was_changed_afterwards_is_told_with_the_page(report, command):
    def change(writer):
        name = "responses/it-1.yaml"
        octets = dict(gather(BOISE, [name]))[name].replace(b": 4", b": 0").replace(b": 3", b": 0")
        for file in writer.attachment_list:
            if file.name == name:
                file.content = octets

    shown = command("verify", changed(report, change), "--format", "json")
    told = json.loads(shown.stdout)
    assert (shown.returncode, told["same"]) == (1, "no")
    assert all(one["report"] != one["files"] for one in told["differences"])
    assert "No: the files in it give other pages" in command("verify", changed(report, change)).stdout


@pytest.mark.long
def test_another_wrapping_of_the_same_pages_says_the_same(report):
    found = verify(changed(report, lambda writer: writer.add_metadata({"/Keywords": "kept"})))
    assert (found.same, found.is_true) == ("words", True)


@pytest.mark.parametrize(
    "name", ["../outside.yaml", "/etc/outside.yaml", "a/../../b.yaml", "c:\\b.yaml", "engagement.yaml/b.yaml"]
)
def test_names_that_lead_out_of_the_folder_are_refused(report, name, tmp_path):
    with pytest.raises(Refused) as caught:
        verify(changed(report, attached((name, b"x"))))
    assert caught.value.code == "attached-name"
    assert list(tmp_path.rglob("*.yaml")) == []


def test_a_pdf_without_files_and_what_is_no_pdf_are_refused(command, tmp_path):
    plain = services.report(BOISE, tmp_path / "plain.pdf")
    assert "--attach" in command("verify", plain).stderr
    for octets in (b"", b"%PDF-1.7\n", b"no pdf at all", plain.read_bytes()[:20_000]):
        (tmp_path / "broken.pdf").write_bytes(octets)
        shown = command("verify", tmp_path / "broken.pdf")
        assert shown.returncode == 3, shown
        assert shown.stderr.count("\n") == 1
    assert command("verify", tmp_path / "absent.pdf").returncode == 3


@pytest.mark.long
def test_files_that_cannot_be_assessed_are_refused(report, command):
    path = changed(report, attached(("touchmap2.yaml", b"x")))
    assert command("verify", path).returncode in (0, 1)

    def change(writer):
        for file in writer.attachment_list:
            file.content = b"format: engagement/1\n"

    shown = command("verify", changed(report, change))
    assert shown.returncode == 3
    assert "cannot be assessed" in shown.stderr


def test_only_a_pdf_takes_files(command, boise, tmp_path):
    shown = command("report", boise, "-o", tmp_path / "x.html", "--attach")
    assert (shown.returncode, (tmp_path / "x.html").exists()) == (3, False)


def test_files_from_outside_the_folder_do_not_travel(boise, tmp_path):
    (tmp_path / "outside.yaml").write_text("x")
    (boise / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    for name in ("../outside.yaml", "link.yaml", str(tmp_path / "outside.yaml")):
        with pytest.raises(Refused) as caught:
            gather(boise, [name])
        assert caught.value.code == "attach-outside"
    with pytest.raises(Refused):
        lay_down([("a.yaml", b"")] * 2, tmp_path)
