"""The bench measures what it says: real pages, a real publication, and ratios to the smallest archive."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db import models
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from articles.models import (
    Article,
    Byline,
    Edition,
    EditionReference,
    EditionSection,
    EditionTag,
    Revision,
    SearchText,
    Transition,
)
from bench import worker
from bench.__main__ import summary, table
from bench.archives import Archive

TABLES = [Article, Edition, Byline, EditionTag, EditionSection, EditionReference, SearchText, Transition, Revision]


class CasesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        today = timezone.now().date() - timedelta(days=1)
        call_command("make_articles", 500, today=today, verbosity=0, stdout=StringIO())

    def test_every_case_is_measured_and_the_archive_is_left_as_it_was(self):
        before = [list(models.QuerySet(model).order_by("pk").values_list("pk", flat=True)) for model in TABLES]
        found, publication = worker.cases()
        lists = ["front", "top section", "leaf section", "author", "tag"]
        expected = [name for case in lists for name in (case, f"{case}, deep")]
        self.assertEqual(list(found), [*expected, "article", "publication"])
        for name, measure in found.items():
            with self.subTest(name):
                self.assertGreater(measure(), 0)
        made = Edition.objects.get(headline="Une publication mesurée")
        self.assertTrue(made.is_live(timezone.now()))
        publication.tidy()
        after = [list(models.QuerySet(model).order_by("pk").values_list("pk", flat=True)) for model in TABLES]
        self.assertEqual(after, before)


class SummaryTest(SimpleTestCase):
    first = [[0.010, 0.010], [0.020, 0.020], [0.010, 0.010], [0.010, 0.010]]

    def test_a_ratio_compares_the_same_round(self):
        slower = [[time * 1.5 for time in times] for times in self.first]
        found = summary(slower, self.first)
        self.assertEqual({name: round(value, 3) for name, value in found.items()}, {
            "ms": 15.0, "ms_low": 15.0, "ms_high": 26.25, "ratio": 1.5, "ratio_low": 1.5, "ratio_high": 1.5,
        })  # fmt: skip

    def test_what_is_too_slow_is_marked(self):
        slower = [[time * 1.5 for time in times] for times in self.first]
        results = {"front": {"10": summary(self.first, self.first), "20": summary(slower, self.first)}}
        self.assertEqual(
            [line.split() for line in table(results, [10, 20]).splitlines()],
            [["10", "20"], ["front", "10.0", "ms", "10.0–17.5", "!×1.50", "1.50–1.50"]],
        )


class ArchiveTest(SimpleTestCase):
    def test_each_has_a_database_and_a_folder_of_its_own(self):
        url = "postgres://root@127.0.0.1:5432/newsroom?sslmode=disable"
        self.assertEqual(
            Archive(1000, url).environment["DATABASE_URL"],
            "postgres://root@127.0.0.1:5432/newsroom_bench_1000?sslmode=disable",
        )
        small, large = Archive(1000).environment, Archive(2000).environment
        self.assertNotEqual(small["DATABASE_URL"], large["DATABASE_URL"])
        self.assertNotEqual(small["VAR_DIR"], large["VAR_DIR"])
