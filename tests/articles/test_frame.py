"""The frame of every page: cached, and never older than the last write."""

from __future__ import annotations

from django.core.cache import cache
from django.test import RequestFactory, TestCase

from articles import frame
from articles.models import Section
from articles.states import NoteKind
from tests.factories import make_author, make_note, make_section


class FrameTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.second = make_section("Second", position=2)
        cls.first = make_section("First", position=1)
        cls.child = make_section("Child", parent=cls.second)
        cls.grandchild = make_section("Grandchild", parent=cls.child)

    def setUp(self):
        cache.clear()

    def test_the_tree(self):
        loaded = frame.load()
        self.assertEqual(loaded.menu(), [self.first, self.second])
        self.assertEqual(loaded.children(self.second), [self.child])
        self.assertEqual(loaded.trail(self.grandchild.pk), [self.second, self.child, self.grandchild])
        self.assertEqual((loaded.trail(None), loaded.trail(0), loaded.trail(987654)), ([], [], []))
        self.assertEqual(loaded.by_path[self.child.path], self.child)
        self.assertEqual(loaded.by_id[self.child.pk], self.child)

    def test_sections_below_themselves_hang_no_page(self):
        Section.objects.filter(pk=self.second.pk).update(parent=self.grandchild)
        trail = frame.load().trail(self.grandchild.pk)
        self.assertEqual(trail, [self.second, self.child, self.grandchild])

    def test_it_is_read_in_four_queries_and_then_from_the_cache(self):
        with self.assertNumQueries(4):
            frame.get()
        with self.assertNumQueries(0):
            self.assertEqual(frame.get().menu(), [self.first, self.second])

    def test_only_notes_that_stand_somewhere_are_in_it(self):
        make_note()
        notes = [
            make_note(everywhere=True),
            make_note(section=self.first),
            make_note(NoteKind.HOUSE, author=make_author()),
        ]
        self.assertEqual({note.pk for note in frame.load().notes}, {note.pk for note in notes})
        with self.assertNumQueries(4):
            self.assertEqual([bool(note.sponsor) for note in frame.load().notes].count(True), 2)

    def test_every_write_renews_it(self):
        note = make_note(everywhere=True)

        def rename(thing: object, name: str = "name") -> None:
            setattr(thing, name, "Other")
            thing.save()  # type: ignore[attr-defined]

        def end() -> None:
            note.refresh_from_db()
            note.ends_at = note.starts_at.replace(year=note.starts_at.year + 1)
            note.save()

        for name, write in {
            "section": lambda: rename(self.first),
            "new section": lambda: make_section("New"),
            "section deleted": lambda: Section.objects.get(name="New").delete(),
            "sponsor": lambda: rename(note.sponsor),
            "note": lambda: make_note(section=self.first),
            "note replaced": lambda: note.replace(label="Other"),
            "note ended": end,
        }.items():
            with self.subTest(name):
                stale = frame.get()
                with self.captureOnCommitCallbacks(execute=True):
                    write()
                    self.assertEqual(frame.get(), stale)  # not before others can read it
                with self.assertNumQueries(4):
                    frame.get()

    def test_nothing_is_read_for_a_page_that_does_not_use_it(self):
        with self.assertNumQueries(0):
            context = frame.context(RequestFactory().get("/"))
        with self.assertNumQueries(4):
            self.assertEqual(context["frame"].menu(), [self.first, self.second])
