"""Pictures of the map: legible, inert, the same each time; ways cross no more than they must."""

from __future__ import annotations

import re
from itertools import combinations, permutations

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import LANGUAGES
from readiness.folder import library
from readiness.i18n import Line, Run
from readiness.reports.namer import Namer
from readiness.reports.pictures.bars import draw_outages
from readiness.reports.pictures.canvas import SMALL, Canvas, number
from readiness.reports.pictures.colours import LEGIBLE, PAPER, contrast, ink_on, luminance, shade
from readiness.reports.pictures.flow import draw_flow
from readiness.reports.pictures.flow_places import journeys, steps_of
from readiness.reports.pictures.grid import draw_grid
from readiness.reports.pictures.grid_text import grid_text
from readiness.reports.pictures.heat import draw_heat
from readiness.reports.pictures.lanes import Far, Piece, least, order, packed, port_order, total_crossings
from readiness.reports.pictures.measure import clean, width_of, wrapped
from readiness.reports.pictures.places import busiest_of, places
from readiness.reports.pictures.routes import HEADS, Box, Way, lay_out
from readiness.reports.section import width as columns_of
from readiness.reports.words import Words
from readiness.resources import examples
from readiness.scalars import Text
from readiness.services import maps
from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.model import HandOff, Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, Department, System
from readiness.touchmap.volumes import traffic

PICTURES = {"grid": draw_grid, "flow": draw_flow, "coverage": draw_heat, "outages": draw_outages}
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)></svg>',
    "</title></svg><script>alert(1)</script>",
    "{{7*7}} ${{x}} {0.__class__}",
    "abc\u202egnp.exe\u202c \u2066x\u2069",
    "bell\x07 nul\x00 esc\x1b[31m",
    "\ud800 \ufffe \uffff",
    "e" + "\u0301" * 10_000,
    "W" * 10_000,
    "訂" * 10_000,
    " \t\n ",
)


def words(language="en"):
    return Words(library.phrases(language), "en")


def touchpoint(name, *, stage="buy", channel="phone", visits=100.0, to=(), **more):
    steps = tuple(step if isinstance(step, Next) else Next(step, 0.5) for step in to)
    more = {"buyers": ("firm",), **more}
    return Touchpoint(name, stage=stage, channel=channel, volume=Volume(total=visits), next=steps, **more)


def touchmap(*touchpoints, **more):
    known = {
        "stages": tuple(Stage(name, name) for name in ("find", "buy", "use")),
        "channels": tuple(Channel(name) for name in ("phone", "web", "fax")),
        "buyers": (Buyer("firm"), Buyer("clerk")),
        "departments": (Department("sales"), Department("service")),
    }
    return TouchMap(format="touchmap/1", id="m", touchpoints=touchpoints, **{**known, **more})


def drawn(picture, one, language="en", *rest):
    return PICTURES[picture](traffic(one), Namer(one, words(language)), *rest)


def big(count, *, stages=9, channels=7, buyers=4):
    return touchmap(
        *(
            touchpoint(
                f"t{n}", stage=f"s{n * 7 % stages}", channel=f"c{n * 5 % channels}",
                visits=float(n * 37 % 1000),
                to=(f"t{(n * 31 + 1) % count}", f"t{(n * 17 + 5) % count}"), buyers=(f"b{n % buyers}",),
            )
            for n in range(count)
        ),
        stages=tuple(Stage(f"s{n}", f"s{n}") for n in range(stages)),
        channels=tuple(Channel(f"c{n}") for n in range(channels)),
        buyers=tuple(Buyer(f"b{n}") for n in range(buyers)),
    )  # fmt: skip


def texts(svg):
    """Return every visible text as its words and box."""
    found = []
    for element in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        said = "".join(element.itertext())
        size = float(element.get("font-size"))
        wide = width_of(said, size, bold=element.get("font-weight") == "600")
        x, y = float(element.get("x")), float(element.get("y"))
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        found.append((said, (left, y - 0.74 * size, left + wide, y + 0.2 * size), size))
    return found


