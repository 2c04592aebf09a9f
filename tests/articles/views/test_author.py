"""An author's page."""

from __future__ import annotations

from tests.articles.views.reading import ReadingTestCase
from tests.factories import HOUR, NOW, make_article, make_author, make_draft, make_note, make_picture, make_section


class AuthorTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")
        cls.ann = make_author(
            "Ann", slug="ann", job_title="Reporter", bio="Ann writes.\n\nShe swims.",
            picture=make_picture(alt="Ann at her desk", credit="Photo: Bo"),
            links=[{"label": "Her site", "url": "https://ann.example/"}],
        )  # fmt: skip
        cls.bob = make_author("Bob", slug="bob")

    def make(self, headline, hours, *bylines, **fields):
        return make_article(
            headline=headline, section=self.news, published_at=NOW - hours * HOUR, bylines=bylines, **fields
        )

    def test_who_it_is_and_what_they_signed(self):
        self.make("Both", 1, (self.bob, "text"), (self.ann, "photos"))
        self.make("Hers", 2, (self.ann, "text"))
        self.make("His", 3, (self.bob, "text"))
        page = self.read("/authors/ann/")
        self.assertEqual(page.one("//h1"), "Ann")
        self.assertEqual(page.one("//p[@class='job-title']"), "Reporter")
        self.assertEqual(page.all("//div[@class='bio-text']/p"), ["Ann writes.", "She swims."])
        self.assertEqual(page.one("//figure[@class='portrait']//img/@alt"), "Ann at her desk")
        self.assertEqual(page.one("//figure[@class='portrait']/figcaption"), "Photo: Bo")
        self.assertEqual(page.one("//ul[@class='links']//a/@href"), "https://ann.example/")
        self.assertEqual(page.cards(), ["Both", "Hers"])

    def test_an_author_of_nothing_that_readers_see_is_not_there(self):
        make_draft(section=self.news, bylines=[(self.bob, "text")])
        self.assertEqual(self.status("/authors/bob/"), 404)
        self.make("Now", 1, (self.bob, "text"))
        self.assertEqual(self.status("/authors/bob/"), 200)
        self.assertEqual(self.status("/authors/bob/", at=NOW - 2 * HOUR), 404)

    def test_a_new_slug_leaves_a_redirect(self):
        self.ann.slug = "anna"
        self.ann.save()
        self.assertEqual(self.location("/authors/ann/?x=1"), (301, "/authors/anna/"))

    def test_five_queries_beside_the_frame_with_one_article_or_thirty(self):
        self.make("A", 1, (self.ann, "text"))
        self.assertReads(5, "/authors/ann/")
        for i in range(30):
            self.make(f"B{i}", i + 2, (self.ann, "text"), (make_author(), "photos"), notes=[make_note()])
        self.assertReads(5, "/authors/ann/")
        older = self.read("/authors/ann/").one("//a[@rel='next']/@href")
        self.assertEqual(self.read(f"/authors/ann/{older}").cards(), [f"B{i}" for i in range(19, 30)])
