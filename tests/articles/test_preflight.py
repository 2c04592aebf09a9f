"""What stands between a draft and its readers: each rule met and broken, and the door that asks them."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.test import TestCase
from django.utils import translation

from articles import preflight, workflow
from articles.models import Edition
from articles.preflight import Severity
from articles.states import NoteKind, Status
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_draft, make_note, make_section


class PreflightTest(TestCase):
    def setUp(self):
        cache.clear()
        self.enterContext(translation.override("en"))

    def problems(self, edition: Edition, at: Any = NOW) -> list[tuple[str, str]]:
        edition = Edition.objects.select_related("article", "section").get(pk=edition.pk)
        return [(problem.severity.value, problem.field) for problem in preflight.check(edition, at)]

    def assert_blocked(self, edition: Edition, *fields: str) -> None:
        """The named fields block it, here and at the door, and it stays a draft."""
        self.assertEqual(self.problems(edition), [("blocking", field) for field in fields])
        with clock(NOW), self.assertRaises(workflow.PreflightError) as caught:
            workflow.publish(edition, by=None)
        self.assertEqual([problem.field for problem in caught.exception.problems], list(fields))
        self.assertEqual(caught.exception.messages, [problem.message for problem in caught.exception.problems])
        edition.refresh_from_db()
        self.assertEqual((edition.status, edition.live_from, edition.compiled), (Status.DRAFT, None, None))

    def test_a_complete_draft_has_no_problem(self):
        self.assertEqual(self.problems(make_draft()), [])

    def test_an_empty_draft_has_them_all(self):
        with clock(NOW - DAY):
            empty = workflow.start_article(by=None)
        self.assert_blocked(empty, "headline", "section", "bylines", "body")

    def test_headline(self):
        self.assert_blocked(make_draft(headline="   ", slug="x"), "headline")
        self.assert_blocked(make_draft(headline="日本"), "slug")

    def test_section(self):
        self.assert_blocked(make_draft(section=None), "section")

    def test_byline(self):
        self.assert_blocked(make_draft(bylines=[]), "bylines")

    def test_body(self):
        for body in ("", "<p> </p>", "<p>\xa0</p>", "<script>words</script>", "<hr>"):
            with self.subTest(body):
                self.assert_blocked(make_draft(body=body), "body")

    def test_paid_content_needs_the_note_that_says_who_pays(self):
        self.assert_blocked(make_draft(sponsored=True), "notes")
        self.assert_blocked(make_draft(sponsored=True, notes=[make_note(NoteKind.AFFILIATE)]), "notes")
        self.assert_blocked(make_draft(sponsored=True, notes=[make_note(NoteKind.HOUSE)]), "notes")
        for kind in (NoteKind.PAID, NoteKind.SUPPORTED):
            self.assertEqual(self.problems(make_draft(sponsored=True, notes=[make_note(kind)])), [])

    def test_a_note_counts_that_stands_there_when_the_window_opens(self):
        section = make_section()
        make_note(section=section, starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
        draft = make_draft(sponsored=True, section=section)
        for at, expected in [
            (NOW, [("blocking", "notes")]),
            (NOW + DAY, []),
            (NOW + 2 * DAY, [("blocking", "notes")]),
        ]:
            cache.clear()
            self.assertEqual(self.problems(draft, at), expected)

    def test_embargo(self):
        with clock(NOW - DAY):
            draft = make_draft()
            workflow.set_embargo(draft.article, NOW + DAY, by=None, source="The town", reason="A vote")
        self.assert_blocked(draft, "embargo_until")
        self.assertEqual(self.problems(draft, NOW + DAY), [])
        with clock(NOW):
            workflow.publish(draft, by=None, at=NOW + DAY)
        self.assertEqual(draft.live_from, NOW + DAY)

    def test_what_readers_see_is_newer_than_the_draft(self):
        first = make_article()
        with clock(NOW - HOUR):
            rewrite = workflow.start_edition(first, by=None)
            hotfix = workflow.start_edition(first, by=None)
            self.assertEqual((self.problems(rewrite), self.problems(hotfix)), ([], []))
            workflow.publish(hotfix, by=None)
        self.assertEqual(self.problems(rewrite), [("warning", "based_on")])
        with clock(NOW):
            workflow.publish(rewrite, by=None)  # a warning stands in nobody's way
        self.assertEqual(rewrite.status, Status.PUBLISHED)

    def test_what_blocks_comes_first(self):
        first = make_article()
        with clock(NOW - HOUR):
            rewrite = workflow.start_edition(first, by=None)
            workflow.publish(workflow.start_edition(first, by=None), by=None)
            rewrite.body = ""
            workflow.save_draft(rewrite, by=None, bylines=[])
        self.assertEqual(
            self.problems(rewrite), [("blocking", "bylines"), ("blocking", "body"), ("warning", "based_on")]
        )
        self.assertEqual([problem.severity for problem in preflight.blocking(rewrite, NOW)], [Severity.BLOCKING] * 2)
