"""import_text: files become drafts with a report each; a file that can't be read stops all of them."""

from __future__ import annotations

import os
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from articles.models import Edition
from tests.factories import make_author, make_section

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed" / "article.txt"
TEXT = "Le vieux pont rouvre aux piétons\n\nLe vieux pont rouvre mardi. Les piétons passent les premiers.\n"


class ImportTextTest(TestCase):
    maxDiff = None

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def file(self, data: bytes | str = TEXT, name: str = "copy.txt") -> str:
        path = self.folder / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return str(path)

    def run_command(self, *files: str, **options: Any) -> str:
        out = StringIO()
        call_command("import_text", *files, stdout=out, **options)
        return out.getvalue()

    def refused(self, *files: str, **options: Any) -> str:
        """Return why nothing was made."""
        with self.assertRaises(CommandError) as refusal:
            self.run_command(*files, **options)
        self.assertEqual(Edition.objects.count(), 0)
        return str(refusal.exception)

    def test_a_file_becomes_a_draft_with_a_report(self):
        town = make_section("Ville", slug="ville")
        author = make_author("Ana Roy", slug="ana-roy")
        file = self.file()
        told = self.run_command(file, section="/ville/", author=["ana-roy"])
        draft = Edition.objects.get()
        self.assertEqual((draft.section, draft.headline), (town, "Le vieux pont rouvre aux piétons"))
        self.assertEqual([line.author for line in draft.bylines.all()], [author])
        self.assertEqual(
            told.splitlines(),
            [
                f"{file} (UTF-8)",
                "  section           ville",
                "  headline          Le vieux pont rouvre aux piétons",
                "  body              words: 10, paragraphs: 1, subheads: 0, quotations: 0",
                "  signed by         Ana Roy (text)",
                "  language          Français",
                f"  Draft: /admin/articles/edition/{draft.pk}/change/",
            ],
        )

    def test_a_dry_run_reports_and_makes_nothing(self):
        told = self.run_command(self.file(), dry_run=True)
        self.assertEqual(told.splitlines()[-1], "Nothing was made.")
        self.assertEqual(Edition.objects.count(), 0)

    def test_the_report_holds_every_word_that_the_draft_does_not(self):
        notice = "Pour explorer les options de sponsoring, contactez-nous."
        told = self.run_command(self.file(f"{TEXT}\nUn paragraphe de plus, pour finir.\n\n{notice}\n"))
        self.assertIn(f"  > {notice}", told.splitlines())

    def test_text_of_windows_is_recognised(self):
        told = self.run_command(self.file(TEXT.replace("Les", "L’œuvre des").encode("cp1252")))
        self.assertIn("(Windows-1252)", told)
        self.assertIn("L’œuvre des piétons", Edition.objects.get().body)

    def test_one_file_that_can_not_be_read_stops_them_all(self):
        good, zipped, empty = self.file(), self.file(b"PK\3\4\0\0", "b.docx"), self.file(" \n", "c.txt")
        missing = str(self.folder / "nowhere.txt")
        self.assertEqual(
            self.refused(good, zipped, empty, missing).splitlines(),
            [
                f"{zipped}: The file is no plain text: a word processor's file, a PDF or a picture. "
                "Save it as plain text (.txt).",
                f"{empty}: The file holds no text. Check that it is the right one.",
                f"{missing}: No such file or directory.",
                "Nothing was made.",
            ],
        )

    def test_a_pipe_is_read_by_its_own_name_and_no_other(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        expected = f"{pipe}: Not a file; “-” reads the standard input.\nNothing was made."
        self.assertEqual(self.refused(str(pipe)), expected)
        with mock.patch("sys.stdin", SimpleNamespace(buffer=BytesIO(TEXT.encode()))):
            told = self.run_command("-")
        self.assertEqual(told.splitlines()[0], "- (UTF-8)")
        self.assertEqual(Edition.objects.get().headline, "Le vieux pont rouvre aux piétons")

    def test_more_than_is_read_is_refused_unread(self):
        file = self.file("")
        os.truncate(file, 50_000_000_000)  # takes no room on the disk, and would take all memory
        self.assertIn("That is over 5 MB.", self.refused(file))

    def test_what_is_not_here_is_named_with_what_is_like_it(self):
        make_section("Actualités", slug="actualites")
        make_author("Ana Roy", slug="ana-roy")
        file = self.file()
        self.assertEqual(
            self.refused(file, section="actualité"),
            "--section: there is no “actualité” here. Did you mean actualites?",
        )
        self.assertEqual(self.refused(file, author=["zzz"]), "--author: there is no “zzz” here.")

    @pytest.mark.skipif(not SEED.exists(), reason="the article this newspaper began from is not there")
    def test_the_first_article(self):
        news = make_section("Actualités", slug="actualites")
        world = make_section("International", slug="international", parent=news)
        told = self.run_command(str(SEED))
        draft = Edition.objects.get()
        self.assertEqual(
            (draft.section, draft.headline, draft.language),
            (world, "Etats-Unis et Corée du Sud appellent Pyongyang à retirer ses troupes", "fr"),
        )
        self.assertTrue(draft.standfirst.endswith("dans la région frontalière..."))
        self.assertTrue(draft.body.startswith("<p>Alors que des milliers de soldats"))
        self.assertEqual([draft.body.count(tag) for tag in ("<p>", "<h2>", '<figure class="pull-quote">')], [12, 4, 2])
        self.assertIn("<cite>Lloyd Austin</cite><span>secrétaire américain à la Défense</span>", draft.body)
        self.assertEqual(
            draft.ednote.split("\n\n"),
            [
                "Pour explorer les options de sponsoring, contactez-nous.",
                "Passionné et dévoué, j'explore sans cesse les nouvelles frontières de l'information "
                "et de la technologie.",
            ],
        )
        self.assertIn("A bio, and no author is named", told)
