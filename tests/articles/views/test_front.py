"""The site's front: lead, others, latest, a block a main section; then what is older, by key."""

from __future__ import annotations

from articles.states import NoteKind
from articles.views.cards import key_of
from tests.articles.views.reading import ReadingTestCase
from tests.factories import DAY, HOUR, NOW, make_article, make_author, make_note, make_section, make_sponsor


class FrontTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news", position=1)
        cls.world = make_section("World", slug="world", parent=cls.news)
        cls.sport = make_section("Sport", slug="sport", position=2)
        cls.ann = make_author("Ann", slug="ann")

    def make(self, count, **fields):
        """Make articles A1 (the newest) … An, an hour apart."""
        fields = {"section": self.world, "bylines": [(self.ann, "text")]} | fields
        return [make_article(headline=f"A{i}", published_at=NOW - i * HOUR, **fields) for i in range(1, count + 1)]

    def test_before_anything_is_published_it_says_so(self):
        page = self.read("/")
        self.assertEqual(page.one("//h1"), "Newsroom")
        self.assertEqual(page.cards(), [])
        self.assertEqual(page.all("//nav[@class='menu']//a/@href"), ["/news/", "/sport/"])

    def test_one_article_leads(self):
        self.make(1)
        page = self.read("/")
        self.assertEqual(page.cards(), ["A1"])
        self.assertEqual(page.one("//article[@class='card card-lead']/div/h2"), "A1")

    def test_lead_others_latest_and_blocks(self):
        self.make(9)
        make_article(headline="S1", section=self.sport, published_at=NOW - 10 * DAY, bylines=[(self.ann, "text")])
        page = self.read("/")
        self.assertEqual(page.all("//div[@class='front']//h2[@class='card-headline']"), [f"A{i}" for i in range(1, 8)])
        self.assertEqual(page.all("//section[@class='latest']//h3"), ["A8", "A9", "S1"])
        self.assertEqual(page.all("//section[@class='block']/h2/a/@href"), ["/news/", "/sport/"])
        self.assertEqual(page.all("//section[@class='block'][1]//h3"), ["A8", "A9"])
        self.assertEqual(page.all("//section[@class='block'][2]//h3"), ["S1"])
        self.assertEqual(page.all("//link[@rel='prev' or @rel='next']/@href"), [])
        self.assertEqual(page.one("//link[@rel='canonical']/@href"), "http://127.0.0.1:8000/")

    def test_older_and_newer_by_key(self):
        made = self.make(45)
        first = self.read("/")
        older = f"?before={key_of(made[19])}"
        self.assertEqual(first.all("//a[@rel='next']/@href"), [older])
        self.assertEqual(first.all("//a[@rel='prev']/@href"), [])
        second = self.read(f"/{older}")
        self.assertEqual(second.cards(), [f"A{i}" for i in range(21, 41)])
        self.assertEqual(second.one("//link[@rel='canonical']/@href"), f"http://127.0.0.1:8000/{older}")
        third = self.read(f"/{second.one("//a[@rel='next']/@href")}")
        self.assertEqual(third.cards(), [f"A{i}" for i in range(41, 46)])
        self.assertEqual(third.all("//a[@rel='next']/@href"), [])
        newer = third.one("//a[@rel='prev']/@href")
        self.assertEqual(self.read(f"/{newer}").cards(), [f"A{i}" for i in range(21, 41)])
        self.assertEqual(self.location(f"/{second.one("//a[@rel='prev']/@href")}"), (302, "/"))

    def test_articles_of_the_same_instant_are_each_shown_once(self):
        for i in range(25):
            make_article(headline=f"B{i}", section=self.news, bylines=[(self.ann, "text")], published_at=NOW - DAY)
        first = self.read("/")
        top = first.all("//div[@class='front']//*[@class='card-headline']")
        rest = self.read(f"/{first.one("//a[@rel='next']/@href")}").cards()
        self.assertEqual(top + rest, [f"B{i}" for i in reversed(range(25))])

    def test_a_broken_key_leads_nowhere(self):
        (edition,) = self.make(1)
        key = key_of(edition)
        for query in (
            "before=", "before=x", "after=1", f"before={key}x", "before=20261399T000000.000000-1",
            "before=20260601T120000.000000-9999999999999999999", f"before={key}&after={key}", "before=%00",
            "before=20260601T120000.000000-١", f"before={key}%0a",
        ):  # fmt: skip
            self.assertEqual(self.status(f"/?{query}"), 404, query)

    def test_a_page_with_nothing_on_it_is_not_there(self):
        (edition,) = self.make(1)
        self.assertEqual(self.status(f"/?before={key_of(edition)}"), 404)
        self.assertEqual(self.location(f"/?after={key_of(edition)}"), (302, "/"))

    def test_others_queries_are_left_alone(self):
        self.make(1)
        self.assertEqual(self.read("/?utm_source=x").one("//link[@rel='canonical']/@href"), "http://127.0.0.1:8000/")

    def test_a_card_says_in_words_who_paid(self):
        note = make_note(label="Paid content", sponsor=make_sponsor("Acme"))
        self.make(1, notes=[note], sponsored=True)
        make_note(NoteKind.HOUSE, label="House", everywhere=True)
        page = self.read("/")
        self.assertEqual(page.all("//*[@class='paid-label']"), ["Paid content · Acme"])
        self.assertEqual(page.all("//aside[@class='house-notice']/p[1]"), ["House"])

    def test_a_card_in_another_language_says_so(self):
        self.make(1, language="en")
        self.assertEqual(self.read("/").one("//article[@class='card card-lead']/@lang"), "en")

    def test_five_queries_beside_the_frame_with_one_article_or_thirty(self):
        self.make(1)
        self.assertReads(5, "/")
        for i in range(30):
            make_article(
                published_at=NOW - (i + 2) * HOUR, section=[self.news, self.world, self.sport][i % 3],
                bylines=[(make_author(), "text"), (make_author(), "photos")], notes=[make_note()],
            )  # fmt: skip
        self.assertReads(5, "/")
        older = self.read("/").one("//a[@rel='next']/@href")
        self.assertReads(4, f"/{older}")
