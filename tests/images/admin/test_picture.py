"""The picture library at the desk: its list, and the form that adds one picture without any script."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import ExifTags, Image

from images.fields import originals
from images.management.commands.check_pictures import walk
from images.models import Picture
from tests.cast import CastTestCase
from tests.factories import make_picture
from tests.images.pictures import encoded

LIST = "admin:images_picture_changelist"


def file(content: bytes | None = None, name: str = "blue.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, encoded() if content is None else content, "image/png")


@override_settings(LANGUAGE_CODE="en")
class AddTest(CastTestCase):
    def setUp(self):
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.writer)

    def add(self, **fields):
        fields = {"alt": "A blue sea", "credit": "Photo: us", "file": file()} | fields
        return self.client.post(reverse("admin:images_picture_add"), fields)

    def test_a_writer_adds_a_picture_and_sees_it_with_its_size(self):
        self.assertRedirects(self.add(), reverse(LIST))
        picture = Picture.objects.get()
        self.assertEqual((picture.size, picture.alt, picture.created_by), ((60, 40), "A blue sea", self.writer))
        page = self.client.get(reverse(LIST))
        self.assertContains(page, picture.thumbnail)
        self.assertContains(page, "60 × 40")

    def test_what_is_left_empty_is_what_the_file_says(self):
        said = encoded(format="JPEG", exif=_exif("Le port", "Jane Doe"))
        self.add(file=file(said, "a.jpg"), credit="", caption="")
        picture = Picture.objects.get()
        self.assertEqual((picture.alt, picture.caption, picture.credit), ("A blue sea", "Le port", "Jane Doe"))

    def test_words_may_come_later(self):
        self.assertRedirects(self.add(alt="", credit=""), reverse(LIST))
        self.assertEqual(Picture.objects.values_list("alt", "credit").get(), ("", ""))

    def test_what_is_no_picture_is_refused_in_words_and_the_words_stay(self):
        no_picture = "This is no picture that can be read. Send a JPEG, PNG, WebP, AVIF, GIF, TIFF or HEIC."
        for name, content, told in [
            ("a.png", b"<script>", no_picture),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "An SVG is taken as a sponsor’s logo only."),
            ("a.png", b"", "The submitted file is empty."),
        ]:
            with self.subTest(name=name, content=content):
                response = self.add(file=file(content, name))
                self.assertContains(response, 'value="A blue sea"')
                self.assertContains(response, told)
        self.assertEqual(Picture.objects.count(), 0)

    def test_a_form_with_wrong_words_keeps_no_file(self):
        response = self.add(alt="x" * 301)
        self.assertEqual(list(response.context["adminform"].form.errors), ["alt"])
        left = (Picture.objects.count(), list(walk(originals())), list(walk(default_storage)))
        self.assertEqual(left, (0, [], []))

    def test_the_same_picture_twice_is_told_with_the_way_to_it(self):
        self.add()
        picture = Picture.objects.get()
        response = self.add(alt="Other")
        there = f'This picture is in the library already: <a href="../{picture.pk}/change/">A blue sea</a>.'
        self.assertContains(response, there)
        self.assertContains(response, 'value="Other"')
        self.assertEqual(Picture.objects.get().alt, "A blue sea")

    def test_a_picture_taken_in_can_be_opened(self):
        self.add()
        page = self.client.get(reverse("admin:images_picture_change", args=[Picture.objects.get().pk]))
        self.assertContains(page, Picture.objects.get().preview)
        self.assertNotContains(page, 'name="file"')


class ListTest(CastTestCase):
    def test_it_costs_the_same_with_one_and_with_thirty(self):
        self.client.force_login(self.writer)
        counts = []
        for many in (1, 29):
            for _number in range(many):
                make_picture()
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse(LIST), {"q": "Picture"})
            counts.append(len(queries))
        self.assertEqual(counts, [5, 5])


def _exif(description: str, artist: str):
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription], exif[ExifTags.Base.Artist] = description, artist
    return exif