def overlapping(found):
    """Return pairs of texts whose boxes meet, by a sweep down the page."""
    ordered = sorted(found, key=lambda text: text[1][1])
    open_, pairs = [], []
    for said, (left, top, right, bottom), _ in ordered:
        open_ = [one for one in open_ if one[1][3] > top + 0.5]
        pairs += [(said, other) for other, (x1, _, x2, _) in open_ if left < x2 - 0.5 and x1 < right - 0.5]
        open_.append((said, (left, top, right, bottom)))
    return pairs


@pytest.fixture(scope="module")
def examples_drawn():
    found = {}
    for name, language in (("boise-office", "en"), ("boise-office", "zh-Hant"), ("shanghai-gm", "zh-Hans")):
        seen = maps.see(str(examples() / name), language)
        for picture, draw in PICTURES.items():
            found[name, language, picture] = draw(traffic(seen.touchmap), seen.namer)
    return found


# -- what is drawn


def test_no_two_texts_overlap_and_none_leaves_the_picture(examples_drawn):
    for key, svg in examples_drawn.items():
        found = texts(svg)
        root = ElementTree.fromstring(svg)
        wide, high = float(root.get("width")), float(root.get("height"))
        assert overlapping(found) == [], key
        assert all(x1 >= 0 and y1 >= 0 and x2 <= wide and y2 <= high for _, (x1, y1, x2, y2), _ in found), key
        assert min(size for *_, size in found) * 72 / 96 >= 8, key


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("title", [*HOSTILE, "Ordinary", ""], ids=range(len(HOSTILE) + 2))
def test_hostile_titles_are_inert_and_harm_no_layout(picture, title):
    text = Text((("", title),))
    one = touchmap(
        touchpoint("a", title=text, to=("b",), owner="sales", requires=("crm",)),
        touchpoint("b", title=text, stage="use", channel="web", owner="service", moment_of_truth=True),
        title=text,
        stages=(Stage("buy", "buy", text), Stage("use", "use", text)),
        channels=(Channel("phone", text), Channel("web", text)),
        buyers=(Buyer("firm", text, value_share=0.5),),
        departments=(Department("sales", text), Department("service", text)),
        systems=(System("crm", text),),
    )
    svg = drawn(picture, one)
    root = ElementTree.fromstring(svg)
    drawing = {"svg", "title", "desc", "g", "rect", "line", "circle", "path", "polygon", "text", "tspan"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= drawing
    assert not any(
        name.startswith("on") or "href" in name for element in root.iter() for name in element.attrib
    )
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", svg)
    assert "url(" not in svg
    assert len(svg) < 200_000
    assert overlapping(texts(svg)) == []


def test_the_title_is_a_sentence_with_the_numbers_and_the_root_knows_language_and_faces(examples_drawn):
    for (_, language, picture), svg in examples_drawn.items():
        root = ElementTree.fromstring(svg)
        title, description = root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text
        assert title[-1] in ".。", picture
        assert re.search(r"\d", title)
        assert description
        assert root.get("lang") == language
        family = root.get("font-family")
        assert family.endswith("sans-serif")
        assert family.startswith({"en": "'Readiness Sans'", "zh-Hant": "'Readiness Sans TC'",
                                  "zh-Hans": "'Readiness Sans SC'"}[language])  # fmt: skip


def test_words_in_another_language_keep_its_face():
    canvas = Canvas("en")
    canvas.text(0, 0, Line((Run("Order "), Run("訂購", "zh-Hant"))))
    assert canvas.parts[0].startswith('<text x="0" y="0" font-size="12"')
    assert '<tspan lang="zh-Hant" xml:lang="zh-Hant" font-family="\'Readiness Sans TC\'' in canvas.parts[0]


@pytest.mark.parametrize("picture", PICTURES)
def test_the_same_map_gives_the_same_bytes(picture, examples_drawn):
    seen = maps.see(str(examples() / "boise-office"), "en")
    again = PICTURES[picture](traffic(seen.touchmap), seen.namer)
    assert again == examples_drawn["boise-office", "en", picture]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", PICTURES)
def test_no_touchpoint_is_said_in_words_and_one_is_drawn(picture, language):
    empty = TouchMap(format="touchmap/1", id="m")
    svg = drawn(picture, empty, language)
    said = {"flow": "nothing", "grid": "nothing", "coverage": "nothing", "outages": "outages.nothing"}[
        picture
    ]
    assert words(language).say(f"map-pictures.{said}") in [text for text, *_ in texts(svg)]
    one = touchmap(touchpoint("only"))
    assert ("100" if picture == "coverage" else "Only") in [
        text for text, *_ in texts(drawn(picture, one, language))
    ]


def test_rows_columns_and_chips_stand_in_the_order_of_the_file():
    one = touchmap(
        touchpoint("zeta", visits=1.0), touchpoint("alpha", visits=9.0), touchpoint("middle", channel="fax"),
        touchpoint("early", stage="find"), touchpoint("web-first", channel="web"),
    )  # fmt: skip
    at = {said: box for said, box, _ in texts(drawn("grid", one))}
    assert at["Zeta"][1] < at["Alpha"][1]
    assert at["Phone"][0] < at["Web"][0] < at["Fax"][0]
    assert at["Early"][1] < at["Zeta"][1]


def test_words_stay_within_their_chip(examples_drawn):
    folded = drawn("grid", touchmap(
        *(touchpoint(f"t{n}", channel=f"c{n}", to=("t15", "t14", "t13", "t12")) for n in range(16)),
        channels=tuple(Channel(f"c{n}") for n in range(16)),
    ))  # fmt: skip
    for svg in (folded, *(svg for (_, _, picture), svg in examples_drawn.items() if picture == "grid")):
        chips = 0
        for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
            ground = group.find(f"{SVG}rect")
            if ground is None:
                continue
            chips += 1
            top, high = float(ground.get("y")), float(ground.get("height"))
            for text in group.iter(f"{SVG}text"):
                assert top + float(text.get("font-size")) * 0.74 < float(text.get("y")) < top + high - 3
        assert chips


def test_marks_need_no_colour():
    one = touchmap(
        touchpoint("a", owner="sales", moment_of_truth=True, to=("b", "c")),
        touchpoint("b", owner="service", stage="use"),
        touchpoint("c", owner="sales", stage="use"),
        touchpoint("d", owner="none"),
    )
    svg = drawn("grid", one)
    root = ElementTree.fromstring(svg)
    ways = [element for element in root.iter(f"{SVG}path") if element.find(f"{SVG}title") is not None]
    dashed = {bool(way.get("stroke-dasharray")): way.find(f"{SVG}title").text for way in ways}
    assert "handed over from “Sales” to “Service”" in dashed[True]
    assert dashed[False] == "From “A” to “C”: 50 contacts a year"
    assert [text for text, *_ in texts(svg)].count("No owner") == 1
    plain = drawn(
        "grid", touchmap(touchpoint("a", owner="sales"), touchpoint("b", owner="service", stage="use"))
    )
    assert svg.count("<polygon") - plain.count("<polygon") == 1 + 4  # the mark, and four heads of arrows


def test_a_way_from_nobody_is_no_handoff_as_everywhere_else():
    step = Next("b", 0.5, HandOff())
    svg = drawn("grid", touchmap(touchpoint("a", to=(step,)), touchpoint("b", owner="sales", stage="use")))
    assert "passed from" not in svg


def test_a_title_without_end_leaves_the_figures_in_the_sentence():
    one = touchmap(touchpoint("a", title=Text((("", "W" * 10_000),))))
    title = ElementTree.fromstring(drawn("grid", one)).find(f"{SVG}title").text
    assert title.endswith("…: 100 of 100 contacts a year (100%), the most of any touchpoint.")


def test_one_buyer_shows_his_touchpoints_and_contacts_only():
    one = touchmap(
        touchpoint("shared", buyers=("firm", "clerk"), visits=100.0),
        touchpoint("his", buyers=("clerk",), visits=7.0),
        touchpoint("other", visits=5.0),
    )
    said = [text for text, *_ in texts(drawn("grid", one, "en", "clerk"))]
    assert "Shared" in said
    assert "His" in said
    assert "Other" not in said
    assert "57 a year" in said


def test_a_crowded_cell_says_how_many_more_there_are():
    one = touchmap(*(touchpoint(f"t{n}", visits=float(n)) for n in range(100)))
    said = [text for text, *_ in texts(drawn("grid", one))]
    assert "and 88 more" in said
    assert "T99" in said
    assert "T5" not in said
    assert any(text.startswith("Touchpoints not shown one by one: 88, with") for text in said)


def test_one_more_than_fits_is_shown_too():
    members = tuple(touchpoint(f"t{n}") for n in range(13))
    visits = {t.id: 1.0 for t in members}
    assert busiest_of(members, visits) == (members, ())
    kept, rest = busiest_of((*members, touchpoint("t13")), visits | {"t13": 5.0})
    assert [t.id for t in kept] == [f"t{n}" for n in range(11)] + ["t13"]
    assert len(rest) == 2


def test_many_channels_fold_and_ways_between_blocks_are_told():
    channels = tuple(Channel(f"c{n}") for n in range(16))
    points = [touchpoint(f"t{n}", channel=f"c{n}", to=("t15",) if n == 0 else ()) for n in range(16)]
    svg = drawn("grid", touchmap(*points, channels=channels))
    at = {said: box for said, box, _ in texts(svg)}
    assert at["C0"][1] < at["C6"][1]
    assert "→ 50: T15" in at
    assert overlapping(texts(svg)) == []


@pytest.mark.parametrize("picture", ["grid", "flow", "coverage"])
def test_five_thousand_touchpoints_fold_within_bounds(picture):
    svg = drawn(picture, big(5000))
    assert len(svg) < 1_000_000
    assert "ouchpoints not shown" in svg or picture == "coverage"
    assert overlapping(texts(svg)) == []


def test_a_heat_map_has_a_legible_figure_in_every_field():
    seen = maps.see(str(examples() / "boise-office"), "en")
    root = ElementTree.fromstring(draw_heat(traffic(seen.touchmap), seen.namer))
    fields = 0
    for group in root.iter(f"{SVG}g"):
        ground = group.find(f"{SVG}rect")
        for text in group.iter(f"{SVG}text"):
            assert contrast(text.get("fill"), ground.get("fill")) >= LEGIBLE
        fields += 1
    assert fields == 63 * (1 + 9)


def test_outages_are_told_worst_first_with_value_and_buyers(examples_drawn):
    said = [text for text, *_ in texts(examples_drawn["boise-office", "en", "outages"])]
    assert (
        said.index("Order-processing system") < said.index("Order desk") < said.index("B2B ordering platform")
    )
    assert "for 112,200 of them, another channel serves the need" in said
    assert "234,700" in said
    assert "95%" in said
    assert any("Office orderer" in text for text in said)


# -- the flow


def test_a_flow_balances_at_every_touchpoint():
    one = touchmap(
        touchpoint("a", stage="find", visits=100.0, to=("b", "c")), touchpoint("b", visits=80.0, to=("a",)),
        touchpoint("c", stage="use", visits=50.0, to=("d",)), touchpoint("d", stage="use", visits=40.0),
    )  # fmt: skip
    flow = traffic(one)
    found = journeys(flow, places(flow, Namer(one, words()), "firm"), "firm", steps=steps_of(flow))
    for place, node in enumerate(found.nodes):
        into = sum(link.visits for link in found.links if link.target == place)
        out = sum(link.visits for link in found.links if link.source == place)
        assert into + node.starts == pytest.approx(node.visits)
        assert out + node.ends == pytest.approx(node.visits)
    assert [node.starts for node in found.nodes] == pytest.approx([60, 30, 0, 15])
    assert [node.ends for node in found.nodes] == pytest.approx([0, 40, 25, 40])


def test_widths_of_a_flow_tell_visits():
    one = touchmap(
        touchpoint("a", stage="find", visits=1000.0, to=(Next("b", 0.6), Next("c", 0.3))),
        touchpoint("b", visits=600.0), touchpoint("c", visits=300.0),
    )  # fmt: skip
    root = ElementTree.fromstring(drawn("flow", one, "en", "firm"))
    widths = sorted(
        float(path.get("stroke-width")) for path in root.iter(f"{SVG}path") if path.get("stroke") != PAPER
    )
    assert widths == pytest.approx([22, 44])


# -- lanes and ports

SIDES = st.booleans()
PLACES = st.integers(0, 8).map(float)
PIECES = st.lists(st.builds(Piece, PLACES, PLACES, SIDES, SIDES, st.just(2.0)), max_size=6)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_lanes_cross_as_little_as_any_order(pieces):
    best = min(total_crossings(pieces, ordered) for ordered in permutations(range(len(pieces))))
    assert total_crossings(pieces, order(pieces)) == best


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=14, max_size=14), min_size=14, max_size=14))
def test_many_lanes_end_in_an_order_that_no_single_move_betters(costs):
    def price(ordered):
        return sum(costs[one][other] for one, other in combinations(ordered, 2))

    found = least(costs)
    assert sorted(found) == list(range(14))
    for one in found:
        others = [other for other in found if other != one]
        assert all(price([*others[:n], one, *others[n:]]) >= price(found) for n in range(14))


