"""The interactive map in a real browser, opened as a file with every network closed."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from readiness.folder import library
from readiness.reports.interactive.case import Case
from readiness.reports.interactive.island import as_json, island
from readiness.reports.namer import Namer
from readiness.reports.words import Words
from readiness.resources import examples
from readiness.services import interactive, maps
from readiness.touchmap.analyses.outages import outages, singles
from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.model import Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, Need, System
from readiness.touchmap.volumes import buyers_of, traffic

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "touchmap"))
from naive import random_map

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZES = {"phone": (390, 844), "laptop": (1440, 900), "narrow": (1366, 768), "projector": (1920, 1080)}
HOSTILE = '"><svg/onload=window.hurt=1> <img src=x onerror=window.hurt=2> </script><script>window.hurt=3<!--'
TURNED = "\u202egnp.exe <b>bold</b> {{7*7}} %{x} $\\alpha$ &lt;i&gt;"
MINIMAL = """format: engagement/1
id: e
title: A case
language: en
as_of: 2020-01-01
programme: {status: exploring}
touchmap: touchmap.yaml
"""

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
if not CHROMIUM.exists() and os.environ.get("CI") != "true":
    pytest.skip("Debian's chromium is not here", allow_module_level=True)


@dataclass
class Screen:
    """A page of the browser with what went wrong on it."""

    page: playwright.Page
    trouble: list[str]

    def at(self, element: str) -> tuple[float, float]:
        """Where the middle of a card stands on the screen."""
        box = self.page.locator("#graph").bounding_box()
        spot = self.page.evaluate(
            "(id) => { const { cy, elements } = readinessMap;"
            " const at = elements.findIndex((one) => one.id === id);"
            " return cy.getElementById('t' + at).renderedPosition(); }",
            element,
        )
        return box["x"] + spot["x"], box["y"] + spot["y"]

    def classes(self, name: str) -> set[str]:
        """The touchpoints whose cards have a class."""
        return set(
            self.page.evaluate(
                "(name) => readinessMap.cy.nodes('.card.' + name)"
                ".map((card) => readinessMap.elements[card.data('element')].id.slice(12))",
                name,
            )
        )

    def tab(self, name: str) -> None:
        self.page.locator(f"#tab-{name}").click()

    def switch(self, element: str) -> playwright.Locator:
        number = self.page.evaluate(
            "(id) => readinessMap.elements.findIndex((one) => one.id === id)", element
        )
        return self.page.locator(f'.switch[data-element="{number}"]')


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def screen(browser) -> Iterator[Callable[..., Screen]]:
    contexts, troubles = [], []

    def show(file: Path, size: str = "laptop", **options) -> Screen:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        contexts.append(context)
        page, trouble = context.new_page(), []
        troubles.append(trouble)
        page.set_default_timeout(20_000)
        page.on(
            "console", lambda said: trouble.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: trouble.append(str(error)))
        own = file.resolve().as_uri()
        page.on(
            "request",
            lambda asked: trouble.append(asked.url) if not asked.url.startswith((own, "data:")) else None,
        )
        page.goto(own)
        return Screen(page, trouble)

    yield show
    for context in contexts:
        context.close()
    assert [one for trouble in troubles for one in trouble] == []


def written(folder: Path, reference: str, language: str | None = None) -> Path:
    return interactive.write(maps.see(reference, language), folder / f"{language or 'own'}.html")


@pytest.fixture(scope="module")
def boise_html(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("boise"), str(examples() / "boise-office"))


@pytest.fixture(scope="module")
def shanghai_html(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("shanghai"), str(examples() / "shanghai-gm"))


@pytest.fixture(scope="module")
def boise_map():
    return maps.see(str(examples() / "boise-office")).touchmap


def middle(what: playwright.Locator) -> tuple[float, float]:
    """Where the middle of something stands: plotly catches the mouse with a sheet of its own."""
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def folder_of(path: Path, touchmap: str) -> str:
    path.mkdir()
    (path / "engagement.yaml").write_text(MINIMAL, "utf-8")
    (path / "touchmap.yaml").write_text(touchmap, "utf-8")
    return str(path)


# -- moving about


def test_the_wheel_and_the_buttons_change_the_size_and_dragging_moves(screen, boise_html):
    shown = screen(boise_html)
    page = shown.page
    view = "(() => ({ zoom: readinessMap.cy.zoom(), ...readinessMap.cy.pan() }))()"
    first = page.evaluate(view)
    page.locator("#zoom-in").click()
    larger = page.evaluate(view)
    assert larger["zoom"] > first["zoom"]
    box = page.locator("#graph").bounding_box()
    page.mouse.move(box["x"] + 500, box["y"] + 560)
    page.mouse.wheel(0, 300)
    page.wait_for_function(f"readinessMap.cy.zoom() < {larger['zoom']}")
    before = page.evaluate(view)
    page.mouse.down()
    page.mouse.move(box["x"] + 380, box["y"] + 500, steps=4)
    page.mouse.up()
    after = page.evaluate(view)
    assert after["x"] - before["x"] == pytest.approx(-120, abs=2)
    assert after["y"] - before["y"] == pytest.approx(-60, abs=2)


def test_the_whole_map_fits_and_the_headings_stay_beside_it(screen, boise_html, boise_map):
    shown = screen(boise_html)
    shown.page.locator("#fit").click()
    cards = shown.page.evaluate(
        "readinessMap.cy.nodes('.card').map((card) => card.renderedBoundingBox({ includeLabels: false }))"
    )
    box = shown.page.locator("#graph").bounding_box()
    assert len(cards) == len(boise_map.touchpoints)
    assert min(card["x1"] for card in cards) > 0
    assert min(card["y1"] for card in cards) > 0
    assert max(card["x2"] for card in cards) < box["width"]
    assert max(card["y2"] for card in cards) < box["height"]
    for element, heading in (("order-by-phone", "Buy"), ("contract-review", "Renew")):
        x, _ = shown.at(f"touchpoints:{element}")
        column = shown.page.locator("#columns .heading", has_text=heading).bounding_box()
        assert column["x"] < x < column["x"] + column["width"]
    shown.page.evaluate("readinessMap.cy.panBy({ x: -300, y: -200 })")
    outside = shown.page.evaluate(
        """() => [...document.querySelectorAll("#columns .heading, #rows .heading")].filter((one) => {
          const box = one.getBoundingClientRect();
          const frame = one.parentElement.parentElement.getBoundingClientRect();
          if (one.hidden) return false;
          return box.left < frame.left - 1 || box.top < frame.top - 2 || box.right > frame.right + 1;
        }).map((one) => one.textContent)"""
    )
    assert outside == []
    assert shown.page.locator("#columns .heading:visible").count() > 3


# -- filter and search


def test_the_filter_leaves_the_touchpoints_of_a_buyer(screen, boise_html, boise_map):
    shown = screen(boise_html)
    shown.page.select_option("#buyer", label="Accounts-payable clerk")
    others = {t.id for t in boise_map.touchpoints if "payables-clerk" not in buyers_of(t)}
    assert shown.classes("filtered") == others
    kept = len(boise_map.touchpoints) - len(others)
    assert f"{kept} of {len(boise_map.touchpoints)}" in shown.page.locator("#shown").inner_text()
    label = shown.page.evaluate(
        "readinessMap.cy.getElementById('b' + readinessMap.elements.findIndex("
        "(one) => one.id === 'touchpoints:query-invoice')).data('label')"
    )
    assert label == "8,500"
    shown.page.select_option("#stage", label="Pay")
    assert len(boise_map.touchpoints) - len(shown.classes("filtered")) == sum(
        t.stage == "pay" and "payables-clerk" in buyers_of(t) for t in boise_map.touchpoints
    )
    shown.page.locator("#undo").click()
    assert shown.classes("filtered") == others
    shown.page.locator("#reset").click()
    assert shown.classes("filtered") == set()
    assert shown.page.locator("#buyer").input_value() == ""


def test_search_finds_any_element_and_enter_goes_there(screen, boise_html):
    shown = screen(boise_html)
    shown.page.locator("#search").fill("BILLING")
    found = shown.page.locator("#results .go").all_inner_texts()
    assert any(text.startswith("Billing and finance") for text in found)
    shown.page.locator("#search").fill("card files")
    shown.page.keyboard.press("Enter")
    assert shown.page.locator("#panel-details h2").inner_text() == "Card files of the sales representatives"
    assert shown.page.evaluate("document.activeElement.tagName") == "H2"
    shown.page.locator("#search").fill("nothing has this")
    assert shown.page.locator("#results").inner_text() == "Nothing on the map has this in its title"


# -- details


def test_a_click_on_a_card_tells_all_about_it_with_its_line(screen, boise_html):
    shown = screen(boise_html)
    shown.page.mouse.click(*shown.at("touchpoints:order-by-phone"))
    details = shown.page.locator("#panel-details")
    assert details.locator("h2").inner_text() == "Order by phone"
    span = maps.see(str(examples() / "boise-office")).spans["touchpoints:order-by-phone"]
    assert details.locator("code").inner_text() == str(span)
    words = details.inner_text()
    for said in ("Order desk", "3.6 of 5", "USD\u00a04.20", "Office orderer", "40,000", "Moment of truth"):
        assert said in words
    assert shown.classes("chosen") == {"order-by-phone"}


def test_a_click_on_a_way_tells_of_its_hand_off(screen, boise_html):
    shown = screen(boise_html)
    shown.page.mouse.click(*shown.at("touchpoints:call-main-number"))
    shown.page.locator("#panel-details .ways .go", has_text="Ask a product expert").click()
    words = shown.page.locator("#panel-details").inner_text()
    assert "15%, 2,700 contacts a year" in words
    assert "The customer must say everything again." in words


def test_findings_stand_with_their_element_in_sentences(screen, boise_html):
    shown = screen(boise_html)
    assert shown.page.locator("#panel-details .finding").count() > 0
    shown.page.locator("#panel-details .finding .go", has_text="Order-processing system").first.click()
    finding = shown.page.locator("#panel-details .finding").first.inner_text()
    assert "Order-processing system" in finding
    assert "What to do" in finding


# -- outages


def test_an_outage_stops_and_strands_what_python_says(screen, boise_html, boise_map):
    shown = screen(boise_html)
    gone = outages(traffic(boise_map), [("systems:order-system",)]).scenarios[0]
    shown.tab("whatif")
    shown.switch("systems:order-system").click()
    assert shown.classes("stopped") == set(gone.stopped)
    titles = maps.see(str(examples() / "boise-office")).namer
    told = shown.page.locator("#panel-whatif .stranded").first.locator("> li > .go").all_inner_texts()
    assert told == [titles.title(f"buyers:{buyer}") for buyer in gone.stranded]
    notice = shown.page.locator("#notice").inner_text().replace("\n", " ")
    assert f"{gone.contacts:,.0f}" in notice
    assert f"{gone.value_share:.0%}" in notice
    shown.page.locator("#undo").click()
    assert shown.classes("stopped") == set()
    assert shown.page.locator("#notice").is_hidden()


COMPARED = """([map, asked]) => {
  const { outage } = readinessMap.outagesOf(map);
  const at = new Map(map.elements.map((one, number) => [one.id, number]));
  const named = (many) => many.map((one) => map.elements[one].id.split(":")[1]);
  return asked.map((ids) => {
    const gone = outage(ids.map((id) => at.get(id)));
    const { contacts, outbound, diverted, value } = gone;
    const losses = [...gone.lost].filter(([, one]) => one.contacts || one.needs.length || one.stages.length)
      .map(([buyer, one]) => [named([buyer])[0], named(one.needs), named(one.stages).sort(), one.contacts]);
    return [named(gone.stopped), named(gone.stranded), [contacts, outbound, diverted, value], losses];
  });
}"""


def hub_map() -> TouchMap:
    """A touchpoint to which 300 others lead: more than a byte can count."""
    onward = (Next("hub", 1.0),)
    visits = Volume(by_buyer={"b": 10.0})
    before = (
        Touchpoint(f"t{n}", requires=(f"s{n % 2}",), buyers=("b",), volume=visits, next=onward)
        for n in range(300)
    )
    hub = Touchpoint("hub", buyers=("b",), serves=("n",), volume=Volume(by_buyer={"b": 3000.0}))
    return TouchMap(
        "touchmap/1",
        "hub",
        needs=(Need("n"),),
        buyers=(Buyer("b", needs=("n",)),),
        systems=(System("s0"), System("s1")),
        touchpoints=(hub, *before),
    )


def odd_map() -> TouchMap:
    """Stages that stand for the same one, visits of nobody, a mailing, a fall-back of a fall-back."""
    both, ten = ("b", "c"), Volume(by_buyer={"b": 10.0, "c": 5.0})
    return TouchMap(
        "touchmap/1",
        "odd",
        stages=(Stage("find", "find"), Stage("search", "find"), Stage("buy", "buy")),
        needs=(Need("n"), Need("m")),
        buyers=(Buyer("b", needs=("n",), value_share=0.4), Buyer("c", value_share=0.2)),
        channels=(Channel("a", falls_back_to=("d",)), Channel("d", falls_back_to=("e",)), Channel("e")),
        touchpoints=(
            Touchpoint("one", stage="find", channel="a", buyers=both, serves=("n",), volume=ten),
            Touchpoint("two", stage="search", channel="d", buyers=both, serves=("n", "m"), volume=ten),
            Touchpoint("far", stage="buy", channel="e", buyers=("b",), serves=("n",), volume=Volume(total=8)),
            Touchpoint("nobody", stage="buy", channel="a", serves=("n",), volume=Volume(total=70.0)),
            Touchpoint("nowhere", channel="e", serves=("n",), volume=Volume(total=7.0)),
            Touchpoint("mail", stage="buy", channel="a", direction="outbound", buyers=both, volume=ten),
        ),
    )


def assert_same(shown: Screen, touchmap: TouchMap) -> None:
    """The page computes what Python does, for every outage and every two of them."""
    flow = traffic(touchmap)
    namer = Namer(touchmap, Words(library.phrases("en"), "en"))
    alone = singles(touchmap)
    couples = [one + other for one, other in combinations(alone[:60], 2)]
    asked = [*alone, *couples]
    data = island(Case(flow, namer, outages(flow).scenarios, (), {}))
    computed = shown.page.evaluate(COMPARED, [json.loads(str(as_json(data))), asked])
    for ids, mine, theirs in zip(asked, computed, outages(flow, asked).scenarios, strict=True):
        assert mine[:2] == [[*theirs.stopped], [*theirs.stranded]], ids
        figures = [theirs.contacts, theirs.outbound, theirs.diverted, theirs.value_share]
        assert mine[2] == pytest.approx(figures), ids
        losses = [[x.buyer, [*x.needs], sorted(x.stages), pytest.approx(x.contacts)] for x in theirs.losses]
        assert mine[3] == losses, ids


def test_every_outage_and_every_pair_is_what_python_computes(screen, boise_html):
    shown = screen(boise_html)
    for name in ("boise-office", "boise-office@to-be", "shanghai-gm"):
        assert_same(shown, maps.see(str(examples() / name)).touchmap)
    for seed in range(30):
        assert_same(shown, random_map(seed))
    assert_same(shown, hub_map())
    assert_same(shown, odd_map())


def test_two_things_off_are_taken_back_one_by_one(screen, boise_html):
    shown = screen(boise_html)
    shown.tab("whatif")
    shown.switch("systems:web-shop").click()
    shown.switch("channels:phone").click()
    assert shown.page.locator("#notice .chip").count() == 2
    shown.page.locator("#notice .chip", has_text="Phone").click()
    assert shown.page.locator("#notice .chip").all_inner_texts() == ["B2B ordering platform\n×"]
    assert shown.switch("channels:phone").get_attribute("aria-checked") == "false"
    shown.page.locator("#undo").click()
    assert shown.page.locator("#notice .chip").count() == 2
    shown.page.locator("#reset").click()
    assert shown.page.locator("#notice").is_hidden()


# -- charts


def test_a_bar_switches_its_outage_on_and_a_field_filters(screen, boise_html, boise_map):
    shown = screen(boise_html)
    shown.tab("charts")
    shown.page.mouse.click(*middle(shown.page.locator("#panel-charts .bars .point path").first))
    assert shown.page.locator("#notice .chip").all_inner_texts() == ["Order-processing system\n×"]
    colour = shown.page.locator("#panel-charts .bars .point path").first.evaluate(
        "(bar) => getComputedStyle(bar).fill"
    )
    assert colour == "rgb(143, 22, 22)"
    heat = shown.page.locator("#panel-charts .chart").nth(1)
    heat.scroll_into_view_if_needed()
    spot = heat.evaluate(
        "(node) => { const { xaxis, yaxis } = node._fullLayout, box = node.getBoundingClientRect();"
        " return [box.left + xaxis._offset + xaxis.l2p(0), box.top + yaxis._offset + yaxis.l2p(2)]; }"
    )
    shown.page.mouse.move(spot[0] - 3, spot[1])
    shown.page.mouse.click(*spot)
    assert shown.page.locator("#stage").evaluate("(list) => list.selectedOptions[0].text") == "Buy"
    assert shown.page.locator("#channel").evaluate("(list) => list.selectedOptions[0].text") == "Phone"
    kept = {t.id for t in boise_map.touchpoints if (t.stage, t.channel) == ("buy", "phone")}
    assert {t.id for t in boise_map.touchpoints} - shown.classes("filtered") == kept


# -- keyboard


def test_everything_is_reached_without_a_mouse(screen, boise_html):
    shown = screen(boise_html)
    press, focused = shown.page.keyboard.press, "document.activeElement.id"
    for _ in range(12):
        press("Tab")
        if shown.page.evaluate(focused) == "graph":
            break
    assert shown.page.evaluate(focused) == "graph"
    status = shown.page.locator("#status")
    assert status.inner_text() == (
        "Look us up on the Web. Find, Web. 12,000 contacts a year. Owner: E-business. Findings: 0."
    )
    press("ArrowRight")
    assert status.inner_text().startswith("Search the catalogue")
    press("ArrowUp")
    assert status.inner_text().startswith("Ask a product expert by phone")
    press("Enter")
    assert shown.page.locator("#panel-details h2").inner_text() == "Ask a product expert by phone"
    assert shown.page.evaluate("document.activeElement.tagName") == "H2"
    press("Escape")
    assert shown.page.evaluate(focused) == "graph"
    assert status.inner_text() == (
        "Ask a product expert by phone. Choose and compare, Phone. 23,000 contacts a year."
        " Owner: Customer service. Moment of truth. Findings: 4."
    )
    press("Space")
    assert shown.classes("off") == {"ask-expert"}
    assert "Ask a product expert by phone is off" in status.inner_text()
    press("Space")
    assert shown.classes("off") == set()
    zoom = shown.page.evaluate("readinessMap.cy.zoom()")
    press("+")
    assert shown.page.evaluate("readinessMap.cy.zoom()") > zoom
    press("Escape")
    assert shown.classes("chosen") == set()
    for _ in range(8):
        press("Tab")
        if shown.page.evaluate(focused) == "tab-details":
            break
    press("ArrowRight")
    assert shown.page.evaluate(focused) == "tab-whatif"
    press("End")
    assert shown.page.evaluate(focused) == "tab-list"
    press("Tab")
    press("Tab")
    press("Enter")
    assert shown.page.evaluate("document.activeElement.tagName") == "H2"


def test_home_and_end_lead_to_the_ends_and_what_we_start_is_told_apart(screen, boise_html, boise_map):
    shown = screen(boise_html)
    titles = maps.see(str(examples() / "boise-office")).namer
    first, last = boise_map.touchpoints[0], boise_map.touchpoints[-1]
    press, status = shown.page.keyboard.press, shown.page.locator("#status")
    press("Tab")
    assert shown.page.evaluate("document.activeElement.textContent") == "Go to the map"
    press("Enter")
    assert shown.page.evaluate("document.activeElement.id") == "graph"
    press("End")
    assert status.inner_text().startswith(titles.title(f"touchpoints:{last.id}"))
    assert "We contact them 5,000 times a year." in status.inner_text()
    press("Home")
    assert status.inner_text().startswith(titles.title(f"touchpoints:{first.id}"))


def test_the_table_of_a_chart_switches_outages_and_filters_by_keyboard(screen, boise_html):
    shown = screen(boise_html)
    shown.tab("charts")
    tables = shown.page.locator("#panel-charts details summary")
    for place in (0, 1):
        tables.nth(place).focus()
        shown.page.keyboard.press("Enter")
    row = shown.page.locator(".outage-row", has_text="Phone").first
    assert "202,850" in row.locator("xpath=../..").inner_text()
    row.focus()
    shown.page.keyboard.press("Enter")
    assert row.get_attribute("aria-pressed") == "true"
    assert shown.page.locator("#notice .chip").all_inner_texts() == ["Phone\n×"]
    field = shown.page.locator("#panel-charts table").nth(1).locator(".go", has_text="Buy, Phone")
    field.focus()
    shown.page.keyboard.press("Enter")
    assert shown.page.locator("#stage").evaluate("(list) => list.selectedOptions[0].text") == "Buy"
    sums = shown.page.locator("#panel-charts table").nth(1).locator("tr").last.locator("td").all_inner_texts()
    assert sums == ["381,950", "102,600"]


def test_the_head_follows_the_filter_or_says_that_it_does_not(screen, boise_html):
    shown = screen(boise_html)
    said = lambda name: shown.page.locator(f'[data-figure="{name}"]').inner_text().split("\n")
    whole = {name: said(name) for name in ("touchpoints", "contacts", "findings")}
    assert whole["contacts"] == ["381,950", "contacts a year"]
    shown.page.select_option("#buyer", label="Accounts-payable clerk")
    assert said("touchpoints") == ["6 of 29", "touchpoints"]
    assert said("contacts") == ["17,300 of 381,950", "contacts a year"]
    assert said("ours") == ["6,000 of 102,600", "times a year we contact them"]
    assert said("findings")[1] == "findings in all"
    shown.page.locator("#undo").click()
    assert {name: said(name) for name in whole} == whole


def test_stages_out_of_sight_are_told_and_a_click_brings_them(screen, boise_html):
    shown = screen(boise_html, "narrow")
    more = shown.page.locator("#more-right")
    assert more.get_attribute("title") == "2 more stages"
    assert shown.page.locator("#mini").is_visible()
    heads = shown.page.locator("#columns .heading:visible")
    assert heads.last.inner_text() == "Pay"
    box, button = heads.last.bounding_box(), more.bounding_box()
    assert box["x"] + box["width"] <= button["x"] + 1
    more.click()
    more.wait_for(state="hidden")
    assert heads.last.inner_text() == "Leave"
    shown.page.locator("#fit").click()
    for name in ("left", "right", "up", "down"):
        assert shown.page.locator(f"#more-{name}").is_hidden()
    assert shown.page.locator("#mini").is_hidden()


def test_links_that_repeat_a_name_say_which_finding_they_mean(screen, boise_html):
    shown = screen(boise_html)
    links = shown.page.locator("#panel-details .finding > .go")
    told = [(one.inner_text(), one.get_attribute("aria-label")) for one in links.all()]
    assert told
    assert all(label.startswith(name) and label != name for name, label in told)


def test_accepted_findings_are_shown_apart(screen, boise_html):
    shown = screen(boise_html)
    accepted = shown.page.locator("#panel-details details.more")
    assert accepted.locator("summary").inner_text().startswith("Accepted for a time")
    accepted.locator("summary").click()
    assert "Accepted until" in accepted.locator(".accepted").first.inner_text()


# -- touch


def fingers(page: playwright.Page, *ways: tuple[float, float, float, float]) -> None:
    """Draw one finger or several over the map, each from a place to another."""
    session = page.context.new_cdp_session(page)
    box = page.locator("#graph").bounding_box()
    for step in range(11):
        points = [
            {"x": box["x"] + x + (u - x) * step / 10, "y": box["y"] + y + (v - y) * step / 10, "id": number}
            for number, (x, y, u, v) in enumerate(ways)
        ]
        kind = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(16)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(200)


def test_a_thumb_on_the_map_scrolls_the_page_and_two_fingers_change_its_size(screen, boise_html):
    page = screen(boise_html, "phone", has_touch=True, is_mobile=True).page
    view = "[scrollY, readinessMap.cy.zoom(), readinessMap.cy.pan().x]"
    assert page.evaluate("scrollY") == 0
    fingers(page, (150, 200, 50, 203))
    scrolled, zoom, x = page.evaluate(view)
    assert scrolled == 0
    assert x < -60
    fingers(page, (100, 120, 60, 90), (160, 120, 200, 150))
    scrolled, larger, _ = page.evaluate(view)
    assert scrolled == 0
    assert larger > zoom * 1.2
    fingers(page, (150, 200, 153, 50))
    scrolled, same, _ = page.evaluate(view)
    assert scrolled > 80
    assert same == larger
    page.evaluate("scrollTo(0, 0)")
    fingers(page, (100, 90, 103, 30))
    assert page.evaluate("scrollY") > 30
    assert page.evaluate("readinessMap.state.chosen") is None
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("name", ["boise", "shanghai"])
def test_on_a_phone_the_map_opens_with_whole_cards(screen, name, boise_html, shanghai_html):
    page = screen({"boise": boise_html, "shanghai": shanghai_html}[name], "phone").page
    cut = page.evaluate(
        """() => {
          const { cy } = readinessMap;
          const out = (low, high, most) => low >= most || high <= most;
          return cy.nodes(".card").map((card) => card.renderedBoundingBox({ includeLabels: false }))
            .filter((box) => box.x1 < cy.width() && box.y1 < cy.height())
            .filter((box) => !out(box.x1, box.x2, cy.width() + 2) || !out(box.y1, box.y2, cy.height() + 2))
            .length;
        }"""
    )
    assert cut == 0
    assert page.evaluate("readinessMap.cy.zoom()") >= 0.68


def test_the_list_holds_what_the_map_shows(screen, boise_html, boise_map):
    shown = screen(boise_html)
    shown.tab("list")
    names = shown.page.locator("#panel-list .go").all_inner_texts()
    namer = maps.see(str(examples() / "boise-office")).namer
    for kind in ("touchpoints", "systems", "channels", "departments", "data", "buyers", "needs"):
        for record in getattr(boise_map, kind):
            assert namer.title(f"{kind}:{record.id}") in names


# -- hostile text


def test_hostile_titles_are_shown_and_do_nothing(screen, tmp_path):
    quoted = [repr_yaml(HOSTILE), repr_yaml(TURNED)]
    touchmap = f"""format: touchmap/1
