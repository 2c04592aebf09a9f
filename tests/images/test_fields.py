"""The file of a picture: it comes along with a fixture's row, and nothing in the storage is overwritten."""

from __future__ import annotations

import json
import tempfile
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers import deserialize
from django.test import TestCase, override_settings
from PIL import Image

from images.models import Picture


def png(colour: str, size: tuple[int, int] = (3, 2)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def load(name: str) -> Picture:
    """Load a picture's row as `loaddata` does."""
    fields = {"uuid": "0" * 32, "file": name, "width": 3, "height": 2, "alt": "A dot", "credit": "Nobody"}
    row = {"model": "images.picture", "fields": fields | {"created_at": "2026-01-01T00:00:00Z"}}
    for loaded in deserialize("json", json.dumps([row])):
        loaded.save()
    return Picture.objects.get()


class PictureFieldTest(TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.shelf = Path(folder.name, "shelf")
        self.shelf.mkdir()
        settings = override_settings(
            FIXTURE_MEDIA_DIRS=[Path(folder.name, "absent"), self.shelf], MEDIA_ROOT=str(Path(folder.name, "media"))
        )
        settings.enable()
        self.addCleanup(settings.disable)

    def stored(self, name: str) -> bytes:
        with default_storage.open(name) as file:
            return file.read()

    def test_a_fixtures_row_brings_its_file(self):
        (self.shelf / "dot.png").write_bytes(png("red"))
        picture = load("dot.png")
        self.assertEqual((picture.file.name, picture.width, picture.height), ("dot.png", 3, 2))
        self.assertEqual(self.stored("dot.png"), png("red"))

    def test_what_is_stored_is_never_overwritten(self):
        default_storage.save("dot.png", ContentFile(png("blue")))
        (self.shelf / "dot.png").write_bytes(png("red"))
        load("dot.png")
        load("dot.png").save()
        self.assertEqual(self.stored("dot.png"), png("blue"))
        self.assertEqual(default_storage.listdir("")[1], ["dot.png"])

    def test_a_row_whose_file_is_nowhere_loads_without_it(self):
        load("dot.png")
        self.assertFalse(default_storage.exists("dot.png"))

    def test_an_upload_is_what_was_uploaded(self):
        (self.shelf / "dot.png").write_bytes(png("red"))
        picture = Picture(alt="A dot", credit="Nobody")
        picture.file = SimpleUploadedFile("dot.png", png("green", (5, 4)), "image/png")
        picture.save()
        self.assertEqual((picture.width, picture.height), (5, 4))
        self.assertEqual(self.stored(picture.file.name), png("green", (5, 4)))
