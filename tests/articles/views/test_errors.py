"""What readers see when there is nothing to show, and when something breaks."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory, SimpleTestCase
from django.urls import reverse
from lxml import html

from articles import workflow
from articles.frame import Frame
from articles.views import errors
from tests.articles.views.reading import Page, ReadingTestCase
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_draft, make_section

CASES = Path(settings.BASE_DIR).parent / "shared" / "cases" / "paths"


class NotFoundTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")

    def get(self, path: str):
        with clock(NOW):
            return self.client.get(path)

    def test_it_looks_like_the_site(self):
        response = self.get("/nowhere/")
        page = Page(response)
        self.assertEqual(response.status_code, 404)
        self.check_outline(page)
        self.assertEqual(page.one("//p[@class='nameplate']/a"), "Newsroom")
        self.assertEqual(page.all("//nav[@class='menu']//a/@href"), ["/news/"])
        self.assertEqual(page.all("//main//a/@href"), ["/"])

    def test_it_is_the_same_for_what_is_hidden_and_what_never_was(self):
        draft = make_draft(section=self.news)
        review = workflow.submit(make_draft(section=self.news), by=None)
        scheduled = make_article(section=self.news, at=NOW + DAY)
        expired = make_article(section=self.news, until=NOW - HOUR)
        withdrawn, embargoed = make_article(section=self.news), make_article(section=self.news)
        with clock(NOW - HOUR):
            workflow.withdraw(withdrawn, by=None)
            workflow.set_embargo(embargoed.article, NOW + DAY, by=None, source="Them", reason="Asked")
        nothing = self.get("/news/nothing_zzzzzzzzzz/")
        self.assertEqual(nothing.status_code, 404)
        for edition in (draft, review, scheduled, expired, withdrawn, embargoed):
            hidden = self.get(edition.get_absolute_url())
            self.assertEqual((hidden.status_code, hidden.content), (404, nothing.content), edition)
            self.assertEqual(hidden.headers, nothing.headers)
            stale = self.get(f"/elsewhere/stale_{edition.article.public_id}/")
            self.assertEqual((stale.status_code, stale.content), (404, nothing.content), edition)

    def test_odd_addresses_are_not_found(self):
        edition = make_article(section=self.news, slug="a")
        public_id = edition.article.public_id
        self.assertEqual(self.get(f"/news/a_{public_id}/").status_code, 200)
        for path in (
            "/News/", "/NEWS/", f"/news/A_{public_id}/", f"/news/a_{public_id.upper()}x/", f"/a_{public_id}/",
            f"/news/a_{public_id}%00/", f"/news/a%00_{public_id}/", f"/news/a_{public_id}%0a/", "/news%0a/", "/%00/",
            "/nouvelles-d%C3%A9t%C3%A9/", "/%E2%80%8B/", "/%FF%FE/", "/news//", "/news/../news/", "/./",
            f"/{'a' * 5000}/", f"/{'a/' * 2000}", f"/news/{'a' * 5000}_{public_id}x/",
            "/authors/?after=nobody", "/authors/A%00/", "/archive/2026/13/", "/archive/2026/07/", "/archive/0026/01/",
            "/tags/", "/tags/x_y/", "/feed/x/", "/robots.txt/", "/healthz/", "/%D9%A1/", "/news/__/",
        ):  # fmt: skip
            self.assertEqual(self.get(path).status_code, 404, path)

    def test_hostile_addresses_are_not_found(self):
        if not CASES.is_dir():
            self.skipTest(f"{CASES} is not there")
        lines = [line for file in sorted(CASES.glob("*.txt")) for line in file.read_text().splitlines() if line]
        self.assertGreater(len(lines), 100)
        for line in lines:
            response = self.get("/" + line.lstrip("/"))
            self.assertIn(response.status_code, (301, 404), line)
            self.assertEqual(dict(response.cookies), {}, line)

    def test_a_charset_that_is_none_breaks_nothing(self):
        with clock(NOW):
            response = self.client.generic("GET", "/search/?q=%C3%A9", content_type="text/plain; charset=base64")
        self.assertEqual(response.status_code, 200)

    def test_a_path_as_long_as_a_slug_may_be_is_found(self):
        long = make_section(slug="s" * 60)
        edition = make_article(section=long, slug="a" * 120)
        self.assertEqual(self.get(edition.get_absolute_url()).status_code, 200)


class BrokenTest(ReadingTestCase):
    def broken(self, error: type[Exception] = RuntimeError):
        self.client.raise_request_exception = False
        with mock.patch("articles.views.front.compose", side_effect=error("secret")):
            return self.client.get("/")

    @pytest.mark.usefixtures("caplog")
    def test_it_looks_like_the_site_without_the_database_and_the_cache(self):
        with (
            mock.patch("articles.frame.get", side_effect=[Frame([], []), RuntimeError("the cache is down")]),
            self.assertNumQueries(0),
        ):
            response = self.broken()
        page = Page(response)
        self.assertEqual(response.status_code, 500)
        self.check_outline(page)
        self.assertEqual(page.one("//p[@class='nameplate']/a"), "Newsroom")
        self.assertEqual(page.all("//nav"), [])
        self.assertNotIn("secret", response.content.decode())

    def test_a_database_that_does_not_answer_is_a_matter_of_time(self):
        for error in (OperationalError, InterfaceError):
            response = self.broken(error)
            self.assertEqual(response.status_code, 503)
            self.assertEqual(response.headers["Retry-After"], "30")
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertNotIn("secret", response.content.decode())
            self.assertEqual(Page(response).one("//h1"), "We will be back in a moment")

    def test_it_answers_even_when_templates_do_not(self):
        with mock.patch("django.template.loader.get_template", side_effect=ValueError("no manifest")):
            response = errors.server_error(RequestFactory().get("/"))
        self.assertEqual(response.status_code, 500)
        self.assertEqual(len(html.fromstring(response.content.decode()).xpath("//h1")), 1)


class ForbiddenTest(SimpleTestCase):
    def test_400_and_403_look_like_the_site(self):
        for view, status in ((errors.bad_request, 400), (errors.forbidden, 403)):
            response = view(RequestFactory().get("/"))
            self.assertEqual(response.status_code, status)
            self.assertEqual(Page(response).one("//p[@class='nameplate']/a"), "Newsroom")

    def test_a_host_that_is_not_ours_gets_400(self):
        response = self.client.get("/robots.txt", headers={"host": "evil.example"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(Page(response).one("//p[@class='nameplate']/a"), "Newsroom")


class MachinesTest(ReadingTestCase):
    def test_healthz_says_ok_while_the_database_answers(self):
        with self.assertNumQueries(1):
            response = self.client.get(reverse("health"))
        self.assertEqual((response.status_code, response.content), (200, b"ok"))
        self.assertEqual(response.headers["Content-Type"], "text/plain")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(self.client.head("/healthz").status_code, 200)

    def test_healthz_says_503_when_it_does_not(self):
        with mock.patch("articles.views.machines.connection.cursor", side_effect=OperationalError("gone")):
            response = self.client.get("/healthz")
        self.assertEqual((response.status_code, response.content), (503, b"the database does not answer"))

    def test_robots_keep_out_of_the_desk_and_of_searches_and_find_the_sitemaps(self):
        response = self.client.get("/robots.txt")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(
            response.content.decode().split("\n"),
            [
                "User-agent: *",
                "Disallow: /admin/",
                "Disallow: /search/",
                "",
                f"Sitemap: {settings.SITE_URL}/sitemap.xml",
                f"Sitemap: {settings.SITE_URL}/news-sitemap.xml",
                "",
            ],
        )
