"""A live workshop in real browsers: a facilitator, phones, a projector, and a bad network."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.room_server import HOST, RoomServer, an_engagement

CHROMIUM = Path("/usr/bin/chromium")
NAME = "room.test"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", f"--host-resolver-rules=MAP {NAME} {HOST}"]
ROOM = "boise-office"
LOCALES = {"en": "en-GB", "zh-Hant": "zh-TW", "zh-Hans": "zh-CN"}
PHASES = ("map", "answer", "reveal", "vote", "decide")

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
if not CHROMIUM.exists() and os.environ.get("CI") != "true":
    pytest.skip("Debian's chromium is not here", allow_module_level=True)


@dataclass
class Hall:
    """A server and the browsers in its room."""

    server: RoomServer
    browser: playwright.Browser
    host: str = HOST
    code: str = ""
    trouble: list[str] = field(default_factory=list)
    contexts: list[playwright.BrowserContext] = field(default_factory=list)

    @property
    def site(self) -> str:
        return f"http://{self.host}:{self.server.port}"

    def page(self, width: int, height: int, language: str = "en") -> playwright.Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale=LOCALES[language]
        )
        self.contexts.append(context)
        return self.watched(context.new_page())

    def watched(self, page: playwright.Page) -> playwright.Page:
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on(
            "console",
            lambda said: self.trouble.append(said.text) if "Content Security" in said.text else None,
        )
        page.set_default_timeout(10_000)
        return page

    def facilitator(self, language: str = "en") -> playwright.Page:
        page = self.page(1280, 800, language)
        page.goto(f"{self.site}/f/{self.server.token}")
        page.locator(".rooms button").click()
        page.wait_for_selector(".steps")
        self.code = page.evaluate("fetch('invite').then((answer) => answer.json())")["code"]
        return page

    def phone(self, name: str, role: str, language: str = "en") -> playwright.Page:
        page = self.page(360, 780, language)
        page.goto(f"{self.site}/join/{self.code}")
        page.fill("#name", name)
        page.check(f"input[value={role}]")
        page.click("form.join button")
        page.wait_for_selector("#tabs button")
        return page

    def projector(self, lead: playwright.Page) -> playwright.Page:
        page = self.watched(lead.context.new_page())
        page.set_viewport_size({"width": 1920, "height": 1080})
        page.goto(f"{self.site}/r/{ROOM}/projector")
        page.wait_for_selector(".scene")
        return page

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


def go(lead: playwright.Page, phase: str) -> None:
    lead.locator(".steps button").nth(PHASES.index(phase)).click()
    lead.wait_for_selector(f".steps button:nth-child({PHASES.index(phase) + 1})[aria-pressed=true]")


def saved(page: playwright.Page) -> None:
    """Wait until the server has everything that was written on a page, and the page says so."""
    page.wait_for_function("import('/static/outbox.js').then((box) => box.state.waiting === 0)")
    page.wait_for_selector(".saved.well")


def until(check: Callable[[], bool], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.05)


def mark(page: playwright.Page) -> str:
    """The fingerprint of the board that a page shows."""
    return page.evaluate("import('/static/cells.js').then((cells) => cells.fingerprint())")


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def hall(browser: playwright.Browser, tmp_path: Path) -> Iterator[Hall]:
    with RoomServer(an_engagement(tmp_path), names=[NAME]) as server:
        found = Hall(server, browser)
        yield found
        found.leave()
    assert found.trouble == []


def test_what_one_writes_the_other_sees(hall):
    lead = hall.facilitator()
    ann = hall.phone("Ann", "front-line", "zh-Hant")
    assert ann.evaluate("document.documentElement.scrollWidth") == 360
    ann.fill("#pain", "Nobody knows where an order is")
    ann.keyboard.press("Enter")
    lead.wait_for_selector("text=Nobody knows where an order is")
    saved(ann)
    assert mark(ann) == mark(lead)


@pytest.mark.long
@pytest.mark.parametrize("host", [HOST, NAME])
def test_a_whole_workshop(hall, host):
    hall.host = host
    lead = hall.facilitator()
    ann, ben = hall.phone("Ann", "front-line", "zh-Hant"), hall.phone("Ben", "it")
    screen = hall.projector(lead)
    assert ann.evaluate("document.documentElement.scrollWidth") == 360

    ben.fill("#pain", "Nobody knows where an order is")
    ben.keyboard.press("Enter")
    saved(ben)
    ann.wait_for_selector("text=Nobody knows where an order is")

    go(lead, "answer")
    ben.locator(".options .pick").nth(1).click()
    ben.wait_for_selector("text=1 of")
    saved(ben)
    screen.wait_for_selector("text=Answered so far")

    go(lead, "reveal")
    ann.wait_for_selector(".reveal")
    screen.wait_for_selector(".scene-camp .line", timeout=30_000)

    go(lead, "vote")
    more = ben.locator(".ballot .icon").nth(1)
    for _ in range(5):
        more.click()
    ben.wait_for_selector(".budget >> text=0 dots left")  # drawn, not only announced
    assert more.is_disabled()
    saved(ben)
    screen.wait_for_selector(".huge >> text=1", timeout=40_000)
    assert "Nobody knows" not in screen.inner_text("#view")

    go(lead, "decide")
    lead.fill("#action", "One number for every order")
    lead.keyboard.press("Enter")
    lead.fill("#f-owner", "Carla")
    lead.fill("#f-due", "2030-05-01")
    lead.keyboard.press("Escape")
    saved(lead)
    ben.wait_for_selector("text=Carla · 1 May 2030")
    screen.locator("#foot button", has_text="Outcome").click(timeout=40_000)
    assert screen.inner_text(".bars li b") == "5"
    until(lambda: len({mark(page) for page in (lead, ann, ben, screen)}) == 1)


@pytest.mark.long
def test_the_outcome_is_written_into_the_folder_and_a_report_is_made(hall):
    lead = hall.facilitator()
    ann = hall.phone("Ann", "business")
    ann.locator(".card", has_text="Order by fax").click()
    ann.fill("#f-note", "Dying out since 1999")
    ann.keyboard.press("Escape")
    saved(ann)
    lead.locator("#tabs button", has_text="Lead").click()
    lead.get_by_role("button", name="Write to the files").click()
    lead.wait_for_selector("text=Written: touchmap.yaml")
    assert "Dying out since 1999" in (hall.server.folder / "touchmap.yaml").read_text(encoding="utf-8")
    ann.locator("#tabs button", has_text="Results").click()
    ann.select_option("#r-format", "html")
    ann.get_by_role("button", name="Make the report").click()
    with ann.expect_download() as fetched:
        ann.get_by_role("link", name="Download the report").click(timeout=60_000)
    assert "CRM before a customer strategy" in fetched.value.path().read_text(encoding="utf-8")


@pytest.mark.long
def test_the_facilitator_locks_the_door_and_removes_somebody(hall):
    lead = hall.facilitator()
    ann = hall.phone("Ann", "business")
    lead.locator("#tabs button", has_text="Lead").click()
    lead.get_by_role("button", name="Lock the door").click()
    lead.wait_for_selector("text=Nobody else can join now")
    late = hall.page(360, 780)
    late.goto(f"{hall.site}/join/{hall.code}")
    late.fill("#name", "Late")
    late.check("input[value=it]")
    late.click("form.join button")
    late.wait_for_selector(".refused")
    assert late.input_value("#name") == "Late"
    lead.get_by_role("button", name="Remove Ann").click()
    lead.get_by_role("button", name="Yes, remove Ann").click()
    ann.wait_for_selector("text=You are no longer in this workshop", timeout=30_000)


@pytest.mark.long
def test_two_who_write_one_field_at_once_keep_both_values(hall):
    lead = hall.facilitator()
    ann, ben = hall.phone("Ann", "business"), hall.phone("Ben", "it")
    for page in (ann, ben):
        page.locator(".card", has_text="Order by fax").click()
    ben.route("**/changes?language=*", lambda route: route.abort())
    ben.fill("#f-minutes", "20")
    ben.keyboard.press("Tab")
    ann.fill("#f-minutes", "12")
    ann.keyboard.press("Tab")
    saved(ann)
    ben.unroute("**/changes?language=*")
    ben.wait_for_selector(".conflict >> text=12")
    ben.wait_for_selector(".conflict >> text=20")
    ann.wait_for_selector(".conflict")
    ann.locator(".conflict .side", has_text="20").get_by_role("button").click()
    ben.wait_for_selector(".conflict", state="detached")
    assert ben.input_value("#f-minutes") == "20"
    until(lambda: len({mark(page) for page in (lead, ann, ben)}) == 1)


@pytest.mark.long
def test_what_is_written_offline_outlives_the_page_and_arrives_once(hall):
    lead = hall.facilitator()
    ann = hall.phone("Ann", "business")
    ann.route("**/changes?language=*", lambda route: route.abort())
    ann.fill("#pain", "Two price lists")
    ann.keyboard.press("Enter")
    ann.wait_for_selector(".saved.off >> text=1 change waits")
    ann.reload()
    ann.wait_for_selector(".pains >> text=Two price lists")
    assert lead.locator("text=Two price lists").count() == 0
    ann.unroute("**/changes?language=*")
    saved(ann)
    lead.wait_for_selector("text=Two price lists")
    assert lead.locator(".pains li", has_text="Two price lists").count() == 1


@pytest.mark.long
def test_an_answer_that_gets_lost_is_asked_for_again_and_counts_once(hall):
    hall.facilitator()
    ann = hall.phone("Ann", "business")
    lost = []

    def lose_first(route):
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch())  # the server has it, the browser never hears of it
            route.abort()

    ann.route("**/changes?language=*", lose_first)
    ann.fill("#pain", "Nobody calls back")
    ann.keyboard.press("Enter")
    saved(ann)
    assert lost[0].status == 200
    assert ann.locator(".pains li").count() == 1


@pytest.mark.long
def test_the_server_may_die_and_come_back(hall):
    lead = hall.facilitator()
    ann = hall.phone("Ann", "business")
    saved(ann)
    hall.server.kill()
    ann.fill("#pain", "Written in the dark")
    ann.keyboard.press("Enter")
    ann.wait_for_selector(".saved.off >> text=1 change waits")
    hall.server.start()
    page = hall.watched(lead.context.new_page())
    page.goto(f"{hall.site}/rooms")
    page.locator(".rooms button").click()
    ann.wait_for_selector(".saved.well", timeout=30_000)
    page.wait_for_selector("text=Written in the dark")


@pytest.mark.long
def test_what_comes_too_late_stays_in_the_tray_until_it_is_decided(hall):
    lead = hall.facilitator()
    ann = hall.phone("Ann", "business")
    ann.context.set_offline(True)
    ann.fill("#pain", "Too late")
    ann.keyboard.press("Enter")
    go(lead, "answer")
    ann.context.set_offline(False)
    ann.locator(".notice button").click()
    assert "not open in the present phase" in ann.inner_text(".refusals")
    assert "Too late" in ann.inner_text(".refusals")
    go(lead, "map")
    ann.locator("#tabs button", has_text="Could not apply").click()
    ann.locator(".refusals .main").click()
    lead.wait_for_selector("text=Too late")


@pytest.mark.long
def test_a_map_is_built_by_keyboard_alone(hall):
    hall.facilitator()
    ann = hall.phone("Ann", "business")
    ann.set_viewport_size({"width": 1280, "height": 800})

    def reach(name: str) -> None:
        for _ in range(250):
            ann.keyboard.press("Tab")
            if (
                ann.evaluate(
                    "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
                ).strip()
                == name
            ):
                return
        raise AssertionError(name)

    reach("List")
    ann.keyboard.press("Enter")
    reach("Add: Touchpoint")
    ann.keyboard.press("Enter")
    ann.wait_for_selector("#f-title:focus")
    ann.keyboard.type("Ask the robot")
    ann.keyboard.press("Tab")
    ann.keyboard.type("Buy")
    ann.keyboard.press("Tab")
    ann.keyboard.type("Web")
    ann.keyboard.press("Tab")
    ann.keyboard.type("E-business")
    ann.keyboard.press("Escape")
    saved(ann)
    ann.wait_for_selector(".elements li >> text=Ask the robot")
    assert "Buy · Web · E-business" in ann.inner_text(".elements li:has-text('Ask the robot')")
    reach("Move up: Ask the robot")
    ann.keyboard.press("Enter")
    saved(ann)
    until(lambda: ann.locator(".elements .open b").all_inner_texts()[-2] == "Ask the robot")
    reach("Delete: Ask the robot")
    ann.keyboard.press("Enter")
    ann.wait_for_selector(".elements li:has-text('Ask the robot')", state="detached")
    reach("Undo my last change")
    ann.keyboard.press("Enter")
    ann.wait_for_selector(".elements li:has-text('Ask the robot')")


def drawn_anew(page: playwright.Page) -> list[str]:
    """The cards that were described anew since this was asked last."""
    return page.evaluate(
        """() => {
        const before = window.before || new Map();
        const all = [...document.querySelectorAll(".card")];
        window.before = new Map(all.map((one) => [one.dataset.id, one.drawnOne]));
        return [...window.before].filter(([id, one]) => before.get(id) !== one).map(([id]) => id);
        }"""
    )


@pytest.mark.long
def test_an_edit_draws_its_own_card_only(hall):
    lead = hall.facilitator()
    ann = hall.phone("Ann", "business")
    lead.wait_for_selector(".card .flag-text")  # the first results are there
    assert len(drawn_anew(lead)) == 29
    each = "[...document.querySelectorAll('.slot')]"
    slots = lead.evaluate(f"window.slots = {each}.map((one) => one.drawnOne); slots.length")
    ann.fill("#pain", "Nobody knows where an order is")
    ann.keyboard.press("Enter")
    lead.wait_for_selector("text=Nobody knows where an order is")
    hall.phone("Ben", "it")
    lead.wait_for_function("import('/static/naming.js').then((names) => names.people().length === 3)")
    assert drawn_anew(lead) == []
    ann.locator(".card", has_text="Order by fax").click()
    ann.fill("#f-title", "Order by telefax")
    ann.keyboard.press("Escape")
    lead.wait_for_selector(".card >> text=Order by telefax")
    assert drawn_anew(lead) == ["order-by-fax"]
    other = f"{each}.filter((one, at) => one.drawnOne !== slots[at]).length"
    assert (slots, lead.evaluate(other)) == (63, 1)


def place_of(page: playwright.Page, name: str) -> list[str]:
    return page.evaluate(
        "(name) => { const own = document.querySelector(`.card[data-id=${name}]`).closest('.slot').dataset;"
        " return [own.stage, own.channel]; }",
        name,
    )


@pytest.mark.long
def test_a_card_is_dragged_to_another_place_by_mouse(hall):
    lead = hall.facilitator()
    assert place_of(lead, "order-by-fax") == ["buy", "fax"]
    lead.drag_and_drop(".card[data-id=order-by-fax]", ".slot[data-stage=choose][data-channel=web]")
    until(lambda: place_of(lead, "order-by-fax") == ["choose", "web"])
    saved(lead)
    assert lead.locator(".slot.over").count() == 0
    assert lead.inner_text("#status").startswith("Order by fax")


@pytest.mark.long
def test_streams_that_are_cut_are_replaced_by_asking_again(hall):
    lead = hall.facilitator()
    ann = hall.page(360, 780)
    ann.route("**/events?*", lambda route: route.abort())
    ann.goto(f"{hall.site}/join/{hall.code}")
    ann.fill("#name", "Ann")
    ann.check("input[value=it]")
    ann.click("form.join button")
    ann.wait_for_selector(".saved.well")
    lead.fill("#pain", "Heard without a stream")
    lead.keyboard.press("Enter")
    ann.wait_for_selector("text=Heard without a stream")


@pytest.mark.long
def test_the_first_load_on_a_phone_is_light(hall):
    hall.facilitator()
    page = hall.page(360, 780)
    sizes: list[int] = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(f"{hall.site}/join/{hall.code}")
    page.fill("#name", "Ann")
    page.check("input[value=it]")
    page.click("form.join button")
    page.wait_for_selector(".saved.well")
    assert sum(sizes) <= 150_000, sizes
