from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.errors import Refused, Unavailable
from readiness.folder import library
from readiness.reports.interactive import page as page_module
from readiness.reports.interactive.case import MOST_DRAWN, Case
from readiness.reports.interactive.charts import shortened, worst_outages
from readiness.reports.interactive.grid import HIGH, WIDE, grid
from readiness.reports.interactive.island import as_json, island
from readiness.reports.interactive.network import Network, network
from readiness.reports.interactive.page import GRAPH_LIBRARY, PARTS, render_page
from readiness.reports.interactive.scripts import digest
from readiness.reports.namer import Namer
from readiness.reports.words import Words
from readiness.resources import examples, templates
from readiness.scalars import Text
from readiness.services import interactive, maps
from readiness.touchmap.analyses.outages import outages, singles
from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.model import HandOff, Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, DataObject, Department, Need, System
from readiness.touchmap.volumes import traffic

EXAMPLES = ("boise-office", "shanghai-gm")
LIBRARY_DIGEST = "081591ab735b2b6a3b31a3c60f8f3a3e2fee8c92939e0c7820ad1208571b6cd8"
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "a\u2028b\u2029c",
    "]]>&amp;'\"`${x}{{7*7}}{0.__class__}",
    "\ud800 alone",
)


def case_of(touchmap: TouchMap, language: str = "en") -> Case:
    flow = traffic(touchmap)
    words = Words(library.phrases(language), "en")
    return Case(flow, Namer(touchmap, words), outages(flow).scenarios, (), {})


def map_of(*touchpoints: Touchpoint, **parts) -> TouchMap:
    return TouchMap(format="touchmap/1", id="m", touchpoints=touchpoints, **parts)


def works(net: Network, off: set[int]) -> list[bool]:
    """What the page does, the slow way: try again until nothing new works."""
    found = [False] * len(net.gates)
    changed = True
    while changed:
        changed = False
        for node, gate in enumerate(net.gates):
            if found[node] or node in off:
                continue
            if all(found[one] for one in gate.together) and all(
                any(found[one] for one in group) for group in gate.groups
            ):
                found[node] = changed = True
    return found


class Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[dict, str]] = []
        self.policy = ""
        self.attributes: list[tuple[str, str]] = []
        self._open: dict | None = None

    def handle_starttag(self, tag, attrs):
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "script":
            self._open = dict(attrs)
            self.found.append((self._open, ""))
        if tag == "meta" and dict(attrs).get("http-equiv") == "Content-Security-Policy":
            self.policy = dict(attrs)["content"]

    def handle_data(self, data):
        if self._open is not None:
            self.found[-1] = (self._open, self.found[-1][1] + data)

    def handle_endtag(self, tag):
        if tag == "script":
            self._open = None


@pytest.fixture(scope="module")
def boise() -> str:
    return interactive.page(maps.see(str(examples() / "boise-office")))


def parsed(html: str) -> Scripts:
    scripts = Scripts()
    scripts.feed(html)
    return scripts


# -- the island


@pytest.mark.parametrize("title", HOSTILE)
def test_no_text_can_leave_the_island(title):
    words = str(as_json({"title": title}))
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", words)
    assert json.loads(words) == {"title": title}


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_stands_in_the_island_is_read_back(title):
    words = str(as_json([title]))
    words.encode()
    assert not set("<>&\u2028\u2029") & set(words)
    assert json.loads(words) == [title]


def test_the_island_is_plain_json_for_every_language():
    for language in LANGUAGES:
        seen = maps.see(str(examples() / "boise-office"), language)
        flow = traffic(seen.touchmap)
        case = Case(flow, seen.namer, outages(flow).scenarios, (), seen.spans, currency="USD")
        data = island(case)
        assert json.loads(str(as_json(data)))["language"] == language
        element = data["elements"][case.numbers["touchpoints:visit-website"]]
        assert element["place"] == str(seen.spans["touchpoints:visit-website"])
        assert any("USD\u00a00.10" in parts for _, parts in element["facts"])


# -- the page


