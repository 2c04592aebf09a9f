"""An edition that one reads at the desk: as readers get it; and where an editor's rights end."""

from __future__ import annotations

from datetime import UTC, datetime

from django.urls import reverse

from articles import workflow
from articles.models import Edition, SectionRight
from tests.articles.admin.desk import DeskTestCase
from tests.cast import make_user
from tests.factories import DAY, NOW, clock, make_note, make_picture, make_section, make_sponsor


class FrozenPageTest(DeskTestCase):
    def test_all_of_it_is_shown_and_none_of_it_is_a_field(self):
        lead, inside = make_picture(alt="Lead", caption="Lead caption"), make_picture(alt="Inside")
        note = make_note(label="Paid by Acme", sponsor=make_sponsor("Acme"))
        related = workflow.publish(self.draft(), by=None).article.public_id
        body = (
            f'<p>Read <em>me</em>.</p><figure class="picture" data-picture="{inside.uuid}"></figure>'
            f'<figure class="related" data-article="{related}"></figure>'
            '<figure class="related" data-article="abcdefghjk"></figure>'
        )
        fields = {"lead_picture": lead, "tags": ["Port"], "notes": [note], "sponsored": True, "language": "en"}
        with clock(NOW):
            edition = self.draft(body=body, standfirst="<b>Not bold", **fields)
            workflow.publish(edition, by=self.publisher, until=NOW + DAY)
        self.client.force_login(self.publisher)
        page = self.client.get(self.url(edition))
        for shown in (
            '<div class="read-body" lang="en"><p>Read <em>me</em>.</p>', "&lt;b&gt;Not bold", 'alt="Lead"',
            "Lead caption", 'alt="Inside"', f"<code>{related}</code>", "This related article is not there.",
            "Port", "Paid by Acme", "Ada (text)", "from 06/01/2026 2 p.m. until 06/02/2026 2 p.m.",
        ):  # fmt: skip
            with self.subTest(shown):
                self.assertContains(page, shown)
        for name in ("headline", "body", "seen_version", "bylines-0-author", "_save"):
            with self.subTest(name):
                self.assertNotContains(page, f'name="{name}"')

    def test_a_writer_reads_the_own_draft_that_was_approved(self):
        edition = workflow.approve(workflow.submit(self.draft(body="<p>Mine.</p>"), by=None), by=None)
        self.client.force_login(self.writer)
        page = self.client.get(self.url(edition))
        self.assertContains(page, "<p>Mine.</p>")
        self.assertEqual(self.buttons(page), [])

    def test_a_redacted_edition_leaves_nothing_of_what_it_said(self):
        edition = self.draft(headline="Secret", body="<p>Secret</p>")
        self.post(self.publisher, edition, headline="Secret name", body="<p>Secret</p>", tags="")
        edition.refresh_from_db()
        for move in (workflow.publish, workflow.withdraw):
            move(edition, by=self.publisher)
        self.press(self.publisher, edition, "redact", **{"redact-comment": "A court said so."})
        for url in (
            self.url(edition),
            reverse("admin:index"),
            reverse("admin:articles_revision_changelist"),
            reverse("admin:articles_article_change", args=[edition.article_id]),
        ):
            with self.subTest(url):
                self.assertNotContains(self.client.get(url), "Secret")

    def test_the_link_to_the_site_is_there_while_readers_see_it(self):
        edition = workflow.publish(self.draft(), by=None)
        self.client.force_login(self.writer)
        self.assertContains(self.client.get(self.url(edition)), f'href="{edition.get_absolute_url()}"')
        draft = workflow.start_edition(edition, by=self.writer)
        workflow.withdraw(edition, by=None)
        for row in (edition, draft):
            self.assertNotContains(self.client.get(self.url(row)), "viewsitelink")

    def test_a_date_to_publish_is_not_forgotten_by_saving(self):
        edition = self.draft()
        at = datetime(2030, 1, 2, 7, tzinfo=UTC)
        response = self.post(self.publisher, edition, **self.moment("schedule-at", at))
        self.assertEqual(self.told(response), ["Saved.", "“Schedule” has not been done: press its button."])
        forms = {button.value: (form, opened) for button, form, opened in response.context["buttons"]}
        form, opened = forms["schedule"]
        self.assertEqual((form.is_valid(), form.cleaned_data, opened), (True, {"at": at}, True))
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.status), ("New headline", "draft"))


class SectionsTest(DeskTestCase):
    """The town's editor works in its streets, and not in sport."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.local = make_user("local", "editors")
        cls.streets = make_section("Streets", slug="streets", parent=cls.town)
        cls.sport = make_section("Sport", slug="sport")
        SectionRight.objects.create(user=cls.local, section=cls.town)

    def test_an_editor_writes_and_approves_below_the_section(self):
        below = workflow.submit(self.draft(section=self.streets), by=self.writer)
        self.assertEqual(self.post(self.local, below, section=self.streets.pk, _verb="approve").status_code, 302)
        below.refresh_from_db()
        self.assertEqual((below.headline, below.status), ("New headline", "approved"))

    def test_beside_it_a_draft_is_not_there(self):
        beside = workflow.submit(self.draft(section=self.sport), by=self.writer)
        for response in (self.post(self.local, beside), self.press(self.local, beside, "approve")):
            self.assertContains(response, "Your words are kept", status_code=404)
        beside.refresh_from_db()
        self.assertEqual((beside.headline, beside.status), ("Old", "in_review"))

    def test_beside_it_an_editor_begins_a_new_edition_and_publishes_nothing(self):
        beside = workflow.publish(self.draft(section=self.sport), by=None)
        self.client.force_login(self.local)
        self.assertEqual(self.buttons(self.client.get(self.url(beside))), ["start", "correct", "translate"])
        self.press(self.local, beside, "start")
        draft = Edition.objects.get(based_on=beside)
        self.assertEqual(self.buttons(self.client.get(self.url(draft)))[1:], ["submit", "discard"])
