"""What was published, by month; and who signed it, by name."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest import mock

from tests.articles.views.reading import ReadingTestCase
from tests.factories import DAY, NOW, make_article, make_author, make_draft, make_picture, make_section


class ArchiveTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")
        for day, headline in [
            (datetime(2025, 12, 31, 23, 30, tzinfo=UTC), "New Year in Paris"),  # half past midnight there
            (datetime(2026, 3, 31, 20, 0, tzinfo=UTC), "Last of March"),
            (datetime(2026, 5, 1, 8, 0, tzinfo=UTC), "First of May"),
        ]:
            make_article(section=cls.news, headline=headline, published_at=day)
        make_article(section=cls.news, headline="To come", at=NOW + 40 * DAY)

    def test_the_months_are_those_from_the_first_article_to_the_newest(self):
        page = self.read("/archive/")
        self.assertEqual(page.all("//main//h2"), ["2026"])
        self.assertEqual(page.all("//main//ol//a/@href"), [f"/archive/2026/{month:02}/" for month in (5, 4, 3, 2, 1)])
        self.assertReads(2, "/archive/")

    def test_a_month_begins_at_midnight_where_the_site_is(self):
        for path, cards in [
            ("/archive/2026/05/", ["First of May"]),
            ("/archive/2026/04/", []),
            ("/archive/2026/03/", ["Last of March"]),
            ("/archive/2026/01/", ["New Year in Paris"]),
        ]:
            self.assertEqual(self.read(path).cards(), cards, path)

    def test_it_leads_to_the_months_beside_but_not_to_those_to_come(self):
        links = "//nav[@class='subsections']//a/@href"
        self.assertEqual(self.read("/archive/2026/05/").all(links), ["/archive/2026/04/", "/archive/2026/06/"])
        self.assertEqual(self.read("/archive/2026/06/").all(links), ["/archive/2026/05/"])
        self.assertEqual(self.read("/archive/2026/01/").all(links), ["/archive/2026/02/"])
        for path in ("/archive/2026/07/", "/archive/2025/12/", "/archive/1000/01/", "/archive/9999/12/"):
            self.assertEqual(self.status(path), 404, path)
        self.assertEqual(self.read("/archive/2026/07/", at=NOW + 60 * DAY).cards(), ["To come"])

    def test_a_month_is_turned_by_key_and_costs_the_same_with_one_and_with_thirty(self):
        self.assertReads(5, "/archive/2026/05/")
        for hour in range(30):
            make_article(section=self.news, published_at=datetime(2026, 5, 2, hour % 24, hour, tzinfo=UTC))
        self.assertReads(5, "/archive/2026/05/")
        page = self.read("/archive/2026/05/")
        self.assertEqual(len(page.cards()), 20)
        older = self.read(f"/archive/2026/05/{page.one('//nav[@class="pages"]//a/@href')}")
        self.assertEqual(len(older.cards()), 11)


class AuthorListTest(ReadingTestCase):
    def test_those_who_signed_what_is_live_are_there_by_name(self):
        news = make_section("News", slug="news")
        bob, ann = make_author("Bob", slug="bob"), make_author("Ann", slug="ann", picture=make_picture())
        make_article(section=news, bylines=[(bob, "text"), (ann, "photos")])
        make_article(section=news, bylines=[(make_author("Later"), "text")], at=NOW + DAY)
        make_article(section=news, bylines=[(make_author("Gone"), "text")], until=NOW - DAY / 2)
        make_draft(section=news, bylines=[(make_author("Drafted"), "text")])
        make_author("Silent")
        self.assertEqual(self.read("/authors/").all("//main//li//h2"), ["Ann", "Bob"])
        self.assertReads(1, "/authors/")

    def test_it_tells_nothing_of_who_has_not_been_published(self):
        make_article(bylines=[(make_author("Zoe"), "text")])
        make_draft(bylines=[(make_author("Drafted", slug="drafted"), "text")])
        for slug in ("drafted", "nobody"):
            self.assertEqual(self.status(f"/authors/?after={slug}"), 404, slug)

    def test_it_is_turned_by_key(self):
        news = make_section("News", slug="news")
        authors = [make_author(name, slug=slug) for name, slug in (("A", "a"), ("B", "b1"), ("B", "b2"), ("C", "c"))]
        make_article(section=news, bylines=[(author, "text") for author in authors])
        with mock.patch("articles.views.authors.AT_ONCE", 2):
            page = self.read("/authors/")
            self.assertEqual(page.all("//main//li//h2/a/@href"), ["/authors/a/", "/authors/b1/"])
            page = self.read(f"/authors/{page.one('//a[@rel="next"]/@href')}")
            self.assertEqual(page.all("//main//li//h2/a/@href"), ["/authors/b2/", "/authors/c/"])
            self.assertEqual(page.all("//nav[@class='pages']//a/@href"), ["/authors/"])
            self.assertEqual(self.status("/authors/?after=c"), 404)
