"""The edition's page at the desk: words are saved as a draft, and nothing that was typed is ever lost."""

from __future__ import annotations

import json
from pathlib import Path

from django.urls import reverse

from articles import workflow
from articles.models import Article, Edition, SectionRight, Transition
from articles.states import Status
from tests.articles.admin.desk import DeskTestCase
from tests.cast import make_user
from tests.factories import NOW, clock, make_note, make_picture, make_section, make_sponsor

STRINGS = Path(__file__).resolve().parents[4] / "shared" / "cases" / "strings" / "blns.json"


class WritingTest(DeskTestCase):
    def test_a_writer_begins_an_article(self):
        self.client.force_login(self.writer)
        bylines = [(self.bob, "photos"), (self.ada, "text")]
        response = self.client.post(reverse("admin:articles_edition_add"), self.words(bylines=bylines))
        edition = Edition.objects.get()
        self.assertRedirects(response, self.url(edition))
        self.assertEqual(
            (edition.headline, edition.slug, edition.status), ("New headline", "new-headline", Status.DRAFT)
        )
        self.assertEqual(edition.body, "<p>New body.</p>")
        self.assertEqual(edition.created_by, self.writer)
        self.assertEqual(edition.article.created_by, self.writer)
        self.assertEqual(list(edition.bylines.values_list("author__slug", "role")), [("bob", "photos"), ("ada", "text")])
        self.assertEqual(list(edition.tag_rows.values_list("tag__name", flat=True)), ["Élysée", "Port"])

    def test_adding_an_article_leads_to_the_form(self):
        self.client.force_login(self.writer)
        self.assertRedirects(
            self.client.get(reverse("admin:articles_article_add")), reverse("admin:articles_edition_add")
        )
        self.assertEqual(Article.objects.count(), 0)

    def test_words_and_rows_are_changed(self):
        note, picture = make_note(), make_picture()
        edition = self.draft(tags=["Old"])
        response = self.post(
            self.writer, edition, bylines=[(self.bob, "text")], notes=[note.pk], lead_picture=picture.pk
        )
        self.assertRedirects(response, self.url(edition))
        edition.refresh_from_db()
        self.assertEqual(
            (edition.headline, edition.lead_picture, edition.updated_by), ("New headline", picture, self.writer)
        )
        self.assertEqual(list(edition.bylines.values_list("author__slug", flat=True)), ["bob"])
        self.assertEqual(list(edition.tag_rows.values_list("tag__name", flat=True)), ["Élysée", "Port"])
        self.assertEqual(list(edition.note_rows.values_list("note", flat=True)), [note.pk])
        self.assertEqual(edition.revisions.first().content["headline"], "New headline")

    def test_a_line_without_an_author_is_no_byline_and_positions_decide_the_order(self):
        edition = self.draft()
        lines = {
            "bylines-TOTAL_FORMS": 4,
            "bylines-0-author": self.ada.pk, "bylines-0-role": "text", "bylines-0-position": "5",
            "bylines-1-author": "", "bylines-1-role": "photos", "bylines-1-position": "1",
            "bylines-2-author": self.bob.pk, "bylines-2-role": "photos", "bylines-2-position": "2",
            "bylines-3-author": "", "bylines-3-role": "text", "bylines-3-position": "",
        }  # fmt: skip
        self.post(self.writer, edition, **lines)
        self.assertEqual(list(edition.bylines.values_list("author__slug", flat=True)), ["bob", "ada"])

    def test_bylines_can_be_taken_away_and_swapped(self):
        edition = self.draft(bylines=[(self.ada, "text"), (self.bob, "photos")])
        self.post(self.writer, edition, bylines=[(self.bob, "text"), (self.ada, "photos")])
        self.assertEqual(list(edition.bylines.values_list("author__slug", "role")), [("bob", "text"), ("ada", "photos")])
        edition.refresh_from_db()
        self.post(self.writer, edition, **{"bylines-TOTAL_FORMS": 0})
        self.assertEqual(edition.bylines.count(), 0)

    def test_the_form_shows_what_is_stored_in_the_order_of_the_page(self):
        edition = self.draft(
            body="<p>Body.</p>", tags=["Port", "Élysée"], bylines=[(self.ada, "text"), (self.bob, "photos")]
        )
        self.client.force_login(self.writer)
        page = self.client.get(self.url(edition))
        form = page.context["adminform"].form
        self.assertEqual(form["tags"].value(), "Port, Élysée")
        self.assertEqual(form["seen_version"].value(), edition.lock_version)
        lines = [line.initial for line in page.context["inline_admin_formsets"][0].formset.extra_forms]
        self.assertEqual([(line.get("author"), line.get("role")) for line in lines], [
            (self.ada, "text"), (self.bob, "photos"), (None, None),
        ])  # fmt: skip
        content = page.content.decode()
        places = [content.index(f'name="{name}"') for name in ("kicker", "headline", "standfirst", "body", "section")]
        self.assertEqual(places, sorted(places))

    def test_a_body_that_is_not_safe_is_made_so(self):
        edition = self.draft()
        self.post(self.writer, edition, body="<p onclick='x()'>Words<script>alert(1)</script></p>")
        edition.refresh_from_db()
        self.assertEqual(edition.body, "<p>Words</p>")

    def test_saving_the_same_words_changes_nothing(self):
        edition = self.draft(standfirst="One\ntwo", tags=["Port"], body="<p>A</p><p>B</p>")
        workflow.submit(edition, by=self.writer)
        workflow.approve(edition, by=self.editor)
        same = {
            "headline": "Old", "standfirst": "One\r\ntwo", "body": "<p>A</p>\r\n<p>B</p>", "tags": "port",
            "slug": edition.slug, "language": edition.language,
        }  # fmt: skip
        response = self.post(self.publisher, edition, **same)
        self.assertRedirects(response, self.url(edition))
        edition.refresh_from_db()
        self.assertEqual((edition.status, edition.lock_version), (Status.APPROVED, 1))

    def test_other_words_send_an_approved_draft_back_to_review(self):
        edition = self.draft()
        workflow.submit(edition, by=self.writer)
        workflow.approve(edition, by=self.editor)
        self.post(self.publisher, edition)
        edition.refresh_from_db()
        self.assertEqual(edition.status, Status.IN_REVIEW)

    def test_redaction_leaves_no_headline_in_the_admins_own_log(self):
        edition = self.draft()
        response = self.post(self.publisher, edition, headline="A name that must go")
        index = self.client.get(reverse("admin:index"))
        self.assertEqual(response.status_code, 302)
        self.assertEqual(list(index.context["log_entries"]), [])


