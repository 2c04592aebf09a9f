"""Times at the desk are those of the editor's browser, and every page says so."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core import mail
from django.test import SimpleTestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from articles import clocks, workflow
from articles.models import Article, Edition
from articles.templatetags.desk import when, when_planned
from articles.zones import COOKIE
from newsroom.middleware import DeskZoneMiddleware
from tests.articles.admin.desk import DeskTestCase
from tests.articles.views.reading import Page
from tests.factories import DAY, NOW, clock

EIGHT = datetime(2026, 11, 27, 7, tzinfo=UTC)  # on the newspaper's clocks


class WordsTest(SimpleTestCase):
    def words(self, zone: str, at: datetime = EIGHT) -> tuple[str, str]:
        with timezone.override(zone):
            return when(at), when_planned(at)

    @override_settings(LANGUAGE_CODE="en")
    def test_a_moment_is_told_on_the_editors_clocks_and_what_is_planned_on_the_newspapers_too(self):
        for zone, told, planned in [
            ("Europe/Paris", "11/27/2026 8 a.m.", "11/27/2026 8 a.m."),
            ("Europe/Brussels", "11/27/2026 8 a.m.", "11/27/2026 8 a.m."),  # the clocks show the same
            ("America/New_York", "11/27/2026 2 a.m. UTC−5", "11/27/2026 2 a.m. UTC−5, 8 a.m. Europe/Paris"),
            ("America/Los_Angeles", "11/26/2026 11 p.m. UTC−8",
             "11/26/2026 11 p.m. UTC−8, 11/27/2026 8 a.m. Europe/Paris"),
            ("Asia/Kathmandu", "11/27/2026 12:45 p.m. UTC+5:45",
             "11/27/2026 12:45 p.m. UTC+5:45, 8 a.m. Europe/Paris"),
        ]:  # fmt: skip
            with self.subTest(zone):
                self.assertEqual(self.words(zone), (told, planned))
        self.assertEqual((when(None), when_planned(None)), ("", ""))

    @override_settings(LANGUAGE_CODE="en")
    def test_of_two_times_alike_it_tells_which(self):
        first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
        told = [(self.words("Europe/Paris", at)[1], clocks.ours(at)) for at in (first, second)]
        self.assertEqual(
            told,
            [
                ("10/25/2026 2:30 a.m. UTC+2", "Oct. 25, 2026, 2:30 a.m. (Europe/Paris, UTC+2)"),
                ("10/25/2026 2:30 a.m. UTC+1", "Oct. 25, 2026, 2:30 a.m. (Europe/Paris, UTC+1)"),
            ],
        )


class DeskZoneTest(DeskTestCase):
    def come_from(self, zone: str) -> None:
        self.client.cookies[COOKIE] = zone

    def opened(self, edition: Edition) -> Page:
        self.client.force_login(self.publisher)
        return Page(self.client.get(self.url(edition)))

    def test_a_form_asks_in_the_zone_of_the_browser_and_says_so(self):
        edition = self.draft()
        self.come_from("America/New_York")
        with clock(NOW):
            page = self.opened(edition)
        self.assertEqual(page.one("//*[@id='id_schedule-at_zone']"), "America/New_York, now UTC−4")
        self.assertEqual(page.one("//input[@name='schedule-at-zone']/@value"), "America/New_York")
        self.assertIn("Times in America/New_York", page.one("//*[@id='user-tools']"))

    def test_a_schedule_is_read_in_it_and_told_on_both_clocks(self):
        edition = self.draft()
        self.come_from("America/New_York")
        with clock(NOW):
            self.post(self.publisher, edition, _verb="schedule", **{"schedule-at": "2026-11-27T08:00"})
            edition.refresh_from_db()
            self.assertEqual(edition.live_from, datetime(2026, 11, 27, 13, tzinfo=UTC))
            page = self.opened(edition)
        both = "11/27/2026 8 a.m. UTC−5, 2 p.m. Europe/Paris"
        self.assertEqual(page.one("//h1/*[@class='phase']"), f"scheduled ({both})")
        self.assertEqual(page.one("//*[contains(@class,'field-window')]//*[@class='readonly']"), f"from {both}")

    def test_a_page_that_was_shown_in_another_zone_is_read_in_that(self):
        edition = self.draft()
        shown = self.opened(edition)  # before the browser told its zone
        self.come_from("America/New_York")
        zone = shown.one("//input[@name='expires_at-zone']/@value")
        self.assertEqual(zone, "Europe/Paris")
        self.post(self.writer, edition, **{"expires_at": "2030-11-27T08:00", "expires_at-zone": zone})
        edition.refresh_from_db()
        self.assertEqual(edition.expires_at, datetime(2030, 11, 27, 7, tzinfo=UTC))

    def test_a_stored_moment_shows_in_it_beside_the_newspapers_time(self):
        edition = self.draft(expires_at=EIGHT)
        self.come_from("America/Los_Angeles")
        page = self.opened(edition)
        self.assertEqual(page.one("//input[@name='expires_at']/@value"), "2026-11-26T23:00")
        self.assertEqual(
            page.one("//*[@id='id_expires_at_zone']"),
            "America/Los_Angeles, UTC−8 (Nov. 27, 2026, 8 a.m. in Europe/Paris)",
        )

    def test_what_is_no_zone_is_ignored(self):
        edition = self.draft()
        for value in ("", "Europe/Atlantis", "../../../etc/passwd", "a" * 3000, "Europe/Paris\\", '"', "%00", "é"):
            with self.subTest(value):
                self.come_from(value)
                page = self.opened(edition)
                self.assertEqual(page.one("//input[@name='schedule-at-zone']/@value"), "Europe/Paris")

    def test_it_is_in_force_at_the_desk_alone_and_no_longer_than_the_answer(self):
        def zones(path, fail=False):
            seen = []

            def answer(request):
                seen.append(timezone.get_current_timezone_name())
                if fail:
                    raise ZeroDivisionError

            request = self.client.request().wsgi_request
            request.path, request.COOKIES = path, {COOKIE: "America/New_York"}
            try:
                DeskZoneMiddleware(answer)(request)
            except ZeroDivisionError:
                seen.append("failed")
            return [*seen, timezone.get_current_timezone_name()]

        desk = reverse("admin:index")
        self.assertEqual(zones(desk), ["America/New_York", "Europe/Paris"])
        self.assertEqual(zones(desk, fail=True), ["America/New_York", "failed", "Europe/Paris"])
        self.assertEqual(zones("/"), ["Europe/Paris", "Europe/Paris"])

    def test_readers_pages_tell_the_newspapers_time_also_where_the_desk_previews_them(self):
        with clock(NOW):
            edition = workflow.publish(self.draft(), by=self.publisher)
        self.come_from("America/New_York")
        self.client.force_login(self.publisher)
        for path in (edition.get_absolute_url(), reverse("preview", args=[edition.pk])):
            with clock(NOW):
                page = Page(self.client.get(path))
            self.assertEqual(page.one("//*[@class='dates']//time/@datetime"), "2026-06-01T14:00:00+02:00")

    def test_the_script_that_tells_the_zone_is_on_every_page_of_the_desk(self):
        edition = self.draft()
        paths = [reverse("admin:login"), reverse("admin:index"), self.url(edition), f"{self.url(edition)}?_popup=1"]
        for path in paths:
            page = Page(self.client.get(path))
            self.assertEqual(len(page.all("//script[contains(@src,'articles/desk-zone.js')]")), 1, path)
            self.client.force_login(self.publisher)

    def test_what_goes_to_several_people_names_the_newspapers_zone(self):
        self.come_from("America/New_York")
        with clock(NOW):
            edition = workflow.publish(self.draft(), by=self.publisher, at=NOW + DAY)
            self.client.force_login(self.publisher)
            embargo = {"embargo_until": "2026-06-20T08:00", "embargo_source": "Palace", "embargo_reason": "Asked"}
            url = reverse("admin:articles_article_change", args=[edition.article_id])
            with self.captureOnCommitCallbacks(execute=True):
                self.client.post(url, embargo)
            page = Page(self.client.get(reverse("admin:articles_article_changelist")))
        self.assertEqual(Article.objects.get().embargo_until, datetime(2026, 6, 20, 12, tzinfo=UTC))
        told = "Under embargo until June 20, 2026, 2 p.m. (Europe/Paris): publish it for then or later."
        self.assertEqual([message.body for message in mail.outbox], [f"Old\n{told}"])
        self.assertEqual(edition.transitions.first().comment, "June 20, 2026, 2 p.m. (Europe/Paris) — Palace — Asked")
        self.assertEqual(
            page.one("//*[contains(@class,'phase-embargo')]"),
            "under embargo until 06/20/2026 8 a.m. UTC−4, 2 p.m. Europe/Paris",
        )
