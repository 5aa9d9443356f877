"""Opening a large board in a real browser: how long from the state's arrival to a board that can be used.

``python tests/bench/board.py [--elements 2000] [--runs 5] [--slow 1]``; exit code 1 where a bar is missed.
Usable means: the cards are there, a picture has been drawn, and the page is
idle again.  ``--slow`` is how many times slower than this machine's the
browser's processor is made.  The figures hold for a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from tests.room_server import HOST, RoomServer, an_engagement

CHROMIUM = "/usr/bin/chromium"
ROOM = "boise-office"
MILLISECONDS, KILOBYTES = 500, 300
STAGES = ("find", "choose", "buy", "receive", "use", "get-help", "pay", "renew", "leave")
CHANNELS = ("phone", "web", "fax", "sales-visit", "mail", "e-mail", "delivery")
SIZES = {"laptop": (1366, 768), "phone": (390, 844)}

TOUCHPOINT = """  - id: place-{n}
    title: Ask about an order and its delivery, place {n}
    stage: {stage}
    channel: {channel}
    direction: inbound
    buyers: [office-orderer, executive-secretary]
    serves: [order-status]
    owner: customer-service
    requires: [order-system]
    volume: {{office-orderer: 5, executive-secretary: 1}}
    cost: 8.00
    satisfaction: 3.1
    evidence: {{grade: measured, by: front-line, source: call log, on: 2000-11-30}}
    next:
      - {{to: place-{next}, share: 0.4, handoff: {{rule: none, repeats: true}}}}
"""

WATCH = """
window.opened = new Promise((tell) => addEventListener("DOMContentLoaded", () => {
  let busy = 0;
  const note = (all) => all.getEntries().forEach((one) => { busy = one.startTime + one.duration; });
  new PerformanceObserver(note).observe({ type: "longtask" });
  const seen = new MutationObserver(() => {
    if (!document.querySelector(".card")) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => {
      const drawn = performance.now();
      setTimeout(() => {
        const state = performance.getEntriesByType("resource").find((one) => one.name.endsWith("/state"));
        tell({ usable: Math.max(drawn, busy) - state.responseEnd, drawn: drawn - state.responseEnd,
          nodes: document.querySelectorAll("*").length });
      }, 1500);
    }));
  });
  seen.observe(document.body, { childList: true, subtree: true });
}));
"""


def large(folder: Path, elements: int) -> None:
    """Add touchpoints to the example's map until it has so many elements."""
    path = folder / "touchmap.yaml"
    text = path.read_text(encoding="utf-8")
    missing = elements - len(re.findall(r"^  - (?:{?id:|\w+$)", text, re.MULTILINE))
    rows = (
        TOUCHPOINT.format(
            n=n,
            next=(n + 1) % missing,
            stage=STAGES[n % len(STAGES)],
            channel=CHANNELS[n // 3 % len(CHANNELS)],
        )
        for n in range(missing)
    )
    begun = "touchpoints:\n"
    assert text.count(f"\n{begun}") == 1
    path.write_text(text.replace(f"\n{begun}", f"\n{begun}{''.join(rows)}"), encoding="utf-8")


def opened(browser: Chromium, server: RoomServer, size: tuple[int, int], slow: float) -> dict[str, float]:
    """Open the board once in a browser that has seen nothing yet and return what it took."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-GB")
    page = context.new_page()
    page.goto(f"http://{HOST}:{server.port}/f/{server.token}")
    page.locator(".rooms button").first.click()
    page.wait_for_selector(".card", timeout=90_000)
    page.add_init_script(WATCH)
    if slow != 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.reload(wait_until="commit")
    told: dict[str, float] = page.evaluate("window.opened")
    context.close()
    return told


def main() -> int:
    """Open the board on a laptop and on a phone and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--elements", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--slow", type=float, default=1)
    wanted = parser.parse_args()
    met = True
    with tempfile.TemporaryDirectory() as place:
        folder = an_engagement(Path(place))
        large(folder, wanted.elements)
        with RoomServer(folder) as server, sync_playwright() as driver:
            lead = server.facilitator(ROOM)
            size = len(lead.get(f"/r/{ROOM}/state", **{"Accept-Encoding": "gzip"}).body) / 1000
            met &= size <= KILOBYTES
            print(f"state: {size:.0f} kB compressed (bar {KILOBYTES}), {len(lead.state()['cells'])} cells")
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for name, screen in SIZES.items():
                rows = [opened(browser, server, screen, wanted.slow) for _ in range(wanted.runs)]
                usable = statistics.median(row["usable"] for row in rows)
                drawn = statistics.median(row["drawn"] for row in rows)
                met &= usable <= MILLISECONDS
                print(
                    f"{name}: usable after {usable:.0f} ms (bar {MILLISECONDS}), "
                    f"first picture {drawn:.0f} ms, {rows[0]['nodes']:.0f} nodes",
                    flush=True,
                )
            browser.close()
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
