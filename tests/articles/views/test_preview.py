"""The preview: a draft as readers would see it, for who may read it and for nobody else."""

from __future__ import annotations

from django.urls import reverse

from articles import workflow
from articles.models import Edition
from tests.articles.admin.desk import DeskTestCase
from tests.articles.views.reading import Page
from tests.factories import NOW, clock, make_note


class PreviewTest(DeskTestCase):
    def preview(self, edition: Edition, user=None):
        if user:
            self.client.force_login(user)
        with clock(NOW):
            return self.client.get(reverse("preview", args=[edition.pk]))

    def test_a_draft_shows_as_readers_would_see_it(self):
        note = make_note(label="Paid by Acme")
        draft = self.draft(headline="Soon", body="<h2>Part</h2><p>Il dit : non</p>", tags=["Port"], notes=[note])
        page = Page(self.preview(draft, self.writer))
        self.assertEqual(page.one("//h1"), "Soon")
        self.assertEqual(page.all("//div[@class='body']/*"), ["Part", "Il dit : non"])
        self.assertEqual(page.one("//*[contains(@class,'preview-bar')]"),
                         "Preview of edition 1 (draft): readers do not see this page.")  # fmt: skip
        self.assertIn("Paid by Acme", page.one("//main"))
        self.assertIn("Port", page.one("//nav[@class='tags']"))

    def test_nothing_is_written_by_looking(self):
        draft = self.draft()
        before = Edition.objects.filter(pk=draft.pk).values().get()
        self.preview(draft, self.writer)
        self.assertEqual(Edition.objects.filter(pk=draft.pk).values().get(), before)

    def test_a_draft_with_nothing_in_it_shows_too(self):
        empty = workflow.start_article(by=self.writer)
        self.assertEqual(self.preview(empty, self.writer).status_code, 200)

    def test_who_may_not_read_it_learns_nothing(self):
        draft = self.draft(by=self.editor)
        nowhere = Edition(pk=draft.pk + 1000)
        for name, user in [("nobody", None), ("reader", self.reader), ("commercial", self.commercial),
                           ("another's", self.writer)]:  # fmt: skip
            with self.subTest(name):
                response, missing = self.preview(draft, user), self.preview(nowhere, user)
                self.assertEqual((response.status_code, response.content), (404, missing.content))

    def test_it_is_never_kept_nor_indexed_and_only_we_may_frame_it(self):
        headers = self.preview(self.draft(), self.writer).headers
        self.assertIn("no-store", headers["Cache-Control"])
        self.assertEqual(headers["X-Robots-Tag"], "noindex")
        self.assertEqual(headers["X-Frame-Options"], "SAMEORIGIN")
        self.assertIn("frame-ancestors 'self'", headers["Content-Security-Policy"])

    def test_the_form_has_it_beside_it(self):
        draft = self.draft()
        self.client.force_login(self.writer)
        page = Page(self.client.get(self.url(draft)))
        self.assertEqual(page.all("//iframe/@src"), [reverse("preview", args=[draft.pk])])
