"""Attacks on the body in a real browser: what readers are served of them runs nothing and calls nobody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route

from articles import body
from tests.articles.hostile import payloads

pytestmark = pytest.mark.browser

# Whatever the attacks call says so; then every element is shaken by the events that they wait for.
WATCH = """
    window.ran = [];
    for (const name of ["alert", "prompt", "confirm", "print", "open"]) window[name] = () => ran.push(name);
"""
SHAKE = """() => {
    const types = ["mouseover", "focus", "blur", "keydown", "copy", "toggle", "animationstart", "load", "error"];
    for (const element of document.querySelectorAll("body *"))
        for (const type of types) element.dispatchEvent(new Event(type));
    return ran;
}"""
PAGE = "https://news.example/"


def run(browser: Browser, html: str) -> tuple[list[str], list[str]]:
    """Open a page of `html`; return what it ran and the other addresses it asked for."""
    document = f"<!doctype html><html lang=fr><meta charset=utf-8><title>a</title><body>{html}"
    asked: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url == PAGE:
            route.fulfill(body=document, content_type="text/html")
        else:
            asked.append(route.request.url)
            route.abort()

    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    page.route(lambda _url: True, answer)
    page.goto(PAGE)
    ran = page.evaluate(SHAKE)
    context.close()
    return ran, [url for url in asked if not url.endswith("/favicon.ico")]


def test_the_browser_would_tell(browser: Browser) -> None:
    ran, requests = run(browser, '<p onfocus="prompt()">a</p><script>alert()</script><img src="https://a.example/">')
    assert (ran, requests) == (["alert", "prompt"], ["https://a.example/"])


def test_nothing_runs(browser: Browser) -> None:
    served = [part["html"] for payload in payloads() for part in body.compile(payload, "fr") if "html" in part]
    assert len(served) > 6_000
    assert run(browser, "".join(served)) == ([], [])