def _around(ports, ends):
    """Return the pieces of ways whose ends on the chip, at 0, stand in an order of ports."""
    place = {way: 0.001 * (rank - len(ports) / 2) for rank, way in enumerate(ports)}
    return [
        Piece(place[way], end.place, start_left=True, end_left=end.same_side, width=1)
        for way, end in enumerate(ends)
    ]


ENDS = st.lists(
    st.builds(Far, st.integers(-6, 6).filter(bool).map(float), SIDES),
    max_size=5,
    unique_by=lambda end: end.place,
)


@settings(max_examples=120, deadline=None)
@given(ENDS)
def test_ports_cross_as_little_as_any_order_of_ports_and_lanes(ends):
    def crossing(ports):
        pieces = _around(ports, ends)
        return total_crossings(pieces, order(pieces))

    best = min(crossing(ports) for ports in permutations(range(len(ends))))
    assert crossing(port_order(0.0, ends)) == best == 0


@given(PIECES)
def test_lanes_beside_each_other_keep_their_gap(pieces):
    ordered = order(pieces)
    middles, wide = packed(pieces, ordered, gap=6.0, tight=2.0)
    for one, other in combinations(ordered, 2):
        if pieces[one].low <= pieces[other].high and pieces[other].low <= pieces[one].high:
            assert middles[other] - middles[one] >= 2.0 + 6.0 - 1e-9
    assert wide == pytest.approx(max((middle + 1.0 for middle in middles), default=0.0))


