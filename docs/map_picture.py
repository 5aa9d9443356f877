# ruff: noqa: INP001
"""Makes the picture of the map in the README: the interactive map of the example with its worst outage.

Needs Debian's chromium and playwright; ``python docs/map_picture.py``.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from readiness.services import interactive, maps

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "map.png"
DOWN = "systems:order-system"


def main() -> None:
    """Open the page, let an element fail, and take the picture."""
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        file = interactive.write(maps.see(str(ROOT / "examples" / "boise-office")), Path(folder) / "map.html")
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(file.as_uri())
        page.locator("#tab-whatif").click()
        number = page.evaluate("(id) => readinessMap.elements.findIndex((one) => one.id === id)", DOWN)
        page.locator(f'.switch[data-element="{number}"]').click()
        page.wait_for_timeout(1500)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
