"""Every page and state of the live workshop without barriers, in three languages and sizes (axe-core)."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")

from tests.e2e.test_workshop_room import ROOM, browser, go, hall, saved  # noqa: E402, F401

pytestmark = pytest.mark.long


def barriers(page, state):
    """What axe finds on a page, in short."""
    page.wait_for_timeout(500)  # colours that fade in
    found = axe.Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    told = [(state, one["id"], one["nodes"][0]["html"][:200]) for one in found]
    return told + ([(state, "wider than the screen", wide)] if wide > 0 else [])


def small(page, state):
    """What is too small for a thumb: below 44 by 44 (links within a sentence may be smaller)."""
    return page.evaluate(
        """(state) => [...document.querySelectorAll("button, select, input, textarea, summary, a[class]")]
        .filter((one) => one.checkVisibility() && !one.closest(".unseen"))
        .map((one) => [one, (one.closest("label") || one).getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
        .map(([one, box]) => [state, "small", one.outerHTML.slice(0, 120), box.width, box.height])""",
        state,
    )


def at_the_door(house, lead, language, look):
    stranger = house.page(360, 780, language)
    stranger.goto(f"{house.site}/join/AAAA2222")
    look(stranger, "join")
    stranger.fill("#name", "X")
    stranger.check("input[value=it]")
    stranger.click("form.join button")
    look(stranger, "join refused")
    stranger.goto(f"{house.site}/r/{ROOM}/")
    look(stranger, "error")
    rooms = house.watched(lead.context.new_page())
    rooms.goto(f"{house.site}/rooms")
    look(rooms, "rooms")


def at_the_map(lead, ann, ben, screen, look):
    look(screen, "projector join")
    look(ann, "board")
    ann.fill("#pain", "One")
    ann.keyboard.press("Enter")
    saved(ann)
    lead.locator(".card").nth(3).click()
    look(lead, "sheet")
    lead.keyboard.press("Escape")
    for page in (ann, ben):
        page.locator(".card").nth(4).click()
    ann.route("**/changes?language=*", lambda route: route.abort())
    ann.fill("#f-minutes", "7")
    ann.keyboard.press("Tab")
    ben.fill("#f-minutes", "8")
    ben.keyboard.press("Tab")
    saved(ben)
    look(ann, "waiting")
    ann.unroute("**/changes?language=*")
    ann.wait_for_selector(".conflict")
    look(ann, "conflict")
    for page in (ann, ben):
        page.keyboard.press("Escape")
    look(lead, "board of the facilitator")
    ann.locator(".switch-two button").nth(1).click()
    look(ann, "list")
    ann.locator(".bar-tools button").click()
    look(ann, "menu")
    ann.keyboard.press("Escape")
    lead.locator("#tabs button").last.click()
    lead.wait_for_selector(".qr")
    look(lead, "lead")
    lead.locator(".row-of button").first.click()
    screen.locator("#foot button").nth(1).click()
    screen.wait_for_selector(".clock")
    look(screen, "projector board")


def at_the_questions(lead, ann, screen, look):
    go(lead, "answer")
    ann.wait_for_selector(".question")
    ann.locator(".aside summary").click()
    look(ann, "question")
    look(screen, "projector answers")
    for _ in range(60):
        if not ann.locator(".turn .main:not([aria-pressed])").count():
            break
        ann.locator(".turn .main").click()
        if ann.locator(".points, .rank, fieldset.part, textarea#question, .amount").count():
            look(ann, f"question {ann.inner_text('.kicker')}")
    look(ann, "overview of questions")


def at_the_end(lead, ann, screen, look):
    go(lead, "reveal")
    ann.wait_for_selector(".reveal")
    screen.wait_for_selector(".scene-camp", timeout=40_000)
    look(ann, "reveal")
    look(screen, "projector reveal")
    go(lead, "vote")
    ann.locator(".ballot .icon").nth(1).click()
    saved(ann)
    look(ann, "vote")
    look(screen, "projector vote")
    go(lead, "decide")
    ann.wait_for_selector("#action")
    look(ann, "decide")
    screen.wait_for_selector(".pitfalls")
    look(screen, "projector pitfalls")
    screen.wait_for_selector("#foot button:nth-child(5)", timeout=40_000)  # the votes are counted
    screen.locator("#foot button").nth(2).click()
    look(screen, "projector outcome")
    ann.locator("#tabs button").nth(2).click()
    look(ann, "results")
    ann.locator("#tabs button").nth(3).click()
    ann.wait_for_selector(".log")
    look(ann, "history")


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_no_barriers(hall, language):  # noqa: F811
    found = []

    def look(page, state):
        found.extend(barriers(page, state))
        if page.viewport_size["width"] < 1900:
            found.extend(small(page, state))

    lead = hall.facilitator(language)
    at_the_door(hall, lead, language, look)
    ann, ben = hall.phone("Ann", "business", language), hall.phone("Ben", "it", language)
    screen = hall.projector(lead)
    at_the_map(lead, ann, ben, screen, look)
    at_the_questions(lead, ann, screen, look)
    at_the_end(lead, ann, screen, look)
    assert found == []
