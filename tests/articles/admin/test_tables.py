"""The tables around articles at the desk: what holds for each of them."""

from __future__ import annotations

import json
from itertools import batched
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Author, OldPath, Section, SectionRight, Sponsor, SponsorshipNote, Tag
from tests.articles.admin.tables import TableTestCase
from tests.factories import make_author, make_note, make_section

STRINGS = Path(__file__).resolve().parents[4] / "shared" / "cases" / "strings" / "blns.json"


class NaughtyStringsTest(TableTestCase):
    def test_no_string_breaks_a_form_or_a_search(self):
        if not STRINGS.exists():
            self.skipTest("the naughty strings are not on this machine")
        self.client.force_login(self.publisher)
        for number, strings in enumerate(batched(json.loads(STRINGS.read_text()), 25)):
            words = dict.fromkeys(("bio", "description", "text"), "\n".join(strings))
            words |= dict(
                zip(("name", "job_title", "label", "contact", "url"), (s[:80] for s in strings), strict=False)
            )
            words |= {
                "slug": f"s-{number}",
                "links": strings[-1],
                "old_path": strings[0][:200],
                "new_path": strings[1][:200],
            }
            for model in (Section, Author, Tag, Sponsor, SponsorshipNote, OldPath):
                with self.subTest(model=model.__name__, strings=strings):
                    response = self.add(model, **words, kind="house", starts_at="2030-01-01T08:00")
                    self.assertIn(response.status_code, (200, 302))
            for model in ("article", "author", "transition"):
                response = self.client.get(reverse(f"admin:articles_{model}_changelist"), {"q": strings[0]})
                self.assertEqual(response.status_code, 200)


class ListsCostTest(TableTestCase):
    def test_lists_cost_the_same_with_few_rows_and_with_many(self):
        self.client.force_login(self.publisher)
        costs = {"section": 5, "person": 8, "author": 6, "tag": 6, "sponsor": 6, "sponsorshipnote": 6,
                 "transition": 6, "revision": 6}  # fmt: skip
        counted = []
        for many in (1, 30):
            for number in range(many):
                section = make_section(slug=f"s-{many}-{number}", parent=self.town)
                author = make_author(f"A {many} {number}")
                SectionRight.objects.create(user=self.writer, section=section)
                make_note(author=author)
                self.draft(section=section, bylines=[(author, "text")], tags=[f"T {many} {number}"])
            cost = {}
            for name in costs:
                with self.subTest(name), CaptureQueriesContext(connection) as queries:
                    self.assertEqual(self.client.get(reverse(f"admin:articles_{name}_changelist")).status_code, 200)
                cost[name] = len(queries)
            counted.append(cost)
        self.assertEqual(counted[0], counted[1])