WAYS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] != p[1]), max_size=14)


@settings(max_examples=60, deadline=None)
@given(WAYS)
def test_no_way_runs_over_a_chip(pairs):
    boxes = [
        Box(row, column, 60.0) for row in range(3) for column in range(3) for _ in range(1 + (row == column))
    ]
    ways = [Way(one, other, 3.0) for one, other in pairs]
    sheet = lay_out(boxes, ways, rows=3, columns=3, chip=170.0, least=40.0)
    assert len({(way.source, way.points[0]) for way in ways}) == len(ways)  # every end has a port of its own
    for way in ways:
        for (x1, y1), (x2, y2) in zip(way.points, way.points[1:], strict=False):
            assert x1 == x2 or y1 == y2
            for box in sheet.boxes:
                inside_x = max(min(x1, x2), box.x) < min(max(x1, x2), box.x + 170) or (
                    x1 == x2 and box.x < x1 < box.x + 170
                )
                inside_y = max(min(y1, y2), box.y) < min(max(y1, y2), box.y + box.height) or (
                    y1 == y2 and box.y < y1 < box.y + box.height
                )
                assert not (inside_x and inside_y)
        end, target = way.points[-1], boxes[way.target]
        assert abs(end[0] - target.x) == HEADS or abs(end[0] - target.x - 170) == HEADS
        assert target.y < end[1] < target.y + target.height


