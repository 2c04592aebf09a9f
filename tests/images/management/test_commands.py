"""make_renditions, import_pictures and check_pictures."""

from __future__ import annotations

import os
import tempfile
import time
from io import StringIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase

from images import making
from images.fields import originals
from images.management.commands.check_pictures import walk
from images.models import Picture
from tests.images.pictures import encoded
from tests.images.test_library import add


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), err.getvalue()


def age(name: str) -> None:
    """Let a file be of the day before yesterday."""
    then = time.time() - 2 * 24 * 3600
    os.utime(default_storage.path(name) if default_storage.exists(name) else originals().path(name), (then, then))


class MakeRenditionsTest(TestCase):
    def test_what_is_lacking_is_made_and_a_second_run_has_nothing_to_do(self):
        add(encoded("red")), add(encoded("blue"))
        self.assertEqual(run("make_renditions")[0], "2 pictures made ready.\n")
        self.assertEqual(Picture.objects.incomplete().count(), 0)
        self.assertEqual(run("make_renditions")[0], "Everything is ready.\n")

    def test_only_the_first_of_those_that_have_none(self):
        picture, _other = add(encoded("red")), add(encoded("blue"))
        Picture.objects.filter(pk=picture.pk).update(renditions={})
        self.assertEqual(run("make_renditions", "--first")[0], "1 pictures made ready.\n")
        picture.refresh_from_db()
        self.assertEqual(list(picture.renditions), ["full"])

    def test_an_original_that_is_gone_is_told_and_the_others_are_made(self):
        picture, other = add(encoded("red"), "red.png"), add(encoded("blue"))
        originals().delete(picture.file.name)
        err = StringIO()
        with (
            self.assertLogs("images.store", "ERROR"),
            self.assertRaisesMessage(CommandError, "1 of 2 pictures have no renditions."),
        ):
            call_command("make_renditions", stdout=StringIO(), stderr=err)
        self.assertIn("red.png: The original can’t be read: its store does not answer, or has lost it.", err.getvalue())
        self.assertEqual(list(Picture.objects.incomplete()), [picture])
        self.assertNotEqual(other, picture)


class ImportPicturesTest(TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_a_folder_with_all_below_it_goes_in_once(self):
        (self.folder / "below").mkdir()
        (self.folder / "red.png").write_bytes(encoded("red"))
        (self.folder / "below" / "blue.jpg").write_bytes(encoded("blue", format="JPEG"))
        (self.folder / "below" / "again.png").write_bytes(encoded("red"))
        (self.folder / "notes.txt").write_text("no picture")
        (self.folder / ".hidden").write_text("nothing")
        out, err = run("import_pictures", str(self.folder))
        self.assertEqual(out.splitlines()[0], "2 taken in, 1 there already, 1 refused.")
        self.assertIn("notes.txt: This is no picture that can be read.", err)
        self.assertEqual(sorted(Picture.objects.values_list("name", flat=True)), ["again.png", "blue.jpg"])
        self.assertEqual(run("import_pictures", str(self.folder))[0], "0 taken in, 3 there already, 1 refused.\n")

    def test_no_folder(self):
        self.assertEqual(run("import_pictures", "/nowhere")[1], "/nowhere: this is no folder.")


class CheckPicturesTest(TestCase):
    def setUp(self):
        self.picture = add(encoded("red", (10, 10)), "red.png")
        making.make(self.picture.pk)
        self.picture.refresh_from_db()

    def test_silence_where_all_is_well(self):
        default_storage.save("ab/new/card-320.avif", ContentFile(b"of a picture that comes in now"))
        self.assertEqual(run("check_pictures"), ("Everything is as it should be.\n", ""))

    def test_files_without_rows_and_rows_without_files(self):
        default_storage.save("ab/old/card-320.avif", ContentFile(b"x"))
        originals().save("2020/01/old.jpg", ContentFile(b"x"))
        age("ab/old/card-320.avif"), age("2020/01/old.jpg")
        lost = next(self.picture.rendition_names())
        default_storage.delete(lost)
        originals().delete(self.picture.file.name)
        out, err = run("check_pictures")
        self.assertEqual(
            out.splitlines(),
            [
                f"{self.picture.uuid} (red.png): its original is missing: {self.picture.file.name}",
                f"{self.picture.uuid} (red.png): a rendition is missing: {lost}",
                "No picture has this original: 2020/01/old.jpg",
                "No picture has this rendition: ab/old/card-320.avif",
            ],
        )
        self.assertEqual(err, "4 differences.")

    def test_mended_strays_are_gone_and_what_is_missing_can_be_made(self):
        default_storage.save("ab/old/card-320.avif", ContentFile(b"x"))
        originals().save("2020/01/old.jpg", ContentFile(b"x"))
        age("ab/old/card-320.avif"), age("2020/01/old.jpg")
        default_storage.delete(next(self.picture.rendition_names()))
        run("check_pictures", "--mend")
        self.assertFalse(default_storage.exists("ab/old/card-320.avif"))
        self.assertTrue(originals().exists("2020/01/old.jpg"))
        run("make_renditions")
        self.picture.refresh_from_db()
        self.assertEqual(sorted(walk(default_storage)), sorted(self.picture.rendition_names()))