def test_the_page_fetches_nothing_and_runs_only_its_own_scripts(boise):
    scripts = parsed(boise)
    run = [(about, text) for about, text in scripts.found if about.get("type") != "application/json"]
    assert len(run) == 3
    assert all("src" not in about for about, _ in run)
    for _, text in run:
        assert f"'{digest(text)}'" in scripts.policy
    assert scripts.policy.count("'sha256-") == 3
    assert "default-src 'none'" in scripts.policy
    assert "unsafe-eval" not in scripts.policy
    assert not re.search(r"https?:|\*|script-src[^;]*unsafe", scripts.policy)
    addresses = [value for name, value in scripts.attributes if name in ("src", "href", "action", "srcset")]
    assert addresses == ["data:,", "#graph", "#tab-list"]


def test_an_attribute_that_runs_script_stands_nowhere(boise):
    assert not [name for name, _ in parsed(boise).attributes if name.startswith("on")]


def test_the_same_map_gives_the_same_bytes(boise):
    assert interactive.page(maps.see(str(examples() / "boise-office"))) == boise


def test_a_hostile_title_is_inert_in_every_place():
    title = Text(((None, '"><svg/onload=alert(1)></title></script><!-- {{7*7}} <b>x</b>'),))
    point = Touchpoint("a", title, "find", "web", buyers=("b",), volume=Volume(by_buyer={"b": 5.0}))
    touchmap = map_of(
        replace(point, requires=("s",)),
        title=title,
        stages=(Stage("find", "find", title),),
        channels=(Channel("web", title),),
        buyers=(Buyer("b", title, needs=("n",)),),
        needs=(Need("n", title),),
        systems=(System("s", title),),
    )
    scripts = parsed(render_page(case_of(touchmap)))
    assert len(scripts.found) == 4
    assert not [name for name, _ in scripts.attributes if name.startswith("on")]
    data = json.loads(next(text for about, text in scripts.found if about.get("type")))
    figure = json.dumps(data["charts"])
    assert "svg" in figure
    assert "<" not in figure


def test_a_map_without_touchpoints_says_so():
    html = render_page(case_of(map_of()))
    assert library.phrases("en").words["interactive.empty"] in html
    assert 'id="graph"' not in html.split("<script", 1)[0]


def test_odd_maps_have_a_page():
    loop = Touchpoint("a", next=(Next("a", 1.0), Next("gone", 0.5)), owner="none", stage="no", channel="no")
    for touchmap in (
        map_of(loop),
        map_of(loop, buyers=(Buyer("b"),), stages=(Stage("find"),), channels=(Channel("web"),)),
        map_of(Touchpoint("甲", volume=Volume(total=0.0), buyers=("b", "b"), requires=("甲",))),
        map_of(Touchpoint("a", Text(((None, "\u202ex" * 5000),)), any_of=((), ("gone",)))),
    ):
        json.loads(str(as_json(island(case_of(touchmap)))))
        render_page(case_of(touchmap))


def test_without_plotly_the_page_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "plotly.offline", None)
    with pytest.raises(Unavailable) as caught:
        render_page(case_of(map_of(Touchpoint("a"))))
    assert caught.value.code == "no-plotly"
    assert "readiness[map]" in library.phrases("en").say("refusals.no-plotly", **caught.value.values)


def test_a_place_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused):
        interactive.write(maps.see(str(examples() / "boise-office")), tmp_path / "no" / "map.html")


def test_plotly_is_loaded_only_when_the_page_is_made():
    source = (templates().parent / "readiness" / "reports" / "interactive" / "page.py").read_text("utf-8")
    assert not re.search(r"^\s*(import|from) plotly", source, re.MULTILINE)
    assert page_module.__name__


# -- the vendored library


def test_the_graph_library_is_the_published_one():
    folder = templates() / "interactive" / "vendor"
    octets = (folder / GRAPH_LIBRARY).read_bytes()
    assert sha256(octets).hexdigest() == LIBRARY_DIGEST
    licence = (folder / GRAPH_LIBRARY.replace(".min.js", ".LICENSE")).read_text("utf-8")
    assert "Cytoscape Consortium" in licence
    assert "Permission is hereby granted, free of charge" in licence
    assert octets.decode().startswith("/**\n * Copyright (c) 2016-2026, The Cytoscape Consortium.")