@pytest.mark.parametrize(("one", "other"), [(0, 8), (8, 0), (2, 6), (6, 2)])
def test_a_way_to_another_row_makes_no_detour(one, other):
    boxes = [Box(row, column, 60.0) for row in range(3) for column in range(3)]
    (way,) = lay_out(boxes, [Way(one, other, 3.0)], rows=3, columns=3, chip=170.0, least=40.0).ways
    ends = sorted((way.points[0][1], way.points[-1][1]))
    assert all(ends[0] <= y <= ends[1] for _, y in way.points)


# -- words and colours


def test_words_are_measured_with_chinese_as_squares_and_accents_as_nothing():
    assert width_of("訂購", 10) == 20
    assert width_of("i", 10) < width_of("m", 10)
    assert width_of("e\u0301", 10) == width_of("e", 10) == width_of("é", 10)
    assert width_of("abc", 10, bold=True) > width_of("abc", 10)


@given(st.text(max_size=200), st.integers(40, 300), st.integers(1, 3))
def test_lines_fit_and_lose_nothing_without_an_ellipsis(said, wide, most):
    lines = wrapped(said, wide, 12, lines=most)
    assert len(lines) <= most
    assert all(width_of(line, 12) <= wide + 1e-6 for line in lines)
    whole = str(clean(said))
    if lines and not lines[-1].endswith("…"):
        assert "".join(lines).replace(" ", "") == whole.replace(" ", "")


