"""Themes: what they change, what they may not do, and how one is made."""

import json
import re

import pytest
from pypdf import PdfReader

from readiness import services
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.theme import HOUSE
from readiness.reports.html import render_html
from readiness.reports.pictures.colours import contrast
from readiness.reports.theme_look import recoloured, theme_logo
from readiness.resources import examples
from readiness.services.themes import check_theme, new_theme, open_theme

BOISE = examples() / "boise-office"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>'


@pytest.fixture(scope="module")
def assessed():
    return services.assess(BOISE)


def made(folder, more="", **files):
    """Write a theme: its cover sheet with more lines, and files beside it."""
    folder.mkdir(exist_ok=True)
    (folder / "theme.yaml").write_text(f"format: theme/1\nid: ours\n{more}", "utf-8")
    for name, text in files.items():
        path = folder / name.replace("__", "-").replace("_", ".")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def found(folder):
    return [(one.code, f"{one.span.file}:{one.span.line}") for one in check_theme(folder).told]


def html(assessed, folder):
    return render_html(assessed.view, assessed.phrases, theme=open_theme(str(folder)))


def test_a_theme_that_says_nothing_looks_like_the_house(assessed, tmp_path):
    assert html(assessed, made(tmp_path / "t")) == render_html(assessed.view, assessed.phrases)


@pytest.mark.parametrize("name", ["house", "plain"])
def test_those_that_come_with_the_product_are_clean(name, tmp_path):
    new_theme(tmp_path / "t", name)
    assert found(tmp_path / "t") == []


def test_the_house_as_a_folder_is_the_house(assessed, tmp_path):
    new_theme(tmp_path / "t", "house")
    assert html(assessed, tmp_path / "t") == render_html(assessed.view, assessed.phrases)


def test_colours_stand_in_styles_and_pictures_and_texts_keep_what_they_say(assessed, tmp_path):
    shown = html(assessed, made(tmp_path / "t", 'colours: {accent: "#7A0F3C", flag: "#aa0000"}\n'))
    assert "#0b4f6c" not in shown
    assert "#8f1616" not in shown
    assert shown.count("#7a0f3c") > 5
    said = '<style>p { color: #0b4f6c }</style><p>#0b4f6c</p><rect fill="#0b4f6c"/>'
    theme = open_theme(str(tmp_path / "t"))
    assert recoloured(said, theme.colours) == said.replace("color: #0b4f6c", "color: #7a0f3c").replace(
        'fill="#0b4f6c"', 'fill="#7a0f3c"'
    )


@pytest.mark.parametrize("colour", ["#e0a000", "#7a0f3c", "#00c8ff"])
def test_words_on_a_ground_of_their_colour_stay_legible(assessed, tmp_path, colour):
    shown = html(assessed, made(tmp_path / "t", f'colours: {{watch: "{colour}"}}\n'))
    ink, ground = re.search(r"\.watch \{ color: (#\w+); background: (#\w+);", shown).groups()
    assert contrast(ink, ground) >= 4.5


def test_a_colour_that_is_too_faint_is_told_at_its_place(tmp_path):
    folder = made(tmp_path / "t", 'colours:\n  muted: "#cccccc"\n')
    assert found(folder) == [("theme-faint", "theme.yaml:4")]
    assert check_theme(folder).errors == 0


def test_sections_are_printed_in_their_order_and_no_others(assessed, tmp_path):
    whole = render_html(assessed.view, assessed.phrases)
    shown = html(assessed, made(tmp_path / "t", "sections: [limits, page-one]\n"))
    limits, first = (re.escape(assessed.phrases.say(key)) for key in ("pages.limits", "labels.asked"))
    assert re.search(f"{limits}.*{first}", shown, re.DOTALL)
    assert re.search(f"{first}.*{limits}", whole, re.DOTALL)
    assert str(assessed.phrases.say("pages.reasons")) not in shown


def test_pages_cover_logo_and_words_of_the_consultant(tmp_path):
    folder = made(
        tmp_path / "t",
        "logo: logo.svg\nlogo_text: Ours\ncover: cover.html.j2\n"
        "pages: [{file: about.html.j2, after: order}]\n"
        "texts: {labels.asked: {en: Please decide, zh-Hans: 请决定}}\n",
        logo_svg=SVG,
        cover_html_j2="<section>COVER {{ view.title }}</section>",
        about_html_j2="<section>ABOUT US</section>",
    )
    assert found(folder) == []
    theme = open_theme(str(folder))
    for language, asked in (("en", "Please decide"), ("zh-Hans", "请决定")):
        written = services.report(BOISE, tmp_path / "r.html", language=language, theme=theme)
        shown = written.read_text("utf-8")
        assert shown.index("COVER") < shown.index(asked) < shown.index("ABOUT US")
        assert 'alt="Ours"' in shown
        assert "data:image/svg+xml;base64," in shown
    kept = services.report(BOISE, tmp_path / "r.html", language="zh-Hant", theme=theme).read_text("utf-8")
    assert str(library.phrases("zh-Hant").say("labels.asked")) in kept
    pdf = PdfReader(services.report(BOISE, tmp_path / "r.pdf", theme=theme))
    assert "COVER" in pdf.pages[0].extract_text()
    assert theme_logo(HOUSE, "en", fonts=True)["address"] == ""


def test_a_typeface_of_the_theme_sets_its_language(tmp_path):
    octets = (services.library.package_path("fonts", "ReadinessSans-Bold.ttf")).read_bytes()
    folder = made(tmp_path / "t", "fonts: [{file: f.ttf, language: en}]\n", f_ttf=octets)
    written = services.report(BOISE, tmp_path / "r.pdf", theme=open_theme(str(folder)))
    faces = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in PdfReader(written).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert "ours-en" in faces  # words; pictures keep the face that they were measured in