class NothingIsLostTest(DeskTestCase):
    def test_a_colleagues_words_are_not_written_over_and_mine_stay_on_the_page(self):
        edition = self.draft()
        stale = self.words(edition, headline="Mine", tags="My tag")
        self.post(self.publisher, edition, headline="Theirs")
        self.client.force_login(self.writer)
        response = self.client.post(self.url(edition), stale)
        self.assertEqual(
            self.errors(response),
            ["publisher saved this draft after you opened it: open it again and bring your words over."],
        )
        form = response.context["adminform"].form
        self.assertEqual((form["headline"].value(), form["tags"].value()), ("Mine", "My tag"))
        self.assertContains(response, "What it says.</textarea>")
        edition.refresh_from_db()
        self.assertEqual(edition.headline, "Theirs")

    def test_a_version_that_is_no_version_is_a_conflict(self):
        edition = self.draft()
        for seen in ("", "x", "-1", "9" * 30, "²"):
            with self.subTest(seen):
                self.assertEqual(len(self.errors(self.post(self.writer, edition, seen_version=seen))), 1)
        self.assertEqual(Edition.objects.get().headline, "Old")

    def test_words_for_an_edition_that_was_published_meanwhile_become_a_new_draft(self):
        edition = self.draft()
        posted = self.words(edition, headline="Written in the train", _verb="submit")
        workflow.publish(edition, by=self.publisher)
        self.client.force_login(self.writer)
        response = self.client.post(self.url(edition), posted)
        rescued = Edition.objects.get(article=edition.article, number=2)
        self.assertRedirects(response, self.url(rescued), fetch_redirect_response=False)
        self.assertEqual(
            self.told(response),
            ["That edition is closed to changes: your words are in this new draft. Nothing else was done."],
        )
        self.assertEqual((rescued.headline, rescued.status), ("Written in the train", Status.DRAFT))
        self.assertEqual(list(rescued.bylines.values_list("author__slug", flat=True)), ["ada"])
        edition.refresh_from_db()
        self.assertEqual(edition.headline, "Old")

    def test_so_do_words_for_one_that_was_approved_or_discarded_meanwhile(self):
        for name, close in [
            ("approved", lambda edition: workflow.approve(workflow.submit(edition, by=None), by=self.editor)),
            ("discarded", lambda edition: workflow.discard(edition, by=self.editor)),
        ]:
            with self.subTest(name):
                edition = self.draft()
                posted = self.words(edition, headline=f"For what was {name}")
                close(edition)
                self.client.force_login(self.writer)
                response = self.client.post(self.url(edition), posted)
                rescued = Edition.objects.get(article=edition.article, number=2)
                self.assertRedirects(response, self.url(rescued))
                self.assertEqual((rescued.headline, rescued.based_on), (f"For what was {name}", edition))
                self.assertEqual(Edition.objects.get(pk=edition.pk).headline, "Old")

    def test_a_bad_field_on_a_closed_edition_keeps_the_words_on_the_page(self):
        edition = self.draft()
        posted = self.words(edition, standfirst="Kept words.", slug="Not a slug")
        workflow.publish(edition, by=self.publisher)
        self.client.force_login(self.writer)
        response = self.client.post(self.url(edition), posted)
        self.assertContains(response, "Kept words.</textarea>")
        self.assertEqual(Edition.objects.count(), 1)

    def test_bad_input_is_told_in_a_sentence_and_the_words_stay(self):
        edition = self.draft()
        too_long = "Ensure this value has at most 250 characters (it has 251)."
        choice = "Select a valid choice. That choice is not one of the available choices."
        for changed, told in [
            ({"bylines": [(self.ada, "text"), (self.ada, "photos")]}, ["Ada signs twice: keep one of the lines."]),
            ({"section": 999999}, [choice]),
            ({"section": "x"}, [choice]),
            ({"lead_picture": 999999}, [choice]),
            ({"bylines-0-author": 999999}, [choice]),
            ({"expires_at_0": "tomorrow", "expires_at_1": "noon"}, ["Enter a valid date.", "Enter a valid time."]),
            ({"expires_at_0": "2026-05-01", "expires_at_1": ""}, ["Enter a valid time."]),
            ({"expires_at_0": "0001-01-01", "expires_at_1": "00:00"}, ["Choose a year between 1900 and 2200."]),
            ({"publish_at_0": "9999-12-31", "publish_at_1": "23:59"}, ["Choose a year between 1900 and 2200."]),
            ({"publish_at_0": "2026-03-29", "publish_at_1": "02:30"},
             ["2026-03-29 02:30:00 couldn’t be interpreted in time zone Europe/Paris; "
              "it may be ambiguous or it may not exist."]),
            ({"slug": "Ça va ?"}, ["Use lower-case letters without accents, digits and single hyphens."]),
            ({"headline": "x" * 251}, [too_long]),
            ({"kicker": "a\x00b"}, ["Null characters are not allowed."]),
            ({"tags": "y" * 101}, [f"“{'y' * 30}…” is too long for a tag: 90 characters at most."]),
            ({"tags": "ﷺ" * 20}, [f"“{'ﷺ' * 20}…” is too long for a tag: 90 characters at most."]),
            ({"tags": "port, \u0301"}, ["Write a name with letters or digits in it."]),
            ({"correction_kind": "correction"},
             ["Say in a sentence what was corrected: readers will see it."]),
        ]:  # fmt: skip
            with self.subTest(str(changed)[:60]):
                if "correction_kind" in changed:
                    edition = workflow.start_edition(workflow.publish(edition, by=None), by=self.writer)
                response = self.post(self.writer, edition, **({"standfirst": "Kept words."} | changed))
                self.assertEqual(self.errors(response), told)
                self.assertContains(response, "Kept words.</textarea>")
                self.assertEqual(Edition.objects.get(pk=edition.pk).headline, "Old")

    def test_much_text_is_kept(self):
        edition = self.draft()
        body = f"<p>{'word ' * 150_000}end</p>"
        self.assertEqual(self.post(self.writer, edition, body=body, standfirst="é" * 100_000).status_code, 302)
        edition.refresh_from_db()
        self.assertEqual((len(edition.body), len(edition.standfirst)), (len(body), 100_000))

    def test_no_string_breaks_the_form(self):
        if not STRINGS.exists():
            self.skipTest("the naughty strings are not on this machine")
        edition = self.draft()
        for string in json.loads(STRINGS.read_text()):
            edition.refresh_from_db()
            fields = {name: string[:120] for name in ("kicker", "headline", "search_title", "lead_caption", "slug")}
            response = self.post(self.writer, edition, **fields, standfirst=string, body=string, tags=string)
            self.assertIn(response.status_code, (200, 302), string)
            edition.refresh_from_db()
            response = self.post(self.writer, edition, standfirst=string, body=string, comment=string)
            self.assertEqual(response.status_code, 200 if "\x00" in string else 302, string)
            self.assertEqual(self.client.get(self.url(edition)).status_code, 200, string)

    def test_nothing_is_deleted(self):
        edition = self.draft()
        workflow.publish(edition, by=None)
        admin = make_user("admin", "publishers", is_superuser=True)
        revision, transition = edition.revisions.first(), edition.transitions.first()
        for user in (self.writer, self.editor, self.publisher, self.commercial, admin):
            self.client.force_login(user)
            for row in (edition, edition.article, revision, transition):
                with self.subTest(user=user.username, row=row._meta.model_name):
                    url = reverse(f"admin:articles_{row._meta.model_name}_delete", args=[row.pk])
                    self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)
                    self.assertEqual(self.client.get(url).status_code, 403)
        self.assertEqual(Article.objects.count(), 1)
        self.assertEqual(Transition.objects.count(), 2)


