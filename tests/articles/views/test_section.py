"""A section's front: its own articles and those of the sections below it."""

from __future__ import annotations

from articles.states import NoteKind
from tests.articles.views.reading import ReadingTestCase
from tests.factories import DAY, HOUR, NOW, make_article, make_author, make_note, make_section, make_sponsor


class SectionTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news", description="What happens.")
        cls.world = make_section("World", slug="world", parent=cls.news)
        cls.sport = make_section("Sport", slug="sport")
        cls.ann = make_author("Ann", slug="ann")

    def make(self, headline, section, hours, **fields):
        fields = {"bylines": [(self.ann, "text")]} | fields
        return make_article(headline=headline, section=section, published_at=NOW - hours * HOUR, **fields)

    def test_it_shows_its_own_and_its_subsections_articles_newest_first(self):
        self.make("Own", self.news, 2)
        self.make("Below", self.world, 1)
        self.make("Elsewhere", self.sport, 1)
        page = self.read("/news/")
        self.assertEqual(page.one("//h1"), "News")
        self.assertEqual(page.one("//p[@class='standfirst']"), "What happens.")
        self.assertEqual(page.cards(), ["Below", "Own"])
        self.assertEqual(page.all("//nav[@class='subsections']//a/@href"), ["/news/world/"])
        self.assertEqual(page.all("//nav[@class='trail']//a"), [])
        self.assertEqual(page.one("//nav[@class='menu']//a[@aria-current='page']"), "News")
        self.assertEqual(page.one("//title"), "News — Newsroom")
        below = self.read("/news/world/")
        self.assertEqual(below.cards(), ["Below"])
        self.assertEqual(below.all("//nav[@class='trail']//a/@href"), ["/news/"])
        self.assertEqual(below.one("//nav[@class='menu']//a[@aria-current='true']"), "News")

    def test_an_empty_section_is_there_and_says_so(self):
        page = self.read("/sport/")
        self.assertEqual(page.cards(), [])
        self.assertEqual(len(page.all("//p[@class='nothing']")), 1)

    def test_older_and_newer_by_key(self):
        for i in range(1, 42):
            self.make(f"A{i}", self.world, i)
        first = self.read("/news/")
        self.assertEqual(first.cards(), [f"A{i}" for i in range(1, 21)])
        self.assertEqual(first.all("//head/link[@rel='next']/@href"), first.all("//a[@rel='next']/@href"))
        second = self.read(f"/news/{first.one("//a[@rel='next']/@href")}")
        self.assertEqual(second.cards(), [f"A{i}" for i in range(21, 41)])
        self.assertEqual(self.location(f"/news/{second.one("//a[@rel='prev']/@href")}"), (302, "/news/"))
        third = self.read(f"/news/{second.one("//a[@rel='next']/@href")}")
        self.assertEqual(third.cards(), ["A41"])
        self.assertEqual(self.read(f"/news/{third.one("//a[@rel='prev']/@href")}").cards(), second.cards())

    def test_the_list_as_of_another_time(self):
        self.make("Early", self.news, 48)
        self.make("Late", self.news, 1)
        self.assertEqual(self.read("/news/", at=NOW - DAY).cards(), ["Early"])
        self.assertEqual(self.read("/news/").cards(), ["Late", "Early"])

    def test_the_notes_that_stand_on_it(self):
        make_note(NoteKind.SUPPORTED, label="Supported by", sponsor=make_sponsor("Fund"), section=self.news)
        make_note(NoteKind.HOUSE, label="Write for us", section=self.news)
        page = self.read("/news/world/")
        self.assertEqual(page.one("//aside[@class='disclosures']"), "Supported by Fund")
        self.assertEqual(page.one("//aside[@class='house-notice']"), "Write for us")
        self.assertEqual(self.read("/sport/").all("//aside"), [])

    def test_a_renamed_or_moved_section_redirects_for_good(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.news.slug = "nouvelles"
            self.news.save()
        self.assertEqual(self.location("/news/"), (301, "/nouvelles/"))
        self.assertEqual(self.location("/news/world/"), (301, "/nouvelles/world/"))
        with self.captureOnCommitCallbacks(execute=True):
            self.news.slug = "actu"
            self.news.save()
        self.assertEqual(self.location("/news/world/"), (301, "/actu/world/"))
        self.assertEqual(self.status("/actu/world/"), 200)

    def test_four_queries_beside_the_frame_with_one_article_or_thirty(self):
        self.make("A", self.news, 1)
        self.assertReads(4, "/news/")
        for i in range(30):
            self.make(f"B{i}", self.world, i + 2, bylines=[(make_author(), "text")], notes=[make_note()])
        self.assertReads(4, "/news/")
        self.assertReads(4, f"/news/{self.read('/news/').one("//a[@rel='next']/@href")}")
