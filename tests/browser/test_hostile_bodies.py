"""Attacks on the body in a real browser: what readers are served of them runs nothing and calls nobody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from articles import body
from tests.articles.hostile import payloads

pytestmark = pytest.mark.browser

# Whatever the attacks call says so; then every element is shaken by the events that they wait for.
WATCH = "window.ran = []; for (const name of ['alert', 'prompt', 'confirm', 'print', 'open']) window[name] = () => ran.push(name);"
SHAKE = """() => {
    for (const element of document.querySelectorAll("body *"))
        for (const type of ["mouseover", "focus", "blur", "keydown", "copy", "toggle", "animationstart", "load", "error"])
            element.dispatchEvent(new Event(type));
    return ran;
}"""


def run(browser: Browser, html: str) -> tuple[list[str], list[str]]:
    """Open a page of `html`; return what it ran and what it asked other hosts for."""
    context = browser.new_context()
    requests: list[str] = []
    page = context.new_page()
    page.add_init_script(WATCH)
    page.route("**/*", lambda route: (requests.append(route.request.url), route.abort()))
    page.set_content(f"<!doctype html><html lang=fr><title>a</title><body>{html}", wait_until="domcontentloaded")
    ran = page.evaluate(SHAKE)
    context.close()
    return ran, requests


def test_the_browser_would_tell(browser: Browser) -> None:
    ran, requests = run(browser, '<p onfocus="prompt()">a</p><script>alert()</script><img src="https://a.example/">')
    assert (ran, requests) == (["alert", "prompt"], ["https://a.example/"])


def test_nothing_runs(browser: Browser) -> None:
    served = [part["html"] for payload in payloads() for part in body.compile(payload, "fr") if "html" in part]
    assert len(served) > 6_000
    assert run(browser, "".join(served)) == ([], [])
