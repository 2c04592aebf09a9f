"""The original of a picture: it comes along with a fixture's row, and nothing in the storage is overwritten."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.serializers import deserialize
from django.test import TestCase, override_settings

from images.fields import originals
from images.models import Picture
from tests.images.pictures import encoded


def load(name: str) -> Picture:
    """Load a picture's row as `loaddata` does."""
    fields = {"uuid": "0" * 32, "file": name, "width": 3, "height": 2, "alt": "A dot", "credit": "Nobody"}
    row = {"model": "images.picture", "fields": fields | {"created_at": "2026-01-01T00:00:00Z"}}
    for loaded in deserialize("json", json.dumps([row])):
        loaded.save()
    return Picture.objects.get()


class OriginalFieldTest(TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.shelf = Path(folder.name)
        settings = override_settings(FIXTURE_MEDIA_DIRS=[self.shelf / "absent", self.shelf])
        settings.enable()
        self.addCleanup(settings.disable)

    def stored(self, name: str) -> bytes:
        with originals().open(name) as file:
            return file.read()

    def test_a_fixtures_row_brings_its_file_to_where_no_reader_finds_it(self):
        (self.shelf / "dot.png").write_bytes(encoded("red", (3, 2)))
        picture = load("dot.png")
        self.assertEqual((picture.file.name, picture.width, picture.height), ("dot.png", 3, 2))
        self.assertEqual(self.stored("dot.png"), encoded("red", (3, 2)))
        self.assertFalse(default_storage.exists("dot.png"))

    def test_what_is_stored_is_never_overwritten(self):
        originals().save("dot.png", ContentFile(encoded("blue")))
        (self.shelf / "dot.png").write_bytes(encoded("red"))
        load("dot.png")
        load("dot.png").save()
        self.assertEqual(self.stored("dot.png"), encoded("blue"))
        self.assertEqual(originals().listdir("")[1], ["dot.png"])

    def test_a_row_whose_file_is_nowhere_loads_without_it(self):
        load("dot.png")
        self.assertFalse(originals().exists("dot.png"))
