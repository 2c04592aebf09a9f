"""What the tests of readers' pages share: a clock that stands at NOW, and pages read as trees."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from django.core.cache import cache
from django.http import HttpResponse
from django.test import TestCase
from lxml import html

from articles import frame
from tests.factories import NOW, clock


def words(element: html.HtmlElement) -> str:
    """Return the element's text with single spaces."""
    return " ".join(element.text_content().split())


class Page:
    """A response's HTML. `all` and `one` take an XPath and return texts."""

    def __init__(self, response: HttpResponse):
        self.response = response
        self.tree = html.fromstring(response.content.decode())

    def all(self, xpath: str) -> list[str]:
        return [found if isinstance(found, str) else words(found) for found in self.tree.xpath(xpath)]

    def one(self, xpath: str) -> str:
        found = self.all(xpath)
        assert len(found) == 1, f"{xpath}: {found}"
        return found[0]

    def cards(self) -> list[str]:
        return self.all("//*[contains(@class,'card-headline')]")


class ReadingTestCase(TestCase):
    maxDiff = None

    def read(self, path: str, at=NOW) -> Page:
        """Get the page as of `at`, with a cold cache, and check what is true of every page of ours."""
        cache.clear()  # nothing is committed here, so that no write announces what it changed
        return self._read(path, at)

    def _read(self, path: str, at=NOW) -> Page:
        with clock(at):
            response = self.client.get(path)
        self.assertEqual(response.status_code, 200, path)
        page = Page(response)
        self.check_outline(page)
        return page

    def check_outline(self, page: Page) -> None:
        levels = [int(element.tag[1]) for element in page.tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        self.assertEqual(levels.count(1), 1, "one h1")
        self.assertEqual(levels[0], 1, "the h1 comes first")
        self.assertEqual([(a, b) for a, b in pairwise(levels) if b > a + 1], [], "no level is skipped")
        twice = [name for name, count in Counter(page.all("//@id")).items() if count > 1]
        self.assertEqual(twice, [])
        labels = {name for value in page.all("//@aria-labelledby") for name in value.split()}
        self.assertLessEqual(labels, set(page.all("//@id")))
        self.assertEqual(page.all("//style | //@style | //@onclick"), [])
        scripts = [
            script.attrib for script in page.tree.xpath("//script") if script.get("type") != "application/ld+json"
        ]
        self.assertIn(scripts, ([], [{"src": "/static/articles/share.js", "defer": "defer"}]))
        self.assertEqual(len(page.tree.xpath("//main")), 1)
        self.assertEqual(page.tree.xpath("//img[not(@alt) or not(@width) or not(@height)]"), [])
        self.assertEqual(dict(page.response.cookies), {})
        self.assertNotIn("Cookie", page.response.headers.get("Vary", ""))

    def status(self, path: str, at=NOW) -> int:
        with clock(at):
            return self.client.get(path).status_code

    def location(self, path: str, at=NOW) -> tuple[int, str]:
        with clock(at):
            response = self.client.get(path)
        return response.status_code, response.headers.get("Location", "")

    def assertReads(self, queries: int, path: str) -> None:
        """Check how many queries the page takes beside the frame, which is cached."""
        cache.clear()
        frame.get()
        with self.assertNumQueries(queries):
            self._read(path)
