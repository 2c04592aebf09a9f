"""Pictures taken in, exchanged, given another focal point and let go: the rows, the files, and nothing half done."""

from __future__ import annotations

import io
from functools import partial
from unittest import mock

from django.core.files.storage import Storage, default_storage
from django.test import TestCase
from PIL import ExifTags, Image

from images import drawing, library, making, recipe, tasks
from images.fields import originals
from images.library import Refused
from images.management.commands.check_pictures import walk
from images.models import Picture
from tests.articles.hostile import cases
from tests.cast import make_user
from tests.images.pictures import encode, encoded, halves

STORE_FAILED = "The picture can’t be kept: the store is full or does not answer. Nothing was saved. Try again later."


def add(content: bytes, name: str = "port.jpg", **options: object) -> Picture:
    return library.add(io.BytesIO(content), name=name, by=None, **options)[0]  # type: ignore[arg-type]


def rendition(name: str) -> Image.Image:
    with default_storage.open(name) as file:
        image = Image.open(io.BytesIO(file.read()))
    image.load()
    return image


class AddTest(TestCase):
    def test_a_picture_is_kept_with_what_it_says_and_its_first_rendition(self):
        exif = Image.Exif()
        exif[ExifTags.Base.ImageDescription], exif[ExifTags.Base.Artist] = "Le port", "Jane Doe"
        content = encoded("steelblue", (1500, 1000), "JPEG", exif=exif)
        person = make_user("jane")
        picture, is_new = library.add(io.BytesIO(content), name="C:\\photos\\port\0.JPG", by=person)
        self.assertTrue(is_new)
        picture.refresh_from_db()
        self.assertEqual(
            (
                picture.name,
                picture.size,
                picture.alt,
                picture.caption,
                picture.credit,
                picture.tone,
                picture.created_by,
            ),
            ("port.JPG", (1500, 1000), "", "Le port", "Jane Doe", "5aa", person),
        )
        with originals().open(picture.file.name) as file:
            self.assertEqual(file.read(), content)
        self.assertRegex(picture.file.name, r"^\d{4}/\d\d/[0-9a-f]{24}\.jpg$")
        key = picture.key(recipe.FULL)
        self.assertEqual(picture.renditions, {"full": {"key": key, "sizes": [[640, 427]]}})
        self.assertEqual(
            sorted(walk(default_storage)), [f"{key[:2]}/{key[2:]}/full-640.{each}" for each in ("avif", "jpg", "webp")]
        )

    def test_the_same_bytes_are_the_same_picture(self):
        first = add(encoded("red"), "one.png")
        again, is_new = library.add(io.BytesIO(encoded("red")), name="two.png", by=None)
        self.assertEqual((again, is_new, Picture.objects.count()), (first, False, 1))
        self.assertEqual(len(list(walk(originals()))), 1)

    def test_a_picture_that_was_replaced_is_not_offered_for_its_bytes(self):
        first, second = add(encoded("red")), add(encoded("blue"))
        Picture.objects.filter(pk=first.pk).update(replaced_by=second)
        _again, is_new = library.add(io.BytesIO(encoded("red")), name="one.png", by=None)
        self.assertTrue(is_new)

    def test_names_lead_nowhere(self):
        for number, name in enumerate(
            ["../../etc/passwd", "/etc/passwd", "..\\..\\x.png", "a\nb\x00.png", "\ud800.png", ""]
        ):
            with self.subTest(ascii(name)):
                picture = add(encoded((number, 0, 0)), name)
                picture.refresh_from_db()
                self.assertNotRegex(picture.name, r"[/\\\x00-\x1f]")
                self.assertRegex(picture.file.name, r"^\d{4}/\d\d/[0-9a-f]{24}\.png$")

    def test_renditions_are_made_by_task_once_the_row_is_there(self):
        with self.captureOnCommitCallbacks() as callbacks:
            picture = add(encoded())
        later = [(each.func, each.args) for each in callbacks if isinstance(each, partial)]
        self.assertEqual(later, [(tasks.make_renditions.enqueue, (picture.pk,))])

    def test_what_is_refused_leaves_nothing(self):
        with self.assertRaises(Refused):
            add(encoded()[:60])
        self.assertEqual((Picture.objects.count(), list(walk(originals())), list(walk(default_storage))), (0, [], []))

    def test_too_many_bytes_are_refused_unread(self):
        with mock.patch.object(library, "MAX_BYTES", 10), self.assertRaisesMessage(Refused, "The file is over 0 MB."):
            add(encoded())

    def test_a_store_that_fails_leaves_nothing_whenever_it_fails(self):
        save = Storage.save
        for failing in range(4):  # the original, then the first rendition in three formats
            calls = []

            def fail(self, name, content, calls=calls, failing=failing, **options):
                calls.append(name)
                if len(calls) > failing:
                    raise OSError(28, "No space left on device")
                return save(self, name, content, **options)

            with (
                self.subTest(failing),
                mock.patch("django.core.files.storage.Storage.save", fail),
                self.assertLogs("images.store", "ERROR"),
                self.assertRaisesMessage(Refused, STORE_FAILED),
            ):
                add(encoded())
            left = (Picture.objects.count(), list(walk(originals())), list(walk(default_storage)))
            self.assertEqual(left, (0, [], []))

    def test_a_database_that_fails_leaves_no_file(self):
        with mock.patch.object(Picture, "save", side_effect=RuntimeError), self.assertRaises(RuntimeError):
            add(encoded())
        self.assertEqual((list(walk(originals())), list(walk(default_storage))), ([], []))