id: m
title: {quoted[0]}
stages: [{{id: find, title: {quoted[0]}}}]
channels: [{{id: web, title: {quoted[1]}}}, {{id: fax, title: {quoted[0]}}}]
departments: [{{id: desk, title: {quoted[0]}}}]
needs: [{{id: need, title: {quoted[0]}}}]
buyers: [{{id: buyer, title: {quoted[0]}, needs: [need]}}]
systems: [{{id: system, title: {quoted[0]}, note: {quoted[1]}}}, {{id: other, title: {quoted[1]}}}]
touchpoints:
  - {{id: a, title: {quoted[0]}, stage: find, channel: web, owner: desk, buyers: [buyer], serves: [need],
     requires: [system], volume: {{buyer: 100}},
     next: [{{to: b, share: 0.5, handoff: {{rule: {quoted[0]}}}}}]}}
  - {{id: b, title: {repr_yaml("x" * 10_000)}, stage: find, channel: fax, buyers: [buyer], requires: [other],
     volume: {{buyer: 70}}}}
"""
    shown = screen(written(tmp_path, folder_of(tmp_path / "case", touchmap)))
    page = shown.page
    assert page.locator("h1").inner_text() == HOSTILE
    page.mouse.click(*shown.at("touchpoints:a"))
    assert page.locator("#panel-details h2").inner_text() == HOSTILE
    for tab in ("whatif", "charts", "list"):
        shown.tab(tab)
    shown.tab("whatif")
    shown.switch("systems:system").click()
    assert shown.classes("stopped") >= {"a"}
    shown.tab("charts")
    page.wait_for_selector("#panel-charts .annotation-text")
    labels = page.locator("#panel-charts .annotation-text").all_text_contents()
    assert any(label.startswith('"><svg/onload=window.hurt=1> <img') for label in labels)
    assert any("<b>bold</b>" in label for label in labels)
    page.mouse.move(*middle(page.locator("#panel-charts .bars .point path").first))
    page.wait_for_selector("#panel-charts .hovertext")
    page.locator("#search").fill("<img")
    assert page.locator("#results .go").count() > 0
    assert page.evaluate("window.hurt") is None
    assert page.locator("img, #panel-details svg, h1 svg, #results svg").count() == 0
    assert page.evaluate("document.scripts.length") == 4
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def repr_yaml(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_an_empty_map_says_so(screen, tmp_path):
    shown = screen(written(tmp_path, folder_of(tmp_path / "case", "format: touchmap/1\nid: m\n")))
    assert "no touchpoints yet" in shown.page.locator("main").inner_text()


# -- languages, widths, looks


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_every_width_in_every_language(screen, tmp_path, language, size):
    shown = screen(written(tmp_path, str(examples() / "shanghai-gm"), language), size)
    page = shown.page
    assert page.evaluate("document.documentElement.lang") == language
    for tab in ("whatif", "charts", "list", "details"):
        if page.locator(f"#tab-{tab}").is_visible():
            shown.tab(tab)
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], tab
    shown.page.evaluate("document.querySelector('.switch').click()")
    assert page.locator("#notice").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert "{" not in page.locator("body").inner_text()


CONTRAST = """() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const [r, g, b, alpha = 1] = parse(getComputedStyle(node).backgroundColor);
      if (alpha === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !node.checkVisibility()) continue;
    if (node.closest("script, svg, .unseen")) continue;
    const [one, other] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${node.className} ${walk.currentNode.data}`);
  }
  return bad;
}"""


def test_text_has_the_contrast_of_wcag_aa(screen, boise_html):
    shown = screen(boise_html)
    shown.page.locator("#legend").evaluate("(node) => { node.open = true; }")
    shown.page.mouse.click(*shown.at("touchpoints:ask-expert"))
    for tab in ("details", "whatif", "charts", "list"):
        shown.tab(tab)
        if tab == "whatif":
            shown.switch("systems:order-system").click()
        assert shown.page.evaluate(CONTRAST) == []


def test_every_control_has_a_name(screen, boise_html):
    shown = screen(boise_html)
    for tab in ("whatif", "charts", "list", "details"):
        shown.tab(tab)
        nameless = shown.page.evaluate(
            "() => [...document.querySelectorAll('button, select, input')].filter((one) =>"
            " one.checkVisibility() && !(one.textContent.trim() || one.ariaLabel || one.labels.length))"
            ".map((one) => one.outerHTML)"
        )
        assert nameless == []


def test_without_motion_the_map_jumps(screen, boise_html):
    shown = screen(boise_html, reduced_motion="reduce")
    shown.tab("list")
    shown.page.locator("#panel-list .go", has_text="Tell us that they are leaving").click()
    x, _ = shown.at("touchpoints:cancel-account")
    box = shown.page.locator("#graph").bounding_box()
    assert box["x"] < x < box["x"] + box["width"]


def test_on_paper_stand_the_map_and_the_list(screen, boise_html, tmp_path):
    shown = screen(boise_html)
    shown.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    shown.page.pdf(path=tmp_path / "map.pdf", prefer_css_page_size=True, print_background=True)
    from pypdf import PdfReader

    words = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "map.pdf").pages)
    assert "How buyers reach us" in words
    assert "Tell us that they are leaving" in words
    assert "Start over" not in words


# -- size


def test_a_thousand_touchpoints_can_be_used(screen, tmp_path, record_property):
    ways = ("web", "phone")
    stages = ["find", "choose", "buy", "receive", "use", "get-help", "pay", "renew", "leave"]
    lines = [
        "format: touchmap/1",
        "id: m",
        f"stages: [{', '.join(stages)}]",
        "channels: [{id: web}, {id: phone}]",
    ]
    lines += ["systems:", *(f"  - {{id: s{n}}}" for n in range(20))]
    lines += ["buyers:", *(f"  - {{id: b{n}}}" for n in range(8))]
    lines += ["touchpoints:"]
    for n in range(1000):
        onward = f", next: [{{to: t{(n * 13 + 7) % 1000}, share: 0.4}}]" if n % 2 else ""
        lines.append(
            f"  - {{id: t{n}, title: Touchpoint {n}, stage: {stages[n % 9]}, channel: {ways[n % 2]},"
            f" requires: [s{n % 20}], volume: {{b{n % 8}: {n + 1}, b{(n + 3) % 8}: 5}}{onward}}}"
        )
    file = written(tmp_path, folder_of(tmp_path / "case", "\n".join(lines) + "\n"))
    record_property("bytes", file.stat().st_size)
    started = time.perf_counter()
    shown = screen(file)
    record_property("seconds to open", round(time.perf_counter() - started, 2))
    assert shown.page.evaluate("readinessMap.cy.nodes('.card').length") == 1000
    shown.tab("whatif")
    shown.switch("systems:s3").click()
    assert {f"t{n}" for n in range(1000) if n % 20 == 3} <= shown.classes("stopped")
    shown.page.locator("#search").fill("touchpoint 999")
    shown.page.keyboard.press("Enter")
    assert shown.page.locator("#panel-details h2").inner_text() == "Touchpoint 999"
