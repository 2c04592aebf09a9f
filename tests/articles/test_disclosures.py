"""What readers are told of payments: nothing paid for ever falls off, and shown words are never edited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import TestCase

from articles import frame, workflow
from articles.disclosures import disclosures, inherited, notes_in_force, section_notes
from articles.models import Edition, EditionNote, SponsorshipNote
from articles.querysets import FrozenError
from articles.states import NoteKind
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_author, make_draft, make_note, make_section


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("section", "article").prefetch_related("bylines").get(pk=edition.pk)


class NotesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.root = make_section("Root")
        cls.section = make_section("Section", parent=cls.root)
        cls.author = make_author()

    def setUp(self):
        cache.clear()

    def article(self, **fields: Any) -> Edition:
        return make_article(**{"section": self.section, "bylines": [(self.author, "text")]} | fields)

    def assert_told(self, edition: Edition, at: datetime, *notes: SponsorshipNote) -> None:
        cache.clear()
        self.assertEqual(disclosures(fresh(edition), at), list(notes))

    def house(self, edition: Edition, at: datetime = NOW) -> SponsorshipNote | None:
        cache.clear()
        return notes_in_force([fresh(edition)], at)[edition.pk].house


class PaidNotesTest(NotesTest):
    def test_nothing_is_told_where_nobody_paid(self):
        make_note(section=make_section())
        make_note(author=make_author())
        make_note()  # stands nowhere
        other = self.article(notes=[make_note()])
        edition = self.article(notes=[make_note(NoteKind.HOUSE)])
        self.assert_told(edition, NOW)
        self.assertEqual(len(disclosures(fresh(other), NOW)), 1)

    def test_every_paid_note_is_told(self):
        own = [make_note(kind) for kind in (NoteKind.PAID, NoteKind.SUPPORTED, NoteKind.AFFILIATE)]
        edition = self.article(notes=own)
        everywhere = make_note(NoteKind.AFFILIATE, everywhere=True, starts_at=NOW - HOUR)
        of_root = make_note(section=self.root, starts_at=NOW - 2 * HOUR)
        of_section = make_note(section=self.section, starts_at=NOW - 3 * HOUR)
        of_author = make_note(author=self.author, starts_at=NOW - 4 * HOUR)
        self.assert_told(edition, NOW, *own, everywhere, of_root, of_section, of_author)

    def test_inherited_notes_are_bound_at_publication_and_do_not_end(self):
        for place in ({"section": self.section}, {"section": self.root}, {"author": self.author}, {"everywhere": True}):
            with self.subTest(place), transaction.atomic():
                note = make_note(**place, ends_at=NOW + DAY)
                bound = self.article()
                draft = make_draft(section=self.section, bylines=[(self.author, "text")])
                self.assertEqual(list(bound.notes.all()), [note])
                self.assert_told(bound, NOW, note)
                self.assert_told(bound, NOW + DAY, note)
                self.assert_told(bound, NOW + 1000 * DAY, note)
                self.assert_told(draft, NOW, note)
                self.assert_told(draft, NOW + DAY)
                transaction.set_rollback(True)

    def test_notes_are_bound_as_of_the_opening_of_the_window(self):
        ending = make_note(section=self.section, ends_at=NOW + DAY)
        coming = make_note(section=self.section, starts_at=NOW + 2 * DAY)
        edition = self.article(at=NOW + 3 * DAY)
        self.assertEqual(list(edition.notes.all()), [coming])
        self.assertEqual(inherited(fresh(edition), NOW), [ending])

    def test_a_note_that_begins_later_is_told_from_then_on_while_it_lasts(self):
        edition = self.article()
        note = make_note(section=self.root, starts_at=NOW, ends_at=NOW + DAY)
        tick = NOW.resolution
        self.assert_told(edition, NOW - tick)
        self.assert_told(edition, NOW, note)
        self.assert_told(edition, NOW + DAY - tick, note)
        self.assert_told(edition, NOW + DAY)

    def test_the_same_note_is_told_once(self):
        note = make_note(section=self.section)
        edition = self.article(notes=[note])
        self.assertEqual(EditionNote.objects.filter(edition=edition).count(), 1)
        self.assert_told(edition, NOW, note)

    def test_an_edition_that_moves_keeps_what_it_was_bound_to(self):
        note = make_note(section=self.section)
        edition = self.article()
        with clock(NOW):
            draft = workflow.start_edition(edition, by=None)
            draft.section = make_section()
            moved = workflow.publish(workflow.save_draft(draft, by=None), by=None)
        self.assert_told(moved, NOW + HOUR, note)

    def test_many_editions_in_one_query(self):
        notes = [make_note(), make_note()]
        editions = [fresh(self.article(notes=notes)) for _number in range(30)]
        loaded = frame.load()
        for count in (1, 30):
            with self.assertNumQueries(1):
                told = notes_in_force(editions[:count], NOW, loaded)
            self.assertEqual({notes.disclosures for notes in told.values()}, {tuple(notes)})
            self.assertEqual(len(told), count)

    def test_fronts_tell_what_stands_on_them(self):
        site = make_note(NoteKind.AFFILIATE, everywhere=True, starts_at=NOW - HOUR)
        of_root = make_note(section=self.root, starts_at=NOW - 2 * HOUR)
        of_section = make_note(section=self.section, starts_at=NOW - 3 * HOUR)
        make_note(section=self.section, ends_at=NOW - HOUR)
        make_note(author=self.author)
        for place, notes in [(None, [site]), (self.root, [site, of_root]), (self.section, [site, of_root, of_section])]:
            cache.clear()
            self.assertEqual(section_notes(place, NOW).disclosures, tuple(notes))


class HouseNoticeTest(NotesTest):
    def test_the_nearest_alone_is_shown(self):
        house = NoteKind.HOUSE
        plain = self.article()
        carrying = self.article(notes=[carried := make_note(house)])
        self.assertEqual((self.house(plain), self.house(carrying)), (None, carried))
        for place in ({"everywhere": True}, {"section": self.root}, {"section": self.section}, {"author": self.author}):
            note = make_note(house, **place)
            self.assertEqual((self.house(plain), self.house(carrying)), (note, carried), place)

    def test_the_newest_wins_a_tie_and_none_is_shown_out_of_its_time(self):
        edition = self.article()
        old = make_note(NoteKind.HOUSE, everywhere=True, starts_at=NOW - 3 * DAY)
        new = make_note(NoteKind.HOUSE, everywhere=True, starts_at=NOW - DAY)
        make_note(NoteKind.HOUSE, section=self.section, starts_at=NOW + DAY)
        make_note(NoteKind.HOUSE, section=self.section, ends_at=NOW - 2 * DAY)
        self.assertEqual(self.house(edition), new)
        self.assertEqual(self.house(edition, NOW - 2 * DAY), old)

    def test_house_notices_are_not_bound_and_hide_no_disclosure(self):
        make_note(NoteKind.HOUSE, section=self.section, ends_at=NOW + DAY)
        paid = make_note(section=self.root)
        edition = self.article()
        self.assertEqual(list(edition.notes.all()), [paid])
        self.assertEqual(self.house(edition, NOW + DAY), None)
        self.assert_told(edition, NOW, paid)


class WordingTest(NotesTest):
    def test_a_replacement_takes_over_everywhere_and_the_past_keeps_the_old_words(self):
        note = make_note(section=self.section, label="Old")
        edition = self.article()
        draft = make_draft(section=self.section, notes=[note])
        with clock(NOW):
            new = note.replace(label="New")
        self.assertEqual((new.label, new.text, new.sponsor, new.section), ("New", "", note.sponsor, self.section))
        self.assertEqual((note.label, note.replaced_at, note.replacement), ("Old", NOW, new))
        for one in (edition, draft):
            self.assert_told(one, NOW - HOUR, note)
            self.assert_told(one, NOW, new)
            self.assert_told(one, NOW + 1000 * DAY, new)

    def test_a_replacement_goes_on_where_the_note_had_ended(self):
        note = make_note(section=self.section, ends_at=NOW - HOUR)
        bound, later = self.article(), self.article(published_at=NOW - HOUR)
        with clock(NOW):
            new = note.replace(label="New")
        self.assert_told(bound, NOW, new)
        self.assert_told(later, NOW)

    def test_words_can_be_taken_away(self):
        note = make_note(everywhere=True, text="Much")
        self.assertEqual(note.replace(text="").text, "")

    def test_a_note_is_replaced_once(self):
        note = make_note(everywhere=True)
        note.replace(label="New")
        with self.assertRaises(ValidationError):
            note.replace(label="Newer")
        self.assertEqual(SponsorshipNote.objects.count(), 2)

    def test_shown_words_are_refused_at_every_door(self):
        shown = make_note(everywhere=True, label="Old")
        carried = make_note(label="Old", starts_at=NOW + 9000 * DAY)
        self.article(notes=[carried])
        for note in (shown, carried):
            before = SponsorshipNote.objects.filter(pk=note.pk).values().get()

            def changed(note: SponsorshipNote = note, **values: Any) -> SponsorshipNote:
                note = SponsorshipNote.objects.get(pk=note.pk)
                for name, value in values.items():
                    setattr(note, name, value)
                return note

            rows = SponsorshipNote.objects.filter(pk=note.pk)
            doors = [
                *(
                    lambda values=values: changed(**values).save()
                    for values in (
                        {"label": "New"},
                        {"text": "New"},
                        {"kind": NoteKind.AFFILIATE},
                        {"sponsor": make_note().sponsor},
                        {"everywhere": not note.everywhere},
                        {"starts_at": NOW + 9999 * DAY},
                    )
                ),
                lambda: changed(label="New").full_clean(),
                lambda: changed(label="New").save(update_fields=["label"]),
                lambda: SponsorshipNote(pk=note.pk, uuid=note.uuid, kind="house", label="New").save(),  # noqa: B023
                lambda: rows.update(text="New"),  # noqa: B023
                lambda: rows.update(sponsor_id=None),  # noqa: B023
                lambda: SponsorshipNote.objects.update(label="New"),
                lambda: SponsorshipNote.objects.bulk_update([changed(label="New")], ["label"]),
                lambda: SponsorshipNote.objects.bulk_create(
                    [changed(label="New")], update_conflicts=True, update_fields=["label"], unique_fields=["uuid"]
                ),
                lambda: SponsorshipNote.objects.update_or_create(pk=note.pk, defaults={"label": "New"}),  # noqa: B023
                lambda: self.section.notes.add(note),  # noqa: B023
                lambda: changed().delete(),
                lambda: rows.delete(),  # noqa: B023
            ]
            for number, door in enumerate(doors):
                with self.subTest(note=note.pk, door=number):
                    with self.assertRaises(ValidationError), transaction.atomic():
                        door()
                    self.assertEqual(SponsorshipNote.objects.filter(pk=note.pk).values().get(), before)

    def test_an_unshown_note_may_change_and_a_shown_one_may_end(self):
        coming = make_note(everywhere=True, starts_at=NOW + 9000 * DAY)
        coming.label = "Other"
        coming.save()
        SponsorshipNote.objects.filter(pk=coming.pk).update(text="Other")
        coming.delete()
        shown = make_note(everywhere=True)
        shown.ends_at = NOW
        shown.save()
        self.assertEqual(list(SponsorshipNote.objects.values_list("ends_at", flat=True)), [NOW])

    def test_the_refusal_says_what_to_do(self):
        note = make_note(everywhere=True)
        note.label = "New"
        with self.assertRaises(FrozenError) as caught:
            note.save()
        self.assertEqual(caught.exception.messages, FrozenError.note().messages)