def test_no_script_ends_its_own_element():
    folder = templates() / "interactive"
    for script in ((folder / "vendor" / GRAPH_LIBRARY), *(folder / f"{part}.js" for part in PARTS)):
        assert not re.search(r"</script|<!--|\r", script.read_text("utf-8"), re.IGNORECASE)


def test_every_phrase_of_the_page_is_used():
    folder = templates() / "interactive"
    source = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.j*")))
    python = folder.parents[1] / "readiness" / "reports" / "interactive"
    source += "\n".join(path.read_text("utf-8") for path in sorted(python.glob("*.py")))
    families = (
        "figure.",
        "state.",
        "kind.",
        "kinds.",
        "more.",
        "whatif.contacts",
        "whatif.stopped",
        "whatif.stranded",
    )
    keys = [
        key.removeprefix("interactive.")
        for key in library.phrases("en").words
        if key.startswith("interactive.")
    ]
    assert [
        key
        for key in keys
        if not key.startswith(families) and not re.search(rf'["\'.]{re.escape(key)}["\']', source)
    ] == []
    said = re.findall(
        r'(?:say|count)\(\s*"([a-z.-]+)"', "\n".join(p.read_text("utf-8") for p in folder.glob("*.js"))
    )
    assert said
    assert [key for key in said if key not in keys and f"{key}.one" not in keys] == []


# -- the grid


def test_cards_stand_in_the_band_of_their_stage_and_channel_and_apart():
    seen = maps.see(str(examples() / "boise-office"))
    points = seen.touchmap.touchpoints
    placed = grid(seen.touchmap, points)
    columns = {band.id: band for band in placed.columns}
    rows = {band.id: band for band in placed.rows}
    for point in points:
        x, y = placed.at[point.id]
        assert columns[point.stage].start < x - WIDE / 2 < x + WIDE / 2 < columns[point.stage].end
        assert rows[point.channel].start < y - HIGH / 2 < y + HIGH / 2 < rows[point.channel].end
    for (x, y), (u, v) in combinations(placed.at.values(), 2):
        assert abs(x - u) >= WIDE or abs(y - v) >= HIGH


@given(
    st.lists(st.tuples(st.sampled_from(("find", "buy", None)), st.sampled_from(("web", "x"))), max_size=60)
)
def test_no_two_cards_overlap_and_bands_touch(cells):
    points = tuple(
        Touchpoint(f"t{n}", stage=stage, channel=channel) for n, (stage, channel) in enumerate(cells)
    )
    touchmap = map_of(*points, stages=(Stage("find"), Stage("buy")), channels=(Channel("web"),))
    placed = grid(touchmap, points)
    assert set(placed.at) == {point.id for point in points}
    for bands in (placed.columns, placed.rows):
        assert [band.start for band in bands] == [0, *(band.end for band in bands)][: len(bands)]
    for (x, y), (u, v) in combinations(placed.at.values(), 2):
        assert abs(x - u) >= WIDE or abs(y - v) >= HIGH


def test_of_very_many_touchpoints_the_busiest_are_drawn():
    points = tuple(
        Touchpoint(f"t{n}", stage="find", channel="web", volume=Volume(total=float(n)))
        for n in range(MOST_DRAWN + 9)
    )
    case = case_of(map_of(*points, stages=(Stage("find"),), channels=(Channel("web"),)))
    assert [point.id for point in case.drawn] == [f"t{n}" for n in range(9, MOST_DRAWN + 9)]
    assert len(island(case)["touchpoints"]) == MOST_DRAWN + 9


