"""Sponsors and what readers are told of them, at the desk."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles.models import Sponsor, SponsorshipNote
from articles.states import NoteKind
from tests.articles.admin.tables import TableTestCase
from tests.cast import make_user
from tests.factories import make_note, make_sponsor


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

    def test_the_list_tells_the_state_of_each_note_and_where_it_stands(self):
        now = timezone.now()
        hour = timedelta(hours=1)
        make_note(label="Waits", starts_at=now + hour, section=self.town)
        make_note(label="Waits long", starts_at=now + hour, ends_at=now + 2 * hour, author=self.ada)
        make_note(label="Holds", everywhere=True)
        make_note(label="Holds a while", ends_at=now + hour)
        make_note(label="Over", ends_at=now - hour)
        make_note(label="Old").replace(label="New")
        make_note(label="Old wait", starts_at=now + hour).replace(label="New wait")
        expected = {
            "Waits": ("to come", "Town"), "Waits long": ("to come", "Ada"), "New wait": ("to come", "its articles"),
            "Holds": ("in force", "the whole site"), "Holds a while": ("in force", "its articles"),
            "New": ("in force", "its articles"), "Over": ("ended", "its articles"),
            "Old": ("replaced", "its articles"), "Old wait": ("replaced", "its articles"),
        }  # fmt: skip
        self.assertEqual(self.listed(), expected)
        for value, words in [("coming", "to come"), ("in-force", "in force"), ("ended", "ended"),
                             ("replaced", "replaced")]:  # fmt: skip
            found = self.listed(state=value)
            self.assertEqual(found, {label: row for label, row in expected.items() if row[0] == words})
        self.assertEqual(self.listed(state="x"), expected)

    def listed(self, **query) -> dict[str, tuple[str, str]]:
        """Return each note's state and place by its label."""
        self.client.force_login(self.writer)
        page = self.client.get(reverse("admin:articles_sponsorshipnote_changelist"), query)
        rows = html.fromstring(page.content.decode()).xpath("//table[@id='result_list']/tbody/tr")
        cells = [[cell.text_content().strip() for cell in row] for row in rows]
        return {label: (state, place) for label, state, _kind, _sponsor, place, *_moments in cells}

    def test_a_sponsor_is_found_whatever_the_accents(self):
        make_sponsor("Coopérative des Halles", slug="cooperative-des-halles")
        make_sponsor("Acme", slug="acme")
        self.client.force_login(self.commercial)
        page = self.client.get(reverse("admin:articles_sponsor_changelist"), {"q": "HALLES coopé"})
        self.assertEqual([sponsor.slug for sponsor in page.context["cl"].result_list], ["cooperative-des-halles"])

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
