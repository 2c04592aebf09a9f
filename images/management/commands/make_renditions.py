"""`manage.py make_renditions`: make what the worker has not."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from images import making
from images.models import Picture
from images.reading import Refused


class Command(BaseCommand):
    """What is ready is left alone: a second run goes on where the first was stopped."""

    help = "Make the renditions that pictures lack, the newest pictures first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--first",
            action="store_true",
            help="Only one size of pictures that have none, so that pages can show them.",
        )

    def handle(self, *args: Any, first: bool, verbosity: int, **options: Any) -> None:
        lacking = Picture.objects.filter(renditions={}) if first else Picture.objects.incomplete()
        keys = list(lacking.values_list("pk", flat=True))
        failed = 0
        for key in tqdm(keys, unit=" pictures", disable=None if verbosity else True, file=self.stderr):
            try:
                making.begin(key) if first else making.make(key)
            except Refused as refusal:
                failed += 1
                self.stderr.write(f"{Picture.objects.get(pk=key)}: {refusal}")
        if failed:
            raise CommandError(f"{failed} of {len(keys)} pictures have no renditions. Their originals are at fault.")
        if verbosity:
            self.stdout.write(f"{len(keys)} pictures made ready." if keys else "Everything is ready.")
