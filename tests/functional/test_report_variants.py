"""Variants of the report: one page for those in a hurry, the rollout alone."""

import pytest
from pypdf import PdfReader

from readiness import services
from readiness.folder import library
from readiness.resources import examples
from readiness.services import faces

EXAMPLES = ("boise-office", "shanghai-gm")


def said(path):
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_brief_is_exactly_one_page(name, language, tmp_path):
    written = services.report(examples() / name, tmp_path / "b.pdf", language=language, variant="brief")
    assert len(PdfReader(written).pages) == 1
    asked = str(library.phrases(language).say("labels.asked"))
    assert asked.replace(" ", "") in said(written).replace(" ", "").replace("\n", "")


def test_the_rollout_alone_says_what_the_full_report_says_of_it(tmp_path):
    folder = examples() / "boise-office"
    alone = services.report(folder, tmp_path / "r.html", variant="rollout").read_text("utf-8")
    full = services.report(folder, tmp_path / "f.html").read_text("utf-8")
    title = faces.complete(services.assess(folder)).view.rollout.title
    section = full[full.index(f"<h2>{title.__html__()}</h2>") :].partition("</section>")[0]
    assert section in alone
    assert str(library.phrases().say("pages.reasons")) in full
    assert str(library.phrases().say("pages.reasons")) not in alone
    assert "<h1" in alone


def test_what_a_variant_cannot_be_is_refused(command, boise, tmp_path):
    for more in (["-o", tmp_path / "x.docx"], ["-o", tmp_path / "x.pdf", "--attach"]):
        shown = command("report", boise, *more, "--variant", "brief")
        assert shown.returncode == 3
        assert "brief" in shown.stderr
    cover = boise / "engagement.yaml"
    cover.write_text(cover.read_text("utf-8").replace("\nrollout: ", "\n# rollout: "), "utf-8")
    shown = command("report", boise, "-o", tmp_path / "x.html", "--variant", "rollout")
    assert (shown.returncode, (tmp_path / "x.html").exists()) == (3, False)
    assert command("report", boise, "-o", tmp_path / "x.html", "--variant", "short").returncode == 2