class StrippedTest(TestCase):
    def test_readers_get_no_place_and_no_camera_of_any_shared_case(self):
        for path in sorted(cases("images").iterdir()):
            with self.subTest(path.name), path.open("rb") as file:
                try:
                    picture, _is_new = library.add(file, name=path.name, by=None)
                except Refused:
                    continue
                if picture.width <= 640:  # of larger ones the first: the others are cut from the same pixels
                    making.make(picture.pk)
                    picture.refresh_from_db()
                for name in picture.rendition_names():
                    image = rendition(name)
                    said = image.getexif()
                    self.assertLessEqual(set(said), {ExifTags.Base.Artist, ExifTags.Base.Copyright}, name)
                    self.assertEqual(dict(said.get_ifd(ExifTags.IFD.GPSInfo)), {}, name)
                    extra = set(image.info) & {"xmp", "icc_profile", "photoshop", "comment", "XML:com.adobe.xmp"}
                    self.assertEqual(extra, set(), name)


class RefocusTest(TestCase):
    def test_crops_are_made_anew_around_the_point_and_the_old_show_meanwhile(self):
        picture = add(encode(halves("red", "blue", (1200, 400))))
        making.make(picture.pk)
        picture.refresh_from_db()
        before = picture.renditions
        refocused = library.refocus(picture, (0, 50))
        self.assertEqual((refocused.renditions, refocused.recipe_version), (before, 0))
        making.make(picture.pk)
        picture.refresh_from_db()
        self.assertEqual(picture.renditions["full"], before["full"])
        for crop in ("card", "lead", "square", "social"):
            self.assertNotEqual(picture.renditions[crop]["key"], before[crop]["key"])
        shown = picture.shown("square")
        key = picture.key(recipe.SQUARE)
        self.assertEqual((shown.key, shown.sizes), (key, [(160, 160), (320, 320), (400, 400)]))
        square = rendition(recipe.name("square", key, 320, "jpg"))
        self.assertEqual(
            [(r > 200, b > 200) for r, _g, b in (square.getpixel((x, 100)) for x in (5, 315))], [(True, False)] * 2
        )

    def test_old_crops_go_a_day_later_unless_the_point_comes_back(self):
        picture = add(encoded(size=(90, 60)))
        making.make(picture.pk)
        picture.refresh_from_db()
        with self.captureOnCommitCallbacks() as callbacks:
            library.refocus(picture, (0, 0))
        later = [each.args for each in callbacks if isinstance(each, partial) and len(each.args) == 4]
        self.assertEqual(sorted(crop for _pk, crop, _key, _widths in later), ["card", "lead", "social", "square"])
        making.make(picture.pk)
        for pk, crop, key, widths in later:
            self.assertTrue(tasks.remove_renditions.call(pk, crop, key, widths))
        picture.refresh_from_db()
        self.assertEqual(sorted(walk(default_storage)), sorted(picture.rendition_names()))
        for crop, ready in picture.renditions.items():
            self.assertFalse(tasks.remove_renditions.call(picture.pk, crop, ready["key"], [90]))

    def test_the_same_point_changes_nothing(self):
        picture = add(encoded())
        making.make(picture.pk)
        library.refocus(picture, (50, 50))
        picture.refresh_from_db()
        self.assertEqual(picture.recipe_version, recipe.VERSION)