# -- the network


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_network_stops_what_the_analysis_stops(name):
    touchmap = maps.see(str(examples() / name)).touchmap
    flow = traffic(touchmap)
    net = network(flow)
    alone = singles(touchmap)
    asked = [*alone, *(one + other for one, other in combinations(alone[:12], 2))]
    always = works(net, set())
    reach: dict[str, list[int]] = {}
    for one in net.reached:
        reach.setdefault(one.touchpoint, []).append(one.node)
    for elements, scenario in zip(asked, outages(flow, asked).scenarios, strict=True):
        found = works(net, {net.elements[element] for element in elements})
        stopped = [
            touchpoint.id
            for touchpoint in touchmap.touchpoints
            for nodes in [reach.get(touchpoint.id, [net.elements[f"touchpoints:{touchpoint.id}"]])]
            if any(always[node] for node in nodes) and not any(found[node] for node in nodes)
        ]
        assert tuple(stopped) == scenario.stopped, elements


def test_groups_fallbacks_and_copies_of_data_are_in_the_network():
    touchmap = map_of(
        Touchpoint(
            "a", channel="phone", owner="desk", requires=("orders",), any_of=(("s", "t"),), buyers=("b",)
        ),
        channels=(Channel("phone", falls_back_to=("web",)), Channel("web")),
        departments=(Department("desk"),),
        systems=(System("s", holds=("orders",)), System("t")),
        data=(DataObject("orders", master="t"),),
        buyers=(Buyer("b"),),
    )
    net = network(traffic(touchmap))
    here = net.elements["touchpoints:a"]

    def up(*off: str) -> bool:
        return works(net, {net.elements[one] for one in off})[here]

    assert up()
    assert up("systems:s")
    assert not up("systems:s", "systems:t")
    assert not up("departments:desk")
    assert not up("data:orders")
    assert not up("channels:phone")
    assert up("channels:web")
    assert net.fallbacks == {"phone": ("web",), "web": ()}


def test_visits_of_nobody_hang_on_the_touchpoint_alone():
    touchmap = map_of(
        Touchpoint("a", volume=Volume(total=7.0)),
        Touchpoint("b", buyers=("x",), volume=Volume(total=3.0)),
        buyers=(Buyer("x"),),
    )
    net = network(traffic(touchmap))
    assert [(one.touchpoint, one.buyer, one.visits) for one in net.reached] == [
        ("a", "", 7.0),
        ("b", "x", 3.0),
    ]
    assert net.reached[0].node == net.elements["touchpoints:a"]


def test_stages_that_stand_for_the_same_one_count_as_the_first():
    touchmap = map_of(
        Touchpoint("a", stage="search"),
        Touchpoint("b", stage="buy"),
        Touchpoint("c"),
        stages=(Stage("find", "find"), Stage("search", "find"), Stage("buy", "buy")),
    )
    case = case_of(touchmap)
    counted = [one["counted"] for one in island(case)["touchpoints"]]
    assert counted == [case.numbers["stages:find"], case.numbers["stages:buy"], -1]


# -- the charts and the facts


def test_the_worst_outages_come_first_and_hurt():
    seen = maps.see(str(examples() / "boise-office"))
    flow = traffic(seen.touchmap)
    case = Case(flow, seen.namer, outages(flow).scenarios, (), seen.spans)
    worst = worst_outages(case)
    assert worst[0].ids == ("systems:order-system",)
    contacts = [one.contacts for one in worst]
    assert contacts == sorted(contacts, reverse=True)
    assert min(contacts) > 0
    bars = island(case)["charts"]["outages"]
    assert bars["ids"][0] == case.numbers["systems:order-system"]
    assert bars["figure"]["data"][0]["x"] == contacts


@pytest.mark.parametrize(("name", "contacts"), [("boise-office", 381_950), ("shanghai-gm", 462_350)])
def test_the_heat_map_adds_up_to_the_contacts_with_what_we_start_apart(name, contacts):
    case = case_of(maps.see(str(examples() / name)).touchmap)
    chart = island(case)["charts"]["visits"]
    assert sum(map(sum, chart["figure"]["data"][0]["z"])) == pytest.approx(contacts)
    assert sum(map(sum, chart["ours"])) == pytest.approx(case.traffic.all(case.traffic.outbound))


