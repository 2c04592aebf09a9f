"""Writing an edition at the desk: words are saved through the workflow, and nothing typed is ever lost."""

from __future__ import annotations

import json
from itertools import batched
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse

from articles import workflow
from articles.models import Edition
from articles.states import Status
from tests.articles.admin.desk import DeskTestCase
from tests.factories import make_note, make_section

CONFLICT = "Paul Publisher saved this draft after you opened it: keep yours as a draft of its own, or open it again."
RESCUED = "That edition is closed to changes: your words are in this new draft. Nothing else was done."
STRINGS = Path(__file__).resolve().parents[4] / "shared" / "cases" / "strings" / "blns.json"


class WritingTestCase(DeskTestCase):
    """Forms that come back as they were shown, but for what a test changes."""

    def words(self, edition: Edition | None = None, bylines: Any = None, **changed: Any) -> dict[str, Any]:
        lines = [(self.ada, "text")] if bylines is None else bylines
        posted = super().words(edition, lines)
        shown = {"headline": "Old", "standfirst": "", "body": "<p>Old body.</p>", "language": "en", "tags": ""}
        if not lines:
            posted = {key: value for key, value in posted.items() if not key.startswith("bylines-0")}
        slug = edition.slug if edition else ""
        return posted | shown | {"slug": slug, "bylines-TOTAL_FORMS": len(lines)} | changed

    def draft(self, **fields: Any) -> Edition:
        return super().draft(**({"body": "<p>Old body.</p>", "language": "en"} | fields))

    def save(self, user: User, edition: Edition, **changed: Any) -> HttpResponse:
        """Post the form as the page shows it now, with these changes."""
        return self.send(user, edition, self.words(Edition.objects.get(pk=edition.pk), **changed))

    def send(self, user: User, edition: Edition, data: dict[str, Any]) -> HttpResponse:
        self.client.force_login(user)
        return self.client.post(self.url(edition), data)

    def open(self, user: User, edition: Edition) -> HttpResponse:
        self.client.force_login(user)
        return self.client.get(self.url(edition))


class FormTest(WritingTestCase):
    def test_its_fields_come_in_the_order_of_the_page(self):
        page = self.open(self.writer, self.draft())
        self.assertEqual(
            [
                field.field.name if hasattr(field.field, "name") else field.field["name"]
                for fieldset in page.context["adminform"]
                for line in fieldset
                for field in line
            ],
            [
                "kicker", "headline", "standfirst", "body", "section", "genre", "language", "tags",
                "lead_picture", "lead_caption", "sponsored", "notes", "ednote", "expires_at",
                "slug", "search_title", "search_description", "social_title", "social_description",
            ],
        )  # fmt: skip
        self.assertEqual([inline.formset.prefix for inline in page.context["inline_admin_formsets"]], ["bylines"])

    def test_a_form_that_is_sent_back_untouched_changes_nothing(self):
        note = make_note()
        bylines = [(self.bob, "photos"), (self.ada, "text")]
        edition = self.draft(tags=["Port", "Mer"], notes=[note], standfirst="One\nTwo", bylines=bylines)
        for move in (workflow.submit, workflow.approve):
            move(edition, by=None)
        form = self.open(self.publisher, edition).context["adminform"].form
        self.assertEqual((form["tags"].value(), form["notes"].value()), ("Port, Mer", [note.pk]))
        self.save(
            self.publisher, edition, tags="Port, Mer", notes=[note.pk], standfirst="One\r\nTwo", bylines=bylines,
        )  # fmt: skip
        untouched = Edition.objects.get(pk=edition.pk)
        self.assertEqual((untouched.lock_version, untouched.status), (edition.lock_version, Status.APPROVED))


