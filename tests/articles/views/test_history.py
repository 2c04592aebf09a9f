"""The page that tells what changed in an article: what is told, and what must not come back."""

from __future__ import annotations

from articles import workflow
from articles.models import Edition
from articles.states import CorrectionKind
from tests.articles.views.reading import Page, ReadingTestCase
from tests.factories import (
    DAY,
    HOUR,
    NOTHING_OWED,
    NOW,
    clock,
    make_article,
    make_draft,
    make_note,
    make_section,
    make_sponsor,
)


class HistoryTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")
        cls.first = make_article(
            headline="Three hurt in harbour", standfirst="It burned.",
            body="<p>Three people were hurt.</p><p>It rained.</p>",
            section=cls.news, language="en", published_at=NOW - 5 * DAY,
        )  # fmt: skip

    def publish(self, edition: Edition, at, correction=NOTHING_OWED, **fields) -> Edition:
        with clock(at):
            draft = workflow.start_edition(edition, by=None)
            for name, value in fields.items():
                setattr(draft, name, value)
            return workflow.publish(workflow.save_draft(draft, by=None), by=None, correction=correction)

    def history(self, at=NOW) -> Page:
        return self.read(f"{self.first.get_absolute_url()}history/", at)

    def told(self, at=NOW) -> list[str]:
        return self.history(at).all("//ol[@class='versions']/li")

    def test_a_single_version(self):
        page = self.history()
        self.assertEqual(page.one("//h1"), "What changed")
        self.assertEqual(page.one("//p[@class='standfirst']/a/@href"), self.first.get_absolute_url())
        self.assertEqual(self.told(), ["May 27, 2026 at 2 p.m. First published. Nothing has changed since."])

    def test_each_version_with_its_correction_and_its_changes(self):
        text = (CorrectionKind.CORRECTION, "We said three; five people were hurt.")
        second = self.publish(
            self.first, NOW - 2 * DAY, text, headline="Five hurt in harbour",
            body="<p>Five people were hurt.</p><p>It rained.</p>",
        )  # fmt: skip
        self.publish(second, NOW - DAY, lead_caption="Another caption")
        page = self.history()
        self.assertEqual(
            page.all("//ol[@class='versions']/li/h2"),
            ["May 31, 2026 at 2 p.m.", "May 30, 2026 at 2 p.m.", "May 27, 2026 at 2 p.m."],
        )
        items = page.all("//ol[@class='versions']/li")
        self.assertEqual(items[0], "May 31, 2026 at 2 p.m. Updated; the words stayed as they were.")
        self.assertIn("Correction — We said three; five people were hurt.", items[1])
        self.assertEqual(page.all("//details/h3"), ["Headline", "Text"])
        self.assertEqual(page.all("//details//del"), ["Three", "Three"])
        self.assertEqual(page.all("//details//ins"), ["Five", "Five"])
        self.assertNotIn("It rained", items[1])
        self.assertEqual(len(self.told(NOW - 36 * HOUR)), 2)  # the past knows nothing of what came later

    def test_nothing_that_readers_have_not_seen(self):
        make_draft(headline="Elsewhere")
        with clock(NOW - HOUR):
            draft = workflow.start_edition(self.first, by=None)
            draft.headline = "zzdraft"
            workflow.save_draft(draft, by=None)
            later = workflow.start_edition(self.first, by=None)
            later.headline = "zzlater"
            workflow.publish(workflow.save_draft(later, by=None), by=None, at=NOW + DAY, correction=NOTHING_OWED)
        page = self.history()
        self.assertEqual(len(page.all("//ol[@class='versions']/li")), 1)
        self.assertNotIn(b"zz", page.response.content)

    def test_what_was_removed_does_not_come_back(self):
        second = self.publish(self.first, NOW - 3 * DAY, body="<p>Jo Secret was hurt.</p>")
        removal = (CorrectionKind.REMOVAL, "We took a name out.")
        third = self.publish(second, NOW - 2 * DAY, removal, body="<p>Somebody was hurt.</p>")
        self.publish(third, NOW - DAY, body="<p>Somebody was badly hurt.</p>")
        page = self.history()
        self.assertNotIn(b"Secret", page.response.content)
        self.assertEqual(page.all("//details//ins"), ["badly"])
        self.assertIn("Removal — We took a name out.", page.all("//ol[@class='versions']/li")[1])
        self.assertEqual(
            page.all("//p[@class='help']"), ["The earlier text is not shown: something was removed from it."] * 2
        )

    def test_what_was_withdrawn_does_not_come_back(self):
        second = self.publish(self.first, NOW - 3 * DAY, body="<p>A libel.</p>")
        with clock(NOW - 2 * DAY):
            workflow.withdraw(second, by=None)
        self.assertEqual(self.status(f"{self.first.get_absolute_url()}history/"), 404)
        self.publish(second, NOW - DAY, body="<p>The truth.</p>")
        page = self.history()
        self.assertNotIn(b"libel", page.response.content)
        self.assertEqual(len(page.all("//ol[@class='versions']/li")), 3)

    def test_what_was_redacted_does_not_come_back(self):
        second = self.publish(self.first, NOW - 3 * DAY, body="<p>Jo Secret was hurt.</p>")
        removal = (CorrectionKind.REMOVAL, "We took a name out.")
        third = self.publish(second, NOW - 2 * DAY, removal, body="<p>J. S. was hurt.</p>")
        fourth = self.publish(third, NOW - DAY, body="<p>Somebody was hurt.</p>")
        self.publish(fourth, NOW - HOUR, body="<p>Somebody was badly hurt.</p>")
        with clock(NOW - HOUR / 2):
            workflow.redact(third, by=None, comment="Her lawyer wrote.")  # and with it that it was a removal
        page = self.history()
        self.assertNotIn(b"Secret", page.response.content)
        self.assertNotIn(b"Redacted", page.response.content)
        self.assertEqual(page.all("//details//ins | //details//del"), ["badly"])
        self.assertEqual(len(page.all("//p[@class='help']")), 3)

    def test_what_is_paid_for_says_so_there_too(self):
        paid = make_article(
            sponsored=True, language="en", notes=[make_note(label="Paid by", sponsor=make_sponsor("Boats"))]
        )
        page = self.read(f"{paid.get_absolute_url()}history/")
        self.assertEqual(page.all("//aside[@class='disclosures']"), ["Paid by Boats"])

    def test_a_stale_address_leads_on(self):
        address = f"/news/other_{self.first.article.public_id}/history/"
        self.assertEqual(self.location(address), (301, f"{self.first.get_absolute_url()}history/"))
        self.assertEqual(self.status("/news/other_aaaaaaaaaa/history/"), 404)

    def test_what_it_costs(self):
        edition = self.first
        self.assertReads(4, f"{self.first.get_absolute_url()}history/")
        for number in range(30):
            edition = self.publish(edition, NOW - DAY + number * HOUR / 60, body=f"<p>Number {number} is this.</p>")
        self.assertReads(4, f"{self.first.get_absolute_url()}history/")
