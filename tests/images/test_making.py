"""Renditions: which are made, in which order pages learn of them, and that one process at a time makes them."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

from django.core.files.storage import default_storage
from django.test import TestCase
from django.utils import timezone

from images import library, making, recipe, tasks
from images.fields import originals
from images.management.commands.check_pictures import walk
from images.models import Picture
from images.store import StoreFailed
from tests.images.pictures import encoded
from tests.images.test_library import add, rendition

ALL = {name: [list(size) for size in crop.sizes((700, 500))] for name, crop in recipe.CROPS.items()}


def sizes(picture: Picture) -> dict[str, list[list[int]]]:
    return {crop: ready["sizes"] for crop, ready in Picture.objects.get(pk=picture.pk).renditions.items()}


class MakeTest(TestCase):
    def setUp(self):
        self.picture = add(encoded(size=(700, 500)))

    def test_the_whole_set_is_made_and_told(self):
        self.assertTrue(making.make(self.picture.pk))
        self.picture.refresh_from_db()
        self.assertEqual(sizes(self.picture), ALL)
        self.assertEqual((self.picture.recipe_version, self.picture.making_since), (recipe.VERSION, None))
        names = list(self.picture.rendition_names())
        self.assertEqual(sorted(walk(default_storage)), sorted(names))
        for name in names:
            width = int(name.rpartition("-")[2].partition(".")[0])
            crop = recipe.CROPS[name.rpartition("/")[2].partition("-")[0]]
            image = rendition(name)
            self.assertEqual((image.format, image.size), (
                {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[name.rpartition(".")[2]],
                next(size for size in crop.sizes((700, 500)) if size[0] == width),
            ))  # fmt: skip

    def test_it_is_made_once(self):
        making.make(self.picture.pk)
        with mock.patch.object(making, "make_size") as made:
            self.assertTrue(making.make(self.picture.pk))
        made.assert_not_called()

    def test_pages_learn_of_each_size_as_it_is_there(self):
        told = []
        tell = making._tell

        def listen(picture, **what):
            done = tell(picture, **what)
            told.append(sizes(picture))
            return done

        with mock.patch.object(making, "_tell", listen):
            making.make(self.picture.pk)
        self.assertEqual(told[0], {"full": [[640, 457]]})
        self.assertEqual(told[1], {"full": [[320, 229], [640, 457]]})
        self.assertEqual(told[4], {"full": ALL["full"], "card": [[640, 427]]})
        self.assertEqual(told[-1], ALL)

    def test_one_process_at_a_time(self):
        now = timezone.now()
        Picture.objects.update(making_since=now)
        self.assertFalse(making.make(self.picture.pk))
        self.assertEqual(sizes(self.picture), {"full": [[640, 457]]})

    def test_the_claim_of_a_process_that_died_ends(self):
        Picture.objects.update(making_since=timezone.now() - making.PATIENCE - timedelta(seconds=1))
        self.assertTrue(making.make(self.picture.pk))

    def test_what_another_left_undone_is_gone_on_with(self):
        make_size, made = making.make_size, []

        def fail_at_third(picture, crop, work, size, *rest):
            made.append((crop.name, size))
            if len(made) == 3:
                raise StoreFailed("The store does not answer.")
            make_size(picture, crop, work, size, *rest)

        with mock.patch.object(making, "make_size", fail_at_third), self.assertRaises(StoreFailed):
            making.make(self.picture.pk)
        self.assertIsNone(Picture.objects.get().making_since)
        self.assertEqual(sizes(self.picture), {"full": [[320, 229], [640, 457]]})
        self.assertTrue(making.make(self.picture.pk))
        self.assertEqual(sizes(self.picture), ALL)

    def test_a_focal_point_set_meanwhile_is_the_one_that_counts(self):
        make_size = making.make_size
        changed = []

        def change(picture, crop, *rest):
            if crop is recipe.SQUARE and not changed:
                changed.append(library.refocus(picture, (10, 20)))
            make_size(picture, crop, *rest)

        with mock.patch.object(making, "make_size", change):
            self.assertTrue(making.make(self.picture.pk))
        self.picture.refresh_from_db()
        self.assertEqual(self.picture.focus, (10, 20))
        keys = {crop: ready["key"] for crop, ready in self.picture.renditions.items()}
        self.assertEqual(keys, {name: self.picture.key(crop) for name, crop in recipe.CROPS.items()})

    def test_a_picture_that_is_gone_is_no_failure(self):
        Picture.objects.all().delete()
        self.assertFalse(making.make(self.picture.pk))

    def test_the_row_of_a_fixture_gets_its_first_rendition_first(self):
        Picture.objects.update(renditions={})
        making.begin(self.picture.pk)
        self.picture.refresh_from_db()
        self.assertEqual((sizes(self.picture), self.picture.making_since), ({"full": [[640, 457]]}, None))


class ShownTest(TestCase):
    def test_the_crop_else_the_whole_else_nothing(self):
        picture = add(encoded(size=(700, 500)))
        full = recipe.name("full", picture.key(recipe.FULL), 640, "jpg")
        self.assertEqual(picture.shown("card").crop, "full")
        self.assertEqual((picture.thumbnail, picture.preview), (f"/media/{full}",) * 2)
        making.make(picture.pk)
        picture.refresh_from_db()
        card = picture.shown("card")
        self.assertEqual((card.crop, card.fallback, card.sizes[-1]), ("card", (640, 427), (700, 467)))
        self.assertEqual(picture.thumbnail, f"/media/{recipe.name('square', picture.key(recipe.SQUARE), 320, 'jpg')}")
        picture.renditions = {}
        self.assertEqual((picture.shown("card"), picture.thumbnail, picture.preview), (None, "", ""))


class TaskTest(TestCase):
    def test_a_store_that_fails_is_tried_again_later_and_later(self):
        picture = add(encoded())
        for name in walk(originals()):
            originals().delete(name)
        for tries, minutes in [(1, 1), (2, 2), (9, 256)]:
            before = timezone.now()
            with (
                self.assertLogs("images", "WARNING"),
                mock.patch.object(type(tasks.make_renditions), "enqueue", autospec=True) as enqueue,
            ):
                self.assertFalse(tasks.make_renditions.call(picture.pk, tries))
            (task, pk, next_try), _options = enqueue.call_args
            self.assertEqual((pk, next_try), (picture.pk, tries + 1))
            self.assertAlmostEqual((task.run_after - before).total_seconds(), minutes * 60, delta=5)
        with self.assertLogs("images", "WARNING"), mock.patch.object(type(tasks.make_renditions), "enqueue") as enqueue:
            tasks.make_renditions.call(picture.pk, tasks.TRIES)
        enqueue.assert_not_called()

    def test_what_was_left_is_made_a_picture_at_a_time_from_the_newest(self):
        first, second = add(encoded("red")), add(encoded("blue"))
        with mock.patch.object(type(tasks.make_missing), "enqueue", autospec=True) as enqueue:
            tasks.make_missing.call()
            self.assertEqual(enqueue.call_args.args[1:], (second.pk,))
            self.assertEqual(list(Picture.objects.incomplete()), [first])
            tasks.make_missing.call(second.pk)
            tasks.make_missing.call(first.pk)
        self.assertEqual((enqueue.call_count, Picture.objects.incomplete().count()), (2, 0))
