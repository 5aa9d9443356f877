"""Pictures of a rollout: their numbers are those of the trials, their words fit, grey paper is enough."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from defusedxml import ElementTree

from readiness import LANGUAGES
from readiness.folder import library
from readiness.reports.namer import Namer
from readiness.reports.pictures.colours import LEGIBLE, PAPER, contrast, luminance
from readiness.reports.pictures.measure import width_of
from readiness.reports.rollout.figures import mean
from readiness.reports.rollout.pictures.cash import draw_cash
from readiness.reports.rollout.pictures.exposure import draw_exposure, stacked
from readiness.reports.rollout.pictures.finish import curve, draw_finish
from readiness.reports.rollout.pictures.frame import WIDTH, Box, values
from readiness.reports.rollout.pictures.gantt import SHUT, draw_gantt
from readiness.reports.rollout.pictures.scatter import draw_scatter
from readiness.reports.rollout.pictures.tornado import draw_tornadoes
from readiness.reports.rollout.teller import Teller
from readiness.reports.words import Words
from readiness.resources import examples
from readiness.rollout.comparison import standings
from readiness.rollout.simulation import simulate
from readiness.scalars import Text
from readiness.services import rollouts

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("gantt", "finish", "exposure", "cash", "scatter", "tornado")
HOSTILE = (
    '"><svg/onload=alert(1)></svg>',
    "</title></svg><script>alert(1)</script>",
    "abc\u202egnp.exe\u202c bell\x07",
    "W" * 3000,
    "訂" * 3000,
    "",
)


@pytest.fixture(scope="module", params=["boise-office", "shanghai-gm"])
def compared(request):
    return rollouts.compare(Path(examples() / request.param), trials=400, depth=False)


def teller(compared, language):
    case = compared.case
    return Teller(Words(library.phrases(language), case.words.own), case.zone, case.currency)


def drawn(compared, language):
    tell, best = teller(compared, language), compared.best
    namer = Namer(compared.case.setting.touchmap, tell.words)
    return {
        "gantt": draw_gantt(best, tell),
        "finish": draw_finish(compared.outcomes, best, tell),
        "exposure": draw_exposure(best, tell, namer),
        "cash": draw_cash(best, tell),
        "scatter": draw_scatter(compared.outcomes, compared.standings, best, tell),
        "tornado": draw_tornadoes(best, tell),
    }


def texts(svg):
    """Return every visible text as its words, box, size and colour."""
    for element in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        said = "".join(element.itertext())
        size = float(element.get("font-size"))
        wide = width_of(said, size, bold=element.get("font-weight") == "600")
        x, y = float(element.get("x")), float(element.get("y"))
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        yield said, (left, y - 0.74 * size, left + wide, y + 0.2 * size), size, element.get("fill")


def overlapping(found):
    boxes = [box for _, box, *_ in found]
    return [
        (found[i][0], found[j][0])
        for i, (a, b, c, d) in enumerate(boxes)
        for j, (e, f, g, h) in enumerate(boxes[:i])
        if a < g - 1 and e < c - 1 and b < h - 1 and f < d - 1
    ]


# -- words in the picture


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_large_enough_legible_and_never_on_top_of_each_other(compared, language):
    for name, picture in drawn(compared, language).items():
        found = list(texts(picture.svg))
        high = float(ElementTree.fromstring(picture.svg).get("height"))
        assert overlapping(found) == [], name
        for said, (left, top, right, bottom), size, fill in found:
            assert size * 0.75 >= 7.5, said
            assert left >= -0.5, (name, said)
            assert right <= WIDTH + 0.5, (name, said)
            assert top >= -1, (name, said)
            assert bottom <= high, (name, said)
            grounds = (PAPER, SHUT) if name == "gantt" else (PAPER,)
            if fill != PAPER:  # white stands on the badge of the recommended option only
                assert min(contrast(fill, ground) for ground in grounds) >= LEGIBLE, said


def test_the_numbers_of_options_stand_on_what_lets_them_be_read(compared):
    for picture in drawn(compared, "en").values():
        white = [said for said, _, _, fill in texts(picture.svg) if fill == PAPER]
        assert all(re.fullmatch(r"\d+", said) for said in white)
    best = [one.id for one in compared.outcomes].index(compared.best.id) + 1
    assert [said for said, *_, fill in texts(drawn(compared, "en")["finish"].svg) if fill == PAPER] == [
        str(best), str(best),
    ]  # fmt: skip


def test_layers_can_be_told_apart_in_grey(compared):
    svg = ElementTree.fromstring(drawn(compared, "en")["exposure"].svg)
    fills = [path.get("fill") for path in svg.iter(f"{SVG}path")]
    greys = [luminance(fill) for fill in fills]
    assert len(greys) > 2
    assert all(later - earlier > 0.08 for earlier, later in pairwise(greys))


# -- numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_alternative_text_is_in_the_picture_and_carries_what_the_trials_gave(compared, language):
    tell, best = teller(compared, language), compared.best
    pictures = drawn(compared, language)
    for name, picture in pictures.items():
        root = ElementTree.fromstring(picture.svg)
        assert root.find(f"{SVG}title").text == str(picture.told)[:2000]
        assert root.get("lang") == language
        assert re.search(r"\d", picture.title), name
        if language == compared.case.words.own:
            assert str(picture.title) in picture.told
        elif language == "en":  # what has no English title is named by its id
            assert not re.search("[\u3400-\u9fff]", picture.told), name
        assert "{" not in picture.told
    for percent in (80, 90):
        assert tell.finish(best, percent) in pictures["gantt"].title
    for step, dates in best.dates.items():
        assert tell.words.day(tell.day(dates.live[3])) in pictures["gantt"].told, step
    for outcome in compared.outcomes:
        if outcome.plan.arrangement.order:
            assert all(tell.finish(outcome, p) in pictures["finish"].told for p in (10, 50, 80, 90))
        assert tell.count(mean(outcome.exposure)) in pictures["scatter"].told
    assert tell.count(mean(best.exposure)) in pictures["exposure"].title
    assert all(tell.money(float(row[-1])) in pictures["cash"].told for row in best.cash)
    assert tell.money(-float(best.cash[1].min())) in pictures["cash"].title
    for causes in best.causes.values():
        assert tell.words.percent(causes[0].removed) in pictures["tornado"].told


def test_curves_rise_from_none_to_all_trials(compared):
    for outcome in compared.outcomes:
        points = curve(outcome)
        instants, shares = zip(*points, strict=True)
        assert list(instants) == sorted(instants)
        assert (shares[0], shares[-1]) == (0.0, 1.0)
        assert (instants[0], instants[-1]) == (outcome.finish.min(), outcome.finish.max())
        for at, share in points[1:]:
            assert np.mean(outcome.finish <= at) >= share - 1e-9


def test_no_disturbed_contact_is_lost_in_the_layers(compared):
    best = compared.best
    layers = stacked(best)
    assert len(layers) <= 5
    assert {buyer for buyers, _ in layers for buyer in buyers} <= set(best.buyers)
    assert sum(weeks.sum() for _, weeks in layers) == pytest.approx(best.weekly.sum())
    assert best.weekly.sum() == pytest.approx(mean(best.exposure), rel=1e-4)
    largest = [weeks.sum() for _, weeks in layers[:4]]
    assert largest == sorted(largest, reverse=True)


@pytest.mark.parametrize(("least", "most"), [(0, 1), (0, 207), (-11.6e6, 13.4e6), (0, 1e-9), (3, 3)])
def test_a_scale_has_round_marks_around_its_values(least, most):
    scale = values(Box(0, 0, 10, 100), least, most)
    assert scale.least <= least
    assert scale.most >= most
    assert 2 <= len(scale.marks) <= 8
    assert scale.y(scale.least) == pytest.approx(100)
    assert scale.y(scale.most) == pytest.approx(0)


# -- what may go wrong


def test_the_same_trials_give_the_same_bytes(compared):
    one, other = drawn(compared, "en"), drawn(compared, "en")
    assert {name: picture.svg for name, picture in one.items()} == {
        name: picture.svg for name, picture in other.items()
    }


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_titles_are_inert_and_harm_no_layout(compared, title):
    text = Text((("", title),))
    setting = compared.case.setting
    arrangement = compared.best.plan.arrangement
    steps = {name: replace(step, title=text) for name, step in arrangement.steps.items()}
    named = replace(arrangement, steps=steps, option=replace(arrangement.option, title=text))
    (outcome,) = simulate([named], setting, trials=200, seed=1)
    found = replace(compared, outcomes=(outcome,), best=outcome,
                    standings={one.id: one for one in standings([outcome])})  # fmt: skip
    for name, picture in drawn(found, "en").items():
        root = ElementTree.fromstring(picture.svg)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "g", "rect", "line", "circle", "path", "polygon", "text",
                        "tspan"}, name  # fmt: skip
        assert not any(key.startswith("on") for element in root.iter() for key in element.attrib)
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", picture.svg)
        assert overlapping(list(texts(picture.svg))) == [], name
        assert all(right <= WIDTH + 0.5 for _, (*_, right, _), _, _ in texts(picture.svg)), name


def test_an_option_that_never_ends_is_drawn_without_its_dates(compared):
    setting = compared.case.setting
    arrangement = compared.best.plan.arrangement
    last = arrangement.order[-1]
    steps = {**arrangement.steps, last: replace(arrangement.steps[last], gate=("strategy",))}
    closed = setting.varied(replace(setting.rollout, gates=()), frozenset({"strategy"}))
    (outcome,) = simulate([replace(arrangement, steps=steps)], closed, trials=200, seed=1)
    assert outcome.never == 1
    tell = teller(compared, "en")
    assert "often cannot finish" in draw_gantt(outcome, tell).title
    assert draw_finish([outcome], None, tell) is None
    assert draw_scatter([outcome], {}, None, tell) is None


def test_nothing_is_drawn_of_doing_nothing(compared):
    nothing = next(one for one in compared.outcomes if one.id == "do-nothing")
    tell = teller(compared, "en")
    namer = Namer(compared.case.setting.touchmap, tell.words)
    assert draw_exposure(nothing, tell, namer) is None
    assert draw_cash(nothing, tell) is None
    assert draw_tornadoes(nothing, tell) is None
