"""A page far down a list takes the database no more effort than the first: counted in its own steps, not in time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.http import QueryDict
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles import frame
from articles.models import Byline, Edition, EditionSection, EditionTag
from articles.querysets import WindowQuerySet
from articles.views.cards import PAGE_SIZE, key_of, turn

TODAY = datetime(2026, 3, 1, tzinfo=UTC)
NOON = TODAY + timedelta(hours=12)


def effort(read: Callable[[], Any]) -> int:
    """Return the steps of SQLite's machine, or the rows that PostgreSQL looks at, by the indexes it has."""
    if connection.vendor == "sqlite":
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        connection.ensure_connection()
        connection.connection.set_progress_handler(count, 1)
        try:
            read()
        finally:
            connection.connection.set_progress_handler(None, 0)
        return steps
    with (
        CaptureQueriesContext(
            connection,
        ) as captured,
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")  # as in a table of millions
        read()
    rows = 0
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if query["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}")
                plan = cursor.fetchone()[0]
                rows += sum(looked_at(plan if isinstance(plan, list) else json.loads(plan)))
    return rows


def looked_at(plan: Any) -> Iterator[int]:
    for node in plan:
        node = node.get("Plan", node)
        yield int(node["Actual Rows"]) + int(node.get("Rows Removed by Filter", 0))
        yield from looked_at(node.get("Plans", []))


class EffortTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("make_articles", 900, today=TODAY.date(), verbosity=0)

    def lists(self) -> dict[str, WindowQuerySet]:
        def busiest(model: Any, name: str) -> Any:
            most = model.objects.order_by().values_list(name).annotate(rows=Count("pk")).order_by("-rows")[0][0]
            return model.objects.filter(**{name: most})

        return {
            "front": Edition.objects.all(),
            "section": busiest(EditionSection, "section"),
            "author": busiest(Byline, "author"),
            "tag": busiest(EditionTag, "tag"),
        }

    def test_a_deep_page_takes_no_more_than_the_first(self):
        frame_ = frame.load()
        for name, rows in self.lists().items():
            with self.subTest(name):
                live = rows.live(NOON).newest()
                last = live[live.count() - PAGE_SIZE - 2]
                key = key_of(getattr(last, rows.edition_field) if rows.edition_field else last)
                deep = QueryDict(f"before={key}")
                page = turn(rows, deep, NOON, frame_)
                self.assertEqual(len(page.cards), PAGE_SIZE)
                first = effort(lambda rows=rows: turn(rows, QueryDict(), NOON, frame_))
                further = effort(lambda rows=rows, deep=deep: turn(rows, deep, NOON, frame_))
                self.assertLess(further / first, 1.5, (first, further))
