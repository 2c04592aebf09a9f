"""Feeds: what programs read of the site, a section, an author and a tag."""

from __future__ import annotations

import json
from typing import Any

from django.core.cache import cache
from lxml import etree

from articles import frame
from articles.models import Site
from articles.states import NoteKind
from tests.articles.views.reading import ReadingTestCase
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    clock,
    make_article,
    make_author,
    make_note,
    make_picture,
    make_section,
    make_sponsor,
)

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "a": "http://www.w3.org/2005/Atom",
}
SITE = "http://127.0.0.1:8000"


class FeedTestCase(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news", description="All the news.")
        cls.ann, cls.bo = make_author("Ann", slug="ann", bio="Ann writes."), make_author("Bo", slug="bo")
        cls.picture = make_picture(alt="A quay", credit="Photo: Cy")
        cls.tides = make_article(
            headline="Tides & winds", standfirst="It <rises>.", section=cls.news, lead_picture=cls.picture,
            bylines=[(cls.ann, "text"), (cls.bo, "photos")], tags=["Sea", "Port"], published_at=NOW - DAY,
        )  # fmt: skip
        cls.paid = make_article(
            headline="Come and sail", section=cls.news, bylines=[(cls.bo, "photos")], sponsored=True,
            published_at=NOW - HOUR, language="en",
            notes=[make_note(NoteKind.PAID, label="Paid by Boats", sponsor=make_sponsor("Boats"))],
        )  # fmt: skip

    def content(self, path: str, kind: str) -> bytes:
        cache.clear()
        with clock(NOW):
            response = self.client.get(path)
        self.assertEqual((response.status_code, response["Content-Type"]), (200, f"{kind}; charset=utf-8"))
        return response.content

    def rss(self, path: str) -> Any:
        return etree.fromstring(self.content(path, "application/rss+xml"))

    def texts(self, tree: Any, path: str) -> list[str]:
        return [found if isinstance(found, str) else found.text for found in tree.xpath(path, namespaces=NAMES)]


class RssTest(FeedTestCase):
    def test_an_article_is_told_with_its_makers_its_subjects_and_its_picture(self):
        item = self.rss("/feed/").xpath("//item")[1]
        self.assertEqual(self.texts(item, "title"), ["Tides & winds"])
        self.assertEqual(self.texts(item, "link"), [f"{SITE}{self.tides.get_absolute_url()}"])
        self.assertEqual(self.texts(item, "description"), ["It <rises>."])
        self.assertEqual(self.texts(item, "guid"), [self.tides.article.uuid.urn])
        self.assertEqual(self.texts(item, "guid/@isPermaLink"), ["false"])
        self.assertEqual(self.texts(item, "pubDate"), ["Sun, 31 May 2026 12:00:00 +0000"])
        self.assertEqual(self.texts(item, "category"), ["News", "Sea", "Port"])
        self.assertEqual(self.texts(item, "dc:creator"), ["Ann"])
        self.assertEqual(self.texts(item, "media:content/@url"), [f"{SITE}{self.picture.social.src}"])
        self.assertEqual(self.texts(item, "media:content/@width"), ["1200"])
        self.assertEqual(self.texts(item, "media:content/media:credit"), ["Photo: Cy"])

    def test_who_paid_stands_before_the_headline(self):
        item = self.rss("/feed/").xpath("//item")[0]
        self.assertEqual(self.texts(item, "title"), ["Paid by Boats – Come and sail"])
        self.assertEqual(self.texts(item, "category"), ["Paid by Boats", "News"])

    def test_a_character_that_xml_has_not_breaks_no_feed(self):
        odd = "One\x0bline"
        Site.objects.create(description=odd, full_feeds=True)
        make_article(
            headline=odd, standfirst=odd, body=f"<p>{odd}</p>", section=self.news, published_at=NOW - HOUR / 2,
            bylines=[(make_author(odd), "text")], tags=[odd], lead_picture=make_picture(alt=odd, credit=odd),
        )  # fmt: skip
        tree = self.rss("/feed/")
        self.assertEqual(self.texts(tree, "channel/description"), ["One line"])
        item = tree.xpath("//item")[0]
        for name in ("title", "description", "dc:creator", "media:content/media:credit"):
            self.assertEqual(self.texts(item, name), ["One line"], name)
        with clock(NOW):
            self.assertEqual(self.client.get("/feed/atom/").status_code, 200)

    def test_the_channel_says_what_it_is_of(self):
        for path, title, page, description in [
            ("/feed/", "Newsroom", "/", "Newsroom"),
            ("/news/feed/", "News — Newsroom", "/news/", "All the news."),
            ("/authors/ann/feed/", "Ann — Newsroom", "/authors/ann/", "Ann writes."),
            ("/tags/sea/feed/", "Sea — Newsroom", "/tags/sea/", "Sea — Newsroom"),
        ]:
            with self.subTest(path):
                channel = self.rss(path)
                self.assertEqual(self.texts(channel, "channel/title"), [title])
                self.assertEqual(self.texts(channel, "channel/link"), [f"{SITE}{page}"])
                self.assertEqual(self.texts(channel, "channel/description"), [description])
                self.assertEqual(self.texts(channel, "channel/a:link/@href"), [f"{SITE}{path}"])

    def test_each_holds_what_its_page_lists(self):
        both = ["Paid by Boats – Come and sail", "Tides & winds"]
        for path, titles in [
            ("/feed/", both), ("/news/feed/", both), ("/authors/ann/feed/", both[1:]), ("/tags/sea/feed/", both[1:]),
        ]:  # fmt: skip
            with self.subTest(path):
                self.assertEqual(self.texts(self.rss(path), "//item/title"), titles)

    def test_it_takes_the_same_queries_for_two_and_for_twenty(self):
        def count() -> None:
            cache.clear()
            frame.get()
            with self.assertNumQueries(5), clock(NOW):
                self.client.get("/news/feed/")

        count()
        for number in range(25):
            make_article(section=self.news, bylines=[(self.ann, "text")], tags=[f"Tag {number}"])
        count()
        self.assertEqual(len(self.rss("/news/feed/").xpath("//item")), 20)

    def test_where_nothing_is_there_is_no_feed(self):
        make_section("Empty", slug="empty")
        for path, status in [
            ("/empty/feed/", 200), ("/authors/bo/feed/", 200), ("/authors/nobody/feed/", 404),
            ("/tags/none/feed/", 404), ("/none/feed/", 404), ("/feed/xml/", 404), ("/news/feed/rss/", 404),
            ("/feed", 301),
        ]:  # fmt: skip
            with self.subTest(path):
                self.assertEqual(self.status(path), status)


class OtherFormatsTest(FeedTestCase):
    def test_atom(self):
        tree = etree.fromstring(self.content("/news/feed/atom/", "application/atom+xml"))
        entries = tree.xpath("//a:entry", namespaces=NAMES)
        self.assertEqual(
            [self.texts(entry, "a:title")[0] for entry in entries], ["Paid by Boats – Come and sail", "Tides & winds"]
        )
        self.assertEqual([self.texts(entry, "a:author/a:name") for entry in entries], [["Newsroom"], ["Ann"]])
        self.assertEqual(self.texts(entries[1], "a:id"), [self.tides.article.uuid.urn])
        self.assertEqual(self.texts(entries[1], "a:published"), ["2026-05-31T12:00:00+00:00"])
        self.assertEqual(self.texts(tree, "a:link[@rel='self']/@href"), [f"{SITE}/news/feed/atom/"])

    def test_json(self):
        feed = json.loads(self.content("/authors/ann/feed/json/", "application/feed+json"))
        self.assertEqual(
            feed,
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Ann — Newsroom",
                "description": "Ann writes.",
                "home_page_url": f"{SITE}/authors/ann/",
                "feed_url": f"{SITE}/authors/ann/feed/json/",
                "language": "fr",
                "items": [
                    {
                        "id": self.tides.article.uuid.urn,
                        "url": f"{SITE}{self.tides.get_absolute_url()}",
                        "title": "Tides & winds",
                        "content_text": "It <rises>.",
                        "date_published": "2026-05-31T12:00:00+00:00",
                        "date_modified": "2026-05-31T12:00:00+00:00",
                        "language": "fr",
                        "tags": ["News", "Sea", "Port"],
                        "authors": [{"name": "Ann"}],
                        "image": f"{SITE}{self.picture.social.src}",
                    }
                ],
            },
        )

    def test_each_names_the_hub_where_there_is_one(self):
        hub = "https://hub.example/"
        with self.settings(WEBSUB_HUB=hub):
            self.assertEqual(self.texts(self.rss("/feed/"), "channel/a:link[@rel='hub']/@href"), [hub])
            atom = etree.fromstring(self.content("/feed/atom/", "application/atom+xml"))
            self.assertEqual(self.texts(atom, "a:link[@rel='hub']/@href"), [hub])
            feed = json.loads(self.content("/feed/json/", "application/feed+json"))
            self.assertEqual(feed["hubs"], [{"type": "WebSub", "url": hub}])
            self.assertEqual(
                self.client.get("/news/feed/json/").headers["Link"],
                f'<{hub}>; rel="hub", <{SITE}/news/feed/json/>; rel="self"',
            )
        self.assertEqual(self.texts(self.rss("/feed/"), "channel/a:link/@rel"), ["self"])
        self.assertNotIn("Link", self.client.get("/feed/").headers)

    def test_pages_lead_to_their_feeds(self):
        for path in ("/", "/news/", "/authors/ann/", "/tags/sea/"):
            with self.subTest(path):
                page = self.read(path)
                self.assertEqual(page.one("//link[@rel='alternate']/@href"), f"{path}feed/")
        self.assertEqual(self.read(self.tides.get_absolute_url()).all("//link[@rel='alternate']"), [])
        self.assertEqual(self.read("/").one("//footer//a[@href='/feed/']"), "News feed (RSS)")


