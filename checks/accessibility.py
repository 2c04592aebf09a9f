"""axe-core in Chromium, in each width and colour scheme, and pa11y, which runs HTML CodeSniffer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from checks.report import Result, counted
from checks.site import CHROMIUM, CHROMIUM_FLAGS, HERE, TOOLS, Site, call

WIDTHS = {390: 844, 1440: 900}  # and the heights that go with them
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
# All that is on by default, which includes WCAG 2.2 AA but for one rule.
AXE = "axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"


def axe(site: Site) -> Iterator[Result]:
    """No violations."""
    source = (TOOLS / "axe-core" / "axe.min.js").read_text()
    faults: dict[str, list[str]] = {name: [] for name in site.pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for (width, height), scheme in product(WIDTHS.items(), SCHEMES):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            for name, path in site.pages.items():
                page.goto(f"{site.url}{path}", wait_until="load")
                faults[name] += [f"{fault} [{width} px, {scheme}]" for fault in _violations(page, source)]
            context.close()
        browser.close()
    for name, found in faults.items():
        yield counted(name, "axe", found)


def _violations(page: Page, source: str) -> Iterator[str]:
    page.evaluate(source)
    for violation in page.evaluate(AXE)["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {violation['help']} ({', '.join(map(str, node['target']))})"


def pa11y(site: Site) -> Iterator[Result]:
    """No issues against WCAG2AA."""
    config = HERE / "pa11y.json"
    launch = {"executablePath": CHROMIUM, "args": CHROMIUM_FLAGS}
    config.write_text(json.dumps({"standard": "WCAG2AA", "runners": ["htmlcs"], "chromeLaunchConfig": launch}))
    command = [TOOLS / "pa11y" / "bin" / "pa11y.js", "--config", config, "--reporter", "json"]
    for name, path in site.pages.items():
        issues = json.loads(call("node", *command, f"{site.url}{path}", codes=(0, 2)))  # 2 says that there are issues
        yield counted(name, "pa11y", [f"{issue['code']}: {issue['message']} ({issue['selector']})" for issue in issues])
