"""Pictures that the desk's scripts send: who may, what comes back, and what is wrong in a sentence."""

from __future__ import annotations

import json
from unittest import mock

from django.contrib.admin.models import LogEntry
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client, override_settings
from django.urls import reverse_lazy
from PIL import Image

from images.fields import originals
from images.management.commands.check_pictures import walk
from images.models import Picture
from tests.cast import CastTestCase
from tests.factories import make_picture
from tests.images.pictures import encode, encoded
from tests.images.test_library import LOGO, STORE_FAILED

UPLOAD, WORDS = reverse_lazy("admin:images_picture_upload"), reverse_lazy("admin:images_picture_words")


@override_settings(LANGUAGE_CODE="en")
class UploadsTestCase(CastTestCase):
    def setUp(self):
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.writer)

    def send(self, content: bytes, name: str = "port.png", **fields):
        return self.client.post(UPLOAD, {"file": SimpleUploadedFile(name, content), **fields})

    def nothing_is_kept(self) -> None:
        left = (Picture.objects.count(), list(walk(originals())), list(walk(default_storage)))
        self.assertEqual(left, (0, [], []))


class UploadTest(UploadsTestCase):
    def test_a_picture_comes_in_and_is_told_of(self):
        response = self.send(encoded())
        picture = Picture.objects.get()
        self.assertEqual(
            (response.status_code, json.loads(response.content)),
            (
                200,
                {
                    "is_new": True,
                    "may_write": True,
                    "picture": {
                        "id": str(picture.uuid), "pk": picture.pk, "title": "port.png", "about": "",
                        "image": picture.thumbnail, "alt": "", "caption": "", "credit": "",
                    },
                },
            ),
        )  # fmt: skip
        self.assertEqual(picture.created_by, self.writer)
        self.assertEqual(LogEntry.objects.get().object_id, str(picture.pk))

    def test_the_same_bytes_offer_the_picture_that_is_there(self):
        self.send(encoded())
        Picture.objects.update(alt="A port")
        told = self.send(encoded(), "again.png").json()
        self.assertEqual((told["is_new"], told["picture"]["title"], Picture.objects.count()), (False, "A port", 1))
        self.assertEqual(LogEntry.objects.count(), 1)

    def test_what_is_wrong_is_said(self):
        no_picture = "This is no picture that can be read. Send a JPEG, PNG, WebP, AVIF, GIF, TIFF or HEIC."
        for content, told in [
            (b"no picture", no_picture),
            (b"", "The file is empty. Choose it again."),
            (encoded()[:60], "The file breaks off: a part of the picture is missing. Send it again."),
        ]:
            with self.subTest(told):
                response = self.send(content)
                self.assertEqual((response.status_code, response.json()), (200, {"problem": told}))
        self.nothing_is_kept()

    def test_no_file(self):
        for fields in ({}, {"file": "a text"}):
            response = self.client.post(UPLOAD, fields)
            self.assertEqual(
                (response.status_code, response.json()["problem"]),
                (200, "No file has come: choose it again. If that happens twice, the server’s disk may be full."),
            )

    def test_a_store_that_is_full(self):
        with mock.patch.object(Storage, "save", side_effect=OSError(28, "No space")), self.assertLogs("images.store"):
            response = self.send(encoded())
        self.assertEqual((response.status_code, response.json()), (200, {"problem": STORE_FAILED}))
        self.nothing_is_kept()

    def test_a_disk_with_no_room_for_what_is_on_its_way(self):
        large = encode(Image.effect_noise((2000, 1500), 90))  # which Django keeps in a file, not in memory
        full = OSError(28, "No space left on device")
        with (
            mock.patch.object(TemporaryFileUploadHandler, "receive_data_chunk", side_effect=full),
            self.assertLogs("newsroom.uploads", "ERROR"),
        ):
            response = self.send(large)
        self.assertEqual(response.status_code, 200)
        self.assertIn("the server’s disk may be full", response.json()["problem"])
        self.nothing_is_kept()

    def test_an_svg_is_for_who_may_give_sponsors_a_logo(self):
        refused = {"problem": "An SVG is taken as a sponsor’s logo only. Send this as a PNG."}
        self.assertEqual(self.send(LOGO, "logo.svg", logo="1").json(), refused)
        self.client.force_login(self.commercial)
        self.assertEqual(self.send(LOGO, "logo.svg").json(), refused)
        self.assertTrue(self.send(LOGO, "logo.svg", logo="1").json()["is_new"])

    def test_who_may(self):
        for person, status in [
            (self.writer, 200), (self.editor, 200), (self.publisher, 200), (self.commercial, 200), (self.reader, 403),
        ]:  # fmt: skip
            with self.subTest(person.username):
                self.client.force_login(person)
                self.assertEqual(self.send(encoded((person.pk % 250, 0, 0))).status_code, status)
        self.assertEqual(Client().post(UPLOAD, {}).status_code, 403)

    def test_only_by_post_and_with_the_token(self):
        self.assertEqual(self.client.get(UPLOAD).status_code, 405)
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.writer)
        response = strict.post(UPLOAD, {"file": SimpleUploadedFile("a.png", encoded())})
        self.assertEqual(response.status_code, 403)
        self.nothing_is_kept()


