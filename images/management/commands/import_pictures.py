"""`manage.py import_pictures FOLDER`: take a folder of pictures into the library."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from images import library


class Command(BaseCommand):
    """What is in the library already is left alone: a second run goes on where the first was stopped."""

    help = "Take all pictures in a folder, and in those below it, into the library, with what the files say of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder}: this is no folder.")
        files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
        count = {"taken": 0, "known": 0, "refused": 0}
        for path in tqdm(files, unit=" files", disable=None if verbosity else True, file=self.stderr):
            try:
                with path.open("rb") as file:
                    _picture, is_new = library.add(file, name=path.name, by=None)
                count["taken" if is_new else "known"] += 1
            except library.Refused as refusal:
                count["refused"] += 1
                self.stderr.write(f"{path.relative_to(folder)}: {refusal}")
            except OSError as error:
                count["refused"] += 1
                self.stderr.write(f"{path.relative_to(folder)}: {error.strerror}.")
        self.stdout.write("{taken} taken in, {known} there already, {refused} refused.".format(**count))
        if count["taken"]:
            self.stdout.write("Their renditions are made by the worker, or by: manage.py make_renditions")
