"""Who can do what by address: every verb at the desk by every role, in their section and beside it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from articles import workflow
from articles.admin.verbs import BUTTONS
from articles.models import Edition, SectionRight
from tests.articles.admin.desk import DeskTestCase
from tests.cast import make_user
from tests.factories import make_section

# Who wrote it, another writer, an editor of its section, one of another section … y: it is done. n: it is not.
PEOPLE = ["author", "writer", "editor", "editor elsewhere", "publisher", "commercial", "reader", "nobody"]
TABLE = {
    ("draft", "submit"): "ynynynnn",
    ("in review", "approve"): "nnynynnn",
    ("in review", "request_changes"): "nnynynnn",
    ("approved", "request_changes"): "nnynynnn",
    ("draft", "publish"): "nnnnynnn",
    ("approved", "publish"): "nnnnynnn",
    ("rewrite", "publish_uncorrected"): "nnnnynnn",
    ("draft", "schedule"): "nnnnynnn",
    ("scheduled", "unschedule"): "nnnnynnn",
    ("scheduled", "reschedule"): "nnnnynnn",
    ("live", "withdraw"): "nnnnynnn",
    ("live", "start"): "yyyyynnn",
    ("live", "correct"): "yyyyynnn",
    ("live", "translate"): "yyyyynnn",
    ("overtaken", "catch_up"): "ynynynnn",
    ("draft", "discard"): "ynynynnn",
    ("approved", "discard"): "nnynynnn",
    ("withdrawn", "restore"): "nnnnynnn",
    ("withdrawn", "redact"): "nnnnynnn",
}


class ReachTest(DeskTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        elsewhere = make_user("elsewhere", "editors")
        SectionRight.objects.create(user=elsewhere, section=make_section("Sport", slug="sport"))
        cls.editor.section_rights.all().delete()
        SectionRight.objects.create(user=cls.editor, section=cls.town)
        cls.author = make_user("author", "writers")
        people = [cls.author, cls.writer, cls.editor, elsewhere, cls.publisher, cls.commercial, cls.reader, None]
        cls.people = dict(zip(PEOPLE, people, strict=True))

    def make(self, phase: str) -> Edition:
        street = make_section(parent=self.town)
        edition = self.draft(by=self.author, section=street)
        steps = {
            "draft": [],
            "in review": [workflow.submit],
            "approved": [workflow.submit, workflow.approve],
            "scheduled": [lambda one, by: workflow.publish(one, by=by, at=timezone.now() + timedelta(days=1))],
            "live": [workflow.publish],
            "rewrite": [workflow.publish],
            "overtaken": [workflow.publish],
            "withdrawn": [workflow.publish, workflow.withdraw],
        }
        for step in steps[phase]:
            step(edition, by=None)
        if phase not in ("rewrite", "overtaken"):
            return edition
        draft = workflow.start_edition(edition, by=self.author)
        if phase == "overtaken":
            workflow.publish(workflow.start_edition(edition, by=None), by=None)
        return draft

    def asked(self, verb: str) -> dict[str, str]:
        tomorrow = timezone.now() + timedelta(days=2)
        return {f"{verb}-comment": "Because.", f"{verb}-language": "fr"} | self.moment(f"{verb}-at", tomorrow)

    def done(self, edition: Edition, before: int) -> bool:
        """Tell whether anything was written, on this edition, beside it or as its translation."""
        edition = Edition.objects.select_related("article").get(pk=edition.pk)
        told = sum(one.transitions.count() for one in edition.article.editions.all())
        return told > before or edition.article.translated().exists()

    def test_the_table_is_about_every_button(self):
        self.assertEqual({verb for _phase, verb in TABLE}, set(BUTTONS))

    def test_a_button_pressed_by_address_does_what_the_table_says(self):
        for (phase, verb), expected in TABLE.items():
            for person, answer in zip(PEOPLE, expected, strict=True):
                with self.subTest(phase=phase, verb=verb, person=person):
                    edition = self.make(phase)
                    before = sum(one.transitions.count() for one in edition.article.editions.all())
                    posted = {"_verb": verb, **self.asked(verb)}
                    if phase not in ("live", "scheduled", "withdrawn"):
                        shown = {name: getattr(edition, name) for name in ("headline", "slug", "body", "language")}
                        blank = {"standfirst": "", "tags": ""}
                        posted = self.words(edition, section=edition.section_id, **shown, **blank) | posted
                    self.client.logout()
                    if self.people[person]:
                        self.client.force_login(self.people[person])
                    response = self.client.post(self.url(edition), posted)
                    self.assertIn(response.status_code, (200, 302, 403, 404))
                    self.assertEqual("y" if self.done(edition, before) else "n", answer)
                    if answer == "n":
                        unchanged = Edition.objects.get(pk=edition.pk)
                        self.assertEqual(
                            (unchanged.headline, unchanged.status, unchanged.live_until, unchanged.updated_by),
                            (edition.headline, edition.status, edition.live_until, edition.updated_by),
                        )
