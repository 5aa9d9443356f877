"""The page of a comparison in a real browser: keyboard, three screens, no scripts, paper."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from readiness.resources import examples
from readiness.services import rollout_page, rollouts

CHROMIUM = Path("/usr/bin/chromium")
SIZES = {"phone": (390, 844), "laptop": (1366, 768), "projector": (1920, 1080)}

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
if not CHROMIUM.exists() and os.environ.get("CI") != "true":
    pytest.skip("Debian's chromium is not here", allow_module_level=True)
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    compared = rollouts.compare(examples() / "boise-office", "zh-Hant", trials=400, depth=False)
    return rollout_page.write(compared, tmp_path_factory.mktemp("page") / "page.html")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def show(browser, file):
    trouble = []

    def opened(size="laptop", **options):
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        page.goto(file.as_uri())
        return page

    yield opened
    assert trouble == []


@pytest.mark.parametrize("size", [*SIZES])
def test_nothing_is_wider_than_the_screen_and_charts_are_alive(show, size):
    page = show(size)
    page.wait_for_selector("section.chosen .gantt .live .main-svg")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert page.locator(".live:visible").count() == 8  # two of all, six of the option that is shown
    assert page.locator(".still:visible").count() == 0


def test_an_option_is_picked_with_the_keyboard(show):
    page = show()
    before = page.locator("section.option:visible").get_attribute("data-option")
    page.locator("#pick").focus()
    page.keyboard.press("ArrowDown")
    after = page.locator("section.option:visible")
    assert after.count() == 1
    assert after.get_attribute("data-option") != before
    page.wait_for_selector("section.option:visible .live .main-svg")
    assert page.locator("#status").inner_text() in page.locator("#pick").inner_text()


def test_without_scripts_every_option_stands_in_still_pictures(show):
    page = show(java_script_enabled=False)
    options = page.locator("section.option")
    assert options.count() >= 4
    for at in range(options.count()):
        assert options.nth(at).is_visible()
        assert options.nth(at).locator(".still svg").first.is_visible()
    assert page.locator("table").first.is_visible()
    assert page.locator(".pick").is_hidden()


def test_on_paper_the_still_pictures_of_all_options_stand(show):
    page = show()
    page.wait_for_selector("section.chosen .live .main-svg")
    page.emulate_media(media="print")
    assert page.locator(".live:visible").count() == 0
    assert page.locator("section.option:visible").count() == page.locator("section.option").count()
    assert page.locator(".still:visible").count() == page.locator(".still").count()