class WordsTest(UploadsTestCase):
    def write(self, picture, **fields):
        return self.client.post(WORDS, {"id": str(picture.uuid)} | fields)

    def test_words_are_given_and_nothing_else_is_written(self):
        picture = make_picture(alt="", caption="", credit="")
        with mock.patch.object(Picture, "save", autospec=True, side_effect=Picture.save) as save:
            response = self.write(picture, alt="Two boats", caption="", credit="Photo: us", focus_x="3")
        self.assertEqual(set(save.call_args.kwargs["update_fields"]), {"alt", "credit"})
        told = response.json()["picture"]
        self.assertEqual((told["title"], told["about"], told["credit"]), ("Two boats", "Photo: us", "Photo: us"))
        picture.refresh_from_db()
        self.assertEqual((picture.alt, picture.credit, picture.focus_x), ("Two boats", "Photo: us", 50))

    def test_what_is_too_long_is_said_and_changes_nothing(self):
        picture = make_picture(alt="Old")
        response = self.write(picture, alt="x" * 301, credit="New")
        self.assertEqual(
            response.json(), {"problems": {"alt": ["Ensure this value has at most 300 characters (it has 301)."]}}
        )
        picture.refresh_from_db()
        self.assertEqual((picture.alt, picture.credit), ("Old", "Photo: Nobody"))

    def test_a_picture_that_is_not_there(self):
        for identity in ("", "x", "0" * 30, "\0", "00000000-0000-0000-0000-000000000000"):
            with self.subTest(ascii(identity)):
                response = self.client.post(WORDS, {"id": identity, "alt": "x"})
                told = {"problem": "This picture is not in the library any more."}
                self.assertEqual((response.status_code, response.json()), (404, told))

    def test_odd_words_are_no_failure(self):
        picture = make_picture()
        for words in ("\0", "\ud800".encode("utf-8", "surrogatepass"), "a\nb"):
            with self.subTest(ascii(words)):
                self.assertEqual(self.write(picture, alt=words).status_code, 200)

    def test_who_took_it_in_says_what_it_shows(self):
        self.client.force_login(self.commercial)
        self.assertTrue(self.send(encoded()).json()["may_write"])
        self.write(Picture.objects.get(), alt="Our logo", credit="Us")
        self.assertEqual(Picture.objects.values_list("alt", "credit").get(), ("Our logo", "Us"))
        self.client.force_login(self.writer)
        self.send(encoded("red"))
        self.client.force_login(self.commercial)
        self.assertFalse(self.send(encoded("red")).json()["may_write"])

    def test_who_may_not_change_is_told(self):
        picture = make_picture(alt="Old")
        self.client.force_login(self.commercial)
        response = self.write(picture, alt="New")
        self.assertEqual((response.status_code, response.json()), (403, {"problem": "You may not change pictures."}))
        picture.refresh_from_db()
        self.assertEqual(picture.alt, "Old")
