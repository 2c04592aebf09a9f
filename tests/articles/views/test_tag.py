"""A tag's page."""

from __future__ import annotations

from articles.models import Tag
from tests.articles.views.reading import ReadingTestCase
from tests.factories import HOUR, NOW, make_article, make_author, make_draft, make_note, make_section


class TagTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")

    def make(self, headline, hours, *tags, **fields):
        return make_article(headline=headline, section=self.news, published_at=NOW - hours * HOUR, tags=tags, **fields)

    def test_what_is_filed_under_it_newest_first(self):
        self.make("Old", 2, "Sea")
        self.make("New", 1, "Sea", "Sky")
        self.make("Other", 1, "Sky")
        page = self.read("/tags/sea/")
        self.assertEqual(page.one("//h1"), "Sea")
        self.assertEqual(page.cards(), ["New", "Old"])

    def test_the_tag_of_a_draft_is_not_there(self):
        make_draft(section=self.news, tags=["Secret merger"])
        self.assertEqual(Tag.objects.get().slug, "secret-merger")
        self.assertEqual(self.status("/tags/secret-merger/"), 404)

    def test_a_new_slug_leaves_a_redirect(self):
        self.make("A", 1, "Sea")
        tag = Tag.objects.get()
        tag.slug = "ocean"
        tag.save()
        self.assertEqual(self.location("/tags/sea/"), (301, "/tags/ocean/"))

    def test_five_queries_beside_the_frame_with_one_article_or_thirty(self):
        self.make("A", 1, "Sea")
        self.assertReads(5, "/tags/sea/")
        for i in range(30):
            self.make(f"B{i}", i + 2, "Sea", bylines=[(make_author(), "text")], notes=[make_note()])
        self.assertReads(5, "/tags/sea/")
        older = self.read("/tags/sea/").one("//a[@rel='next']/@href")
        self.assertEqual(self.read(f"/tags/sea/{older}").cards(), [f"B{i}" for i in range(19, 30)])
