"""The picture library at the desk."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from images.models import Picture
from tests.cast import CastTestCase
from tests.factories import make_picture

LIST = "admin:images_picture_changelist"


def upload(name: str = "blue.png", content: bytes | None = None) -> SimpleUploadedFile:
    if content is None:
        file = io.BytesIO()
        Image.new("RGB", (60, 40), "steelblue").save(file, "PNG")
        content = file.getvalue()
    return SimpleUploadedFile(name, content, "image/png")


@override_settings(LANGUAGE_CODE="en")
class PictureAdminTest(CastTestCase):
    def setUp(self):
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.writer)

    def add(self, **fields):
        fields = {"alt": "A blue sea", "credit": "Photo: us", "file": upload()} | fields
        return self.client.post(reverse("admin:images_picture_add"), fields)

    def test_a_writer_adds_a_picture_and_sees_it_with_its_size(self):
        self.assertRedirects(self.add(), reverse(LIST))
        picture = Picture.objects.get()
        self.assertEqual((picture.width, picture.height, picture.alt), (60, 40, "A blue sea"))
        page = self.client.get(reverse(LIST))
        self.assertContains(
            page,
            f'<img class="thumbnail" src="{picture.file.url}" alt="A blue sea" width="60" height="40" loading="lazy">',
            html=True,
        )
        self.assertContains(page, "60 × 40")

    def test_what_is_no_picture_is_refused_in_words_and_the_words_stay(self):
        told = "Upload a valid image. The file you uploaded was either not an image or a corrupted image."
        for name, content in [
            ("a.png", b"<script>"),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("a.png", b""),
        ]:
            with self.subTest(name=name, content=content):
                response = self.add(file=upload(name, content))
                self.assertContains(response, 'value="A blue sea"')
                self.assertContains(response, told if content else "The submitted file is empty.")
        self.assertEqual(Picture.objects.count(), 0)

    def test_a_picture_needs_words_for_who_does_not_see_it_and_a_credit(self):
        response = self.add(alt="", credit="")
        self.assertEqual(
            response.context["adminform"].form.errors,
            {"alt": ["This field is required."], "credit": ["This field is required."]},
        )

    def test_a_strange_name_is_no_way_out_of_the_library(self):
        for name in ("../../../etc/passwd.png", "..\\x.png", "a b;c.png"):
            with self.subTest(name):
                self.assertEqual(self.add(file=upload(name)).status_code, 302)
                self.assertRegex(Picture.objects.first().file.name, r"^pictures/\d{4}/\d\d/[^/\\]+\.png$")

        response = self.add(file=upload("é" * 300 + ".png"))
        self.assertContains(response, "Ensure this filename has at most 100 characters")

    def test_its_words_change_and_its_file_does_not(self):
        picture = make_picture(alt="Old")
        url = reverse("admin:images_picture_change", args=[picture.pk])
        self.assertNotContains(self.client.get(url), 'name="file"')
        self.client.post(url, {"alt": "New", "credit": "Photo: them", "file": upload()})
        picture = Picture.objects.get()
        self.assertEqual((picture.alt, picture.credit, picture.file.name[:5]), ("New", "Photo: them", "test/"))

    def test_nobody_deletes_one_and_commercial_changes_none(self):
        picture = make_picture()
        for person in (self.writer, self.editor, self.publisher, self.commercial):
            self.client.force_login(person)
            url = reverse("admin:images_picture_delete", args=[picture.pk])
            self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)
        response = self.client.post(
            reverse("admin:images_picture_change", args=[picture.pk]), {"alt": "x", "credit": "x"}
        )
        self.assertEqual(response.status_code, 403)

    def test_the_list_costs_the_same_with_one_and_with_thirty(self):
        counts = []
        for many in (1, 29):
            for _number in range(many):
                make_picture()
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse(LIST), {"q": "Picture"})
            counts.append(len(queries))
        self.assertEqual(counts, [6, 6])
