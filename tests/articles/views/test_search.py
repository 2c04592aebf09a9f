"""The search page: what is found and shown, turned and suggested, and that any input is a search."""

from __future__ import annotations

from unittest import mock
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection

from articles import frame, search
from articles.states import NoteKind
from articles.views import search as page_of
from tests.articles.hostile import naughty_strings
from tests.articles.views.reading import ReadingTestCase
from tests.factories import DAY, NOW, clock, make_article, make_author, make_note, make_section, make_sponsor


def address(q: str = "", **asked: str) -> str:
    return f"/search/?{urlencode({'q': q} | asked)}"


class SearchTestCase(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")
        cls.world = make_section("World", slug="world", parent=cls.news)
        cls.ann, cls.bo = make_author("Ann Élan", slug="ann-elan"), make_author("Bo", slug="bo")
        make_article(
            headline="The harbour", standfirst="It sleeps.", body="<p>Boats <em>in</em> &amp; out of the harbour.</p>",
            section=cls.world, bylines=[(cls.ann, "text")], tags=["Sea"], published_at=NOW - 2 * DAY,
        )  # fmt: skip
        make_article(
            headline="Harbour prices", standfirst="They rise.", body="<p>Nobody knows why.</p>", section=cls.news,
            bylines=[(cls.bo, "text")], tags=["Money"], published_at=NOW - 3 * DAY, sponsored=True,
            notes=[make_note(NoteKind.PAID, label="Paid by Boats", sponsor=make_sponsor("Boats Ltd"))],
        )  # fmt: skip
        make_article(headline="Elsewhere", section=cls.news, bylines=[(cls.bo, "text")], published_at=NOW - DAY)

    def found(self, q: str = "", **asked: str) -> list[str]:
        return self.read(address(q, **asked)).cards()


class FoundTest(SearchTestCase):
    def test_nothing_asked(self):
        page = self.read("/search/")
        self.assertEqual(page.cards(), [])
        self.assertEqual(page.all("//p[@class='nothing']"), [])
        self.assertEqual(page.one("//title"), "Search — Newsroom")
        self.assertEqual(page.all("//meta[@name='robots']/@content"), ["noindex"])

    def test_best_first_or_newest(self):
        self.assertEqual(self.found("harbour"), ["Harbour prices", "The harbour"])
        self.assertEqual(self.found("harbour", sort="newest"), ["The harbour", "Harbour prices"])
        self.assertEqual(self.found("harbour -prices"), ["The harbour"])
        self.assertEqual(self.found('"harbour prices"'), ["Harbour prices"])

    def test_filters(self):
        for asked, expected in [
            ({"section": "news"}, ["Harbour prices", "The harbour"]),
            ({"section": "news/world"}, ["The harbour"]),
            ({"author": "ann-elan"}, ["The harbour"]),
            ({"author": "Ann Élan"}, ["The harbour"]),
            ({"author": "ANN ELAN"}, ["The harbour"]),
            ({"author": "Nobody"}, []),
            ({"tag": "sea"}, ["The harbour"]),
            ({"tag": "sea", "author": "bo"}, []),
            ({"tag": "money", "author": "bo", "section": "news"}, ["Harbour prices"]),
            ({"since": "2026-05-30"}, ["The harbour"]),
            ({"until": "2026-05-29"}, ["Harbour prices"]),
            ({"since": "2026-05-29", "until": "2026-05-29"}, ["Harbour prices"]),
        ]:
            for sort in ("best", "newest"):
                with self.subTest(asked, sort=sort):
                    order = expected if sort == "best" else expected[::-1]
                    self.assertEqual(self.found("harbour", sort=sort, **asked), order)

    def test_filters_without_words_list_the_newest(self):
        self.assertEqual(self.found(section="news"), ["Elsewhere", "The harbour", "Harbour prices"])
        self.assertEqual(self.found(author="bo", sort="best"), ["Elsewhere", "Harbour prices"])

    def test_what_a_result_says(self):
        page = self.read(address("harbour boats"))
        self.assertEqual(page.all("//article//mark"), ["harbour", "Boats", "harbour"])
        self.assertEqual(page.one("//p[@class='card-standfirst']"), "Boats in & out of the harbour.")
        self.assertEqual(page.one("//p[@class='kicker']"), "World")
        page = self.read(address("prices"))
        self.assertEqual(page.one("//p[@class='paid-label']"), "Paid by Boats · Boats Ltd")
        self.assertEqual(page.one("//p[@class='card-standfirst']"), "They rise.")

    def test_the_form_says_what_was_asked(self):
        page = self.read(address('"a" & <b>', section="news/world", author="X", since="2026-05-01"))
        self.assertEqual(page.one("//input[@name='q']/@value"), '"a" & <b>')
        self.assertEqual(page.all("//select[@name='section']/option[@selected]/@value"), ["news/world"])
        self.assertEqual(page.one("//input[@name='author']/@value"), "X")
        self.assertEqual(page.one("//input[@name='since']/@value"), "2026-05-01")
        self.assertEqual(len(page.all("//details[@open]")), 1)
        self.assertEqual(page.all("//select[@name='section']/option"), ["All sections", "News", "– World"])

    def test_nothing_found(self):
        page = self.read(address("absent", section="news"))
        self.assertEqual(page.one("//p[@class='nothing']"), "Nothing was found for “absent”. Search without filters")
        self.assertEqual(page.one("//p[@class='nothing']/a/@href"), "/search/?q=absent")

    def test_no_word(self):
        self.assertEqual(
            self.read(address("-harbour ??")).one("//p[@class='nothing']"), "Write at least one word to look for."
        )

    def test_what_may_have_been_meant(self):
        page = self.read(address("harbuor", section="news"))
        self.assertEqual(page.one("//p[@class='meant']"), "Did you mean: harbour")
        self.assertEqual(page.one("//p[@class='meant']/a/@href"), "/search/?q=harbour&section=news")
        self.assertEqual(self.read(address("harbuor", author="nobody")).all("//p[@class='meant']"), [])
        self.assertEqual(self.read(address("harbour")).all("//p[@class='meant']"), [])


class TurnedTest(SearchTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for number in range(30):
            make_article(
                headline=f"Tide {number}", section=cls.news, bylines=[(cls.bo, "text")], published_at=NOW - 9 * DAY
            )

    def test_by_date_the_pages_turn_with_all_that_was_asked(self):
        first = self.read(address("tide", sort="newest", section="news"))
        self.assertEqual(len(first.cards()), 20)
        older = first.one("//a[@rel='next']/@href")
        second = self.read(older)
        self.assertEqual(len(second.cards()), 10)
        self.assertEqual(set(first.cards()) & set(second.cards()), set())
        self.assertEqual(second.all("//a[@rel='next']"), [])
        newer = second.one("//a[@rel='prev']/@href")
        self.assertEqual(self.location(newer), (302, "/search/?q=tide&sort=newest&section=news"))

    def test_the_best_lead_to_all_of_them(self):
        page = self.read(address("tide"))
        self.assertEqual(len(page.cards()), 20)
        self.assertEqual(page.one("//p[@class='pages']/a/@href"), "/search/?q=tide&sort=newest")

    def test_what_it_costs(self):
        for number in range(page_of.FEW_RESULTS):
            make_article(headline=f"Ebb {number}", section=self.news, bylines=[(self.bo, "text")])
        for query in ("tide", "ebb"):
            cache.clear()
            frame.get()
            with self.subTest(query), clock(NOW), self.assertNumQueries(7 if connection.vendor == "sqlite" else 10):
                self.client.get(address(query, sort="newest", section="news"))


class InputTest(SearchTestCase):
    def test_any_words_are_a_search(self):
        for text in [*naughty_strings(), "a" * 10_000, '"' * 10_000, "-" * 500, "\0", "* OR NEAR(", "a:b ^c"]:
            with self.subTest(text[:40]), clock(NOW):
                self.assertEqual(self.client.get("/search/", {"q": text}).status_code, 200)

    def test_any_filter_is_answered(self):
        for name in ("section", "author", "tag", "since", "until", "sort"):
            for text in ["", "nowhere", "\0", "é" * 5_000, "2026-02-31", "9999-12-31", "0001-01-01", "<b>", "1e9"]:
                with self.subTest(name, text=text[:20]), clock(NOW):
                    response = self.client.get("/search/", {"q": "harbour", name: text})
                    self.assertEqual(response.status_code, 200)

    def test_what_is_wrong_with_a_filter_is_said_in_its_place(self):
        page = self.read(address("harbour", since="2026-05-30", until="2026-05-01"))
        self.assertEqual(
            page.one("//span[@class='problem']"), "It is before the day you look from: choose a later one."
        )
        self.assertEqual(page.cards(), [])

    def test_broken_keys_are_not_found(self):
        self.assertEqual(self.status(address("harbour", sort="newest", before="x")), 404)

    def test_what_takes_too_long_is_said(self):
        with mock.patch.object(page_of.search, "ranked", side_effect=search.TooMuch):
            page = self.read(address("harbour"))
        self.assertEqual(
            page.one("//p[@class='nothing']"),
            "So many articles hold these words that the search was stopped. "
            "Add a rarer word, or choose a section or a period.",
        )
