"""The tables around articles at the desk: sections, authors, tags, sponsors and their notes, old paths, people."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import batched
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Author, OldPath, Section, SectionRight, Sponsor, SponsorshipNote, Tag
from articles.states import NoteKind
from tests.articles.admin.desk import DeskTestCase
from tests.cast import make_user
from tests.factories import make_author, make_note, make_section, make_sponsor

STRINGS = Path(__file__).resolve().parents[4] / "shared" / "cases" / "strings" / "blns.json"
NO_RIGHTS = {"rights-TOTAL_FORMS": 0, "rights-INITIAL_FORMS": 0}


class TableTestCase(DeskTestCase):
    def add(self, model, by=None, query="", **fields):
        self.client.force_login(by or self.publisher)
        return self.client.post(f"{reverse(f'admin:articles_{model._meta.model_name}_add')}{query}", fields)

    def change(self, row, by=None, **fields):
        self.client.force_login(by or self.publisher)
        return self.client.post(reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk]), fields)

    def delete(self, row, by=None):
        self.client.force_login(by or self.publisher)
        url = reverse(f"admin:articles_{row._meta.model_name}_delete", args=[row.pk])
        return self.client.post(url, {"post": "yes"})


class SectionTest(TableTestCase):
    def fields(self, **changed):
        return {"name": "New", "slug": "new", "parent": "", "position": 0, **NO_RIGHTS} | changed

    def test_a_publisher_adds_moves_and_names_who_edits_there(self):
        response = self.add(Section, **self.fields(parent=self.town.pk))
        section = Section.objects.get(slug="new")
        self.assertRedirects(response, reverse("admin:articles_section_changelist"))
        self.assertEqual(section.path, "town/new")
        rights = {"rights-TOTAL_FORMS": 1, "rights-INITIAL_FORMS": 0, "rights-0-user": self.writer.pk}
        self.change(section, **self.fields(slug="newer", **rights))
        section.refresh_from_db()
        self.assertEqual(section.path, "newer")
        self.assertEqual([right.user for right in section.rights.all()], [self.writer])
        self.assertEqual(OldPath.objects.get(old_path="town/new").new_path, "newer")

    def test_refusals_are_told_in_the_form(self):
        below = make_section("Below", slug="below", parent=self.town)
        for row, changed, told in [
            (None, {"slug": "town"}, "Another section has this address."),
            (None, {"slug": "admin"}, "“admin” is an address of the site's own: choose another."),
            (None, {"slug": "a_b"}, "Use lower-case letters without accents, digits and single hyphens."),
            (self.town, {"parent": below.pk}, "A section can't stand below itself."),
            (self.town, {"parent": self.town.pk}, "A section can't stand below itself."),
        ]:
            with self.subTest(changed):
                fields = self.fields(description="Kept words.", **changed)
                response = self.change(row, **fields) if row else self.add(Section, **fields)
                self.assertEqual(self.errors(response), [told])
                self.assertContains(response, "Kept words.")

    def test_a_section_in_use_is_kept_and_an_empty_one_goes(self):
        self.draft()
        response = self.delete(self.town)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(Section.objects.count(), 1)
        empty = make_section(slug="empty")
        self.assertRedirects(self.delete(empty), reverse("admin:articles_section_changelist"))
        self.assertFalse(Section.objects.filter(slug="empty").exists())

    def test_a_right_to_every_section_is_given_once(self):
        response = self.add(SectionRight, user=self.editor.pk, section="")
        self.assertEqual(self.errors(response), ["This person has the right to every section already."])
        self.assertRedirects(
            self.add(SectionRight, user=self.writer.pk, section=""), reverse("admin:articles_sectionright_changelist")
        )
        response = self.add(SectionRight, user=self.writer.pk, section=self.town.pk)
        self.assertEqual(response.status_code, 302)
        response = self.add(SectionRight, user=self.writer.pk, section=self.town.pk)
        self.assertEqual(self.errors(response), ["Section right with this User and Section already exists."])


class AuthorTest(TableTestCase):
    def fields(self, **changed):
        return {"name": "Zoé", "slug": "zoe"} | changed

    def test_links_are_lines(self):
        links = "My own page https://zoe.example/\r\n\r\nmailto:zoe@news.example\r\n"
        self.add(Author, self.writer, **self.fields(links=links))
        zoe = Author.objects.get(slug="zoe")
        self.assertEqual(
            zoe.links,
            [
                {"label": "My own page", "url": "https://zoe.example/"},
                {"label": "mailto:zoe@news.example", "url": "mailto:zoe@news.example"},
            ],
        )
        self.client.force_login(self.editor)
        page = self.client.get(reverse("admin:articles_author_change", args=[zoe.pk]))
        self.assertEqual(
            page.context["adminform"].form["links"].value(),
            "My own page https://zoe.example/\nmailto:zoe@news.example mailto:zoe@news.example",
        )

    def test_links_that_are_none_are_told(self):
        told = "A line each: the label, then an address that begins with https:// or mailto:."
        for links in ("Mastodon", "x javascript:alert(1)", "x data:text/html,y", "x //a.example"):
            with self.subTest(links):
                response = self.add(Author, self.writer, **self.fields(links=links))
                self.assertEqual(self.errors(response), [told])
                self.assertContains(response, links)

    def test_a_renamed_author_leaves_a_redirect(self):
        self.change(self.ada, self.editor, **self.fields(name="Ada", slug="ada-lee"))
        self.assertEqual(OldPath.objects.get().new_path, "authors/ada-lee")

    def test_writers_add_authors_and_change_none_and_see_no_accounts(self):
        self.assertEqual(self.change(self.ada, self.writer, **self.fields()).status_code, 403)
        self.client.force_login(self.writer)
        self.assertNotContains(self.client.get(reverse("admin:articles_author_add")), 'name="user"')
        self.add(Author, self.writer, **self.fields(user=self.editor.pk))
        self.assertIsNone(Author.objects.get(slug="zoe").user)
        self.add(Author, **self.fields(slug="zoe-2", user=self.editor.pk))
        self.assertEqual(Author.objects.get(slug="zoe-2").user, self.editor)

    def test_who_has_signed_is_kept(self):
        self.draft()
        self.assertEqual(self.delete(self.ada).status_code, 200)
        self.assertEqual(self.delete(self.bob).status_code, 302)
        self.assertEqual(list(Author.objects.values_list("slug", flat=True)), ["ada"])


class TagTest(TableTestCase):
    def test_a_tag_is_told_from_another_by_what_it_says(self):
        self.assertEqual(self.add(Tag, self.writer, name="Élysée", slug="").status_code, 302)
        self.assertEqual(Tag.objects.get().slug, "elysee")
        for name, told in [
            ("elysée", "This tag is there already, as “Élysée”."),
            ("\u0301", "Write a name with letters or digits in it."),
            ("ﷺ" * 20, f"“{'ﷺ' * 20}…” is too long for a tag: 90 characters at most."),
        ]:
            with self.subTest(name):
                self.assertEqual(self.errors(self.add(Tag, self.writer, name=name, slug="x")), [told])
        response = self.add(Tag, self.writer, name="Port", slug="Bad_slug")
        self.assertEqual(self.errors(response), ["Use lower-case letters without accents, digits and single hyphens."])

    def test_an_editor_renames_one_and_its_address_stays_unless_asked(self):
        tag = Tag.objects.named(["Port"])[0]
        self.change(tag, self.editor, name="The port", slug="")
        tag.refresh_from_db()
        self.assertEqual((tag.name, tag.slug, tag.folded), ("The port", "port", "the port"))
        self.change(tag, self.editor, name="The port", slug="the-port")
        self.assertEqual(OldPath.objects.get().new_path, "tags/the-port")
        self.assertEqual(self.change(tag, self.writer, name="x", slug="x").status_code, 403)

    def test_a_tag_in_use_is_kept(self):
        tag = self.draft(tags=["Port"]).tags.get()
        self.assertEqual(self.delete(tag).status_code, 200)
        self.assertEqual(Tag.objects.count(), 1)


class SponsorshipTest(TableTestCase):
    def fields(self, **changed):
        start = {"starts_at": "2030-01-01T08:00"}
        return {"kind": "paid", "label": "Paid content", "text": "", "url": "", "contact": "", **start} | changed

    def test_commercial_adds_sponsors_and_notes_and_publishes_nothing(self):
        self.add(Sponsor, self.commercial, name="Acme", slug="acme", url="https://acme.example/")
        acme = Sponsor.objects.get()
        self.add(SponsorshipNote, self.commercial, **self.fields(sponsor=acme.pk, section=self.town.pk))
        note = SponsorshipNote.objects.get()
        self.assertEqual((note.sponsor, note.section, note.label), (acme, self.town, "Paid content"))
        self.assertEqual(self.change(self.draft(), self.commercial, headline="Mine").status_code, 404)  # not there
        self.assertEqual(self.change(self.ada, self.commercial, name="Mine").status_code, 403)

    def test_refusals_are_told_in_the_form(self):
        acme = make_sponsor()
        for changed, told in [
            ({}, "Say which sponsor pays."),
            ({"sponsor": acme.pk, "everywhere": "on", "section": self.town.pk},
             "A note stands on a section, an author or the whole site: choose one."),
            ({"sponsor": acme.pk, "ends_at": "2029-01-01T08:00"}, "The note ends before it starts."),
            ({"sponsor": acme.pk, "url": "javascript:alert(1)"}, "Enter a valid URL."),
            ({"sponsor": acme.pk, "starts_at": "soon"}, "Write a date and a time of day, as 2026-11-27T08:00."),
        ]:  # fmt: skip
            with self.subTest(changed):
                response = self.add(SponsorshipNote, self.commercial, **self.fields(text="Kept words.", **changed))
                self.assertIn(told, self.errors(response))
                self.assertContains(response, "Kept words.")

    def test_a_note_that_waits_is_edited_and_one_that_was_shown_is_not(self):
        waiting = make_note(starts_at=timezone.now() + timedelta(days=9), label="Waiting")
        self.change(waiting, self.commercial, **self.fields(label="Edited", sponsor=waiting.sponsor.pk))
        waiting.refresh_from_db()
        self.assertEqual(waiting.label, "Edited")
        for shown in (make_note(label="Shown"), self._carried()):
            response = self.change(shown, self.commercial, **self.fields(label="Edited", ends_at="2031-01-01T08:00"))
            self.assertEqual(response.status_code, 302)
            before, shown = shown, SponsorshipNote.objects.get(pk=shown.pk)
            self.assertEqual((shown.label, shown.starts_at), (before.label, before.starts_at))
            self.assertEqual(shown.ends_at.year, 2031)

    def _carried(self):
        note = make_note(starts_at=timezone.now() + timedelta(days=9), label="Carried")
        self.draft(notes=[note])
        return note

    def test_a_shown_note_is_replaced_with_new_wording(self):
        note = make_note(label="Old label", text="Old text", section=self.town)
        carrier = self.draft(notes=[note])
        self.client.force_login(self.commercial)
        page = self.client.get(reverse("admin:articles_sponsorshipnote_change", args=[note.pk]))
        url = f"{reverse('admin:articles_sponsorshipnote_add')}?replaces={note.pk}"
        self.assertContains(page, f'href="{url}"')
        form = self.client.get(url).context["adminform"].form
        self.assertEqual(
            {name: form[name].value() for name in form.fields},
            {"sponsor": note.sponsor.pk, "label": "Old label", "text": "Old text", "url": "", "contact": ""},
        )
        wording = {"sponsor": note.sponsor.pk, "label": "New label", "text": "New text"}
        response = self.client.post(url, wording)
        new = SponsorshipNote.objects.get(replaces=note)
        self.assertRedirects(response, reverse("admin:articles_sponsorshipnote_changelist"))
        self.assertEqual((new.label, new.text, new.kind, new.section), ("New label", "New text", "paid", self.town))
        self.assertEqual(set(carrier.notes.all()), {note, new})
        note.refresh_from_db()
        self.assertEqual((note.label, note.replaced_at), ("Old label", new.starts_at))
        self.assertEqual(
            self.errors(self.client.post(url, wording)), ["A newer note has replaced this one already: open that one."]
        )
        page = self.client.get(reverse("admin:articles_sponsorshipnote_change", args=[note.pk]))
        self.assertContains(page, "A newer note has replaced this one:")
        self.assertNotContains(page, f'href="{url}"')

    def test_only_a_note_that_is_there_is_replaced_and_only_by_those_who_write_notes(self):
        note = make_note()
        for pk in ("999999", "x", "²"):
            with self.subTest(pk):
                self.assertEqual(self.add(SponsorshipNote, query=f"?replaces={pk}", label="x").status_code, 404)
        for person in (self.writer, self.editor):
            self.assertEqual(self.add(SponsorshipNote, person, f"?replaces={note.pk}", label="x").status_code, 403)
            self.assertEqual(self.change(note, person, label="x").status_code, 403)
        self.assertEqual(SponsorshipNote.objects.count(), 1)

    def test_a_replaced_note_is_not_offered_to_editions(self):
        note = make_note(NoteKind.HOUSE, label="House")
        note.replace(label="New house")
        self.client.force_login(self.writer)
        query = {"app_label": "articles", "model_name": "edition", "field_name": "notes", "term": "house"}
        offered = self.client.get(reverse("admin:autocomplete"), query).json()["results"]
        self.assertEqual([found["text"] for found in offered], ["New house"])

    def test_nobody_deletes_a_note(self):
        note = make_note()
        for person in (self.commercial, self.publisher):
            self.assertEqual(self.delete(note, person).status_code, 403)
        admin = make_user("admin", "publishers", is_superuser=True)
        response = self.delete(note, admin)
        self.assertRedirects(response, reverse("admin:articles_sponsorshipnote_change", args=[note.pk]))
        self.assertEqual(SponsorshipNote.objects.count(), 1)


class OldPathTest(TableTestCase):
    def test_paths_are_of_this_site_and_lead_somewhere_at_once(self):
        self.assertEqual(self.add(OldPath, old_path="/old/place/", new_path="town/").status_code, 302)
        path = OldPath.objects.get()
        self.assertEqual((path.old_path, path.new_path), ("old/place", "town"))
        for old, new, told in [
            ("a", "a", "It would lead to itself."),
            ("a", "old/place", "This address leads on to /town/: give that one."),
            ("town", "a", "Another old address leads to this one: change that one first."),
            ("a", "//evil.example", "Write the path of an address of this site: authors/ann-lee."),
            ("a", "https://evil.example", "Write the path of an address of this site: authors/ann-lee."),
            ("a", "\\evil", "Write the path of an address of this site: authors/ann-lee."),
            ("A b", "a", "Write the path of an address of this site: authors/ann-lee."),
            ("old/place", "a", "Old path with this Old path already exists."),
        ]:
            with self.subTest(old=old, new=new):
                self.assertEqual(self.errors(self.add(OldPath, old_path=old, new_path=new)), [told])


class PeopleTest(TableTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.superuser = make_user("admin", "publishers", is_superuser=True)

    def fields(self, person, **changed):
        joined = {"date_joined": person.date_joined.isoformat()}
        rights = {"section_rights-TOTAL_FORMS": 0, "section_rights-INITIAL_FORMS": 0}
        return {"username": person.username, "is_active": "on", "is_staff": "on", **joined, **rights} | changed

    def post(self, person, **changed):
        self.client.force_login(self.superuser)
        url = reverse("admin:auth_user_change", args=[person.pk])
        return self.client.post(url, self.fields(person, **changed))

    def test_section_rights_stand_with_the_person(self):
        rights = {"section_rights-TOTAL_FORMS": 1, "section_rights-0-user": self.writer.pk}
        response = self.post(self.writer, **rights, **{"section_rights-0-section": self.town.pk})
        self.assertRedirects(response, reverse("admin:auth_user_changelist"))
        self.assertEqual([right.section for right in self.writer.section_rights.all()], [self.town])

    def test_an_account_is_closed_and_never_deleted(self):
        edition = workflow.publish(self.draft(), by=self.publisher)
        self.client.force_login(self.superuser)
        url = reverse("admin:auth_user_delete", args=[self.writer.pk])
        self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)
        self.assertRedirects(self.post(self.writer, is_active=""), reverse("admin:auth_user_changelist"))
        self.writer.refresh_from_db()
        self.assertFalse(self.writer.is_active)
        self.assertEqual(edition.transitions.last().by, self.writer)

    def test_no_role_reaches_accounts(self):
        for person in (self.writer, self.editor, self.publisher, self.commercial):
            self.client.force_login(person)
            url = reverse("admin:auth_user_change", args=[person.pk])
            response = self.client.post(url, self.fields(person, is_superuser="on"))
            self.assertEqual(response.status_code, 403)
        self.assertEqual(list(User.objects.filter(is_superuser=True)), [self.superuser])


class NaughtyStringsTest(TableTestCase):
    def test_no_string_breaks_a_form_or_a_search(self):
        if not STRINGS.exists():
            self.skipTest("the naughty strings are not on this machine")
        self.client.force_login(self.publisher)
        for number, strings in enumerate(batched(json.loads(STRINGS.read_text()), 25)):
            words = dict.fromkeys(("bio", "description", "text"), "\n".join(strings))
            words |= dict(
                zip(("name", "job_title", "label", "contact", "url"), (s[:80] for s in strings), strict=False)
            )
            words |= {
                "slug": f"s-{number}",
                "links": strings[-1],
                "old_path": strings[0][:200],
                "new_path": strings[1][:200],
            }
            for model in (Section, Author, Tag, Sponsor, SponsorshipNote, OldPath):
                with self.subTest(model=model.__name__, strings=strings):
                    response = self.add(model, **words, **NO_RIGHTS, position=0, kind="house",
                                        starts_at="2030-01-01T08:00")  # fmt: skip
                    self.assertIn(response.status_code, (200, 302))
            for model in ("article", "author", "transition"):
                response = self.client.get(reverse(f"admin:articles_{model}_changelist"), {"q": strings[0]})
                self.assertEqual(response.status_code, 200)


class ListsCostTest(TableTestCase):
    def test_lists_cost_the_same_with_few_rows_and_with_many(self):
        self.client.force_login(self.publisher)
        costs = {"section": 7, "sectionright": 7, "author": 6, "tag": 6, "sponsor": 6, "sponsorshipnote": 6,
                 "transition": 6, "revision": 6}  # fmt: skip
        counted = []
        for many in (1, 30):
            for number in range(many):
                section = make_section(slug=f"s-{many}-{number}", parent=self.town)
                author = make_author(f"A {many} {number}")
                SectionRight.objects.create(user=self.writer, section=section)
                make_note(author=author)
                self.draft(section=section, bylines=[(author, "text")], tags=[f"T {many} {number}"])
            cost = {}
            for name in costs:
                with self.subTest(name), CaptureQueriesContext(connection) as queries:
                    self.assertEqual(self.client.get(reverse(f"admin:articles_{name}_changelist")).status_code, 200)
                cost[name] = len(queries)
            counted.append(cost)
        self.assertEqual(counted[0], counted[1])
