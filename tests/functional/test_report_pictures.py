"""Pictures of the report: legible, told in words, cheap."""

import re
import time

import pytest
from defusedxml import ElementTree

from readiness import services
from readiness.folder import library
from readiness.reports.pictures.answered import draw_answered
from readiness.reports.pictures.colours import LEGIBLE, PAPER, contrast
from readiness.reports.pictures.fallen import draw_fallen
from readiness.reports.pictures.matrix import draw_matrix
from readiness.reports.words import Words
from readiness.resources import examples

EXAMPLES = ("boise-office", "shanghai-gm")
SEEN = 3.0
"""The least contrast of a graphic that tells something (WCAG 2.2, criterion 1.4.11)."""
DECORATION = {"#ffffff", "#e3e8ec", "#d5dbe1", "#f6f8fa", "#dfe7ec", "#eef3f6", "none", ""}
"""Grounds, rules and bands that carry nothing a word or a line beside them does not tell."""
SHAPES = ("rect", "circle", "line", "path", "polygon")


@pytest.fixture(scope="module", params=EXAMPLES)
def page(request, tmp_path_factory):
    out = tmp_path_factory.mktemp("html") / "r.html"
    return services.report(examples() / request.param, out).read_text("utf-8")


def drawings(page):
    found = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(found) >= 20
    return [ElementTree.fromstring(re.sub(r' xmlns="[^"]*"', "", one)) for one in found]


def number(value):
    return float(value or 0)


def holds(rect, x, y):
    if rect.tag == "circle":
        return abs(number(rect.get("cx")) - x) + abs(number(rect.get("cy")) - y) <= number(rect.get("r"))
    left, top = number(rect.get("x")), number(rect.get("y"))
    return left <= x <= left + number(rect.get("width")) and top <= y <= top + number(rect.get("height"))


def test_what_a_picture_tells_can_be_seen_and_read(page):
    for drawing in drawings(page):
        grounds = []
        for one in drawing.iter():
            if one.tag in SHAPES:
                colours = {
                    one.get("fill", "none" if one.tag == "line" else "#000000"),
                    one.get("stroke", "none"),
                }
                told = colours - DECORATION
                if told:
                    assert max(contrast(colour, PAPER) for colour in told) >= SEEN, ElementTree.tostring(one)
            if one.tag in ("rect", "circle"):
                grounds.append(one)
            if one.tag == "text" and "".join(one.itertext()).strip():
                x, y = number(one.get("x")), number(one.get("y")) - 3
                under = [rect.get("fill") for rect in grounds if holds(rect, x + 1, y)]
                ground = next((fill for fill in reversed(under) if fill not in (None, "none")), PAPER)
                assert contrast(one.get("fill", "#000000"), ground) >= LEGIBLE, ElementTree.tostring(one)


def test_every_picture_tells_its_numbers_to_those_who_cannot_see_it(page):
    for drawing in drawings(page):
        assert re.search(r"\d", drawing.findtext("title") or ""), ElementTree.tostring(drawing)[:200]


def test_the_figures_of_the_charts_are_those_of_the_analyses():
    view = services.assess(examples() / "boise-office").view
    matrix, outages, answered = view.map.matrix, view.map.outages, view.sides.answered
    most = max(max(row) for row in matrix.cells)
    words = Words(library.phrases())
    assert words.number(most) in matrix.title
    assert all(not row[place] for place, row in enumerate(matrix.cells))
    assert [row.contacts for row in outages.rows] == sorted((r.contacts for r in outages.rows), reverse=True)
    for row in answered.rows:
        assert 0 <= row.values + row.dont_know + row.not_applicable <= row.asked
        assert sum(row.levels) <= row.values
    for picture in (draw_matrix(matrix, words), draw_fallen(outages, words), draw_answered(answered, words)):
        assert "<svg" in picture
    assert words.number(outages.rows[0].contacts) in draw_fallen(outages, words)


def test_the_charts_cost_next_to_nothing():
    view, words = services.assess(examples() / "boise-office").view, Words(library.phrases())

    def draw():
        draw_matrix(view.map.matrix, words)
        draw_fallen(view.map.outages, words)
        draw_answered(view.sides.answered, words)

    draw()
    spent = []
    for _ in range(5):
        began = time.process_time()
        draw()
        spent.append(time.process_time() - began)
    assert min(spent) < 0.05
