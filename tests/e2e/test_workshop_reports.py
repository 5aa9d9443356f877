"""Reports ordered in the room, in three languages: the bar moves, and what is downloaded is the report."""

from __future__ import annotations

import io
import re

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")

from tests.e2e.test_workshop_room import browser, hall  # noqa: E402, F401

pytestmark = pytest.mark.long
SAID = {"en": "Do not commit yet", "zh-Hant": "先不要定案", "zh-Hans": "暂不拍板"}


def results(page):
    page.locator("#tabs button").nth(1).click()
    page.wait_for_selector("#r-format")


def ordered(page, language, form):
    """Order a report and return what was downloaded, and the shares that the bar showed."""
    page.select_option("#r-language", language)
    page.select_option("#r-format", form)
    page.evaluate(
        """() => {
          window.shares = [];
          const look = () => {
            const bar = document.querySelector(".job progress");
            if (bar && window.shares.at(-1) !== bar.value) window.shares.push(bar.value);
          };
          window.watching?.disconnect();
          window.watching = new MutationObserver(look);
          const all = { subtree: true, childList: true, attributes: true };
          window.watching.observe(document.querySelector(".orders"), all);
        }"""
    )
    page.locator(".order-row .main").click()
    page.wait_for_selector(".job progress")
    name = page.locator(".job progress").get_attribute("aria-label")
    assert name
    with page.expect_download(timeout=90_000) as fetched:
        page.locator(".job a.main").click(timeout=90_000)
    assert fetched.value.suggested_filename == f"boise-office.{form}"
    return fetched.value.path().read_bytes(), page.evaluate("window.shares")


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_a_report_is_ordered_watched_and_fetched(hall, language):  # noqa: F811
    hall.facilitator()
    ann = hall.phone("Ann", "business", language)
    results(ann)
    assert ann.input_value("#r-language") == language  # that of the page, until another is chosen
    octets, shares = ordered(ann, language, "html")
    text = octets.decode("utf-8")
    assert f'<html lang="{language}"' in text
    assert SAID[language] in text
    assert shares == sorted(shares)
    assert len(shares) > 1
    octets, shares = ordered(ann, language, "pdf")
    assert octets.startswith(b"%PDF-")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(octets)).pages]
    assert SAID[language] in re.sub(r"\s+", " " if language == "en" else "", "".join(pages[:2]))
    assert shares == sorted(shares)
    assert len(shares) > 1


def test_another_language_than_the_pages_is_fetched_where_it_is_asked_for(hall):  # noqa: F811
    lead = hall.facilitator("en")
    results(lead)
    octets, _ = ordered(lead, "zh-Hans", "html")
    assert SAID["zh-Hans"] in octets.decode("utf-8")