class WritingTest(WritingTestCase):
    def test_a_writer_begins_an_article(self):
        self.client.force_login(self.writer)
        words = self.words(
            bylines=[(self.bob, "photos"), (self.ada, "text")], headline="New headline", tags=" Élysée ,Port,, élysée"
        )
        response = self.client.post(reverse("admin:articles_edition_add"), words)
        edition = Edition.objects.get()
        self.assertRedirects(response, self.url(edition))
        self.assertEqual(
            (edition.headline, edition.slug, edition.body, edition.status, edition.number),
            ("New headline", "new-headline", "<p>Old body.</p>", Status.DRAFT, 1),
        )
        self.assertEqual((edition.created_by, edition.article.created_by), (self.writer, self.writer))
        self.assertEqual(
            list(edition.bylines.values_list("author__slug", "role")), [("bob", "photos"), ("ada", "text")]
        )
        self.assertEqual(list(edition.tag_rows.values_list("tag__name", flat=True)), ["Élysée", "Port"])
        self.assertEqual(list(edition.transitions.values_list("verb", flat=True)), ["start"])

    def test_an_article_may_begin_with_nothing(self):
        self.client.force_login(self.writer)
        words = self.words(bylines=[], headline="", body="", section="")
        response = self.client.post(reverse("admin:articles_edition_add"), words)
        self.assertRedirects(response, self.url(Edition.objects.get()))

    def test_words_and_rows_are_changed(self):
        note = make_note()
        edition = self.draft(tags=["Old"])
        response = self.save(
            self.writer, edition, headline="New", bylines=[(self.bob, "text")], notes=[note.pk], tags="Port"
        )
        self.assertRedirects(response, self.url(edition))
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.updated_by, edition.lock_version), ("New", self.writer, 2))
        self.assertEqual(list(edition.bylines.values_list("author__slug", flat=True)), ["bob"])
        self.assertEqual(list(edition.tag_rows.values_list("tag__name", flat=True)), ["Port"])
        self.assertEqual(list(edition.note_rows.values_list("note", flat=True)), [note.pk])
        self.assertEqual(edition.revisions.first().content["headline"], "New")

    def test_bylines_stand_in_the_order_of_their_positions_and_a_line_without_an_author_is_none(self):
        edition = self.draft()
        self.save(
            self.writer, edition, bylines=[(self.ada, "text"), (self.bob, "photos"), (self.bob, "text")],
            **{"bylines-0-position": 3, "bylines-1-position": 1, "bylines-2-author": ""},
        )  # fmt: skip
        self.assertEqual(list(edition.bylines.values_list("author__slug", flat=True)), ["bob", "ada"])

    def test_a_body_that_is_not_safe_is_made_so(self):
        edition = self.draft()
        self.save(self.writer, edition, body="<p onclick='x()'>Words<script>alert(1)</script></p>")
        edition.refresh_from_db()
        self.assertEqual(edition.body, "<p>Words</p>")

    def test_saving_an_approved_draft_sends_it_back_to_review(self):
        edition = workflow.approve(workflow.submit(self.draft(), by=None), by=None)
        self.save(self.publisher, edition, headline="New")
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.status), ("New", Status.IN_REVIEW))

    def test_no_string_breaks_the_form(self):
        if not STRINGS.exists():
            self.skipTest("the naughty strings are not at hand")
        edition = self.draft()
        for strings in batched(json.loads(STRINGS.read_text()), 10):
            string, text = strings[0], "\n".join(strings)
            with self.subTest(strings):
                response = self.save(
                    self.writer, edition, kicker=string[:120], standfirst=text, body=text, tags=text, slug=strings[-1],
                    seen_version=string, ednote=text, expires_at=string, section=string,
                )  # fmt: skip
                self.assertEqual(response.status_code, 200)
                response = self.save(self.writer, edition, kicker=string[:120], standfirst=text, body=text)
                if response.status_code == 200:
                    self.assertEqual([e for e in self.errors(response) if e != "Null characters are not allowed."], [])
        edition.refresh_from_db()
        self.assertEqual(edition.headline, "Old")


