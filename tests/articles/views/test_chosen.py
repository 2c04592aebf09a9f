"""The site at a chosen time: the desk walks through it, and nobody else gets anything but what they get without it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse

from articles import workflow
from articles.models import Edition, OldPath
from articles.zones import COOKIE
from tests.articles.views.reading import Page, words
from tests.articles.views.test_doors import DOORS, DRAWN, DoorsTestCase
from tests.cast import CastMixin, make_user
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_draft, make_section

LATER, EARLIER = "2026-06-01T16:30:00Z", "2026-06-01T10:30:00Z"  # NOW is noon
BAR = "//aside[@class='chosen-time']"
EIGHT = datetime(2026, 11, 27, 7, tzinfo=UTC)  # on the newspaper's clocks

FOR_MACHINES = {"health", "robots", "indexnow-key", "manifest", *DRAWN}


def paths() -> list[tuple[str, str]]:
    return [(name, path) for name, addresses in DOORS.items() for path in addresses()]


def asked(path: str, at: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}at={at}"


class NobodyElseTest(CastMixin, DoorsTestCase):
    """With a draft, a scheduled, an embargoed, a withdrawn edition … at every door there is."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.setUpCast()

    def answer(self, path: str) -> tuple[int, bytes, dict[str, str], str]:
        response = self.visit(path)
        return response.status_code, response.content, dict(response.headers), response.cookies.output()

    def check_nothing_changes(self) -> None:
        for _name, path in paths():
            plain = self.answer(path)
            for at in (LATER, EARLIER, "2026-06-03", "nonsense", ""):
                with self.subTest(path=path, at=at):
                    self.assertEqual(self.answer(asked(path, at)), plain)

    def test_there_is_something_to_leak(self):
        with clock(NOW):
            found = {path for _name, path in paths() if self.client.get(path).status_code == 404}
        self.assertTrue(any("zzscheduled" in path for path in found))
        self.client.force_login(self.publisher)
        self.assertIn("zzscheduledheadline", self.visit(asked("/", LATER)).content.decode())

    def test_readers_get_what_they_get_without_it_in_as_many_queries(self):
        self.check_nothing_changes()
        self.visit("/")  # the frame is in the cache from here on
        with clock(NOW):
            with self.assertNumQueries(5):
                self.client.get("/")
            with self.assertNumQueries(5):
                self.client.get(asked("/", LATER))

    def test_so_do_people_with_an_account_who_are_not_of_the_desk(self):
        closed = make_user("closed", "publishers", is_active=False)
        nobody = User.objects.create_user("nobody", is_staff=True)
        for user in (self.reader, closed, nobody):
            self.client.force_login(user)
            self.check_nothing_changes()

    def test_so_does_who_was_signed_in_long_ago(self):
        for key in ("0123456789abcdef0123456789abcdef", "", "a\0b", "x" * 5000):
            self.client.cookies[settings.SESSION_COOKIE_NAME] = key
            with self.subTest(key):
                plain = self.answer("/")
                self.assertEqual(self.answer(asked("/", LATER)), plain)

    def test_no_session_is_looked_at_unless_it_is_asked_for(self):
        self.client.force_login(self.publisher)
        cache.clear()
        for _name, path in paths():
            response = self.visit(path)
            self.assertIn(response.headers.get("Vary", ""), ("", "Accept-Encoding"), path)


