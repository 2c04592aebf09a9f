"""`manage.py import_text FILE…`: plain-text copy becomes drafts, with a report of what was told and what was not."""

from __future__ import annotations

import errno
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator

from articles.importing import Copy, make_draft, read_copy
from articles.manuscript import MAX_BYTES, RemarkKind, UnreadableText, decode
from articles.models import Author, Section
from articles.states import Language

SIGNS = {RemarkKind.FOUND: "+", RemarkKind.UNSURE: "?", RemarkKind.LEFT_OUT: "-"}
SHOWN = 100  # characters of the words a remark is about


class Command(BaseCommand):
    """Read every file, then make the drafts: all of them, or none where a file can't be read."""

    help = "Make a draft of each plain-text file, and report how it was read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="Plain text, 5 MB at most; “-” reads the standard input.",
        )
        parser.add_argument("--section", metavar="PATH", help="Such as actualites/international.")
        parser.add_argument("--author", metavar="SLUG", action="append", default=[], help="Who signs; may be repeated.")
        parser.add_argument("--language", choices=Language.values, default="", help="Left out: told from the words.")
        parser.add_argument("--dry-run", action="store_true", help="Report, and make nothing.")

    def handle(self, *args: Any, files: list[Path], section: str, author: list[str], **options: Any) -> None:
        place = find(Section, "path", section.strip("/"), "--section") if section else None
        signers = [find(Author, "slug", slug, "--author") for slug in author]
        texts, refusals = [], []
        for file in files:
            try:
                texts.append((file, *decode(read_bytes(file))))
            except UnreadableText as refusal:
                refusals.append(f"{file}: {refusal}")
            except OSError as error:
                refusals.append(f"{file}: {error.strerror}.")
        if refusals:
            raise CommandError("\n".join([*refusals, "Nothing was made."]))
        with transaction.atomic():
            for file, text, encoding in texts:
                copy = read_copy(text, by=None, section=place, authors=signers, language=options["language"])
                self.stdout.write("\n".join([f"{file} ({encoding})", *report(copy)]))
                if not options["dry_run"]:
                    draft = make_draft(copy, by=None)
                    self.stdout.write(f"  Draft: {reverse('admin:articles_edition_change', args=[draft.pk])}")
        if options["dry_run"]:
            self.stdout.write("Nothing was made.")


def read_bytes(file: Path) -> bytes:
    """Return the file's bytes, or the standard input's for “-”; of what is too large, enough to tell."""
    if str(file) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    if file.is_fifo():
        raise OSError(errno.EINVAL, "Not a file; “-” reads the standard input")  # opening it might wait for ever
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def find[M: (Section, Author)](model: type[M], name: str, value: str, option: str) -> M:
    """Return the row, or say which are like it."""
    found = model.objects.filter(**{name: value}).first()
    if found is None:
        known = model.objects.values_list(name, flat=True)
        near = get_close_matches(value, known, cutoff=0.5)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise CommandError(f"{option}: there is no “{value}” here.{hint}")
    return found


def report(copy: Copy) -> Iterator[str]:
    """Yield the lines that tell an editor what the text was taken for, with every word that is not in the draft."""
    for name, value in copy.facts():
        yield f"  {name:<18}{shortened(value)}"
    for remark in copy.remarks:
        words = f" “{shortened(remark.words)}”" if remark.words else ""
        yield f"  {SIGNS[remark.kind]} {remark.message}{words}"
    for note in copy.notes:
        yield f"  > {note}"


def shortened(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(SHOWN)
