"""The edition's page at the desk: words are saved, verbs are made, and nothing typed is lost."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Edition, Transition
from articles.states import Status
from tests.cast import CastTestCase
from tests.factories import make_author, make_draft, make_note, make_section

STRINGS = Path(__file__).resolve().parents[4] / "shared" / "cases" / "strings" / "blns.json"


class EditionPageTest(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.town = make_section("Town", slug="town")
        cls.ada = make_author("Ada", slug="ada")
        cls.bob = make_author("Bob", slug="bob")

    def draft(self, **fields):
        fields = {"by": self.writer, "section": self.town, "headline": "Old", "bylines": [(self.ada, "text")]} | fields
        return make_draft(**fields)

    def words(self, edition: Edition | None = None, bylines=(), **changed: object) -> dict[str, object]:
        """Return what the form posts: the edition's own words unless they are changed."""
        bylines = bylines or [(self.ada, "text")]
        posted: dict[str, object] = {
            "headline": "New headline",
            "kicker": "",
            "standfirst": "What it says.",
            "body": "<p>New body.</p>",
            "section": self.town.pk,
            "genre": "news",
            "language": "fr",
            "tags": "Élysée, Port, élysée",
            "correction_kind": "",
            "read_version": edition.lock_version if edition else "",
            "bylines-TOTAL_FORMS": len(bylines),
            "bylines-INITIAL_FORMS": 0,
            "bylines-MIN_NUM_FORMS": 0,
            "bylines-MAX_NUM_FORMS": 1000,
        }
        for row, (author, role) in enumerate(bylines):
            posted |= {f"bylines-{row}-author": author.pk, f"bylines-{row}-role": role, f"bylines-{row}-position": row}
        return posted | changed

    def url(self, edition: Edition) -> str:
        return reverse("admin:articles_edition_change", args=[edition.pk])

    def post(self, user, edition: Edition, **changed: object):
        self.client.force_login(user)
        return self.client.post(self.url(edition), self.words(edition, **changed))

    def told(self, response) -> list[str]:
        """Return the messages shown after the redirect."""
        page = self.client.get(response.url)
        return [str(message) for message in page.context["messages"]]

    # --- words --------------------------------------------------------------------------------------------------------

    def test_a_writer_begins_an_article(self):
        self.client.force_login(self.writer)
        bylines = [(self.bob, "photos"), (self.ada, "text")]
        response = self.client.post(reverse("admin:articles_edition_add"), self.words(bylines=bylines))
        edition = Edition.objects.get()
        self.assertRedirects(response, self.url(edition))
        self.assertEqual((edition.headline, edition.slug, edition.status), ("New headline", "new-headline", Status.DRAFT))
        self.assertEqual(edition.body, "<p>New body.</p>")
        self.assertEqual(edition.created_by, self.writer)
        self.assertEqual(list(edition.bylines.values_list("author__slug", "role")), [("bob", "photos"), ("ada", "text")])
        self.assertEqual(list(edition.tag_rows.values_list("tag__name", flat=True)), ["Élysée", "Port"])

    def test_words_and_rows_are_changed(self):
        note = make_note()
        edition = self.draft(tags=["Old"])
        response = self.post(self.writer, edition, bylines=[(self.bob, "text")], notes=[note.pk])
        self.assertRedirects(response, self.url(edition))
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.updated_by), ("New headline", self.writer))
        self.assertEqual(list(edition.bylines.values_list("author__slug", flat=True)), ["bob"])
        self.assertEqual(list(edition.note_rows.values_list("note", flat=True)), [note.pk])
        self.assertEqual(edition.revisions.first().content["headline"], "New headline")

    def test_a_body_that_is_not_safe_is_made_so(self):
        edition = self.draft()
        self.post(self.writer, edition, body="<p onclick='x()'>Words<script>alert(1)</script></p>")
        edition.refresh_from_db()
        self.assertEqual(edition.body, "<p>Words</p>")

    def test_a_colleagues_words_are_not_written_over_and_mine_stay_on_the_page(self):
        edition = self.draft()
        stale = self.words(edition, headline="Mine")
        self.post(self.publisher, edition, headline="Theirs")
        self.client.force_login(self.writer)
        response = self.client.post(self.url(edition), stale)
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, "Paul Publisher")
        self.assertContains(response, ">\nMine</textarea>")
        edition.refresh_from_db()
        self.assertEqual(edition.headline, "Theirs")

    def test_words_for_an_edition_that_was_published_meanwhile_become_a_new_draft(self):
        edition = self.draft()
        posted = self.words(edition, headline="Written in the train")
        workflow.publish(edition, by=self.publisher)
        self.client.force_login(self.writer)
        response = self.client.post(self.url(edition), posted)
        rescued = Edition.objects.get(article=edition.article, number=2)
        self.assertRedirects(response, self.url(rescued))
        self.assertEqual((rescued.headline, rescued.status), ("Written in the train", Status.DRAFT))
        self.assertEqual(list(rescued.bylines.values_list("author__slug", flat=True)), ["ada"])
        edition.refresh_from_db()
        self.assertEqual(edition.headline, "Old")

    def test_bad_input_is_told_and_the_words_stay(self):
        edition = self.draft()
        for name, changed in [
            ("the same author twice", {"bylines": [(self.ada, "text"), (self.ada, "photos")]}),
            ("a section that is not there", {"section": 999999}),
            ("a date that is none", {"expires_at_0": "tomorrow", "expires_at_1": "noon"}),
            ("a slug that is none", {"slug": "Ça va ?"}),
            ("a headline that is too long", {"headline": "x" * 251}),
            ("a tag that is too long", {"tags": "y" * 101}),
            ("a correction without words", {"correction_kind": "correction"}),
        ]:
            with self.subTest(name):
                response = self.post(self.writer, edition, **({"standfirst": "Kept words."} | changed))
                self.assertEqual(response.status_code, 200)
                self.assertContains(response, "errornote")
                self.assertContains(response, ">\nKept words.</textarea>")
                self.assertEqual(Edition.objects.get(pk=edition.pk).headline, "Old")

    def test_no_string_breaks_the_form(self):
        if not STRINGS.exists():
            self.skipTest("the naughty strings are not on this machine")
        edition = self.draft()
        for string in json.loads(STRINGS.read_text()):
            edition.refresh_from_db()
            response = self.post(self.writer, edition, kicker=string[:120], standfirst=string, body=string, tags=string[:90])
            self.assertIn(response.status_code, (200, 302), string)

    # --- verbs --------------------------------------------------------------------------------------------------------

    def test_a_verb_saves_the_words_first(self):
        edition = self.draft()
        response = self.post(self.writer, edition, _verb="submit", headline="Ready")
        self.assertRedirects(response, self.url(edition))
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.status), ("Ready", Status.IN_REVIEW))

    def test_a_verb_that_fails_keeps_the_words_and_says_why(self):
        edition = self.draft(sponsored=True)
        response = self.post(self.publisher, edition, _verb="publish", headline="Kept", sponsored="on")
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.status), ("Kept", Status.DRAFT))
        with self.settings(LANGUAGE_CODE="en"):
            page = self.client.get(response.url, headers={"accept-language": "en"})
        self.assertEqual(
            [str(message) for message in page.context["messages"]],
            ["This is paid content: add the sponsorship note that tells readers who pays."],
        )

    def test_a_publisher_publishes_and_schedules(self):
        edition = self.draft()
        self.post(self.publisher, edition, _verb="publish")
        edition.refresh_from_db()
        self.assertTrue(edition.is_live(timezone.now()))
        later = timezone.localtime(timezone.now() + timedelta(days=2)).replace(microsecond=0)
        other = self.draft()
        time = {"verb-at_0": later.strftime("%Y-%m-%d"), "verb-at_1": later.strftime("%H:%M:%S")}
        self.post(self.publisher, other, _verb="publish", **time)
        other.refresh_from_db()
        self.assertEqual(other.live_from, later)

    def test_a_time_that_is_none_publishes_nothing(self):
        edition = self.draft()
        response = self.post(self.publisher, edition, _verb="publish", headline="Kept", **{"verb-at_0": "tomorrow"})
        self.assertEqual(response.status_code, 302)
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.status), ("Kept", Status.DRAFT))

    def test_who_may_not_make_a_verb_is_told_so(self):
        edition = self.draft()
        self.post(self.writer, edition, _verb="publish")
        self.post(self.writer, edition, _verb="no_such_verb")
        edition.refresh_from_db()
        self.assertEqual(edition.status, Status.DRAFT)
        verbs = list(Transition.objects.filter(edition=edition).values_list("verb", flat=True))
        self.assertEqual(verbs, ["start"])

    def test_a_published_edition_is_read_only_and_its_verbs_are_buttons(self):
        edition = workflow.publish(self.draft(body="<p>Read <em>me</em>.</p>"), by=self.publisher)
        self.client.force_login(self.publisher)
        page = self.client.get(self.url(edition))
        self.assertContains(page, "<p>Read <em>me</em>.</p>")
        self.assertNotContains(page, 'name="headline"')
        buttons = [line.split('value="')[1].split('"')[0] for line in page.content.decode().split("<button")[1:] if line.count("_verb") and "_verb" in line.split(">")[0]]
        self.assertEqual(buttons, ["withdraw", "start"])
        self.client.post(self.url(edition), {"_verb": "withdraw", "verb-comment": "Wrong house."})
        edition.refresh_from_db()
        self.assertIsNotNone(edition.withdrawn_at)
        self.assertEqual(edition.transitions.first().comment, "Wrong house.")

    def test_a_new_edition_is_begun_from_a_published_one(self):
        edition = workflow.publish(self.draft(), by=self.publisher)
        self.client.force_login(self.writer)
        response = self.client.post(self.url(edition), {"_verb": "start"})
        draft = Edition.objects.get(based_on=edition)
        self.assertRedirects(response, self.url(draft))
        self.assertEqual(draft.created_by, self.writer)

    def test_who_may_only_read_changes_nothing(self):
        edition = workflow.publish(self.draft(), by=self.publisher)
        self.client.force_login(self.commercial)
        self.assertEqual(self.client.get(self.url(edition)).status_code, 200)
        self.assertEqual(self.client.post(self.url(edition), self.words(edition)).status_code, 403)
        self.assertEqual(Edition.objects.count(), 1)

    def test_nothing_is_deleted(self):
        edition = self.draft()
        self.client.force_login(self.publisher)
        url = reverse("admin:articles_edition_delete", args=[edition.pk])
        self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)

    # --- who sees what ------------------------------------------------------------------------------------------------

    def test_a_writer_sees_own_drafts_and_what_is_published(self):
        mine = self.draft()
        theirs = self.draft(by=self.publisher, headline="Their secret")
        public = workflow.publish(self.draft(by=self.publisher, headline="Public"), by=self.publisher)
        self.client.force_login(self.writer)
        statuses = {edition: self.client.get(self.url(edition)).status_code for edition in (mine, theirs, public)}
        self.assertEqual(statuses, {mine: 200, theirs: 302, public: 200})
        history = reverse("admin:articles_edition_history", args=[theirs.pk])
        self.assertEqual(self.client.get(history).status_code, 302)
        page = self.client.get(reverse("admin:articles_article_changelist"))
        self.assertNotContains(page, "Their secret")
        found = self.client.get(reverse("admin:articles_article_changelist"), {"q": "secret"})
        self.assertEqual(found.context["cl"].result_count, 0)
        log = self.client.get(reverse("admin:articles_transition_changelist"))
        self.assertNotContains(log, "Their secret")
