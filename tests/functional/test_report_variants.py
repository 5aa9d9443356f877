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


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_minutes_tell_what_is_agreed_disputed_and_assigned(language, tmp_path):
    folder = examples() / "boise-office"
    out = tmp_path / "m.html"
    page = services.report(folder, out, language=language, variant="minutes").read_text("utf-8")
    view = services.assess(folder, language).view
    parts = page.split("<h2")[1:]
    assert len(parts) == 3
    agreed, disputed, assigned = parts
    assert view.sides.agreed
    assert all(one.id in agreed for one in view.sides.agreed)
    assert not {one.id for one in view.sides.agreed} & {gap.id for gap in view.sides.gaps}
    assert all(gap.id in disputed for gap in view.sides.gaps)
    assert all(f">{action.owner.__html__()}<" in assigned for action in view.actions)
    assert all(question.id in assigned for question in view.questions)


def test_a_change_between_two_dates_is_a_report_of_its_own(command, boise, tmp_path):
    for path in (boise / "responses").glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("P3-Q2: 1", "P3-Q2: 3"), "utf-8")
    newer = examples() / "boise-office"
    out = tmp_path / "c.pdf"
    ran = command("report", newer, "--against", boise, "--variant", "change", "-o", out)
    assert ran.returncode == 0, ran.stderr
    told = said(out)
    for word in ("What moved most", "P3-Q2", "points"):
        assert word in told.replace("\xa0", " ")
    for wrong in (["--variant", "change"], ["--against", boise]):
        ran = command("report", newer, *wrong, "-o", tmp_path / "x.pdf")
        assert (ran.returncode, "--against" in ran.stderr) == (3, True)
        assert not (tmp_path / "x.pdf").exists()