@pytest.mark.parametrize(
    ("more", "files", "told"),
    [
        ("colours: {ink: black}\n", {}, ("theme-colour", 3)),
        ("texts: {labels.askt: {en: x}}\n", {}, ("theme-text-unknown", 3)),
        ('texts: {labels.more: {en: "{number} {secret}"}}\n', {}, ("theme-text-place", 3)),
        ("style: s.css\n", {"s_css": "p { background: url(http://x/) }"}, ("theme-style", 1)),
        ("style: s.css\n", {"s_css": "\n@import 'x.css';"}, ("theme-style", 2)),
        ("style: s.css\n", {"s_css": "p { background: u\\72l(x) }"}, ("theme-style", 1)),
        ("style: s.css\n", {"s_css": "</style><script>"}, ("theme-style", 1)),
        ("logo: logo.exe\n", {"logo_exe": b"x"}, ("theme-file", 3)),
        ("logo: logo.png\n", {"logo_png": bytes(9 * 2**20)}, ("theme-large", 3)),
        ("logo: none.svg\n", {}, ("file-missing", 3)),
        ("logo: ../../etc/passwd.svg\n", {}, ("outside-folder", 3)),
        ("cover: cover.txt\n", {"cover_txt": "x"}, ("theme-file", 3)),
        ("sections: [page-two]\n", {}, ("choice", 3)),
        ("sektions: []\n", {}, ("unknown-key", 3)),
        ("cover: c.html.j2\n", {"c_html_j2": "\n{{ view.titel }}"}, ("theme-template", 2)),
        ("cover: c.html.j2\n", {"c_html_j2": "{{ ''.__class__.__mro__ }}"}, ("theme-template", 1)),
        ("cover: c.html.j2\n", {"c_html_j2": "{{ t.__self__.words }}"}, ("theme-template", 1)),
        ("cover: c.html.j2\n", {"c_html_j2": "{% for x in %}"}, ("theme-template", 1)),
        ("cover: c.html.j2\n", {"c_html_j2": "{{ 1 / 0 }}"}, ("theme-template", 1)),
        ("cover: c.html.j2\n", {"c_html_j2": "{% include '../../pyproject.toml' %}"}, ("theme-template", 1)),
        ("cover: c.html.j2\n", {"c_html_j2": "{{ range(10 ** 9) | list }}"}, ("theme-template", 1)),
        ("cover: c.html.j2\n", {"c_html_j2": "{{ 'a' * 10 ** 12 }}"}, ("theme-template", 1)),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(more, files, told, tmp_path):
    shown = found(made(tmp_path / "t", more, **files))
    assert [(code, int(place.rpartition(":")[2])) for code, place in shown] == [told]


@pytest.mark.long
def test_a_template_that_never_ends_is_stopped(tmp_path):
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    folder = made(tmp_path / "t", "cover: c.html.j2\n", c_html_j2=loop)
    assert found(folder) == [("theme-endless", "theme.yaml:1")]
    with pytest.raises(Refused) as caught:
        services.report(BOISE, tmp_path / "r.html", theme=open_theme(str(folder)))
    assert caught.value.code == "theme-too-much"


def test_a_broken_theme_is_refused_and_an_older_report_stays(tmp_path, command):
    folder = made(tmp_path / "t", "cover: c.html.j2\n", c_html_j2="{{ view.titel }}")
    (tmp_path / "r.pdf").write_text("older")
    shown = command("report", BOISE, "-o", tmp_path / "r.pdf", "--theme", folder)
    assert (shown.returncode, (tmp_path / "r.pdf").read_text()) == (3, "older")
    assert "c.html.j2" in shown.stderr
    made(folder, "colours: {ink: black}\n")
    shown = command("report", BOISE, "-o", tmp_path / "r.pdf", "--theme", folder)
    assert "readiness theme check" in shown.stderr
    for name in ("nothing", str(tmp_path / "none")):
        with pytest.raises(NotFound):
            open_theme(name)


def test_nothing_is_fetched_for_a_page_of_a_theme(tmp_path):
    page = '<section><img src="file:///etc/passwd" alt=""><img src="http://127.0.0.1:9/x" alt=""></section>'
    folder = made(tmp_path / "t", "cover: c.html.j2\n", c_html_j2=page)
    written = services.report(BOISE, tmp_path / "r.pdf", theme=open_theme(str(folder)))
    assert list(PdfReader(written).pages[0].images) == []
    shown = services.report(BOISE, tmp_path / "r.html", theme=open_theme(str(folder))).read_text("utf-8")
    assert "default-src 'none'" in shown


def test_the_command_checks_and_starts(command, tmp_path):
    assert command("theme", "new", tmp_path / "t", "--from", "plain").returncode == 0
    assert command("theme", "new", tmp_path / "t").returncode == 3
    assert command("theme", "new", tmp_path / "u", "--from", "gold").returncode == 3
    shown = json.loads(command("theme", "check", tmp_path / "t", "--format", "json").stdout)
    assert shown == {"diagnostics": []}
    made(tmp_path / "v", "colours: {ink: black}\n")
    assert command("theme", "check", tmp_path / "v").returncode == 2
    assert command("theme", "check", tmp_path / "w").returncode == 3


def test_files_travel_with_the_look_of_the_house_only(command, tmp_path):
    shown = command("report", BOISE, "-o", tmp_path / "r.pdf", "--theme", "plain", "--attach")
    assert shown.returncode == 3
    assert "--attach" in shown.stderr