class ConflictTest(WritingTestCase):
    def test_a_colleagues_words_are_not_written_over_and_mine_stay_on_the_page(self):
        edition = self.draft()
        mine = self.words(
            edition, headline="Mine", standfirst="My standfirst", bylines=[(self.bob, "text")], tags="Port"
        )
        self.save(self.publisher, edition, headline="Theirs")
        response = self.send(self.writer, edition, mine)
        self.assertEqual(self.errors(response), [CONFLICT])
        form = response.context["adminform"].form
        self.assertEqual(
            (form["headline"].value(), form["standfirst"].value(), form["tags"].value()),
            ("Mine", "My standfirst", "Port"),
        )
        self.assertContains(response, ">\nMy standfirst</textarea>")
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.updated_by), ("Theirs", self.publisher))
        self.assertEqual(list(edition.bylines.values_list("author__slug", flat=True)), ["ada"])
        self.assertEqual(self.buttons(response)[:2], ["Save", "1"])
        response = self.send(self.writer, edition, mine | {"_apart": "1", "_verb": "discard"})
        self.assertEqual(self.told(response), ["Your words are in this new draft, beside the other."])
        apart = Edition.objects.get(based_on=edition)
        self.assertEqual((apart.headline, apart.status, apart.created_by), ("Mine", Status.DRAFT, self.writer))
        self.assertEqual(list(apart.bylines.values_list("author__slug", flat=True)), ["bob"])
        edition.refresh_from_db()
        self.assertEqual((edition.headline, edition.status), ("Theirs", Status.DRAFT))

    def test_a_version_that_is_none_is_a_conflict_too(self):
        edition = self.draft()
        for seen in ("", "x", "-1", "²", "9" * 30, "1.0"):
            with self.subTest(seen):
                response = self.save(self.writer, edition, headline="Mine", seen_version=seen)
                self.assertEqual(len(self.errors(response)), 1)
                self.assertContains(response, "saved this draft after you opened it")
        edition.refresh_from_db()
        self.assertEqual(edition.headline, "Old")

    def test_words_for_an_edition_that_was_published_meanwhile_become_a_new_draft_and_no_verb_is_made(self):
        edition = self.draft(tags=["Port"])
        posted = self.words(edition, headline="Written in the train", tags="Mer", _verb="submit")
        workflow.publish(edition, by=self.publisher)
        response = self.send(self.writer, edition, posted)
        rescued = Edition.objects.get(article=edition.article, number=2)
        self.assertRedirects(response, self.url(rescued), fetch_redirect_response=False)
        self.assertEqual(self.told(response), [RESCUED])
        self.assertEqual(
            (rescued.headline, rescued.status, rescued.based_on, rescued.created_by),
            ("Written in the train", Status.DRAFT, edition, self.writer),
        )
        self.assertEqual(list(rescued.bylines.values_list("author__slug", flat=True)), ["ada"])
        self.assertEqual(list(rescued.tag_rows.values_list("tag__name", flat=True)), ["Mer"])
        edition.refresh_from_db()
        self.assertEqual(edition.headline, "Old")

    def test_a_writers_words_for_a_draft_that_was_approved_or_discarded_meanwhile_become_a_new_one(self):
        for ends in ([workflow.submit, workflow.approve], [workflow.discard]):
            with self.subTest(ends[-1].__name__):
                edition = self.draft()
                posted = self.words(edition, headline="Late words")
                for move in ends:
                    move(edition, by=None)
                status = edition.status
                response = self.send(self.writer, edition, posted)
                rescued = Edition.objects.get(article=edition.article, number=2)
                self.assertRedirects(response, self.url(rescued))
                self.assertEqual((rescued.headline, rescued.status), ("Late words", Status.DRAFT))
                edition.refresh_from_db()
                self.assertEqual((edition.headline, edition.status), ("Old", status))