class WalkTest(CastMixin, DoorsTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.setUpCast()

    def setUp(self):
        self.client.force_login(self.publisher)

    def get(self, path: str, at: str) -> HttpResponse:
        return self.visit(asked(path, at))

    def page(self, path: str, at: str) -> Page:
        return Page(self.get(path, at))

    def test_the_scheduled_show_then_and_drafts_never(self):
        for _name, path in paths():
            for at in (LATER, EARLIER):
                found = self.get(path, at).content.decode(errors="replace")
                for marker in ("draft", "review", "approved", "discarded", "rewrite"):
                    self.assertNotIn(f"zz{marker}headline", found)
        self.assertEqual(self.page("/news/", LATER).cards(),
                         ["zzscheduledheadline", "zzsuccessorheadline", "zzlivesecondheadline"])  # fmt: skip
        self.assertEqual(
            self.page("/tags/sea/", EARLIER).cards(),
            ["zzsupersededheadline", "zzlivefirst", "zzwithdrawnheadline", "zzexpiredheadline"],
        )

    def test_an_article_shows_at_its_address_while_it_was_live(self):
        scheduled = Edition.objects.get(headline="zzscheduledheadline").get_absolute_url()
        withdrawn = Edition.objects.get(headline="zzwithdrawnheadline").get_absolute_url()
        for path, at, status in [
            (scheduled, LATER, 200), (scheduled, EARLIER, 404), (withdrawn, EARLIER, 200), (withdrawn, LATER, 404),
        ]:  # fmt: skip
            with self.subTest(path=path, at=at):
                self.assertEqual(self.get(path, at).status_code, status)

    def test_every_answer_stays_out_of_caches_and_indexes_and_has_the_bar(self):
        for name, path in paths():
            if name in FOR_MACHINES or "feed" in name or "sitemap" in name:
                continue
            for at in (LATER, EARLIER, "nonsense", ""):
                with self.subTest(path=path, at=at):
                    response = self.get(path, at)
                    headers = {key: response.headers.get(key) for key in ("Cache-Control", "X-Robots-Tag", "ETag",
                                                                          "Expires", "Last-Modified")}  # fmt: skip
                    self.assertEqual(
                        headers,
                        {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex", "ETag": None,
                         "Expires": None, "Last-Modified": None},
                    )  # fmt: skip
                    if response.status_code not in (301, 302):
                        self.assertEqual(len(Page(response).all(BAR)), 1)

    def test_links_within_the_site_keep_the_time_and_no_others(self):
        page = self.page("/news/world/", LATER)
        links = page.all("//body//*[not(self::aside)]/a[not(ancestor::aside)]/@href")
        kept = f"?at={LATER}"
        self.assertEqual([link for link in links if not link.endswith(kept)], ["/feed/"])  # which is of now
        self.assertIn(f"/news/{kept}", links)
        self.assertEqual(page.one("//link[@rel='canonical']/@href"), f"{settings.SITE_URL}/news/world/")
        self.assertEqual([url for url in page.all("//link/@href | //script/@src | //img/@src") if "at=" in url], [])

    def test_links_in_a_body_do_too(self):
        body = (
            f'<p><a href="/news/?x=1&amp;y=2#part">a</a> <a href="{settings.SITE_URL}/tags/sea/">b</a> '
            '<a href="https://elsewhere.example/news/">c</a> <a href="mailto:a@b.example">d</a> '
            '<a href="/media/a.pdf">e</a> <a href="/static/a.css">f</a> <a href="/admin/">g</a> '
            '<a href="/robots.txt">h</a></p>'
        )
        with clock(NOW):
            edition = make_article(body=body, section=self.news)
        page = self.page(edition.get_absolute_url(), LATER)
        self.assertEqual(
            page.all("//div[@class='body']//a/@href"),
            [
                f"/news/?x=1&y=2&at={LATER}#part", f"{settings.SITE_URL}/tags/sea/?at={LATER}",
                "https://elsewhere.example/news/", "mailto:a@b.example", "/media/a.pdf", "/static/a.css", "/admin/",
                "/robots.txt",
            ],
        )  # fmt: skip

    def test_pages_of_a_list_keep_it(self):
        with clock(NOW - 2 * DAY):
            for _ in range(25):
                make_article(section=self.world)
        at = "2026-06-01T11:00:00Z"
        [older] = self.page("/news/world/", at).all("//nav[@class='pages']/a/@href")
        self.assertTrue(older.endswith(f"&at={at}"))
        second = Page(self.visit(f"/news/world/{older}"))
        self.assertEqual(len(second.cards()), 7)  # of 27 that were live then
        newer = second.one("//nav[@class='pages']/a[@rel='prev']/@href")
        self.assertTrue(newer.startswith("?after=") and newer.endswith(f"&at={at}"), newer)
        first = self.visit(f"/news/world/{newer}")
        self.assertEqual((first.status_code, first["Location"]), (302, f"/news/world/?at={at}"))

    def test_redirects_keep_it(self):
        edition = Edition.objects.get(headline="zzscheduledheadline")
        stale = edition.get_absolute_url().replace("/news/world/", "/news/")
        OldPath.objects.create(old_path="tags/ocean", new_path="tags/sea")
        for path, leads in [(stale, edition.get_absolute_url()), ("/tags/ocean/", "/tags/sea/")]:
            response = self.get(path, LATER)
            self.assertEqual((response.status_code, response["Location"]), (301, f"{leads}?at={LATER}"))
            self.assertEqual(response["Cache-Control"], "no-store, private")

    def test_a_member_of_the_desk_needs_to_be_no_publisher(self):
        for user in (self.writer, self.editor, self.commercial):
            self.client.force_login(user)
            self.assertIn("zzscheduledheadline", self.page("/", LATER).cards())


class BarTest(CastMixin, DoorsTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.setUpCast()
        cls.news = make_section("News", slug="news")
        make_article(section=cls.news, headline="Then", at=EIGHT)
        make_article(section=cls.news, headline="English", language="en", slug="english")
        make_draft(section=cls.news, headline="Draft")

    def setUp(self):
        self.client.force_login(self.publisher)

    def page(self, query: str, path: str = "/news/") -> Page:
        return Page(self.visit(f"{path}?{query}"))

    def told(self, page: Page) -> str:
        return words(page.tree.get_element_by_id("chosen-time"))

    def problem(self, page: Page) -> str:
        return page.one("//*[@id='chosen-problem']")

    def test_it_names_the_moment_asks_for_another_and_leads_back(self):
        page = self.page("at=2026-11-27T08:00&before=20270101T000000.000000-99999")
        self.assertEqual(self.told(page), "The site as of 27 novembre 2026 at 08:00 (Europe/Paris)")
        form = f"{BAR}/form"
        self.assertEqual(page.all(f"{form}/@method | {form}/@action"), ["get", "/news/"])
        fields = {field.get("name"): field.get("value") for field in page.tree.xpath(f"{form}/input")}
        self.assertEqual(fields, {"before": "20270101T000000.000000-99999", "at": "2026-11-27T08:00"})
        self.assertEqual(page.all(f"{form}/label/@for"), page.all(f"{form}/input[@name='at']/@id"))
        back = "/news/?before=20270101T000000.000000-99999"
        self.assertEqual(page.all(f"{BAR}//a/@href"), [back])
        self.assertEqual(self.visit(back).headers.get("Cache-Control"), None)

    def test_it_takes_a_moment_in_several_forms(self):
        for text in ("2026-11-27T08:00", "2026-11-27 08:00", "2026-11-27T07:00Z", "2026-11-27T08:00%2B01:00",
                     "2026-11-27T08:00+01:00", "2026-11-27T02:00-0500", "2026-11-27T08:00:00"):  # fmt: skip
            with self.subTest(text):
                page = self.page(f"at={text}")
                self.assertEqual(self.told(page), "The site as of 27 novembre 2026 at 08:00 (Europe/Paris)")
                self.assertEqual(page.cards(), ["Then", "English"])
        page = self.page("at=2026-11-27")
        self.assertEqual(self.told(page), "The site as of 27 novembre 2026 at 00:00 (Europe/Paris)")
        self.assertEqual(page.cards(), ["English"])

    def test_the_time_is_on_the_clocks_of_who_asks(self):
        self.client.cookies[COOKIE] = "America/New_York"
        page = self.page("at=2026-11-27T02:00")
        self.assertEqual(
            self.told(page),
            "The site as of 27 novembre 2026 at 02:00 (America/New_York), 27 novembre 2026 at 08:00 in Europe/Paris",
        )
        self.assertEqual(page.cards(), ["Then", "English"])
        self.assertEqual(page.one(f"{BAR}//input[@name='at']/@value"), "2026-11-27T02:00")
        self.assertEqual(page.all("//main//time/@datetime")[0], "2026-11-27T08:00:00+01:00")
        self.assertEqual(
            self.told(self.page("at=2026-11-27")),
            "The site as of 27 novembre 2026 at 00:00 (America/New_York), 27 novembre 2026 at 06:00 in Europe/Paris",
        )

    def test_what_is_no_moment_shows_now_and_says_why(self):
        form = "Write a date and a time of day, as 2026-11-27T08:00."
        for text, told in [
            ("tomorrow", form), ("%00", form), ("2026-02-30", form), ("x" * 5000, form), ("2026-11-27T08:00,", form),
            ("%ff%fe", form), ("9999-12-31T23:59", "Choose a year between 1900 and 2200."),
            ("0001-01-01", "Choose a year between 1900 and 2200."),
            ("0001-01-01T00:00%2B23:59", "Choose a year between 1900 and 2200."),
            ("2026-03-29T02:30", "There is no 29 mars 2026 02:30 in Europe/Paris, since clocks go forward: "
             "choose 01:59 or 03:00 instead."),
        ]:  # fmt: skip
            with self.subTest(text):
                page = self.page(f"at={text}")
                self.assertEqual(page.response.status_code, 200)
                self.assertEqual((self.told(page), self.problem(page)), ("The site as it is now", told))
                self.assertEqual(page.cards(), ["English"])
                self.assertEqual([url for url in page.all("//a/@href") if "at=" in url], [])

    def test_a_time_that_comes_twice_is_asked_for(self):
        page = self.page("at=2026-10-25T02:30")
        self.assertEqual(
            self.problem(page),
            "25 octobre 2026 02:30 comes twice in Europe/Paris, since clocks go back: choose which one. "
            "02:30 summer time (UTC+2), the first 02:30 winter time (UTC+1), the second",
        )
        self.assertEqual(page.one(f"{BAR}//input[@name='at']/@value"), "2026-10-25T02:30")
        links = page.all("//*[@id='chosen-problem']/a/@href")
        self.assertEqual(links, ["/news/?at=2026-10-25T00:30:00Z", "/news/?at=2026-10-25T01:30:00Z"])
        self.assertEqual(
            self.told(Page(self.visit(links[1]))), "The site as of 25 octobre 2026 at 02:30 (Europe/Paris, UTC+1)"
        )

    def test_the_day_begins_when_clocks_leave_midnight_out(self):
        self.client.cookies[COOKIE] = "Africa/Cairo"
        self.assertEqual(
            self.told(self.page("at=2026-04-24")),
            "The site as of 24 avril 2026 at 01:00 (Africa/Cairo), 24 avril 2026 at 00:00 in Europe/Paris",
        )

    def test_nothing_asked_is_now_and_asks(self):
        page = self.page("at=")
        self.assertEqual(self.told(page), "The site as it is now")
        self.assertEqual(page.all("//*[@id='chosen-problem']"), [])
        self.assertEqual(page.cards(), ["English"])

    def test_it_speaks_the_newspapers_language_on_a_page_in_another(self):
        path = Edition.objects.get(headline="English").get_absolute_url()
        page = self.page("at=2026-11-27T08:00", path)
        self.assertEqual(page.one("/html/@lang"), "en")
        self.assertEqual(page.one(f"{BAR}/@lang"), "fr")
        self.assertEqual(self.told(page), "The site as of 27 novembre 2026 at 08:00 (Europe/Paris)")

    def test_a_page_that_was_not_there_then_has_it_too(self):
        path = Edition.objects.get(headline="Then").get_absolute_url()
        response = self.visit(f"{path}?at=2026-11-26")
        self.assertEqual(response.status_code, 404)
        page = Page(response)
        self.assertEqual(self.told(page), "The site as of 26 novembre 2026 at 00:00 (Europe/Paris)")
        self.assertEqual(page.all(f"{BAR}//a/@href"), [path])

    def test_a_preview_is_of_now(self):
        draft = Edition.objects.get(headline="Draft")
        path = reverse("preview", args=[draft.pk])
        page = Page(self.visit(f"{path}?at=2026-11-27T08:00"))
        self.assertEqual(page.all(BAR), [])
        self.assertEqual(page.response.content, self.visit(path).content)

    def test_the_desk_leads_to_it(self):
        page = Page(self.client.get(reverse("admin:index")))
        self.assertEqual(page.all("//*[@id='user-tools']//a[@href='/?at=']"), ["See the site at a chosen time"])

    def test_withdrawn_articles_show_at_a_past_time(self):
        with clock(NOW - 2 * HOUR):
            gone = make_article(section=self.news, headline="Gone")
        with clock(NOW - HOUR):
            workflow.withdraw(gone, by=None)
        self.assertEqual(self.page("at=2026-06-01T12:30").cards()[0], "Gone")
        self.assertNotIn("Gone", self.page("at=").cards())
