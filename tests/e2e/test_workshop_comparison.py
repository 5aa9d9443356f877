"""The facilitator doubts the plan: sliders, charts and the table, under the room's strict policy."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.e2e.test_workshop_room import browser, hall  # noqa: F401

pytestmark = pytest.mark.long
CURVES = """() => [...document.querySelectorAll(".chart .scatterlayer .js-line")]
  .map((one) => one.getAttribute("d")).join()"""


LAYERS = """() => [...document.querySelectorAll(".chart")].every((chart) => {
  const { top } = chart.getBoundingClientRect();
  return [...chart.querySelectorAll(".main-svg")].every((one) => one.getBoundingClientRect().top === top);
})"""


def compared(page, rounds=1):
    """Wait until charts were drawn so many times, and nothing is being computed."""
    page.wait_for_function(
        "(rounds) => [...document.querySelectorAll('.chart')].length === 2 && "
        "[...document.querySelectorAll('.chart')].every((one) => Number(one.dataset.drawn) >= rounds) && "
        "!document.querySelector('.job progress')",
        arg=rounds,
        timeout=60_000,
    )


def opened(lead):
    """Open the facilitator's page and ask for the comparison."""
    lead.locator("#tabs button").last.click()
    lead.locator(".lead button", has_text=RUN[lead.evaluate("document.documentElement.lang")]).click()
    lead.wait_for_selector(".job progress")
    compared(lead)


RUN = {"en": "Compare the options", "zh-Hant": "比較方案", "zh-Hans": "比较方案"}


def table(page):
    return page.locator(".table-box tbody tr").all_inner_texts()


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_a_slider_moves_figures_and_charts_and_goes_back(hall, language):  # noqa: F811
    lead = hall.facilitator(language)
    fetched = []
    lead.on("request", lambda request: fetched.append(request.url))
    opened(lead)
    assert [url for url in fetched if "plotly" in url] == [f"{hall.site}/charts/plotly.min.js"]
    before, curves = table(lead), lead.evaluate(CURVES)
    assert len(before) == 6
    assert all("undefined" not in row for row in before)
    assert len(curves) > 100
    assert lead.evaluate(LAYERS)  # plotly's own rules have reached the page
    days = lead.locator("#s-days")
    plan = days.get_attribute("aria-valuetext")
    days.focus()
    for _ in range(4):
        lead.keyboard.press("ArrowRight")
    assert days.input_value() == "1.2"
    compared(lead, 2)
    assert table(lead) != before
    assert lead.evaluate(CURVES) != curves
    assert days.get_attribute("aria-valuetext") != plan
    assert plan in lead.inner_text(".slider:has(#s-days) output")  # the plan's own stays beside it
    lead.locator(".sliders button").click()
    compared(lead, 3)
    assert table(lead) == before
    assert lead.evaluate(CURVES) == curves
    assert days.input_value() == "1"


def test_a_phone_that_only_looks_fetches_no_chart(hall):  # noqa: F811
    lead = hall.facilitator()
    ann = hall.phone("Ann", "it")
    fetched = []
    ann.on("request", lambda request: fetched.append(request.url))
    opened(lead)
    ann.locator("#tabs button", has_text="Results").click()
    ann.wait_for_selector(".pitfalls")
    assert not [url for url in fetched if "chart" in url or "comparison" in url]


def test_many_moves_ask_for_few_comparisons_and_the_room_goes_on(hall):  # noqa: F811
    lead = hall.facilitator()
    ann = hall.phone("Ann", "it")
    opened(lead)
    asked = []
    lead.on("request", lambda request: asked.append(request) if request.method == "POST" else None)
    lead.locator("#s-severity").focus()
    for _ in range(10):
        lead.keyboard.press("ArrowRight")
    ann.fill("#pain", "Two price lists")
    ann.keyboard.press("Enter")
    ann.wait_for_selector(".saved.well")
    compared(lead, 2)
    lead.wait_for_function("document.querySelector('#s-severity').value === '2'")
    assert len([one for one in asked if one.url.split("?")[0].endswith("/comparisons")]) <= 3


def test_without_the_library_the_table_stays(hall):  # noqa: F811
    lead = hall.facilitator()
    lead.route("**/charts/plotly.min.js", lambda route: route.abort())
    lead.locator("#tabs button").last.click()
    lead.locator(".lead button", has_text=RUN["en"]).click()
    lead.wait_for_selector("text=The charts could not be loaded", timeout=60_000)
    assert len(table(lead)) == 6


@pytest.mark.parametrize(("width", "language"), [(360, "zh-Hant"), (1280, "en")])
def test_sliders_and_charts_have_no_barriers(hall, width, language):  # noqa: F811
    pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    from tests.e2e.test_workshop_barriers import barriers, small

    lead = hall.facilitator(language)
    opened(lead)
    lead.set_viewport_size({"width": width, "height": 780})
    assert barriers(lead, "comparison") + small(lead, "comparison") == []
