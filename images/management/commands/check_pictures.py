"""`manage.py check_pictures`: what the library's rows say, and what its storages hold."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import Storage, default_storage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from images.fields import originals
from images.models import Picture
from images.store import forget
from images.tasks import GRACE


class Command(BaseCommand):
    """Report originals and renditions that are missing, and files that no row names. Without differences it is silent.

    `--mend` lets missing renditions be made again and deletes renditions that nothing names. An original is never
    touched: one that no row names is told, since nobody could bring it back.
    """

    help = "Report files without rows and rows without files. Exits with 1 where there are any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="Make missing renditions anew, delete stray ones.")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        kept, shown = set(walk(originals())), set(walk(default_storage))
        named: set[str] = set()
        found = 0
        for picture in Picture.objects.order_by("pk").iterator():
            names = set(picture.rendition_names())
            named |= names | {str(picture.file.name)}
            if picture.file.name not in kept and not originals().exists(str(picture.file.name)):
                found += 1
                self.stdout.write(f"{picture.uuid} ({picture}): its original is missing: {picture.file.name}")
            missing = [name for name in sorted(names - shown) if not default_storage.exists(name)]
            for name in missing:
                found += 1
                self.stdout.write(f"{picture.uuid} ({picture}): a rendition is missing: {name}")
            if mend and missing:
                Picture.objects.filter(pk=picture.pk).update(renditions={}, recipe_version=0)
        for name in stray(originals(), kept - named):
            found += 1
            self.stdout.write(f"No picture has this original: {name}")
        strays = stray(default_storage, shown - named)
        for name in strays:
            found += 1
            self.stdout.write(f"No picture has this rendition: {name}")
        if mend:
            forget(default_storage, strays)
            self.stdout.write("Mended. Make what is missing: manage.py make_renditions")
        elif found:
            raise CommandError(f"{found} differences.")
        else:
            self.stdout.write("Everything is as it should be.")


def stray(storage: Storage, names: set[str]) -> list[str]:
    """Leave out what is new: it may be of a picture that comes in now, or still be shown by a page read yesterday."""
    before = timezone.now() - GRACE
    return [name for name in sorted(names) if storage.get_modified_time(name) < before]


def walk(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files in a storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept
        return
    yield from (f"{folder}/{name}" if folder else name for name in files)
    for name in folders:
        yield from walk(storage, f"{folder}/{name}" if folder else name)