class SectionsTest(DeskTestCase):
    """An editor's rights end where the section ends."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.local = make_user("local", "editors")
        cls.streets = make_section("Streets", slug="streets", parent=cls.town)
        cls.sport = make_section("Sport", slug="sport")
        SectionRight.objects.create(user=cls.local, section=cls.town)

    def test_an_editor_writes_below_the_section_and_not_beside_it(self):
        below = self.draft(section=self.streets)
        self.assertEqual(self.post(self.local, below, section=self.streets.pk).status_code, 302)
        below.refresh_from_db()
        self.assertEqual(below.headline, "New headline")
        beside = self.draft(section=self.sport)
        response = self.post(self.local, beside)
        self.assertRedirects(response, reverse("admin:index"))  # for this editor it is not there
        beside.refresh_from_db()
        self.assertEqual(beside.headline, "Old")

    def test_an_editor_reads_what_is_published_beside_it_and_begins_a_new_edition_there(self):
        beside = workflow.publish(self.draft(section=self.sport), by=None)
        self.client.force_login(self.local)
        self.assertEqual(self.buttons(self.client.get(self.url(beside))), ["start"])

    def test_a_draft_is_not_moved_out_of_reach(self):
        edition = self.draft()
        response = self.post(self.local, edition, section=self.sport.pk)
        self.assertEqual(self.errors(response), ["You may not edit in that section: choose one of yours."])
        edition.refresh_from_db()
        self.assertEqual(edition.section, self.town)


class FrozenPageTest(DeskTestCase):
    def test_a_frozen_edition_is_read_and_not_edited(self):
        lead, inside = make_picture(alt="Lead", caption="Lead caption"), make_picture(alt="Inside")
        note = make_note(label="Paid by Acme", sponsor=make_sponsor("Acme"))
        related = workflow.publish(self.draft(), by=None).article.public_id
        body = (
            f'<p>Read <em>me</em>.</p><figure class="picture" data-picture="{inside.uuid}"></figure>'
            f'<figure class="related" data-article="{related}"></figure>'
            '<figure class="related" data-article="abcdefghjk"></figure>'
        )
        fields = {"lead_picture": lead, "tags": ["Port"], "notes": [note], "sponsored": True, "standfirst": "<b>Not bold"}
        with clock(NOW):
            edition = workflow.publish(self.draft(body=body, **fields), by=self.publisher)
        self.client.force_login(self.publisher)
        page = self.client.get(self.url(edition))
        self.assertContains(page, "<p>Read <em>me</em>.</p>", html=False)
        self.assertContains(page, "&lt;b&gt;Not bold")
        for words in ('alt="Lead"', "Lead caption", 'alt="Inside"', f"<code>{related}</code>", "Port", "Paid by Acme",
                      "Ada (text)", "This related article is not there.", "from 06/01/2026 2 p.m."):  # fmt: skip
            with self.subTest(words):
                self.assertContains(page, words)
        for name in ("headline", "body", "seen_version", "bylines-0-author", "_save"):
            with self.subTest(name):
                self.assertNotContains(page, f'name="{name}"')

    def test_who_may_only_read_changes_nothing(self):
        edition = workflow.publish(self.draft(), by=self.publisher)
        self.client.force_login(self.commercial)
        self.assertEqual(self.buttons(self.client.get(self.url(edition))), [])
        self.assertEqual(self.client.post(self.url(edition), self.words(edition)).status_code, 403)
        self.assertEqual(self.client.post(self.url(edition), {"_save": "Save"}).status_code, 403)
        for verb in ("start", "withdraw", "publish", "redact"):
            self.assertEqual(self.press(self.commercial, edition, verb, comment="x").status_code, 200)
        edition.refresh_from_db()
        self.assertEqual((Edition.objects.count(), edition.withdrawn_at, edition.headline), (1, None, "Old"))

    def test_a_redacted_edition_shows_nothing_of_what_it_said(self):
        edition = workflow.publish(self.draft(headline="Secret", body="<p>Secret</p>"), by=None)
        workflow.withdraw(edition, by=None)
        workflow.redact(edition, by=None, comment="A court said so.")
        self.client.force_login(self.publisher)
        self.assertNotContains(self.client.get(self.url(edition)), "Secret")
