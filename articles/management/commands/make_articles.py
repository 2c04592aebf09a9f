"""`manage.py make_articles N`: an archive of N invented articles, to develop and to measure with."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from itertools import batched
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from articles.management.archive import invention
from articles.models import Article
from articles.workflow import file_articles

BATCH = 500  # articles in one transaction: what is held in memory


class Command(BaseCommand):
    """Make articles with all that hangs on them, in batches. The same N, seed and day make the same articles."""

    help = "Make N invented articles with sections, authors, tags and 1 to 4 editions each (for development)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, metavar="N", help="How many.")
        parser.add_argument("--seed", type=int, default=1, help="Another seed makes other articles (default: 1).")
        parser.add_argument(
            "--today", type=date.fromisoformat, help="The day after the last one went live (default: today's date)."
        )

    def handle(self, *args: Any, count: int, seed: int, today: date | None, **options: Any) -> None:
        if count < 1:
            raise CommandError("N: make at least one article.")
        first = invention.identity(seed, 0)[0]
        if Article.objects.filter(uuid=first).exists():
            raise CommandError(f"The articles of seed {seed} are here already: choose another with --seed.")
        call_command("make_renditions", "--first", verbosity=0)  # pages show what an archive's pictures are
        midnight = datetime.combine(today or timezone.now().date(), datetime.min.time(), UTC)
        began = time.perf_counter()
        with tqdm(total=count, unit=" articles", disable=None if options["verbosity"] else True) as bar:
            for batch in batched(invention.articles(count, seed, midnight), BATCH):
                file_articles(batch)
                bar.update(len(batch))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the planner knows the tables as they are now, not as they were
        seconds = time.perf_counter() - began
        if options["verbosity"]:
            self.stdout.write(f"Made {count} articles in {seconds:.1f} s: {count / seconds:.0f} a second.")