class BadInputTest(WritingTestCase):
    def test_it_is_told_in_a_sentence_and_the_words_stay(self):
        edition = self.draft()
        choice = "Select a valid choice. That choice is not one of the available choices."
        moment = "Write a date and a time of day, as 2026-11-27T08:00."
        for name, changed, told in [
            ("the same author twice", {"bylines": [(self.ada, "text"), (self.ada, "photos")]},
             "Ada signs twice: keep one of the lines."),
            ("a role that is none", {"bylines-0-role": "king"},
             "Select a valid choice. king is not one of the available choices."),
            ("an author who is not there", {"bylines-0-author": 999999}, choice),
            ("a section that is not there", {"section": 999999}, choice),
            ("a picture that is not there", {"lead_picture": "x"}, choice),
            ("an author who is none", {"bylines-0-author": "x"}, choice),
            ("a picture beyond all numbers", {"lead_picture": "9" * 40}, choice),
            ("a note that is none", {"notes": ["x"]}, "“x” is not a valid value."),
            ("a note beyond all numbers", {"notes": ["9" * 30]}, f"“{'9' * 30}” is not a valid value."),
            ("a note that is not there", {"notes": [999999]},
             "Select a valid choice. 999999 is not one of the available choices."),
            ("a date that is none", {"expires_at": "tomorrow"}, moment),
            ("a time that is none", {"expires_at": "2026-12-01Tnoon"}, moment),
            ("half a date", {"expires_at": "2026-12-01"}, moment),
            ("the first year", {"expires_at": "0001-01-01T00:00"}, "Choose a year between 1900 and 2200."),
            ("the last year", {"expires_at": "9999-12-31T23:59"}, "Choose a year between 1900 and 2200."),
            ("a slug that is none", {"slug": "Ça va ?"},
             "Use lower-case letters without accents, digits and single hyphens."),
            ("a headline that is too long", {"headline": "x" * 251},
             "Ensure this value has at most 250 characters (it has 251)."),
            ("a tag that is too long", {"tags": "y" * 101},
             f"“{'y' * 30}…” is too long for a tag: 90 characters at most."),
            ("a tag that unfolds", {"tags": "ﷺ" * 50}, f"“{'ﷺ' * 30}…” is too long for a tag: 90 characters at most."),
            ("a correction without words", {"correction_kind": "correction"},
             "Say in a sentence what was corrected: readers will see it."),
            ("a null character", {"kicker": "a\0b"}, "Null characters are not allowed."),
        ]:  # fmt: skip
            with self.subTest(name):
                based = workflow.start_edition(edition, by=self.writer) if "correction_kind" in changed else edition
                response = self.save(self.writer, based, standfirst="Kept words.", **changed)
                self.assertEqual(self.errors(response), [told])
                self.assertContains(response, ">\nKept words.</textarea>")
        self.assertEqual(set(Edition.objects.values_list("headline", "standfirst")), {("Old", "")})

    def test_an_answer_that_was_published_is_not_given_again_with_late_words(self):
        live = workflow.publish(self.draft(), by=None)
        edition = workflow.start_edition(live, by=self.writer)
        edition.correction_kind, edition.correction_text = "correction", "It was wrong."
        workflow.save_draft(edition, by=self.writer)
        answer = {"correction_kind": "correction", "correction_text": "It was wrong."}
        posted = self.words(edition, headline="Late words", **answer)
        workflow.publish(edition, by=None)
        self.send(self.writer, edition, posted)
        late = edition.article.editions.latest("number")
        told = (late.headline, late.number, late.correction_kind, late.correction_text)
        self.assertEqual(told, ("Late words", 3, "", ""))

    def test_words_for_what_went_live_meanwhile_stay_on_the_page_where_the_form_refuses_them(self):
        edition = self.draft()
        posted = self.words(edition, standfirst="Kept words.", section="", slug="Ça va ?")
        workflow.publish(edition, by=None)
        response = self.send(self.writer, edition, posted)
        self.assertEqual(self.errors(response), ["Use lower-case letters without accents, digits and single hyphens."])
        self.assertContains(response, ">\nKept words.</textarea>")

    def test_a_form_without_its_bylines_says_so(self):
        edition = self.draft()
        words = {name: value for name, value in self.words(edition).items() if not name.startswith("bylines")}
        self.assertEqual(self.send(self.writer, edition, words).status_code, 200)
        self.assertEqual(edition.bylines.count(), 1)

    def test_an_editor_cannot_send_a_draft_where_they_may_not_follow(self):
        self.editor.section_rights.all().delete()
        self.editor.section_rights.create(section=self.town)
        edition = self.draft()
        response = self.save(self.editor, edition, section=make_section().pk, standfirst="Kept words.")
        self.assertEqual(self.errors(response), ["You may not edit in that section: choose one of yours."])
        self.assertContains(response, ">\nKept words.</textarea>")

    def test_an_edition_that_is_not_there_leads_home(self):
        self.client.force_login(self.writer)
        for key in ("999999", "x", "9" * 40):
            response = self.client.get(reverse("admin:articles_edition_change", args=[key]))
            self.assertRedirects(response, reverse("admin:index"))