def test_lines_break_where_chinese_may():
    assert wrapped("打電話，問訂單", 36, 12, lines=3) == ("打電", "話，問", "訂單")
    assert wrapped("問（急單）", 36, 12, lines=3) == ("問（急", "單）")
    assert wrapped("Call because it is needed today", 80, 12, lines=2)[-1].endswith("…")
    assert wrapped("Ask by phone where the order is", 105, 12, lines=3) == (
        "Ask by phone",
        "where the order is",
    )


def test_clean_words_hold_nothing_that_turns_or_hides_text():
    assert clean("a\u202eb\u2066c\u200bd\ufeff\x00") == "abcd"
    assert clean("  a \n\t b  ") == "a b"
    assert clean("\ud800") == "\ufffd"
    assert clean("e" + "\u0301" * 50) == "e" + "\u0301" * 3
    assert len(clean("x" * 5000)) == 320
    assert clean(Line((Run("a\x07", "zh-Hant"), Run("b")))).runs == (Run("a", "zh-Hant"), Run("b"))


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert luminance("#ff0000") == pytest.approx(0.2126)


@given(st.integers(0, 0xFFFFFF))
def test_text_is_legible_on_every_ground(colour):
    ground = f"#{colour:06x}"
    assert contrast(ink_on(ground), ground) >= LEGIBLE


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_is_darker_also_in_grey(one, other):
    low, high = sorted((one, other))
    assert luminance(shade(low)) >= luminance(shade(high))