class WholeArticlesTest(ReadingTestCase):
    def test_feeds_have_whole_articles_where_the_site_says_so(self):
        news = make_section("News", slug="news")
        picture = make_picture(alt="A quay", credit="Photo: Cy")
        figure = f'<figure class="picture" data-picture="{picture.uuid}"></figure>'
        note = make_note(NoteKind.PAID, label="Paid by", text="They paid.", sponsor=make_sponsor("Lines"))
        make_article(
            section=news,
            headline="H",
            standfirst="S",
            body=f'<p>See <a href="/news/">this</a>.</p>{figure}',
            notes=[note],
        )
        Site.objects.create(full_feeds=True)
        item = json.loads(self.client.get("/feed/json/").content)["items"][0]
        self.assertEqual(item["summary"], "S")
        content = item["content_html"]
        self.assertTrue(content.startswith("<p><strong>Paid by</strong> Lines They paid.</p>"), content)
        self.assertIn('<a href="http://127.0.0.1:8000/news/">this</a>', content)
        self.assertIn('alt="A quay"', content)
        self.assertIn("<figcaption>Photo: Cy</figcaption>", content)
        self.assertNotIn('src="/', content)
        for path, name in (("/feed/", "{http://purl.org/rss/1.0/modules/content/}encoded"),
                           ("/feed/atom/", "{http://www.w3.org/2005/Atom}content")):  # fmt: skip
            tree = etree.fromstring(self.client.get(path).content)
            self.assertEqual([element.text for element in tree.iter(name)], [content], path)

    def test_what_has_not_changed_is_not_sent_again(self):
        make_article(section=make_section("News", slug="news"))
        with clock(NOW):
            first = self.client.get("/feed/")
            again = self.client.get("/feed/", headers={"if-none-match": first.headers["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))