class ReplaceTest(TestCase):
    def test_the_row_has_another_file_and_the_same_words(self):
        picture = add(encoded("red"), "old.png")
        Picture.objects.filter(pk=picture.pk).update(alt="A port", caption="Mine")
        old = picture.file.name
        with self.captureOnCommitCallbacks(execute=True):
            library.replace(picture, io.BytesIO(encoded("blue", (90, 60))), name="new.png", by=None)
        again = Picture.objects.get()
        self.assertEqual(
            (again.uuid, again.name, again.size, again.alt, again.caption, again.tone, again.recipe_version),
            (picture.uuid, "new.png", (90, 60), "A port", "Mine", "00f", 0),
        )
        self.assertEqual(list(walk(originals())), [again.file.name])
        self.assertNotEqual(again.file.name, old)
        self.assertEqual(again.renditions, {"full": {"key": again.key(recipe.FULL), "sizes": [[90, 60]]}})

    def test_with_what_is_there_already_or_can_not_be_read_nothing_changes(self):
        picture, other = add(encoded("red")), add(encoded("blue"))
        for content, told in [
            (encoded("blue"), "This very file is in the library already. Choose that picture, or send another file."),
            (b"", "The file is empty. Choose it again."),
        ]:
            with self.subTest(told), self.assertRaisesMessage(Refused, told):
                library.replace(picture, io.BytesIO(content), name="x.png", by=None)
        self.assertEqual(set(walk(originals())), {picture.file.name, other.file.name})
        again = Picture.objects.get(pk=picture.pk)
        self.assertEqual((again.digest, again.renditions["full"]["key"]), (picture.digest, picture.key(recipe.FULL)))


class RemoveTest(TestCase):
    def test_row_and_files_go(self):
        picture, other = add(encoded("red")), add(encoded("blue"))
        making.make(picture.pk)
        with self.captureOnCommitCallbacks(execute=True):
            library.remove(picture)
        self.assertEqual(Picture.objects.get(), other)
        self.assertEqual(list(walk(originals())), [other.file.name])
        self.assertEqual(sorted(walk(default_storage)), sorted(other.rendition_names()))


LOGO = b"""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">
<defs><g id="a"><rect width="20" height="10" fill="red"/></g></defs><use href="#a"/></svg>"""


class LogoTest(TestCase):
    def test_an_svg_is_drawn_once_and_kept_as_pixels(self):
        picture = add(LOGO, "logo.svg", logo=True)
        self.assertEqual((picture.size, picture.tone, picture.file.name[-4:]), ((1280, 640), "f00", ".png"))

    def test_it_is_for_logos_only(self):
        with self.assertRaisesMessage(Refused, "An SVG is taken as a sponsor’s logo only. Send this as a PNG."):
            add(LOGO, "logo.svg")

    def test_what_reaches_out_is_refused(self):
        told = "The SVG holds pictures, scripts or links to elsewhere. Send the logo as a PNG, or without them."
        for inside in [
            "<script>1</script>",
            '<image href="/etc/passwd"/>',
            '<use href="http://other.example/x.svg#a"/>',
            '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="file:///x#a"/>',
            "<style>@import url(http://other.example)</style>",
            '<rect fill="url(http://other.example/x)"/>',
            "<foreignObject/>",
        ]:
            with self.subTest(inside), self.assertRaisesMessage(Refused, told):
                add(b'<svg xmlns="http://www.w3.org/2000/svg">' + inside.encode() + b"</svg>", logo=True)

    def test_what_can_not_be_drawn_is_refused(self):
        nested = b"".join(b'<g id="g%d">%s</g>' % (n, b'<use href="#g%d"/>' % (n - 1) * 10) for n in range(1, 10))
        for content, told in [
            (LOGO[:-20], "The SVG is damaged. Send the logo as a PNG."),
            (b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>', "The SVG is damaged. Send the logo as a PNG."),
            (b"<x><svg/></x>", "The SVG can’t be drawn. Send the logo as a PNG."),
            (LOGO.replace(b'width="20"', b'width="0"', 1), "The SVG can’t be drawn. Send the logo as a PNG."),
            (
                b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g id="g0"><path d="M0 0"/></g>'
                + nested + b'<use href="#g9"/></svg>',
                "The SVG can’t be drawn. Send the logo as a PNG.",
            ),
            (LOGO + b" " * 1_000_000, "The SVG is over 1 MB. Send the logo as a PNG."),
        ]:  # fmt: skip
            with (
                self.subTest(content[:80]),
                mock.patch.object(drawing, "SECONDS", 2),
                self.assertRaisesMessage(Refused, told),
            ):
                add(content, logo=True)
        self.assertEqual(Picture.objects.count(), 0)