def test_lengths_are_written_short():
    assert [number(value) for value in (1.0, -0.04, 2.25, 1e6)] == ["1", "0", "2.2", "1000000"]
    assert SMALL * 72 / 96 > 8


# -- on a terminal


@pytest.mark.parametrize("wide", [60, 80, 100, 140])
@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_the_grid_fits_the_terminal_and_names_every_touchpoint(name, wide):
    seen = maps.see(str(examples() / name))
    printed = grid_text(traffic(seen.touchmap), seen.namer, wide=wide)
    block = printed.split("\n\n", 1)[1]
    assert max(columns_of(line) for line in block.split("\n")) <= wide
    squeezed = re.sub(r"\s", "", printed)
    for one in seen.touchmap.touchpoints:
        first = str(wrapped(seen.namer.title(f"touchpoints:{one.id}"), 90, 12)[0])[:3]
        assert first.replace(" ", "") in squeezed


def test_the_grid_on_a_terminal_marks_moments_gaps_and_our_own_contacts():
    one = touchmap(
        touchpoint("a", owner="sales", moment_of_truth=True), touchpoint("b"),
        touchpoint("c", owner="sales", direction="outbound"),
        touchpoint("bad", title=Text((("", "x\x1b[2J"),))),
    )  # fmt: skip
    printed = grid_text(traffic(one), Namer(one, words()))
    assert "* A" in printed
    assert "! B" in printed
    assert "> C" in printed
    assert "\x1b" not in printed
    assert (
        grid_text(traffic(touchmap()), Namer(touchmap(), words())) == "This map has no touchpoints to show.\n"
    )


# -- one base for contacts


@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_the_busiest_touchpoint_is_one_that_buyers_start(name):
    seen = maps.see(str(examples() / name))
    flow = traffic(seen.touchmap)
    most = max(flow.inbound, key=lambda one: flow.total(one.id))
    said = [text for text, *_ in texts(draw_grid(flow, seen.namer))]
    assert any(str(seen.namer.title(f"touchpoints:{most.id}")) in text for text in said[:4])
    assert f"{flow.all(flow.inbound):,.0f}" in "".join(said[:4])


def test_what_we_start_is_no_contact_in_any_sum():
    one = touchmap(
        touchpoint("asked", visits=30.0, to=("mailed",)),
        touchpoint("mailed", visits=900.0, direction="outbound"),
        touchpoint("nowhere", visits=20.0, stage=None, channel=None),
        touchpoint("posted", visits=700.0, direction="outbound", channel="web"),
        touchpoint("anybody", visits=7.0, buyers=(), channel="fax"),
    )
    seen = places(traffic(one), Namer(one, words("en")))
    assert {row.id: (row.visits, row.ours) for row in seen.rows} == {
        "find": (0, 0), "buy": (37, 1600), "use": (0, 0), None: (20, 0)
    }  # fmt: skip
    assert {column.id: (column.visits, column.ours) for column in seen.columns} == {
        "phone": (30, 900), "web": (0, 700), "fax": (7, 0), None: (20, 0)
    }  # fmt: skip
    heat = drawn("coverage", one)
    said = [text for text, *_ in texts(heat)]
    assert "57" in said
    assert "by us: 1,600" in said
    assert "Contacts a year whose buyer type is not stated: 7." in said
    assert "Asked: 30 of 57 contacts a year (53%), the most of any touchpoint." in drawn("grid", one)
    assert "1,600 times a year" in drawn("grid", one)


def test_a_map_of_mailings_alone_says_that_no_contact_is_known():
    one = touchmap(touchpoint("mailed", visits=900.0, direction="outbound"))
    for picture in ("grid", "coverage"):
        svg = drawn(picture, one)
        assert "No contact is known that a buyer starts. We contact them 900 times a year." in svg
        assert "900 of 900" not in svg
