"""Chromium for the browser tests: one a module, a fresh page a test, whose console must stay empty."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser.editing import COMPLAIN, Desk, sign_in


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        problem = "no Chromium on this machine: install chromium or google-chrome"
        pytest.fail(problem) if os.environ.get("CI") else pytest.skip(problem)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as environment:
        # While Playwright's loop runs in this thread, Django takes every query for one in async code. Hence this; but
        # no longer than a module, since other tests check that it is not set.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


@contextmanager
def page_of(browser: Browser, live_server, **options) -> Iterator[Page]:
    """Open a page whose relative addresses are the live server's. What its console complains of fails the test."""
    complaints: list[str] = []
    viewport = {"width": 1440, "height": 900}
    context = browser.new_context(base_url=live_server.url, locale="fr-FR", viewport=viewport, **options)
    page = context.new_page()

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    with page_of(browser, live_server) as page:
        yield page


@pytest.fixture
def desk(page: Page, live_server) -> Iterator[Desk]:
    """A Desk to write at, whose pages may break no rule of their policy."""
    page.add_init_script(COMPLAIN)
    sign_in(page, live_server.url)
    desk = Desk(page)
    yield desk
    assert page.evaluate("window.violations") == []


def accessibility_problems(page: Page) -> list[str]:
    """Return what axe-core has against the page as it stands, a line each."""
    return [
        f"{violation['id']}: {violation['help']}: {node['html']}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
