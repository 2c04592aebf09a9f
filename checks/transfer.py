"""How many bytes cross the network for an article without pictures, and for a second one after it."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from checks.report import Result
from checks.site import CHROMIUM, CHROMIUM_FLAGS, Site

BARS = {"first visit": 45, "next page": 12}  # KB of 1,000 bytes
SETTLED = 1500  # milliseconds after loading in which what is late may still come


def check(site: Site) -> Iterator[Result]:
    """Count all that Chromium receives on a telephone's screen, headers included, with its cache on.

    Two articles that neither open with a picture nor hold one; their authors' portraits count.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        received: dict[str, float] = {}
        kinds: dict[str, str] = {}

        def responded(event: dict) -> None:
            kinds[event["requestId"]] = event["type"]

        def finished(event: dict) -> None:
            received[event["requestId"]] = event["encodedDataLength"]

        session.on("Network.responseReceived", responded)
        session.on("Network.loadingFinished", finished)
        for (visit, bar), path in zip(BARS.items(), site.without_pictures, strict=False):
            received.clear()
            page.goto(f"{site.url}{path}", wait_until="load")
            page.wait_for_timeout(SETTLED)
            whole = sum(received.values()) / 1000
            by_kind: dict[str, float] = {}
            for request, size in received.items():
                by_kind[kinds[request]] = by_kind.get(kinds[request], 0) + size / 1000
            parts = ", ".join(f"{kind} {size:.1f}" for kind, size in by_kind.items() if size)
            faults = [f"{whole:.1f} KB, more than {bar}: {path}"] if whole > bar else []
            yield Result(visit, "KB", f"{whole:.1f} of {bar} ({parts})", faults)
        browser.close()