def test_the_heat_map_holds_what_has_no_stage_or_channel():
    touchmap = map_of(
        Touchpoint("a", stage="find", channel="web", volume=Volume(total=5.0)),
        Touchpoint("b", channel="web", volume=Volume(total=7.0)),
        Touchpoint("c", stage="find", volume=Volume(total=11.0)),
        Touchpoint("d", stage="find", channel="web", direction="outbound", volume=Volume(total=90.0)),
        stages=(Stage("find", "find"),),
        channels=(Channel("web"), Channel("fax")),
    )
    case = case_of(touchmap)
    chart = island(case)["charts"]["visits"]
    find, web = case.numbers["stages:find"], case.numbers["channels:web"]
    assert chart["cells"] == [[find, -1], [web, -1]]
    assert chart["figure"]["data"][0]["z"] == [[5.0, 11.0], [7.0, 0.0]]
    assert chart["ours"] == [[90.0, 0.0], [0.0, 0.0]]
    assert chart["fields"] == [[True, True], [True, False]]
    assert chart["figure"]["layout"]["yaxis"]["ticktext"] == ["Find", "No stage"]


@pytest.mark.parametrize(
    ("words", "most", "short"),
    [
        ("short", 10, "short"),
        ("much too long", 6, "much…"),
        ("很長的標題", 6, "很長…"),
        ("\u202eturned", 20, "turned"),
        ("", 5, ""),
    ],
)
def test_titles_in_charts_are_cut_by_what_they_take(words, most, short):
    assert shortened(words, most) == short


def test_a_hand_off_is_told_with_its_rule():
    def way(owner, handoff=None):
        one = Touchpoint("a", owner="x", next=(Next("b", 0.5, handoff),))
        touchmap = map_of(one, Touchpoint("b", owner=owner), departments=(Department("x"), Department("y")))
        return island(case_of(touchmap))["ways"][0]

    assert way("x")["handoff"] == 0
    assert way("none")["handoff"] == 0
    assert way("y")["handoff"] == 2
    assert way("y", HandOff(Text(((None, "none"),)), repeats=True))["handoff"] == 2
    told = way("y", HandOff(Text(((None, "Call first"),))))
    assert (told["handoff"], told["rule"]) == (1, "Call first")


def test_the_page_of_a_plan_carries_its_title_and_date():
    seen = maps.see(str(examples() / "boise-office@to-be"))
    plan = seen.engagement.overlays["to-be"]
    html = interactive.page(seen)
    title = str(seen.words.text(plan.title))
    assert title != str(seen.words.text(seen.touchmap.title))
    assert f"<title>{title} – {seen.words.text(seen.touchmap.title)}</title>" in html
    assert f"<h1><bdi>{title}</bdi></h1>" in html
    assert f"As planned for {seen.words.day(plan.planned_for)}" in re.sub(
        "<[^>]+>", "", html[: html.index("<script")]
    )


def test_accepted_findings_stand_apart_with_reason_owner_and_day():
    seen = maps.see(str(examples() / "boise-office"))
    entry = seen.touchmap.accepted[0]
    scripts = parsed(interactive.page(seen))
    data = json.loads(next(text for about, text in scripts.found if about.get("type")))
    accepted = [at for at, one in enumerate(data["findings"]) if one["accepted"]]
    assert accepted
    assert accepted[0] == len(data["findings"]) - len(accepted)
    told = data["findings"][accepted[0]]["accepted"]
    for words in (seen.words.text(entry.reason), entry.owner, seen.words.day(entry.until)):
        assert str(words) in told
    assert not any(
        at in one["findings"] or at in one["concerned"] for one in data["elements"] for at in accepted
    )
    subject = data["findings"][accepted[0]]["subject"]
    assert accepted[0] in data["elements"][subject]["accepted"]


def test_the_head_counts_what_buyers_start_and_what_we_start_apart(boise):
    figures = re.findall(r'data-figure="(\w+)"><b>([^<]+)</b>', boise)
    assert dict(figures)["contacts"] == "381,950"
    assert dict(figures)["ours"] == "102,600"


def test_the_date_of_the_assessment_stands_on_the_page(boise):
    seen = maps.see(str(examples() / "boise-office"))
    assert isinstance(seen.as_of, date)
    assert str(seen.words.day(seen.as_of)) in boise
