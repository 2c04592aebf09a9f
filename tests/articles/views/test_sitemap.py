"""Sitemaps: what search engines are told there is, valid by the schema, each page in one of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from unittest import mock

from django.core.cache import cache
from django.utils import timezone
from lxml import etree

from articles import frame, parts, workflow
from articles.models import Author, Edition
from articles.states import NoteKind
from checks.sitemaps import SCHEMA
from tests.articles.views.reading import ReadingTestCase
from tests.factories import (
    DAY,
    HOUR,
    NOTHING_OWED,
    NOW,
    clock,
    make_article,
    make_author,
    make_note,
    make_picture,
    make_section,
)

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
SITE = "http://127.0.0.1:8000"
MAY = datetime(2026, 5, 1, 10, tzinfo=UTC)


class SitemapTestCase(ReadingTestCase):
    def sitemap(self, path: str, at=NOW) -> Any:
        cache.clear()
        with clock(at):
            response = self.client.get(path)
        self.assertEqual((response.status_code, response["Content-Type"]), (200, "application/xml; charset=utf-8"))
        self.assertIn(response.headers.get("Vary"), (None, "Accept-Encoding"))  # short ones are not compressed
        self.assertEqual(dict(response.cookies), {})
        return etree.fromstring(response.content)

    def texts(self, tree: Any, path: str) -> list[str]:
        return [found.text for found in tree.xpath(path, namespaces=NAMES)]

    def told(self, path: str, at=NOW) -> list[tuple[str, str]]:
        """Return each address, without the site, with when it changed."""
        entries = self.sitemap(path, at).xpath("/*/*", namespaces=NAMES)
        return [
            ("".join(self.texts(entry, "s:loc")).removeprefix(SITE), "".join(self.texts(entry, "s:lastmod")))
            for entry in entries
        ]

    def rewrite(self, edition: Edition, at: datetime, **content: Any) -> Edition:
        with clock(at):
            draft = workflow.start_edition(edition, by=None)
            for name, value in content.items():
                setattr(draft, name, value)
            return workflow.publish(workflow.save_draft(draft, by=None), by=None, correction=NOTHING_OWED)


class SitemapTest(SitemapTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")
        cls.world = make_section("World", slug="world", parent=cls.news)
        cls.empty = make_section("Empty", slug="empty")
        cls.ann = make_author("Ann", slug="ann")
        make_author("Nobody", slug="nobody")
        cls.picture = make_picture()
        signed = {"bylines": [(cls.ann, "text")], "tags": ["Sea"]}
        cls.march = make_article(published_at=NOW - 80 * DAY, section=cls.world, **signed)
        cls.tides = make_article(
            headline="Tides & <winds>", section=cls.news, lead_picture=cls.picture, published_at=NOW - DAY, **signed
        )
        cls.paid = make_article(
            headline="Come and sail", section=cls.news, sponsored=True, notes=[make_note(NoteKind.PAID)],
            published_at=NOW - HOUR, bylines=[(make_author("Bo", slug="bo"), "text")],
        )  # fmt: skip

    def test_the_index_names_every_sitemap_with_its_newest_change(self):
        self.assertEqual(
            self.told("/sitemap.xml"),
            [
                ("/sitemap-sections.xml", "2026-06-01T11:00:00+00:00"),
                ("/sitemap-authors.xml", "2026-06-01T11:00:00+00:00"),
                ("/sitemap-tags.xml", "2026-05-31T12:00:00+00:00"),
                ("/sitemap-articles-2026-03.xml", "2026-03-13T12:00:00+00:00"),
                ("/sitemap-articles-2026-05.xml", "2026-05-31T12:00:00+00:00"),
                ("/sitemap-articles-2026-06.xml", "2026-06-01T11:00:00+00:00"),
            ],
        )

    def test_a_month_lists_its_articles_with_their_pictures(self):
        tree = self.sitemap("/sitemap-articles-2026-05.xml")
        self.assertEqual(self.texts(tree, "//s:loc"), [f"{SITE}{self.tides.get_absolute_url()}"])
        self.assertEqual(self.texts(tree, "//s:lastmod"), ["2026-05-31T12:00:00+00:00"])
        self.assertEqual(self.texts(tree, "//image:image/image:loc"), [f"{SITE}{self.picture.social.src}"])
        self.assertEqual(self.picture.social.fallback, (1200, 630))

    def test_fronts_authors_and_tags_are_as_new_as_what_they_show(self):
        self.assertEqual(
            self.told("/sitemap-sections.xml"),
            [
                ("/", "2026-06-01T11:00:00+00:00"),
                ("/news/", "2026-06-01T11:00:00+00:00"),
                ("/news/world/", "2026-03-13T12:00:00+00:00"),
                ("/empty/", ""),
            ],
        )
        self.assertEqual(
            self.told("/sitemap-authors.xml"),
            [("/authors/ann/", "2026-05-31T12:00:00+00:00"), ("/authors/bo/", "2026-06-01T11:00:00+00:00")],
        )
        self.assertEqual(self.told("/sitemap-tags.xml"), [("/tags/sea/", "2026-05-31T12:00:00+00:00")])

    def test_a_new_version_changes_the_dates_and_not_the_sitemap(self):
        rewritten = self.rewrite(self.march, NOW - 2 * HOUR, slug="newer")
        changed = "2026-06-01T10:00:00+00:00"
        self.assertEqual(self.told("/sitemap-articles-2026-03.xml"), [(rewritten.get_absolute_url(), changed)])
        self.assertEqual(dict(self.told("/sitemap.xml"))["/sitemap-articles-2026-03.xml"], changed)
        self.assertEqual(dict(self.told("/sitemap-sections.xml"))["/news/world/"], changed)
        self.assertEqual(dict(self.told("/sitemap-tags.xml"))["/tags/sea/"], changed)

    def test_an_embargo_that_ends_later_is_when_readers_got_it(self):
        with clock(NOW - 2 * HOUR):
            workflow.set_embargo(self.march.article, NOW - HOUR, by=None, source="A", reason="B")
        changed = "2026-06-01T11:00:00+00:00"
        self.assertEqual(self.told("/sitemap-articles-2026-03.xml"), [(self.march.get_absolute_url(), changed)])
        self.assertEqual(dict(self.told("/sitemap.xml"))["/sitemap-articles-2026-03.xml"], changed)
        self.assertEqual(self.status("/sitemap-articles-2026-03.xml", at=NOW - 90 * HOUR / 60), 404)

    def test_news_is_what_was_published_in_two_days_and_nobody_paid_for(self):
        tree = self.sitemap("/news-sitemap.xml")
        self.assertEqual(self.texts(tree, "//s:loc"), [f"{SITE}{self.tides.get_absolute_url()}"])
        self.assertEqual(self.texts(tree, "//news:publication/news:name"), ["Newsroom"])
        self.assertEqual(self.texts(tree, "//news:publication/news:language"), ["fr"])
        self.assertEqual(self.texts(tree, "//news:publication_date"), ["2026-05-31T12:00:00+00:00"])
        self.assertEqual(self.texts(tree, "//news:title"), ["Tides & <winds>"])
        self.assertEqual(self.told("/news-sitemap.xml", at=NOW + 2 * DAY), [])

    def test_what_a_note_says_was_paid_for_is_no_news_either(self):
        make_article(published_at=NOW - HOUR, section=self.news, notes=[make_note(NoteKind.PAID)])
        supported = make_article(published_at=NOW - HOUR, section=self.news, notes=[make_note(NoteKind.SUPPORTED)])
        told = [supported.get_absolute_url(), self.tides.get_absolute_url()]
        self.assertEqual([path for path, _changed in self.told("/news-sitemap.xml")], told)

    def test_a_character_that_xml_has_not_hides_no_news(self):
        make_article(headline="One\x0bline", published_at=NOW - HOUR, section=self.news)
        titles = self.texts(self.sitemap("/news-sitemap.xml"), "//news:title")
        self.assertEqual(titles, ["One line", "Tides & <winds>"])

    def test_where_nothing_is_there_is_no_sitemap(self):
        for path in (
            "/sitemap-articles-2026-04.xml", "/sitemap-articles-2026-13.xml", "/sitemap-articles-0000-01.xml",
            "/sitemap-articles-9999-12.xml", "/sitemap-articles-2026-05-00.xml", "/sitemap-articles-2026-05-32.xml",
            f"/sitemap-articles-2026-05-31-{self.march.pk}.xml", "/sitemap-articles-2026-05-31-999999999999999999.xml",
            "/sitemap-articles-2026-05-31-99999999999999999999.xml", "/sitemap-articles.xml",
            "/sitemap-articles-٢٠٢٦-05.xml", "/sitemap-authors-10000.xml", "/sitemap-authors-7.xml",
            "/sitemap-authors-99999999999999999999990000.xml", "/sitemap-pictures.xml",
        ):  # fmt: skip
            with self.subTest(path):
                self.assertEqual(self.status(path), 404)

    def test_the_months_are_those_of_the_sites_zone(self):
        late = make_article(published_at=datetime(2026, 4, 30, 22, 30, tzinfo=UTC), section=self.news)
        self.assertIn(late.get_absolute_url(), dict(self.told("/sitemap-articles-2026-05.xml")))

    def test_each_is_valid_by_the_schema(self):
        schema = etree.XMLSchema(etree.parse(SCHEMA))
        for path in (
            "/sitemap-articles-2026-05.xml", "/sitemap-sections.xml", "/sitemap-authors.xml", "/sitemap-tags.xml",
            "/news-sitemap.xml",
        ):  # fmt: skip
            with self.subTest(path):
                schema.assertValid(self.sitemap(path))

    def test_the_index_is_kept_for_a_while_and_pages_are_told_at_once(self):
        before = self.told("/sitemap.xml")
        make_article(published_at=NOW - 200 * DAY, section=self.news)
        with clock(NOW), self.assertNumQueries(0):
            response = self.client.get("/sitemap.xml")
        self.assertEqual(len(etree.fromstring(response.content)), len(before))
        self.assertEqual(len(self.told("/sitemap.xml")), len(before) + 1)

    def test_only_months_that_have_moved_are_looked_at_again(self):
        def told(at: datetime, queries: int) -> dict[str, datetime]:
            with timezone.override(timezone.get_default_timezone()), self.assertNumQueries(queries):
                return dict(parts.told(at))

        cache.clear()
        before = told(NOW, 10)  # a query a month, one more, and two a part
        self.assertEqual(list(before), ["2026-03", "2026-05", "2026-06"])
        self.assertEqual(told(NOW + HOUR / 6, 3), before)
        self.rewrite(self.march, NOW + HOUR / 4)
        with clock(NOW + HOUR / 4):
            workflow.withdraw(self.tides, by=None)
        make_article(section=self.news, published_at=NOW - 200 * DAY)  # as an archive would be imported
        moved = {"2026-03": NOW + HOUR / 4, "2026-06": NOW - HOUR}
        self.assertEqual(told(NOW + HOUR / 3, 7), moved)
        self.assertEqual(told(NOW + HOUR, 10), {"2025-11": NOW - 200 * DAY} | moved)

    def test_it_takes_the_same_queries_for_one_and_for_thirty(self):
        def count() -> None:
            for path, queries in [
                ("/sitemap-articles-2026-05.xml", 2), ("/news-sitemap.xml", 1), ("/sitemap-sections.xml", 2),
                ("/sitemap-authors.xml", 1), ("/sitemap-tags.xml", 1),
            ]:  # fmt: skip
                frame.get()
                with self.subTest(path), clock(NOW), self.assertNumQueries(queries):
                    self.client.get(path)

        count()
        for number in range(30):
            make_article(section=self.news, lead_picture=self.picture, tags=[f"Tag {number}"])
        count()


class PartsTest(SitemapTestCase):
    """A month that is too long for one sitemap, where three are too many."""

    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")

    def setUp(self):
        patch = mock.patch.object(parts, "LIMIT", 3)
        patch.start()
        self.addCleanup(patch.stop)

    def publish(self, *ats: datetime) -> list[Edition]:
        return [make_article(published_at=at, section=self.news) for at in ats]

    def names(self, at=NOW) -> list[str]:
        found = [path for path, _changed_at in self.told("/sitemap.xml", at) if "articles" in path]
        return [path.removeprefix("/sitemap-articles-").removesuffix(".xml") for path in found]

    def check_each_is_told_once(self) -> None:
        told = [path for name in self.names() for path, _at in self.told(f"/sitemap-articles-{name}.xml")]
        live = [edition.get_absolute_url() for edition in Edition.objects.live(NOW).newest().reverse()]
        self.assertEqual(told, live)

    def test_a_month_that_fits_is_one(self):
        self.publish(MAY, MAY + DAY, MAY + 2 * DAY)
        self.assertEqual(self.names(), ["2026-05"])

    def test_parts_begin_at_midnights(self):
        self.publish(MAY, MAY + DAY, MAY + 2 * DAY, MAY + 2 * DAY + HOUR, MAY + 4 * DAY, MAY + 31 * DAY)
        self.assertEqual(self.names(), ["2026-05", "2026-05-03", "2026-06"])
        self.check_each_is_told_once()

    def test_they_stay_when_something_is_added_and_when_something_goes(self):
        first, *_rest = self.publish(MAY, MAY + DAY, MAY + 2 * DAY, MAY + 2 * DAY + HOUR)
        self.assertEqual(self.names(), ["2026-05", "2026-05-03"])
        self.publish(MAY + 4 * DAY, MAY + 5 * DAY)
        self.assertEqual(self.names(), ["2026-05", "2026-05-03", "2026-05-06"])
        with clock(MAY + 20 * DAY):
            workflow.withdraw(first, by=None)
        self.assertEqual(self.names(), ["2026-05", "2026-05-03", "2026-05-06"])
        self.check_each_is_told_once()

    def test_a_day_that_is_too_long_goes_on_after_an_edition(self):
        editions = self.publish(*[MAY] * 8, MAY + DAY)
        self.assertEqual(self.names(), ["2026-05", f"2026-05-01-{editions[2].pk}", f"2026-05-01-{editions[5].pk}"])
        self.check_each_is_told_once()
        self.rewrite(editions[3], NOW - DAY)
        self.check_each_is_told_once()

    def test_a_part_with_nothing_live_is_not_told(self):
        editions = self.publish(MAY, MAY, MAY, MAY + DAY, MAY + DAY, MAY + DAY, MAY + 2 * DAY)
        with clock(MAY + 20 * DAY):
            for edition in editions[3:6]:
                workflow.withdraw(edition, by=None)
        self.assertEqual(self.names(), ["2026-05", "2026-05-03"])
        self.assertEqual(self.status("/sitemap-articles-2026-05-02.xml"), 404)
        self.check_each_is_told_once()

    def test_what_is_scheduled_cuts_nothing(self):
        self.publish(NOW - HOUR, NOW - HOUR, NOW - HOUR)
        with clock(NOW - HOUR):
            make_article(section=self.news, at=NOW + DAY)
        self.assertEqual(self.names(), ["2026-06"])
        self.assertEqual(self.names(at=NOW + 2 * DAY), ["2026-06", "2026-06-02"])

    def test_authors_come_in_blocks_of_ids(self):
        Author.objects.create(pk=20_001, name="Late", slug="late")
        make_article(bylines=[(Author.objects.get(pk=20_001), "text")], section=self.news)
        self.assertEqual(self.told("/sitemap-authors-20000.xml"), [("/authors/late/", "2026-05-31T12:00:00+00:00")])
        self.assertIn("/sitemap-authors-20000.xml", dict(self.told("/sitemap.xml")))
        self.assertNotIn("/sitemap-authors-10000.xml", dict(self.told("/sitemap.xml")))


class EmptySiteTest(SitemapTestCase):
    def test_a_new_site_has_its_front_and_no_more(self):
        self.assertEqual(self.told("/sitemap.xml"), [("/sitemap-sections.xml", "")])
        self.assertEqual(self.told("/sitemap-sections.xml"), [("/", "")])
        self.assertEqual(self.told("/news-sitemap.xml"), [])
        self.assertEqual(self.status("/sitemap-tags.xml"), 404)
