"""The verbs of an edition's page: buttons that save the words first, and say why when they can't be done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from articles import workflow
from articles.models import Edition
from articles.states import Phase, Status
from tests.articles.admin.desk import DeskTestCase
from tests.factories import HOUR, make_note


class VerbTest(DeskTestCase):
    def phase(self, edition: Edition) -> Phase:
        return Edition.objects.get(pk=edition.pk).phase(timezone.now())

    def test_the_buttons_are_the_moves_one_may_make_and_saving_comes_first(self):
        def shown(user, edition):
            self.client.force_login(user)
            return self.buttons(self.client.get(self.url(edition)))

        save = "Save"
        draft = self.draft()
        self.assertEqual(shown(self.writer, draft), [save, "submit", "discard"])
        self.assertEqual(shown(self.editor, draft), [save, "submit", "discard"])
        self.assertEqual(shown(self.publisher, draft), [save, "submit", "publish", "schedule", "discard"])
        workflow.submit(draft, by=None)
        self.assertEqual(shown(self.writer, draft), [save, "discard"])
        self.assertEqual(shown(self.editor, draft), [save, "approve", "request_changes", "discard"])
        workflow.approve(draft, by=None)
        self.assertEqual(shown(self.writer, draft), [])
        self.assertEqual(shown(self.publisher, draft), [save, "publish", "request_changes", "schedule", "discard"])
        workflow.publish(draft, by=None, at=timezone.now() + HOUR)
        self.assertEqual(shown(self.publisher, draft), ["start", "unschedule", "translate", "reschedule"])
        workflow.publish(workflow.unschedule(draft, by=None), by=None)
        self.assertEqual(shown(self.publisher, draft), ["start", "correct", "translate", "withdraw"])
        self.assertEqual(shown(self.writer, draft), ["start", "correct", "translate"])
        rewrite = workflow.start_edition(draft, by=self.writer)
        self.assertEqual(
            shown(self.publisher, rewrite), [save, "submit", "publish", "publish_uncorrected", "schedule", "discard"]
        )
        workflow.save_draft(rewrite, by=None)
        self.assertEqual(shown(self.commercial, draft), [])
        workflow.withdraw(draft, by=None)
        self.assertEqual(shown(self.publisher, draft), ["start", "translate", "restore", "redact"])

    def test_a_verb_saves_the_words_first(self):
        edition = self.draft()
        response = self.post(self.writer, edition, _verb="submit", headline="Ready")
        self.assertRedirects(response, self.url(edition), fetch_redirect_response=False)
        self.assertEqual(self.told(response), ["Edition 1 is now: in review."])
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.status), ("Ready", Status.IN_REVIEW))

    def test_what_stands_in_the_way_is_told_and_the_words_are_kept(self):
        edition = self.draft()
        response = self.post(self.publisher, edition, _verb="publish", headline="Kept", sponsored="on")
        told = "This is paid content: add the sponsorship note that tells readers who pays."
        self.assertEqual(self.told(response), [told])
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.status), ("Kept", Status.DRAFT))
        self.post(self.publisher, edition, _verb="publish", sponsored="on", notes=[make_note().pk])
        self.assertEqual(self.phase(edition), Phase.LIVE)

    def test_everything_that_is_missing_is_told_at_once(self):
        edition = self.draft()
        empty = {"headline": "", "section": "", "body": "", "bylines-0-author": ""}
        response = self.post(self.publisher, edition, _verb="publish", **empty)
        self.assertEqual(
            self.told(response),
            ["Write a headline.", "Choose a section.", "Say who signs it: add a byline.", "The body is empty."],
        )

    def test_a_publisher_schedules_with_an_expiry_and_unschedules(self):
        edition = self.draft()
        opens = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
        times = self.moment("schedule-at", opens) | self.moment("expires_at", opens + HOUR)
        self.post(self.publisher, edition, _verb="schedule", headline="Later", **times)
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.live_from, edition.live_until), ("Later", opens, opens + HOUR))
        self.press(self.publisher, edition, "reschedule", **self.moment("reschedule-at", opens - HOUR))
        edition.refresh_from_db()
        self.assertEqual((edition.live_from, edition.live_until), (opens - HOUR, opens + HOUR))
        self.press(self.publisher, edition, "unschedule")
        self.assertEqual(self.phase(edition), Phase.APPROVED)

    def test_a_time_that_has_passed_publishes_nothing_and_stays_in_its_field(self):
        edition = self.draft()
        past = self.moment("schedule-at", datetime(2020, 1, 2, 9, tzinfo=UTC))
        response = self.post(self.publisher, edition, _verb="schedule", headline="Kept", **past)
        self.assertEqual(self.told(response), ["That time has passed: choose a later one, or publish now."])
        self.assertContains(response, 'value="2020-01-02T10:00"')
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.status), ("Kept", Status.DRAFT))

    def test_what_was_filled_in_for_a_button_that_was_not_pressed_is_not_lost(self):
        edition = workflow.submit(self.draft(), by=None)
        response = self.post(self.editor, edition, headline="Kept", **{"request_changes-comment": "Shorter"})
        self.assertEqual(self.told(response), ["Saved.", "“Ask for changes” has not been done: press its button."])
        self.assertContains(response, ">\nShorter</textarea>")
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.status), ("Kept", Status.IN_REVIEW))

    def test_who_rewords_what_is_live_says_what_readers_are_told(self):
        live = workflow.publish(self.draft(), by=None)
        owed = "This changes what readers have read: say what is corrected, or that nothing is owed."

        def rewrite() -> Edition:
            return workflow.start_edition(live, by=self.writer)

        edition = rewrite()
        self.assertEqual(self.told(self.post(self.publisher, edition, _verb="publish")), [owed])
        self.assertEqual(self.phase(edition), Phase.DRAFT)
        edition.refresh_from_db()
        self.post(self.publisher, edition, _verb="publish_uncorrected")
        edition.refresh_from_db()
        self.assertEqual(
            (edition.headline, edition.phase(timezone.now()), edition.correction_kind),
            ("New headline", Phase.LIVE, "none"),
        )
        answer = {"correction_kind": "correction", "correction_text": "The mayor is Ana Roy."}
        told = self.draft()
        for edition, verb, asked in (
            (rewrite(), "publish", answer),
            (workflow.withdraw(workflow.publish(told, by=None), by=None), "restore", answer),
        ):
            with self.subTest(verb):
                if verb == "publish":
                    self.post(self.publisher, edition, _verb=verb, **asked)
                else:
                    self.press(self.publisher, edition, verb, **{f"restore-{name}": asked[name] for name in asked})
                    edition = edition.article.editions.latest("number")
                edition.refresh_from_db()
                self.assertEqual(
                    (edition.phase(timezone.now()), edition.correction_kind, edition.correction_text),
                    (Phase.LIVE, *answer.values()),
                )

    def test_who_may_not_make_a_verb_is_told_so(self):
        edition = self.draft()
        response = self.post(self.writer, edition, _verb="publish")
        self.assertEqual(self.told(response), ["You may not do this: “Publish”."])
        edition.refresh_from_db()
        response = self.post(self.writer, edition, _verb="delete")
        self.assertEqual(self.told(response), ["The desk knows no such button."])
        self.assertEqual(list(edition.transitions.values_list("verb", flat=True)), ["start"])

    def test_changes_are_asked_for_with_a_reason(self):
        edition = workflow.submit(self.draft(), by=None)
        response = self.post(self.editor, edition, _verb="request_changes")
        self.assertEqual(self.told(response), ["Say why, in a sentence."])
        self.assertEqual(self.phase(edition), Phase.IN_REVIEW)
        self.post(
            self.editor,
            Edition.objects.get(pk=edition.pk),
            _verb="request_changes",
            **{"request_changes-comment": "Shorter"},
        )
        self.assertEqual(self.phase(edition), Phase.DRAFT)


class FrozenTest(DeskTestCase):
    def published(self, **fields) -> Edition:
        return workflow.publish(self.draft(**fields), by=None)

    def test_it_is_read_as_readers_get_it(self):
        edition = self.published(body="<p>Read <em>me</em> !</p>", language="fr", tags=["Port"])
        self.client.force_login(self.publisher)
        page = self.client.get(self.url(edition))
        self.assertContains(page, "<p>Read <em>me</em>\u202f!</p>")
        self.assertNotContains(page, 'name="headline"')
        self.assertNotContains(page, "&lt;p&gt;")

    def test_a_new_edition_is_begun_from_it(self):
        edition = self.published(tags=["Port"])
        response = self.press(self.writer, edition, "start")
        draft = Edition.objects.get(based_on=edition)
        self.assertRedirects(response, self.url(draft))
        self.assertEqual((draft.created_by, draft.number, draft.headline), (self.writer, 2, "Old"))

    def test_a_translation_is_begun_from_it_once(self):
        edition = self.published(language="fr")
        response = self.press(self.writer, edition, "translate", **{"translate-language": "en"})
        draft = Edition.objects.exclude(article=edition.article).get()
        self.assertRedirects(response, self.url(draft))
        self.assertEqual((draft.language, draft.article.translation_of, draft.headline), ("en", edition.article, ""))
        response = self.press(self.writer, edition, "translate", **{"translate-language": "en"})
        self.assertEqual(self.told(response), ["There is a translation into that language already."])

    def test_it_is_withdrawn_restored_and_redacted(self):
        edition = self.published()
        self.press(self.publisher, edition, "withdraw", **{"withdraw-comment": "Wrong house."})
        edition.refresh_from_db()
        self.assertEqual(edition.phase(timezone.now()), Phase.WITHDRAWN)
        self.assertEqual(edition.transitions.first().comment, "Wrong house.")
        response = self.press(self.publisher, edition, "restore")
        again = Edition.objects.get(based_on=edition)
        self.assertRedirects(response, self.url(again))
        self.assertEqual(again.phase(timezone.now()), Phase.LIVE)
        response = self.press(self.publisher, edition, "redact")
        self.assertEqual(self.told(response), ["Say why, in a sentence."])
        self.press(self.publisher, edition, "redact", **{"redact-comment": "A court said so."})
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.body), ("Redacted", ""))

    def test_a_bad_time_is_told(self):
        edition = self.published()
        workflow.withdraw(edition, by=None)
        response = self.press(self.publisher, edition, "restore", **{"restore-at": "soon"})
        self.assertEqual(self.told(response), ["From: Write a date and a time of day, as 2026-11-27T08:00."])
        self.assertEqual(Edition.objects.count(), 1)

    def test_who_may_only_read_changes_nothing(self):
        edition = self.published()
        self.client.force_login(self.commercial)
        self.assertEqual(self.client.get(self.url(edition)).status_code, 200)
        self.assertEqual(self.post(self.commercial, edition).status_code, 403)
        for verb in ("start", "withdraw", "redact"):
            with self.subTest(verb):
                self.assertEqual(self.press(self.commercial, edition, verb).status_code, 200)
        edition.refresh_from_db()
        self.assertEqual((Edition.objects.count(), edition.headline, edition.withdrawn_at), (1, "Old", None))

    def test_nothing_is_deleted(self):
        edition = self.published()
        self.client.force_login(self.publisher)
        self.assertEqual(self.client.post(self.url(edition, "delete"), {"post": "yes"}).status_code, 403)
        self.assertEqual(Edition.objects.count(), 1)
